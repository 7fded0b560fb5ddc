"""The register of inputs: whatever a person changes in an input cell is told, in every engine, and nothing else is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from needs import needs_libreoffice
from openpyxl import load_workbook
from proof import Written, with_inputs

from budgetplan.model.blocks import Array, Input
from budgetplan.model.evaluate import evaluate
from budgetplan.workbook.engines import Live, recalculate_formualizer, recalculate_libreoffice
from budgetplan.workbook.write import write

CHANGED, MASTER = "inputs_changed", "master_check"


@pytest.fixture
def plan(rich: Written) -> Written:
    """A plan with inputs of every kind."""
    return rich


@pytest.fixture(scope="module")
def engine(rich: Written) -> Live:
    """Its workbook, opened once; each test finds it as it was built."""
    return Live(rich.path)


@pytest.fixture
def live(engine: Live) -> Iterator[Live]:
    """The open workbook, in which a test changes inputs; they are put back."""
    yield engine
    engine.reset()
    engine.recalculate()


def entered(plan: Written) -> list[Input]:
    """All inputs that people enter."""
    return [b for b in plan.model.blocks.values() if isinstance(b, Input) and b.entered and b.values.size]


def other(value: object) -> object:
    """Another value of the same kind; a blank is filled."""
    if isinstance(value, str):
        return value + "x"
    return 1.0 if value != value else float(value) + 1  # type: ignore[arg-type]


def test_a_change_of_any_input_is_told_once(plan: Written) -> None:
    """The last cell of each: names, tiers, patterns and bases just as numbers and dates. To choose a scenario changes
    no figure.
    """
    blocks, changes = entered(plan), dict[str, Array]()
    for trial, block in enumerate(blocks):
        values = np.repeat(block.values[None], len(blocks), axis=0)
        values[trial, -1, -1] = other(values[trial, -1, -1])
        changes[block.key] = values
    found = evaluate(plan.model, changes)[CHANGED]
    assert found.shape == (len(blocks), 1, 1)
    for block, told in zip(blocks, found[:, 0, 0], strict=True):
        assert told == (block.key != "scenario_name"), block.key


def test_nothing_is_told_of_a_workbook_as_it_was_built(plan: Written, live: Live) -> None:
    assert plan.result.values[CHANGED].item() == 0
    assert live.value(*plan.cell(CHANGED)) == 0


def some_of_each_kind(plan: Written) -> dict[str, Array]:
    """A text renamed, a price moved to another row, a zero typed into an empty cell, a date a day later.

    By hand: 1 + 2 + 1 + 1 = 5 cells differ.
    """
    blocks = [plan.model.blocks[key] for key in ("positions.unit__base", "operating.price__base", "operating.start")]
    new = {block.key: block.values.copy() for block in blocks if isinstance(block, Input)}
    units, prices, starts = (values[:, 0] for values in new.values())
    units[0] = "elsewhere"
    held, empty = np.flatnonzero(prices == prices), np.flatnonzero(prices != prices)
    prices[empty[0]], prices[held[0]] = prices[held[0]], np.nan
    prices[empty[1]] = 0
    starts[np.flatnonzero(starts == starts)[0]] += 1
    return new


def test_texts_moves_blanks_and_zeros_are_told_alike_by_numpy_and_formualizer(plan: Written, live: Live) -> None:
    new = some_of_each_kind(plan)
    for key, values in new.items():
        for row, value in enumerate(values[:, 0]):
            sheet, at = plan.cell(key, row)
            live.set(sheet, at, None if value != value else value)
    live.recalculate()
    found = evaluate(plan.model, {key: values[None] for key, values in new.items()})
    assert found[CHANGED].item() == live.value(*plan.cell(CHANGED)) == 5
    assert "INPUTS CHANGED" in str(live.value(*plan.cell("summary__notice")))


@pytest.mark.slow
@needs_libreoffice
def test_libreoffice_tells_the_same(plan: Written, tmp_path: Path) -> None:
    new = {key: values[None] for key, values in some_of_each_kind(plan).items()}
    path = tmp_path / "changed.xlsx"
    write(path, with_inputs(plan.model, new), {**plan.result.values, **new}, plan.layout, plan.result.facts())
    book = recalculate_libreoffice(path, tmp_path)
    sheet, at = plan.cell(CHANGED)
    assert book.sheets[sheet].cells[at].value == 5
    assert str(book.sheets["Summary"].cells[plan.cell("summary__notice")[1]].value).find("INPUTS CHANGED") >= 0


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("positions.salary", -205000.0),
        ("positions.headcount__base", -1.0),
        ("positions.fte", 5.0),
        ("positions.end__base", 2028.0),  # a year typed as a day is one of 1905
        ("general_increase.value__base", 3.0),
        ("round_to", 1000000.0),
        ("round_to", 7.0),
        ("round_to", 50.0),
        ("positions.headcount__base", 1e-7),
        ("positions.headcount__base", True),
        ("positions.included__base", 0.5),
        ("operating.basis", "per head"),
    ],
)
def test_a_number_that_was_pasted_beyond_its_limits_fails_a_check(
    plan: Written, live: Live, key: str, value: float | str
) -> None:
    sheet, at = plan.cell(key)
    live.set(sheet, at, value)
    live.recalculate()
    assert live.value(*plan.cell("inputs_fit__state")) == "ERROR"
    assert str(live.value(*plan.cell(MASTER))).startswith("CHECK FAILED")


@pytest.mark.parametrize("error", ["=1/0", "text"])
def test_what_cannot_be_calculated_fails_the_master_check_and_is_told_as_changed(
    plan: Written, live: Live, error: str
) -> None:
    sheet, at = plan.cell("postage_price__base")
    live.set(sheet, at, error)
    live.recalculate()
    assert str(live.value(*plan.cell(MASTER))).startswith("CHECK FAILED")
    assert live.value(*plan.cell(CHANGED)) == 1


@pytest.mark.parametrize("key", ["positions.title", "positions.salary", "operating.price__base", "past.amount"])
def test_what_is_typed_under_a_table_is_read_by_nothing_and_fails_a_check(plan: Written, live: Live, key: str) -> None:
    block = plan.model.blocks[key]
    live.set(*plan.cell(key, plan.model.shape(block)[0]), "A new row" if block.kind == "text" else 50000.0)
    live.recalculate()
    assert live.value(*plan.cell("inputs_fit__state")) == "ERROR"
    assert live.value(*plan.cell(f"input__{key.replace('.', '__')}__under")) == 1


def test_a_row_that_was_deleted_is_missing(plan: Written, tmp_path: Path) -> None:
    """Deleting makes both counts of a register's row smaller, as they are typed here; its copy knows how many."""
    book, name = load_workbook(plan.path), "input__past__amount"
    for part in ("cells", "held"):
        sheet, at = plan.cell(f"{name}__{part}")
        book[sheet][at] = plan.result.values[f"{name}__{part}"].item() - 2
    book.save(tmp_path / "deleted.xlsx")
    found = recalculate_formualizer(tmp_path / "deleted.xlsx")
    assert found[plan.cell(f"{name}__misfit")] == 2
    assert found[plan.cell("inputs_fit__state")] == "ERROR"


@pytest.mark.parametrize(
    ("key", "pasted", "state"),
    [
        ("positions.headcount__base", 2.5, "ERROR"),
        ("positions.headcount__base", 3.0, "OK"),
        ("positions.merit", 0.5, "ERROR"),
        ("positions.merit", 0.0, "OK"),
        ("round_to", 12.5, "ERROR"),
        ("operating.renewals_left", 1.5, "ERROR"),
        ("operating.renewals_left", None, "OK"),
    ],
)
def test_a_fraction_that_was_pasted_where_whole_numbers_belong_fails_a_check(
    plan: Written, live: Live, key: str, pasted: float | None, state: str
) -> None:
    assert live.value(*plan.cell("inputs_fit__state")) == "OK"
    sheet, at = plan.cell(key)
    live.set(sheet, at, pasted)
    live.recalculate()
    assert live.value(*plan.cell("inputs_fit__state")) == state


@pytest.mark.slow
@needs_libreoffice
def test_libreoffice_sees_fractions_of_heads(plan: Written, tmp_path: Path) -> None:
    block = plan.model.blocks["positions.headcount__base"]
    assert isinstance(block, Input)
    values = block.values.copy()
    values[0, 0] = 2.5
    new = {block.key: values[None]}
    path = tmp_path / "broken.xlsx"
    write(path, with_inputs(plan.model, new), {**plan.result.values, **new}, plan.layout, plan.result.facts())
    sheet, at = plan.cell("inputs_fit__state")
    assert recalculate_libreoffice(path, tmp_path).sheets[sheet].cells[at].value == "ERROR"
