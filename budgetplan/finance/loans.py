"""Level payments: the six functions of spreadsheets about loans and savings, with their arguments and signs.

All follow from one identity. With `s` = 1 where payments fall due at the start of periods (`type` 1), else 0:

    pv * (1 + rate) ** nper + pmt * (1 + rate * s) * ((1 + rate) ** nper - 1) / rate + fv = 0

and pv + pmt * nper + fv = 0 at a rate of 0. Microsoft's documentation of PV gives it.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from .arrays import Numbers, answer, numbers

STEPS = 100  # of Newton and of halving, for RATE
NEAR = 1e-13
SCAN = np.expm1(np.linspace(-5, 5, 1001))  # rates from -99 % to 147 times


def _growth(rate: Numbers, periods: Numbers) -> tuple[Numbers, Numbers]:
    """What one dollar grows to, and what one dollar a period at its end grows to."""
    with np.errstate(all="ignore"):
        more = np.expm1(periods * np.log1p(rate))
        saved = np.where(rate == 0, periods, more / np.where(rate == 0, 1, rate))
    return more + 1, saved


def _arrays(*given: ArrayLike) -> list[Numbers]:
    return [numbers(one) for one in np.broadcast_arrays(*map(numbers, given))]


def _starts(type: Numbers) -> Numbers:
    """1 where payments fall due at the start; anything but 0 says so, as in spreadsheets."""
    return numbers(type != 0)


def pmt(rate: ArrayLike, nper: ArrayLike, pv: ArrayLike, fv: ArrayLike = 0, type: ArrayLike = 0) -> Any:
    """The level payment of each period: PMT."""
    rate, nper, pv, fv, type = _arrays(rate, nper, pv, fv, type)
    grown, saved = _growth(rate, nper)
    with np.errstate(all="ignore"):
        return answer(-(pv * grown + fv) / ((1 + rate * _starts(type)) * saved))


def ipmt(
    rate: ArrayLike, per: ArrayLike, nper: ArrayLike, pv: ArrayLike, fv: ArrayLike = 0, type: ArrayLike = 0
) -> Any:
    """The interest in the payment of period `per`, from 1 on: IPMT. `nan` outside of 1 to `nper`."""
    rate, per, nper, pv, fv, type = _arrays(rate, per, nper, pv, fv, type)
    payment = numbers(pmt(rate, nper, pv, fv, type))
    starts = _starts(type)
    grown, saved = _growth(rate, per - 1)
    with np.errstate(all="ignore"):
        owed = -(pv * grown + payment * (1 + rate * starts) * saved)
        interest = np.where(starts == 1, np.where(per == 1, 0, rate * owed / (1 + rate)), rate * owed)
    return answer(np.where((per < 1) | (per > nper), np.nan, interest))


def ppmt(
    rate: ArrayLike, per: ArrayLike, nper: ArrayLike, pv: ArrayLike, fv: ArrayLike = 0, type: ArrayLike = 0
) -> Any:
    """The principal in the payment of period `per`: PPMT."""
    return answer(numbers(pmt(rate, nper, pv, fv, type)) - numbers(ipmt(rate, per, nper, pv, fv, type)))


def nper(rate: ArrayLike, pmt: ArrayLike, pv: ArrayLike, fv: ArrayLike = 0, type: ArrayLike = 0) -> Any:
    """How many periods it takes, parts of one included: NPER. `nan` where it never ends."""
    rate, pmt, pv, fv, type = _arrays(rate, pmt, pv, fv, type)
    with np.errstate(all="ignore"):
        forever = pmt * (1 + rate * _starts(type)) / np.where(rate == 0, np.nan, rate)
        found = np.log((forever - fv) / (forever + pv)) / np.log1p(rate)
        level = np.where(pmt == 0, np.nan, -(pv + fv) / pmt)
    return answer(np.where(rate == 0, level, found))


def rate(
    nper: ArrayLike, pmt: ArrayLike, pv: ArrayLike, fv: ArrayLike = 0, type: ArrayLike = 0, guess: ArrayLike = 0.1
) -> Any:
    """The interest of a period: RATE. Newton's steps from `guess`, and where they find none, the rate nearest to it at
    which a scan sees a change of sign; `nan` where there is none above -1.
    """
    given = _arrays(nper, pmt, pv, fv, type)
    start = np.broadcast_to(numbers(guess), np.broadcast_shapes(given[0].shape, np.shape(guess)))
    loans = np.stack([np.broadcast_to(one, start.shape).reshape(-1) for one in given])
    found = _stepped(loans, start.reshape(-1))
    for row in np.flatnonzero(np.isnan(found)):
        found[row] = _scanned(loans[:, row : row + 1], float(start.reshape(-1)[row]))
    return answer(found.reshape(start.shape))


def _left(loans: Numbers, at: Numbers) -> Numbers:
    """The identity's left side in dollars of today, so that it is about as large as what is given."""
    nper, pmt, pv, fv, type = loans
    grown, saved = _growth(at, nper)
    return numbers(pv + (pmt * (1 + at * _starts(type)) * saved + fv) / grown)


def _stepped(loans: Numbers, start: Numbers) -> Numbers:
    """The rates that Newton's steps find from where they start, or `nan`."""
    found = start.astype(np.float64, copy=True)
    size = np.abs(loans[2]) + np.abs(loans[1] * loans[0]) + np.abs(loans[3])
    with np.errstate(all="ignore"):
        for _ in range(STEPS):
            step = np.maximum(1e-6 * np.abs(found), 1e-7)
            slope = (_left(loans, found + step) - _left(loans, found - step)) / (2 * step)
            move = _left(loans, found) / slope
            found = np.where(found - move > -1, found - move, (found - 1) / 2)
            if np.all((np.abs(move) <= NEAR * (1 + np.abs(found))) | ~np.isfinite(move)):
                break
        good = np.abs(_left(loans, found)) <= 1e-9 * size
    return np.where(good & (found > -1), found, np.nan)


def _scanned(loan: Numbers, guess: float) -> float:
    """The rate nearest to a guess at which the identity's left side of one loan changes its sign, or `nan`."""
    with np.errstate(all="ignore"):
        signs = np.sign(_left(loan, SCAN))
        found = []
        for at in np.flatnonzero(signs[:-1] * signs[1:] < 0):
            low, high = SCAN[at], SCAN[at + 1]
            for _ in range(60):
                middle = (low + high) / 2
                same = np.sign(_left(loan, np.array([middle]))[0]) == signs[at]
                low, high = (middle, high) if same else (low, middle)
            found.append((low + high) / 2)
    return min(found, key=lambda rate: abs(rate - guess), default=np.nan)
