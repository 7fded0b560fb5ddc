"""The walk over a formula that all readings share."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any, Generic, TypeVar

from ..errors import nearest
from .functions import FUNCTIONS, Function, Parameter
from .symbols import Resolve, Symbol
from .tree import Call, Constant, FormulaError, Name, Node, Operation, Percent, Sign

T = TypeVar("T")


class Reading(ABC, Generic[T]):
    """Walks a tree. A subclass says what a constant, a name, a sign, an operation and a function mean."""

    def __init__(self, resolve: Resolve):
        self.resolve = resolve

    def read(self, node: Node) -> T:
        """The meaning of one node."""
        match node:
            case Constant():
                return self.constant(node)
            case Name():
                return self.name(self.symbol(node), node)
            case Sign():
                return self.sign(node)
            case Percent():
                return self.percent(node)
            case Operation():
                return self.operation(node)
            case Call():
                return self.call(function_of(node), node)
        raise TypeError(f"unknown node {node!r}")

    def symbol(self, node: Name) -> Symbol:
        """The thing that a name stands for."""
        try:
            return self.resolve(node.text)
        except KeyError as error:
            raise FormulaError(error.args[0], node.start, node.end, node.text) from None

    def arguments(self, function: type[Function], node: Call) -> list[Any]:
        """Each argument as the function wants it: a value here, or a whole line or column by its name."""
        result: list[Any] = []
        for parameter, argument in zip(parameters_of(function, node), node.arguments, strict=True):
            if parameter.look == "here":
                result.append(self.read(argument))
            else:
                assert isinstance(argument, Name)  # Check has refused everything else
                result.append(self.block(self.symbol(argument)))
        return result

    @abstractmethod
    def constant(self, node: Constant) -> T:
        """A number or text."""

    @abstractmethod
    def name(self, symbol: Symbol, node: Name) -> T:
        """A name in an expression: my row, my month."""

    def block(self, symbol: Symbol) -> Any:
        """A name that a function reads as a whole line or column; readings that need more than its name say so."""
        return symbol

    @abstractmethod
    def sign(self, node: Sign) -> T:
        """A leading sign."""

    @abstractmethod
    def percent(self, node: Percent) -> T:
        """A trailing percent sign."""

    @abstractmethod
    def operation(self, node: Operation) -> T:
        """Two operands and an operator."""

    @abstractmethod
    def call(self, function: type[Function], node: Call) -> T:
        """A function."""


def function_of(node: Call) -> type[Function]:
    """The function that a call names; raises FormulaError with the nearest known name."""
    if node.function not in FUNCTIONS:
        message = f"There is no function {node.function}.{nearest(node.function, FUNCTIONS)}"
        raise FormulaError(message, node.start, node.start + len(node.function))
    return FUNCTIONS[node.function]


def parameters_of(function: type[Function], node: Call) -> list[Parameter]:
    """The parameters of a call; raises FormulaError, with how to write it, where their number does not fit."""
    try:
        return function.parameters(len(node.arguments))
    except ValueError:
        summary = (function.__doc__ or "").splitlines()[0]
        raise FormulaError(f"Write {function.usage()}: {summary}", node.start, node.end) from None
