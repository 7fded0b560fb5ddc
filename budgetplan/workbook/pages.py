"""The sheets that are neither months nor tables: Summary, Rates, Lines, Checks, About."""

from __future__ import annotations

from ..model.blocks import Block, Input, Line, Union
from ..model.explain import in_words
from ..model.graph import Model
from .canvas import Canvas, Facts
from .sheets import SheetSpec

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
SINCE, VALUE, QUIET = 2, 3, (12, 13)  # columns: the days, the figures, and what is for the program's own use
REGISTER_WIDTHS = (30, 42, 12, 15, 10, 11, 38, 12, 12, 14, 30, 34, 5, 8)
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
    if column in QUIET:
        return "aside head"
    return "head right" if column in (SINCE, VALUE) else "head apart" if column > VALUE else "head"


def _register_rows(canvas: Canvas, model: Model, block: Input, row: int) -> int:
    """One figure or one series; gives the row under it."""
    rows = model.shape(block)[0]
    name = block.table or block.name
    key = model.blocks.get(f"{name}.row")
    if isinstance(key, Input):
        canvas.put(key.key, row, 0)
        canvas.down(row, 1, [f"{block.label}: {str(whose).partition('|')[2]}" for whose in key.values[:, 0]])
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


def lay_checks(canvas: Canvas, model: Model, certificate: list[str]) -> None:
    """The master check, each check with its figures, and the certificate of this build."""
    for column, head in enumerate(CHECK_HEADS):
        canvas.text(5, column, head, "head right" if 2 <= column <= 6 else "head apart" if column > 6 else "head")
    for column, width in enumerate((27, 42, 15, 15, 13, 11, 9, 9, 50)):
        canvas.wide(column, width)
    canvas.fit_heads(5)
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


def lay_lines(canvas: Canvas, model: Model, sheets: set[str]) -> None:
    """Every line of the plan in words."""
    canvas.across(
        5,
        0,
        ("Line", "Table", "Description", "In words", "Formula", "Unit", "Posts to", "Sheet", "Written in", "Source"),
        "head",
    )
    for column, width in enumerate((24, 13, 36, 62, 58, 8, 22, 17, 36, 20)):
        canvas.wide(column, width)
    canvas.fit_heads(5)
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
        sheet = line.sheet if line.sheet in sheets else "Rates"
        canvas.text(row, 7, sheet, "link", link=sheet)
        canvas.fit(row, {2: line.label, 3: words, 4: line.formula})
    canvas.filters.append((5, 0, 6 + len(lines), 9))
    canvas.freeze = (7, 1)


READING = (
    ("Input", "input text", "Blue on light yellow: enter or change it; its note names the file and line it came from"),
    ("Formula", "formula text", "Black: calculated; do not type over it"),
    ("Link", "link text", "Green: the same figure on another sheet"),
    ("Signs", "text", "Expenditures are positive; deductions are negative, red, in parentheses"),
    ("Cents", "text", "Posting lines are in cents; a budget row's Request is rounded once, and reports add Requests"),
    ("$, $/x", "text", "Dollars; dollars for one of something: a price"),
    ("share, index", "text", "A part of a whole, shown in percent; a level, where 1.0000 is the level at the start"),
    ("FTE, flag", "text", "Full-time equivalents; 1 for yes and 0 for no"),
    ("count, hours, days", "text", "Numbers of what the description names, without a currency"),
)
TERMS = (
    (
        "Posting key",
        'Fund, unit and account in one text, such as "k540|billing|12": by it, postings find their budget row',
    ),
    ("Unit key", 'The id of a unit behind "u|": by it, positions and budget rows find their unit'),
    ("Row key", 'The id of a row behind "r|", on Rates: whose dated figure it is'),
    ("No.", "On Rates: the number of an entry in its dated series, in order of dates"),
    ("Out of order", "On Rates: 1 where an entry's date does not fit its number, else 0; a check then fails"),
    (
        "Grey heads",
        "Columns for the program's own use; they stand at the right of a sheet and are not printed with tables",
    ),
)


def lay_about(canvas: Canvas, facts: Facts, specs: list[SheetSpec]) -> None:
    """The plan, this build, what the colours and words mean, what each sheet of this workbook is for."""
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
    sections = (
        ("How to read the cells", READING),
        ("Words of this workbook", tuple((term, "text", meaning) for term, meaning in TERMS)),
    )
    for head, entries in sections:
        canvas.text(row + 1, 0, head, "section")
        for row, (label, style, meaning) in enumerate(entries, row + 2):  # noqa: B020
            canvas.text(row, 0, label, style)
            canvas.text(row, 1, meaning, "wrapped")
            canvas.fit(row, {1: meaning})
        row += 1
    canvas.text(row + 1, 0, "Sheets", "section")
    for row, spec in enumerate(specs, row + 2):  # noqa: B020
        canvas.text(row, 0, spec.name, "link", link=spec.name)
        canvas.text(row, 1, spec.purpose, "text")


def lay_summary(canvas: Canvas, model: Model) -> None:
    """Units by category with totals, and the charts."""
    units, categories = len(model.rows["units"]), model.axes["category"].size
    top, first = 9, 10
    canvas.across(6, 0, ["Total request, $"], "section")
    canvas.put("total_request", 6, 1)
    canvas.across(7, 0, ["FTE, mean of the year"], "section")
    canvas.put("total_fte", 7, 1)
    canvas.across(top, 0, ["Unit", "Name"], "head")
    canvas.put("category", top, 2)
    canvas.across(top, 2 + categories, ["Request, $", "FTE"], "head right")
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
