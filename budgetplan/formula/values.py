"""Reading 2, Values: the formula as numbers, vectorised over a batch, rows and months."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from .functions import Array, Block, Function
from .functions.base import lower, same_number, where_known
from .reading import Reading
from .symbols import Resolve, Symbol
from .tree import Call, Constant, Name, Node, Operation, Percent, Sign

EVERY_MONTH = slice(None)


def values_of(
    tree: Node,
    resolve: Resolve,
    known: Mapping[str, Array],
    openings: Mapping[str, Array],
    window: slice = EVERY_MONTH,
) -> Array:
    """The value of a checked formula, (batch, rows, columns) as far as it varies.

    `known` holds the blocks it reads by key, `openings` their opening values; `window` is the month being filled
    when a line looks back at itself. NaN stands for Excel's error values, and errors spread as in Excel.
    """
    with np.errstate(all="ignore"):
        return Values(resolve, known, openings, window).read(tree)


def _power(x: Array, y: Array) -> Array:
    """0^0 is an error in Excel; so is a fractional power of a negative number (already NaN)."""
    return np.where((x == 0) & (y == 0), np.nan, np.power(x, y))


ARITHMETIC: dict[str, Callable[[Array, Array], Array]] = {
    "+": np.add,
    "-": np.subtract,
    "*": np.multiply,
    "/": np.divide,
    "^": _power,
}
COMPARISON: dict[str, Callable[[Array, Array], Array]] = {
    "=": same_number,
    "<>": lambda x, y: ~same_number(x, y),
    "<": lambda x, y: (x < y) & ~same_number(x, y),
    "<=": lambda x, y: (x < y) | same_number(x, y),
    ">": lambda x, y: (x > y) & ~same_number(x, y),
    ">=": lambda x, y: (x > y) | same_number(x, y),
}
_join = np.frompyfunc(lambda x, y: x + y if isinstance(x, str) and isinstance(y, str) else np.nan, 2, 1)


class Values(Reading[Array]):
    """Numbers; tests are 1, 0 or NaN."""

    def __init__(self, resolve: Resolve, known: Mapping[str, Array], openings: Mapping[str, Array], window: slice):
        super().__init__(resolve)
        self.known, self.openings, self.window = known, openings, window

    def constant(self, node: Constant) -> Array:
        """One value for all."""
        return np.array([[[node.value]]], dtype=object if isinstance(node.value, str) else float)

    def name(self, symbol: Symbol, node: Name) -> Array:
        """My row, my month."""
        return self.block(symbol).now

    def block(self, symbol: Symbol) -> Block:
        """A whole line or column."""
        return Block(self.known[symbol.key], self.openings.get(symbol.key), self.window)

    def sign(self, node: Sign) -> Array:
        """Minus turns the sign."""
        operand = self.read(node.operand)
        return -operand if node.sign == "-" else operand

    def percent(self, node: Percent) -> Array:
        """A hundredth."""
        return self.read(node.operand) / 100

    def operation(self, node: Operation) -> Array:
        """Arithmetic, comparison (text ignoring case, as in Excel) or joining."""
        left, right = self.read(node.left), self.read(node.right)
        if node.sign == "&":
            joined: Array = _join(left, right)
            return joined
        if node.sign in ARITHMETIC:
            result = ARITHMETIC[node.sign](left, right)
            return np.where(np.isinf(result), np.nan, result)
        if left.dtype == object or right.dtype == object:
            compare = (
                np.equal if node.sign == "=" else np.not_equal
            )  # texts are alike or not: Check has refused the rest
            held = compare(lower(left), lower(right)).astype(float)
        else:
            held = COMPARISON[node.sign](left, right).astype(float)
        return where_known(held, left, right)

    def call(self, function: type[Function], node: Call) -> Array:
        """A function's own numbers."""
        result: Array = function.values(*self.arguments(function, node))
        return result
