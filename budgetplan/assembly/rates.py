"""Rates: a figure in one cell, a series of levels by date that a monthly line reads, or a series of raises."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from ..assumptions.definitions import Definitions, LineDef
from ..assumptions.figures import Figure
from ..assumptions.load import Assumptions
from ..assumptions.meant import is_day
from ..assumptions.rate_checks import unit_by_name
from ..assumptions.schema import Rate
from ..errors import Place, Problem
from ..model.blocks import Bounds, kind_of
from .parts import Parts, constant, from_, line_blocks, path, provenance, written
from .series import SHEET, Entry, add_series, begins_late

UNUSED = {"number": 0, "text": "none"}  # of a rate that only positions need, in a plan that has none
MONTHLY = "Rates by Month"


def add_rates(parts: Parts, plan: Assumptions, definitions: Definitions, needed: set[str]) -> None:
    """All rates of a plan; a rate that a formula needs and the plan does not give is a problem."""
    given = {**plan.rates}
    for name, definition in definitions.inputs.items():
        if name in given or name in parts.names:
            continue
        if definition.series == "changes":
            add_series(parts, name, definition.label, "share", [], plan.place("rates"))
        elif name in needed:
            what = f"{definition.label} (unit {definition.unit}), which {definition.place} needs"
            message = f'This is missing: {what}. Add "{name}:" under rates.'
            parts.problems.append(Problem(plan.place("rates"), f"rates.{name}", message))
        else:  # only lines of a table without rows name it: nothing is multiplied by it
            nothing, label = UNUSED[kind_of(definition.unit)], f"{definition.label} (not needed)"
            parts.add(written(name, [nothing], None, definition.unit, sheet=SHEET, label=label))
    for name, rate in given.items():
        if name in parts.names:
            place = next(block.place for block in parts.blocks if block.key == name)
            wrong = f"is given twice, also at {place}: keep one of the two"
            parts.problems.append(Problem(plan.place("rates", name), f"rates.{name}", wrong))
        else:
            _add_rate(parts, plan, name, rate, definitions)


def _add_rate(parts: Parts, plan: Assumptions, name: str, rate: Rate, definitions: Definitions) -> None:
    """One rate, in the form that the plan gave it."""
    place, definition = plan.place("rates", name), definitions.inputs.get(name)
    unit = rate.unit or (definition.unit if definition else "") or unit_by_name(name)
    label = rate.label or (definition.label if definition else "") or name.replace("_", " ")
    if not unit:
        parts.problems.append(Problem(place, f"rates.{name}", "Say its unit, e.g. unit: share, $, hours or count."))
        return
    changes = definition is not None and definition.series == "changes"
    bounds = Bounds(low=-1, high=1) if unit == "share" else Bounds()
    if rate.figure is not None:
        found = from_(provenance(rate.figure))
        more: dict[str, Any] = {"provenance_of": found, "path_of": path(f"rates.{name}")}
        if name in {line.posts for line in definitions.lines.values()}:
            more["choices"] = "accounts"
        parts.add(constant(name, rate.figure.value, unit, place, label, sheet=SHEET, bounds=bounds, **more))
        return
    entries = [
        Entry(day, figure, place, path=f"rates.{name}[{day}]")
        for day, (figure, place) in sorted(_entries(plan, name, rate, changes).items())
    ]
    add_series(parts, name, label, unit, entries, place, bounds=bounds, levels=not changes)
    if not changes:
        _level(parts, plan, name, label, unit, rate, place)


def _entries(plan: Assumptions, name: str, rate: Rate, changes: bool) -> dict[dt.date, tuple[Figure, Place]]:
    """The entries of a series, with the days on which only a scenario changes it: in the base nothing changes then."""
    found: dict[dt.date, tuple[Figure, Place]] = {
        day: (figure, plan.place("rates", name, day)) for day, figure in rate.entries.items()
    }
    for change in plan.changes:
        dated = re.fullmatch(rf"rates\.{name}\[(\d{{4}}-\d{{2}}-\d{{2}})\]", change.path)
        day = dt.date.fromisoformat(dated[1]) if dated and is_day(dated[1]) else None
        before = rate.at(day) if day else None
        if day and day not in found and (changes or before):
            value = 0 if changes or not before else before.value
            found[day] = Figure(value=value, note="as before; a scenario changes it on this day"), change.place
    return found


def _level(parts: Parts, plan: Assumptions, name: str, label: str, unit: str, rate: Rate, place: Place) -> None:
    """The monthly line that reads a series of levels, by the value on the 1st or by weekdays."""
    first, start = min(rate.entries), plan.plan.first_day
    if first > start:
        parts.problems.append(Problem(place, f"rates.{name}", begins_late(first, start)))

    def add(part: str, text: str, measure: str, formula: str) -> None:
        parts.add(*line_blocks(LineDef(name + part, None, place, text, measure, formula, MONTHLY), 1))

    if rate.prorate == "month":
        add("", label, unit, f"=LOOKUP(month, {name}.since, {name}.value)")
        return
    months = [(day.year, day.month) for day in rate.entries if day.day > 1]
    if len(set(months)) < len(months):
        parts.problems.append(
            Problem(place, f"rates.{name}", "Only one change inside a month can be counted by weekdays.")
        )
    on = f"=MAX(month, BETWEEN({name}.since, {name}.since, month + 1, month_end))"
    step = f"=LOOKUP(month_end, {name}.since, {name}.value) - LOOKUP(month, {name}.since, {name}.value)"
    level = (
        f"=LOOKUP(month, {name}.since, {name}.value) + {name}__change * NETWORKDAYS({name}__on, month_end) / weekdays"
    )
    add("__on", f"{label}: day of the change inside the month", "date", on)
    add("__change", f"{label}: change inside the month", unit, step)
    add("", label, unit, level)
    add("__twice", f"{label}: changes twice inside the month (1 or 0)", "flag", f"=IF({name}__on > month_end, 1, 0)")
    twice = f"{name}__changes_twice"
    definition = LineDef(
        twice, None, place, f"{label}: months with two changes", "count", f"=TOTAL({name}__twice)", SHEET, axis="none"
    )
    parts.add(*line_blocks(definition, 1))
    parts.prorated.append(twice)
