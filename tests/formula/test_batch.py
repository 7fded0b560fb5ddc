"""Fifty what-ifs in one pass give what fifty passes give, each with one what-if."""

from __future__ import annotations

import numpy as np
import pytest
from formula.small import build, given, line
from needs import SMALL_PLAN

from budgetplan.model.blocks import Array, Input, Line
from budgetplan.model.evaluate import Values, evaluate
from budgetplan.model.graph import Model, inputs
from budgetplan.plan import load

WHAT_IFS = 50


@pytest.fixture(scope="module")
def model() -> Model:
    """The plan in assumptions/."""
    return load(SMALL_PLAN).assembled


def changed(model: Model) -> dict[str, Array]:
    """Every entered number and date of the plan, changed at random in each what-if (flags and blanks stay)."""
    pick = np.random.default_rng(2028)
    changes = {}
    for block in inputs(model):
        if block.kind == "number" and not block.choices and block.unit != "flag":
            factor = pick.uniform(0.7, 1.3, (WHAT_IFS, *block.values.shape))
            changes[block.key] = np.round(block.values * factor, 4)
        elif block.kind == "date":
            shift = pick.integers(-40, 40, (WHAT_IFS, 1, block.values.shape[1]))
            changes[block.key] = block.values + shift
    return changes


@pytest.fixture(scope="module")
def changes(model: Model) -> dict[str, Array]:
    return changed(model)


@pytest.fixture(scope="module")
def all_at_once(model: Model, changes: dict[str, Array]) -> Values:
    return evaluate(model, changes)


def one(array: Array, number: int) -> Array:
    """What one what-if has of an array."""
    return array[min(number, len(array) - 1)][None]


def test_the_what_ifs_change_what_counts(model: Model, changes: dict[str, Array], all_at_once: Values) -> None:
    kinds = {model.blocks[key].kind for key in changes}
    assert kinds == {"number", "date"}
    assert {"positions.salary", "positions.start", "social_security_wage_base.since"} <= set(changes)
    assert len(np.unique(all_at_once["total_request"])) == WHAT_IFS
    varied = [key for key, b in model.blocks.items() if isinstance(b, Line) and len(all_at_once[key]) > 1]
    assert len(varied) > 100


@pytest.mark.parametrize("number", range(WHAT_IFS))
def test_each_what_if_by_itself_gives_the_same(
    number: int, model: Model, changes: dict[str, Array], all_at_once: Values
) -> None:
    alone = evaluate(model, {key: one(array, number) for key, array in changes.items()})
    differing = [
        key
        for key, array in alone.items()
        if isinstance(model.blocks[key], Line) and not same(one(all_at_once[key], number), array)
    ]
    assert differing == []


def same(left: Array, right: Array) -> bool:
    """Equal, blanks included."""
    if left.dtype == object:
        return bool((left == right).all())
    return left.shape == right.shape and np.allclose(left, right, rtol=1e-12, atol=1e-9, equal_nan=True)


def test_the_plan_itself_is_untouched(model: Model, all_at_once: Values) -> None:
    before = evaluate(model)
    assert len(before["total_request"]) == 1
    assert all(
        (array[0] == model.blocks[key].values).all()
        for key, array in before.items()
        if isinstance(model.blocks[key], Input) and model.blocks[key].kind == "text"
    )


@pytest.mark.parametrize(
    ("formula", "values"),
    [
        ("=FROM(t.price, t.code, mine)", [12, 24]),
        ("=SUMIFS(t.price, t.code, mine)", [12, 24]),
        ("=ENTRIES(t.code, mine, t.since, day)", [1, 0]),
        ("=ENTRY(t.price, t.code, mine, 1)", [12, 24]),
    ],
)
def test_texts_can_be_changed_in_a_batch(formula: str, values: list[float]) -> None:
    model = build(
        given("code", ["k|a", "k|b"], table="t", unit="key"),
        given("price", [12, 24], table="t"),
        given("since", [1, 60], table="t", unit="date"),
        given("day", 2, unit="date"),
        given("mine", "k|a", unit="key"),
        line("wanted", formula),
        t=2,
    )
    found = evaluate(model, {"mine": np.array([[["k|a"]], [["k|b"]]], dtype=object)})
    assert found["wanted"].ravel().tolist() == values
