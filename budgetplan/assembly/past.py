"""History in the model: one row for each fund, unit and account, one column for each year and stage."""

from __future__ import annotations

from typing import Any

from ..assumptions.definitions import Definitions
from ..assumptions.history import Combination, stage_name
from ..assumptions.load import Assumptions
from ..errors import Place
from ..model.blocks import Input, Provenance
from .parts import Parts, constant, provenance, ruler, written
from .tables import Feed, add_table

TABLE = "past"
WRITTEN = "history"  # the plan's own rows, of which several may be one amount


def add_past(parts: Parts, plan: Assumptions, definitions: Definitions) -> None:
    """The table of history, the names of its columns, and which of them the request is compared with."""
    history, rows = plan.history, plan.tables[WRITTEN]
    if not history.stages:
        return
    keys: list[Combination] = list(history.amounts)
    first = {key: row for (key, _), row in reversed(history.first_rows.items())}
    amounts = [[history.amounts[key].get(stage, 0.0) for stage in history.stages] for key in keys]
    columns: dict[str, Any] = {"key": ["|".join(key) for key in keys], "amount": amounts}
    columns |= {part: [key[index] for key in keys] for index, part in enumerate(("fund", "unit", "account"))}

    def source(row: int, column: int) -> tuple[Place, Provenance]:
        found = history.first_rows.get((keys[row], history.stages[column]))
        if found is None:
            return Place(""), Provenance()
        return rows.place(found, "amount"), provenance(rows.provenance(found, "amount"))

    feed = Feed(columns["key"], columns, lambda row, column: rows.place(first[keys[row]], None), sources=source)
    add_table(parts, definitions, TABLE, feed)
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


def _names(names: list[str]) -> Input:
    """The names of the columns, along their axis."""
    return ruler(written("past_name", names, None, label="Year and stage", sheet="Years Compared"), TABLE)
