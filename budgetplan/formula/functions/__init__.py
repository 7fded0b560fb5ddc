"""The closed list of functions, one class each: docstring, parameters, numbers, Excel text, words, examples.

A function that looks beyond this row and month takes names, never expressions, so that each step is visible.
"""

from . import along, arithmetic, cases, dates, down, handed, logic, products, series, texts, whole
from .base import FUNCTIONS, Array, Block, Example, Function, Parameter

__all__ = [
    "FUNCTIONS",
    "Array",
    "Block",
    "Example",
    "Function",
    "Parameter",
    "along",
    "arithmetic",
    "cases",
    "dates",
    "down",
    "handed",
    "logic",
    "products",
    "series",
    "texts",
    "whole",
]
