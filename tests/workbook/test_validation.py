"""What the cells of a workbook refuse is what the plan's files refuse, and the other way round."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from entries import Entries
from everything_plan import everything_plan
from needs import SMALL_PLAN
from proof import Written, plan_files, written

from budgetplan.plan import load

PLAN = {file.stem: file.read_text(encoding="utf-8") for file in SMALL_PLAN.glob("*.yaml")}


def changed(folder: Path, file: str, was: str, now: str) -> Path:
    """The small plan with one change in one file."""
    assert was in PLAN[file]
    return plan_files(folder, **{**PLAN, file: PLAN[file].replace(was, now, 1)})


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Written:
    return written(SMALL_PLAN, tmp_path_factory.mktemp("valid") / "small.xlsx")


@pytest.fixture(scope="module")
def entries(small: Written) -> Entries:
    return Entries(small.path)


@pytest.fixture(scope="module")
def everything(tmp_path_factory: pytest.TempPathFactory) -> Written:
    folder = tmp_path_factory.mktemp("everything")
    return written(everything_plan(folder / "plan"), folder / "everything.xlsx")


def test_a_position_may_be_vacated(small: Written, entries: Entries, tmp_path: Path) -> None:
    """With a headcount of 0 the row stays where it is, and nobody is paid: in the file and in the cell alike."""
    result = load(
        changed(tmp_path, "staffing", "salary: 46900, headcount: 6", "salary: 46900, headcount: 0")
    ).calculate()
    assert result.values["positions.full_cost_of_year"][0, 3, 0] == 0
    cell = small.cell("positions.headcount", 3)
    assert [entries.takes(*cell, count) for count in (0, 6, -1, 1.5, 100001)] == [True, True, False, False, False]


def test_the_first_date_of_a_series_lies_not_after_the_first_day(small: Written, entries: Entries) -> None:
    """A rate that has no value in the first months is refused in the files, and cannot be typed in either."""
    first, second = dt.date(2027, 10, 1), dt.date(2028, 7, 1)
    for key, row, day, right in (
        ("pension_rate.since", 0, first, True),
        ("pension_rate.since", 0, first + dt.timedelta(1), False),
        ("pension_rate.since", 1, second, True),
        ("pension_rate.since", 1, dt.date(2026, 10, 1), False),
        ("health_tiers_premium.since", 2, first, True),  # the first date of the second tier
        ("health_tiers_premium.since", 2, first + dt.timedelta(1), False),
        ("general_increase.since", 0, second, True),  # a raise begins on any day of the plan
    ):
        assert entries.takes(*small.cell(key, row), day) is right, (key, row, day)


def test_an_account_on_rates_is_one_of_the_list(small: Written, entries: Entries) -> None:
    cell = small.cell("health_account")
    assert [entries.takes(*cell, code) for code in ("12", "23", "99", "1*")] == [True, True, False, False]


def test_the_rows_of_an_own_table_are_named_once(everything: Written, tmp_path: Path) -> None:
    """A row's name is changed to one of its own only, and where it is that of a unit, to a unit."""
    cell, entries = everything.cell("parking.lot", 1), Entries(everything.path)
    assert [entries.takes(*cell, name) for name in ("south", "west", "north", "NORTH", "")] == [
        *(True, True, False, False, False)
    ]
    own = """
model:
  tables:
    lapse:
      sheet: Lapse
      columns: {unit: {label: Unit, unit: code, choices: units, row_id: true}}
      rows: [{unit: billing}]
"""
    plan = written(plan_files(tmp_path / "plan", **PLAN, own=own), tmp_path / "own.xlsx")
    cell, entries = plan.cell("lapse.unit"), Entries(plan.path)
    assert [entries.takes(*cell, unit) for unit in ("call-center", "billing", "biling")] == [True, True, False]
