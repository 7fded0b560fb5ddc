"""How a workbook looks: nothing cut off, nothing printed that is for the program's own use, a place for every line."""

from __future__ import annotations

import math
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from needs import SMALL_PLAN, needs_libreoffice
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet
from proof import Written, opened, plan_files, written

from budgetplan.errors import AssumptionError
from budgetplan.model.blocks import Block, Line, Union
from budgetplan.model.graph import Model
from budgetplan.plan import load
from budgetplan.workbook.canvas import Layout, lines_of
from budgetplan.workbook.known import summed
from budgetplan.workbook.layout import lay_out
from budgetplan.workbook.sheets import _own as own_sheet
from budgetplan.workbook.styles import NUMBER_FORMATS

BOLD = 1.1  # of a column's width, for each letter of a head
LINE = 14.0  # points of a line of a head
LETTER = 0.85  # of a column's width, for each letter of plain text
NAVY, PALE = "FF1F3864", "FFF3F4F6"
LEFT = "ABCDEFGHIJ"
NONE_BELOW_ZERO = {NUMBER_FORMATS["times"]}
NARROW = 2.5


def width(sheet: Worksheet, column: str) -> float:
    for found in sheet.column_dimensions.values():
        if found.min <= sheet[f"{column}1"].column <= found.max:
            return float(found.width)
    return 8.43


def test_no_heading_is_wider_than_its_cell_allows(small: Written) -> None:
    cut, seen = [], 0
    for sheet in opened(small.path, values=True):
        for cell in sheet[6]:
            if isinstance(cell.value, str) and cell.fill.fgColor.rgb in (NAVY, PALE) and cell.alignment.wrap_text:
                seen += 1
                room = width(sheet, cell.column_letter)
                lines = max(1, math.floor((sheet.row_dimensions[6].height or 15) / LINE))
                if max(map(len, cell.value.split())) * BOLD > room or len(cell.value) * BOLD > room * lines:
                    cut.append(f"{sheet.title}!{cell.coordinate} {cell.value!r}: {lines} lines of {room}")
    assert cut == []
    assert seen > 60


def test_descriptions_of_sheets_with_one_row_for_each_line_are_not_cut_off(small: Written) -> None:
    book = opened(small.path, values=True)
    for name in ("Time", "Rates by Month", "Drivers", "Years"):
        sheet = book[name]
        longest = max(len(str(row[1].value or "")) for row in sheet.iter_rows(min_row=8))
        assert longest <= width(sheet, "B"), name
        assert sheet.page_setup.fitToWidth in (None, 1), name


def test_left_columns_that_a_sheet_does_not_use_are_narrow_and_have_no_heading(small: Written) -> None:
    book = opened(small.path, values=True)
    for name, unused in (("Time", "CDEFGI"), ("Drivers", "CDEFGIJ"), ("Monthly", "GJ"), ("Years", "CDEFGI")):
        sheet = book[name]
        narrow = "".join(column for column in LEFT if width(sheet, column) <= NARROW)
        assert narrow == unused, name
        assert {sheet[f"{column}6"].value for column in narrow} == {None}, name
        filled = {cell.column_letter for row in sheet.iter_rows(min_row=8) for cell in row if cell.value is not None}
        assert not filled & set(narrow), name


def asides(small: Written) -> list[Block]:
    return [block for block in small.model.blocks.values() if block.aside]


def test_what_is_aside_stands_right_of_what_is_printed(small: Written) -> None:
    book = opened(small.path)
    assert asides(small)
    for block in asides(small):
        home = small.homes[block.key]
        sheet = book[home.sheet]
        first, last = str(sheet.print_area).replace("$", "").rpartition("!")[2].split(":")
        assert first == "A1"
        assert sheet[last].column <= home.column, block.key
        assert sheet[last].row >= home.row + small.model.shape(block)[0], block.key
        letter = get_column_letter(home.column + 1)  # its head stands one row above, or two where units are shown
        assert PALE in {sheet[f"{letter}{home.row - up}"].fill.fgColor.rgb for up in (0, 1)}, block.key


SCREEN = {"Position Steps", "Operating Steps", "Line Formulas", "Rates by Month", "Inputs", "As Built", "Lines"} | {
    "Monthly Steps",
    "Years Compared",
    "Time",
    "Years",
}


def test_sheets_without_asides_print_whole_and_those_for_the_screen_not_at_all(small: Written) -> None:
    aside = {block.sheet for block in asides(small)} | {"Rates"}
    told = {row[0]: row[1] for row in opened(small.path)["About"].iter_rows(values_only=True)}
    with ZipFile(small.path) as package:
        areas = re.findall(
            r"Print_Area\" localSheetId=\"\d+\">'?([^'!]+)'?!([^<]+)<", package.read("xl/workbook.xml").decode()
        )
    for name in opened(small.path).sheetnames:
        area = dict(areas).get(name)
        assert (area == f"$A${2**20}") == (name in SCREEN) == ("not printed" in told[name]), name
        assert bool(area) == (name in aside | SCREEN), name


@pytest.mark.slow
@needs_libreoffice
def test_six_people_are_few_pages(small: Written, libreoffice: Path, tmp_path: Path) -> None:
    """Only what somebody reads on paper; each sheet for the screen was a page or more, As Built one of heads alone."""
    book = tmp_path / "small.xlsx"
    shutil.copy(small.path, book)
    own = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    run = [str(libreoffice), own, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(book)]
    subprocess.run(run, check=True, capture_output=True, timeout=300)
    pages = re.findall(rb"/Type\s*/Page\b", (tmp_path / "small.pdf").read_bytes())
    assert len(pages) == 17, "one for each of 16 sheets, and one more for Operating Lines"


def test_about_lists_the_sheets_of_this_workbook(tmp_path: Path) -> None:
    result = load(SMALL_PLAN).calculate()
    model = result.model
    assert {"Drivers", "Lines"} <= {canvas.spec.name for canvas in result.layout().canvases}
    own = Line(name="own_figure", formula="=1 + 1", label="My own", sheet="My sheet", unit="count")
    layout = lay_out(with_blocks(model, own), result.facts(), [])
    about = next(canvas for canvas in layout.canvases if canvas.spec.name == "About")
    listed = [text.values[0] for text in about.texts if text.style == "link" and text.row > 5]
    assert listed == [canvas.spec.name for canvas in layout.canvases]
    assert layout.homes["own_figure"].sheet == "My sheet"
    told = {text.row: text.values[0] for text in about.texts if text.column == 1}
    at = next(text.row for text in about.texts if text.values[0] == "My sheet")
    assert told[at] == "This plan's own: My own"


def test_a_sheet_says_what_it_is_for(example: Written) -> None:
    sheet = opened(example.path, values=True)["About"]
    told = {row[0].value: row[1].value for row in sheet.iter_rows()}
    assert told["Overtime"].startswith("Inputs: overtime and premium pay")
    assert told["Vacancy by Month"] == "What vacancies save, by month: these lines post to the budget"


def test_a_sheet_of_many_own_lines_names_the_first() -> None:
    assert own_sheet(["Wages", "Taxes", "Pension", "Health", "Life", "Dues"]).endswith("Pension, Health and 2 more")
    assert own_sheet(["Wages"]) == "This plan's own: Wages"


def with_blocks(model: Model, *more: Block) -> Model:
    return Model.build([*model.blocks.values(), *more], model.rows, model.axes)


def laid(*more: Block) -> Layout:
    result = load(SMALL_PLAN).calculate()
    return lay_out(with_blocks(result.model, *more), result.facts(), [])


def test_every_block_but_unions_has_a_home(small: Written) -> None:
    unions = {key for key, block in small.model.blocks.items() if isinstance(block, Union)}
    assert set(small.homes) == set(small.model.blocks) - unions


@pytest.mark.parametrize(
    ("line", "right"),
    [
        (Line(name="lost", formula="=1", sheet="Positions"), 'stands on "Rates"; give it sheet: Rates'),
        (Line(name="lost", formula="=1", sheet="Time"), 'stands on "Rates"; give it sheet: Rates'),
        (Line(name="lost", formula="=period", axis="month", sheet="Positions"), "give it a monthly sheet"),
        (Line(name="lost", formula="=period", axis="month", sheet="Rates"), "give it a monthly sheet"),
        (Line(name="lost", formula="=period", axis="month", sheet="Summary"), "give it a monthly sheet"),
        (Line(name="lost", formula="=fte", table="positions"), "give it a sheet"),
        (Line(name="lost", formula="=fte", table="positions", sheet="Time"), "a sheet of tables, not of months"),
        (Line(name="lost", formula="=fte", table="positions", sheet="Rates"), "the sheet of its table"),
        (Line(name="lost", formula="=year", axis="year", sheet="Rates"), 'a line by year stands on "Years"'),
    ],
)
def test_a_line_without_a_place_is_a_problem_that_says_what_would_be_right(line: Line, right: str) -> None:
    with pytest.raises(AssumptionError) as error:
        laid(line)
    (problem,) = error.value.problems
    assert problem.path == line.key
    assert right in problem.message


@pytest.mark.parametrize("sheet", ["", "My sheet"])
def test_a_single_figure_of_the_plan_has_a_place(sheet: str) -> None:
    line = Line(name="my_figure", formula="=seats * 2", sheet=sheet)
    assert laid(line).homes["my_figure"].sheet == (sheet or "Rates")


def test_a_single_figure_beside_months_stands_on_rates() -> None:
    month = Line(name="my_months", formula="=period * 2", axis="month", sheet="My sheet")
    homes = laid(month, Line(name="my_figure", formula="=seats * 2", sheet="My sheet")).homes
    assert (homes["my_months"].sheet, homes["my_figure"].sheet) == ("My sheet", "Rates")


def test_a_total_is_known_by_what_it_adds_up_however_it_is_written() -> None:
    line = Line(name="all_wages", formula="=SUM( positions.salary )", sheet="Positions", unit="$")
    homes = laid(line).homes
    assert homes["all_wages"].column == homes["positions.salary"].column


def test_a_sum_with_more_to_it_is_no_total(small: Written) -> None:
    model = with_blocks(small.model, Line(name="more", formula="=SUM(positions.salary) + 1", sheet="Rates", unit="$"))
    assert summed(model, model.blocks["more"]) is None
    assert summed(model, model.blocks["payroll_wages"]) == "positions.wages_of_year"


def test_a_plan_without_drivers_has_no_link_to_a_sheet_of_drivers(tmp_path: Path) -> None:
    text = """\
plan: {name: Bare, fiscal_year: 2028, as_of: 2027-03-01}
funds: [{code: "540", label: Fund}]
units: [{id: desk, label: Desk}]
accounts: [{code: "34", label: Other, category: Operating}]
lines: [{id: twelve, label: Twelve, unit: desk, fund: "540", account: "34", amount: 12}]
rates: {social_security_wage_base: {2027-01-01: 190800}}
"""
    plan = written(plan_files(tmp_path / "plan", plan=text), tmp_path / "bare.xlsx")
    book = opened(plan.path)
    assert "Drivers" not in book.sheetnames
    assert "Drivers" not in {cell.value for row in book["About"].iter_rows() for cell in row}


def justified(path: Path) -> tuple[Worksheet, dict[str, int]]:
    """The sheet Justification with the values of its cells, and the columns of its heads."""
    sheet = opened(path, values=True)["Justification"]
    return sheet, {str(cell.value): cell.column - 1 for cell in sheet[6] if cell.value}


def test_justification_multiplies_what_it_shows(example: Written) -> None:
    sheet, at = justified(example.path)
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=8)]
    lines = {row[at["Line"]]: row for row in rows if row[at["Line"]]}
    told = ("Driver or formula", "How many of it, FY2028", "Times quantity", "Times price or amount", "Cost, FY2028")
    assert [lines["interpreters"][at[head]] for head in told] == ["Interpreted calls", 9800, 9, 0.72, 63504]
    fte = "FTE of the unit, mean of the year"
    assert [lines["headsets"][at[head]] for head in told] == [
        fte,
        56,
        1,
        326,
        18256,
    ]  # 57 less two frozen half a year: 56 x 326
    assert lines["bill-postage"][at[told[0]]] == "Bills × (1 - Share of bills sent by e-mail) × Postage, one bill"
    even = ("amount", "quantity x price", "per FTE", "per driver unit")
    shown = 0
    for row in lines.values():
        many, times, price, cost = (row[at[head]] for head in told[1:])
        factors = [figure for figure in (many, times) if figure >= 0]
        if "formula" in row[at["Basis"]]:
            price_cell = sheet.cell(8 + rows.index(row), at[told[3]] + 1)
            assert price_cell.value == 0 and price_cell.number_format.endswith('"–"_)'), "no price, not one of 0"
        if cost and row[at["Basis"]] in even and not row[at["Escalator"]]:
            shown += 1
            assert math.prod(factors) * price == pytest.approx(cost, abs=0.01 * price + 0.01), row
    assert shown > 45  # internal charges stand apart


def test_justification_is_one_page_wide_and_cuts_no_text_off(example: Written) -> None:
    sheet, at = justified(example.path)
    assert sheet.page_setup.fitToWidth in (None, 1)
    assert sheet.page_setup.orientation == "landscape"
    several = 0
    for row in sheet.iter_rows(min_row=8, max_row=8 + len(example.model.rows["justification"]) - 1):
        height = sheet.row_dimensions[row[0].row].height or 15
        for cell in row[: len(at)]:
            if isinstance(cell.value, str):
                assert cell.alignment.wrap_text, cell.coordinate
                needed = lines_of(cell.value, width(sheet, cell.column_letter), LETTER)
                several += needed > 1
                assert needed * 13 <= height, f"{cell.coordinate} {cell.value!r}"
    assert several > 100


def heads(sheet: Worksheet, row: int = 6) -> list[str]:
    return [str(cell.value) for cell in sheet[row] if cell.value is not None]


def test_prior_years_have_heads_of_their_own(example: Written) -> None:
    book = opened(example.path, values=True)
    years = ["FY2025 actual", "FY2026 actual", "FY2027 adopted", "FY2027 amended", "FY2027 estimate"]
    for name, row in (("Budget", 6), ("Subtotals", 6), ("Prior Years", 6)):
        found = heads(book[name], row)
        assert [head for head in found if head in years][:5] == years, name
        assert "History" not in found, name


def formulas_of_formats(sheet: Any, below: int = 0) -> list[str]:
    """The formulas that decide how cells look, of those under a row."""
    areas = [area for area in sheet.conditional_formatting if all(cells.min_row > below for cells in area.sqref.ranges)]
    return [rule.formula[0] for area in areas for rule in area.rules if rule.type == "expression"]


def test_checks_are_red_and_changes_loud_by_numbers_and_not_by_words(example: Written) -> None:
    book = opened(example.path, values=True)
    head = ["checks_failed=0", "IFERROR(checks_failed<>0,TRUE)", "inputs_changed<>0", "scenario<>1"]
    assert sorted(formulas_of_formats(book["Budget"])[:4]) == sorted(head)
    checks = book["Checks"]
    state, failed = example.cell("series_in_order__state")[1], example.cell("series_in_order__failed")[1]
    locked = re.sub(r"([A-Z]+)(\d+)", r"$\1$\2", failed)
    rules = [rule for area in checks.conditional_formatting if state in area.sqref for rule in area.rules]
    assert [rule.formula[0] for rule in rules] == [f"{locked}=0", f"IFERROR({locked}<>0,TRUE)"]
    assert {"checks_failed", "inputs_changed", "scenario"} <= set(book.defined_names)


def test_budget_names_its_units_and_draws_a_line_where_they_change(example: Written) -> None:
    sheet = opened(example.path, values=True)["Budget"]
    at = {str(cell.value): cell.column - 1 for cell in sheet[6]}
    names = {row[at["Unit"]].value: row[at["Unit's name"]].value for row in sheet.iter_rows(min_row=8, max_row=96)}
    assert names["call-center"] == "Call center"
    assert len(set(names.values())) == 8
    assert formulas_of_formats(sheet, below=5)[-1] == "$C9<>$C8"


def test_subtotals_by_unit_add_up_to_the_budget(example: Written) -> None:
    book = opened(example.path, values=True)
    rows = [[cell.value for cell in row] for row in book["Subtotals"].iter_rows()]
    first = next(index for index, row in enumerate(rows) if row[0] == "call-center")
    total = next(row for row in rows[first:] if row[0] == "Total")
    budget = next(row for row in book["Budget"].iter_rows(values_only=True) if row[0] == "Total")
    assert rows[first][1] == "Call center"
    amounts = [one for one in budget if isinstance(one, int | float)]
    years, request, change = amounts[:5], amounts[6], amounts[7]
    assert [one for one in total if isinstance(one, int | float)] == pytest.approx(
        [*years, request, change, 146, 0, 0]
    )  # three frozen half a year; nothing is recommended or adopted yet


def test_the_months_totals_are_called_so_and_look_so(small: Written) -> None:
    sheet = opened(small.path, values=True)["Monthly"]
    row = next(row for row in sheet.iter_rows(min_row=8) if row[1].value == "All postings")
    assert row[0].value == "Total"
    assert {cell.font.b for cell in row} == {True}
    assert {cell.border.top.style for cell in row} == {"thin"}
    above = sheet[row[0].row - 1]
    assert {cell.font.b for cell in above if cell.value is not None} == {False}


def test_heads_of_the_summary_are_as_wide_as_their_tables(example: Written) -> None:
    sheet = opened(example.path, values=True)["Summary"]
    tables = [row for row in sheet.iter_rows(min_row=6, max_col=12) if row[0].value in ("By category", "By unit")]
    assert len(tables) == 2
    for row in tables:
        filled = [cell.column for cell in row if cell.fill.fgColor.rgb == NAVY]
        below = [cell.column for cell in sheet[row[0].row + 1] if cell.value is not None and cell.column <= max(filled)]
        assert filled == below == [cell.column for cell in row if cell.column in filled and cell.value]


def test_negative_figures_stand_in_parentheses(example: Written) -> None:
    minus, seen = [], set()
    for sheet in opened(example.path, values=True):
        for row in sheet.iter_rows(min_row=8):
            for cell in row:
                if isinstance(cell.value, int | float) and cell.value < 0:
                    seen.add(cell.number_format)
                    _, _, negative = cell.number_format.partition(";")
                    if "(" not in negative and not NONE_BELOW_ZERO & {cell.number_format}:
                        minus.append(f"{sheet.title}!{cell.coordinate} {cell.number_format}")
    assert minus == []
    assert {code for code in seen if "%" in code}, "a share that falls"


def test_rates_say_whose_they_are_in_words_and_print_without_helpers(example: Written) -> None:
    sheet = opened(example.path, values=True)["Rates"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=8)]
    named = {row[0]: row[1] for row in rows if row[0]}
    assert named["health tiers: employee"] == "Employer share a month: Employee only"
    assert named["bills"] == "Bills, a year"
    assert [name for name in named if "__" in name] == []
    assert sheet.page_setup.fitToWidth in (None, 1)
    last = str(sheet.print_area).replace("$", "").rpartition(":")[2]
    grey = [cell.column for cell in sheet[6] if cell.fill.fgColor.rgb == PALE]
    assert sheet[last].column + 1 == min(grey)
    calculated = next(row[0].row for row in sheet.iter_rows() if row[0].value == "Set by the plan or calculated")
    assert calculated - 2 <= sheet[last].row < calculated, "what the program calculates is for the screen"


def test_units_stand_in_words_of_finance(example: Written) -> None:
    own = {"share", "count", "ordinal", "text", "code", "key", "flag", "times", "fingerprint", "$/x"}
    found: set[str] = set()
    for sheet in opened(example.path, values=True):
        tables = [cell.row + 1 for row in sheet.iter_rows() for cell in row if cell.fill.fgColor.rgb == NAVY]
        found |= {str(cell.value) for row in set(tables) for cell in sheet[row]}
        for column, head in enumerate(sheet[6], 1):
            if head.value in ("Unit of measure", "Unit") and sheet.title not in ("Budget", "Positions", "Monthly"):
                found |= {str(sheet.cell(row, column).value) for row in range(8, sheet.max_row + 1)}
    assert {"$", "%", "#", "FTE", "0 or 1", "$ each"} <= found
    assert not own & found


def test_rows_that_only_a_scenario_brings_are_marked(example: Written) -> None:
    book = opened(example.path, values=True)
    for name, row, others in (("Positions", "CC-NEW", "CC-103"), ("Operating Lines", "new-workstations", "guards")):
        sheet = book[name]
        told = {cells[0].value: cells[1].value for cells in sheet.iter_rows(min_row=8)}
        assert sheet["B6"].value == "Scenario"
        assert told[row] == "only in more-representatives"
        assert not told[others]
        budgeted = [cell for cell in sheet[6] if "In the budget" in str(cell.value)]
        (live,) = [cell.column_letter for cell in budgeted if sheet.cell(7, cell.column).value == "live"]
        assert formulas_of_formats(sheet, below=5) == [f"${live}8=0"]
        at_row = next(cells[0].row for cells in sheet.iter_rows(min_row=8) if cells[0].value == row)
        assert sheet[f"{live}{at_row}"].value == 0
    sheet, at = justified(example.path)
    again = {cells[1].value: cells[at["One-time or recurring"]].value for cells in sheet.iter_rows(min_row=8)}
    assert (again["new-workstations"], again["ergonomic-desks"]) == ("not in the budget", "one-time")


def test_rows_of_a_plan_without_scenarios_have_no_such_column(small: Written) -> None:
    assert "Scenario" not in heads(opened(small.path, values=True)["Positions"])


def test_rows_are_as_high_as_their_longest_text(tmp_path: Path) -> None:
    why = (
        "Cash is on the premises each day, and the risk office of the city asks for two guards at each of its offices. "
        * 3
    )
    text = f"""\
plan: {{name: Bare, fiscal_year: 2028, as_of: 2027-03-01}}
funds: [{{code: "540", label: Fund}}]
units: [{{id: desk, label: Desk}}]
accounts: [{{code: "34", label: Other, category: Operating}}]
lines:
  - {{id: short, label: Short, unit: desk, fund: "540", account: "34", amount: 12, why: "Needed."}}
  - {{id: long, label: Long, unit: desk, fund: "540", account: "34", amount: 12, why: "{why}"}}
rates: {{social_security_wage_base: {{2027-01-01: 190800}}}}
"""
    plan = written(plan_files(tmp_path / "plan", plan=text), tmp_path / "long.xlsx")
    sheet = opened(plan.path, values=True)["Operating Lines"]
    rows = {cells[0].value: cells[0].row for cells in sheet.iter_rows(min_row=8)}
    needed = lines_of(why, 110, LETTER)
    assert needed > 2
    assert sheet.row_dimensions[rows["long"]].height >= needed * 13
    assert sheet.row_dimensions[rows["short"]].height is None


def test_a_sheet_that_no_spreadsheet_can_hold_is_refused_with_what_would_be_right(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("budgetplan.workbook.canvas.LAST_ROW", 100)
    with pytest.raises(AssumptionError) as error:
        load(SMALL_PLAN).calculate().layout()
    told = [str(problem) for problem in error.value.problems]
    assert told[0].startswith("plan.yaml: Positions") or any(
        "Position Steps: This sheet would have" in one for one in told
    )
    assert all("`plan: {detail: groups}`" in one for one in told)
