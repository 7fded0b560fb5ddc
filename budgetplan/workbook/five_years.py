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
    for line, text in enumerate(NOTES, 1):
        canvas.text(row + line, 0, text, "note")
    canvas.freeze = (5, 0)
    canvas.charts = [("five years", row + len(NOTES) + 2)]


NOTES = (
    "What is for once ends with the request: one-time lines, leave paid out, an empty chair, a 27th payday.",
    "All else counts for a whole year as it is on the plan's last day, whatever began, ended or changed inside it.",
    "Nearly so: taxes and benefits as much for a dollar of pay as in the last month, Social Security as in the year,",
    "lines by a driver or a formula of the month and seasons as in the year. The sheet Year Ahead has each line.",
)


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
