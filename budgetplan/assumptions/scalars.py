"""What an unquoted YAML word means: one dialect, the scalars of YAML 1.2 with ISO days, and nothing else.

`true` and `false`, `null` and `~`, decimal numbers and days are values; all other words are text. So `NO`, `yes`,
`on`, `12:30`, `010`, `0x10` and `1_000` stay text: a code keeps its zeros, and a country is not a no.
"""

from __future__ import annotations

import datetime as dt
import math
import re
import unicodedata
from typing import Any

_CONSTANTS: dict[str, Any] = {"": None, "~": None, "null": None, "true": True, "false": False}
_MAY_BEGIN_VALUE = frozenset("0123456789+-.")
_INTEGER = re.compile(r"[-+]?(?:0|[1-9][0-9]*)", re.ASCII)
_FLOAT = re.compile(r"[-+]?(?:(?:0|[1-9][0-9]*)(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]+)?", re.ASCII)
_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})", re.ASCII)
_NOT_FINITE = re.compile(r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)")
_MOST_DIGITS = 30


class BadScalar(ValueError):
    """A word that looks like a value and is none, such as 2027-02-30; the text says what would be right."""


def plain_value(text: str) -> Any:
    """The value of an unquoted word; raises BadScalar."""
    if text in _CONSTANTS:
        return _CONSTANTS[text]
    if text[0] not in _MAY_BEGIN_VALUE:
        return normal(text)
    day = _DAY.fullmatch(text)
    if day:
        return _day(text, int(day[1]), int(day[2]), int(day[3]))
    if _INTEGER.fullmatch(text) and len(text) <= _MOST_DIGITS:
        return int(text)
    if _FLOAT.fullmatch(text):
        return _float(text)
    if _NOT_FINITE.fullmatch(text):
        raise BadScalar(f"{text} is not a finite number: write the figure itself")
    return normal(text)


def normal(text: str) -> str:
    """Text in the one normal form (NFC), so that two spellings of é are the same text."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def _day(text: str, year: int, month: int, day: int) -> dt.date:
    try:
        return dt.date(year, month, day)
    except ValueError:
        raise BadScalar(f"{text} is not a day of the calendar: write a day that exists, as year-month-day") from None


def _float(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        shown = text if len(text) <= _MOST_DIGITS else text[:_MOST_DIGITS] + "..."
        raise BadScalar(f"{shown} is too large a number: check the number of zeros")
    return value
