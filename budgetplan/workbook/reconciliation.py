"""The page Reconciliation: the steps from one budget to the next, and under them the same as a chart."""

from __future__ import annotations

from ..model.graph import Model
from .canvas import Canvas

RECONCILIATION = "Reconciliation"
LABELS, FIGURES = 34, 17  # widths of columns
SHOWN = ("bridge.fte", "bridge.recurring", "bridge.one_time", "bridge.total", "bridge.running")
ONCE = ("one_time_costs", "one_time_savings", "one_time_of_request")
TABLE_ROW = 6


def lay_reconciliation(canvas: Canvas, model: Model) -> None:
    """One row for each step between the two budgets; keys and what the chart reads stand right of what is printed."""
    shown = [key for key in SHOWN if key in model.blocks]
    rows = len(model.rows["bridge"])
    canvas.wide(0, LABELS)
    canvas.text(TABLE_ROW, 0, "What changes", "head")
    canvas.put("bridge.label", TABLE_ROW + 1, 0)
    for column, key in enumerate(shown, 1):
        canvas.wide(column, FIGURES)
        canvas.text(TABLE_ROW, column, model.blocks[key].label, "head right")
        canvas.put(key, TABLE_ROW + 1, column)
    canvas.aside_from = len(shown) + 1
    aside = [b for b in model.blocks.values() if b.table == "bridge" and b.sheet == RECONCILIATION and not b.slot]
    for column, block in enumerate((b for b in aside if b.key not in canvas.homes), canvas.aside_from):
        canvas.put_aside(block, TABLE_ROW + 1, column)
        canvas.wide(column, 14)
    canvas.fit_heads(TABLE_ROW)
    canvas.freeze = (5, 0)
    canvas.parted_by = "bridge.kind"
    row = _for_once(canvas, model, TABLE_ROW + rows + 2, shown.index("bridge.one_time") + 1)
    canvas.text(row, 0, NOTE, "note")
    canvas.charts = [("waterfall", row + 2)]


def _for_once(canvas: Canvas, model: Model, row: int, column: int) -> int:
    """What the request's one-time figure is made of, in its own column; the row under it."""
    canvas.text(row, 0, "One-time in the request", "head")
    for key in ONCE:
        row += 1
        canvas.text(row, 0, model.blocks[key].label, "total text" if key == ONCE[-1] else "text")
        canvas.put(key, row, column)
    for note in NOTES_ONCE:
        row += 1
        canvas.text(row, 0, note, "note")
    return row + 2


NOTES_ONCE = (
    "One-time is in the request and not in the budget of the year after; Year Ahead has what each line comes to then.",
    "It is negative where this year alone saves more, such as by a freeze, than it pays for once.",
)
NOTE = (
    "Raises, rates, contracts and drivers are calculated: they move with the inputs. "
    "Changes by Unit has the same for each unit, Base Changes what was decided."
)
