"""Drivers, and the rows of the operating table."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..assumptions.definitions import LineDef
from ..assumptions.load import Assumptions
from ..assumptions.schema import Driver
from ..errors import Place
from ..model.blocks import Input, Union
from .formula_lines import flow_names, is_flow, own_formula
from .parts import Parts, at, constant, from_, line_blocks, provenance, written
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
            where, path = plan.place("drivers", name, "formula"), f"drivers.{name}.formula"
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
    """A driver that is entered as one figure a year, in twelve equal parts."""
    figure, where = driver.annual, plan.place("drivers", name, "annual")
    assert figure is not None  # the schema asks for one of annual, months and formula
    found = from_(provenance(figure if figure.provenance else driver))
    parts.add(
        constant(f"{name}__annual", figure.value, unit, where, f"{label}, a year", sheet="Rates", provenance_of=found)
    )
    definition = LineDef(name, None, plan.place("drivers", name), label, unit, f"={name}__annual / 12", SHEET)
    parts.add(*line_blocks(definition, 1))


def operating_feed(plan: Assumptions) -> Feed:
    """The operating lines that need no formula of their own, one row each."""
    rows = [(index, line) for index, line in enumerate(plan.lines) if line.formula is None]
    wrote = [{"price": "price" if line.price is not None else line.basis} for _, line in rows]

    def price(line: Any) -> float:
        figure = line.price if line.price is not None else getattr(line, line.basis)
        return float(figure.value)

    columns: dict[str, list[Any]] = {
        "line": [line.id for _, line in rows],
        "label": [line.label for _, line in rows],
        "fund": [line.fund for _, line in rows],
        "unit": [line.unit for _, line in rows],
        "account": [line.account for _, line in rows],
        "basis": [BASES[line.basis] for _, line in rows],
        "driver": [line.driver or NO_DRIVER for _, line in rows],
        "quantity": [line.quantity.value if line.quantity is not None else 1 for _, line in rows],
        "price": [price(line) for _, line in rows],
    }

    def place(row: int, column: str) -> Place:
        found: Place = plan.place("lines", rows[row][0], wrote[row].get(column, column))
        return found

    def source(row: int, column: str) -> Any:
        line = rows[row][1]
        figure = getattr(line, wrote[row].get(column, column), None)
        own = getattr(figure, "provenance", None)
        return provenance(figure if own else line)

    return Feed([line.id for _, line in rows], columns, place, source)
