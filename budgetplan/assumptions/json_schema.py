"""The JSON Schema of an assumption file, for editors: completion, a word about each key, and mistakes while one types.

It is made of the models that read the files: the sections, the columns of the tables, the keys of definitions. It holds
for any file of a plan folder, so all sections may be missing, and `plan` may be spread over files. What it refuses the
program refuses; the other way round it sees the shape of a file only, never what must fit together.

An editor reads YAML 1.2: days are text there, and `0117` without quotes is a number. So a day in quotes passes here and
not in the program; and where the program would take `0117` as text, an editor asks for quotes.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pydantic.json_schema import GenerateJsonSchema, models_json_schema
from pydantic_core import core_schema

from budgetplan.assumptions.columns import models_of
from budgetplan.assumptions.definition_kinds import UNIT_WORDS
from budgetplan.assumptions.definitions import ColumnDef, Definitions
from budgetplan.assumptions.formula_files import row_sections, shipped
from budgetplan.assumptions.load import definitions_of
from budgetplan.assumptions.model_schema import model_shape
from budgetplan.assumptions.operating_lines import Line
from budgetplan.assumptions.read import read_folder
from budgetplan.assumptions.scenarios import INCLUDED, Adds
from budgetplan.assumptions.schema import Sections
from budgetplan.assumptions.shapes import Shape
from budgetplan.assumptions.use_checks import FIXED

DIALECT = "https://json-schema.org/draft/2020-12/schema"
TITLE = "Assumptions of a budget plan"


def json_schema(plan_folder: str | Path | None = None) -> Shape:
    """The schema of the files of a plan, with the columns, tables and rates that its own `model:` defines.

    Without a folder, of a plan that defines none. A plan with mistakes has a schema, too: it helps to mend them.
    Raises FileError or AssumptionError when there is no plan in the folder.
    """
    definitions = shipped() if plan_folder is None else definitions_of(read_folder(Path(plan_folder)))[0]
    tables = {name: models_of(name, definitions.columns_of(name)) for name in _tables(definitions)}
    models = [Sections, Adds, Line, *(model for one in tables.values() for model in (one.row, one.csv))]
    refs, whole = models_json_schema([(one, "validation") for one in models], schema_generator=_Generator)
    shapes: dict[str, Shape] = whole["$defs"]
    ref = {model: found for (model, _), found in refs.items()}
    for name, one in tables.items():
        _spare(shapes[ref[one.row]["$ref"].rpartition("/")[2]], definitions.columns_of(name))
    sections = shapes.pop("Sections")["properties"]
    rows = {name: _row_or_csv(ref[one.row], ref[one.csv]) for name, one in tables.items()}
    for name, about in row_sections().items():
        listed: Shape = {"if": {"type": "object"}, "then": ref[tables[name].csv], "else": {"items": rows[name]}}
        sections[name] = {"type": "array", "description": about, **listed}
    sections["rates"]["properties"] = _needed_rates(definitions)
    sections["model"] |= model_shape({name: one for name, one in rows.items() if name not in row_sections()})
    for name, row in (("positions", ref[tables["positions"].row]), ("lines", ref[Line])):
        shapes["Adds"]["properties"][name]["items"] = {**row, "not": {"required": [INCLUDED]}}
    del shapes["Plan"]["required"]  # its keys may stand in several files
    for name, section in sections.items():  # a section may be left empty while its file is being written
        whole_section = shapes[section["$ref"].rpartition("/")[2]] if "$ref" in section else section
        whole_section["type"] = [whole_section["type"], *(["object"] if name in row_sections() else []), "null"]
    file = {"title": TITLE, "type": ["object", "null"], "properties": sections, "additionalProperties": False}
    schema: Shape = _plain({"$schema": DIALECT, **file, "$defs": shapes})
    return schema


class _Generator(GenerateJsonSchema):
    """Pydantic's own schema, without what says nothing to a person who edits a plan."""

    def field_title_should_be_set(self, schema: Any) -> bool:
        return False

    def model_schema(self, schema: core_schema.ModelSchema) -> Shape:
        """A model without its Python name, and without what it says to a programmer."""
        return {key: one for key, one in super().model_schema(schema).items() if key not in ("title", "description")}

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> Shape:
        """Defaults that are a value; an empty list or nothing is no default to speak of."""
        found = super().default_schema(schema)
        if not isinstance(found.get("default"), str | int | float):
            found.pop("default", None)
        return found

    def dict_schema(self, schema: core_schema.DictSchema) -> Shape:
        """A mapping by names takes names only."""
        found = super().dict_schema(schema)
        return found | ({"additionalProperties": False} if "patternProperties" in found else {})


def _tables(definitions: Definitions) -> list[str]:
    """The tables whose rows a plan writes: in sections of theirs, and the tables of its own."""
    known = shipped().tables
    return [*row_sections(), *(name for name in definitions.tables if name not in known)]


def _row_or_csv(row: Shape, csv: Shape) -> Shape:
    """An item of a list of rows: what has the key `csv` is a file."""
    return {"if": {"type": "object", "required": ["csv"]}, "then": csv, "else": row}


def _spare(row: Shape, columns: Sequence[ColumnDef]) -> None:
    """What a row need not give where it gives another column, such as a salary where it gives a step."""
    for column in columns:
        if column.instead_of in row.get("required", ()):
            row["required"] = [name for name in row["required"] if name != column.instead_of]
            row["anyOf"] = [{"required": [column.instead_of]}, {"required": [column.name]}]


def _needed_rates(definitions: Definitions) -> dict[str, Shape]:
    """The rates that formulas need, by name, so that an editor proposes them."""
    found: dict[str, Shape] = {}
    for name, one in definitions.inputs.items():
        if name not in FIXED:
            title = UNIT_WORDS[one.unit] + (", by the day of each raise" if one.series else "")
            found[name] = {"$ref": "#/$defs/Rate", "title": title, "description": f"{one.label or name}."}
    return found


def _plain(shape: Any) -> Any:
    """Days as an editor reads them."""
    if isinstance(shape, dict):
        return {key: _plain(one) for key, one in shape.items()}
    if isinstance(shape, list | tuple):
        return [_plain(one) for one in shape]
    return shape.isoformat() if isinstance(shape, dt.date) else shape
