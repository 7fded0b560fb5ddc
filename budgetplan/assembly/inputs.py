"""The register of inputs: for each column or figure that people enter, whether all of its cells hold what they should,
and whether a number has changed since the workbook was built.
"""

from __future__ import annotations

from typing import Any

from ..errors import Place
from ..formula.functions import Block as Cells
from ..formula.functions.whole import FINGERPRINT
from ..model.blocks import Input, Line, Slot, Union
from .named import wrong_names
from .parts import Parts, written

SHEET = "Inputs"
TOLERANCE = 1e-9  # engines add up in different orders: the last digits of a fingerprint may differ, and nothing else


def add_inputs(parts: Parts) -> None:
    """For each entered input: its cells, those that hold a figure of its kind, and its fingerprint then and now."""
    parts.add(
        written(
            "fingerprint_tolerance",
            [TOLERANCE],
            None,
            "share",
            label="Part by which a fingerprint may differ",
            sheet="Rates",
            place=Place(""),
        )
    )
    names = []
    for block in list(parts.blocks):
        named = isinstance(block, Input) and f"{block.key}__wrong" in parts.names
        if isinstance(block, Input) and (block.entered or named) and block.values.size:
            names.append(_add(parts, block))
    parts.rows["inputs"] = names
    for part, label in (("misfit", "Cells that lack a figure"), ("changed", "Inputs that changed")):
        found = tuple(f"{name}__{part}" for name in names if part == "misfit" or f"{name}__now" in parts.names)
        parts.add(Union(name=part, table="inputs", unit="count", label=label, parts=found))
    parts.add(
        _line(
            "inputs_changed", "=SUM(inputs.changed)", "count", "Inputs that have changed since this workbook was built"
        )
    )


def _add(parts: Parts, block: Input) -> str:
    """The cells of one input in the register; gives the name with which they begin."""
    name, key = f"input__{block.key.replace('.', '__')}", block.key
    numbers = block.kind in ("number", "date")
    parts.add(
        _line(f"{name}__cells", f"=CELLS({key})", "count", block.label or block.name, "cells", name),
        _line(f"{name}__held", f"={_held(parts, block)}", "count", "Hold a figure of their kind", "held", name),
        _line(f"{name}__misfit", f"={name}__cells - {name}__held", "count", "Missing or wrong", "misfit", name),
    )
    if numbers:
        built = float(f"{FINGERPRINT.values(Cells(block.values[None])).item():.15g}")  # as many digits as Excel has
        more: dict[str, Any] = {"sheet": SHEET, "slot": "built", "beside": name, "label": "Fingerprint when built"}
        differs = f"ABS({name}__now - {name}__built) > ABS({name}__built) * fingerprint_tolerance"
        parts.add(
            written(f"{name}__built", [built], None, "fingerprint", **more),
            _line(f"{name}__now", f"=FINGERPRINT({key})", "fingerprint", "Fingerprint now", "now", name),
            _line(f"{name}__changed", f"=IF({differs}, 1, 0)", "flag", "Changed", "changed", name),
        )
    return name


def _held(parts: Parts, block: Input) -> str:
    """The formula for the cells that hold what they should; blank ones count where they may be blank."""
    if wrong := wrong_names(parts, block):
        return f"CELLS({block.key}) - {wrong}"
    key, blank = block.key, f" + COUNTBLANK({block.key})" if block.optional else ""
    if block.kind in ("number", "date"):
        return f"COUNT({key}){blank}"
    return f"CELLS({key})" if block.optional else f"CELLS({key}) - COUNTBLANK({key})"


def _line(name: str, formula: str, unit: str, label: str, slot: Slot = "", beside: str = "") -> Line:
    return Line(name=name, formula=formula, unit=unit, label=label, sheet=SHEET, slot=slot, beside=beside, support=True)
