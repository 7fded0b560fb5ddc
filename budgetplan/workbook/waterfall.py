"""The charts of the reconciliation, whose columns stand where the one before ended, and of the years ahead."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from ..model.graph import Model
from .book import Book
from .canvas import Home
from .chart_parts import GRID, along, down

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
    names, steps = homes["bridge.label"], len(model.rows["bridge"])
    for key, name, colour in SERIES:
        series: dict[str, Any] = {
            "name": name or "Under",
            "categories": down(names, steps),
            "values": down(homes[key], steps),
            "fill": {"color": colour} if colour else {"none": True},
            "border": {"none": True},
            "gap": 40,
        }
        chart.add_series(series)
    least = _near([values["bridge.running"]])
    chart.set_title(_title("From one budget to the next", least))
    chart.set_x_axis({"num_font": {"rotation": -45, "size": 8}, "interval_unit": 1})
    chart.set_y_axis({"num_format": "#,##0", **GRID, "min": least})
    chart.set_legend({"position": "bottom", "delete_series": [0]})
    return chart


def _title(name: str, least: float) -> dict[str, Any]:
    """A chart's title, which says where an axis begins that does not begin at 0."""
    begins = f", axis begins at {least:,.0f}" if least else ""
    return {"name": f"{name} ($, whole dollars{begins})", "name_font": {"size": 12}}


def _near(shown: list[Any]) -> float:
    """Where an axis begins: under all figures that are shown, at a round number."""
    low = min(float(one.min()) for one in shown)
    span = max(float(one.max()) for one in shown) - low
    if span <= 0 or low <= 0:
        return 0.0
    step = 10.0 ** math.floor(math.log10(span))
    return max(0.0, math.floor((low - ROOM * span) / step) * step)


LINES = (("outlook_of_categories", "#1F3864"), ("outlook_cap", "#BF9000"))


def five_years(book: Book, model: Model, values: Mapping[str, Any], homes: Mapping[str, Home]) -> Any:
    """All categories in the years ahead, and the cap on growth where the plan has one."""
    chart = book.add_chart({"type": "line"})
    heads, years = homes["categories__outlook__outlook_name"], model.axes["outlook"].size
    for key, colour in LINES:
        if key in homes:
            series: dict[str, Any] = {
                "name": model.blocks[key].label,
                "categories": along(heads, years),
                "values": along(homes[key], years),
                "line": {"color": colour, "width": 2.25},
                "marker": {"type": "circle", "size": 5, "fill": {"color": colour}, "border": {"color": colour}},
            }
            chart.add_series(series)
    least = _near([values[key] for key, _ in LINES if key in values])
    chart.set_title(_title("The years ahead", least))
    chart.set_y_axis({"num_format": "#,##0", **GRID, "min": least})
    chart.set_legend({"position": "bottom"})
    return chart
