"""The page Five Years: the years ahead by category and by unit, their growth, and the cap where the plan has one."""

from __future__ import annotations

from ..model.graph import Model
from .canvas import Canvas

LABELS, FIGURES = 34, 15


def lay_five_years(canvas: Canvas, model: Model) -> None:
    """Two tables, what they grow by, and under them the chart; the year stands above each column."""
    canvas.wide(0, LABELS)
    for column in range(1, model.axes["outlook"].size + 1):
        canvas.wide(column, FIGURES)
    row = _table(canvas, model, 6, "categories", "outlook_of_categories", "By category")
    for key in ("outlook_growth", "outlook_cap", "outlook_gap"):
        if key in model.blocks:
            canvas.text(row, 0, model.blocks[key].label, "text")
            canvas.put(key, row, 1)
            row += 1
    row = _table(canvas, model, row + 1, "units", "outlook_of_units", "By unit")
    canvas.text(row + 1, 0, NOTE, "note")
    canvas.freeze = (5, 0)
    canvas.charts = [("five years", row + 3)]


NOTE = "What is for once ends with the request; what runs for a part of its year runs a whole one after it."


def _table(canvas: Canvas, model: Model, row: int, table: str, total: str, head: str) -> int:
    """One table with its total; gives the row under it."""
    names, rows = f"{table}__outlook__outlook_name", len(model.rows[table])
    canvas.text(row, 0, head, "head")
    canvas.put(names, row, 1)
    canvas.put(f"{table}.outlook_{'category' if table == 'categories' else 'unit'}", row + 1, 0)
    canvas.put(f"{table}.outlook", row + 1, 1)
    canvas.text(row + 1 + rows, 0, "Total", "total text")
    canvas.put(total, row + 1 + rows, 1)
    canvas.fit_heads(row)
    return row + 2 + rows
