"""What must fit together in leaves, hires and the positions that they are of: each is counted once, where it costs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from budgetplan.assumptions.chunks import Chunk, Chunks, Days, wrong_at
from budgetplan.assumptions.status_checks import FILLED, FROZEN, VACANT
from budgetplan.errors import Problem
from budgetplan.names import quoted

LEAVES, HIRES = "retirements", "hires"
HOME = ("unit", "fund")
Row = tuple[Chunk, int]


def leave_problems(chunks: Chunks, days: Days | None) -> Iterator[Problem]:
    """All problems of leaves and hires; `days` are the first and the last of the plan."""
    leaves, hires = list(_named(chunks.get(LEAVES, ()))), list(_named(chunks.get(HIRES, ())))
    if not leaves and not hires:
        return
    seats = dict(reversed(list(_named(chunks.get("positions", ())))))
    split = {name for name, _ in _named(chunks.get("splits", ()))}
    for name, row in (*leaves, *hires):
        if name in seats and name not in split:
            yield from _home(row, seats[name])
    yield from _leaves(leaves, seats, days)
    said = any(any(chunk.columns["status"]) for chunk in chunks.get("positions", ()))
    yield from _hires(hires, seats, dict(reversed(leaves)), said)


def _named(chunks: Sequence[Chunk]) -> Iterator[tuple[str, Row]]:
    """The rows with the position that they are of, in small letters."""
    for chunk in chunks:
        for row, position in enumerate(chunk.columns["position"]):
            if isinstance(position, str):
                yield position.casefold(), (chunk, row)


def _shown(row: Row) -> str:
    """The position of a row, as it is written there."""
    return quoted(row[0].columns["position"][row[1]])


def _home(row: Row, seat: Row) -> Iterator[Problem]:
    """What is saved is taken off where the position costs."""
    for column in HOME:
        own, given = (chunk.columns[column][at] for chunk, at in (seat, row))
        if isinstance(own, str) and isinstance(given, str) and own.casefold() != given.casefold():
            wrong = f"the {column} of {_shown(row)} is {quoted(own)}, and its cost would be changed in {quoted(given)}"
            yield wrong_at(*row, column, f"{wrong}: write {quoted(own)}")


def _leaves(leaves: Sequence[tuple[str, Row]], seats: dict[str, Row], days: Days | None) -> Iterator[Problem]:
    """Each leave is the only one of its position, of somebody who is there, and its days run on."""
    first: dict[str, Row] = {}
    for name, row in leaves:
        known = first.setdefault(name, row)
        if known is not row:
            place = known[0].place(known[1])
            yield wrong_at(*row, "position", f"{_shown(row)} has a leave already, at {place}: keep one of the two")
        status = seats[name][0].columns["status"][seats[name][1]] if name in seats else None
        if status in (VACANT, FROZEN):
            wrong = f"{_shown(row)} is {status}, so that nobody can leave it: leave this out, or correct its status"
            yield wrong_at(*row, "position", wrong)
        yield from _leave_days(row, days)


def _leave_days(row: Row, days: Days | None) -> Iterator[Problem]:
    """A leave is inside the plan, and the next holder comes after it."""
    chunk, at = row
    last, filled = chunk.columns["last_day"][at], chunk.columns["filled_on"][at]
    if not isinstance(last, dt.date):
        return
    if days and last > days[1]:
        wrong = f"{last} is after the plan's last day {days[1]}, and has no effect in this plan"
        yield wrong_at(*row, "last_day", f"{wrong}: correct the day, or leave the row out")
    if isinstance(filled, dt.date) and filled <= last:
        wrong = f"{filled} is not after the last day {last}: write a later day"
        yield wrong_at(*row, "filled_on", f"{wrong}; pay of days on which both are there is a position of its own")


def _hires(
    hires: Sequence[tuple[str, Row]], seats: dict[str, Row], leaves: dict[str, Row], said: bool
) -> Iterator[Problem]:
    """Each hire is of a position that is not filled, where statuses are `said`, and not counted as a leave as well."""
    for name, row in hires:
        if name in leaves:
            place = leaves[name][0].place(leaves[name][1])
            wrong = f"{_shown(row)} has a leave, too, at {place}, and its empty days would count twice"
            yield wrong_at(*row, "position", f"{wrong}: keep one of the two")
        status = seats[name][0].columns["status"][seats[name][1]] if name in seats else None
        if said and name in seats and (status or FILLED) == FILLED:
            wrong = f"{_shown(row)} is filled, so that nobody is hired for it"
            yield wrong_at(*row, "position", f"{wrong}: write `status: {VACANT}` at the position, or leave this out")
