"""Why a figure is what it is, as steps and as lines of text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np

from ..errors import UsageError
from ..model.blocks import Array, Block, Line, Union
from ..model.evaluate import Values
from ..model.explain import Explainer
from ..model.graph import Model
from ..model.shown import Step, shown, step_names
from .finding import Calculated, Found, find

MOST_ROWS = 40  # posting lines that an explanation lists
MOST_COLUMNS = 60  # months that one line lists


def explain(result: Calculated, what: str, deepest: int) -> list[str]:
    """The explanation of a figure as lines of text; raises UsageError with a hint where there is no such figure."""
    return list(in_lines(explain_steps(result, what, deepest)))


def explain_steps(result: Calculated, what: str, deepest: int = 3) -> list[Step]:
    """Finds a figure by name, id or cell and explains it; raises UsageError with a hint where there is none."""
    if deepest < 0:
        raise UsageError(f"--depth {deepest}: give 0 (the figure alone) or more.")
    found = find(result, what)
    notes, column = _notes(result, found)
    if result.model.blocks[found.key].table == "positions" and not found.any_row:
        notes = [*_alike(result, found), *notes]
    explainer = Explainer(result.model, result.values)
    first, *steps = explainer.explain(found.key, found.row, column, deepest=deepest)
    own = _own_formula(result, explainer, found, column, deepest)
    return [*notes, first, *own, *_contributions(result, found.key, found.row, column), *steps]


def in_lines(steps: Iterable[Step]) -> Iterator[str]:
    """Steps as indented text."""
    posted = False
    for step in steps:
        pad = "  " * step.depth
        if step.kind == "note":
            yield f"{step.name}: {step.value}"
        elif step.kind == "entry":
            yield pad + _entry(step)
        elif step.kind == "posting":
            if not posted:
                yield f"  posted to {step.label}, largest first:"
            posted = True
            yield f"{pad}{step.value:>16}  {step.name}{f'  ({step.place})' if step.place else ''}"
        else:
            yield from (pad + line for line in _cell(step))


def _cell(step: Step) -> list[str]:
    """A cell: its value, its words and formula, and where it comes from."""
    if step.again:
        return [f"{step.name} = {step.value}  (as above)"]
    label = f"  ({step.label})" if step.label and step.label != step.name else ""
    lines = [f"{step.name} = {step.value}{label}"]
    if step.words:
        lines += [f"    is {step.words}", f"    formula {step.formula}"]
    if step.place or step.source:
        lines.append(f"    from {_from(step)}")
    return lines


def _entry(step: Step) -> str:
    """A dated entry: `from 2026-10-01: 13.85 %  (rates.yaml:15: actuary's letter)`, marked where it counts."""
    if not step.value:
        return step.name
    come = f"  ({_from(step)})" if step.place or step.source else ""
    return f"{step.name}: {step.value}{come}{f'  <- {step.label}' if step.label else ''}"


def _from(step: Step) -> str:
    return f"{step.place}{': ' if step.place and step.source else ''}{step.source}"


def _notes(result: Calculated, found: Found) -> tuple[list[Step], int]:
    """What is said before the explanation where no row or no month was named, and the column to explain."""
    block, notes = result.model.blocks[found.key], []
    rows, columns = result.model.shape(block)
    if found.any_row and rows > 1:
        ids = result.model.rows[block.table or ""]
        other = f"name another one, as in {block.name}[{ids[1]}]"
        notes.append(_note("row", f"{ids[found.row]}, the first of {rows:,}; {other}"))
    if not found.whole or columns < 2:
        return notes, found.column
    values = result.values[found.key][0, found.row]
    names = step_names(result.model, result.values, str(block.axis))
    listed = [f"{name} {shown(block, value)}" for name, value in zip(names, values, strict=True)]
    more = [f"{len(listed) - MOST_COLUMNS} more"] if len(listed) > MOST_COLUMNS else []
    total = [f"total {shown(block, values.sum())}"] if _adds_up(result, block) else []
    notes.append(_note(f"by {block.axis}", ", ".join([*listed[:MOST_COLUMNS], *more, *total])))
    there = [index for index, value in enumerate(values) if value not in ("", 0) and value == value]
    first = there[0] if there else 0
    why = f"the first {block.axis} whose value is not 0" if there else f"the first {block.axis}; all are 0"
    notes.append(_note("explained here", f"{names[first]}, {why}"))
    return notes, first


def _alike(result: Calculated, found: Found) -> list[Step]:
    """What is said of a row in which several positions stand."""
    row, heads = result.model.rows["positions"][found.row], result.values["positions.headcount"][0, found.row, 0]
    if found.asked:
        told = f"one of the {heads:,.0f} positions alike in the row {row}, which is explained"
        return [*_share(result, found.asked), _note(found.asked, told)]
    return [*_share(result, row), _note(row, f"the row of {heads:,.0f} positions alike")] if heads > 1 else []


def _own_formula(result: Calculated, explainer: Explainer, found: Found, column: int, deepest: int) -> list[Step]:
    """For an operating line by formula: the formula that the plan writes, before the steps from it to the cost."""
    model, amounts, ids = result.model, result.model.blocks.get("own_lines.amount"), "own_lines.line"
    if found.key != "operating.cost" or not isinstance(amounts, Union) or not deepest:
        return []
    line, keys = model.rows["operating"][found.row], model.blocks[ids]
    assert isinstance(keys, Union)
    named = {str(result.values[key].flat[0]): part for part, key in zip(amounts.parts, keys.parts, strict=True)}
    return explainer.explain(named[line], 0, column, 1, deepest + 1) if line in named else []


SHARES = {"stored_full_cost": "full cost", "stored_wages": "wages", "stored_fte": "FTE"}


def _share(result: Calculated, position: str) -> list[Step]:
    """What a position itself comes to in the year, of a row in which it stands with others."""
    model, values, rows = result.model, result.values, result.model.rows.get("position_totals", [])
    if position not in rows:
        return []
    year, row = values["plan_year"].item(), rows.index(position)
    told = [
        f"{words} {shown(model.blocks[key], values[key][0, row, 0])}"
        for key, words in ((f"position_totals.{name}", words) for name, words in SHARES.items())
    ]
    base = ", in the base" if "scenario" in values and values["scenario"].item() != 1 else ""
    return [_note(f"{position} itself in FY{year:.0f}{base}", f"{', '.join(told)} (sheet Position Totals)")]


def _adds_up(result: Calculated, block: Block) -> bool:
    """Whether the months of a line may be added: money, but no running total and no price that holds for a time."""
    if not isinstance(block, Line) or block.unit != "$":
        return False
    looks_up = Explainer(result.model, result.values).series(block)
    return bool(block.posts) or not (looks_up or block.opening or block.key in result.model.looks_back)


def _note(name: str, value: str) -> Step:
    return Step(0, name, value=value, kind="note")


def _written(model: Model, line: Block, row: int) -> str:
    """Where the row of a posting line is written."""
    ids = model.id_column(line.table)
    place = ids.place_of(row, 0) if ids else line.place
    return str(place) if place.file else ""


IN_ALL_YEARS = "years_total"
POSTED = ("posted", "posted_in_year", "request", "request_of_year", "cents_of_year", IN_ALL_YEARS)
"""The lines of a budget row that are made of postings alone: not those of prior years, nor a change from them."""


def _months_of(block: Block, values: Values, column: int) -> Array:
    """Which months' postings a figure of a budget row is made of: its own, those of its year, those of the request."""
    year: Array = values["fiscal_year"][0, 0]
    if block.axis == "month":
        counted: Array = np.arange(len(year)) == column
    elif block.name == IN_ALL_YEARS:
        counted = np.full(len(year), True)
    else:
        counted = year == (values["year"][0, 0, column] if block.axis == "year" else values["plan_year"].item())
    return counted


def _contributions(result: Calculated, key: str, row: int, column: int) -> list[Step]:
    """For a budget row: the posting lines that it adds up, largest first."""
    model, values = result.model, result.values
    block = model.blocks[key]
    if block.table != "budget" or block.name not in POSTED:
        return []
    wanted, months = str(values["budget.posting_key"][0, row, 0]), _months_of(block, values, column)
    found: list[tuple[float, str, str]] = []
    union: Any = model.blocks["postings.amount"]
    assert isinstance(union, Union)
    for part in union.parts:
        line = model.blocks[part]
        keys, amounts = values[f"{part}__posting_key"][0, :, 0], values[part][0]
        ids = model.rows[line.table] if line.table else [""]
        for index in np.flatnonzero([str(k).casefold() == wanted.casefold() for k in keys]):
            amount = amounts[index, months].sum()
            name = f"{line.name}[{ids[index]}]" if ids[index] else line.name
            found.append((float(amount), name, _written(model, line, int(index))))
    found.sort(key=lambda item: -abs(item[0]))
    steps = [
        Step(1, name, wanted, shown(block, amount), place=place, kind="posting")
        for amount, name, place in found[:MOST_ROWS]
    ]
    if len(found) > MOST_ROWS:
        rest = sum(amount for amount, _, _ in found[MOST_ROWS:])
        steps.append(Step(1, f"{len(found) - MOST_ROWS} more", wanted, shown(block, rest), kind="posting"))
    return steps
