"""Net 3, random formulas: what Values calculates is what a spreadsheet makes of the text that Cells writes.

This pins brackets and precedence: a dropped pair of brackets is worth a different number. The names stand for every way
in which a cell can be anchored: one cell, a row of months, a column, and months in each row.
"""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from formula.small import Tiny, build, differences, given, line
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st
from needs import needs_libreoffice

from budgetplan.formula.symbols import UNIVERSAL
from budgetplan.workbook.engines import recalculate_formualizer, recalculate_libreoffice

FORMULAS = 1500
NAMES = ("fee", "bills", "salary", "hours")
NUMBERS = sorted(f"{number:.0f}" for number in UNIVERSAL if number <= 24)
INPUTS = (
    given("fee", 1.5),
    given("bills", [-2, 7.25, 0.5], "month"),
    given("salary", [3, -4.75], table="t"),
    given("hours", [[1, -0.75, 6], [2.5, 8, -3]], "month", table="t"),
)


def formula(pick: random.Random, depth: int) -> str:
    """A random formula. Half of the groupings are left to precedence, half are bracketed."""

    def part() -> str:
        return formula(pick, depth - 1)

    if depth == 0:
        return pick.choice((*NAMES, *NAMES, *NUMBERS))
    kind = pick.random()
    if kind < 0.12:
        return f"{pick.choice('-+-')}{part()}"
    if kind < 0.24:
        return f"({part()})"
    if kind < 0.34:
        sign = pick.choice(("<", "<=", ">", ">=", "=", "<>"))
        return f"IF({part()} {sign} {part()}, {part()}, {part()})"
    if kind < 0.44:
        return f"{pick.choice(('MIN', 'MAX'))}({part()}, {part()})"
    if kind < 0.50:
        return f"ROUND({part()}, {pick.choice('012')})"
    if kind < 0.56:
        return f"({part()})%" if pick.random() < 0.7 else f"{pick.choice(NAMES)}%%"
    if kind < 0.66:
        return f"{pick.choice((f'({part()})', *NAMES, '-' + NAMES[0]))} ^ {pick.choice(('2', '1', '-1', '2^2'))}"
    return f"{part()} {pick.choice('+-*/')} {part()}"


def workbook(path: Path, formulas: list[str]) -> Tiny:
    """The formulas as lines of one table, over rows and months."""
    tiny = Tiny(path)
    lines = [line(f"wanted_{n}", f"={text}", "month", table="t") for n, text in enumerate(formulas, 1)]
    tiny.add(build(*INPUTS, *lines, t=2))
    tiny.write()
    return tiny


@pytest.fixture(scope="module")
def batch(tmp_path_factory: pytest.TempPathFactory) -> Tiny:
    """The same random formulas each time."""
    pick = random.Random(20271001)
    return workbook(
        tmp_path_factory.mktemp("random") / "random.xlsx",
        [formula(pick, pick.choice((2, 3, 4))) for _ in range(FORMULAS)],
    )


def test_most_random_formulas_have_a_value(batch: Tiny) -> None:
    values = [value for *_, value in batch.cells()]
    assert len(values) == FORMULAS * 6
    assert sum(value != value for value in values) < 0.1 * len(values), "too many are errors to prove anything"
    assert len({round(value, 6) for value in values}) > 1000, "too many are the same number"


def test_formualizer_calculates_the_same(batch: Tiny) -> None:
    assert differences(batch, recalculate_formualizer(batch.path)) == []


@pytest.mark.slow
@needs_libreoffice
def test_libreoffice_calculates_the_same(batch: Tiny, tmp_path: Path) -> None:
    assert differences(batch, recalculate_libreoffice(batch.path, tmp_path).values()) == []


@settings(max_examples=60)
@for_all(st.randoms(use_true_random=False), st.integers(1, 5))
def test_any_formula_calculates_the_same(
    tmp_path_factory: pytest.TempPathFactory, pick: random.Random, depth: int
) -> None:
    path = tmp_path_factory.getbasetemp() / "one_random_formula.xlsx"
    tiny = workbook(path, [formula(pick, depth)])
    assert differences(tiny, recalculate_formualizer(path)) == []
