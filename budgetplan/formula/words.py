"""Reading 4, Words: the formula as a person would say it, with each name's value beside it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from .cells import Cells, number_text
from .functions import Function
from .functions.along import STEP, STEPS
from .parse import RANKS
from .reading import parameters_of
from .symbols import Resolve, Symbol
from .tree import Call, Constant, Name, Node, Operation, Sign

Look = Literal["here", "before", "whole"]
SIGNS = {
    "*": "×",
    "<>": "is not",
    "<=": "is at most",
    ">=": "is at least",
    "=": "is",
    "<": "is below",
    ">": "is above",
    "&": "joined with",
}


def words_of(tree: Node, resolve: Resolve, say: Callable[[Symbol, Look], str], steps: Callable[[str], str]) -> str:
    """The sentence of a formula. `steps` says what the steps of an axis are called together: months, fiscal years.

    `say` gives a name, with its value where one is asked for: the value `here`, that of the month `before`, or none
    where a function looks at a `whole` line or column.
    """
    return Words(resolve, say, steps).read(tree)


class Words(Cells):
    """As Cells, but names stand for themselves and functions speak."""

    def __init__(self, resolve: Resolve, say: Callable[[Symbol, Look], str], steps: Callable[[str], str]):
        super().__init__(resolve, lambda symbol: None)  # type: ignore[arg-type, return-value]
        self.say, self.steps = say, steps

    def constant(self, node: Constant) -> str:
        """A number or a quoted text."""
        return f'"{node.value}"' if isinstance(node.value, str) else number_text(node.value)

    def name(self, symbol: Symbol, node: Name) -> str:
        """The name, said."""
        return self.say(symbol, "here")

    def operation(self, node: Operation) -> str:
        """Operators with room around them."""
        rank = RANKS[node.sign]
        left = (
            f"({self.read(node.left)})"
            if isinstance(node.left, Sign) and node.sign == "^"
            else self.wrapped(node.left, rank)
        )
        return f"{left} {SIGNS.get(node.sign, node.sign)} {self.wrapped(node.right, rank + 1)}"

    def call(self, function: type[Function], node: Call) -> str:
        """The function's own words."""
        said, steps = [], "months"
        for parameter, argument in zip(parameters_of(function, node), node.arguments, strict=True):
            if parameter.look == "here" or not isinstance(argument, Name):
                said.append(self.read(argument))
                continue
            symbol = self.symbol(argument)
            along = parameter.look == "along" or parameter.before
            steps = self.steps(symbol.axis) if along and symbol.axis else steps
            own_row = parameter.look == "along"  # down a column another row is read
            said.append(self.say(symbol, "before" if parameter.before and own_row else "whole"))
        return function.words(*said).replace(STEPS, steps).replace(STEP, steps.removesuffix("s"))

    def wrapped(self, node: Node, rank: int) -> str:
        """As in Cells; a function in words inside arithmetic is bracketed, or the sentence would run on."""
        text = super().wrapped(node, rank)
        return f"({text})" if rank > 1 and isinstance(node, Call) and " " in text else text
