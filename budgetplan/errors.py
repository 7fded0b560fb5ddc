"""What can go wrong, and how it is said.

A mistake in a plan is data: a `Problem` with a place, a path and one sentence that says what is wrong and what
would be right. Problems are collected and raised together, never one at a time.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

LONGEST_PATH, LONGEST_MESSAGE = 200, 800  # letters
SHIPPED_LINES = "budgetplan/lines/"  # where the places of the program's own lines begin
MOST_SHOWN = 20  # problems of many rows that are listed one by one


@dataclass(frozen=True, order=True)
class Place:
    """Where something is written: a file (relative to the plan folder) and a 1-based line and column."""

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return f"{self.file}:{self.line}" if self.line else self.file

    @property
    def shipped(self) -> bool:
        """Whether it is a place of the program's own lines, which a manager cannot change."""
        return not self.file or self.file.startswith(SHIPPED_LINES)


Spots = tuple[tuple[int, Place], ...]
"""Of a text that is written over several lines, or in quotes: from which of its letters on it stands at which place."""


@dataclass(frozen=True, order=True)
class Problem:
    """One mistake: where it stands, the path of the figure (`positions[CO-117].fte`) and what would be right."""

    place: Place
    path: str
    message: str
    unknown: str = field(default="", compare=False)  # the name in a formula that there is not
    more: int = field(default=0, compare=False)  # how many more rows have the same, of which the message tells

    def __post_init__(self) -> None:
        """A sentence is one line that can be read, whatever of a user's own text is in it."""
        for name, most in (("path", LONGEST_PATH), ("message", LONGEST_MESSAGE)):
            text: str = getattr(self, name)
            if len(text) > most or not text.isprintable():
                short = text if len(text) <= most else text[:most] + "..."
                object.__setattr__(self, name, "".join(sign if sign.isprintable() else " " for sign in short))

    def __str__(self) -> str:
        where = f"{self.place.file}:{self.place.line}:{self.place.column}" if self.place.line else self.place.file
        return f"{where}: {self.path}: {self.message}" if self.path else f"{where}: {self.message}"


def the_first(problems: Iterable[Problem], most: int = MOST_SHOWN) -> list[Problem]:
    """The first of many rows' problems that are alike, or they would drown the rest; the last says how many more."""
    found = list(problems)
    told = found[:most]
    if more := len(found) - len(told):
        told[-1] = with_more(told[-1], more)
    return told


def with_more(problem: Problem, more: int) -> Problem:
    """A problem that says how many more rows have the same, instead of what it said of that before."""
    message = problem.message.removesuffix(_more(problem.more))
    return replace(problem, message=message + _more(more), more=more)


def _more(count: int) -> str:
    return f" (and {count:,} more rows like this)" if count else ""


class BudgetplanError(Exception):
    """Base of everything this package raises on purpose; `exit_code` is the command line's answer."""

    exit_code = 1


@dataclass
class AssumptionError(BudgetplanError):
    """The plan has mistakes: all of them, in the order of the files."""

    problems: list[Problem] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.problems = sorted(set(self.problems))
        super().__init__(str(self))

    def __str__(self) -> str:
        return "\n".join(map(str, self.problems))


class TooLong(AssumptionError):
    """A sheet would have more rows than a spreadsheet holds; the plan has no other mistakes."""


class UsageError(BudgetplanError):
    """The command or call was used wrongly: exit code 2."""

    exit_code = 2


class FileError(BudgetplanError):
    """A file could not be read or written (missing, locked, no space): exit code 3."""

    exit_code = 3


def closest(word: str, known: Iterable[str], likeness: float = 0.6) -> str | None:
    """The known name that a word most likely means, or None when none is so alike."""
    import difflib  # only where something is wrong

    spelled = {one.lower(): one for one in known}
    close = difflib.get_close_matches(word.lower(), list(spelled), 1, likeness)
    return spelled[close[0]] if close else None


def nearest(word: str, known: Iterable[str]) -> str:
    """A hint that ends a sentence: ` Did you mean "x"?`, or nothing when no known name is close."""
    found = closest(word, known)
    return f' Did you mean "{found}"?' if found else ""
