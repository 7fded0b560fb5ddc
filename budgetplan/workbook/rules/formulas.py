"""Rules about the text of formulas: what they call, what numbers they hold, how long they are, how far they reach."""

from __future__ import annotations

from collections.abc import Iterator

from budgetplan.formula.symbols import UNIVERSAL
from budgetplan.workbook.formula_text import pieces
from budgetplan.workbook.rules.functions import KNOWN, VOLATILE
from budgetplan.workbook.rules.survey import Finding, Survey

UNIVERSAL_NUMBERS = frozenset(map(float, UNIVERSAL))
"""Numbers that need no name: months, hours, minutes, per cent, days and seconds, and 2 as the decimals of money."""

THUMB = 255
"""Characters of the longest formula, without its "=": what a thumb covers on a screen."""


def no_volatile_functions(survey: Survey) -> Iterator[Finding]:
    """No OFFSET, INDIRECT or volatile functions (domain rule 31; FAST 3.03: they hide what depends on what)."""
    for template in survey.templates.values():
        for name in sorted(VOLATILE.intersection(template.functions)):
            yield template.finding("volatile function", f"{name} is volatile or cannot be traced: ={template.text}")


def only_common_functions(survey: Survey) -> Iterator[Finding]:
    """Only functions that Excel 2010, LibreOffice and Google Sheets know alike (domain rule 33)."""
    for template in survey.templates.values():
        for name in sorted(set(template.functions) - KNOWN - VOLATILE):
            message = f"{name} is not known to Excel 2010, LibreOffice and Google Sheets alike: ={template.text}"
            yield template.finding("unknown function", message)


def no_hard_coded_numbers(survey: Survey) -> Iterator[Finding]:
    """No numbers in formulas but universal ones (domain rule 31; FAST 3.03: others have a name and a source)."""
    for template in survey.templates.values():
        odd = [text for text in template.numbers if _value(text) not in UNIVERSAL_NUMBERS]
        if odd:
            numbers = ", ".join(dict.fromkeys(odd))
            yield template.finding("hard-coded number", f"give {numbers} a name and a source: ={template.text}")


def no_long_formulas(survey: Survey) -> Iterator[Finding]:
    """No formula longer than a thumb (domain rule 31; FAST 3.03-01: a reader takes in a short step at a glance)."""
    for template in survey.templates.values():
        if len(template.text) > THUMB:
            message = f"the formula has {len(template.text)} characters, over {THUMB}: split it into lines"
            yield template.finding("long formula", message)


def no_external_links(survey: Survey) -> Iterator[Finding]:
    """No links to other workbooks (domain rule 31; they break in silence when a file moves)."""
    if survey.book.external_links:
        yield Finding("external link", "", "", "the workbook holds links to other workbooks")
    for template in survey.templates.values():
        if "[" in template.text and _reads_outside(template.text):
            yield template.finding("external link", f"the formula reads another workbook: ={template.text}")


def _value(text: str) -> float:
    return float(text[:-1]) / 100 if text.endswith("%") else float(text)


def _reads_outside(formula: str) -> bool:
    """Whether a reference names a workbook, as in `[1]Rates!B2`."""
    named = (piece.text.rpartition("!")[0] for piece in pieces(formula) if piece.kind in ("ref", "name"))
    return any("[" in sheet for sheet in named)
