"""What the cells of a workbook refuse is what the plan's files refuse, and the other way round."""

from __future__ import annotations

from pathlib import Path

import pytest
from entries import Entries
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


def test_a_position_may_be_vacated(small: Written, entries: Entries, tmp_path: Path) -> None:
    """With a headcount of 0 the row stays where it is, and nobody is paid: in the file and in the cell alike."""
    result = load(
        changed(tmp_path, "staffing", "salary: 46900, headcount: 6", "salary: 46900, headcount: 0")
    ).calculate()
    assert result.values["positions.full_cost_of_year"][0, 3, 0] == 0
    cell = small.cell("positions.headcount", 3)
    assert [entries.takes(*cell, count) for count in (0, 6, -1, 1.5, 100001)] == [True, True, False, False, False]
