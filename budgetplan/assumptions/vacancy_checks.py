"""What must fit together in vacancies: a share or what it follows from, each unit and title once, days in order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from budgetplan.assumptions.chunks import Chunk, Chunks, rows_of, wrong_at
from budgetplan.errors import Place, Problem, nearest
from budgetplan.names import quoted


def vacancy_problems(chunks: Chunks) -> Iterator[Problem]:
    """All problems between the rows of vacancies, hires and positions."""
    titles = _titles(chunks.get("positions", ()))
    first: dict[tuple[str, str], Place] = {}
    for chunk in chunks.get("vacancy", ()):
        for row in range(len(chunk.columns["unit"])):
            yield from _share(chunk, row)
            yield from _place_taken(chunk, row, first)
            yield from _title(chunk, row, titles)
    for chunk in chunks.get("hires", ()):
        for row in range(len(chunk.columns["position"])):
            yield from _days(chunk, row)


def _titles(chunks: Sequence[Chunk]) -> Mapping[str, dict[str, str]]:
    """The titles of the positions of each unit, in small letters, with how they are written."""
    found: dict[str, dict[str, str]] = {}
    for chunk in chunks:
        for _, (unit, title) in rows_of(chunk, "unit", "title"):
            if isinstance(unit, str) and isinstance(title, str):
                found.setdefault(unit.casefold(), {})[title.casefold()] = title
    return found


def _share(chunk: Chunk, row: int) -> Iterator[Problem]:
    """A row has a share, or both of what it follows from."""
    parts = [name for name in ("turnover_rate", "days_to_fill") if chunk.fills(row, name)]
    if len(parts) == 1:
        other = "days_to_fill" if parts == ["turnover_rate"] else "turnover_rate"
        yield wrong_at(chunk, row, parts[0], f"says nothing without {other}: give both")
    elif not parts and not chunk.fills(row, "share"):
        yield wrong_at(chunk, row, "share", "is missing: give a share, or turnover_rate and days_to_fill")


def _place_taken(chunk: Chunk, row: int, first: dict[tuple[str, str], Place]) -> Iterator[Problem]:
    """No two rows are for the same positions."""
    unit, title = chunk.columns["unit"][row], _text(chunk, row, "job_title")
    if not isinstance(unit, str):
        return
    place = chunk.place(row, "unit")
    known = first.setdefault((unit.casefold(), title.casefold()), place)
    if known is not place:
        whom = f"{quoted(title)} of {quoted(unit)}" if title else f"all others of {quoted(unit)}"
        yield wrong_at(
            chunk, row, "unit", f"{whom} are also at {known}: no saving counts twice, so keep one of the two"
        )


def _title(chunk: Chunk, row: int, titles: Mapping[str, dict[str, str]]) -> Iterator[Problem]:
    """A title is one that positions of the unit have."""
    unit, title = chunk.columns["unit"][row], _text(chunk, row, "job_title")
    if not title or not isinstance(unit, str) or unit.casefold() not in titles:
        return
    known = titles[unit.casefold()]
    if title.casefold() not in known:
        hint = nearest(title, list(known.values()))
        yield wrong_at(chunk, row, "job_title", f"no position of {quoted(unit)} is called {quoted(title)}.{hint}")


def _days(chunk: Chunk, row: int) -> Iterator[Problem]:
    """Fast is not slower than expected, and slow not faster."""
    fast, expected, slow = (chunk.columns[name][row] for name in ("days_fast", "days_to_fill", "days_slow"))
    if all(isinstance(one, int | float) for one in (fast, expected, slow)) and not fast <= expected <= slow:
        wrong = f"fast, expected and slow are {fast:g}, {expected:g} and {slow:g} days: write them from few to many"
        yield wrong_at(chunk, row, "days_to_fill", wrong)


def _text(chunk: Chunk, row: int, column: str) -> str:
    value: Any = chunk.columns[column][row]
    return value if chunk.fills(row, column) and isinstance(value, str) else ""
