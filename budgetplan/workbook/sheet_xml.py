"""The cells of one worksheet part, read with expat: the only loop of the reader that has to be fast."""

from __future__ import annotations

import datetime as dt
import re
from typing import NamedTuple

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
    package.parse(part, _Handlers(content).parser)
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


class _Handlers:
    """What the parser calls at each element, with the cell that it is in: the inner loop of reading."""

    def __init__(self, content: _Content) -> None:
        self.content, self.parser = content, new_parser()
        self.chunks: list[str] = []  # of the text of an element
        self.runs: list[str] = []  # of the text of a cell that holds it itself
        self.at, self.kind = "", "n"
        self.style: str | None = None
        self.formula: str | None = None
        self.raw: str | None = None
        self.attributes: dict[str, str] = {}  # of the formula
        self.parser.StartElementHandler = self.root
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.chunks.append

    def root(self, name: str, _: dict[str, str]) -> None:
        """The root element tells the prefix that all others carry, mostly none."""
        prefix = name[: name.find(":") + 1]
        self.c, self.v, self.f, self.t = prefix + "c", prefix + "v", prefix + "f", prefix + "t"
        self.row, self.phonetic, self.ignored = prefix + "row", prefix + "rPh", prefix + "ignoredError"
        self.parser.StartElementHandler = self.start

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """A cell, its formula, a row, or an area of text numbers begins."""
        self.chunks.clear()
        if name == self.c:
            self.at = at = attributes.get("r", "")
            if not _IS_ADDRESS(at):
                self.at = self.content.place(at)
            self.kind, self.style = attributes.get("t", "n"), attributes.get("s")
            self.formula = self.raw = None
            self.runs.clear()
        elif name == self.f:
            self.attributes = attributes
        elif name == self.row:
            self.content.next_row(attributes.get("r"))
        elif name == self.ignored and attributes.get("numberStoredAsText") in ("1", "true"):
            self.content.areas.append(attributes.get("sqref", ""))

    def end(self, name: str) -> None:
        """A value, a formula, a cell or a run of text is complete."""
        if name == self.v:
            self.raw = "".join(self.chunks)
        elif name == self.f:
            self.formula = "".join(self.chunks)
            if self.attributes:
                self.formula = self.content.formula(self.at, self.formula, self.attributes)
        elif name == self.c:
            if self.kind == "inlineStr":
                self.raw = "".join(self.runs)
            if self.formula is not None or self.raw is not None:
                self.content.cells[self.at] = self.content.cell(self.formula, self.kind, self.raw, self.style)
            self.content.last = self.at
        elif name == self.t:
            self.runs.append("".join(self.chunks))
        elif name == self.phonetic and self.runs:
            self.runs.pop()
