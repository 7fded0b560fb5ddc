"""The one place where an import rounds fractions of cents, and amounts as people read them."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")


def to_cents(amount: Decimal) -> Decimal:
    """The amount in whole cents, halves away from zero. Nothing else in an import rounds; callers tell what is left."""
    return amount.quantize(CENT, ROUND_HALF_UP)


def shown(amount: Decimal) -> str:
    """An amount for people: with commas, cents, and all further digits that it has."""
    exact = amount.normalize()
    digits = -int(exact.as_tuple().exponent) if exact else 0
    return f"{amount:,.{max(2, digits)}f}"
