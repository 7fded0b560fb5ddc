"""Formula text: its pieces, its references, and its form relative to the cell that holds it.

One regular expression knows what a piece of a formula is; a second, cheaper one finds references only, because the
relative form is needed for every cell, while the pieces are needed once per distinct relative form.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from ..names import LAST_COLUMN, LAST_ROW

_CELL = r"\$?[A-Za-z]{1,3}\$?[1-9][0-9]{0,6}"
_SHEET = r"'(?:[^']|'')+'|(?:\[\d+\])?[^\W\d][\w.]*(?::[^\W\d][\w.]*)?"
_END = r"(?![\w.(\[!])"
PIECE = re.compile(
    rf"""(?P<string>"(?:[^"]|"")*")
    |(?P<error>\#(?:DIV/0!|N/A|NAME\?|NULL!|NUM!|REF!|VALUE!|SPILL!|CALC!|GETTING_DATA))
    |(?P<ref>(?:(?:{_SHEET})!)?(?:{_CELL}(?::{_CELL})?|\$?[A-Za-z]{{1,3}}:\$?[A-Za-z]{{1,3}}|\$?\d+:\$?\d+){_END})
    |(?P<table>[^\W\d][\w.]*\[(?:[^\[\]]|\[[^\]]*\])*\])
    |(?P<function>[^\W\d][\w.]*)(?=\()
    |(?P<name>(?:(?:{_SHEET})!)?[^\W\d][\w.\\?]*)
    |(?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)
    |(?P<sign><=|>=|<>|[-+*/^&=<>%,;:(){{}}])
    |(?P<space>\s+)
    |(?P<other>.)""",
    re.VERBOSE | re.DOTALL,
)
_REFERENCE = re.compile(
    r""""(?:[^"]|"")*"|'(?:[^']|'')+'!|\[[^\]]*\]"""
    r"""|(?<![\w.\\$])(?:(\$?)([A-Za-z]{1,3})(\$?)([1-9][0-9]{0,6})|(\$?)([A-Za-z]{1,3}):(\$?)([A-Za-z]{1,3}))(?![\w.(\[!])"""
)
_CORNER = re.compile(r"(\$?)([A-Za-z]{1,3})?(\$?)(\d+)?$")
_ADDRESS = re.compile(r"([A-Za-z]{1,3})([1-9][0-9]{0,6})$")


class Piece(NamedTuple):
    """One piece of a formula; `kind` is the name of the group in `PIECE` that matched it."""

    kind: str
    text: str


@lru_cache(maxsize=LAST_COLUMN)
def column_number(letters: str) -> int:
    """1 for "A", 27 for "AA"."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


@lru_cache(maxsize=LAST_COLUMN)
def column_letters(number: int) -> str:
    """The letters of a column: "A" for 1, "AA" for 27."""
    letters = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def position(address: str) -> tuple[int, int]:
    """(row, column), both from 1, of an address such as "K12"; raises ValueError for anything else."""
    match = _ADDRESS.match(address)
    if not match:
        raise ValueError(f"{address!r} is not the address of a cell")
    return int(match[2]), column_number(match[1])


def address(row: int, column: int) -> str:
    """The address of a cell: "K12" for row 12, column 11."""
    return f"{column_letters(column)}{row}"


def pieces(formula: str) -> Iterator[Piece]:
    """The pieces of a formula without its leading "=", white space left out."""
    for match in PIECE.finditer(formula):
        kind = match.lastgroup or "other"
        if kind != "space":
            yield Piece(kind, match[0])


def relative(formula: str, row: int, column: int) -> str:
    """The formula with every reference seen from its cell (R1C1 form): equal for all cells of one filled row.

    `=A1*$B$1` in A2 is `R[-1]C[0]*R1C2`. Text in quotes, sheet names and function names stay as they are.
    """

    def seen(match: re.Match[str]) -> str:
        column_lock, letters, row_lock, digits, lock1, first, lock2, last = match.groups()
        if letters:
            down = f"R{digits}" if row_lock else f"R[{int(digits) - row}]"
            across = column_number(letters)
            return f"{down}C{across}" if column_lock else f"{down}C[{across - column}]"
        if first:
            ends = ((lock1, column_number(first)), (lock2, column_number(last)))
            return ":".join(f"C{number}" if lock else f"C[{number - column}]" for lock, number in ends)
        return match[0]

    return _REFERENCE.sub(seen, formula)


class Filler:
    """A formula filled into other cells: much quicker than to read what stands in them, and to compare.

    `text_at` is what the formula reads in the cell at a row and column, "" where a reference would leave the sheet.
    """

    def __init__(self, formula: str, row: int, column: int) -> None:
        """`formula` stands in the cell at `row` and `column`."""
        fixed, self.moves, at = [], [], 0  # each move: whether it is a column, and how far from its cell
        for match in _REFERENCE.finditer(formula):
            for column_group, digit_group in ((2, 4), (6, None), (8, None)):
                if match[column_group] and not match[column_group - 1]:
                    fixed.append(formula[at : match.start(column_group)])
                    self.moves.append((True, column_number(match[column_group]) - column))
                    at = match.end(column_group)
                if digit_group and match[digit_group] and not match[digit_group - 1]:
                    fixed.append(formula[at : match.start(digit_group)])
                    self.moves.append((False, int(match[digit_group]) - row))
                    at = match.end(digit_group)
        self.pattern = "%s".join(text.replace("%", "%%") for text in (*fixed, formula[at:]))

    def text_at(self, row: int, column: int) -> str:
        """The formula as the cell there would hold it."""
        letters = column_letters
        return self.pattern % tuple([letters(column + by) if across else row + by for across, by in self.moves])


def shifted(formula: str, rows: int, columns: int) -> str:
    """The formula as it reads after being filled `rows` down and `columns` right; `#REF!` where it leaves the sheet."""

    def moved_column(lock: str, letters: str) -> str | None:
        number = column_number(letters) + (0 if lock else columns)
        return lock + column_letters(number) if 0 < number <= LAST_COLUMN else None

    def moved(match: re.Match[str]) -> str:
        column_lock, letters, row_lock, digits, lock1, first, lock2, last = match.groups()
        if letters:
            across, down = moved_column(column_lock, letters), int(digits) + (0 if row_lock else rows)
            return f"{across}{row_lock}{down}" if across and 0 < down <= LAST_ROW else "#REF!"
        if first:
            start, end = moved_column(lock1, first), moved_column(lock2, last)
            return f"{start}:{end}" if start and end else "#REF!"
        return match[0]

    return _REFERENCE.sub(moved, formula)


class Corner(NamedTuple):
    """One corner of a reference: a row and a column from 1, each locked by `$` or not; None means all of them."""

    row: int | None
    row_locked: bool
    column: int | None
    column_locked: bool


def split_reference(text: str) -> tuple[str | None, Corner, Corner | None]:
    """(sheet or None, first corner, second corner or None for a single cell) of a "ref" piece.

    The sheet comes without its quotes. Raises ValueError where the text is no reference.
    """
    sheet, mark, cells = text.rpartition("!")
    if sheet.startswith("'"):
        sheet = sheet[1:-1].replace("''", "'")
    first, _, second = cells.partition(":")
    return sheet if mark else None, _corner(first), _corner(second) if second else None


def _corner(text: str) -> Corner:
    match = _CORNER.match(text)
    if not match or not (match[2] or match[4]):
        raise ValueError(f"{text!r} is not a reference")
    lock, letters, row_lock, digits = match.groups()
    if not letters:  # a whole row: its one lock stands before the digits
        return Corner(int(digits), bool(lock or row_lock), None, True)
    return Corner(int(digits) if digits else None, bool(row_lock), column_number(letters), bool(lock))
