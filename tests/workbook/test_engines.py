"""What the independent engines do with the functions we write, against what Excel is documented to do.

The expected values are from the documentation of each function by Microsoft or worked by hand, never from an engine.
Where an engine is known to differ, its own answer stands beside it: a formula of ours must then not depend on it.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
import xlsxwriter
from needs import needs_libreoffice

from budgetplan.workbook.engines import recalculate_formualizer, recalculate_libreoffice
from budgetplan.workbook.values import CellError, Value

E = CellError


@dataclass(frozen=True)
class Case:
    """A formula, Excel's value, and an engine's own one where it is known to differ."""

    formula: str
    excel: Value
    formualizer: Value = None
    libreoffice: Value = None


# Cells that the formulas read. B7 is empty; B8 holds text that is empty; dates are numbers with a date format.
DATA: dict[str, float | str | bool] = {
    "A1": 10.0, "A2": 20.0, "A3": 30.0, "A4": 40.0, "A5": 50.0,
    "B1": "north", "B2": "South", "B3": "NORTH", "B4": "nort", "B5": "east", "B8": "", "B9": "12", "B10": True,
    "C1": 4.14, "C2": 4.19, "C3": 5.17, "C4": 5.77, "C5": 6.39,
    "D1": "red", "D2": "orange", "D3": "yellow", "D4": "green", "D5": "blue",
    "E1": "A100|10|7000", "E2": "A100|10|7100", "E3": "a100|10|7000", "E4": "A100|11|7000", "E5": "A100|10|70001",
    "F1": -70000.0, "F2": 12000.0, "F3": 15000.0, "F4": 18000.0, "F5": 21000.0, "F6": 26000.0,
    "I1": -120000.0, "I2": 39000.0, "I3": 30000.0, "I4": 21000.0, "I5": 37000.0, "I6": 46000.0,
    "G1": "0100", "G2": "100", "G3": "1E2", "G4": "A*", "G5": "AB",
}  # fmt: skip
DATES = {"H1": 46296.0, "H2": 46327.0, "H3": 46357.0, "H4": 41235.0}  # 2026-10-01, -11-01, -12-01; 2012-11-22

ROUNDING = [
    Case("ROUND(2.675,2)", 2.68),
    Case("ROUND(1.005,2)", 1.01),
    Case("ROUND(-1.005,2)", -1.01),
    Case("ROUND(2.5,0)", 3.0),
    Case("ROUND(-2.5,0)", -3.0),
    Case("ROUND(0.285,2)", 0.29),
    Case("ROUND(1.115,2)", 1.12),
    Case("ROUND(15.075,2)", 15.08),
    Case("ROUND(1.1*1.15,2)", 1.27),
    Case("ROUND(1000000.005,2)", 1000000.01),
    Case("ROUND(4.35*100,0)", 435.0),
    Case("ROUND(1250,-2)", 1300.0),
    Case("ROUND(-1250,-2)", -1300.0),
    Case("ROUND(1249.99,-2)", 1200.0),
    Case("ROUND(626.3,-3)", 1000.0),
    Case("ROUND(1.98,-1)", 0.0),
    Case("ROUNDUP(-3.14159,1)", -3.2),
    Case("ROUNDUP(31415.92654,-2)", 31500.0),
    Case("ROUNDDOWN(-3.14159,1)", -3.1),
    Case("TRUNC(-8.9)", -8.0),
    Case("INT(-8.9)", -9.0),
    Case("MOD(-3,2)", 1.0),
    Case("MOD(3,-2)", -1.0),
    Case("CEILING(2.5,1)", 3.0),
    Case("FLOOR(3.7,2)", 2.0),
]
ARITHMETIC = [
    Case("-2^2", 4.0),
    Case("2^3^2", 64.0),
    Case("2^-1", 0.5),
    Case("50%*10", 5.0),
    Case("0^0", E("#NUM!"), formualizer=1.0, libreoffice=1.0),
    Case("1/0", E("#DIV/0!")),
    # Excel and LibreOffice compare 15 digits, formualizer and numpy all bits: compare rounded figures only.
    Case("ROUND(0.1+0.2,2)=0.3", True),
    Case("0.1+0.2=0.3", True, formualizer=False),
    Case("0.1*3>0.3", False, formualizer=True),
    Case("1-0.9=0.1", True, formualizer=False),
    Case("IF(0.1+0.2-0.3=0,1,0)", 1.0, formualizer=0.0),
    Case('"3"+1', 4.0),
    Case('"x"+1', E("#VALUE!")),
    Case("TRUE+1", 2.0),
    Case("SUM(TRUE,5)", 6.0),
    Case('SUM("3",2)', 5.0, libreoffice=E("#VALUE!")),
    # A test in a cell counts for nothing in Excel's SUM, and for 1 in LibreOffice's: lines hold numbers, never tests.
    Case("SUM(B10,5)", 5.0, libreoffice=6.0),
    Case("SUM(B9,5)", 5.0),
    Case("B9+5", 17.0),
    Case("SUM(B1:B5)", 0.0),
    Case("MAX(B1:B5)", 0.0),
    Case("AVERAGE(B1:B5)", E("#DIV/0!")),
    Case("COUNT(A1:B5)", 5.0),
    Case("COUNTA(B1:B8)", 6.0, libreoffice=5.0),
    Case("COUNTBLANK(B1:B8)", 3.0),
    Case("MIN(H1:H3)", 46296.0),
    Case("SUM(H1:H2)", 92623.0),
    Case("COUNT(H1:H3)", 3.0),
    Case("SUMPRODUCT((A1:A5>20)*(A1:A5-20),C1:C5)", 358.8),
    Case('SUMPRODUCT(--(B1:B5="north"),A1:A5)', 40.0),
    Case("SUMSQ(3,4)", 25.0),
    Case("SIGN(-3)", -1.0),
    Case("MEDIAN(A1:A5)", 30.0),
    Case("LARGE(A1:A5,2)", 40.0),
    Case("RANK(A2,A1:A5)", 4.0),
    Case("PERCENTILE(A1:A5,0.5)", 30.0),
    Case("SUBTOTAL(9,A1:A5)", 150.0),
]
LOGIC_AND_TEXT = [
    Case("B7", 0.0),
    Case('B7=""', True),
    Case("B7=0", True),
    Case("ISBLANK(B7)", True),
    Case("ISBLANK(B8)", False, libreoffice=True),
    Case('IF(B7="",1,2)', 1.0),
    Case('IF(B8="",1,2)', 1.0),
    Case('IF(A1="",1,2)', 2.0),
    Case("IF(B7,1,2)", 2.0),
    Case("B7+1", 1.0),
    Case('B7&"x"', "x"),
    Case("CHOOSE(2,A1,B7)", 0.0),
    Case("IF(TRUE,B7)", 0.0),
    Case("INDEX(B1:B8,7)", 0.0),
    Case('IF(1,"x",2)', "x"),
    Case("IF(0,5)", False),
    Case('"a"="A"', True),
    Case('EXACT("a","A")', False),
    Case('"a"<"B"', True),
    Case('"1">2', True),
    Case('TRUE>"z"', True, libreoffice=False),
    Case('"10"=10', False),
    Case("AND(TRUE,1)", True),
    Case("OR(FALSE,0)", False),
    Case('1/3&""', "0.333333333333333", formualizer="0.3333333333333333"),
    Case('0.1+0.2&""', "0.3", formualizer="0.30000000000000004"),
    Case('1234567.891&""', "1234567.891"),
    Case('100000000000&""', "100000000000"),
    Case('TRUE&""', "TRUE", libreoffice="1"),
    Case('A1&"|"&B1&"|"&G1', "10|north|0100"),
    Case('H1&""', "46296"),
    Case('TEXT(0.285,"0.0%")', "28.5%"),
    Case('TEXT(1234.567,"$#,##0.00")', "$1,234.57"),
    Case('TEXT(H1,"yyyy-mm")', "2026-10"),
    Case('TEXT(H1,"mmm yyyy")', "Oct 2026"),
    Case('TEXT(7,"000")', "007"),
    Case('VALUE("12.5")', 12.5),
    Case('LEN("déjà")', 4.0),
    Case('LEFT("budget",3)', "bud"),
    Case('MID("budget",2,3)', "udg"),
    Case('FIND("d","budget")', 3.0),
    Case('SUBSTITUTE("a-b-c","-","")', "abc"),
    Case('TRIM("  a  b ")', "a b"),
    Case('REPT("ab",2)', "abab"),
    Case("IFERROR(1/0,7)", 7.0),
    Case("IFERROR(MATCH(1,A1:A5,0),COLUMNS(A1:E1)+1)", 6.0),
    Case("ISNUMBER(B9)", False),
    Case("N(TRUE)", 1.0),
    Case("ROWS(A1:A5)", 5.0),
]
LOOKUPS = [
    Case("LOOKUP(4.19,C1:C5,D1:D5)", "orange"),
    Case("LOOKUP(5.75,C1:C5,D1:D5)", "yellow"),
    Case("LOOKUP(7.66,C1:C5,D1:D5)", "blue"),
    Case("LOOKUP(0,C1:C5,D1:D5)", E("#N/A")),
    Case("LOOKUP(H2,H1:H3,A1:A3)", 20.0),
    Case("LOOKUP(H2-1,H1:H3,A1:A3)", 10.0),
    Case("MATCH(35,A1:A5,1)", 3.0),
    Case("MATCH(35,A1:A5)", 3.0),
    Case("MATCH(5,A1:A5,1)", E("#N/A")),
    Case("MATCH(35,A1:A5,0)", E("#N/A")),
    Case('MATCH("NORTH",B1:B5,0)', 1.0),
    Case('MATCH("nor*",B1:B5,0)', 1.0),
    Case('MATCH("100",G1:G3,0)', 2.0),
    Case('INDEX(A1:A5,MATCH("south",B1:B5,0))', 20.0),
    Case("INDEX(A1:D5,2,4)", "orange"),
    Case("SUM(INDEX(A1:C5,0,1))", 150.0),
    Case("SUM(A1:INDEX(A1:A5,3))", 60.0),
    Case('VLOOKUP("East",B1:D5,3,FALSE)', "blue"),
    Case("HLOOKUP(10,A1:C3,2,FALSE)", 20.0),
    Case('SUMIFS(A1:A5,B1:B5,"north")', 40.0),
    Case('SUMIFS(A1:A5,B1:B5,"nor*")', 80.0),
    Case('SUMIFS(A1:A5,B1:B5,"nort")', 40.0),
    Case('SUMIFS(A1:A5,E1:E5,"A100|10|7000")', 40.0),
    Case("SUMIFS(A1:A5,E1:E5,E2)", 20.0),
    Case('SUMIFS(A1:A5,A1:A5,">=30")', 120.0),
    Case('SUMIFS(A1:A5,A1:A5,">"&A3)', 90.0),
    Case("SUMIFS(A1:A3,H1:H3,H2)", 20.0),
    Case('SUMIFS(A1:A3,H1:H3,">="&H2)', 50.0),
    Case('SUMIFS(A1:A3,H1:H3,">="&H2,H1:H3,"<"&H3)', 20.0),
    # Excel's criteria take text that reads as a number for that number; no engine here can see it.
    Case('SUMIFS(A1:A5,G1:G5,"100")', 60.0, formualizer=20.0, libreoffice=20.0),
    Case('SUMIFS(A1:A5,G1:G5,"A*")', 90.0),
    Case('SUMIFS(A1:A5,G1:G5,"A~*")', 40.0),
    Case('SUMIFS(A1:A5,B1:B5,"none")', 0.0),
    Case('SUMIF(B1:B5,"north",A1:A5)', 40.0),
    Case('COUNTIF(B1:B5,"NORTH")', 2.0),
    Case('COUNTIFS(B1:B5,"north",A1:A5,">10")', 1.0),
    Case('COUNTIF(B1:B8,"")', 3.0),
    Case('COUNTIF(B1:B5,"<>north")', 3.0),
    Case('AVERAGEIFS(A1:A5,B1:B5,"north")', 20.0),
]
DATES_CASES = [
    Case("DATE(2026,10,1)", 46296.0),
    Case("DATE(2008,14,2)", 39846.0),
    Case("DATE(2008,1,-15)", 39432.0),
    Case("EOMONTH(DATE(2011,1,1),1)", 40602.0),
    Case("EOMONTH(DATE(2011,1,1),-3)", 40482.0),
    Case("EOMONTH(H1,0)", 46326.0),
    Case("EDATE(DATE(2011,1,15),1)", 40589.0),
    Case("EDATE(DATE(2011,1,15),-1)", 40527.0),
    Case("EDATE(DATE(2027,1,31),1)", 46446.0),
    Case("EDATE(H1,12)", 46661.0),
    Case("H2-H1", 31.0),
    Case("H1+30", 46326.0),
    Case("MAX(0,MIN(EOMONTH(H1,0),H2)-MAX(H1,DATE(2026,10,15))+1)", 17.0),
    Case("YEAR(H1)*100+MONTH(H1)", 202610.0),
    Case("DAY(EOMONTH(H1,0))", 31.0),
    Case("WEEKDAY(DATE(2008,2,14))", 5.0),
    Case("WEEKDAY(DATE(2008,2,14),2)", 4.0),
    Case("NETWORKDAYS(DATE(2012,10,1),DATE(2013,3,1))", 110.0),
    # formualizer overlooks a single holiday that is a date: give it a range of two cells or more.
    Case("NETWORKDAYS(DATE(2012,10,1),DATE(2013,3,1),H4)", 109.0, formualizer=110.0),
    Case("NETWORKDAYS(DATE(2012,10,1),DATE(2013,3,1),H3:H4)", 109.0),
    Case("NETWORKDAYS(DATE(2012,10,1),DATE(2013,3,1),H4:H6)", 109.0),
    Case("NETWORKDAYS(DATE(2026,10,3),DATE(2026,10,4))", 0.0),
    Case("NETWORKDAYS(DATE(2026,10,9),DATE(2026,10,5))", -5.0),
    Case("WORKDAY(DATE(2008,10,1),151)", 39933.0),
    Case("YEARFRAC(DATE(2012,1,1),DATE(2012,7,30))", 0.5805555555555556),
    Case("YEARFRAC(DATE(2012,1,1),DATE(2012,7,30),3)", 211 / 365),
    Case("DAYS360(DATE(2011,1,30),DATE(2011,2,1))", 1.0),
]
FINANCE = [
    Case("NPV(0.1,-10000,3000,4200,6800)", -10000 / 1.1 + 3000 / 1.1**2 + 4200 / 1.1**3 + 6800 / 1.1**4),
    Case("ROUND(IRR(F1:F6),4)", 0.0866),
    Case("ROUND(IRR(F1:F5),3)", -0.021),
    Case("ROUND(MIRR(I1:I6,0.1,0.12),4)", 0.1261),
    Case("ROUND(PMT(0.08/12,10,10000),2)", -1037.03),
    Case("ROUND(IPMT(0.1/12,1,36,8000),2)", -66.67),
    Case("ROUND(PPMT(0.1/12,1,24,2000),2)", -75.62),
    Case("ROUND(NPER(0.12/12,-100,-1000,10000,1),6)", 59.673866),
    Case("ROUND(RATE(48,-200,8000),6)", 0.007701),
    Case("SLN(30000,7500,10)", 2250.0),
    Case("DDB(2400,300,10,1,2)", 480.0),
    Case("ROUND(DB(1000000,100000,6,1,7),2)", 186083.33),
    Case("ROUND(POISSON(2,5,TRUE),9)", 0.124652019),
    Case("ROUND(POISSON(2,5,FALSE),9)", 0.084224337),
    Case("ROUND(NORMSDIST(1.333333),7)", 0.9087887),
    Case("LN(EXP(2))", 2.0),
]
CASES = [*ROUNDING, *ARITHMETIC, *LOGIC_AND_TEXT, *LOOKUPS, *DATES_CASES, *FINANCE]


def agrees(found: Value, expected: Value) -> bool:
    if isinstance(found, float) and isinstance(expected, float):
        return abs(found - expected) <= 1e-9 * max(1.0, abs(expected))
    return type(found) is type(expected) and found == expected


@pytest.fixture(scope="module")
def workbook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("engines") / "functions.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet, date = book.add_worksheet("S"), book.add_format({"num_format": "yyyy-mm-dd"})
    for address, value in DATA.items():
        write = {str: sheet.write_string, bool: sheet.write_boolean, float: sheet.write_number}[type(value)]
        write(address, value)
    for address, day in DATES.items():
        sheet.write_number(address, day, date)
    for row, case in enumerate(CASES):
        sheet.write_formula(row, 20, "=" + case.formula)
    book.close()
    return path


@pytest.fixture(scope="module")
def by_formualizer(workbook: Path) -> list[Value]:
    values = recalculate_formualizer(workbook)
    return [values["S", f"U{row}"] for row in range(1, len(CASES) + 1)]


@pytest.fixture(scope="module")
def by_libreoffice(libreoffice: object, workbook: Path) -> list[Value]:
    values = recalculate_libreoffice(workbook).values()
    return [values["S", f"U{row}"] for row in range(1, len(CASES) + 1)]


@pytest.mark.parametrize("number", range(len(CASES)), ids=[case.formula for case in CASES])
def test_formualizer(number: int, by_formualizer: list[Value]) -> None:
    case = CASES[number]
    expected = case.excel if case.formualizer is None else case.formualizer
    assert agrees(by_formualizer[number], expected), (case.formula, by_formualizer[number], expected)


@needs_libreoffice
@pytest.mark.parametrize("number", range(len(CASES)), ids=[case.formula for case in CASES])
def test_libreoffice(number: int, by_libreoffice: list[Value]) -> None:
    """Its version is not ours to choose: a difference that a later one mends is no failure."""
    case = CASES[number]
    allowed = [case.excel] if case.libreoffice is None else [case.excel, case.libreoffice]
    assert any(agrees(by_libreoffice[number], value) for value in allowed), (case.formula, by_libreoffice[number])
