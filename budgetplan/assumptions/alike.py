"""Positions that are alike in all that the plan says of them can stand in one row: a headcount multiplies the amount
that is already rounded for one, so that totals are the same to the cent.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from budgetplan.assumptions.pay_history import Change
from budgetplan.assumptions.rows import Rows

HEADCOUNT = "headcount"
_POSITION = re.compile(r"positions\[([^\]]+)\]")


def stands_in(rows: Rows, before: Sequence[Change | None], apart: Collection[str]) -> list[int]:
    """For each position the row in which it stands: that of the first position like it, else its own.

    Alike are those that agree in every column but their ids and headcounts, in what changes by date, in where each
    figure comes from and how firm it is, and in their pay `before` the plan. The positions of `apart` stay alone: a
    scenario or a row of another table names them.
    """
    first: dict[Any, int] = {}
    plain = [values for name, values in rows.columns.items() if name not in (rows.listing.row_id, HEADCOUNT)]
    dated = [column.name for column in rows.listing.columns if column.dated and rows.changing(column.name)]
    sourced = [name for name in rows.columns if name != rows.listing.row_id]
    found = []
    for row, (name, change) in enumerate(zip(rows.ids, before, strict=True)):
        told: list[Any] = [values[row] for values in plain]
        for column in dated:
            steps = rows.steps(row, column)
            told.append(tuple((step.day, step.figure.value, _told_of(step.figure)) for step in steps))
        told.append((change.day, change.salary, change.fte) if change else None)
        told.append(tuple(_told_of(rows.provenance(row, column)) for column in sourced))
        found.append(first.setdefault(row if name in apart else tuple(told), row))
    return found


def _told_of(figure: Any) -> tuple[Any, ...]:
    """What is told of a figure: its source, its status and the like."""
    given = getattr(figure, "provenance", None)
    return tuple(given.items()) if given else ()


def named_in(paths: Iterable[str]) -> set[str]:
    """The positions that the paths of scenarios name: `positions[CC-117].fte`."""
    return {match[1] for path in paths if (match := _POSITION.match(path))}
