"""Payroll against a calculation of another kind: day by day, in exact fractions, with Python's own calendar."""

from __future__ import annotations

import datetime as dt
import random
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import pytest

from budgetplan.plan import load

PLAN = """
plan: {{name: Payroll, fiscal_year: {year}, years: {years}, fiscal_year_start: {start}, as_of: 2026-11-22}}
funds: [{{code: "1", label: Fund}}]
units: [{{id: desk, label: Desk}}]
accounts: [{{code: "12", label: Pay, category: Personal services}}]
rates:
  general_increase: {{{general}}}
  merit_increase: {{{merit}}}
  social_security_rate: 0.062
  social_security_wage_base: {{2024-01-01: 168600, 2025-01-01: 176100, 2026-01-01: 184500, 2027-01-01: 190800}}
  medicare_rate: 0.0145
  pension_rate: {{2024-01-01: 0.1385, 2027-07-01: 0.1410}}
  social_security_account: "12"
  pension_account: "12"
  health_account: "12"
positions:
{positions}
"""
BASE = {2024: 168600, 2025: 176100, 2026: 184500, 2027: 190800, 2028: 190800, 2029: 190800}
CASES = {
    "October, both raises inside one month": (2028, 2, 10, {"2026-11-09": 3}, {"2026-11-18": 2, "2028-02-29": 1}),
    "January, a raise on the 31st": (2027, 1, 1, {"2027-05-31": 4}, {"2027-01-01": 1}),
    "July, merit before the general increase": (2028, 1, 7, {"2027-10-20": 2}, {"2027-10-05": 3}),
}


def cents(amount: Fraction) -> Fraction:
    """Rounded to cents, halves up (nothing here is negative)."""
    exact = Decimal(amount.numerator) / Decimal(amount.denominator)
    return Fraction(exact.quantize(Decimal("0.01"), ROUND_HALF_UP))


def weekdays(first: dt.date, last: dt.date) -> list[dt.date]:
    days = (first + dt.timedelta(n) for n in range((last - first).days + 1))
    return [day for day in days if day.weekday() < 5]


def months_from(first: dt.date, count: int) -> list[tuple[dt.date, dt.date]]:
    firsts = [
        dt.date(first.year + (first.month - 1 + n) // 12, (first.month - 1 + n) % 12 + 1, 1) for n in range(count + 1)
    ]
    return [(a, b - dt.timedelta(1)) for a, b in pairwise(firsts)]


def level(day: dt.date, raises: dict[str, int]) -> Fraction:
    product = Fraction(1)
    for since, percent in raises.items():
        if dt.date.fromisoformat(since) <= day:
            product *= 1 + Fraction(percent, 100)
    return product


def on(day: dt.date, steps: dict) -> int:
    """What is in force on a day: the last step that is not later."""
    return max((since, value) for since, value in steps.items() if since <= day)[1]


def fte_by_day(job: dict, months: list) -> list[Fraction]:
    """The mean FTE of each month's weekdays."""
    means = []
    for first, last in months:
        days = weekdays(first, last)
        there = [day for day in days if (job["start"] or day) <= day <= (job["end"] or day)]
        means.append(sum((Fraction(on(day, job["fte"]), 100) for day in there), Fraction(0)) / len(days))
    return means


def pay_by_day(job: dict, months: list, general: dict, merit: dict, start: int) -> list[Fraction]:
    """Cents of each month: each weekday earns its share of a twelfth, at the pay level of that day."""
    paid, to_date, before = [], Fraction(0), Fraction(0)
    for first, last in months:
        if first.month == start:
            to_date = before = Fraction(0)
        calendar = weekdays(first, last)
        for day in calendar:
            if (job["start"] or day) <= day <= (job["end"] or day):
                pay = Fraction(on(day, job["salary"]) * on(day, job["fte"]), 1200) / len(calendar)
                to_date += pay * level(day, general) * (level(day, merit) if job["merit"] else 1)
        paid.append(cents(to_date) - before)
        before = cents(to_date)
    return paid


def jobs(months: list, seed: int) -> list[dict]:
    rng, first, last = random.Random(seed), months[0][0], months[-1][1]
    span = (last - first).days

    def some(chance: float) -> dt.date | None:
        return first + dt.timedelta(rng.randrange(span)) if rng.random() < chance else None

    made = []
    for _ in range(60):
        start, end = some(0.4), some(0.3)
        start, end = (end, start) if start and end and end < start else (start, end)
        salary, fte = {first: rng.choice([37512, 62000, 99999, 210000, 250000])}, {first: rng.choice([100, 50, 75])}
        if changed := some(0.4):
            salary[changed] = rng.choice([41000, 70000, 230001])
        if again := some(0.3):
            same_month = changed and (changed.year, changed.month) == (again.year, again.month)
            fte[changed if same_month and changed else again] = rng.choice([100, 25])
        made.append(
            {
                "salary": salary,
                "fte": fte,
                "merit": rng.random() < 0.7,
                "start": start,
                "end": end,
            }
        )
    return made


def series(steps: dict, parts: int = 1) -> str:
    """A figure as people write it: bare where it never changes."""
    written = {since: value / parts for since, value in steps.items()}
    if len(written) == 1:
        return str(next(iter(written.values())))
    return "{" + ", ".join(f"{since}: {value}" for since, value in written.items()) + "}"


@pytest.mark.parametrize(("year", "years", "start", "general", "merit"), CASES.values(), ids=list(CASES))
def test_pay_and_taxes_are_those_of_a_calculation_by_day(
    tmp_path: Path, year: int, years: int, start: int, general: dict, merit: dict
) -> None:
    first = dt.date(year - years + 1 - (start > 1), start, 1)
    months = months_from(first, 12 * years)
    crew = jobs(months, seed=year + start)
    rows = "\n".join(
        f'  - {{position: "P{n}", unit: desk, fund: "1", account: "12", salary: {series(job["salary"])}, '
        f"fte: {series(job['fte'], 100)}, "
        f"merit: {int(job['merit'])}, wages_so_far: 150000"
        + (f", start: {job['start']}" if job["start"] else "")
        + (f", end: {job['end']}" if job["end"] else "")
        + "}"
        for n, job in enumerate(crew)
    )
    shares = [", ".join(f"{day}: {percent / 100}" for day, percent in raises.items()) for raises in (general, merit)]
    text = PLAN.format(year=year, years=years, start=start, general=shares[0], merit=shares[1], positions=rows)
    (tmp_path / "plan.yaml").write_text(text, encoding="utf-8")
    result = load(tmp_path).calculate()
    values = result.values
    assert all(check.passed for check in result.checks())
    for number, job in enumerate(crew):
        paid = pay_by_day(job, months, general, merit, start)
        assert values["positions.wages_each"][0, number].tolist() == pytest.approx([float(p) for p in paid], abs=1e-9)
        means = [float(mean) for mean in fte_by_day(job, months)]
        assert values["positions.paid_fte"][0, number].tolist() == pytest.approx(means, abs=1e-12)
        ytd = Fraction(0) if start == 1 else Fraction(150000)
        for month, (begins, _) in enumerate(months):
            ytd = Fraction(0) if begins.month == 1 else ytd
            base = BASE[begins.year]
            taxable = min(base, ytd + paid[month]) - min(base, ytd)
            ytd += paid[month]
            tax = cents(Fraction(62, 1000) * taxable)
            assert values["positions.social_security"][0, number, month] == pytest.approx(float(tax), abs=1e-9)
