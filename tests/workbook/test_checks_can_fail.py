"""Every check on the Checks sheet goes red, in the workbook itself, for some change that makes a number wrong."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from openpyxl import load_workbook
from proof import SMALL_PLAN, Written, written

from budgetplan.workbook.engines import Live, recalculate_formualizer

MISTAKES = {
    "a position moved to an account without a budget row": ("everything_posted", {("positions.account", 0): "64"}),
    "a line moved to a unit that is nobody's": ("everything_posted", {("operating.unit", 1): "nowhere"}),
    "a fiscal year that the months do not have": ("months_and_years", {("first_fiscal_year", 0): 2031.0}),
    "an account in a category that Summary does not show": ("request_adds_up", {("accounts.category", 0): "Other"}),
    "a position in a unit that is nobody's": ("units_have_all_fte", {("positions.unit", 0): "nowhere"}),
    "a second raise in a month": ("one_raise_a_month", {("general_increase.since", 1): dt.date(2027, 10, 20)}),
    "a series pasted out of order": ("series_in_order", {("pension_rate.since", 1): dt.date(2026, 1, 1)}),
}


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Written:
    folder = tmp_path_factory.mktemp("checks")
    rates = (SMALL_PLAN / "rates.yaml").read_text(encoding="utf-8")
    raised = rates.replace("  general_increase:\n", "  general_increase:\n    2027-10-15: 0.01\n", 1)
    raised = raised.replace("2027-10-01: {value: 0.03", "2028-02-01: {value: 0.03", 1)
    (folder / "plan").mkdir()
    for file in SMALL_PLAN.glob("*.yaml"):
        (folder / "plan" / file.name).write_text(file.read_text(encoding="utf-8"), encoding="utf-8")
    (folder / "plan" / "rates.yaml").write_text(raised, encoding="utf-8")
    return written(folder / "plan", folder / "plan.xlsx")


@pytest.mark.parametrize(("check", "changes"), MISTAKES.values(), ids=list(MISTAKES))
def test_a_check_goes_red(plan: Written, check: str, changes: dict) -> None:
    live = Live(plan.path)
    state, master = plan.cell(f"{check}__state"), plan.cell("master_check")
    live.recalculate()
    assert (live.value(*state), live.value(*master)) == ("OK", "All checks pass")
    for (key, row), value in changes.items():
        live.set(*plan.cell(key, row), value)
    live.recalculate()
    assert live.value(*state) == "ERROR"
    assert str(live.value(*master)).startswith("CHECK FAILED")


def test_a_request_that_is_typed_over_is_noticed(plan: Written, tmp_path: Path) -> None:
    """Rounding alone never moves a row by more than half a step, so only a figure typed over a formula can."""
    book = load_workbook(plan.path)
    sheet, at = plan.cell("budget.request_of_year")
    book[sheet][at] = 1
    book.save(tmp_path / "typed.xlsx")
    found = recalculate_formualizer(tmp_path / "typed.xlsx")
    assert found[plan.cell("rounding_residual__state")] == "ERROR"


def test_every_check_is_broken_once(plan: Written) -> None:
    assert {check for check, _ in MISTAKES.values()} | {"rounding_residual"} == set(plan.model.rows["checks"])


def test_the_plan_of_this_test_is_sound(plan: Written) -> None:
    assert Path(plan.path).exists() and all(check.passed for check in plan.result.checks())
