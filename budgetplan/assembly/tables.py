"""Tables: the columns of positions, operating lines, units, accounts and a plan's own tables as inputs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ..assumptions.definitions import ColumnDef, Definitions, LineDef
from ..errors import Place, Problem
from ..model.blocks import Input, Provenance, kind_of
from .parts import Parts, column_array, line_blocks
from .series import Entry, add_series


@dataclass
class Feed:
    """The rows of one table: ids, values by column, and where each value comes from."""

    ids: list[str]
    columns: Mapping[str, Sequence[Any]]
    place: Callable[[int, str], Place]
    provenance: Callable[[int, str], Provenance] = lambda row, column: Provenance()
    entered: bool = True
    dated: dict[str, Sequence[Sequence[tuple[Any, Any, Place]]]] = field(default_factory=dict)  # day, figure, place


def add_table(parts: Parts, definitions: Definitions, table: str, feed: Feed) -> None:
    """The columns of a table, from its feed; dated columns become a series and a monthly line."""
    parts.rows[table] = list(feed.ids)
    sheet = definitions.tables[table].sheet if table in definitions.tables else table
    for (owner, name), column in definitions.columns.items():
        if owner != table:
            continue
        if column.dated:
            _add_dated(parts, column, feed)
        elif name in feed.columns:
            parts.add(_column(column, feed, sheet))
        elif column.optional:
            parts.add(
                _column(column, Feed(feed.ids, {name: [None] * len(feed.ids)}, feed.place, entered=feed.entered), sheet)
            )
        elif feed.ids:
            parts.problems.append(
                Problem(feed.place(0, name), f"{table}.{name}", f"The rows of {table} need {column.label or name}.")
            )
        else:
            parts.add(_column(column, Feed([], {name: []}, feed.place), sheet))


def _column(column: ColumnDef, feed: Feed, sheet: str) -> Input:
    """One column of entered values."""
    name = column.name
    choices = tuple(map(str, column.choices)) if isinstance(column.choices, list) else column.choices
    return Input(
        name=name,
        table=column.table,
        kind=kind_of(column.unit),
        unit=column.unit,
        label=column.label,
        place=column.place,
        sheet=sheet,
        values=column_array(feed.columns[name], column.unit),
        optional=column.optional,
        entered=feed.entered and not column.row_id,
        choices=choices,
        low=column.low,
        high=column.high,
        place_of=lambda row, _: feed.place(row, name),
        provenance_of=lambda row, _: feed.provenance(row, name),
    )


def _add_dated(parts: Parts, column: ColumnDef, feed: Feed) -> None:
    """A column whose values change by date: all rows' series in one list, and the monthly lines that read it."""
    assert column.table
    series, label = f"{column.table}_{column.name}", column.label or column.name
    entries = []
    for row, dated in enumerate(feed.dated.get(column.name, ())):
        _refuse_late(parts, column, feed.ids[row], dated, feed.place(row, column.name))
        steps = sorted(
            ((day or parts.first_day, figure, place) for day, figure, place in dated), key=lambda step: step[0]
        )
        entries += [Entry(day, figure, place, f"r|{feed.ids[row]}") for day, figure, place in steps]
    add_series(parts, series, label, column.unit, entries, column.place, keyed=True, low=column.low)
    id_column = next(b.name for b in parts.blocks if isinstance(b, Input) and b.table == column.table)
    want, count = f'"r|" & {id_column}', f"{column.name}__entries"
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
        message = f"The series begins on {first}, after the plan's first day {parts.first_day}; add what holds before."
        parts.problems.append(Problem(place, f"{column.table}[{row}].{column.name}", message))
