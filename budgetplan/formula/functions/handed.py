"""What one row hands on to others: a value of the step before, looked up down a table."""

from __future__ import annotations

from typing import Any

from .along import PREV, STEP
from .base import Array, Block, Example, Function, function, here
from .base import Parameter as P
from .down import FROM, NOT_FOUND


@function
class BEFORE(Function):
    """The value that a line had in the step before, in the one row whose key equals the wanted one.

    It may look back at its own line, so that what one row holds can be handed on to others, step by step.
    """

    takes = (
        P("line", "down", ("number", "date"), before=True),
        P("key", "down", ("number", "key", "text"), steady=True),
        here("want", "number", "key", "text"),
    )
    gives = staticmethod(lambda kinds: kinds[0])
    examples = (
        Example(
            "BEFORE(t.x, t.y, n)",
            [60, 24, 2],
            given={"t.x": [[1, 2, 12], [24, 24, 100]], "t.y": [1, 2], "n": [2, 2, 1]},
            opening={"t.x": [12, 60]},
        ),
    )

    @classmethod
    def alike(cls, count: int) -> list[tuple[int, ...]]:
        """The key and what is looked for."""
        return [(1, 2)]

    @staticmethod
    def values(line: Block, key: Block, want: Array) -> Array:
        """(batch, rows of the asker, steps); NaN where nothing is found."""
        return FROM.values(Block(PREV.values(line)), key, want)

    @classmethod
    def excel(cls, *arguments: Any) -> str:
        """INDEX and MATCH, exact, in the column to the left."""
        line, key, want = arguments
        before = line.columns_before
        return f"INDEX({before[0]},MATCH({want},{key.columns[0]},0))" if before else NOT_FOUND

    @classmethod
    def words(cls, *arguments: str) -> str:
        """last month's x of the row whose key is want."""
        return f"last {STEP}'s {arguments[0]} of the row whose {arguments[1]} is {arguments[2]}"
