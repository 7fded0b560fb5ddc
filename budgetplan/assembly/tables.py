"""Tables: the columns of positions, operating lines, units, accounts and a plan's own tables as inputs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from ..assumptions.definitions import ColumnDef, Definitions, LineDef
from ..assumptions.steps import Step
from ..errors import Place, Problem
from ..model.blocks import Input, Provenance
from .parts import Parts, at, calculated, column_array, line_blocks
from .series import Entry, add_series, begins_late


@dataclass
class Feed:
    """The rows of one table: ids, values by column, and where each value comes from."""

    ids: list[str]
    columns: Mapping[str, Sequence[Any]]
    place: Callable[[int, str], Place]
    provenance: Callable[[int, str], Provenance] = lambda row, column: Provenance()
    path: Callable[[int, str], str] | None = None
    entered: bool = True
    typed: Collection[str] = ()  # the columns that are entered where the others are not
    sources: Callable[[int, int], tuple[Place, Provenance]] | None = None  # of columns along an axis, by row and step
    dated: Mapping[str, Sequence[Sequence[Step]]] = field(default_factory=dict)
    members: Sequence[int] = ()  # how many rows of the plan stand in each row, where some stand together


def numbered(count: int, place: Place) -> Feed:
    """So many rows that have nothing but their number: 1, 2, 3."""
    numbers = list(range(1, count + 1))
    return Feed(list(map(str, numbers)), {"number": numbers}, at(place), entered=False)


def add_table(parts: Parts, definitions: Definitions, table: str, feed: Feed) -> None:
    """The columns of a table, from its feed; dated ones bring a series, and its levels a monthly line."""
    parts.rows[table] = list(feed.ids)
    sheet = definitions.tables[table].sheet if table in definitions.tables else table
    row_id = definitions.row_id(table)
    for column in definitions.columns_of(table):
        values = feed.columns.get(column.said)
        if column.dated == "levels" or (column.axis and column.axis not in parts.axes):
            continue  # the file with its axis waits for what this plan does not have
        if values is None:
            values = [column.default] * len(feed.ids)
            if column.required and feed.ids:
                message = f"The rows of {table} need {column.label or column.name}."
                parts.problems.append(Problem(feed.place(0, column.name), f"{table}.{column.name}", message))
                continue
        unwritten = all(value in (None, "") for value in values)
        if column.optional and unwritten and column.name not in definitions.read_in(table):
            continue  # what nobody wrote, and no formula reads
        parts.add(_column(column, values, feed, sheet, row_id, parts.first_day))
        if column.dated == "changes" and definitions.reads(column.series):
            _add_changes(parts, column, feed)
    for column in definitions.columns_of(table):
        if column.dated == "levels":  # they look their rows up by the column that names them
            _add_levels(parts, column, feed)


def _column(column: ColumnDef, values: Sequence[Any], feed: Feed, sheet: str, row_id: str, first_day: dt.date) -> Input:
    """One column of entered values."""
    name, path, sources, said = column.name, feed.path, feed.sources, column.said
    along: dict[str, Any] = {"axis": column.axis, "path_of": None} if column.axis else {}
    if column.axis and sources:
        along["place_of"] = lambda row, step: sources(row, step)[0]
        along["provenance_of"] = lambda row, step: sources(row, step)[1]
    choices = tuple(map(str, column.choices)) if isinstance(column.choices, list) else column.choices
    own = Input(
        name=name,
        table=column.table,
        unit=column.unit,
        label=column.label,
        place=column.place,
        sheet=sheet,
        values=np.array(values, dtype=float) if column.axis else column_array(values, column.unit),
        optional=column.optional,
        entered=(feed.entered or said in feed.typed) and not (column.row_id or column.fixed),
        choices=choices,
        none="none" if column.default == "none" else "",
        bounds=column.bounds,
        whole_dollars=column.whole_dollars,
        aside=column.aside,
        names_rows=name == row_id,
        members=tuple(feed.members) if name == row_id else (),
        own_rows=feed.entered and name == row_id,
        path_of=(lambda row, _: path(row, said) + _day(feed, row, said, first_day)) if path else None,
        place_of=lambda row, _: feed.place(row, said),
        provenance_of=lambda row, _: feed.provenance(row, said),
    )
    return replace(own, **along)


def _day(feed: Feed, row: int, column: str, first_day: dt.date) -> str:
    """The day of a dated figure that a cell holds, the one in force when the plan begins; it belongs to its name."""
    dated = feed.dated.get(column)
    days = [step.day for step in dated[row] if step.day] if dated else []
    return f"[{max((day for day in days if day <= first_day), default=min(days))}]" if days else ""


def _entries(column: ColumnDef, feed: Feed, first_day: Any) -> list[Entry]:
    """The dated entries of all rows, each row's own together and in order of date."""
    entries = []
    for row, dated in enumerate(feed.dated.get(column.said, ())):
        steps = sorted(((day or first_day, figure, place) for day, figure, place in dated), key=lambda step: step[0])
        whose, path = f"r|{feed.ids[row]}", feed.path(row, column.said) if feed.path else ""
        written = {day for day, _, _ in dated if day}
        entries += [
            Entry(day, figure, place, whose, f"{path}[{day}]" if day in written else path)
            for day, figure, place in steps
        ]
    return entries


def _add_changes(parts: Parts, column: ColumnDef, feed: Feed) -> None:
    """What changes after the plan's first day; the column itself holds what is in force on it."""
    for row, dated in enumerate(feed.dated.get(column.said, ())):
        _refuse_late(parts, column, feed.ids[row], dated, feed.place(row, column.said))
    later = [entry for entry in _entries(column, feed, parts.first_day) if entry.day > parts.first_day]
    label = f"{column.label or column.name}, from a day on"
    add_series(
        parts, column.series, label, column.unit, later, column.place, row_key(parts, str(column.table)), column.bounds
    )


def id_column(parts: Parts, table: str) -> Input:
    """The column that names the rows of a table."""
    return next(b for b in parts.blocks if isinstance(b, Input) and b.table == table and b.names_rows)


def row_key(parts: Parts, table: str) -> str:
    """The line that joins a letter to the ids of a table's rows, for lists that name them; it is made once."""
    own = id_column(parts, table)
    key = f"{table}.{own.name}__row_key"
    if key not in parts.names:
        shown: dict[str, Any] = {"label": "Row key", "sheet": own.sheet, "aside": True, "place": own.place}
        parts.add(calculated(f"{own.name}__row_key", f'="r|" & {own.name}', "key", table=table, **shown))
    return key


def _add_levels(parts: Parts, column: ColumnDef, feed: Feed) -> None:
    """A column whose values change by date: all rows' series in one list, and the monthly lines that read it."""
    series, label = column.series, column.label or column.name
    for row, dated in enumerate(feed.dated.get(column.said, ())):
        _refuse_late(parts, column, feed.ids[row], dated, feed.place(row, column.said))
    entries = _entries(column, feed, parts.first_day)
    key = row_key(parts, str(column.table))
    add_series(parts, series, label, column.unit, entries, column.place, key, column.bounds, levels=True)
    want, count = f'"r|" & {id_column(parts, str(column.table)).name}', f"{column.name}__entries"
    for name, words, unit, formula in (
        (count, f"{label}: entries so far", "count", f"=ENTRIES({series}.row, {want}, {series}.since, month)"),
        (column.name, label, column.unit, f"=ENTRY({series}.value, {series}.row, {want}, {count})"),
    ):
        definition = LineDef(name, column.table, column.place, words, unit, formula, column.sheet)
        parts.add(*line_blocks(definition, len(feed.ids)))


def _refuse_late(parts: Parts, column: ColumnDef, row: str, dated: Sequence[Any], place: Place) -> None:
    """A series must reach back to the plan's first day, or its first months would have no value."""
    first = min((day for day, _, _ in dated if day), default=None)
    if first and first > parts.first_day and not any(day is None for day, _, _ in dated):
        path = f"{column.table}[{row}].{column.said}"
        parts.problems.append(Problem(place, path, begins_late(first, parts.first_day)))
