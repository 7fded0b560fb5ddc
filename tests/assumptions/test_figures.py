"""Figures with and without provenance, and series by date."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from assumptions.plans import COMPLETE, loaded
from pydantic import ValidationError

from budgetplan.assumptions import values
from budgetplan.assumptions.figures import Price, Series
from budgetplan.assumptions.operating_lines import Line
from budgetplan.assumptions.schema import Plan, Rate

D = dt.date


def test_a_bare_figure_and_one_with_its_source_are_the_same_figure() -> None:
    assert Price.model_validate(0.062).value == 0.062
    figure = Price.model_validate({"value": 0.062, "source": "26 USC 3111", "status": "enacted"})
    assert (figure.value, figure.source, figure.status) == (0.062, "26 USC 3111", "enacted")
    assert figure.provenance == {"source": "26 USC 3111", "status": "enacted"}


def test_a_constant_rate_has_one_step() -> None:
    rate = Rate.model_validate({"value": 0.03, "unit": "share", "source": "Council"})
    assert not rate.is_series
    [(start, figure)] = rate.steps
    assert (start, figure.value, figure.source, rate.unit) == (None, 0.03, "Council", "share")


def test_a_series_is_in_order_and_its_source_holds_for_each_entry() -> None:
    rate = Rate.model_validate(
        {
            D(2027, 1, 1): {"value": 190_800, "status": "projected", "source": "Trustees report"},
            D(2026, 1, 1): 184_500,
            "label": "Wage base",
            "unit": "$",
            "source": "SSA",
            "status": "enacted",
        }
    )
    assert rate.is_series
    assert [(day, figure.value) for day, figure in rate.steps] == [(D(2026, 1, 1), 184_500), (D(2027, 1, 1), 190_800)]
    first, second = rate.entries.values()
    assert (first.source, first.status) == ("SSA", "enacted")
    assert (second.source, second.status) == ("Trustees report", "projected")


def test_the_figure_of_a_day() -> None:
    premium = Series[Price].model_validate({D(2026, 1, 1): 1810.5, D(2027, 1, 1): 1900})
    found = [premium.at(day) for day in (D(2025, 12, 31), D(2026, 1, 1), D(2026, 12, 31), D(2027, 1, 1))]
    assert [figure.value if figure else None for figure in found] == [None, 1810.5, 1810.5, 1900]


def test_a_rate_may_be_a_code() -> None:
    assert Rate.model_validate("5110").steps[0][1].value == "5110"


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (3, "did you mean 0.03?"),
        ("3 %", "write 0.03"),
        ("2.5%", "write 0.025"),
        (True, "is not a number"),
        (-0.1, "between 0 and 1"),
        (float("nan"), "is not a finite number"),
        (D(2027, 1, 1), "is a date where a number belongs"),
        ([1], "is a list"),
    ],
)
def test_what_is_no_share(raw: object, words: str) -> None:
    with pytest.raises(values.Refused, match=words.replace("?", r"\?")):
        values.share(raw)


@pytest.mark.parametrize(
    ("text", "meant"),
    [("$1,234.50", "1234.50"), ("(500)", "-500"), ("1_000", "1000"), ("-$5", "-5"), (".5", "0.5"), ("010", "10")],
)
def test_the_number_that_was_meant(text: str, meant: str) -> None:
    with pytest.raises(values.Refused, match=f"write {meant}"):
        values.number(text)


@pytest.mark.parametrize("text", ["1/15/2027", "2027-1-15", "2027/01/15", "20270115", "2027-01-15 08:00"])
def test_the_day_that_was_meant(text: str) -> None:
    with pytest.raises(values.Refused, match="write 2027-01-15"):
        values.day(text)


def line(**cost: object) -> Line:
    """A line with this cost."""
    return Line.model_validate(
        {"id": "postage", "label": "Postage", "fund": "500", "unit": "billing", "account": "5310", **cost}
    )


def test_five_ways_to_say_what_a_line_costs() -> None:
    assert line(amount=1200).basis == "amount"
    assert line(quantity=12, price={"value": 100, "status": "quoted"}).basis == "quantity"
    assert line(per_fte=950).basis == "per_fte"
    assert line(driver="bills", price=0.73).basis == "driver"
    assert line(driver="bills", price=0.73, quantity=2).basis == "driver"
    assert line(formula="=bills * postage").basis == "formula"


@pytest.mark.parametrize(
    "cost", [{}, {"price": 1}, {"driver": "bills"}, {"amount": 1, "formula": "=1"}, {"amount": None}]
)
def test_a_line_says_its_cost_exactly_once(cost: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        line(**cost)


def test_the_first_day_of_a_plan() -> None:
    plan = Plan.model_validate({"name": "A", "fiscal_year": 2027, "as_of": D(2026, 3, 1)})
    assert plan.first_day == D(2026, 10, 1)
    assert plan.model_copy(update={"years": 2}).first_day == D(2025, 10, 1)
    assert plan.model_copy(update={"fiscal_year_start": 1}).first_day == D(2027, 1, 1)


def test_a_default_is_no_given_figure(tmp_path: Path) -> None:
    plan = loaded(tmp_path, plan=COMPLETE)
    assert plan.positions.provenance(0, "fte") is None
    provenance = plan.positions.provenance(0, "salary")
    assert provenance is not None
    assert provenance.review_by == D(2027, 1, 1)
