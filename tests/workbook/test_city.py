"""A whole city in one workbook: recalculated by both engines, changed at random, by groups and by position."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from needs import needs_libreoffice
from playing import disagreements, make
from proof import Written, written
from real_city import city_plan

from budgetplan.plan import load
from budgetplan.workbook.certificate import verify

pytestmark = pytest.mark.slow
PROVES = "that the workbook of a whole city holds what both engines calculate"
GROUPS, POSITIONS = 1_161, 8_202


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Written:
    """The city with positions that are alike in one row."""
    folder = tmp_path_factory.mktemp("city")
    return written(city_plan(folder, PROVES)[0], folder / "city.xlsx")


def test_the_roster_stands_in_its_groups(city: Written) -> None:
    """1,161 groups of division, title and salary among those with a salary, as a spreadsheet counts them."""
    heads, pay = (city.result.values[f"positions.{name}"][0, :, 0] for name in ("headcount", "fte"))
    assert (pay == 1).sum() == GROUPS
    assert heads.sum() == POSITIONS == len(city.model.rows["position_totals"])


def test_by_groups_and_by_position_the_city_costs_the_same_to_the_cent(city: Written, tmp_path: Path) -> None:
    each = load(city_plan(tmp_path, PROVES, "positions")[0]).calculate()
    cents = [np.round(result.values["budget.posted"] * 100) for result in (each, city.result)]
    assert np.array_equal(*cents)
    own = each.values["positions.full_cost_of_year"][0, :, 0]
    assert np.abs(city.result.values["position_totals.stored_full_cost"][0, :, 0] - own).max() < 0.005


def test_20_whatifs_of_the_city_agree_in_every_cell(city: Written) -> None:
    assert list(disagreements(city, make(city, 20, seed=8202))) == []


@needs_libreoffice
def test_both_engines_recalculate_the_city(city: Written) -> None:
    certificate = verify(city.path)
    assert certificate.ok, "\n".join(certificate.lines())
    assert certificate.formula_cells > 600_000


@needs_libreoffice
def test_both_engines_recalculate_the_city_position_by_position(tmp_path: Path) -> None:
    """Over two million formula cells, once in each engine."""
    plan = written(city_plan(tmp_path, PROVES, "positions")[0], tmp_path / "full.xlsx")
    certificate = verify(plan.path)
    assert certificate.ok, "\n".join(certificate.lines())
    assert certificate.formula_cells > 2_000_000
