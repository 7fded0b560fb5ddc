"""The page of a unit, one of letter size: mission, money, people, measures, changes, what people write, two charts."""

from __future__ import annotations

from collections.abc import Collection

from ..model.blocks import Input
from ..model.graph import Model
from .canvas import RECOMMENDED, Canvas, height_of, height_of_heads, lines_of
from .known import LATER, no_decision

LABELS, FIGURES = 31, 12  # widths of columns
NARROWER = (27, 10.5)  # the same where later stages are shown, so that the page stays one page wide
LEAST = 9  # columns of figures right of the labels that the table of measures needs, with the labels
BOX, CHARTS = 6, 20  # rows of the box for people and of the charts
SPEND = "__spend"
LETTER = 0.95  # width of a letter of a sentence that wraps


def prefix_of(canvas: Canvas, model: Model) -> str:
    """How the names of a page's blocks begin: `page__billing`."""
    mine = (block for block in model.blocks.values() if block.sheet == canvas.spec.name and block.slot == "page")
    return next(str(block.table).removesuffix(SPEND) for block in mine if str(block.table).endswith(SPEND))


def lay_unit_page(canvas: Canvas, model: Model) -> None:
    """All sections one under the other, keys and the parts of sentences right of what is printed."""
    prefix = prefix_of(canvas, model)
    past = model.shape(model.blocks[f"{prefix}__years"])[1] if f"{prefix}__years" in model.blocks else 0
    right = max(LEAST, past + 4 if past else 2)
    later = model.axes[LATER].size if LATER in model.axes else 0
    canvas.outlined, canvas.folded = range(right, right + later), no_decision(model)
    canvas.aside_from = right + later
    labels, figures = (LABELS, FIGURES) if canvas.folded else NARROWER
    canvas.wide(0, labels)
    for column in range(1, canvas.aside_from):
        canvas.wide(column, RECOMMENDED if column == canvas.outlined.start else figures)
    row = 6
    if f"{prefix}__mission" in model.blocks:
        row = _mission(canvas, model, f"{prefix}__mission", row)
    row = _money(canvas, model, prefix, row, past) + 1
    row = _people(canvas, model, prefix, row) + 1
    if f"{prefix}__measures" in model.rows:
        row = _measures(canvas, model, f"{prefix}__measures", row) + 1
    row = _sentences(canvas, model, prefix, row)
    row = _narrative(canvas, model, f"{prefix}__narrative", row) + 1
    canvas.charts = [(f"unit {prefix}", row)]
    canvas.printed_rows = row + CHARTS
    canvas.portrait, canvas.freeze = True, (5, 0)


def _width(canvas: Canvas) -> float:
    return sum(canvas.printed_widths)


def _across(canvas: Canvas, row: int, rows: int, style: str) -> None:
    """A box from the first column to the last printed one, for a text that wraps in it."""
    for line in range(row, row + rows):
        for column in range(1 if line == row else 0, canvas.aside_from):
            canvas.text(line, column, "", style)
    canvas.merged.append((row, 0, row + rows - 1, canvas.aside_from - 1))


def _mission(canvas: Canvas, model: Model, key: str, row: int) -> int:
    """What the unit is there for; gives the row under it."""
    block = model.blocks[key]
    text = str(block.values[0, 0]) if isinstance(block, Input) else ""
    canvas.put(key, row, 0)
    _across(canvas, row, 1, "box")
    canvas.boxed.add(key)
    canvas.tall[row] = height_of(lines_of(text, _width(canvas), LETTER))
    return row + 2


def _heads(canvas: Canvas, row: int, heads: list[tuple[str, bool]], live: Collection[int] = ()) -> None:
    """A row of heads, texts left and figures right, filled to the last printed column; some are `live` cells."""
    for column in range(canvas.aside_from):
        head, right = heads[column] if column < len(heads) else ("", False)
        if column not in live:
            canvas.text(row, column, head, "head right" if right else "head")
    canvas.fit_heads(row)


def _totals(canvas: Canvas, row: int, totals: dict[int, str], taken: Collection[int] = ()) -> None:
    """A row of totals; those that are several columns wide have all of the `taken` ones."""
    taken = {*totals, *taken}
    canvas.text(row, 0, "Total", "total text")
    for column in set(range(1, canvas.aside_from)) - taken:
        canvas.text(row, column, "", "total text")
    for column, key in totals.items():
        canvas.put(key, row, column)


def _money(canvas: Canvas, model: Model, prefix: str, row: int, past: int) -> int:
    """Cost by category beside prior years, then by fund, in the same columns; gives the row under both."""
    request = model.blocks["categories.request"].label
    heads = [("Expenditures", False), *[("", True)] * past, (request, True)]
    if past:
        compared = model.blocks["units.compared"].label
        heads += [(f"Change from {compared}, $", True), ("Change", True)]
    for part in ("spend", "funds"):
        if part == "spend":
            _heads(canvas, row, heads, {*range(1, past + 1), *canvas.outlined})
            canvas.tall[row] = max(canvas.tall[row], height_of_heads(2))  # for a year and a stage
            if past:
                canvas.put(f"{prefix}__years", row, 1)
            if canvas.outlined:
                canvas.put(f"{prefix}__stages", row, canvas.outlined.start)
        else:
            canvas.text(row, 0, "Funding", "section")
        row = _amounts(canvas, model, f"{prefix}__{part}", row + 1, past)
        if part == "spend":
            row = _total(canvas, prefix, row, past)
    return row


def _amounts(canvas: Canvas, model: Model, table: str, row: int, past: int) -> int:
    """The rows of one table of money; gives the row under it."""
    canvas.put(f"{table}.label", row, 0)
    if past:
        canvas.put(f"{table}.past", row, 1)
        canvas.put(f"{table}.change", row, past + 2)
        canvas.put(f"{table}.change_share", row, past + 3)
        canvas.put_aside(model.blocks[f"{table}.compared"], row, canvas.aside_from + 1)
    if canvas.outlined:
        canvas.put(f"{table}.later", row, canvas.outlined.start)
    canvas.put(f"{table}.request", row, past + 1)
    canvas.put_aside(model.blocks[f"{table}.key"], row, canvas.aside_from)
    return row + len(model.rows[table])


def _total(canvas: Canvas, prefix: str, row: int, past: int) -> int:
    """The totals of the table of categories; gives the row under them."""
    names = {past + 1: "request"}
    if past:
        names |= {1: "past", past + 2: "change", past + 3: "change_share", canvas.aside_from + 1: "compared"}
    if canvas.outlined:
        names[canvas.outlined.start] = "later"
    wide = {*range(1, past + 1), *canvas.outlined}
    _totals(canvas, row, {column: f"{prefix}__{name}" for column, name in names.items()}, wide)
    return row + 1


def _people(canvas: Canvas, model: Model, prefix: str, row: int) -> int:
    """Positions by title; gives the row under them."""
    table, head = f"{prefix}__titles", "Positions by title"
    names: tuple[str, ...] = ("positions", "fte", "mean")
    labels = [(model.blocks[f"{table}.{name}"].label, True) for name in names]
    if f"{table}.before" in model.blocks:
        names, head = ("positions", "before", "last", "fte", "fte_change", "mean"), "Positions by title, FTE authorized"
        labels = [(model.blocks[f"{table}.{name}"].label, True) for name in names]
        year = int(model.blocks["plan_year"].values[0, 0])  # type: ignore[attr-defined]
        labels[names.index("fte")] = (f"FTE, FY{year}", True)
    _heads(canvas, row, [(head, False), *labels])
    canvas.put(f"{table}.label", row + 1, 0)
    canvas.put_aside(model.blocks[f"{table}.key"], row + 1, canvas.aside_from)
    last = row + 1 + len(model.rows[table])
    rest = f"{prefix}__fte_rest" in model.blocks
    if rest:
        canvas.text(last, 0, "All others", "text")
    _totals(canvas, last + rest, {column: f"{prefix}__{name}" for column, name in enumerate(names, 1)})
    for column, name in enumerate(names, 1):
        canvas.put(f"{table}.{name}", row + 1, column)
        if rest:
            canvas.put(f"{prefix}__{name}_rest", last, column)
    return last + rest + 1


def _measures(canvas: Canvas, model: Model, table: str, row: int) -> int:
    """Measures of performance; gives the row under them."""
    year = int(model.blocks["plan_year"].values[0, 0])  # type: ignore[attr-defined]
    figures = [f"FY{year - 2} actual", f"FY{year - 1} target", f"FY{year - 1} estimate", f"FY{year} target"]
    words = [("Performance measures", False), ("Type", False), ("In", False), ("Standard", False), ("", False)]
    _heads(canvas, row, [*words, *((head, True) for head in figures)])
    for column, name in enumerate(("label", "type", "unit_of_measure", "standard")):
        canvas.put(f"{table}.{name}", row + 1, column)
    for column, name in enumerate(("prior", "target", "estimate", "next"), 5):
        canvas.put(f"{table}.{name}", row + 1, column)
    canvas.put_aside(model.blocks[f"{table}.id"], row + 1, canvas.aside_from)
    return row + 1 + len(model.rows[table])


def _sentences(canvas: Canvas, model: Model, prefix: str, row: int) -> int:
    """Significant changes, one under the other; gives the row under them."""
    number = 1
    while (table := f"{prefix}__sentence_{number}") in model.rows:
        if number == 1:
            canvas.text(row, 0, "Significant changes", "section")
        row += 1
        canvas.put(f"{table}.sentence", row, 0)
        _across(canvas, row, 1, "box")
        canvas.boxed.add(f"{table}.sentence")
        parts = [block for block in model.blocks.values() if block.table == table and block.name != "sentence"]
        for column, block in enumerate(parts, canvas.aside_from):
            canvas.put(block.key, row, column)
        text = "".join(str(b.values[0, 0]) if isinstance(b, Input) else "0,000,000" for b in parts)
        canvas.tall[row] = height_of(lines_of(text, _width(canvas), LETTER))
        number += 1
    return row + 2 if number > 1 else row


def _narrative(canvas: Canvas, model: Model, key: str, row: int) -> int:
    """The box in which people write; gives the row under it."""
    canvas.text(row, 0, "Narrative", "section")
    canvas.text(row, 1, "Yours: write here. It is no figure of the budget, and nothing reads it.", "note")
    if key in model.blocks:
        canvas.put(key, row + 1, 0)
    else:
        canvas.text(row + 1, 0, "", "narrative")
    _across(canvas, row + 1, BOX, "narrative")
    return row + 1 + BOX
