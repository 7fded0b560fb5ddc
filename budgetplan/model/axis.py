"""Axes: what lines have a value for, one after the other: months, fiscal years, categories, years of a contract."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from .blocks import Block, Union


@dataclass(frozen=True)
class Axis:
    """An axis of `size` steps. `rulers` are the lines that name them, the first the name that people use.

    `by_month` says that the first ruler holds first days of months, so that a step is called 2027-11.
    """

    name: str
    size: int
    label: str = ""
    rulers: tuple[str, ...] = ()
    by_month: bool = False

    def called(self, step: str) -> str:
        """A step as people write it, from its ruler's value in words."""
        return step[:7] if self.by_month else step


def axes_of_sheets(blocks: Iterable[Block], first: str = "month") -> dict[str, str]:
    """The axis of each sheet whose lines run along one: that of all of them, or the `first` where any runs along it.

    A sheet of columns, in which some lines have a column for each year, is none of them.
    """
    found: dict[str, set[str | None]] = {}
    for block in blocks:
        if block.sheet and not block.slot and not isinstance(block, Union):
            found.setdefault(block.sheet, set()).add(block.axis)
    return {
        sheet: first if first in axes else str(next(iter(axes)))
        for sheet, axes in found.items()
        if first in axes or (len(axes) == 1 and None not in axes)
    }
