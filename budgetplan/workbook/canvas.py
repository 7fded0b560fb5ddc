"""What stands where: homes of blocks and plain text on each sheet, before anything is written."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from .sheets import SheetSpec


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

    def put(self, key: str, row: int, column: int) -> None:
        """Gives a block its home."""
        self.homes[key] = Home(self.spec.name, row, column)

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

    def fit(self, row: int, cells: dict[int, str], points: float = 13.0) -> None:
        """Makes a row high enough for wrapped text in its columns, at their widths."""
        lines = [math.ceil(len(text) * 1.15 / self.widths.get(column, 8.43)) for column, text in cells.items()]
        self.tall[row] = max(1, *lines) * points + 3

    def wide(self, column: int, width: float) -> None:
        """Makes a column at least so wide."""
        self.widths[column] = max(width, self.widths.get(column, 0))


@dataclass
class Layout:
    """All sheets of a workbook in order, and the home of every block."""

    canvases: list[Canvas]

    @property
    def homes(self) -> dict[str, Home]:
        """The home of every block, by key."""
        return {key: home for canvas in self.canvases for key, home in canvas.homes.items()}
