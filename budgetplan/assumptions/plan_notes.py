"""What is no mistake in a plan, but may not be meant: changes outside its days, prices from inside a month."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from budgetplan.assumptions.figures import Series
from budgetplan.assumptions.operating_lines import Line
from budgetplan.assumptions.read import Document
from budgetplan.assumptions.rows import Rows
from budgetplan.assumptions.schema import Sections
from budgetplan.errors import Problem

PRICED = ("amount", "quantity", "price", "per_fte")


def plan_notes(document: Document, plan: Sections, positions: Rows) -> Iterator[Problem]:
    """All notes of a plan whose sections are right."""
    last = plan.plan.last_day
    for column in ("salary", "fte"):
        for row in range(len(positions)):
            for step in positions.steps(row, column):
                if step.day and step.day > last:
                    path = positions.listing.row_words(positions.ids[row], row, column)
                    yield Problem(step.place, path, _too_late(step.day, last))
    for index, line in enumerate(plan.lines):
        yield from _line(document, index, line, last)


def _line(document: Document, index: int, line: Line, last: dt.date) -> Iterator[Problem]:
    """Dated prices and the contract of one line."""
    for key in PRICED:
        figure = getattr(line, key)
        for day in figure.entries if isinstance(figure, Series) else ():
            place, path = document.place("lines", index, key, day, "value"), f"lines[{line.id}].{key}"
            if day > last:
                yield Problem(place, path, _too_late(day, last))
            elif day.day > 1:
                next_month = dt.date(day.year + day.month // 12, day.month % 12 + 1, 1)
                yield Problem(place, path, f"{day} is inside a month: the figure counts from {next_month} on")
    if line.expires and line.expires < last and not line.end and not line.renewals_left:
        place, path = document.place("lines", index, "expires"), f"lines[{line.id}].expires"
        told = f"the contract expires on {line.expires}, and the plan pays for it to {last}"
        yield Problem(place, path, f"{told}: give `end`, or say how many `renewals_left` there are")


def _too_late(day: dt.date, last: dt.date) -> str:
    return f"{day} is after the plan's last day {last}, and has no effect in this plan"
