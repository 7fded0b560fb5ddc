"""Present values, and the measures that follow from them."""

from __future__ import annotations

from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike

from .arrays import Numbers, answer, numbers, years_from_first

Timing = Literal["end", "mid"]


def discount_factors(rate: ArrayLike, periods: int, timing: Timing = "end") -> Numbers:
    """What one dollar of each period is worth today: (..., periods), for rates of shape (...).

    Period 0 is today. With `timing="mid"` what falls into a period falls into its middle: period t is discounted by
    t - 0.5, and period 0 not at all.
    """
    if timing not in ("end", "mid"):
        message = f'timing is "end" or "mid", not {timing!r}'
        raise ValueError(message)
    when = np.arange(periods, dtype=np.float64)
    if timing == "mid":
        when[1:] -= 0.5
    with np.errstate(all="ignore"):
        return (1 + numbers(rate)[..., None]) ** -when


def npv(rate: ArrayLike, flows: ArrayLike, timing: Timing = "end") -> Any:
    """Net present value in dollars of today: flows (..., periods) and rates (...) give (...).

    Unlike a spreadsheet's NPV, which discounts its first value by one period, `flows[..., 0]` is not discounted.
    """
    flows = numbers(flows)
    factors = discount_factors(rate, flows.shape[-1], timing)
    with np.errstate(all="ignore"):
        if factors.ndim == 1:
            return answer(flows @ factors)
        return answer(np.einsum("...t,...t->...", *np.broadcast_arrays(flows, factors)))


def xnpv(rate: ArrayLike, flows: ArrayLike, dates: ArrayLike) -> Any:
    """Net present value on the first of the dates, by days of a year of 365, as XNPV counts."""
    flows, years = numbers(flows), years_from_first(dates)
    with np.errstate(all="ignore"):
        factors = (1 + numbers(rate)[..., None]) ** -years
        return answer((flows * factors).sum(axis=-1))


def payback(flows: ArrayLike) -> Any:
    """Periods until what has come in covers what has gone out, for the first time; `nan` where it never does.

    Within a period its flow comes evenly, so that the answer is interpolated.
    """
    flows = numbers(flows)
    so_far = np.cumsum(flows, axis=-1)
    covered = so_far >= 0
    first = np.argmax(covered, axis=-1)
    at = first[..., None]
    before = np.take_along_axis(so_far, np.maximum(at - 1, 0), axis=-1)[..., 0]
    inside = np.take_along_axis(flows, at, axis=-1)[..., 0]
    with np.errstate(all="ignore"):
        found = np.where(first == 0, 0.0, first - 1 - before / inside)
    return answer(np.where(covered.any(axis=-1), found, np.nan))


def discounted_payback(rate: ArrayLike, flows: ArrayLike, timing: Timing = "end") -> Any:
    """The payback of the flows as they are worth today."""
    flows = numbers(flows)
    return payback(flows * discount_factors(rate, flows.shape[-1], timing))


def roi(rate: ArrayLike, benefits: ArrayLike, costs: ArrayLike, timing: Timing = "end") -> Any:
    """Return on investment as a share: (benefits - costs) / costs, both as of today, both given positive."""
    return bcr(rate, benefits, costs, timing) - 1


def bcr(rate: ArrayLike, benefits: ArrayLike, costs: ArrayLike, timing: Timing = "end") -> Any:
    """Benefit-cost ratio: benefits by costs, both as of today, both given positive; `nan` without costs."""
    return _share(npv(rate, benefits, timing), npv(rate, costs, timing))


def profitability_index(rate: ArrayLike, flows: ArrayLike, timing: Timing = "end") -> Any:
    """What is received from period 1 on, as of today, for each dollar of period 0; `nan` where that is no outlay."""
    flows = numbers(flows)
    outlay = -flows[..., 0]
    return _share(npv(rate, flows, timing) + outlay, np.where(outlay > 0, outlay, 0))


def equivalent_annual(rate: ArrayLike, flows: ArrayLike, timing: Timing = "end") -> Any:
    """The equal sum at the end of each period from 1 on that is worth what the flows are.

    It makes lives of different lengths comparable: of costs it is their equivalent uniform annual cost. At a rate of 0
    it is the mean; `nan` where there is no period after today.
    """
    flows, rate = numbers(flows), numbers(rate)
    periods = flows.shape[-1] - 1
    if not periods:
        return answer(np.full(np.broadcast_shapes(rate.shape, flows.shape[:-1]), np.nan))
    with np.errstate(all="ignore"):
        annuity = -np.expm1(-periods * np.log1p(rate)) / rate
    return answer(npv(rate, flows, timing) / np.where(rate == 0, periods, annuity))


def _share(part: Any, whole: Any) -> Any:
    """A part as a share of a whole; `nan` where the whole is 0."""
    whole = numbers(whole)
    with np.errstate(all="ignore"):
        return answer(numbers(part) / np.where(whole == 0, np.nan, whole))
