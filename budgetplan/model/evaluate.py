"""All numbers of a model."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from ..errors import Place, Problem
from ..formula.values import values_of
from .blocks import Array, Block, Input, Line, Union
from .graph import Model

WILD = frozenset("*?~")
LARGEST = 1e11  # a month's; of a year's sum of such, binary numbers still hold the cents
"""The largest amount in a month. Sums of many such still have their cents in the 15 digits of a spreadsheet."""
Values = dict[str, Array]
"""Key of a block to its values, (batch, rows, columns); batch is 1 where nothing varies."""


def evaluate(model: Model, changes: Mapping[str, Array] | None = None) -> Values:
    """Calculates every block, in order.

    `changes` replaces inputs, by key: arrays (batch, rows, columns), so that a thousand what-ifs are one pass.
    """
    for key, array in (changes or {}).items():
        if not isinstance(block := model.blocks.get(key), Input):
            raise KeyError(f"{key} is no input of the model")
        if array.ndim != 3 or array.shape[1:] != model.shape(block):
            raise ValueError(f"{key} has {model.shape(block)} rows and columns, not {array.shape[1:]}")
    known: Values = {}
    openings: Values = {}
    for key in model.order:
        block = model.blocks[key]
        if isinstance(block, Input):
            known[key] = (changes or {}).get(key, block.values[None])
        elif isinstance(block, Union):
            known[key] = _union(model, block, known)
        elif isinstance(block, Line):
            if block.opening:
                openings[key] = known[block.opening]
            known[key] = _line(model, block, known, openings)
    return known


def _union(model: Model, block: Union, known: Values) -> Array:
    """The parts one under the other, each widened to the batch and the axis."""
    if not block.parts:
        return np.zeros((1, *model.shape(block)))
    batch = max(len(known[part]) for part in block.parts)
    columns = model.shape(block)[1]
    return np.concatenate([np.broadcast_to(known[p], (batch, known[p].shape[1], columns)) for p in block.parts], 1)


def _line(model: Model, line: Line, known: Values, openings: Values) -> Array:
    """One line; month by month where it looks back at itself."""
    tree, resolve, shape = model.trees[line.key], model.resolver(line.table), model.shape(line)
    if line.key not in model.looks_back:
        result = values_of(tree, resolve, known, openings)
        return np.broadcast_to(result, (len(result), *shape))
    batch = max([len(known[key]) for key in model.uses[line.key]] + [len(openings[line.key])])
    filled = np.full((batch, *shape), np.nan)
    known[line.key] = filled
    for month in range(shape[1]):
        now = slice(month, month + 1)
        filled[..., now] = values_of(tree, resolve, known, openings, now)
    return filled


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
    return [_unknown_problem(model, key, broken[key]) for key in roots]


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


def _unknown_problem(model: Model, key: str, cells: Array) -> Problem:
    """The sentence for one line, at the first of its cells without a value."""
    block = model.blocks[key]
    assert isinstance(block, Line)
    more = f" (and {len(cells) - 1} more cells)" if len(cells) > 1 else ""
    reason = "a division by 0, a date before the first of its series, or a key that is not there"
    row, column = int(cells[0][0]), int(cells[0][1])
    where = cell_name(model, block, row, column)
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
            place, where = _place(model, block, row), cell_name(model, block, row, column)
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
    own = (b for b in model.blocks.values() if isinstance(b, Input) and b.table == block.table and b.names_rows)
    return next((place for one in own if not (place := one.place_of(row, 0)).shipped), block.place)


def cell_name(model: Model, block: Block, row: int, column: int) -> str:
    """A cell in words: `positions.wages[CO-117, 3]`."""
    parts = ([model.rows[block.table][row]] if block.table else []) + ([str(column + 1)] if block.axis else [])
    return f"{block.key}[{', '.join(parts)}]" if parts else block.key
