"""The small plan with scenarios that change figures of every kind, a history, and groups of units and accounts."""

from __future__ import annotations

import shutil
from pathlib import Path

from needs import SMALL_PLAN

SCENARIOS = """
scenarios:
  - id: low
    label: Low growth
    changes:
      rates.general_increase[2027-10-01]: {value: 0.02, source: first offer, status: estimate}
      rates.general_increase[2028-04-03]: 0.01
      rates.ebill_share: 0.45
      rates.pension_rate[2028-07-01]: 0.139
      positions[CO-117].start: 2028-01-03
      positions[CO-113].headcount: 1
      positions[BL-203].end: 2028-06-30
      drivers.kiosk_payments.months: [5000, 5100, 5200, 5300, 5400, 5500, 5000, 5100, 5200, 5300, 5400, 5500]
      drivers.bills: 1500000
      benefits.health_tiers[family].premium[2028-01-01]: 2000
      lines[guards].price: 25
    leave_out:
      - positions[CO-118]
      - lines[counter]
  - id: more-staff
    label: Four more representatives
    changes:
      positions[BL-204].unit: call-center
      positions[BL-202].health_tier: family
      lines[kiosks].driver: interpreted_calls
    adds:
      positions:
        - {position: CO-901, title: Customer Service Rep I, unit: call-center, fund: "540", account: "12",
           salary: 37500, headcount: 4, start: 2028-01-03, health_tier: employee}
      lines:
        - {id: stations, label: Workstations, fund: "540", unit: call-center, account: "64", quantity: 4, price: 3900,
           one_time: true, start: 2028-01-03}
"""


HISTORY = """
history:
  - {csv: prior_years.csv, defaults: {fund: "540"}, source: budget book FY2027, status: actual}
  - {fiscal_year: 2027, stage: estimate, fund: "540", unit: billing, account: "42", amount: 579000}
"""
PRIOR_YEARS = """fiscal_year,stage,unit,account,amount
2025,actual,billing,42,560100.25
2026,actual,billing,42,566300
2026,actual,call-center,12,1050000
2026,actual,call-center,12,50000.50
2027,adopted,billing,42,590000
2027,adopted,call-center,12,1120000
2027,adopted,call-center,46,90000
2027,adopted,call-center,55,7000
2027,adopted,billing,64,95000
2027,amended,billing,42,585000
"""
GROUPS = """
units:
  - {id: customers, label: Customer operations}
  - {id: front, label: Front line, parent: customers}
"""


def rich_plan(folder: Path) -> Path:
    """Writes the plan into a new folder."""
    shutil.copytree(SMALL_PLAN, folder)
    plan = (folder / "plan.yaml").read_text(encoding="utf-8")
    for unit, parent in (("label: Call center", "front"), ("label: Billing and customer programs", "customers")):
        assert unit in plan
        plan = plan.replace(unit, f"{unit}, parent: {parent}")
    texts = {"plan.yaml": plan, "scenarios.yaml": SCENARIOS, "history.yaml": HISTORY, "groups.yaml": GROUPS}
    for name, text in {**texts, "prior_years.csv": PRIOR_YEARS}.items():
        (folder / name).write_text(text.lstrip(), encoding="utf-8")
    return folder
