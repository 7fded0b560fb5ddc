"""What was typed over formulas in a workbook that this program wrote: by looks, and by what its certificate counts.

A workbook of ours gives its formulas looks that no other cell has, and says on Checks how many formulas it was built
with. Other workbooks are left to the rules about their shape, and so are sheets that somebody added to ours.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from budgetplan.workbook.formula_text import address
from budgetplan.workbook.read import Sheet
from budgetplan.workbook.rules.survey import Finding, Survey

RULE = "typed over"
_BUILT_WITH = re.compile(r"([\d,]+) formula cells, ")


def nothing_typed_over(survey: Survey) -> Iterator[Finding]:
    """No number stands in a cell that looks calculated, and no formula that was built is gone (domain rule 32)."""
    built, ours = _built_with(survey), _our_sheets(survey)
    if built is None:
        return
    formulas = [cell for sheet in ours for _, cell in sheet.formulas()]
    calculated = {cell.style for cell in formulas if _is_number(cell.value)}
    typed = 0
    for sheet in ours:
        rows: dict[int, list[int]] = defaultdict(list)
        for (row, column), cell in survey.cells[sheet.name].items():
            if cell.formula is None and _is_number(cell.value) and cell.style in calculated:
                rows[row].append(column)
        for row, columns in sorted(rows.items()):
            typed += len(columns)
            first, last = address(row, min(columns)), address(row, max(columns))
            where = "a number was" if len(columns) == 1 else f"{len(columns)} numbers up to {last} were"
            yield Finding(RULE, sheet.name, first, f"{where} typed over what is calculated: build the workbook anew")
    if (missing := built - len(formulas)) > typed:
        told = f"of the {built:,} formulas with which this was built {missing:,} are missing: typed over or deleted"
        yield Finding(RULE, "", "", told)


def is_ours(survey: Survey) -> bool:
    """Whether this program wrote the workbook, and says so in it."""
    return _built_with(survey) is not None


def _is_number(value: object) -> bool:
    return isinstance(value, float) and value == value


def _built_with(survey: Survey) -> int | None:
    """How many formulas the certificate on Checks counts; None where there is no such certificate."""
    checks = survey.book.sheets.get("Checks")
    for cell in checks.cells.values() if checks else ():
        if isinstance(cell.value, str) and (found := _BUILT_WITH.match(cell.value)):
            return int(found[1].replace(",", ""))
    return None


def _our_sheets(survey: Survey) -> list[Sheet]:
    """The sheets that About lists: those that were built."""
    sheets = survey.book.sheets
    about = sheets.get("About")
    listed = {str(cell.value) for cell in about.cells.values()} if about else set[str]()
    return [sheet for name, sheet in sheets.items() if name in listed]
