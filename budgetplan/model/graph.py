"""The model as a graph: every formula parsed and checked, lines in the order in which they can be calculated."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from graphlib import CycleError, TopologicalSorter

from ..errors import AssumptionError, Place, Problem, closest
from ..formula.check import check
from ..formula.parse import parse
from ..formula.symbols import Resolve, Symbol
from ..formula.tree import Call, Constant, FormulaError, Name, Node, nodes
from .axis import Axis
from .blocks import NOWHERE, Block, Input, Line, Union

MANY = 40  # mistakes of one model that are listed before the rest is counted


@dataclass
class Model:
    """All blocks by key, the row ids of each table, the axes by name, and the order of calculation."""

    blocks: dict[str, Block]
    rows: Mapping[str, list[str]]
    axes: Mapping[str, Axis]
    unnamed: Mapping[str, str] = field(default_factory=dict)  # what people name in vain, and what is told of it
    trees: dict[str, Node] = field(default_factory=dict)
    uses: dict[str, list[str]] = field(default_factory=dict)
    looks_back: set[str] = field(default_factory=set)
    order: list[str] = field(default_factory=list)

    @classmethod
    def build(
        cls,
        blocks: Iterable[Block],
        rows: Mapping[str, list[str]],
        axes: Mapping[str, Axis],
        unnamed: Mapping[str, str] | None = None,
    ) -> Model:
        """Parses, checks and orders all blocks; raises AssumptionError with every mistake at once."""
        model = cls({}, rows, axes, unnamed or {})
        problems: list[Problem] = []
        for block in blocks:
            if block.key in model.blocks:
                other = model.blocks[block.key].place
                problems.append(Problem(block.place, block.key, f"This name is given twice; it is also at {other}."))
            model.blocks[block.key] = block
        for block in model.blocks.values():
            if isinstance(block, Line):
                model._read(block, problems)
        if not problems:
            model._sort(problems)
        if problems:
            more = len(problems) - MANY
            raise AssumptionError(
                problems[:MANY] + ([Problem(NOWHERE, "", f"... and {more} more.")] if more > 0 else [])
            )
        return model

    def shape(self, block: Block) -> tuple[int, int]:
        """Rows and columns of a block."""
        if isinstance(block, Union):
            return sum(self.shape(self.blocks[part])[0] for part in block.parts), self._columns(block)
        return (len(self.rows[block.table]) if block.table else 1), self._columns(block)

    def _columns(self, block: Block) -> int:
        return self.axes[block.axis].size if block.axis else 1

    def steps_called(self, axis: str) -> str:
        """What the steps of an axis are called together: months, fiscal years."""
        return self.axes[axis].label or f"{axis}s"

    def id_column(self, table: str | None) -> Input | None:
        """The column that names the rows of a table, where one does."""
        mine = (block for block in self.blocks.values() if isinstance(block, Input) and block.names_rows)
        return next((block for block in mine if block.table == table), None)

    def resolver(self, table: str | None) -> Resolve:
        """Names as a formula of this table sees them: its own columns first, then global names."""

        def resolve(text: str) -> Symbol:
            for key in (f"{table}.{text}", text):
                if key in self.blocks:
                    return self.blocks[key].symbol
            if text in self.unnamed:
                raise KeyError(self.unnamed[text])
            if re.fullmatch(r"[a-z]{1,3}[0-9]{1,7}", text, re.IGNORECASE):
                raise KeyError(f'"{text}" is a cell, and formulas name figures: write the name of the figure.')
            raise KeyError(f'There is no "{text}".{self._hint(text, table)}')

        return resolve

    def _hint(self, text: str, table: str | None) -> str:
        """The nearest known name: of the table itself, global, or of another table, which is then named."""
        shown: dict[str, str] = {}
        for block in self.blocks.values():
            if "__" not in block.name:
                shown.setdefault(block.name, block.name if block.table in (None, table) else block.key)
        found = closest(text.rpartition(".")[2], shown)
        return f' Did you mean "{shown[found]}"?' if found else ""

    def _read(self, line: Line, problems: list[Problem]) -> None:
        """Parses and checks one line."""
        try:
            tree = parse(line.formula)
            checked = check(tree, line.symbol, self.resolver(line.table))
            _fits(line, checked.kind)
            _in_cents(line, tree)
        except FormulaError as error:
            first = self._with_dashes(error, line)
            for one in (first, *(self._unknown_besides(error, line) if first is error else ())):
                own, text = _as_written(line, one)
                place, path = formula_place(line, own), line.path or line.key
                problems.append(Problem(place, path, pointed(text, own), unknown=own.unknown))
            return
        self.trees[line.key], self.uses[line.key] = tree, checked.uses
        if checked.looks_back:
            self.looks_back.add(line.key)

    def _unknown_besides(self, error: FormulaError, line: Line) -> Iterator[FormulaError]:
        """The other names of a formula that there are not, where one is."""
        told, resolve = {error.unknown}, self.resolver(line.table)
        for node in nodes(parse(line.formula)) if error.unknown else ():
            if isinstance(node, Name) and node.text not in told:
                told.add(node.text)
                try:
                    resolve(node.text)
                except KeyError as other:
                    yield FormulaError(other.args[0], node.start, node.end, node.text)

    def _with_dashes(self, error: FormulaError, line: Line) -> FormulaError:
        """Names are written with _, ids of lines with -: `bill-postage` in a formula is a subtraction."""
        word = re.match(r"[a-z]\w*(-[a-z0-9]\w*)+", line.formula[error.start :])
        name = word[0].replace("-", "_") if word else ""
        if not word or not error.unknown or name not in self.blocks:
            return error
        message = f'In a formula "-" is a minus: the line {word[0]} is called {name} there.'
        return FormulaError(message, error.start, error.start + len(word[0]))

    def needs(self, key: str) -> set[str]:
        """The blocks from which one follows: those that its formula names, its parts, and its opening."""
        block = self.blocks[key]
        opening = {block.opening} if isinstance(block, Line) and block.opening else set()
        return {*self.uses.get(key, ()), *getattr(block, "parts", ()), *opening}

    def _sort(self, problems: list[Problem]) -> None:
        """Orders the blocks; a circle is a problem that names each of its lines with its place."""
        try:
            self.order = list(TopologicalSorter({key: self.needs(key) for key in self.blocks}).static_order())
        except CycleError as error:
            circle = [self.blocks[key] for key in reversed(error.args[1])]
            told = " needs ".join(f"{block.key} ({block.place})" for block in circle)
            problems.append(
                Problem(
                    circle[0].place,
                    circle[0].key,
                    f"These lines wait for each other: {told}. A line may look back at itself with PREV.",
                )
            )


def _fits(line: Line, kind: str) -> None:
    """A formula must give what its line's unit of measure says; a key is text as well."""
    if kind != line.kind and not (line.kind == "text" and kind == "key"):
        message = f"This gives a {kind}, but the unit of the line ({line.unit}) says {line.kind}."
        raise FormulaError(message, 0, len(line.formula))


def _in_cents(line: Line, tree: Node) -> None:
    """A line that posts is money in cents: what it adds to the budget is what is shown, to the cent."""
    if line.posts and not (isinstance(tree, Call) and tree.function == "ROUND" and _is_two(tree.arguments[1])):
        raise FormulaError("A line that posts is in cents: write =ROUND(..., 2) around it.", 0, len(line.formula))


def _is_two(node: Node) -> bool:
    return isinstance(node, Constant) and node.value == 2


def _as_written(line: Line, error: FormulaError) -> tuple[FormulaError, str]:
    """A mistake in terms of what the manager wrote, not of what the program put around it."""
    body = line.written[1:]
    before = line.formula.find(body) - 1 if body else 0
    if before <= 0:
        return error, line.written or line.formula
    last = len(line.written)
    start, end = (min(max(offset - before, 0), last) for offset in (error.start, error.end))
    return FormulaError(error.message, start, end, error.unknown), line.written


def formula_place(line: Line, error: FormulaError) -> Place:
    """Where a mistake stands in its file: on its own line and at its own column, however the formula is written."""
    for offset, place in reversed(line.spots):
        if offset <= error.start:
            return Place(place.file, place.line, place.column + error.start - offset)
    return Place(line.place.file, line.place.line, line.place.column + error.start) if line.place.line else line.place


def pointed(formula: str, error: FormulaError) -> str:
    """A message with the formula, the wrong part between arrows."""
    start, end = min(error.start, len(formula)), min(max(error.end, error.start + 1), len(formula))
    shown = f"{formula[:start]}»{formula[start:end]}«{formula[end:]}"
    shown = shown.translate({10: 32, 13: 32})  # a formula over several lines is said on one
    shown = "".join(sign if sign.isprintable() else " " for sign in shown)
    near = shown if len(shown) <= 160 else f"…{shown[max(0, start - 60) : min(end, start + 160) + 60]}…"
    return f"{error.message} In: {near}"


def inputs(model: Model) -> list[Input]:
    """All entered inputs, in the order of the plan."""
    return [block for block in model.blocks.values() if isinstance(block, Input) and block.entered]
