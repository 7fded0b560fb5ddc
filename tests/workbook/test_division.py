"""A division of a real roster: its salaries to the cent, its totals by another calculation, its workbook proven.

The other calculation is Python's own calendar, fractions and decimals, a few lines per rule, and knows nothing of ours.
"""

from __future__ import annotations

import datetime as dt
from calendar import monthrange
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path

import pandas as pd
import pytest
from division import DIVISION, ROSTER, Job, day, division_plan, jobs
from needs import needs_libreoffice, real_data
from openpyxl import load_workbook
from proof import Written, written

from budgetplan.workbook.witness import Live, recalculate_libreoffice

pytestmark = pytest.mark.slow

CENT = Decimal("0.01")
BASES = {2008: 102000, 2009: 106800}  # the wage base of Social Security by calendar year
MONTHS = [dt.date(2008 + (6 + n) // 12, (6 + n) % 12 + 1, 1) for n in range(12)]


@pytest.fixture(scope="module")
def division(tmp_path_factory: pytest.TempPathFactory) -> Written:
    folder = tmp_path_factory.mktemp("division")
    return written(division_plan(folder / "plan"), folder / "division.xlsx")


@pytest.fixture(scope="module")
def raw() -> pd.DataFrame:
    """The rows of the division as the city published them."""
    path = real_data(ROSTER, proves="that the salaries of a real division tie to the cent")
    everything = pd.read_csv(path, dtype=str, keep_default_na=False)
    return everything[(everything["Division Name"] == DIVISION) & (everything["Category"] == "Regular")]


def cents(value: float | Fraction | str) -> Decimal:
    """Rounded to the cent, halves away from zero. A cent is far more than what binary numbers may be off."""
    exact = Fraction(value) if not isinstance(value, float) else Fraction(Decimal(repr(value)))
    return (Decimal(exact.numerator) / Decimal(exact.denominator)).quantize(CENT, ROUND_HALF_UP)


def weekdays(first: dt.date, last: dt.date) -> int:
    """Mondays to Fridays from the first to the last day, day by day."""
    days = (last - first).days + 1
    return sum((first + dt.timedelta(n)).weekday() < 5 for n in range(max(0, days)))


def paid(job: Job) -> Iterator[tuple[dt.date, Decimal, Decimal]]:
    """For each month its first day, the wages of one person, and those since 1 January, that month included."""
    salary = Fraction(job.salary) * Fraction(job.fte or "1") / 12
    start, end = day(job.hired) or dt.date(1990, 1, 1), day(job.leaves) or dt.date(2090, 1, 1)
    january, eve = dt.date(2008, 1, 1), dt.date(2008, 6, 30)
    before = salary * 6 * weekdays(max(start, january), min(end, eve)) / weekdays(january, eve)
    ytd = Decimal(job.paid_so_far) if job.paid_so_far else cents(before)
    earned, booked = Fraction(0), Decimal(0)
    for month in MONTHS:
        last = month.replace(day=monthrange(month.year, month.month)[1])
        earned += salary * weekdays(max(start, month), min(end, last)) / weekdays(month, last)
        wages, booked = cents(earned) - booked, cents(earned)
        ytd = (Decimal(0) if month.month == 1 else ytd) + wages
        yield month, wages, ytd


def by_hand() -> dict[str, Decimal]:
    """The year's wages, Social Security and Medicare of the whole division."""
    total = dict.fromkeys(("wages", "social_security", "medicare"), Decimal(0))
    for job in jobs():
        people = int(job.count or 1)
        for month, wages, ytd in paid(job):
            base = BASES[month.year]
            total["wages"] += wages * people
            total["social_security"] += people * cents(
                Fraction("0.062") * Fraction(min(base, ytd) - min(base, ytd - wages))
            )
            total["medicare"] += people * cents(Fraction("0.0145") * Fraction(wages))
    return total


def posted(division: Written, line: str) -> Decimal:
    """What a line posts in all months, as the plan's own table of postings says."""
    budget = division.result.budget
    return cents(float(budget.loc[budget["line"] == line, "amount"].sum()))


def test_the_division_is_a_few_hundred_people_and_some_of_them_pass_the_wage_base(raw: pd.DataFrame) -> None:
    salaries = raw["Annual Salary"].map(Decimal)
    assert len(raw) == 284
    assert (salaries > 106800).sum() == 4


def test_salaries_tie_to_the_cent_from_the_raw_file_to_the_plan(division: Written, raw: pd.DataFrame) -> None:
    published = sum(raw["Annual Salary"].map(Decimal))
    assert published == Decimal("18979341.89")
    assert sum(Decimal(repr(s)) for s in division.result.plan.positions.columns["salary"]) == published


def test_salaries_tie_to_the_cent_from_the_raw_file_to_the_workbook(division: Written, raw: pd.DataFrame) -> None:
    sheet = load_workbook(division.path, data_only=True)["Positions"]
    heads = {cell.value: cell.column for cell in sheet[6]}
    rows = sheet.iter_rows(min_row=8, values_only=True)
    salary = heads["Annual salary before the plan's raises"] - 1
    found = {row[0]: Decimal(str(row[salary])) for row in rows if str(row[0]).startswith("GS-")}
    published = {f"GS-{n + 2:05d}": Decimal(salary) for n, salary in raw["Annual Salary"].items()}
    assert found == published


def test_without_raises_the_wages_of_a_whole_year_are_the_salaries(division: Written, raw: pd.DataFrame) -> None:
    steady = [job.number for job in jobs() if job.steady]
    assert len(steady) == 284 - 10
    budget = division.result.budget
    wages = budget[(budget["line"] == "wages") & budget["position"].isin(steady)].groupby("position")["amount"].sum()
    published = {f"GS-{n + 2:05d}": Decimal(salary) for n, salary in raw["Annual Salary"].items()}
    assert {name: cents(amount) for name, amount in wages.items()} == {name: published[name] for name in steady}


@pytest.mark.parametrize("line", ["wages", "social_security", "medicare"])
def test_the_year_of_the_division_is_what_an_independent_calculation_finds(division: Written, line: str) -> None:
    assert posted(division, line) == by_hand()[line]


def test_four_people_stop_paying_social_security_before_the_calendar_year_ends(division: Written) -> None:
    values = division.result.values
    december = values["positions.social_security"][0, :, 5]
    wages = values["positions.wages"][0, :, 5]
    # 119,183.22 a year reaches 102,000 in November (11 months: 109,251.29), 145,000.18 in September (108,750.14)
    assert ((december == 0) & (wages > 0)).sum() == 4


def test_the_amounts_of_operating_lines_add_up_by_hand(division: Written) -> None:
    expected = {
        "elevators": "187333.33",
        "recovered": "-25000",
        "towing": "54400",  # 640 x 85
        "leases": "494800.92",  # 12 x 41,233.41
        "tires": "412171.20",  # 41,760 x 9.87
        "reserve": "65700",  # 1,000 x 0.18 x 365
    }
    animals = 1210 + 1190 + 1105 + 1020 + 900 + 870 + 850 + 880 + 1010 + 1130 + 1240 + 1260
    expected["food"] = str(animals * Decimal("9.5") * Decimal("1.13"))  # 12,665 x 10.735
    expected["chips"] = str(animals * Decimal("0.55") * Decimal("6.25") * Decimal("0.82"))
    found = {line: posted(division, line) for line in expected}
    monthly_rounding = Decimal("0.06")  # chips is rounded month by month, half a cent each
    chips = found.pop("chips") - Decimal(expected.pop("chips"))
    assert abs(chips) <= monthly_rounding
    assert found == {line: Decimal(amount).quantize(CENT, ROUND_HALF_UP) for line, amount in expected.items()}


def test_all_five_kinds_of_operating_lines_and_all_units_are_there(division: Written) -> None:
    lines = division.result.plan.lines
    assert {line.basis for line in lines} == {"amount", "quantity", "per_fte", "driver", "formula"}
    assert len(lines) >= 20
    assert len({line.unit for line in lines}) == 5
    assert division.result.values["checks_failed"].item() == 0


def test_formualizer_agrees_on_every_cell_of_the_division(division: Written) -> None:
    found = Live(division.path).values()
    assert len(found) == sum(len(cells) for _, cells in division.lines) > 90_000, "every formula cell belongs to a line"
    assert division.differences(division.result.values, found) == []


@needs_libreoffice
def test_libreoffice_agrees_on_every_cell_of_the_division(division: Written, tmp_path: Path) -> None:
    found = recalculate_libreoffice(division.path, tmp_path).values()
    assert division.differences(division.result.values, found) == []


def test_the_certificate_of_the_division_is_all_green(division: Written) -> None:
    from budgetplan.workbook.certificate import verify

    certificate = verify(division.path, engines=("formualizer",))
    assert certificate.ok, "\n".join(certificate.lines())


@needs_libreoffice
def test_the_certificate_with_libreoffice_is_all_green_too(division: Written) -> None:
    from budgetplan.workbook.certificate import verify

    certificate = verify(division.path, engines=("formualizer", "libreoffice"))
    assert certificate.ok, "\n".join(certificate.lines())
