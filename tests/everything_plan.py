"""A small plan that says everything that a plan can say, at least once: what there is to be damaged.

Few rows, so that thousands of damaged copies are read and calculated in a minute; every key of every section, every
way to write a figure, every way to say what a line costs, scenarios, history, groups, tables and lines of its own.
"""

from __future__ import annotations

from pathlib import Path

FILES = {
    "plan.yaml": """
plan:
  name: Customer Operations
  organization: City Utilities
  fiscal_year: 2028
  years: 1
  budget_basis: accrual
  fiscal_year_start: 10
  as_of: 2026-11-22
  version: "0.1"
  stage: request
  compare_with: FY2027 adopted
  round_to: 1
  paper: letter
  protect: true
funds:
  - {code: "540", label: Customer fund, parent: "5"}
  - {code: "5", label: Enterprise funds}
units:
  - {id: call-center, label: Call center, parent: front}
  - {id: billing, label: Billing}
  - {id: front, label: Front line}
accounts:
  - {code: "12", label: Salaries, category: Personal services, type: expense, control: Salaries}
  - {code: "21", label: FICA taxes, category: Personal services, parent: "20"}
  - {code: "20", label: Contributions, category: Personal services}
  - {code: "23", label: Health insurance, category: Personal services}
  - {code: "34", label: Other services, category: Operating}
  - {code: "42", label: Postage, category: Operating}
calendar:
  first_payday: 2027-10-08
  payday_interval: 14
  pay_lag: 7
  paydays_a_year: 26
  full_time_hours: 2080
  holidays: {2027-12-31: "New Year's Day, observed"}
patterns:
  summer: [0, 0, 0, 0, 0, 0, 1, 2, 3, 3, 2, 1]
  late: {label: Late in the year, months: [1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 2], source: the year before}
""",
    "rates.yaml": """
rates:
  general_increase: {2027-10-01: {value: 0.03, source: pay plan, status: estimate}, 2028-04-03: 0.01}
  merit_increase:
    2028-01-01: {value: 0.02, source: pay plan, status: estimate, note: on anniversaries, owner: HR}
    prorate: weekdays
  social_security_rate: {value: 0.062, source: 26 USC 3111(a), status: enacted, effective: 1990-01-01}
  social_security_wage_base:
    2027-01-01: {value: 190800, source: trustees, status: projected, review_by: 2027-10-31}
    2028-01-01: {value: 198900, status: projected}
  medicare_rate: 0.0145
  pension_rate: {2026-10-01: 0.1385, 2028-07-01: {value: 0.1410, source: actuary's letter}}
  social_security_account: "21"
  pension_account: "21"
  health_account: "23"
  ebill_share: {value: 0.41, source: billing system, status: actual}
  postage_price: {value: 0.65, unit: $/x, source: mail house, status: quoted, label: Postage}
  park_fee: 12.50
benefits:
  health_tiers:
    - {id: family, label: Family, premium: {2027-01-01: 1905, 2028-01-01: {value: 2038.35, source: office, note: +7 %}}}
    - {id: employee, label: Employee only, premium: 845}
drivers:
  bills: {annual: {value: 1536000, note: by cycle}, label: Bills, source: "128,000 customers", status: estimate}
  calls: {months: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12], unit: calls}
  letters: {formula: =bills * ebill_share / 2, per: month}
  visits: {2027-10-01: 900, 2028-02-01: 1200}
""",
    "staffing.yaml": """
positions:
  - {position: CO-117, title: Representative, unit: call-center, fund: "540", account: "12",
     salary: {2027-10-01: 37500, 2028-02-14: {value: 41000, source: promotion}}, start: 2027-11-16, end: 2028-08-31,
     fte: {value: 0.5, source: memo 7}, headcount: 2, health_tier: employee, merit: 0, hourly: 1}
  - {position: CO-118, unit: billing, fund: "540", account: "12", salary: {value: 250000, source: register},
     fte: {2027-10-01: 1, 2028-01-03: 0.8}, health_tier: family}
  - {csv: staff.csv, columns: {position: Position No, salary: Annual Pay}, source: register of the year before,
     defaults: {fund: "540", account: "12", health_tier: employee}}
""",
    "staff.csv": """Position No,Title,Unit,Annual Pay,FTE,Headcount,Start,Remark
BL-201,Supervisor,billing,"$78,400.00",1,1,,
BL-202,"Analyst, senior",billing,65200,.5,2,2027-11-01,on leave
BL-203,Clerk,call-center,50900,1,1,,
""",
    "operating.yaml": """
lines:
  - {id: phones, label: Telephone lines, fund: "540", unit: call-center, account: "34", amount: 38500, pattern: summer,
     source: invoices, status: actual, vendor: A. Bell, contract: 24-009, expires: 2028-05-31, renewals_left: 2,
     escalator: {value: 0.04, source: contract}, escalates: 2028-01-01, why: people call}
  - {id: guards, label: Guards, fund: "540", unit: billing, account: "34", quantity: {value: 4680, note: 2 guards},
     price: {2027-10-01: 27.50, 2028-03-01: 28}, unit_of_measure: hours, start: 2027-11-01, end: 2028-08-31}
  - {id: training, label: Training, fund: "540", unit: call-center, account: "34", per_fte: {value: 310},
     one_time: true}
  - {id: kiosks, label: Kiosks, fund: "540", unit: billing, account: "34", driver: calls, quantity: 9, price: 1.10}
  - {id: bill-postage, label: Bill postage, fund: "540", unit: billing, account: "42", included: 1,
     formula: =bills * (1 - ebill_share) * postage_price}
  - {id: more-postage, label: More postage, fund: "540", unit: billing, account: "42", per: year,
     formula: "=bill_postage + letters"}
  - {id: parts, label: Parts, fund: "540", unit: billing, account: "34", amount: {2027-10-01: 100}, pattern: weekdays}
""",
    "scenarios.yaml": """
scenarios:
  - id: low
    label: Low growth
    changes:
      rates.general_increase[2027-10-01]: {value: 0.02, source: first offer, status: estimate}
      rates.ebill_share: 0.45
      positions[CO-117].start: 2028-01-03
      positions[BL-202].headcount: 1
      drivers.calls.months: [2, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]
      drivers.bills: 1500000
      benefits.health_tiers[family].premium[2028-01-01]: 2000
      lines[guards].quantity: 4000
      lines[phones].pattern: late
    leave_out:
      - positions[CO-118]
      - lines[parts]
  - id: more-staff
    label: More representatives
    adds:
      positions:
        - {position: CO-901, unit: call-center, fund: "540", account: "12", salary: 37500, headcount: 4,
           start: 2028-01-03}
      lines:
        - {id: stations, label: Workstations, fund: "540", unit: call-center, account: "34", quantity: 4, price: 3900}
""",
    "history.yaml": """
history:
  - {csv: prior_years.csv, defaults: {fund: "540"}, source: budget book, status: actual}
  - {fiscal_year: 2027, stage: estimate, fund: "540", unit: billing, account: "42", amount: 579000}
  - {fiscal_year: 2028, stage: recommended, fund: "540", unit: billing, account: "42", amount: 585000}
  - {fiscal_year: 2027, stage: adopted, fund: "540", unit: call-center, account: "12",
     amount: {value: 1000, source: book}}
""",
    "prior_years.csv": """fiscal_year,stage,unit,account,amount
2026,actual,billing,42,566300
2026,actual,call-center,12,50000.50
2027,adopted,billing,42,590000
""",
    "own.yaml": """
model:
  inputs:
    park_fee: {label: Fee of a place, unit: $}
  axes:
    term: {label: years of the lease, size: 3, rulers: [term]}
  tables:
    parking:
      sheet: Parking
      columns:
        lot: {unit: text, label: Lot}
        fund: {unit: code, choices: funds, default: "540"}
        unit: {unit: code, choices: units}
        account: {unit: code, choices: accounts, default: "34"}
        rent: {unit: $, label: Rent a year, low: 0, high: 100000, help: as agreed}
        places: {unit: count, whole: true, default: 1}
        rise: {unit: share, dated: levels, sheet: Parking Rises, default: 0}
        since: {unit: date, optional: true}
      rows:
        - {lot: north, unit: billing, rent: 120, places: 4,
           rise: {2027-10-01: 0.1, 2028-01-01: {value: 0.2, source: x}}}
        - {csv: lots.csv, defaults: {unit: billing}}
      lines:
        parking_cost:
          label: Parking
          unit: $
          sheet: Parking Costs
          posts: account
          total: true
          source: by hand
          formula: =ROUND((rent + park_fee * places) * (1 + rise) / 12, 2)
  lines:
    term: {label: Year of the lease, unit: count, axis: term, sheet: Lease, opening: 0, formula: =PREV(term) + 1}
    lease: {label: Lease, unit: $, axis: term, sheet: Lease, formula: =park_fee * (1 + ebill_share) ^ term}
    leases: {label: Leases, unit: $, axis: none, sheet: Rates, formula: =TOTAL(lease)}
  checks:
    - {id: lease_is_whole, label: The lease is whole, expected: =leases, found: =TOTAL(lease),
       tolerance: "=1 / 100", help: both}
  examples:
    - {title: one lot, source: by hand, months: 1,
       given: {plan_start: 2027-10-01, park_fee: 0, parking: {rent: 120, places: 1, rise: 0}},
       gives: {parking_cost: [10]}}
""",
    "lots.csv": """lot,rent,places
south,240,2
east,360,
""",
}


def everything_plan(folder: Path) -> Path:
    """Writes the plan into a new folder."""
    folder.mkdir(parents=True)
    for name, text in FILES.items():
        (folder / name).write_text(text.lstrip(), encoding="utf-8", newline="")
    return folder
