"""The cells of one worksheet part, read with expat: the only loop of the reader that has to be fast."""

from __future__ import annotations

import datetime as dt
import re
from typing import NamedTuple
from xml.parsers import expat

from budgetplan.formula.serial import EPOCH
from budgetplan.workbook.formula_text import address, position, shifted
from budgetplan.workbook.package import Package, new_parser
from budgetplan.workbook.values import Cell, unescaped

CELL_LIMIT = 8_000_000  # of one sheet; ten times what a large plan needs
_EPOCH = dt.datetime.combine(EPOCH, dt.time())
_IS_ADDRESS = re.compile(r"[A-Z]{1,3}[1-9][0-9]{0,6}$").match
_NEW = tuple.__new__  # makes a named tuple without the call of its own __new__, half the time of a cell
_KINDS = {"n": "number", "d": "number", "s": "text", "str": "text", "inlineStr": "text", "b": "bool", "e": "error"}


class _Master(NamedTuple):
    """The cell that holds the text of a shared formula."""

    formula: str
    row: int
    column: int


def read_cells(package: Package, part: str, texts: list[str]) -> tuple[dict[str, Cell], list[str]]:
    """The cells of a worksheet part by address, and the areas of text numbers that are meant (`ignoredErrors`).

    Cells without formula and value (only formatted) are left out. `texts` are the shared texts of the workbook.
    Raises `FileError` where the part is damaged or holds more than `CELL_LIMIT` cells.
    """
    content = _Content(package, part, texts)
    package.parse(part, _cell_parser(content))
    return content.cells, content.areas


class _Content:
    """What has been read of the part so far, and the meaning of one cell's XML."""

    def __init__(self, package: Package, part: str, texts: list[str]) -> None:
        self.package, self.part, self.texts = package, part, texts
        self.cells: dict[str, Cell] = {}
        self.areas: list[str] = []
        self.masters: dict[str, _Master] = {}
        self.styles: dict[str | None, int] = {}
        self.row, self.last = 0, ""

    def next_row(self, number: str | None) -> None:
        """A row begins; both its number and the addresses of its cells may be left out of a file."""
        if len(self.cells) > CELL_LIMIT:
            self.package.fail(f"has more than {CELL_LIMIT:,} cells in {self.part}, and is not read")
        self.row, self.last = int(number) if number else self.row + 1, ""

    def place(self, given: str | None) -> str:
        """The address of a cell that gives none (or none that can be read)."""
        if given:
            given = given.upper().replace("$", "")
            if not _IS_ADDRESS(given):
                self.package.fail(f"is damaged: {self.part} has a cell at {given!r}")
            return given
        return address(self.row, position(self.last)[1] + 1 if self.last else 1)

    def formula(self, at: str, text: str, attributes: dict[str, str]) -> str:
        """The text of a formula; a shared one is filled from the cell that holds its text, "" where that is unknown."""
        if attributes.get("t") != "shared":
            return text
        index, (row, column) = attributes.get("si", ""), position(at)
        if text:
            self.masters[index] = _Master(text, row, column)
            return text
        master = self.masters.get(index)
        return shifted(master.formula, row - master.row, column - master.column) if master else ""

    def cell(self, formula: str | None, kind: str, raw: str | None, style: str | None) -> Cell:
        """A cell from the text of its value. `raw` is None where there is no value element."""
        index = self.styles.get(style)
        if index is None:
            index = self.styles[style] = int(style or 0)
        if kind == "n" and raw:
            try:
                return _NEW(Cell, (formula, float(raw), None, index, "number"))
            except ValueError:
                return Cell(formula, None, f"unreadable number {raw!r}", index, "error")
        if raw is None or (raw == "" and kind not in ("str", "inlineStr")):
            return Cell(formula, None, None, index, "blank")
        if kind == "e":
            return Cell(formula, None, raw, index, "error")
        return Cell(formula, self.meaning(kind, raw), None, index, _KINDS.get(kind, "text"))

    def meaning(self, kind: str, raw: str) -> float | str | bool:
        """The value of a cell that is neither a number nor an error."""
        if kind == "s":
            number = int(raw)
            if not 0 <= number < len(self.texts):
                self.package.fail(f"is damaged: {self.part} names a shared text that does not exist")
            return self.texts[number]
        if kind == "b":
            return raw in ("1", "true")
        if kind == "d":
            moment = dt.datetime.fromisoformat(raw).replace(tzinfo=None)
            return (moment - _EPOCH) / dt.timedelta(days=1)
        return unescaped(raw)


def _cell_parser(content: _Content) -> expat.XMLParserType:  # noqa: C901, PLR0915 - one loop, laid out for speed
    """A parser that fills `content`. Its handlers keep their state in local names, which is what makes it fast."""
    parser = new_parser()
    chunks: list[str] = []
    runs: list[str] = []
    cells, made, is_address = content.cells, content.cell, _IS_ADDRESS
    c = v = f = t = row = phonetic = ignored = ""
    at, kind, style, formula, raw, shared = "", "n", None, None, None, {}

    def root(name: str, _: dict[str, str]) -> None:
        """The root element tells the prefix that all others carry, mostly none."""
        nonlocal c, v, f, t, row, phonetic, ignored
        prefix = name[: name.find(":") + 1]
        tags = ("c", "v", "f", "t", "row", "rPh", "ignoredError")
        c, v, f, t, row, phonetic, ignored = (prefix + tag for tag in tags)
        parser.StartElementHandler = start

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal at, kind, style, formula, raw, shared
        chunks.clear()
        if name == c:
            at = attributes.get("r", "")
            if not is_address(at):
                at = content.place(at)
            kind, style = attributes.get("t", "n"), attributes.get("s")
            formula = raw = None
            runs.clear()
        elif name == f:
            shared = attributes
        elif name == row:
            content.next_row(attributes.get("r"))
        elif name == ignored and attributes.get("numberStoredAsText") in ("1", "true"):
            content.areas.append(attributes.get("sqref", ""))

    def end(name: str) -> None:
        nonlocal formula, raw
        if name == v:
            raw = "".join(chunks)
        elif name == f:
            formula = "".join(chunks)
            if shared:
                formula = content.formula(at, formula, shared)
        elif name == c:
            if kind == "inlineStr":
                raw = "".join(runs)
            if formula is not None or raw is not None:
                cells[at] = made(formula, kind, raw, style)
            content.last = at
        elif name == t:
            runs.append("".join(chunks))
        elif name == phonetic and runs:
            runs.pop()

    parser.StartElementHandler = root
    parser.EndElementHandler = end
    parser.CharacterDataHandler = chunks.append
    return parser
