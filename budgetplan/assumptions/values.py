"""One value as a person typed it: what it means, or one sentence that says what would be right.

Each function takes the plain value that the reader found (text, int, float, bool, date or None) and returns the value
of its kind. What it refuses it refuses with `Refused`, whose text is the rest of a sentence about the figure. The same
functions serve the YAML models and, value by value, the rows of a CSV table that the fast checks by column turn down.
Above each stands its shape: what the schema for editors says of the same values.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Callable
from typing import Any, Self

from pydantic_core import PydanticCustomError

from budgetplan.assumptions.meant import MEANT_NUMBER, meant_day, number_in, plain
from budgetplan.assumptions.shapes import DAY, Reader, Shape, reads, text
from budgetplan.errors import nearest
from budgetplan.model.blocks import FIRST_DAY, LAST_DAY, Bounds
from budgetplan.names import (
    CODE_PATTERN,
    ID_PATTERN,
    LONGEST,
    NAME_PATTERN,
    code_problem,
    id_problem,
    name_problem,
    quoted,
)

LARGEST = 1_000_000_000_000
MOST_WHOLE = 1_000_000  # of a whole number that says no limit of its own
_DIGITS = "[0-9][0-9-]*"
_NUMBER = {"type": "number", "title": "a number", "minimum": -LARGEST, "maximum": LARGEST}
_CODE = text("a code, in quotes if it is all digits", CODE_PATTERN, maxLength=LONGEST)
MOST_LISTED = 20  # of what may be chosen, in a sentence


class Refused(PydanticCustomError):
    """A value that is not what its key wants; the message is the rest of a sentence, written for a manager."""

    def __new__(cls, message: str, kind: str = "refused") -> Self:
        """Braces would be filled in by pydantic, so they become brackets."""
        return super().__new__(cls, kind, message.replace("{", "(").replace("}", ")"))

    def __init__(self, message: str, kind: str = "refused") -> None:
        """Everything is done in `__new__`, as pydantic's error wants it."""


@reads(**_NUMBER)
def number(raw: Any) -> float:
    """Any finite number up to a trillion, either sign."""
    if isinstance(raw, bool):
        raise Refused(f"{quoted(str(raw).lower())} is not a number: write the number, or 1 for yes and 0 for no")
    if not isinstance(raw, int | float):
        raise Refused(_not_a_number(raw))
    if isinstance(raw, float) and not math.isfinite(raw):
        raise Refused("is not a finite number: write the figure itself")
    if abs(raw) > LARGEST:
        raise Refused("is over a trillion (1,000,000,000,000): check the number of zeros")
    return float(raw)


@reads(type="number", title="a share from 0 to 1 (3 % is 0.03)", minimum=0, maximum=1)
def share(raw: Any) -> float:
    """A share between 0 and 1: 3 % is 0.03."""
    value = number(raw)
    if 1 < value <= 100:
        raise Refused(f"{plain(value)} is over 1, and shares are 0-1: did you mean {plain(value / 100)}?")
    if not 0 <= value <= 1:
        raise Refused(f"{plain(value)} is not a share: shares are between 0 and 1")
    return value


@reads(type="number", title="a share from -1 to 1 (4 % is 0.04)", minimum=-1, maximum=1)
def growth(raw: Any) -> float:
    """A share by which something grows or, below 0, shrinks: 4 % is 0.04."""
    value = number(raw)
    if 1 < abs(value) <= 100:
        raise Refused(f"{plain(value)} is over 1, and shares are 0-1: did you mean {plain(value / 100)}?")
    if abs(value) > 1:
        raise Refused(f"{plain(value)} is not a share: shares are between -1 and 1")
    return value


@reads(type="number", title="a number, 0 or more", minimum=0, maximum=LARGEST)
def not_negative(raw: Any) -> float:
    """A number of at least 0."""
    value = number(raw)
    if value < 0:
        raise Refused(f"{plain(value)} is below 0: write 0 or more")
    return value


def within(bounds: Bounds, why: str = "") -> Reader[float]:
    """A number within its bounds; `why` says what they are for."""
    shape = whole_from(*_ends(bounds)).shape if bounds.whole else _number_within(bounds)
    return Reader(lambda raw: _bounded(raw, bounds, why), shape)


def _number_within(bounds: Bounds) -> Shape:
    """The shape of a number, with its bounds in words."""
    ends = (("{} or more", bounds.low), ("over {}", bounds.above), ("at most {}", bounds.high))
    said = [words.format(plain(float(end))) for words, end in ends if end is not None]
    limits = {"minimum": bounds.least, "maximum": bounds.high}
    known = {key: limit for key, limit in limits.items() if limit is not None}
    return {**_NUMBER, **known, "title": ", ".join(["a number", *said])}


def _ends(bounds: Bounds) -> tuple[int, int]:
    return int(bounds.low or 0), int(bounds.high or MOST_WHOLE)


def _bounded(raw: Any, bounds: Bounds, why: str) -> float:
    low, above, high = bounds.least, bounds.above, bounds.high  # the least as a cell of the workbook takes it
    value = _whole(raw, *_ends(bounds)) if bounds.whole else number(raw)
    for wrong, bound, words, right in (
        (high is not None and value > high, high, "is over the limit", "write {} or less"),
        (above is not None and value <= above, above, "is not over", "write more than {}"),
        (low is not None and value < low, low, "is below", "write {} or more"),
    ):
        if wrong and not why and bound == high == 1 and value <= 100:
            raise Refused(f"{plain(value)} is over 1, and shares are 0-1: did you mean {plain(value / 100)}?")
        if wrong and bound is not None:
            limit = plain(float(bound))
            raise Refused(f"{plain(value)} {words} {limit}: {why or right.format(limit)}")
    return value


def whole_from(least: int, most: int) -> Reader[int]:
    """A whole number from `least` to `most`."""
    shape = {"type": "integer", "title": f"a whole number from {least} to {most}", "minimum": least, "maximum": most}
    return Reader(lambda raw: _whole(raw, least, most), shape)


def _whole(raw: Any, least: int, most: int) -> int:
    if isinstance(raw, str) and number_in(raw) is None:
        raise Refused(f"{quoted(raw)} is not a number: write a whole number from {least} to {most}")
    value = number(raw)
    if value != int(value):
        raise Refused(f"{plain(value)} is not a whole number: write {int(value)} or {int(value) + 1}")
    if not least <= value <= most:
        raise Refused(f"{int(value)} is outside {least} to {most}: write a whole number from {least} to {most}")
    return int(value)


@reads(enum=[1, 0, True, False], title="1 or 0")
def flag(raw: Any) -> int:
    """A yes or no that formulas multiply by: 1 or 0, `true` or `false`."""
    if isinstance(raw, bool) or (isinstance(raw, int | float) and raw in (0, 1)):
        return int(raw)
    raise Refused(f"{_shown(raw)} is neither 1 nor 0: write true for yes, false for no")


@reads(type="boolean", title="true or false")
def yes_no(raw: Any) -> bool:
    """`true` or `false`; YAML's old `yes` and `no` are text here."""
    if isinstance(raw, bool):
        return raw
    meant = {"yes": ": write true", "on": ": write true", "no": ": write false", "off": ": write false"}
    raise Refused(f"{_shown(raw)} is neither true nor false{meant.get(str(raw).lower(), ': write true or false')}")


@reads(**text("a day, such as 2027-10-01", DAY, format="date"))
def day(raw: Any) -> dt.date:
    """A day as 2026-01-31, without a time of day."""
    if isinstance(raw, dt.date):
        if not FIRST_DAY <= raw <= LAST_DAY:
            raise Refused(f"{raw} lies outside of {FIRST_DAY.year} to {LAST_DAY.year}: correct the year")
        return raw
    meant = meant_day(raw) if isinstance(raw, str) else None
    hint = f"{meant}{' without quotes' if str(meant) == raw else ''}" if meant else "year-month-day, like 2026-01-31"
    raise Refused(f"{_shown(raw)} is not a date: write {hint}")


@reads(**text("text"))
def words(raw: Any) -> str:
    """Free text: a label, a note, a source."""
    return _text(raw, "the text")


@reads(**text("text on one line", r"^\s*\S[^\n]*\s*$"))
def label(raw: Any) -> str:
    """Text that people read on a sheet: not empty, on one line."""
    text = _text(raw, "the text").strip()
    if not text:
        raise Refused("is empty: write the text that readers shall see")
    if "\n" in text:
        raise Refused("has several lines: write it on one line")
    return text


@reads(**_CODE)
def code(raw: Any) -> str:
    """A code as the ledger writes it, or a position number."""
    return _checked(_text(raw, "the code", "so that a code keeps its zeros"), code_problem)


@reads(**text("an id: small letters, digits and -", ID_PATTERN, maxLength=LONGEST))
def identifier(raw: Any) -> str:
    """The id of a thing of the plan."""
    return _checked(_text(raw, "the id"), id_problem)


@reads(**text("a name: small letters, digits and _", NAME_PATTERN, maxLength=LONGEST))
def name(raw: Any) -> str:
    """A name that formulas may use."""
    return _checked(_text(raw, "the name"), name_problem)


@reads(**text("a formula, beginning with =", r"^\s*=\s*\S"))
def formula(raw: Any) -> str:
    """The text of a formula; what it says is checked when the model is built."""
    text = _text(raw, "the formula").strip()
    if not text.startswith("="):
        raise Refused(f"{quoted(text)} is not a formula: begin with =")
    if text == "=":
        raise Refused("is an empty formula: write what to calculate behind the =")
    return text


@reads(
    type=["number", "string"],
    title="a number, or a code in quotes",
    minimum=-LARGEST,
    maximum=LARGEST,
    pattern=f"{CODE_PATTERN}|^{_DIGITS}$",
    **{"not": {"type": "string", "pattern": rf"^(?!{_DIGITS}$)\s*{MEANT_NUMBER}\s*$", "maxLength": 40}},
)
def number_or_code(raw: Any) -> float | str:
    """The value of a rate: a number, or text such as an account code."""
    if isinstance(raw, str) and number_in(raw) is None and code_problem(raw) is None:
        return raw
    if isinstance(raw, str) and re.fullmatch(_DIGITS, raw, re.ASCII):
        return raw
    return number(raw)


def choice(*options: object) -> Reader[Any]:
    """One of the options only."""

    def chosen(raw: Any) -> Any:
        if not isinstance(raw, bool) and raw in options:
            return raw
        listed = ", ".join(map(str, options[:MOST_LISTED])) + (", ..." if len(options) > MOST_LISTED else "")
        hint = nearest(raw, map(str, options)) if isinstance(raw, str) else ""
        if isinstance(raw, dict | list):
            raise Refused(f"is {_shown(raw)}: write one of {listed}")
        raise Refused(f"{_shown(raw)} is not known: write one of {listed}{'.' if hint else ''}{hint}")

    return Reader(chosen, {"enum": list(options)})


def _text(raw: Any, what: str, why: str = "so that it stays text") -> str:
    if isinstance(raw, str):
        return raw
    if isinstance(raw, dict | list):
        raise Refused(f"is a {'mapping' if isinstance(raw, dict) else 'list'} where {what} belongs: write one text")
    shown = str(raw).lower() if isinstance(raw, bool) else str(raw)
    raise Refused(f"{shown} is read as a {_kind(raw)}: write {quoted(shown)} in quotes, {why}", "unquoted")


def _checked(text: str, problem: Callable[[str], str | None]) -> str:
    wrong = problem(text)
    if wrong:
        raise Refused(wrong)
    return text


def _kind(raw: Any) -> str:
    if isinstance(raw, bool):
        return "yes or no"
    return "date" if isinstance(raw, dt.date) else "number"


def _not_a_number(raw: Any) -> str:
    if isinstance(raw, dt.date):
        return f"{raw.isoformat()} is a date where a number belongs: write the number"
    if isinstance(raw, dict | list):
        return f"is a {'mapping' if isinstance(raw, dict) else 'list'} where a number belongs: write one number"
    if raw is None:
        return "is empty where a number belongs: write the number"
    meant = number_in(raw)
    if meant is None:
        return f"{quoted(raw)} is not a number: write digits only, like 1234.50"
    return f"{quoted(raw)} is not a number: write {meant}{' without quotes' if meant == raw else ''}"


def _shown(raw: Any) -> str:
    """A value as people wrote it, in quotes; of a mapping or list only what it is."""
    if isinstance(raw, dict | list):
        return "a mapping" if isinstance(raw, dict) else "a list"
    return quoted(str(raw).lower() if isinstance(raw, bool) else raw)
