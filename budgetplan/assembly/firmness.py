"""Figures of which the plan says something: one rule for what counts as a figure, what is final, and what is due.

The heads of sheets, the sheet Sources and `check` all read it.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from ..errors import Place
from ..model.blocks import Block, Input, Provenance

NOT_FIRM = ("estimate", "projected", "quoted")
NO_FIGURES = ("flag", "year", "ordinal")  # numbers that say yes or no, or to what a row belongs


@dataclass(frozen=True)
class Stated:
    """An entered value of which the plan says where it comes from, how firm it is, or when to look at it again."""

    name: str
    sheet: str
    place: Place
    provenance: Provenance

    @property
    def firm(self) -> bool:
        """Whether the figure is final."""
        return self.provenance.status not in NOT_FIRM

    def due(self, day: dt.date) -> bool:
        """Whether the day by which somebody was to look at it again has passed."""
        told = self.provenance.review_by
        return bool(told) and dt.date.fromisoformat(told) < day


def with_status(blocks: Iterable[Block]) -> list[Stated]:
    """The figures, numbers and days, of which the plan says how firm they are: its own, and those of scenarios."""
    counted = (one for one in blocks if one.kind in ("number", "date") and one.unit not in NO_FIGURES)
    return [one for one in stated(counted) if one.provenance.status]


def stated(blocks: Iterable[Block]) -> list[Stated]:
    """What people wrote and said something of; what stands at one place of the plan is one, such as twelve months."""
    found: dict[Place, Stated] = {}
    for block in blocks:
        if isinstance(block, Input) and block.entered and not _is_day_of_figure(block):
            for row, step in np.ndindex(*block.values.shape):
                if not _blank(block.values[row, step]) and (told := block.provenance_of(row, step)) != Provenance():
                    place = block.place_of(row, step)
                    found.setdefault(place, Stated(_name(block, row, step), block.sheet, place, told))
    return list(found.values())


def _is_day_of_figure(block: Input) -> bool:
    """Whether the days of a dated series stand there, which belong to the names of its figures."""
    return block.of_series and not block.path_of


def _blank(value: object) -> bool:
    return value == "" or value != value


def _name(block: Input, row: int, step: int) -> str:
    """What people call a figure: by its path, else by the section and the column."""
    if block.path_of:
        return block.path_of(row, step)
    return re.sub(r"^past(_revenue)?\.", "history.", block.key.removesuffix("__base"))
