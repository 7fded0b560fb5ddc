"""What may be entered in an input cell, said before and after: lists, dates in order, numbers within their bounds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ..model.blocks import DAYS, Block, Bounds, Input, Union
from ..model.graph import Model
from .book import Sheet
from .canvas import Home
from .places import column_name, quoted

CHOICES_LENGTH = 240  # characters of a drop-down list, a "none" apart; longer ones refer to the sheet that lists them
LONGEST_TEST = 255  # characters of a condition
LARGEST = 1e12


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
            "minimum": DAYS.low if row in starts else f"={column}{row}+1",
            "maximum": ("=plan_start" if early else DAYS.high) if last else latest,
            "input_title": (block.table or block.name)[:32],
            "input_message": f"{block.label}: the day from which the value holds."[:255],
            "error_title": "This does not fit",
            "error_message": fit + " The first one lies on or before the plan's first day." * early,
        }
        sheet.data_validation(row, home.column, row, home.column, rule)


def _rule(block: Input, home: Home, model: Model, homes: Mapping[str, Home]) -> dict[str, Any]:
    """The kind of validation of an input."""
    if block.choices:
        return _choice(block, home, model, homes)
    if block.own_rows:
        return {"validate": "custom", "value": _once(home, model.shape(block)[0])}
    if block.kind == "date":
        return {"validate": "date", "criteria": "between", "minimum": DAYS.low, "maximum": DAYS.high}
    if block.kind == "number":
        return _number(block.bounds)
    return _text(block)


def _text(block: Input) -> dict[str, Any]:
    """Any text, which may be left out where the input is optional."""
    return {"validate": "length", "criteria": "between", "minimum": 0 if block.optional else 1, "maximum": 255}


def _once(home: Home, rows: int) -> str:
    """A name that stands once in its column. COUNTIF would take "0100", "100" and "1E2" for one name, = does not."""
    column, first = column_name(home.column), home.row + 1
    return f"=SUMPRODUCT((${column}${first}:${column}${home.row + rows}=${column}{first})*1)=1"


def _number(bounds: Bounds) -> dict[str, Any]:
    """What a number may be."""
    low = -LARGEST if bounds.least is None else bounds.least
    high = LARGEST if bounds.high is None else bounds.high
    kind = "integer" if bounds.whole else "decimal"
    return {"validate": kind, "criteria": "between", "minimum": low, "maximum": high}


def _choice(block: Input, home: Home, model: Model, homes: Mapping[str, Home]) -> dict[str, Any]:
    """A drop-down list: the words themselves where they are few, else the cells that list them.

    Where neither can be written (a word with a comma, "none" beside a long list), any entry but these is refused.
    """
    words, cell = block.choices, f"${column_name(home.column)}{home.row + 1}"
    if isinstance(words, tuple):
        if _fits(words):
            return {"validate": "list", "source": [_entry(block, word) for word in words]}
        test = f"=OR({','.join(f'{cell}={_literal(_entry(block, word))}' for word in words)})"
        return {"validate": "custom", "value": test} if len(test) <= LONGEST_TEST else _text(block)
    ids = names_of(model, words)
    inputs = [model.blocks[part] for part in ids.parts] if isinstance(ids, Union) else [ids]
    names = [str(value) for one in inputs if isinstance(one, Input) for value in one.values[:, 0]]
    if (isinstance(ids, Union) or block.none) and _fits(names):
        return {"validate": "list", "source": [block.none, *names] if block.none else names}
    listed = _cells(inputs, model, homes)
    if not block.none:
        return {"validate": "list", "source": f"={listed}"}
    return {"validate": "custom", "value": f"=OR({cell}={_literal(block.none)},SUMPRODUCT(({listed}={cell})*1)>0)"}


def _fits(words: Sequence[str]) -> bool:
    """Whether words can be a list: commas part them, and a list is short."""
    return len(",".join(words)) <= CHOICES_LENGTH and not any("," in word for word in words)


def _entry(block: Input, word: str) -> str | int:
    """A word as it is chosen: a number where the input is one."""
    return int(word) if block.kind == "number" and word.isdigit() else word


def _literal(word: str | int) -> str:
    """A word or number inside a formula."""
    return str(word) if isinstance(word, int) else '"' + word.replace('"', '""') + '"'


def _cells(blocks: Sequence[Block], model: Model, homes: Mapping[str, Home]) -> str:
    """The cells of blocks that stand one under the other."""
    first, last = homes[blocks[0].key], homes[blocks[-1].key]
    column, end = column_name(first.column), last.row + model.shape(blocks[-1])[0]
    return f"{quoted(first.sheet)}${column}${first.row + 1}:${column}${end}"


def names_of(model: Model, table: str) -> Block:
    """The block that names the rows of a table: its id column, or the names of lines that are read as a table."""
    lines = (block for block in model.blocks.values() if block.table == table and isinstance(block, Union))
    return model.id_column(table) or next(block for block in lines if block.kind == "text")


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
