"""The witness: whether a workbook holds the values that an independent engine gets from its formulas.

Every formula cell is compared, and whatever cannot be compared is a difference: no stored value, no recalculated one,
an error, text where a number should be. The comparison is written `not abs(d) <= tolerance`, so that NaN never passes.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from budgetplan.workbook.engines import (
    Change,
    Live,
    libreoffice_available,
    recalculate_formualizer,
    recalculate_libreoffice,
)
from budgetplan.workbook.read import Book
from budgetplan.workbook.values import Cell, CellError, Value

__all__ = [
    "Change",
    "Difference",
    "Live",
    "compare",
    "is_money",
    "libreoffice_available",
    "recalculate_formualizer",
    "recalculate_libreoffice",
]

TOLERANCE = 1e-9  # of the larger of both values, and never less than this
MONEY = 0.005  # dollars: half a cent
MONEY_FORMATS = ("#,##0.00", "#,##0_)")  # quantities are written `#,##0.###`, and agree to the last digit

MoneyCells = Callable[[str, str, Cell], bool]
"""Whether the formula cell at (sheet, address) holds money."""


@dataclass(frozen=True, order=True)
class Difference:
    """One formula cell that is not proven. `reason` is "value", "kind", "error", "no stored value" or
    "not recalculated"; `formula` has no leading "=".
    """

    sheet: str
    address: str
    reason: str
    stored: Value
    recalculated: Value
    formula: str

    def __str__(self) -> str:
        found = f"stored {_shown(self.stored)}, recalculated {_shown(self.recalculated)}"
        return f"{self.sheet}!{self.address}: {self.reason}: {found}: ={self.formula}"


def is_money(book: Book) -> MoneyCells:
    """Cells whose number format groups thousands and shows cents, or whole dollars with room for a parenthesis."""
    money = {index for index, code in enumerate(book.formats) if any(form in code for form in MONEY_FORMATS)}
    return lambda sheet, address, cell: cell.style in money


def compare(
    stored: Book, recalculated: Book | Mapping[tuple[str, str], Value], money_cells: MoneyCells | None = None
) -> list[Difference]:
    """The formula cells of `stored` whose value is not the recalculated one, in the order of the file.

    Numbers agree within 1e-9 of the larger one, or 0.005 where `money_cells` says so (by default the number format);
    text agrees letter by letter.
    """
    values = recalculated.values() if isinstance(recalculated, Book) else recalculated
    money = money_cells or is_money(stored)
    differences = []
    for sheet, address, cell in stored.formula_cells:
        was: Value = CellError(cell.error) if cell.error is not None else cell.value
        now = values.get((sheet, address))
        reason = _difference(was, now, MONEY if money(sheet, address, cell) else 0.0)
        if reason:
            differences.append(Difference(sheet, address, reason, was, now, cell.formula or ""))
    return differences


def _difference(was: Value, now: Value, tolerance: float) -> str:
    """Why two values do not agree; "" where they do."""
    if isinstance(was, float) and isinstance(now, float):  # first, because nearly all cells are numbers
        largest = max(abs(was), abs(now))
        agree = largest < math.inf and abs(was - now) <= max(tolerance, TOLERANCE, TOLERANCE * largest)
        return "value" if not agree else ""
    if was is None:
        return "no stored value"
    if now is None:
        return "not recalculated"
    if isinstance(was, CellError) or isinstance(now, CellError):
        return "error"
    if type(was) is not type(now):
        return "kind"
    return "value" if was != now else ""


def _shown(value: Value) -> str:
    if isinstance(value, CellError):
        return str(value)
    return "nothing" if value is None else repr(value)
