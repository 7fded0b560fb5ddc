"""Why a cell holds its number: in words, followed down to the inputs, their place in the plan and their source."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from ..formula.symbols import Symbol
from ..formula.tree import Call, Name, nodes
from ..formula.words import Look, words_of
from .blocks import Block, Input, Line, Union
from .evaluate import Values
from .graph import Model

EPOCH = dt.date(1899, 12, 30)


def shown(block: Block, value: object) -> str:
    """A value as a person writes it, by the unit of its block."""
    if isinstance(value, str):
        return value or "blank"
    number = float(value)  # type: ignore[arg-type]
    if number != number:
        return "blank"
    if block.kind == "date":
        return str(EPOCH + dt.timedelta(int(number)))
    if block.unit == "year":
        return f"{number:.0f}"
    if block.unit == "$":
        return f"{number:,.2f}"
    if block.unit == "share":
        return f"{number * 100:.4f}".rstrip("0").rstrip(".") + " %"
    return f"{number:,.4f}".rstrip("0").rstrip(".")


def in_words(model: Model, line: Line) -> str:
    """The formula of a line as a sentence of labels, without values."""

    def say(symbol: Symbol, look: Look) -> str:
        return model.blocks[symbol.key].label or symbol.name

    return words_of(model.trees[line.key], model.resolver(line.table), say)


@dataclass
class Step:
    """One cell of an explanation: how deep, the cell, its value, its formula in words, and where it comes from."""

    depth: int
    name: str
    label: str
    value: str
    words: str
    formula: str
    place: str
    source: str
    again: bool = False


@dataclass
class Explainer:
    """Walks from one cell down to the inputs; a cell that was explained before is only named again."""

    model: Model
    values: Values
    seen: set[tuple[str, int, int]] = field(default_factory=set)

    def explain(self, key: str, row: int = 0, column: int = 0, depth: int = 0, deepest: int = 6) -> list[Step]:
        """The steps for one cell, the cell itself first."""
        block = self.model.blocks[key]
        again = (key, row, column) in self.seen
        self.seen.add((key, row, column))
        steps = [self.step(block, row, column, depth, again)]
        if again or depth >= deepest or not isinstance(block, Line):
            return steps
        for used, back in self.reads(block):
            other = self.model.blocks[used]
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
        place, source = str(block.place) if block.place.file else "", block.source if isinstance(block, Line) else ""
        if isinstance(block, Line):
            tree, resolve = self.model.trees[block.key], self.model.resolver(block.table)
            words = words_of(tree, resolve, lambda symbol, look: self.say(symbol, look, block, row, column))
        elif isinstance(block, Input):
            found = block.provenance_of(row, column)
            at = block.place_of(row, column)
            place = str(at) if at.file else place
            source = ", ".join(filter(None, (found.source, found.status, found.note)))
        name = self.cell(block, row, column)
        formula = block.formula if isinstance(block, Line) else ""
        return Step(
            depth, name, block.label, shown(block, self.value(block, row, column)), words, formula, place, source, again
        )

    def cell(self, block: Block, row: int, column: int) -> str:
        """A cell in words, months and years by their own names: `positions.wages[CO-117, 2027-11]`."""
        parts = [self.model.rows[block.table][row]] if block.table else []
        if block.axis in self.model.axes:
            ruler = self.model.blocks.get(str(block.axis))
            step = shown(ruler, self.value(ruler, 0, column)) if ruler else str(column + 1)
            parts.append(step[:7] if block.axis == "month" else step)
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
