"""The one rounding of an import, to cents, and amounts as people read them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budgetplan.assumptions.money import amount_in
from budgetplan.importing.money import shown, to_cents


@pytest.mark.parametrize(
    ("exact", "cents"), [("0.005", "0.01"), ("-0.005", "-0.01"), ("0.0049999", "0"), ("1.015", "1.02"), ("7", "7.00")]
)
def test_half_a_cent_goes_away_from_zero(exact: str, cents: str) -> None:
    assert str(to_cents(Decimal(exact))) == str(Decimal(cents).quantize(Decimal("0.01")))


@given(st.decimals(allow_nan=False, allow_infinity=False, places=6, min_value=-(10**12), max_value=10**12))
def test_what_is_shown_is_read_back(value: Decimal) -> None:
    assert amount_in(shown(value)) == value
    assert abs(value - to_cents(value)) <= Decimal("0.005")
