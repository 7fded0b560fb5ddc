"""Net 2: random what-ifs made in the workbook by an independent engine, and the same ones calculated by numpy.

Every formula cell of every sheet is compared. What numpy has no value for (NaN) must be an error in the engine.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from division import division_plan
from needs import needs_libreoffice
from playing import disagreements, make, play, told
from proof import Written, with_inputs, written
from whatifs import WhatIf, as_arrays

from budgetplan.model.evaluate import evaluate
from budgetplan.workbook.engines import Live, recalculate_libreoffice
from budgetplan.workbook.write import write

EVERY_KIND = {
    "rate", "share of a series", "dollars of a series", "series date", "money", "price", "money filled in", "headcount",
    "fte", "flag", "quantity", "quantity of a month", "date changed", "date filled in", "date blanked", "rounding",
    "choice of health_account", "choice of unit", "choice of account", "choice of basis", "choice of driver",
    "choice of health_tier",
    "series begins too late", "words", "choice of scenario_name", "figure of a scenario",
}  # fmt: skip


@pytest.fixture
def small(rich: Written) -> Written:
    return rich


def test_some_whatifs_of_the_small_plan_agree_in_every_cell(small: Written) -> None:
    """The tenth breaks a series."""
    whatifs = make(small, 20, seed=2027)
    assert list(disagreements(small, whatifs, evaluate(small.model, as_arrays(small.model, whatifs)))) == []


@pytest.mark.slow
def test_200_whatifs_of_the_small_plan_agree_in_every_cell(small: Written) -> None:
    whatifs = make(small, 200, seed=20271001)
    failed = list(disagreements(small, whatifs, evaluate(small.model, as_arrays(small.model, whatifs))))
    assert not failed, f"{len(failed)} of 200 what-ifs: " + "\n".join(failed[:5])
    kinds = sum((whatif.kinds for whatif in whatifs), Counter())
    assert set(kinds) >= EVERY_KIND, f"never changed: {EVERY_KIND - set(kinds)}"
    assert min(kinds[kind] for kind in EVERY_KIND) >= 10


def test_whatifs_move_the_budget_and_some_of_them_break_it(small: Written) -> None:
    whatifs = make(small, 200, seed=20271001)
    request = evaluate(small.model, as_arrays(small.model, whatifs))["total_request"][:, 0, 0]
    assert len(set(request[request == request])) > 150, "nearly each what-if has a request of its own"
    assert 5 <= (request != request).sum() <= 20, "those whose series begins too late have none"


def test_after_all_whatifs_are_put_back_the_workbook_is_as_before(small: Written) -> None:
    live = Live(small.path)
    before = live.values()
    for whatif in make(small, 5, seed=5):
        for (key, row, column), value in whatif.cells.items():
            live.set(*small.cell(key, row, column), None if value != value else value)
        live.recalculate()
        assert live.values() != before
        live.reset()
        live.recalculate()
    assert live.values() == before


def test_a_batch_gives_what_its_whatifs_give_one_by_one(small: Written) -> None:
    whatifs = make(small, 12, seed=12)
    together = evaluate(small.model, as_arrays(small.model, whatifs))
    for number, whatif in enumerate(whatifs):
        alone = evaluate(small.model, as_arrays(small.model, [whatif]))
        expected = {cell: value for cell, _, value in small.expected(alone)}
        found = {cell: value for cell, _, value in small.expected(together, number)}
        assert str(found) == str(expected)  # as text, so that NaN equals NaN


@pytest.mark.slow
def test_20_whatifs_of_a_real_division_agree_in_every_cell(tmp_path: Path) -> None:
    division = written(division_plan(tmp_path / "plan"), tmp_path / "division.xlsx")
    assert list(disagreements(division, make(division, 20, seed=284))) == []


@pytest.mark.slow
@needs_libreoffice
@pytest.mark.parametrize("number", [0, 1, 9])
def test_libreoffice_recalculates_a_changed_workbook_to_what_numpy_has(
    small: Written, tmp_path: Path, number: int
) -> None:
    """The file holds the new inputs and the stale values of before, as if Excel had been closed without calculating.

    The ninth what-if breaks a series, and LibreOffice shows an error wherever numpy has no number.
    """
    whatif = make(small, 10, seed=20271001)[number]
    arrays = as_arrays(small.model, [whatif])
    path = tmp_path / "changed.xlsx"
    changed = with_inputs(small.model, arrays)
    write(path, changed, {**small.result.values, **arrays}, small.layout, small.result.facts())
    expected = evaluate(small.model, arrays)
    stale = Live(path).book.values()
    assert len(small.differences(expected, stale)) > 100, "what is stored is of before the change"
    wrong = small.differences(expected, recalculate_libreoffice(path, tmp_path).values())
    assert not wrong, told(whatif, wrong)


def test_a_premium_that_begins_too_late_is_an_error_and_never_another_tiers(small: Written) -> None:
    """By hand: the family tier has no premium before 1 March 2028, so those who chose it cost an unknown amount."""
    row = 2  # the first entry of the second tier
    whatif = WhatIf(
        {("health_tiers_premium.since", row, 0): 46813.0, ("health_tiers_premium.since", row + 1, 0): 46900.0}
    )
    found = next(play(small, [whatif]))
    values = evaluate(small.model, as_arrays(small.model, [whatif]))
    assert str(values["health_tiers.premium"][0, 1, 0]) == "nan"
    assert small.differences(values, found, errors_lost=small.past_sumifs) == []
