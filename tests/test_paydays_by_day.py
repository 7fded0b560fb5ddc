"""Wages by payday against a calculation of another kind: each payday pays the days of its period, one by one."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from pathlib import Path

import pytest
from test_payroll_by_day import BASE, PLAN, cents, jobs, level, months_from, on, series, weekdays

from budgetplan.plan import load

DAY = dt.timedelta(1)
HOLIDAYS = [dt.date(2026, 12, 31), dt.date(2027, 1, 1), dt.date(2027, 11, 25), dt.date(2027, 11, 26)]
CALENDAR = """
calendar:
  first_payday: {first}
  pay_lag: {lag}
  holidays:
    2026-12-31: Last day of the year
    2027-01-01: New Year's Day
    2027-11-25: Thanksgiving
    2027-11-26: Day after Thanksgiving
"""
CASES = {
    "27 paydays in FY2028": (2028, 1, 10, dt.date(2026, 1, 9), 7, {"2027-10-25": 3}, {"2028-01-05": 2}),
    "New Year's Day is a payday": (
        2027,
        1,
        10,
        dt.date(2026, 1, 2),
        7,
        {"2027-03-10": 1},
        {"2026-12-16": 2},
    ),
    "a short lag, two years, both raises in one month": (
        2028,
        2,
        10,
        dt.date(2026, 1, 2),
        3,
        {"2026-11-09": 3},
        {"2026-11-18": 2, "2028-02-29": 1},
    ),
    "a calendar year": (
        2027,
        1,
        1,
        dt.date(2027, 1, 8),
        12,
        {"2027-11-29": 4},
        {"2027-01-01": 1},
    ),
}


def moved(day: dt.date) -> dt.date:
    """The payday itself, or the working day before a holiday or weekend."""
    while day.weekday() > 4 or day in HOLIDAYS:
        day -= DAY
    return day


def paydays(anchor: dt.date, lag: int, last: dt.date) -> list[tuple[dt.date, list[dt.date]]]:
    """Each payday to `last` with the weekdays that it pays."""
    regular = anchor - 40 * 14 * DAY
    found = []
    while regular <= last + 14 * DAY:
        end = regular - lag * DAY
        found.append((moved(regular), weekdays(end - 13 * DAY, end)))
        regular += 14 * DAY
    return found


def paid_by_day(job: dict, months: list, calendar: list, general: dict, merit: dict, start: int) -> list[Fraction]:
    """Cents of each month: each weekday of a period is 1/260 of the salary, at the pay level of that day."""
    first, paid, to_date, before = months[0][0], [], Fraction(0), Fraction(0)

    def pay(day: dt.date) -> Fraction:
        if not (job["start"] or day) <= day <= (job["end"] or day):
            return Fraction(0)
        known = max(day, first)  # before the plan as on its first day, and before its raises
        raised = level(day, general) * (level(day, merit) if job["merit"] else 1) if day >= first else 1
        return Fraction(on(known, job["salary"]) * on(known, job["fte"]), 26000) * raised

    for begins, ends in months:
        if begins.month == start:
            to_date = before = Fraction(0)
        to_date += sum((pay(day) for on_day, days in calendar if begins <= on_day <= ends for day in days), Fraction(0))
        paid.append(cents(to_date) - before)
        before = cents(to_date)
    return paid


NAMES = ("year", "years", "start", "anchor", "lag", "general", "merit")


@pytest.mark.parametrize(NAMES, CASES.values(), ids=list(CASES))
def test_what_is_paid_on_paydays_is_what_their_days_earn(
    tmp_path: Path, year: int, years: int, start: int, anchor: dt.date, lag: int, general: dict, merit: dict
) -> None:
    first = dt.date(year - years + 1 - (start > 1), start, 1)
    months = months_from(first, 12 * years)
    crew = jobs(months, seed=year + start + lag)
    rows = "\n".join(
        f'  - {{position: "P{n}", unit: desk, fund: "1", account: "12", salary: {series(job["salary"])}, '
        f"fte: {series(job['fte'], 100)}, merit: {int(job['merit'])}, wages_so_far: 150000"
        + (f", start: {job['start']}" if job["start"] else "")
        + (f", end: {job['end']}" if job["end"] else "")
        + "}"
        for n, job in enumerate(crew)
    )
    shares = [", ".join(f"{day}: {percent / 100}" for day, percent in raises.items()) for raises in (general, merit)]
    text = PLAN.format(year=year, years=years, start=start, general=shares[0], merit=shares[1], positions=rows)
    text = text.replace("as_of:", "budget_basis: cash, as_of:") + CALENDAR.format(first=anchor, lag=lag)
    (tmp_path / "plan.yaml").write_text(text, encoding="utf-8")
    result = load(tmp_path).calculate()
    values, calendar = result.values, paydays(anchor, lag, months[-1][1])
    assert [check.name for check in result.checks() if not check.passed] == []
    counted = [sum(begins <= day <= ends for day, _ in calendar) for begins, ends in months]
    assert values["paydays"][0, 0].tolist() == counted
    for number, job in enumerate(crew):
        paid = paid_by_day(job, months, calendar, general, merit, start)
        assert values["positions.wages_each"][0, number].tolist() == pytest.approx([float(p) for p in paid], abs=1e-9)
        ytd = Fraction(0) if start == 1 else Fraction(150000)
        for month, (begins, _) in enumerate(months):
            ytd = Fraction(0) if begins.month == 1 else ytd
            taxable = min(BASE[begins.year], ytd + paid[month]) - min(BASE[begins.year], ytd)
            ytd += paid[month]
            tax = float(cents(Fraction(62, 1000) * taxable))
            assert values["positions.social_security"][0, number, month] == pytest.approx(tax, abs=1e-9)
