"""What vacancies save: each saving once, and a band that chance keeps to."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from proof import plan_files

from budgetplan.plan import Result, load

PLAN = """
plan: {name: Water billing, fiscal_year: 2028, as_of: 2026-11-22}
funds: [{code: "500", label: Water}]
units: [{id: billing, label: Billing}]
accounts: [{code: "12", label: Salaries}, {code: "21", label: Taxes}, {code: "22", label: Retirement},
  {code: "23", label: Health}]
rates:
  social_security_account: "21"
  pension_account: "22"
  health_account: "23"
  social_security_rate: {value: 0.062, source: law}
  medicare_rate: {value: 0.0145, source: law}
  social_security_wage_base: {2027-01-01: {value: 190800, source: expected, status: projected}}
  pension_rate: {2027-10-01: {value: 0.10, source: plan}}
"""
CLERK = 'unit: billing, fund: "500", account: "12", title: Clerk, salary: 36000'
ROW = 'unit: billing, fund: "500", account: "12"'


def year(folder: Path, positions: list[str], *sections: str) -> Result:
    rows = "".join(f"  - {{{one}}}\n" for one in positions)
    text = PLAN + "positions:\n" + rows + "\n".join(sections)
    return load(plan_files(folder, plan=text)).calculate()


def of_account(result: Result, account: str) -> float:
    at = [account in key for key in result.model.rows["budget"]].index(True)
    return float(result.values["budget.posted__total"][0, at, 0])


def test_a_frozen_position_and_one_that_starts_later_have_no_lapse(tmp_path: Path) -> None:
    """Three clerks at 36,000. One is frozen to 31 March: April to September, 18,000. One starts on 3 January, the first
    weekday of the month: nine months, 27,000. Of the first alone, 36,000, 5 % is taken off: 1,800.
    """
    result = year(
        tmp_path,
        [
            f"position: A, {CLERK}",
            f"position: B, {CLERK}, status: frozen, frozen_until: 2028-03-31",
            f"position: C, {CLERK}, start: 2028-01-03",
        ],
        f"vacancy: [{{id: all, {ROW}, share: 0.05}}]",
    )
    assert of_account(result, "|12") == 36_000 + 18_000 + 27_000 - 1_800
    assert of_account(result, "|22") == 3_600 + 1_800 + 2_700 - 180
    assert result.values["heads_without_lapse"].item() == 2


def test_a_retirement_and_a_refilled_vacancy_leave_no_lapse_on_empty_months(tmp_path: Path) -> None:
    """At 3,000 a month. Who leaves on 31 December is followed on 1 March: January and February, 6,000, are not paid;
    and of the other 30,000 5 % is taken off: 36,000 - 6,000 - 1,500 = 28,500. 40 hours at 36,000 / 2,080 are 692.31.
    """
    result = year(
        tmp_path,
        [f"position: A, {CLERK}"],
        f"vacancy: [{{id: all, {ROW}, share: 0.05}}]",
        "retirements:",
        f"  - {{id: a, position: A, {ROW}, payout_account: '12', last_day: 2027-12-31,",
        "     filled_on: 2028-03-01, leave_hours: 40}",
    )
    assert of_account(result, "|12") == pytest.approx(28_500 + 692.31, abs=0.004)


def test_a_hire_is_counted_among_the_hires_only(tmp_path: Path) -> None:
    """B is empty since 1 September and filled after 61 days, on 1 November: October is not paid. Of A 5 % lapses."""
    result = year(
        tmp_path,
        [f"position: A, {CLERK}", f"position: B, {CLERK}"],
        f"vacancy: [{{id: all, {ROW}, share: 0.05}}]",
        f"hires: [{{position: B, {ROW}, empty_since: 2027-09-01, days_fast: 40, days_to_fill: 61, days_slow: 90}}]",
    )
    assert of_account(result, "|12") == 36_000 - 1_800 + 36_000 - 3_000
    assert result.values["hires_saved"].item() == pytest.approx(3_000 + 229.50 + 300)
    checks = {check.name: check.passed for check in result.checks()}
    assert checks["vacancy_counted_once"] and checks["vacancy_of_all_pay"] and checks["hires_of_one"]


def test_a_hire_that_also_starts_on_a_day_fails_a_check(tmp_path: Path) -> None:
    result = year(
        tmp_path,
        [f"position: B, {CLERK}, start: 2027-12-01"],
        f"hires: [{{position: B, {ROW}, empty_since: 2027-09-01, days_fast: 40, days_to_fill: 61, days_slow: 90}}]",
    )
    assert not {check.name: check.passed for check in result.checks()}["hires_of_one"]


def test_the_band_is_what_chance_does(tmp_path: Path) -> None:
    """Ten thousand years of forty people of whom 22 % leave: how many is by chance (Poisson), and how long each place
    stays empty as well (exponential, 75 days in the mean). One year in ten saves less than P10, one more than P90.
    """
    result = year(
        tmp_path,
        [f"position: A, {CLERK}, headcount: 40"],
        f"vacancy: [{{id: all, {ROW}, turnover_rate: 0.22, days_to_fill: 75}}]",
    )
    low, middle, high = (result.values[name].item() for name in ("vacancy_p10", "vacancy_expected", "vacancy_p90"))
    dice = np.random.default_rng(2028)
    a_day = 40 * 36_000 * (1 + 0.0765 + 0.10) / 40 / 365
    years = np.array([dice.exponential(75, count).sum() for count in dice.poisson(40 * 0.22, 10_000)]) * a_day
    assert middle == pytest.approx(years.mean(), rel=0.02)
    assert np.mean(years < low) == pytest.approx(0.10, abs=0.03)
    assert np.mean(years > high) == pytest.approx(0.10, abs=0.03)
