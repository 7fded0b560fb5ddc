"""Charges out in the model: the steps in their order, and all that costs are allocated to, pools first."""

from __future__ import annotations

from dataclasses import replace

from ..assumptions.definitions import Definitions
from ..assumptions.load import Assumptions
from ..model.blocks import Provenance
from .parts import Parts, constant
from .tables import Feed, add_table

STEPS, RECEIVERS, OBJECTS = "allocation", "receivers", "cost_objects"
AXIS = "allocation_step"


def steps_of(plan: Assumptions) -> int:
    """How many steps a plan's allocation has."""
    return len(plan.tables[STEPS])


def add_steps(parts: Parts, plan: Assumptions, definitions: Definitions, feed: Feed) -> None:
    """The steps as `feed` has them, with their numbers: they stand in the order of the plan. And who gets what."""

    def source(row: int, column: str) -> Provenance:
        return feed.provenance(row, column) if column in feed.columns else Provenance()

    numbers = list(range(1, len(feed.ids) + 1))
    numbered = replace(feed, columns={**feed.columns, "step": numbers}, provenance=source)
    add_table(parts, definitions, STEPS, numbered)
    _add_cost_objects(parts, plan, definitions)


def _add_cost_objects(parts: Parts, plan: Assumptions, definitions: Definitions) -> None:
    """What costs are allocated to: each pool, which a step closes, and each receiver."""
    pools, receivers = plan.tables[STEPS], plan.tables[RECEIVERS]
    ids, first = [*pools.ids, *receivers.ids], len(pools)
    columns = {
        "object": ids,
        "label": [*pools.columns["label"], *receivers.columns["label"]],
        "step": [*range(1, first + 1), *([0] * len(receivers))],
        "place": list(range(1, len(ids) + 1)),
    }
    add_table(
        parts,
        definitions,
        OBJECTS,
        Feed(
            list(map(str, ids)),
            columns,
            lambda row, column: pools.place(row) if row < first else receivers.place(row - first),
            entered=False,
        ),
    )
    steps = steps_of(plan)
    label = "Steps of the allocation"
    parts.add(constant("allocation_steps", steps, "count", plan.place(STEPS), label, sheet="Rates", entered=False))
