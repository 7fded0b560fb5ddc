"""All positions of a plan as columns, whether they were written as YAML rows or stand in CSV tables.

`positions.columns["salary"]` are the salaries in the order of the files; `positions.place(12, "salary")` is where the
13th of them is written, `positions.provenance(12, "salary")` what the plan says about its source.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from typing import Any

from budgetplan.assumptions import values
from budgetplan.assumptions.figures import Figure, Provenance
from budgetplan.assumptions.read import Document
from budgetplan.assumptions.scalars import normal
from budgetplan.assumptions.schema import Position, PositionDefaults, PositionTable
from budgetplan.assumptions.tables import MOST_SHOWN, Table, column_values, read_table, to_day, to_flag, to_number
from budgetplan.assumptions.words import path_words
from budgetplan.errors import Place, Problem, nearest
from budgetplan.names import quoted

FIELDS = tuple(Position.model_fields)
REQUIRED = tuple(name for name, field in Position.model_fields.items() if field.is_required())
_NUMERIC: dict[str, Callable[[Any], Any]] = {
    "salary": values.not_negative,
    "fte": values.fte,
    "headcount": values.headcount,
    "wages_so_far": values.not_negative,
}
_TEXT: dict[str, Callable[[str], Any]] = {
    "position": values.code,
    "title": values.label,
    "unit": values.identifier,
    "fund": values.code,
    "account": values.code,
    "start": to_day,
    "end": to_day,
    "merit": to_flag,
    "health_tier": values.code,
    "note": values.words,
}


_CODES = ("position", "fund", "account", "health_tier")


class YamlRows:
    """Positions that are rows of the YAML files; `items` are their numbers in the section."""

    def __init__(self, document: Document, rows: Sequence[Position], items: Sequence[int]) -> None:
        self._document, self._rows, self._items = document, rows, items
        self.columns: dict[str, list[Any]] = {name: [_value(getattr(row, name)) for row in rows] for name in FIELDS}

    def place(self, row: int, column: str | None = None) -> Place:
        """Where a value is written, or its row where it has its default."""
        return self._document.place("positions", self._items[row], column, "value")

    def provenance(self, row: int, column: str) -> Provenance | None:
        """What the figure itself says."""
        figure = getattr(self._rows[row], column)
        return figure if isinstance(figure, Figure) and figure.provenance else None


class CsvRows:
    """Positions that are rows of one CSV table, which item `item` of the section names."""

    def __init__(
        self, document: Document, item: int, spec: PositionTable, table: Table, headings: dict[str, str]
    ) -> None:
        self._document, self._item = document, item
        self._spec, self._table, self._headings = spec, table, headings
        self.columns: dict[str, list[Any]] = {}

    def place(self, row: int, column: str | None = None) -> Place:
        """The line and field of a value; of a default, where the plan gives it."""
        if column is not None and self.is_default(row, column):
            return self._document.place("positions", self._item, "defaults", column)
        return self._table.place(row, self._headings.get(column or "position"))

    def path(self, row: int, column: str = "") -> str:
        """What the figure is called: `positions[CO-117].fte`, or `positions[roster.csv].defaults.fte`."""
        if column and self.is_default(row, column):
            return f"{path_words(self._document, ('positions', self._item))}.defaults.{column}"
        return position_path(self.columns["position"][row], row, column)

    def is_default(self, row: int, column: str) -> bool:
        """Whether the value is the default that the plan gives for the table."""
        if getattr(self._spec.defaults, column, None) is None:
            return False
        heading = self._headings.get(column)
        return heading is None or not self._table.columns[heading][row].strip()

    def provenance(self, row: int, column: str) -> Provenance | None:
        """What the plan says about the table, or about the default where the field is empty."""
        if self.is_default(row, column):
            default = getattr(self._spec.defaults, column)
            return default if isinstance(default, Figure) and default.provenance else None
        return self._spec if self._spec.provenance else None


class Positions:
    """The roster: `columns` has a list for each field of a position (None where nothing is given)."""

    def __init__(self, chunks: Sequence[YamlRows | CsvRows]) -> None:
        self._chunks = chunks
        self._starts: list[int] = []
        self.columns: dict[str, list[Any]] = {name: [] for name in FIELDS}
        for chunk in chunks:
            self._starts.append(len(self))
            for name in FIELDS:
                self.columns[name].extend(chunk.columns[name])
        self._rows = {text: row for row, text in enumerate(self.columns["position"])}

    def __len__(self) -> int:
        return len(self.columns["position"])

    def row(self, position: str) -> int | None:
        """The number of the row of a position."""
        return self._rows.get(position)

    def place(self, row: int, column: str | None = None) -> Place:
        """Where the value of a row and column is written; of the row itself without a column."""
        chunk, inside = self._find(row)
        return chunk.place(inside, column)

    def provenance(self, row: int, column: str) -> Provenance | None:
        """Source, status and the like of one figure, or None where the plan gives none."""
        chunk, inside = self._find(row)
        return chunk.provenance(inside, column)

    def _find(self, row: int) -> tuple[YamlRows | CsvRows, int]:
        number = bisect_right(self._starts, row) - 1
        return self._chunks[number], row - self._starts[number]


def position_path(position: Any, row: int, column: str = "") -> str:
    """`positions[CO-117].fte`; a row without a number of its own is called by its place in the table."""
    name = position if isinstance(position, str) and position else f"#{row + 1}"
    return f"positions[{name}].{column}" if column else f"positions[{name}]"


def csv_rows(document: Document, spec: PositionTable, item: int, problems: list[Problem]) -> CsvRows | None:
    """The positions of a CSV table that item `item` of the section names; what is wrong is appended to `problems`."""
    path = path_words(document, ("positions", item))
    table = read_table(document, spec.csv, document.place("positions", item, "csv"), f"{path}.csv", problems)
    if table is None:
        return None
    headings = _headings(document, spec, item, table, problems)
    chunk = CsvRows(document, item, spec, table, headings)
    for name in FIELDS:
        default = _default(spec.defaults, name)
        if name not in headings:
            if default is None and name in REQUIRED and name not in spec.columns:
                wrong = f"{table.file} has no column for {quoted(name)}: name it, as `columns: {{{name}: its heading}}`"
                problems.append(Problem(document.place("positions", item), f"{path}.columns", wrong))
            chunk.columns[name] = [default] * len(table)
        else:
            chunk.columns[name] = _column(table, name, headings, default, problems)
    return chunk


def _headings(
    document: Document, spec: PositionTable, item: int, table: Table, problems: list[Problem]
) -> dict[str, str]:
    """Which heading holds which field: as the plan says, else the heading that reads like the field's name."""
    path = path_words(document, ("positions", item)) + ".columns"
    found = {name: heading for heading in table.columns if (name := heading.lower().replace(" ", "_")) in FIELDS}
    for name, given in spec.columns.items():
        heading = normal(" ".join(given.split()))
        wrong = None
        if name not in FIELDS:
            hint = nearest(name, FIELDS) or f" Known: {', '.join(FIELDS)}"
            wrong = f"{quoted(name)} is nothing that a position has.{hint}"
        elif heading not in table.columns:
            hint = nearest(heading, table.columns) or f" It has: {', '.join(table.columns)}"
            wrong = f"{table.file} has no column {quoted(given)}.{hint}"
        if wrong is not None:
            problems.append(Problem(document.place("positions", item, "columns", name), f"{path}.{name}", wrong))
        found[name] = heading
    return {name: heading for name, heading in found.items() if heading in table.columns}


def _column(table: Table, name: str, headings: dict[str, str], default: Any, problems: list[Problem]) -> list[Any]:
    """One column with its kind; each refused value is a problem at its line and field."""
    texts = table.columns[headings[name]]
    kind = "code" if name in _CODES else "number" if name in ("salary", "fte", "wages_so_far") else ""
    column, refused = column_values(texts, _converter(name, default), kind)
    if refused:
        positions = table.columns.get(headings.get("position", ""), [""] * len(table))
        rows = [row for row, text in enumerate(texts) if text in refused]
        for number, row in enumerate(rows[:MOST_SHOWN], 1):
            place = table.place(row, headings[name])
            path = position_path(positions[row].strip(), row, name)
            more = f" (and {len(rows) - MOST_SHOWN:,} more rows like this)" if number == MOST_SHOWN < len(rows) else ""
            problems.append(Problem(place, path, refused[texts[row]] + more))
    return column


def _converter(name: str, default: Any) -> Callable[[str], Any]:
    numeric = _NUMERIC.get(name)

    def convert(text: str) -> Any:
        if not text:
            if default is None and name in REQUIRED:
                raise values.Refused("is empty: fill it in, or give a default for the table")
            return default
        return numeric(to_number(text)) if numeric else _TEXT[name](text)

    return convert


def _default(defaults: PositionDefaults, name: str) -> Any:
    given = getattr(defaults, name, None)
    if given is None and name not in REQUIRED:
        given = Position.model_fields[name].default
    return _value(given)


def _value(given: Any) -> Any:
    return given.value if isinstance(given, Figure) else given
