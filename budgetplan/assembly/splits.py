"""Splits of positions over funds, units and accounts: the rows that a plan writes, and one for each split position."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from ..assumptions.definitions import Definitions
from ..assumptions.load import Assumptions
from ..model.blocks import Provenance
from .tables import Feed

TABLE, HOMES = "splits", "split_homes"
OWN = "none"  # what stands where the position's own unit or account counts


def split_feeds(plan: Assumptions, definitions: Definitions, feed: Feed) -> dict[str, Feed]:
    """The feeds of both tables: `feed` has the rows as they are written."""
    names = [str(name) for name in feed.columns["position"]]
    first = {name.casefold(): row for row, name in reversed(list(enumerate(names)))}
    rows = sorted(first.values())
    columns = dict(feed.columns)
    columns["number"] = list(range(1, len(names) + 1))
    for column in ("unit", "account"):
        own = _of_positions(plan, column, names)
        columns[column] = [other if value == OWN else value for value, other in zip(columns[column], own, strict=True)]
    homes = [names[row] for row in rows]
    return {
        TABLE: replace(
            feed,
            columns=_whole(plan, definitions, TABLE, columns, names),
            provenance=lambda row, column: feed.provenance(row, column) if column in feed.columns else Provenance(),
        ),
        HOMES: Feed(
            homes,
            _whole(plan, definitions, HOMES, {"position": homes}, homes),
            lambda row, column: feed.place(rows[row], column),
            entered=False,
        ),
    }


def _whole(
    plan: Assumptions, definitions: Definitions, table: str, columns: Mapping[str, Sequence[Any]], names: Sequence[str]
) -> dict[str, Sequence[Any]]:
    """The columns with those that positions alone give: accounts to which lines of the plan's own post."""
    missing = [one.name for one in definitions.columns_of(table) if one.name not in columns]
    return {**columns, **{name: _of_positions(plan, name, names) for name in missing}}


def _of_positions(plan: Assumptions, column: str, names: Sequence[str]) -> list[Any]:
    """What the positions of these names say in a column."""
    values = plan.positions.columns[column]
    at = {str(name).casefold(): row for row, name in enumerate(plan.positions.ids)}
    return [values[at[name.casefold()]] for name in names]
