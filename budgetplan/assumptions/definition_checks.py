"""What must fit together in formula files: axes, sheets, openings, postings, choices, rows of own tables."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pydantic_core import PydanticCustomError

from ..errors import Problem, nearest
from ..model.blocks import NOWHERE, kind_of
from ..names import LONGEST_SHEET, can_name_sheet, name_problem, quoted
from .columns import reader_of
from .definition_kinds import CHOICES, COUNTED, DATED, AxisDef, ColumnDef, LineDef, TableDef
from .definitions import AND, Definitions

OTHERS = (
    "calendar",
    "positions_history",
    "scenarios",
    "history",
    "later_stages",
    "revenue_history",
    "groups",
    "position_totals",
    "unit_pages",
    "position_cost",
    "growth_cap",
    "several_funds",
)
"""What else a file may wait for."""
MOST_STEPS = 1000
NUMBER = re.compile(r"-?\d+(\.\d+)?")


def definition_problems(definitions: Definitions, *, shipped: bool = False) -> list[Problem]:
    """All that does not fit, each at its place.

    Shipped files that wait for something are looked at on demand only: a test does so once; no plan changes them.
    """
    problems: list[Problem] = []
    lists = [*CHOICES, *(name for name in definitions.sections if definitions.row_id(name))]
    for line in definitions.lines.values():
        problems += [Problem(line.place, _path(line), message) for message in _line(definitions, line)]
    for column in definitions.columns.values():
        path = f"tables.{column.table}.{column.name}"
        problems += [Problem(column.place, path, message) for message in _column(definitions, column, lists)]
    for axis in definitions.axes.values():
        problems += [Problem(axis.place, f"axes.{axis.name}", message) for message in _axis(definitions, axis)]
    for given in definitions.inputs.values():
        if given.series not in ("", "changes"):
            problems.append(Problem(given.place, f"inputs.{given.name}", 'A series is "changes" (raises) or nothing.'))
    for table in definitions.tables.values():
        if table.section and not table.place.shipped:
            wrong = "The rows of a table of your own stand under its `rows`: leave `section` out."
            problems.append(Problem(table.place, f"tables.{table.name}.section", wrong))
        problems += _table(definitions, table)
    for tables, extra in definitions.extras:
        problems += _extra(definitions, tables, extra, shipped)
    return [*problems, *_sheets(definitions)]


def _extra(definitions: Definitions, tables: tuple[str, ...], extra: Definitions, shipped: bool) -> Iterator[Problem]:
    """What is wrong with a file that waits for some tables: it names tables that there are, and fits all the others."""
    place = next((one.place for one in [*extra.lines.values(), *extra.checks.values()]), NOWHERE)
    if place.file and place.shipped and not shipped:
        return
    columns = definitions.columns.values()
    known = [*definitions.tables, *(c.series for c in columns if c.dated == "changes"), *OTHERS]
    known += [c.filled for c in columns if c.optional]
    for table in [name for names in tables for name in names.split(AND)]:
        if table not in known:
            yield Problem(place, "when", f'There is no table "{table}".{nearest(table, known)}')
    settled = definitions.settled(tables)
    settled.extras = []
    mine = {one.place for one in [*extra.lines.values(), *extra.columns.values(), *extra.inputs.values()]}
    yield from (problem for problem in definition_problems(settled) if problem.place in mine)


def _path(line: LineDef) -> str:
    return f"tables.{line.table}.lines.{line.name}" if line.table else f"lines.{line.name}"


def _line(definitions: Definitions, line: LineDef) -> Iterator[str]:
    """What is wrong with one line."""
    axes = [*definitions.axes, "none"]
    if line.axis not in axes:
        hint = nearest(line.axis, axes)
        yield f"There is no axis {quoted(line.axis)}; write month, year or none, or add it under axes.{hint}"
    if not line.sheet:
        yield "Say on which sheet the line stands, e.g. sheet: Position Costs."
    if line.same_as and (line.same_as, line.name) not in definitions.lines:
        known = [str(table) for table, name in definitions.lines if name == line.name and table != line.table]
        hint = nearest(line.same_as, known)
        yield f"It follows the line {line.name} of {quoted(line.same_as)}, and there is none.{hint}"
    if line.opening:
        if line.axis == "none":
            yield "Only a line along an axis, such as months or years, has an opening."
        elif not line.opening.startswith("=") and not NUMBER.fullmatch(line.opening):
            yield f"An opening is a number or a formula that starts with =, not {quoted(line.opening)}."
    if line.share_of and (line.table, line.share_of) not in definitions.lines:
        known = [name for table, name in definitions.lines if table == line.table]
        hint = nearest(line.share_of, known)
        yield f"What it is a share of is a line of its own table, and {quoted(line.share_of)} is none.{hint}"
    if line.under and not _is_column(definitions, line.under):
        yield f"A total stands under a column, such as vacancy.saving_p10, and {quoted(line.under)} is none."
    if line.explains:
        yield from _explaining(definitions, line)
    elif line.for_once:
        yield "Only a line that explains a step says that it is for once: give it explains:, or leave for_once out."
    if line.posts:
        yield from _posting(definitions, line)


def _explaining(definitions: Definitions, line: LineDef) -> Iterator[str]:
    """What is wrong with a line that joins the reconciliation."""
    if not line.table or line.axis != "none":
        yield 'What explains a step has one amount for each row of a table: give it axis: none, such as "ACROSS(...)".'
    elif (line.table, "unit_key") not in definitions.lines:
        yield f'The step is told by unit: give {line.table} a line unit_key: {{formula: ="u|" & unit}}.'


def _is_column(definitions: Definitions, key: str) -> bool:
    """Whether a key such as `vacancy.saving_p10` is a column or line of a table."""
    table, _, name = key.partition(".")
    return (table, name) in definitions.lines or (table, name) in definitions.columns


def _posting(definitions: Definitions, line: LineDef) -> Iterator[str]:
    """What is wrong with a line that joins the budget."""
    if line.axis != "month":
        yield "A line that posts has one amount per month: leave axis out."
    if not line.table:
        yield "A line that posts stands in a table with the columns fund and unit; or write it under lines."
    else:
        for name in ("fund", "unit"):
            if (line.table, name) not in definitions.columns and (line.table, name) not in definitions.lines:
                yield f"A line that posts needs the column {name} in its table {line.table}."
        for name in dict.fromkeys(("fund", "unit", line.posts)):
            column = definitions.columns.get((line.table, name))
            if column and (column.optional or kind_of(column.unit) != "text"):
                yield f"The line posts by the column {name}, which each row must give as text: {{unit: code}}."
    if wrong := name_problem(line.posts):
        yield f"What a line posts to is a column of its table, or a rate with an account: {wrong}."


def _axis(definitions: Definitions, axis: AxisDef) -> Iterator[str]:
    """What is wrong with one axis."""
    if axis.name not in COUNTED and not 1 <= axis.size <= MOST_STEPS:
        yield f"Say how many steps it has, e.g. size: 5 (at most {MOST_STEPS})."
    rulers = [ruler for ruler in axis.rulers if isinstance(ruler, str)]
    if len(rulers) < len(axis.rulers):
        yield f"A ruler is the name of a line along {axis.name}: write its name."
    for ruler in dict.fromkeys(rulers):
        line = definitions.lines.get((None, ruler))
        if axis.name != "category" and (line is None or line.axis != axis.name):
            yield f"The ruler {quoted(ruler)} is no line along {axis.name}."
        elif rulers.count(ruler) > 1:
            yield f"The ruler {quoted(ruler)} is given twice: keep one."


def _column(definitions: Definitions, column: ColumnDef, lists: list[str]) -> Iterator[str]:
    """What is wrong with one column; `lists` are what its choices may be from."""
    if isinstance(column.choices, str) and column.choices not in lists:
        yield f"Choices are a list, or one of {', '.join(lists)}.{nearest(column.choices, lists)}"
    elif not isinstance(column.choices, str | list | tuple) or not all(map(_is_word, column.choices)):
        yield "Choices are a list of words."
    elif column.default is not None and column.default != "none":
        try:
            reader_of(column)(column.default)
        except PydanticCustomError as refused:
            yield f"The default {refused.message()}."
    if column.dated not in DATED:
        yield f'A column is dated by "levels", by "changes" or not at all.{nearest(column.dated, DATED)}'
    if not column.place.shipped:
        if column.dated == "changes":
            yield "A column of a plan's own is dated by levels: a monthly line of its name then reads them."
        elif column.dated and not column.sheet:
            yield "Say on which monthly sheet the dated column stands, e.g. sheet: Rates by Month."
        shipped = any(c.place.shipped for c in definitions.columns_of(str(column.table)))
        if shipped and column.table != "positions":
            yield f"A plan cannot add a column to {column.table}: its rows come from a section of their own."


def _is_word(choice: object) -> bool:
    """Whether something can be chosen: a text, a number."""
    return isinstance(choice, str | int | float) and not isinstance(choice, bool)


def _table(definitions: Definitions, table: TableDef) -> Iterator[Problem]:
    """A table of the plan's own has a sheet and columns; one of the shipped has its rows elsewhere."""
    columns, path = definitions.columns_of(table.name), f"tables.{table.name}"
    own = not any(c.place.shipped for c in columns)
    if own and not table.sheet:
        yield Problem(table.place, path, "Say on which sheet the table stands, e.g. sheet: My Table.")
    if own and not columns:
        yield Problem(table.place, path, "A table needs columns.")
    if table.rows and not own:
        message = (
            f"The rows of {table.name} come from the plan's own sections; only its columns and lines may be added to."
        )
        yield Problem(table.place, path, message)


def _sheets(definitions: Definitions) -> Iterator[Problem]:
    """Names of sheets that a workbook can have, each written in one way."""
    spelled: dict[str, str] = {}
    things: list[TableDef | LineDef | ColumnDef] = [*definitions.tables.values(), *definitions.lines.values()]
    things += definitions.columns.values()
    for thing in things:
        sheet, path = thing.sheet, thing.name
        if not sheet:
            continue
        if not can_name_sheet(sheet):
            right = f"at most {LONGEST_SHEET} letters, none of [ ] : * ? / \\."
            message = f"{quoted(sheet)} cannot be the name of a sheet: {right}"
            yield Problem(thing.place, path, message)
        known = spelled.setdefault(sheet.lower(), sheet)
        if known != sheet:
            yield Problem(
                thing.place, path, f"The sheet {quoted(sheet)} is written {quoted(known)} elsewhere: write it alike."
            )
