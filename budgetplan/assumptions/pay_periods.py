"""How far apart paydays may be."""

from __future__ import annotations

from typing import Any

from budgetplan.assumptions.shapes import reads
from budgetplan.assumptions.values import Refused, whole_from

_DAYS = whole_from(7, 28)


@reads(enum=[7, 14, 21, 28], title="7, 14, 21 or 28")
def whole_weeks(raw: Any) -> int:
    """Days that are whole weeks, up to four: each then holds the same number of weekdays."""
    if (days := int(_DAYS.read(raw))) % 7:
        raise Refused(f"{days} days are no whole weeks: write 7, 14, 21 or 28")
    return days
