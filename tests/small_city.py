"""A small city of the tests' own: a roster of seven rows and a ledger of six, clean or with all the dirt of exports."""

from __future__ import annotations

from pathlib import Path

ROSTER = """\
Division,Person,Job,Annual,Rate,Kind
Streets,"Doe, Ann",Engineer,"90,000.00",N/A,Regular
Streets,"Roe, Bo",Driver,"45,500.25",N/A,Regular
Streets,"Poe, Cy",Driver,"45,500.25",N/A,Regular
Parks & Trees,"Low, Di",Gardener,41000,N/A,Regular
Parks & Trees,"May, Ed",Total Care Helper,N/A,15.25,Hourly
Parks & Trees,"Fox, Flo",Lifeguard,N/A,17,Hourly
Parks & Trees,"Kay, Gus",Advisor,N/A,99,Contract
"""

LEDGER = """\
Group,Dept,Object,Object Name,Program,Spent 2026,Adopted 2027
Works,Streets,0100,Salaries,Roads,"225,000.10","230,000.00"
Works,Streets,0520,Supplies,Roads,"12,000.005","13,000.00"
Works,Streets,0540,Services,Roads,(250.00),-
Works,Streets,0540,Services,Snow,"7,000.50","8,000.75"
Green,Parks & Trees,0100,Salaries,Trees,80000,82000
Green,Parks & Trees,0520,Supplies,Trees,1500.115,1600
"""

MAPPING = """\
plan: {name: Small city, fiscal_year: 2028, as_of: 2027-03-31, compare_with: FY2027 adopted}
funds:
  - {code: "010", label: General fund}
units: []
accounts:
  - {code: "0100", label: Salaries, category: Personnel}
  - {code: "0110", label: Taxes, category: Personnel}
  - {code: "0120", label: Pension, category: Personnel}
  - {code: "0130", label: Health, category: Personnel}
rates:
  social_security_rate: 0.062
  social_security_wage_base: {2027-01-01: 190800, 2028-01-01: 198900}
  social_security_account: "0110"
  medicare_rate: {value: 0.0145, source: 26 USC 3111(b), status: enacted}
  pension_rate: 0.1
  pension_account: "0120"
  health_account: "0130"
roster:
  file: roster.csv
  source: payroll
  status: actual
  missing: [N/A]
  title: Job
  unit: {column: Division, make: true}
  fund: {always: "010"}
  account: {always: "0100"}
  jobs:
    - where: {Kind: Regular}
      salary: Annual
    - file: hourly.csv
      where: {Kind: Hourly}
      rate: Rate
      hours: {each: 1040, by: Job, exact: {Lifeguard: 400}, source: guessed}
  leave_out:
    - {where: {Kind: Contract}, why: "paid as a service, not by payroll"}
  control_totals:
    - {label: Salaries, column: Annual, amount: 222000.50, rows: 4}
    - {label: Rates, column: Rate, where: {Kind: [Hourly, Contract]}, amount: 131.25, rows: 3}
budget:
  file: ledger.csv
  missing: ["-"]
  unit: {column: Dept, make: true, under: Group}
  fund: {always: "010"}
  account: {column: Object, make: true, label: Object Name}
  label: [Program, Object Name]
  personnel: ["0100"]
  amounts:
    - {column: Spent 2026, fiscal_year: 2026, stage: actual}
    - {column: Adopted 2027, fiscal_year: 2027, stage: adopted, lines: true}
  control_totals:
    - {label: Spent, column: Spent 2026, amount: 325250.720}
    - {label: Adopted, column: Adopted 2027, amount: "334,600.75", rows: 5}
"""


def without(mapping: str, roster: int = 0, budget: int = 0) -> str:
    """A mapping that says how many rows of its exports are not mapped."""
    for file, rows in (("roster.csv", roster), ("ledger.csv", budget)):
        mapping = mapping.replace(f"  file: {file}\n", f"  file: {file}\n  not_mapped: {rows}\n", 1)
    return mapping


def small_city(
    folder: Path, mapping: str = MAPPING, roster: str | bytes = ROSTER, ledger: str | bytes = LEDGER
) -> Path:
    """Writes the exports and the mapping into a folder; gives the mapping's path."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in (("roster.csv", roster), ("ledger.csv", ledger), ("city.yaml", mapping)):
        (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder / "city.yaml"
