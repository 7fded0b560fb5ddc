"""Reading 3, Cells: the formula as live Excel text."""

from __future__ import annotations

from collections.abc import Callable

from .functions import Function
from .parse import ATOM, PERCENT, RANKS, SIGN
from .reading import Reading
from .symbols import Place, Resolve, Symbol
from .tree import Call, Constant, Name, Node, Operation, Percent, Sign


def cell_text(tree: Node, resolve: Resolve, place: Callable[[Symbol], Place]) -> str:
    """The Excel formula, without the leading =. `place` says where a named block stands, seen from the cell."""
    return Cells(resolve, place).read(tree)


def number_text(value: float) -> str:
    """A constant as Excel writes it."""
    return f"{value:.0f}" if value == int(value) and abs(value) < 1e15 else repr(value)


class Cells(Reading[str]):
    """Text; broadcasting is anchoring, and the anchors are the place's."""

    def __init__(self, resolve: Resolve, place: Callable[[Symbol], Place]):
        super().__init__(resolve)
        self.place = place

    def constant(self, node: Constant) -> str:
        """A number or a quoted text."""
        if isinstance(node.value, str):
            return '"' + node.value.replace('"', '""') + '"'
        return number_text(node.value)

    def name(self, symbol: Symbol, node: Name) -> str:
        """The cell in my row and month."""
        return self.place(symbol).here

    def block(self, symbol: Symbol) -> Place:
        """The whole block's addresses."""
        return self.place(symbol)

    def sign(self, node: Sign) -> str:
        """A sign, tighter than everything but brackets."""
        return node.sign + self.wrapped(node.operand, SIGN)

    def percent(self, node: Percent) -> str:
        """A percent sign behind."""
        return self.wrapped(node.operand, PERCENT) + "%"

    def operation(self, node: Operation) -> str:
        """Brackets only where the grouping needs them, and round a signed base of a power, which people misread."""
        rank = RANKS[node.sign]
        left = self.wrapped(node.left, ATOM if node.sign == "^" and isinstance(node.left, Sign) else rank)
        return left + node.sign + self.wrapped(node.right, rank + 1)

    def call(self, function: type[Function], node: Call) -> str:
        """The function's own Excel text."""
        return function.excel(*self.arguments(function, node))

    def wrapped(self, node: Node, rank: int) -> str:
        """A part, in brackets where it binds less tightly than its surroundings."""
        text = self.read(node)
        return f"({text})" if binding(node) < rank else text


def binding(node: Node) -> int:
    """How tightly a node's outermost operator binds."""
    match node:
        case Operation(sign=sign):
            return RANKS[sign]
        case Sign():
            return SIGN
        case Percent():
            return PERCENT
    return ATOM
