"""What a figure is in the scenario that is selected: the scenario's own where it has one, else the base's."""

from __future__ import annotations

import numpy as np

from ..symbols import Kind
from .base import Array, Example, Function, blank, function, here, where_known

KINDS: tuple[Kind, ...] = ("number", "date", "text")


@function
class CASE(Function):
    """The figure of the i-th scenario, the base being the first; where a scenario's is blank, that of the base."""

    takes = (here("i"), here("base", *KINDS), here("scenario", *KINDS, blank=True))
    repeats = 1
    gives = staticmethod(lambda kinds: kinds[1])
    examples = (Example("CASE(2, 12, x)", [12.0, 5.0], given={"x": [float("nan"), 5.0]}),)

    @classmethod
    def alike(cls, count: int) -> list[tuple[int, ...]]:
        """The base and the figure of each scenario."""
        return [tuple(range(1, count))]

    @staticmethod
    def values(i: Array, base: Array, *scenarios: Array) -> Array:
        """A number outside the list is an error (NaN)."""
        result = np.where(i == 1, base, "" if base.dtype == object else np.nan)
        for number, own in enumerate(scenarios, 2):
            result = np.where(i == number, np.where(blank(own), base, own), result)
        known = np.isin(i, np.arange(1, len(scenarios) + 2))
        return where_known(result, np.where(known, i, np.nan))

    @classmethod
    def excel(cls, *arguments: str) -> str:
        """CHOOSE, in which a blank cell of a scenario gives way to the base."""
        i, base, *scenarios = arguments
        options = [f'IF({own}="",{base},{own})' for own in scenarios]
        return f"CHOOSE({','.join([i, base, *options])})"

    @classmethod
    def words(cls, *arguments: str) -> str:
        """The one of the selected scenario."""
        i, base, *scenarios = arguments
        return f"{base}, or in scenario {i} its own of {', '.join(scenarios)}"


@function
class CASEORBLANK(CASE):
    """The same for a figure that may be blank in the base as well: then the result is blank, and IFBLANK reads it."""

    takes = (here("i"), here("base", *KINDS, blank=True), here("scenario", *KINDS, blank=True))
    examples = (
        Example("CASEORBLANK(2, x, y)", [12.0, 5.0], given={"x": [float("nan"), 5.0], "y": [12.0, float("nan")]}),
    )

    @staticmethod
    def values(i: Array, base: Array, *scenarios: Array) -> Array:
        """A blank is NaN, or no text."""
        return CASE.values(i, base, *scenarios)

    @classmethod
    def excel(cls, *arguments: str) -> str:
        """A blank cell, read, would be 0: it becomes an empty text, which is blank to IFBLANK."""
        i, base, *scenarios = arguments
        return CASE.excel(i, f'IF({base}="","",{base})', *scenarios)
