"""What a formula may name, as the four readings see it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, Protocol

Kind = Literal["number", "date", "text", "key", "test"]
"""`key` is text that starts with a letter of our own, so that no spreadsheet takes "0100" and "100" for equal."""

UNIVERSAL = frozenset({0, 1, 2, 12, 24, 60, 100, 365, 3600})
"""Numbers that need no name and no source. Any other stands in an input of its own."""


@dataclass(frozen=True)
class Symbol:
    """A name and its shape: one value per row of `table` (or one), per step of `axis` (or one)."""

    key: str  # unique: "wages" or "positions.wages"
    name: str
    table: str | None
    axis: str | None
    kind: Kind
    optional: bool = False  # may be left blank, so only IFBLANK reads it
    opens: bool = False  # has an opening value, so PREV may read it
    union: bool = False  # blocks of several tables read as one column
    adjoins: bool = True  # all its rows stand one under the other, so that they can be looked up


Resolve = Callable[[str], Symbol]
"""Finds a name; raises KeyError with a sentence when there is none."""


class Place(Protocol):
    """Where a named block stands, as text of addresses seen from the cell that is being written."""

    @property
    def here(self) -> str:
        """My row, my month."""

    @property
    def previous(self) -> str:
        """My row, the month before (the opening cell in the first month)."""

    @property
    def past(self) -> str:
        """My row, from the first month up to mine."""

    @property
    def row(self) -> str:
        """My row, all months."""

    @property
    def whole(self) -> str:
        """All cells, as one range; empty where there are none."""

    @property
    def under(self) -> tuple[str, str, str]:
        """Its last row and the two rows under it, that last row, and the second one under it: of a table, where a
        row stays empty before the totals or the next table. Empty texts where there are no cells.
        """

    @property
    def columns(self) -> list[str]:
        """All rows, my month: one range for each run of adjoining rows; none where there are no rows."""

    @property
    def columns_before(self) -> list[str]:
        """The same of the month before (the opening cells in the first month)."""
