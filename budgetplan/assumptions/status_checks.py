"""What must fit together in the status of a position: days of what is vacant, frozen, temporary or seasonal."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from budgetplan.assumptions.chunks import Chunk, Chunks, Days, wrong_at
from budgetplan.errors import Problem, the_first

FILLED, VACANT, FROZEN, TEMPORARY, SEASONAL = "filled", "vacant", "frozen", "temporary", "seasonal"
STATUSES = (FILLED, VACANT, FROZEN, TEMPORARY, SEASONAL)
SEASON = ("season_start", "season_end")
OR_LEAVE = "or leave it out"


def status_problems(chunks: Chunks, days: Days | None) -> Iterator[Problem]:
    """All problems of the status of positions; `days` are the first and the last of the plan."""
    for chunk in chunks.get("positions", ()):
        yield from the_first(_of_chunk(chunk, days))


def _of_chunk(chunk: Chunk, days: Days | None) -> Iterator[Problem]:
    for row, status in enumerate(chunk.columns["status"]):
        status = status or FILLED
        for column, wrong in _wrong(chunk, row, status, days):
            yield wrong_at(chunk, row, column, wrong)


def _wrong(chunk: Chunk, row: int, status: Any, days: Days | None) -> Iterator[tuple[str, str]]:
    """The columns in which something is wrong with one position, and what."""
    if status not in STATUSES:
        return  # which is told of where it is read
    fills = {one: chunk.fills(row, one) for one in ("vacant_since", "frozen_until", "end", *SEASON)}
    if fills["vacant_since"] and status == FILLED:
        yield "vacant_since", f"a filled position is not vacant: write `status: {VACANT}` or `{FROZEN}`, {OR_LEAVE}"
    if fills["frozen_until"] and status != FROZEN:
        yield "frozen_until", f"only a frozen position is frozen until a day: write `status: {FROZEN}`, {OR_LEAVE}"
    elif fills["frozen_until"]:
        until = chunk.columns["frozen_until"][row]
        if days and isinstance(until, dt.date) and until < days[0]:
            told = f"{until} is before the plan's first day {days[0]}, so nothing is frozen in it"
            yield "frozen_until", f"{told}: write a later day, or another status"
    if status == TEMPORARY and not fills["end"]:
        yield "end", "is missing: a temporary position ends, so give its last day"
    yield from _season(chunk, row, status, days, fills)


def _season(
    chunk: Chunk, row: int, status: str, days: Days | None, fills: dict[str, bool]
) -> Iterator[tuple[str, str]]:
    """What is wrong with the season of one position."""
    if status != SEASONAL:
        for column in SEASON:
            if fills[column]:
                yield column, f"only a seasonal position has a season: write `status: {SEASONAL}`, {OR_LEAVE}"
        return
    for column, which in zip(SEASON, ("first", "last"), strict=True):
        if not fills[column]:
            yield column, f"is missing: a seasonal position is paid in its season, so give the {which} day of it"
    opens, closes = (chunk.columns[column][row] for column in SEASON)
    if not isinstance(opens, dt.date) or not isinstance(closes, dt.date):
        return
    for column, day in zip(SEASON, (opens, closes), strict=True):
        if days and day > days[1]:
            yield column, f"{day} is after the plan: only the day of the year counts, so write one of an earlier year"
    if opens.month == closes.month and opens.day > closes.day:
        told = f"a season that closes on {closes:%m-%d} cannot open in the same month, on {opens:%m-%d}"
        yield "season_start", f"{told}: write a day of a later month"
