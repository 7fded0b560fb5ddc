"""The reconciliation and the years ahead, in a whole plan worked by hand, and in the example under another raise."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import numpy as np
import pytest
from needs import ROOT, SMALL_PLAN

from budgetplan.formula.serial import serial
from budgetplan.model.evaluate import Values, evaluate
from budgetplan.model.graph import Model
from budgetplan.plan import Result, load

SHEETS = {"Reconciliation", "Changes by Unit", "Base Changes", "Line Changes", "Pay Changes", "Reconciliation Steps"}
AHEAD = {"Five Years", "Five Years by Account", "Five Years Growth", "Growth", "Growth by Year", "Years Ahead"} | {
    "Year Ahead",
    "Year Ahead by Row",
}
PLAN = """
plan: {name: Billing, fiscal_year: 2028, as_of: 2026-11-22}
funds: [{code: "500", label: Water}]
units: [{id: billing, label: Billing}]
accounts:
  - {code: "12", label: Salaries, category: People}
  - {code: "21", label: Taxes, category: People}
  - {code: "22", label: Pension, category: People}
  - {code: "23", label: Health, category: People}
  - {code: "34", label: Services, category: Other}
rates:
  wages_account: "12"
  general_increase: {2027-10-01: 0.03}
  merit_increase: {2028-01-01: 0.02}
  social_security_rate: 0.06
  social_security_wage_base: {2027-01-01: 200000}
  social_security_account: "21"
  medicare_rate: 0.01
  pension_rate: {2026-10-01: 0.10, 2028-07-01: 0.12}
  pension_account: "22"
  health_account: "23"
  growth_cap: 0.03
benefits: {health_tiers: [{id: employee, premium: {2027-01-01: 800, 2028-01-01: 850}}]}
positions:
  - {position: P1, unit: billing, fund: "500", account: "12", salary: 60000, health_tier: employee}
lines:
  - {id: system, label: System, fund: "500", unit: billing, account: "34", amount: 12000, escalator: 0.04,
     current_budget: 12000}
  - {id: postage, label: Postage, fund: "500", unit: billing, account: "34", quantity: 1000, price: 0.7,
     current_budget: 600}
  - {id: desk, label: Desk, fund: "500", unit: billing, account: "34", amount: 900, one_time: true}
history:
  - {fiscal_year: 2027, stage: adopted, fund: "500", unit: billing, account: "12", amount: 60000}
  - {fiscal_year: 2027, stage: adopted, fund: "500", unit: billing, account: "21", amount: 4200}
  - {fiscal_year: 2027, stage: adopted, fund: "500", unit: billing, account: "22", amount: 6000}
  - {fiscal_year: 2027, stage: adopted, fund: "500", unit: billing, account: "23", amount: 9600}
  - {fiscal_year: 2027, stage: adopted, fund: "500", unit: billing, account: "34", amount: 17600}
  - {fiscal_year: 2027, stage: estimate, fund: "500", unit: billing, account: "12", amount: 59000}
base_changes:
  - {id: study, step: one-time out, unit: billing, account: "34", label: Study, one_time: -5000}
current_fte: [{unit: billing, fte: 1}]
growth_rules:
  - {id: people, category: People, rate: 0.03}
  - {id: services, account: "34", rate: 0.02}
"""
ADOPTED_COMP = """  - {fiscal_year: 2027, stage: adopted, fund: "500", unit: billing, account: "24", amount: 450}
"""
STEPS = {
    # 60,000 x 3 % = 1,800; with 7 % taxes and 10 % pension 2,106. Merit 927 x 1.17 = 1,084.59.
    "FY2027 adopted": 97_400,
    "One-time items out": -5_000,
    "General increase": 2_106,
    "Merit, steps and longevity": 1_085,
    "Pension rate": 315,  # 3 x 5,253 x 2 %
    "Health premium": 450,  # 9 x 50
    "Contract escalators": 480,  # 12,000 x 4 %
    "Volume and prices": 100,  # 1,000 x 0.70 - 600
    "New": 900,
    # 62,727 + 4,391 + 6,588 + 10,050 + 12,480 + 700 + 900
    "FY2028 request": 97_836,
}


@pytest.fixture
def result(tmp_path: Path) -> Result:
    (tmp_path / "plan.yaml").write_text(PLAN, encoding="utf-8")
    return load(tmp_path).calculate()


def rows(values: Values, model: Model, names: str, key: str) -> dict[str, float]:
    """The figures of a column by the names of its rows, those that are not 0."""
    figures = zip(values[names][0, :, 0], values[key][0, :, 0], strict=True)
    return {str(name): float(figure) for name, figure in figures if figure}


def test_each_step_is_what_it_is_by_hand_and_nothing_is_left(result: Result) -> None:
    assert rows(result.values, result.model, "bridge.label", "bridge.total") == STEPS
    once = rows(result.values, result.model, "bridge.label", "bridge.one_time")
    assert once == {"FY2027 adopted": 5_000, "One-time items out": -5_000, "New": 900, "FY2028 request": 900}
    assert all(check.passed for check in result.checks())


@pytest.mark.parametrize(("out", "told"), [(-5000, False), (-4513, False), (-4512, True), (-5488, True)])
def test_what_no_step_explains_is_told_where_it_is_large(tmp_path: Path, out: int, told: bool) -> None:
    """Half a percent of 97,400 is 487: of the 5,000 of the study that go out, 4,513 leave 487 and 4,512 leave 488."""
    (tmp_path / "plan.yaml").write_text(PLAN.replace("one_time: -5000", f"one_time: {out}"), encoding="utf-8")
    words = f"of the change of 436 from the budget compared, {-5000 - out:,} is in no step of the reconciliation"
    said = [note.message for note in load(tmp_path).calculate().notes if "reconciliation" in note.message]
    assert said == [f"{words}: Not explained on Changes by Unit says in which units"] * told


def test_the_one_time_column_ends_with_what_of_the_request_is_for_once(tmp_path: Path) -> None:
    """A desk of 900 after 300: 5,300 - 5,000 + 600 = 900. A freeze saves 2,000 for once: 900 - 2,000 = -1,100."""
    plan = PLAN.replace("one_time: true}", "one_time: true, current_budget: 300}").replace("17600", "17900")
    freeze = (
        '\n  - {id: freeze, step: vacancy, unit: billing, account: "12", label: Freeze, one_time: -2000}\ncurrent_fte:'
    )
    (tmp_path / "plan.yaml").write_text(plan.replace("\ncurrent_fte:", freeze), encoding="utf-8")
    result = load(tmp_path).calculate()
    assert rows(result.values, result.model, "bridge.label", "bridge.one_time") == {
        "FY2027 adopted": 5_300,
        "One-time items out": -5_000,
        "Vacancy (lapse)": -2_000,
        "New": 600,
        "FY2028 request": -1_100,
    }
    found = [result.values[key][0, 0, 0] for key in ("one_time_costs", "one_time_savings", "one_time_of_request")]
    assert found == [900, -2_000, -1_100]
    assert all(check.passed for check in result.checks())


def test_another_raise_moves_its_own_step(result: Result) -> None:
    """2.5 % from January: 9 x 125 = 1,125, x 1.17 = 1,316.25; merit 9 x 102.50 = 922.50, x 1.17 = 1,079.33."""
    day, share = np.array([[[float(serial(dt.date(2028, 1, 1)))]]]), np.array([[[0.025]]])
    values = evaluate(result.model, {"general_increase.since": day, "general_increase.value": share})
    steps = rows(values, result.model, "bridge.label", "bridge.total")
    assert (steps["General increase"], steps["Merit, steps and longevity"]) == (1_316, 1_079)
    assert abs(steps.get("Not explained", 0)) <= 2  # each row of the budget is rounded to a dollar, and each step
    others = {"One-time items out", "Health premium", "Contract escalators", "Volume and prices", "New"}
    assert {name: steps[name] for name in others} == {name: STEPS[name] for name in others}


def test_a_new_position_is_new_at_the_rates_of_before(tmp_path: Path) -> None:
    """48,000 x 1.17 + 12 x 800 = 65,760 beside the desk of 900; its raises and rates stand in their own steps."""
    row = """  - {position: P2, unit: billing, fund: "500", account: "12", salary: 48000, health_tier: employee,
     new_position: true}
"""
    (tmp_path / "plan.yaml").write_text(PLAN.replace("lines:\n", row + "lines:\n"), encoding="utf-8")
    result = load(tmp_path).calculate()
    steps = rows(result.values, result.model, "bridge.label", "bridge.total")
    assert steps["New"] == 66_660
    assert steps["Merit, steps and longevity"] == 1_952  # 1,084.59 + 48,000 x 1.03 x 2 % x 9/12 x 1.17 = 867.67
    assert abs(steps.get("Not explained", 0)) <= 2
    full_time = rows(result.values, result.model, "bridge.label", "bridge.fte")
    assert full_time == {"FY2027 adopted": 1, "New": 1, "FY2028 request": 2}


def test_overtime_and_allowances_that_say_what_is_budgeted_now_are_explained(tmp_path: Path) -> None:
    """Overtime 2,000 after 1,500 and an allowance of 600 after 400, without raises: 500 x 1.07 + 200 x 1.07 = 749."""
    more = """
overtime:
  - {id: peaks, unit: billing, fund: "500", account: "12", amount: 2000, current_budget: 1500}
allowances:
  - {id: phones, unit: billing, fund: "500", account: "12", people: 2, amount: 300, current_budget: 400}
"""
    plan = PLAN + more
    for before, now in (
        ('account: "12", amount: 60000', 'account: "12", amount: 61900'),  # 1,500 + 400 more
        ('account: "21", amount: 4200', 'account: "21", amount: 4333'),  # and 7 % of them
        ("  wages_account:", "  full_time_hours: 2080\n  wages_account:"),
    ):
        assert before in plan
        plan = plan.replace(before, now)
    (tmp_path / "plan.yaml").write_text(plan, encoding="utf-8")
    result = load(tmp_path).calculate()
    steps = rows(result.values, result.model, "bridge.label", "bridge.total")
    assert steps["Other personnel"] == 749
    assert abs(steps.get("Not explained", 0)) <= 2


def test_a_new_rate_of_workers_compensation_is_told_against_that_of_the_current_budget(tmp_path: Path) -> None:
    """1 % after 0.75 %: 3 x 51.50 + 9 x 52.53 = 627.27 after 470.45 are 157; raises at 17.75 cents beside wages."""
    plan = PLAN
    for before, now in (
        ("  wages_account:", '  workers_comp_account: "24"\n  wages_account:'),
        ('  - {code: "34"', '  - {code: "24", label: Compensation, category: People}\n  - {code: "34"'),
        ("health_tier: employee}\n", 'health_tier: employee, comp_class: "8810"}\n'),
        ("lines:\n", 'comp_classes: [{id: "8810", rate: 0.01, current_rate: 0.0075}]\nlines:\n'),
        ("history:\n", f"history:\n{ADOPTED_COMP}"),
    ):
        assert before in plan
        plan = plan.replace(before, now, 1)
    (tmp_path / "plan.yaml").write_text(plan, encoding="utf-8")
    result = load(tmp_path).calculate()
    steps = rows(result.values, result.model, "bridge.label", "bridge.total")
    assert steps["Other personnel"] == 157
    assert steps["General increase"] == 2_120  # 1,800 x 1.1775 = 2,119.50
    assert steps["Merit, steps and longevity"] == 1_092  # 927 x 1.1775 = 1,091.54
    assert abs(steps.get("Not explained", 0)) <= 2


def test_a_retirement_is_for_once_but_for_what_the_next_holder_is_paid(tmp_path: Path) -> None:
    """Leaves on 31 August, filled on 29 September at 54,600, 9 % less.

    Leave 100 x 60,000 x 1.0506 / 2,080 = 3,030.58 and 7 % 212.14: 3,242.72. September 2028 has 21 weekdays, 20 to
    the 28th: (5,253 x 1.07 + 12 % 630.36) x 20 / 21 = 5,953.40, with health of 850 6,803; the last day's pay is 9 %
    less, 6,251.07 / 21 x 9 % = 27.
    """
    row = """retirements:
  - {id: r, position: P1, unit: billing, fund: "500", account: "12", payout_account: "12", last_day: 2028-08-31,
     leave_hours: 100, filled_on: 2028-09-29, next_salary: 54600}
"""
    (tmp_path / "plan.yaml").write_text(PLAN.replace("lines:\n", row + "lines:\n", 1), encoding="utf-8")
    result = load(tmp_path).calculate()
    steps = rows(result.values, result.model, "bridge.label", "bridge.total")
    assert steps["Other personnel"] == 3_243 - 27
    assert steps["Vacancy (lapse)"] == -6_803
    once = rows(result.values, result.model, "bridge.label", "bridge.one_time")
    assert (once["Other personnel"], once["Vacancy (lapse)"]) == (3_243, -6_803)
    assert once["FY2028 request"] == 900 + 3_243 - 6_803
    assert abs(steps.get("Not explained", 0)) <= 2
    assert all(check.passed for check in result.checks())


def test_what_nobody_explains_is_a_step_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "plan.yaml").write_text(PLAN.replace(",\n     current_budget: 600", ""), encoding="utf-8")
    result = load(tmp_path).calculate()
    steps = rows(result.values, result.model, "bridge.label", "bridge.total")
    assert "Volume and prices" not in steps
    assert steps["Not explained"] == 100
    assert all(check.passed for check in result.checks())


def test_the_years_ahead_by_hand(result: Result) -> None:
    """A whole year as on the last day: 60,000 x 1.03 x 1.02 = 63,036; 7 % are 4,412.52, 12 % 7,564.32; 12 x 850.

    FY2029: (62,727 + 309) x 1.03 = 64,927; (4,391 + 22) x 1.03 = 4,545; (6,588 + 976) x 1.03 = 7,791; (10,050 + 150) x
    1.03 = 10,506; (14,080 - 900) x 1.02 = 13,444. The cap: 97,836 x 1.03 = 100,771.
    """
    years = result.values["outlook_of_categories"][0, 0]
    assert list(years[:3]) == [59_000, 97_836, 64_927 + 4_545 + 7_791 + 10_506 + 13_444]
    assert list(result.values["outlook_cap"][0, 0, :3]) == [59_000, 97_836, 100_771]
    assert result.values["outlook_gap"][0, 0, 2] == 101_213 - 100_771


def test_a_plan_without_them_has_no_sheet_of_them() -> None:
    model = load(SMALL_PLAN).calculate().model
    assert not {block.sheet for block in model.blocks.values()} & (SHEETS | AHEAD)


def test_the_example_under_another_raise_leaves_no_more_unexplained() -> None:
    """2.5 % from January for everybody: what is not explained moves by less than a hundredth of what raises do."""
    result = load(ROOT / "assumptions").calculate()
    model, changes = result.model, {}
    kinds, day = result.values["increases.kind"][0, :, 0], float(serial(dt.date(2028, 1, 1)))
    for table, share, general in (
        ("general_increase", "value", np.array([True])),
        ("increases", "share", kinds == "general"),
    ):
        for name, figure in (("since", day), (share, 0.025)):
            key = next(k for k in (f"{table}.{name}__base", f"{table}.{name}") if k in model.blocks)
            before = result.values[key][0]
            changes[key] = np.where(general[:, None], figure, before)[None]
    values = evaluate(model, changes)
    before, after = (rows(v, model, "bridge.label", "bridge.total") for v in (result.values, values))
    moved = {name: after.get(name, 0) - before.get(name, 0) for name in before | after}
    assert moved["General increase"] < -100_000
    assert abs(moved["Not explained"]) < 0.01 * abs(moved["General increase"])
    assert moved["FY2028 request"] == sum(moved.values()) - moved["FY2028 request"] - moved["FY2027 adopted"]
