"""The chart of the reconciliation: columns that stand where the one before ended."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from ..model.graph import Model
from .book import Book
from .canvas import Home

SERIES = (
    ("bridge.shown_under", "", None),
    ("bridge.shown_end", "Budget", "#1F3864"),
    ("bridge.shown_up", "More", "#BF9000"),
    ("bridge.shown_down", "Less", "#548235"),
    ("bridge.shown_rest", "Not explained", "#7F7F7F"),
)
ROOM = 0.35  # under the lowest step, of what all steps span


def waterfall(book: Book, model: Model, values: Mapping[str, Any], homes: Mapping[str, Home]) -> Any:
    """The steps of the reconciliation as columns, on an axis that begins near them."""
    chart = book.add_chart({"type": "column", "subtype": "stacked"})
    names, last = homes["bridge.label"], len(model.rows["bridge"]) - 1
    for key, name, colour in SERIES:
        home = homes[key]
        series: dict[str, Any] = {
            "name": name or "Under",
            "categories": [names.sheet, names.row, names.column, names.row + last, names.column],
            "values": [home.sheet, home.row, home.column, home.row + last, home.column],
            "fill": {"color": colour} if colour else {"none": True},
            "border": {"none": True},
            "gap": 40,
        }
        chart.add_series(series)
    least = _least(values)
    begins = f", axis begins at {least:,.0f}" if least else ""
    chart.set_title({"name": f"From one budget to the next ($, whole dollars{begins})", "name_font": {"size": 12}})
    chart.set_x_axis({"num_font": {"rotation": -45, "size": 8}, "interval_unit": 1})
    lines = {"visible": True, "line": {"color": "#D9D9D9"}}
    chart.set_y_axis({"num_format": "#,##0", "major_gridlines": lines, "min": least})
    chart.set_legend({"position": "bottom", "delete_series": [0]})
    return chart


def _least(values: Mapping[str, Any]) -> float:
    """Where the axis begins: under all steps, at a round number."""
    running = values["bridge.running"]
    low, span = float(running.min()), float(running.max() - running.min())
    if span <= 0 or low <= 0:
        return 0.0
    step = 10.0 ** math.floor(math.log10(span))
    return max(0.0, math.floor((low - ROOM * span) / step) * step)
