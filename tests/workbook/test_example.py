"""The example that people see: proven in two engines, turned to each scenario, and changed at random."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from needs import ROOT, needs_libreoffice
from openpyxl import load_workbook
from playing import disagreements, make
from proof import Written

from budgetplan.plan import load
from budgetplan.workbook.certificate import verify
from budgetplan.workbook.engines import Live
from budgetplan.workbook.formula_text import position
from budgetplan.workbook.read import read_workbook

EXAMPLE = ROOT / "assumptions"
GOOGLE_SHEETS = {
    *(
        "ABS",
        "AND",
        "CHOOSE",
        "COLUMNS",
        "COUNT",
        "COUNTA",
        "COUNTBLANK",
        "COUNTIF",
        "COUNTIFS",
        "DATE",
        "EDATE",
        "EOMONTH",
    ),
    *(
        "FIXED",
        "IF",
        "IFERROR",
        "INDEX",
        "INT",
        "ISBLANK",
        "ISNUMBER",
        "LOOKUP",
        "MATCH",
        "MAX",
        "MIN",
        "MOD",
        "MONTH",
        "NA",
    ),
    *(
        "NETWORKDAYS",
        "NOT",
        "OR",
        "RANK",
        "ROUND",
        "ROWS",
        "SUM",
        "SUMIF",
        "SUMIFS",
        "SUMPRODUCT",
        "TEXT",
        "TRUE",
        "WEEKDAY",
    ),
    *("WORKDAY", "YEAR"),
}
"""Functions of its list for users, of those that a budget may need; see Google's "spreadsheets function list"."""
SCENARIOS = ("more-representatives", "hiring-freeze", "lean", "high-cost")


def test_it_is_as_large_as_a_department(example: Written) -> None:
    """Sketched: 152 positions of 148.0 FTE with 8,380,200 in base pay; 60 to 100 operating lines."""
    roster, special = pd.read_csv(EXAMPLE / "roster.csv"), example.result.plan.positions
    in_base = [row for row in range(len(special)) if special.ids[row] != "CC-NEW"]
    fte = special.columns["fte"]
    salary = example.result.values["positions.salary"][0, :, 0]  # that of the step, where a position is on one
    assert len(in_base) == 152
    assert sum(fte[row] for row in in_base) == 148.0
    assert sum(salary[row] * fte[row] for row in in_base) == 8_380_200
    assert len(roster) == 129
    assert 60 <= len(example.model.rows["operating"]) <= 100
    assert all(check.passed for check in example.result.checks())


@pytest.mark.slow
@pytest.mark.parametrize("scenario", SCENARIOS)
def test_the_workbook_turned_to_a_scenario_shows_its_numbers(example: Written, scenario: str) -> None:
    live = Live(example.path)
    live.set(*example.cell("scenario_name"), scenario)
    live.recalculate()
    found = live.values()
    assert example.differences(example.result.plan.calculate(scenario).values, found) == []
    assert found[example.cell("master_check")] == "All checks pass"


def test_it_keeps_to_what_google_sheets_documents(example: Written) -> None:
    """Its functions, and its size: up to 10 million cells and 18,278 columns in one file."""
    functions, cells = set[str](), 0
    book = read_workbook(example.path)
    for sheet in book.sheets.values():
        rows, columns = (max(ends) + 1 for ends in zip(*map(position, sheet.cells), strict=True))
        cells += rows * columns
        assert columns <= 18_278
    for _, _, cell in book.formula_cells:  # a line's formula on Lines is a text
        functions |= set(re.findall(r"([A-Z][A-Z0-9.]*)\(", re.sub(r'"[^"]*"', "", cell.formula)))
    assert functions - GOOGLE_SHEETS == set()
    assert {"SUMIFS", "NETWORKDAYS", "ROUND"} <= functions  # else nothing was read
    assert cells < 10_000_000


@pytest.mark.slow
def test_20_whatifs_of_the_example_agree_in_every_cell(example: Written) -> None:
    assert list(disagreements(example, make(example, 20, seed=152))) == []


@pytest.mark.slow
@needs_libreoffice
def test_it_is_proven_in_both_engines(tmp_path: Path) -> None:
    saved, _ = load(EXAMPLE).calculate().save(tmp_path)
    certificate = verify(saved.path)
    assert certificate.ok
    assert {"formualizer", "LibreOffice"} <= set(" ".join(certificate.lines()).split())


def alone(path: Path, sheet: str) -> Any:
    """One sheet with the values of its cells: to read all of this workbook takes seconds."""
    return load_workbook(path, read_only=True, data_only=True)[sheet]


def test_the_justification_of_a_line_by_formula_says_what_its_rates_rest_on(example: Written) -> None:
    sheet = alone(example.path, "Justification")
    heads = next(sheet.iter_rows(min_row=6, max_row=6, values_only=True))
    line, cited = heads.index("Line"), heads.index("Source and status")
    told = {row[line]: row[cited] for row in sheet.iter_rows(min_row=8, values_only=True)}
    assert told["bill-postage"] == (
        "128,000 customers x 12 cycles; billing system extract; presort rate of the mail house, estimate"
    )


def test_the_justification_is_in_order_of_cost(example: Written) -> None:
    sheet = alone(example.path, "Justification")
    heads = next(sheet.iter_rows(min_row=6, max_row=6, values_only=True))
    at = heads.index("Cost, FY2028")
    costs = [row[at] for row in sheet.iter_rows(min_row=8, values_only=True) if isinstance(row[0], int | float)]
    assert len(costs) == len(example.model.rows["operating"])
    assert costs == sorted(costs, reverse=True)
    assert costs[0] == 1_450_000, "2,900 rebates of 500 dollars"
