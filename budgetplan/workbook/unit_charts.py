"""The two small charts of a unit's page: what it costs, and how one of its measures moves."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from ..model.blocks import Input
from ..model.graph import Model
from .book import Book, Sheet
from .canvas import Canvas, Home
from .chart_parts import COLOURS, FRAME, FRAME_PIXELS, GRID, along, cell, down, from_zero, pixels_of

TALL, GAP, SMALL = 380, 12, {"size": 8}
STAFFING_GAP = 40  # pixels between the table of units and the chart of their jobs
STAFFING_COLOURS = COLOURS[2::-1]
HEADS_ABOVE = 2  # rows of a table's heads: names, and units
FIGURES = 4  # actual, target, estimate, target


def add_unit_charts(
    book: Book,
    sheet: Sheet,
    prefix: str,
    row: int,
    pixels: int,
    model: Model,
    values: Mapping[str, Any],
    homes: Mapping[str, Home],
) -> None:
    """Cost at the left, one measure at the right; the chart of cost alone where there is no measure to draw."""
    half = (pixels - GAP) // 2
    charts = [_cost(book, prefix, model, values, homes), _measure(book, prefix, model, homes)]
    for number, chart in enumerate(one for one in charts if one is not None):
        chart.set_size({"width": half, "height": TALL})
        chart.set_chartarea({"border": {"color": FRAME}})
        sheet.insert_chart(row, 0, chart, {"object_position": 2, "x_offset": number * (half + GAP)})


def _cost(book: Book, prefix: str, model: Model, values: Mapping[str, Any], homes: Mapping[str, Home]) -> Any:
    """Prior years and the request, stacked by category."""
    names, request = homes[f"{prefix}__spend.label"], homes[f"{prefix}__spend.request"]
    past = f"{prefix}__years" in homes
    first = names._replace(column=1 if past else request.column)
    years = request.column - first.column + 1
    chart = book.add_chart({"type": "column", "subtype": "stacked"})
    for at in range(len(model.rows[f"{prefix}__spend"])):
        series: dict[str, Any] = {
            "name": cell(names, under=at),
            "categories": along(first, years, under=-1),
            "values": along(first, years, under=at),
            "fill": {"color": COLOURS[at % len(COLOURS)]},
            "gap": 50,
        }
        chart.add_series(series)
    chart.set_title({"name": "Cost by category ($)", "name_font": {"size": 10}})
    chart.set_x_axis({"num_font": SMALL})
    chart.set_y_axis(
        {
            "num_format": "#,##0",
            "num_font": SMALL,
            **from_zero(values, f"{prefix}__spend.past", f"{prefix}__spend.request"),
        }
    )
    chart.set_legend({"position": "bottom", "font": SMALL})
    return chart


def _measure(book: Book, prefix: str, model: Model, homes: Mapping[str, Home]) -> Any:
    """The measure that says so, or else the first that has all figures."""
    table = f"{prefix}__measures"
    row = _drawn(model, table)
    if row is None:
        return None
    home, name = homes[f"{table}.prior"], cell(homes[f"{table}.label"], under=row)
    chart = book.add_chart({"type": "column"})
    chart.add_series(
        {
            "name": name,
            "categories": along(home, FIGURES, under=-1),
            "values": along(home, FIGURES, under=row),
            "fill": {"color": COLOURS[1]},
            "gap": 80,
            "data_labels": {"value": True, "num_format": "#,##0.##", "font": SMALL},
        }
    )
    chart.set_title({"name": name, "name_font": {"size": 10}})
    chart.set_x_axis({"num_font": SMALL})
    chart.set_y_axis({"num_format": "#,##0", "num_font": SMALL, **GRID, "min": 0})
    chart.set_legend({"none": True})
    return chart


def _drawn(model: Model, table: str) -> int | None:
    """The row of the measure that is drawn: of those with all figures the first that says so, or else the first."""
    columns = [model.blocks.get(f"measures.{name}") for name in ("prior_actual", "current_target", "current_estimate")]
    figures = [column.values[:, 0] for column in columns if isinstance(column, Input)]
    if table not in model.rows or len(figures) < len(columns):
        return None
    at = {name: row for row, name in enumerate(model.rows["measures"])}
    mine = [at[name] for name in model.rows[table]]
    whole = [row for row, one in enumerate(mine) if not any(np.isnan(column[one]) for column in figures)]
    chosen = model.blocks["measures.chart"]
    assert isinstance(chosen, Input)
    return next((row for row in whole if chosen.values[mine[row], 0] == 1), whole[0] if whole else None)


def add_staffing_chart(book: Book, sheet: Sheet, canvas: Canvas, model: Model, homes: Mapping[str, Home]) -> None:
    """Full-time jobs by unit in three years, right of their table and as wide as what is printed there."""
    chart, beside = _staffing(book, model, homes), homes["units.staffing_vacant"]
    room = pixels_of(canvas.printed_widths) - pixels_of(canvas.widths[at] for at in range(beside.column + 1))
    chart.set_size({"width": min(760, max(360, room - STAFFING_GAP - FRAME_PIXELS)), "height": 300})
    place = {"object_position": 2, "x_offset": STAFFING_GAP}
    sheet.insert_chart(beside.row - HEADS_ABOVE, beside.column + 1, chart, place)


def _staffing(book: Book, model: Model, homes: Mapping[str, Home]) -> Any:
    """One column for each year."""
    names, units = homes["units.staffing_label"], len(model.rows["units"])
    chart = book.add_chart({"type": "column"})
    for number, key in enumerate(("units.staffing_before", "units.staffing_last", "units.staffing_fte")):
        home = homes[key]
        series: dict[str, Any] = {
            "name": cell(home, under=-HEADS_ABOVE),
            "categories": down(names, units),
            "values": down(home, units),
            "fill": {"color": STAFFING_COLOURS[number]},
            "gap": 80,
        }
        chart.add_series(series)
    chart.set_title({"name": "Full-time jobs by unit", "name_font": {"size": 12}})
    chart.set_y_axis({"num_format": "#,##0", **GRID, "min": 0})
    chart.set_legend({"position": "bottom"})
    return chart
