"""A plan made from one division of a real roster: General Services of a large city, 284 regular positions.

The roster gives titles and annual salaries. Everything else that a plan needs (units, coverage, who comes and goes,
operating lines) is invented here and says so. The fiscal year is July 2008 - June 2009 with the law of those years,
because real salaries of this division then cross the real wage bases of Social Security.
"""

from __future__ import annotations

import csv
import datetime as dt
from dataclasses import dataclass, field
from pathlib import Path

from needs import real_data
from proof import plan_files

ROSTER = "payroll/memphis_city_employees_2025.csv"
DIVISION = "General Services"
UNITS = ("fleet-shops", "facility-maintenance", "property-management", "animal-services", "administration")
TIERS = ("employee", "family", "none")
HEADINGS = ("Row", "Job Title", "Annual Salary", "FTE", "Count", "Hired", "Leaves", "Merit", "Coverage", "Paid So Far")


@dataclass
class Job:
    """One position of the division, as the test itself knows it."""

    number: str
    title: str
    salary: str
    unit: str
    fte: str = ""
    count: str = ""
    hired: str = ""
    leaves: str = ""
    tier: str = "none"
    paid_so_far: str = ""
    steady: bool = field(default=True)  # all year, one person, full time

    def row(self) -> tuple[str, ...]:
        """The job as a row of our CSV; empty fields take the plan's defaults."""
        merit = "0" if self.number.endswith("7") else ""
        return (
            *(self.number, self.title, self.salary, self.fte, self.count, self.hired, self.leaves, merit),
            *(self.tier, self.paid_so_far),
        )


SPECIAL: dict[int, dict[str, str]] = {
    3: {"fte": "0.5"},
    10: {"hired": "2008-09-16"},
    17: {"leaves": "2008-11-15"},
    24: {"count": "2"},
    31: {"hired": "2008-04-08", "leaves": "2009-02-28"},
    45: {"fte": "0.75", "count": "3", "hired": "2009-01-13"},
    59: {"paid_so_far": "30111.37"},
    66: {"hired": "2007-05-05"},
    73: {"leaves": "2008-07-15"},
    87: {"hired": "2009-06-30"},
    101: {"hired": "2008-08-09", "leaves": "2008-08-10"},  # a weekend
}
"""Every n-th position of the division that is not an ordinary one, all of it invented."""


def jobs() -> list[Job]:
    """The regular positions of the division, numbered by their row in the real file."""
    path = real_data(ROSTER, proves="that the salaries of a real division tie to the cent")
    with path.open(encoding="utf-8", newline="") as file:
        rows = [(number, row) for number, row in enumerate(csv.DictReader(file), 2)]
    ours = [(n, r) for n, r in rows if r["Division Name"] == DIVISION and r["Category"] == "Regular"]
    titles = sorted({row["Job Title"] for _, row in ours})
    found = []
    for index, (number, row) in enumerate(ours):
        unit = UNITS[titles.index(row["Job Title"]) % len(UNITS)]
        special = SPECIAL.get(index, {})
        job = Job(f"GS-{number:05d}", row["Job Title"], row["Annual Salary"], unit, tier=TIERS[index % 3], **special)
        job.steady = not set(special) - {"paid_so_far"}
        found.append(job)
    return found


def division_plan(folder: Path) -> Path:
    """The plan folder: five CSV tables with columns mapped, one for each unit, and the assumptions in YAML."""
    everybody = jobs()
    folder.mkdir(parents=True, exist_ok=True)
    for unit in UNITS:
        with (folder / f"{unit}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(HEADINGS)
            writer.writerows(job.row() for job in everybody if job.unit == unit)
    return plan_files(folder, plan=PLAN, rates=RATES, staffing=staffing(), operating=OPERATING)


def staffing() -> str:
    """The CSV tables, with which of their columns is what."""
    columns = ", ".join(
        f"{name}: {heading}"
        for name, heading in zip(
            ("position", "title", "salary", "fte", "headcount", "start", "end", "merit", "health_tier", "wages_so_far"),
            HEADINGS,
            strict=True,
        )
    )
    tables = (
        f"  - {{csv: {unit}.csv, columns: {{{columns}}}, source: public payroll register, status: actual,\n"
        f'     defaults: {{unit: {unit}, fund: "{fund}", account: "0511"}}}}\n'
        for unit, fund in zip(UNITS, ("0100", "0100", "0100", "100", "0100"), strict=True)
    )
    return "positions:\n" + "".join(tables)


PLAN = """\
plan: {name: General Services, organization: A large city, fiscal_year: 2009, fiscal_year_start: 7, as_of: 2008-05-01}
funds: [{code: "0100", label: General fund}, {code: "100", label: Animal services fund}]
units:
  - {id: general-services, label: General Services}
  - {id: fleet-shops, label: Fleet shops, parent: general-services}
  - {id: facility-maintenance, label: Facility maintenance, parent: general-services}
  - {id: property-management, label: Property management, parent: general-services}
  - {id: animal-services, label: Animal services, parent: general-services}
  - {id: administration, label: Administration, parent: general-services}
accounts:
  - {code: "0511", label: Full-time salaries, category: Personnel}
  - {code: "0512", label: FICA, category: Personnel}
  - {code: "0513", label: Pension, category: Personnel}
  - {code: "0514", label: Health insurance, category: Personnel}
  - {code: "0520", label: Materials and supplies, category: Materials}
  - {code: "520", label: Outside services, category: Services}
  - {code: "5E2", label: Utilities, category: Services}
  - {code: "0540", label: Capital outlay, category: Capital}
"""

RATES = """\
rates:
  social_security_rate: {value: 0.062, source: 26 USC 3111(a), status: enacted}
  social_security_wage_base:
    2008-01-01: {value: 102000, source: "ssa.gov, contribution and benefit base", status: enacted}
    2009-01-01: {value: 106800, source: "ssa.gov, contribution and benefit base", status: enacted}
  medicare_rate: {value: 0.0145, source: 26 USC 3111(b), status: enacted}
  pension_rate: {2007-07-01: 0.06, 2009-01-01: {value: 0.0633, status: projected}}
  social_security_account: "0512"
  pension_account: "0513"
  health_account: "0514"
  power_price: {2008-01-01: 0.0912, 2008-10-01: 0.0957}
  recovered_share: 0.18
  found_share: {value: 0.55, source: intake log, status: estimate}
  chip_price: 6.25
  license_price: {value: 1000, unit: $/x}
benefits:
  health_tiers:
    - {id: employee, label: Employee only, premium: {2008-01-01: 512.40, 2009-01-01: 538.02}}
    - {id: family, label: Family, premium: {2008-01-01: 1301.77, 2009-01-01: 1366.86}}
"""

OPERATING = """\
drivers:
  vehicles: {annual: {value: 41760, source: fleet register x 12, status: actual}}
  animals: {months: [1210, 1190, 1105, 1020, 900, 870, 850, 880, 1010, 1130, 1240, 1260]}
  kilowatt_hours:
    months: [910400, 905000, 830100, 700250, 655000, 702300, 740800, 720000, 660500, 640100, 720900, 850700]
  found_animals: {formula: =animals * found_share}
lines:
  - {id: uniforms, label: Uniforms, fund: "0100", unit: fleet-shops, account: "0520", per_fte: 240}
  - {id: tools, label: Tool allowance, fund: "0100", unit: fleet-shops,
     account: "0520", per_fte: {value: 415.50, status: contract}}
  - {id: oil, label: Oil and lubricants, fund: "0100", unit: fleet-shops,
     account: "0520", driver: vehicles, quantity: 0.75, price: 14.35}
  - {id: tires, label: Tires, fund: "0100", unit: fleet-shops, account: "0520", driver: vehicles, price: 9.87}
  - {id: towing, label: Towing, fund: "0100", unit: fleet-shops, account: "520", quantity: 640, price: 85}
  - {id: lift, label: Vehicle lift, fund: "0100", unit: fleet-shops, account: "0540", amount: 58750, one_time: true}
  - {id: filters, label: Filters, fund: "0100", unit: facility-maintenance,
     account: "0520", quantity: 3333, price: 7.77}
  - {id: elevators, label: Elevator contract, fund: "0100", unit: facility-maintenance,
     account: "520", amount: 187333.33}
  - {id: custodial, label: Custodial contract, fund: "0100", unit: facility-maintenance,
     account: "520", quantity: 412000, price: 1.09}
  - {id: training, label: Safety training, fund: "0100", unit: facility-maintenance, account: "520", per_fte: 99.99}
  - id: power
    label: Electric power
    fund: "0100"
    unit: facility-maintenance
    account: "5E2"
    formula: =kilowatt_hours * power_price
  - {id: water, label: Water, fund: "0100", unit: facility-maintenance, account: "5E2", amount: 96500.05}
  - {id: leases, label: Leases, fund: "0100", unit: property-management, account: "520", quantity: 12, price: 41233.41}
  - {id: appraisals, label: Appraisals, fund: "0100", unit: property-management,
     account: "520", quantity: 37, price: 1450}
  - {id: recovered, label: Rent recovered, fund: "0100", unit: property-management, account: "520", amount: -25000}
  - {id: food, label: Animal food, fund: "100", unit: animal-services,
     account: "0520", driver: animals, quantity: 9.5, price: 1.13}
  - {id: vaccines, label: Vaccines, fund: "100", unit: animal-services, account: "0520", driver: animals, price: 11.20}
  - id: chips
    label: Microchips
    fund: "100"
    unit: animal-services
    account: "0520"
    formula: =found_animals * chip_price * (1 - recovered_share)
  - {id: desks, label: Office supplies, fund: "0100", unit: administration, account: "0520", per_fte: 180}
  - {id: audit, label: Audit, fund: "0100", unit: administration, account: "520", amount: 20000.01}
  - id: reserve
    label: Software by contract
    fund: "0100"
    unit: administration
    account: "520"
    formula: =license_price * recovered_share * 365
"""


def day(text: str) -> dt.date | None:
    """The day of an ISO text; None for none."""
    return dt.date.fromisoformat(text) if text else None
