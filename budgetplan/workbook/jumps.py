"""Links between figures and what explains them: from a column or a line to its row on Lines, and back."""

from __future__ import annotations

from dataclasses import dataclass

from ..model.blocks import Line
from ..model.explain import in_words
from ..model.graph import Model
from .canvas import Canvas, Home, Layout
from .formula_text import address
from .places import quoted
from .sheets import LEFT

LINES, BACK = "Lines", 7  # the sheet, and its column that leads back
LONGEST_TIP = 255


@dataclass(frozen=True)
class Jump:
    """A rectangle of cells that leads somewhere, and what is shown before anybody clicks."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int
    location: str
    tip: str


def explained(model: Model) -> list[tuple[int, Line]]:
    """The lines that the sheet Lines explains, each with its row there."""
    lines = [block for block in model.blocks.values() if isinstance(block, Line) and not block.support]
    return list(enumerate(lines, 7))


def add_jumps(layout: Layout, model: Model) -> None:
    """All links of a workbook between figures and Lines."""
    canvases, homes = {canvas.spec.name: canvas for canvas in layout.canvases}, layout.homes
    for row, line in explained(model):
        if home := homes.get(line.key):
            place = _head(canvases[home.sheet], model, line, home)
            if place:
                tip = f"{line.label}: {in_words(model, line)}"[:LONGEST_TIP]
                canvases[home.sheet].jumps.append(Jump(*place, f"{quoted(LINES)}A{row + 1}", tip))
            cell = f"{quoted(home.sheet)}{address(home.row + 1, home.column + 1)}"
            canvases[LINES].jumps.append(Jump(row, BACK, row, BACK, cell, ""))


def _head(canvas: Canvas, model: Model, line: Line, home: Home) -> tuple[int, int, int, int] | None:
    """The cells that name a line: the unit under its column's head, or its name in each row along an axis.

    Not the head itself: LibreOffice paints what is linked in a colour of its own, unreadable on a dark ground.
    """
    rows, width = model.shape(line)
    if canvas.spec.kind == "columns":
        return home.row - 1, home.column, home.row - 1, home.column + width - 1
    if canvas.spec.kind == "axis" and rows:
        column = LEFT["line"] if line.table else LEFT["label"]
        return home.row, column, home.row + rows - 1, column
    return None
