"""History in the model: one row for each fund, unit and account, one column for each year and stage."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..assumptions.definitions import Definitions
from ..assumptions.history import SIDES, Combination, Stage, stage_name
from ..assumptions.load import Assumptions
from ..errors import Place
from ..model.blocks import NOWHERE, Input, Provenance
from .parts import Parts, constant, provenance, ruler, written
from .tables import Feed, add_table

TABLE = "past"
REVENUE = "past_revenue"
WRITTEN = "history"  # the plan's own rows, of which several may be one amount


def add_past(parts: Parts, plan: Assumptions, definitions: Definitions) -> None:
    """The table of history, the names of its columns, and which of them the request is compared with."""
    history = plan.history
    if not history.stages:
        return
    _add_amounts(parts, plan, definitions, TABLE, history.amounts)
    if REVENUE in definitions.tables:
        _add_amounts(parts, plan, definitions, REVENUE, history.revenue)
    parts.add(
        _names([stage_name(stage) for stage in history.stages]),
        constant(
            "past_compared",
            history.names.index(plan.compared) + 1,
            "ordinal",
            plan.place("plan", "compare_with"),
            "Column of history with which the request is compared",
            sheet="Rates",
            entered=False,  # labels name the year: another is chosen in the plan
        ),
    )
    if (None, "past_actuals") in definitions.lines:
        parts.add(_closed(plan))


def _closed(plan: Assumptions) -> Input:
    """Which column of history has the actuals of the last year that is closed; 0 where there are none."""
    actual = [number for number, (_, stage) in enumerate(plan.history.stages, 1) if stage == "actual"]
    number, label = max(actual, default=0), "Column of history with the actuals of the last closed year"
    place = plan.place("history")
    return constant("past_closed", number, "ordinal", place, label, sheet="Rates", entered=False)


def _add_amounts(
    parts: Parts,
    plan: Assumptions,
    definitions: Definitions,
    table: str,
    found: Mapping[Combination, Mapping[Stage, float]],
) -> None:
    """One table of history: a row for each fund, unit and account, a column for each year and stage."""
    history, rows = plan.history, plan.tables[WRITTEN]
    keys: list[Combination] = list(found)
    first = {key: row for (key, _), row in reversed(history.first_rows.items())}
    amounts = [[found[key].get(stage, 0.0) for stage in history.stages] for key in keys]
    columns: dict[str, Any] = {"key": ["|".join(key) for key in keys], "amount": amounts}
    columns |= {part: [key[index] for key in keys] for index, part in enumerate(SIDES)}

    def source(row: int, column: int) -> tuple[Place, Provenance]:
        at = history.first_rows.get((keys[row], history.stages[column]))
        if at is None:
            return NOWHERE, Provenance()
        return rows.place(at, "amount"), provenance(rows.provenance(at, "amount"))

    feed = Feed(columns["key"], columns, lambda row, column: rows.place(first[keys[row]], None), sources=source)
    add_table(parts, definitions, table, feed)


def _names(names: list[str]) -> Input:
    """The names of the columns, along their axis."""
    return ruler(written("past_name", names, None, label="Year and stage", sheet="Years Compared"), TABLE)
