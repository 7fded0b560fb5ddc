"""Rules about the shape of a workbook: one formula per row, nothing hidden, names for single cells only."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping

from budgetplan.workbook.formula_text import address, split_reference
from budgetplan.workbook.rules.survey import Finding, Survey
from budgetplan.workbook.rules.typed import is_ours

AXIS_LENGTH = 6  # adjoining dates in a row that make it a time axis, where nobody says which columns are
MOST_MISSING = (
    1 / 6
)  # of a row of formulas: cells without one that are a slip, and not actual amounts before a forecast
_STEPS = (*range(28, 32), 365, 366)  # days from one month or year to the next
_DATE_FORMAT = re.compile(r"(?i)y|mmm")
_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')


def one_formula_per_row(survey: Survey) -> Iterator[Finding]:
    """One consistent formula across a row (domain rules 31 and 32; FAST 2.02; audit tools: "formula interrupted").

    Over the columns of `axis_ranges` every row that holds a formula must hold the same one everywhere. Without that,
    a row that is full of formulas under a row of monthly or yearly dates must, but for a cell or two that hold none,
    and so must a row of numbers between two rows of one formula; and elsewhere a cell that differs from two equal
    formulas at its sides is taken for an interruption.
    """
    relative = {
        (template.sheet, row, column): template.relative
        for template in survey.templates.values()
        for _, row, column in template.cells
    }
    rows: dict[str, dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
    for sheet, row, column in relative:
        rows[sheet][row].append(column)
    for sheet, by_row in rows.items():
        given = survey.axis_ranges.get(sheet) if survey.axis_ranges else None
        axis = given or _time_axis(survey, sheet)
        for row, columns in sorted(by_row.items()):
            texts = {column: relative[sheet, row, column] for column in columns}
            inside = axis is not None and axis[2] <= row <= axis[3]
            if axis and inside:
                wanted = range(axis[0], axis[1] + 1) if given else _filled(survey, sheet, row, axis)
                held = [texts.get(column) for column in wanted]
                if (given and any(held)) or (held.count(None) <= len(held) * MOST_MISSING and len(held) >= AXIS_LENGTH):
                    yield from _odd_ones(sheet, row, wanted, held)
                    texts = {column: text for column, text in texts.items() if column not in wanted}
            yield from _interruptions(sheet, row, texts)
        if axis and not is_ours(survey):  # among ours there are rows of inputs, and another rule knows ours better
            yield from _rows_of_numbers(survey, sheet, axis, relative)


def _filled(survey: Survey, sheet: str, row: int, axis: tuple[int, int, int, int]) -> range:
    """The columns of the axis from the first to the last in which a row holds anything."""
    columns = [column for column in range(axis[0], axis[1] + 1) if (row, column) in survey.cells[sheet]]
    return range(columns[0], columns[-1] + 1) if columns else range(0)


def _rows_of_numbers(
    survey: Survey, sheet: str, axis: tuple[int, int, int, int], relative: Mapping[tuple[str, int, int], str]
) -> Iterator[Finding]:
    """Rows that hold nothing but numbers along the axis, between rows that hold one and the same formula."""
    first, last, top, bottom = axis
    above: list[str | None] = []
    between: list[int] = []
    for row in range(top, bottom + 1):
        held = [relative.get((sheet, row, column)) for column in range(first, last + 1)]
        cells = [survey.cells[sheet].get((row, column)) for column in range(first, last + 1)]
        if None not in held:
            for typed in between if held == above else ():
                place, end = address(typed, first), address(typed, last)
                message = f"{place}:{end} holds numbers, and the rows above and below hold one formula"
                yield Finding("formula interrupted", sheet, place, message)
            above, between = held, []
        elif above and all(cell and cell.formula is None and isinstance(cell.value, float) for cell in cells):
            between.append(row)
        else:
            above, between = [], []


def _odd_ones(sheet: str, row: int, columns: range, held: list[str | None]) -> Iterator[Finding]:
    """The cells of a row whose formula is not that of most of its cells."""
    usual = Counter(text for text in held if text is not None).most_common(1)[0][0]
    odd = [address(row, column) for column, text in zip(columns, held, strict=True) if text != usual]
    if odd:
        first, last = address(row, columns[0]), address(row, columns[-1])
        shown = ", ".join(odd[:3]) + (f" and {len(odd) - 3} more" if len(odd) > 3 else "")
        message = f"{first}:{last} should hold one formula, and {shown} {'does' if len(odd) == 1 else 'do'} not"
        yield Finding("formula interrupted", sheet, odd[0], message)


def _interruptions(sheet: str, row: int, texts: dict[int, str]) -> Iterator[Finding]:
    """Cells that differ from two equal formulas at their sides."""
    for column, text in texts.items():
        if texts.get(column + 2) == text and texts.get(column + 1) != text:
            between, sides = address(row, column + 1), f"{address(row, column)} and {address(row, column + 2)}"
            message = f"{sides} hold one formula, and {between} between them does not"
            yield Finding("formula interrupted", sheet, between, message)


def _time_axis(survey: Survey, sheet: str) -> tuple[int, int, int, int] | None:
    """The first row of a sheet with adjoining monthly or yearly dates, as the axis of all rows below it."""
    dates = {style for style, code in enumerate(survey.book.formats) if _DATE_FORMAT.search(_QUOTED.sub("", code))}
    grid = survey.cells[sheet]
    rows: dict[int, dict[int, float]] = defaultdict(dict)
    for (row, column), cell in grid.items():
        if cell.style in dates and isinstance(cell.value, float):
            rows[row][column] = cell.value
    for row in sorted(rows):
        run: list[int] = []
        for column in [*sorted(rows[row]), 0]:
            if run and column == run[-1] + 1 and rows[row][column] - rows[row][run[-1]] in _STEPS:
                run.append(column)
                continue
            if len(run) >= AXIS_LENGTH:
                return run[0], run[-1], row + 1, max(place[0] for place in grid)
            run = [column]
    return None


def nothing_hidden(survey: Survey) -> Iterator[Finding]:
    """No hidden sheets (domain rule 32), but `xlwings.conf` in a workbook with macros."""
    for sheet in survey.book.sheets.values():
        settings = sheet.name == "xlwings.conf" and survey.book.path.suffix.lower() == ".xlsm"
        if sheet.state != "visible" and not settings:
            yield Finding("hidden sheet", sheet.name, "", f"the sheet {sheet.name} is hidden")


def names_for_single_cells(survey: Survey) -> Iterator[Finding]:
    """Names only for global scalars (domain rule 31; FAST 4.02: a named range hides where it ends)."""
    for name in survey.book.names:
        if name.name.lower().startswith("_xlnm."):
            continue  # print areas, titles and filters
        try:
            sheet, first, second = split_reference(name.text)
            single = sheet in survey.cells and second is None and first.row_locked and first.column_locked
            single = single and first.row is not None and first.column is not None
        except ValueError:
            single = False
        if not single:
            message = f"the name {name.name} stands for {name.text}, not for a single cell"
            yield Finding("name of no single cell", "", "", message)
