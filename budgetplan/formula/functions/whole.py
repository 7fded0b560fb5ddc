"""Functions that look at all cells of an input together: how many there are, what they hold, whether they changed."""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np

from ..symbols import Kind
from .base import Array, Block, Example, Function, Parameter, function, lower, same_number
from .down import NOTHING

ALL_KINDS: tuple[Kind, ...] = ("number", "date", "text", "key")


def whole(name: str, *kinds: Kind) -> Parameter:
    """An argument that is a named input, all of its cells, blank ones among them."""
    return Parameter(name, "whole", kinds or ALL_KINDS)


def each(block: Block) -> Array:
    """(batch, cells)."""
    cells: Array = block.all.reshape(len(block.all), -1)
    return cells


def total(cells: Array) -> Array:
    """(batch, 1, 1) of what was found per cell."""
    added: Array = cells.astype(float).sum(-1)[:, None, None]
    return added


@function
class CELLS(Function):
    """How many cells an input has."""

    takes = (whole("x"),)
    examples = (Example("CELLS(t.x)", 2, given={"t.x": [1, 2]}),)

    @staticmethod
    def values(x: Block) -> Array:
        """Rows times columns."""
        return total(np.ones(each(x).shape))

    @classmethod
    def excel(cls, *arguments: Any) -> str:
        """ROWS times COLUMNS."""
        cells = arguments[0].whole
        return f"ROWS({cells})*COLUMNS({cells})" if cells else NOTHING

    @classmethod
    def words(cls, *arguments: str) -> str:
        """the number of cells of x."""
        return f"the number of cells of {arguments[0]}"


@function
class UNDER(Function):
    """How many cells are filled under an input of a table, where a row stays empty: nothing reads what stands there."""

    takes = (whole("x"),)
    examples = (Example("UNDER(t.x)", 0, given={"t.x": [1, 2]}),)

    @staticmethod
    def values(x: Block) -> Array:
        """As it is built there is nothing."""
        return total(np.zeros(each(x).shape))

    @classmethod
    def excel(cls, *arguments: Any) -> str:
        """COUNTA from the last row to that of the totals, without these two."""
        between, last, totals = arguments[0].under
        return f"COUNTA({between})-COUNTA({last})-COUNTA({totals})" if between else NOTHING

    @classmethod
    def words(cls, *arguments: str) -> str:
        """how many cells under x are filled."""
        return f"how many cells under {arguments[0]} are filled"


@function
class COUNT(Function):
    """How many cells of an input hold a number or a date."""

    takes = (whole("x", "number", "date"),)
    examples = (
        Example("COUNT(t.x)", 2, given={"t.x": [1, 2]}),
        Example("COUNT(t.x)", 1, given={"t.x": [1, float("nan")]}),
    )

    @staticmethod
    def values(x: Block) -> Array:
        """NaN is a blank, or an error."""
        return total(each(x) == each(x))

    @classmethod
    def excel(cls, *arguments: Any) -> str:
        """COUNT."""
        return f"COUNT({arguments[0].whole})" if arguments[0].whole else NOTHING

    @classmethod
    def words(cls, *arguments: str) -> str:
        """how many cells of x hold a number."""
        return f"how many cells of {arguments[0]} hold a number"


@function
class COUNTBLANK(Function):
    """How many cells of an optional input are left empty."""

    takes = (whole("x"),)
    examples = (Example("COUNTBLANK(t.x)", 1, given={"t.x": [1, float("nan")]}),)

    @staticmethod
    def values(x: Block) -> Array:
        """NaN, and text without a letter."""
        return total((each(x) != each(x)) | (each(x) == ""))

    @classmethod
    def excel(cls, *arguments: Any) -> str:
        """COUNTBLANK."""
        return f"COUNTBLANK({arguments[0].whole})" if arguments[0].whole else NOTHING

    @classmethod
    def words(cls, *arguments: str) -> str:
        """how many cells of x are empty."""
        return f"how many cells of {arguments[0]} are empty"


class Beyond(Function):
    """What BELOW and ABOVE share: cells without a number are on neither side."""

    takes = (whole("x", "number", "date"), Parameter("limit", "here", ("number", "date")))
    sign: ClassVar[str]

    @classmethod
    def excel(cls, *arguments: Any) -> str:
        """COUNTIF."""
        x, limit = arguments
        return f'COUNTIF({x.whole},"{cls.sign}"&{limit})' if x.whole else NOTHING


@function
class BELOW(Beyond):
    """How many cells of an input hold less than a limit."""

    sign = "<"
    examples = (Example("BELOW(t.x, 2)", 2, given={"t.x": [1, 2, -12, float("nan")]}),)

    @staticmethod
    def values(x: Block, limit: Array) -> Array:
        """NaN is below nothing."""
        return total(each(x) < limit[:, 0])

    @classmethod
    def words(cls, *arguments: str) -> str:
        """how many cells of x are below limit."""
        return f"how many cells of {arguments[0]} are below {arguments[1]}"


@function
class ABOVE(Beyond):
    """How many cells of an input hold more than a limit."""

    sign = ">"
    examples = (Example("ABOVE(t.x, 2)", 1, given={"t.x": [1, 2, 12, float("nan")]}),)

    @staticmethod
    def values(x: Block, limit: Array) -> Array:
        """NaN is above nothing."""
        return total(each(x) > limit[:, 0])

    @classmethod
    def words(cls, *arguments: str) -> str:
        """how many cells of x are above limit."""
        return f"how many cells of {arguments[0]} are above {arguments[1]}"


@function
class CHANGED(Function):
    """How many cells of an input differ from its copy: another number or text, one filled or emptied, an error."""

    takes = (whole("x"), whole("copy"))
    examples = (
        Example("CHANGED(t.x, t.y)", 1, given={"t.x": [2, 12], "t.y": [2, 21]}),
        Example("CHANGED(t.x, t.y)", 2, given={"t.x": [float("nan"), 12, 3], "t.y": [12, float("nan"), 3]}),
        Example("CHANGED(t.x, t.y)", 1, given={"t.x": ["desk", "field"], "t.y": ["Desk", "desk"]}),
        Example("CHANGED(t.x, t.y)", 0, given={"t.x": [float("nan")], "t.y": [float("nan")]}),
    )

    @classmethod
    def alike(cls, count: int) -> list[tuple[int, ...]]:
        """An input and its copy."""
        return [(0, 1)]

    @staticmethod
    def values(x: Block, copy: Block) -> Array:
        """Cell by cell; upper and lower case are the same, as in every comparison of a spreadsheet."""
        now, then = each(x), each(copy)
        if now.dtype == object:
            return total(lower(now) != lower(then))
        return total(~same_number(now, then) & ((now == now) | (then == then)))

    @classmethod
    def excel(cls, *arguments: Any) -> str:
        """What is empty is no 0; an error, or a copy of another size, counts as all cells."""
        now, then = (argument.whole for argument in arguments)
        if not now:
            return NOTHING
        differ = f'({now}<>{then})+(({now}="")<>({then}=""))>0'
        return f"IFERROR(SUMPRODUCT(--({differ})),ROWS({now})*COLUMNS({now}))"

    @classmethod
    def words(cls, *arguments: str) -> str:
        """how many cells of x differ from copy."""
        return f"how many cells of {arguments[0]} differ from {arguments[1]}"
