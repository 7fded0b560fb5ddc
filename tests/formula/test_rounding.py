"""ROUND against exact decimal arithmetic: halves away from zero, on the 15 significant digits that Excel keeps."""

from __future__ import annotations

import random
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from functools import partial

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from budgetplan.formula.functions import FUNCTIONS

ROUND = FUNCTIONS["ROUND"].values
HOW_MANY = 30_000  # of each kind of number


def by_hand(x: float, digits: int = 2) -> float:
    """The decimal number that 15 digits of x say, rounded half away from zero."""
    scaled = Decimal(f"{x:.15g}").scaleb(digits)
    return float(scaled.quantize(Decimal(1), ROUND_HALF_UP).scaleb(-digits))


def wrong(numbers: list[float], digits: int = 2) -> list[tuple[float, float, float]]:
    """The numbers that ROUND rounds otherwise: the number, what ROUND gives, what is right."""
    found = ROUND(np.array(numbers), np.array(float(digits)))
    right = np.array([by_hand(x, digits) for x in numbers])
    bad = np.flatnonzero(~(found == right))
    return [(numbers[at], float(found[at]), float(right[at])) for at in bad[:10]]


def cents_to_a_tenth(pick: random.Random) -> float:
    return pick.randrange(-(10**14), 10**14) / 1000  # up to 100,000,000,000


def ties(pick: random.Random) -> float:
    return (pick.randrange(-(10**13), 10**13) * 10 + 5) / 1000  # x.xx5, up to 1e11


def small_ties(pick: random.Random) -> float:
    return (pick.randrange(0, 10**6) * 10 + 5) / 1000


def shares_of_a_salary(pick: random.Random) -> float:
    return pick.randrange(1, 30_000_000) / 100 * (pick.randrange(1, 10_000) / 10_000)


def twelfths(pick: random.Random) -> float:
    return pick.randrange(1, 30_000_000) / 100 / 12


@pytest.mark.parametrize("number", [cents_to_a_tenth, ties, small_ties, shares_of_a_salary, twelfths])
def test_cents_are_rounded_as_on_paper(number: Callable[[random.Random], float]) -> None:
    pick = random.Random(2028)
    assert wrong([number(pick) for _ in range(HOW_MANY)]) == []


@pytest.mark.parametrize("digits", [-6, -3, -2, -1, 0, 1, 3, 4])
def test_other_numbers_of_digits(digits: int) -> None:
    pick = random.Random(digits)
    step = Decimal(5).scaleb(-digits - 1)  # half of a step: each odd multiple of it is a tie
    numbers = [float(step * pick.randrange(-(10**7), 10**7)) for _ in range(HOW_MANY // 5)]
    assert wrong(numbers, digits) == []


@pytest.mark.parametrize("ulps", [1, 2])
def test_a_tie_that_was_calculated_counts_as_a_tie(ulps: int) -> None:
    """0.1 + 0.2 is not 0.3 in binary; Excel rounds what it shows, which is the tie."""
    pick = random.Random(ulps)
    numbers = []
    for _ in range(HOW_MANY):
        exact = (pick.randrange(10**6, 10**11) * 10 + 5) / 1000
        numbers.append(float(exact - pick.choice((-1, 1)) * ulps * np.spacing(exact)))
    assert wrong(numbers) == []


def test_just_below_a_tie_is_rounded_down() -> None:
    """15 digits, the last of them one or two below or above the tie; formualizer gives what is right in all cases."""
    pick = random.Random(15)
    numbers = []
    for _ in range(HOW_MANY):
        whole = pick.randrange(10**8, 10**11)
        left = 15 - len(str(whole))
        tie = whole * 10**left + pick.randrange(100) * 10 ** (left - 2) + 5 * 10 ** (left - 3)
        numbers.append((tie + pick.choice((-2, -1, 1))) / 10**left)
    assert wrong(numbers) == []


@pytest.mark.parametrize(
    ("x", "digits", "rounded"),
    [
        (2.5, 0, 3),
        (-2.5, 0, -3),
        (0.5, 0, 1),
        (1.005, 2, 1.01),
        (-1.005, 2, -1.01),
        (2.675, 2, 2.68),
        (1.0049999, 2, 1.00),
        (8.325, 2, 8.33),  # 8.324999... in binary
        (99_999_999_999.995, 2, 100_000_000_000),
        (1e11, 2, 1e11),
        (149, -2, 100),
        (150, -2, 200),
        (-150, -2, -200),
        (0, 2, 0),
        (1234.5678, 2.9, 1234.57),  # Excel drops the fraction of the number of digits
        (1250, -2.9, 1300),
    ],
)
def test_known_roundings(x: float, digits: float, rounded: float) -> None:
    assert float(ROUND(np.array(x), np.array(float(digits)))) == rounded


def test_there_is_no_minus_zero() -> None:
    assert np.signbit(ROUND(np.array(-0.001), np.array(2.0))) == np.False_


def test_an_error_stays_an_error() -> None:
    assert np.isnan(ROUND(np.array(np.nan), np.array(2.0)))


@given(st.integers(-(10**13), 10**13), st.integers(0, 3))
def test_what_is_round_stays_as_it_is(cents: int, digits: int) -> None:
    number = cents / 10**digits
    assert float(ROUND(np.array(number), np.array(float(digits)))) == number


@given(st.floats(-1e11, 1e11))
def test_rounding_is_the_same_on_both_sides_of_zero(x: float) -> None:
    half = partial(ROUND, digits=np.array(2.0))
    assert float(half(np.array(-x))) == -float(half(np.array(x)))
