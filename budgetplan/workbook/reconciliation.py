"""The page Reconciliation: the steps from one budget to the next, and under them the same as a chart."""

from __future__ import annotations

from ..model.graph import Model
from .canvas import Canvas

RECONCILIATION = "Reconciliation"
LABELS, FIGURES = 34, 17  # widths of columns
SHOWN = ("bridge.fte", "bridge.recurring", "bridge.one_time", "bridge.total", "bridge.running")
ONCE = ("one_time_costs", "one_time_savings", "one_time_of_request")
YEARS_AHEAD = ("recurring_of_request", "year_in_full", "years_ahead_begin_at")
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
    row = _adding_up(canvas, model, TABLE_ROW + rows + 2, ONCE, shown.index("bridge.one_time") + 1)
    if YEARS_AHEAD[0] in model.blocks:
        row = _adding_up(canvas, model, row, YEARS_AHEAD, shown.index("bridge.recurring") + 1)
    canvas.text(row, 0, NOTE, "note")
    canvas.charts = [("waterfall", row + 2)]


def _adding_up(canvas: Canvas, model: Model, row: int, keys: tuple[str, ...], column: int) -> int:
    """Figures under a column of the table, the last of which is the sum of those above it; the row under them."""
    head, *notes = SAID[keys]
    canvas.text(row, 0, head, "head")
    for key in keys:
        row += 1
        canvas.text(row, 0, model.blocks[key].label, "total text" if key == keys[-1] else "text")
        canvas.put(key, row, column)
    for note in notes:
        row += 1
        canvas.text(row, 0, note, "note")
    return row + 2


SAID: dict[tuple[str, ...], tuple[str, ...]] = {
    ONCE: (
        "One-time in the request",
        "One-time is in the request and not in the budget of the year after.",
        "It is negative where this year alone saves more, such as by a freeze, than it pays for once.",
    ),
    YEARS_AHEAD: (
        "From the request to the years ahead",
        "Raises, prices and positions that begin or end inside the year; Year Ahead has what each line comes to.",
    ),
}
NOTE = (
    "Raises, rates, contracts and drivers are calculated: they move with the inputs. "
    "Changes by Unit has the same for each unit, Base Changes what was decided."
)
