"""What must fit together in formula files: axes, sheets, openings, postings, choices, rows of own tables."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import Any

from ..errors import Place, Problem, nearest
from .definitions import ColumnDef, Definitions, LineDef, TableDef

AXES = ("month", "year", "none", "category")
CHOICES = ("units", "funds", "accounts", "health_tiers", "drivers")
BAD_IN_SHEET = re.compile(r"[\[\]:*?/\\]")
NUMBER = re.compile(r"-?\d+(\.\d+)?")
SHIPPED_FILES = "budgetplan/lines/"


def definition_problems(definitions: Definitions) -> list[Problem]:
    """All that does not fit, each at its place."""
    problems: list[Problem] = []
    for line in definitions.lines.values():
        problems += [Problem(line.place, _path(line), message) for message in _line(definitions, line)]
    for column in definitions.columns.values():
        path = f"tables.{column.table}.{column.name}"
        problems += [Problem(column.place, path, message) for message in _column(definitions, column)]
    for given in definitions.inputs.values():
        if given.series not in ("", "changes"):
            problems.append(Problem(given.place, f"inputs.{given.name}", 'A series is "changes" (raises) or nothing.'))
    for table in definitions.tables.values():
        problems += _rows(definitions, table)
    return [*problems, *_sheets(definitions)]


def _path(line: LineDef) -> str:
    return f"tables.{line.table}.lines.{line.name}" if line.table else f"lines.{line.name}"


def _line(definitions: Definitions, line: LineDef) -> Iterator[str]:
    """What is wrong with one line."""
    if line.axis not in AXES:
        yield f'There is no axis "{line.axis}"; write month, year or none.{nearest(line.axis, AXES)}'
    if not line.sheet:
        yield "Say on which sheet the line stands, e.g. sheet: Position Costs."
    if line.opening:
        if line.axis not in ("month", "year"):
            yield "Only a line over months or years has an opening."
        elif not line.opening.startswith("=") and not NUMBER.fullmatch(line.opening):
            yield f'An opening is a number or a formula that starts with =, not "{line.opening}".'
    if line.posts:
        if line.axis != "month":
            yield "A line that posts has one amount per month: leave axis out."
        if not line.table:
            yield "A line that posts stands in a table with the columns fund and unit; or write it under lines."
        else:
            for name in ("fund", "unit"):
                if (line.table, name) not in definitions.columns:
                    yield f"A line that posts needs the column {name} in its table {line.table}."


def _column(definitions: Definitions, column: ColumnDef) -> Iterator[str]:
    """What is wrong with one column."""
    if isinstance(column.choices, str) and column.choices not in CHOICES:
        yield f"Choices are a list, or one of {', '.join(CHOICES)}.{nearest(column.choices, CHOICES)}"
    elif not isinstance(column.choices, str | list | tuple):
        yield "Choices are a list of words."
    if not column.place.file.startswith(SHIPPED_FILES):
        if column.dated:
            yield "A column of a plan's own table cannot change by date yet: give the figure a name under rates."
        shipped = [c for c in definitions.columns.values() if c.table == column.table and _is_shipped(c.place)]
        if shipped and not column.optional:
            yield f"A plan cannot add a column to {column.table} yet; use a table of your own, or a rate."


def _is_shipped(place: Place) -> bool:
    return place.file.startswith(SHIPPED_FILES)


def _rows(definitions: Definitions, table: TableDef) -> Iterator[Problem]:
    """The rows of a plan's own table: known columns, values of the right kind, ids given once."""
    columns = {c.name: c for c in definitions.columns.values() if c.table == table.name}
    own = not any(_is_shipped(c.place) for c in columns.values())
    if own and not table.sheet:
        yield Problem(table.place, f"tables.{table.name}", "Say on which sheet the table stands, e.g. sheet: My Table.")
    if own and not columns:
        yield Problem(table.place, f"tables.{table.name}", "A table needs columns.")
    seen: set[str] = set()
    for number, row in enumerate(table.rows, 1):
        path = f"tables.{table.name}.rows[{number}]"
        if not isinstance(row, dict):
            yield Problem(table.place, path, "A row is a mapping, e.g. {name: A, price: 12.50}.")
            continue
        for key, value in row.items():
            if key not in columns:
                yield Problem(table.place, path, f'There is no column "{key}".{nearest(str(key), columns)}')
            elif wrong := _value(columns[key], value):
                yield Problem(table.place, f"{path}.{key}", wrong)
        missing = [c.name for c in columns.values() if row.get(c.name) is None and not c.optional]
        if missing:
            yield Problem(table.place, path, f"The row needs {', '.join(missing)}.")
        first = str(row.get(next(iter(columns), ""), "")).lower()
        if first in seen:
            yield Problem(table.place, path, f'"{first}" is given twice; the first column names the rows.')
        seen.add(first)


def _value(column: ColumnDef, value: Any) -> str:
    """What is wrong with one value of a row, or nothing."""
    if value is None:
        return ""
    if column.unit in ("text", "code", "key"):
        return "" if isinstance(value, str) else "This is text: put it in quotes."
    if column.unit == "date":
        return "" if isinstance(value, dt.date) else "Write a day such as 2027-10-01."
    if isinstance(value, bool) or not isinstance(value, int | float):
        return f"Write a number ({column.unit})."
    return ""


def _sheets(definitions: Definitions) -> Iterator[Problem]:
    """Names of sheets that a workbook can have, each written in one way."""
    spelled: dict[str, str] = {}
    things: list[TableDef | LineDef] = [*definitions.tables.values(), *definitions.lines.values()]
    for thing in things:
        sheet, path = thing.sheet, thing.name
        if not sheet:
            continue
        if len(sheet) > 31 or BAD_IN_SHEET.search(sheet) or sheet.strip("'") != sheet or sheet.lower() == "history":
            message = f'"{sheet}" cannot be the name of a sheet: at most 31 letters, none of [ ] : * ? / \\.'
            yield Problem(thing.place, path, message)
        known = spelled.setdefault(sheet.lower(), sheet)
        if known != sheet:
            yield Problem(thing.place, path, f'The sheet "{sheet}" is written "{known}" elsewhere: write it alike.')
