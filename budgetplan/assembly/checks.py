"""The checks of the plan as live lines: expected, found, difference, and one master check over all of them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ..assumptions.definitions import CheckDef, Definitions
from ..errors import Place
from ..model.blocks import Line, Union
from .parts import Parts, written

TOLERANCE = 0.005  # half a cent: sums of cents may differ in the last binary digit, and by nothing else
PASS, FAIL = "OK", "ERROR"


def add_checks(parts: Parts, definitions: Definitions) -> None:
    """Each check as a row of cells on Checks, and the master check."""
    parts.add(
        written("check_tolerance", [TOLERANCE], None, "$/x", label="Tolerance of money", sheet="Rates", place=Place(""))
    )
    parts.add(
        Union(
            name="out_of_order",
            table="series",
            unit="flag",
            label="Dated entries out of order",
            parts=tuple(parts.series),
        )
    )
    twice = tuple(parts.prorated)
    parts.add(Union(name="collides", table="prorated", unit="count", label="Rates that change twice", parts=twice))
    for check in definitions.checks.values():
        _add(parts, check)
    names = list(definitions.checks)
    parts.rows["checks"] = names
    parts.add(
        Union(
            name="failed", table="checks", label="Checks that fail", parts=tuple(f"{name}__failed" for name in names)
        ),
        _line("checks_failed", "=SUM(checks.failed)", "count", Place(""), "Checks that fail"),
        _line(
            "master_check",
            '=IF(checks_failed = 0, "All checks pass", "CHECK FAILED: see Checks")',
            "text",
            Place(""),
            "Master check",
        ),
    )


def _add(parts: Parts, check: CheckDef) -> None:
    """One check: the shapes of its cells."""
    name = check.name
    cells: list[tuple[str, str, str]] = [
        ("expected", check.expected, "$"),
        ("found", check.found, "$"),
        ("difference", f"={name}__found - {name}__expected", "$"),
        ("tolerance", check.tolerance or "=check_tolerance", "$"),
        ("failed", f"=EXCEEDS({name}__difference, {name}__tolerance)", "count"),
        ("state", f'=IF({name}__failed = 0, "{PASS}", "{FAIL}")', "text"),
    ]
    for slot, formula, unit in cells:
        label = check.label if slot == "state" else f"{check.label}: {slot}"
        place, spots = check.formulas_at.get(slot, (check.place, ()))
        line = _line(f"{name}__{slot}", formula, unit, place, label, slot, check.help)
        parts.add(replace(line, path=f"checks[{name}].{slot}", spots=spots))


def _line(name: str, formula: str, unit: str, place: Place, label: str, slot: str = "", help: str = "") -> Line:
    """A scalar line on the Checks sheet."""
    more: dict[str, Any] = {"slot": slot, "beside": name.partition("__")[0]} if slot else {}
    return Line(
        name=name,
        formula=formula,
        unit=unit,
        place=place,
        label=label,
        help=help,
        sheet="Checks",
        support=True,
        **more,
    )
