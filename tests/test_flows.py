"""Whether a manager's formula is an amount of a month or of a year: what its names tell, and what the plan must say."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from needs import SMALL_PLAN

from budgetplan.errors import AssumptionError
from budgetplan.plan import load

PLAN = """
plan: {name: Flows, fiscal_year: 2028, as_of: 2026-11-22}
funds: [{code: "1", label: Fund}]
units: [{id: desk, label: Desk}]
accounts: [{code: "12", label: Pay, category: Personal}, {code: "34", label: Other, category: Operating}]
rates:
  contract: {value: 12000, unit: $}
  fee: {2027-10-01: 1000, 2028-04-01: 2000, unit: $}
  part_share: 0.1
  price: {value: 2, unit: $/x}
  base_price: {value: 6, unit: $/x}
  general_increase: {2028-04-01: 0.03}
  social_security_rate: 0
  social_security_wage_base: {2027-01-01: 190800}
  medicare_rate: 0
  pension_rate: 0
  social_security_account: "12"
  pension_account: "12"
  health_account: "12"
drivers: {calls: 1200, mails: 600}
positions: [{position: P1, unit: desk, fund: "1", account: "12", salary: 60000}]
lines:
  - {id: base-fee, label: Base, fund: "1", unit: desk, account: "34", formula: =calls * base_price}
  - {id: asked, label: Asked, fund: "1", unit: desk, account: "34", FORMULA}
"""

AMOUNTS = {
    "=contract": (12000, "a level is a year's"),
    "=contract * part_share": (1200, "so is a share of it"),
    "=fee": (1500, "half a year at 1,000, half at 2,000"),
    "=calls * price": (2400, "a driver happens in a month"),
    "=base_fee * part_share": (720, "so does another line"),
    "=ROUND(MAX(calls, mails) * price, 2)": (2400, "functions that give one of their arguments"),
    "=calls / mails * contract": (24000, "a ratio of two flows is a level"),
    "=contract * general_index": (12180, "an index holds in a month: six months at 1, six at 1.03"),
    "=IF(fiscal_year = plan_year, contract, 0)": (12000, "what is asked in a test does not matter"),
    "=IF(calls > 0, contract, 0)": (12000, "not even a driver"),
    "=TOTAL(base_fee) * part_share": (720, "the total of a year is a year's"),
    "=ACROSS(base_fee, fiscal_year, fiscal_year) * part_share": (720, "so is that of the fiscal year"),
    "=SUM(positions.wages) * part_share": (6090, "60,900 of wages, month by month"),
    "=SUMPRODUCT(positions.wages, positions.headcount) * part_share": (6090, "so are wages times heads"),
    "=SUMPRODUCT(positions.salary, positions.headcount) * part_share": (6000, "and salaries times heads are a year's"),
    "=SUM(positions.salary) * part_share": (6000, "salaries are a year's"),
    "=calls * price + calls": (3600, "flows may be added"),
    "=calls * price + 100 / 2": (3000, "a number goes with any, and so do two"),
    "=contract + fee": (13500, "and so may levels"),
}


def year_of(folder: Path, cost: str) -> float:
    folder.mkdir(exist_ok=True)
    (folder / "plan.yaml").write_text(PLAN.replace("FORMULA", cost), encoding="utf-8")
    frame = load(folder).calculate().budget
    return round(float(frame[frame.line == "asked"].amount.sum()), 2)


@pytest.mark.parametrize("formula", AMOUNTS)
def test_the_year_of_a_formula(formula: str, tmp_path: Path) -> None:
    amount, why = AMOUNTS[formula]
    assert year_of(tmp_path, f'formula: "{formula}"') == amount, why


@pytest.mark.parametrize(
    "formula",
    [
        "=calls * price + contract",
        "=IF(part_share > 0, base_fee, fee)",
        "=CUM(calls)",
        "=NETWORKDAYS(month, month_end)",
    ],
)
def test_what_names_do_not_tell_the_plan_must_say(formula: str, tmp_path: Path) -> None:
    with pytest.raises(AssumptionError, match="adds an amount of a month to one of a year: say which"):
        year_of(tmp_path, f'formula: "{formula}"')


def test_what_the_plan_says_counts(tmp_path: Path) -> None:
    """By hand: 1,200 calls x 2 = 2,400 a year in twelve months of 200; 12,000 in each month, or once a year."""
    both = "=calls * price + contract"
    assert year_of(tmp_path, f'formula: "{both}", per: month') == 2400 + 12 * 12000
    assert year_of(tmp_path, f'formula: "{both}", per: year') == 200 + 12000
    assert year_of(tmp_path, 'formula: "=contract", per: month') == 12 * 12000


def test_the_shipped_plan_says_what_its_formulas_are() -> None:
    result = load(SMALL_PLAN).calculate()
    basis = dict(zip(result.model.rows["operating"], result.values["operating.basis"][0, :, 0], strict=True))
    assert basis["bill-postage"] == "monthly formula"
    assert basis["platform"] == "yearly formula"


def test_a_line_that_adds_up_all_lines_waits_for_itself(tmp_path: Path) -> None:
    with pytest.raises(AssumptionError, match="These lines wait for each other"):
        year_of(tmp_path, 'formula: "=SUM(operating.cost) * part_share"')
    shutil.rmtree(tmp_path)
