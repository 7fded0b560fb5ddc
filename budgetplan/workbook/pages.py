"""The pages: Lines, Checks, About."""

from __future__ import annotations

from ..model.explain import in_words
from ..model.graph import Model
from ..model.shown import unit_sign
from .canvas import Canvas, Facts
from .jumps import explained
from .sheets import SheetSpec

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
    lines = explained(model)
    for row, line in lines:
        words = in_words(model, line)
        cells = (
            line.name,
            line.table or "",
            line.label,
            words,
            line.formula,
            unit_sign(line.unit),
            line.posts or "",
            "",
            str(line.place),
            line.source,
        )
        for column, value in enumerate(cells):
            if value:
                canvas.text(row, column, value, "wrapped" if column in (2, 3, 4) else "note" if column > 7 else "text")
        sheet = line.sheet if line.sheet in sheets else "Rates"
        canvas.text(row, 7, sheet, "link")
        canvas.fit(row, {2: line.label, 3: words, 4: line.formula})
    canvas.filters.append((5, 0, 6 + len(lines), 9))
    canvas.freeze = (7, 1)


READING = (
    ("Input", "input text", "Blue on light yellow: enter or change it; its note names the file and line it came from"),
    ("Formula", "formula text", "Black: calculated; do not type over it"),
    ("Link", "link text", "Green: the same figure on another sheet"),
    (
        "Explained",
        "text",
        "Click the cell under a column's head, or a line's name on a monthly sheet: it leads to its words on Lines",
    ),
    ("Signs", "text", "Expenditures are positive; deductions are negative, red, in parentheses"),
    (
        "Cents",
        "text",
        "Posting lines are exact to the cent; a budget row's Request is rounded once, and reports add Requests",
    ),
    ("$, $ each", "text", "Dollars; dollars for one of something: a price"),
    ("%, index", "text", "A part of a whole; a level, where 1.0000 is the level at the start"),
    ("FTE, 0 or 1", "text", "Full-time equivalents; 1 for yes and 0 for no"),
    ("#, hours, days", "text", "Numbers of what the description names, without a currency"),
)
TERMS = (
    (
        "Posting key",
        'Fund, unit and account in one text, such as "k540|billing|12": by it, postings find their budget row',
    ),
    ("Unit key", 'The id of a unit behind "u|": by it, positions and budget rows find their unit'),
    ("Row key", 'The id of a row behind "r|", on Rates: whose dated figure it is'),
    ("No.", "On Rates: the number of an entry in its dated series, in order of dates"),
    (
        "Not final",
        "A figure whose status is estimate, projected or quoted; others are enacted, adopted, contract or actual",
    ),
    ("Out of order", "On Rates: 1 where an entry's date does not fit its number, else 0; a check then fails"),
    (
        "Grey heads",
        "Columns for the program's own use; they stand at the right of a sheet and are not printed with tables",
    ),
    (
        "Not printed",
        "Sheets for the screen have a print area without any figures; to print such a sheet, clear its print area",
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
        "Scenario" + " when built" * facts.scenarios: facts.scenario,
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
        canvas.text(row, 1, spec.told, "wrapped")
        canvas.fit(row, {1: spec.told})
