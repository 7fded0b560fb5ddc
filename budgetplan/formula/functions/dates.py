"""Dates, as day numbers of the 1900 date system (1 January 2027 is 46388)."""

from __future__ import annotations

from typing import Any

import numpy as np

from .base import Array, Block, Example, Function, down, function, here, where_known

UNIX = 25569.0  # the day number of 1 January 1970
JAN_2027, OCT_2027 = 46388, 46661


def _days(serial: Array) -> Array:
    """Day numbers as numpy days; unknown ones as day 0 (callers put NaN back)."""
    days: Array = (np.floor(np.nan_to_num(serial, nan=UNIX)) - UNIX).astype(np.int64).astype("datetime64[D]")
    return days


def _months(serial: Array) -> Array:
    """Months since January 1970."""
    months: Array = _days(serial).astype("datetime64[M]").astype(np.int64)
    return months


def _first_day(months: Array) -> Array:
    days: Array = months.astype("datetime64[M]").astype("datetime64[D]").astype(np.int64) + UNIX
    return days


@function
class YEAR(Function):
    """The calendar year of a date."""

    takes = (here("date", "date"),)
    examples = (Example("YEAR(d)", [2027], given={"d": [OCT_2027]}),)

    @staticmethod
    def values(date: Array) -> Array:
        """A year such as 2027."""
        return where_known(_months(date) // 12 + 1970.0, date)


@function
class MONTH(Function):
    """The calendar month of a date, 1 to 12."""

    takes = (here("date", "date"),)
    examples = (Example("MONTH(d)", [10], given={"d": [OCT_2027]}),)

    @staticmethod
    def values(date: Array) -> Array:
        """1 for January."""
        return where_known(_months(date) % 12 + 1.0, date)


@function
class EDATE(Function):
    """The same day a number of months later; the month's last day where it has no such day."""

    takes = (here("date", "date"), here("months"))
    gives = "date"
    examples = (
        Example("EDATE(d, 2)", [46447], given={"d": [JAN_2027]}),
        Example("EDATE(d, 1)", [46446], given={"d": [46418]}),
    )

    @staticmethod
    def values(date: Array, months: Array) -> Array:
        """31 January plus one month is 28 February."""
        start = _months(date)
        shifted = start + np.trunc(np.nan_to_num(months)).astype(np.int64)
        day = np.floor(date) - _first_day(start)
        last = _first_day(shifted + 1) - _first_day(shifted) - 1
        return where_known(_first_day(shifted) + np.minimum(day, last), date, months)


@function
class EOMONTH(Function):
    """The last day of the month that is a number of months later."""

    takes = (here("date", "date"), here("months"))
    gives = "date"
    examples = (Example("EOMONTH(d, 0)", [46418], given={"d": [JAN_2027]}),)

    @staticmethod
    def values(date: Array, months: Array) -> Array:
        """31 for January."""
        shifted = _months(date) + np.trunc(np.nan_to_num(months)).astype(np.int64)
        return where_known(_first_day(shifted + 1) - 1, date, months)


@function
class DATE(Function):
    """The date of a year, month and day; month 13 is January of the next year."""

    takes = (here("year"), here("month"), here("day"))
    gives = "date"
    examples = (Example("DATE(2027, 1, 1)", JAN_2027), Example("DATE(2026, 12 + 1, 1)", JAN_2027))

    @staticmethod
    def values(year: Array, month: Array, day: Array) -> Array:
        """Whole years from 1900."""
        months = (np.trunc(np.nan_to_num(year)) - 1970) * 12 + np.trunc(np.nan_to_num(month)) - 1
        return where_known(_first_day(months.astype(np.int64)) + np.trunc(day) - 1, year, month, day)


@function
class NETWORKDAYS(Function):
    """Weekdays (Monday to Friday) from one date to another, both counted; negative when they are reversed."""

    takes = (here("first", "date"), here("last", "date"))
    examples = (
        Example("NETWORKDAYS(a, b)", [21], given={"a": [JAN_2027], "b": [46418]}),
        Example("NETWORKDAYS(b, a)", [-21], given={"a": [JAN_2027], "b": [46418]}),
    )

    @staticmethod
    def values(first: Array, last: Array) -> Array:
        """Counted without a loop: weekdays up to each date since a Monday."""
        low, high = np.minimum(first, last), np.maximum(first, last)
        count = np.busday_count(_days(low), _days(high + 1)).astype(float)
        return where_known(np.where(first <= last, count, -count), first, last)

    @classmethod
    def words(cls, *arguments: str) -> str:
        """weekdays from a to b."""
        return f"weekdays from {arguments[0]} to {arguments[1]}"


@function
class WORKDAY(Function):
    """The day that is some working days later (or earlier, where negative): Monday to Friday, but for the holidays."""

    takes = (here("date", "date"), here("days"), down("holidays", "date", apart=True))
    gives = "date"
    examples = (
        # 1 January 2027 is a Friday and a holiday: the last working day before Saturday is Thursday
        Example("WORKDAY(d, -1, t.h)", [JAN_2027 - 1], given={"d": [JAN_2027 + 1], "t.h": [JAN_2027]}),
        Example("WORKDAY(d, 2, t.h)", [JAN_2027 + 4], given={"d": [JAN_2027 - 1], "t.h": [JAN_2027]}),
    )

    @staticmethod
    def values(date: Array, days: Array, holidays: Block) -> Array:
        """Day numbers; a date that is a weekend or holiday itself is where counting begins, and is not counted."""
        date, days = np.broadcast_arrays(date, days)
        off = holidays.all
        batch = range(max(len(date), len(off)))
        parts = [_workday(*(a[min(b, len(a) - 1)] for a in (date, days, off))) for b in batch]
        return where_known(np.stack(parts), date, days)

    @classmethod
    def excel(cls, *arguments: Any) -> str:
        """WORKDAY with the holidays, where there are any."""
        date, days, holidays = arguments
        return f"WORKDAY({','.join([date, days, *holidays.columns[:1]])})"

    @classmethod
    def words(cls, *arguments: str) -> str:
        """n working days after a date."""
        return f"{arguments[1]} working days after {arguments[0]}, but for {arguments[2]}"


def _workday(date: Array, days: Array, holidays: Array) -> Array:
    """(rows, columns) of one scenario."""
    off = _days(holidays[np.isfinite(holidays)])
    start, count = _days(date), np.nan_to_num(days).astype(np.int64)
    later = np.busday_offset(start, np.maximum(count, 0), roll="backward", holidays=off)
    earlier = np.busday_offset(start, np.minimum(count, 0), roll="forward", holidays=off)
    moved = np.where(count > 0, later, earlier)
    numbers: Array = np.where(count == 0, start, moved).astype("datetime64[D]").astype(np.int64) + UNIX
    return numbers
