"""What must fit together in a pay plan: steps of grades, the steps that positions are on, increases, splits."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from budgetplan.assumptions.chunks import Chunk, Chunks, Days, rows_of, wrong_at
from budgetplan.errors import Place, Problem, the_first
from budgetplan.names import quoted

CLOSE = 1e-9  # shares that add up to 1 but for what binary fractions leave
Steps = dict[str, dict[int, float | None]]


def pay_plan_problems(chunks: Chunks, days: Days | None) -> Iterator[Problem]:
    """All problems between the sections of a pay plan; `days` are the first and the last of the plan."""
    yield from _step_numbers(chunks.get("steps", ()))
    steps = _steps(chunks.get("steps", ()), chunks.get("grades", ()))
    for chunk in chunks.get("positions", ()):
        yield from the_first(_salaries(chunk, steps))
    for chunk in chunks.get("increases", ()):
        yield from the_first(_increases(chunk, days))
    yield from _splits(chunks.get("splits", ()))


def _steps(chunks: Sequence[Chunk], grades: Sequence[Chunk] = ()) -> Steps:
    """The salaries of the steps of each grade, as far as they are numbers; grades in small letters, as found."""
    found: Steps = {}
    for chunk in grades:
        found |= {grade.casefold(): {} for grade in chunk.columns["id"] if isinstance(grade, str)}
    for chunk in chunks:
        for _, (grade, step, salary) in rows_of(chunk, "grade", "step", "salary"):
            if isinstance(grade, str) and isinstance(step, int):
                found.setdefault(grade.casefold(), {})[step] = salary if isinstance(salary, int | float) else None
    return found


def _step_numbers(chunks: Sequence[Chunk]) -> Iterator[Problem]:
    """The steps of a grade are 1, 2, 3 and so on, each once."""
    first: dict[tuple[str, int], Place] = {}
    numbers = {grade: len(steps) for grade, steps in _steps(chunks).items()}
    for chunk in chunks:
        for row, (grade, step) in rows_of(chunk, "grade", "step"):
            if not isinstance(grade, str) or not isinstance(step, int):
                continue
            place, most = chunk.place(row, "step"), numbers[grade.casefold()]
            known = first.setdefault((grade.casefold(), step), place)
            if known is not place:
                yield wrong_at(
                    chunk, row, "step", f"step {step} of {quoted(grade)} is also at {known}: keep one of the two"
                )
            elif step > most:
                told = f"{quoted(grade)} has {most} steps, and this is step {step}"
                yield wrong_at(chunk, row, "step", f"{told}: number the steps of a grade 1, 2, 3 and so on")


def _salaries(chunk: Chunk, steps: Steps) -> Iterator[Problem]:
    """Each position has a salary or a step of its grade; one with both has the salary of the step."""
    has_steps = any(steps.values())
    if not has_steps and not any(chunk.columns["step"]) and not any(chunk.columns["anniversary"]):
        return
    for row, (salary, grade, step) in rows_of(chunk, "salary", "grade", "step"):
        if not chunk.fills(row, "step"):
            if has_steps and not chunk.fills(row, "salary"):
                yield wrong_at(chunk, row, "salary", "is missing: give a salary, or the step of its grade")
            if chunk.fills(row, "anniversary"):
                wrong = "an anniversary moves a position up the steps of its grade: give its step, or leave it out"
                yield wrong_at(chunk, row, "anniversary", wrong)
        elif not chunk.fills(row, "grade"):
            yield wrong_at(chunk, row, "step", "a step is one of a grade: give its grade, too")
        elif isinstance(grade, str) and isinstance(step, int) and grade.casefold() in steps:
            yield from _step(chunk, row, salary, grade, step, steps[grade.casefold()])


def _step(
    chunk: Chunk, row: int, salary: Any, grade: str, step: int, known: dict[int, float | None]
) -> Iterator[Problem]:
    """What is wrong with one position that names a step."""
    if step not in known:
        has = f"it has {', '.join(map(str, sorted(known)))}" if known else "it has none; add them under `steps:`"
        yield wrong_at(chunk, row, "step", f"there is no step {step} of {quoted(grade)}; {has}")
        return
    paid = known[step]
    if chunk.fills(row, "salary") and salary != paid and paid is not None and not isinstance(salary, str):
        told = f"{salary:,.2f}" if isinstance(salary, int | float) else "that changes by date"
        wrong = f"a salary {told} is not that of step {step} of {quoted(grade)}, {paid:,.2f}: leave out one of the two"
        yield wrong_at(chunk, row, "salary", wrong)


def _increases(chunk: Chunk, days: Days | None) -> Iterator[Problem]:
    """An increase starts inside the plan, and is paid from the day on which it starts or later."""
    for row, (since, paid) in rows_of(chunk, "since", "paid_from"):
        if not isinstance(since, dt.date):
            continue
        if days and not days[0] <= since <= days[1]:
            wrong = f"{since} is outside the plan ({days[0]} to {days[1]}), and has no effect: correct the day"
            yield wrong_at(chunk, row, "since", f"{wrong}, or leave the row out")
        if isinstance(paid, dt.date) and paid < since:
            yield wrong_at(
                chunk, row, "paid_from", f"{paid} is before the day from which it counts, {since}: write a later day"
            )


def _splits(chunks: Sequence[Chunk]) -> Iterator[Problem]:
    """The shares of a position add up to 1 from each day on."""
    sets: dict[tuple[str, dt.date], list[tuple[Chunk, int, float]]] = defaultdict(list)
    for chunk in chunks:
        for row, (position, since, share) in rows_of(chunk, "position", "since", "share"):
            if isinstance(position, str) and isinstance(since, dt.date) and isinstance(share, int | float):
                sets[position.casefold(), since].append((chunk, row, share))
    for (_, since), rows in sets.items():
        total = sum(share for _, _, share in rows)
        if abs(total - 1) > CLOSE:
            chunk, row, _ = rows[-1]
            whose = quoted(chunk.columns["position"][row])
            wrong = f"the shares of {whose} from {since} on add up to {total:g}, and must be 1"
            yield wrong_at(chunk, row, "share", wrong)
