"""What rows and lines of a plan can name: units, accounts, drivers, health tiers, rows of other sections."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from budgetplan.assumptions.operating_lines import own_patterns
from budgetplan.assumptions.plain import mapping_of, names_of
from budgetplan.assumptions.read import Document
from budgetplan.assumptions.trees import EXPENSE, TREES, Tree, listed
from budgetplan.errors import nearest
from budgetplan.names import quoted

TIERS = "health_tiers"
BOOKED_TO = {"revenue": ("revenue",), "history": ("expense", "revenue")}
"""The types of the accounts that the rows of a table name, where it is not expenses."""
ROWS_OF = {"allocation": "pool", "classes": "class", "comp_classes": "class of work"}
"""What a row of a section is called, where its name does not tell."""


class KnownNames:
    """The names of a plan's lists; `rows` are those of the sections that are rows of a table."""

    def __init__(self, document: Document, rows: Mapping[str, set[str]]) -> None:
        self.document = document
        self.trees = {section: Tree(document, section) for section in TREES}
        self._rows = {**rows, TIERS: _health_tiers(document)}

    def problem(self, section: str, name: str, default: str | None = None, table: str = "") -> str | None:
        """Why nothing of a list can be called `name`, or None; a column's `default` is known as well, and the rows of
        some tables name accounts of other types.
        """
        if section in self.trees:
            return self.trees[section].problem(name, BOOKED_TO.get(table, EXPENSE))
        known = [*self._rows.get(section, names_of(self.document, section)), *([default] if default else [])]
        if section == "patterns":
            known += own_patterns("first_payday" in mapping_of(self.document, "calendar"))
        if name in known or ("benefits" if section == TIERS else section) in self.document.missed:
            return None
        hint = nearest(name, known)
        if name == "paydays":
            hint = " Say when people are paid: `calendar: {first_payday: 2027-10-08}`"
        elif not hint and section in self._rows and known:
            hint = f" Known: {listed(sorted(known))}"
        one = ROWS_OF.get(section) or section.removesuffix("s").replace("_", " ")
        return f"there is no {one} {quoted(name)}.{hint or f' Add it under `{section}:`'}"


def _health_tiers(document: Document) -> set[str]:
    tiers: Any = mapping_of(document, "benefits").get(TIERS)
    rows = [row for row in tiers if isinstance(row, dict)] if isinstance(tiers, list) else []
    return {row["id"] for row in rows if isinstance(row.get("id"), str)}
