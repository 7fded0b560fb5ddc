"""Pay that changed between January and the plan's first day, as far as the wages of these months depend on it."""

from __future__ import annotations

import datetime as dt
from typing import Any, NamedTuple

from budgetplan.assumptions.rows import Rows
from budgetplan.assumptions.steps import Step
from budgetplan.errors import Problem


class Change(NamedTuple):
    """The last change of a row's pay before the plan begins, and what held before it."""

    day: dt.date
    salary: float
    fte: float


def pay_changes(rows: Rows, first_day: dt.date) -> tuple[list[Change | None], list[Problem]]:
    """The change of each row, None where pay was steady from January on; two in these months are a problem.

    A row that gives its `wages_so_far` needs none.
    """
    if not any(rows.changing(column) for column in ("salary", "fte")):
        return [None] * len(rows), []
    january = dt.date(first_day.year, 1, 1)
    found: list[Change | None] = []
    problems: list[Problem] = []
    known = rows.columns.get("wages_so_far", [])
    for row in range(len(rows)):
        steps = [rows.steps(row, column) for column in ("salary", "fte")]
        days = sorted({step.day for one in steps for step in one[1:] if step.day and january < step.day <= first_day})
        if not days or known[row] is not None:
            found.append(None)
            continue
        before = days[-1] - dt.timedelta(days=1)
        found.append(Change(days[-1], *(_held(one, before) for one in steps)))
        if len(days) > 1:
            wrong = f"changes {len(days)} times between {january} and {first_day}: give wages_so_far for these months"
            path = rows.listing.row_words(rows.ids[row], row, "salary")
            problems.append(Problem(rows.place(row, "salary"), path, wrong))
    return found, problems


def _held(steps: list[Step], day: dt.date) -> Any:
    """The value that held on a day; before the first entry, that of the first."""
    held = [step for step in steps if step.day is None or step.day <= day]
    return (held[-1] if held else steps[0]).figure.value
