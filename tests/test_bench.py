"""The benchmark's report: sentences that need no knowledge of the program, and at the end how many goals it missed."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from needs import ROOT, SMALL_PLAN

from budgetplan.errors import AssumptionError, TooLong
from budgetplan.plan import Plan


@pytest.fixture(scope="module")
def bench() -> ModuleType:
    spec = importlib.util.spec_from_file_location("bench", ROOT / "scripts" / "bench.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["bench"] = module  # where its dataclass looks for its own names
    spec.loader.exec_module(module)
    return module


def measured(bench: ModuleType, compressing: float = 1.0) -> dict[str, Any]:
    """Times that meet all goals but, where compressing is quicker, one."""
    one = {"loading, calculating": 1.0, "writing": None, "peak MB": 600.0}
    return {
        "writing": {bench.OURS: 2.0, bench.CALLS: 20.0, bench.LEAST: compressing},
        "plan": {bench.LOADING: 1.0, bench.CALCULATING: 0.1, bench.WRITING: 1.0, "formula cells": 10},
        "reading": {bench.ROSTER_READ: 2.0, bench.ROSTER_PANDAS: 1.0},
        "starting": {bench.PYTHON: 1.0, bench.HELP: 5.0, bench.IMPORTS: 1.0, bench.BUILD: 5.0},
        "growth": {"100,000": one},
    }


def test_every_goal_is_a_sentence_and_the_last_line_counts_them(bench: ModuleType) -> None:
    told = bench.table(measured(bench), 100, 10).splitlines()
    assert told[-1] == "All goals met."
    assert "  met     budgetplan takes 2.0 times as long as compressing the text alone (goal: at most 2)." in told
    told = bench.table(measured(bench, compressing=0.5), 100, 10).splitlines()
    assert told[-1] == "1 of 6 goals missed."
    assert "  MISSED  budgetplan takes 4.0 times as long as compressing the text alone (goal: at most 2)." in told
    assert any("more rows than a sheet holds: not written" in line for line in told)
    assert not [line for line in told if "bodies" in line or "bare" in line or " / " in line]


def test_only_too_many_rows_are_told_as_such(
    bench: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Any other mistake of a plan is one in the benchmark, and stops it."""
    assert issubclass(TooLong, AssumptionError)
    monkeypatch.setattr(bench, "plan_of", lambda folder, positions: SMALL_PLAN)
    monkeypatch.setattr("budgetplan.workbook.canvas.LAST_ROW", 100)
    assert bench.one(1)["writing"] is None
    monkeypatch.undo()
    monkeypatch.setattr(bench, "load", lambda folder: Plan)
    monkeypatch.setattr(Plan, "calculate", lambda: _Broken(), raising=False)
    with pytest.raises(AssumptionError):
        bench.one(1)


class _Broken:
    """A calculated plan that has no layout."""

    def layout(self) -> None:
        """No place for a line."""
        raise AssumptionError([])
