"""Reading .xlsx files: formulas and stored values together, in one pass.

Knows files only, and nothing of plans. Transitional and strict files, shared and inline texts, shared and array
formulas, dates of 1904 and absolute relationship targets are read; what a workbook never needs (document types,
encryption, parts without measure) is refused with a `FileError` that says so.
"""

from __future__ import annotations

import datetime as dt
import gc
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from budgetplan.errors import FileError
from budgetplan.formula.serial import EPOCH
from budgetplan.formula.serial import serial as day_number
from budgetplan.workbook.formula_text import position
from budgetplan.workbook.package import Package
from budgetplan.workbook.sheet_xml import read_cells
from budgetplan.workbook.values import Cell, CellError, Value, unescaped

BUILT_IN_FORMATS = {
    0: "General",
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    5: "$#,##0_);($#,##0)",
    6: "$#,##0_);[Red]($#,##0)",
    7: "$#,##0.00_);($#,##0.00)",
    8: "$#,##0.00_);[Red]($#,##0.00)",
    9: "0%",
    10: "0.00%",
    11: "0.00E+00",
    14: "mm-dd-yy",
    15: "d-mmm-yy",
    16: "d-mmm",
    17: "mmm-yy",
    22: "m/d/yy h:mm",
    37: "#,##0_);(#,##0)",
    38: "#,##0_);[Red](#,##0)",
    39: "#,##0.00_);(#,##0.00)",
    40: "#,##0.00_);[Red](#,##0.00)",
    41: "_(* #,##0_);_(* (#,##0);_(* -_);_(@_)",
    42: "_($* #,##0_);_($* (#,##0);_($* -_);_(@_)",
    43: "_(* #,##0.00_);_(* (#,##0.00);_(* -??_);_(@_)",
    44: "_($* #,##0.00_);_($* (#,##0.00);_($* -??_);_(@_)",
    49: "@",
}
"""The number formats that a file names by number only (ECMA-376 part 1, 18.8.30)."""

Area = tuple[int, int, int, int]
"""First row, first column, last row, last column, all from 1 and inclusive."""


class Name(NamedTuple):
    """A defined name; `sheet` is the sheet it is private to, else None; `text` is what it stands for, without "="."""

    name: str
    text: str
    sheet: str | None
    hidden: bool


@dataclass
class Sheet:
    """A worksheet. `state` is "visible", "hidden" or "veryHidden"; `cells` by address, in the order of the file."""

    name: str
    state: str = "visible"
    cells: dict[str, Cell] = field(default_factory=dict)
    text_areas: list[Area] = field(default_factory=list)
    """Where numbers stored as text are meant, as `<ignoredErrors>` says."""

    def formulas(self) -> Iterator[tuple[str, Cell]]:
        """The formula cells: (address, cell)."""
        return ((address, cell) for address, cell in self.cells.items() if cell.formula is not None)


@dataclass
class Book:
    """A workbook as the file says it: sheets in their order (chart sheets left out), names, number formats."""

    path: Path
    sheets: dict[str, Sheet] = field(default_factory=dict)
    names: list[Name] = field(default_factory=list)
    formats: list[str] = field(default_factory=list)
    external_links: bool = False
    date1904: bool = False
    """Whether the file counts days from 1904; its numbers are given as they stand, not shifted."""

    def format_of(self, cell: Cell) -> str:
        """The number format of a cell, such as `#,##0.00`; "General" where the style is unknown."""
        return self.formats[cell.style] if 0 <= cell.style < len(self.formats) else "General"

    @cached_property
    def formula_cells(self) -> list[tuple[str, str, Cell]]:
        """Every formula cell of the workbook: (sheet, address, cell)."""
        return [(sheet.name, address, cell) for sheet in self.sheets.values() for address, cell in sheet.formulas()]

    def values(self) -> dict[tuple[str, str], Value]:
        """The value of every cell by (sheet, address), errors as `CellError`; None where a formula carries none."""
        return {
            (sheet.name, address): CellError(cell.error) if cell.error is not None else cell.value
            for sheet in self.sheets.values()
            for address, cell in sheet.cells.items()
        }


def read_workbook(path: str | Path) -> Book:
    """The workbook in a file. Raises `FileError` (missing, locked, damaged, encrypted, too large, not a workbook)."""
    collecting = gc.isenabled()
    gc.disable()  # cells hold nothing that could form a cycle, and looking for one costs as much as the reading
    try:
        return _read(Path(path))
    finally:
        if collecting:
            gc.enable()


def _read(path: Path) -> Book:
    with Package(path) as package:
        workbook = next((r.target for r in package.relationships("").values() if r.kind == "officeDocument"), None)
        if workbook is None:
            raise FileError(f"{path.name} is not an .xlsx workbook (it names no workbook part).")
        book = Book(path)
        relationships = package.relationships(workbook)
        parts = {r.kind: r.target for r in relationships.values()}
        if "styles" in parts:
            book.formats = _formats(package, parts["styles"])
        texts = _shared_texts(package, parts["sharedStrings"]) if "sharedStrings" in parts else []
        places = _contents(package, workbook, book)
        book.external_links = any(r.kind.startswith("externalLink") for r in relationships.values())
        for name, state, identifier in places:
            target = relationships.get(identifier)
            if target is None or target.kind != "worksheet":
                continue  # a chart sheet or a dialogue has no cells
            cells, areas = read_cells(package, target.target, texts)
            sheet = Sheet(name, state, cells, [area for text in areas for area in _areas(text)])
            book.sheets[name] = sheet
    return book


def serial(moment: dt.date | dt.datetime) -> float:
    """The day number of a date in the 1900 system (2026-10-01 is 46296), with the time of day as a fraction."""
    if isinstance(moment, dt.datetime):
        return (moment.replace(tzinfo=None) - dt.datetime.combine(EPOCH, dt.time())) / dt.timedelta(days=1)
    return day_number(moment)


def _contents(package: Package, part: str, book: Book) -> list[tuple[str, str, str]]:
    """The sheets as (name, state, relationship id); fills the names and the date system of the book."""
    places, names = [], []
    for element in package.elements(part):
        attributes = element.attributes
        if element.name == "sheet":
            places.append((attributes.get("name", ""), attributes.get("state", "visible"), attributes.get("id", "")))
        elif element.name == "definedName":
            names.append(element)
        elif element.name == "workbookPr":
            book.date1904 = attributes.get("date1904") in ("1", "true")
    for element in names:
        local = element.attributes.get("localSheetId", "")
        owner = places[int(local)][0] if local.isdigit() and int(local) < len(places) else None
        hidden = element.attributes.get("hidden") in ("1", "true")
        book.names.append(Name(element.attributes.get("name", ""), element.text.removeprefix("="), owner, hidden))
    return places


def _formats(package: Package, part: str) -> list[str]:
    """The number format of each cell style, by the index that cells carry in `s`."""
    own: dict[str, str] = {}
    styles: list[str] = []
    pending: list[str] = []
    for element in package.elements(part):
        if element.name == "numFmt":
            own[element.attributes.get("numFmtId", "")] = element.attributes.get("formatCode", "")
        elif element.name == "xf":
            pending.append(element.attributes.get("numFmtId", "0"))
        elif element.name == "cellStyleXfs":
            pending = []
        elif element.name == "cellXfs":
            styles, pending = pending, []
    known = {str(number): code for number, code in BUILT_IN_FORMATS.items()} | own
    return [known.get(number, "General") for number in styles]


def _shared_texts(package: Package, part: str) -> list[str]:
    """The shared texts in order, rich text joined, phonetic hints left out."""
    texts: list[str] = []
    runs: list[str] = []
    for element in package.elements(part):
        if element.name == "t":
            runs.append(element.text)
        elif element.name == "rPh":
            runs.pop()
        elif element.name == "si":
            texts.append(unescaped("".join(runs)))
            runs = []
    return texts


def _areas(text: str) -> Iterator[Area]:
    """The areas of a list such as "A1:A9 C3"; what is no area is left out."""
    for piece in text.replace("$", "").split():
        first, _, last = piece.partition(":")
        try:
            yield (*position(first), *position(last or first))
        except ValueError:
            continue
