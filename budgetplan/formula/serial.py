"""Dates as day numbers of the 1900 date system, the one place that knows its first day."""

from __future__ import annotations

import datetime as dt

EPOCH = dt.date(1899, 12, 30)  # day 0, as all spreadsheets count from 1 March 1900 on


def serial(day: dt.date) -> float:
    """The day number of a date."""
    return float((day - EPOCH).days)


def day_of(number: float) -> dt.date:
    """The date of a day number."""
    return EPOCH + dt.timedelta(int(number))
