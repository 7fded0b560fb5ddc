"""Functions that look at all cells of an input together: how many there are, what they hold, whether they changed."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..symbols import Kind
from .base import Array, Block, Example, Function, Parameter, function
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


@function
class FINGERPRINT(Function):
    """The numbers of an input added up, each a little less than the one before: another sum as soon as one changes."""

    takes = (whole("x", "number", "date"),)
    examples = (
        Example("FINGERPRINT(t.x)", 13.992780708805238, given={"t.x": [2, 12]}),
        Example("FINGERPRINT(t.x)", 11.996667592335461, given={"t.x": [float("nan"), 12, 0]}),
    )

    @staticmethod
    def values(x: Block) -> Array:
        """As NPV at a rate of 1/3600 counts them: the n-th number by its n-th power; blanks are passed over."""
        cells = each(x)
        known = cells == cells
        return total(np.nan_to_num(cells) / (1 + 1 / 3600) ** np.cumsum(known, -1))

    @classmethod
    def excel(cls, *arguments: Any) -> str:
        """NPV: the one function of all spreadsheets that weighs the cells of a range by their place."""
        return f"NPV(1/3600,{arguments[0].whole})" if arguments[0].whole else NOTHING

    @classmethod
    def words(cls, *arguments: str) -> str:
        """the fingerprint of x."""
        return f"the fingerprint of {arguments[0]}"
