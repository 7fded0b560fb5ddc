"""Names that formulas may use, ids of things, codes of the ledger."""

from __future__ import annotations

import pytest

from budgetplan.errors import nearest
from budgetplan.names import code_problem, id_problem, name_problem


@pytest.mark.parametrize(
    "name", ["cola", "postage_rate", "x", "wage_base_2027", "abcd1", "xfe1", "a1048577", "fte_1", "total"]
)
def test_good_names(name: str) -> None:
    assert name_problem(name) is None


@pytest.mark.parametrize(
    "name",
    [
        *(
            "r",
            "c",
            "rc",
            "r1",
            "c5",
            "r1c1",
            "rc3",
            "r2c",
            "true",
            "false",
            "fte1",
            "mar1",
            "tax2026",
            "day7",
            "xfd1048576",
        ),
        *(
            "xfd1048576",
            "a0001",
            "Cola",
            "1st",
            "_x",
            "a__b",
            "wage base",
            "wage-base",
            "größe",
            "",
            "print_area",
            "x" * 101,
            "a\n",
        ),
    ],
)
def test_names_that_a_spreadsheet_reads_as_something_else(name: str) -> None:
    assert name_problem(name)


def test_the_message_proposes_a_name_that_works() -> None:
    assert name_problem("tax2026") == '"tax2026" is a cell to a spreadsheet: write "tax_2026"'
    assert 'like "wage_base"' in str(name_problem("Wage Base"))


@pytest.mark.parametrize("code", ["500", "0100", "1E2", "A-1 b", "Ü", "5110.10"])
def test_good_codes(code: str) -> None:
    assert code_problem(code) is None


@pytest.mark.parametrize("code", ["A*", "5?", "~", "a|b", "<5", ">5", "=5", "", " 5", "5 ", "a\tb", "9" * 101])
def test_codes_that_spreadsheets_read_as_patterns(code: str) -> None:
    assert code_problem(code)


@pytest.mark.parametrize(("text", "good"), [("field-services", True), ("500", True), ("Field", False), ("-a", False)])
def test_ids(text: str, good: bool) -> None:
    assert (id_problem(text) is None) is good


def test_the_hint_keeps_capitals() -> None:
    assert nearest("position nr", ["Position No", "Unit"]) == ' Did you mean "Position No"?'
    assert nearest("xyz", ["Position No"]) == ""
