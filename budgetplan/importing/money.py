"""Amounts as ledgers and payrolls write them, exactly; and the one place where fractions of cents are rounded."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")
LONGEST = 40  # letters of a text that can be an amount
_DIGITS = r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]*)?(?:[eE][-+]?[0-9]{1,2})?|\.[0-9]+"
_AMOUNT = re.compile(
    rf"(?P<open>\()?\s*(?P<minus>[-+])?\s*\$?\s*(?P<inner>[-+])?(?P<digits>{_DIGITS})\s*(?P<close>\))?\s*"
    r"(?P<behind>-|CR|DR)?",
    re.ASCII | re.IGNORECASE,
)
_MINUSES = str.maketrans({"\u2212": "-", "\u2013": "-", "\u00a0": " ", "\u202f": " ", "\u2007": " "})


def amount_of(text: str) -> Decimal | None:
    """The amount of a text such as `$1,234.50`, `(1,234.50)`, `1,234.50-` or `1,234.50 CR`; None where it is none.

    CR is a credit, which lowers an expense. Two signs at once mean nothing, and are refused.
    """
    match = _AMOUNT.fullmatch(text.translate(_MINUSES).strip()) if len(text) <= LONGEST else None
    if match is None or bool(match["open"]) != bool(match["close"]):
        return None
    behind = (match["behind"] or "").upper()
    signs = [match["open"], match["minus"], match["inner"], behind]
    if sum(map(bool, signs)) > 1:
        return None
    value = Decimal(match["digits"].replace(",", ""))
    return -value if match["open"] or "-" in signs or behind == "CR" else value


def to_cents(amount: Decimal) -> Decimal:
    """The amount in whole cents, halves away from zero. Nothing else in an import rounds; callers tell what is left."""
    return amount.quantize(CENT, ROUND_HALF_UP)


def shown(amount: Decimal) -> str:
    """An amount for people: with commas, cents, and all further digits that it has."""
    exact = amount.normalize()
    digits = -int(exact.as_tuple().exponent) if exact else 0
    return f"{amount:,.{max(2, digits)}f}"
