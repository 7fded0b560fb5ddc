"""Where every block stands: monthly sheets one block under the other, table sheets one column beside the other."""

from __future__ import annotations

from dataclasses import dataclass

from ..model.blocks import Block, Input, Line, Union
from ..model.graph import Model
from .canvas import Canvas, Layout
from .pages import lay_about, lay_checks, lay_lines, lay_register, lay_summary
from .sheets import HEAD_ROWS, LEFT, LEFT_HEADS, LEFT_WIDTHS, MONTHS_FROM, SheetSpec, sheets_for

UNIT_WIDTHS = {"$": 14, "$/x": 11, "date": 11, "text": 16, "key": 26, "code": 9, "share": 9, "index": 9}
LINK_WIDTH = 12
WIDE_TEXT = {
    "label": 32,
    "title": 30,
    "account_label": 28,
    "category": 19,
    "key": 24,
    "basis": 16,
    "driver": 18,
    "unit_category_key": 32,
}


@dataclass(frozen=True)
class Facts:
    """What a workbook says of its plan: shown in heads, footers and About. All of it follows from the plan."""

    organization: str
    name: str
    years: str
    stage: str
    scenario: str
    version: str
    as_of: str
    input_hash: str
    program: str
    paper: str = "tabloid"
    protect: bool = False
    estimates: str = ""


def lay_out(model: Model, facts: Facts, certificate: list[str]) -> Layout:
    """The layout of the operating budget workbook."""
    names = {block.sheet for block in model.blocks.values() if block.sheet}
    monthly = {block.sheet for block in model.blocks.values() if block.axis == "month"}
    specs = [s for s in sheets_for(names, monthly) if s.name in names or s.kind in ("lines", "about")]
    canvases = []
    for index, spec in enumerate(specs):
        canvas = Canvas(spec)
        neighbours = (specs[index - 1].name if index else "", specs[index + 1].name if index + 1 < len(specs) else "")
        _head(canvas, model, facts, neighbours)
        _body(canvas, model, facts, certificate)
        _links(canvas)
        canvases.append(canvas)
    return Layout(canvases)


def _body(canvas: Canvas, model: Model, facts: Facts, certificate: list[str]) -> None:
    """The cells under the head, by the kind of the sheet."""
    match canvas.spec.kind:
        case "months":
            _months(canvas, model)
        case "years":
            _years(canvas, model)
        case "columns":
            _columns(canvas, model)
        case "register":
            lay_register(canvas, model)
        case "checks":
            lay_checks(canvas, model, certificate)
        case "page":
            lay_summary(canvas, model)
        case "lines":
            lay_lines(canvas, model)
        case "about":
            lay_about(canvas, model, facts)


def _head(canvas: Canvas, model: Model, facts: Facts, neighbours: tuple[str, str]) -> None:
    """Rows 1-5: whose, what, which year and stage, the master check, links."""
    title = canvas.spec.name if canvas.spec.kind != "page" else f"{facts.name}: operating budget"
    canvas.text(0, 0, f"{facts.organization} - {facts.name}" if facts.organization else facts.name, "organization")
    canvas.text(1, 0, title, "title")
    canvas.text(2, 0, f"{facts.years} {facts.stage}, scenario {facts.scenario}. {canvas.spec.purpose}.", "subtitle")
    check = next((b for b in model.blocks.values() if b.sheet == canvas.spec.name and b.slot == "head check"), None)
    if check:
        canvas.text(3, 0, "Check:", "note")
        canvas.put(check.key, 3, 1)
    if facts.estimates:
        canvas.text(3, 2, facts.estimates, "note")
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


def _months(canvas: Canvas, model: Model) -> None:
    """Blocks one under the other with no row between, so that postings read as one range; months from column K."""
    canvas.across(5, 0, LEFT_HEADS, "head")
    canvas.across(6, 0, [""] * len(LEFT_HEADS), "unit head")
    for column, width in enumerate(LEFT_WIDTHS):
        canvas.wide(column, width)
    beside = _beside(canvas, model)
    for slot, row in (("ruler month", 5), ("ruler fiscal_year", 6)):
        for block in (b for b in model.blocks.values() if b.sheet == canvas.spec.name and b.slot == slot):
            canvas.put(block.key, row, MONTHS_FROM)
    row = HEAD_ROWS
    mains = [b for b in _mains(canvas, model) if b.axis == "month"]
    mains.sort(key=lambda b: isinstance(b, Line) and b.formula.startswith("=SUM("))  # totals stand last
    for block in mains:
        canvas.put(block.key, row, MONTHS_FROM)
        canvas.wide(LEFT["key"], min(28, len(block.name) + 2) if not block.table else 0)
        for side in beside.get(block.key, ()):
            if side.slot in LEFT:
                canvas.put(side.key, row, LEFT[side.slot])
        row += model.shape(block)[0]
    for month in range(model.axes["month"]):
        canvas.wide(MONTHS_FROM + month, 12.5)
    canvas.freeze = (HEAD_ROWS, 2)
    canvas.tall[5] = 28.0
    if row > HEAD_ROWS:
        canvas.filters.append((6, 0, row - 1, MONTHS_FROM + model.axes["month"] - 1))


def _beside(canvas: Canvas, model: Model) -> dict[str, list[Block]]:
    """The blocks that stand beside others of this sheet, by whom they stand beside."""
    found: dict[str, list[Block]] = {}
    for block in model.blocks.values():
        if block.sheet == canvas.spec.name and block.beside:
            found.setdefault(block.beside, []).append(block)
    return found


def _years(canvas: Canvas, model: Model) -> None:
    """Lines over fiscal years, in the columns where monthly sheets have their months."""
    canvas.across(5, 0, LEFT_HEADS, "head")
    canvas.across(5, MONTHS_FROM, [f"Year {n + 1}" for n in range(model.axes["year"])], "head right")
    for column, width in enumerate(LEFT_WIDTHS):
        canvas.wide(column, width)
    canvas.tall[5] = 28.0
    beside = _beside(canvas, model)
    for row, block in enumerate((b for b in _mains(canvas, model) if b.axis == "year"), HEAD_ROWS):
        canvas.put(block.key, row, MONTHS_FROM)
        canvas.across(row, 0, [block.name, block.label], "text")
        canvas.text(row, LEFT["measure"], block.unit)
        for side in beside.get(block.key, ()):
            canvas.put(side.key, row, OPENING_COLUMN)


OPENING_COLUMN = LEFT["opening"]


def _columns(canvas: Canvas, model: Model) -> None:
    """Tables one under the other; in each, attributes and one-cell results side by side."""
    blocks = [b for b in _mains(canvas, model) if b.table and b.axis != "month"]
    tables = list(dict.fromkeys(b.table for b in blocks if b.table))
    row = 5
    for number, table in enumerate(tables):
        if number:
            canvas.text(row, 0, table.replace("_", " ").capitalize(), "section")
            row += 1
        row = _table(canvas, model, [b for b in blocks if b.table == table], row) + 2
    if canvas.spec.name == "Operating Lines":
        _formula_lines(canvas, model, row)
    canvas.freeze = (HEAD_ROWS, 2) if len(tables) == 1 else (5, 0)


def _table(canvas: Canvas, model: Model, blocks: list[Block], row: int) -> int:
    """One table: heads, units, rows; gives the first row under it."""
    column, rows, first = 0, model.shape(blocks[0])[0], row + 2
    heads = {b.beside: b for b in model.blocks.values() if b.slot == "column head" and b.sheet == canvas.spec.name}
    for block in blocks:
        width = model.shape(block)[1]
        canvas.across(row, column, [block.label or block.name] * width, "head")
        if block.key in heads:
            canvas.put(heads[block.key].key, row + 1, column)
        else:
            canvas.text(row + 1, column, block.unit if block.unit not in ("text", "key") else "", "unit head")
        canvas.put(block.key, first, column)
        for step in range(width):
            canvas.wide(column + step, WIDE_TEXT.get(block.name, UNIT_WIDTHS.get(block.unit, 10)))
        column += width
    canvas.fit(row, {canvas.homes[b.key].column: b.label or b.name for b in blocks}, 14.0)
    last = column - 1
    if any(isinstance(b, Input) and b.entered for b in blocks):
        _sources(canvas, [b for b in blocks if isinstance(b, Input)], row, column, rows)
        last += 2
    if rows:
        canvas.filters.append((row + 1, 0, first + rows - 1, last))
    return _totals(canvas, model, blocks, first + rows)


def _totals(canvas: Canvas, model: Model, blocks: list[Block], row: int) -> int:
    """Totals under the columns that they add up, one row below the table; gives the first row under them."""
    columns = {f"=SUM({block.key})": canvas.homes[block.key].column for block in blocks}
    totals = [b for b in _mains(canvas, model) if isinstance(b, Line) and not b.table and b.formula in columns]
    for total in totals:
        canvas.put(total.key, row + 1, columns[total.formula])
    if totals:
        canvas.text(row + 1, 0, "Total", "total text")
    return row + 2 if totals else row


def _sources(canvas: Canvas, inputs: list[Input], row: int, column: int, rows: int) -> None:
    """For each row of an input table: the sources of its figures, and where it is written."""
    canvas.across(row, column, ["Source", "Written in"], "head")
    canvas.across(row + 1, column, ["", ""], "unit head")
    canvas.wide(column, 34)
    canvas.wide(column + 1, 22)
    sources, places = [], []
    for index in range(rows):
        found = [block.provenance_of(index, 0) for block in inputs]
        words = [", ".join(filter(None, (p.source, p.status, p.note))) for p in found]
        sources.append("; ".join(dict.fromkeys(filter(None, words))))
        places.append(str(inputs[0].place_of(index, 0)))
    canvas.down(row + 2, column, sources, "note")
    canvas.down(row + 2, column + 1, places, "note")


def _formula_lines(canvas: Canvas, model: Model, row: int) -> None:
    """The operating lines that have a formula of their own, with where to find their months."""
    lines = [b for b in model.blocks.values() if isinstance(b, Line) and b.posts and not b.table]
    if not lines:
        return
    canvas.text(row, 0, "Lines with a formula of their own", "section")
    canvas.across(row + 1, 0, ["Line", "What it is", "Fund", "Unit", "Account", "Formula"], "head")
    for index, line in enumerate(lines, row + 2):
        parts = [model.blocks[f"{line.name}__{part}"] for part in ("fund", "unit", "account")]
        codes = [str(p.values[0, 0]) for p in parts if isinstance(p, Input)]
        annual = model.blocks.get(f"{line.name}__annual")
        shown = annual.formula if isinstance(annual, Line) else line.formula
        canvas.across(index, 0, [line.name, line.label, *codes, shown], "text")


def describe(spec: SheetSpec) -> str:
    """A sheet in one line, for About."""
    return f"{spec.name}: {spec.purpose}"
