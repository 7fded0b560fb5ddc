"""The registers: Rates with a row for each figure and date, Inputs with a row for each input, and the sources."""

from __future__ import annotations

from ..model.blocks import Block, Input, Union
from ..model.graph import Model
from .canvas import Canvas

REGISTER_HEADS = (
    "Name",
    "Description",
    "From",
    "Value",
    "Unit",
    "Status",
    "Source",
    "Effective",
    "Review by",
    "Owner",
    "Note",
    "Written in",
    "No.",
    "Out of order",
    "Row key",
)
SINCE, VALUE, QUIET, KEYS = 2, 3, (12, 13), 14  # columns: the days, the figures, and what is for the program's own use
REGISTER_WIDTHS = (30, 42, 12, 15, 10, 11, 38, 12, 12, 14, 30, 34, 5, 8, 18)


def lay_register(canvas: Canvas, model: Model, strays: list[Block]) -> None:
    """Rates: each scalar in one row, each dated series in as many rows as it has dates, then what is calculated.

    `strays` are calculated figures that have no place on a sheet of their own.
    """
    for column, head in enumerate(REGISTER_HEADS):
        canvas.text(5, column, head, _register_style(column))
    for column, width in enumerate(REGISTER_WIDTHS):
        canvas.wide(column, width)
    canvas.fit_heads(5)
    mine = [b for b in model.blocks.values() if b.sheet == canvas.spec.name and not b.slot and not isinstance(b, Union)]
    mine = [b for b in mine if not b.axis]
    row = 7
    for entered in (b for b in mine if isinstance(b, Input) and b.entered):
        if not entered.table or (entered.of_series and entered.name == "value"):
            row = _register_rows(canvas, model, entered, row)
    calculated = [b for b in (*mine, *strays) if not b.table and not (isinstance(b, Input) and b.entered)]
    if calculated:
        canvas.text(row + 1, 0, "Set by the plan or calculated", "section")
        for row, block in enumerate(calculated, row + 2):  # noqa: B020
            canvas.across(row, 0, [block.name, block.label], "text")
            canvas.put(block.key, row, 3)
            canvas.text(row, 4, block.unit, "unit")
            canvas.text(row, 11, str(block.place), "note")
    canvas.freeze = (7, 1)


def _register_style(column: int) -> str:
    """The style of a head of the register: texts right of figures stand a little apart from them."""
    if column in (*QUIET, KEYS):
        return "aside head"
    return "head right" if column in (SINCE, VALUE) else "head apart" if column > VALUE else "head"


def _register_rows(canvas: Canvas, model: Model, block: Input, row: int) -> int:
    """One figure or one series; gives the row under it."""
    rows = model.shape(block)[0]
    name = block.table or block.name
    key = model.blocks.get(f"{name}.row")
    if isinstance(key, Input):
        canvas.put(key.key, row, KEYS)
        canvas.down(row, 0, [str(whose).partition("|")[2] for whose in key.values[:, 0]])
        canvas.down(row, 1, [block.label] * rows)
    else:
        canvas.down(row, 0, [name] * rows)
        canvas.down(row, 1, [block.label] * rows)
    if block.table:
        canvas.put(f"{name}.since", row, 2)
    canvas.put(block.key, row, 3)
    canvas.down(row, 4, [block.unit] * rows, "unit")
    for part, column in zip(("number", "out_of_order"), QUIET, strict=True):
        if block.table and f"{name}.{part}" in model.blocks:
            canvas.put(f"{name}.{part}", row, column)
    for index in range(rows):
        p = block.provenance_of(index, 0)
        cells = (p.status, p.source, p.effective, p.review_by, p.owner, p.note, str(block.place_of(index, 0)))
        for column, value in enumerate(cells, 5):
            if value:
                canvas.text(row + index, column, value, "note")
    return row + rows


INPUT_HEADS = (
    "Input",
    "Sheet",
    "Unit",
    "Cells",
    "Hold a figure of their kind",
    "Missing or wrong",
    "Fingerprint when built",
    "Fingerprint now",
    "Changed",
)
INPUT_SLOTS = ("cells", "held", "misfit", "built", "now", "changed")


def lay_inputs(canvas: Canvas, model: Model) -> None:
    """One row for each column or figure that people enter."""
    for column, head in enumerate(INPUT_HEADS):
        canvas.text(5, column, head, "head right" if column > 2 else "head")
    for column, width in enumerate((58, 18, 9, 9, 14, 12, 20, 20, 10)):
        canvas.wide(column, width)
    canvas.fit_heads(5)
    row = 7
    for name in model.rows["inputs"]:
        block = model.blocks[model.uses[f"{name}__cells"][0]]
        canvas.text(row, 0, block.label or block.name.replace("_", " "))
        canvas.text(row, 1, block.sheet, "link", link=block.sheet)
        canvas.text(row, 2, "" if block.kind == "text" else block.unit, "unit")
        for column, slot in enumerate(INPUT_SLOTS, 3):
            if f"{name}__{slot}" in model.blocks:
                canvas.put(f"{name}__{slot}", row, column)
        row += 1
    canvas.text(row + 1, 0, "Inputs that have changed since this workbook was built", "section")
    canvas.put("inputs_changed", row + 1, 8)
    canvas.filters.append((5, 0, row - 1, len(INPUT_HEADS) - 1))
    canvas.freeze = (7, 1)


def lay_sources(canvas: Canvas, inputs: list[Input], row: int, column: int, rows: int) -> None:
    """For each row of an input table: the sources of its figures, and where it is written."""
    canvas.across(row, column, ["Source", "Written in"], "head apart")
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
