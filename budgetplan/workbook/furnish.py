"""What a sheet has besides cells: widths, freezes, filters, print set-up, links, validation and notes of inputs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from ..model.blocks import Input, Line
from ..model.graph import Model
from ..model.shown import unit_sign
from ..names import LAST_ROW
from .book import Sheet
from .canvas import Canvas, Facts, Home
from .charts import HEIGHT
from .paper import better_upright, on_one_page, pages_wide, paper_for
from .places import column_name, quoted
from .styles import GREY, PALE, Styles
from .validation import validate

NO_CELL = (LAST_ROW - 1, 0)  # what is printed of a sheet for the screen: a cell that nobody fills
PAPERS = {"letter": 1, "tabloid": 3, "legal": 5, "a4": 9}
TABS = {
    "page": "#1F3864",
    "reconciliation": "#1F3864",
    "five years": "#1F3864",
    "unit page": "#2E75B6",
    "cost page": "#2E75B6",
    "columns": "#BF9000",
    "register": "#BF9000",
    "axis": "#7F7F7F",
    "checks": "#548235",
}
INCLUDED = "included"  # the column of a table that says whether a row is in the budget
AS_BUILT = {"inputs_changed": 0, "scenario": 1}  # what these hold in a workbook that shows the base as it was built
MOST_NOTES = 2000  # cells of one column that get a note each; in longer tables the note stands on the first row
NOTE_SIZE = {"x_scale": 2.0, "y_scale": 1.1, "font_size": 9, "author": "budgetplan"}


def furnish(
    sheet: Sheet, canvas: Canvas, model: Model, homes: Mapping[str, Home], styles: Styles, facts: Facts
) -> None:
    """Everything around the cells of one sheet."""
    _columns(sheet, canvas)
    _on_screen(sheet, canvas, facts)
    ends = [text.row + len(text.values) for text in canvas.texts]
    ends += [home.row + max(model.shape(model.blocks[key])[0], 1) for key, home in canvas.homes.items()]
    ends += [row + HEIGHT // 20 + 1 for _, row in canvas.charts]
    _print(sheet, canvas, facts, max(ends))
    for text in canvas.texts:
        if text.link:
            sheet.write_url(text.row, text.column, f"internal:{quoted(text.link)}A1", styles.text("link"), text.link)
    sheet.our_jumps = canvas.jumps
    sheet.merge += [list(area) for area in canvas.merged]
    for key, home in canvas.homes.items():
        block = model.blocks[key]
        if isinstance(block, Input) and (block.entered or block.own_rows) and block.values.size:
            validate(sheet, block, home, model, homes)
            if block.entered:
                _annotate(sheet, block, home)
        if block.kind in ("text", "key"):
            _codes_are_text(sheet, model.shape(block), home)
    _lights(sheet, canvas, model, styles)
    _new_and_ended(sheet, canvas, model, styles)
    _left_out(sheet, canvas, model, styles)
    if canvas.parted_by:
        _part(sheet, canvas, model, styles)


def _columns(sheet: Sheet, canvas: Canvas) -> None:
    """Widths, and the outline group: the sign that opens it stands above the column behind it."""
    for column, width in canvas.widths.items():
        outline: dict[str, int | bool] = {}
        if column in canvas.outlined:
            outline = {"level": 1, "hidden": canvas.folded}
        elif canvas.outlined and column == canvas.outlined.stop:
            outline = {"collapsed": canvas.folded}
        sheet.set_column(column, column, width, None, outline)


def _on_screen(sheet: Sheet, canvas: Canvas, facts: Facts) -> None:
    """Panes, zoom, tab and filter; a protected sheet lets people filter, sort and widen."""
    sheet.freeze_panes(*canvas.freeze)
    sheet.hide_gridlines(2)
    sheet.set_zoom(90)
    sheet.set_tab_color(TABS.get(canvas.spec.kind, "#A6A6A6"))
    if len(canvas.filters) == 1:
        sheet.autofilter(*canvas.filters[0])
    if facts.protect:
        allowed = ("autofilter", "format_columns", "format_rows", "sort", "select_locked_cells")
        sheet.protect("", dict.fromkeys(allowed, True))


def _print(sheet: Sheet, canvas: Canvas, facts: Facts, rows: int) -> None:
    """One page wide, heads repeated, a footer that says which plan this is; what stands aside is not printed."""
    rows = canvas.printed_rows or rows
    if not canvas.spec.printed:
        sheet.print_area(*NO_CELL, *NO_CELL)
    elif canvas.aside_from:
        sheet.print_area(0, 0, rows - 1, canvas.aside_from - 1)
    page = canvas.spec.kind in ("page", "unit page", "cost page", "reconciliation", "five years", "about", "checks")
    paper = paper_for(canvas, page, facts.paper)
    if canvas.spec.kind in ("page", "cost page", "reconciliation", "five years"):
        canvas.portrait = better_upright(canvas, paper, rows)
    sheet.set_paper(PAPERS[paper])
    if canvas.portrait:
        sheet.set_portrait()
    else:
        sheet.set_landscape()
    wide = pages_wide(canvas, paper)
    whole = canvas.spec.kind == "unit page" or (wide == 1 and on_one_page(canvas, paper, rows))
    sheet.fit_to_pages(wide, 1 if whole else 0)
    sheet.repeat_rows(0, min(canvas.freeze[0], 7) - 1)
    if canvas.freeze[1]:
        sheet.repeat_columns(0, canvas.freeze[1] - 1)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    built = "built with scenario" if facts.scenarios else "scenario"  # a footer cannot follow the selected one
    plan = f"{facts.name}, {facts.stage}, {built} {facts.scenario}".replace("&", "&&")
    version = f"Version {facts.version}, inputs {facts.input_hash[:8]}".replace("&", "&&")
    sheet.set_footer(f"&L&8 {plan}&C&8 {version}&R&8 Printed &D, page &P of &N", {"scale_with_doc": False})


def _codes_are_text(sheet: Sheet, shape: tuple[int, int], home: Home) -> None:
    """Codes are text by design; Excel need not mark them."""
    first, last = column_name(home.column), column_name(home.column + shape[1] - 1)
    area = f"{first}{home.row + 1}:{last}{home.row + max(shape[0], 1)}"
    ranges = sheet.ignored_errors.get("number_stored_as_text", "") if isinstance(sheet.ignored_errors, dict) else ""
    sheet.ignore_errors({"number_stored_as_text": f"{ranges} {area}".strip()})


def _lights(sheet: Sheet, canvas: Canvas, model: Model, styles: Styles) -> None:
    """Checks are green or red, and what is not as it was built is loud: by the numbers behind the words."""
    book: Any = styles.book
    good = book.add_format({"font_color": "#00612E", "bg_color": "#C6EFCE"})
    bad = book.add_format({"font_color": "#9C0006", "bg_color": "#FFC7CE"})
    loud = book.add_format({"bold": True, "font_color": "#B45309"})
    for key, home in canvas.homes.items():
        block = model.blocks[key]
        rules: list[tuple[str, Any]] = []
        if block.slot == "head notice":
            rules = [(f"={name}<>{usual}", loud) for name, usual in AS_BUILT.items() if name in model.blocks]
        if block.slot in ("state", "head check") or block.name == "master_check":
            failed = "checks_failed"
            if block.slot == "state":
                beside = canvas.homes[f"{block.beside}__failed"]
                failed = f"${column_name(beside.column)}${beside.row + 1}"
            rules = [(f"={failed}=0", good), (f"=IFERROR({failed}<>0,TRUE)", bad)]
        for formula, form in rules:
            rule = {"type": "formula", "criteria": formula, "format": form}
            sheet.conditional_format(home.row, home.column, home.row, home.column, rule)


def _new_and_ended(sheet: Sheet, canvas: Canvas, model: Model, styles: Styles) -> None:
    """A change from nothing reads "new" and one to nothing "ended"; the cells keep their numbers."""
    book: Any = styles.book
    for key, home in canvas.homes.items():
        block = model.blocks[key]
        change = canvas.homes.get(block.share_of) if isinstance(block, Line) else None
        rows = model.shape(block)[0]
        if change is None or not rows:
            continue
        share, dollars = (f"${column_name(at.column)}{at.row + 1}" for at in (home, change))
        for word, test in (("new", f"=AND({share}=0,{dollars}<>0)"), ("ended", f"=AND({share}=-1,{dollars}<>0)")):
            shown = ";".join([f'"{word}"_)'] * 3)  # of a negative number, too, and without its sign
            rule = {"type": "formula", "criteria": test, "format": book.add_format({"num_format": shown})}
            sheet.conditional_format(home.row, home.column, home.row + rows - 1, home.column, rule)


def _left_out(sheet: Sheet, canvas: Canvas, model: Model, styles: Styles) -> None:
    """Rows that are not in the budget, such as those of a scenario that is not selected, are grey and slanted."""
    book: Any = styles.book
    last = (canvas.aside_from or max(canvas.widths, default=0) + 1) - 1
    for key, home in canvas.homes.items():
        rows = model.shape(model.blocks[key])[0]
        if key == f"{model.blocks[key].table}.{INCLUDED}" and rows:
            rule = {
                "type": "formula",
                "criteria": f"=${column_name(home.column)}{home.row + 1}=0",
                "format": book.add_format({"italic": True, "font_color": GREY, "bg_color": PALE}),
            }
            sheet.conditional_format(home.row, 0, home.row + rows - 1, last, rule)


def _part(sheet: Sheet, canvas: Canvas, model: Model, styles: Styles) -> None:
    """A thin line above each row in which a column differs from the row above."""
    book: Any = styles.book
    home, (rows, _) = canvas.homes[canvas.parted_by], model.shape(model.blocks[canvas.parted_by])
    if rows < 2:
        return
    letters, second = column_name(home.column), home.row + 2
    rule = {
        "type": "formula",
        "criteria": f"=${letters}{second}<>${letters}{second - 1}",
        "format": book.add_format({"top": 1, "top_color": "#9CA3AF"}),
    }
    last = (canvas.aside_from or max(canvas.widths) + 1) - 1
    sheet.conditional_format(home.row + 1, 0, home.row + rows - 1, last, rule)


def _annotate(sheet: Sheet, block: Input, home: Home) -> None:
    """A note at each input: what it is, its unit, the YAML file and line, the source."""
    rows, columns = block.values.shape
    sign = unit_sign(block.unit)
    for row, column in np.ndindex(rows if rows <= MOST_NOTES else 1, columns):
        place, p = block.place_of(row, column), block.provenance_of(row, column)
        if block.of_scenario and not place.file:
            continue  # a blank cell: the base counts
        where = str(place) if place.file else "default"
        more = "" if rows <= MOST_NOTES else "\nEach row's own place stands in the column 'Written in'."
        firm = ", ".join(
            filter(
                None, (p.status, p.effective and f"effective {p.effective}", p.review_by and f"review by {p.review_by}")
            )
        )
        lines = [
            f"{block.label or block.name} ({sign})" if sign else block.label or block.name,
            where + more,
            p.source and f"Source: {p.source}",
            firm,
            p.note,
        ]
        sheet.write_comment(home.row + row, home.column + column, "\n".join(filter(None, lines)), NOTE_SIZE)
