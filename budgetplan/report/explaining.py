"""Why a figure is what it is, as lines of text."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any, Protocol

import numpy as np

from ..errors import UsageError, nearest
from ..model.blocks import Block, Line, Union
from ..model.evaluate import Values
from ..model.explain import Explainer, Step, shown
from ..model.graph import Model
from ..workbook.canvas import Layout

CELL = re.compile(r"(?:\[(?P<book>[^\]]+)\])?'?(?P<sheet>[^'!]+)'?!\$?(?P<column>[A-Za-z]{1,3})\$?(?P<row>\d{1,7})")
NAMED = re.compile(
    r"(?P<name>[a-z]\w*(?:\.[a-z]\w*)?)(?:\[(?P<row>[^\],]*)(?:,\s*(?P<month>[^\]]*))?\])?(?:\.(?P<line>[a-z]\w*))?"
)
EPOCH = dt.date(1899, 12, 30)
MOST_ROWS = 40  # rows of another table that an explanation lists


class Calculated(Protocol):
    """A calculated plan: its model, all values, and where everything stands in the workbook."""

    model: Model
    values: Values

    def layout(self) -> Layout:
        """The layout of the workbook."""


def explain(result: Calculated, what: str, deepest: int) -> list[str]:
    """Finds a figure by cell or by name and explains it; raises UsageError with a hint where there is none."""
    cell, named = CELL.fullmatch(what.strip()), NAMED.fullmatch(what.strip())
    if cell:
        key, row, column = _by_cell(result, cell)
    elif named:
        key, row, column = _by_name(result, named)
    else:
        raise UsageError(
            f'"{what}" is no figure: give a line (wages), a row and month of it (wages[CO-117, 2027-11]) '
            "or a cell (Budget!H8)."
        )
    explainer = Explainer(result.model, result.values)
    lines: list[str] = []
    for step in explainer.explain(key, row, column, deepest=deepest):
        lines.extend(_text(step))
    return lines + _contributions(result, key, row, column)


def _by_cell(result: Calculated, found: re.Match[str]) -> tuple[str, int, int]:
    """The block that stands at a cell."""
    if found["book"] and found["book"] != "operating_budget.xlsx":
        raise UsageError(f"{found['book']}: this plan's workbook is operating_budget.xlsx.")
    canvases = {canvas.spec.name.lower(): canvas for canvas in result.layout().canvases}
    if found["sheet"].lower() not in canvases:
        raise UsageError(f'There is no sheet "{found["sheet"]}".{nearest(found["sheet"], canvases)}')
    row, column = int(found["row"]) - 1, 0
    for letter in found["column"].upper():
        column = column * 26 + ord(letter) - 64
    column -= 1
    for key, home in canvases[found["sheet"].lower()].homes.items():
        rows, columns = result.model.shape(result.model.blocks[key])
        if 0 <= row - home.row < rows and 0 <= column - home.column < columns:
            return key, row - home.row, column - home.column
    raise UsageError(
        f"{found['sheet']}!{found['column'].upper()}{found['row']} holds no figure of the plan: it is text or empty."
    )


def _by_name(result: Calculated, found: re.Match[str]) -> tuple[str, int, int]:
    """A line by name, with an optional row id and month; `positions[CO-117].fte` and `wages[CO-117, 2027-11]`."""
    model, name = result.model, found["name"]
    if found["line"]:
        name = f"{name}.{found['line']}"
    keys = [
        key
        for key, block in model.blocks.items()
        if key == name or (block.name == name and not getattr(block, "support", False))
    ]
    if not keys:
        known = [b.name for b in model.blocks.values() if "__" not in b.name]
        raise UsageError(f'There is no line or input "{name}".{nearest(name, known)}')
    rowed = [k for k in keys if found["row"] and found["row"] in model.rows.get(model.blocks[k].table or "", ())]
    block = model.blocks[(rowed or keys)[0]]
    row, month = 0, found["month"]
    if found["row"]:
        rows = model.rows.get(block.table or "", [])
        if found["row"] in rows:
            row = rows.index(found["row"])
        elif not block.table and month is None:
            month = found["row"]
        else:
            raise UsageError(f'{block.key} has no row "{found["row"]}".{nearest(found["row"], rows)}')
    return block.key, row, _month(result, block, month)


def _month(result: Calculated, block: Block, text: str | None) -> int:
    """The column of a month written 2027-11, or as its number."""
    if not text:
        return 0
    months = [(EPOCH + dt.timedelta(int(day))).strftime("%Y-%m") for day in result.values["month"][0, 0]]
    if block.axis == "month" and text in months:
        return months.index(text)
    if text.isdigit() and 1 <= int(text) <= result.model.shape(block)[1]:
        return int(text) - 1
    raise UsageError(f'{block.key} has no month "{text}"; write one of {months[0]} to {months[-1]}.')


def _text(step: Step) -> list[str]:
    """One step, indented."""
    pad = "  " * step.depth
    label = f"  ({step.label})" if step.label and step.label != step.name else ""
    if step.again:
        return [f"{pad}{step.name} = {step.value}  (as above)"]
    lines = [f"{pad}{step.name} = {step.value}{label}"]
    if step.words:
        lines.append(f"{pad}    is {step.words}")
        lines.append(f"{pad}    formula {step.formula}")
    if step.place or step.source:
        lines.append(f"{pad}    from {step.place}{': ' if step.place and step.source else ''}{step.source}")
    return lines


def _contributions(result: Calculated, key: str, row: int, column: int) -> list[str]:
    """For a budget row: the posting lines that it adds up, largest first."""
    model, values = result.model, result.values
    block = model.blocks[key]
    if block.table != "budget" or not isinstance(block, Line):
        return []
    wanted = str(values["budget.posting_key"][0, row, 0])
    found: list[tuple[float, str]] = []
    union: Any = model.blocks["postings.amount"]
    assert isinstance(union, Union)
    for part in union.parts:
        line = model.blocks[part]
        keys, amounts = values[f"{part}__posting_key"][0, :, 0], values[part][0]
        ids = model.rows[line.table] if line.table else [""]
        for index in np.flatnonzero([str(k).casefold() == wanted.casefold() for k in keys]):
            amount = amounts[index, column] if block.axis == "month" else amounts[index].sum()
            found.append((float(amount), f"{line.name}[{ids[index]}]" if ids[index] else line.name))
    found.sort(key=lambda item: -abs(item[0]))
    lines = ["", f"Posted to {wanted}, largest first:"] + [
        f"  {shown(block, amount):>16}  {name}" for amount, name in found[:MOST_ROWS]
    ]
    if len(found) > MOST_ROWS:
        rest = sum(amount for amount, _ in found[MOST_ROWS:])
        lines.append(f"  {shown(block, rest):>16}  {len(found) - MOST_ROWS} more")
    return lines
