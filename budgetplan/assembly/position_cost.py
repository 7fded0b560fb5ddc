"""What one position costs: the choices and figures on the sheet that adds it up."""

from __future__ import annotations

from typing import Any

from ..assumptions.class_checks import POSITION_COST
from ..assumptions.load import Assumptions
from ..model.blocks import ANY, Bounds
from .parts import Parts, at, constant, from_, path, provenance
from .tables import Feed

SHEET = "Cost of One Position"
FIGURES: tuple[tuple[str, str, str, str, Bounds], ...] = (
    (
        "unfunded_pension",
        "unfunded_pension",
        "share",
        "Part of the pension rate that pays the unfunded part",
        Bounds(0, None, 1),
    ),
    ("other_by_pay", "other_by_pay", "share", "Other costs, as a share of pay", Bounds(0, None, 1)),
    ("leave_hours", "cut_leave_hours", "hours", "Hours of leave paid out when one is cut", Bounds(0)),
    ("hours_a_year", "hours_of_position", "hours", "Hours of a full-time year", Bounds(None, 0)),
    (
        "bumping",
        "bumping_cost",
        "$",
        "Bumping: what stays of a cut, a year",
        Bounds(0),
    ),
)
"""The key of each figure, the name by which formulas read it, its unit, what it is, what it may be."""
TABLE = "one_position"
CASES: dict[str, list[Any]] = {
    "id": ["added", "cut", "left"],
    "label": ["Added, from its day", "Cut, the whole year", "Cut, from its day"],
    "adds": [1, 0, 0],
    "whole": [0, 1, 0],
    "there_as": ["added", "cut", "cut"],
    "merit": [1, 1, 1],
}
"""What is counted by month: one that is added, one that is cut on the first day, one that is cut on the day chosen."""


def cost_cases(plan: Assumptions) -> Feed:
    """The rows of that table."""
    return Feed(CASES["id"], CASES, at(plan.place(POSITION_COST)), entered=False)


def add_position_cost(parts: Parts, plan: Assumptions) -> None:
    """The class that is shown, the first day, and the figures of the section; nothing in a plan without it."""
    given = plan.position_cost
    if given.title is None:
        return
    shown: dict[str, Any] = {"sheet": SHEET}
    first = given.start or plan.plan.first_day
    titled, starts = plan.place(POSITION_COST, "title"), plan.place(POSITION_COST, "start")
    parts.add(
        constant("position_class", given.title, "code", titled, "Class", choices="classes", **shown),
        constant("position_starts", first, "date", starts, "First day of the change", **shown),
    )
    for key, name, unit, label, bounds in FIGURES:
        figure = getattr(given, key)
        place = plan.place(POSITION_COST, key, "value")
        more = {"provenance_of": from_(provenance(figure)), "path_of": path(f"{POSITION_COST}.{key}")}
        parts.add(constant(name, figure.value, unit, place, label, bounds=bounds or ANY, **more, **shown))
