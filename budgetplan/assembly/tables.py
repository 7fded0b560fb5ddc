"""Tables: the columns of positions, operating lines, units, accounts and a plan's own tables as inputs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ..assumptions.definitions import ColumnDef, Definitions, LineDef
from ..errors import Place, Problem
from ..model.blocks import Input, Provenance, kind_of
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
    formula = f'=INFORCE({series}.value, {series}.row, "r|" & {id_column}, {series}.since, month)'
    parts.add(
        *line_blocks(
            LineDef(column.name, column.table, column.place, column.label, column.unit, formula, column.sheet),
            len(feed.ids),
        )
    )
