"""Tests and choices."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce

import numpy as np

from ..symbols import Kind
from .base import Array, Example, Function, blank, function, here, where_known


def _branches(kinds: Sequence[Kind]) -> Kind:
    return "text" if {"text", "key"} <= set(kinds[1:]) else kinds[1]


@function
class IF(Function):
    """`yes` where the test holds, else `no`."""

    takes = (
        here("test", "test"),
        here("yes", "number", "date", "text", "key"),
        here("no", "number", "date", "text", "key"),
    )
    gives = staticmethod(_branches)
    examples = (Example("IF(2 > 1, 12, 24)", 12), Example("IF(2 < 1, 12, 24)", 24), Example('IF("a" = "A", 1, 0)', 1))

    @classmethod
    def alike(cls, count: int) -> list[tuple[int, ...]]:
        """The two branches."""
        return [(1, 2)]

    @staticmethod
    def values(test: Array, yes: Array, no: Array) -> Array:
        """Both branches are calculated; only the chosen one counts. An unknown test gives an unknown result."""
        chosen = np.where(test == 1, yes, no)
        return np.where(np.isnan(test), np.nan, chosen) if np.isnan(test).any() else chosen

    @classmethod
    def words(cls, *arguments: str) -> str:
        """if ... then ... else ..."""
        test, yes, no = arguments
        return f"if {test} then {yes} else {no}"


@function
class AND(Function):
    """Holds where every test holds."""

    takes = (here("test", "test"), here("test", "test"))
    repeats = 1
    gives = "test"
    examples = (Example("IF(AND(1 < 2, 2 < 1), 1, 0)", 0), Example("IF(AND(1 < 2, 2 < 12), 1, 0)", 1))

    @staticmethod
    def values(*tests: Array) -> Array:
        """The product of 0/1 tests."""
        return reduce(np.multiply, tests)

    @classmethod
    def words(cls, *arguments: str) -> str:
        """a and b."""
        return " and ".join(arguments)


@function
class OR(Function):
    """Holds where some test holds."""

    takes = (here("test", "test"), here("test", "test"))
    repeats = 1
    gives = "test"
    examples = (Example("IF(OR(1 < 2, 2 < 1), 1, 0)", 1), Example("IF(OR(2 < 1, 12 < 1), 1, 0)", 0))

    @staticmethod
    def values(*tests: Array) -> Array:
        """The largest of 0/1 tests."""
        return reduce(np.maximum, tests)

    @classmethod
    def words(cls, *arguments: str) -> str:
        """a or b."""
        return " or ".join(arguments)


@function
class IFBLANK(Function):
    """`x`, or the fallback where the optional input x was left empty."""

    takes = (here("x", "number", "date", "text", blank=True), here("fallback", "number", "date", "text"))
    gives = staticmethod(lambda kinds: kinds[0])
    examples = (Example("IFBLANK(x, 12)", [12.0, 5.0], given={"x": [float("nan"), 5.0]}),)

    @classmethod
    def alike(cls, count: int) -> list[tuple[int, ...]]:
        """The input and its fallback."""
        return [(0, 1)]

    @staticmethod
    def values(x: Array, fallback: Array) -> Array:
        """An empty input is NaN."""
        return np.where(blank(x), fallback, x)

    @classmethod
    def excel(cls, *arguments: str) -> str:
        """IF(x="",fallback,x): the only place where an empty cell may be read."""
        x, fallback = arguments
        return f'IF({x}="",{fallback},{x})'

    @classmethod
    def words(cls, *arguments: str) -> str:
        """x, or the fallback where it is blank."""
        return f"{arguments[0]} (or {arguments[1]} where blank)"


@function
class EXCEEDS(Function):
    """1 where a difference is greater than its tolerance, or where either cannot be calculated; else 0."""

    takes = (here("difference"), here("tolerance"))
    examples = (
        Example("EXCEEDS(-0.02, 0.005)", 1),
        Example("EXCEEDS(0.004, 0.005)", 0),
        Example("EXCEEDS(1 / 0, 0.005)", 1),
    )

    @staticmethod
    def values(difference: Array, tolerance: Array) -> Array:
        """Asked so that what cannot be calculated (NaN) exceeds."""
        return (~(np.abs(difference) <= tolerance)).astype(float)

    @classmethod
    def excel(cls, *arguments: str) -> str:
        """An error is no agreement."""
        difference, tolerance = arguments
        return f"IFERROR(IF(ABS({difference})<={tolerance},0,1),1)"

    @classmethod
    def words(cls, *arguments: str) -> str:
        """1 if difference exceeds tolerance or cannot be calculated, else 0."""
        return f"1 if {arguments[0]} exceeds {arguments[1]} or cannot be calculated, else 0"


@function
class CHOOSE(Function):
    """The i-th of the values, counted from 1."""

    takes = (here("i"), here("first"), here("next"))
    repeats = 1
    examples = (Example("CHOOSE(2, 12, 24, 60)", 24),)

    @staticmethod
    def values(i: Array, *options: Array) -> Array:
        """An index outside the list is an error (NaN)."""
        index = np.floor(np.nan_to_num(i, nan=-1.0))
        result = np.full(np.broadcast_shapes(i.shape, *(o.shape for o in options)), np.nan)
        for number, option in enumerate(options, 1):
            result = np.where(index == number, option, result)
        return where_known(result, i)
