"""A workbook laid out for the rules: every formula cell with its template, parsed once per distinct relative form.

A filled row of 60 months is one template with 60 cells. So rules about the text of a formula look at hundreds of
templates instead of hundreds of thousands of cells, and rules about its references only add numbers.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from budgetplan.names import LAST_COLUMN, LAST_ROW
from budgetplan.workbook.formula_text import (
    Filler,
    Piece,
    address,
    pieces,
    position,
    relative,
    split_reference,
)
from budgetplan.workbook.read import Area, Book
from budgetplan.workbook.rules.functions import NUMERIC, SHAPE, plain
from budgetplan.workbook.values import Cell

AxisRanges = Mapping[str, tuple[int, int, int, int]]
"""By sheet: first column, last column, first row, last row (from 1) of the cells whose rows hold one formula each."""

_TESTS_OF_BLANK = {("=", '""'), ("<>", '""')}
_ARITHMETIC = frozenset("+-*/^")


class Finding(NamedTuple):
    """A breach of a rule. `address` is "" for what concerns a whole sheet, and `sheet` too for the whole workbook."""

    rule: str
    sheet: str
    address: str
    message: str

    def __str__(self) -> str:
        where = f"{self.sheet}!{self.address}" if self.address else self.sheet
        return f"{where}: {self.message}" if where else self.message


class Reference(NamedTuple):
    """A reference of a template: `first_row + row * first_row_moves` is its first row in a cell of row `row`."""

    sheet: str
    first_row: int
    first_row_moves: int
    first_column: int
    first_column_moves: int
    last_row: int
    last_row_moves: int
    last_column: int
    last_column_moves: int
    single: bool
    numeric: bool  # read as a number: part of arithmetic, or inside SUM and its kind
    summed: bool  # a whole argument of SUM
    guarded: bool  # its formula asks first whether the cell is blank
    shape_only: bool  # only its place counts, as in COLUMNS(A1:C1)
    text: str

    def area(self, row: int, column: int) -> Area:
        """The area that it means in the cell at this row and column."""
        return (
            self.first_row + row * self.first_row_moves,
            self.first_column + column * self.first_column_moves,
            self.last_row + row * self.last_row_moves,
            self.last_column + column * self.last_column_moves,
        )


@dataclass
class Template:
    """All cells of one sheet with the same formula in relative form; the text is that of the first cell."""

    sheet: str
    relative: str
    text: str
    filler: Filler
    functions: list[str] = field(default_factory=list)
    numbers: list[str] = field(default_factory=list)
    references: list[Reference] = field(default_factory=list)
    cells: list[tuple[str, int, int]] = field(default_factory=list)  # address, row, column

    @property
    def box(self) -> Area:
        """The smallest area with all of its cells."""
        _, rows, columns = zip(*self.cells, strict=True)
        return min(rows), min(columns), max(rows), max(columns)

    def finding(self, rule: str, message: str) -> Finding:
        """A breach that all its cells share, said once."""
        more = f" (in {len(self.cells)} cells)" if len(self.cells) > 1 else ""
        return Finding(rule, self.sheet, self.cells[0][0], message + more)


class Survey:
    """The workbook with what most rules need: where there are cells, and the templates of the formulas."""

    def __init__(self, book: Book, axis_ranges: AxisRanges | None = None) -> None:
        self.book, self.axis_ranges = book, axis_ranges
        self.cells: dict[str, dict[tuple[int, int], Cell]] = {}
        self.templates: dict[tuple[str, str], Template] = {}
        self._names = _single_names(book)
        for sheet in book.sheets.values():
            grid = self.cells[sheet.name] = {}
            for at, cell in sheet.cells.items():
                if cell.kind == "blank" and cell.formula is None:
                    continue
                grid[position(at)] = cell
            self._file_all(sheet.name, grid)

    def _file_all(self, sheet: str, grid: Mapping[tuple[int, int], Cell]) -> None:
        """Put the formula cells of a sheet to their templates: nearly all have that of the cell above or left of it."""
        filed: dict[tuple[int, int], Template] = {}
        for place, cell in grid.items():
            if not cell.formula:
                continue
            row, column = place
            for near in (filed.get((row - 1, column)), filed.get((row, column - 1))):
                if near and near.filler.text_at(row, column) == cell.formula:
                    break
            else:
                near = self._template(sheet, place, cell.formula)
            near.cells.append((address(row, column), row, column))
            filed[place] = near

    def _template(self, sheet: str, place: tuple[int, int], formula: str) -> Template:
        """The template of a formula, which is parsed when its first cell comes."""
        seen = relative(formula, *place)
        template = self.templates.get((sheet, seen))
        if template is None:
            template = self.templates[sheet, seen] = Template(sheet, seen, formula, Filler(formula, *place))
            _parse(template, place, self._names)
        return template


class Lanes:
    """Places sorted by column and by row, to find those inside an area quickly. `places` are (row, column) pairs."""

    def __init__(self, places: Iterable[tuple[int, int]]) -> None:
        self.by_column: dict[int, list[int]] = defaultdict(list)
        for row, column in places:
            self.by_column[column].append(row)
        for rows in self.by_column.values():
            rows.sort()
        self.columns = sorted(self.by_column)

    def inside(self, area: Area) -> Iterable[tuple[int, int]]:
        """The places inside an area, column by column."""
        first_row, first_column, last_row, last_column = area
        for column in self.columns[bisect_left(self.columns, first_column) : bisect_right(self.columns, last_column)]:
            rows = self.by_column[column]
            for row in rows[bisect_left(rows, first_row) : bisect_right(rows, last_row)]:
                yield row, column


def _single_names(book: Book) -> dict[tuple[str | None, str], str]:
    """What defined names stand for, by (sheet or None, name in lower case)."""
    return {(name.sheet, name.name.lower()): name.text for name in book.names}


def _parse(template: Template, place: tuple[int, int], names: Mapping[tuple[str | None, str], str]) -> None:
    """Fill a template from the text of its first cell, which stands at `place`."""
    parts = list(pieces(template.text))
    guarded = set(_guarded(parts))
    calls: list[tuple[str, int]] = []  # the open calls: function ("" for a parenthesis) and number of the argument
    for index, part in enumerate(parts):
        before = parts[index - 1].text if index else "("
        after = parts[index + 1].text if index + 1 < len(parts) else ")"
        if part.kind == "function":
            template.functions.append(plain(part.text))
        elif part.kind == "number":
            template.numbers.append(part.text + ("%" if after == "%" else ""))
        elif part.text == "(" and part.kind == "sign":
            calls.append((plain(before) if index and parts[index - 1].kind == "function" else "", 0))
        elif part.text == ")" and part.kind == "sign" and calls:
            calls.pop()
        elif part.text == "," and part.kind == "sign" and calls:
            calls[-1] = (calls[-1][0], calls[-1][1] + 1)
        elif part.kind in ("ref", "name"):
            text, at = (part.text, place) if part.kind == "ref" else (_named(part.text, template.sheet, names), (0, 0))
            function, argument = calls[-1] if calls else ("", 0)
            whole = before in ("(", ",") and after in (",", ")")
            numeric = before in _ARITHMETIC or after in _ARITHMETIC or after == "%" or _reads(function, argument, whole)
            marks = (numeric, function == "SUM" and whole, _bare(part.text) in guarded, function in SHAPE, part.text)
            reference = _reference(text, at, template.sheet, marks) if text else None
            if reference:
                template.references.append(reference)


def _reads(function: str, argument: int, whole: bool) -> bool:
    """Whether a function reads this argument (numbered from 0) as numbers."""
    if not whole:
        return False
    if function in ("SUMIFS", "AVERAGEIFS"):
        return argument == 0
    return function in NUMERIC or (function in ("SUMIF", "AVERAGEIF") and argument == 2)


def _bare(text: str) -> str:
    return text.replace("$", "").upper()


def _guarded(parts: list[Piece]) -> Iterable[str]:
    """The references that a formula compares with "" or asks ISBLANK about, without their locks."""
    for first, second, third in zip(parts, parts[1:], parts[2:], strict=False):
        if first.kind in ("ref", "name") and (second.text, third.text) in _TESTS_OF_BLANK:
            yield _bare(first.text)
        if third.kind in ("ref", "name") and (second.text, first.text) in _TESTS_OF_BLANK:
            yield _bare(third.text)
        if third.kind in ("ref", "name") and second.text == "(" and plain(first.text) == "ISBLANK":
            yield _bare(third.text)


def _named(name: str, sheet: str, names: Mapping[tuple[str | None, str], str]) -> str:
    """The reference that a defined name stands for, or ""."""
    owner, mark, own = name.rpartition("!")
    key = own.lower()
    found = names.get((owner.strip("'") if mark else sheet, key), names.get((None, key), ""))
    return found if "!" in found else ""


def _reference(
    text: str, place: tuple[int, int], sheet: str, marks: tuple[bool, bool, bool, bool, str]
) -> Reference | None:
    """A reference relative to the cell at `place`; None for what is no area of a sheet of this workbook."""
    try:
        owner, first, second = split_reference(text)
    except ValueError:
        return None
    if owner and "[" in owner:
        return None  # another workbook
    last = second or first
    row, column = place
    numbers = (
        *_coordinate(first.row, first.row_locked, row, 1),
        *_coordinate(first.column, first.column_locked, column, 1),
        *_coordinate(last.row, last.row_locked, row, LAST_ROW),
        *_coordinate(last.column, last.column_locked, column, LAST_COLUMN),
    )
    single = second is None and first.row is not None and first.column is not None
    return Reference(owner if owner is not None else sheet, *numbers, single, *marks)


def _coordinate(number: int | None, locked: bool, here: int, every: int) -> tuple[int, int]:
    """A row or column as (number, 0) where it is locked, (offset, 1) where it moves; `every` where it means all."""
    if number is None:
        return every, 0
    return (number, 0) if locked or here == 0 else (number - here, 1)
