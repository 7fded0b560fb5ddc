"""All numbers of a model."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from ..formula.values import values_of
from .blocks import Array, Input, Line, Union
from .graph import Model

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
        _block(model, key, known, openings, changes or {})
    return known


def evaluate_again(model: Model, values: Values, changed: set[str]) -> Values:
    """The values of a model of which some inputs were replaced since `values` were calculated, and nothing else."""
    known, openings, stale = dict(values), dict[str, Array](), set(changed)
    for key in model.order:
        block = model.blocks[key]
        if isinstance(block, Line) and block.opening:
            openings[key] = known[block.opening]
        needs = {*model.uses.get(key, ()), getattr(block, "opening", None), *getattr(block, "parts", ())}
        if key in changed or needs & stale:
            stale.add(key)
            _block(model, key, known, openings, {})
    return known


def _block(model: Model, key: str, known: Values, openings: Values, changes: Mapping[str, Array]) -> None:
    """Calculates one block from those before it."""
    block = model.blocks[key]
    if isinstance(block, Input):
        known[key] = changes.get(key, block.values[None])
    elif isinstance(block, Union):
        known[key] = _union(model, block, known)
    elif isinstance(block, Line):
        if block.opening:
            openings[key] = known[block.opening]
        known[key] = _line(model, block, known, openings)


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
