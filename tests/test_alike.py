"""Positions that are alike in one row: fewer rows, the same totals to the cent, and each position accounted for."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from proof import Written, plan_files, written

from budgetplan.errors import AssumptionError
from budgetplan.plan import Result, load
from budgetplan.workbook.engines import Live

PLAN = """
plan: {name: Alike, fiscal_year: 2028, as_of: 2026-11-22, detail: DETAIL}
funds: [{code: "1", label: Fund}]
units: [{id: desk, label: Desk}, {id: field, label: Field}]
accounts: [{code: "12", label: Pay, category: Personal}]
rates:
  general_increase: {2028-04-01: 0.03}
  social_security_rate: 0.062
  social_security_wage_base: {2027-01-01: 190800}
  medicare_rate: 0.0145
  pension_rate: 0.1385
  social_security_account: "12"
  pension_account: "12"
  health_account: "12"
positions:
  - {position: A-1, title: Clerk, unit: desk, fund: "1", account: "12", salary: 36401}
  - {position: A-2, title: Clerk, unit: desk, fund: "1", account: "12", salary: 36401}
  - {position: F-1, title: Clerk, unit: field, fund: "1", account: "12", salary: 36401}
  - {position: A-3, title: Clerk, unit: desk, fund: "1", account: "12", salary: 36401, headcount: 3}
  - {position: A-4, title: Clerk, unit: desk, fund: "1", account: "12", salary: 36401, fte: 0.5}
  - {position: D-1, title: Lead, unit: desk, fund: "1", account: "12", salary: {2027-10-01: 50000, 2028-01-01: 51234}}
  - {position: D-2, title: Lead, unit: desk, fund: "1", account: "12", salary: {2027-10-01: 50000, 2028-02-01: 51234}}
  - {position: D-3, title: Lead, unit: desk, fund: "1", account: "12", salary: {2027-10-01: 50000, 2028-01-01: 51234}}
"""
LOW = """
lines: [{id: paper, label: Paper, unit: desk, fund: "1", account: "12", amount: 100}]
scenarios: [{id: low, label: One clerk less, leave_out: ["positions[A-2]"]}]
"""


def calculated(folder: Path, detail: str, more: str = "") -> Result:
    folder.mkdir(parents=True, exist_ok=True)
    return load(plan_files(folder, plan=PLAN.replace("DETAIL", detail) + more)).calculate()


def test_positions_alike_share_a_row_and_all_others_keep_their_own(tmp_path: Path) -> None:
    """Alike is who agrees in unit, pay, hours and every dated change; headcounts add up: 1 + 1 + 3."""
    result = calculated(tmp_path, "groups")
    heads = dict(zip(result.model.rows["positions"], result.values["positions.headcount"][0, :, 0], strict=True))
    assert heads == {"A-1": 5, "F-1": 1, "A-4": 1, "D-1": 2, "D-2": 1}


def test_totals_are_the_same_to_the_cent_in_every_month_and_account(tmp_path: Path) -> None:
    each, alike = (calculated(tmp_path / detail, detail) for detail in ("positions", "groups"))
    cents = [np.round(result.values["budget.posted"] * 100) for result in (each, alike)]
    assert np.array_equal(*cents)
    assert (each.request, each.fte) == (alike.request, alike.fte)


def test_a_position_that_a_scenario_names_stays_alone(tmp_path: Path) -> None:
    result = calculated(tmp_path, "groups", LOW)
    assert result.model.rows["positions"] == ["A-1", "A-2", "F-1", "A-4", "D-1", "D-2"]
    each = calculated(tmp_path / "each", "positions", LOW)
    assert result.plan.calculate("low").request == each.plan.calculate("low").request < result.request


def test_each_position_has_its_part_of_the_year_stored(tmp_path: Path) -> None:
    """What it costs in a row of its own is what is stored of it in a row with others; A-3 is three of a kind."""
    each, alike = (calculated(tmp_path / detail, detail) for detail in ("positions", "groups"))
    assert alike.model.rows["position_totals"] == each.model.rows["positions"]
    own = each.values["positions.full_cost_of_year"][0, :, 0]
    assert alike.values["position_totals.stored_full_cost"][0, :, 0] == pytest.approx(own, abs=1e-9)
    assert alike.values["position_totals.stored_fte"][0, :, 0].tolist() == [1, 1, 1, 3, 0.5, 1, 1, 1]


def test_the_row_of_several_says_who_stands_in_it(tmp_path: Path) -> None:
    result = calculated(tmp_path, "groups")
    block = result.model.blocks["positions.headcount"]
    assert block.provenance_of(0, 0).note == "alike: A-1, A-2, A-3"  # type: ignore[union-attr]
    first, second, *_ = result.explain("A-3")
    assert first.startswith("A-3 itself in FY2028: full cost ")
    assert second == "A-3: one of the 5 positions alike in the row A-1, which is explained"
    assert result.explain("wages[D-3, 2028-02]")[1].startswith("D-3: one of the 2 positions alike in the row D-1")


def test_one_position_of_several_is_told_its_own_share_first(tmp_path: Path) -> None:
    """By hand: 36,401 x (6 + 6 x 1.03) / 12 = 36,947.015, in cents 36,947.02, for one; A-3 is three of a kind."""
    result = calculated(tmp_path, "groups")
    one, three = result.explain("A-1")[0], result.explain("A-3")[0]
    assert ", wages 36,947.02, FTE 1 (sheet Position Totals)" in one
    assert ", wages 110,841.06, FTE 3 (sheet Position Totals)" in three
    assert not result.explain("F-1")[0].startswith("F-1 itself"), "it stands alone: the row is its own"
    low = load(plan_files(tmp_path / "low", plan=PLAN.replace("DETAIL", "groups") + LOW)).calculate("low")
    assert low.explain("A-3")[0].startswith("A-3 itself in FY2028, in the base: full cost")


def test_sources_are_told_once_and_every_position_has_its_place(tmp_path: Path) -> None:
    roster = "position,title,salary\nA-1,Clerk,40000\nA-2,Clerk,40000\nA-3,Clerk,40000\nB-1,Lead,50000\n"
    entry = "csv: roster.csv, source: payroll, status: actual"
    rows = f'positions: [{{{entry}, defaults: {{unit: desk, fund: "1", account: "12"}}}}]\n'
    plan_files(tmp_path, plan=PLAN.partition("positions:")[0].replace("DETAIL", "groups") + rows)
    (tmp_path / "roster.csv").write_text(roster, encoding="utf-8")
    plan = written(tmp_path, tmp_path / "operating_budget.xlsx")
    book = load_workbook(plan.path, data_only=True)
    heads = [cell.value for cell in book["Positions"][6]]
    first = [cell.value for cell in book["Positions"][8]]
    assert first[heads.index("Source")] == "payroll, actual; alike: A-1, A-2, A-3"
    assert first[heads.index("Written in")] == "roster.csv:2 and 2 more, see Position Totals"
    assert [cell.value for cell in book["Positions"][9]][heads.index("Written in")] == "roster.csv:5"
    heads = [cell.value for cell in book["Position Totals"][6]]
    state = book["Position Totals"].column_dimensions[get_column_letter(heads.index("State") + 1)]
    assert state.width >= len(STALE) * LETTER, "what to do is not cut off"
    places = [row[heads.index("Written in")] for row in book["Position Totals"].iter_rows(min_row=8, values_only=True)]
    assert places[:4] == ["roster.csv:2", "roster.csv:3", "roster.csv:4", "roster.csv:5"]
    about = {row[0]: row[1] for row in book["About"].iter_rows(values_only=True)}
    assert about["Positions"] == "Inputs: one row for all positions that are alike, with their headcount"


@pytest.fixture(scope="module")
def workbook(tmp_path_factory: pytest.TempPathFactory) -> Written:
    folder = tmp_path_factory.mktemp("alike")
    return written(
        plan_files(folder / "plan", plan=PLAN.replace("DETAIL", "groups") + LOW), folder / "operating_budget.xlsx"
    )


LETTER = 0.85  # of a column's width, for each letter of plain text
STALE = "STALE - inputs changed here; enter the change in the plan, then build"
BASE_ONLY = "base only; the workbook shows scenario low"


@pytest.mark.parametrize(
    ("changes", "state"),
    [
        ({"positions.salary": 40000.0}, STALE),
        ({"positions.fte": 0.9}, STALE),
        ({"scenario_name": "low"}, BASE_ONLY),
        ({"scenario_name": "low", "positions.salary": 40000.0}, STALE),
        ({"round_to": 10.0}, "as built"),
        ({"operating.price": 90.0}, "as built"),
    ],
)
def test_stored_totals_say_whether_they_still_hold(
    workbook: Written, changes: dict[str, float | str], state: str
) -> None:
    """What no position reads, such as the amount of an operating line, makes no total of a position stale."""
    at, master = workbook.cell("position_totals.state"), workbook.cell("master_check")
    live = Live(workbook.path)
    assert (live.value(*at), live.value(*master)) == ("as built", "All checks pass")
    for key, value in changes.items():
        sheet, cell = workbook.cell(key)
        live.set(sheet, cell, value)
    live.recalculate()
    assert live.value(*at) == state
    assert live.value(*master) == "All checks pass", "stale is not failed"


def test_a_stored_total_that_somebody_typed_over_fails_a_check(workbook: Written) -> None:
    live = Live(workbook.path)
    sheet, at = workbook.cell("position_totals.stored_full_cost", 1)
    live.set(sheet, at, 1.0)
    live.recalculate()
    assert str(live.value(*workbook.cell("master_check"))).startswith("CHECK FAILED")
    failed = {part: live.value(*workbook.cell(f"position_totals_{part}__failed")) for part in ("cost", "wages", "fte")}
    assert failed == {"cost": 1, "wages": 0, "fte": 0}, "dollars and full-time equivalents are checked apart"


ALIKE_BUT_FOR = """
plan: {name: Alike, fiscal_year: 2028, as_of: 2026-11-22, detail: DETAIL}
funds: [{code: "1", label: Fund}]
units: [{id: desk, label: Desk}]
accounts: [{code: "12", label: Pay, category: Personal}]
rates: {social_security_rate: 0, social_security_wage_base: {2027-01-01: 1}, medicare_rate: 0, pension_rate: 0,
        social_security_account: "12", pension_account: "12", health_account: "12"}
positions:
"""


SALARIES = {
    "A-1": "{value: 40000, source: union contract, status: adopted}",
    "A-2": "{value: 40000, source: guess, status: estimate}",
    "A-3": "{value: 40000, source: union contract, status: adopted}",
    "B-1": "{2027-10-01: 50000, 2028-01-01: {value: 51000, status: contract}}",
    "B-2": "{2027-10-01: 50000, 2028-01-01: {value: 51000, status: estimate}}",
}


def test_positions_whose_figures_are_not_equally_firm_are_not_alike(tmp_path: Path) -> None:
    """A figure of a contract and the same figure as a guess stay two rows, and what is not final is counted."""
    shared = 'title: Clerk, unit: desk, fund: "1", account: "12"'
    rows = [f"  - {{position: {name}, {shared}, salary: {salary}}}\n" for name, salary in SALARIES.items()]
    plan = ALIKE_BUT_FOR.replace("DETAIL", "groups") + "".join(rows)
    result = load(plan_files(tmp_path, plan=plan)).calculate()
    assert result.model.rows["positions"] == ["A-1", "A-2", "B-1", "B-2"]
    told = "Not final: 2 of 4 figures with a status; see Sources."
    assert result.values["estimates_notice"].item() == told


OWN = """
model:
  inputs: {uniform_cost: {label: Uniforms, unit: $}}
  tables:
    positions:
      lines:
        uniforms: {label: Uniforms, unit: $, sheet: Position Costs, posts: health_account, formula: "FORMULA"}
"""
BY_NUMBER = r"=ROUND(IF(position = \"A-2\", uniform_cost, 0), 2)"
OWN_RATES = "medicare_rate: 0.0145\n  uniform_cost: {value: 250, unit: $}"
COUNTED = """
model:
  lines:
    seats: {label: Seats, unit: count, axis: none, sheet: Rates, formula: "FORMULA"}
lines: [{id: licences, label: Licences, unit: desk, fund: "1", account: "12", formula: =seats * 100, per: year}]
"""


OPENED = """
model:
  lines:
    seats: {label: Seats, unit: count, sheet: Rates by Month, formula: "=PREV(seats)", opening: "FORMULA"}
lines: [{id: licences, label: Licences, unit: desk, fund: "1", account: "12", formula: =seats * 100, per: year}]
"""


def own_plan(folder: Path, detail: str, own: str, formula: str) -> Result:
    text = PLAN.replace("DETAIL", detail).replace("medicare_rate: 0.0145", OWN_RATES)
    folder.mkdir(parents=True, exist_ok=True)
    return load(plan_files(folder, plan=text + own.replace("FORMULA", formula))).calculate()


@pytest.mark.parametrize(
    ("own", "formula", "where", "told"),
    [
        (
            OWN,
            "=ROUND(paid_fte * uniform_cost / 12, 2)",
            "positions.uniforms",
            "to 104.17 in a month for A-1",
        ),
        (OWN, "=ROUND(fte * uniform_cost / 12, 2)", "positions.uniforms", "to 62.49 for the 3 of them one by one"),
        (
            OWN,
            '=ROUND(IF(position = """A-2""", uniform_cost, 0), 2)'.replace('"""', '\\"'),
            "positions.uniforms",
            "250.00",
        ),
        (COUNTED, "=COUNT(positions.headcount)", "seats", "this comes to 5, and with each in a row of its own to 8"),
        (COUNTED, "=SUM(positions.salary) / 100", "seats", "this comes to "),
        (OPENED, "=SUM(positions.fte)", "seats", "this comes to "),
    ],
)
def test_a_formula_of_the_plan_that_comes_to_something_else_in_groups_is_a_problem_at_its_place(
    tmp_path: Path, own: str, formula: str, where: str, told: str
) -> None:
    """By hand: 250 / 12 = 20.8333, of five heads 104.17; without headcount a row has 20.83, and three rows 62.49."""
    assert all(check.passed for check in own_plan(tmp_path / "each", "positions", own, formula).checks())
    with pytest.raises(AssumptionError) as caught:
        own_plan(tmp_path / "groups", "groups", own, formula)
    problem = caught.value.problems[0]
    assert problem.path == where and told in problem.message
    assert problem.place.file == "plan.yaml" and problem.place.column > 1
    right = "ROUND(ROUND(..., 2) * headcount, 2)" if own is OWN else "`detail: positions`"
    assert right in problem.message


@pytest.mark.parametrize(
    ("own", "formula"),
    [
        (OWN, "=ROUND(ROUND(fte * uniform_cost / 12, 2) * headcount, 2)"),
        (COUNTED, "=SUM(positions.headcount)"),
    ],
)
def test_formulas_of_the_plan_that_multiply_what_one_costs_are_the_same_in_groups(
    tmp_path: Path, own: str, formula: str
) -> None:
    each, alike = (own_plan(tmp_path / detail, detail, own, formula) for detail in ("positions", "groups"))
    assert np.array_equal(*[np.round(result.values["budget.posted"] * 100) for result in (each, alike)])
    assert all(check.passed for check in alike.checks())
    total = alike.values["position_totals.stored_full_cost"].sum()
    assert total == pytest.approx(each.values["positions.full_cost_of_year"].sum(), abs=0.001)


@pytest.fixture(scope="module")
def grouped(tmp_path_factory: pytest.TempPathFactory) -> Written:
    folder = tmp_path_factory.mktemp("grouped")
    return written(plan_files(folder, plan=PLAN.replace("DETAIL", "groups")), folder / "operating_budget.xlsx")


TYPED_TOTALS = {
    "from one person to another": {("stored_wages", 0): 1000, ("stored_wages", 1): -1000},
    "from wages to benefits": {("stored_wages", 0): -1000, ("stored_full_cost", 0): 1000},
    "hours of two kinds exchanged": {("stored_fte", 0): -0.5, ("stored_fte", 4): 0.5},
    "heads": {("heads", 0): 98},
}


@pytest.mark.parametrize("changes", TYPED_TOTALS.values(), ids=list(TYPED_TOTALS))
def test_stored_figures_that_were_moved_about_fail_a_check_though_their_sum_is_right(
    grouped: Written, changes: dict[tuple[str, int], float]
) -> None:
    live = Live(grouped.path)
    state = grouped.cell("position_totals_each__state")
    assert live.value(*state) == "OK"
    for (column, row), more in changes.items():
        key = f"position_totals.{column}"
        live.set(*grouped.cell(key, row), float(grouped.result.values[key][0, row, 0]) + more)
    live.recalculate()
    assert live.value(*state) == "ERROR"
