"""Where every block stands: along months or years one block under the other, in tables one column beside the other."""

from __future__ import annotations

from collections.abc import Callable

from ..errors import AssumptionError, TooLong
from ..model.axis import Axis, axes_of_sheets
from ..model.blocks import Block, Input, Line
from ..model.graph import Model
from .canvas import CHECK_WIDTH, PLAIN, Canvas, Facts, Layout, homeless, too_long
from .columns import lay_columns
from .five_years import lay_five_years
from .jumps import add_jumps
from .known import is_total, is_under_totals, main_blocks, shown_texts
from .pages import lay_about, lay_checks, lay_lines
from .paper import squeeze
from .position_cost_page import lay_position_cost
from .reconciliation import lay_reconciliation
from .registers import lay_copies, lay_inputs, lay_register
from .sheets import (
    HEAD_ROWS,
    LEFT,
    LEFT_HEADS,
    LEFT_WIDTHS,
    OPERATING_BUDGET,
    OPTIONAL,
    STEPS_FROM,
    UNUSED_WIDTH,
    WIDEST,
    BookSpec,
    SheetSpec,
)
from .summary import lay_summary
from .unit_page import lay_unit_page

__all__ = ["Facts", "lay_out"]

STEP_WIDTHS = {"$": 12.5, "$/x": 12.5, "key": 26, "text": 17}
LAYOUTS: dict[str, Callable[[Canvas, Model], None]] = {
    "columns": lay_columns,
    "page": lay_summary,
    "unit page": lay_unit_page,
    "reconciliation": lay_reconciliation,
    "cost page": lay_position_cost,
    "five years": lay_five_years,
    "inputs": lay_inputs,
    "as built": lay_copies,
}
"""Kinds of sheets whose layout needs nothing but the model."""

LINK_WIDTH = 6.5  # a cell so wide is easily clicked


def lay_out(model: Model, facts: Facts, certificate: list[str], book: BookSpec = OPERATING_BUDGET) -> Layout:
    """The layout of a workbook; raises AssumptionError where a block has no place, TooLong where a row has none."""
    named = [block for block in model.blocks.values() if block.sheet]
    along = axes_of_sheets(named)
    tables = {block.sheet for block in named if block.table and not block.slot}
    units = list(dict.fromkeys(block.sheet for block in named if block.slot == "page"))
    specs = book.sheets_for({block.sheet for block in named}, along, tables, _labels(named), units)
    canvases = []
    for index, spec in enumerate(specs):
        canvas = Canvas(spec)
        neighbours = (specs[index - 1].name if index else "", specs[index + 1].name if index + 1 < len(specs) else "")
        _head(canvas, model, facts, book, neighbours)
        match spec.kind:
            case "axis":
                _along(canvas, model, model.axes[along[spec.name]])
            case kind if kind in LAYOUTS:
                LAYOUTS[kind](canvas, model)
            case "register":
                lay_register(canvas, model, _strays(canvas, model, specs, book))
            case "checks":
                lay_checks(canvas, model, certificate)
            case "lines":
                lay_lines(canvas, model, {spec.name for spec in specs})
            case "about":
                lay_about(canvas, facts, specs)
        canvas.wide(1, CHECK_WIDTH)
        if spec.kind in ("axis", "columns"):
            squeeze(canvas, model, facts.paper)
        _links(canvas)
        canvases.append(canvas)
    layout = Layout(canvases)
    lost, long = homeless(model, layout, specs, book), too_long(model, layout)
    if lost or long:
        raise (AssumptionError if lost else TooLong)(lost + long)
    add_jumps(layout, model)
    return layout


def _labels(blocks: list[Block]) -> dict[str, list[str]]:
    """What the lines of each sheet are called, those that post first; of sheets without any, their figures."""
    found: dict[str, list[str]] = {}
    lines = [block for block in blocks if isinstance(block, Line)]
    for line in sorted(lines, key=lambda line: not line.posts):
        if not (line.support or line.aside or line.slot):
            found.setdefault(line.sheet, []).append(line.label or line.name.replace("_", " "))
    named = set(found)
    for block in blocks:
        if isinstance(block, Input) and block.entered and block.kind == "number" and block.sheet not in named:
            found.setdefault(block.sheet, []).append(block.label or block.name.replace("_", " "))
    return found


def _head(canvas: Canvas, model: Model, facts: Facts, book: BookSpec, neighbours: tuple[str, str]) -> None:
    """Rows 1-5: whose, what, which year and stage, the master check, links."""
    title = canvas.spec.name if canvas.spec.name != "Summary" else f"{facts.name}: {book.title}"
    canvas.text(0, 0, f"{facts.organization} - {facts.name}" if facts.organization else facts.name, "organization")
    canvas.text(1, 0, title, "title")
    canvas.text(2, 0, f"{facts.years} {facts.stage}. {canvas.spec.told}.", "subtitle")
    mine = {b.slot: b.key for b in model.blocks.values() if b.sheet == canvas.spec.name and b.slot.startswith("head ")}
    column = 0  # of the check
    if canvas.spec.kind != "checks" and mine:
        canvas.text(3, 0, "Check:", "fact")
        column = 1
    for slot, key in mine.items():
        canvas.put(key, 3, column + (slot == "head notice"))
    links = [name for name in ("Summary", "Checks", "About", *neighbours) if name and name != canvas.spec.name]
    canvas.links = list(dict.fromkeys(links))
    canvas.tall = {1: 24.0}


def _links(canvas: Canvas) -> None:
    """The links of the head side by side, each with the room that its words need before the next one."""
    at, free, left = 0.0, 0.0, list(canvas.links)
    for column, width in sorted(canvas.widths.items()):
        if canvas.hides(column):
            continue
        if left and at >= free and width >= LINK_WIDTH:
            name = left.pop(0)
            canvas.text(4, column, name, "link", link=name)
            free = at + len(name) * PLAIN + 2
        at += width


def _strays(canvas: Canvas, model: Model, specs: list[SheetSpec], book: BookSpec) -> list[Block]:
    """On Rates: the plan's own single figures that name no sheet, or one of their own that is not made for them."""
    own = {spec.name for spec in specs if spec.kind == "register"}
    if canvas.spec.name != "Rates":
        return []
    return [
        block
        for block in model.blocks.values()
        if isinstance(block, Line) and not (block.table or block.axis or block.slot or block.sheet in book.known | own)
    ]


def _left(canvas: Canvas, model: Model, sides: list[Block]) -> None:
    """The heads and widths of the left columns: wide enough for their texts, narrow where nothing stands in them."""
    texts: dict[str, list[str]] = {slot: [] for slot in LEFT}
    used: set[str] = set()
    for side in sides:
        if side.slot in LEFT:
            words = shown_texts(model, side)
            used |= {side.slot} if any(words) or not isinstance(side, Input) or not words else set()
            texts[side.slot] += words if side.kind == "text" else []
    for slot, column in LEFT.items():
        if slot in OPTIONAL and slot not in used:
            canvas.text(5, column, "", "head")
            canvas.wide(column, UNUSED_WIDTH)
            continue
        style = "head right" if slot in ("total", "opening") else "head"
        canvas.text(5, column, LEFT_HEADS[column], style)
        longest = max(map(len, texts[slot]), default=0) + 2
        canvas.wide(column, min(WIDEST[column], max(LEFT_WIDTHS[column], longest)))
    canvas.fit_heads(5)


def _along(canvas: Canvas, model: Model, axis: Axis) -> None:
    """Blocks one under the other with no row between, so that postings read as one range; steps from column K."""
    canvas.across(6, 0, [""] * len(LEFT_HEADS), "unit head")
    beside = _beside(canvas, model)
    rulers = {b.slot: b for b in model.blocks.values() if b.sheet == canvas.spec.name and b.slot.endswith("ruler")}
    for slot, row in (("ruler", 5), ("second ruler", 6)):
        if slot in rulers:
            canvas.put(rulers[slot].key, row, STEPS_FROM)
            if slot == "second ruler":
                canvas.text(row, 1, f"{axis.rulers[1].replace('_', ' ').capitalize()}:", "unit head")
        else:
            names = [str(step + 1) for step in range(axis.size)] if slot == "ruler" else [""] * axis.size
            canvas.across(row, STEPS_FROM, names, "head right" if slot == "ruler" else "unit head")
    row = HEAD_ROWS
    mains = [b for b in main_blocks(canvas, model) if b.axis == axis.name]
    cases = {case for b in mains if isinstance(b, Line) for case in b.cases}
    mains.sort(
        key=lambda b: is_under_totals(model, b) or b.key in cases
    )  # scenarios under all that is live, then totals
    _left(canvas, model, [side for b in mains for side in beside.get(b.key, ())])
    heads = [block for name in axis.rulers if (block := model.blocks.get(name)) and block.kind == "text"]
    width = max((STEP_WIDTHS.get(b.unit, 10.5) for b in [*mains, *heads]), default=10.5)
    for block in mains:
        canvas.put(block.key, row, STEPS_FROM)
        for side in beside.get(block.key, ()):
            if side.slot in LEFT:
                canvas.put(side.key, row, LEFT[side.slot])
        if is_total(model, block):
            sides = [side for side in beside.get(block.key, ()) if side.slot in LEFT]
            taken = {LEFT[side.slot] for side in sides if not (isinstance(side, Input) and not side.values.any())}
            for column in set(LEFT.values()) - taken:
                canvas.text(row, column, "", "total text")
        row += model.shape(block)[0]
    if canvas.spec.name == "Monthly":
        canvas.charts = [("months", row + 1)]
    for step in range(axis.size):
        canvas.wide(STEPS_FROM + step, width)
    canvas.freeze = (HEAD_ROWS, 2)
    if row > HEAD_ROWS:
        canvas.filters.append((6, 0, row - 1, STEPS_FROM + axis.size - 1))


def _beside(canvas: Canvas, model: Model) -> dict[str, list[Block]]:
    """The blocks that stand beside others of this sheet, by whom they stand beside."""
    found: dict[str, list[Block]] = {}
    for block in model.blocks.values():
        if block.sheet == canvas.spec.name and block.beside:
            found.setdefault(block.beside, []).append(block)
    return found
