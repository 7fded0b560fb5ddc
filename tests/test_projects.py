"""Projects and grants: what belongs to one across units and accounts, worked by hand in whole plans."""

from __future__ import annotations

from pathlib import Path

import pytest

from budgetplan.errors import AssumptionError
from budgetplan.plan import Result, load

PLAN = """
plan: {name: A, fiscal_year: 2028, as_of: 2026-11-22}
funds: [{code: "1", label: F}]
units: [{id: a, label: A}, {id: b, label: B}]
accounts: [{code: "12", label: Pay, category: P}, {code: "34", label: Other, category: O}]
rates: {social_security_wage_base: {2027-01-01: 190800}, social_security_rate: 0.062, medicare_rate: 0.0145,
  pension_rate: 0.14, wages_account: "12", social_security_account: "12", pension_account: "12", health_account: "12",
  full_time_hours: 2080}
positions:
  - {position: G1, title: Coordinator, unit: a, fund: "1", account: "12", salary: 48000, end: 2028-03-31, project: G-7}
  - {position: P1, title: Clerk, unit: a, fund: "1", account: "12", salary: 36000}
lines:
  - {id: mail, label: Mail, fund: "1", unit: b, account: "34", amount: 1200, end: 2028-03-31, project: G-7}
  - {id: keys, label: Keys, fund: "1", unit: b, account: "34", amount: 700}
overtime:
  - {id: storms, unit: b, fund: "1", account: "12", hours: 120, hourly_rate: 20, project: 88-STORM}
  - {id: evenings, unit: b, fund: "1", account: "12", amount: 5000}
projects:
  - {id: G-7, kind: grant, grantor: state, grantor_share: 0.75, award: 60000, spent_before: 30000, ends: 2028-03-31}
  - {id: 88-STORM, label: Storms}
"""
FIGURES = ("people_of_year", "bought_of_year", "extra_time_of_year", "cost_of_year", "others_pay", "local_match")


def calculated(folder: Path, text: str = PLAN) -> Result:
    (folder / "plan.yaml").write_text(text, encoding="utf-8")
    return load(folder).calculate()


def figures(result: Result, *names: str) -> list[list[float]]:
    """The figures of each project."""
    rows = range(len(result.model.rows["projects"]))
    return [[round(float(result.values[f"projects.{name}"][0, row, 0]), 2) for name in names] for row in rows]


def failed(result: Result) -> list[str]:
    return [check.name for check in result.checks() if not check.passed]


def test_a_grant_bears_its_position_and_its_line_until_it_ends_and_a_storm_its_overtime(tmp_path: Path) -> None:
    """Six months of 48,000 / 12 = 4,000.00 with 6.2 % 248.00, 1.45 % 58.00 and 14 % 560.00 are 29,196.00; six of 100.00
    are 600.00. The state pays 75 % of 29,796.00 = 22,347.00, and 60,000 - 30,000 - 29,796 = 204.00 are left.

    The storm: 10 hours a month at 30.00 are 300.00, with 18.60 and 4.35 322.95; twelve times 3,875.40.
    """
    result = calculated(tmp_path)
    assert figures(result, *FIGURES) == [[29196, 600, 0, 29796, 22347, 7449], [0, 0, 3875.40, 3875.40, 0, 3875.40]]
    assert figures(result, "left_of_award", "fte") == [[204, 0.5], [0, 0]]
    assert failed(result) == []


def test_nothing_of_it_is_added_to_the_budget(tmp_path: Path) -> None:
    with_projects = calculated(tmp_path)
    text = PLAN[: PLAN.index("projects:\n")].replace(", project: G-7", "").replace(", project: 88-STORM", "")
    without = calculated(tmp_path, text)
    assert with_projects.values["total_request"].item() == without.values["total_request"].item()
    assert not without.model.rows.get("projects")


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("award: 60000", "award: 59796", []),
        ("award: 60000", "award: 59795", ["projects_within_award"]),
        (
            "salary: 48000, end: 2028-03-31",
            "salary: 48000, end: 2028-04-03",
            ["projects_within_award", "projects_in_their_time"],
        ),
        ("salary: 48000, end: 2028-03-31", "salary: 48000, end: 2028-04-02", []),  # a weekend
        ("30000, ends", "30000, starts: 2027-10-31, ends", []),
        ("30000, ends", "30000, starts: 2027-11-01, ends", ["projects_in_their_time"]),
    ],
)
def test_what_is_too_much_or_out_of_its_time_is_told(tmp_path: Path, old: str, new: str, told: list[str]) -> None:
    """30,000 were spent and 29,796 are: 59,796. Months count whole. A day of pay in April is out of time, and with
    its taxes and pension, 4,000 / 20 x 1.2165 = 243.30, more than the 204 that are left.
    """
    assert PLAN.count(old) == 1
    assert failed(calculated(tmp_path, PLAN.replace(old, new))) == told


def test_a_project_that_is_not_on_the_list_is_told_wherever_it_is_named(tmp_path: Path) -> None:
    with pytest.raises(AssumptionError) as told:
        calculated(
            tmp_path, PLAN.replace("project: G-7", "project: G-8").replace("project: 88-STORM", "project: STORM")
        )
    assert [problem.path for problem in told.value.problems] == [
        "positions[G1].project",
        "lines[mail].project",
        "overtime[storms].project",
    ]
    assert 'there is no project "G-8". Did you mean "G-7"?' in str(told.value)
