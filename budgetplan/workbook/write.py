"""Writes a laid-out model as an .xlsx: the same model and values give the same bytes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from ..formula.tree import Name
from ..model.blocks import Block, Input, Line
from ..model.graph import Model
from .bodies import Band, Segment, bands, begins_like_a_formula
from .book import Book, Sheet
from .canvas import PLAIN, Canvas, Facts, Home, Layout, height_of, lines_of
from .charts import add_charts
from .columns import NAMED_BY_STEP
from .furnish import furnish
from .known import is_total
from .places import column_name as letters
from .places import has_name, quoted, template
from .position_cost_page import TOTALS as OF_ONE_POSITION
from .sheets import LEFT
from .styles import Styles


def write(path: Path, model: Model, values: Mapping[str, Any], layout: Layout, facts: Facts) -> None:
    """Writes the workbook to a path (the caller sees to it that nothing half-written is left behind)."""
    book = Book(str(path))
    book.set_calc_mode("auto")
    _properties(book, facts)
    styles, homes = Styles(book), layout.homes
    sheets = {canvas.spec.name: book.add_worksheet(canvas.spec.name) for canvas in layout.canvases}
    for canvas in layout.canvases:
        sheet = sheets[canvas.spec.name]
        furnish(sheet, canvas, model, homes, styles, facts)
        add_charts(book, sheet, canvas, model, values, homes)
        found = sheet_bands(canvas, model, values, homes, styles)
        sheet.set_cells(found, Stored(found))
    for key, home in homes.items():
        block = model.blocks[key]
        if has_name(block):
            book.define_name(block.name, f"={quoted(home.sheet)}${letters(home.column)}${home.row + 1}")
    book.close()


def _properties(book: Book, facts: Facts) -> None:
    """Document properties: no clock, the plan's own day instead."""
    year, month, day = map(int, facts.as_of.split("-"))
    book.set_properties(
        {
            "title": f"{facts.name}: operating budget {facts.years}",
            "author": facts.organization or "budgetplan",
            "company": facts.organization,
            "created": dt.datetime(year, month, day),
            "comments": f"{facts.program}, inputs {facts.input_hash}",
        }
    )
    book.set_custom_property("budgetplan inputs", facts.input_hash)


CARDS = ("total_request", "total_fte", "summary__change", "summary__change_share")
CHANGES = ("total_compared", "total_change", "total_change_share", "change_share_of_funds")
TOTALS = (*CHANGES, *OF_ONE_POSITION, "one_time_of_request", "years_ahead_begin_at")  # which are no plain sums


class Stored:
    """The stored value at a row and column of a sheet, for the caches of charts."""

    def __init__(self, found: list[Band]):
        self.bands = found

    def __call__(self, row: int, column: int) -> Any:
        """None where there is no cell."""
        for band in self.bands:
            if band.first <= row < band.last:
                for segment in band.segments:
                    if 0 <= column - segment.column < segment.values.shape[1]:
                        return segment.values[row - segment.first_row, column - segment.column]
        return None


def sheet_bands(
    canvas: Canvas, model: Model, values: Mapping[str, Any], homes: Mapping[str, Home], styles: Styles
) -> list[Band]:
    """The cells of one sheet as bands of rows, from blocks and plain text."""
    segments: list[tuple[int, Segment]] = []
    for text in canvas.texts:
        column = np.empty((len(text.values), 1), dtype=object)
        column[:, 0] = list(text.values)
        style, quoted = styles.text(text.style), None
        if any(map(begins_like_a_formula, text.values)):
            quoted = styles.text(text.style, quoted=True)._get_xf_index()
        segments.append((len(column), Segment(text.column, column, style._get_xf_index(), None, text.row, quoted)))
    for key, home in canvas.homes.items():
        block = model.blocks[key]
        array = values[key][0]
        if array.size and not (isinstance(block, Input) and not block.entered and (array == "").all()):
            seen = "box" if key in canvas.boxed else look(block, model, homes)
            form = (seen, shown_unit(block, array), block.slot == "ruler" and block.kind == "date")
            more = {"apart": key in canvas.apart, "wrapped": key in canvas.wrapped}
            style, quoted = styles.cell(*form, **more), None
            if array.dtype == object and any(map(begins_like_a_formula, array.flat)):
                quoted = styles.cell(*form, quoted=True, **more)._get_xf_index()
            formula = template(model, homes, block) if isinstance(block, Line) else None
            segments.append((len(array), Segment(home.column, array, style._get_xf_index(), formula, home.row, quoted)))
    found = bands(segments)
    wrapped = _heights_of_wrapped(canvas, values)
    heights = wrapped | {row: max(height, wrapped.get(row, 0)) for row, height in canvas.tall.items()}
    for band in found:
        band.heights = {row: heights[row] for row in range(band.first, band.last) if row in heights}
    return found


def _heights_of_wrapped(canvas: Canvas, values: Mapping[str, Any]) -> dict[int, float]:
    """How high rows must be for the texts that wrap in them, as they are when the workbook is written."""
    lines: dict[int, int] = {}
    for key in canvas.wrapped:
        home = canvas.homes[key]
        for row, text in enumerate(values[key][0][:, 0], home.row):
            count = lines_of(str(text), canvas.widths[home.column] - 1, PLAIN)
            lines[row] = max(count, lines.get(row, 1))
    return {row: height_of(count) for row, count in lines.items() if count > 1}


def shown_unit(block: Block, array: Any) -> str:
    """What decides a block's number format: its unit, whole dollars, the finer one of tolerances, whole counts."""
    if block.whole_dollars or block.slot == "tolerance":
        return "whole" if block.whole_dollars else "tolerance"
    entered = isinstance(block, Input) and block.entered
    if block.unit == "count" and not (array % 1 > 0).any():
        return "entered count" if entered else "whole count"
    finer = {"share": "entered share"} if entered else {"$/x": "found $/x"}
    return finer.get(block.unit, block.unit)


def look(block: Block, model: Model, homes: Mapping[str, Home]) -> str:
    """How a block's cells look."""
    if block.slot in LEFT and block.beside and is_total(model, model.blocks[block.beside]):
        return "total"
    if isinstance(block, Input):
        heads = dict.fromkeys(("categories", "column head"), "category head")
        slots = heads | {"number": "quiet", "narrative": "narrative"}
        return "input" if block.entered else slots.get(block.slot, "written")
    if block.slot.endswith("ruler"):
        return "ruler"
    if block.slot == "column head":
        return "category head" if block.sheet == "Summary" or block.axis in NAMED_BY_STEP else "column head"
    if block.slot == "order":
        return "quiet"
    if block.slot in ("head check", "state") or block.name == "master_check":
        return "check"
    if block.slot == "head notice":
        return "notice"
    if block.name in CARDS:
        return "card"
    if block.slot == "grand total" or block.name in TOTALS or is_total(model, block):
        return "total"
    tree = model.trees.get(block.key)
    if isinstance(tree, Name):
        target = model.resolver(block.table)(tree.text).key
        if target in homes and homes[target].sheet != homes[block.key].sheet:
            return "link"
    return "formula"


__all__ = ["Sheet", "Stored", "sheet_bands", "write"]
