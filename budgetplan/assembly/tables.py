"""Tables: the columns of positions, operating lines, units, accounts and a plan's own tables as inputs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ..assumptions.definitions import ColumnDef, Definitions, LineDef
from ..errors import Place, Problem
from ..model.blocks import Input, Line, Provenance, kind_of
from .parts import Parts, column_array, line_blocks, provenance, written


@dataclass
class Feed:
    """The rows of one table: ids, values by column, and where each value comes from."""

    ids: list[str]
    columns: Mapping[str, Sequence[Any]]
    place: Callable[[int, str], Place]
    provenance: Callable[[int, str], Provenance] = lambda row, column: Provenance()
    entered: bool = True
    dated: dict[str, Sequence[Any]] = field(default_factory=dict)


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
    """A column whose values change by date: all rows' series in one list, and a monthly line that reads it."""
    assert column.table
    series = f"{column.table}_{column.name}"
    id_column = next(b.name for b in parts.blocks if isinstance(b, Input) and b.table == column.table)
    entries = [
        (row, day, figure)
        for row, dated in enumerate(feed.dated.get(column.name, ()))
        for day, figure in sorted(dated, key=lambda step: (step[0] is not None, step[0]))
    ]
    for row, dated in enumerate(feed.dated.get(column.name, ())):
        first = min((day for day, _ in dated if day), default=None)
        if first and first > parts.first_day and not any(day is None for day, _ in dated):
            message = (
                f"The series begins on {first}, after the plan's first day {parts.first_day}; add what holds before."
            )
            path = f"{column.table}[{feed.ids[row]}].{column.name}"
            parts.problems.append(Problem(feed.place(row, column.name), path, message))
    places = [feed.place(row, column.name) for row, _, _ in entries]
    found = [provenance(figure) for _, _, figure in entries]
    parts.rows[series] = [f"{feed.ids[row]} {day or ''}".strip() for row, day, _ in entries]
    shared: dict[str, Any] = {
        "table": series,
        "place": column.place,
        "sheet": "Rates",
        "label": column.label,
        "place_of": lambda row, _: places[row],
        "provenance_of": lambda row, _: found[row],
    }
    parts.add(
        written("row", [f"r|{feed.ids[row]}" for row, _, _ in entries], unit="key", **shared),
        Input(
            name="since",
            kind="date",
            unit="date",
            values=column_array([day or parts.first_day for _, day, _ in entries], "date"),
            **shared,
        ),
        Input(
            name="value",
            unit=column.unit,
            values=column_array([figure.value for _, _, figure in entries], column.unit),
            low=column.low,
            **shared,
        ),
    )
    want = f'"r|" & {id_column}'
    count, name = f"{column.name}__entries", column.label or column.name
    for line, label, unit, formula in (
        (count, f"{name}: entries so far", "count", f"=ENTRIES({series}.row, {want}, {series}.since, month)"),
        (column.name, name, column.unit, f"=ENTRY({series}.value, {series}.row, {want}, {count})"),
    ):
        definition = LineDef(line, column.table, column.place, label, unit, formula, column.sheet)
        parts.add(*line_blocks(definition, len(feed.ids)))
    first_rows = [next(i for i, (r, _, _) in enumerate(entries) if r == row) for row, _, _ in entries]
    numbers = [index - first + 1 for index, first in enumerate(first_rows)]
    add_order(parts, series, column.place, numbers, f"=ENTRIES({series}.row, row, {series}.since, since)")


def add_order(parts: Parts, series: str, place: Place, numbers: Sequence[int], rank: str) -> None:
    """Whether the entries of a dated series stand in order of date: LOOKUP and INDEX rely on it, so a check does too.

    `numbers` are the places that the entries should have, `rank` counts those dated up to each.
    """
    shared: dict[str, Any] = {"sheet": "Rates", "place": place}
    parts.add(written("number", numbers, series, "count", label="Number of the entry", slot="number", **shared))
    formula = f"=IF({rank[1:]} = number, 0, 1)"
    shared |= {"name": "out_of_order", "label": "Out of order", "unit": "flag", "slot": "order"}
    late = Line(table=series, formula=formula, support=True, **shared)
    parts.add(late)
    parts.series.append(late.key)
