"""Figures that change by date and columns of a plan's own, from the YAML line to the cells of a workbook.

By hand, for FY2028: lockbox 3 x 17,500 x 0.34 + 3 x 16,666.67 x 0.34 + 6 x 16,666.67 x 0.36 = 70,850; call recording
4 x 5,000 + 8 x 5,500 = 64,000; parking 12 x (5 x 40 + 7 x 42.50) + 12 x (30 x 35 + 3 x 20 + 3 x 25) = 5,970 + 14,220 =
20,190; bilingual pay 2 x 12 x 100 = 2,400. The trainer has the new salary and works full time from Monday 14 February
2028, 12 of the month's 21 weekdays: see `TRAINER`.
"""

from __future__ import annotations

import shutil
from fractions import Fraction
from pathlib import Path

import pytest
from needs import SMALL_PLAN, needs_libreoffice
from proof import Written, written

from budgetplan.plan import Result, load
from budgetplan.workbook.certificate import verify

OWN = """\
positions:
  - {position: CO-119, title: Trainer, unit: call-center, fund: "540", account: "12", bilingual: 1, note: "=promoted",
     salary: {2026-10-01: {value: 60000, source: letter}, 2027-10-01: 61000,
              2028-02-14: {value: 65000, source: promotion}},
     fte: {2027-10-01: 0.5, 2028-02-14: 1}}
  - {position: CO-120, title: Trainer, unit: call-center, fund: "540", account: "12", salary: 64000,
     bilingual: {value: 1, source: test of May}}
lines:
  - {id: lockbox, label: Lockbox, fund: "540", unit: billing, account: "34", driver: lockbox_payments,
     price: {2027-10-01: 0.34, 2028-04-01: {value: 0.36, source: renewal, status: contract}}}
  - {id: recorder, label: Call recording, fund: "540", unit: call-center, account: "34",
     amount: {2027-10-01: 60000, 2028-02-01: 66000}}
drivers:
  lockbox_payments: {2027-10-01: 210000, 2028-01-01: {value: 200000, status: estimate}}
rates:
  bilingual_pay: {value: 100, unit: $, source: agreement, status: contract}
model:
  inputs:
    bilingual_pay: {label: Bilingual pay a month, unit: $}
  tables:
    positions:
      columns:
        bilingual: {label: Bilingual (1 or 0), unit: flag, default: 0}
      lines:
        bilingual_cost:
          label: Bilingual pay
          unit: $
          sheet: Position Costs
          posts: account
          formula: =ROUND(bilingual * bilingual_pay * covered * headcount, 2)
    parking:
      sheet: Parking
      columns:
        lot: {unit: code, label: Lot}
        fund: {unit: code, choices: funds, default: "540"}
        unit: {unit: code, choices: units}
        account: {unit: code, choices: accounts}
        spaces: {unit: count, label: Spaces, whole: true}
        rent: {unit: $, label: Rent of a space a month, dated: levels, sheet: Parking Costs}
      rows:
        - {lot: north, unit: billing, account: "34", spaces: {value: 12, source: lease},
           rent: {2027-10-01: 40, 2028-03-01: {value: 42.50, source: lease 4}}}
        - {lot: south, unit: call-center, account: "34", spaces: 30, rent: 35}
        - {csv: lots.csv, defaults: {account: "34", spaces: 3}, source: list of the landlord}
      lines:
        parking_cost:
          {label: Parking, unit: $, sheet: Parking Costs, posts: account, formula: "=ROUND(rent * spaces, 2)"}
  examples:
    - title: two spaces at 40
      source: by hand
      months: 1
      given: {parking: {lot: a, spaces: 2, rent: {2027-10-01: 40}}, plan_start: 2027-10-01}
      gives: {parking_cost: [80]}
"""
LOTS = 'Lot,Unit,Rent\nwest,billing,20\neast,call-center,"$25.00"\n'

YEAR = {"lockbox": 70850, "recorder": 64000, "parking": 20190, "bilingual": 2400}
TRAINER = (
    (Fraction(30500, 12) * Fraction("1.03") * 3, 3),  # October to December: half of 61,000, after the general increase
    (Fraction(30500, 12) * Fraction("1.03") * Fraction("1.02"), 1),  # January, after merit
    ((9 * Fraction(30500, 12) + 12 * Fraction(65000, 12)) / 21 * Fraction("1.03") * Fraction("1.02"), 1),  # February
    (Fraction(65000, 12) * Fraction("1.03") * Fraction("1.02") * 7, 7),
)
"""The trainer's pay of FY2028: dollars, and of how many months."""


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dated") / "plan"
    shutil.copytree(SMALL_PLAN, folder, ignore=shutil.ignore_patterns(".budgetplan"))
    (folder / "own.yaml").write_text(OWN, encoding="utf-8")
    (folder / "lots.csv").write_text(LOTS, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def workbook(plan: Path) -> Written:
    return written(plan, plan.parent / "dated.xlsx")


def of_year(result: Result, **wanted: str) -> float:
    frame = result.budget
    for column, value in wanted.items():
        frame = frame[frame[column] == value]
    return round(float(frame.amount.sum()), 2)


def test_what_changes_by_date_adds_up_as_worked_by_hand(plan: Path) -> None:
    loaded = load(plan)
    result = loaded.calculate()
    assert loaded.examples() == []
    assert of_year(result, line="lockbox") == YEAR["lockbox"]
    assert of_year(result, line="recorder") == YEAR["recorder"]
    assert sum(of_year(result, line=lot) for lot in ("north", "south", "west", "east")) == YEAR["parking"]
    assert of_year(result, line="bilingual_cost") == YEAR["bilingual"]
    trainer = float(sum(pay for pay, _ in TRAINER))
    assert sum(months for _, months in TRAINER) == 12
    assert of_year(result, line="wages", position="CO-119") == pytest.approx(trainer, abs=0.005)
    assert all(check.passed for check in result.checks())


def test_a_figure_knows_where_each_of_its_dates_is_written(plan: Path) -> None:
    result = load(plan).calculate()
    said = "\n".join(result.explain("price_in_force[lockbox, 2028-05]", 1))
    assert "price_in_force[lockbox, 2028-05] = 0.36" in said
    assert "from 2028-04-01: 0.36  (own.yaml:10: renewal, contract)  <- in force" in said
    said = "\n".join(result.explain("parking_cost[north, 2028-03]", 2))
    assert "from 2028-03-01: 42.50  (own.yaml:42: lease 4)  <- in force" in said
    assert "parking.spaces[north] = 12  (Spaces)\n      from own.yaml:41: lease" in said


def test_every_cell_is_proven(workbook: Written) -> None:
    certificate = verify(workbook.path, engines=("formualizer",))
    assert certificate.ok, "\n".join(certificate.lines())


@pytest.mark.slow
@needs_libreoffice
def test_every_cell_is_proven_in_libreoffice(workbook: Written) -> None:
    certificate = verify(workbook.path, engines=("libreoffice",))
    assert certificate.ok, "\n".join(certificate.lines())


def test_two_changes_inside_a_month_turn_a_check_red(plan: Path, tmp_path: Path) -> None:
    folder = tmp_path / "plan"
    shutil.copytree(plan, folder, ignore=shutil.ignore_patterns(".budgetplan"))
    text = OWN.replace("fte: {2027-10-01: 0.5, 2028-02-14: 1}", "fte: {2027-10-01: 0.5, 2028-02-21: 1}")
    (folder / "own.yaml").write_text(text, encoding="utf-8")
    failed = [check.name for check in load(folder).calculate().checks() if not check.passed]
    assert failed == ["one_pay_change_a_month"]


def test_a_plan_without_changes_carries_none_of_it() -> None:
    """The lines of dated pay and prices are read only where something is dated."""
    model = load(SMALL_PLAN).assembled
    assert not {"positions.changed_share", "operating.price_in_force", "positions_salary.value"} & model.blocks.keys()
