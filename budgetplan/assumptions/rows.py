"""The rows of a table as columns, whether they were written as YAML rows or stand in CSV files.

`rows.columns["salary"]` are the salaries in the order of the files; `rows.place(12, "salary")` is where the 13th of
them is written, `rows.provenance(12, "salary")` what the plan says about its source, `rows.steps(12, "salary")` how it
changes by date.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from itertools import accumulate
from typing import Any

from budgetplan.assumptions.columns import Row
from budgetplan.assumptions.csv_rows import CsvRows
from budgetplan.assumptions.definitions import ColumnDef
from budgetplan.assumptions.figures import Figure, Provenance, Series
from budgetplan.assumptions.listing import Entry, Listing
from budgetplan.assumptions.steps import Step, steady
from budgetplan.errors import Place


class YamlRows:
    """Rows of the YAML files; `items` are their numbers in the list."""

    def __init__(self, listing: Listing, rows: Sequence[Row], items: Sequence[int], first_day: dt.date) -> None:
        self._listing, self._rows, self._items, self._first_day = listing, rows, items, first_day
        self.columns = {c.name: [_value(getattr(row, c.name), c, first_day) for row in rows] for c in listing.columns}

    def place(self, row: int, column: str | None = None) -> Place:
        """Where a value is written, or its row where it has its default."""
        return self._listing.place(self._items[row], column, "value")

    def provenance(self, row: int, column: str) -> Provenance | None:
        """What the figure itself says."""
        figure = getattr(self._rows[row], column)
        figure = figure.first(self._first_day) if isinstance(figure, Series) else figure
        return figure if isinstance(figure, Provenance) and figure.provenance else None

    def changing(self, column: str) -> bool:
        """Whether the figure of any row changes by date."""
        figures = (getattr(row, column) for row in self._rows)
        return any(isinstance(figure, Series) and figure.is_series for figure in figures)

    def steps(self, row: int, column: str) -> list[Step]:
        """The dated entries of a figure, each with its place; one from always where it never changes."""
        figure, item = getattr(self._rows[row], column), self._items[row]
        if not isinstance(figure, Series) or not figure.is_series:
            return [steady(figure, self.columns[column][row], self.place(row, column))]
        return [Step(day, one, self._listing.place(item, column, day, "value")) for day, one in figure.steps]


class Rows:
    """All rows of a table: `columns` has a list for each of its columns (None where nothing is given)."""

    def __init__(self, listing: Listing, chunks: Sequence[YamlRows | CsvRows]) -> None:
        self.listing, self._chunks = listing, chunks
        names = [column.name for column in listing.columns]
        sizes = [len(chunk.columns[names[0]]) if names else 0 for chunk in chunks]
        self._starts = list(accumulate(sizes, initial=0))[:-1]
        filled = [chunk for chunk, size in zip(chunks, sizes, strict=True) if size]
        self.columns: dict[str, list[Any]] = {
            name: filled[0].columns[name] if len(filled) == 1 else [v for chunk in filled for v in chunk.columns[name]]
            for name in names
        }
        for column in listing.columns:
            if column.fallback:
                pairs = zip(self.columns[column.name], self.columns[column.fallback], strict=True)
                self.columns[column.name] = [other if own is None else own for own, other in pairs]
        self._rows = {text: row for row, text in enumerate(self.ids)}

    def __len__(self) -> int:
        return len(next(iter(self.columns.values()), []))

    @property
    def ids(self) -> list[str]:
        """The id of each row; none where the rows have no names."""
        return self.columns.get(self.listing.row_id, [])

    def row(self, name: str) -> int | None:
        """The number of the row of an id."""
        return self._rows.get(name)

    def place(self, row: int, column: str | None = None) -> Place:
        """Where the value of a row and column is written; of the row itself without a column."""
        chunk, inside = self._find(row)
        return chunk.place(inside, column)

    def provenance(self, row: int, column: str) -> Provenance | None:
        """Source, status and the like of one figure, or None where the plan gives none."""
        chunk, inside = self._find(row)
        return chunk.provenance(inside, column)

    def steps(self, row: int, column: str) -> list[Step]:
        """How a figure changes by date."""
        chunk, inside = self._find(row)
        return chunk.steps(inside, column)

    def changing(self, column: str) -> bool:
        """Whether the figure of any row may change by date."""
        return any(chunk.changing(column) for chunk in self._chunks)

    def _find(self, row: int) -> tuple[YamlRows | CsvRows, int]:
        number = bisect_right(self._starts, row) - 1
        return self._chunks[number], row - self._starts[number]


def rows_of(listing: Listing, entries: Sequence[Entry], tables: Mapping[int, CsvRows], first_day: dt.date) -> Rows:
    """All rows of a listing, in the order of the files; neighbouring YAML rows share one chunk."""
    chunks: list[YamlRows | CsvRows] = []
    rows: list[Row] = []
    first = 0
    for index, entry in enumerate(entries):
        if isinstance(entry, Row):
            rows.append(entry)
            continue
        chunks += [YamlRows(listing, rows, range(first, index), first_day), tables[index]]
        rows, first = [], index + 1
    return Rows(listing, [*chunks, YamlRows(listing, rows, range(first, first + len(rows)), first_day)])


def _value(given: Any, column: ColumnDef, first_day: dt.date) -> Any:
    """The plain value of a field: that of a series is what is in force on the plan's first day, or its first entry."""
    if isinstance(given, Series):
        return given.first(first_day).value
    if given is None:
        return column.default
    return given.value if isinstance(given, Figure) else given
