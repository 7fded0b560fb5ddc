"""The checks of the plan as live lines: expected, found, difference, and one master check over all of them."""

from __future__ import annotations

from typing import Any

from ..assumptions.definitions import CheckDef, Definitions
from ..model.blocks import Union
from .parts import Parts, calculated, written

TOLERANCE = 0.005  # half a cent: sums of cents may differ in the last binary digit, and by nothing else
PASS, FAIL = "OK", "ERROR"
SHEET = "Checks"


def add_checks(parts: Parts, definitions: Definitions) -> None:
    """Each check as a row of cells on Checks, and the master check."""
    late, twice = tuple(parts.series), tuple(parts.prorated)
    parts.add(
        written("check_tolerance", [TOLERANCE], None, "$/x", label="Tolerance of money", sheet="Rates"),
        Union(name="out_of_order", table="series", unit="flag", label="Dated entries out of order", parts=late),
        Union(name="collides", table="prorated", unit="count", label="Rates that change twice", parts=twice),
    )
    for check in definitions.checks.values():
        _add(parts, check)
    names = list(definitions.checks)
    parts.rows["checks"] = names
    passing = '=IF(checks_failed = 0, "All checks pass", "CHECK FAILED: see Checks")'
    failed = tuple(f"{name}__failed" for name in names)
    parts.add(
        Union(name="failed", table="checks", label="Checks that fail", parts=failed),
        calculated("checks_failed", "=SUM(checks.failed)", "count", label="Checks that fail", sheet=SHEET),
        calculated("master_check", passing, "text", label="Master check", sheet=SHEET),
    )


def _add(parts: Parts, check: CheckDef) -> None:
    """One check: the shapes of its cells."""
    name = check.name
    cells: list[tuple[str, str, str]] = [
        ("expected", check.expected, "$"),
        ("found", check.found, "$"),
        ("difference", f"=ROUND({name}__found - {name}__expected, 2)", "$"),
        ("tolerance", check.tolerance or "=check_tolerance", "$"),
        ("failed", f"=EXCEEDS({name}__found - {name}__expected, {name}__tolerance)", "count"),
        ("state", f'=IF({name}__failed = 0, "{PASS}", "{FAIL}")', "text"),
    ]
    for slot, formula, unit in cells:
        label = check.label if slot == "state" else f"{check.label}: {slot}"
        place, spots = check.formulas_at.get(slot, (check.place, ()))
        told: dict[str, Any] = {"label": label, "help": check.help, "path": f"checks[{name}].{slot}"}
        at: dict[str, Any] = {"sheet": SHEET, "slot": slot, "beside": name, "place": place, "spots": spots}
        parts.add(calculated(f"{name}__{slot}", formula, unit, **told, **at))
