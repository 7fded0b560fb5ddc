"""The years ahead in the model: a row for each unit and account of the budget, the names of the years, and what each
posting line comes to in the year after the request.
"""

from __future__ import annotations

from typing import Any

from ..assumptions.definitions import Definitions
from ..assumptions.history import stage_name
from ..assumptions.load import Assumptions
from ..model.blocks import Line, Union
from .parts import Parts, at, calculated, constant, ruler, written
from .postings import AHEAD, budget_rows
from .tables import Feed, add_table

TABLE, AXIS = "outlook", "outlook"
LASTING = "lasting"  # all lines of the year after as one table
STEPS = ("In the request", "Of it for once", "A whole year after")
AS_IT_IS = "=IF(ahead_step = 1, 0, ACROSS({}, fiscal_year, plan_year))"
"""What a line comes to in the year after where no formula file says it."""
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
        ruler(written("ahead_name", STEPS, None, label="Step", sheet="Year Ahead"), AHEAD),
        ruler(written("ahead_step", range(len(STEPS)), None, "count", label="Number", sheet="Year Ahead"), AHEAD),
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
    """A row for each unit and account of the budget, whichever funds pay, and each posting line in the year after."""
    if TABLE not in definitions.tables:
        return
    pairs = list(dict.fromkeys((unit, account) for _, unit, account in budget_rows(parts)))
    columns: dict[str, Any] = {"key": ["|".join(pair) for pair in pairs]}
    columns |= {name: [pair[index] for pair in pairs] for index, name in enumerate(("unit", "account"))}
    place = at(plan.place("growth_rules"))
    add_table(parts, definitions, TABLE, Feed(columns["key"], columns, place, entered=False))
    _add_year_ahead(parts)


def _add_year_ahead(parts: Parts) -> None:
    """A line for each posting line that no formula file follows into the year after, and all of them as one table."""
    posting = [block for block in parts.blocks if isinstance(block, Line) and block.posts]
    for block in posting:
        if ahead_of(block) not in parts.names:
            shown: dict[str, Any] = {"table": block.table, "sheet": "Year Ahead", "axis": AHEAD, "place": block.place}
            label = f"{block.label}: as it is"
            parts.add(calculated(f"{block.name}_{AHEAD}", AS_IT_IS.format(block.name), "$", label=label, **shown))
    keys = [ahead_of(block) for block in posting]
    for name, suffix, unit, axis in (("amount", "", "$", AHEAD), ("posting_key", "__posting_key", "key", None)):
        label, of = f"The year after: {name}", tuple(key + suffix for key in keys)
        parts.add(Union(name=name, table=LASTING, parts=of, axis=axis, unit=unit, label=label))


def ahead_of(block: Line) -> str:
    """The key of the line that says what a posting line comes to in the year after."""
    return f"{block.key}_{AHEAD}"
