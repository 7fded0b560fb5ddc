"""Net 6 for formulas: each mistake, with the exact sentence that a person reads."""

from __future__ import annotations

import pytest
from formula.small import given, line, refusals

from budgetplan.errors import Place
from budgetplan.model.blocks import Block, Input, Line, Union

NUMBERS = "0, 1, 2, 12, 24, 60, 100, 365, 3600"
BLANK = float("nan")
DATE, TEXT = {"unit": "date"}, {"unit": "text"}


def blocks() -> list[Block]:
    """A small plan: a few figures, a line of months, and two tables."""
    return [
        given("salary", 60000.0, unit="$"),
        given("rate", 0.05, unit="share"),
        given("note", "x", **TEXT),
        given("start", 46388.0, **DATE),
        given("bills", [1, 2, 3], "month"),
        given("month", [46388, 46419, 46447], "month", **DATE),
        given("years", [1, 2], "year"),
        given("fte", [1, 2], table="positions"),
        given("unit", ["a", "b"], table="positions", **TEXT),
        given("unit_key", ["u|a", "u|b"], table="positions", unit="key"),
        Input(**{**given("override", [1, BLANK], table="positions").__dict__, "optional": True}),
        given("wages", [[1, 2, 3], [4, 5, 6]], "month", table="positions"),
        given("code", ["0100"], table="accounts", **TEXT),
        given("amount", [5], table="accounts"),
        Union(name="amount", table="postings", parts=("positions.fte", "accounts.amount")),
    ]


def said(formula: str, axis: str | None = "month", table: str | None = None, **more: object) -> list[str]:
    """What is said of a line `wanted` with this formula; its place and name, which are the same each time, left out."""
    found = refusals(*blocks(), line("wanted", formula, axis, table=table, **more), positions=2, accounts=1)
    return [text.partition("wanted: ")[2] for text in found]


TABLE = (
    # names
    ("=»salry« * 2", 'There is no "salry". Did you mean "salary"?'),
    ("=rate * »bils«", 'There is no "bils". Did you mean "bills"?'),
    ("=»zzz«", 'There is no "zzz".'),
    ("=»RUOND«(salary, 2)", 'There is no function RUOND. Did you mean "ROUND"?'),
    ("=»xlookup«(salary, 2)", 'There is no function XLOOKUP. Did you mean "LOOKUP"?'),
    # how many arguments
    (
        "=1 + »ROUND(salary)«",
        "Write ROUND(x, digits): x rounded to a number of decimals, halves away from zero.",
    ),
    ("=»MAX()«", "Write MAX(x, y, ...): The largest of the values."),
    ("=»IF(rate > 0, 1)«", "Write IF(test, yes, no): `yes` where the test holds, else `no`."),
    (
        "=»SUMIFS(accounts.amount, accounts.amount)«",
        "Write SUMIFS(column, key, want, ...): The rows of a column whose key equals the wanted one, added up. "
        "Several pairs of key and want may follow.",
    ),
    # text in arithmetic
    ("=»note« + 1", '"+" needs numbers on both sides.'),
    ('=salary * »"x"«', '"*" needs numbers on both sides.'),
    ("=-»note«", '"-" needs a number, and this is text.'),
    ("=»note«%", '"%" needs a number, and this is text.'),
    ("=IF(»note = 1«, 1, 0)", '"=" compares text with a number; they are never equal.'),
    ("=IF(»start <> note«, 1, 0)", '"<>" compares a date with text; they are never equal.'),
    ('=IF(»note« < "b", 1, 0)', '"<" needs numbers on both sides.'),
    ('=IF("b" & »rate« = note, 1, 0)', '"&" joins texts, and this is a number.'),
    # dates
    ("=»start + start«", '"+" has no meaning between a date and a date.'),
    ("=»start * 2«", '"*" has no meaning between a date and a number.'),
    ("=»2 - start«", '"-" has no meaning between a number and a date.'),
    ("=-»start«", '"-" needs a number, and this is a date.'),
    ("=IF(»start > 2«, 1, 0)", '">" compares a date with a number.'),
    ("=YEAR(»salary«)", 'YEAR needs a date for "date", and this is a number.'),
    ("=ROUND(»start«, 2)", 'ROUND needs a number for "x", and this is a date.'),
    # tests
    ("=»rate > 0«", "A line holds numbers, and this is a test; write IF(..., 1, 0)."),
    ("=»OR(rate > 0, rate < 0)«", "A line holds numbers, and this is a test; write IF(..., 1, 0)."),
    ("=IF(»rate«, 1, 0)", 'IF needs a test for "test", and this is a number.'),
    (
        "=1 + (»rate > 0«)",
        '"+" cannot work on a test; AND(...), OR(...) join tests and IF(test, 1, 0) makes a number.',
    ),
    (
        "=IF(»1 < rate« < 2, 1, 0)",
        '"<" cannot work on a test; AND(...), OR(...) join tests and IF(test, 1, 0) makes a number.',
    ),
    ("=»IF(rate > 0, 1, note)«", 'IF has a number and text for "yes" and "no"; they must be alike.'),
    ("=»IF(rate > 0, start, 1)«", 'IF has a date and a number for "yes" and "no"; they must be alike.'),
    # tables
    (
        "=»accounts.amount«",
        "accounts.amount has one value per row; say which rows with SUM(accounts.amount), SUMIFS or FROM.",
    ),
    (
        "=»postings.amount«",
        "postings.amount has one value per row; say which rows with SUM(postings.amount), SUMIFS or FROM.",
    ),
    ("=SUM(»bills«)", "SUM looks down a table; bills is not a column of one."),
    (
        "=SUM(»positions.fte + 1«)",
        "SUM looks beyond this row and month; give this part a line and a name of its own first.",
    ),
    ("=TOTAL(»positions.wages«)", "positions.wages belongs to another table; add it up with SUMIFS first."),
    (
        "=SUMIFS(accounts.amount, »accounts.code«, note)",
        'SUMIFS would take "0100" and "100" for equal; join a letter in front, e.g. "k" & accounts.code.',
    ),
    (
        "=SUMIFS(positions.fte, positions.unit_key, »note«)",
        'SUMIFS would take "0100" and "100" for equal; join a letter in front, e.g. "k" & note.',
    ),
    (
        '=SUMIFS(positions.fte, positions.unit_key, »"1" & note«)',
        'SUMIFS would take "0100" and "100" for equal; join a letter in front, e.g. "k" & code.',
    ),
    # months
    ("=PREV(»salary«)", "PREV looks along months or years; salary has none."),
    (
        "=PREV(»bills«)",
        "PREV in the first month reads the opening value of bills; give that line an opening.",
    ),
    (
        "=PREV(»bills * 2«)",
        "PREV looks beyond this row and month; give this part a line and a name of its own first.",
    ),
    ("=»wanted« + 1", "wanted cannot be made of itself; PREV(wanted) is its value of the month before."),
    ("=CUM(»wanted«)", "wanted may look back at itself with PREV only."),
    ("=CUM(»years«)", "years has one value per year, and wanted has not."),
    ("=»years«", "years has one value per year, and wanted has one per month; use TOTAL(years) or ACROSS."),
    # optional inputs
    ("=SUM(»positions.override«)", "override may be blank, so SUM cannot read it."),
    ("=IFBLANK(»rate«, 1)", "Only an input that is declared optional can be blank."),
    # figures without a name
    (
        "=rate * »0.55«",
        "Give 0.55 a name and a source (under rates:), and write the name here. "
        f"Only {NUMBERS} may stand in a formula.",
    ),
    (
        "=rate + »7«",
        f"Give 7 a name and a source (under rates:), and write the name here. Only {NUMBERS} may stand in a formula.",
    ),
    (
        "=rate * »5%«",
        "Give 0.05 (5 %) a name and a source (under rates:), and write the name here. "
        f"Only {NUMBERS} may stand in a formula.",
    ),
    # what the line is
    ('»=note & "x"«', "This gives a text, but the unit of the line (count) says number."),
    ("»=start«", "This gives a date, but the unit of the line (count) says number."),
)


@pytest.mark.parametrize(("pointed", "message"), TABLE, ids=[pointed for pointed, _ in TABLE])
def test_the_message_and_the_part_it_points_at(pointed: str, message: str) -> None:
    formula = pointed.replace("»", "").replace("«", "")
    assert said(formula) == [f"{message} In: {pointed}"]


IN_OTHER_LINES = (
    (
        "=»bills«",
        {"axis": None},
        "bills has one value per month, and wanted has one in all; use TOTAL(bills) or ACROSS.",
    ),
    (
        "=»wages«",
        {"axis": None, "table": "positions"},
        "wages has one value per month, and wanted has one in all; use TOTAL(wages) or ACROSS.",
    ),
    ("=SUM(»positions.wages«)", {"axis": None}, "positions.wages has one value per month, and wanted has not."),
    ("=»override« * 2", {"table": "positions"}, "override may be blank; say what counts then: IFBLANK(override, ...)."),
    (
        '=»IFBLANK(override, "x")«',
        {"table": "positions"},
        'IFBLANK has a number and text for "x" and "fallback"; they must be alike.',
    ),
    (
        "=SUMIFS(positions.fte, positions.unit_key, »unit«)",
        {"table": "positions"},
        'SUMIFS would take "0100" and "100" for equal; join a letter in front, e.g. "k" & unit.',
    ),
    ("»=salary«", DATE, "This gives a number, but the unit of the line (date) says date."),
    ("=note & »1«", TEXT, '"&" joins texts, and this is a number.'),
)


@pytest.mark.parametrize(("pointed", "where", "message"), IN_OTHER_LINES, ids=[case[0] for case in IN_OTHER_LINES])
def test_what_depends_on_the_line(pointed: str, where: dict[str, str], message: str) -> None:
    formula = pointed.replace("»", "").replace("«", "")
    assert said(formula, **where) == [f"{message} In: {pointed}"]


@pytest.mark.parametrize(
    ("formula", "where"),
    [
        ("=start + 1", DATE),
        ("=start - 1", DATE),
        ("=1 + start", DATE),
        ("=month - start", {}),
        ("=IF(AND(month >= start, OR(rate > 0, rate < 0)), 1, 0)", {}),
        ("=IF(rate > 0, start, month)", DATE),
        ('=IF(note = "x", "yes", "no")', TEXT),
        ('=IF(rate > 0, "k" & note, note)', TEXT),
        ("=IFBLANK(override, fte)", {"table": "positions"}),
        ('=SUMIFS(positions.wages, positions.unit_key, "u|" & note)', {}),
        ('=FROM(accounts.amount, accounts.code, "0100")', {}),
        ("=TOTAL(wages) + SUM(positions.fte)", {"table": "positions", "axis": None}),
        ("=SUM(postings.amount)", {"axis": None}),
    ],
)
def test_sound_formulas_are_not_refused(formula: str, where: dict[str, str]) -> None:
    assert said(formula, **where) == []


PATTERN = "A key holds none of * ? ~ < > =: spreadsheets read them as patterns."
NO_SENSE = (
    ("=»IF(rate > 0, note, 1)«", TEXT, 'IF has text and a number for "yes" and "no"; they must be alike.'),
    ("=»MAX(start, 2)«", {}, 'MAX has a date and a number for "x" and "y"; they must be alike.'),
    ("=»MIN(2, start)«", DATE, 'MIN has a number and a date for "x" and "y"; they must be alike.'),
    (
        "=»IFBLANK(override, start)«",
        {"table": "positions"},
        'IFBLANK has a number and a date for "x" and "fallback"; they must be alike.',
    ),
    (
        "=»SUMIFS(accounts.amount, positions.fte, 2)«",
        {},
        "SUMIFS needs accounts.amount, positions.fte to be of one table.",
    ),
    (
        "=»FROM(accounts.amount, positions.fte, 2)«",
        {},
        "FROM needs accounts.amount, positions.fte to be of one table.",
    ),
    (
        "=»LOOKUP(2, positions.fte, accounts.amount)«",
        {},
        "LOOKUP needs positions.fte, accounts.amount to be of one table.",
    ),
    (
        "=»FROM(accounts.amount, accounts.code, 2)«",
        {},
        'FROM has text and a number for "key" and "want"; they must be alike.',
    ),
    (
        "=»SUMIFS(accounts.amount, accounts.amount, start)«",
        {},
        'SUMIFS has a number and a date for "key" and "want"; they must be alike.',
    ),
    (
        "=»LOOKUP(start, accounts.amount, accounts.amount)«",
        {},
        'LOOKUP has a date and a number for "when" and "dates"; they must be alike.',
    ),
    ("=»ACROSS(bills, years, 2)«", {"axis": None}, "ACROSS needs bills, years to be of one axis."),
    ('=SUMIFS(positions.fte, positions.unit_key, »"u*"« & note)', {}, PATTERN),
    ('=SUMIFS(positions.fte, positions.unit_key, "u|" & »"?"«)', {}, PATTERN),
    ('=SUMIFS(positions.fte, positions.unit_key, "u|" & note & »"~"«)', {}, PATTERN),
)


@pytest.mark.parametrize(("pointed", "where", "message"), NO_SENSE, ids=[case[0] for case in NO_SENSE])
def test_what_makes_no_sense_is_refused(pointed: str, where: dict[str, str], message: str) -> None:
    formula = pointed.replace("»", "").replace("«", "")
    assert said(formula, **where) == [f"{message} In: {pointed}"]


@pytest.mark.parametrize(
    ("formula", "hint"),
    [
        ("=accounts.amonut", "accounts.amount"),
        ("=SUM(position.fte)", "positions.fte"),
        ("=SUM(wages)", "positions.wages"),
    ],
)
def test_the_hint_knows_the_columns_of_other_tables(formula: str, hint: str) -> None:
    assert f'Did you mean "{hint}"?' in said(formula)[0]


def test_the_place_of_a_mistake_is_its_column_in_the_file() -> None:
    bad = Line(name="cost", formula="=rate * bils", place=Place("rates.yaml", 7, 12))
    assert refusals(*blocks(), bad, positions=2, accounts=1) == [
        'rates.yaml:7:20: cost: There is no "bils". Did you mean "bills"? In: =rate * »bils«'
    ]


def test_all_mistakes_are_told_at_once_in_the_order_of_the_files() -> None:
    one = Line(name="one", formula="=nothing1", place=Place("b.yaml", 9, 3))
    two = Line(name="two", formula="=nothing2", place=Place("a.yaml", 5, 3))
    assert [text.partition(": ")[0] for text in refusals(one, two)] == ["a.yaml:5:4", "b.yaml:9:4"]


def test_a_long_formula_is_shown_where_it_is_wrong() -> None:
    formula = "=" + "salary + " * 40 + "salry" + " + salary" * 40
    message = said(formula)[0]
    assert "»salry«" in message
    assert len(message) < 260


def circle(**formulas: str) -> list[str]:
    """What is said of lines that wait for each other; each stands on a line of its own in lines.yaml."""
    return refusals(
        *(
            Line(name=name, axis="month", formula=formula, place=Place("lines.yaml", number, 5))
            for number, (name, formula) in enumerate(formulas.items(), 1)
        )
    )


def test_a_circle_names_each_of_its_lines_with_file_and_line() -> None:
    (message,) = circle(first="=second + 1", second="=third * 2", third="=first - free", free="=1")
    for member in ("first (lines.yaml:1)", "second (lines.yaml:2)", "third (lines.yaml:3)"):
        assert member in message
    assert "free" not in message
    assert message.endswith("A line may look back at itself with PREV.")
    assert "wait for each other" in message


def test_each_member_of_a_circle_needs_the_next() -> None:
    (message,) = circle(first="=second + 1", second="=third * 2", third="=first")
    told = message.partition("wait for each other: ")[2].partition(". Only")[0]
    order = [part.partition(" (")[0] for part in told.split(" needs ")]
    needs = {"first": "second", "second": "third", "third": "first"}
    assert [needs[name] for name in order[:-1]] == order[1:]
    assert order[0] == order[-1]


def test_two_lines_that_add_each_other_up_are_a_circle() -> None:
    (message,) = circle(first="=CUM(second)", second="=first")
    assert "first (lines.yaml:1)" in message
    assert "second (lines.yaml:2)" in message


def test_a_circle_through_an_opening_is_found() -> None:
    found = refusals(
        Line(
            name="level",
            axis="month",
            formula="=PREV(level) + 1",
            opening="level__opening",
            place=Place("l.yaml", 1, 1),
        ),
        Line(name="level__opening", formula="=TOTAL(level)", slot="opening", place=Place("l.yaml", 2, 1)),
    )
    assert len(found) == 1
    assert "wait for each other" in found[0]


def test_a_line_that_looks_back_at_itself_is_no_circle() -> None:
    assert refusals(given("o", 0, slot="opening"), line("level", "=PREV(level) + 1", "month", opening="o")) == []


def test_a_name_given_twice_says_where_the_other_is() -> None:
    one = Line(name="cost", formula="=1", place=Place("a.yaml", 5, 3))
    two = Line(name="cost", formula="=2", place=Place("b.yaml", 9, 3))
    assert refusals(one, two) == ["b.yaml:9:3: cost: This name is given twice; it is also at a.yaml:5."]
