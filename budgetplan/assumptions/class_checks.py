"""What must fit together around classes of jobs: titles of positions, prior years, the class whose cost is shown."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

from budgetplan.assumptions.chunks import Chunk, Chunks, Days, rows_of, wrong_at
from budgetplan.assumptions.plain import bare, mapping_of
from budgetplan.assumptions.read import Document
from budgetplan.errors import Problem, nearest, the_first
from budgetplan.names import quoted

POSITION_COST = "position_cost"


def class_problems(document: Document, chunks: Chunks, days: Days | None) -> Iterator[Problem]:
    """All problems of classes; `days` are the first and the last of the plan."""
    grades = {
        title: chunk.fills(row, "grade")
        for chunk in chunks.get("classes", ())
        for row, title in enumerate(chunk.columns["title"])
        if isinstance(title, str)
    }
    if grades:
        known = {title.casefold() for title in grades}
        for chunk in chunks.get("positions", ()):
            yield from the_first(_titles(chunk, known, sorted(grades)))
    year = bare(mapping_of(document, "plan").get("fiscal_year"))
    for chunk in chunks.get("headcount_history", ()):
        yield from the_first(_years(chunk, year))
    for key, wrong in _cost(mapping_of(document, POSITION_COST), grades, days):
        yield Problem(document.place(POSITION_COST, key), f"{POSITION_COST}.{key}", wrong)


def _titles(chunk: Chunk, known: set[str], titles: list[str]) -> Iterator[Problem]:
    """Each position is of one of the classes."""
    for row, (title, position) in rows_of(chunk, "title", "position"):
        title = title or position
        if isinstance(title, str) and title.casefold() not in known:
            wrong = f"there is no class {quoted(title)}: add it under `classes:`.{nearest(title, titles)}"
            yield wrong_at(chunk, row, "title", wrong)


def _years(chunk: Chunk, year: Any) -> Iterator[Problem]:
    """Prior full-time jobs are those of one of the two years before the plan's."""
    if not isinstance(year, int):
        return
    for row, given in enumerate(chunk.columns["fiscal_year"]):
        if isinstance(given, int | float) and given not in (year - 2, year - 1):
            wrong = f"{given:g} is none of the two years before the plan's: write {year - 2} or {year - 1}"
            yield wrong_at(chunk, row, "fiscal_year", wrong)


def _cost(given: Mapping[Any, Any], grades: Mapping[str, bool], days: Days | None) -> Iterator[tuple[str, str]]:
    """The keys of `position_cost` in which something is wrong, and what."""
    if not given:
        return
    title, start = bare(given.get("title")), bare(given.get("start"))
    if title is None:
        yield "title", "is missing: name the class that is shown first, one of `classes`"
    elif isinstance(title, str) and title not in grades:
        hint = nearest(title, sorted(grades)) if grades else " Give `classes`, each with its grade."
        yield "title", f"there is no class {quoted(title)}.{hint}"
    elif isinstance(title, str) and not grades[title]:
        yield "title", f"{quoted(title)} has no grade, so there is no minimum: give the class its `grade`"
    if isinstance(start, dt.date) and days and not days[0] <= start <= days[1]:
        yield "start", f"{start} is outside the plan ({days[0]} to {days[1]}): write a day inside it"
