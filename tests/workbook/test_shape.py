"""What every workbook of ours has, whatever the plan: sheets and columns in their places, notes, validation, text."""

from __future__ import annotations

import datetime as dt
import re
import shutil
from pathlib import Path

import pytest
from needs import ROOT, SMALL_PLAN
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from proof import Written, opened, plan_files, written
from real_city import city_plan

from budgetplan.model.graph import inputs
from budgetplan.plan import load
from budgetplan.workbook.engines import Live
from budgetplan.workbook.read import read_workbook

MONTHLY = {
    "Monthly", "Position Costs", "Position Steps", "Operating Costs", "Operating Steps", "Drivers", "Rates by Month",
    "Time",
}  # fmt: skip
MONTHS = [dt.datetime(2027 + (9 + n) // 12, (9 + n) % 12 + 1, 1) for n in range(12)]  # October 2027 - September 2028


def test_sheets_stand_in_the_order_in_which_people_read(small: Written) -> None:
    names = load_workbook(small.path, read_only=True).sheetnames
    assert names[0] == "Summary"
    assert names[-2:] == ["Checks", "About"]
    assert set(names) >= MONTHLY | {"Budget", "Positions", "Operating Lines", "Rates", "Codes", "Lines"}


def test_a_month_stands_in_the_same_column_on_every_monthly_sheet(small: Written) -> None:
    book = opened(small.path, values=True)
    assert set(book.sheetnames) >= MONTHLY
    for name in MONTHLY:
        heads = {cell.column_letter: cell.value for cell in book[name][6] if isinstance(cell.value, dt.datetime)}
        assert heads == dict(zip("KLMNOPQRSTUV", MONTHS, strict=True)), name


def test_the_left_columns_are_the_same_on_every_monthly_sheet(small: Written) -> None:
    book = opened(small.path)
    expected = [
        "Key",
        "Description",
        "Line",
        "Fund",
        "Unit",
        "Account",
        "Posting key",
        "Unit of measure",
        "Total",
        "Opening",
    ]
    for name in MONTHLY:
        found = [cell.value for cell in book[name][6][:10]]
        assert found == [head if shown else None for head, shown in zip(expected, found, strict=True)], name
    assert [cell.value for cell in book["Position Costs"][6][:9]] == expected[:9]


def test_posting_lines_stand_one_under_the_other_without_a_gap(small: Written) -> None:
    book = opened(small.path, values=True)
    for name in ("Position Costs", "Operating Costs"):
        keys = [row[6] for row in book[name].iter_rows(min_row=8, values_only=True)]
        assert None not in keys, f"{name} has a row without a posting key among {len(keys)}"


def test_every_formula_cell_has_a_stored_value_and_none_is_an_error(small: Written) -> None:
    book = read_workbook(small.path)
    cells = book.formula_cells
    assert len(cells) > 5000
    assert [f"{sheet}!{at}" for sheet, at, cell in cells if cell.value is None or cell.error is not None] == []
    assert [f"{sheet}!{at}" for sheet, at, cell in cells if cell.value != cell.value] == []
    nothing = {sheet for sheet, _, cell in cells if cell.value == ""}  # what a line does not say is shown as nothing
    assert nothing == {"Operating Lines", "Justification"}


def test_every_input_has_validation_and_a_note_that_names_a_yaml_file_and_line(small: Written) -> None:
    book, without = opened(small.path), []
    entered = inputs(small.model)
    assert len(entered) > 30
    for block in entered:
        for row in range(block.values.shape[0]):
            for column in range(block.values.shape[1]):
                sheet, at = small.cell(block.key, row, column)
                cell = book[sheet][at]
                rules = [rule for rule in book[sheet].data_validations.dataValidation if at in rule.sqref]
                if len(rules) != 1 or not rules[0].prompt or not rules[0].error:
                    without.append(f"{block.key} {sheet}!{at} has {len(rules)} validations")
                if cell.comment is None or not re.search(r"^\w+\.yaml:\d+$", cell.comment.text, re.MULTILINE):
                    without.append(f"{block.key} {sheet}!{at} has the note {cell.comment and cell.comment.text!r}")
    assert without == []


def test_the_note_of_a_figure_names_the_very_line_on_which_it_is_written(small: Written) -> None:
    book = opened(small.path)
    for key, file, written_so in (
        ("postage_price", "rates.yaml", "postage_price:"),
        ("seats", "rates.yaml", "seats:"),
        ("positions.salary", "staffing.yaml", "CO-001"),
        ("operating.price", "operating.yaml", "id: phone-lines"),
        ("bills__annual", "operating.yaml", "bills:"),
    ):
        sheet, at = small.cell(key)
        place = re.search(rf"{file}:(\d+)", book[sheet][at].comment.text)
        assert place, key
        assert written_so in (SMALL_PLAN / file).read_text(encoding="utf-8").splitlines()[int(place[1]) - 1]


def test_only_entered_figures_are_blue(small: Written) -> None:
    book = opened(small.path)
    blue = {
        (sheet.title, cell.coordinate)
        for sheet in book
        if sheet.title != "About"  # which explains the colours by an example of each
        for row in sheet.iter_rows()
        for cell in row
        if cell.font.color is not None and cell.font.color.rgb == "FF0000FF"
    }
    entered = {
        small.cell(block.key, row, column)
        for block in inputs(small.model)
        for row in range(block.values.shape[0])
        for column in range(block.values.shape[1])
    }
    assert blue == entered


@pytest.mark.parametrize("name", ["Customer Operations", "311 Center", "Billing & Collections"])
def test_every_printed_page_says_on_the_left_which_plan_it_is(tmp_path: Path, name: str) -> None:
    """A header's sizes are written as &8, so a name that begins with a digit must not become part of the size."""
    plan = written(
        plan_files(tmp_path / "plan", plan=EVIL.replace('"=Evil plan"', f'"{name}"')), tmp_path / "foot.xlsx"
    )
    for sheet in load_workbook(plan.path):
        left = sheet.oddFooter.left
        assert left.text is not None, f"{sheet.title}: there is no left part"
        assert (left.size, left.text.strip().split(",")[0]) == (8, name.replace("&", "&&")), sheet.title


LEADING = ("=1+1", "+31 20 555", "-5 % rebate", "@home", "=cmd|' /C calc'!A0")
EVIL = """\
plan: {name: "=Evil plan", organization: "@City", fiscal_year: 2028, as_of: 2027-03-01, version: "-1"}
funds: [{code: "540", label: "+Fund"}]
units: [{id: desk, label: "=SUM(A1:A9)"}]
accounts:
  - {code: "12", label: "-Salaries", category: "=Personal"}
  - {code: "34", label: "@Other", category: "+Operating"}
rates:
  social_security_rate: {value: 0.062, source: "=HYPERLINK(1)", note: "-note"}
  social_security_wage_base: {2027-01-01: 190800}
  medicare_rate: 0.0145
  pension_rate: {value: 0.1, label: "=Pension"}
  social_security_account: "12"
  pension_account: "12"
  health_account: "12"
positions:
"""


@pytest.fixture(scope="module")
def evil(tmp_path_factory: pytest.TempPathFactory) -> Written:
    folder = tmp_path_factory.mktemp("evil")
    positions = "".join(
        f'  - {{position: "P-{n}", title: "{text}", unit: desk, fund: "540", account: "12", salary: 1200}}\n'
        for n, text in enumerate(LEADING)
    )
    lines = "lines:\n" + "".join(
        f'  - {{id: line-{n}, label: "{text}", unit: desk, fund: "540", account: "34", amount: 12}}\n'
        for n, text in enumerate(LEADING)
    )
    plan = plan_files(folder / "plan", plan=EVIL + positions + lines)
    return written(plan, folder / "evil.xlsx")


def test_text_that_begins_like_a_formula_stays_text(evil: Written) -> None:
    book = load_workbook(evil.path)
    formulas = {cell for _, cells in evil.lines for cell in cells}
    found = {
        (sheet.title, cell.coordinate)
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
    }
    assert found == formulas, "no other cell is a formula"
    for key, column in (("positions.title", 0), ("operating.label", 0)):
        for row, text in enumerate(LEADING):
            sheet, at = evil.cell(key, row, column)
            cell = book[sheet][at]
            assert (cell.value, cell.data_type) == (text, "s")
    assert evil.differences(evil.result.values, Live(evil.path).values()) == []


def test_text_that_begins_like_a_formula_is_marked_so_that_it_stays_text_when_somebody_edits_it(evil: Written) -> None:
    """Excel reads a cell's text anew when somebody presses F2 and Enter there, unless it is quoted."""
    unmarked = [
        f"{sheet.title}!{cell.coordinate} {cell.value}"
        for sheet in load_workbook(evil.path)
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "s" and str(cell.value)[:1] in "=+-@" and len(str(cell.value)) > 1 and not cell.quotePrefix
    ]
    assert unmarked == []


def test_a_position_without_a_title_and_one_with_none_of_the_optional_figures_are_proven(tmp_path: Path) -> None:
    """A link to a blank cell is 0 in every spreadsheet, so what a formula shows is never blank in the plan either."""
    bare = '  - {position: "P-1", unit: desk, fund: "540", account: "12", salary: 1200}\n'
    plan = written(plan_files(tmp_path / "plan", plan=EVIL.replace("=Evil", "Evil") + bare), tmp_path / "bare.xlsx")
    assert plan.differences(plan.result.values, Live(plan.path).values()) == []


def test_a_plan_without_positions_lines_or_tiers_makes_a_workbook_too(tmp_path: Path) -> None:
    text = EVIL.replace("=Evil", "Evil").replace("positions:\n", "")
    plan = written(plan_files(tmp_path / "plan", plan=text), tmp_path / "empty.xlsx")
    assert plan.result.values["total_request"].item() == 0
    assert plan.differences(plan.result.values, Live(plan.path).values()) == []


@pytest.mark.parametrize("years", [2, 3])
def test_a_plan_of_several_years_has_its_months_from_the_same_column_on(tmp_path: Path, years: int) -> None:
    """By hand: 12 dollars a year and 1,200 a year, each in each year; the request is of the last year only."""
    more = '  - {position: "P-1", title: T, unit: desk, fund: "540", account: "12", salary: 1200}\n'
    head = EVIL.replace("=Evil", "Evil").replace("fiscal_year: 2028", f"fiscal_year: 2029, years: {years}")
    head = head.replace("2027-01-01: 190800", "2024-01-01: 168600, 2027-01-01: 190800").replace(
        "pension_rate: {value: 0.1", "pension_rate: {value: 0"
    )
    lines = 'lines: [{id: twelve, label: Twelve, unit: desk, fund: "540", account: "34", amount: 12}]\n'
    plan = written(plan_files(tmp_path / "plan", plan=head + more + lines), tmp_path / "years.xlsx")
    sheet = load_workbook(plan.path, data_only=True)["Time"]
    assert sheet["K6"].value == dt.datetime(2029 - years, 10, 1)
    assert sheet[f"{get_column_letter(10 + 12 * years)}6"].value == dt.datetime(2029, 9, 1)
    wages_and_taxes = 1200 + 12 * (6.20 + 1.45)
    assert plan.result.values["total_request"].item() == round(wages_and_taxes) + 12
    assert plan.result.values["posted_by_month"].sum() == pytest.approx(years * (wages_and_taxes + 12))
    assert plan.differences(plan.result.values, Live(plan.path).values()) == []


def findings_of_excel(path: Path) -> list[str]:
    """What Excel is expected to complain of in a workbook."""
    from openxml_audit import FileFormat, OpenXmlValidator

    return list(
        map(str, OpenXmlValidator(file_format=FileFormat.OFFICE_2019, max_errors=100).validate(str(path)).errors)
    )


@pytest.mark.slow
@pytest.mark.parametrize("folder", [SMALL_PLAN, ROOT / "assumptions"], ids=["small", "example"])
def test_excel_is_expected_to_open_the_workbook_without_a_word(tmp_path: Path, folder: Path) -> None:
    plan = Path(shutil.copytree(folder, tmp_path / "plan", ignore=shutil.ignore_patterns(".budgetplan")))
    assert findings_of_excel(load(plan).calculate().save(tmp_path)[0].path) == []


@pytest.mark.slow
def test_excel_is_expected_to_open_200_positions_of_a_real_city_without_a_word(tmp_path: Path) -> None:
    plan, _ = city_plan(tmp_path, "that Excel is expected to open a city's workbook")
    for name, rows in (("roster.csv", 160), ("roster_hourly.csv", 40)):
        lines = (plan / name).read_text(encoding="utf-8").splitlines(keepends=True)
        (plan / name).write_text("".join(lines[: rows + 1]), encoding="utf-8")
    assert findings_of_excel(written(plan, tmp_path / "cut.xlsx").path) == []


@pytest.mark.slow
def test_excel_is_expected_to_open_a_workbook_with_strange_texts(evil: Written) -> None:
    assert findings_of_excel(evil.path) == []
