"""Drivers, and the rows of the operating table."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from ..assumptions.definitions import LineDef
from ..assumptions.drivers import Driver
from ..assumptions.figures import Series
from ..assumptions.load import Assumptions
from ..assumptions.operating_lines import Line as OperatingLine
from ..errors import Place, Problem
from ..formula.parse import names_in
from ..model.blocks import Input, Provenance, Union
from .flows import UNCLEAR, Pace, names_of, per_of
from .formula_words import formulas_in_words
from .own_lines import own_formula
from .parts import Parts, at, constant, dated_steps, from_, key_beside, line_blocks, path, provenance
from .series import Entry, add_series, begins_late
from .tables import Feed

NO_DRIVER = "none"
BASES = {"amount": "amount", "quantity": "quantity x price", "per_fte": "per FTE", "driver": "per driver unit"}
COPIED = (
    *("label", "fund", "unit", "account", "included", "formula", "unit_of_measure", "pattern", "start", "end"),
    *("vendor", "contract", "expires", "renewals_left", "why", "change_step", "project"),
)
SHEET = "Drivers"


def add_drivers(parts: Parts, plan: Assumptions) -> None:
    """Each driver is a monthly line with a name; together they are the table `drivers`, by name."""
    names = list(plan.drivers)
    pace_of = names_of(plan)
    for name, driver in plan.drivers.items():
        place, label, unit = plan.place("drivers", name), driver.label or name.replace("_", " "), driver.unit or "count"
        if driver.formula is not None:
            where, path = plan.document.node("drivers", name, "formula"), f"drivers.{name}.formula"
            per = per_of(driver.formula, driver.per, pace_of)
            if per is None:
                parts.problems.append(Problem(where.place, path, UNCLEAR))
            parts.add(own_formula(name, driver.formula, label, unit, SHEET, where, path, per or "month"))
        elif driver.months is not None:
            _monthly(parts, name, driver, label, unit, place)
        else:
            _annual(parts, plan, name, driver, label, unit)
        parts.add(key_beside(name, name, SHEET, place))
    keys, called = (tuple(f"{name}__{side}" for name in names) for side in ("key", "label"))
    units: dict[str, Any] = {"axis": "month", "unit": "count", "label": "Units of all drivers", "parts": tuple(names)}
    parts.add(
        Union(name="units", table="drivers", adjoins=True, **units),
        Union(name="driver", table="drivers", adjoins=True, unit="text", label="Names", parts=keys),
        Union(name="called", table="drivers", adjoins=True, unit="text", label="Labels", parts=called),
    )


def _monthly(parts: Parts, name: str, driver: Driver, label: str, unit: str, place: Place) -> None:
    """A driver that is entered month by month."""
    values, found = np.array([driver.months], dtype=float), from_(provenance(driver))
    shared: dict[str, Any] = {"sheet": SHEET, "place": place, "place_of": at(place), "provenance_of": found}
    shared["path_of"] = path(f"drivers.{name}.months")
    parts.add(Input(name=name, axis="month", unit=unit, label=label, values=values, **shared))


def _annual(parts: Parts, plan: Assumptions, name: str, driver: Driver, label: str, unit: str) -> None:
    """A driver that is entered as a figure a year, for always or by date, in twelve equal parts."""
    series, where, annual = driver.annual, plan.place("drivers", name, "annual"), f"{name}__annual"
    assert series is not None  # the schema asks for one of annual, months and formula
    if series.is_series:
        entries = [
            Entry(day, figure, _day_place(plan, name, day), path=f"drivers.{name}[{day}]")
            for day, figure in series.entries.items()
        ]
        add_series(parts, annual, f"{label}, a year", unit, entries, where, levels=True)
        first = entries[0].day
        if first > plan.plan.first_day:
            parts.problems.append(Problem(where, f"drivers.{name}", begins_late(first, plan.plan.first_day)))
        formula = f"=LOOKUP(month, {annual}.since, {annual}.value) / 12"
    else:
        figure = series.first(plan.plan.first_day)
        found = from_(provenance(figure if figure.provenance else driver))
        more = {"provenance_of": found, "path_of": path(f"drivers.{name}")}
        parts.add(constant(annual, figure.value, unit, where, f"{label}, a year", sheet="Rates", **more))
        formula = f"={annual} / 12"
    parts.add(*line_blocks(LineDef(name, None, plan.place("drivers", name), label, unit, formula, SHEET), 1))


def _day_place(plan: Assumptions, name: str, day: dt.date) -> Place:
    """Where a day of a driver is written: under `annual`, or under its own name."""
    under = plan.place("drivers", name, "annual", day)
    return plan.place("drivers", name, day) if under == plan.place("drivers", name) else under


def operating_feed(plan: Assumptions) -> Feed:
    """The operating lines, one row each."""
    rows, day, pace_of = plan.lines, plan.plan.first_day, names_of(plan)
    columns: dict[str, list[Any]] = {name: [getattr(line, name) for line in rows] for name in COPIED}
    columns |= {
        "line": [line.id for line in rows],
        "basis": [_basis(line, pace_of) for line in rows],
        "driver": [line.driver or NO_DRIVER for line in rows],
        "quantity": [1 if line.quantity is None else line.quantity.first(day).value for line in rows],
        "price": [None if line.formula else getattr(line, line.priced).first(day).value for line in rows],
        "escalator": [line.escalator.value if line.escalator else 0 for line in rows],
        "escalates": [line.escalates or (day if line.escalator else None) for line in rows],
        "current_budget": [line.current_budget.value if line.current_budget else None for line in rows],
        "one_time": [int(line.one_time) for line in rows],
        "tie": [number / 1_000_000 for number in range(1, len(rows) + 1)],
        "cited": [_cited(plan, line) for line in rows],
        "formula_words": formulas_in_words(plan),
    }

    def place(row: int, column: str) -> Place:
        found: Place = plan.place("lines", row, _key(rows[row], column))
        return found

    def source(row: int, column: str) -> Provenance:
        return _source(rows[row], _key(rows[row], column), day)

    def called(row: int, column: str) -> str:
        return f"lines[{rows[row].id}].{_key(rows[row], column)}"

    def steps(row: int, column: str) -> list[Any]:
        key = _key(rows[row], column)
        given = getattr(rows[row], key)
        return dated_steps(plan, given, "lines", row, key) if isinstance(given, Series) else []

    dated = {part: [steps(row, part) for row in range(len(rows))] for part in ("quantity", "price")}
    return Feed(columns["line"], columns, place, source, called, dated=dated)


def _source(line: OperatingLine, key: str, day: dt.date) -> Provenance:
    """What is said of a figure, or of its whole line: of what the line gives, not of what it leaves out."""
    if key not in line.model_fields_set:
        return Provenance()
    given = getattr(line, key)
    own = provenance(given.first(day) if isinstance(given, Series) else given)
    return provenance(line) if own == Provenance() else own


def _cited(plan: Assumptions, line: OperatingLine) -> str:
    """The sources and statuses of a line's figures, of those that its formula names, and its own."""
    day = plan.plan.first_day
    figures = [getattr(line, key) for key in ("quantity", line.priced, "escalator") if key != "formula"]
    named = [figure.first(day) if isinstance(figure, Series) else figure for figure in figures if figure is not None]
    words = [", ".join(filter(None, (one.source, one.status))) for one in (*named, line)]
    return "; ".join(dict.fromkeys(filter(None, [*_cited_by_formula(plan, line), *words])))


def _cited_by_formula(plan: Assumptions, line: OperatingLine) -> Iterator[str]:
    """What the rates and drivers of a line's formula rest on, those of one status together, as they stand in it."""
    text, day = line.formula or "", plan.plan.first_day
    by_status: dict[str, list[str]] = {}
    for name in (name for name in dict.fromkeys(re.findall(r"\w+", text)) if name in names_in(text)):
        rate, driver = plan.rates.get(name), plan.drivers.get(name)
        annual = driver.annual.first(day) if driver and driver.annual else None
        given: tuple[Any, ...] = (annual, rate.first(day) if rate else None, rate or driver)
        if found := next((one for one in given if one and (one.source or one.status)), None):
            by_status.setdefault(found.status or "", []).append(found.source or name)
    for status, sources in by_status.items():
        yield ", ".join(filter(None, ("; ".join(dict.fromkeys(sources)), status)))


def _basis(line: OperatingLine, pace_of: Callable[[str], Pace]) -> str:
    """What a line's cost is said in, in the words of the workbook."""
    if line.formula is not None:
        return "yearly formula" if per_of(line.formula, line.per, pace_of) == "year" else "monthly formula"
    of_contract = line.escalator or line.contract or line.expires
    return "contract" if line.basis == "amount" and of_contract else BASES[line.basis]


def _key(line: OperatingLine, column: str) -> str:
    """Under which key of a line the value of a column is written: its dollars have several."""
    return line.priced if column == "price" and line.formula is None else column
