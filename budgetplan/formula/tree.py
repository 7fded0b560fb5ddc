"""The nodes of a parsed formula. Each knows the columns of text it came from, so a mistake can be pointed at."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


class FormulaError(Exception):
    """A formula that cannot be read or makes no sense; `start` and `end` are offsets into its text.

    `unknown` is the name that there is not, where that is what is wrong.
    """

    def __init__(self, message: str, start: int = 0, end: int | None = None, unknown: str = ""):
        super().__init__(message)
        self.unknown = unknown
        self.message, self.start, self.end = message, start, start + 1 if end is None else end


@dataclass(frozen=True)
class Node:
    """A piece of a formula, from offset `start` up to `end` of its text."""

    start: int
    end: int


@dataclass(frozen=True)
class Constant(Node):
    """A number or a quoted text."""

    value: float | str


@dataclass(frozen=True)
class Name(Node):
    """The name of an input, column or line; `table.name` for another table's."""

    text: str


@dataclass(frozen=True)
class Sign(Node):
    """A leading minus or plus. It binds tighter than any operator, as in Excel: -2^2 is 4."""

    sign: str
    operand: Node


@dataclass(frozen=True)
class Percent(Node):
    """A trailing percent sign: 5% is 0.05."""

    operand: Node


@dataclass(frozen=True)
class Operation(Node):
    """Two operands joined by an operator."""

    sign: str
    left: Node
    right: Node


@dataclass(frozen=True)
class Call(Node):
    """A function and its arguments; the function's name is in capitals."""

    function: str
    arguments: tuple[Node, ...]


def nodes(tree: Node) -> Iterator[Node]:
    """Every node of a tree, parents first."""
    yield tree
    match tree:
        case Sign(operand=child) | Percent(operand=child):
            yield from nodes(child)
        case Operation(left=left, right=right):
            yield from nodes(left)
            yield from nodes(right)
        case Call(arguments=arguments):
            for argument in arguments:
                yield from nodes(argument)


def levels(tree: Node) -> int:
    """How many nodes lie on the longest way from the root to a leaf; found without recursion."""
    deepest, waiting = 0, [(tree, 1)]
    while waiting:
        node, level = waiting.pop()
        deepest = max(deepest, level)
        match node:
            case Sign(operand=child) | Percent(operand=child):
                waiting.append((child, level + 1))
            case Operation(left=left, right=right):
                waiting += [(left, level + 1), (right, level + 1)]
            case Call(arguments=arguments):
                waiting += [(argument, level + 1) for argument in arguments]
    return deepest
