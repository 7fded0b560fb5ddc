"""What all charts share: colours, grid lines, and ranges of cells in the form in which XlsxWriter takes them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from .canvas import Home

COLOURS = ("#1F3864", "#2E75B6", "#9DC3E6", "#BF9000", "#7F7F7F", "#548235")
FRAME = "#D9D9D9"
FRAME_PIXELS = 6  # they keep the frame of a chart inside what is printed
GRID: dict[str, Any] = {"major_gridlines": {"visible": True, "line": {"color": FRAME}}}


def from_zero(values: Mapping[str, Any], *shown: str) -> dict[str, Any]:
    """Gridlines, and an axis that begins at 0 where nothing is negative: LibreOffice would begin it near the least."""
    return GRID if any((values[key] < 0).any() for key in shown if key in values) else {**GRID, "min": 0}


def down(home: Home, cells: int, right: int = 0) -> list[Any]:
    """So many cells one under the other, from a block's first one on or from one to the right of it."""
    return [home.sheet, home.row, home.column + right, home.row + cells - 1, home.column + right]


def along(home: Home, cells: int, under: int = 0) -> list[Any]:
    """So many cells side by side, from a block's first one on or from one under it."""
    return [home.sheet, home.row + under, home.column, home.row + under, home.column + cells - 1]


def cell(home: Home, under: int = 0, right: int = 0) -> list[Any]:
    """One cell: a block's first one, or another of its cells."""
    return [home.sheet, home.row + under, home.column + right]


def pixels_of(widths: Iterable[float]) -> int:
    """How wide columns are together on the screen."""
    return sum(int(width * 7 + 5) for width in widths)
