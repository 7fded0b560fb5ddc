"""The pay calendar: when people are paid, as inputs and as rows for each payday, holiday and year."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from ..assumptions.load import Assumptions
from ..model.blocks import ANY, Bounds
from .parts import Parts, constant, written
from .tables import Feed, numbered

YEARS_AHEAD = 2  # a 27th payday is to be known when the budget before the budget is drafted
PAYDAYS, YEARS, HOLIDAYS = "pay_dates", "pay_years", "holidays"


def add_pay_calendar(parts: Parts, plan: Assumptions) -> None:
    """What the plan says about paydays, as inputs; nothing where it does not say when people are paid."""
    days = plan.calendar
    if not days.first_payday:
        return
    given: Sequence[tuple[str, Any, str, str, Bounds]] = (  # with the bounds of the schema
        ("first_payday", days.first_payday, "date", "A payday from which all others are counted", ANY),
        ("payday_interval", days.payday_interval, "days", "Days from one payday to the next", _whole(7, 28)),
        ("pay_lag", days.pay_lag, "days", "Days from the end of a pay period to its payday", _whole(0, 14)),
        (
            "paydays_a_year",
            days.salary_paydays,
            "count",
            "Paydays by which an annual salary is divided",
            _whole(12, 53),
        ),
        ("full_time_hours", days.full_time_hours, "hours", "Hours of a full-time year", _whole(1000, 3000)),
    )
    for name, value, unit, label, bounds in given:
        where = plan.place("calendar", name)
        parts.add(constant(name, value, unit, where, label, sheet="Rates", bounds=bounds))
    parts.add(written("days_a_week", [7], None, "days", label="Days of a week", sheet="Rates"))
    basis = "Budget basis: accrual (as earned) or cash (by payday)"
    at = plan.place("plan", "budget_basis")
    parts.add(
        constant("budget_basis", plan.plan.budget_basis, "text", at, basis, sheet="Rates", choices=("accrual", "cash"))
    )


def _whole(low: int, high: int) -> Bounds:
    return Bounds(low=low, high=high, whole=True)


def pay_feeds(plan: Assumptions) -> dict[str, Feed]:
    """The rows of the tables of the pay calendar: as many paydays as lie in the years that it shows."""
    days, head = plan.calendar, plan.plan
    if not days.first_payday:
        return {}
    begins = dt.date(head.first_day.year, 1, 1)
    ends = dt.date(head.last_day.year + YEARS_AHEAD, head.last_day.month, 28) + dt.timedelta(31)
    before = 2  # paydays before the first year, so that each month has one that is not later
    count = (ends - begins).days // days.payday_interval + before + 2
    years = head.years + YEARS_AHEAD
    where = plan.place("calendar")
    holidays = list(days.holidays.items())
    return {
        PAYDAYS: numbered(count, where),
        YEARS: numbered(years, where),
        HOLIDAYS: Feed(
            [str(day) for day, _ in holidays],
            {"day": [day for day, _ in holidays], "label": [label for _, label in holidays]},
            lambda row, column: plan.place("calendar", "holidays", holidays[row][0]),
            path=lambda row, column: f"calendar.holidays[{holidays[row][0]}]",
        ),
    }
