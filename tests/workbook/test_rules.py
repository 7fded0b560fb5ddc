"""Each rule has a workbook that breaks it and one that keeps it."""

from __future__ import annotations

import datetime as dt
import time
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st
from xlsxwriter.utility import xl_col_to_name

from budgetplan.workbook.read import Book, Name, Sheet, read_workbook
from budgetplan.workbook.rules import RULES, THUMB, Finding, check_rules
from budgetplan.workbook.values import Cell


def cell(content: object) -> Cell:
    """A cell from a formula ("=..."), which then holds 1, or from a constant; `!#N/A` is an error value."""
    if isinstance(content, str) and content.startswith("="):
        return Cell(content[1:], 1.0, None, 0, "number")
    if isinstance(content, str) and content.startswith("!"):
        return Cell(None, None, content[1:], 0, "error")
    if isinstance(content, str):
        return Cell(None, content, None, 0, "text")
    assert isinstance(content, int | float)
    return Cell(None, float(content), None, 0, "number")


def book(cells: dict[str, object], **more: Any) -> Book:
    """A workbook of one sheet S with these cells, and of a sheet T with 5 in A1."""
    sheet = Sheet("S", cells={address: cell(content) for address, content in cells.items()})
    other = Sheet("T", cells={"A1": cell(5)})
    return Book(Path("plan.xlsx"), {"S": sheet, "T": other}, **more)


def found(broken: Book, **options: Any) -> list[tuple[str, str, str]]:
    return [(finding.rule, finding.sheet, finding.address) for finding in check_rules(broken, **options)]


BASE: dict[str, object] = {"A1": 1, "A2": 2, "A3": 3}
KEPT = [
    "=A1*2+12-24*60/100+365+3600+0+1",
    '=IF(A1>="5 or 7",A2,A3)&"100000"',
    "=ROUND(A1/12,2)",
    "=LOG10(A1)+_xlfn.STDEV.S(A1:A3)",
    '=IF(Z9="",0,$Z$9)',
    "=IF(ISBLANK(Z9),0,Z9)",
    '=IF(""<>Z9,Z9,1)',
    "=COLUMNS($A$1:Z9)+ROW(Z9)",
    "=SUM(A1:Z9)",
    "=T!A1+'T'!$A$1",
    "=A1%*100%",
    "=NPV(A1,A1:A3)+TRUE",
]
BROKEN = [
    ("=A1*0.55", "hard-coded number"),
    ("=A1*5%", "hard-coded number"),
    ("=ROUND(A1,3)", "hard-coded number"),
    ("=SUM({1,7})", "hard-coded number"),
    ("=A1+1.5E3", "hard-coded number"),
    ("=TODAY()-A1", "volatile function"),
    ("=SUM(OFFSET(A1,0,0,2,1))", "volatile function"),
    ('=INDIRECT("A"&A1)', "volatile function"),
    ("=_xlfn.XLOOKUP(A1,A1:A3,A1:A3)", "unknown function"),
    ("=_xlfn._xlws.FILTER(A1:A3,A1:A3)", "unknown function"),
    ("=MYMACRO(A1)", "unknown function"),
    ("=A1+[1]Rates!B2", "external link"),
    ("=A1+'C:\\plans\\[old.xlsx]Rates'!B2", "external link"),
    ("=" + "+".join(["A1"] * 90), "long formula"),
    ("=A1+Z9", "empty reference"),
    ("=T!B1", "empty reference"),
    ("=Gone!A1", "empty reference"),
    ('=IF(Z8="",0,Z9)', "empty reference"),
    ("=X1+A1", "circular reference"),
    ("=MAX(A1:Z1)", "circular reference"),
]


@pytest.mark.parametrize("formula", KEPT)
def test_formulas_that_keep_the_rules(formula: str) -> None:
    assert found(book({**BASE, "AB1": formula})) == []


@pytest.mark.parametrize(("formula", "rule"), BROKEN)
def test_formulas_that_break_a_rule(formula: str, rule: str) -> None:
    assert found(book({**BASE, "X1": formula})) == [(rule, "S", "X1")]


def test_the_longest_formula() -> None:
    text = "=A1" + "+A1" * 84
    assert len(text) - 1 < THUMB < len(text) + 2
    assert found(book({**BASE, "X1": text})) == []
    assert found(book({**BASE, "X1": text + "+A1"})) == [("long formula", "S", "X1")]


def test_a_breach_of_a_whole_row_is_said_once() -> None:
    findings = check_rules(book({**BASE, **{f"{c}5": f"={c}6*7" for c in "BCDE"}, **{f"{c}6": 1 for c in "BCDE"}}))
    assert findings == [
        Finding("hard-coded number", "S", "B5", "give 7 a name and a source: =B6*7 (in 4 cells)"),
    ]


def test_values_and_errors() -> None:
    broken = book({**BASE, "B1": "!#N/A"})
    cells = broken.sheets["S"].cells
    cells["B2"] = Cell("A1", None, None, 0, "blank")
    cells["B3"] = Cell("A1", None, "#REF!", 0, "error")
    cells["B4"] = Cell("A1", float("nan"), None, 0, "number")
    assert found(broken) == [
        ("no stored value", "S", "B2"),
        ("error value", "S", "B1"),
        ("error value", "S", "B3"),
        ("error value", "S", "B4"),
    ]
    assert check_rules(broken)[1].message == "the cell holds #N/A"


@pytest.mark.parametrize(
    ("formula", "flagged"),
    [
        ("=C1+1", True),
        ("=-C1", True),
        ("=C1%", True),
        ("=ROUND(C1,2)", True),
        ("=SUM(C1:C3)", True),
        ("=SUMIFS(C1:C3,A1:A3,A1)", True),
        ("=SUMIF(A1:A3,A1,C1:C3)", True),
        ("=SUMIFS(A1:A3,C1:C3,C1)", False),
        ("=C1", False),
        ('=C1&"x"', False),
        ("=INDEX(A1:A3,MATCH(C1,C1:C3,0))", False),
        ("=SUM(A1:A3)", False),
    ],
)
def test_numbers_stored_as_text(formula: str, flagged: bool) -> None:
    broken = book({**BASE, "C1": "0100", "C2": "north", "C3": 3, "X1": formula})
    assert found(broken) == ([("number as text", "S", "C1")] if flagged else [])
    broken.sheets["S"].text_areas = [(1, 3, 9, 3)]
    assert found(broken) == []


def test_texts_that_are_no_numbers_may_be_in_a_sum() -> None:
    texts = {f"C{row}": text for row, text in enumerate(("north", "1-2", "n/a", "inf", "", "2026-10"), 1)}
    assert found(book({**BASE, **texts, "X1": "=SUM(C1:C6)"})) == []


MONTHS = ["K", "L", "M", "N", "O", "P", "Q", "R"]


def monthly(odd: object = None) -> dict[str, object]:
    """A row of eight months that add a cell below to the month before; N12 may hold something else."""
    opening: dict[str, object] = {"J12": 0, **{f"{column}13": 1 for column in MONTHS}}
    before = dict(zip(MONTHS, ["J", *MONTHS], strict=False))
    row: dict[str, object] = {f"{column}12": f"={before[column]}12+{column}13" for column in MONTHS}
    return {**opening, **row, **({"N12": odd} if odd is not None else {})}


@pytest.mark.parametrize("odd", ["=M12+N13*2", 7.0, "=M12+$N13"])
def test_an_interrupted_row(odd: object) -> None:
    assert found(book(monthly())) == []
    assert found(book(monthly(odd))) == [("formula interrupted", "S", "N12")]
    axis = {"S": (11, 18, 12, 12)}
    assert found(book(monthly()), axis_ranges=axis) == []
    assert found(book(monthly(odd)), axis_ranges=axis) == [("formula interrupted", "S", "N12")]


def test_a_row_that_changes_half_way_needs_an_axis() -> None:
    halves = {**monthly(), **{f"{column}12": f"={column}13*2" for column in MONTHS[4:]}}
    assert found(book(halves)) == []
    findings = check_rules(book(halves), {"S": (11, 18, 12, 12)})
    assert [finding.message for finding in findings] == [
        "K12:R12 should hold one formula, and O12, P12, Q12 and 1 more do not"
    ]
    dated = book(halves, formats=["General", "mmm yy"])
    serials = [46296, 46327, 46357, 46388, 46419, 46447, 46478, 46508]
    for column, day in zip(MONTHS, serials, strict=True):
        dated.sheets["S"].cells[f"{column}5"] = Cell(None, float(day), None, 1, "number")
    assert found(dated) == [("formula interrupted", "S", "O12")]


def test_columns_side_by_side_are_no_row_of_months() -> None:
    identity = {f"{column}2": f"=T!$A$1+{column}1" for column in "ABCDE"} | {f"{column}1": 1 for column in "ABCDE"}
    attributes = {"G2": "=T!$A1", "H2": "=A1*2", "I2": "=SUM(A1:B1)"}
    assert found(book({**identity, **attributes})) == []


def test_hidden_sheets() -> None:
    hidden = book(BASE)
    hidden.sheets["T"].state = "veryHidden"
    assert found(hidden) == [("hidden sheet", "T", "")]
    hidden.sheets["xlwings.conf"] = hidden.sheets.pop("T")
    hidden.sheets["xlwings.conf"].name = "xlwings.conf"
    assert found(hidden) == [("hidden sheet", "xlwings.conf", "")]
    hidden.path = Path("plan.xlsm")
    assert found(hidden) == []


@pytest.mark.parametrize(
    ("text", "kept"),
    [("S!$A$1", True), ("'T'!$A$1", True), ("S!$A$1:$A$3", False), ("S!A1", False), ("5", False), ("#REF!", False)],
)
def test_names(text: str, kept: bool) -> None:
    named = book(
        {**BASE, "B1": "=rate"},
        names=[Name("rate", text, None, False), Name("_xlnm.Print_Area", "S!$A:$C", "S", False)],
    )
    assert found(named) == ([] if kept else [("name of no single cell", "", "")])


def test_a_name_of_an_empty_cell_is_an_empty_reference() -> None:
    named = book({**BASE, "B1": "=rate*A1"}, names=[Name("rate", "S!$Z$9", None, False)])
    assert found(named) == [("empty reference", "S", "B1")]


def test_links_to_other_workbooks() -> None:
    assert found(book(BASE, external_links=True)) == [("external link", "", "")]


@pytest.mark.parametrize(
    ("cells", "path"),
    [
        ({"A1": "=A1"}, "S!A1 -> S!A1"),
        ({"A1": "=C1", "B1": "=A1", "C1": "=B1"}, "S!A1 -> S!B1 -> S!C1 -> S!A1"),
        (
            {"A1": "=SUM(B1:B9)", **{f"B{n}": "=A1" if n == 7 else f"=T!A1*{n % 2}" for n in range(1, 10)}},
            "S!A1 -> S!B7 -> S!A1",
        ),
        (
            {"A1": "=SUM(B1:J1)", **{f"{c}1": "=A1" if c == "H" else "=T!A1" for c in "BCDEFGHIJ"}},
            "S!A1 -> S!H1 -> S!A1",
        ),
        ({"A1": "=SUM(B:B)", "B7": "=A1"}, "S!A1 -> S!B7 -> S!A1"),
        ({"A1": "=live", "B7": "=A1"}, "S!A1 -> S!B7 -> S!A1"),
    ],
)
def test_circular_references(cells: dict[str, object], path: str) -> None:
    circle = book(cells, names=[Name("live", "S!$B$7", None, False)] if "=live" in cells.values() else [])
    findings = [finding for finding in check_rules(circle) if finding.rule == "circular reference"]
    assert [finding.message for finding in findings] == [f"these cells wait for each other: {path}"]


def test_ranges_that_only_come_close_are_no_circle() -> None:
    running = {f"B{row}": f"=SUM(A$1:A{row})" for row in range(1, 40)} | {f"A{row}": 1 for row in range(1, 40)}
    ladder = {f"C{row}": f"=SUM(B$1:B{row})+C{row - 1}" for row in range(2, 40)} | {"C1": 1}
    across = {f"{column}50": f"=SUM($A50:{chr(ord(column) - 1)}50)" for column in "CDEFGHIJ"} | {"A50": 1, "B50": 1}
    rules = {rule for rule, _, _ in found(book({**running, **ladder, **across}))}
    assert rules <= {"double counting"}
    assert found(book({**running, **ladder})) == []
    closed = {**running, **ladder, "A20": "=C30"}
    assert {rule for rule, _, _ in found(book(closed))} == {"circular reference"}


CELLS = [f"{column}{row}" for column in "ABCDE" for row in range(1, 6)]


@given(st.dictionaries(st.sampled_from(CELLS), st.tuples(st.sampled_from(CELLS), st.sampled_from(CELLS)), max_size=14))
def test_circles_are_found_where_a_search_from_cell_to_cell_finds_them(ranges: dict[str, tuple[str, str]]) -> None:
    """Each cell adds up a range; the search of the standard library shares nothing with ours."""
    waits = {at: [cell for cell in CELLS if within(cell, *ends)] for at, ends in ranges.items()}
    try:
        TopologicalSorter({at: [cell for cell in cells if cell in ranges] for at, cells in waits.items()}).prepare()
        circular = False
    except CycleError:
        circular = True
    rules = {rule for rule, _, _ in found(book({at: f"=SUM({area(*ends)})" for at, ends in ranges.items()}))}
    assert ("circular reference" in rules) == circular


def area(one: str, other: str) -> str:
    """The range between two corners."""
    return ":".join(side(one[0], other[0]) + side(one[1], other[1]) for side in (min, max))


def within(cell: str, one: str, other: str) -> bool:
    """Whether a cell stands in the range between two corners."""
    return all(min(a, b) <= c <= max(a, b) for a, b, c in zip(one, other, cell, strict=True))


def test_two_circles_are_both_found() -> None:
    circles = {"A1": "=B1", "B1": "=A1", "D1": "=E1", "E1": "=D1", "F1": "=E1+T!A1"}
    assert [address for _, _, address in found(book(circles))] == ["A1", "D1"]


def test_double_counting() -> None:
    rows: dict[str, object] = {"A1": 1, "A2": 2, "A3": "=SUM(A1:A2)", "A4": 4}
    assert found(book({**rows, "A5": "=SUM(A1:A4)"})) == [("double counting", "S", "A5")]
    assert found(book({**rows, "A5": "=SUM(A3,A4)"})) == []
    assert found(book({**rows, "A5": "=SUM(A3:A4)"})) == []
    assert found(book({**rows, "A5": "=SUBTOTAL(A1,A1:A4)"})) == []


def test_every_rule_says_where_it_comes_from() -> None:
    for rule in RULES:
        assert "domain rule" in (rule.__doc__ or ""), rule


def write_large(path: Path, rows: int, months: int) -> Path:
    """Positions by months: rounded costs, running totals over the row and the column, sums by key."""
    workbook = xlsxwriter.Workbook(str(path))
    inputs, costs = workbook.add_worksheet("Inputs"), workbook.add_worksheet("Costs")
    inputs.write_number("A1", 0.03)
    for row in range(1, rows + 1):
        inputs.write_number(f"B{row}", row)
        inputs.write_string(f"C{row}", f"k{row % 40}")
        for month in range(months):
            column = xl_col_to_name(10 + month)
            costs.write_formula(f"{column}{row}", f"=ROUND(Inputs!$B{row}*(1+Inputs!$A$1)/12,2)")
            running = xl_col_to_name(10 + months + month)
            costs.write_formula(f"{running}{row}", f"=SUM($K{row}:{column}{row})+SUM({column}$1:{column}{row})")
    workbook.close()
    return path


@pytest.mark.slow
def test_100_000_formula_cells_take_seconds(tmp_path: Path) -> None:
    """Measured at about 3 s; the bound is for a busy machine, and catches a rule that became quadratic."""
    large = read_workbook(write_large(tmp_path / "large.xlsx", 1000, 50))
    start = time.process_time()
    assert check_rules(large) == []
    assert time.process_time() - start < 15


def test_a_workbook_of_xlsxwriter_that_keeps_all_rules(tmp_path: Path) -> None:
    workbook = xlsxwriter.Workbook(str(tmp_path / "plan.xlsx"))
    date = workbook.add_format({"num_format": "mmm yy"})
    inputs, plan = workbook.add_worksheet("Inputs"), workbook.add_worksheet("Plan")
    inputs.write_datetime("A1", dt.datetime(2026, 10, 1), date)
    inputs.write_number("A2", 100)
    inputs.write_string("A3", "7000")
    plan.write_formula("J1", "=EDATE(Inputs!$A$1,-1)", date, 46266)
    for month in range(12):
        before, column = xl_col_to_name(9 + month), xl_col_to_name(10 + month)
        plan.write_formula(f"{column}1", f"=EDATE({before}1,1)", date, 46296 + 31 * month)
        plan.write_formula(f"{column}2", "=ROUND(Inputs!$A$2/12,2)", None, 8.33)
        plan.write_formula(f"{column}3", f"=SUM($K2:{column}2)", None, 8.33)
    plan.write_formula("I2", "=SUM(K2:V2)", None, 99.96)
    plan.write_formula("A2", "=Inputs!A3", None, "7000")
    workbook.define_name("start", "=Inputs!$A$1")
    workbook.close()
    assert check_rules(read_workbook(tmp_path / "plan.xlsx")) == []


def dated_rows(**changes: object) -> Book:
    """Twelve months in row 1, and below them three rows of one formula over the rows from 9 on."""
    columns = [xl_col_to_name(n) for n in range(2, 14)]
    cells: dict[str, object] = {f"{column}{row}": row for column in columns for row in (9, 10, 11)}
    cells |= {f"{column}{row}": f"={column}{row + 7}*2" for column in columns for row in (2, 3, 4)}
    made = book(cells | {place: content or 0 for place, content in changes.items()}, formats=["General", "mmm yy"])
    for month, column in enumerate(columns):
        made.sheets["S"].cells[f"{column}1"] = Cell(None, 46296.0 + 30.4 * month // 1, None, 1, "number")
    for place, content in changes.items():
        if content is None:
            del made.sheets["S"].cells[place]
    return made


@pytest.mark.parametrize(
    ("changes", "first"),
    [
        ({"C3": 7}, "C3"),
        ({"N3": 7}, "N3"),
        ({"D3": 7, "E3": 7}, "D3"),
        ({"M3": None}, "M3"),
        ({f"{xl_col_to_name(n)}3": 0 for n in range(2, 14)}, "C3"),
    ],
    ids=["first", "last", "two", "a gap", "a whole row"],
)
def test_numbers_and_gaps_in_a_row_of_months(changes: dict[str, object], first: str) -> None:
    dated = dated_rows()
    assert found(dated) == []
    assert found(dated_rows(**changes)) == [("formula interrupted", "S", first)]


def test_actual_amounts_before_a_forecast_are_no_slip() -> None:
    assert found(dated_rows(**{f"{xl_col_to_name(n)}3": 7 for n in range(2, 7)})) == []
