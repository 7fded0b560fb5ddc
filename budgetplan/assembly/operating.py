"""Drivers and operating lines: rows of the operating table, and lines with a formula of their own."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..assumptions.definitions import LineDef
from ..errors import Place, Problem
from ..formula.parse import parse
from ..formula.tree import FormulaError, Name, nodes
from ..model.blocks import Input, Line, Union
from ..names import name_problem
from .parts import Parts, at, constant, from_, line_blocks, provenance, written
from .tables import Feed

NO_DRIVER = "none"
BASES = {"amount": "amount", "quantity": "quantity x price", "per_fte": "per FTE", "driver": "per driver unit"}
ROUNDED = "=ROUND("


def add_drivers(parts: Parts, plan: Any) -> None:
    """Each driver is a monthly line with a name; together they are the table `drivers`, by name."""
    names, months = list(plan.drivers), parts.axes["month"]
    for name, driver in plan.drivers.items():
        place, label = plan.place("drivers", name), driver.label or name.replace("_", " ")
        unit, found = driver.unit or "count", from_(provenance(driver))
        if driver.formula is not None:
            _formula(parts, name, driver.formula, plan.place("drivers", name, "formula"), label, unit, "Drivers")
        elif driver.months is not None:
            if len(driver.months) != months:
                message = f"Give one number for each of the {months} months, not {len(driver.months)}."
                parts.problems.append(Problem(place, f"drivers.{name}.months", message))
                continue
            values = np.array([driver.months], dtype=float)
            parts.add(
                Input(
                    name=name,
                    axis="month",
                    unit=unit,
                    label=label,
                    values=values,
                    place=place,
                    sheet="Drivers",
                    place_of=at(place),
                    provenance_of=found,
                )
            )
        else:
            figure, where = driver.annual, plan.place("drivers", name, "annual")
            own = from_(provenance(figure)) if figure.provenance else found
            parts.add(
                constant(
                    f"{name}__annual", figure.value, unit, where, f"{label}, a year", sheet="Rates", provenance_of=own
                )
            )
            parts.add(*line_blocks(LineDef(name, None, place, label, unit, f"={name}__annual / 12", "Drivers"), 1))
        parts.add(written(f"{name}__key", [name], None, sheet="Drivers", slot="key", beside=name, place=place))
    parts.add(
        Union(
            name="units", table="drivers", axis="month", unit="count", label="Units of all drivers", parts=tuple(names)
        ),
        Union(
            name="driver",
            table="drivers",
            kind="text",
            unit="text",
            label="Names of all drivers",
            parts=tuple(f"{n}__key" for n in names),
        ),
    )


def operating_feed(plan: Any) -> Feed:
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


def add_formula_lines(parts: Parts, plan: Any) -> None:
    """Operating lines with a formula: one posting line each, in cents, named after its id."""
    for index, line in enumerate(plan.lines):
        if line.formula is None:
            continue
        name = line.id.replace("-", "_")
        place = plan.place("lines", index, "formula")
        if wrong := name_problem(name):
            parts.problems.append(
                Problem(
                    plan.place("lines", index, "id"),
                    f"lines[{line.id}]",
                    f"The id names this line in formulas, and {wrong}.",
                )
            )
            continue
        for part, value in (("fund", line.fund), ("unit", line.unit), ("account", line.account)):
            where = plan.place("lines", index, part)
            parts.add(
                written(f"{name}__{part}", [value], None, sheet="Operating Costs", slot=part, beside=name, place=where)
            )
        _formula(
            parts,
            name,
            line.formula,
            place,
            line.label,
            "$",
            "Operating Costs",
            posts=f"{name}__account",
            source=line.source or "",
        )


def _formula(
    parts: Parts,
    name: str,
    text: str,
    place: Place,
    label: str,
    unit: str,
    sheet: str,
    posts: str = "",
    source: str = "",
) -> None:
    """A monthly line from a manager's formula. One that names nothing monthly gives a year's amount: it is spread."""
    rounded = bool(posts)
    if _is_monthly(parts, text):
        formula = f"{ROUNDED}{text[1:]}, 2)" if rounded else text
        shift = len(ROUNDED) - 1 if rounded else 0  # so that a mistake is still pointed at in the manager's own text
        where = Place(place.file, place.line, place.column - shift)
        parts.add(
            *line_blocks(
                LineDef(
                    name, None, place, label, unit, formula, sheet, posts=posts, source=source, formula_place=where
                ),
                1,
            )
        )
        return
    annual = LineDef(
        f"{name}__annual",
        None,
        place,
        f"{label}, a year",
        unit,
        text,
        "Rates",
        axis="none",
        source=source,
        formula_place=place,
    )
    month = f"={name}__annual / 12"
    if rounded:
        to_date = f"ROUND({name}__annual * period_in_year / 12, 2)"
        month = f"=ROUND({to_date} - ROUND({name}__annual * (period_in_year - 1) / 12, 2), 2)"
    parts.add(
        *line_blocks(annual, 1),
        *line_blocks(LineDef(name, None, place, label, unit, month, sheet, posts=posts, source=source), 1),
    )


def _is_monthly(parts: Parts, text: str) -> bool:
    """Whether a formula names something with a value per month. What is not known yet is another line of the plan."""
    try:
        used = {node.text for node in nodes(parse(text)) if isinstance(node, Name)}
    except FormulaError:
        return True  # the model will say what is wrong
    axes = {block.key: block.axis for block in parts.blocks if isinstance(block, Input | Line | Union)}
    return any(axes.get(name, "month") == "month" for name in used)
