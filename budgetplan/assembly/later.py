"""What is recommended and adopted of the request: two columns of the budget, which people may also type."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ..assumptions.history import LATER, Combination, Stage, stage_name
from ..assumptions.load import Assumptions
from ..errors import Place
from ..model.blocks import NOWHERE, Provenance
from .parts import Parts, provenance, ruler, written
from .past import WRITTEN

TABLE, COLUMN, AXIS = "budget", "later", "later"
STEPS = len(LATER)


def _stages(plan: Assumptions) -> list[Stage]:
    """Both stages, whether anything is known of them or not: other columns stay where they are."""
    return [(plan.plan.fiscal_year, stage) for stage in LATER]


def add_names(parts: Parts, plan: Assumptions) -> None:
    """The names of the stages, as the heads of their columns on Budget."""
    if AXIS in parts.axes:
        names = [stage_name(stage) for stage in _stages(plan)]
        head = {"sheet": "Budget", "slot": "column head", "beside": f"{TABLE}.{COLUMN}"}
        parts.add(ruler(written("later_name", names, None, label="Later stage", **head), AXIS))


def amounts(plan: Assumptions, rows: Sequence[Combination]) -> list[list[float]]:
    """What each row of the budget has in each stage; 0 where nothing is known."""
    return [[plan.history.later.get(row, {}).get(stage, 0.0) for stage in _stages(plan)] for row in rows]


def sources(plan: Assumptions, rows: Sequence[Combination]) -> Callable[[int, int], tuple[Place, Provenance]]:
    """Where the amount of a row and stage is written, and where it comes from."""
    history, given, stages = plan.history, plan.tables[WRITTEN], _stages(plan)

    def source(row: int, step: int) -> tuple[Place, Provenance]:
        at = history.first_rows.get((rows[row], stages[step]))
        if at is None:
            return NOWHERE, Provenance()
        return given.place(at, "amount"), provenance(given.provenance(at, "amount"))

    return source
