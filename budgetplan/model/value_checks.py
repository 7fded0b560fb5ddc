"""What is wrong with the numbers of a model: cells without a value, and values that no workbook can hold."""

from __future__ import annotations

import numpy as np

from ..errors import Place, Problem
from .blocks import Array, Block, Line, Union
from .evaluate import Values
from .graph import Model
from .shown import cell_name

WILD = frozenset("*?~")
LARGEST = 1e11  # a month's; of a year's sum of such, binary numbers still hold the cents
"""The largest amount in a month. Sums of many such still have their cents in the 15 digits of a spreadsheet."""


def unknowns(model: Model, values: Values) -> list[Problem]:
    """Cells that have no value: what Excel would show as an error. One problem per line, at its first such cell, and
    only for the lines where the trouble starts.
    """
    broken = {
        key: np.argwhere(_unknown(values[key]).any(0))
        for key, block in model.blocks.items()
        if isinstance(block, Line) and not block.optional and _unknown(values[key]).any()
    }
    spread = set(broken) | {k for k, b in model.blocks.items() if isinstance(b, Union) and broken.keys() & set(b.parts)}
    roots = [key for key in broken if not spread & set(model.uses[key])] or list(broken)[:1]
    return [_unknown_problem(model, values, key, broken[key]) for key in roots]


def patterns(model: Model, values: Values) -> list[Problem]:
    """Keys that a spreadsheet would read as a pattern, which no comparison of engines shows for certain."""
    found = []
    for key, block in model.blocks.items():
        if block.kind == "key" and not isinstance(block, Union):
            wrong = next((str(one) for one in values[key].flat if set(str(one)) & WILD), None)
            if wrong is not None:
                message = f'The key "{wrong}" holds one of * ? ~, which spreadsheets read as a pattern.'
                found.append(Problem(block.place, block.key, message))
    return found


def _unknown(array: Array) -> Array:
    """Where a value is NaN: in numbers, and in text that was looked up in vain."""
    nan: Array = array != array
    return nan


def _unknown_problem(model: Model, values: Values, key: str, cells: Array) -> Problem:
    """The sentence for one line, at the first of its cells without a value."""
    block = model.blocks[key]
    assert isinstance(block, Line)
    more = f" (and {len(cells) - 1} more cells)" if len(cells) > 1 else ""
    reason = "a division by 0, a date before the first of its series, or a key that is not there"
    row, column = int(cells[0][0]), int(cells[0][1])
    where = cell_name(model, values, block, row, column)
    return Problem(_place(model, block, row), where, f"This has no value{more}: {reason}. In: {block.formula}")


def too_large(model: Model, values: Values) -> list[Problem]:
    """Amounts of which no spreadsheet holds the cents: one problem for each line that posts such an amount."""
    found = []
    for key, block in model.blocks.items():
        if (
            isinstance(block, Line)
            and block.posts
            and (cells := np.argwhere((np.abs(values[key]) > LARGEST).any(0))).size
        ):
            row, column = int(cells[0][0]), int(cells[0][1])
            place, where = _place(model, block, row), cell_name(model, values, block, row, column)
            found.append(
                Problem(
                    place, where, "This is over a hundred billion (100,000,000,000) in one month: check its figures."
                )
            )
    return found


def _place(model: Model, block: Block, row: int) -> Place:
    """Where a manager can change something: at the line itself or, where it is the program's, at the row it is of."""
    if not block.place.shipped or not block.table:
        return block.place
    ids = model.id_column(block.table)
    place = ids.place_of(row, 0) if ids else block.place
    return block.place if place.shipped else place
