"""Which figure a person means: a line, a row of it, a month, a cell, or the id of a position, line or unit."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Protocol

from ..errors import UsageError, closest, nearest
from ..model.blocks import Block, Union
from ..model.evaluate import Values
from ..model.graph import Model
from ..model.shown import step_names
from ..workbook.canvas import Layout
from ..workbook.formula_text import column_number
from ..workbook.sheets import OPERATING_BUDGET

CELL = re.compile(r"(?:\[(?P<book>[^\]]+)\])?'?(?P<sheet>[^'!]+)'?!\$?(?P<column>[A-Za-z]{1,3})\$?(?P<row>\d{1,7})")
NAMED = re.compile(r"(?P<name>[^\[\]]+?)\s*(?:\[(?P<inside>[^\]]*)\](?:\.(?P<line>[a-z]\w*))?)?")
SECTION = re.compile(r"^(?:rates|drivers|benefits)\.")
LINE_PATH = re.compile(r"^lines\[")
"""How messages write the paths of figures that have names of their own here: rates.card_fee, lines[guards]."""

HOMES = {
    "positions": "full_cost",
    "operating": "cost",
    "units": "unit_request",
    "internal_charges": "charge",
    "revenue": "revenue_of_month",
    "overtime": "overtime_pay",
    "allowances": "allowance",
    "increases": "share",
    "budget": "request",
    "health_tiers": "premium",
    "receivers": "charge_out",
    "allocation": "to_allocate",
    "vacancy": "lapse_of_year",
}
"""What an id alone asks for, by the table whose row it names; where two have it, the first: a unit before its pool."""

LABELS = {
    "positions": "title",
    "operating": "label",
    "internal_charges": "label",
    "units": "label",
    "health_tiers": "label",
}
FEW = 8  # known names that a message lists


class Calculated(Protocol):
    """A calculated plan: its model, all values, and where everything stands in the workbook."""

    model: Model
    values: Values

    def layout(self) -> Layout:
        """The layout of the workbook."""


@dataclass(frozen=True)
class Found:
    """A cell of the model. `whole` where no month was named, `any_row` where no row was named."""

    key: str
    row: int
    column: int
    whole: bool = False
    any_row: bool = False
    asked: str = ""  # the position that was asked for, where it stands in the row of another


def find(result: Calculated, what: str) -> Found:
    """The figure that is meant; raises UsageError with a hint where there is none."""
    what = LINE_PATH.sub("operating[", SECTION.sub("", what.strip()))
    cell, named = CELL.fullmatch(what), NAMED.fullmatch(what)
    if cell:
        return _by_cell(result, cell)
    if not named:
        raise UsageError(
            f'"{what}" is no figure: give a line (wages), a row and month of it (wages[CC-117, 2027-11]), '
            "the id of a position, a line or a unit, or a cell (Budget!H8)."
        )
    name, inside = named["name"].strip(), (named["inside"] or "").strip()
    if named["line"]:
        name = f"{name}.{named['line']}"
    elif name in HOMES and inside in result.model.rows.get(name, ()):
        name = f"{name}.{HOMES[name]}"
    for asked in (name, inside.partition(",")[0].strip()):
        if not name.startswith("position_totals") and (alike := _stands_in(result, asked)):
            return replace(find(result, what.replace(asked, alike, 1)), asked=asked)
    if keys := _keys(result.model, name):
        return _of_line(result, keys, inside)
    if of_id := _by_id(result.model, name):
        key, row = of_id
        column = _column(result, result.model.blocks[key], inside) if inside else 0
        return Found(key, row, column, whole=not inside)
    if keys := _keys(result.model, name.replace("-", "_")) or _keys(result.model, f"{name}.value"):
        return _of_line(result, keys, inside)  # a series that no line reads month by month: its entries
    if name in HOMES and not inside and result.model.rows.get(name):
        raise UsageError(f"{name} is a table: name a row of it, as in {name}[{result.model.rows[name][0]}].")
    raise UsageError(f'There is no figure "{name}".{_hint(result, name)}')


def _by_cell(result: Calculated, found: re.Match[str]) -> Found:
    """The block that stands at a cell."""
    if found["book"] and found["book"] != OPERATING_BUDGET.file:
        raise UsageError(f"{found['book']}: this plan's workbook is {OPERATING_BUDGET.file}.")
    canvases = {canvas.spec.name: canvas for canvas in result.layout().canvases}
    sheet = next((name for name in canvases if name.lower() == found["sheet"].lower()), None)
    if sheet is None:
        raise UsageError(f'There is no sheet "{found["sheet"]}".{_known(found["sheet"], canvases, 100)}')
    row, column = int(found["row"]) - 1, column_number(found["column"]) - 1
    for key, home in canvases[sheet].homes.items():
        rows, columns = result.model.shape(result.model.blocks[key])
        if 0 <= row - home.row < rows and 0 <= column - home.column < columns:
            return Found(key, row - home.row, column - home.column)
    raise UsageError(
        f"{sheet}!{found['column'].upper()}{found['row']} holds no figure of the plan: it is text or empty."
    )


def _keys(model: Model, name: str) -> list[str]:
    """The blocks of a name: by key, else by name in any table, those that are no unions first."""
    if name in model.blocks:
        return [name]
    keys = [key for key, b in model.blocks.items() if b.name == name and not getattr(b, "support", False)]
    return sorted(keys, key=lambda key: isinstance(model.blocks[key], Union))


def _of_line(result: Calculated, keys: list[str], inside: str) -> Found:
    """A cell of a line: the part in brackets is a row, a month, or both."""
    model = result.model
    row_id, _, month = (part.strip() for part in inside.partition(","))
    if any(inside in model.rows.get(model.blocks[k].table or "", ()) for k in keys):
        row_id, month = inside, ""
    rowed = [k for k in keys if row_id and row_id in model.rows.get(model.blocks[k].table or "", ())]
    block = model.blocks[(rowed or keys)[0]]
    if isinstance(block, Union):
        raise UsageError(f"{block.key} is several lines read as one; explain one of them:{_few(block.parts)}.")
    rows = model.rows.get(block.table or "", [])
    if not block.table:
        if month:
            raise UsageError(f'{block.key} has no rows: leave "{row_id}" out.')
        column = _column(result, block, row_id) if row_id else 0
        return Found(block.key, 0, column, whole=not row_id)
    if not rows:
        raise UsageError(f"{block.key} has no rows in this plan.")
    if row_id and row_id not in rows:
        if not month and block.axis and row_id in step_names(model, result.values, block.axis):
            raise UsageError(
                f"{block.key} has {len(rows):,} rows: name one of them first, as in "
                f"{block.name}[{rows[0]}, {row_id}].{_known('', rows)}"
            )
        raise UsageError(f'{block.key} has no row "{row_id}".{_known(row_id, rows)}')
    column = _column(result, block, month) if month else 0
    return Found(block.key, rows.index(row_id) if row_id else 0, column, not month, not row_id)


def _by_id(model: Model, name: str) -> tuple[str, int] | None:
    """The row that an id names, and the line that a person asks for by it."""
    for fold in (str, str.casefold):
        for table, line in HOMES.items():
            ids = [fold(one) for one in model.rows.get(table, ())]
            if fold(name) in ids and f"{table}.{line}" in model.blocks:
                return f"{table}.{line}", ids.index(fold(name))
    return None


def _stands_in(result: Calculated, name: str) -> str | None:
    """The row in which a position stands that has none of its own, because it is like others."""
    rows = result.model.rows.get("position_totals", [])
    if name not in rows or name in result.model.rows["positions"]:
        return None
    return str(result.values["position_totals.stands_in"][0, rows.index(name), 0])


def _column(result: Calculated, block: Block, text: str) -> int:
    """The column of a month written 2027-11 (a year 2028, a category by name), or its number."""
    if not block.axis:
        raise UsageError(f'{block.key} has one value, not one by month: leave "{text}" out.')
    names = step_names(result.model, result.values, block.axis)
    if text in names:
        return names.index(text)
    if text.isdigit() and 1 <= int(text) <= len(names):
        return int(text) - 1
    if all(name[:1].isdigit() for name in names):  # months, years, numbers: they run from one to another
        raise UsageError(f'{block.key} has no {block.axis} "{text}"; write one of {names[0]} to {names[-1]}.')
    raise UsageError(f'{block.key} has no {block.axis} "{text}".{_known(text, names)}')


def _hint(result: Calculated, name: str) -> str:
    """The nearest name, id or label; of a label, what to write for it."""
    model = result.model
    known: dict[str, str] = {}
    for key, block in model.blocks.items():
        if "__" not in block.name and not getattr(block, "support", False):
            known.setdefault(block.label, key)
    for table, column in LABELS.items():
        for row, one in enumerate(model.rows.get(table, ())):
            known.setdefault(str(result.values[f"{table}.{column}"][0, row, 0]), one)
    for table in HOMES:
        known |= {one: one for one in model.rows.get(table, ())}
    known |= {block.name: block.name for block in model.blocks.values() if "__" not in block.name}
    found = closest(name, filter(None, known))
    if not found:
        return f" Give a line ({'wages' if _keys(model, 'wages') else 'total_request'}), an id or a cell (Budget!H8)."
    return f' Did you mean "{found}"?' if known[found] == found else f' Did you mean "{known[found]}" ({found})?'


def _known(word: str, known: Iterable[str], most: int = FEW) -> str:
    """The nearest known name, else the first few of them."""
    names = list(known)
    return (nearest(word, names) if word else "") or f" Known:{_few(names, most)}."


def _few(names: Iterable[str], most: int = FEW) -> str:
    listed = list(names)
    more = f" and {len(listed) - most:,} more" if len(listed) > most else ""
    return f" {', '.join(listed[:most])}{more}"
