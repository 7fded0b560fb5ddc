"""The page Reconciliation: the steps from one budget to the next, and under them the same as a chart."""

from __future__ import annotations

from ..model.graph import Model
from .canvas import Canvas

RECONCILIATION = "Reconciliation"
LABELS, FIGURES = 34, 17  # widths of columns
SHOWN = ("bridge.fte", "bridge.recurring", "bridge.one_time", "bridge.total", "bridge.running")
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
    canvas.text(TABLE_ROW + rows + 2, 0, NOTE, "note")
    canvas.charts = [("waterfall", TABLE_ROW + rows + 4)]


NOTE = (
    "Raises, rates, contracts and drivers are calculated: they move with the inputs. "
    "Changes by Unit has the same for each unit, Base Changes what was decided."
)
