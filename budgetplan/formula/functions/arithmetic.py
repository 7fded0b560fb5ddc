"""Rounding and extremes."""

from __future__ import annotations

from functools import reduce

import numpy as np

from .base import Array, Example, Function, function, here, same_kind, where_known

TINY = 1e-290  # under this nothing is rounded but to 0
DECIMALS = {"2": "cents", "0": "whole numbers"}


def round_half_away(x: Array, digits: Array) -> Array:
    """x rounded on its decimal digits, halves away from zero, as Excel does.

    1.005 is a hair under 1.005 in binary. Excel works with 15 significant decimal digits, so the value is lifted by
    just under half a unit of the 15th digit before it is cut; 2.675 gives 2.68 and 1.005 gives 1.01.
    """
    scale = 10.0 ** np.abs(np.trunc(digits))
    up = digits >= 0
    scaled = np.where(up, np.abs(x) * scale, np.abs(x) / scale)
    digit_15 = 10.0 ** (np.floor(np.log10(np.maximum(scaled, TINY))) - 14)
    whole = np.floor(scaled + 0.49 * digit_15 + 0.5)
    return np.copysign(np.where(up, whole / scale, whole * scale), x) + 0.0


@function
class ROUND(Function):
    """x rounded to a number of decimals, halves away from zero."""

    takes = (here("x"), here("digits"))
    examples = (
        Example("ROUND(2.675, 2)", 2.68),
        Example("ROUND(1.005, 2)", 1.01),
        Example("ROUND(-0.5, 0)", -1),
        Example("ROUND(62000 / 12, 2)", 5166.67),
        Example("ROUND(1250, -2)", 1300),
    )

    @staticmethod
    def values(x: Array, digits: Array) -> Array:
        """See `round_half_away`."""
        return round_half_away(x, digits)

    @classmethod
    def words(cls, *arguments: str) -> str:
        """rounded to cents, dollars or a number of decimals."""
        x, digits = arguments
        return f"{x}, rounded to {DECIMALS.get(digits, f'{digits} decimals')}"


@function
class MIN(Function):
    """The smallest of the values."""

    takes = (here("x", "number", "date"), here("y", "number", "date"))
    repeats = 1
    gives = staticmethod(same_kind)
    examples = (Example("MIN(12, 2, 24)", 2),)

    @classmethod
    def alike(cls, count: int) -> list[tuple[int, ...]]:
        """All values."""
        return [tuple(range(count))]

    @staticmethod
    def values(*arguments: Array) -> Array:
        """An error in any value is an error."""
        return reduce(np.minimum, arguments)

    @classmethod
    def words(cls, *arguments: str) -> str:
        """the smaller of a and b."""
        return f"the smallest of ({', '.join(arguments)})"


@function
class MAX(Function):
    """The largest of the values."""

    takes = (here("x", "number", "date"), here("y", "number", "date"))
    repeats = 1
    gives = staticmethod(same_kind)
    examples = (Example("MAX(12, 2, 24)", 24),)

    @classmethod
    def alike(cls, count: int) -> list[tuple[int, ...]]:
        """All values."""
        return [tuple(range(count))]

    @staticmethod
    def values(*arguments: Array) -> Array:
        """An error in any value is an error."""
        return reduce(np.maximum, arguments)

    @classmethod
    def words(cls, *arguments: str) -> str:
        """the larger of a and b."""
        return f"the largest of ({', '.join(arguments)})"


@function
class ABS(Function):
    """x without its sign."""

    takes = (here("x"),)
    examples = (Example("ABS(-12)", 12),)

    @staticmethod
    def values(x: Array) -> Array:
        """The absolute value."""
        return np.abs(x)


@function
class INT(Function):
    """x rounded down to a whole number."""

    takes = (here("x"),)
    examples = (Example("INT(2.9)", 2), Example("INT(-2.1)", -3))

    @staticmethod
    def values(x: Array) -> Array:
        """Downwards, also below zero."""
        return where_known(np.floor(x), x)
