"""The paths by which figures are called, `positions[CO-117].fte`, and what to say of one that calls none.

All paths of a plan are a tree: section, row, figure, day. A path that calls nothing is followed as far as it goes; what
is said follows from the place where it goes astray, and only what exists is suggested.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from ..assumptions.meant import is_day, plain
from ..errors import closest
from ..names import quoted

LIKENESS = 0.8
"""How alike a suggested name must be, and each of its words: `chats` is not `calls`, nor `chat_price` `seat_price`."""
MOST_LISTED, MOST_DAYS = 12, 4
_STEP = re.compile(r"\[[^\]]*\]|\.?[^.\[\]]+|.")


class Paths(dict[str, "Paths"]):
    """The steps that may follow a path, as they are written: `.fte`, `[CO-117]`, `[2028-01-01]`."""

    def __init__(self, paths: Iterable[str] = ()) -> None:
        super().__init__()
        self.whole = False  # a path ends here
        for path in paths:
            here = self
            for step in _steps(path):
                here = here.setdefault(step, Paths())
            here.whole = True

    def wrong(self, path: str, value: Any, nothing: str) -> str:
        """What is wrong with a path that calls nothing, and what would be right; `nothing` says that it does not."""
        here, steps, done = self, _steps(path), 0
        while done < len(steps) and steps[done] in here:
            here, done = here[steps[done]], done + 1
        known, rest = "".join(steps[:done]), steps[done:]
        if not rest and (days := [step for step in here if is_day(_bare(step))]):
            return _by_date(known, days, value)
        if not rest:
            return f"{nothing}. Say which {here._listed()}"
        if here.whole and is_day(_bare(rest[0])):
            return f"does not change by date in the plan: write {known}, or give the plan's own figure by date"
        if here.whole:
            return f'{nothing}. Did you mean "{known}"?'
        if meant := here._meant(rest):
            return f'{nothing}. Did you mean "{known}{meant}"?'
        return here._known(known, _bare(rest[0])) if done else f"{nothing}. {self._homeless(rest)}"

    def holds(self, path: str) -> bool:
        """Whether a path leads somewhere, be it a figure or a row."""
        here: Paths | None = self
        for step in _steps(path):
            here = here.get(step) if here is not None else None
        return here is not None

    def _meant(self, steps: list[str]) -> str:
        """What the steps most likely mean, put right one by one, as far as they are like what exists."""
        if not steps:
            return ""
        names = {_bare(step): step for step in self}
        found = steps[0] if steps[0] in self else names.get(_near(_bare(steps[0]), names), "")
        return found + self[found]._meant(steps[1:]) if found else ""

    def _homeless(self, steps: list[str]) -> str:
        """Of a path that begins with no section: the row or figure of that name, or how paths begin."""
        homes = {_bare(path[-1]): "".join(path) for path in self._beginnings()}
        name = _bare(steps[0])
        if found := homes.get(name) or homes.get(_near(name, homes)):
            return f'Did you mean "{found}{"".join(steps[1:])}"?'
        if alike := _alike(name, homes):
            return _run(name, [homes[one] for one in alike])
        example = next(iter(homes.values()), "positions[CO-117].fte")
        return f"Begin with the section, as messages do: {example}."

    def _beginnings(self) -> Iterator[list[str]]:
        """The paths of all rows, and of figures that stand in no row."""
        for section, below in self.items():
            for name, more in below.items():
                yield [section, name]
                yield from ([section, name, row] for row in more if row[:1] == "[" and not is_day(_bare(row)))

    def _known(self, path: str, wrong: str) -> str:
        """What stands under a path in place of what does not."""
        names = [_bare(step) for step in self]
        told = f"There is no {quoted(wrong)} under {path}"
        if len(names) > MOST_LISTED and (alike := _alike(wrong, names)):
            return f"{told}. {_run(wrong, alike)}"
        return f"{told}; known there: {_some(names)}"

    def _listed(self) -> str:
        """The figures of a row, all of them; or some of the rows of a list."""
        names = [_bare(step) for step in self]
        if next(iter(self), "").startswith("["):
            return f"of its rows: {_some(names)}"
        return f"of its figures: {', '.join(names)}."


def _steps(path: str) -> list[str]:
    """A path taken apart; joined, the steps are the path again."""
    return _STEP.findall(path)


def _bare(step: str) -> str:
    """A step without the signs that join it to those before."""
    return step.removeprefix(".").removeprefix("[").removesuffix("]")


def _some(names: list[str]) -> str:
    """Names at the end of a sentence, or the first of many."""
    return ", ".join(names[:MOST_LISTED]) + (", ..." if len(names) > MOST_LISTED else ".")


def _letters(name: str) -> str:
    """A name without its numbers."""
    return re.sub(r"\d", "", name).casefold()


def _near(name: str, known: Iterable[str]) -> str:
    """The known name that is meant; not one that is another number, or has another word: these are other things."""
    letters = _letters(name)
    others = [one for one in known if _letters(one) != letters or one.casefold() == name.casefold()]
    found = closest(name, others, LIKENESS) or ""
    words, meant = re.split("[-_]", name), re.split("[-_]", found)
    if len(words) == len(meant) and not all(map(_like, words, meant)):
        return ""
    return found


def _like(word: str, other: str) -> bool:
    """Whether a word is most likely the other one, misspelt."""
    return closest(word, [other], LIKENESS) is not None


def _alike(name: str, known: Iterable[str]) -> list[str]:
    """The known names that are another number of the same kind, in their order."""
    letters = _letters(name)
    alike = [one for one in known if any(map(str.isdigit, name)) and _letters(one) == letters]
    return sorted(alike, key=lambda one: (len(one), one))


def _run(name: str, alike: list[str]) -> str:
    """From where to where the names of the same kind run."""
    kind = re.split(r"\d", name)[0]
    of_kind = f"Those that begin with {kind} run" if kind else "They run"
    return f"{of_kind} from {alike[0]} to {alike[-1]}."


def _by_date(path: str, days: list[str], value: Any) -> str:
    """A figure that the plan gives by date, called without a day: the lines to write instead."""
    typed = plain(value) if isinstance(value, int | float) else str(value)
    lines = [f"{path}{day}: {typed}" for day in days]
    if len(lines) == 1:
        return f"is given from a day on in the plan: write {lines[0]}"
    more = ", ..." if len(lines) > MOST_DAYS else ""
    return (
        "has several values in the plan, each from a day on: write a line for each that is different, "
        f"{' or '.join(lines[:MOST_DAYS])}{more}"
    )
