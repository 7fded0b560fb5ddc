"""Small plans for the tests, written as a person would."""

from __future__ import annotations

from pathlib import Path

from budgetplan.assumptions import Assumptions, load
from budgetplan.errors import AssumptionError

PLAN = "plan: {name: Water billing, fiscal_year: 2027, as_of: 2026-03-01}\n"
LEDGER = """\
funds: [{code: "500", label: Water}]
units: [{id: billing, label: Billing}]
accounts: [{code: "5110", label: Salaries}, {code: "5310", label: Postage}]
"""
COMPLETE = (
    PLAN
    + LEDGER
    + """\
rates:
  cola: {2026-10-01: 0.03, 2027-10-01: {value: 0.025, status: projected}, unit: share, source: Council}
  payroll_account: "5110"
drivers:
  bills: {annual: {value: 1200000, source: Billing system}, unit: bills}
  calls: {months: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]}
  letters: {formula: =bills * 0.4}
benefits:
  health_tiers:
    - {id: family, label: Family, premium: {2026-01-01: 1810.5, 2027-01-01: 1900}}
positions:
  - {position: CO-117, title: Analyst, unit: billing, fund: "500", account: "5110",
     salary: {value: 71250, source: Pay plan, review_by: 2027-01-01}, health_tier: family, start: 2027-01-15}
  - {position: CO-118, unit: billing, fund: "500", account: "5110", salary: 52000, fte: 0.5, merit: false}
lines:
  - {id: postage, label: Postage, fund: "500", unit: billing, account: "5310", driver: bills, price: 0.73}
  - {id: software, label: Software, fund: "500", unit: billing, account: "5310", quantity: 12, price: 900}
model:
  inputs: {late_share: {unit: share, label: Paid late}}
"""
)


def write(folder: Path, **files: str) -> Path:
    """Write files into the folder; `plan` becomes plan.yaml, `roster_csv` roster.csv."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        file = folder / (name.removesuffix("_csv") + ".csv" if name.endswith("_csv") else name + ".yaml")
        file.write_text(text, encoding="utf-8", newline="")
    return folder


def loaded(folder: Path, **files: str) -> Assumptions:
    """The plan that these files are."""
    return load(write(folder, **files))


def problems(folder: Path, **files: str) -> list[str]:
    """What `load` says about these files."""
    try:
        load(write(folder, **files))
    except AssumptionError as error:
        return str(error).splitlines()
    return []
