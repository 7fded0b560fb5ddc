"""Where the rows of a table are written: a list of a section, with the columns that its rows may have."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from pydantic import ValidationError

from budgetplan.assumptions.columns import CsvTable, Models, Row, models_of
from budgetplan.assumptions.definitions import ColumnDef, Definitions
from budgetplan.assumptions.read import Document
from budgetplan.assumptions.words import path_words, schema_problems
from budgetplan.errors import Place, Problem

Entry = Row | CsvTable


@dataclass(frozen=True)
class Listing:
    """The list at `path` of the document holds the rows of `table`: mappings of `columns`, or CSV files of them."""

    document: Document
    table: str
    path: tuple[Any, ...]
    columns: Sequence[ColumnDef]
    row_id: str  # the column that names the rows, "" where they have no names

    @property
    def items(self) -> list[Any]:
        """The items as plain data, mistakes included."""
        found = self.document.node(*self.path).plain() if self.written else []
        return found if isinstance(found, list) else []

    @property
    def written(self) -> bool:
        """Whether the plan has the list at all (a path that is not there leads to its nearest ancestor)."""
        here: Any = self.document.root
        for step in self.path:
            if not isinstance(here.value, dict) or step not in here.value:
                return False
            here = here.value[step]
        return True

    @cached_property
    def models(self) -> Models:
        """What a row and a CSV table may say."""
        return models_of(self.table, self.columns)

    def entries(self) -> tuple[list[Entry] | None, list[Problem]]:
        """The items, checked one by one; None and the problems where any is wrong."""
        try:
            return self.models.entries.validate_python(self.items), []
        except ValidationError as error:
            models = [self.models.row, self.models.csv]
            return None, schema_problems(error, self.document, models, self.path)

    def csv_tables(self) -> Iterator[tuple[int, CsvTable]]:
        """The CSV tables whose own entry is right, with their numbers in the list."""
        for index, item in enumerate(self.items):
            if isinstance(item, dict) and "csv" in item:
                try:
                    yield index, self.models.csv.model_validate(item)
                except ValidationError:
                    continue  # its problems are known from `entries`

    def place(self, item: int, *inside: Any) -> Place:
        """Where an item, or something in it, is written."""
        return self.document.place(*self.path, item, *inside)

    def words(self, item: int) -> str:
        """An item as people call it: `positions[CO-117]`, `positions[roster.csv]`."""
        return path_words(self.document, (*self.path, item))

    def row_words(self, name: Any, row: int, column: str = "") -> str:
        """`positions[CO-117].fte`; a row without an id of its own is called by its place in the table."""
        shown = f"{self.table}[{name if isinstance(name, str) and name else f'#{row + 1}'}]"
        return f"{shown}.{column}" if column else shown


def listings(document: Document, definitions: Definitions) -> dict[str, Listing]:
    """The tables whose rows a plan writes down: its own sections, and those that its `model:` section defines."""
    paths: dict[str, tuple[Any, ...]] = {name: (name,) for name in definitions.sections}
    for name, table in definitions.tables.items():
        if table.rows and name not in paths and definitions.columns_of(name):
            paths[name] = ("model", "tables", name, "rows")
    return {
        name: Listing(document, name, path, _columns(document, definitions, name), definitions.row_id(name))
        for name, path in paths.items()
    }


def _columns(document: Document, definitions: Definitions, table: str) -> list[ColumnDef]:
    """The columns of a table. One that another may stand in for can be left out where the plan has what that one needs:
    a salary, where it has steps.
    """
    columns = definitions.columns_of(table)
    spared = {c.instead_of for c in columns if c.instead_of and c.needs in document.data}
    return [replace(c, optional=True) if c.name in spared else c for c in columns]
