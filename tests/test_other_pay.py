"""Overtime, allowances, pension plans, classes of workers' compensation: in whole plans, and in plans without them."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from needs import ROOT, SMALL_PLAN

from budgetplan.errors import AssumptionError
from budgetplan.model.graph import Model
from budgetplan.plan import Result, load

SHEETS = {"Overtime", "Allowances", "Pension Plans", "Comp Classes", "Other Personnel Costs", "Other Personnel Steps"}
COLUMNS = ("in_social_security", "in_medicare", "overtime_exempt", "pension_plan", "comp_class")
MORE = """
projects: [{id: 88-STORM}]
overtime:
  - {id: calls, unit: call-center, fund: "540", account: "12", hours: 1000, pensionable: true}
  - {id: storms, unit: call-center, fund: "540", account: "12", amount: 9000, project: 88-STORM, recoverable: true}
allowances:
  - {id: car, unit: call-center, fund: "540", account: "12", position: CO-111, amount: 1200}
pension_plans:
  - {id: city, rate: 0.1, unfunded: 12000, unit: billing, fund: "540", account: "22"}
  - {id: state, rate: 0.14}
comp_classes:
  - {id: "8810", rate: 0.005}
rates: {full_time_hours: 2080, workers_comp_account: "23"}
"""


def calculated(folder: Path, more: str = "") -> Result:
    """The small plan with something more, calculated."""
    shutil.copytree(SMALL_PLAN, folder)
    (folder / "more.yaml").write_text(more, encoding="utf-8")
    return load(folder).calculate()


def of_year(result: Result, key: str) -> list[float]:
    """A line's or column's figures, one for each row."""
    return [float(value) for value in result.values[key][0][:, 0]]


def sheets(model: Model) -> set[str]:
    return {block.sheet for block in model.blocks.values()}


def test_a_plan_without_them_has_no_sheet_and_no_column_of_them(tmp_path: Path) -> None:
    model = calculated(tmp_path / "plan").model
    assert not sheets(model) & SHEETS
    assert not {f"positions.{name}" for name in COLUMNS} & set(model.blocks)


def test_what_is_given_is_posted_and_checked(tmp_path: Path) -> None:
    before, after = calculated(tmp_path / "before"), calculated(tmp_path / "after", MORE)
    assert all(check.passed for check in after.checks())
    assert sheets(after.model) >= SHEETS
    more = sum(of_year(after, "overtime.overtime_of_year") + of_year(after, "overtime.taxes_of_year"))
    more += sum(of_year(after, "allowances.allowance_of_year") + of_year(after, "allowances.taxes_of_year"))
    more += sum(of_year(after, "pension_plans.unfunded_of_year"))
    posted = [float(result.values["postings_of_year"][0, 0, 0]) for result in (before, after)]
    assert posted[1] - posted[0] == pytest.approx(more, abs=0.005)
    assert of_year(after, "pension_plans.unfunded_of_year") == [12000, 0]


def test_a_smaller_raise_makes_hours_cheaper_and_leaves_amounts(tmp_path: Path) -> None:
    found = calculated(tmp_path / "plan", MORE + SCENARIO)
    base, low = (one.values["overtime.overtime_of_year"] for one in (found, found.plan.calculate("low")))
    assert low[0, 0, 0] < base[0, 0, 0]
    assert low[0, 1, 0] == base[0, 1, 0] == 9000


SCENARIO = """
scenarios:
  - id: low
    label: Low growth
    changes:
      rates.general_increase[2027-10-01]: 0.01
      positions[CO-111].in_social_security: 0
"""


def test_a_scenario_may_be_the_first_to_say_something(tmp_path: Path) -> None:
    found = calculated(tmp_path / "plan", SCENARIO)
    row = found.model.rows["positions"].index("CO-111")
    low = found.plan.calculate("low").values["positions.social_security"]
    assert found.values["positions.social_security"][0, row].sum() > 0
    assert low[0, row].sum() == 0
    assert low[0].sum() > 0


ALIKE = """
positions:
  - {position: CO-901, title: Clerk, unit: call-center, fund: "540", account: "12", salary: 41000}
  - {position: CO-902, title: Clerk, unit: call-center, fund: "540", account: "12", salary: 41000}
  - {position: CO-903, title: Clerk, unit: call-center, fund: "540", account: "12", salary: 41000}
"""


def test_an_allowance_keeps_its_position_apart_where_those_alike_share_a_row(tmp_path: Path) -> None:
    folder = tmp_path / "plan"
    single = calculated(folder, MORE.replace("CO-111", "CO-902") + ALIKE)
    plan = (folder / "plan.yaml").read_text(encoding="utf-8")
    (folder / "plan.yaml").write_text(plan.replace("plan:\n", "plan:\n  detail: groups\n", 1), encoding="utf-8")
    grouped = load(folder).calculate()
    rows = [row for row in grouped.model.rows["positions"] if row.startswith("CO-90")]
    assert rows == ["CO-901", "CO-902"]
    assert of_year(grouped, "allowances.allowance_of_year") == of_year(single, "allowances.allowance_of_year") == [1200]
    assert grouped.values["postings_of_year"] == pytest.approx(single.values["postings_of_year"], abs=0.005)


def test_names_that_nobody_knows_are_told_at_their_place(tmp_path: Path) -> None:
    wrong = MORE.replace("position: CO-111", "position: CO-11x").replace("unit: billing", "unit: biling")
    with pytest.raises(AssumptionError) as told:
        calculated(tmp_path / "plan", wrong)
    assert [str(problem).partition(": ")[2] for problem in told.value.problems] == [
        'allowances[car].position: there is no position "CO-11x". Did you mean "CO-118"?',
        'pension_plans[city].unit: there is no unit "biling". Did you mean "billing"?',
    ]


@pytest.mark.parametrize(
    ("old", "new", "check"),
    [
        ("hours: 1000", "hours: 1000, amount: 5", "overtime_fits"),
        ("amount: 9000,", "", "overtime_fits"),
        ("position: CO-111", "position: CO-111, people: 2", "allowances_fit"),
        ("unit: billing, fund", "fund", "unfunded_parts_are_paid"),
    ],
)
def test_what_would_cost_nothing_fails_a_check(tmp_path: Path, old: str, new: str, check: str) -> None:
    assert old in MORE
    result = calculated(tmp_path / "plan", MORE.replace(old, new, 1))
    assert check in [one.name for one in result.checks() if not one.passed]


def test_the_example_uses_all_of_them() -> None:
    plan = load(ROOT / "assumptions")
    written = {name for name in COLUMNS if any(value not in (None, "") for value in plan.positions.columns[name])}
    assert written == {"overtime_exempt", "pension_plan", "comp_class"}
    assert all(len(plan.tables[name]) for name in ("overtime", "allowances", "pension_plans", "comp_classes"))


def test_hours_of_a_full_time_year_are_given_once(tmp_path: Path) -> None:
    with pytest.raises(AssumptionError) as told:
        calculated(tmp_path / "plan", MORE + "calendar: {first_payday: 2027-10-08, full_time_hours: 2080}\n")
    assert len(told.value.problems) == 1
    assert "is given twice, also at more.yaml:14" in str(told.value.problems[0])
