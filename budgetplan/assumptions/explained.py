"""Lines that say which step of the reconciliation they explain: each joins it by itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from .definition_kinds import LineDef

Lines = Mapping[tuple[str | None, str], LineDef]
SUMMED = ("units", "model_by_step")


def with_explained(lines: Lines) -> dict[tuple[str | None, str], LineDef]:
    """The lines, and for each that explains a step one of units that adds it up in that step."""
    found, names = dict(lines), []
    pattern = lines.get(SUMMED)
    for line in lines.values() if pattern else ():
        if pattern and line.explains and (line.table, "unit_key") in lines:
            name = f"{line.table}_{line.name}_by_step"
            amount = f"SUMIFS({line.table}.{line.name}, {line.table}.unit_key, unit_key)"
            formula = f'=IF(bridge_step = "{line.explains}", {amount}, 0)'
            found["units", name] = replace(pattern, name=name, label=line.label, formula=formula, after="")
            names.append(name)
    if pattern and names:
        del found[SUMMED]  # behind what it adds up
        found[SUMMED] = replace(pattern, formula="=" + " + ".join(names))
    return found
