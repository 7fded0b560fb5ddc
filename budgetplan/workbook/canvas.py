"""What stands where: homes of blocks and plain text on each sheet, before anything is written."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from ..errors import Place, Problem
from ..model.blocks import Block, Union
from ..model.graph import Model
from ..names import LAST_ROW
from .sheets import BookSpec, SheetSpec

PLAIN, BOLD = 0.88, 1.1  # widths of a column that a letter of text and of heads takes: with room to spare
CHECK_WIDTH = 17  # of column B, in which each sheet's head says whether all checks pass
RECOMMENDED = 13.6  # of a column at whose head the word stands
HEADS = ("head", "head right", "head apart", "aside head", "aside head right")


@dataclass(frozen=True)
class Facts:
    """What a workbook says of its plan: shown in heads, footers and About. All of it follows from the plan."""

    organization: str
    name: str
    years: str
    stage: str
    scenario: str
    version: str
    as_of: str
    input_hash: str
    program: str
    paper: str = "tabloid"
    protect: bool = False
    scenarios: bool = False  # whether the workbook can be turned to another scenario


class Home(NamedTuple):
    """The top left cell of a block, 0-based."""

    sheet: str
    row: int
    column: int


@dataclass(frozen=True)
class Text:
    """Plain cells down one column: text that is no input and no formula, in one style. `link` is a sheet's name."""

    row: int
    column: int
    values: Sequence[str | float]
    style: str = "text"
    link: str = ""


@dataclass
class Canvas:
    """One sheet: its blocks by key, its plain cells, and how it is shown."""

    spec: SheetSpec
    homes: dict[str, Home] = field(default_factory=dict)
    texts: list[Text] = field(default_factory=list)
    widths: dict[int, float] = field(default_factory=dict)
    freeze: tuple[int, int] = (7, 2)
    filters: list[tuple[int, int, int, int]] = field(
        default_factory=list
    )  # first row, first column, last row, last column
    tall: dict[int, float] = field(default_factory=dict)  # row heights in points
    portrait: bool = False
    links: list[str] = field(default_factory=list)
    charts: list[Any] = field(default_factory=list)
    jumps: list[Any] = field(default_factory=list)  # cells that lead to Lines, and back
    apart: set[str] = field(default_factory=set)  # texts right of figures: they leave room between
    wrapped: set[str] = field(default_factory=set)  # texts longer than a column is wide
    boxed: set[str] = field(default_factory=set)  # texts that wrap in several cells that are one
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)  # such cells, as filters
    parted_by: str = ""  # the column of a table at each change of which a line is drawn
    aside_from: int = 0  # the first column that is not printed; 0 where all are
    varied_from: int = 0  # the first column of what scenarios put in place of others, which need not be printed
    printed_rows: int = 0  # 0 where all are
    outlined: range = range(0)  # columns of an outline group, which people open by the sign above them
    folded: bool = False  # whether that group is closed

    def put(self, key: str, row: int, column: int) -> None:
        """Gives a block its home."""
        self.homes[key] = Home(self.spec.name, row, column)

    def put_aside(self, block: Block, row: int, column: int) -> None:
        """Gives a block that is for the program's own use its home, under a head that says what it is."""
        right = "" if block.kind in ("text", "key") else " right"
        self.text(row - 1, column, block.label, f"aside head{right}")
        self.put(block.key, row, column)

    def text(self, row: int, column: int, value: str | float, style: str = "text", link: str = "") -> None:
        """One plain cell."""
        self.texts.append(Text(row, column, [value], style, link))

    def down(self, row: int, column: int, values: Sequence[str | float], style: str = "text") -> None:
        """Plain cells one under the other."""
        if values:
            self.texts.append(Text(row, column, list(values), style))

    def across(self, row: int, column: int, values: Sequence[str], style: str) -> None:
        """Plain cells side by side."""
        for index, value in enumerate(values):
            self.text(row, column + index, value, style)

    def fit(self, row: int, cells: dict[int, str], letter: float = PLAIN) -> None:
        """Makes a row high enough for wrapped text in its columns, at their widths."""
        lines = [lines_of(text, self.widths.get(column, 8.43), letter) for column, text in cells.items()]
        self.tall[row] = max(height_of(max(1, *lines, 1)), self.tall.get(row, 0))

    def fit_heads(self, row: int) -> None:
        """Makes the columns wide enough for the words of a row of heads, and the row high enough for their lines."""
        cells = {text.column: str(text.values[0]) for text in self.texts if text.row == row and text.style in HEADS}
        for column, text in cells.items():
            self.wide(column, max(map(len, text.split()), default=0) * BOLD + 1.5)
        for head in self.texts:
            if head.row == row and head.style.startswith("aside head"):  # not printed: wide enough for two lines
                self.wide(head.column, len(str(head.values[0])) * BOLD / 2 + 4)
        lines = [lines_of(text, self.widths.get(column, 8.43) - 1, BOLD) for column, text in cells.items()]
        self.tall[row] = height_of_heads(max(1, *lines, 1))

    def wide(self, column: int, width: float) -> None:
        """Makes a column at least so wide."""
        self.widths[column] = max(width, self.widths.get(column, 0))

    def hides(self, column: int) -> bool:
        """Whether a column is in a closed group."""
        return self.folded and column in self.outlined

    @property
    def printed_widths(self) -> list[float]:
        """The widths of the columns that are printed; those of a closed group take no room on paper."""
        last = self.aside_from or max(self.widths, default=0) + 1
        return [width for column, width in self.widths.items() if column < last and not self.hides(column)]


@dataclass
class Layout:
    """All sheets of a workbook in order, and the home of every block."""

    canvases: list[Canvas]

    @property
    def homes(self) -> dict[str, Home]:
        """The home of every block, by key."""
        return {key: home for canvas in self.canvases for key, home in canvas.homes.items()}


def lines_of(text: str, width: float, letter: float) -> int:
    """How many lines a text takes in a cell that wraps it."""
    return len(textwrap.wrap(text, max(1, int(width / letter)))) or 1


def height_of(lines: int) -> float:
    """The points of a row with so many lines of plain text."""
    return lines * 13.0 + 3


def height_of_heads(lines: int) -> float:
    """The points of a row of heads, whose words stand on so many lines."""
    return lines * 14.0 + 3


def homeless(model: Model, layout: Layout, specs: list[SheetSpec], book: BookSpec) -> list[Problem]:
    """Blocks that have no place in a workbook: one problem for each, with what would be right.

    What the program itself puts beside a line has no place either where the line has none, and is not told of.
    """
    homes, kinds = layout.homes, {spec.name: spec.kind for spec in specs}
    without = [b for b in model.blocks.values() if b.key not in homes and not isinstance(b, Union)]
    told = [b for b in without if not b.slot] or without
    return [Problem(block.place, block.key, _no_place(block, kinds.get(block.sheet, ""), book)) for block in told]


def _no_place(block: Block, kind: str, book: BookSpec) -> str:
    """Why a block has no place, and what would be right."""
    if not block.sheet:
        return "This has no place: give it a sheet, such as sheet: My Lines."
    given = f'(sheet is "{block.sheet}")'
    if block.axis == "month":
        other = (
            f' or a sheet of its own, where "{block.sheet}" has no other lines' if block.sheet not in book.known else ""
        )
        return f"This line has no place: it has months, so give it a monthly sheet{other} {given}."
    if block.axis:
        year = ' on "Years" or under the column it adds' if block.axis == "year" else " on a sheet of its own"
        return f"This line has no place: a line by {block.axis} stands{year} {given}."
    if block.table:
        right = "a sheet of tables, not of months" if kind == "axis" else "the sheet of its table"
        return f"This line has no place: it has one figure for each row of {block.table}, so give it {right} {given}."
    return f'This line has no place: a line without months or table stands on "Rates"; give it sheet: Rates {given}.'


def too_long(model: Model, layout: Layout) -> list[Problem]:
    """Sheets with more rows than a spreadsheet has: one problem for each, with what would be right."""
    found = []
    for canvas in layout.canvases:
        rows = max((home.row + model.shape(model.blocks[key])[0] for key, home in canvas.homes.items()), default=0)
        if rows > LAST_ROW:
            wrong = f"This sheet would have {rows:,} rows, and none holds more than {LAST_ROW:,}: "
            right = "show positions that are alike in one row, by `plan: {detail: groups}`, or plan fewer together."
            found.append(Problem(Place("plan.yaml"), canvas.spec.name, wrong + right))
    return found
