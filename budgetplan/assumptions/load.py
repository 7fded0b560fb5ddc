"""The assumptions of a plan, read and checked: one object, or every problem of the folder at once."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any, TypeVar

from pydantic import PrivateAttr, ValidationError

from budgetplan.assumptions.checks import cross_problems
from budgetplan.assumptions.positions import CsvRows, Positions, YamlRows, csv_rows
from budgetplan.assumptions.read import Document, digest, read_bytes, read_folder
from budgetplan.assumptions.schema import Position, PositionTable, Sections
from budgetplan.assumptions.words import item_name, schema_problems
from budgetplan.errors import AssumptionError, Place, Problem


class Assumptions(Sections):
    """A plan's assumptions, all checked. `positions` has all of them as columns, from YAML rows and CSV tables."""

    _document: Document = PrivateAttr()
    _positions: Positions = PrivateAttr()

    @property
    def document(self) -> Document:
        """The files as plain data with places."""
        return self._document

    @property
    def folder(self) -> Path:
        """The plan folder, as it was given to `load`."""
        return self._document.folder

    @property
    def positions(self) -> Positions:
        """The roster as columns."""
        return self._positions

    @property
    def input_hash(self) -> str:
        """The sha256 of everything that was read, the same on every system."""
        return _hash(self._document.digests)

    def place(self, *path: Any) -> Place:
        """Where a value is written: steps are section, key, and for lists the index or the id.

        `place("rates", "cola", date(2027, 1, 1))`, `place("lines", "postage", "price")`,
        `place("positions", "CO-117", "salary")`. A value that is not written has the place of its nearest ancestor.
        """
        if path[:1] == ("positions",) and len(path) > 1 and isinstance(path[1], str):
            row = self._positions.row(path[1])
            if row is not None:
                return self._positions.place(row, *path[2:3])
        return self._document.place(*_by_index(self._document, path))


A = TypeVar("A", bound=Assumptions)


def load(folder: str | Path, kind: type[A] = Assumptions) -> A:  # type: ignore[assignment]
    """Read and check a plan folder, as an object of `kind`.

    Raises AssumptionError with all problems, FileError when the folder or a file cannot be read.
    """
    document = read_folder(Path(folder))
    problems = list(document.problems)
    assumptions, found = _validated(document, kind)
    tables = _tables(document, found)
    if not document.broken:
        found += cross_problems(document, list(tables.values()))
    known = {problem.place for problem in problems if problem.place.line}
    problems += [problem for problem in found if problem.place not in known]
    if problems or assumptions is None:
        raise AssumptionError(problems)
    assumptions._document = document
    assumptions._positions = Positions(_chunks(document, assumptions, tables))
    return assumptions


def input_hash(folder: str | Path) -> str:
    """The sha256 over the names and texts of the YAML and CSV files that a plan consists of, mistakes or not.

    Every line end counts as a line feed, so the same plan has the same hash on every system. Raises FileError when a
    file cannot be read.
    """
    document = read_folder(Path(folder))
    digests = dict(document.digests)
    for item in _items(document):
        name = item.get("csv") if isinstance(item, dict) else None
        if isinstance(name, str):
            digests[name] = digest(read_bytes(document.folder, name))
    return _hash(digests)


def _validated(document: Document, kind: type[A]) -> tuple[A | None, list[Problem]]:
    try:
        return kind.model_validate(document.data), []
    except ValidationError as error:
        found = schema_problems(error, document)
    if "plan" not in document.data:
        found = [problem for problem in found if problem.message != '"plan" is missing: add it']
        if not document.problems:
            wrong = "the section `plan` is missing: add at least its name, fiscal_year and as_of"
            found.append(Problem(Place(document.root.file), "plan", wrong))
    return None, found


def _tables(document: Document, problems: list[Problem]) -> dict[int, CsvRows]:
    """The CSV tables of positions by the item that names them; a table whose own entry is wrong is left out."""
    tables: dict[int, CsvRows] = {}
    for index, item in enumerate(_items(document)):
        if isinstance(item, dict) and "csv" in item:
            try:
                spec = PositionTable.model_validate(item)
            except ValidationError:
                continue  # its problems are known from the whole
            chunk = csv_rows(document, spec, index, problems)
            if chunk is not None:
                tables[index] = chunk
    return tables


def _chunks(document: Document, assumptions: Assumptions, tables: dict[int, CsvRows]) -> list[YamlRows | CsvRows]:
    """YAML rows and tables in the order of the files; neighbouring rows share one chunk."""
    chunks: list[YamlRows | CsvRows] = []
    rows: list[Position] = []
    first = 0
    for index, entry in enumerate(assumptions.position_entries):
        if isinstance(entry, Position):
            rows.append(entry)
            continue
        chunks.append(YamlRows(document, rows, range(first, index)))
        chunks.append(tables[index])
        rows, first = [], index + 1
    return [*chunks, YamlRows(document, rows, range(first, first + len(rows)))]


def _items(document: Document) -> list[Any]:
    items = document.data.get("positions")
    return items if isinstance(items, list) else []


def _by_index(document: Document, path: tuple[Any, ...]) -> list[Any]:
    """The path with ids of list items replaced by their numbers."""
    steps: list[Any] = []
    for step in path:
        items = document.node(*steps).value if isinstance(step, str) else None
        if isinstance(items, list):
            step = next((index for index, item in enumerate(items) if item_name(item) == step), step)
        steps.append(step)
    return steps


def _hash(digests: dict[str, str]) -> str:
    lines = "".join(f"{name}\n{digests[name]}\n" for name in sorted(digests))
    return hashlib.sha256(lines.encode()).hexdigest()
