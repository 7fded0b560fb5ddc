"""Sheets of tables: one under the other, in each the columns side by side, totals under those that are added up."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeGuard

from ..model.blocks import Block, Input, Line
from ..model.graph import Model
from ..model.shown import unit_sign
from .canvas import PLAIN, Canvas, height_of_heads
from .known import LATER, main_blocks, no_decision, shown_texts, total_of
from .page_widths import PAGE_WIDE
from .registers import Sources, lay_sources, sources_of
from .sheets import HEAD_ROWS

UNIT_WIDTHS = {"$": 14, "$/x": 12, "date": 11, "text": 16, "key": 26, "code": 9, "share": 9, "index": 9}
WIDE_TEXT = {"label": 24, "title": 24, "account_label": 28, "category": 19, "key": 24, "unit_category_key": 32}
WIDEST_TEXT = 110.0
NAMED_BY_STEP = ("past", LATER, "bridge", "outlook")  # axes whose steps say all that a head must
STAFFING = "units.staffing_before"  # full-time jobs two years before, where there are any


def lay_columns(canvas: Canvas, model: Model) -> None:
    """Tables one under the other; in each, attributes and one-cell results side by side."""
    blocks = [b for b in main_blocks(canvas, model) if b.table and b.axis != "month"]
    tables = list(dict.fromkeys(b.table for b in blocks if b.table))
    told = {table: sources_of([b for b in blocks if b.table == table and _told(b)]) for table in tables}
    plain = [_plain_width(model, [b for b in blocks if b.table == table], told[table]) for table in tables]
    row, later = 5, max(plain, default=0)
    varied = later + _widest(model, blocks, _later)
    aside = varied + _widest(model, blocks, _varied)
    if varied > later:
        canvas.outlined, canvas.folded = range(later, varied), no_decision(model)
    if any(map(_varied, blocks)):
        canvas.varied_from = varied
    if any(block.aside for block in blocks):
        canvas.aside_from = aside
    for number, table in enumerate(tables):
        if number:
            canvas.text(row, 0, table.replace("_", " ").capitalize().replace(" fte", " FTE"), "section")
            row += 1
        mine = [b for b in blocks if b.table == table]
        row = _table(canvas, model, mine, told[table], row, (later, varied, aside)) + 2
    if canvas.spec.name == "Budget":
        canvas.parted_by = "budget.unit"  # a filter and any order of the rows leave it right, as no rows between would
    if canvas.spec.name == "Personnel Summary" and STAFFING in model.blocks:
        canvas.charts, canvas.printed_rows = [("staffing", row)], row + 4  # it is a little higher than its table
    canvas.freeze = (HEAD_ROWS, 2) if len(tables) == 1 else (5, 0)


def _told(block: Block) -> TypeGuard[Input]:
    """Whether a table says where the figures of a block come from; those of later stages do in their notes."""
    return isinstance(block, Input) and not _later(block)


def _widest(model: Model, blocks: list[Block], which: Callable[[Block], bool]) -> int:
    """The most columns of one kind that any table has."""
    widths: dict[str | None, int] = {}
    for block in filter(which, blocks):
        widths[block.table] = widths.get(block.table, 0) + model.shape(block)[1]
    return max(widths.values(), default=0)


def _width(model: Model, blocks: list[Block]) -> int:
    return sum(model.shape(block)[1] for block in blocks)


def _plain_width(model: Model, blocks: list[Block], told: Sources) -> int:
    """The columns of a table without those that are of later stages or of scenarios, or stand aside."""
    return _width(model, [b for b in blocks if _plain(b)]) + len(told.columns)


def _table(
    canvas: Canvas, model: Model, blocks: list[Block], told: Sources, row: int, right: tuple[int, int, int]
) -> int:
    """One table: heads, units, rows; from the columns of `right` on what is of later stages, what is of scenarios, and
    what is for the program alone.

    Gives the first row under it.
    """
    rows, first, plain = model.shape(blocks[0])[0], row + 2, [block for block in blocks if not block.aside]
    column = _heads(canvas, model, [b for b in blocks if _plain(b)], row, 0)
    lay_sources(canvas, told, row, column)
    last = column + len(told.columns)
    parts = (list(filter(_later, blocks)), list(filter(_varied, plain)), [block for block in blocks if block.aside])
    for part, start in zip(parts, right, strict=True):
        if part:
            last = _heads(canvas, model, part, row, start)
    last -= 1
    canvas.fit_heads(row)
    if any(block.axis in NAMED_BY_STEP for block in blocks):
        canvas.tall[row] = max(canvas.tall[row], height_of_heads(2))  # for a year and a stage
    if rows:
        canvas.filters.append((row + 1, 0, first + rows - 1, last))
    return _totals(canvas, model, blocks, first + rows, column)


def _later(block: Block) -> bool:
    """What is recommended and adopted of what is requested, behind it."""
    return block.axis == LATER and not block.aside


def _varied(block: Block) -> bool:
    """What scenarios put in place of a column, and what holds now: to the right of the plan itself."""
    return bool(isinstance(block, Input) and block.of_scenario) or bool(isinstance(block, Line) and block.cases)


def _plain(block: Block) -> bool:
    return not (block.aside or _later(block) or _varied(block))


def _heads(canvas: Canvas, model: Model, blocks: list[Block], row: int, column: int) -> int:
    """Columns side by side, each under its head and its unit; gives the first column right of them."""
    heads = {b.beside: b for b in model.blocks.values() if b.slot == "column head" and b.sheet == canvas.spec.name}
    labels = {case: b.label for b in model.blocks.values() if isinstance(b, Line) for case in b.cases}
    before: Block | None = None
    for block in blocks:
        width = model.shape(block)[1]
        style = ("aside head" if block.aside else "head") + (" right" if block.kind in ("number", "date") else "")
        if block.kind == "text" and not block.aside and before and before.kind in ("number", "date"):
            canvas.apart.add(block.key)
            style = "head apart"
        before = block
        named = heads.get(block.key)
        label, unit = labels.get(block.key) or block.label or block.name, _unit_under(block)
        if named and block.axis in NAMED_BY_STEP:  # the year and stage are the head: all of these columns are history
            canvas.put(named.key, row, column)
        else:
            canvas.across(row, column, [label] * width, style)
        if named and block.axis not in NAMED_BY_STEP:
            canvas.put(named.key, row + 1, column)
        else:
            canvas.across(row + 1, column, [unit] * width, "aside unit" if block.aside else "unit head")
        canvas.put(block.key, row + 2, column)
        own = PAGE_WIDE.get(canvas.spec.name, {}).get(block.name)
        for step in range(width):
            room = own or _column_width(model, block)
            canvas.wide(column + step, max(room, len(unit) + 1 if _varied(block) else 0))
        longest = max(map(len, shown_texts(model, block)), default=0)
        if block.kind == "text" and (own or longest * PLAIN + 2 > WIDEST_TEXT):
            canvas.wrapped.add(block.key)
        column += width
    return column


def _unit_under(block: Block) -> str:
    """What stands under a head: the unit, or of which scenario the figures are."""
    return _case_name(block) if _varied(block) else unit_sign(block.unit)


def _case_name(block: Block) -> str:
    """Under the head of a scenario's column the scenario, under that of what holds now a word for it."""
    return block.of_scenario if isinstance(block, Input) else "live"


def _column_width(model: Model, block: Block) -> float:
    """Room for a column's numbers, or for its longest text as far as texts can be known without calculating."""
    texts = shown_texts(model, block) if block.kind in ("text", "key") else []
    least = WIDE_TEXT.get(block.name, UNIT_WIDTHS.get(block.unit, 10))
    return min(WIDEST_TEXT, max(least, *(len(text) * PLAIN + 2 for text in texts), 0))


def _totals(canvas: Canvas, model: Model, blocks: list[Block], row: int, width: int) -> int:
    """Totals under the columns that they add up, one row below the table; gives the first row under them."""
    shapes = {block.key: model.shape(block)[1] for block in blocks}
    taken: set[int] = set()
    for total in main_blocks(canvas, model):
        target = total_of(model, total)
        if target in shapes and not total.table and model.shape(total)[1] == shapes[target]:
            column = canvas.homes[target].column
            if column not in taken:
                canvas.put(total.key, row + 1, column)
                taken |= set(range(column, column + shapes[target]))
    if taken:
        canvas.text(row + 1, 0, "Total", "total text")
        for column in {*range(1, width)} - taken:
            canvas.text(row + 1, column, "", "total text")
    return row + 2 if taken else row
