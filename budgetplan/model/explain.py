"""Why a cell holds its number: in words, followed down to the inputs, their place in the plan and their source."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from ..formula.functions import FUNCTIONS
from ..formula.symbols import Symbol
from ..formula.tree import Call, Name, nodes
from ..formula.words import Look, words_of
from .blocks import Block, Input, Line, Union
from .dated import DatedRows
from .graph import Model
from .shown import MOST_ENTRIES, Step, cell_name, shown, step_names


def in_words(model: Model, line: Line) -> str:
    """The formula of a line as a sentence of labels, without values."""

    def say(symbol: Symbol, look: Look) -> str:
        return model.blocks[symbol.key].label or symbol.name

    return words_of(model.trees[line.key], model.resolver(line.table), say, model.steps_called)


FINDING = ("FROM", "BEFORE")  # functions that find a row, by a key, of a column
HANDED = "handed"  # how a formula looks at what another row had at the step before


@dataclass
class Explainer(DatedRows):
    """Walks from one cell down to the inputs; a cell that was explained before is only named again."""

    seen: set[tuple[str, int, int]] = field(default_factory=set)

    def explain(self, key: str, row: int = 0, column: int = 0, depth: int = 0, deepest: int = 6) -> list[Step]:
        """The steps for one cell, the cell itself first."""
        block = self.model.blocks[key]
        again = (key, row, column) in self.seen
        self.seen.add((key, row, column))
        steps = [self.step(block, row, column, depth, again)]
        if not isinstance(block, Line) or block.cases:
            return steps + ([] if again else self.changes(block, row, depth + 1))
        if again or depth >= deepest or key not in self.entered:
            return steps
        series, looked_up = self.series(block), self.looked_up(block, row, column)
        for table in series:
            steps.extend(self.entries(block, table, row, column, depth + 1))
        for used, look in self.reads(block):
            other = self.model.blocks[used]
            if other.table in series:
                continue
            if used in looked_up and look != "before":
                found = looked_up[used]
                month = self.column(block, other, column)
                steps.extend(
                    self.at(used, found, month, look == HANDED, depth + 1, deepest) if found is not None else []
                )
                continue
            if isinstance(other, Union) or (other.table and other.table != block.table):
                steps.extend(self.gathered(other, depth + 1))
                continue
            own, month = row if other.table else 0, self.column(block, other, column)
            if look == "along" and other.axis != block.axis:
                steps.append(self.steps_of(other, own, depth + 1))
            else:
                steps.extend(self.at(used, own, month, look == "before", depth + 1, deepest))
        return steps

    def at(self, used: str, row: int, column: int, before: bool, depth: int, deepest: int) -> list[Step]:
        """The steps for a cell that a formula reads, here or at the step `before`: at the first that is the opening."""
        other = self.model.blocks[used]
        if before and column == 0 and isinstance(other, Line) and other.opening:
            return self.explain(other.opening, row, 0, depth, deepest)
        return self.explain(used, row, column - before, depth, deepest)

    @cached_property
    def entered(self) -> set[str]:
        """What something entered leads to: all else follows from the calendar, and needs no explanation."""
        model, found = self.model, {key for key, b in self.model.blocks.items() if isinstance(b, Input) and b.entered}
        for key in model.order:
            block = model.blocks[key]
            needs = {*model.uses.get(key, ()), getattr(block, "opening", None), *getattr(block, "parts", ())}
            if needs & found:
                found.add(key)
        return found

    def steps_of(self, other: Block, row: int, depth: int) -> Step:
        """A line that is read along its axis, with all its values."""
        names = step_names(self.model, self.values, str(other.axis))
        values = [self.value(other, row, step) for step in range(len(names))]
        told = [f"{name} {shown(other, value)}" for name, value in zip(names, values, strict=True)]
        more = [f"{len(told) - MOST_ENTRIES} more"] if len(told) > MOST_ENTRIES else []
        name = f"{other.key}[{self.model.rows[other.table][row]}]" if other.table else other.key
        return Step(depth, f"{name} by {other.axis}", "", ", ".join([*told[:MOST_ENTRIES], *more]), kind="entry")

    def reads(self, line: Line) -> list[tuple[str, str]]:
        """What a formula names, in order, and how it looks at it: here, at the step before, along it, down it."""
        tree, resolve = self.model.trees[line.key], self.model.resolver(line.table)
        looks: dict[int, str] = {}
        for node in nodes(tree):
            if isinstance(node, Call):
                parameters = FUNCTIONS[node.function].parameters(len(node.arguments))
                for parameter, argument in zip(parameters, node.arguments, strict=True):
                    before = "before" if parameter.look == "along" else HANDED
                    looks[id(argument)] = before if parameter.before else parameter.look
        found = [(resolve(n.text).key, looks.get(id(n), "here")) for n in nodes(tree) if isinstance(n, Name)]
        return list(dict.fromkeys(found))

    def looked_up(self, line: Line, row: int, column: int) -> dict[str, int | None]:
        """The columns that FROM and BEFORE read, by the row that they find; None where they look for it."""
        found: dict[str, int | None] = {}
        resolve = self.model.resolver(line.table)
        for node in nodes(self.model.trees[line.key]):
            if not (isinstance(node, Call) and node.function in FINDING and isinstance(node.arguments[2], Name)):
                continue
            source, key, want = (self.model.blocks[resolve(one.text).key] for one in node.arguments)  # type: ignore[attr-defined]
            if isinstance(source, Union) or isinstance(key, Union):
                continue
            wanted = self.value(want, row if want.table else 0, self.column(line, want, column))
            keys = [str(one).casefold() for one in self.values[key.key][0, :, 0]]
            if str(wanted).casefold() in keys:
                found |= {key.key: None, source.key: keys.index(str(wanted).casefold())}
        return found

    def step(self, block: Block, row: int, column: int, depth: int, again: bool) -> Step:
        """One cell in words."""
        words = ""
        place, source = self.sourced(block, row, column)
        own = self.own(block, row, column)
        if isinstance(own, Line) and (depth == 0 or block.key in self.entered):
            tree, resolve = self.model.trees[block.key], self.model.resolver(block.table)
            words = words_of(
                tree, resolve, lambda symbol, look: self.say(symbol, look, block, row, column), self.model.steps_called
            )
        name = self.cell(block, row, column)
        formula = block.formula if words and isinstance(block, Line) else ""
        return Step(
            depth,
            name,
            own.label or block.label,
            shown(block, self.value(block, row, column)),
            words,
            formula,
            place,
            source,
            again,
        )

    def cell(self, block: Block, row: int, column: int) -> str:
        """A cell in words."""
        return cell_name(self.model, self.values, block, row, column)

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
        return [Step(depth, other.key, other.label, f"{rows:,} rows", place=place)]
