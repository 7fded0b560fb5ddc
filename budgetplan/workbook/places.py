"""Addresses: where a named block stands, seen from the cell that is being written.

Broadcasting is anchoring: a column of a table is `$E12`, a monthly line of no table `O$9`, a monthly line of a table
`O12`, a single cell `$C$4` or its name. What moves from cell to cell is left as a mark, so that one text per line is a
template for all of its cells.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from ..formula.cells import cell_text
from ..formula.symbols import Symbol
from ..model.blocks import Block, Line, Union
from ..model.graph import Model
from .canvas import Home
from .formula_text import column_letters

MARK = re.compile("\x00([rc])(\\d+)\x00")


def column_name(column: int) -> str:
    """The letters of a 0-based column."""
    return column_letters(column + 1)


def quoted(sheet: str) -> str:
    """A sheet's name in front of an address."""
    escaped = sheet.replace("'", "''")
    return f"'{escaped}'!" if re.search(r"[^A-Za-z0-9_]", sheet) else f"{sheet}!"


def moving_row(row: int) -> str:
    """The row of an address that moves down with the rows of the line being written."""
    return f"\x00r{row}\x00"


def moving_column(column: int) -> str:
    """The column of an address that moves across with its months."""
    return f"\x00c{column}\x00"


@dataclass(frozen=True)
class Seen:
    """A block seen from a line: implements formula.symbols.Place with marks for what moves."""

    model: Model
    homes: Mapping[str, Home]
    line: Block
    block: Block

    @property
    def home(self) -> Home:
        """Where the block stands."""
        return self.homes[self.block.key]

    @property
    def prefix(self) -> str:
        """The sheet, where it is another one than the line's own."""
        return "" if self.home.sheet == self.homes[self.line.key].sheet else quoted(self.home.sheet)

    def column(self, offset: int = 0) -> str:
        """The column in my month: it moves where both have months, and is locked where one has not."""
        if self.block.axis and self.block.axis == self.line.axis:
            return moving_column(self.home.column + offset)
        return "$" + column_name(self.home.column + offset)

    def line_row(self) -> str:
        """My row: it moves in a table, and is locked for a line of none."""
        return moving_row(self.home.row) if self.block.table else f"${self.home.row + 1}"

    @property
    def here(self) -> str:
        """My row, my month."""
        if not self.block.table and not self.block.axis and has_name(self.block):
            return self.block.name
        return self.prefix + self.column() + self.line_row()

    @property
    def previous(self) -> str:
        """One column to the left; the opening stands left of the first month."""
        return self.prefix + self.column(-1) + self.line_row()

    @property
    def past(self) -> str:
        """From the first month up to mine."""
        return f"{self.prefix}${column_name(self.home.column)}{self.line_row()}:{self.column()}{self.line_row()}"

    @property
    def row(self) -> str:
        """All months."""
        last = self.home.column + self.model.shape(self.block)[1] - 1
        row = self.line_row()
        return f"{self.prefix}${column_name(self.home.column)}{row}:${column_name(last)}{row}"

    @property
    def whole(self) -> str:
        """All cells, locked; nothing where there are none."""
        rows, columns = self.model.shape(self.block)
        if not rows:
            return ""
        first = f"${column_name(self.home.column)}${self.home.row + 1}"
        return f"{self.prefix}{first}:${column_name(self.home.column + columns - 1)}${self.home.row + rows}"

    @property
    def under(self) -> tuple[str, str, str]:
        """The last row with the two under it, and each end: as one range it grows where a row is put in between."""
        rows, columns = self.model.shape(self.block)
        if not rows:
            return "", "", ""
        left, right = column_name(self.home.column), column_name(self.home.column + columns - 1)
        last = self.home.row + rows
        ends = ((last, last + 2), (last, last), (last + 2, last + 2))
        whole, first, second = (f"{self.prefix}${left}${top}:${right}${bottom}" for top, bottom in ends)
        return whole, first, second

    @property
    def columns(self) -> list[str]:
        """All rows, one range for each run of rows that adjoin."""
        return self._columns(0)

    @property
    def columns_before(self) -> list[str]:
        """The same one column to the left; the openings stand left of the first month."""
        return self._columns(-1)

    def _columns(self, offset: int) -> list[str]:
        parts = self.block.parts if isinstance(self.block, Union) else (self.block.key,)
        runs: list[tuple[Home, int]] = []
        for part in sorted(parts, key=lambda key: self.homes[key]):  # as they stand, so that neighbours become one run
            home, rows = self.homes[part], self.model.shape(self.model.blocks[part])[0]
            if not rows:
                continue
            first, count = runs[-1] if runs else (home, 0)
            if runs and (first.sheet, first.column, first.row + count) == (home.sheet, home.column, home.row):
                runs[-1] = (first, count + rows)
            else:
                runs.append((home, rows))
        return [self.range(home, rows, offset) for home, rows in runs]

    def range(self, home: Home, rows: int, offset: int) -> str:
        """One run of rows, locked down; its column moves with the months."""
        moves = self.block.axis and self.block.axis == self.line.axis
        at = home.column + offset
        column = moving_column(at) if moves else "$" + column_name(at)
        prefix = "" if home.sheet == self.homes[self.line.key].sheet else quoted(home.sheet)
        return f"{prefix}{column}${home.row + 1}:{column}${home.row + rows}"


def has_name(block: Block) -> bool:
    """Whether a block gets a defined name: global scalars that a manager names, and nothing else."""
    return not block.table and not block.axis and not block.slot and "__" not in block.name


def template(model: Model, homes: Mapping[str, Home], line: Line) -> str:
    """The Excel text of all cells of a line, with marks where rows and columns move."""

    def place(symbol: Symbol) -> Seen:
        return Seen(model, homes, line, model.blocks[symbol.key])

    return cell_text(model.trees[line.key], model.resolver(line.table), place)


def filled(text: str, row: int, column: int) -> str:
    """A template for the cell so many rows down and columns across from the line's first."""

    def fill(mark: re.Match[str]) -> str:
        at = int(mark[2])
        return str(at + row + 1) if mark[1] == "r" else column_name(at + column)

    return MARK.sub(fill, text)
