"""One value as a person typed it: what it means, or one sentence that says what would be right.

Each function takes the plain value that the reader found (text, int, float, bool, date or None) and returns the value
of its kind. What it refuses it refuses with `Refused`, whose text is the rest of a sentence about the figure. The same
functions serve the YAML models and, value by value, the rows of a CSV table that the fast checks by column turn down.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Callable
from typing import Any, Self

from pydantic_core import PydanticCustomError

from budgetplan.errors import nearest
from budgetplan.model.blocks import Bounds
from budgetplan.names import code_problem, id_problem, name_problem, quoted

LARGEST = 1e12
MOST_LISTED = 20  # of what may be chosen, in a sentence
_AMERICAN_DAY = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})", re.ASCII)
_OTHER_DAY = re.compile(r"(\d{4})[-/.]?(\d{1,2})[-/.]?(\d{1,2})(?:[T ].*)?", re.ASCII)
_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


class Refused(PydanticCustomError):
    """A value that is not what its key wants; the message is the rest of a sentence, written for a manager."""

    def __new__(cls, message: str, kind: str = "refused") -> Self:
        """Braces would be filled in by pydantic, so they become brackets."""
        return super().__new__(cls, kind, message.replace("{", "(").replace("}", ")"))

    def __init__(self, message: str, kind: str = "refused") -> None:
        """Everything is done in `__new__`, as pydantic's error wants it."""


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


def share(raw: Any) -> float:
    """A share between 0 and 1: 3 % is 0.03."""
    value = number(raw)
    if 1 < value <= 100:
        raise Refused(f"{_plain(value)} is over 1, and shares are 0-1: did you mean {_plain(value / 100)}?")
    if not 0 <= value <= 1:
        raise Refused(f"{_plain(value)} is not a share: shares are between 0 and 1")
    return value


def growth(raw: Any) -> float:
    """A share by which something grows or, below 0, shrinks: 4 % is 0.04."""
    value = number(raw)
    if 1 < abs(value) <= 100:
        raise Refused(f"{_plain(value)} is over 1, and shares are 0-1: did you mean {_plain(value / 100)}?")
    if abs(value) > 1:
        raise Refused(f"{_plain(value)} is not a share: shares are between -1 and 1")
    return value


def not_negative(raw: Any) -> float:
    """A number of at least 0."""
    value = number(raw)
    if value < 0:
        raise Refused(f"{_plain(value)} is below 0: write 0 or more")
    return value


def bounded(raw: Any, bounds: Bounds, why: str = "") -> float:
    """A number within its bounds; `why` says what they are for."""
    low, above, high = bounds.low, bounds.above, bounds.high
    value = whole(raw, int(low or 0), int(high or 1_000_000)) if bounds.whole else number(raw)
    for wrong, bound, words, right in (
        (high is not None and value > high, high, "is over the limit", "write {} or less"),
        (above is not None and value <= above, above, "is not over", "write more than {}"),
        (low is not None and value < low, low, "is below", "write {} or more"),
    ):
        if wrong and bound is not None:
            limit = _plain(float(bound))
            raise Refused(f"{_plain(value)} {words} {limit}: {why or right.format(limit)}")
    return value


def whole(raw: Any, least: int = 0, most: int = 1_000_000) -> int:
    """A whole number from `least` to `most`."""
    if isinstance(raw, str) and _number_in(raw) is None:
        raise Refused(f"{quoted(raw)} is not a number: write a whole number from {least} to {most}")
    value = number(raw)
    if value != int(value):
        raise Refused(f"{_plain(value)} is not a whole number: write {int(value)} or {int(value) + 1}")
    if not least <= value <= most:
        raise Refused(f"{int(value)} is outside {least} to {most}: write a whole number from {least} to {most}")
    return int(value)


def flag(raw: Any) -> int:
    """A yes or no that formulas multiply by: 1 or 0, `true` or `false`."""
    if isinstance(raw, bool) or (isinstance(raw, int | float) and raw in (0, 1)):
        return int(raw)
    raise Refused(f"{_shown(raw)} is neither yes nor no: write 1 or 0, true or false")


def yes_no(raw: Any) -> bool:
    """`true` or `false`; YAML's old `yes` and `no` are text here."""
    if isinstance(raw, bool):
        return raw
    meant = {"yes": ": write true", "on": ": write true", "no": ": write false", "off": ": write false"}
    raise Refused(f"{_shown(raw)} is neither true nor false{meant.get(str(raw).lower(), ': write true or false')}")


def day(raw: Any) -> dt.date:
    """A day as 2026-01-31, without a time of day."""
    if isinstance(raw, dt.date):
        return raw
    meant = meant_day(raw) if isinstance(raw, str) else None
    hint = f"{meant}{' without quotes' if str(meant) == raw else ''}" if meant else "year-month-day, like 2026-01-31"
    raise Refused(f"{_shown(raw)} is not a date: write {hint}")


def words(raw: Any) -> str:
    """Free text: a label, a note, a source."""
    return _text(raw, "the text")


def label(raw: Any) -> str:
    """Text that people read on a sheet: not empty, on one line."""
    text = _text(raw, "the text").strip()
    if not text:
        raise Refused("is empty: write the text that readers shall see")
    if "\n" in text:
        raise Refused("has several lines: write it on one line")
    return text


def code(raw: Any) -> str:
    """A code as the ledger writes it, or a position number."""
    return _checked(_text(raw, "the code", "so that a code keeps its zeros"), code_problem)


def identifier(raw: Any) -> str:
    """The id of a thing of the plan."""
    return _checked(_text(raw, "the id"), id_problem)


def name(raw: Any) -> str:
    """A name that formulas may use."""
    return _checked(_text(raw, "the name"), name_problem)


def formula(raw: Any) -> str:
    """The text of a formula; what it says is checked when the model is built."""
    text = _text(raw, "the formula").strip()
    if not text.startswith("="):
        raise Refused(f"{quoted(text)} is not a formula: begin with =")
    if text == "=":
        raise Refused("is an empty formula: write what to calculate behind the =")
    return text


def number_or_code(raw: Any) -> float | str:
    """The value of a rate: a number, or text such as an account code."""
    if isinstance(raw, str) and _number_in(raw) is None and code_problem(raw) is None:
        return raw
    if isinstance(raw, str) and re.fullmatch(r"[0-9][0-9-]*", raw, re.ASCII):
        return raw
    return number(raw)


def choice(*options: object) -> Callable[[Any], Any]:
    """A function that accepts one of the options only."""

    def chosen(raw: Any) -> Any:
        if not isinstance(raw, bool) and raw in options:
            return raw
        listed = ", ".join(map(str, options[:MOST_LISTED])) + (", ..." if len(options) > MOST_LISTED else "")
        hint = nearest(raw, map(str, options)) if isinstance(raw, str) else ""
        if isinstance(raw, dict | list):
            raise Refused(f"is {_shown(raw)}: write one of {listed}")
        raise Refused(f"{_shown(raw)} is not known: write one of {listed}{'.' if hint else ''}{hint}")

    return chosen


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
    meant = _number_in(raw)
    if meant is None:
        return f"{quoted(raw)} is not a number: write digits only, like 1234.50"
    return f"{quoted(raw)} is not a number: write {meant}{' without quotes' if meant == raw else ''}"


def _number_in(text: str) -> str | None:
    """The number that a text like `$1,234.50`, `3 %`, `(500)` or `1_000` means, as it should be written."""
    match = re.fullmatch(r"(\(?)-?\$?\s*-?([0-9][0-9,_ ]*(?:\.[0-9]+)?|\.[0-9]+)\s*(%?)(\)?)", text.strip(), re.ASCII)
    if not match or len(text) > 40:
        return None
    digits = re.sub("[,_ ]", "", match[2])
    digits = _plain(float(digits) / 100) if match[3] else digits.lstrip("0") or "0"
    return ("-" if match[1] or "-" in text else "") + ("0" if digits.startswith(".") else "") + digits


def meant_day(text: str) -> dt.date | None:
    """The day that a text like `1/31/2026` or `2026-1-31` means, for the hint."""
    american, other = _AMERICAN_DAY.fullmatch(text.strip()), _OTHER_DAY.fullmatch(text.strip())
    try:
        if american:
            return dt.date(int(american[3]), int(american[1]), int(american[2]))
        return dt.date(int(other[1]), int(other[2]), int(other[3])) if other else None
    except ValueError:
        return None


def is_iso_day(text: str) -> bool:
    """Whether the text has the form 2026-01-31 (the day itself may not exist)."""
    return bool(_ISO_DAY.fullmatch(text))


def is_day(text: str) -> bool:
    """Whether the text is a day of the calendar as 2026-01-31."""
    return is_iso_day(text) and meant_day(text) is not None


def _shown(raw: Any) -> str:
    """A value as people wrote it, in quotes; of a mapping or list only what it is."""
    if isinstance(raw, dict | list):
        return "a mapping" if isinstance(raw, dict) else "a list"
    return quoted(str(raw).lower() if isinstance(raw, bool) else raw)


def _plain(value: float) -> str:
    """A number as a person would type it: 1234.5, 3, 0.03."""
    rounded = round(value, 10)
    return str(int(rounded)) if rounded == int(rounded) and value != 1.0 else repr(rounded)
