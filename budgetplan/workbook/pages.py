"""The sheets that are neither months nor tables: Summary, Rates, Lines, Checks, About."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..model.blocks import Input, Line, Union
from ..model.explain import in_words
from ..model.graph import Model
from .canvas import Canvas
from .sheets import SHEETS

if TYPE_CHECKING:
    from .layout import Facts

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
)
REGISTER_WIDTHS = (30, 42, 12, 15, 8, 11, 38, 12, 12, 14, 30, 22, 5, 8)
CHECK_HEADS = (
    "Check",
    "What must agree",
    "Expected",
    "Found",
    "Difference",
    "Tolerance",
    "Failed",
    "State",
    "What it means",
)
CHECK_SLOTS = ("expected", "found", "difference", "tolerance", "failed", "state")


def lay_register(canvas: Canvas, model: Model) -> None:
    """Rates: each scalar in one row, each dated series in as many rows as it has dates, then what is calculated."""
    canvas.across(5, 0, REGISTER_HEADS, "head")
    for column, width in enumerate(REGISTER_WIDTHS):
        canvas.wide(column, width)
    mine = [b for b in model.blocks.values() if b.sheet == canvas.spec.name and not b.slot and not isinstance(b, Union)]
    row = 7
    for entered in (b for b in mine if isinstance(b, Input) and b.entered):
        if entered.name == "value" or not entered.table:
            row = _register_rows(canvas, model, entered, row)
    calculated = [b for b in mine if not b.table and not (isinstance(b, Input) and b.entered)]
    if calculated:
        canvas.text(row + 1, 0, "Set by the plan or calculated", "section")
        for row, block in enumerate(calculated, row + 2):  # noqa: B020
            canvas.across(row, 0, [block.name, block.label], "text")
            canvas.put(block.key, row, 3)
            canvas.text(row, 4, block.unit, "unit")
            canvas.text(row, 11, str(block.place), "note")
    canvas.freeze = (7, 1)


def _register_rows(canvas: Canvas, model: Model, block: Input, row: int) -> int:
    """One figure or one series; gives the row under it."""
    rows = model.shape(block)[0]
    name = block.table or block.name
    key = model.blocks.get(f"{name}.row")
    if isinstance(key, Input):
        canvas.put(key.key, row, 0)
    else:
        canvas.down(row, 0, [name] * rows)
    canvas.down(row, 1, [block.label] * rows)
    if block.table:
        canvas.put(f"{name}.since", row, 2)
    canvas.put(block.key, row, 3)
    canvas.down(row, 4, [block.unit] * rows, "unit")
    for part, column in (("number", 12), ("out_of_order", 13)):
        if block.table and f"{name}.{part}" in model.blocks:
            canvas.put(f"{name}.{part}", row, column)
    for index in range(rows):
        p = block.provenance_of(index, 0)
        cells = (p.status, p.source, p.effective, p.review_by, p.owner, p.note, str(block.place_of(index, 0)))
        for column, value in enumerate(cells, 5):
            if value:
                canvas.text(row + index, column, value, "note")
    return row + rows


def lay_checks(canvas: Canvas, model: Model, certificate: list[str]) -> None:
    """The master check, each check with its figures, and the certificate of this build."""
    canvas.across(5, 0, CHECK_HEADS, "head")
    for column, width in enumerate((22, 44, 15, 15, 13, 11, 8, 8, 52)):
        canvas.wide(column, width)
    checks = model.rows.get("checks", [])
    for row, name in enumerate(checks, 7):
        block = model.blocks[f"{name}__state"]
        canvas.text(row, 0, name)
        canvas.text(row, 1, block.label, "wrapped")
        for column, slot in enumerate(CHECK_SLOTS, 2):
            canvas.put(f"{name}__{slot}", row, column)
        canvas.text(row, 8, block.help, "wrapped note")
        canvas.fit(row, {1: block.label, 8: block.help})
    row = 7 + len(checks) + 1
    for name, label in (("checks_failed", "Checks that fail"), ("master_check", "Master check")):
        canvas.text(row, 1, label, "section")
        canvas.put(name, row, 2)
        row += 1
    canvas.text(row + 1, 0, "Certificate of this build", "section")
    for index, line in enumerate(certificate, row + 2):
        canvas.text(index, 0, line, "text")
    canvas.freeze = (7, 2)


def lay_lines(canvas: Canvas, model: Model) -> None:
    """Every line of the plan in words."""
    canvas.across(
        5,
        0,
        ("Line", "Table", "Description", "In words", "Formula", "Unit", "Posts to", "Sheet", "Written in", "Source"),
        "head",
    )
    for column, width in enumerate((24, 13, 36, 62, 58, 8, 22, 17, 36, 20)):
        canvas.wide(column, width)
    lines = [b for b in model.blocks.values() if isinstance(b, Line) and not b.support]
    for row, line in enumerate(lines, 7):
        words = in_words(model, line)
        cells = (
            line.name,
            line.table or "",
            line.label,
            words,
            line.formula,
            line.unit,
            line.posts or "",
            "",
            str(line.place),
            line.source,
        )
        for column, value in enumerate(cells):
            if value:
                canvas.text(row, column, value, "wrapped" if column in (2, 3, 4) else "note" if column > 7 else "text")
        canvas.text(row, 7, line.sheet, "link", link=line.sheet)
        canvas.fit(row, {2: line.label, 3: words, 4: line.formula})
    canvas.filters.append((5, 0, 6 + len(lines), 9))
    canvas.freeze = (7, 1)


def lay_about(canvas: Canvas, model: Model, facts: Facts) -> None:
    """The plan, this build, what the colours mean, what each sheet is for."""
    canvas.wide(0, 26)
    canvas.wide(1, 90)
    canvas.freeze = (5, 0)
    canvas.portrait = True
    row = 6
    stamp = {
        "Plan": facts.name,
        "Organization": facts.organization,
        "Fiscal years": facts.years,
        "Stage": facts.stage,
        "Scenario": facts.scenario,
        "Plan version": facts.version,
        "As of": facts.as_of,
        "Input hash": facts.input_hash,
        "Program": facts.program,
    }
    for label, value in stamp.items():
        canvas.text(row, 0, label, "section")
        canvas.text(row, 1, value, "text")
        row += 1
    colours = (
        (
            "Input",
            "input text",
            "Blue on light yellow: enter or change it; its note names the file and line it came from",
        ),
        ("Formula", "formula text", "Black: calculated; do not type over it"),
        ("Link", "link text", "Green: the same figure on another sheet"),
        ("Signs", "text", "Expenditures are positive; deductions are negative, red, in parentheses"),
        (
            "Cents",
            "text",
            "Posting lines are in cents; a budget row's Request is rounded once, and every report adds Requests",
        ),
    )
    canvas.text(row + 1, 0, "How to read the cells", "section")
    for row, (label, style, meaning) in enumerate(colours, row + 2):  # noqa: B020
        canvas.text(row, 0, label, style)
        canvas.text(row, 1, meaning, "text")
    canvas.text(row + 2, 0, "Sheets", "section")
    for row, spec in enumerate((s for s in SHEETS), row + 3):  # noqa: B020
        canvas.text(row, 0, spec.name, "link", link=spec.name)
        canvas.text(row, 1, spec.purpose, "text")


def lay_summary(canvas: Canvas, model: Model) -> None:
    """Units by category with totals, and the charts."""
    units, categories = len(model.rows["units"]), model.axes["category"]
    top, first = 9, 10
    canvas.across(6, 0, ["Total request"], "section")
    canvas.put("total_request", 6, 1)
    canvas.across(7, 0, ["FTE, mean of the year"], "section")
    canvas.put("total_fte", 7, 1)
    canvas.across(top, 0, ["Unit", "Name"], "head")
    canvas.put("category", top, 2)
    canvas.across(top, 2 + categories, ["Request", "FTE"], "head right")
    for name, column in (
        ("summary__unit", 0),
        ("summary__label", 1),
        ("request_by_category", 2),
        ("unit_request", 2 + categories),
        ("unit_fte", 3 + categories),
    ):
        canvas.put(f"units.{name}", first, column)
    last = first + units
    canvas.across(last, 0, ["Total", ""], "total text")
    canvas.put("category_request", last, 2)
    canvas.put("summary__total", last, 2 + categories)
    canvas.put("summary__fte", last, 3 + categories)
    canvas.wide(0, 24)
    canvas.wide(1, 34)
    for column in range(2, 4 + categories):
        canvas.wide(column, 18)
    canvas.freeze = (5, 0)
    canvas.charts = [("units by category", last + 2)]
