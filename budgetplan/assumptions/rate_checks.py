"""What must hold of rates, drivers and formula lines together: shares, units, days of raises, names."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Iterator, Mapping
from typing import Any

from budgetplan.assumptions.definitions import UNITS, Definitions, InputDef
from budgetplan.assumptions.formula_files import shipped
from budgetplan.assumptions.plain import bare, items_of, mapping_of, plan_days
from budgetplan.assumptions.read import Document
from budgetplan.assumptions.use_checks import FIXED
from budgetplan.assumptions.words import path_words
from budgetplan.errors import Problem, nearest
from budgetplan.model.blocks import kind_of
from budgetplan.names import line_id_problem, name_of, quoted

SUFFIXES = {"_rate": "share", "_share": "share", "_hours": "hours", "_account": "code", "_days": "days", "_price": "$"}
"""The units of rates that are plain from their names."""


def unit_by_name(name: str) -> str:
    """The unit of a rate by the end of its name; "" where that does not tell."""
    return next((unit for suffix, unit in SUFFIXES.items() if name.endswith(suffix)), "")


def rate_problems(document: Document, definitions: Definitions) -> list[Problem]:
    """All problems of rates and drivers, and of the names that formulas use."""
    inputs = definitions.inputs
    return [
        *_rates(document, inputs),
        *_raises(document, inputs),
        *_drivers(document),
        *_line_ids(document),
        *_taken(document),
    ]


@functools.cache
def _shipped_names() -> dict[str, str]:
    """The names that formulas of any table know, with what each is; a table's own columns are known in it alone."""
    definitions = shipped()
    found = {name: "a line" for table, name in definitions.lines if table is None}
    return found | dict.fromkeys(definitions.tables, "a table") | dict.fromkeys(FIXED, "a figure")


def _rates(document: Document, inputs: Mapping[str, InputDef]) -> Iterator[Problem]:
    """Units are known, shares are shares, and a series is numbers or text throughout."""
    for name, raw in mapping_of(document, "rates").items():
        given = raw if isinstance(raw, dict) else {"value": raw}
        steps = {key: bare(value) for key, value in given.items() if isinstance(key, dt.date) or key == "value"}
        if len({isinstance(value, str) for value in steps.values()}) > 1:
            wrong = "is a number on one date and text on another: keep to one of them"
            yield Problem(document.place("rates", name), f"rates.{name}", wrong)
        else:
            yield from _kind(document, name, given.get("unit") or _known_unit(str(name), inputs), steps)
        yield from _unit(document, name, given.get("unit"))
        share = _share_words(str(name), given.get("unit"), inputs)
        for step, value in steps.items():
            number = isinstance(value, int | float) and not isinstance(value, bool)
            if share is not None and number and not -1 <= value <= 1:
                path = f"rates.{name}" + (f"[{step}]" if isinstance(step, dt.date) else "")
                meant = f"is a share: write {round(value / 100, 10)!r}"
                wrong = meant if abs(value) <= 100 else f"{value} is no share, and shares are between -1 and 1"
                yield Problem(document.place("rates", name, step, "value"), path, wrong + share)


def _unit(document: Document, name: Any, unit: Any) -> Iterator[Problem]:
    if isinstance(unit, str) and unit not in UNITS:
        hint = nearest(unit, UNITS) or f" Known: {', '.join(UNITS)}"
        wrong = f"{quoted(unit)} is not a unit of a rate.{hint}"
        yield Problem(document.place("rates", name, "unit"), f"rates.{name}.unit", wrong)


def _known_unit(name: str, inputs: Mapping[str, InputDef]) -> str:
    """The unit of a rate that does not say it: that of the input that formulas need, or the one that its name tells."""
    return inputs[name].unit if name in inputs else unit_by_name(name)


def _kind(document: Document, name: Any, unit: str, steps: dict[Any, Any]) -> Iterator[Problem]:
    """A code is text, all else a number."""
    for step, value in steps.items():
        place, path = document.place("rates", name, step, "value"), f"rates.{name}"
        if isinstance(value, str) and unit in UNITS and kind_of(unit) != "text":
            yield Problem(place, path, f"{quoted(value)} is text, and this rate is a number ({unit}): write the number")
        elif isinstance(value, int | float) and not isinstance(value, bool) and unit == "code":
            yield Problem(place, path, f"{value} is read as a number: write {quoted(value)} in quotes, as a code")


def _share_words(name: str, unit: Any, inputs: Mapping[str, InputDef]) -> str | None:
    """What to add to the advice where a rate is a share, or None where it is none."""
    known = inputs.get(name)
    if unit == "share" or (unit is None and known is not None and known.unit == "share"):
        return ""
    by_name = unit is None and known is None and unit_by_name(name) == "share"
    return "; a price or an hourly amount says unit: $/x" if by_name else None


def _raises(document: Document, inputs: Mapping[str, InputDef]) -> Iterator[Problem]:
    """A raise has its day, and outside the plan's days it would do nothing."""
    days = plan_days(document)
    for name, raw in mapping_of(document, "rates").items():
        known = inputs.get(str(name))
        if known is None or known.series != "changes":
            continue
        if raw is not None and (not isinstance(raw, dict) or "value" in raw):
            value = bare(raw)
            shown = value if isinstance(value, int | float) and not isinstance(value, bool) else "0.03"
            wrong = f"a raise needs its day: write {name}: {{2027-10-01: {shown}}}"
            yield Problem(document.place("rates", name), f"rates.{name}", wrong)
        if days is None or not isinstance(raw, dict):
            continue
        for day in (key for key in raw if isinstance(key, dt.date)):
            wrong = ""
            if day < days[0]:
                wrong = f"is before the plan's first day {days[0]}; salaries are those before the plan's raises"
            elif day > days[1]:
                wrong = f"is after the plan's last day {days[1]} and has no effect in this plan"
            if wrong:
                yield Problem(document.key_place("rates", name, day), f"rates.{name}[{day}]", f"{wrong}: leave it out")


def _drivers(document: Document) -> Iterator[Problem]:
    """One number for each planned month."""
    years = mapping_of(document, "plan").get("years", 1)
    for name, raw in mapping_of(document, "drivers").items():
        months = raw.get("months") if isinstance(raw, dict) else None
        if isinstance(months, list) and isinstance(years, int) and 1 <= years <= 10 and len(months) != 12 * years:
            wrong = f"has {len(months)} numbers, and the plan has {12 * years} months: give one number for each month"
            yield Problem(document.place("drivers", name, "months"), f"drivers.{name}.months", wrong)


def _formula_lines(document: Document) -> Iterator[tuple[int, str]]:
    """The lines that formulas can name: their numbers and ids."""
    for index, row in items_of(document, "lines"):
        if row.get("formula") is not None and isinstance(row.get("id"), str):
            yield index, row["id"]


def _line_ids(document: Document) -> Iterator[Problem]:
    for index, text in _formula_lines(document):
        wrong = line_id_problem(text)
        if wrong is not None:
            yield Problem(document.place("lines", index, "id"), path_words(document, ("lines", index, "id")), wrong)


def _taken(document: Document) -> Iterator[Problem]:
    """A name is a rate, a driver or a line with a formula, one of them, and nothing that the shipped lines use."""
    rates, drivers = mapping_of(document, "rates"), mapping_of(document, "drivers")
    lines = {name_of(text): index for index, text in _formula_lines(document)}
    places = [(name, f"rates.{name}", document.key_place("rates", name)) for name in rates]
    places += [(name, f"drivers.{name}", document.key_place("drivers", name)) for name in drivers]
    for name, index in lines.items():
        places.append((name, path_words(document, ("lines", index, "id")), document.place("lines", index, "id")))
    for name, path, place in places:
        what = _shipped_names().get(name) if isinstance(name, str) else None
        if what is not None:
            wrong = f"{quoted(name)} is already the name of {what} in the shipped lines: give it another name"
            yield Problem(place, path, wrong)
        elif name in drivers and path.startswith("rates."):
            wrong = (
                f"{quoted(name)} is also a driver, at {document.key_place('drivers', name)}: a formula needs two names"
            )
            yield Problem(place, path, wrong)
        elif path.startswith("lines") and (name in rates or name in drivers):
            kind = "rate" if name in rates else "driver"
            other = document.key_place(f"{kind}s", name)
            wrong = (
                f'the id names the line in formulas as "{name}", which is also a {kind}, at {other}: give it another id'
            )
            yield Problem(place, path, wrong)
        elif path.startswith("drivers") and _is_input(name):
            yield Problem(place, path, f"{quoted(name)} is a rate of the shipped lines: write it under `rates:`")


def _is_input(name: Any) -> bool:
    return isinstance(name, str) and name in shipped().inputs
