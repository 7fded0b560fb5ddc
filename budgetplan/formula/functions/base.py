"""What every function of the language declares, and the arrays that functions work on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal

import numpy as np
import numpy.typing as npt

from ..symbols import Kind

Array = npt.NDArray[Any]
"""Values of a block: (batch, rows, columns), each 1 where the value does not vary. NaN stands for Excel's error."""

Look = Literal["here", "along", "down", "whole"]


@dataclass(frozen=True)
class Parameter:
    """One argument: `here` is any expression for this row and month; `along` (a line, all its months), `down` (a
    column, all its rows) and `whole` (an input, all its cells) are plain names, because the function looks beyond this
    row and month.
    """

    name: str
    look: Look = "here"
    kinds: tuple[Kind, ...] = ("number",)
    blank: bool = False  # an optional input may stand here
    steady: bool = False  # a column with one value per row, not one per month
    apart: bool = False  # the rows of a column may stand in several places
    mine: bool = False  # a line along the axis of the formula that asks
    before: bool = False  # its value of the step before is read, in the first step its opening


@dataclass(frozen=True)
class Example:
    """A formula and what it gives, worked by hand. `given` are lines over months, or columns of tables with one value
    for each row, or one for each row and month; `opening` their openings.
    """

    formula: str
    gives: float | str | Sequence[float]
    given: dict[str, Sequence[Any]] = field(default_factory=dict)
    opening: dict[str, Any] = field(default_factory=dict)


@dataclass
class Block:
    """A named block as numbers, for functions that look along or down it.

    `all` is (batch, rows, columns); `window` is the month being filled when a line looks back at itself.
    """

    all: Array
    opening: Array | None = None
    window: slice = field(default_factory=lambda: slice(None))

    @property
    def now(self) -> Array:
        """The columns of the formula that reads: all, or the one month being filled."""
        return self.all[..., self.window] if self.all.shape[-1] > 1 else self.all


class Function:
    """One function: docstring, parameters, numbers (`values`), Excel text (`excel`), words and examples."""

    takes: ClassVar[tuple[Parameter, ...]] = ()
    repeats: ClassVar[int] = 0  # how many of the last parameters may be repeated
    gives: ClassVar[Any] = "number"  # a kind, or a function from the kinds of the arguments to one
    examples: ClassVar[tuple[Example, ...]] = ()

    @classmethod
    def parameters(cls, count: int) -> list[Parameter]:
        """The parameters for a call of `count` arguments; raises ValueError where the count does not fit."""
        extra = count - len(cls.takes)
        if extra < 0 or (extra and (not cls.repeats or extra % cls.repeats)):
            raise ValueError(count)
        return [*cls.takes, *(cls.takes[-cls.repeats :] * (extra // cls.repeats) if extra else ())]

    @classmethod
    def kind(cls, kinds: Sequence[Kind]) -> Kind:
        """What the function gives for arguments of these kinds."""
        result: Kind = cls.gives(kinds) if callable(cls.gives) else cls.gives
        return result

    @classmethod
    def alike(cls, count: int) -> list[tuple[int, ...]]:
        """Groups of arguments, of `count`, that must be of one kind: two branches, a key and what is looked for."""
        return []

    @classmethod
    def usage(cls) -> str:
        """How to write it: `ROUND(x, digits)`."""
        names = [parameter.name for parameter in cls.takes]
        return f"{cls.__name__}({', '.join(names)}{', ...' if cls.repeats else ''})"

    @staticmethod
    def values(*arguments: Any) -> Any:
        """The numbers: arrays (batch, rows, columns) or Blocks in, an array out."""
        raise TypeError("each function gives its own values")

    @classmethod
    def excel(cls, *arguments: Any) -> str:
        """The Excel text: the same function over the same arguments, unless a subclass says otherwise."""
        return f"{cls.__name__}({','.join(arguments)})"

    @classmethod
    def words(cls, *arguments: str) -> str:
        """The explanation: the function over its arguments in words, unless a subclass says it better."""
        return f"{cls.__name__}({', '.join(arguments)})"


def here(name: str, *kinds: Kind, blank: bool = False) -> Parameter:
    """An argument that is any expression for this row and month."""
    return Parameter(name, "here", kinds or ("number",), blank)


def along(name: str, *kinds: Kind, mine: bool = False, before: bool = False) -> Parameter:
    """An argument that is a line along an axis, named; along that of the asking formula where it is `mine`."""
    return Parameter(name, "along", kinds or ("number",), mine=mine, before=before)


def down(name: str, *kinds: Kind, steady: bool = True, apart: bool = False) -> Parameter:
    """An argument that is a column over rows, named; with one value per row unless it is not `steady`."""
    return Parameter(name, "down", kinds or ("number",), steady=steady, apart=apart)


FUNCTIONS: dict[str, type[Function]] = {}


def function(cls: type[Function]) -> type[Function]:
    """Registers a function under its name."""
    FUNCTIONS[cls.__name__] = cls
    return cls


def same_kind(kinds: Sequence[Kind]) -> Kind:
    """The kind that the arguments share."""
    return kinds[-1]


def blank(array: Array) -> Array:
    """Where an input was left empty: NaN among numbers, nothing among texts."""
    found: Array = array == "" if array.dtype == object else np.isnan(array)
    return found


ALIKE = 2.0**-48  # numbers that differ by less than this part of themselves are equal to a spreadsheet
lower = np.frompyfunc(lambda value: value.lower() if isinstance(value, str) else value, 1, 1)
"""Texts in lower case, as spreadsheets compare them; what is no text stays as it is."""


def same_number(x: Array, y: Array) -> Array:
    """Equal as spreadsheets see it, by some 15 digits: 0.1 + 0.2 is 0.3."""
    equal: Array = (x == y) | (np.abs(x - y) < np.abs(x) * ALIKE)
    return equal


def where_known(result: Array, *arguments: Array) -> Array:
    """The result, NaN wherever an argument is NaN: an error stays an error."""
    unknown = arguments[0] != arguments[0]  # true of NaN only, in numbers and in text that was looked up in vain
    for argument in arguments[1:]:
        unknown = unknown | (argument != argument)
    return np.where(unknown, np.nan, result)
