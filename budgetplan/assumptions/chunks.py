"""Rows of a table that stand together, in YAML or in one CSV file, as the checks between sections read them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Protocol

from budgetplan.assumptions.listing import Listing
from budgetplan.assumptions.plain import bare
from budgetplan.errors import Place, Problem

Days = tuple[dt.date, dt.date]
"""The first and the last day of a plan."""


class Chunk(Protocol):
    """Rows that stand together, as columns of plain values, mistakes included."""

    @property
    def columns(self) -> Mapping[str, Sequence[Any]]:
        """The values of each column."""

    def place(self, row: int, column: str | None = None) -> Place:
        """Where a value is written."""

    def path(self, row: int, column: str = "") -> str:
        """What the value is called."""

    def fills(self, row: int, column: str) -> bool:
        """Whether the row says anything in the column."""


Chunks = Mapping[str, Sequence[Chunk]]
"""The rows of each table."""


class YamlChunk:
    """The YAML rows of a listing; `CsvRows` is the like for a CSV file."""

    def __init__(self, listing: Listing) -> None:
        rows = [(i, row) for i, row in enumerate(listing.items) if isinstance(row, dict) and "csv" not in row]
        self.listing = listing
        self._items, self._rows = [index for index, _ in rows], [row for _, row in rows]
        self.columns = {c.name: [bare(row.get(c.name, c.default)) for _, row in rows] for c in listing.columns}

    def place(self, row: int, column: str | None = None) -> Place:
        """Where the value is written."""
        return self.listing.place(self._items[row], column, "value")

    def path(self, row: int, column: str = "") -> str:
        """What the value is called, such as `positions[CO-117].fte`."""
        names = self.columns.get(self.listing.row_id)
        return self.listing.row_words(names[row] if names else "", self._items[row], column)

    def fills(self, row: int, column: str) -> bool:
        """Whether the row says anything in the column, be it a series."""
        return self._rows[row].get(column) is not None


def wrong_at(chunk: Chunk, row: int, column: str, message: str) -> Problem:
    """A problem of one value."""
    return Problem(chunk.place(row, column), chunk.path(row, column), message)


def rows_of(chunk: Chunk, *columns: str) -> Iterator[tuple[int, tuple[Any, ...]]]:
    """The rows by number, each with its values in some columns."""
    return enumerate(zip(*(chunk.columns[column] for column in columns), strict=True))
