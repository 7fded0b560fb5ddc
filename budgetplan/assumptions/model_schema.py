"""The part of the schema for `model:`, a plan's own lines and tables, made of the kinds of definitions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from budgetplan.assumptions import values
from budgetplan.assumptions.definition_kinds import (
    PARTS,
    TABLE_PARTS,
    AxisDef,
    CheckDef,
    ColumnDef,
    Definition,
    ExampleDef,
    InputDef,
    LineDef,
    TableDef,
    keys_of,
)
from budgetplan.assumptions.shapes import Shape

_TYPES = {"str": "string", "bool": "boolean", "int": "integer", "float": "number", "list": "array", "dict": "object"}
_NAMES = {key: one for key, one in values.name.shape.items() if key != "title"}
_CALCULATED = {
    "anyOf": [
        {"required": ["formula"]},
        {"required": ["sums"], "properties": {"sums": {"const": "postings"}}},
        {"required": ["same_as"], "properties": {"same_as": {"minLength": 1}}},
    ]
}


def model_shape(rows: Mapping[str, Shape]) -> Shape:
    """What `model:` may hold; `rows` are the shapes of the rows of each table of the plan's own."""
    own = {name: {"description": f"The table {name} of this plan.", **_table(one)} for name, one in rows.items()}
    shapes: dict[str, Shape] = {
        "when": {"type": ["string", "array"], "items": {"type": "string"}},
        "axes": _by_name(_definition(AxisDef)),
        "inputs": _by_name(_definition(InputDef)),
        "lines": _by_name(_definition(LineDef)),
        "tables": _by_name(_table(None)) | ({"properties": own} if own else {}),
        "checks": _list(_check()),
        "examples": _list(_definition(ExampleDef)),
    }
    properties = {part: {"description": about, **shapes[part]} for part, about in PARTS.items()}
    return {"type": "object", "properties": properties, "additionalProperties": False}


def _definition(kind: type[Definition]) -> Shape:
    """A definition that may be spread over files, so that no key is required."""
    properties = {name: _key(one) for name, one in keys_of(kind).items()}
    return {"type": ["object", "null"], "properties": properties, "additionalProperties": False}


def _key(one: Any) -> Shape:
    """One key of a definition: its type, what it may be, what it means, its default."""
    type_ = _TYPES.get(str(one.type).split(" |")[0].split("[")[0])
    found: Shape = {"type": type_} if type_ else {}
    found |= one.metadata["shape"] | {"description": one.metadata["about"]}
    worth_saying = isinstance(one.default, str | int | float) and one.default not in ("", 0)
    return found | ({"default": one.default} if worth_saying else {})


def _whole(shape: Shape, *required: str) -> Shape:
    """A definition that stands in one file, with all that it needs."""
    return {**shape, "type": "object", "required": list(required)}


def _table(rows: Shape | None) -> Shape:
    """A table: its own keys, columns and lines; for one of the plan's own, its rows."""
    found = _definition(TableDef)
    del found["properties"]["section"]  # of the tables that come with the program
    parts = {
        "columns": _by_name(_whole(_definition(ColumnDef), "unit")),
        "lines": _by_name(_whole(_definition(LineDef), "unit", "sheet") | _CALCULATED),
    }
    found["properties"] |= {part: {"description": about, **parts[part]} for part, about in TABLE_PARTS.items()}
    if rows is not None:
        found["properties"]["rows"]["items"] = rows
    return found


def _check() -> Shape:
    """A check has a name of its own."""
    found = _whole(_definition(CheckDef), "id", "expected", "found")
    found["properties"]["id"] = {**values.name.shape, "description": "The check's own name."}
    return found


def _by_name(one: Shape) -> Shape:
    return {"type": ["object", "null"], "propertyNames": _NAMES, "additionalProperties": one}


def _list(one: Shape) -> Shape:
    return {"type": ["array", "null"], "items": one}
