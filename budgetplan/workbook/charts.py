"""Native charts, on ranges of the workbook."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..model.graph import Model
from .book import Book, Sheet
from .canvas import Canvas, Home

COLOURS = ("#1F3864", "#2E75B6", "#9DC3E6", "#BF9000", "#7F7F7F", "#548235")
HEIGHT, GAP = 520, 12


def add_charts(book: Book, sheet: Sheet, canvas: Canvas, model: Model, homes: Mapping[str, Home]) -> None:
    """The charts of a sheet that has any."""
    pixels = sum(int(width * 7 + 5) for width in canvas.widths.values())  # as wide as the table above, both together
    half = (pixels - GAP) // 2
    for kind, row in canvas.charts:
        if kind == "units by category" and model.rows["units"]:
            for chart, left in ((_units(book, model, homes), 0), (_months(book, model, homes), half + GAP)):
                chart.set_size({"width": half, "height": HEIGHT})
                sheet.insert_chart(row, 0, chart, {"object_position": 2, "x_offset": left})


def _units(book: Book, model: Model, homes: Mapping[str, Home]) -> Any:
    """The request by unit, stacked by category."""
    chart = book.add_chart({"type": "bar", "subtype": "stacked"})
    names, values, heads = homes["units.summary__label"], homes["units.request_by_category"], homes["category"]
    last = len(model.rows["units"]) - 1
    for step in range(model.axes["category"].size):
        chart.add_series(
            {
                "name": [heads.sheet, heads.row, heads.column + step],
                "categories": [names.sheet, names.row, names.column, names.row + last, names.column],
                "values": [values.sheet, values.row, values.column + step, values.row + last, values.column + step],
                "fill": {"color": COLOURS[step % len(COLOURS)]},
                "gap": 60,
            }
        )
    chart.set_title({"name": "Request by unit and category ($, whole dollars)", "name_font": {"size": 12}})
    chart.set_y_axis({"reverse": True, "crossing": "max"})
    chart.set_x_axis(
        {
            "num_format": "#,##0",
            "num_font": {"rotation": -45},
            "major_gridlines": {"visible": True, "line": {"color": "#D9D9D9"}},
        }
    )
    chart.set_legend({"position": "bottom"})
    return chart


def _months(book: Book, model: Model, homes: Mapping[str, Home]) -> Any:
    """All postings by month."""
    chart = book.add_chart({"type": "column"})
    heads, values = homes["monthly__month"], homes["posted_by_month"]
    last = model.axes["month"].size - 1
    chart.add_series(
        {
            "name": "All postings",
            "categories": [heads.sheet, heads.row, heads.column, heads.row, heads.column + last],
            "values": [values.sheet, values.row, values.column, values.row, values.column + last],
            "fill": {"color": COLOURS[1]},
            "gap": 50,
        }
    )
    chart.set_title({"name": "Cost by month ($, whole dollars)", "name_font": {"size": 12}})
    chart.set_x_axis({"num_format": "mmm yy", "text_axis": True, "num_font": {"rotation": -45}})
    chart.set_y_axis(
        {"num_format": "#,##0", "major_gridlines": {"visible": True, "line": {"color": "#D9D9D9"}}, "min": 0}
    )
    chart.set_legend({"none": True})
    return chart
