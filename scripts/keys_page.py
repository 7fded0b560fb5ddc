"""Writes docs/keys.md: every key of a plan, from the schema that editors use, with the examples of docs/keys/."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from budgetplan.assumptions.definition_kinds import UNIT_WORDS, UNITS
from budgetplan.assumptions.figures import PROVENANCE
from budgetplan.assumptions.formula_files import row_sections
from budgetplan.assumptions.json_schema import json_schema
from budgetplan.assumptions.schema import Plan

EXAMPLES = Path(__file__).resolve().parent.parent / "docs" / "keys"
Shape = dict[str, Any]

INTRODUCTION = """\
A plan is a folder of YAML files. Each section below may stand in any file, and in several: lists add up, and names
stand beside names. The examples on this page are one plan together; it is the folder [keys](keys).

An editor that knows the schema proposes these keys while you type, says what each means, and marks mistakes. For
VS Code, install the extension YAML (Red Hat), write the schema once, and name it in the first line of each file:

```console
$ budgetplan schema assumptions -o budgetplan.schema.json
```
```yaml
# yaml-language-server: $schema=../budgetplan.schema.json
```

An editor sees one file at a time: that a unit exists, or that dates fit the plan, `budgetplan check` says.

## Figures

A figure may stand alone, may say where it comes from, or, where the tables below say *by date*, may change:

```yaml
medicare_rate: 0.0145
social_security_rate: {value: 0.062, source: 26 USC 3111(a), status: enacted}
pension_rate:
  2026-10-01: 0.1385
  2028-07-01: {value: 0.141, source: actuary's letter, status: estimate}
```

A date is written year-month-day, without quotes. The first must lie on or before the plan's first day, and each value
holds until the next. Only raises are different: each counts from its day, and none lies before the plan. A share is a
number from 0 to 1: 3 % is 0.03. A code of the ledger that is all digits stands in quotes, so that it keeps its zeros.
What a figure may say of itself:
"""


# The tables of each section: what stands above them, and where their keys are in the schema.
TABLES = {
    "plan": {"": "$defs/Plan"},
    "funds": {"": "$defs/Fund"},
    "units": {"": "$defs/Unit"},
    "accounts": {"": "$defs/Account"},
    "positions": {"": "$defs/PositionsRow", "Rows from a CSV file": "$defs/PositionsCsv"},
    "bargaining_units": {"": "$defs/BargainingUnitsRow"},
    "increases": {"": "$defs/IncreasesRow"},
    "grades": {"": "$defs/GradesRow"},
    "steps": {"": "$defs/StepsRow"},
    "longevity": {"": "$defs/LongevityRow"},
    "splits": {"": "$defs/SplitsRow"},
    "lines": {"": "$defs/Line"},
    "rates": {
        "The rates that the budget's own lines need": "properties/rates",
        "What a rate may say": "$defs/Rate/anyOf/1",
    },
    "drivers": {"": "$defs/Driver/anyOf/1"},
    "patterns": {"": "$defs/Pattern/anyOf/1"},
    "benefits": {"": "$defs/Benefits", "A health tier": "$defs/HealthTier"},
    "calendar": {"": "$defs/Calendar"},
    "position_cost": {"": "$defs/PositionCost"},
    "history": {"": "$defs/HistoryRow", "Rows from a CSV file": "$defs/HistoryCsv"},
    "scenarios": {"": "$defs/Scenario", "What it `adds`": "$defs/Adds"},
    "model": {
        "": "properties/model",
        "An input": "properties/model/properties/inputs/additionalProperties",
        "A table": "properties/model/properties/tables/additionalProperties",
        "A column of a table": (
            "properties/model/properties/tables/additionalProperties/properties/columns/additionalProperties"
        ),
        "A line, in a table or of its own": (
            "properties/model/properties/tables/additionalProperties/properties/lines/additionalProperties"
        ),
        "An axis": "properties/model/properties/axes/additionalProperties",
        "A check": "properties/model/properties/checks/items",
        "An example": "properties/model/properties/examples/items",
    },
}

BEHIND = "benefits"
"""The section behind which those stand that are rows of a table and are not named above."""


def all_tables() -> dict[str, dict[str, str]]:
    """The tables of all sections in the order of the page."""
    rows = {name: {"": f"$defs/{name.title().replace('_', '')}Row"} for name in row_sections() if name not in TABLES}
    order = list(TABLES)
    at = order.index(BEHIND) + 1
    return {name: (TABLES | rows)[name] for name in [*order[:at], *rows, *order[at:]]}


def keys_page(note: str) -> str:
    """The whole page."""
    page = _Page(json_schema())
    lines = ["# Keys", note, INTRODUCTION, *page.table(page.at("$defs/Number/anyOf/1"), PROVENANCE)]
    lines += [
        "### Units",
        "",
        "| unit | what it means |",
        "|---|---|",
        *(f"| `{u}` | {w} |" for u, w in UNIT_WORDS.items()),
        "",
    ]
    for name, tables in all_tables().items():
        example = (EXAMPLES / f"{name}.yaml").read_text(encoding="utf-8").rstrip()
        lines += [f"## {name}", "", page.at(f"properties/{name}")["description"], "", "```yaml", example, "```", ""]
        for title, where in tables.items():
            lines += [f"**{title}**", ""] if title else []
            lines += page.section(page.at(where))
    return "\n".join(lines).rstrip() + "\n"


class _Page:
    """What stands in the tables of the page."""

    def __init__(self, schema: Shape) -> None:
        self.schema = schema
        required = [key for key, one in Plan.model_fields.items() if one.is_required()]
        schema["$defs"]["Plan"]["required"] = required  # of the plan as a whole, not of each file

    def at(self, where: str) -> Shape:
        """The piece of the schema at a path."""
        found: Any = self.schema
        for step in where.split("/"):
            found = found[int(step)] if isinstance(found, list) else found[step]
        return dict(found)

    def section(self, shape: Shape) -> list[str]:
        """The keys of a mapping; those that all figures have stand above."""
        keys = shape["properties"]
        sourced = set(PROVENANCE) <= set(keys)
        rows = self.table(shape, [key for key in keys if not (sourced and key in PROVENANCE)])
        return [*rows, "It may also say where it comes from, as a [figure](#figures) does.", ""] if sourced else rows

    def table(self, shape: Shape, keys: Iterable[str]) -> list[str]:
        """One row for each key."""
        rows = ["| key | what it means | what it may be | default |", "|---|---|---|---|"]
        for key in keys:
            one = shape["properties"][key]
            default = f"`{str(one['default']).lower()}`" if "default" in one else ""
            default = "**required**" if key in shape.get("required", ()) else default
            rows.append(f"| `{key}` | {one['description']} | {self.words(one)} | {default} |".replace("  |", " |"))
        return [*rows, ""]

    def words(self, shape: Shape) -> str:
        """What may stand there."""
        if set(UNITS) <= set(shape.get("enum", ())):
            return "a [unit](#units)"
        if "title" in shape:
            return str(shape["title"])
        if "$ref" in shape:
            return self.words(self.at(shape["$ref"].removeprefix("#/")))
        forms = [one for one in shape.get("anyOf", ()) if one.get("type") != "null"]
        if len(forms) == 2 and "value" in forms[1].get("properties", ()):
            by_date = ", [by date](#figures)" if "patternProperties" in forms[1] else ", [figure](#figures)"
            return self.words(forms[0]) + by_date
        if forms:
            return " or ".join(map(self.words, forms))
        return ", ".join(f"`{one}`" for one in shape.get("enum", ()) if one) or self.kind(shape)

    def kind(self, shape: Shape) -> str:
        """A value of which only the type is known."""
        each = shape.get("items", {}).get("title")
        kinds = {
            "array": f"a list, each {each}" if each else "a list",
            "object": "keys and their values",
            "boolean": "true or false",
            "number": "a number",
            "integer": "a whole number",
            "string": "text",
        }
        types = shape.get("type", "")
        return kinds.get(types if isinstance(types, str) else types[0], "a value")
