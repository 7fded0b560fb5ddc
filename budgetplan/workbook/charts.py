"""Native charts, on ranges of the workbook."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ..model.graph import Model
from .book import Book, Sheet
from .canvas import Canvas, Home
from .chart_parts import COLOURS, FRAME_PIXELS, along, cell, down, from_zero, pixels_of
from .unit_charts import add_staffing_chart, add_unit_charts
from .waterfall import five_years, waterfall

HEIGHT, WIDEST, GAP = 520, 1400, 12


def add_charts(
    book: Book, sheet: Sheet, canvas: Canvas, model: Model, values: Mapping[str, Any], homes: Mapping[str, Home]
) -> None:
    """The charts of a sheet that has any."""
    pixels = pixels_of(canvas.printed_widths) - FRAME_PIXELS  # as wide as the table above, all together
    for kind, row in canvas.charts:
        if kind == "summary" and model.rows["units"]:
            right = _years if "past.amount" in model.blocks else _months
            charts = [_units(book, model, values, homes), right(book, model, values, homes)]
            if "bridge.total" in model.blocks:
                charts.append(waterfall(book, model, values, homes))
            wide = (pixels - GAP * (len(charts) - 1)) // len(charts)
            for number, chart in enumerate(charts):
                chart.set_size({"width": wide, "height": HEIGHT})
                sheet.insert_chart(row, 0, chart, {"object_position": 2, "x_offset": number * (wide + GAP)})
        if kind.startswith("unit "):
            add_unit_charts(book, sheet, kind.removeprefix("unit "), row, pixels, model, values, homes)
        if kind == "staffing":
            add_staffing_chart(book, sheet, canvas, model, homes)
        if kind in ALONE:
            chart = ALONE[kind](book, model, values, homes)
            chart.set_size({"width": min(pixels, WIDEST), "height": HEIGHT})
            sheet.insert_chart(row, 0, chart, {"object_position": 2})


def _units(book: Book, model: Model, values: Mapping[str, Any], homes: Mapping[str, Home]) -> Any:
    """The request by unit, stacked by category."""
    chart = book.add_chart({"type": "bar", "subtype": "stacked"})
    names, amounts, heads = homes["units.summary__label"], homes["units.request_by_category"], homes["category"]
    units = len(model.rows["units"])
    for step in range(model.axes["category"].size):
        chart.add_series(
            {
                "name": cell(heads, right=step),
                "categories": down(names, units),
                "values": down(amounts, units, right=step),
                "fill": {"color": COLOURS[step % len(COLOURS)]},
                "gap": 60,
            }
        )
    chart.set_title({"name": "Request by unit and category ($, whole dollars)", "name_font": {"size": 12}})
    chart.set_y_axis({"reverse": True, "crossing": "max", "interval_unit": 1})
    chart.set_x_axis(
        {"num_format": "#,##0", "num_font": {"rotation": -45}, **from_zero(values, "units.request_by_category")}
    )
    chart.set_legend({"position": "bottom"})
    return chart


def _years(book: Book, model: Model, values: Mapping[str, Any], homes: Mapping[str, Home]) -> Any:
    """Prior years and the request, stacked by category."""
    chart = book.add_chart({"type": "column", "subtype": "stacked"})
    heads, names = homes["categories__past__past_name"], homes["categories.category"]
    first = homes["categories.past"]
    years = homes["categories.request"].column - first.column + 1
    for row in range(len(model.rows["categories"])):
        chart.add_series(
            {
                "name": cell(names, under=row),
                "categories": along(heads, years),
                "values": along(first, years, under=row),
                "fill": {"color": COLOURS[row % len(COLOURS)]},
                "gap": 50,
            }
        )
    chart.set_title({"name": "Prior years and the request by category ($)", "name_font": {"size": 12}})
    chart.set_y_axis({"num_format": "#,##0", **from_zero(values, "categories.past", "categories.request")})
    chart.set_legend({"position": "bottom"})
    return chart


def _months(book: Book, model: Model, values: Mapping[str, Any], homes: Mapping[str, Home]) -> Any:
    """All postings by month."""
    chart = book.add_chart({"type": "column"})
    heads, amounts = homes["monthly__month"], homes["posted_by_month"]
    months = model.axes["month"].size
    chart.add_series(
        {
            "name": "All postings",
            "categories": along(heads, months),
            "values": along(amounts, months),
            "fill": {"color": COLOURS[1]},
            "gap": 50,
        }
    )
    chart.set_title({"name": "Cost by month ($, whole dollars)", "name_font": {"size": 12}})
    chart.set_x_axis({"num_format": "mmm yy", "text_axis": True, "num_font": {"rotation": -45}})
    chart.set_y_axis({"num_format": "#,##0", **from_zero(values, "posted_by_month")})
    chart.set_legend({"none": True})
    return chart


ALONE: dict[str, Callable[[Book, Model, Mapping[str, Any], Mapping[str, Home]], Any]] = {
    "five years": five_years,
    "waterfall": waterfall,
    "months": _months,
}
"""Charts that stand by themselves under a table."""
