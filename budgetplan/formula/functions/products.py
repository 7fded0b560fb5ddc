"""Columns multiplied row by row."""

from __future__ import annotations

from typing import Any

from .base import Array, Block, Example, Function, down, function
from .down import NOTHING


@function
class SUMPRODUCT(Function):
    """Columns of one table multiplied row by row, and added up."""

    takes = (down("x", steady=False), down("y", steady=False))
    repeats = 1
    examples = (Example("SUMPRODUCT(t.x, t.y)", 38, given={"t.x": [1, 12, 24], "t.y": [2, 1, 1]}),)

    @staticmethod
    def values(*columns: Block) -> Array:
        """One value per month."""
        product = columns[0].now
        for column in columns[1:]:
            product = product * column.now
        total: Array = product.sum(-2, keepdims=True)
        return total

    @classmethod
    def excel(cls, *arguments: Any) -> str:
        """SUMPRODUCT of their rows."""
        ranges = [column for argument in arguments for column in argument.columns]
        return f"SUMPRODUCT({','.join(ranges)})" if ranges else NOTHING

    @classmethod
    def words(cls, *arguments: str) -> str:
        """all x times y."""
        return f"all {' × '.join(arguments)}"
