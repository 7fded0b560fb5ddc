"""The plain data of a plan as the checks read it: rows, mappings and names, whatever mistakes they hold."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from pydantic import ValidationError

from budgetplan.assumptions.read import Document
from budgetplan.assumptions.schema import Plan


def items_of(document: Document, section: str) -> Iterator[tuple[int, dict[Any, Any]]]:
    """The items of a list that are mappings, with their numbers."""
    rows = document.data.get(section)
    return ((index, row) for index, row in enumerate(rows if isinstance(rows, list) else ()) if isinstance(row, dict))


def mapping_of(document: Document, section: str) -> dict[Any, Any]:
    """A section that is a mapping; empty where it is not."""
    found = document.data.get(section)
    return found if isinstance(found, dict) else {}


def names_of(document: Document, section: str) -> list[str]:
    """The names that a section defines."""
    return [name for name in mapping_of(document, section) if isinstance(name, str)]


def bare(raw: Any) -> Any:
    """The value of a figure, with or without its provenance."""
    return raw.get("value") if isinstance(raw, dict) else raw


def broken_ids(document: Document, section: str, key: str) -> set[str]:
    """What rows whose id is no text, or has a misspelt key, may be called."""
    found: set[str] = set()
    for index, row in items_of(document, section):
        if key not in row:
            found |= {document.text(section, index, one) or "" for one in row}
        elif not isinstance(row[key], str):
            found.add(document.text(section, index, key) or "")
    return found


def plan_days(document: Document) -> tuple[dt.date, dt.date] | None:
    """The first and the last day of the plan, or None where the plan does not say them rightly."""
    try:
        plan = Plan.model_validate(document.data.get("plan"))
    except ValidationError:
        return None
    return plan.first_day, plan.last_day
