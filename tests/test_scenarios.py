"""Scenarios, worked by hand on a tiny plan: what changes, what is left out, what is added, what is said of mistakes."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from needs import SMALL_PLAN

import budgetplan
from budgetplan.errors import UsageError

TINY = """
plan: {name: Tiny, fiscal_year: 2028, as_of: 2027-01-04}
funds: [{code: "5", label: Fund}]
units: [{id: a, label: Unit A}, {id: b, label: Unit B}]
accounts: [{code: "12", label: Pay, category: Personal}, {code: "34", label: Other, category: Operating}]
rates:
  fee: {value: 2, unit: $/x}
  price: {2027-10-01: 10, unit: $/x}
drivers:
  visits: {annual: 1200}
  calls: {months: [100, 100, 100, 100, 100, 100, 100, 100, 100, 100, 100, 100]}
patterns:
  summer: [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 0, 0]
lines:
  - {id: guards, label: Guards, fund: "5", unit: a, account: "34", quantity: 100, price: 10}
  - {id: counter, label: Counter, fund: "5", unit: a, account: "34", amount: 500}
  - {id: mail, label: Mail, fund: "5", unit: a, account: "34", driver: visits, price: 1}
  - {id: phone, label: Phone, fund: "5", unit: b, account: "34", driver: calls, price: 1}
  - {id: fees, label: Fees, fund: "5", unit: b, account: "34", formula: =visits * fee}
  - {id: seats, label: Seats, fund: "5", unit: b, account: "34", formula: =price}
"""
BASE = 1000 + 500 + 1200 + 1200 + 2400 + 10  # what each of the lines costs


def plan_of(folder: Path, scenarios: str) -> budgetplan.Plan:
    """The tiny plan with these scenarios."""
    (folder / "plan.yaml").write_text(TINY + scenarios, encoding="utf-8")
    return budgetplan.load(folder)


def request_of(folder: Path, *changes: str, more: str = "") -> float:
    """The request of a scenario with these changes."""
    listed = "".join(f"      {change}\n" for change in changes)
    text = "scenarios:\n  - id: other\n    label: Other\n" + (f"    changes:\n{listed}" if listed else "") + more
    plan = plan_of(folder, text)
    assert plan.calculate().request == BASE
    return plan.calculate("other").request


CHANGES = (
    ("lines[guards].price: 8", -200),
    ("lines[guards].quantity: 110", 100),
    ("lines[counter].amount: 700", 200),
    ("lines[counter].start: 2028-04-01", -250),
    ("lines[counter].pattern: summer", 0),
    ("lines[counter].unit: b", 0),
    ("lines[counter].included: 0", -500),
    ("rates.fee: 3", 1200),
    ("rates.fee: {value: 3, source: offer, status: quoted}", 1200),
    ("rates.price[2027-10-01]: 22", 12),
    ("rates.price[2028-04-01]: 22", 6),
    ("drivers.visits: 2400", 1200 + 2400),
    ("drivers.calls.months: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 600]", -600),
)


@pytest.mark.parametrize(("change", "difference"), CHANGES, ids=[change for change, _ in CHANGES])
def test_a_scenario_changes_one_figure(tmp_path: Path, change: str, difference: float) -> None:
    assert request_of(tmp_path, change) == BASE + difference


def test_a_scenario_changes_a_dated_figure_by_its_days(tmp_path: Path) -> None:
    """The one in force when the plan begins, too."""
    shutil.copytree(SMALL_PLAN, tmp_path / "plan")
    lines = "[{id: extra, label: X, fund: %s, unit: %s, account: %s, amount: {2026-01-01: 1200, 2028-04-01: 2400}}]"
    model = budgetplan.load(tmp_path / "plan").lines[0]
    row = lines % (f'"{model.fund}"', model.unit, f'"{model.account}"')
    changes = "{'lines[extra].amount[2026-01-01]': 0, 'lines[extra].amount[2028-04-01]': 4800}"
    text = f"lines: {row}\nscenarios: [{{id: other, label: Other, changes: {changes}}}]\n"
    (tmp_path / "plan" / "more.yaml").write_text(text, encoding="utf-8")
    plan = budgetplan.load(tmp_path / "plan")
    assert plan.calculate("other").request - plan.calculate().request == 2400 - (600 + 1200)


def test_a_scenario_leaves_a_line_out(tmp_path: Path) -> None:
    assert (
        request_of(tmp_path, more="    leave_out:\n      - lines[counter]\n      - lines[fees]\n") == BASE - 500 - 2400
    )


def test_a_scenario_adds_a_line_that_is_in_no_other(tmp_path: Path) -> None:
    added = '{id: extra, label: Extra, fund: "5", unit: b, account: "34", amount: 77}'
    assert request_of(tmp_path, more=f"    adds:\n      lines:\n        - {added}\n") == BASE + 77


def test_a_scenario_adds_a_position_to_a_plan_without_one(tmp_path: Path) -> None:
    text = """
rates:
  social_security_rate: 0
  social_security_wage_base: {2027-01-01: 200000}
  medicare_rate: 0
  pension_rate: {2027-01-01: 0}
  social_security_account: "12"
  pension_account: "12"
  health_account: "12"
scenarios:
  - id: staff
    label: One more
    adds:
      positions:
        - {position: P1, unit: b, fund: "5", account: "12", salary: 60000}
"""
    (tmp_path / "more.yaml").write_text(text.lstrip(), encoding="utf-8")
    plan = plan_of(tmp_path, "")
    assert (plan.calculate().request, plan.calculate().fte) == (BASE, 0)
    assert (plan.calculate("staff").request, plan.calculate("staff").fte) == (BASE + 60000, 1)


def test_the_budget_names_its_scenario_and_its_own_rows(tmp_path: Path) -> None:
    plan = plan_of(tmp_path, "scenarios:\n  - {id: moved, label: Moved, changes: {'lines[counter].unit': b}}\n")
    base, moved = plan.calculate().budget, plan.calculate("moved").budget
    assert set(base.scenario) == {"base"}
    assert set(moved.scenario) == {"moved"}
    assert base[base.line == "counter"].groupby("unit").amount.sum().round(2).to_dict() == {"a": 500}
    assert moved[moved.line == "counter"].groupby("unit").amount.sum().round(2).to_dict() == {"b": 500}


def test_a_scenario_that_is_not_there(tmp_path: Path) -> None:
    plan = plan_of(tmp_path, "scenarios:\n  - {id: low, label: Low}\n")
    with pytest.raises(UsageError, match=r'There is no scenario "lo"\. Did you mean "low"\?'):
        plan.calculate("lo")
    with pytest.raises(UsageError, match=r"This plan has base, low\."):
        plan.calculate("highest of all")


MISTAKES = (
    ("lines[guards].prise: 8", 'There is no figure of this name. Did you mean "lines[guards].price"?'),
    ("lines[gards].price: 8", 'There is no figure of this name. Did you mean "lines[guards].price"?'),
    ("rates.fees: 8", 'There is no figure of this name. Did you mean "rates.fee"?'),
    ("fee: 8", 'There is no figure of this name. Did you mean "rates.fee"?'),
    ("tax: 8", "There is no figure of this name. Begin with the section, as messages do: rates.fee."),
    ("lines[guards].price:", "is empty: write the scenario's figure, or leave the change out"),
    ("lines[guards].price: lots", '"lots" is not a number: write digits only, like 1234.50'),
    ("lines[counter].included: 2", '"2" is neither 1 nor 0: write true for yes, false for no'),
    ("lines[counter].unit: c", 'There is no "c" among units.'),
    ("lines[counter].pattern: sumer", 'There is no "sumer" among patterns. Did you mean "summer"?'),
    ("drivers.calls.months: [1, 2]", "has 2 figures, and the plan has 12: give one for each month, as a list"),
    ("drivers.calls.months: 5", "has one figure, and the plan has 12: give one for each month, as a list"),
)


@pytest.mark.parametrize(("change", "said"), MISTAKES, ids=[change for change, _ in MISTAKES])
def test_a_mistake_of_a_change_is_said_at_its_own_place(tmp_path: Path, change: str, said: str) -> None:
    with pytest.raises(budgetplan.AssumptionError) as caught:
        request_of(tmp_path, change)
    path = change.partition(": ")[0].rstrip(":")
    (problem,) = caught.value.problems
    assert problem.path == f"scenarios[other] {path}"
    assert problem.message == said
    assert problem.place.line == len(TINY.splitlines()) + 5


def test_a_scenario_may_choose_any_pattern_that_a_line_may(tmp_path: Path) -> None:
    """By paydays, too, which is there where the calendar says when they are."""
    shutil.copytree(SMALL_PLAN, tmp_path / "plan")
    scenario = "{id: paid, label: By paydays, changes: {'lines[guards].pattern': paydays}}"
    more = f"calendar: {{first_payday: 2027-10-01}}\nscenarios: [{scenario}]\n"
    (tmp_path / "plan" / "more.yaml").write_text(more, encoding="utf-8")
    plan = budgetplan.load(tmp_path / "plan")
    assert plan.calculate("paid").request == plan.calculate().request
    assert "paydays" not in str(plan.calculate().values["operating.pattern"])
    assert "paydays" in str(plan.calculate("paid").values["operating.pattern"])
