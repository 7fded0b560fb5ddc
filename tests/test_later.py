"""What is recommended and adopted of the request, worked by hand: two columns behind all others, closed while empty."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from needs import ROOT, needs_libreoffice
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from proof import Written, plan_files, with_inputs, written

import budgetplan
from budgetplan.errors import AssumptionError
from budgetplan.plan import Result
from budgetplan.workbook.engines import Live, recalculate_libreoffice
from budgetplan.workbook.paper import pages_wide
from budgetplan.workbook.write import write

PLAN = """
plan: {name: Tiny, fiscal_year: 2028, as_of: 2027-01-04}
funds: [{code: "5", label: Fund}]
units:
  - {id: all, label: All}
  - {id: a, label: Unit A, parent: all, mission: Guards.}
  - {id: b, label: Unit B, parent: all}
accounts:
  - {code: "34", label: Services, category: Operating}
  - {code: "46", label: Repair, category: Operating}
  - {code: "64", label: Machines, category: Capital}
lines:
  - {id: guards, label: Guards, fund: "5", unit: a, account: "34", amount: 1100}
  - {id: counter, label: Counter, fund: "5", unit: b, account: "64", amount: 500}
"""
HISTORY = """
history:
  - {fiscal_year: 2027, stage: adopted, fund: "5", unit: a, account: "34", amount: 1000}
"""
RECOMMENDED = """
  - {fiscal_year: 2028, stage: recommended, fund: "5", unit: a, account: "34", amount: {value: 1050, source: memo}}
"""
PAGES = ("Budget", "Summary", "Subtotals", "Unit A", "Unit B")
STAGES = ["FY2028 recommended", "FY2028 adopted"]


def result_of(folder: Path, text: str) -> Result:
    return budgetplan.load(plan_files(folder, plan=text)).calculate()


def rows(values: Any, key: str) -> list[list[float]]:
    """The values of a block, row by row."""
    return [[float(value) for value in row] for row in values[key][0]]


SUMS = {
    "budget.later": [[1050, 0], [0, 0]],
    "later_of_budget": [[1050, 0]],
    "categories.later": [[1050, 0], [0, 0]],
    "later_of_categories": [[1050, 0]],
    "units.later": [[1050, 0], [0, 0]],
    "later_of_units": [[1050, 0]],
    "subtotals_later": [[1050, 0]],
    "groups.later": [[1050, 0]],
    "page__a__spend.later": [[1050, 0], [0, 0]],
    "page__a__funds.later": [[1050, 0]],
    "page__a__later": [[1050, 0]],
    "page__b__later": [[0, 0]],
}
"""By hand: 1,050 of unit A is recommended, nothing of unit B, and nothing is adopted yet."""


def test_what_is_recommended_adds_up_on_every_sheet(tmp_path: Path) -> None:
    result = result_of(tmp_path, PLAN + HISTORY + RECOMMENDED)
    assert list(result.values["later_name"][0, 0]) == STAGES
    assert {key: rows(result.values, key) for key in SUMS} == SUMS
    assert all(check.passed for check in result.checks())


def test_it_is_no_prior_year(tmp_path: Path) -> None:
    result = result_of(tmp_path, PLAN + HISTORY + RECOMMENDED)
    assert list(result.values["past_name"][0, 0]) == ["FY2027 adopted"]
    assert rows(result.values, "budget.change") == [[100], [500]], "the request is compared with the year before"


def test_what_nobody_asked_for_and_is_adopted_has_a_row(tmp_path: Path) -> None:
    repair = '  - {fiscal_year: 2028, stage: adopted, fund: "5", unit: b, account: "46", amount: 70}\n'
    result = result_of(tmp_path, PLAN + HISTORY + repair)
    assert result.model.rows["budget"] == ["5|a|34", "5|b|46", "5|b|64"]
    assert rows(result.values, "budget.later") == [[0, 0], [0, 70], [0, 0]]


def test_rows_of_one_account_are_one_amount_that_knows_its_place(tmp_path: Path) -> None:
    more = RECOMMENDED.replace("1050", "50")
    block: Any = result_of(tmp_path, PLAN + HISTORY + RECOMMENDED + more).model.blocks["budget.later"]
    assert block.values[0, 0] == 1100
    assert (str(block.place_of(0, 0)), block.provenance_of(0, 0).source) == ("plan.yaml:19", "memo")
    assert not block.place_of(0, 1).file, "of what is not known yet nothing is written"


def test_a_plan_may_have_later_stages_and_no_prior_year(tmp_path: Path) -> None:
    result = result_of(tmp_path, PLAN + "history:" + RECOMMENDED)
    assert rows(result.values, "later_of_categories") == [[1050, 0]]
    assert "budget.past" not in result.model.blocks
    assert all(check.passed for check in result.checks())
    compares = "highlights: [{unit: a, text: 'Grows by {change}.'}]\n"
    with pytest.raises(AssumptionError, match="compares with a year before"):
        result_of(tmp_path, PLAN + compares + "history:" + RECOMMENDED)


def test_a_plan_without_history_has_no_columns_for_them(tmp_path: Path) -> None:
    model = result_of(tmp_path, PLAN).model
    assert not [key for key, block in model.blocks.items() if block.axis == "later"]


def book_of(folder: Path, text: str) -> Written:
    return written(plan_files(folder, plan=text), folder / "later.xlsx")


def groups(sheet: Worksheet) -> list[tuple[str, bool]]:
    """The columns of outline groups, each with whether it is hidden."""
    return [
        (str(sheet.cell(6, at).column_letter), bool(one.hidden))
        for one in sheet.column_dimensions.values()
        if one.outlineLevel == 1
        for at in range(one.min, one.max + 1)
    ]


def test_they_are_closed_while_nothing_is_known_and_no_other_column_moves(tmp_path: Path) -> None:
    closed, open_ = (
        book_of(tmp_path / "closed", PLAN + HISTORY),
        book_of(tmp_path / "open", PLAN + HISTORY + RECOMMENDED),
    )
    books = [load_workbook(one.path) for one in (closed, open_)]
    for name in PAGES:
        hidden, shown = (groups(book[name]) for book in books)
        assert len(hidden) == 2, name
        assert [letter for letter, _ in hidden] == [letter for letter, _ in shown], name
        assert {is_hidden for _, is_hidden in hidden} == {True}, name
        assert {is_hidden for _, is_hidden in shown} == {False}, name
    assert {key: home.column for key, home in closed.homes.items()} == {
        key: open_.homes[key].column for key in closed.homes
    }


def test_they_stand_behind_all_that_is_printed_and_charts_leave_them_out(tmp_path: Path) -> None:
    plan = book_of(tmp_path, PLAN + HISTORY + RECOMMENDED)
    book = load_workbook(plan.path, data_only=True)
    for name in PAGES:
        sheet = book[name]
        letters = [letter for letter, _ in groups(sheet)]
        heads = [row for row in sheet.iter_rows(values_only=True) if STAGES[0] in row]
        assert heads, name
        for row in heads:
            assert [
                letters.index(sheet.cell(1, at).column_letter) for at, one in enumerate(row, 1) if one in STAGES
            ] == [0, 1]
        last = str(sheet.print_area).replace("$", "").rpartition(":")[2].rstrip("0123456789")
        assert last == letters[-1], name
        drawn = [str(series.val.numRef.f) for chart in sheet._charts for series in chart.series]
        assert not [one for one in drawn for letter in letters if f"${letter}$" in one], name


def test_closed_columns_take_no_room_on_paper_and_hold_no_link(tmp_path: Path) -> None:
    for text, shown in ((PLAN + HISTORY, False), (PLAN + HISTORY + RECOMMENDED, True)):
        canvases = result_of(tmp_path, text).layout().canvases
        for canvas in (one for one in canvases if one.spec.name in PAGES):
            printed = range(canvas.aside_from)
            counted = [canvas.widths[at] for at in printed if shown or at not in canvas.outlined]
            assert sum(canvas.printed_widths) == sum(counted), canvas.spec.name
            linked = {text.column for text in canvas.texts if text.link}
            assert shown or not linked & set(canvas.outlined), canvas.spec.name


def test_summary_and_the_pages_of_units_stay_one_page_wide(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "assumptions", tmp_path / "plan")
    more = "  - {fiscal_year: 2028, stage: adopted, fund: '540', unit: billing, account: '42', amount: 800000}\n"
    with (tmp_path / "plan" / "history.yaml").open("a", encoding="utf-8") as file:
        file.write(more)
    layout = budgetplan.load(tmp_path / "plan").calculate().layout()
    pages = [canvas for canvas in layout.canvases if canvas.spec.kind in ("page", "unit page")]
    assert len(pages) == 9
    assert not any(canvas.folded for canvas in pages)
    assert {canvas.spec.name for canvas in pages if pages_wide(canvas, "letter") > 1} == set()


def test_the_decision_may_be_typed_in_the_workbook(tmp_path: Path) -> None:
    """By hand: 900 of the guards and 450 of the counter are adopted, 1,350 in all."""
    plan = book_of(tmp_path, PLAN + HISTORY + RECOMMENDED)
    sheet = load_workbook(plan.path)["Budget"]
    cells = [plan.cell("budget.later", row, 1)[1] for row in (0, 1)]
    assert {sheet[cell].fill.fgColor.rgb for cell in cells} == {"FFFFFBE6"}, "as every input"
    assert any(cells[0] in rule.sqref for rule in sheet.data_validations.dataValidation)
    live = Live(plan.path)
    for row, amount in enumerate((900, 450)):
        live.set(*plan.cell("budget.later", row, 1), amount)
    live.recalculate()
    for key, amount in ADOPTED.items():
        assert live.value(*plan.cell(key, 0, 1)) == amount, key
    assert live.value(*plan.cell("inputs_changed")) == 2
    assert live.value(*plan.cell("total_request")) == 1600, "what is decided changes no request"


ADOPTED = {"later_of_budget": 1350, "later_of_categories": 1350, "later_of_units": 1350, "subtotals_later": 1350}
ADOPTED |= {"page__a__later": 900, "page__b__later": 450}


@pytest.mark.slow
@needs_libreoffice
def test_libreoffice_follows_what_is_typed(tmp_path: Path) -> None:
    plan = book_of(tmp_path, PLAN + HISTORY)
    new = {"budget.later": np.array([[[0.0, 900], [0, 450]]])}
    path = tmp_path / "typed.xlsx"
    write(path, with_inputs(plan.model, new), {**plan.result.values, **new}, plan.layout, plan.result.facts())
    book = recalculate_libreoffice(path, tmp_path)
    for key, amount in ADOPTED.items():
        sheet, at = plan.cell(key, 0, 1)
        assert book.sheets[sheet].cells[at].value == amount, key
