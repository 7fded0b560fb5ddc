"""A number typed over a formula recalculates without a difference: only the rules can find it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from needs import needs_libreoffice
from rich_plan import rich_plan

from budgetplan.plan import load
from budgetplan.workbook.certificate import verify
from budgetplan.workbook.engines import recalculate_libreoffice
from budgetplan.workbook.formula_text import address
from budgetplan.workbook.read import Book, Sheet, read_workbook
from budgetplan.workbook.rules import check_rules
from budgetplan.workbook.values import Cell

TYPED = {
    "the first month of a posting line": ("Position Costs", ["K8"]),
    "its last month": ("Position Costs", ["V8"]),
    "two months side by side": ("Position Costs", ["K8", "L8"]),
    "a whole row": ("Position Costs", [f"{column}9" for column in "KLMNOPQRSTUV"]),
    "a step on the way": ("Position Steps", ["M20"]),
    "an operating line": ("Operating Costs", ["K8"]),
    "the total of a posting line": ("Position Costs", ["I8"]),
    "a month of a budget row": ("Monthly", ["N9"]),
    "an expected figure of a check": ("Checks", ["C10"]),
}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("typed")
    saved, _ = load(rich_plan(folder / "plan")).calculate().save(folder)
    return Path(saved.path)


def type_over(book: Book, sheet: str, at: str, value: float | str = 999999.0) -> None:
    """A number or text in place of a formula, which looks as the formula did."""
    cells = book.sheets[sheet].cells
    assert cells[at].formula, f"{sheet}!{at} is no formula"
    kind = "text" if isinstance(value, str) else "number"
    cells[at] = Cell(None, value, None, cells[at].style, kind)  # type: ignore[arg-type]


@pytest.mark.parametrize(("sheet", "places"), TYPED.values(), ids=list(TYPED))
def test_a_number_typed_over_a_formula_is_found(built: Path, sheet: str, places: list[str]) -> None:
    book = read_workbook(built)
    for at in places:
        type_over(book, sheet, at)
    told = [finding for finding in check_rules(book) if finding.rule == "typed over"]
    assert [(finding.sheet, finding.address) for finding in told] == [(sheet, places[0])]


@pytest.mark.parametrize(
    "change",
    [
        lambda book: type_over(book, "Checks", master(book), "All checks pass"),
        lambda book: book.sheets["Position Costs"].cells.pop("K8"),
    ],
    ids=["a text", "a formula that is deleted"],
)
def test_what_else_is_gone_is_counted(built: Path, change: Callable[[Book], object]) -> None:
    book = read_workbook(built)
    count = len(read_workbook(built).formula_cells)
    change(book)
    told = [str(finding) for finding in check_rules(book) if finding.rule == "typed over"]
    assert told == [f"of the {count:,} formulas with which this was built 1 are missing: typed over or deleted"]


def master(book: Book) -> str:
    """The cell of the master check."""
    cells = book.sheets["Checks"].cells
    return next(at for at, cell in cells.items() if cell.formula and cell.value == "All checks pass" and at[0] == "C")


def test_what_people_add_beside_ours_is_theirs(built: Path) -> None:
    """A sheet of their own with our looks, notes and numbers beside and below our tables, inputs that they change."""
    book = read_workbook(built)
    looks = book.sheets["Position Costs"].cells["K8"].style
    ours = book.sheets["Monthly"].cells
    last = max(int("".join(filter(str.isdigit, at))) for at in ours)
    book.sheets["Mine"] = Sheet("Mine", cells={f"A{n}": Cell(None, 5.0, None, looks, "number") for n in range(1, 9)})
    ours[f"B{last + 3}"] = Cell(None, "What was paid", None, 0, "text")
    ours |= {address(last + 3, column): Cell(None, 100.0, None, 0, "number") for column in range(11, 23)}
    ours["AZ8"] = Cell(None, 12.0, None, 0, "number")
    salary = next(at for at, cell in book.sheets["Positions"].cells.items() if cell.value == 205000)
    book.sheets["Positions"].cells[salary] = book.sheets["Positions"].cells[salary]._replace(value=210000.0)
    assert check_rules(book) == []


@pytest.mark.slow
@needs_libreoffice
def test_a_workbook_that_libreoffice_saved_has_kept_its_looks(built: Path, tmp_path: Path) -> None:
    saved = recalculate_libreoffice(built, tmp_path)
    assert [finding for finding in check_rules(saved) if finding.rule == "typed over"] == []
    type_over(saved, "Position Costs", "K8")
    assert [str(one).partition(":")[0] for one in check_rules(saved) if one.rule == "typed over"] == [
        "Position Costs!K8"
    ]


def test_verify_says_so(built: Path, tmp_path: Path) -> None:
    from openpyxl import load_workbook

    assert verify(built, engines=("formualizer",)).ok
    book = load_workbook(built)
    book["Position Costs"]["K8"] = 999999
    book.save(tmp_path / "typed.xlsx")
    certificate = verify(tmp_path / "typed.xlsx", engines=("formualizer",))
    assert "typed over" in {finding.rule for finding in certificate.findings} and not certificate.ok
