"""Functions that look along a line, over its months or the steps of another axis."""

from __future__ import annotations

from typing import Any

import numpy as np

from .base import Array, Block, Example, Function, along, function, here, where_known

STEPS, STEP = "{steps}", "{step}"
"""In the words of a function: what the steps of its line's axis are called together, such as months."""


@function
class PREV(Function):
    """Last month's value of a line; in the first month, its opening value."""

    takes = (along("line", "number", "date", mine=True, before=True),)
    gives = staticmethod(lambda kinds: kinds[0])
    examples = (Example("PREV(x)", [12, 1, 2], given={"x": [1, 2, 24]}, opening={"x": 12}),)

    @staticmethod
    def values(line: Block) -> Array:
        """The block shifted by one month, the opening in front."""
        assert line.opening is not None
        first = np.broadcast_to(line.opening, (*line.all.shape[:-1], 1))
        return np.concatenate([first, line.all[..., :-1]], -1)[..., line.window]

    @classmethod
    def excel(cls, *arguments: Any) -> str:
        """The cell to the left."""
        return str(arguments[0].previous)

    @classmethod
    def words(cls, *arguments: str) -> str:
        """last month's x, or last fiscal year's."""
        return f"last {STEP}'s {arguments[0]}"


@function
class YTD(Function):
    """The running total of a line since the value of `year` last changed."""

    takes = (along("line", mine=True), along("year", mine=True))
    examples = (Example("YTD(x, y)", [1, 3, 12, 36], given={"x": [1, 2, 12, 24], "y": [1, 1, 2, 2]}),)

    @staticmethod
    def values(line: Block, year: Block) -> Array:
        """Each month with the months before it of the same year."""
        months = np.arange(year.all.shape[-1])
        same = (year.all[..., :, None] == year.all[..., None, :]) & (months[:, None] <= months[None, :])
        total: Array = (line.all[..., None, :] @ same.astype(float))[..., 0, :]
        return total[..., line.window]

    @classmethod
    def excel(cls, *arguments: Any) -> str:
        """SUMIFS over the months so far."""
        line, year = arguments
        return f"SUMIFS({line.past},{year.past},{year.here})"

    @classmethod
    def words(cls, *arguments: str) -> str:
        """x so far this year."""
        return f"{arguments[0]} so far in {arguments[1]}"


@function
class CUM(Function):
    """The running total of a line from the first month."""

    takes = (along("line", mine=True),)
    examples = (Example("CUM(x)", [1, 3, 15], given={"x": [1, 2, 12]}),)

    @staticmethod
    def values(line: Block) -> Array:
        """A cumulative sum."""
        return np.cumsum(line.all, -1)[..., line.window]

    @classmethod
    def excel(cls, *arguments: Any) -> str:
        """SUM of the months so far."""
        return f"SUM({arguments[0].past})"

    @classmethod
    def words(cls, *arguments: str) -> str:
        """x so far."""
        return f"{arguments[0]} so far"


@function
class TOTAL(Function):
    """A line added up over all months (or other steps) of its axis."""

    takes = (along("line"),)
    examples = (Example("TOTAL(x)", 15, given={"x": [1, 2, 12]}),)

    @staticmethod
    def values(line: Block) -> Array:
        """One value per row."""
        total: Array = line.all.sum(-1, keepdims=True)
        return total

    @classmethod
    def excel(cls, *arguments: Any) -> str:
        """SUM of the row."""
        return f"SUM({arguments[0].row})"

    @classmethod
    def words(cls, *arguments: str) -> str:
        """x over all its steps."""
        return f"{arguments[0]} over all {STEPS}"


@function
class ACROSS(Function):
    """A line added up over the steps in which `key` equals `want`: the months of one fiscal year."""

    takes = (along("line"), along("key", "number", "date", "key"), here("want", "number", "date", "key"))
    examples = (Example("ACROSS(x, y, 2)", 36, given={"x": [1, 2, 12, 24], "y": [1, 1, 2, 2]}),)

    @classmethod
    def alike(cls, count: int) -> list[tuple[int, ...]]:
        """The key and what is looked for."""
        return [(1, 2)]

    @staticmethod
    def values(line: Block, key: Block, want: Array) -> Array:
        """`want` has one value per step of the axis of the formula that asks."""
        match = (key.all[..., :, None] == want[..., None, :]).astype(float)
        total: Array = (line.all[..., None, :] @ match)[..., 0, :]
        return where_known(total, want)

    @classmethod
    def excel(cls, *arguments: Any) -> str:
        """SUMIFS over the row."""
        line, key, want = arguments
        return f"SUMIFS({line.row},{key.row},{want})"

    @classmethod
    def words(cls, *arguments: str) -> str:
        """x over the steps where key is want."""
        return f"{arguments[0]} over the {STEPS} where {arguments[1]} is {arguments[2]}"
