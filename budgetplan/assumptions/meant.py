"""What a mistyped text means: the number or the day that a person had in mind, for the hint that a message gives."""

from __future__ import annotations

import datetime as dt
import re

MEANT_NUMBER = r"(\(?)-?\$?\s*-?([0-9][0-9,_ ]*(?:\.[0-9]+)?|\.[0-9]+)\s*(%?)(\)?)"
_AMERICAN_DAY = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})", re.ASCII)
_OTHER_DAY = re.compile(r"(\d{4})[-/.]?(\d{1,2})[-/.]?(\d{1,2})(?:[T ].*)?", re.ASCII)
_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def number_in(text: str) -> str | None:
    """The number that a text like `$1,234.50`, `3 %`, `(500)` or `1_000` means, as it should be written."""
    match = re.fullmatch(MEANT_NUMBER, text.strip(), re.ASCII)
    if not match or len(text) > 40:
        return None
    digits = re.sub("[,_ ]", "", match[2])
    digits = plain(float(digits) / 100) if match[3] else digits.lstrip("0") or "0"
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


def plain(value: float) -> str:
    """A number as a person would type it: 1234.5, 3, 0.03."""
    rounded = round(value, 10)
    return str(int(rounded)) if rounded == int(rounded) and value != 1.0 else repr(rounded)
