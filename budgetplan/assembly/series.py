"""Dated series: a small table of the days from which values hold, read by monthly lines."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ..errors import Place
from ..model.blocks import ANY, Bounds, Input, Provenance
from .parts import Parts, calculated, column_array, provenance, written

SHEET = "Rates"


@dataclass(frozen=True)
class Entry:
    """From `day` on, `figure` holds; `row` names whose series it belongs to where one table holds many."""

    day: dt.date
    figure: Any
    place: Place
    row: str = ""
    path: str = ""

    @property
    def source(self) -> Provenance:
        """What the plan says of the figure."""
        return provenance(self.figure)


def add_series(
    parts: Parts,
    name: str,
    label: str,
    unit: str,
    entries: Sequence[Entry],
    place: Place,
    keyed: str = "",
    bounds: Bounds = ANY,
    levels: bool = False,
) -> None:
    """The table of a series: since, value, and whether its entries stand in order of date.

    A `keyed` series belongs to the rows of a table, has a column `row`, and is given the key of that table's rows;
    `bounds` are those of a value. A series of `levels` has all values in its list, so it must reach back to the plan's
    first day; one of changes has what is in force on that day elsewhere.
    LOOKUP and ENTRY rely on the order; people may paste over it, so a check reads `out_of_order`.
    """
    parts.rows[name] = [f"{entry.row} {entry.day}".strip() for entry in entries]
    shared: dict[str, Any] = {"table": name, "place": place, "sheet": SHEET, "label": label}
    entered = shared | {
        "of_series": True,
        "reaches_back": levels,
        "place_of": lambda row, _: entries[row].place,
        "provenance_of": lambda row, _: entries[row].source,
    }
    paths = [entry.path for entry in entries]
    if keyed:
        parts.add(written("row", [entry.row for entry in entries], unit="key", **shared))
    since = column_array([entry.day for entry in entries], "date")
    value = column_array([entry.figure.value for entry in entries], unit)
    more: dict[str, Any] = {"bounds": bounds, "path_of": lambda row, _: paths[row]}
    parts.add(
        Input(name="since", unit="date", values=since, **entered),
        Input(name="value", unit=unit, values=value, **more, **entered),
    )
    if entries:
        reaches = levels and "plan_start" in parts.names  # an example need not have a plan around it
        _add_order(parts, name, place, _numbers(entries), _in_order(name, keyed, reaches))


def _in_order(name: str, keyed: str, reaches: bool) -> list[str]:
    """The tests that an entry of a series passes."""
    right = [f"UPTO({name}.since, since) = number"]
    if keyed:
        right = [f"ENTRIES({name}.row, row, {name}.since, since) = number", f"COUNTIF({keyed}, row) = 1"]
    return [*right, "OR(number > 1, since <= plan_start)"] if reaches else right


def begins_late(first: dt.date, start: dt.date) -> str:
    """What is said of a series that does not reach back to the plan's first day: its first months have no value."""
    return f"The series begins on {first}, after the plan's first day {start}; add the value that holds before."


def _numbers(entries: Sequence[Entry]) -> list[int]:
    """The number of each entry in its own row's series."""
    seen: Counter[str] = Counter()
    numbers = []
    for entry in entries:
        seen[entry.row] += 1
        numbers.append(seen[entry.row])
    return numbers


def _add_order(parts: Parts, name: str, place: Place, numbers: list[int], right: Sequence[str]) -> None:
    """The number that each entry should have, and 1 where as many entries are not dated up to it, where it has no row,
    or where the first one begins after the plan does.
    """
    shared: dict[str, Any] = {"table": name, "sheet": SHEET, "place": place}
    parts.add(written("number", numbers, unit="count", label="Number of the entry", slot="number", **shared))
    test = right[0] if len(right) == 1 else f"AND({', '.join(right)})"
    line = calculated("out_of_order", f"=IF({test}, 0, 1)", "flag", label="Out of order", slot="order", **shared)
    parts.add(line)
    parts.series.append(line.key)
