"""Lines that say which step of the reconciliation they explain: each joins it by itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from .definition_kinds import LineDef

Key = tuple[str | None, str]
Lines = Mapping[Key, LineDef]
SUMMED: Key = ("units", "model_by_step")
FOR_ONCE: Key = ("units", "model_for_once")


def with_explained(lines: Lines) -> dict[Key, LineDef]:
    """The lines, and for each that explains a step one of units that adds it up in that step."""
    found = dict(lines)
    if SUMMED not in lines:
        return found
    explaining = [line for line in lines.values() if line.explains and (line.table, "unit_key") in lines]
    for line in explaining:
        amount = f"SUMIFS({line.table}.{line.name}, {line.table}.unit_key, unit_key)"
        formula = f'=IF(bridge_step = "{line.explains}", {amount}, 0)'
        name = _by_step(line)
        found["units", name] = replace(lines[SUMMED], name=name, label=line.label, formula=formula, after="")
    for key, summed in ((SUMMED, explaining), (FOR_ONCE, [line for line in explaining if line.for_once])):
        if summed:
            del found[key]  # behind what it adds up
            found[key] = replace(lines[key], formula="=" + " + ".join(_by_step(line) for line in summed))
    return found


def _by_step(line: LineDef) -> str:
    return f"{line.table}_{line.name}_by_step"
