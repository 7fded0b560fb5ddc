"""Positions that are alike in one row: fewer rows, the same totals to the cent, and each position accounted for."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from proof import Written, plan_files, written

from budgetplan.plan import Result, load
from budgetplan.workbook.engines import Live

PLAN = """
plan: {name: Alike, fiscal_year: 2028, as_of: 2026-11-22, detail: DETAIL}
funds: [{code: "1", label: Fund}]
units: [{id: desk, label: Desk}, {id: field, label: Field}]
accounts: [{code: "12", label: Pay, category: Personal}]
rates:
  general_increase: {2028-04-01: 0.03}
  social_security_rate: 0.062
  social_security_wage_base: {2027-01-01: 190800}
  medicare_rate: 0.0145
  pension_rate: 0.1385
  social_security_account: "12"
  pension_account: "12"
  health_account: "12"
positions:
  - {position: A-1, title: Clerk, unit: desk, fund: "1", account: "12", salary: 36401}
  - {position: A-2, title: Clerk, unit: desk, fund: "1", account: "12", salary: 36401}
  - {position: F-1, title: Clerk, unit: field, fund: "1", account: "12", salary: 36401}
  - {position: A-3, title: Clerk, unit: desk, fund: "1", account: "12", salary: 36401, headcount: 3}
  - {position: A-4, title: Clerk, unit: desk, fund: "1", account: "12", salary: 36401, fte: 0.5}
  - {position: D-1, title: Lead, unit: desk, fund: "1", account: "12", salary: {2027-10-01: 50000, 2028-01-01: 51234}}
  - {position: D-2, title: Lead, unit: desk, fund: "1", account: "12", salary: {2027-10-01: 50000, 2028-02-01: 51234}}
  - {position: D-3, title: Lead, unit: desk, fund: "1", account: "12", salary: {2027-10-01: 50000, 2028-01-01: 51234}}
"""
LOW = """
scenarios: [{id: low, label: One clerk less, leave_out: ["positions[A-2]"]}]
"""


def calculated(folder: Path, detail: str, more: str = "") -> Result:
    folder.mkdir(parents=True, exist_ok=True)
    return load(plan_files(folder, plan=PLAN.replace("DETAIL", detail) + more)).calculate()


def test_positions_alike_share_a_row_and_all_others_keep_their_own(tmp_path: Path) -> None:
    """Alike is who agrees in unit, pay, hours and every dated change; headcounts add up: 1 + 1 + 3."""
    result = calculated(tmp_path, "groups")
    heads = dict(zip(result.model.rows["positions"], result.values["positions.headcount"][0, :, 0], strict=True))
    assert heads == {"A-1": 5, "F-1": 1, "A-4": 1, "D-1": 2, "D-2": 1}


def test_totals_are_the_same_to_the_cent_in_every_month_and_account(tmp_path: Path) -> None:
    each, alike = (calculated(tmp_path / detail, detail) for detail in ("positions", "groups"))
    cents = [np.round(result.values["budget.posted"] * 100) for result in (each, alike)]
    assert np.array_equal(*cents)
    assert (each.request, each.fte) == (alike.request, alike.fte)


def test_a_position_that_a_scenario_names_stays_alone(tmp_path: Path) -> None:
    result = calculated(tmp_path, "groups", LOW)
    assert result.model.rows["positions"] == ["A-1", "A-2", "F-1", "A-4", "D-1", "D-2"]
    each = calculated(tmp_path / "each", "positions", LOW)
    assert result.plan.calculate("low").request == each.plan.calculate("low").request < result.request


def test_each_position_has_its_part_of_the_year_stored(tmp_path: Path) -> None:
    """What it costs in a row of its own is what is stored of it in a row with others; A-3 is three of a kind."""
    each, alike = (calculated(tmp_path / detail, detail) for detail in ("positions", "groups"))
    assert alike.model.rows["position_totals"] == each.model.rows["positions"]
    own = each.values["positions.full_cost_of_year"][0, :, 0]
    assert alike.values["position_totals.stored_full_cost"][0, :, 0] == pytest.approx(own, abs=1e-9)
    assert alike.values["position_totals.stored_fte"][0, :, 0].tolist() == [1, 1, 1, 3, 0.5, 1, 1, 1]


def test_the_row_of_several_says_who_stands_in_it(tmp_path: Path) -> None:
    result = calculated(tmp_path, "groups")
    block = result.model.blocks["positions.headcount"]
    assert block.provenance_of(0, 0).note == "alike: A-1, A-2, A-3"  # type: ignore[union-attr]
    first, *_ = result.explain("A-3")
    assert first == "A-3: one of the 5 positions alike in the row A-1, which is explained"
    assert result.explain("wages[D-3, 2028-02]")[0].startswith("D-3: one of the 2 positions alike in the row D-1")


@pytest.fixture(scope="module")
def workbook(tmp_path_factory: pytest.TempPathFactory) -> Written:
    folder = tmp_path_factory.mktemp("alike")
    return written(
        plan_files(folder / "plan", plan=PLAN.replace("DETAIL", "groups") + LOW), folder / "operating_budget.xlsx"
    )


@pytest.mark.parametrize(("cell", "value"), [("positions.salary", 40000.0), ("scenario_name", "low")])
def test_stored_totals_say_when_they_are_stale(workbook: Written, cell: str, value: float | str) -> None:
    state, master = workbook.cell("position_totals.state"), workbook.cell("master_check")
    live = Live(workbook.path)
    assert (live.value(*state), live.value(*master)) == ("as built", "All checks pass")
    sheet, at = workbook.cell(cell)
    live.set(sheet, at, value)
    live.recalculate()
    assert live.value(*state) == "STALE - rebuild"
    assert live.value(*master) == "All checks pass", "stale is not failed"


def test_a_stored_total_that_somebody_typed_over_fails_a_check(workbook: Written) -> None:
    live = Live(workbook.path)
    sheet, at = workbook.cell("position_totals.stored_full_cost", 1)
    live.set(sheet, at, 1.0)
    live.recalculate()
    assert str(live.value(*workbook.cell("master_check"))).startswith("CHECK FAILED")
