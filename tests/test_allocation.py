"""Charges out as a finance officer would work them: two steps on paper, a whole plan, and a driver that changes."""

from __future__ import annotations

from pathlib import Path

import pytest
from needs import ROOT
from proof import written

from budgetplan.errors import AssumptionError
from budgetplan.model.explain import Explainer
from budgetplan.plan import Plan, load
from budgetplan.workbook.engines import Live

PLAN = """
plan: {name: Customers, fiscal_year: 2028, as_of: 2026-11-22}
funds: [{code: "540", label: Customer fund}]
units: [{id: admin, label: Administration}, {id: calls, label: Call center}, {id: energy, label: Energy services}]
accounts: [{code: "34", label: Services}, {code: "49", label: Rebates}]
lines:
  - {id: office, label: Office, fund: "540", unit: admin, account: "34", amount: 1000}
  - {id: phones, label: Phones, fund: "540", unit: calls, account: "34", amount: 2000}
  - {id: audits, label: Audits, fund: "540", unit: energy, account: "34", amount: 400}
  - {id: rebates, label: Rebates, fund: "540", unit: energy, account: "49", amount: 100}
allocation:
  - {pool: rebates, unit: energy, account: "49", driver: direct}
  - {pool: administration, unit: admin, driver: jobs}
  - {pool: audits, unit: energy, driver: audits}
  - {pool: call-center, unit: calls, driver: calls}
driver_units:
  - {id: r1, pool: rebates, to: electric, units: 1}
  - {id: a1, pool: administration, to: audits, units: 1}
  - {id: a2, pool: administration, to: call-center, units: 2}
  - {id: e1, pool: audits, to: electric, units: 3}
  - {id: e2, pool: audits, to: gas, units: 1}
  - {id: c1, pool: call-center, to: electric, units: 200}
  - {id: c2, pool: call-center, to: water, units: 70}
  - {id: c3, pool: call-center, to: gas, units: 30}
receivers:
  - {id: electric, label: Electric utility, agreement: SA-01}
  - {id: water, label: Water utility}
  - {id: gas, label: Gas utility, pattern: summer}
patterns:
  summer: [0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1]
"""


@pytest.fixture
def plan(tmp_path: Path) -> Plan:
    (tmp_path / "plan.yaml").write_text(PLAN, encoding="utf-8")
    return load(tmp_path)


def test_rebates_first_then_administration_then_audits_and_calls(plan: Plan) -> None:
    """Rebates 100 are electric's. Administration 1,000 goes by 1 and 2 jobs: audits get 333.33, the call center 666.67.

    Audits 400 + 333.33 = 733.33 by 3 and 1 of 4: electric 549.9975 = 550.00, gas the other 183.33.
    The call center 2,000 + 666.67 = 2,666.67 by 200, 70 and 30 of 300: electric 1,777.78;
    with water 2,400.003 = 2,400.00, so water 622.22; gas the rest, 266.67.
    Electric 100 + 550.00 + 1,777.78 = 2,427.78, water 622.22, gas 183.33 + 266.67 = 450.00; together 3,500.00.
    """
    values = plan.calculate().values
    assert values["allocation.to_allocate"][0, :, 0].tolist() == [100, 1000, 733.33, 2666.67]
    assert values["receivers.allocated"][0, :, 0].tolist() == [2427.78, 622.22, 450.00]
    assert values["allocated_in_all"][0, 0, 0] == pytest.approx(values["total_request"][0, 0, 0]) == 3500


def test_a_charge_falls_into_the_months_of_its_receiver(plan: Plan) -> None:
    """Gas pays 450.00 in July, August and September, 150.00 each; electric 2,427.78 / 12 = 202.315 a month."""
    by_month = plan.calculate().values["receivers.charge_of_month"][0]
    assert by_month[2].tolist() == [0] * 9 + [150, 150, 150]
    assert by_month[0, :3].round(2).tolist() == [202.32, 202.31, 202.32]  # 202.32, 404.63, 606.95 so far
    assert by_month.sum(1).round(2).tolist() == [2427.78, 622.22, 450.00]


def test_all_checks_hold_and_a_unit_without_a_pool_fails_one(plan: Plan, tmp_path: Path) -> None:
    assert all(check.passed for check in plan.calculate().checks())
    less = PLAN.replace("  - {pool: audits, unit: energy, driver: audits}\n", "")
    less = "\n".join(line for line in less.splitlines() if "audits, to" not in line and "to: audits" not in line)
    (tmp_path / "plan.yaml").write_text(less, encoding="utf-8")
    failed = [check.label for check in load(tmp_path).calculate().checks() if not check.passed]
    assert failed == ["The whole request is in some pool"]


PAST = (  # last year calls really cost 1,500, by 100 and 50 calls; charged were 900 and 550
    PLAN.replace("direct}", "direct, past_cost: 0}")
    .replace("jobs}", "jobs, past_cost: 0}")
    .replace("driver: audits}", "driver: audits, past_cost: 0}")
    .replace("driver: calls}", "driver: calls, past_cost: 1500}")
    .replace("units: 200}", "units: 200, past_units: 100}")
    .replace("units: 70}", "units: 70, past_units: 50}")
    .replace("units: 30}", "units: 30, past_units: 0}")
    .replace("units: 1}", "units: 1, past_units: 0}")
    .replace("units: 2}", "units: 2, past_units: 0}")
    .replace("units: 3}", "units: 3, past_units: 0}")
    .replace("agreement: SA-01}", "past_charged: 900}")
    .replace("label: Water utility}", "past_charged: 550}")
    .replace("pattern: summer}", "pattern: summer, past_charged: 0}")
)
LEDGER = """
history:
  - {fund: "540", unit: calls, account: "34", fiscal_year: 2025, stage: actual, amount: 1400}
  - {fund: "540", unit: calls, account: "34", fiscal_year: 2026, stage: actual, amount: 1500}
  - {fund: "540", unit: calls, account: "34", fiscal_year: 2027, stage: adopted, amount: 1600}
"""


def failed(text: str, folder: Path) -> list[str]:
    """The checks that fail in a plan of this text."""
    (folder / "plan.yaml").write_text(text, encoding="utf-8")
    return [check.name for check in load(folder).calculate().checks() if not check.passed]


def test_what_is_trued_up_is_what_was_borne_less_what_was_charged(tmp_path: Path) -> None:
    """Electric bore 1,000 of it and water 500: 1,000 - 900 = 100, and 500 - 550 = -50."""
    (tmp_path / "plan.yaml").write_text(PAST, encoding="utf-8")
    result = load(tmp_path).calculate()
    assert result.values["receivers.true_up"][0, :, 0].tolist() == [100, -50, 0]
    assert result.values["receivers.charge_out"][0, :, 0].tolist() == [2527.78, 572.22, 450.00]
    assert all(check.passed for check in result.checks())


@pytest.mark.parametrize(
    ("said", "path"),
    [
        (", past_charged: 550", "receivers[water].past_charged"),
        ("jobs, past_cost: 0", "allocation[administration].past_cost"),
        ("units: 30, past_units: 0", "driver_units[c3].past_units"),
    ],
)
def test_what_a_true_up_needs_is_not_taken_for_0(said: str, path: str, tmp_path: Path) -> None:
    assert said in PAST
    (tmp_path / "plan.yaml").write_text(PAST.replace(said, said.partition(",")[0]), encoding="utf-8")
    with pytest.raises(AssumptionError) as caught:
        load(tmp_path)
    assert [problem.path for problem in caught.value.problems] == [path]


def test_what_the_pools_cost_is_what_the_ledger_says_of_the_last_closed_year(tmp_path: Path) -> None:
    assert failed(PAST + LEDGER, tmp_path) == []
    assert failed(PAST.replace("past_cost: 1500", "past_cost: 1499.99") + LEDGER, tmp_path) == [
        "past_cost_is_the_ledgers"
    ]
    assert failed(PAST + LEDGER.replace("stage: actual", "stage: amended"), tmp_path) == []


def test_the_pools_of_the_example_cost_what_its_history_says() -> None:
    values = load(ROOT / "assumptions").calculate().values
    assert values["past_actuals"].item(0) == pytest.approx(values["past_pools_cost"].item(0)) == 19_126_670.14


def test_a_figure_that_is_deleted_in_the_workbook_is_noticed(tmp_path: Path) -> None:
    (tmp_path / "plan").mkdir()
    (tmp_path / "plan" / "plan.yaml").write_text(PAST, encoding="utf-8")
    plan = written(tmp_path / "plan", tmp_path / "plan.xlsx")
    for key, row, was in (
        ("allocation.past_cost", 3, 1500),
        ("receivers.past_charged", 1, 550),
        ("driver_units.past_units", 5, 100),
    ):
        live, state = Live(plan.path), plan.cell("true_up_complete__state")
        for value, told in ((was, "OK"), (None, "ERROR"), (0, "OK")):
            live.set(*plan.cell(key, row), value)
            live.recalculate()
            assert live.value(*state) == told, (key, value)


def test_the_example_charges_out_its_whole_request() -> None:
    values = load(ROOT / "assumptions").calculate().values
    assert len(values["receivers.allocated"][0]) == 7
    assert values["allocated_in_all"][0, 0, 0] == pytest.approx(values["total_request"][0, 0, 0])


def test_a_step_is_explained_by_the_pool_that_hands_on(plan: Plan) -> None:
    """What water holds after the last step comes from what the call center held before it."""
    result = plan.calculate()
    row = result.model.rows["cost_objects"].index("water")
    steps = Explainer(result.model, result.values).explain("cost_objects.held", row, 3, deepest=1)
    told = {step.name: step.value for step in steps}
    assert told["cost_objects.held[water, call-center]"] == "622.22"
    assert told["cost_objects.held[call-center, audits]"] == "2,666.67"
    first = Explainer(result.model, result.values).explain("cost_objects.held", row + 1, 0, deepest=1)
    assert "cost_objects.held.opening[rebates]" in {step.name for step in first}
