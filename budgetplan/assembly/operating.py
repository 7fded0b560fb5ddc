"""Drivers, and the rows of the operating table."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..assumptions.definitions import LineDef
from ..assumptions.figures import Series
from ..assumptions.load import Assumptions
from ..assumptions.schema import Driver
from ..errors import Place, Problem
from ..model.blocks import Input, Provenance, Union
from .formula_lines import flow_names, is_flow, own_formula
from .parts import Parts, at, constant, dated_steps, from_, line_blocks, provenance, written
from .series import Entry, add_series, begins_late
from .tables import Feed

NO_DRIVER = "none"
BASES = {"amount": "amount", "quantity": "quantity x price", "per_fte": "per FTE", "driver": "per driver unit"}
SHEET = "Drivers"


def add_drivers(parts: Parts, plan: Assumptions) -> None:
    """Each driver is a monthly line with a name; together they are the table `drivers`, by name."""
    names = list(plan.drivers)
    flows = flow_names(parts, plan)
    for name, driver in plan.drivers.items():
        place, label, unit = plan.place("drivers", name), driver.label or name.replace("_", " "), driver.unit or "count"
        if driver.formula is not None:
            where, path = plan.document.node("drivers", name, "formula"), f"drivers.{name}.formula"
            flow = is_flow(driver.formula, flows)
            parts.add(own_formula(name, driver.formula, label, unit, SHEET, where, path, flow))
        elif driver.months is not None:
            _monthly(parts, name, driver, label, unit, place)
        else:
            _annual(parts, plan, name, driver, label, unit)
        parts.add(written(f"{name}__key", [name], None, sheet=SHEET, slot="key", beside=name, place=place))
    keys = tuple(f"{name}__key" for name in names)
    units: dict[str, Any] = {"axis": "month", "unit": "count", "label": "Units of all drivers", "parts": tuple(names)}
    parts.add(
        Union(name="units", table="drivers", adjoins=True, **units),
        Union(name="driver", table="drivers", adjoins=True, kind="text", unit="text", label="Names", parts=keys),
    )


def _monthly(parts: Parts, name: str, driver: Driver, label: str, unit: str, place: Place) -> None:
    """A driver that is entered month by month."""
    values, found = np.array([driver.months], dtype=float), from_(provenance(driver))
    shared: dict[str, Any] = {"sheet": SHEET, "place": place, "place_of": at(place), "provenance_of": found}
    parts.add(Input(name=name, axis="month", unit=unit, label=label, values=values, **shared))


def _annual(parts: Parts, plan: Assumptions, name: str, driver: Driver, label: str, unit: str) -> None:
    """A driver that is entered as a figure a year, for always or by date, in twelve equal parts."""
    series, where, annual = driver.annual, plan.place("drivers", name, "annual"), f"{name}__annual"
    assert series is not None  # the schema asks for one of annual, months and formula
    if series.is_series:
        steps = dated_steps(plan, series, "drivers", name, "annual")
        entries = [Entry(day, figure, place) for day, figure, place in steps]
        add_series(parts, annual, f"{label}, a year", unit, entries, where)
        first = entries[0].day
        if first > plan.plan.first_day:
            parts.problems.append(Problem(where, f"drivers.{name}", begins_late(first, plan.plan.first_day)))
        formula = f"=LOOKUP(month, {annual}.since, {annual}.value) / 12"
    else:
        figure = series.first(plan.plan.first_day)
        found = from_(provenance(figure if figure.provenance else driver))
        parts.add(constant(annual, figure.value, unit, where, f"{label}, a year", sheet="Rates", provenance_of=found))
        formula = f"={annual} / 12"
    parts.add(*line_blocks(LineDef(name, None, plan.place("drivers", name), label, unit, formula, SHEET), 1))


def operating_feed(plan: Assumptions) -> Feed:
    """The operating lines that need no formula of their own, one row each."""
    rows = [(index, line) for index, line in enumerate(plan.lines) if line.formula is None]
    day = plan.plan.first_day
    columns: dict[str, list[Any]] = {
        "line": [line.id for _, line in rows],
        "label": [line.label for _, line in rows],
        "fund": [line.fund for _, line in rows],
        "unit": [line.unit for _, line in rows],
        "account": [line.account for _, line in rows],
        "basis": [BASES[line.basis] for _, line in rows],
        "driver": [line.driver or NO_DRIVER for _, line in rows],
        "quantity": [1 if line.quantity is None else line.quantity.first(day).value for _, line in rows],
        "price": [getattr(line, line.priced).first(day).value for _, line in rows],
        "one_time": [int(line.one_time) for _, line in rows],
        **{name: [getattr(line, name) for _, line in rows] for name in ("unit_of_measure", "vendor", "why")},
    }

    def key(line: Any, column: str) -> str:
        return str(line.priced) if column == "price" else column

    def place(row: int, column: str) -> Place:
        index, line = rows[row]
        found: Place = plan.place("lines", index, key(line, column))
        return found

    def source(row: int, column: str) -> Provenance:
        line = rows[row][1]
        given = getattr(line, key(line, column), None)
        own = provenance(given.first(day)) if isinstance(given, Series) else Provenance()
        return provenance(line) if own == Provenance() else own

    def steps(row: int, column: str) -> list[Any]:
        index, line = rows[row]
        given = getattr(line, key(line, column))
        return dated_steps(plan, given, "lines", index, key(line, column)) if given is not None else []

    dated = {part: [steps(row, part) for row in range(len(rows))] for part in ("quantity", "price")}
    return Feed([line.id for _, line in rows], columns, place, source, dated=dated)
