"""Amounts as ledgers and payrolls write them, and those that are refused because they could mean two."""

from __future__ import annotations

from decimal import Decimal

import pytest

from budgetplan.assumptions.money import amount_in, amount_problem, share_in

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
    "1.2345E+04": "12345",
    "1.16415E-10": "0.000000000116415",
    "4002988854.785739": "4002988854.785739",
    "1000125000.0000000001": "1000125000.0000000001",
}
NONE = ["", "-", "N/A", "#Missing", "12 34", "1e999", "١٢", "about 40", "1" * 41]
PROBLEMS = {
    "1,23": "has no commas by threes and one point: write 1.23 or 123",
    "1,2345": "has no commas by threes and one point: write 1.2345 or 12345",
    "0,500": "has no commas by threes and one point: write 0.500 or 0500",
    "00,123": "has no commas by threes and one point: write 00.123 or 00123",
    "1.234,56": "has no commas by threes and one point: write 1234.56",
    "62.400,50": "has no commas by threes and one point: write 62400.50",
    "$1.234.567": "has no commas by threes and one point: write it like 1234.50",
    "1,23 CR": "has no commas by threes and one point: write 1.23 or 123",
    "(-5)": "has two signs: write one, such as -5",
    "--5": "has two signs: write one, such as -5",
    "-5-": "has two signs: write one, such as -5",
    "-5 CR": "has two signs: write one, such as -5",
    "(5": "has one of its two brackets: write (5) or -5 for an amount below 0",
    "5)": "has one of its two brackets: write (5) or -5 for an amount below 0",
    "1.5E+06": "is rounded: format its column as a number with cents, and export it again",
    "75%": "is a percentage: write 0.75",
    "7.5 %": "is a percentage: write 0.075",
}


@pytest.mark.parametrize(("text", "value"), AMOUNTS.items())
def test_an_amount_is_read_with_every_digit(text: str, value: str) -> None:
    assert amount_in(text) == Decimal(value)
    assert amount_problem(text) == ""


@pytest.mark.parametrize("text", NONE)
def test_what_is_no_amount_is_none(text: str) -> None:
    assert amount_in(text) is None
    assert amount_problem(text) == ""


@pytest.mark.parametrize(("text", "said"), PROBLEMS.items())
def test_what_could_mean_two_amounts_is_none_and_is_told(text: str, said: str) -> None:
    assert amount_in(text) is None
    assert amount_problem(text) == said


def test_a_percentage_is_a_share() -> None:
    assert [share_in(text) for text in ("75%", "7.5 %", "100%", "75", "%")] == [
        Decimal("0.75"),
        Decimal("0.075"),
        Decimal(1),
        None,
        None,
    ]
