"""The register of inputs: for each column or figure that people enter, whether all of its cells hold what they should,
and whether a number has changed since the workbook was built.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ..model.blocks import ANY, DAYS, Input, Line, Slot, Union
from .named import wrong_names
from .parts import Parts, calculated, written
from .scenarios import NAME as SELECTED
from .whole_numbers import broken_numbers

SHEET, COPIES = "Inputs", "As Built"
THREE = 3  # numbers of a choice


def add_inputs(parts: Parts) -> None:
    """For each entered input: its cells, those that hold a figure of its kind, those that differ from its copy."""
    names = []
    for block in list(parts.blocks):
        named = isinstance(block, Input) and f"{block.key}__wrong" in parts.names
        if isinstance(block, Input) and (block.entered or named) and block.values.size:
            names.append(_add(parts, block))
    parts.rows["inputs"] = names
    for part, label in (("misfit", "Cells that lack a figure"), ("changed", "Cells that changed")):
        found = tuple(f"{name}__{part}" for name in names if f"{name}__{part}" in parts.names)
        parts.add(Union(name=part, table="inputs", unit="count", label=label, parts=found))
    label = "Cells of inputs that have changed since the build"
    parts.add(_line("inputs_changed", "=SUM(inputs.changed)", "count", label))


def _add(parts: Parts, block: Input) -> str:
    """The cells of one input in the register; gives the name with which they begin."""
    name, key = f"input__{block.key.replace('.', '__')}", block.key
    limits = _limits(block, name)
    parts.add(*limits)
    copy = _copy(block, name) if key != SELECTED else None  # which scenario is shown is a choice, no figure of any
    cells, misfit = f"{name}__cells", f"{name}__cells - {name}__held"
    if copy:
        changed = f"=CHANGED({key}, {copy.key})"
        parts.add(copy, _line(f"{name}__changed", changed, "count", "Changed since built", "changed", name))
        misfit = f"MAX({cells}, CELLS({copy.key})) - {name}__held"  # cells of rows that were deleted are missing
    fractions = [f"{name}__fractions"] if (broken := _neither(key, limits) or broken_numbers(parts, block)) else []
    for line in fractions:
        parts.add(_line(line, f"={broken}", "count", "Numbers between those that may stand there", "fractions", name))
    if block.table and not block.of_series and block.axis in (None, "past", "later"):
        parts.add(_line(f"{name}__under", f"=UNDER({key})", "count", "Typed under the rows", "under", name))
        misfit += f" + {name}__under"
    held = f"={_held(parts, block, limits, fractions)}"
    parts.add(
        _line(cells, f"=CELLS({key})", "count", block.label or block.name, "cells", name),
        _line(f"{name}__held", held, "count", "Hold a figure of their kind", "held", name),
        _line(f"{name}__misfit", f"={misfit}", "count", "Missing or wrong", "misfit", name),
    )
    return name


def _limits(block: Input, name: str) -> list[Input]:
    """The least and the most that a number or date may be, where there is such a limit."""
    bounds = {"number": block.bounds, "date": DAYS}.get(block.kind, ANY)
    found: list[Input] = []
    slots: list[tuple[Slot, float | None]] = [("least", bounds.least), ("most", bounds.high)]
    if block.kind == "number" and len(block.choices) == THREE:  # the least, the most, and one between them
        slots.append(("between", float(block.choices[1])))
    for slot, limit in slots:
        if limit is not None:
            label = "Or" if slot == "between" else f"At {slot}"
            shown: dict[str, Any] = {"sheet": SHEET, "slot": slot, "beside": name, "label": label}
            found.append(written(f"{name}__{slot}", [limit], None, block.unit, **shown))
    return found


def _neither(key: str, limits: list[Input]) -> str:
    """The formula for how many numbers are none of three; what is between two of them is counted twice."""
    names = {str(one.slot): one.name for one in limits}
    if "between" not in names:
        return ""
    sides = ((names["least"], names["between"]), (names["between"], names["most"]))
    return " + ".join(f"ABOVE({key}, {low}) + BELOW({key}, {high}) - COUNT({key})" for low, high in sides)


def _copy(block: Input, name: str) -> Input:
    """What an input held when the workbook was built: nobody's input, and nobody's row."""
    told: dict[str, Any] = {"name": f"{name}__built", "sheet": COPIES, "slot": "built", "beside": name, "aside": False}
    told["label"] = f"{block.label or block.name} as built"
    plain: dict[str, Any] = {"choices": (), "none": "", "bounds": ANY, "of_series": False, "of_scenario": ""}
    return replace(block, **told, **plain, entered=False, names_rows=False, own_rows=False)


def _held(parts: Parts, block: Input, limits: list[Input], fractions: list[str]) -> str:
    """The formula for the cells that hold what they should; blank ones count where they may be blank."""
    key, blank = block.key, f" + COUNTBLANK({block.key})" if block.optional else ""
    if block.kind in ("number", "date"):
        sides = {"least": "BELOW", "most": "ABOVE"}
        misfits = [f"{sides[one.slot]}({key}, {one.name})" for one in limits if one.slot in sides]
        return f"COUNT({key}){blank}" + "".join(f" - {one}" for one in [*misfits, *fractions])
    if wrong := wrong_names(parts, block):
        return f"CELLS({key}) - {wrong}"
    return f"CELLS({key})" if block.optional else f"CELLS({key}) - COUNTBLANK({key})"


def _line(name: str, formula: str, unit: str, label: str, slot: Slot = "", beside: str = "") -> Line:
    return calculated(name, formula, unit, label=label, sheet=SHEET, slot=slot, beside=beside)
