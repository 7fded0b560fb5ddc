"""Why a figure is what it is: the words, the value, the file and line, the source."""

from __future__ import annotations

from pathlib import Path

import pytest
from formula.small import build, given, line
from needs import ROOT, SMALL_PLAN

from budgetplan.errors import Place
from budgetplan.model.blocks import Input, Line, Provenance, Union
from budgetplan.model.evaluate import evaluate
from budgetplan.model.explain import Explainer
from budgetplan.model.graph import Model
from budgetplan.model.shown import Step, shown
from budgetplan.plan import Result, load
from budgetplan.report.finding import find

MONTHS = [46661, 46692, 46722]  # 1 October, 1 November, 1 December 2027


def entered(name: str, values: object, **more: object) -> Input:
    """An input that says where it is written, and its source."""
    number = {"salary": 3, "rate": 5}.get(name, 9)
    return given(
        name,
        values,
        place_of=lambda row, column: Place("rates.yaml", number + row, 7),
        provenance_of=lambda row, column: Provenance(source=f"source of {name}", status="estimate", note="by hand"),
        **more,
    )


@pytest.fixture
def model() -> Model:
    """Pay and tax of two positions over three months."""
    return build(
        given("month", MONTHS, "month", unit="date"),
        entered("rate", 0.0765, unit="share", label="Tax rate"),
        entered("salary", [60000, 48000], table="positions", unit="$", label="Annual salary"),
        entered("title", ["Clerk", ""], table="positions", unit="text"),
        entered("start", [46692, float("nan")], table="positions", unit="date", optional=True),
        line("pay", "=salary / 12", "month", table="positions", unit="$", label="Pay", place=Place("pay.yaml", 11, 5)),
        Line(
            name="tax",
            table="positions",
            axis="month",
            unit="$",
            label="Tax",
            formula="=ROUND(rate * pay, 2) + 0 * salary",
            place=Place("pay.yaml", 15, 5),
            source="26 USC 3111",
        ),
        line("all_tax", "=SUM(positions.tax)", "month", unit="$"),
        given("saved__opening", 1000, slot="opening"),
        line("saved", "=PREV(saved) + all_tax", "month", unit="$", opening="saved__opening"),
        line("of_year", "=TOTAL(saved)", unit="$"),
        given("fiscal_year", 2028, unit="year"),
        Union(name="tax", table="postings", axis="month", parts=("positions.tax",)),
        line("posted", "=SUM(postings.tax)", "month"),
        line("due", "=IF(month > IFBLANK(start, month), 1, 0)", "month", table="positions"),
        positions=2,
    )


def steps(model: Model, key: str, row: int = 0, column: int = 0, **more: int) -> list[Step]:
    return Explainer(model, evaluate(model)).explain(key, row, column, **more)


def test_a_line_says_its_words_with_the_values_of_its_row(model: Model) -> None:
    first = steps(model, "positions.tax", 1, 2)[0]
    assert first.words == "(rate [7.65 %] × pay [4,000.00], rounded to cents) + 0 × salary [48,000.00]"
    assert first.value == "306.00"  # 48,000 / 12 x 7.65 %
    assert first.formula == "=ROUND(rate * pay, 2) + 0 * salary"
    assert first.label == "Tax"
    assert (first.place, first.source, first.depth) == ("pay.yaml:15", "26 USC 3111", 0)


def test_a_cell_is_named_by_its_row_and_its_month(model: Model) -> None:
    assert steps(model, "positions.tax", 1, 1)[0].name == "positions.tax[row 2, 2027-11]"
    assert steps(model, "positions.salary", 1)[0].name == "positions.salary[row 2]"
    assert steps(model, "all_tax", 0, 2)[0].name == "all_tax[2027-12]"
    assert steps(model, "rate")[0].name == "rate"


def test_an_input_says_file_line_and_source_of_its_own_row(model: Model) -> None:
    step = steps(model, "positions.salary", 1)[0]
    assert step.value == "48,000.00"
    assert step.place == "rates.yaml:4"
    assert step.source == "source of salary, estimate, by hand"
    assert (step.words, step.formula) == ("", "")


def test_it_goes_down_to_the_inputs(model: Model) -> None:
    assert [(step.depth, step.name) for step in steps(model, "positions.tax", 0, 0)] == [
        (0, "positions.tax[row 1, 2027-10]"),
        (1, "rate"),
        (1, "positions.pay[row 1, 2027-10]"),
        (2, "positions.salary[row 1]"),
        (1, "positions.salary[row 1]"),
    ]


def test_what_was_explained_is_only_named_again(model: Model) -> None:
    found = [step for step in steps(model, "positions.tax") if step.name == "positions.salary[row 1]"]
    assert [step.again for step in found] == [False, True]


def test_another_row_is_another_cell(model: Model) -> None:
    explainer = Explainer(model, evaluate(model))
    explainer.explain("positions.pay", 0, 0)
    assert not explainer.explain("positions.pay", 1, 0)[0].again
    assert not explainer.explain("positions.pay", 0, 1)[0].again
    assert explainer.explain("positions.pay", 0, 0)[0].again


def test_it_stops_at_the_depth_asked_for(model: Model) -> None:
    assert {step.depth for step in steps(model, "positions.tax", deepest=1)} == {0, 1}
    assert len(steps(model, "positions.tax", deepest=0)) == 1


def test_another_table_is_named_with_its_size(model: Model) -> None:
    top, column = steps(model, "all_tax")
    assert top.words == "all positions.tax"
    assert (column.name, column.value, column.place) == ("positions.tax", "2 rows", "pay.yaml:15")


def test_a_union_is_named_with_its_size(model: Model) -> None:
    assert [(step.name, step.value) for step in steps(model, "posted")[1:]] == [("postings.tax", "2 rows")]


def test_the_month_before_is_said_with_its_own_value(model: Model) -> None:
    """Tax is 382.50 + 306.00 = 688.50 a month."""
    first, second = (steps(model, "saved", 0, column, deepest=0)[0] for column in (0, 1))
    assert first.value == "1,688.50"
    assert "saved [1,000.00]" in first.words  # its opening
    assert second.value == "2,377.00"
    assert "saved [1,688.50]" in second.words
    assert "last month's" in second.words


def test_the_month_before_is_followed(model: Model) -> None:
    """`later` reads the bills of the month before, and in the first month their opening."""
    model = build(
        given("bills_given", [12, 24, 60], "month"),
        given("bills__opening", 5, slot="opening"),
        line("bills", "=bills_given", "month", opening="bills__opening"),
        line("later", "=PREV(bills)", "month"),
    )
    assert [step.name for step in steps(model, "later", 0, 1)][:2] == ["later[2]", "bills[1]"]
    assert [step.name for step in steps(model, "later", 0, 0)][:2] == ["later[1]", "bills__opening"]


def test_a_total_names_the_line_without_the_value_of_a_month(model: Model) -> None:
    assert steps(model, "of_year", deepest=0)[0].words == "saved over all months"


def test_a_blank_input_is_said_to_be_blank(model: Model) -> None:
    assert steps(model, "positions.start", 1)[0].value == "blank"
    assert steps(model, "positions.title", 1)[0].value == "blank"
    assert steps(model, "positions.title", 0)[0].value == "Clerk"
    assert "start [blank]" in steps(model, "positions.due", 1)[0].words


@pytest.mark.parametrize(
    ("unit", "value", "text"),
    [
        ("year", 2028.0, "2028"),
        ("$", 1234567.891, "1,234,567.89"),
        ("$", -0.5, "-0.50"),
        ("$", 1609.375, "1,609.38"),
        ("$", -0.125, "-0.13"),
        ("$", 1.005, "1.01"),
        ("$", -0.001, "0.00"),
        ("FTE", 0.00625, "0.0063"),
        ("share", 0.00000625 * 2, "0.0013 %"),
        ("share", 0.0765, "7.65 %"),
        ("share", 0.03, "3 %"),
        ("share", 1.0, "100 %"),
        ("count", 1536000.0, "1,536,000"),
        ("count", 0.0, "0"),
        ("count", 100.0, "100"),
        ("FTE", 0.54545454, "0.5455"),
        ("date", 46388.0, "2027-01-01"),
        ("date", 46661.0, "2027-10-01"),
        ("text", "call-center", "call-center"),
        ("count", float("nan"), "blank"),
    ],
)
def test_a_value_is_written_as_a_person_would(unit: str, value: object, text: str) -> None:
    assert shown(Input(name="x", unit=unit), value) == text


def dated(name: str, days: list[int], values: list[float], keys: list[str] | None = None) -> list[Input]:
    """A dated series; its entries stand on lines 20, 21, ..."""
    more = {
        "table": name,
        "place": Place("rates.yaml", 20),
        "place_of": lambda row, _: Place("rates.yaml", 20 + row),
        "provenance_of": lambda row, _: Provenance(source=f"letter {row + 1}", status="estimate"),
    }
    found = [given("since", days, unit="date", **more), given("value", values, unit="share", **more)]
    return [*found, given("row", keys, unit="key", table=name)] if keys else found


DAYS = [46296, 46692, 46750]  # before the plan, 1 November 2027, after its three months
MONTH = given("month", MONTHS, "month", unit="date")


def entries(model: Model, key: str, row: int = 0, column: int = 0) -> list[tuple[str, str, str, str]]:
    found = [step for step in steps(model, key, row, column) if step.kind == "entry"]
    return [(step.name, step.value, f"{step.place}: {step.source}", step.label) for step in found]


def test_a_dated_rate_lists_its_entries_and_marks_the_one_in_force() -> None:
    place = Place("rates.yaml", 20)
    rate = line("rate", "=LOOKUP(month, rate.since, rate.value)", "month", unit="share", place=place)
    model = build(MONTH, *dated("rate", DAYS, [0.1, 0.2, 0.3]), rate, rate=3)
    assert entries(model, "rate", 0, 1) == [
        ("from 2026-10-01", "10 %", "rates.yaml:20: letter 1, estimate", ""),
        ("from 2027-11-01", "20 %", "rates.yaml:21: letter 2, estimate", "in force"),
        ("from 2027-12-29", "30 %", "rates.yaml:22: letter 3, estimate", ""),
    ]
    assert [label for *_, label in entries(model, "rate", 0, 0)] == ["in force", "", ""]
    top = steps(model, "rate", 0, 1)[0]
    assert (top.place, top.source) == ("rates.yaml:21", "letter 2, estimate")
    assert not any(step.name.startswith("rate.") for step in steps(model, "rate", 0, 1))


def test_a_formula_of_somebody_keeps_its_own_place() -> None:
    cost = line("cost", "=LOOKUP(month, rate.since, rate.value) * 12", "month", place=Place("operating.yaml", 7))
    model = build(MONTH, *dated("rate", DAYS, [0.1, 0.2, 0.3]), cost, rate=3)
    assert steps(model, "cost", 0, 2)[0].place == "operating.yaml:7"
    assert [label for *_, label in entries(model, "cost", 0, 2)] == ["", "in force", ""]


def test_a_raise_marks_the_entry_of_its_month() -> None:
    raised = line("raised", "=BETWEEN(rate.value, rate.since, month, month_end)", "month")
    last = given("month_end", [46691, 46721, 46752], "month", unit="date")
    model = build(MONTH, last, *dated("rate", DAYS, [0.1, 0.2, 0.3]), raised, rate=3)
    assert [[label for *_, label in entries(model, "raised", 0, c)] for c in range(3)] == [
        ["", "", ""],
        ["", "in this month", ""],
        ["", "", "in this month"],
    ]


def test_a_list_of_many_series_shows_those_of_the_row() -> None:
    premium = line(
        "premium", '=ENTRY(t.value, t.row, "r|" & tier, n)', "month", table="tiers", place=Place("rates.yaml", 20)
    )
    model = build(
        MONTH,
        *dated("t", [46296, 46692, 46296, 46722], [0.1, 0.2, 0.3, 0.4], ["r|a", "r|a", "r|b", "r|b"]),
        given("tier", ["a", "b"], table="tiers", unit="text"),
        line("n", '=ENTRIES(t.row, "r|" & tier, t.since, month)', "month", table="tiers"),
        premium,
        tiers=2,
        t=4,
    )
    assert [(value, label) for _, value, _, label in entries(model, "tiers.n", 1, 1)] == [
        ("30 %", "in force"),
        ("40 %", ""),
    ]
    first = steps(model, "tiers.premium", 0, 1)[0]
    assert first.place == "rates.yaml:21"
    # the entries once for the figure; where its count of entries reads them again, only the one in force
    assert [(value, label) for _, value, _, label in entries(model, "tiers.premium", 0, 1)] == [
        ("10 %", ""),
        ("20 %", "in force"),
        ("20 %", "in force"),
    ]


def test_a_long_series_is_cut_around_the_entry_in_force() -> None:
    days = [46661 - 900 + 30 * number for number in range(40)]
    rate = line("rate", "=LOOKUP(month, rate.since, rate.value)", "month", unit="share")
    model = build(MONTH, *dated("rate", days, [number / 100 for number in range(40)]), rate, rate=40)
    found = entries(model, "rate", 0, 0)
    assert len(found) == 13
    assert found[-1][0] == "28 more"
    assert [value for _, value, _, label in found if label] == ["30 %"]


@pytest.fixture(scope="module")
def result() -> Result:
    """The plan in assumptions/, calculated."""
    return load(SMALL_PLAN).calculate()


def test_a_year_has_no_thousands_separator(result: Result) -> None:
    assert result.explain("fiscal_year[2027-10]", 0)[0].startswith("fiscal_year[2027-10] = 2028")


def test_a_position_of_the_plan(result: Result) -> None:
    """37,500 / 12 = 3,125 and the 3 % of October 3,218.75; 11 of 22 weekdays is half of it, 1,609.38."""
    text = result.explain("wages_each[CO-117, 2027-11]")
    assert text[0].startswith("positions.wages_each[CO-117, 2027-11] = 1,609.38")
    whole = "\n".join(text)
    assert "positions.salary[CO-117] = 37,500.00" in whole
    rows = (SMALL_PLAN / "staffing.yaml").read_text(encoding="utf-8").splitlines()
    assert f"staffing.yaml:{next(n for n, row in enumerate(rows, 1) if 'CO-117' in row)}" in whole


def test_every_figure_of_the_plan_can_be_explained(result: Result) -> None:
    explainer = Explainer(result.model, result.values)
    for key, block in result.model.blocks.items():
        rows, columns = result.model.shape(block)
        if rows and not isinstance(block, Union):
            for step in explainer.explain(key, rows - 1, columns - 1, deepest=1):
                assert step.name
                assert step.value
                assert bool(step.words) == bool(step.formula)


def test_figures_are_found_by_the_paths_that_messages_write(result: Result) -> None:
    assert result.explain("lines[guards].price", 0)[0].startswith("operating.price[guards] = 27.5")
    assert result.explain("rates.seat_price", 0)[0].startswith("seat_price = 118")
    assert any(
        line.startswith("kiosk_payments[2027-10] = 5,900") for line in result.explain("drivers.kiosk_payments", 0)
    )


def test_a_figure_looked_up_in_another_table_is_followed_to_the_row_that_is_found() -> None:
    """The premium of a position's tier leads to the line of that tier, and to no other tier's."""
    result = load(SMALL_PLAN).calculate()
    tiers = result.values["positions.health_tier"][0, :, 0]
    row = next(index for index, tier in enumerate(tiers) if tier != "none")
    told = "\n".join(result.explain(f"health_premium[{result.model.rows['positions'][row]}, 2028-02]", 2))
    assert f"health_tiers.premium[{tiers[row]}, 2028-02]" in told
    assert "<- in force" in told and "rows" not in told
    others = {str(tier) for tier in result.model.rows["health_tiers"]} - {str(tiers[row])}
    assert not any(f"[{other}" in told for other in others)


def test_a_unit_comes_before_the_pool_of_its_name_and_a_rise_is_found_by_its_name() -> None:
    """In the plan of the reference, billing is a unit and a cost pool; the general increase is read day by day only."""
    result = load(ROOT / "docs" / "keys").calculate()
    assert find(result, "billing").key == "units.unit_request"
    assert find(result, "allocation[billing]").key == "allocation.to_allocate"
    assert find(result, "general_increase").key == "general_increase.value"


def test_a_review_that_is_due_is_told_once_of_a_row(tmp_path: Path) -> None:
    text = (ROOT / "tests" / "assumptions" / "bad" / "line_bounds.yaml").read_text(encoding="utf-8")
    rows = '  - {id: old, label: Old, fund: "500", unit: billing, account: "34", amount: 5, review_by: 2026-01-31}\n'
    (tmp_path / "plan.yaml").write_text(text.partition("lines:\n")[0] + "lines:\n" + rows, encoding="utf-8")
    assert [figure for figure, _, _ in load(tmp_path).stale()] == ["lines[old]"]
