"""What the measures share: arrays of numbers, days as parts of years, and work in pieces that fit the cache."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

Numbers = NDArray[np.float64]
CHUNK = 4096  # rows that are worked on at once: their periods stay in the cache, and memory is bounded
DAYS_OF_YEAR = 365.0


def numbers(given: ArrayLike) -> Numbers:
    """The given as floating-point numbers."""
    return np.asarray(given, dtype=np.float64)


def answer(found: Any) -> Any:
    """A number of its own in place of an array without axes."""
    return found.item() if isinstance(found, np.ndarray) and found.ndim == 0 else found


def years_from_first(dates: ArrayLike) -> Numbers:
    """The years from the first date, days by 365; dates are days of `datetime`, of numpy, or their numbers."""
    given = np.asarray(dates)
    days = given if given.dtype.kind in "iuf" else given.astype("datetime64[D]").astype(np.int64)
    return (days - days[..., :1]).astype(np.float64) / DAYS_OF_YEAR


def by_rows(flows: Numbers, measure: Callable[[Numbers], Numbers]) -> Numbers:
    """A measure of each flow; `measure` takes (periods, rows) for some rows at a time and gives one number for each."""
    rows = flows.reshape(-1, flows.shape[-1])
    found = np.empty(len(rows))
    for start in range(0, len(rows), CHUNK):
        found[start : start + CHUNK] = measure(np.ascontiguousarray(rows[start : start + CHUNK].T))
    return found.reshape(flows.shape[:-1])
