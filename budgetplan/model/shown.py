"""Values as people write them, and the steps of an explanation."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Literal

import numpy as np

from ..formula.functions.arithmetic import round_half_away
from ..formula.serial import day_of
from .blocks import Block
from .evaluate import Values
from .graph import Model

UNIT_SIGNS = {"share": "%", "count": "#", "times": "#", "flag": "0 or 1", "$/x": "$ each"} | dict.fromkeys(
    ("text", "code", "key", "ordinal", "year", "date"), ""
)
"""What finance people write for a unit: nothing where a figure says by itself what it is."""

MOST_ENTRIES = 12  # of a dated series, or of the steps of an axis, that an explanation lists


def rounded(number: float, digits: int) -> str:
    """A number with thousands grouped, halves rounded away from zero as Excel does: 28.125 is 28.13."""
    return f"{float(round_half_away(np.array(number), np.array(digits))):,.{digits}f}"


def shown(block: Block, value: object) -> str:
    """A value as a person writes it, by the unit of its block."""
    if isinstance(value, str):
        return value or "blank"
    number = float(value)  # type: ignore[arg-type]
    if number != number:
        return "blank"
    if block.kind == "date":
        return day(number)
    if block.unit == "year":
        return f"{number:.0f}"
    if block.unit == "$":
        return rounded(number, 2)
    if block.unit == "share":
        return rounded(number * 100, 4).rstrip("0").rstrip(".") + " %"
    return rounded(number, 4).rstrip("0").rstrip(".")


def unit_sign(unit: str) -> str:
    """A unit as it stands under a head: %, #, $, hours; nothing for texts, days and numbers in an order."""
    return UNIT_SIGNS.get(unit, unit)


def day(number: float) -> str:
    """A day number as a date."""
    return str(day_of(number))


def is_series(model: Model, table: str) -> bool:
    """Whether a table is a dated series: days, and the values that hold from each of them on."""
    return getattr(model.blocks.get(f"{table}.since"), "of_series", False)


def step_names(model: Model, values: Values, name: str) -> list[str]:
    """The steps of an axis as people call them: 2027-11, 2028, a category; their numbers where nothing names them."""
    axis = model.axes[name]
    ruler = model.blocks.get(axis.rulers[0]) if axis.rulers else None
    if ruler is None:
        return [str(step + 1) for step in range(axis.size)]
    return [axis.called(shown(ruler, value)) for value in values[ruler.key][0, 0]]


def cell_name(model: Model, values: Values, block: Block, row: int, column: int) -> str:
    """A cell in words, months and years by their own names: `positions.wages[CO-117, 2027-11]`."""
    parts = [model.rows[block.table][row]] if block.table else []
    if block.axis:
        parts.append(step_names(model, values, block.axis)[column])
    key = f"{block.beside}.opening" if block.slot == "opening" and block.beside else block.key
    return f"{key}[{', '.join(parts)}]" if parts else key


@dataclass
class Step:
    """One cell of an explanation: how deep, the cell, its value, its formula in words, and where it comes from.

    An `entry` is one dated entry of a series (its label says where it counts), a `posting` one line that a budget row
    adds up (its label is the row's key), a `note` a remark on what was asked.
    """

    depth: int
    name: str
    label: str = ""
    value: str = ""
    words: str = ""
    formula: str = ""
    place: str = ""
    source: str = ""
    again: bool = False
    kind: Literal["cell", "entry", "posting", "note"] = "cell"

    def as_dict(self) -> dict[str, Any]:
        """The step in types that JSON has."""
        return asdict(self)
