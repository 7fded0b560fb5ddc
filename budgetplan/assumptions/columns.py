"""What may be written in a column, from its one declaration: how a value is read, and the models of rows and tables.

A row of a YAML file is a mapping from columns to figures; a table is a CSV file with its columns named. Both become
pydantic models that are made from the columns, so that a column that a plan adds is checked like any other.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Annotated, Any, ClassVar, NamedTuple

from pydantic import BaseModel, Discriminator, Field, Tag, TypeAdapter, create_model

from budgetplan.assumptions import values
from budgetplan.assumptions.csv_files import to_day, to_flag, to_number
from budgetplan.assumptions.definitions import ColumnDef
from budgetplan.assumptions.figures import Figure, Label, Provenance, Section, Series, Words
from budgetplan.assumptions.shapes import Reader
from budgetplan.model.blocks import kind_of

Read = Callable[[Any], Any]


INSIDE_THE_FOLDER = r"^(?!/)(?!.*\.\./)[^\\:]*\.[cC][sS][vV]\s*$"
HEADINGS = "Which heading of the file is which column, where they are not called alike."
DEFAULTS = "What holds in each row whose field is empty."


class Row(Section):
    """One row of a table, as people write it in YAML."""

    tag: ClassVar[str] = "row"


class CsvTable(Provenance):
    """A CSV file of rows: which of its columns is what, and what holds where it says nothing."""

    tag: ClassVar[str] = "table"

    csv: Label = Field(
        description="The CSV file, by its name in the plan folder.",
        json_schema_extra={"title": "a file whose name ends in .csv", "pattern": INSIDE_THE_FOLDER},
        examples=["positions.csv"],
    )
    columns: dict[Words, Label] = Field(default_factory=dict, description=HEADINGS)


class Models(NamedTuple):
    """The models of a table: its rows, its CSV files, and a list of entries, each of which is one or the other."""

    row: type[Row]
    csv: type[CsvTable]
    entries: TypeAdapter[Any]


MOST_KEPT = 3
_MADE: dict[str, list[tuple[list[ColumnDef], Models]]] = {}


def reader_of(column: ColumnDef) -> Reader[Any]:
    """What turns a typed value into the column's own, or refuses it in words."""
    if isinstance(column.choices, list | tuple) and column.choices:
        return values.choice(*column.choices)
    if column.row_id or column.choices:  # they are keys: what is no key is refused by what they name
        return values.code
    match column.unit:
        case "code" | "key":
            return values.code
        case "text":
            return values.words if column.optional else values.label
        case "date":
            return values.day
        case "flag":
            return values.flag
        case "share" if column.low is None and column.high is None:
            return values.share
    return values.within(column.bounds, column.help)


def text_reader_of(column: ColumnDef) -> Read:
    """The same for a value that is text in a CSV file."""
    read = reader_of(column)
    if kind_of(column.unit) == "text" or column.unit == "key":
        return read
    if column.unit == "date":
        return to_day
    return to_flag if column.unit == "flag" else lambda text: read(to_number(text))


def models_of(table: str, columns: Sequence[ColumnDef]) -> Models:
    """The models of a table with these columns; those made last are kept, as making them takes longer than reading."""
    wanted = list(columns)
    for known, models in _MADE.get(table, ()):
        if known == wanted:
            return models
    made = _models(table, wanted)
    _MADE[table] = [(wanted, made), *_MADE.get(table, [])[:MOST_KEPT]]
    return made


def _models(table: str, columns: Sequence[ColumnDef]) -> Models:
    name = table.title().replace("_", "")
    figures = {column.name: _figure(column) for column in columns}
    row = create_model(f"{name}Row", __base__=Row, **{c.name: _field(c, figures[c.name]) for c in columns})
    own = {c.name: (figures[c.name] | None, _said(c, None)) for c in columns if not c.row_id}
    defaults = create_model(f"{name}Defaults", __base__=Section, **own)  # type: ignore[call-overload]
    headings = {c.name: {**values.label.shape, "description": f"The heading of: {c.label or c.name}."} for c in columns}
    known: Any = {"properties": headings, "additionalProperties": False}
    csv = create_model(
        f"{name}Csv",
        __base__=CsvTable,
        columns=(dict[Words, Label], Field(default_factory=dict, description=HEADINGS, json_schema_extra=known)),
        defaults=(defaults, Field(defaults(), description=DEFAULTS)),
    )
    tagged = Annotated[Annotated[row, Tag("row")] | Annotated[csv, Tag("table")], Discriminator(_row_or_table)]
    return Models(row, csv, TypeAdapter(list[tagged]))


def _row_or_table(raw: Any) -> str:
    return "table" if isinstance(raw, CsvTable) or (isinstance(raw, dict) and "csv" in raw) else "row"


def _field(column: ColumnDef, figure: Any) -> Any:
    """The type of a field and its default: an optional one may be left empty, one with a default may be left out."""
    if column.row_id or column.required:
        return figure, _said(column)
    kind = figure if column.default is not None else figure | None
    return kind, _said(column, None)


def _said(column: ColumnDef, *default: Any) -> Any:
    """A field with what the column means, for editors and the reference."""
    shown = {"default": column.default} if column.default is not None and default else None
    return Field(*default, description=column.meaning, json_schema_extra=shown)


def _figure(column: ColumnDef) -> Any:
    """What stands in a column: text for the row's own id, a figure for all else, and a series where it is dated."""
    read = reader_of(column)
    if column.row_id:
        return Annotated[str, read]
    kinds = {"text": str, "key": str, "date": dt.date}
    kind: Any = int if column.whole or column.unit == "flag" else kinds.get(kind_of(column.unit), float)
    name = f"{column.table}_{column.name}".title().replace("_", "")
    figure: type[BaseModel] = create_model(name, __base__=Figure, value=(Annotated[kind, read], ...))
    return Series[figure] if column.dated else figure
