"""Every check on the Checks sheet goes red, in the workbook itself, for some change that makes a number wrong."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import formualizer
import pytest
from needs import SMALL_PLAN
from proof import Cell, Written, written

from budgetplan.workbook.engines import Live
from budgetplan.workbook.formula_text import position

MISTAKES = {
    "a position moved to an account without a budget row": ("everything_posted", {("positions.account", 0): "64"}),
    "a line moved to a unit that is nobody's": ("everything_posted", {("operating.unit", 1): "nowhere"}),
    "an account whose amounts the request then lacks": ("rounding_residual", {("positions.account", 0): "64"}),
    "a category whose amounts the summary then lacks": ("rounding_residual", {("accounts.category", 0): "Other"}),
    "a fiscal year that the months do not have": ("months_and_years", {("first_fiscal_year", 0): 2031.0}),
    "an account in a category that Summary does not show": ("request_adds_up", {("accounts.category", 0): "Other"}),
    "a position in a unit that is nobody's": ("units_have_all_fte", {("positions.unit", 0): "nowhere"}),
    "a second raise in a month": ("one_raise_a_month", {("general_increase.since", 1): dt.date(2027, 10, 20)}),
    "a raise dated before the plan": ("raises_in_the_plan", {("general_increase.since", 0): dt.date(2027, 9, 30)}),
    "a position that ends before it starts": (
        "positions_run_forward",
        {("positions.start", 0): dt.date(2028, 3, 1), ("positions.end", 0): dt.date(2028, 1, 31)},
    ),
    "a line by driver without one": ("lines_fit", {("operating.basis", 0): "per driver unit"}),
    "a line that has another's name": ("all_lines_justified", {("operating.line", 1): "phone-lines"}),
    "a price that is deleted": ("lines_fit", {("operating.price", 1): None}),
    "a basis with a blank behind it": ("lines_fit", {("operating.basis", 2): "per fte "}),
    "a line per FTE of a unit that is nobody's": ("lines_fit", {("operating.unit", 2): "zzz"}),
    "a pattern without any weight": ("lines_fall_into_months", {("pattern__season", n): 0 for n in range(12)}),
    "a count of figures that is typed over": ("sources_are_all", {("sources.figures", 0): 999}),
    "an estimate that is called final": ("sources_not_final", {("sources.final", 0): "yes"}),
    "a salary that is deleted": ("inputs_fit", {("positions.salary", 0): None}),
    "a headcount typed as text": ("inputs_fit", {("positions.headcount", 0): "1"}),
    "a start date typed as text": ("inputs_fit", {("positions.start", 0): "1/3/2028"}),
    "a blank typed for a start date": ("inputs_fit", {("positions.start", 0): " "}),
    "a rate typed as text": ("inputs_fit", {("general_increase.value", 0): "0.03"}),
    "a scalar that is deleted": ("inputs_fit", {("medicare_rate", 0): None}),
    "an account on Rates that is nobody's": ("inputs_fit", {("health_account", 0): "99"}),
    "a position in a fund that is nobody's": ("inputs_fit", {("positions.fund", 0): "54O"}),
    "a row of an own table for a unit that is nobody's": ("inputs_fit", {("lapse.unit", 0): "call center"}),
    "two rows of an own table for one unit": ("inputs_fit", {("lapse.unit", 1): "call-center"}),
    "a dated change whose position is renamed": ("series_in_order", {("positions.position", 0): "CO-999"}),
    "two changes of a salary in a month": (
        "one_pay_change_a_month",
        {("positions_salary.since", 2): dt.date(2028, 2, 21)},
    ),
    "two changes of a prorated rate in a month": ("one_raise_a_month", {("rent.since", 1): dt.date(2028, 5, 8)}),
    "a series pasted out of order": ("series_in_order", {("pension_rate.since", 1): dt.date(2026, 1, 1)}),
}


OWN = """
patterns: {season: [1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2]}
rates:
  rent: {2027-10-01: 100, 2028-02-14: 200, 2028-05-15: 300, unit: $, prorate: weekdays}
lines:
  - {id: outreach, label: Outreach, fund: "540", unit: call-center, account: "34", amount: 1200, pattern: season}
  - {id: rent-of-desks, label: Desks, fund: "540", unit: call-center, account: "34", formula: =rent * 12}
model:
  tables:
    lapse:
      sheet: Lapse
      columns:
        unit: {label: Unit, unit: code, choices: units, row_id: true}
        fund: {label: Fund, unit: code, choices: funds}
        saved: {label: Saved in a year, unit: $, default: 0}
      rows: [{unit: call-center, fund: "540"}, {unit: billing, fund: "540"}]
      lines:
        saved_in_month:
          {label: Saved, unit: $, sheet: Lapse by Month, posts: health_account, formula: "=ROUND(-saved / 12, 2)"}
"""


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
    (folder / "plan" / "own.yaml").write_text(OWN, encoding="utf-8")
    staffing = (SMALL_PLAN / "staffing.yaml").read_text(encoding="utf-8")
    dated = staffing.replace(
        "salary: 101500", "salary: {2027-10-01: 101500, 2028-02-14: 104000, 2028-03-20: 105000}"
    ).replace("{value: 205000, source: payroll register, status: actual}", "{2027-10-01: 205000, 2028-04-01: 210000}")
    (folder / "plan" / "staffing.yaml").write_text(dated, encoding="utf-8")
    return written(folder / "plan", folder / "plan.xlsx")


@pytest.fixture(scope="module")
def engine(plan: Written) -> Live:
    """The workbook, opened once; each test finds it as it was built."""
    return Live(plan.path)


@pytest.fixture
def live(engine: Live) -> Iterator[Live]:
    """The open workbook, in which a test changes inputs; they are put back."""
    yield engine
    engine.reset()
    engine.recalculate()


@pytest.mark.parametrize(("check", "changes"), MISTAKES.values(), ids=list(MISTAKES))
def test_a_check_goes_red(plan: Written, live: Live, check: str, changes: dict) -> None:
    state, master = plan.cell(f"{check}__state"), plan.cell("master_check")
    assert (live.value(*state), live.value(*master)) == ("OK", "All checks pass")
    for (key, at), value in changes.items():
        across = plan.model.shape(plan.model.blocks[key])[0] == 1
        live.set(*plan.cell(key, 0 if across else at, at if across else 0), value)
    live.recalculate()
    assert live.value(*state) == "ERROR"
    assert str(live.value(*master)).startswith("CHECK FAILED")


@pytest.mark.parametrize("key", ["pension_rate", "health_tiers_premium"])
def test_a_series_that_is_pasted_to_begin_after_the_plan_is_noticed(plan: Written, live: Live, key: str) -> None:
    """Its first months have no value, so many other cells are errors; this check still says which mistake it is."""
    live.set(*plan.cell(f"{key}.since", 0), dt.date(2027, 10, 2))
    live.recalculate()
    assert live.value(*plan.cell(f"{key}.out_of_order", 0)) == 1
    assert live.value(*plan.cell("series_in_order__state")) == "ERROR"


class Typed:
    """The workbook in the engine itself, which lets a figure be typed over a formula; all can be put back."""

    def __init__(self, plan: Written) -> None:
        self.plan, self.book = plan, formualizer.load_workbook(str(plan.path))
        self.book.evaluate_all()
        self.were: dict[tuple[str, int, int], tuple[str | None, Any]] = {}

    def put(self, cell: Cell, value: float) -> bool:
        """Types a figure and recalculates; whether a formula stood there."""
        at = (cell[0], *position(cell[1]))
        self.were[at] = self.book.get_formula(*at), self.book.get_value(*at)
        self.book.set_value(*at, value)
        self.book.evaluate_all()
        return bool(self.were[at][0])

    def put_back(self) -> None:
        """What was typed is gone."""
        for at, (formula, value) in self.were.items():
            self.book.set_formula(*at, formula) if formula else self.book.set_value(*at, value)
        self.were.clear()
        self.book.evaluate_all()

    def value(self, cell: Cell) -> Any:
        return self.book.get_value(cell[0], *position(cell[1]))

    def failing(self) -> set[str]:
        """The checks that do not say OK."""
        checks = self.plan.model.rows["checks"]
        return {check for check in checks if self.value(self.plan.cell(f"{check}__state")) != "OK"}


@pytest.fixture(scope="module")
def book(plan: Written) -> Typed:
    return Typed(plan)


@pytest.fixture
def typed(book: Typed) -> Iterator[Typed]:
    """The workbook as it was built, in which a test types over formulas."""
    assert book.failing() == set()
    yield book
    book.put_back()


def test_a_request_that_is_typed_over_is_noticed(plan: Written, typed: Typed) -> None:
    """Rounding alone never moves a row by more than half a step, so only a figure typed over a formula can."""
    request = round(float(plan.result.values["budget.request"][0, 0, 0]))
    assert typed.put(plan.cell("budget.request"), request + 1)  # a dollar, in a budget of millions
    assert "requests_rounded" in typed.failing()


@pytest.mark.parametrize(
    "key",
    ["positions.wages", "positions.health", "positions.wages_each", "operating.cost", "lapse.saved_in_month"],
)
def test_a_posting_or_a_step_to_it_that_is_typed_over_is_noticed(plan: Written, typed: Typed, key: str) -> None:
    assert typed.put(plan.cell(key, 0, 3), float(plan.result.values[key][0, 0, 3]) + 100)
    assert "postings_as_built" in typed.failing()


@pytest.mark.parametrize("key", ["positions.wages", "positions.health", "operating.cost", "lapse.saved_in_month"])
def test_a_posting_that_is_typed_over_is_noticed_after_inputs_have_changed_too(
    plan: Written, typed: Typed, key: str
) -> None:
    """Ten thousand dollars in one month, in the last row: more than half a cent for each rounding."""
    assert not typed.put(
        plan.cell("positions.salary", 1), float(plan.result.values["positions.salary"][0, 1, 0]) + 1000
    )
    assert typed.value(plan.cell("inputs_changed")) == 1
    assert typed.failing() == set()
    assert typed.put(plan.cell(key, plan.model.shape(plan.model.blocks[key])[0] - 1, 11), 10000)
    assert "postings_follow" in typed.failing()


def test_every_check_is_broken_once(plan: Written) -> None:
    typed_over = {"requests_rounded", "postings_as_built", "postings_follow"}
    assert {check for check, _ in MISTAKES.values()} | typed_over == set(plan.model.rows["checks"])


def test_the_plan_of_this_test_is_sound(plan: Written) -> None:
    assert Path(plan.path).exists() and all(check.passed for check in plan.result.checks())
