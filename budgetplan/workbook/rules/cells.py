"""Rules about cells: what they hold, and what formulas read from them."""

from __future__ import annotations

from collections.abc import Iterator

from budgetplan.workbook.formula_text import address
from budgetplan.workbook.read import Area
from budgetplan.workbook.rules.survey import Finding, Lanes, Survey


def every_formula_has_a_value(survey: Survey) -> Iterator[Finding]:
    """Every formula cell carries its value (domain rule 34: previews, phones and pandas show it as it is)."""
    for sheet, at, cell in survey.book.formula_cells:
        if cell.value is None and cell.error is None:
            yield Finding("no stored value", sheet, at, f"the formula has no stored value: ={cell.formula}")


def no_error_values(survey: Survey) -> Iterator[Finding]:
    """No error in any cell (domain rule 32; ICAEW Financial Modelling Code: errors hide further errors)."""
    for sheet in survey.book.sheets.values():
        for at, cell in sheet.cells.items():
            if cell.error is not None or (isinstance(cell.value, float) and cell.value != cell.value):
                shown = f": ={cell.formula}" if cell.formula else ""
                yield Finding("error value", sheet.name, at, f"the cell holds {cell.error or 'NaN'}{shown}")


def no_numbers_as_text(survey: Survey) -> Iterator[Finding]:
    """No number stored as text is read as a number (domain rule 32): SUM passes over it without a word.

    Codes are text by design: those inside an `<ignoredErrors>` area are meant, and so are those that formulas only
    compare, join or look up.
    """
    texts = {name: Lanes(_number_texts(survey, name)) for name in survey.book.sheets}
    if not any(lanes.columns for lanes in texts.values()):
        return
    seen: set[tuple[str, int, int]] = set()
    areas: set[tuple[str, Area]] = set()
    for template in survey.templates.values():
        for reference in template.references:
            lanes = texts.get(reference.sheet)
            if not reference.numeric or lanes is None or not lanes.columns:
                continue
            for at, row, column in template.cells:
                area = reference.area(row, column)
                if (reference.sheet, area) in areas:
                    continue
                areas.add((reference.sheet, area))
                for place in lanes.inside(area):
                    if (reference.sheet, *place) not in seen:
                        seen.add((reference.sheet, *place))
                        message = f"this number is stored as text, and {template.sheet}!{at} reads it as a number"
                        yield Finding("number as text", reference.sheet, address(*place), message)


def no_empty_references(survey: Survey) -> Iterator[Finding]:
    """No formula reads a cell that is empty (domain rule 32), but inside `IF(x="",...)`, which asks for it."""
    for template in survey.templates.values():
        for reference in template.references:
            if not reference.single or reference.guarded or reference.shape_only:
                continue
            grid = survey.cells.get(reference.sheet)
            if grid is None:
                yield template.finding("empty reference", f"there is no sheet {reference.sheet}: ={template.text}")
                continue
            top, left = reference.first_row, reference.first_column
            down, across = reference.first_row_moves, reference.first_column_moves
            for at, row, column in template.cells:
                place = (top + row * down, left + column * across)
                if place not in grid:
                    message = f"the formula reads {reference.sheet}!{address(*place)}, which is empty"
                    yield Finding("empty reference", template.sheet, at, message)


def _number_texts(survey: Survey, sheet: str) -> Iterator[tuple[int, int]]:
    """The cells of a sheet with entered text that reads as a number, where that is not marked as meant."""
    areas = survey.book.sheets[sheet].text_areas
    for (row, column), cell in survey.cells[sheet].items():
        if cell.formula is not None or not isinstance(cell.value, str) or not _is_number(cell.value):
            continue
        if not any(top <= row <= bottom and left <= column <= right for top, left, bottom, right in areas):
            yield row, column


def _is_number(text: str) -> bool:
    bare = text.strip().replace(",", "").lstrip("$")
    if not bare or not (bare[0].isdigit() or bare[0] in "+-."):
        return False
    try:
        float(bare.removesuffix("%"))
    except ValueError:
        return False
    return True
