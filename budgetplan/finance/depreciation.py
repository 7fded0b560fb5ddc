"""Depreciation of an asset, as spreadsheets calculate it: straight line, and two declining balances."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from .arrays import answer, numbers


def sln(cost: ArrayLike, salvage: ArrayLike, life: ArrayLike) -> Any:
    """The depreciation of each period in a straight line: SLN."""
    with np.errstate(all="ignore"):
        return answer((numbers(cost) - numbers(salvage)) / numbers(life))


def db(cost: ArrayLike, salvage: ArrayLike, life: ArrayLike, period: ArrayLike, month: ArrayLike = 12) -> Any:
    """The depreciation of a period at a fixed share of what is left: DB.

    The share is rounded to three places, as the documentation of DB says. The first year has `month` months, and the
    year after the life has the rest; `nan` for periods before 1 or after it.
    """
    cost, salvage, life, period, month = np.broadcast_arrays(*map(numbers, (cost, salvage, life, period, month)))
    with np.errstate(all="ignore"):
        share = np.where(cost == 0, 0.0, np.floor((1 - (salvage / cost) ** (1 / life)) * 1000 + 0.5) / 1000)
        first = cost * share * month / 12
        later = (cost - first) * (1 - share) ** np.maximum(period - 2, 0) * share
        found = np.where(period == 1, first, np.where(period == life + 1, later * (12 - month) / 12, later))
    last = np.where(month < 12, life + 1, life)
    return answer(np.where((period < 1) | (period > last), np.nan, found))


def ddb(cost: ArrayLike, salvage: ArrayLike, life: ArrayLike, period: ArrayLike, factor: ArrayLike = 2) -> Any:
    """The depreciation of a period at `factor` times the straight line's share of what is left: DDB.

    It never goes below the salvage value; `nan` for periods before 1 or after the life.
    """
    cost, salvage, life, period, factor = np.broadcast_arrays(*map(numbers, (cost, salvage, life, period, factor)))
    with np.errstate(all="ignore"):
        share = np.minimum(factor / life, 1)
        before = np.maximum(cost * (1 - share) ** (period - 1), np.minimum(salvage, cost))
        after = np.maximum(cost * (1 - share) ** period, np.minimum(salvage, cost))
    return answer(np.where((period < 1) | (period > life), np.nan, before - after))
