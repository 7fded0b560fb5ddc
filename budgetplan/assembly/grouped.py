"""Whether a plan's own formulas come to the same where positions that are alike stand in one row.

The shipped lines round what one position costs and multiply by the headcount, so a row of several is exactly what each
of them comes to. A manager's formula may be written otherwise: it is tried with each position in a row of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from ..assumptions.load import Assumptions
from ..errors import Problem
from ..model.blocks import Array, Block, Line
from ..model.evaluate import Values, evaluate
from ..model.graph import Model
from ..model.shown import shown
from .assemble import assemble
from .position_totals import STORED, TABLE

POSITIONS = "positions"
CENT, EXACT = 0.005, 1e-9
ONE = "Round what one position costs, without its headcount (paid_fte has it inside), and then multiply: "
RIGHT = "=ROUND(ROUND(..., 2) * headcount, 2)."
GROUPED = "With `detail: groups` positions that are alike stand in one row, in which "


def grouping_problems(plan: Assumptions, model: Model, values: Values, selected: Mapping[str, Array]) -> list[Problem]:
    """A problem for each formula of the plan's own that comes to something else with each position by itself."""
    rows = plan.stands_in
    if rows == list(range(len(rows))) or not _own_lines(model):
        return []
    alone = plan.model_copy()
    for name in ("assembled", "calculated"):
        alone.__dict__.pop(name, None)
    alone.__dict__["stands_in"] = list(range(len(rows)))
    each = evaluate(other := assemble(alone), selected)
    place = {row: at for at, row in enumerate(dict.fromkeys(rows))}
    into = np.array([place[row] for row in rows])
    found = list(_differing(model, values, other, each, into))
    if not found and _shares_differ(values, each):
        found = [_of_the_plan(plan)]
    return found


def _own_lines(model: Model) -> list[Line]:
    """The plan's own lines that follow from its positions."""
    follows = {key for key, block in model.blocks.items() if block.table == POSITIONS}
    for key in model.order:
        block = model.blocks[key]
        if follows & model.needs(key):
            follows.add(key)
    return [block for key in follows if isinstance(block := model.blocks[key], Line) and _is_own(block)]


def _is_own(line: Line) -> bool:
    return not line.support and not line.place.shipped


def _differing(model: Model, values: Values, other: Model, each: Values, into: Array) -> Iterator[Problem]:
    """The plan's own lines that differ, but for those that only follow from one that does."""
    wrong: set[str] = set()
    for key in model.order:
        block = model.blocks[key]
        if wrong & model.needs(key):
            wrong.add(key)
        elif isinstance(block, Line) and _is_own(block) and key in other.blocks:
            grouped, apart = values[key], each[key]
            if block.table == POSITIONS:
                if not block.posts:
                    continue  # what one position is or costs need not add up
                apart = _added(apart, into, grouped.shape[1])
            if grouped.shape[1:] == apart.shape[1:] and (where := _differ(block, grouped, apart)) is not None:
                wrong.add(key)
                yield _problem(model, block, grouped, apart, where, into)


def _added(apart: Array, into: Array, rows: int) -> Array:
    """The amounts of positions added up by the row in which they stand."""
    total = np.zeros((len(apart), rows, apart.shape[2]))
    for batch, added in zip(apart, total, strict=True):
        np.add.at(added, into, batch)
    return total


def _differ(block: Block, grouped: Array, apart: Array) -> tuple[int, ...] | None:
    """Where two arrays differ most, or None."""
    grouped, apart = np.broadcast_arrays(grouped, apart)
    if not grouped.size:
        return None
    if grouped.dtype == object:
        far = (grouped != apart).astype(float)
    else:
        limit = CENT if block.unit == "$" else EXACT * np.maximum(1, np.abs(apart))
        difference = np.abs(grouped - apart)
        far = np.where(difference <= limit, 0, difference)
    return tuple(int(at) for at in np.unravel_index(np.argmax(far), far.shape)) if far.any() else None


def _problem(model: Model, line: Line, grouped: Array, apart: Array, at: tuple[int, ...], into: Array) -> Problem:
    """What a line comes to, what it should come to, and how to write it."""
    shape = np.broadcast_shapes(grouped.shape, apart.shape)
    found, right = (shown(line, np.broadcast_to(one, shape)[at]) for one in (grouped, apart))
    if line.table == POSITIONS:
        row, heads = model.rows[POSITIONS][at[1]], int((into == at[1]).sum())
        told = f"{GROUPED}this comes to {found} in a month for {row} and those like it, and to {right} for the {heads} "
        told += f"of them one by one. {ONE}{RIGHT}"
    else:
        told = f"{GROUPED}this comes to {found}, and with each in a row of its own to {right}: add up what is "
        told += "multiplied by headcount, such as headcount itself or wages, or write `detail: positions`."
    return Problem(line.place, line.path or line.key, told)


def _shares_differ(values: Values, each: Values) -> bool:
    """Whether a position by itself comes to something else than its part of its row."""
    pairs = [(values[f"{TABLE}.{name}"], each[f"{POSITIONS}.{column}"]) for name, column in STORED.items()]
    return any((np.abs(stored[0] - own[0]) > CENT).any() for stored, own in pairs)


def _of_the_plan(plan: Assumptions) -> Problem:
    told = f"{GROUPED}each has its part by headcount; by the plan's own formulas some come to another amount by "
    return Problem(plan.place("plan", "detail"), "plan.detail", f"{told}themselves: write `detail: positions`.")
