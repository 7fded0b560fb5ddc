"""Revenue apart from expenditures: it is never in the request, and what the department keeps lowers what it costs."""

from __future__ import annotations

from pathlib import Path

import pytest

from budgetplan.plan import Plan, load

PLAN = """
plan: {name: Customers, fiscal_year: 2028, as_of: 2026-11-22, compare_with: FY2027 adopted}
funds: [{code: "540", label: Customer fund}]
units: [{id: billing, label: Billing}]
accounts:
  - {code: "34", label: Services, category: Operating}
  - {code: "3431", label: Late fees, type: revenue, category: Revenue}
  - {code: "3433", label: Returned items, type: revenue, category: Revenue}
lines:
  - {id: mail, label: Mail, fund: "540", unit: billing, account: "34", amount: 50000}
drivers:
  returned: {months: [300, 100, 100, 100, 100, 100, 100, 100, 100, 100, 100, 100]}
revenue:
  - {id: late-fees, fund: "540", unit: billing, account: "3431", quantity: 2400, rate: 5, kept: 0}
  - {id: returned-items, fund: "540", unit: billing, account: "3433", driver: returned, rate: 30}
history:
  - {fiscal_year: 2027, stage: adopted, fund: "540", unit: billing, account: "34", amount: 48000}
  - {fiscal_year: 2027, stage: adopted, fund: "540", unit: billing, account: "3431", amount: 11000}
"""
CHARGES_OUT = """
allocation: [{pool: billing, unit: billing, driver: bills}]
driver_units: [{id: a, pool: billing, to: electric, units: 1}, {id: b, pool: billing, to: water, units: 3}]
receivers: [{id: electric}, {id: water}]
"""


def plan(folder: Path, text: str) -> Plan:
    (folder / "plan.yaml").write_text(text, encoding="utf-8")
    return load(folder)


def test_revenue_is_never_in_the_request_nor_in_its_categories(tmp_path: Path) -> None:
    """2,400 late fees of 5 are 12,000; 1,400 returned items of 30 are 42,000, of which October has 9,000."""
    result = plan(tmp_path, PLAN).calculate()
    assert result.values["total_request"][0, 0, 0] == 50000
    assert result.model.rows["categories"] == ["Operating"]
    assert result.model.rows["budget"] == ["540|billing|34"]
    assert result.values["revenue.revenue_of_year"][0, :, 0].tolist() == [12000, 42000]
    assert result.values["revenue.revenue_of_month"][0, :, 0].tolist() == [1000, 9000]
    assert all(check.passed for check in result.checks())


def test_history_of_revenue_stands_beside_revenue_alone(tmp_path: Path) -> None:
    values = plan(tmp_path, PLAN).calculate().values
    assert values["budget.past"][0].tolist() == [[48000]]
    assert values["revenue.past"][0].tolist() == [[11000], [0]]
    assert values["revenue.change"][0, :, 0].tolist() == [1000, 42000]


def test_what_is_kept_lowers_the_net_cost_and_what_is_charged_out(tmp_path: Path) -> None:
    """50,000 less 42,000 of returned items are 8,000; late fees belong to others. By 1 and 3 bills: 2,000 and 6,000."""
    result = plan(tmp_path, PLAN + CHARGES_OUT).calculate()
    assert result.values["units.net_cost"][0, :, 0].tolist() == [8000]
    assert result.values["receivers.charge_out"][0, :, 0].tolist() == [2000, 6000]
    assert result.values["total_request"][0, 0, 0] == 50000
    assert all(check.passed for check in result.checks())


@pytest.mark.parametrize("section", ["revenue", "allocation", "internal_charges"])
def test_a_plan_without_them_has_no_lines_of_them(tmp_path: Path, section: str) -> None:
    text = PLAN[: PLAN.index("revenue:\n")].replace(", compare_with: FY2027 adopted", "")
    model = plan(tmp_path, text).calculate().model
    assert section not in model.rows
    assert not [block for block in model.blocks.values() if block.table in (section, "receivers", "cost_objects")]
