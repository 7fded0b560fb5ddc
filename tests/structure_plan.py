"""A small plan with the whole structure of a public operating budget: every section that everything_plan.py leaves out.

Together the two say everything that a plan can say; apart, so that a damaged copy of each is calculated quickly.
"""

from __future__ import annotations

from pathlib import Path

FILES = {
    "plan.yaml": """
plan: {name: Customer Operations, fiscal_year: 2028, fiscal_year_start: 10, as_of: 2026-11-22, budget_basis: cash,
  compare_with: FY2027 adopted}
funds:
  - {code: "540", label: Customer fund}
  - {code: "530", label: Conservation fund}
units:
  - {id: call-center, label: Call center, mission: Answers customers., narrative: Calls grow.}
  - {id: billing, label: Billing}
accounts:
  - {code: "12", label: Salaries, category: Personal services}
  - {code: "14", label: Overtime, category: Personal services}
  - {code: "15", label: Special pay, category: Personal services}
  - {code: "21", label: FICA taxes, category: Personal services}
  - {code: "22", label: Retirement, category: Personal services}
  - {code: "23", label: Health insurance, category: Personal services}
  - {code: "24", label: Workers' compensation, category: Personal services}
  - {code: "34", label: Other services, category: Operating}
  - {code: "491", label: Charges of others, category: Internal charges}
  - {code: "3431", label: Late fees, category: Charges for services, type: revenue}
calendar: {first_payday: 2027-10-08, payday_interval: 14, pay_lag: 7, paydays_a_year: 26}
rates:
  merit_increase: {2028-01-01: 0.01}
  social_security_rate: 0.062
  social_security_wage_base: {2027-01-01: 190800, 2028-01-01: 198900}
  medicare_rate: 0.0145
  pension_rate: 0.1385
  social_security_account: "21"
  pension_account: "22"
  health_account: "23"
  growth_cap: 0.035
benefits:
  health_tiers:
    - {id: family, label: Family, premium: 1905}
    - {id: employee, label: Employee only, premium: 845}
""",
    "people.yaml": """
classes:
  - {title: Clerk, grade: G09, health_tier: employee, comp_class: "8810"}
  - {title: Auditor, grade: G12, health_tier: family, pension_plan: city, comp_class: "9410"}
grades:
  - {id: G09, label: Clerk, minimum: 36400, midpoint: {value: 47300, source: pay plan}, maximum: 58200}
  - {id: G12, label: Auditor, minimum: 47000, midpoint: 61100, maximum: 75200}
steps:
  - {id: G09-1, grade: G09, step: 1, salary: 36400}
  - {id: G09-2, grade: G09, step: 2, salary: 37500}
bargaining_units:
  - {id: clerical, label: Clerical, contract_ends: 2028-09-30, note: open}
increases:
  - {id: general, bargaining_unit: clerical, kind: general, since: 2027-10-01, share: {value: 0.03, source: offer},
     paid_from: 2027-12-15}
  - {id: merit, bargaining_unit: clerical, kind: merit, since: 2028-01-01, share: 0.02, note: on anniversaries}
longevity:
  - {id: ten, bargaining_unit: clerical, years: 10, share: 0.02}
  - {id: fifteen, bargaining_unit: clerical, years: 15, amount: 600}
pension_plans:
  - {id: city, label: City plan, rate: {2026-10-01: 0.094, 2027-10-01: 0.0965}, fund: "540", unit: call-center,
     account: "22", unfunded: {2026-10-01: 31200, 2027-10-01: {value: 33600, status: projected}}, pattern: even}
comp_classes:
  - {id: "8810", label: Office work, rate: 0.0058}
  - {id: "9410", label: Field work, rate: {2027-10-01: 0.0295, 2028-04-01: {value: 0.03, source: risk office}}}
positions:
  - {position: P1, title: Clerk, unit: call-center, fund: "540", account: "12", grade: G09, step: 1,
     bargaining_unit: clerical, anniversary: 2015-02-14, hired: 2015-02-14, status: filled}
  - {position: P2, title: Clerk, unit: call-center, fund: "540", account: "12", salary: 41000, status: frozen,
     vacant_since: 2027-03-01, frozen_until: 2028-03-31, in_social_security: 0}
  - {position: P3, title: Auditor, unit: billing, fund: "540", account: "12", salary: 62000, in_medicare: 1,
     overtime_exempt: 1, status: filled, health_tier: employee}
  - {position: P4, title: Clerk, unit: billing, fund: "540", account: "12", salary: 39000, status: vacant,
     vacant_since: 2027-08-02, new_position: 1}
  - {position: P5, title: Clerk, unit: billing, fund: "540", account: "12", salary: 38000, status: temporary,
     end: 2028-03-31, in_pension: 0, project: G-7}
  - {position: P6, title: Clerk, unit: billing, fund: "540", account: "12", salary: 37000, status: seasonal,
     season_start: 2027-11-01, season_end: 2028-02-29}
splits:
  - {id: P3-a, position: P3, since: 2027-10-01, fund: "540", share: 0.6}
  - {id: P3-b, position: P3, since: 2027-10-01, fund: "530", share: {value: 0.4, source: work plan}}
  - {id: P3-c, position: P3, since: 2028-03-01, fund: "530", unit: call-center, share: 1, note: all of it}
overtime:
  - {id: calls, label: Evenings, unit: call-center, fund: "540", account: "14", hours: {value: 400, source: payroll},
     differential: 0.75, pensionable: true, current_budget: 12000}
  - {id: storms, label: Storms, unit: call-center, fund: "540", account: "14", hours: 80, hourly_rate: 24.5,
     multiplier: 2, project: STORM, recoverable: true, pattern: storms, start: 2027-10-01, end: 2028-09-30}
  - {id: close, label: Year-end, unit: billing, fund: "540", account: "14", amount: 4000, in_social_security: 0}
allowances:
  - {id: car, label: Car, unit: billing, fund: "540", account: "15", position: P3, amount: 1200, taxable: false}
  - {id: bilingual, label: Two languages, unit: call-center, fund: "540", account: "15", people: 2,
     amount: {value: 1300, source: pay plan}, pensionable: true, pension_plan: city, current_budget: 2500}
retirements:
  - {id: clerk, position: P1, unit: call-center, fund: "540", account: "12", payout_account: "15",
     last_day: {value: 2028-01-14, source: letter}, leave_hours: 480, filled_on: 2028-02-28, next_salary: 37500}
vacancy:
  - {id: center, unit: call-center, job_title: Clerk, fund: "540", account: "12", share: 0.02,
     turnover_rate: {value: 0.2, source: leavers}, days_to_fill: 60}
  - {id: billing, unit: billing, fund: "540", account: "12", turnover_rate: 0.1, days_to_fill: 75, deviations: 1.5}
hires:
  - {position: P4, unit: billing, fund: "540", account: "12", empty_since: 2027-08-02, days_fast: 90, days_to_fill: 120,
     days_slow: 240}
headcount_history:
  - {id: a, fiscal_year: 2026, unit: call-center, title: Clerk, fte: 2}
  - {id: b, fiscal_year: 2027, unit: call-center, title: Clerk, fte: 2}
  - {id: c, fiscal_year: 2027, unit: billing, title: Clerk, fte: {value: 3, source: adopted budget}}
position_cost: {title: Clerk, start: 2028-01-03, unfunded_pension: 0.0478, other_by_pay: 0.004, leave_hours: 120,
  bumping: {value: 2400, note: mean}}
start_up:
  - {id: desk, label: Desk, amount: {value: 3900, source: list}}
  - {id: licence, label: Licence, amount: 1420, every_year: true}
""",
    "structure.yaml": """
projects:
  - {id: STORM, label: Storms, grantor: state, grantor_share: {value: 0.75, source: agreement}}
  - {id: G-7, label: Outreach, kind: grant, grantor: city, award: 45000, spent_before: {value: 18000, source: ledger},
     starts: 2026-10-01, ends: 2028-03-31, note: to March}
lines:
  - {id: guards, label: Guards, fund: "540", unit: billing, account: "34", amount: 38500, current_budget: 36000}
patterns: {storms: [1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1]}
drivers:
  payments: {annual: 12000, unit: payments}
internal_charges:
  - {id: it, provider: Information technology, label: Devices, basis: devices, fund: "540", unit: billing,
     account: "491", units: {value: 21, source: inventory}, rate: 840, past_actual: 15000, charged_now: 16000}
  - {id: legal, provider: Legal, basis: fixed share, fund: "540", unit: call-center, account: "491", rate: 4800}
allocation:
  - {pool: billing, label: Billing, unit: billing, driver: bills, past_cost: {value: 300000, source: ledger}}
  - {pool: guards, label: Guards, unit: billing, account: "34", driver: direct, past_cost: 35000}
  - {pool: calls, label: Calls, unit: call-center, driver: calls, past_cost: 200000}
driver_units:
  - {id: a, pool: guards, to: water, units: 1, past_units: 1}
  - {id: b, pool: billing, to: calls, units: 2, past_units: 2}
  - {id: c, pool: billing, to: electric, units: {value: 3, source: count}, past_units: 4}
  - {id: d, pool: calls, to: electric, units: 5, past_units: 5}
  - {id: e, pool: calls, to: water, units: 5, past_units: 5}
receivers:
  - {id: electric, label: Electric utility, fund: "401", account: "4010", agreement: SA-01, past_charged: 250000,
     charged_now: 260000, pattern: even}
  - {id: water, label: Water utility, fund: "411", account: "4110", past_charged: {value: 249000, source: ledger},
     charged_now: 255000}
revenue:
  - {id: late-fees, label: Late fees, fund: "540", unit: billing, account: "3431", basis: late payments, kept: 1,
     driver: payments, rate: {value: 5, source: fee schedule}}
  - {id: other, label: Other fees, fund: "530", unit: billing, account: "3431", kept: 0, quantity: 100, rate: 25}
history:
  - {fiscal_year: 2026, stage: actual, fund: "540", unit: billing, account: "12", amount: 285000}
  - {fiscal_year: 2026, stage: actual, fund: "540", unit: billing, account: "34", amount: 35000}
  - {fiscal_year: 2026, stage: actual, fund: "540", unit: billing, account: "491", amount: 15000}
  - {fiscal_year: 2026, stage: actual, fund: "540", unit: call-center, account: "12", amount: 200000}
  - {fiscal_year: 2027, stage: adopted, fund: "540", unit: billing, account: "491", amount: 16000}
  - {fiscal_year: 2027, stage: adopted, fund: "540", unit: billing, account: "34", amount: 36000}
  - {fiscal_year: 2027, stage: adopted, fund: "540", unit: call-center, account: "12", amount: 78000}
  - {fiscal_year: 2026, stage: actual, fund: "540", unit: billing, account: "3431", amount: 61000}
measures:
  - {id: calls, unit: call-center, label: Calls, type: workload, unit_of_measure: calls, standard: none,
     prior_actual: 331400, current_target: 338000, current_estimate: 341500, next_target: 345000, chart: true}
highlights:
  - {unit: call-center, text: "The unit requests {request} dollars, {change} than before, for {measures[calls]} calls."}
  - {unit: billing, text: "Guards cost {lines[guards]} dollars at {rates.growth_cap} more."}
base_changes:
  - {id: study, step: one-time out, unit: billing, account: "34", label: Study, authority: agenda, one_time: -5000}
  - {id: merit, step: annualised, unit: call-center, account: "12", label: Merit, authority: pay plan, fte: 0.5,
     recurring: {value: 900, source: payroll}}
current_fte:
  - {unit: call-center, fte: {value: 2, source: position control}}
  - {unit: billing, fte: 3}
growth_rules:
  - {id: pay, account: "12", rate: {2027-10-01: 0.03, 2030-10-01: {value: 0.025, source: forecast}}}
  - {id: people, category: Personal services, rate: 0.04}
  - {id: prices, category: Operating, rate: 0.025}
  - {id: charges, category: Internal charges, rate: 0.05}
change_log:
  - {id: draft, version: "0.1", day: 2026-10-12, who: Operations, what: First draft}
  - {id: health, version: "0.2", day: 2026-11-09, who: Personnel, what: Premiums, effect: 71500}
scenarios:
  - id: low
    label: Low
    changes:
      increases[general].share: 0.02
      splits[P3-a].share: 0.6
      overtime[calls].hours: 300
      vacancy[center].share: 0.03
      internal_charges[it].rate: 900
      revenue[other].quantity: 90
""",
}


def structure_plan(folder: Path) -> Path:
    """Writes the plan into a new folder."""
    folder.mkdir(parents=True)
    for name, text in FILES.items():
        (folder / name).write_text(text.lstrip(), encoding="utf-8", newline="")
    return folder
