"""Whole numbers in cells: a headcount of 2.5 is refused when it is typed, but not when it is pasted.

No spreadsheet function tells how many cells of a range are whole in a way that all engines know, so a column has a line
beside it, row by row; of a flag, which is 0 or 1, the register counts what lies between.
"""

from __future__ import annotations

from ..model.blocks import Input
from .parts import Parts, flag_beside


def add_whole_numbers(parts: Parts) -> None:
    """Beside each column of whole numbers, which of them are none."""
    for block in list(parts.blocks):
        if isinstance(block, Input) and _is_counted(block) and block.table:
            parts.add(flag_beside(block, "broken", f"={_test(block)}", "no whole number"))


def broken_numbers(parts: Parts, block: Input) -> str:
    """The formula for how many of an input's numbers are not whole; "" where they need not be."""
    key = block.key
    if block.unit == "flag":
        return f"ABOVE({key}, 0) + BELOW({key}, 1) - COUNT({key})"  # between 0 and 1 a number is counted twice
    if not _is_counted(block) or block.of_scenario:
        return ""
    line = f"{key.removesuffix('__base')}__broken"
    return f"SUM({line})" if line in parts.names else "" if block.table else _test(block)


def _is_counted(block: Input) -> bool:
    return block.entered and block.kind == "number" and block.bounds.whole and block.unit != "flag" and not block.axis


def _test(block: Input) -> str:
    """1 for a number that is not whole."""
    name = f"IFBLANK({block.name}, 0)" if block.optional else block.name
    return f"IF({name} = ROUND({name}, 0), 0, 1)"
