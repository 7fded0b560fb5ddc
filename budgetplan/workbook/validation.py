"""What may be entered in an input cell, said before and after: lists, dates in order, numbers within their bounds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..model.blocks import Block, Bounds, Input, Union
from ..model.graph import Model
from .book import Sheet
from .canvas import Home
from .places import column_name, quoted

CHOICES_LENGTH = 250  # characters of a drop-down list; longer ones refer to the sheet that lists them
LARGEST, SMALLEST = 1e12, 0.0001


def validate(sheet: Sheet, block: Input, home: Home, model: Model, homes: Mapping[str, Home]) -> None:
    """What may be entered, said before and after."""
    rows, columns = model.shape(block)
    if block.of_series and block.name == "since" and (rows > 1 or block.reaches_back):
        _validate_series(sheet, block, home, model)
        return
    rule = _rule(block, home, model, homes)
    words = f"{block.label or block.name}. Unit: {block.unit}."
    rule |= {
        "input_title": (block.table or block.name)[:32],
        "input_message": words[:255],
        "ignore_blank": block.optional,
        "error_title": "This does not fit",
        "error_message": _fit(block)[:255],
    }
    sheet.data_validation(home.row, home.column, home.row + rows - 1, home.column + columns - 1, rule)


def _validate_series(sheet: Sheet, block: Input, home: Home, model: Model) -> None:
    """A date of a series lies between its neighbours: what is looked up must be in order. The first one of a series
    that must reach back lies on or before the plan's first day, too.
    """
    rows, number = model.shape(block)[0], model.blocks[f"{block.table}.number"]
    starts = {home.row + row for row in range(rows) if isinstance(number, Input) and number.values[row, 0] == 1}
    column, fit = column_name(home.column), "Enter a date that lies after the one above and before the one below."
    for row in range(home.row, home.row + rows):
        early, last = row in starts and block.reaches_back, row + 1 in starts or row + 1 == home.row + rows
        below = f"{column}{row + 2}-1"
        latest = f"=MIN(plan_start,{below})" if early else f"={below}"
        rule = {
            "validate": "date",
            "criteria": "between",
            "minimum": 1 if row in starts else f"={column}{row}+1",
            "maximum": ("=plan_start" if early else 73050) if last else latest,
            "input_title": (block.table or block.name)[:32],
            "input_message": f"{block.label}: the day from which the value holds."[:255],
            "error_title": "This does not fit",
            "error_message": fit + " The first one lies on or before the plan's first day." * early,
        }
        sheet.data_validation(row, home.column, row, home.column, rule)


def _rule(block: Input, home: Home, model: Model, homes: Mapping[str, Home]) -> dict[str, Any]:
    """The kind of validation of an input."""
    if block.choices:
        if (source := _choices(block, model, homes)) is not None:
            return {"validate": "list", "source": source}
    elif block.own_rows:
        return {"validate": "custom", "value": _once(home, model.shape(block)[0])}
    elif block.kind == "date":
        return {"validate": "date", "criteria": "between", "minimum": 1, "maximum": 73050}
    elif block.kind == "number":
        return _number(block.bounds)
    return {"validate": "length", "criteria": "between", "minimum": 0 if block.optional else 1, "maximum": 255}


def _once(home: Home, rows: int) -> str:
    """A name that stands once in its column. COUNTIF would take "0100", "100" and "1E2" for one name, = does not."""
    column, first = column_name(home.column), home.row + 1
    return f"=SUMPRODUCT((${column}${first}:${column}${home.row + rows}=${column}{first})*1)=1"


def _number(bounds: Bounds) -> dict[str, Any]:
    """What a number may be. A bound that is not itself allowed is moved by less than anybody enters."""
    low = -LARGEST if bounds.low is None else bounds.low
    low = low if bounds.above is None else bounds.above + SMALLEST
    high = LARGEST if bounds.high is None else bounds.high
    kind = "integer" if bounds.whole else "decimal"
    return {"validate": kind, "criteria": "between", "minimum": low, "maximum": high}


def _choices(block: Input, model: Model, homes: Mapping[str, Home]) -> Any:
    """The drop-down list: the words themselves where they are few, else the cells that list them."""
    if isinstance(block.choices, tuple):
        return [int(c) if block.kind == "number" and c.isdigit() else c for c in block.choices]
    ids = names_of(model, block.choices)
    if isinstance(ids, Union) or block.none:
        inputs = [model.blocks[part] for part in ids.parts] if isinstance(ids, Union) else [ids]
        names = [str(value) for one in inputs if isinstance(one, Input) for value in one.values[:, 0]]
        names = [block.none, *names] if block.none else names
        return names if len(",".join(names)) <= CHOICES_LENGTH else None
    home, rows = homes[ids.key], model.shape(ids)[0]
    column = column_name(home.column)
    return f"={quoted(home.sheet)}${column}${home.row + 1}:${column}${home.row + rows}"


def names_of(model: Model, table: str) -> Block:
    """The block that names the rows of a table: its id column, or the names of lines that are read as a table."""
    mine = [block for block in model.blocks.values() if block.table == table]
    return next(b for b in mine if getattr(b, "names_rows", False) or (isinstance(b, Union) and b.kind == "text"))


def _fit(block: Input) -> str:
    """What would be right."""
    if block.choices:
        return f"{block.label}: choose one from the list."
    if block.own_rows:
        return f"{block.label}: enter a name that no other row has."
    if block.kind == "date":
        return f"{block.label}: enter a date, such as 2027-10-01."
    if block.kind == "number":
        b = block.bounds
        limits = (("at least", b.low), ("more than", b.above), ("at most", b.high))
        told = " and ".join(f"{word} {bound:g}" for word, bound in limits if bound is not None)
        return f"{block.label}: enter a {'whole ' if b.whole else ''}number{' ' * bool(told)}{told} ({block.unit})."
    return f"{block.label}: enter text."
