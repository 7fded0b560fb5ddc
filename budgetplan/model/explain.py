"""Why a cell holds its number: in words, followed down to the inputs, their place in the plan and their source."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

import numpy as np

from ..formula.functions.arithmetic import round_half_away
from ..formula.serial import day_of
from ..formula.symbols import Symbol
from ..formula.tree import Call, Constant, Name, Node, Operation, nodes
from ..formula.words import Look, words_of
from .blocks import Block, Input, Line, Union
from .evaluate import Values
from .graph import Model

MOST_ENTRIES = 12  # of a dated series that an explanation lists


def rounded(number: float, digits: int) -> str:
    """A number with thousands grouped, halves rounded away from zero as Excel does: 28.125 is 28.13."""
    return f"{float(round_half_away(np.array(number), np.array(digits))):,.{digits}f}"


def shown(block: Block, value: object) -> str:
    """A value as a person writes it, by the unit of its block."""
    if isinstance(value, str):
        return value or "blank"
    number = float(value)  # type: ignore[arg-type]
    if number != number:
        return "blank"
    if block.kind == "date":
        return day(number)
    if block.unit == "year":
        return f"{number:.0f}"
    if block.unit == "$":
        return rounded(number, 2)
    if block.unit == "share":
        return rounded(number * 100, 4).rstrip("0").rstrip(".") + " %"
    return rounded(number, 4).rstrip("0").rstrip(".")


def day(number: float) -> str:
    """A day number as a date."""
    return str(day_of(number))


def is_series(model: Model, table: str) -> bool:
    """Whether a table is a dated series: days, and the values that hold from each of them on."""
    return getattr(model.blocks.get(f"{table}.since"), "of_series", False)


def step_names(model: Model, values: Values, name: str) -> list[str]:
    """The steps of an axis as people call them: 2027-11, 2028, a category; their numbers where nothing names them."""
    axis = model.axes[name]
    ruler = model.blocks.get(axis.rulers[0]) if axis.rulers else None
    if ruler is None:
        return [str(step + 1) for step in range(axis.size)]
    return [axis.called(shown(ruler, value)) for value in values[ruler.key][0, 0]]


def in_words(model: Model, line: Line) -> str:
    """The formula of a line as a sentence of labels, without values."""

    def say(symbol: Symbol, look: Look) -> str:
        return model.blocks[symbol.key].label or symbol.name

    return words_of(model.trees[line.key], model.resolver(line.table), say, model.steps_called)


@dataclass
class Step:
    """One cell of an explanation: how deep, the cell, its value, its formula in words, and where it comes from.

    An `entry` is one dated entry of a series (its label says where it counts), a `posting` one line that a budget row
    adds up (its label is the row's key), a `note` a remark on what was asked.
    """

    depth: int
    name: str
    label: str
    value: str
    words: str
    formula: str
    place: str
    source: str
    again: bool = False
    kind: Literal["cell", "entry", "posting", "note"] = "cell"

    def as_dict(self) -> dict[str, Any]:
        """The step in types that JSON has."""
        return asdict(self)


@dataclass
class Explainer:
    """Walks from one cell down to the inputs; a cell that was explained before is only named again."""

    model: Model
    values: Values
    seen: set[tuple[str, int, int]] = field(default_factory=set)
    listed: set[tuple[str, str]] = field(default_factory=set)

    def explain(self, key: str, row: int = 0, column: int = 0, depth: int = 0, deepest: int = 6) -> list[Step]:
        """The steps for one cell, the cell itself first."""
        block = self.model.blocks[key]
        again = (key, row, column) in self.seen
        self.seen.add((key, row, column))
        steps = [self.step(block, row, column, depth, again)]
        if again or depth >= deepest or not isinstance(block, Line):
            return steps
        series = self.series(block)
        for table in series:
            steps.extend(self.entries(block, table, row, column, depth + 1))
        for used, back in self.reads(block):
            other = self.model.blocks[used]
            if other.table in series:
                continue
            if isinstance(other, Union) or (other.table and other.table != block.table):
                steps.extend(self.gathered(other, depth + 1))
                continue
            own = row if other.table else 0
            month = self.column(block, other, column)
            if back and month == 0 and isinstance(other, Line) and other.opening:
                steps.extend(self.explain(other.opening, own, 0, depth + 1, deepest))
            else:
                steps.extend(self.explain(used, own, month - back, depth + 1, deepest))
        return steps

    def reads(self, line: Line) -> list[tuple[str, bool]]:
        """What a formula names, in order, and whether PREV reads it in the month before."""
        tree, resolve = self.model.trees[line.key], self.model.resolver(line.table)
        calls = [n for n in nodes(tree) if isinstance(n, Call) and n.function == "PREV"]
        behind = {id(argument) for call in calls for argument in call.arguments}
        found = [(resolve(n.text).key, id(n) in behind) for n in nodes(tree) if isinstance(n, Name)]
        return list(dict.fromkeys(found))

    def column(self, block: Block, other: Block, column: int) -> int:
        """The same month of another line; its first where the axes differ."""
        return column if other.axis and other.axis == block.axis else 0

    def value(self, block: Block, row: int, column: int) -> object:
        """The value of a cell in the base of a batch."""
        array = self.values[block.key]
        return array[0, min(row, array.shape[1] - 1), min(column, array.shape[2] - 1)]

    def step(self, block: Block, row: int, column: int, depth: int, again: bool) -> Step:
        """One cell in words."""
        words = ""
        place, source = self.sourced(block, row, column)
        if isinstance(block, Line):
            tree, resolve = self.model.trees[block.key], self.model.resolver(block.table)
            words = words_of(
                tree, resolve, lambda symbol, look: self.say(symbol, look, block, row, column), self.model.steps_called
            )
        name = self.cell(block, row, column)
        formula = block.formula if isinstance(block, Line) else ""
        return Step(
            depth, name, block.label, shown(block, self.value(block, row, column)), words, formula, place, source, again
        )

    def sourced(self, block: Block, row: int, column: int) -> tuple[str, str]:
        """Where a cell is written and its source; a line that is nothing but a series has those of the entry."""
        place = str(block.place) if block.place.file else ""
        if isinstance(block, Input):
            found, at = block.provenance_of(row, column), block.place_of(row, column)
            source = ", ".join(filter(None, (found.source, found.status, found.note)))
            return (str(at) if at.file else place), source
        if not isinstance(block, Line):
            return place, ""
        tree = self.model.trees[block.key]
        if isinstance(tree, Call) and tree.function in ("LOOKUP", "ENTRY"):
            for table in self.series(block):
                value = self.model.blocks[f"{table}.value"]
                _, marks = self.in_force(block, table, row, column)
                if value.place == block.place and len(marks) == 1:
                    return self.sourced(value, next(iter(marks)), 0)
        return place, block.source

    def series(self, line: Line) -> list[str]:
        """The dated series that a formula reads: tables with the columns `since` and `value`."""
        tables = dict.fromkeys(self.model.blocks[used].table for used in self.model.uses[line.key])
        return [table for table in tables if table and table != line.table and is_series(self.model, table)]

    def entries(self, line: Line, table: str, row: int, column: int, depth: int) -> list[Step]:
        """The entries of a series that a cell reads, those that count marked; only these where it was listed before."""
        mine, marks = self.in_force(line, table, row, column)
        whose = self.said(f"{table}.row", mine[0]) if mine else ""
        if (table, whose) in self.listed and marks:
            shown_ = list(marks)
        else:
            first = max(0, min((mine.index(at) for at in marks), default=0) - MOST_ENTRIES // 2)
            first = min(first, max(0, len(mine) - MOST_ENTRIES))
            shown_ = mine[first : first + MOST_ENTRIES]
        more = 0 if (table, whose) in self.listed else len(mine) - len(shown_)
        self.listed.add((table, whose))
        value, steps = self.model.blocks[f"{table}.value"], []
        for at in shown_:
            name, text = f"from {day(self.values[f'{table}.since'][0, at, 0])}", shown(value, self.value(value, at, 0))
            steps.append(Step(depth, name, marks.get(at, ""), text, "", "", *self.sourced(value, at, 0), kind="entry"))
        if more:
            steps.append(Step(depth, f"{more:,} more", "", "", "", "", "", "", kind="entry"))
        return steps

    def in_force(self, line: Line, table: str, row: int, column: int) -> tuple[list[int], dict[int, str]]:
        """The rows of a series that belong to a cell, and which of them count there, with the word for it."""
        mine = list(range(len(self.model.rows[table])))
        calls = list(self.calls(line, table))
        for call in calls:
            if call.function in ("ENTRY", "ENTRIES"):
                key = self.number(call.arguments[2 if call.function == "ENTRY" else 1], line, row, column)
                mine = [at for at in mine if self.said(f"{table}.row", at).casefold() == str(key).casefold()]
        since = self.values[f"{table}.since"][0, :, 0]
        marks: dict[int, str] = {}
        for call in calls:
            last = self.number(call.arguments[0 if call.function == "LOOKUP" else -1], line, row, column)
            if not isinstance(last, float):
                continue
            if call.function == "BETWEEN":
                first = self.number(call.arguments[2], line, row, column)
                marks |= {at: "in this month" for at in mine if isinstance(first, float) and first <= since[at] <= last}
                continue
            counted = int(last) if call.function == "ENTRY" else sum(bool(since[at] <= last) for at in mine)
            if 0 < counted <= len(mine):
                marks[mine[counted - 1]] = "in force"
        return mine, marks

    def calls(self, line: Line, table: str) -> Iterator[Call]:
        """The functions on dated rows that a formula calls on a series."""
        resolve = self.model.resolver(line.table)
        for node in nodes(self.model.trees[line.key]):
            if isinstance(node, Call) and node.function in ("LOOKUP", "ENTRY", "ENTRIES", "BETWEEN"):
                names = [a.text for a in node.arguments if isinstance(a, Name)]
                if any(self.model.blocks[resolve(name).key].table == table for name in names):
                    yield node

    def number(self, node: Node, line: Line, row: int, column: int) -> float | str | None:
        """The value of a simple part of a formula: a name, a constant, a day some days on, texts joined; else None."""
        match node:
            case Constant(value=value):
                return value
            case Name(text=text):
                block = self.model.blocks[self.model.resolver(line.table)(text).key]
                found = self.value(block, row if block.table else 0, self.column(line, block, column))
                return found if isinstance(found, str) else float(found)  # type: ignore[arg-type]
            case Operation(sign=sign, left=left, right=right):
                a, b = self.number(left, line, row, column), self.number(right, line, row, column)
                if sign == "&":
                    return f"{a}{b}"
                if sign in "+-" and isinstance(a, float | int) and isinstance(b, float | int):
                    return float(a + b if sign == "+" else a - b)
        return None

    def said(self, key: str, row: int) -> str:
        """The text of a column, "" where there is no such column."""
        return str(self.values[key][0, row, 0]) if key in self.values else ""

    def cell(self, block: Block, row: int, column: int) -> str:
        """A cell in words, months and years by their own names: `positions.wages[CO-117, 2027-11]`."""
        parts = [self.model.rows[block.table][row]] if block.table else []
        if block.axis:
            parts.append(step_names(self.model, self.values, block.axis)[column])
        return f"{block.key}[{', '.join(parts)}]" if parts else block.key

    def say(self, symbol: Symbol, look: Look, line: Block, row: int, column: int) -> str:
        """A name, with its value where it has one value here or in the month before."""
        other = self.model.blocks[symbol.key]
        if isinstance(other, Union) or (other.table and other.table != line.table):
            return other.key
        if look == "whole" or (other.axis and other.axis != line.axis):
            return other.name
        row, column = row if other.table else 0, column if other.axis else 0
        if look == "before" and column == 0 and isinstance(other, Line) and other.opening:
            value = self.value(self.model.blocks[other.opening], row, 0)
        else:
            value = self.value(other, row, column - (look == "before"))
        return f"{other.name} [{shown(other, value)}]"

    def gathered(self, other: Block, depth: int) -> list[Step]:
        """Another table's column, named with its size; the rows that count are found on its own sheet."""
        rows = self.model.shape(other)[0]
        place = str(other.place) if other.place.file else ""
        return [Step(depth, other.key, other.label, f"{rows:,} rows", "", "", place, "")]
