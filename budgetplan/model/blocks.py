"""The blocks a model is made of: inputs, lines and unions, each one value per row of a table and step of an axis."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from ..errors import Place, Spots
from ..formula.serial import serial
from ..formula.symbols import Kind, Symbol

Array = npt.NDArray[Any]
NOWHERE = Place("")

Slot = Literal[
    "",
    "opening",
    "key",
    "label",
    "line",
    "fund",
    "unit",
    "account",
    "posting_key",
    "measure",
    "total",
    "ruler",
    "second ruler",
    "column head",
    "head check",
    "head notice",
    "expected",
    "found",
    "difference",
    "tolerance",
    "failed",
    "state",
    "summary",
    "grand total",
    "categories",
    "listed",
    "number",
    "order",
    "cells",
    "held",
    "least",
    "most",
    "between",
    "fractions",
    "under",
    "misfit",
    "built",
    "changed",
    "page",
    "narrative",
]
"""What a block is that stands beside another or in the head of a sheet; a block that stands for itself has none."""


@dataclass(frozen=True)
class Provenance:
    """Where a figure comes from and how firm it is. All fields are words; `status` is one of the plan's statuses."""

    source: str = ""
    status: str = ""
    effective: str = ""
    review_by: str = ""
    owner: str = ""
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Block:
    """What all blocks share. `unit` ($, share, hours, FTE, count, date, $/x, text) sets number format and words.

    `sheet`, `slot` and `beside` say where a reader finds the block; they are opaque here and mean something to the
    workbook's layout only: the sheet's name, what the block is on it, and the block whose rows it stands beside.
    """

    name: str
    table: str | None = None
    axis: str | None = None
    unit: str = "count"
    label: str = ""
    help: str = ""
    place: Place = NOWHERE
    sheet: str = ""
    slot: Slot = ""
    beside: str = ""
    whole_dollars: bool = False  # shown in whole dollars
    aside: bool = False  # the program's own helper: right of what is printed

    @property
    def kind(self) -> Kind:
        """The kind of its values, which its unit tells."""
        return kind_of(self.unit)

    @property
    def key(self) -> str:
        """The unique name: `wages` or `positions.wages`."""
        return f"{self.table}.{self.name}" if self.table else self.name

    @property
    def symbol(self) -> Symbol:
        """The block as formulas see it."""
        return Symbol(self.key, self.name, self.table, self.axis, self.kind)


def _nowhere(row: int, column: int) -> Place:
    return NOWHERE


def _unsourced(row: int, column: int) -> Provenance:
    return Provenance()


@dataclass(frozen=True)
class Bounds:
    """What a number may be: from `low`, or over `above`, up to `high`, all or only `whole` numbers."""

    low: float | None = None
    above: float | None = None
    high: float | None = None
    whole: bool = False

    @property
    def least(self) -> float | None:
        """The smallest number that is allowed; what is not itself allowed is moved by less than anybody enters."""
        return self.low if self.above is None else self.above + SMALLEST


ANY = Bounds()
SMALLEST = 0.0001
FIRST_DAY, LAST_DAY = dt.date(1950, 1, 1), dt.date(2099, 12, 31)  # what lies beyond is a slip of the pen
DAYS = Bounds(low=int(serial(FIRST_DAY)), high=int(serial(LAST_DAY)))


@dataclass(frozen=True, kw_only=True)
class Input(Block):
    """Entered values, (rows, columns): numbers, day numbers or text; NaN or "" where an optional one is blank.

    `entered` is False for what the program itself writes down (keys, labels): it is shown, but is nobody's input.
    `choices` lists what may be entered, or names the table whose rows may be, and `none` what else ("none").
    `names_rows` marks the column of a table that names its rows, of which each may stand for several rows of the plan,
    as many as `members` says; `own_rows` that of rows which the plan writes down one by one, `of_series` the parts of a
    dated series, `reaches_back` one that must have a value on the plan's first day, `of_scenario` the scenario whose
    figures they are, blank where the base's count.
    """

    values: Array = field(default_factory=lambda: np.empty((0, 0)))
    optional: bool = False
    entered: bool = True
    choices: str | tuple[str, ...] = ()
    none: str = ""
    bounds: Bounds = ANY
    names_rows: bool = False
    members: tuple[int, ...] = ()
    own_rows: bool = False
    of_series: bool = False
    reaches_back: bool = False
    of_scenario: str = ""
    path_of: Callable[[int, int], str] | None = None  # what people call a figure: positions[CO-117].fte
    place_of: Callable[[int, int], Place] = _nowhere
    provenance_of: Callable[[int, int], Provenance] = _unsourced

    @property
    def symbol(self) -> Symbol:
        """Optional inputs are marked, so that only IFBLANK reads them."""
        return Symbol(self.key, self.name, self.table, self.axis, self.kind, optional=self.optional)


@dataclass(frozen=True, kw_only=True)
class Line(Block):
    """A formula. `opening` names the block (one value per row) that PREV reads in the first month.

    `posts` marks a line that joins the budget. `support` lines are made by the program (links, totals, keys): they
    are calculated and proven like any other, but are not listed among the plan's lines.
    """

    formula: str = ""
    opening: str | None = None
    posts: str | None = None
    support: bool = False
    source: str = ""
    written: str = ""  # a manager's own formula, where the program put more around it
    path: str = ""  # what people call the line, where that is not its key
    under: str = ""  # the key of the column whose total it is, where that is no plain sum
    share_of: str = ""  # the change of which it is the share: one from nothing reads new, one to nothing ended
    optional: bool = False  # may be blank, as the inputs may between which it chooses
    cases: tuple[str, ...] = ()  # the inputs between which it chooses: the base's, and each scenario's
    spots: Spots = ()  # where the parts of its formula are written, where that is not on one line from its place on

    @property
    def symbol(self) -> Symbol:
        """Lines with an opening may be read by PREV."""
        opens, optional = self.opening is not None, self.optional
        return Symbol(self.key, self.name, self.table, self.axis, self.kind, opens=opens, optional=optional)


@dataclass(frozen=True, kw_only=True)
class Union(Block):
    """Blocks of several tables read as one column, in order: all posting lines, all drivers, all checks."""

    parts: tuple[str, ...] = ()
    adjoins: bool = False  # the parts stand one under the other on one sheet

    @property
    def symbol(self) -> Symbol:
        """Unions are read down their rows only."""
        return Symbol(self.key, self.name, self.table, self.axis, self.kind, union=True, adjoins=self.adjoins)


_KINDS: dict[str, Kind] = {"date": "date", "text": "text", "code": "text", "key": "key"}


def kind_of(unit: str) -> Kind:
    """The kind of value that a unit of measure stands for."""
    return _KINDS.get(unit, "number")
