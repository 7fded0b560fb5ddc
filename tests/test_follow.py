"""Posting lines are added up once more where their form says how, and left alone where it does not."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest
from needs import SMALL_PLAN

from budgetplan.plan import Result, load

LINES = """
rates: {meal_price: {value: 7.77, unit: $}, meals: {value: 12, unit: count}}
model:
  tables:
    positions:
      lines:
        own_line: {label: Own, unit: $, sheet: Position Costs, posts: health_account, formula: "FORMULA"}
"""


def calculated(folder: Path, formula: str) -> Result:
    shutil.copytree(SMALL_PLAN, folder, ignore=shutil.ignore_patterns(".budgetplan"))
    (folder / "own.yaml").write_text(LINES.replace("FORMULA", formula), encoding="utf-8")
    return load(folder).calculate()


@pytest.mark.parametrize(
    ("formula", "again"),
    [
        ("=ROUND(fte * meal_price / 12, 2)", "=SUM(positions.fte) * meal_price / 12"),
        (
            "=ROUND(ROUND(-meal_price * fte, 2) * headcount, 2)",
            "=SUMPRODUCT(positions.fte, positions.headcount) * -1 * meal_price",
        ),
        ("=ROUND(wages_each * headcount, 2)", "=SUMPRODUCT(positions.wages_each, positions.headcount)"),
    ],
)
def test_a_product_is_added_up_once_more(tmp_path: Path, formula: str, again: str) -> None:
    result = calculated(tmp_path / "plan", formula)
    assert getattr(result.model.blocks["positions__own_line__again"], "formula") == again  # noqa: B009
    posted = result.values["positions.own_line"].sum(-2)
    apart = np.abs(posted - result.values["positions__own_line__again"][:, 0])
    assert (apart <= result.values["positions__own_line__spare"][:, 0]).all()
    assert all(check.passed for check in result.checks())


@pytest.mark.parametrize(
    "formula",
    [
        "=ROUND(IF(fte = 1, meal_price, 0), 2)",
        "=ROUND(meal_price + fte, 2)",
        "=ROUND(ROUND(fte * meal_price, 2) * meals, 2)",  # a rate multiplies cents: they may be off by more
        "=ROUND(meal_price, 2)",
        "=ROUND(meal_price / fte, 2)",
    ],
)
def test_what_is_of_another_form_is_left_out(tmp_path: Path, formula: str) -> None:
    result = calculated(tmp_path / "plan", formula)
    assert "positions__own_line__again" not in result.model.blocks
    assert "positions__wages__again" in result.model.blocks
