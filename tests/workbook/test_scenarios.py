"""Net 2 for scenarios: the workbook turned from one to another by its own cell, compared cell by cell with numpy."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from needs import needs_libreoffice
from proof import Written, with_inputs
from rich_plan import rich_plan

from budgetplan.plan import load
from budgetplan.workbook.engines import Live, recalculate_libreoffice
from budgetplan.workbook.write import write

SCENARIOS = ("base", "low", "more-staff")


@pytest.fixture
def plan(rich: Written) -> Written:
    """The workbook as it is built: in its base."""
    return rich


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_turning_the_workbook_gives_what_numpy_has_for_the_scenario(plan: Written, scenario: str) -> None:
    live = Live(plan.path)
    live.set(*plan.cell("scenario_name"), scenario)
    live.recalculate()
    values = plan.result.plan.calculate(scenario).values
    assert plan.differences(values, live.values()) == []
    assert live.values()[plan.cell("master_check")] == "All checks pass"


def test_every_scenario_has_a_request_of_its_own(plan: Written) -> None:
    requests = {plan.result.plan.calculate(scenario).request for scenario in SCENARIOS}
    assert len(requests) == len(SCENARIOS)


def test_the_comparison_is_stored_and_says_when_it_is_stale(plan: Written) -> None:
    state, notice = plan.cell("scenarios.state"), plan.cell("summary__notice")
    live = Live(plan.path)
    assert live.values()[state] == "as built"
    assert str(live.values()[notice]).startswith("Scenario base. Not final")
    live.set(*plan.cell("postage_price__base"), 0.70)
    live.recalculate()
    assert live.values()[state] == "STALE - inputs have changed"
    assert "INPUTS CHANGED since the build" in str(live.values()[notice])
    assert live.values()[plan.cell("scenarios.change_since_build")] != 0
    assert live.values()[plan.cell("master_check")] == "All checks pass", "stale is not failed"


def test_to_choose_a_scenario_is_no_change_and_its_own_check_holds(plan: Written) -> None:
    """With the scenario low chosen all is as built; what somebody typed over a formula of it is found."""
    state, master = plan.cell("scenarios.state"), plan.cell("master_check")
    live = Live(plan.path)
    live.set(*plan.cell("scenario_name"), "low")
    live.recalculate()
    assert live.values()[state] == "as built"
    assert "INPUTS CHANGED" not in str(live.values()[plan.cell("summary__notice")])
    sheet, at = plan.cell("scenarios.stored_request", SCENARIOS.index("low"))
    live.set(sheet, at, 1.0)
    live.recalculate()
    assert str(live.values()[master]).startswith("CHECK FAILED")


def test_a_blank_cell_of_a_scenario_can_be_filled_in(plan: Written) -> None:
    """Every figure on Rates has a cell for each scenario, whether the plan uses it or not."""
    live = Live(plan.path)
    live.set(*plan.cell("scenario_name"), "low")
    live.recalculate()
    before = live.values()[plan.cell("total_request")]
    live.set(*plan.cell("seat_price__in_low"), 218)  # 75 seats x 100 x 12 = 90,000 more
    live.recalculate()
    assert live.values()[plan.cell("total_request")] == pytest.approx(before + 90000, abs=1)


@needs_libreoffice
@pytest.mark.slow
@pytest.mark.parametrize("scenario", SCENARIOS[1:])
def test_libreoffice_turns_the_workbook_as_well(plan: Written, tmp_path: Path, scenario: str) -> None:
    """Only the cell of the selection is new in the file: all stored values are those of the base."""
    arrays = {"scenario_name": np.array([[[scenario]]], dtype=object)}
    path = tmp_path / "turned.xlsx"
    write(path, with_inputs(plan.model, arrays), {**plan.result.values, **arrays}, plan.layout, plan.result.facts())
    found = recalculate_libreoffice(path, tmp_path).values()
    assert plan.differences(plan.result.plan.calculate(scenario).values, found) == []


def test_a_workbook_built_in_a_scenario_shows_it(tmp_path: Path) -> None:
    result = load(rich_plan(tmp_path / "plan")).calculate("low")
    saved, certificate = result.save(tmp_path)
    assert certificate.ok, certificate.lines()
    live = Live(saved.path)
    at = {key: (home.sheet, f"B{home.row + 1}") for key, home in result.layout().homes.items()}
    assert live.values()[at["total_request"]] == result.request
