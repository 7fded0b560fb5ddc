"""The reconciliation in the model: the rows of its steps, and what rates were before the plan."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ..assumptions.definition_kinds import STEPS
from ..assumptions.definitions import Definitions
from ..assumptions.load import Assumptions
from .parts import Parts, at, ruler, written
from .tables import Feed, add_table

TABLE, AXIS = "bridge", "bridge"
REST = "Not explained"


def add_bridge(parts: Parts, plan: Assumptions, definitions: Definitions) -> None:
    """The rows from the budget compared to the request, their names along the axis."""
    if TABLE not in definitions.tables:
        return
    labels = [plan.compared, *STEPS.values(), REST, f"FY{plan.plan.fiscal_year} {plan.plan.stage}"]
    steps = ["start", *STEPS, "rest", "end"]
    columns: dict[str, Any] = {"step": steps, "label": labels, "number": list(range(len(steps)))}
    columns["kind"] = ["start", *["step"] * len(STEPS), "rest", "end"]
    add_table(parts, definitions, TABLE, Feed(steps, columns, at(plan.place("base_changes")), entered=False))
    for name, words in (("bridge_name", list(STEPS.values())), ("bridge_step", list(STEPS))):
        parts.add(ruler(written(name, words, None, label="Step", sheet="Steps Compared"), AXIS))


def rates_before(plan: Assumptions, given: Definitions) -> Definitions:
    """The definitions, where the pension rate of the day before the plan is read as the plan writes it."""
    key, rate = (None, "pension_rate_before"), plan.rates.get("pension_rate")
    if key not in given.lines:
        return given
    definitions, formula = given.copy(), given.lines[key].formula
    if rate is None or rate.figure is not None:
        formula = "=pension_rate"
    elif min(rate.entries) >= plan.plan.first_day:
        formula = formula.replace("plan_start - 1", "plan_start")  # the plan does not say what held before
    definitions.lines[key] = replace(given.lines[key], formula=formula)
    return definitions
