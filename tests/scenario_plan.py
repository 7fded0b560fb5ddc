"""The small plan with scenarios that change figures of every kind, leave rows out and add some."""

from __future__ import annotations

import shutil
from pathlib import Path

from proof import SMALL_PLAN

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


def scenario_plan(folder: Path) -> Path:
    """Writes the plan into a new folder."""
    shutil.copytree(SMALL_PLAN, folder)
    (folder / "scenarios.yaml").write_text(SCENARIOS.lstrip(), encoding="utf-8")
    return folder
