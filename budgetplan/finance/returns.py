"""Rates of return: the rates at which a flow is worth nothing today.

With v = 1 / (1 + rate), a flow is a polynomial in v, and its rates above -1 are its positive roots. Where its signs
change once there is one root, whatever the figures. Then the logarithm of what is received over what is paid, as a
function of x = log(v), is monotonous with a slope of 1 to `periods` (the mean period of one less that of the other), so
that Newton's steps in x find it quickly from far away, and a bracket is known where they should not. Where signs change
more often there may be none or several, which are found as eigenvalues.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from .arrays import Numbers, answer, by_rows, numbers, years_from_first

STEPS = 12
HALVINGS = 200
NEAR, CLOSE = 0.05, 1e-7  # of log(v): a step of Newton leaves about the square of what it moves
DOUBLE = 1e-6  # how far from each other eigenvalues of a double root may be
SCAN = np.concatenate([np.linspace(-9, 9, 721), np.linspace(-12, 12, 97)])  # rates from -0.99999 to 160,000, in log(v)


def irr(flows: ArrayLike) -> Any:
    """The internal rate of return, as a share for a period; `nan` where there is none.

    Of several it is the one nearest to 0: `irr_count` says whether to believe it.
    """
    return answer(by_rows(numbers(flows), _nearest))


def irr_count(flows: ArrayLike) -> Any:
    """How many rates above -1 make a flow worth nothing; 0 for a flow without figures, too."""
    return answer(by_rows(numbers(flows), _count).astype(np.int64))


def mirr(flows: ArrayLike, finance_rate: ArrayLike, reinvest_rate: ArrayLike) -> Any:
    """The modified rate of return, MIRR: what is paid is financed at one rate, what is received earns another.

    `nan` where nothing is paid or nothing received.
    """
    flows, finance_rate, reinvest_rate = numbers(flows), numbers(finance_rate), numbers(reinvest_rate)
    last = flows.shape[-1] - 1
    when = np.arange(last + 1.0)
    with np.errstate(all="ignore"):
        to_start = (1 + finance_rate[..., None]) ** -when
        to_end = (1 + reinvest_rate[..., None]) ** (last - when)
        if to_start.ndim == to_end.ndim == 1:
            growth = by_rows(flows, lambda rows: to_end @ np.maximum(rows, 0) / -(to_start @ np.minimum(rows, 0)))
        else:
            growth = (to_end * np.maximum(flows, 0)).sum(axis=-1) / -(to_start * np.minimum(flows, 0)).sum(axis=-1)
        good = (growth > 0) & np.isfinite(growth)
        return answer(np.where(good, growth ** (1 / last if last else np.nan) - 1, np.nan))


def xirr(flows: ArrayLike, dates: ArrayLike) -> Any:
    """The internal rate of return a year of dated flows, by days of a year of 365, as XIRR; `nan` where there is none.

    Where signs change more than once, of several rates it is the one nearest to 0.
    """
    flows, years = numbers(flows), years_from_first(dates)
    if years.ndim == 1:
        order = np.argsort(years, kind="stable")
        moments, first = np.unique(years[order], return_index=True)
        merged = np.add.reduceat(flows[..., order], first, axis=-1)
        return answer(by_rows(merged, lambda rows: _dated(rows, moments)))
    flows, dates = np.broadcast_arrays(flows, np.asarray(dates))
    rows = zip(flows.reshape(-1, flows.shape[-1]), dates.reshape(-1, flows.shape[-1]), strict=True)
    return answer(np.array([xirr(row, own) for row, own in rows]).reshape(flows.shape[:-1]))


def _changes(rows: Numbers) -> Numbers:
    """How often the sign changes from figure to figure; periods come first."""
    last, count = np.sign(rows[0]), np.zeros(rows.shape[1])
    for figures in rows[1:]:
        sign = np.sign(figures)
        count += sign * last < 0
        last = np.where(sign == 0, last, sign)
    return np.where(np.isfinite(rows).all(axis=0), count, np.nan)


def _nearest(rows: Numbers) -> Numbers:
    found, changes = np.full(rows.shape[1], np.nan), _changes(rows)
    once = changes == 1
    if once.all():
        return _once(rows, None)
    if once.any():
        found[once] = _once(np.ascontiguousarray(rows[:, once]), None)
    for row in np.flatnonzero(changes > 1):
        rates = _all_rates(rows[:, row])
        found[row] = min(rates, key=abs, default=np.nan)
    return found


def _count(rows: Numbers) -> Numbers:
    changes = _changes(rows)
    found = np.where(changes == 1, 1.0, 0.0)
    for row in np.flatnonzero(changes > 1):
        found[row] = len(_all_rates(rows[:, row]))
    return found


def _dated(rows: Numbers, years: Numbers) -> Numbers:
    found, changes = np.full(rows.shape[1], np.nan), _changes(rows)
    once = changes == 1
    if once.any():
        found[once] = _once(np.ascontiguousarray(rows[:, once]), years)
    for row in np.flatnonzero(changes > 1):
        found[row] = _scanned(rows[:, row], years)
    return found


def _once(rows: Numbers, years: Numbers | None) -> Numbers:
    """The rate of flows (periods, rows) whose signs change once; `years` where they are not 0, 1, 2 and so on.

    The first step takes the sums as they are, those that follow the logarithm of both sides. Near the root the flow's
    own slope, which costs half as much, is as good.
    """
    received, paid = np.maximum(rows, 0), np.maximum(-rows, 0)
    when = np.arange(len(rows), dtype=np.float64) if years is None else years
    with np.errstate(all="ignore"):
        in_, out = received.sum(axis=0), paid.sum(axis=0)
        x = -np.log(in_ / out) / (when @ received / in_ - when @ paid / out)
        sides = [part if years is not None else _shortened(part) for part in (received, paid)]
        for _ in range(STEPS):
            v = np.exp(x)
            (in_, in_when), (out, out_when) = (_worth(part, v, years) for part in sides)
            move = np.log(in_ / out) / (in_when / in_ - out_when / out)
            x -= move
            if np.all(np.abs(move) < NEAR):
                break
        for _ in range(STEPS):
            worth, slope = _worth(rows, np.exp(x), years)
            move = worth / slope
            x -= move
            if np.all(np.abs(move) < CLOSE):
                break
        left = ~(np.abs(move) < CLOSE)
        x[left] = [_halved(rows[:, row], when) for row in np.flatnonzero(left)]
        return numbers(np.expm1(-x))


def _worth(part: Numbers, v: Numbers, years: Numbers | None) -> tuple[Numbers, Numbers]:
    """What a part of the flows is worth at v, and how it grows with log(v): each figure times its period."""
    if years is not None:
        discounted = part * v ** years[:, None]
        return discounted.sum(axis=0), years @ discounted
    worth, slope = part[-1].copy(), np.zeros_like(v)
    for figures in part[-2::-1]:
        slope *= v
        slope += worth
        worth *= v
        worth += figures
    slope *= v
    return worth, slope


def _shortened(part: Numbers) -> Numbers:
    """A part without its last periods in which there is nothing; most investments are paid in the first."""
    return part[: np.flatnonzero(part.any(axis=1))[-1] + 1]


def _halved(flow: Numbers, when: Numbers) -> float:
    """log(v) by halving a bracket, in logarithms, which no figures overflow; the slope is 1 at least."""

    def ratio(x: float) -> float:
        sides = []
        for side in (flow > 0, flow < 0):
            logs = np.log(np.abs(flow[side])) + when[side] * x
            sides.append(float(logs.max() + np.log(np.exp(logs - logs.max()).sum())))
        return (sides[0] - sides[1]) * rising

    later = when[flow > 0].mean() > when[flow < 0].mean()
    rising = 1 if later else -1
    least = np.diff(when).min()  # between two dates, by which the slope is at least
    far = abs(ratio(0.0)) / least
    low, high = -far, far
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if ratio(middle) < 0 else (low, middle)
    return float((low + high) / 2)


def _all_rates(flow: Numbers) -> list[float]:
    """All rates above -1 of one flow, each once."""
    figures = np.trim_zeros(flow / np.abs(flow).max())
    roots = np.roots(figures[::-1])
    real = np.sort(roots.real[(np.abs(roots.imag) <= DOUBLE * np.abs(roots)) & (roots.real > 0)])
    apart = np.flatnonzero(np.diff(real) > 4 * DOUBLE * real[1:]) + 1
    distinct = [float(together.mean()) for together in np.split(real, apart) if together.size]
    return [1 / _polished(figures, v) - 1 for v in distinct]


def _polished(figures: Numbers, v: float) -> float:
    """A root made exact by two of Newton's steps, which stay near it; a double one stays as it is."""
    value, slope = np.polynomial.Polynomial(figures), np.polynomial.Polynomial(figures).deriv()
    for _ in range(2):
        steep = slope(v)
        move = value(v) / steep if steep else 0.0
        if abs(move) > DOUBLE * v:
            break
        v -= move
    return float(v)


def _scanned(flow: Numbers, years: Numbers) -> float:
    """The rate nearest to 0 at which a scan sees the worth of a dated flow change its sign, or `nan`."""

    def worth(x: Numbers) -> Numbers:
        with np.errstate(all="ignore"):
            return flow @ np.exp(np.multiply.outer(years, x))

    grid = np.unique(SCAN)
    values = worth(grid)
    found = [float(np.expm1(-x)) for x in grid[values == 0]]
    for at in np.flatnonzero(values[:-1] * values[1:] < 0):
        low, high = grid[at], grid[at + 1]
        for _ in range(60):
            middle = (low + high) / 2
            same = worth(np.array([middle]))[0] * values[at] > 0
            low, high = (middle, high) if same else (low, middle)
        found.append(float(np.expm1(-(low + high) / 2)))
    return min(found, key=abs, default=np.nan)
