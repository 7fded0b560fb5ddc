"""How far apart paydays may be."""

from __future__ import annotations

from typing import Any

from budgetplan.assumptions.shapes import reads
from budgetplan.assumptions.values import Refused, whole_from

WEEKS = (7, 14, 21, 28)
_DAYS = whole_from(1, 366)


@reads(enum=list(WEEKS), title="7, 14, 21 or 28")
def whole_weeks(raw: Any) -> int:
    """Days that are whole weeks, up to four: each then holds the same number of weekdays."""
    if (days := int(_DAYS.read(raw))) not in WEEKS:
        raise Refused(f"{days} days are not one to four weeks: write 7, 14, 21 or 28; other pay is budgeted by accrual")
    return days
