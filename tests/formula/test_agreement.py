"""Where the two sides of a function can part: keys that change by month, tables without rows, what counts as equal."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from formula.small import Tiny, build, differences, given, line, refusals
from needs import needs_libreoffice

from budgetplan.model.blocks import Input, Union
from budgetplan.workbook.engines import recalculate_formualizer, recalculate_libreoffice

INPUTS = (
    given("period", [1, 2, 3], "month"),
    given("year", [1, 1, 2], "month"),
    given("code", [1, 2, 3], table="rates"),
    given("price", [10, 20, 30], table="rates"),
    given("turn", [[1, 2, 3], [2, 3, 1], [3, 1, 2]], "month", table="rates"),
    given("mine", [3, 1, 60], table="rates"),
    given("from_day", [1, 2, 3], table="rates", unit="date"),
    given("turn_day", [[1, 1, 1], [2, 60, 1], [60, 60, 2]], "month", table="rates", unit="date"),
    given("key", ["r|a", "r|b", "r|b"], table="rates", unit="key"),
    given("day", [1, 2, 3], "month", unit="date"),
)


@pytest.mark.parametrize(
    "formula",
    [
        "=SUM(rates.turn)",
        "=SUMIFS(rates.price, rates.code, period)",
        "=SUMIFS(rates.turn, rates.code, period)",
        "=SUMIFS(rates.turn, rates.code, 2)",
        "=SUMIFS(rates.price, rates.code, 2, rates.from_day, day)",
        '=SUMIFS(rates.price, rates.key, "r|" & IF(period > 1, "b", "a"))',
        "=FROM(rates.price, rates.code, period)",
        "=FROM(rates.turn, rates.code, period)",
        "=FROM(rates.turn, rates.code, 2)",
        "=LOOKUP(period, rates.code, rates.price)",
        "=BETWEEN(rates.price, rates.from_day, day, day)",
        "=UPTO(rates.from_day, day) * 2",
        '=ENTRIES(rates.key, "r|" & "b", rates.from_day, day)',
        '=ENTRY(rates.price, rates.key, "r|" & "b", INT(period / 2))',
        "=ACROSS(period, year, year)",
        "=YTD(period, year) + CUM(period) + TOTAL(period)",
    ],
)
def test_each_month_has_its_own(formula: str, tmp_path: Path) -> None:
    tiny = Tiny(tmp_path / "months.xlsx")
    tiny.add(build(*INPUTS, line("wanted", formula, "month"), rates=3))
    assert differences(tiny, recalculate_formualizer(tiny.write())) == []


@pytest.mark.parametrize(
    ("formula", "function", "part", "column"),
    [
        ("=SUMIFS(rates.turn, »rates.turn«, 2)", "SUMIFS", "key", "turn"),
        ("=SUMIFS(rates.price, »rates.turn«, 2)", "SUMIFS", "key", "turn"),
        ("=SUMIFS(rates.price, rates.code, 2, »rates.turn«, period)", "SUMIFS", "key", "turn"),
        ("=FROM(rates.price, »rates.turn«, 2)", "FROM", "key", "turn"),
        ("=LOOKUP(2, »rates.turn«, rates.price)", "LOOKUP", "dates", "turn"),
        ("=LOOKUP(2, rates.code, »rates.turn«)", "LOOKUP", "column", "turn"),
        ("=BETWEEN(»rates.turn«, rates.from_day, day, day)", "BETWEEN", "column", "turn"),
        ("=BETWEEN(rates.price, »rates.turn_day«, day, day)", "BETWEEN", "dates", "turn_day"),
        ("=UPTO(»rates.turn_day«, day)", "UPTO", "dates", "turn_day"),
        ('=ENTRIES(rates.key, "r|" & "b", »rates.turn_day«, day)', "ENTRIES", "dates", "turn_day"),
        ('=ENTRY(»rates.turn«, rates.key, "r|" & "b", 1)', "ENTRY", "column", "turn"),
    ],
)
@pytest.mark.parametrize("table", [None, "rates"])
def test_keys_dates_and_entries_do_not_change_by_month(
    formula: str, function: str, part: str, column: str, table: str | None
) -> None:
    """Only what is added up, or picked by a key that stays, may have one value per month; the rest is refused."""
    plain = formula.replace("»", "").replace("«", "")
    message = f'{function} needs one value per row for "{part}"; rates.{column} has one per month.'
    (found,) = refusals(*INPUTS, line("wanted", plain, "month", table=table), rates=3)
    assert found.partition("wanted: ")[2] == f"{message} In: {formula}"


@pytest.mark.parametrize(
    "formula",
    [
        "=SUMIFS(rates.price, rates.code, code)",
        "=SUMIFS(rates.turn, rates.code, mine)",
        "=SUMIFS(rates.turn, rates.code, turn)",
        "=FROM(rates.price, rates.code, mine)",
        "=FROM(rates.turn, rates.code, mine)",
        "=FROM(rates.price, rates.code, turn)",
        "=FROM(rates.turn, rates.code, turn)",
        "=LOOKUP(mine, rates.code, rates.price)",
        "=LOOKUP(turn, rates.code, rates.price)",
        "=ACROSS(turn, year, mine)",
        "=YTD(turn, year) + CUM(turn)",
        "=BETWEEN(rates.price, rates.from_day, day, from_day + 1)",
        "=BETWEEN(rates.price, rates.from_day, day, turn_day)",
        "=UPTO(rates.from_day, turn_day)",
        "=ENTRIES(rates.key, key, rates.from_day, turn_day)",
        "=ENTRY(rates.price, rates.key, key, 1)",
        "=MIN(turn, period) * price",
    ],
)
def test_each_row_has_its_own(formula: str, tmp_path: Path) -> None:
    """In the third row nothing is found: FROM is an error there and SUMIFS 0, in both."""
    tiny = Tiny(tmp_path / "rows.xlsx")
    tiny.add(build(*INPUTS, line("wanted", formula, "month", table="rates"), rates=3))
    assert differences(tiny, recalculate_formualizer(tiny.write())) == []


@pytest.mark.parametrize(
    "formula",
    [
        "=SUM(none.price)",
        "=SUMIFS(none.price, none.code, 2)",
        "=BETWEEN(none.price, none.day, day, day)",
        "=FROM(none.price, none.code, 2)",
        "=LOOKUP(day, none.day, none.price)",
        "=UPTO(none.day, day)",
        '=ENTRIES(none.key, "r|" & "a", none.day, day)',
        '=ENTRY(none.price, none.key, "r|" & "a", 1)',
    ],
)
def test_a_table_without_rows_adds_up_to_0_and_holds_nothing(formula: str, tmp_path: Path) -> None:
    tiny = Tiny(tmp_path / "empty.xlsx")
    nothing = np.empty((0, 1))
    values = tiny.add(
        build(
            given("day", [1, 2, 3], "month", unit="date"),
            Input(name="price", table="none", values=nothing),
            Input(name="code", table="none", values=nothing),
            Input(name="day", table="none", values=nothing, unit="date"),
            Input(name="key", table="none", values=nothing.astype(object), unit="key"),
            line("wanted", formula, "month"),
            none=0,
        )
    )["wanted"]
    assert differences(tiny, recalculate_formualizer(tiny.write())) == []
    adds = formula.startswith(("=SUM", "=BETWEEN", "=UPTO", "=ENTRIES"))
    assert (values == 0).all() if adds else np.isnan(values).all()


@pytest.mark.parametrize(
    "formula",
    [
        "=SUM(all.price) * 2",
        "=2 - SUM(all.price)",
        "=SUMIFS(all.price, all.code, 2) * 2",
        "=2 / SUMIFS(all.turn, all.code, period) ^ 2",
        "=BETWEEN(all.price, all.from_day, day, day) * 2",
        "=UPTO(all.from_day, day) * 2",
    ],
)
def test_blocks_of_two_tables_read_as_one(formula: str, tmp_path: Path) -> None:
    """They stand apart on the sheet, so that each function has two ranges."""
    second = [
        given("code", [2, 60], table="more"),
        given("price", [12, 24], table="more"),
        given("turn", [[1, 2, 3], [2, 3, 1]], "month", table="more"),
        given("from_day", [2, 3], table="more", unit="date"),
    ]
    units = {"code": "count", "price": "count", "turn": "count", "from_day": "date"}
    unions = [
        Union(
            name=name,
            table="all",
            unit=unit,
            axis="month" if name == "turn" else None,
            parts=(f"rates.{name}", f"more.{name}"),
        )
        for name, unit in units.items()
    ]
    tiny = Tiny(tmp_path / "unions.xlsx", apart=1)
    tiny.add(build(*INPUTS, *second, *unions, line("wanted", formula, "month"), rates=3, more=2))
    assert differences(tiny, recalculate_formualizer(tiny.write())) == []


COMPARISONS = {
    "=IF(tenth + fifth = three_tenths, 1, 0)": 1,
    "=IF(tenth + fifth <> three_tenths, 1, 0)": 0,
    "=IF(tenth + fifth > three_tenths, 1, 0)": 0,
    "=IF(tenth + fifth <= three_tenths, 1, 0)": 1,
    "=IF(three_tenths < tenth + fifth, 1, 0)": 0,
    "=IF(three_tenths >= tenth + fifth, 1, 0)": 1,
    "=IF(tenth + fifth + hair > three_tenths, 1, 0)": 1,
    "=IF(street = shouted, 1, 0)": 0,
    '=IF(street = "STRAße", 1, 0)': 1,
    '=IF(street & "x" = street, 1, 0)': 0,
    "=IF(AND(tenth < fifth, fifth <= fifth, fifth <> tenth), 1, 0)": 1,
}
"""What Excel's documentation says: numbers are compared by 15 digits, texts ignoring capitals."""
ALL_BITS = {formula for formula in COMPARISONS if "three_tenths" in formula and "hair" not in formula}
"""Here formualizer, which compares all bits, sees another thing than the spreadsheets that people use."""


@pytest.fixture(scope="module")
def comparisons(tmp_path_factory: pytest.TempPathFactory) -> tuple[Tiny, Path, dict[str, float]]:
    """All of them in one workbook, and what Values gives."""
    tiny = Tiny(tmp_path_factory.mktemp("compared") / "compared.xlsx")
    blocks = [given("tenth", 0.1), given("fifth", 0.2), given("three_tenths", 0.3), given("hair", 1e-12)]
    blocks += [given("street", "straße"), given("shouted", "STRASSE")]
    lines = [line(f"wanted_{number}", formula) for number, formula in enumerate(COMPARISONS, 1)]
    values = tiny.add(build(*blocks, *lines))
    return tiny, tiny.write(), {f: float(values[one.name].item()) for f, one in zip(COMPARISONS, lines, strict=True)}


@pytest.mark.parametrize("formula", COMPARISONS)
def test_comparisons_are_those_of_a_spreadsheet(formula: str, comparisons: tuple[Tiny, Path, dict[str, float]]) -> None:
    assert comparisons[2][formula] == COMPARISONS[formula]


@needs_libreoffice
def test_libreoffice_compares_in_the_same_way(comparisons: tuple[Tiny, Path, dict[str, float]], tmp_path: Path) -> None:
    tiny, path, _ = comparisons
    assert differences(tiny, recalculate_libreoffice(path, tmp_path).values()) == []


def test_formualizer_compares_all_bits_and_nothing_else_differently(
    comparisons: tuple[Tiny, Path, dict[str, float]],
) -> None:
    tiny, path, _ = comparisons
    wrong = differences(tiny, recalculate_formualizer(path))
    assert {formula for formula in COMPARISONS if any(formula in text for text in wrong)} == ALL_BITS
