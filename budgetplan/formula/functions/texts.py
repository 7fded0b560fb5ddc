"""Figures inside sentences."""

from __future__ import annotations

import numpy as np

from .arithmetic import round_half_away
from .base import Array, Example, Function, function, here


@function
class FIXED(Function):
    """A number as a reader writes it, rounded to a number of decimals, with thousands marked."""

    takes = (here("x"), here("decimals"))
    gives = "text"
    examples = (
        Example("FIXED(1234567.555, 0)", "1,234,568"),
        Example("FIXED(0.5, 0)", "1"),
        Example("FIXED(-1234.5, 0)", "-1,235"),
        Example("FIXED(-0.4, 0)", "0"),
        Example("FIXED(1.005, 2)", "1.01"),
    )

    @staticmethod
    def values(x: Array, decimals: Array) -> Array:
        """Text; NaN where there is no number."""
        numbers, digits = np.broadcast_arrays(round_half_away(x, decimals), decimals)
        found = np.empty(numbers.shape, dtype=object)
        for at in np.ndindex(*numbers.shape):
            number = float(numbers[at])
            found[at] = f"{number:,.{max(0, int(digits[at]))}f}" if number == number else float("nan")
        return found

    @classmethod
    def excel(cls, *arguments: str) -> str:
        """Rounded before, so that it is never "-0"."""
        x, decimals = arguments
        return f"FIXED(ROUND({x},{decimals}),{decimals})"

    @classmethod
    def words(cls, *arguments: str) -> str:
        """x in words, with its decimals."""
        x, decimals = arguments
        return f"{x} with {decimals} decimals"
