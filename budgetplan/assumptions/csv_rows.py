"""Rows from CSV files: which heading is which column, defaults of the table, and every refused value with its field."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from budgetplan.assumptions import values
from budgetplan.assumptions.columns import CsvTable, text_reader_of
from budgetplan.assumptions.csv_files import Table, column_values, read_table
from budgetplan.assumptions.definitions import ColumnDef
from budgetplan.assumptions.figures import Figure, Provenance, Series
from budgetplan.assumptions.formula_files import row_sections
from budgetplan.assumptions.listing import Listing
from budgetplan.assumptions.scalars import normal
from budgetplan.assumptions.steps import Step, steady
from budgetplan.errors import Place, Problem, closest, nearest, the_first
from budgetplan.model.blocks import kind_of
from budgetplan.names import quoted


class CsvRows:
    """The rows of one CSV file, which item `item` of a listing names."""

    def __init__(
        self,
        listing: Listing,
        item: int,
        spec: CsvTable,
        table: Table,
        headings: dict[str, str],
        first_day: dt.date,
    ) -> None:
        self.listing, self._item, self._first_day = listing, item, first_day
        self._spec, self._table, self._headings = spec, table, headings
        self.columns: dict[str, list[Any]] = {}

    @property
    def defaults(self) -> Any:
        """What the plan gives for fields that are empty."""
        return getattr(self._spec, "defaults", None)

    def place(self, row: int, column: str | None = None) -> Place:
        """The line and field of a value; of a default, where the plan gives it."""
        if column is not None and self.is_default(row, column):
            return self.listing.place(self._item, "defaults", column)
        return self._table.place(row, self._headings.get(column or self.listing.row_id))

    def path(self, row: int, column: str = "") -> str:
        """What the figure is called: `positions[CO-117].fte`, or `positions[roster.csv].defaults.fte`."""
        if column and self.is_default(row, column):
            return f"{self.listing.words(self._item)}.defaults.{column}"
        names = self.columns.get(self.listing.row_id)
        return self.listing.row_words(names[row] if names else "", row, column)

    def is_default(self, row: int, column: str) -> bool:
        """Whether the value is the default that the plan gives for the table."""
        if getattr(self.defaults, column, None) is None:
            return False
        return not self._written(row, column)

    def _written(self, row: int, column: str) -> bool:
        """Whether the file itself has something in a row and column."""
        heading = self._headings.get(column)
        return heading in self._table.columns and bool(self._table.columns[heading][row].strip())

    def fills(self, row: int, column: str) -> bool:
        """Whether the row says anything in the column."""
        return self.columns[column][row] is not None

    def provenance(self, row: int, column: str) -> Provenance | None:
        """What the plan says about the table, or about the default where the field is empty; of what nobody wrote,
        neither in the file nor as a default, it says nothing.
        """
        given = self._spec if self._written(row, column) else getattr(self.defaults, column, None)
        given = given.first(self._first_day) if isinstance(given, Series) else given
        return given if isinstance(given, Provenance) and given.provenance else None

    def changing(self, column: str) -> bool:
        """Whether the figures of a column may change by date: only where their default does."""
        default = getattr(self.defaults, column, None)
        return isinstance(default, Series) and default.is_series

    def steps(self, row: int, column: str) -> list[Step]:
        """The dated entries of a default that changes by date; all else in a CSV file holds from always."""
        default = getattr(self.defaults, column) if self.is_default(row, column) else None
        if not isinstance(default, Series) or not default.is_series:
            return [steady(self.provenance(row, column), self.columns[column][row], self.place(row, column))]
        at = ("defaults", column)
        return [Step(day, one, self.listing.place(self._item, *at, day, "value")) for day, one in default.steps]


def csv_rows(
    listing: Listing, item: int, spec: CsvTable, first_day: dt.date, problems: list[Problem]
) -> CsvRows | None:
    """The rows of a CSV file that item `item` of a listing names; what is wrong is appended to `problems`.

    Defaults that change by date count as they are on the plan's `first_day`.
    """
    words = listing.words(item)
    table = read_table(listing.document, spec.csv, listing.place(item, "csv"), f"{words}.csv", problems)
    if table is None:
        return None
    headings = _headings(listing, item, spec, table, problems)
    chunk = CsvRows(listing, item, spec, table, headings, first_day)
    for column in listing.columns:
        name, default = column.name, _default(chunk.defaults, column, first_day)
        if name not in headings:
            if default is None and column.required and name not in spec.columns:
                wrong = f"{table.file} has no column for {quoted(name)}: name it, as `columns: {{{name}: its heading}}`"
                problems.append(Problem(listing.place(item), f"{words}.columns", wrong))
            chunk.columns[name] = [default] * len(table)
        else:
            chunk.columns[name] = _column(listing, table, column, headings, default, problems)
    return chunk


def _headings(listing: Listing, item: int, spec: CsvTable, table: Table, problems: list[Problem]) -> dict[str, str]:
    """Which heading holds which column: as the plan says, else the heading that reads like the column's name.

    A payroll's own grades are no grades of the plan, as long as it has none.
    """
    path, fields = listing.words(item) + ".columns", [column.name for column in listing.columns]
    lacking = row_sections().keys() - listing.document.data.keys()
    alike = {column.name for column in listing.columns if column.section not in lacking}
    found = {name: heading for heading in table.columns if (name := heading.lower().replace(" ", "_")) in alike}
    for name, given in spec.columns.items():
        heading = normal(" ".join(given.split()))
        wrong = None
        if name not in fields:
            hint = nearest(name, fields) or f" Known: {', '.join(fields)}"
            wrong = f"{quoted(name)} is no column of {listing.table}.{hint}"
        elif heading not in table.columns:
            hint = nearest(heading, table.columns) or f" It has: {', '.join(table.columns)}"
            wrong = f"{table.file} has no column {quoted(given)}.{hint}"
        if wrong is not None:
            problems.append(Problem(listing.place(item, "columns", name), f"{path}.{name}", wrong))
        found[name] = heading
    read = {name: heading for name, heading in found.items() if heading in table.columns}
    for heading in set(table.columns) - set(read.values()):
        left = [name for name in fields if name not in read]
        meant = closest(heading.lower().replace(" ", "_"), left)
        hint = f" If it is {quoted(meant)}, say so: `columns: {{{meant}: {heading}}}`" if meant else ""
        place = Place(table.file, table.head, list(table.columns).index(heading) + 1)
        listing.document.notes.append(Problem(place, "", f"the column {quoted(heading)} is not read.{hint}"))
    return read


def _column(
    listing: Listing,
    table: Table,
    column: ColumnDef,
    headings: dict[str, str],
    default: Any,
    problems: list[Problem],
) -> list[Any]:
    """One column with its kind; each refused value is a problem at its line and field."""
    texts = table.columns[headings[column.name]]
    found, refused = column_values(texts, _converter(column, default), short_cut(column))
    if refused:
        ids = table.columns.get(headings.get(listing.row_id, ""), [""] * len(table))
        wrong = [
            Problem(
                table.place(row, headings[column.name]),
                listing.row_words(ids[row].strip(), row, column.name),
                refused[text],
            )
            for row, text in enumerate(texts)
            if text in refused
        ]
        problems += the_first(wrong)
    return found


def short_cut(column: ColumnDef) -> str:
    """How a whole column may be checked at once (see `column_values`): as codes, as numbers, or not."""
    if column.unit == "code":
        return "code"
    return "number" if kind_of(column.unit) == "number" and column.unit != "flag" and not column.whole else ""


def _converter(column: ColumnDef, default: Any) -> Callable[[str], Any]:
    read = text_reader_of(column)

    def convert(text: str) -> Any:
        if not text:
            if default is None and column.required:
                raise values.Refused("is empty: fill it in, or give a default for the table")
            return default
        return read(text)

    return convert


def _default(defaults: Any, column: ColumnDef, first_day: dt.date) -> Any:
    """What holds where a row says nothing: the table's default, else the column's own."""
    given = getattr(defaults, column.name, None)
    if isinstance(given, Series):
        given = given.first(first_day)
    return given.value if isinstance(given, Figure) else column.default
