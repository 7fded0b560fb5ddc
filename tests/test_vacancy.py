"""What vacancies, leaves and hires save: each saving once, of who is there, and a band that chance keeps to."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import numpy as np
import pytest
from proof import Written, plan_files, written

from budgetplan.errors import AssumptionError
from budgetplan.plan import Result, load
from budgetplan.workbook.engines import Live

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


def test_savings_beyond_what_turnover_explains_are_told(tmp_path: Path) -> None:
    """40 people at 36,000 with 17.65 % on top are 1,694,160; 22 % leave and each place is empty for 75 of 365 days, so
    that 76,585 are saved in the mean, and 76,585 x (1 + 1.281552 x (2 / 8.8) ^ 1/2) = 123,375 at most in nine years of
    ten: 8 % of all, 135,533, are 12,158 more; 4 % are not. What a row without turnover saves is not compared.
    """
    people = [f"position: A, {CLERK}, headcount: 40"]
    row = f"vacancy: [{{id: all, {ROW}, turnover_rate: 0.22, days_to_fill: 75, share: SHARE}}]"
    much = year(tmp_path / "much", people, row.replace("SHARE", "0.08"))
    assert much.values["vacancy_p90"].item() == pytest.approx(123_375, abs=5)
    assert much.values["vacancy_beyond"].item() == pytest.approx(12_158, abs=5)
    (told,) = [note for note in much.notes if "budgeted to save" in note.message]
    assert told.message.startswith("vacancies are budgeted to save 135,533, where turnover explains 76,5")
    assert told.place.file.endswith(".yaml")
    enough = year(tmp_path / "enough", people, row.replace("SHARE", "0.04"))
    assert enough.values["vacancy_beyond"].item() == 0
    assert not [note for note in enough.notes if "budgeted to save" in note.message]


FROZEN = "status: frozen, frozen_until: 2028-03-31"
HIRE = f"{ROW}, empty_since: 2026-10-02, days_fast: 345, days_to_fill: 420, days_slow: 520"


def test_a_seat_that_is_filled_before_the_year_saves_nothing_health_insurance_included(tmp_path: Path) -> None:
    """345 days from 2 October 2026 are 12 September 2027. 420 are 26 November: October, and 19 of 22 weekdays, at 3,000
    a month and 17.65 % of it: 3,529.50 + 3,048.20 = 6,577.70, and 500 for health on either 1st. 520 are 5 March 2028:
    five months, and 3 of 23 weekdays (1 to 3 March): 17,647.50 + 460.37, and 3,000 for health.
    """
    result = year(
        tmp_path,
        [f"position: A, {CLERK}, health_tier: employee"],
        "benefits: {health_tiers: [{id: employee, premium: 500}]}",
        f"hires: [{{position: A, {HIRE}}}]",
    )
    assert result.values["hires.saved_fast"].item() == 0
    assert result.values["hires_saved"].item() == pytest.approx(6_577.70 + 1_000, abs=0.02)
    assert result.values["hires.saved_slow"].item() == pytest.approx(17_647.50 + 460.37 + 3_000, abs=0.02)


def test_a_hire_of_a_frozen_position_saves_nothing_while_it_is_frozen(tmp_path: Path) -> None:
    """All of its days to fill end by 5 March 2028, and it is frozen to the 31st."""
    result = year(tmp_path, [f"position: A, {CLERK}, {FROZEN}"], f"hires: [{{position: A, {HIRE}}}]")
    assert [result.values[f"hires.saved_{how}"].item() for how in ("fast", "slow")] == [0, 0]
    assert result.values["hires_saved"].item() == 0


def test_positions_that_a_scenario_does_not_have_do_not_count_in_it(tmp_path: Path) -> None:
    """Of four clerks two are left out, one of them with a leave; two more are in the scenario only, from January on."""
    new = f"position: N, {CLERK}, headcount: 2, start: 2028-01-03"
    result = year(
        tmp_path,
        [f"position: {name}, {CLERK}" for name in "ABCD"],
        f"vacancy: [{{id: all, {ROW}, turnover_rate: 0.25, days_to_fill: 73}}]",
        f"retirements: [{{id: a, position: A, {ROW}, payout_account: '12', last_day: 2028-01-14, leave_hours: 40}}]",
        "scenarios:",
        f"  - {{id: less, label: Less, leave_out: ['positions[A]', 'positions[B]'], adds: {{positions: [{{{new}}}]}}}}",
    )
    less = result.plan.calculate("less")
    for one, heads, leave, without, paid in ((result, 4, 1, 0, 692.31), (less, 2, 0.5, 2, 0)):
        assert one.values["vacancy.heads"].item() == heads
        assert one.values["vacancy.leaves_a_year"].item() == leave
        assert one.values["heads_without_lapse"].item() == without
        assert one.values["retirements.payout"].sum() == paid


@pytest.fixture(scope="module")
def workbook(tmp_path_factory: pytest.TempPathFactory) -> Written:
    """A leaves, B is hired, C is filled and D vacant; a second fund and unit stand by."""
    folder = tmp_path_factory.mktemp("seats")
    text = PLAN.replace("label: Water}]", 'label: Water}, {code: "501", label: Sewer}]')
    text = text.replace("label: Billing}]", "label: Billing}, {id: energy, label: Energy}]")
    text += "positions:\n" + "".join(
        f"  - {{position: {name}, {CLERK}, status: {status}}}\n"
        for name, status in (("A", "filled"), ("B", "vacant"), ("C", "filled"), ("D", "vacant"))
    )
    text += f"""
retirements:
  - {{id: a, position: A, {ROW}, payout_account: "12", last_day: 2028-01-14, filled_on: 2028-02-01}}
  - {{id: c, position: C, {ROW}, payout_account: "12", last_day: 2028-01-14}}
hires:
  - {{position: B, {HIRE}}}
"""
    return written(plan_files(folder / "plan", plan=text), folder / "plan.xlsx")


CONTRADICTIONS = {
    "a leave of a vacant position": ("retirements_of_one", "retirements.position", 1, "D"),
    "a second leave of a position": ("retirements_of_one", "retirements.position", 1, "A"),
    "a position that becomes several": ("retirements_of_one", "positions.headcount", 0, 2),
    "a next holder who comes too early": ("retirements_in_order", "retirements.filled_on", 0, dt.date(2028, 1, 14)),
    "a leave after the plan": ("retirements_in_order", "retirements.last_day", 1, dt.date(2028, 10, 1)),
    "a leave in another unit": ("retirements_at_home", "retirements.unit", 0, "energy"),
    "a leave in another fund": ("retirements_at_home", "retirements.fund", 0, "501"),
    "a hire of a filled position": ("hires_of_one", "positions.status", 1, "filled"),
    "a hire of a position with a leave": ("hires_of_one", "hires.position", 0, "A"),
    "a hire in another unit": ("hires_at_home", "hires.unit", 0, "energy"),
    "a hire in another fund": ("hires_at_home", "hires.fund", 0, "501"),
}


@pytest.mark.parametrize(("check", "key", "row", "value"), CONTRADICTIONS.values(), ids=list(CONTRADICTIONS))
def test_a_contradiction_that_is_typed_into_the_workbook_is_noticed(
    workbook: Written, check: str, key: str, row: int, value: object
) -> None:
    live, state = Live(workbook.path), workbook.cell(f"{check}__state")
    live.recalculate()
    assert live.value(*state) == "OK"
    live.set(*workbook.cell(key, row), value)
    live.recalculate()
    assert live.value(*state) == "ERROR"


def test_a_split_position_may_save_elsewhere(tmp_path: Path) -> None:
    away = 'unit: billing, fund: "500", account: "12"'.replace("billing", "energy")
    text = PLAN.replace("label: Billing}]", "label: Billing}, {id: energy, label: Energy}]")
    split = f"splits: [{{id: a, position: A, since: 2027-10-01, {away}, share: 1}}]\n"
    leave = f"retirements: [{{id: a, position: A, {away}, payout_account: '12', last_day: 2028-01-14}}]\n"
    positions = f"positions: [{{position: A, {CLERK}}}]\n"
    result = load(plan_files(tmp_path / "split", plan=text + positions + split + leave)).calculate()
    assert {check.name: check.passed for check in result.checks()}["retirements_at_home"]
    with pytest.raises(AssumptionError, match=r"retirements\[a\]\.unit"):
        load(plan_files(tmp_path / "whole", plan=text + positions + leave))
