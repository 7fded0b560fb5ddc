"""Patterns over the year: how a year's amount falls into months. Each is a monthly line, all are one table."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..assumptions.load import Assumptions
from ..assumptions.operating_lines import own_patterns
from ..model.blocks import NOWHERE, Bounds, Input, Line, Union
from .parts import Parts, at, from_, key_beside, path, provenance

SHEET = "Patterns"
BUILT_IN = {
    "even": ("Even: each month the same", "=1"),
    "weekdays": ("By weekdays", "=weekdays"),
    "paydays": ("By paydays", "=paydays"),
}


def add_patterns(parts: Parts, plan: Assumptions) -> None:
    """The patterns that come by themselves, and those of the plan: twelve weights, the same in each fiscal year."""
    names = own_patterns(plan.calendar.first_payday is not None)
    for name in names:
        label, formula = BUILT_IN[name]
        parts.add(
            Line(name=f"pattern__{name}", axis="month", unit="count", label=label, formula=formula, sheet=SHEET),
            key_beside(f"pattern__{name}", name, SHEET, NOWHERE),
        )
    for name, pattern in plan.patterns.items():
        place = plan.place("patterns", name)
        weights = np.array([pattern.months * plan.plan.years], dtype=float)
        shared: dict[str, Any] = {"sheet": SHEET, "place": place, "place_of": at(place), "bounds": Bounds(low=0)}
        label, found = pattern.label or name.replace("_", " "), from_(provenance(pattern))
        parts.add(
            Input(
                name=f"pattern__{name}",
                axis="month",
                unit="count",
                label=label,
                values=weights,
                provenance_of=found,
                path_of=path(f"patterns.{name}"),
                **shared,
            ),
            key_beside(f"pattern__{name}", name, SHEET, place),
        )
        names.append(name)
    weight, key = tuple(f"pattern__{name}" for name in names), tuple(f"pattern__{name}__key" for name in names)
    shared = {"table": "patterns", "adjoins": True}
    parts.add(
        Union(name="weight", axis="month", unit="count", label="Weights of all patterns", parts=weight, **shared),
        Union(name="pattern", unit="text", label="Names of patterns", parts=key, **shared),
    )
