"""Dates against Python's calendar, one day at a time: nothing here is worked out by day numbers."""

from __future__ import annotations

import calendar
import datetime as dt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from budgetplan.formula.functions import FUNCTIONS

EPOCH = dt.date(1899, 12, 30)
DAYS = st.dates(dt.date(1950, 1, 1), dt.date(2099, 12, 31))


def serial(day: dt.date) -> float:
    return float((day - EPOCH).days)


def calculated(function: str, *arguments: float) -> float:
    """What a function gives for single numbers."""
    return float(FUNCTIONS[function].values(*(np.array([[[argument]]], dtype=float) for argument in arguments)).item())


def later(day: dt.date, months: int) -> dt.date:
    """The same day so many months later, or the month's last: stepped month by month."""
    year, month = day.year, day.month
    for _ in range(abs(months)):
        month += 1 if months > 0 else -1
        year, month = (year + 1, 1) if month > 12 else (year - 1, 12) if month < 1 else (year, month)
    return dt.date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


@given(DAYS)
def test_year_and_month(day: dt.date) -> None:
    assert calculated("YEAR", serial(day)) == day.year
    assert calculated("MONTH", serial(day)) == day.month


@given(DAYS, st.integers(-300, 300))
def test_edate(day: dt.date, months: int) -> None:
    assert calculated("EDATE", serial(day), months) == serial(later(day, months))


@given(DAYS, st.integers(-300, 300))
def test_eomonth(day: dt.date, months: int) -> None:
    end = later(day.replace(day=1), months)
    end = end.replace(day=calendar.monthrange(end.year, end.month)[1])
    assert calculated("EOMONTH", serial(day), months) == serial(end)


@given(st.integers(1950, 2090), st.integers(-30, 40), st.integers(-60, 90))
def test_date_runs_over_months_and_days(year: int, month: int, day: int) -> None:
    first = later(dt.date(year, 1, 1), month - 1)
    assert calculated("DATE", year, month, day) == serial(first + dt.timedelta(day - 1))


@given(DAYS, st.integers(-800, 800))
def test_networkdays(first: dt.date, days: int) -> None:
    last = first + dt.timedelta(days)
    low, high = min(first, last), max(first, last)
    counted = sum((low + dt.timedelta(n)).weekday() < 5 for n in range((high - low).days + 1))
    assert calculated("NETWORKDAYS", serial(first), serial(last)) == (counted if first <= last else -counted)


@pytest.mark.parametrize(
    ("function", "arguments"),
    [
        ("YEAR", [np.nan]),
        ("MONTH", [np.nan]),
        ("EDATE", [np.nan, 1]),
        ("EDATE", [46388, np.nan]),
        ("EOMONTH", [46388, np.nan]),
        ("DATE", [2027, np.nan, 1]),
        ("DATE", [2027, 1, np.nan]),
        ("NETWORKDAYS", [np.nan, 46388]),
        ("NETWORKDAYS", [46388, np.nan]),
        ("INT", [np.nan]),
        ("MIN", [1, np.nan]),
        ("MAX", [np.nan, 1]),
        ("ABS", [np.nan]),
        ("IF", [np.nan, 1, 2]),
        ("CHOOSE", [np.nan, 1, 2]),
        ("CHOOSE", [12, 1, 2]),
        ("AND", [np.nan, 1]),
        ("OR", [np.nan, 0]),
    ],
)
def test_an_error_stays_an_error(function: str, arguments: list[float]) -> None:
    assert np.isnan(calculated(function, *arguments))
