"""Where every block stands: along months or years one block under the other, in tables one column beside the other."""

from __future__ import annotations

from ..errors import AssumptionError
from ..formula.tree import Call, Name
from ..model.axis import Axis, axes_of_sheets
from ..model.blocks import Block, Input, Line, Union
from ..model.graph import Model
from .canvas import PLAIN, Canvas, Facts, Layout, homeless
from .jumps import add_jumps
from .pages import lay_about, lay_checks, lay_lines
from .registers import lay_copies, lay_inputs, lay_register, lay_sources
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

__all__ = ["Facts", "lay_out", "summed"]

UNIT_WIDTHS = {"$": 14, "$/x": 12, "date": 11, "text": 16, "key": 26, "code": 9, "share": 9, "index": 9}
STEP_WIDTHS = {"$": 12.5, "$/x": 12.5, "key": 26, "text": 16}
LINK_WIDTH = 12
WIDE_TEXT = {"label": 24, "title": 24, "account_label": 28, "category": 19, "key": 24, "unit_category_key": 32}
WIDEST_TEXT = 110.0
CHECK_WIDTH = 17  # of column B, in which each sheet's head says whether all checks pass


def lay_out(model: Model, facts: Facts, certificate: list[str], book: BookSpec = OPERATING_BUDGET) -> Layout:
    """The layout of a workbook; raises AssumptionError where a block has no place in it."""
    named = [block for block in model.blocks.values() if block.sheet]
    along = axes_of_sheets(named)
    tables = {block.sheet for block in named if block.table and not block.slot}
    specs = book.sheets_for({block.sheet for block in named}, along, tables)
    canvases = []
    for index, spec in enumerate(specs):
        canvas = Canvas(spec)
        neighbours = (specs[index - 1].name if index else "", specs[index + 1].name if index + 1 < len(specs) else "")
        _head(canvas, model, facts, book, neighbours)
        match spec.kind:
            case "axis":
                _along(canvas, model, model.axes[along[spec.name]])
            case "columns":
                _columns(canvas, model)
            case "register":
                lay_register(canvas, model, _strays(canvas, model, specs, book))
            case "checks":
                lay_checks(canvas, model, certificate)
            case "page":
                lay_summary(canvas, model)
            case "inputs":
                lay_inputs(canvas, model)
            case "as built":
                lay_copies(canvas, model)
            case "lines":
                lay_lines(canvas, model, {spec.name for spec in specs})
            case "about":
                lay_about(canvas, facts, specs)
        canvas.wide(1, CHECK_WIDTH)
        _links(canvas)
        canvases.append(canvas)
    layout = Layout(canvases)
    if problems := homeless(model, layout, specs, book):
        raise AssumptionError(problems)
    add_jumps(layout, model)
    return layout


def _head(canvas: Canvas, model: Model, facts: Facts, book: BookSpec, neighbours: tuple[str, str]) -> None:
    """Rows 1-5: whose, what, which year and stage, the master check, links."""
    title = canvas.spec.name if canvas.spec.kind != "page" else f"{facts.name}: {book.title}"
    canvas.text(0, 0, f"{facts.organization} - {facts.name}" if facts.organization else facts.name, "organization")
    canvas.text(1, 0, title, "title")
    canvas.text(2, 0, f"{facts.years} {facts.stage}. {canvas.spec.purpose}.", "subtitle")
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
    """The links of the head, in columns that are wide enough for them."""
    roomy = [column for column in sorted(canvas.widths) if canvas.widths[column] >= LINK_WIDTH]
    for column, name in zip(roomy, canvas.links, strict=False):
        canvas.text(4, column, name, "link", link=name)


def _mains(canvas: Canvas, model: Model) -> list[Block]:
    """The blocks of a sheet that are not beside another."""
    return [b for b in model.blocks.values() if b.sheet == canvas.spec.name and not b.slot and not isinstance(b, Union)]


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


def summed(model: Model, block: Block) -> str | None:
    """The key of what a line adds up, where it is nothing but that: `=SUM(name)`."""
    tree = model.trees.get(block.key)
    if isinstance(tree, Call) and tree.function == "SUM" and isinstance(tree.arguments[0], Name):
        return model.resolver(block.table)(tree.arguments[0].text).key
    return None


def shown_texts(model: Model, block: Block | None) -> list[str]:
    """The texts that a block shows, where they can be known without calculating: entered, or linked to such."""
    tree = model.trees.get(block.key) if block else None
    if isinstance(tree, Call) and tree.function in ("FROM", "IFBLANK"):
        tree = tree.arguments[0]  # what is looked up
    if block and isinstance(tree, Name):
        return shown_texts(model, model.blocks.get(model.resolver(block.table)(tree.text).key))
    if isinstance(block, Line) and block.cases:
        return [text for case in block.cases for text in shown_texts(model, model.blocks[case])]
    return [str(value) for value in block.values[:, 0]] if isinstance(block, Input) else []


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
    mains = [b for b in _mains(canvas, model) if b.axis == axis.name]
    cases = {case for b in mains if isinstance(b, Line) for case in b.cases}
    mains.sort(key=lambda b: 2 if summed(model, b) else b.key in cases)  # scenarios under all that is live, then totals
    _left(canvas, model, [side for b in mains for side in beside.get(b.key, ())])
    width = max((STEP_WIDTHS.get(b.unit, 10.5) for b in mains), default=10.5)
    for block in mains:
        canvas.put(block.key, row, STEPS_FROM)
        for side in beside.get(block.key, ()):
            if side.slot in LEFT:
                canvas.put(side.key, row, LEFT[side.slot])
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


def _columns(canvas: Canvas, model: Model) -> None:
    """Tables one under the other; in each, attributes and one-cell results side by side."""
    blocks = [b for b in _mains(canvas, model) if b.table and b.axis != "month"]
    tables = list(dict.fromkeys(b.table for b in blocks if b.table))
    plain = [_plain_width(model, [b for b in blocks if b.table == table]) for table in tables]
    row, aside = 5, max(plain, default=0)
    if any(block.aside for block in blocks):
        canvas.aside_from = aside
    for number, table in enumerate(tables):
        if number:
            canvas.text(row, 0, table.replace("_", " ").capitalize(), "section")
            row += 1
        row = _table(canvas, model, [b for b in blocks if b.table == table], row, aside) + 2
    canvas.freeze = (HEAD_ROWS, 2) if len(tables) == 1 else (5, 0)


def _has_sources(blocks: list[Block]) -> bool:
    return any(isinstance(b, Input) and b.entered for b in blocks)


def _plain_width(model: Model, blocks: list[Block]) -> int:
    """The columns of a table without those that stand aside."""
    return sum(model.shape(b)[1] for b in blocks if not b.aside) + 2 * _has_sources(blocks)


def _table(canvas: Canvas, model: Model, blocks: list[Block], row: int, aside: int) -> int:
    """One table: heads, units, rows, and from column `aside` on what is for the program's own use.

    Gives the first row under it.
    """
    rows, first, plain = model.shape(blocks[0])[0], row + 2, [block for block in blocks if not block.aside]
    column = _heads(canvas, model, [b for b in plain if not _varied(b)], row, 0)
    last = column
    if _has_sources(blocks):
        lay_sources(canvas, [b for b in blocks if isinstance(b, Input)], row, column, rows)
        last += 2
    last = _heads(canvas, model, [b for b in plain if _varied(b)], row, last) - 1
    if len(plain) < len(blocks):
        last = _heads(canvas, model, [block for block in blocks if block.aside], row, aside) - 1
    canvas.fit_heads(row)
    if rows:
        canvas.filters.append((row + 1, 0, first + rows - 1, last))
    return _totals(canvas, model, blocks, first + rows, column)


def _varied(block: Block) -> bool:
    """What scenarios put in place of a column, and what holds now: to the right of the plan itself."""
    return bool(isinstance(block, Input) and block.of_scenario) or bool(isinstance(block, Line) and block.cases)


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
        canvas.across(row, column, [labels.get(block.key) or block.label or block.name] * width, style)
        unit = _case_name(block) if _varied(block) else _unit_shown(block)
        if block.key in heads:
            canvas.put(heads[block.key].key, row + 1, column)
        else:
            left = " left" if unit == "text" else ""
            canvas.across(row + 1, column, [unit] * width, "aside unit" if block.aside else f"unit head{left}")
        canvas.put(block.key, row + 2, column)
        for step in range(width):
            canvas.wide(column + step, max(_column_width(model, block), len(unit) + 1 if _varied(block) else 0))
        if max(map(len, shown_texts(model, block)), default=0) * PLAIN + 2 > WIDEST_TEXT and block.kind == "text":
            canvas.wrapped.add(block.key)
        column += width
    return column


def _unit_shown(block: Block) -> str:
    """The unit under a head; what is text needs none where it is entered, and leads to Lines where it is calculated."""
    texts = block.kind in ("text", "key")
    return "" if texts and isinstance(block, Input) else "text" if texts else block.unit


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
    for total in _mains(canvas, model):
        target = summed(model, total)
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
