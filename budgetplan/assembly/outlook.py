"""The years ahead in the model: a row for each unit and account of the budget, and the names of the years."""

from __future__ import annotations

from typing import Any

from ..assumptions.definitions import Definitions
from ..assumptions.history import stage_name
from ..assumptions.load import Assumptions
from .parts import Parts, at, constant, ruler, written
from .postings import budget_rows
from .tables import Feed, add_table

TABLE, AXIS = "outlook", "outlook"
BEST = ("estimate", "amended", "adopted", "actual")
"""Of what history says of the current year, what the years ahead begin with: the first of these that it has."""


def add_outlook(parts: Parts, plan: Assumptions, definitions: Definitions) -> None:
    """The names of the years, and which column of history the current one is."""
    if TABLE not in definitions.tables:
        return
    first = plan.plan.fiscal_year - 1
    stages = [stage for stage in BEST if (first, stage) in plan.history.stages]
    current = stage_name((first, stages[0])) if stages else ""
    names = [current or f"FY{first}", f"FY{first + 1} {plan.plan.stage}"]
    names += [f"FY{first + step}" for step in range(2, parts.axes[AXIS].size)]
    parts.add(
        ruler(written("outlook_name", names, None, label="Year", sheet="Years Ahead"), AXIS),
        constant(
            "outlook_past",
            plan.history.names.index(current) + 1 if current else 0,
            "ordinal",
            plan.place("history"),
            "Column of history with which the years ahead begin",
            sheet="Rates",
            entered=False,
        ),
    )


def add_outlook_rows(parts: Parts, plan: Assumptions, definitions: Definitions) -> None:
    """A row for each unit and account of the budget, whichever funds pay."""
    if TABLE not in definitions.tables:
        return
    pairs = list(dict.fromkeys((unit, account) for _, unit, account in budget_rows(parts)))
    columns: dict[str, Any] = {"key": ["|".join(pair) for pair in pairs]}
    columns |= {name: [pair[index] for pair in pairs] for index, name in enumerate(("unit", "account"))}
    place = at(plan.place("growth_rules"))
    add_table(parts, definitions, TABLE, Feed(columns["key"], columns, place, entered=False))
