"""What a cell holds: the small types that the reader, the engines and the rules share."""

from __future__ import annotations

import re
from typing import NamedTuple


class CellError(str):
    """An error value such as "#DIV/0!", told apart from text that reads the same."""

    __slots__ = ()


Value = float | str | bool | CellError | None
"""A cell's value: number (dates as serials of the 1900 system), text, truth, error; None is no value at all."""


class Cell(NamedTuple):
    """A cell as the file says it.

    `formula` is None for a constant and "" for a formula whose text the file does not give; it has no leading "=".
    `value` is None where none is stored, or where `error` holds an error value. `kind` is "number", "text", "bool",
    "error" or "blank"; `style` is the index into the cell styles of the workbook.
    """

    formula: str | None
    value: float | str | bool | None
    error: str | None
    style: int
    kind: str


_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")


def unescaped(text: str) -> str:
    """Text with Excel's `_x000D_` escapes resolved."""
    return _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text
