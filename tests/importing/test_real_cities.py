"""Two real exports become a plan, and an auditor who knows nothing of the importer adds up the same totals.

The auditor reads the raw exports with pandas alone, in decimals, and compares with the calculated plan: what is posted,
what stands on the sheets. Names of people are not imported, so none of them may be in the plan.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd
import pytest
from real_city import EXPORTS, city_plan, exports

import budgetplan
from budgetplan.importing.city import Imported
from budgetplan.plan import Result

pytestmark = pytest.mark.slow

ROSTER, BUDGET = EXPORTS["payroll"], EXPORTS["ledger"]
PROVES = "that a real roster and a real budget are imported to the cent"
STAGES = {
    "FY21 Actual Expense": "FY2021 actual",
    "FY22 Actual Expense": "FY2022 actual",
    "FY23 Appropriation": "FY2023 adopted",
    "FY24 Adopted": "FY2024 adopted",
}
PUBLISHED = {
    "FY21 Actual Expense": "3595728929.186",
    "FY22 Actual Expense": "3838631715.679",
    "FY23 Appropriation": "4002988854.785739",
    "FY24 Adopted": "4279861717.7665",
}
ADOPTED = "FY24 Adopted"
PAY, RATE = "Annual Salary", "Hourly/Per Event Rate"
CENT = Decimal("0.01")


class City(NamedTuple):
    """The two raw exports as pandas reads them, and the plan that was made of them, calculated."""

    roster: pd.DataFrame
    ledger: pd.DataFrame
    result: Result
    done: Imported
    folder: Path


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> City:
    folder = tmp_path_factory.mktemp("made")
    raw = [pd.read_csv(path, dtype=str, keep_default_na=False) for path in exports(folder / "exports", PROVES)]
    plan, done = city_plan(folder, PROVES)
    return City(*raw, budgetplan.load(plan).calculate(), done, plan)


def money(text: str) -> Decimal:
    """An amount of the budget export; nothing counts as zero."""
    return Decimal(0) if text.strip() == "#Missing" else Decimal(text.replace(",", ""))


def cents(amount: Decimal) -> Decimal:
    return amount.quantize(CENT, ROUND_HALF_UP)


def posted(city: City, unit: str | None = None, wages: bool = True) -> Decimal:
    """What the calculated plan posts in its year: wages, or the operating lines."""
    frame = city.result.budget
    chosen = frame[frame.line == "wages"] if wages else frame[frame.line.str.startswith("b-")]
    if unit is not None:
        chosen = chosen[chosen.unit == unit]
    return cents(sum((Decimal(repr(amount)) for amount in chosen.amount), Decimal(0)))


def history(city: City, year: str, unit: str | None = None) -> Decimal:
    """What stands on the sheet Prior Years."""
    values = city.result.values
    column = list(city.result.values["past_name"][0].flat).index(year)
    rows = [i for i, name in enumerate(values["past.unit"][0].flat) if unit in (None, str(name))]
    amounts = np.broadcast_to(values["past.amount"][0], (values["past.unit"].shape[1], values["past_name"].size))
    return cents(sum((Decimal(repr(float(amounts[row, column]))) for row in rows), Decimal(0)))


def hours(title: str) -> int:
    """The hours that the example assumes, told once more."""
    return {"School Crossing Guard": 540, "Life Guard": 480}.get(title, 1040)


def salaries(roster: pd.DataFrame, division: str | None = None) -> Decimal:
    """Regular salaries, and hourly pay for the hours that are assumed."""
    total = Decimal(0)
    for row in roster.to_dict("records"):
        if division in (None, row["Division Name"]):
            hourly = row[PAY] == "N/A"
            total += cents(Decimal(row[RATE]) * hours(row["Job Title"])) if hourly else Decimal(row[PAY])
    return total


def spent(ledger: pd.DataFrame, column: str, dept: str | None = None, personnel: bool = True) -> Decimal:
    """A column of the budget, each cell in cents."""
    chosen = ledger if dept is None else ledger[ledger["Dept"] == dept]
    chosen = chosen if personnel else chosen[chosen["Expense Category"] != "Personnel Services"]
    return sum((cents(money(text)) for text in chosen[column]), Decimal(0))


DIVISIONS = [
    ("Police Services", "police"),
    ("Fire Services", "fire"),
    ("Memphis Parks", "parks"),
    ("General Services", "general-services"),
    ("Human Resources", "human-resources"),
]


@pytest.mark.parametrize(("division", "unit"), DIVISIONS)
def test_the_pay_of_a_division_is_that_of_the_roster(city: City, division: str, unit: str) -> None:
    assert posted(city, unit) == salaries(city.roster, division) > 0


def test_the_pay_of_all_is_that_of_the_roster_and_the_regular_salaries_are_those_that_the_city_publishes(
    city: City,
) -> None:
    regular = city.roster[city.roster["Category"] == "Regular"]
    assert len(regular) == 6846
    assert sum(map(Decimal, regular[PAY])) == Decimal("477461459.12")
    assert posted(city) == salaries(city.roster)
    positions = city.result.plan.positions.columns
    full_time = [salary for salary, fte in zip(positions["salary"], positions["fte"], strict=True) if fte == 1]
    assert (len(full_time), cents(Decimal(sum(full_time)))) == (6846, Decimal("477461459.12"))


def test_people_and_full_time_equivalents_are_those_of_the_roster(city: City) -> None:
    part_time = city.roster[city.roster[PAY] == "N/A"]
    fte = 6846 + sum(hours(title) for title in part_time["Job Title"]) / 2080
    assert city.result.values["positions.headcount"][0].sum() == len(city.roster) == 8202
    assert city.result.fte == pytest.approx(fte, abs=1e-5)


def test_jobs_that_are_alike_stand_in_one_row(city: City) -> None:
    keys = ["Division Name", "Job Title", PAY, RATE, "Category"]
    assert len(city.result.model.rows["positions"]) == len(city.roster.drop_duplicates(keys))
    assert len(city.roster[city.roster["Category"] == "Regular"].drop_duplicates(keys)) == 1161


@pytest.mark.parametrize(("column", "year"), list(STAGES.items()))
def test_history_is_the_budget_book_by_year_and_department(city: City, column: str, year: str) -> None:
    assert history(city, year) == spent(city.ledger, column)
    for dept, unit in (("Police Department", "police"), ("Boston Public Schools", "boston-public-schools")):
        assert history(city, year, unit) == spent(city.ledger, column, dept) > 0


def test_operating_lines_are_what_was_adopted_besides_personnel(city: City) -> None:
    assert posted(city, wages=False) == spent(city.ledger, ADOPTED, personnel=False)
    for dept, unit in (("Fire Department", "fire"), ("Law Department", "law-department")):
        assert posted(city, unit, wages=False) == spent(city.ledger, ADOPTED, dept, personnel=False) > 0


@pytest.mark.parametrize(("column", "published"), list(PUBLISHED.items()))
def test_written_cents_and_the_rounding_that_is_told_are_the_source_exactly(
    city: City, column: str, published: str
) -> None:
    assert sum(map(money, city.ledger[column])) == Decimal(published)
    told = next(
        line for line in (city.folder / "import_log.md").read_text("utf-8").splitlines() if f"| {column} | FY" in line
    )
    source, written, rounding = (Decimal(cell.strip().replace(",", "")) for cell in told.split("|")[4:7])
    assert source == Decimal(published) == written + rounding
    assert written == spent(city.ledger, column)


def test_no_name_of_a_person_is_in_the_plan(city: City) -> None:
    names = set(city.roster["Person Name"])
    for path in city.folder.rglob("*"):
        text = path.read_text("utf-8")
        assert not [name for name in names if name in text], path.name


def test_every_row_is_used_and_every_check_of_the_plan_passes(city: City) -> None:
    assert [(one["in"], one["used"]) for one in (read.export.counts for read in city.done.read.values())] == [
        (8202, 8202),
        (900, 900),
    ]
    assert city.done.notes == []
    assert all(check.passed for check in city.result.checks())


def test_the_same_exports_give_the_same_bytes(city: City, tmp_path: Path) -> None:
    again, _ = city_plan(tmp_path, PROVES)
    first = {path.name: path.read_bytes() for path in city.folder.iterdir() if path.is_file()}
    assert first == {path.name: path.read_bytes() for path in again.iterdir()}


def test_the_workbook_of_the_two_cities_is_proven(city: City, tmp_path: Path) -> None:
    _, certificate = city.result.save(tmp_path, lambda message: None)
    assert certificate.ok
