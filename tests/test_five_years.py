"""The years ahead start from a whole year as on the plan's last day: one change at a time to a plan worked by hand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from proof import plan_files

from budgetplan.model.evaluate import evaluate_again
from budgetplan.plan import Result, load

PLAN = """
plan: {name: Billing, fiscal_year: 2028, as_of: 2026-11-22, budget_basis: BASIS}
funds: [{code: "500", label: Water}, {code: "600", label: Sewer}]
units: [{id: billing, label: Billing}]
accounts:
  - {code: "12", label: Salaries, category: People}
  - {code: "13", label: Payouts, category: People}
  - {code: "21", label: Taxes, category: People}
  - {code: "22", label: Pension, category: People}
  - {code: "23", label: Health, category: People}
  - {code: "34", label: Services, category: People}
rates:
  social_security_rate: 0.06
  social_security_wage_base: {2027-01-01: 200000}
  social_security_account: "21"
  medicare_rate: 0.01
  pension_rate: PENSION
  pension_account: "22"
  health_account: "23"
calendar: {first_payday: FRIDAY, payday_interval: 14, pay_lag: 7, paydays_a_year: 26, full_time_hours: 2080}
patterns: {winter: [3, 3, 3, 1, 1, 1, 0, 0, 0, 0, 0, 0]}
benefits: {health_tiers: [{id: employee, premium: {2027-01-01: 800, 2028-01-01: 850}}]}
positions:
  - {position: P1, unit: billing, fund: "500", account: "12", salary: 52000, health_tier: employee}
  - {position: P2, unit: billing, fund: "500", account: "12", salary: 52000MORE}
history:
  - {fiscal_year: 2027, stage: adopted, fund: "500", unit: billing, account: "12", amount: 104000}
growth_rules:
  - {id: people, category: People, rate: 0}
  - {id: pay, account: "12", rate: 0.5}
"""
WORDS = {"BASIS": "accrual", "PENSION": "0.10", "FRIDAY": "2027-10-08", "MORE": ""}
HOME = 'unit: billing, fund: "500", account: "12"'
LINE = '{id: x, label: X, fund: "500", unit: billing, account: "34", amount: 12000, '
LEAVE = f'{{id: l, position: P2, {HOME}, payout_account: "13", last_day: 2028-06-30, '
HIRE = f"{{position: P2, {HOME}, empty_since: 2027-09-01, days_fast: 10, days_slow: 900, days_to_fill: "
AS_IT_IS = {"12": 104_000, "21": 7_280, "22": 10_400, "23": 10_200}
"""104,000 of pay; 7 % and 10 % of it; 12 x 850."""


def year(folder: Path, *sections: str, **words: str) -> Result:
    """The small plan with other words and more sections, calculated; all of its checks pass."""
    text = PLAN
    for word, said in (WORDS | words).items():
        text = text.replace(word, said)
    result = load(plan_files(folder, plan=text + "\n".join(sections) + "\n")).calculate()
    assert [check.label for check in result.checks() if not check.passed] == []
    return result


def after(result: Result) -> dict[str, Any]:
    """What each account comes to in the year after, before growth; those of nothing are left out.

    The request, what of it is for once and what is more are rounded to dollars each, so that one may be lost.
    """
    columns = (result.values[f"outlook.{name}"][0] for name in ("requested", "for_once", "for_a_whole_year"))
    figures = [float(asked - once + more) for asked, once, more in zip(*(c[:, 0] for c in columns), strict=True)]
    found = {key.split("|")[1]: f for key, f in zip(result.model.rows["outlook"], figures, strict=True) if f}
    return {account: pytest.approx(figure, abs=1) for account, figure in found.items()}


def asked(result: Result, account: str) -> float:
    """The request of an account."""
    at = [key.endswith(f"|{account}") for key in result.model.rows["outlook"]].index(True)
    return float(result.values["outlook.requested"][0, at, 0])


def test_premiums_that_rise_in_january_count_for_twelve_months(tmp_path: Path) -> None:
    """In the request 3 x 800 + 9 x 850 = 10,050, and 12 x 850 after it."""
    result = year(tmp_path)
    assert asked(result, "23") == 10_050
    assert after(result) == AS_IT_IS


@pytest.mark.parametrize("hours", [480, 2000])
def test_leave_that_is_paid_out_is_for_once(tmp_path: Path, hours: int) -> None:
    """25 dollars an hour, and 7 % of taxes."""
    result = year(tmp_path, f"retirements: [{LEAVE}filled_on: 2028-07-01, leave_hours: {hours}}}]")
    assert asked(result, "13") == 25 * hours
    assert after(result) == AS_IT_IS


@pytest.mark.parametrize("filled_on", ["2028-07-01", "2028-09-25"])
def test_a_chair_that_stands_empty_is_filled_in_the_year_after(tmp_path: Path, filled_on: str) -> None:
    assert after(year(tmp_path, f"retirements: [{LEAVE}filled_on: {filled_on}}}]")) == AS_IT_IS


def test_the_next_holder_stays(tmp_path: Path) -> None:
    """At 39,000 a year in place of 52,000: 91,000 of pay, 7 % and 10 % of it."""
    result = year(tmp_path, f"retirements: [{LEAVE}filled_on: 2028-07-01, next_salary: 39000}}]")
    assert after(result) == {**AS_IT_IS, "12": 91_000, "21": 6_370, "22": 9_100}


@pytest.mark.parametrize("days", [50, 200, 500])
def test_what_a_hire_leaves_unpaid_is_for_once(tmp_path: Path, days: int) -> None:
    result = year(tmp_path, f"hires: [{HIRE}{days}}}]", MORE=", status: vacant")
    assert asked(result, "12") < 104_000
    assert after(result) == AS_IT_IS


def test_a_pension_rate_of_july_counts_for_twelve_months_at_its_own_account(tmp_path: Path) -> None:
    """In the request 10,400 and 3 months x 8,666.67 x 10 %; after it 20 % of 104,000, and pay grows by itself."""
    result = year(tmp_path, PENSION="{2027-10-01: 0.10, 2028-07-01: 0.20}")
    assert asked(result, "22") == 13_000
    assert after(result) == {**AS_IT_IS, "22": 20_800}
    grown = result.values["outlook.amount"][0, :, 2]
    assert dict(zip(result.model.rows["outlook"], grown, strict=True))["billing|22"] == 20_800


@pytest.mark.parametrize(
    ("more", "wages"),
    [
        (", start: 2028-07-03", 104_000),  # a Monday, the first weekday of July
        (", end: 2028-03-31", 52_000),
        (", fte: {2027-10-01: 1, 2028-09-18: 0.5}", 78_000),  # inside the last month
        (", status: frozen, frozen_until: 2028-03-31", 104_000),
        (", status: frozen", 52_000),
        (", status: temporary, end: 2028-12-31, in_pension: true", 52_000),
        (", included: false", 52_000),
    ],
)
def test_who_begins_ends_or_thaws_counts_for_a_whole_year_or_none(tmp_path: Path, more: str, wages: int) -> None:
    found = after(year(tmp_path, MORE=more))
    assert (found["12"], found["21"], found["22"]) == (wages, wages * 0.07, wages * 0.1)


def test_a_season_stays_a_season(tmp_path: Path) -> None:
    """May to August: 4 x 52,000 / 12 = 17,333 of pay, in no pension."""
    found = after(year(tmp_path, MORE=", status: seasonal, season_start: 2028-05-01, season_end: 2028-08-31"))
    assert (found["12"], found["22"]) == (69_333, 5_200)


@pytest.mark.parametrize(
    ("line", "services"),
    [
        ("start: 2028-07-01", 12_000),
        ("start: 2028-01-01, pattern: winter", 12_000),  # 3,000 of 12,000 in the request
        ("start: 2028-07-01, pattern: winter", 12_000),  # nothing in the request
        ("end: 2028-06-30", 0),
        ("one_time: true", 0),
        ("one_time: true, start: 2028-07-01", 0),
        ("escalator: 0.1, escalates: 2028-07-01", 13_200),
        ("included: false", 0),
    ],
)
def test_a_line_has_its_annual_amount_or_ends(tmp_path: Path, line: str, services: int) -> None:
    assert after(year(tmp_path, f"lines: [{LINE}{line}}}]")).get("34", 0) == services


@pytest.mark.parametrize(
    ("section", "pay"),
    [
        (f"allowances: [{{id: a, {HOME}, people: 2, amount: 600, end: 2028-03-31}}]", 0),
        (f"allowances: [{{id: a, {HOME}, people: 2, amount: 600, start: 2028-03-01}}]", 1_200),
        (f"allowances: [{{id: a, {HOME}, amount: 600}}]", 1_200),
        (f"overtime: [{{id: a, {HOME}, amount: 6000, end: 2028-03-31}}]", 0),
        (f"overtime: [{{id: a, {HOME}, hours: 100, start: 2028-07-01}}]", 3_750),  # 100 x 1.5 x 25
    ],
)
def test_allowances_and_overtime_end_or_count_for_a_whole_year(tmp_path: Path, section: str, pay: int) -> None:
    found = after(year(tmp_path, section))
    assert found["12"] == 104_000 + pay
    assert found["21"] == round((104_000 + pay) * 0.07)


def test_a_27th_payday_is_for_once(tmp_path: Path) -> None:
    """27 x 2,000 for each in the year whose first payday is 1 October, and 26 after it."""
    result = year(tmp_path, BASIS="cash", FRIDAY="2027-10-01")
    assert asked(result, "12") == 108_000
    assert after(result) == AS_IT_IS


def test_a_split_position_stays_where_it_is_on_the_last_day(tmp_path: Path) -> None:
    """A quarter of P2 is in the other fund from July on; accounts have all, and each fund its part of a whole year."""
    parts = "\n".join(
        f'  - {{id: s{number}, position: P2, since: {since}, fund: "{fund}", share: {share}}}'
        for number, (since, fund, share) in enumerate(
            [("2027-10-01", "500", 1), ("2028-07-01", "500", 0.75), ("2028-07-01", "600", 0.25)]
        )
    )
    result = year(tmp_path, f"splits:\n{parts}")
    rows = dict(zip(result.model.rows["budget"], result.values["budget.ahead"][0], strict=True))
    assert after(result) == AS_IT_IS
    assert [float(step) for step in rows["600|billing|12"]] == pytest.approx([3_250, 0, 13_000], abs=0.03)
    assert [float(step) for step in rows["500|billing|12"]] == pytest.approx([100_750, 0, 91_000], abs=0.03)


def test_a_line_that_stands_at_another_account_is_told(tmp_path: Path) -> None:
    """Were pension of the year after at the account of taxes, two rows would start from something else."""
    result = year(tmp_path)
    key, elsewhere = "positions.pension_ahead__posting_key", "positions.medicare_ahead__posting_key"
    wrong = result.values | {key: result.values[elsewhere]}
    values = evaluate_again(result.model, wrong, {"lasting.posting_key"})
    rows = zip(result.model.rows["budget"], values["budget.starts_elsewhere"][0, :, 0], strict=True)
    assert {key for key, flag in rows if flag} == {"500|billing|21", "500|billing|22"}
    assert not np.any(result.values["budget.starts_elsewhere"])
