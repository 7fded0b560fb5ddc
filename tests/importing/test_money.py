"""Amounts as ledgers write them, and the one rounding to cents."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budgetplan.importing.money import amount_of, shown, to_cents

AMOUNTS = {
    "1234.5": "1234.5",
    "$1,234.50": "1234.50",
    "(1,234.50)": "-1234.50",
    "($1,234.50)": "-1234.50",
    "-$1,234.50": "-1234.50",
    "$-1,234.50": "-1234.50",
    "1,234.50-": "-1234.50",
    "1,234.50CR": "-1234.50",
    "1,234.50 cr": "-1234.50",
    "1,234.50 DR": "1234.50",
    "\u22121,234.50": "-1234.50",
    "\u00a0 1,234.50 ": "1234.50",
    "+7": "7",
    ".5": "0.5",
    "5.": "5",
    "0012": "12",
    "1.5E+06": "1500000",
    "4002988854.785739": "4002988854.785739",
    "1000125000.0000000001": "1000125000.0000000001",
}
NONE = [
    "",
    "-",
    "N/A",
    "#Missing",
    "1,23",
    "1,2345",
    "1.234,50",
    "12 34",
    "(5",
    "5)",
    "(-5)",
    "-5-",
    "-5 CR",
    "1e999",
    "١٢",
]


@pytest.mark.parametrize(("text", "value"), AMOUNTS.items())
def test_an_amount_is_read_with_every_digit(text: str, value: str) -> None:
    assert amount_of(text) == Decimal(value)


@pytest.mark.parametrize("text", [*NONE, "1" * 41])
def test_what_is_no_amount_is_none(text: str) -> None:
    assert amount_of(text) is None


@pytest.mark.parametrize(
    ("exact", "cents"), [("0.005", "0.01"), ("-0.005", "-0.01"), ("0.0049999", "0"), ("1.015", "1.02"), ("7", "7.00")]
)
def test_half_a_cent_goes_away_from_zero(exact: str, cents: str) -> None:
    assert str(to_cents(Decimal(exact))) == str(Decimal(cents).quantize(Decimal("0.01")))


@given(st.decimals(allow_nan=False, allow_infinity=False, places=6, min_value=-(10**12), max_value=10**12))
def test_what_is_shown_is_read_back(value: Decimal) -> None:
    assert amount_of(shown(value)) == value
    assert abs(value - to_cents(value)) <= Decimal("0.005")
