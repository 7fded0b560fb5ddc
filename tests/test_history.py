"""History, worked by hand: what was adopted and spent before, beside the request, and subtotals of groups."""

from __future__ import annotations

import re
from pathlib import Path
from zipfile import ZipFile

import pytest
from openpyxl import Workbook, load_workbook
from proof import Written, plan_files, written

import budgetplan
from budgetplan.model.blocks import Line
from budgetplan.plan import Result

PLAN = """
plan: {name: Tiny, fiscal_year: 2028, as_of: 2027-01-04%s}
funds: [{code: "5", label: Fund}]
units: [{id: all, label: All}, {id: a, label: Unit A, parent: all}, {id: b, label: Unit B, parent: all}]
accounts:
  - {code: "30", label: Operating expenses}
  - {code: "34", label: Services, parent: "30"}
  - {code: "46", label: Repair, parent: "30"}
  - {code: "60", label: Equipment, category: Capital}
  - {code: "64", label: Machines, parent: "60"}
lines:
  - {id: guards, label: Guards, fund: "5", unit: a, account: "34", amount: 1100}
  - {id: counter, label: Counter, fund: "5", unit: b, account: "64", amount: 500}
history:
  - {csv: past.csv, columns: {account: Object, amount: Spent}, defaults: {fund: "5", stage: actual}, source: ledger}
  - {fiscal_year: 2027, stage: adopted, fund: "5", unit: a, account: "34", amount: 1000}
  - {fiscal_year: 2027, stage: adopted, fund: "5", unit: b, account: "46", amount: {value: 70, source: book}}
  - {fiscal_year: 2027, stage: estimate, fund: "5", unit: a, account: "34", amount: 1050}
"""
RATES = """
rates:
  social_security_wage_base: {2027-01-01: 190800}
  social_security_rate: 0.062
  medicare_rate: 0.0145
  pension_rate: 0.14
  wages_account: "34"
  social_security_account: "34"
  pension_account: "34"
  health_account: "34"
"""
PAST = """Fiscal Year,unit,Object,Spent,period
2026,a,34,400.10,1
2026,a,34,500.20,2
2025,a,34,800,
"""


def result_of(folder: Path, more: str = "") -> Result:
    """The tiny plan, calculated; `more` stands in its head."""
    plan_files(folder, plan=PLAN % more)
    (folder / "past.csv").write_text(PAST, encoding="utf-8")
    return budgetplan.load(folder).calculate()


def rows(result: Result, key: str) -> list[list[float]]:
    """The values of a block, row by row."""
    return [[round(float(value), 6) for value in row] for row in result.values[key][0]]


def test_columns_stand_in_the_order_of_years_and_stages(tmp_path: Path) -> None:
    result = result_of(tmp_path)
    names = ["FY2025 actual", "FY2026 actual", "FY2027 adopted", "FY2027 estimate"]
    assert list(result.values["past_name"][0, 0]) == names


def test_the_budget_has_a_row_for_what_is_requested_and_for_what_was(tmp_path: Path) -> None:
    result = result_of(tmp_path)
    assert result.model.rows["budget"] == ["5|a|34", "5|b|46", "5|b|64"]
    assert rows(result, "budget.past") == [[800, 900.3, 1000, 1050], [0, 0, 70, 0], [0, 0, 0, 0]]


def test_the_request_is_compared_with_what_was_adopted_for_the_year_before(tmp_path: Path) -> None:
    result = result_of(tmp_path)
    assert rows(result, "budget.change") == [[100], [-70], [500]]
    assert rows(result, "budget.change_share") == [[0.1], [-1], [0]]
    assert result.values["total_change"].item() == 1600 - 1070
    assert all(check.passed for check in result.checks())


def shown_as(book: Workbook, plan: Written, key: str, row: int) -> str:
    """What the number formats of a cell show of its number, those of conditions that hold first."""
    (sheet, cell), block = plan.cell(key, row), plan.model.blocks[key]
    assert isinstance(block, Line)
    share, change = (plan.result.values[one][0, row, 0] for one in (key, block.share_of))
    holds = {"=0": share == 0 and change != 0, "=-1": share == -1 and change != 0}
    for area in book[sheet].conditional_formatting:
        for rule in area.rules if cell in area.sqref else ():
            test = re.fullmatch(r"AND\(\$[A-Z]+\d+(=0|=-1),\$[A-Z]+\d+<>0\)", rule.formula[0])
            if test and holds[test[1]]:
                return str(rule.dxf.numFmt.formatCode).split(";")[1].removesuffix("_)").strip('"')
    return f"{share:.0%}"


def test_a_change_from_nothing_reads_new_and_one_to_nothing_ended(tmp_path: Path) -> None:
    """Not "0 %", which would say that nothing changed: on Budget, Summary and Subtotals; the numbers stay numbers."""
    result = result_of(tmp_path)
    plan = written(tmp_path, tmp_path / "operating_budget.xlsx")
    book = load_workbook(plan.path)
    assert [shown_as(book, plan, "budget.change_share", row) for row in range(3)] == ["10%", "ended", "new"]
    assert [shown_as(book, plan, "categories.change_share", row) for row in range(2)] == ["3%", "new"]
    assert [shown_as(book, plan, "groups.change_share", row) for row in range(3)] == ["50%", "3%", "new"]
    assert [shown_as(book, plan, "units.subtotal_share", row) for row in range(2)] == ["10%", "614%"]
    assert [shown_as(book, plan, "units.change_share", row) for row in range(2)] == ["10%", "614%"]
    assert shown_as(book, plan, "total_change_share", 0) == shown_as(book, plan, "summary__change_share", 0) == "50%"
    assert rows(result, "budget.change_share") == [[0.1], [-1], [0]]


def test_charts_begin_at_zero_where_nothing_is_negative(tmp_path: Path) -> None:
    """LibreOffice lets an axis begin near the least figure, so that small changes look large."""
    minimum = '<c:min val="0"/>'
    for folder, amount, begins in (("plain", "1000", [True] * 3), ("credit", "-1000", [True, False, True])):
        plan_files(tmp_path / folder, plan=(PLAN % "").replace("amount: 1000}", f"amount: {amount}}}"))
        (tmp_path / folder / "past.csv").write_text(PAST, encoding="utf-8")
        plan = written(tmp_path / folder, tmp_path / f"{folder}.xlsx")
        with ZipFile(plan.path) as package:
            charts = [package.read(f"xl/charts/chart{number}.xml").decode() for number in (1, 2, 3)]
        assert [minimum in chart for chart in charts] == begins, folder


def test_the_plan_may_say_with_what_it_is_compared(tmp_path: Path) -> None:
    result = result_of(tmp_path, ", compare_with: FY2026 actual")
    assert rows(result, "budget.change")[0] == [pytest.approx(1100 - 900.3)]
    assert result.model.blocks["budget.change"].label == "Change from FY2026 actual, $"


def test_a_category_comes_from_the_group_above(tmp_path: Path) -> None:
    result = result_of(tmp_path)
    assert result.model.rows["categories"] == ["Operating expenses", "Capital"]
    assert rows(result, "categories.request") == [[1100], [500]]
    assert rows(result, "categories.past") == [[800, 900.3, 1070, 1050], [0, 0, 0, 0]]


def test_groups_add_up_their_members(tmp_path: Path) -> None:
    result = result_of(tmp_path)
    assert result.model.rows["groups"] == ["unit all", "account 30", "account 60"]
    assert rows(result, "groups.request") == [[1600], [1100], [500]]
    assert rows(result, "groups.past") == [[800, 900.3, 1070, 1050], [800, 900.3, 1070, 1050], [0, 0, 0, 0]]


def test_each_amount_knows_its_line_and_its_source(tmp_path: Path) -> None:
    block = result_of(tmp_path).model.blocks["past.amount"]
    assert str(block.place_of(0, 1)) == "past.csv:2"
    assert block.provenance_of(0, 1).source == "ledger"
    assert block.provenance_of(1, 2).source == "book"
    assert str(block.place_of(1, 2)) == "plan.yaml:17"


def test_a_plan_without_history_has_no_columns_for_it(tmp_path: Path) -> None:
    text = PLAN.partition("history:")[0] % ""
    result = budgetplan.load(plan_files(tmp_path, plan=text)).calculate()
    assert "budget.past" not in result.model.blocks
    assert "Prior Years" not in [canvas.spec.name for canvas in result.layout().canvases]


def test_a_prior_years_figure_is_not_told_by_what_is_posted_now(tmp_path: Path) -> None:
    result = result_of(tmp_path)
    assert any("posted to" in line for line in result.explain("request[5|a|34]"))
    assert not any("posted to" in line for line in result.explain("budget.past[5|a|34]"))


def test_a_request_is_made_of_the_postings_of_its_own_year(tmp_path: Path) -> None:
    """By hand: 1,100 in each of two years; a figure of one year tells of 1,100, that of all years of 2,200."""
    result = result_of(tmp_path, ", years: 2")
    for asked, amount in (
        ("budget.request[5|a|34, 2027]", "1,100.00"),
        ("budget.posted_in_year[5|a|34, 2028]", "1,100.00"),
        ("budget.request_of_year[5|a|34]", "1,100.00"),
        ("budget.years_total[5|a|34]", "2,200.00"),
    ):
        postings = [step for step in result.steps(asked) if step.kind == "posting"]
        assert [(step.name, step.value.strip("$ ")) for step in postings] == [("cost[guards]", amount)], asked


def test_figures_with_a_status_are_counted_in_every_year(tmp_path: Path) -> None:
    """Two of five rows are of one place of the budget; each that says its status counts, whichever its year."""
    (tmp_path / "plan").mkdir()
    plan_files(tmp_path / "plan", plan=(PLAN % "").replace("source: ledger", "source: ledger, status: actual"))
    (tmp_path / "plan" / "past.csv").write_text(PAST + "2026,b,46,60,\n", encoding="utf-8")
    told = budgetplan.load(tmp_path / "plan").calculate().values["estimates_notice"][0, 0, 0]
    assert told == ("Not final: 0 of 3 figures with a status; see Sources.")


def test_a_rosters_row_counts_as_one_row_and_as_its_figures(tmp_path: Path) -> None:
    """The roster says its status once for all: two people, of whom each has an FTE and a salary."""
    roster = "position,title,unit,fund,account,fte,salary\nP-1,Clerk,a,5,34,1,50000\nP-2,Clerk,b,5,34,0.5,30000\n"
    positions = "positions: [{csv: roster.csv, status: estimate, source: payroll}]\n"
    plan_files(tmp_path, plan=PLAN.partition("history:")[0] % "" + positions + RATES)
    (tmp_path / "roster.csv").write_text(roster, encoding="utf-8")
    told = budgetplan.load(tmp_path).calculate().values["estimates_notice"][0, 0, 0]
    assert told == ("Not final: 4 of 4 figures with a status; see Sources.")
