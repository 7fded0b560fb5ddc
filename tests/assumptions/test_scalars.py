"""The one YAML dialect: which words are values, and which stay text."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from budgetplan.assumptions.nodes import compose
from budgetplan.assumptions.scalars import BadScalar, plain_value
from budgetplan.errors import Problem


@pytest.mark.parametrize(
    "text",
    [
        *(
            "NO",
            "no",
            "yes",
            "on",
            "Off",
            "True",
            "NULL",
            "010",
            "0x10",
            "0o17",
            "12:30",
            "1_000",
            "1,000",
            "3 %",
            "$5",
        ),
        *("$5", "2027-1-5", "2027-01-01 10:00", "1e", "e3", ".", "-", "+", "--1", "1.2.3", "=a + b", "Étage"),
    ],
)
def test_these_words_are_text(text: str) -> None:
    assert plain_value(text) == text


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("", None),
        ("~", None),
        ("null", None),
        ("true", True),
        ("false", False),
        ("0", 0),
        ("-17", -17),
        ("+5", 5),
        ("1e3", 1000.0),
        ("1.5E-2", 0.015),
        (".5", 0.5),
        ("5.", 5.0),
        ("0.062", 0.062),
        ("2027-01-31", dt.date(2027, 1, 31)),
    ],
)
def test_these_words_are_values(text: str, value: Any) -> None:
    assert plain_value(text) == value
    assert type(plain_value(text)) is type(value)


@pytest.mark.parametrize("text", ["2027-02-30", "2027-13-01", ".inf", "-.INF", ".nan", "1e999", "9" * 400 + ".0"])
def test_these_words_are_refused(text: str) -> None:
    with pytest.raises(BadScalar):
        plain_value(text)


def tree(text: str) -> Any:
    """The plain data of a YAML text that has no problems."""
    problems: list[Problem] = []
    node = compose(text, "plan.yaml", problems)
    assert problems == []
    return node.plain() if node else None


def test_quoted_is_always_text() -> None:
    assert tree("a: '12'\nb: \"true\"\nc: '2027-01-01'\nd: ''") == {"a": "12", "b": "true", "c": "2027-01-01", "d": ""}


def test_a_formula_is_text() -> None:
    assert tree("a: =ROUND(x * 2, 2)\nb: >-\n  =IF(a > 1,\n  2, 3)\n") == {
        "a": "=ROUND(x * 2, 2)",
        "b": "=IF(a > 1, 2, 3)",
    }


def test_two_spellings_of_a_letter_are_one_text() -> None:
    assert tree("Caf\u0065\u0301: 1") == {"Caf\u00e9": 1}


def test_aliases_repeat_a_value() -> None:
    assert tree("a: &x {b: [1, 2]}\nc: *x") == {"a": {"b": [1, 2]}, "c": {"b": [1, 2]}}


def test_dates_may_be_keys() -> None:
    assert tree("2027-01-01: 5") == {dt.date(2027, 1, 1): 5}


def test_a_large_integer_is_a_number_and_not_a_crash() -> None:
    assert tree("a: " + "9" * 300) == {"a": float("9" * 300)}


@pytest.mark.parametrize("text", ["[" * 100_000, "{a: " * 100_000, "- " * 100_000, "a: &a [*a]", "[" * 49 + "]" * 49])
def test_depth_is_no_danger(text: str, tmp_path: Path) -> None:
    problems: list[Problem] = []
    node = compose(text, "plan.yaml", problems)
    assert problems or node is not None
