"""What once made a wrong budget without a word: now it is a problem with its place, or at least a note."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from needs import SMALL_PLAN

from budgetplan.errors import AssumptionError
from budgetplan.plan import load

BARE = """
plan: {name: A, fiscal_year: 2028, as_of: 2026-11-22}
funds: [{code: "1", label: F}]
units: [{id: a, label: Office A}]
accounts: [{code: "12", label: Pay, category: P}, {code: "34", label: Other, category: O}]
rates: {social_security_rate: 0.062, medicare_rate: 0, pension_rate: 0, social_security_account: "12",
        pension_account: "12", health_account: "12",
        social_security_wage_base: {2027-01-01: 190800, 2028-01-01: 198900}}
"""


def plan(folder: Path, more: str = "", bare: str = BARE, **files: str) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "plan.yaml").write_text(bare + more, encoding="utf-8")
    for name, text in files.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return folder


def example(folder: Path, **changed: tuple[str, str]) -> Path:
    """The small plan with a replacement in some of its files."""
    shutil.copytree(SMALL_PLAN, folder, ignore=shutil.ignore_patterns(".budgetplan"))
    for name, (old, new) in changed.items():
        file = folder / f"{name}.yaml"
        text = file.read_text(encoding="utf-8")
        assert old in text
        file.write_text(text.replace(old, new), encoding="utf-8")
    return folder


NO_TIER = "no position has a `health_tier`, so health insurance is 0: give each one of `benefits.health_tiers`"


def other_notes(folder: Path) -> list[str]:
    """All notes but the one that positions have no health insurance: they have none in these plans."""
    return [str(note) for note in load(folder).notes if note.message != NO_TIER]


def said(folder: Path) -> str:
    with pytest.raises(AssumptionError) as caught:
        load(folder).calculate()
    return str(caught.value)


def test_a_rate_that_is_almost_the_name_that_formulas_need(tmp_path: Path) -> None:
    folder = example(tmp_path / "plan", rates=("general_increase:", "general_increse:"))
    assert 'rates.general_increse: no formula names this rate, and "general_increase" is missing' in said(folder)


def test_a_rate_that_nothing_reads_is_a_note(tmp_path: Path) -> None:
    folder = example(tmp_path / "plan", rates=("  medicare_rate:", "  parking_price: 5\n  medicare_rate:"))
    assert [note.message for note in load(folder).notes] == ["no formula names this rate, so it changes nothing"]


def test_a_word_where_a_number_belongs(tmp_path: Path) -> None:
    folder = plan(tmp_path, bare=BARE.replace("medicare_rate: 0", "medicare_rate: abc"))
    assert 'rates.medicare_rate: "abc" is text, and this rate is a number (share): write the number' in said(folder)


def test_an_account_that_does_not_exist(tmp_path: Path) -> None:
    folder = plan(tmp_path, bare=BARE.replace('pension_account: "12"', 'pension_account: "13"'))
    assert 'plan.yaml:7:26: rates.pension_account: there is no account "13". Known: 12 and 34' in said(folder)


def test_columns_of_a_csv_file_that_nothing_reads_are_notes(tmp_path: Path) -> None:
    rows = "Position,Unit,Salary,Start Date,Locker\nA,a,60000,2028-04-01,7\n"
    section = 'positions: {csv: roster.csv, defaults: {fund: "1", account: "12"}}\n'
    notes = other_notes(plan(tmp_path, section, roster=rows))
    assert notes == [
        'roster.csv:1:4: the column "Start Date" is not read. If it is "start", say so: `columns: {start: Start Date}`',
        'roster.csv:1:5: the column "Locker" is not read.',
    ]


@pytest.mark.parametrize("amount", ["60,00", "1,23,4", "1,2345"])
def test_commas_stand_between_thousands(tmp_path: Path, amount: str) -> None:
    rows = f'Position,Unit,Salary\nA,a,"{amount}"\n'
    section = 'positions: {csv: roster.csv, defaults: {fund: "1", account: "12"}}\n'
    assert "positions[A].salary" in said(plan(tmp_path, section, roster=rows))


def test_words_that_mean_nothing_are_nobodys_names(tmp_path: Path) -> None:
    folder = plan(tmp_path, "benefits: {health_tiers: [{id: none, premium: 500}]}\ndrivers: {none: 12}\n")
    assert 'drivers.none: "none" has a meaning of its own here' in said(folder)
    assert 'benefits.health_tiers[none].id: "none" says no coverage: give it another id' in said(folder)


def test_categories_are_plain_and_spelled_in_one_way(tmp_path: Path) -> None:
    folder = plan(tmp_path, bare=BARE.replace("category: O}", "category: p}"))
    assert '"p" is written "P" elsewhere: write it alike' in said(folder)
    folder = plan(tmp_path, bare=BARE.replace("category: O}", 'category: "P*"}'))
    assert '"P*" holds *, which spreadsheets read as part of a pattern: leave it out' in said(folder)


def test_a_unit_called_by_its_label(tmp_path: Path) -> None:
    folder = plan(tmp_path, 'positions: [{position: P, unit: Office A, fund: "1", account: "12", salary: 1}]\n')
    assert 'positions[P].unit: there is no unit "Office A". It is called "a"' in said(folder)


def test_pay_before_the_plan_counts_for_the_wage_base(tmp_path: Path) -> None:
    """By hand, January to September 2027 at the pay of that time. P1: 90,000, so all of 240,000 is taxed: 14,880.00.

    P2: 225,000 is over the base of 190,800, so only January to September 2028 is taxed: 75,000 x 0.062 = 4,650.00,
    which in nine months of 516.67 is 4,650.03. P3: half-time before, as P1.
    """
    rows = """positions:
  - {position: P1, unit: a, fund: "1", account: "12", salary: {2026-10-01: 120000, 2027-10-01: 240000}}
  - {position: P2, unit: a, fund: "1", account: "12", salary: {2026-10-01: 300000, 2027-10-01: 100000}}
  - {position: P3, unit: a, fund: "1", account: "12", salary: 240000, fte: {2027-01-01: 0.5, 2027-10-01: 1}}
"""
    values = load(plan(tmp_path, rows)).calculate().values
    assert values["positions.wages_before"][0, :, 0].tolist() == [90000, 225000, 90000]
    assert values["positions.social_security"][0].sum(-1) == pytest.approx([14880, 4650.03, 14880])


def test_two_changes_of_pay_before_the_plan_are_asked_for(tmp_path: Path) -> None:
    pay = "salary: {2026-10-01: 120000, 2027-03-01: 130000, 2027-10-01: 240000}"
    row = f'positions: [{{position: P1, unit: a, fund: "1", account: "12", {pay}}}]\n'
    assert "changes 2 times between 2027-01-01 and 2027-10-01: give wages_so_far for these months" in said(
        plan(tmp_path, row)
    )


def test_changes_that_come_too_late_and_prices_from_inside_a_month_are_notes(tmp_path: Path) -> None:
    more = """positions:
  - {position: P1, unit: a, fund: "1", account: "12", salary: {2027-10-01: 52000, 2028-12-13: 56000}}
lines:
  - {id: x, label: X, fund: "1", unit: a, account: "34", amount: {2027-10-01: 1200, 2028-04-15: 2400}}
  - {id: y, label: Y, fund: "1", unit: a, account: "34", amount: 1200, expires: 2028-05-31}
"""
    notes = [note.partition(": ")[2].partition(": ")[2] for note in other_notes(plan(tmp_path, more))]
    assert notes == [
        "2028-12-13 is after the plan's last day 2028-09-30, and has no effect in this plan",
        "2028-04-15 is inside a month: the figure counts from 2028-05-01 on",
        "the contract expires on 2028-05-31, and the plan pays for it to 2028-09-30: "
        "give `end`, or say how many `renewals_left` there are",
    ]


def test_an_amount_for_each_job_of_a_unit_without_jobs_is_a_note(tmp_path: Path) -> None:
    more = """lines:
  - {id: x, label: X, fund: "1", unit: a, account: "34", per_fte: {value: 310, source: plan}}
"""
    told = 'lines[x].per_fte: the unit "a" has no positions, so the line costs 0: write an `amount`, or another unit'
    assert other_notes(plan(tmp_path, more)) == [f"plan.yaml:10:75: {told}"]
    row = 'positions: [{position: P, unit: a, fund: "1", account: "12", salary: 1}]\n'
    assert other_notes(plan(tmp_path, more + row)) == []


def test_a_salary_outside_the_range_of_its_grade_is_a_note(tmp_path: Path) -> None:
    """A salary of a month, and one with a digit too many; the least and the most of the range are in it."""
    more = """grades:
  - {id: G9, label: Clerks, minimum: 36400, midpoint: 47300, maximum: 58200}
positions:
  - {position: P1, unit: a, fund: "1", account: "12", grade: G9, salary: 4500}
  - {position: P2, unit: a, fund: "1", account: "12", grade: G9, salary: 450000}
  - {position: P3, unit: a, fund: "1", account: "12", grade: G9, salary: 36400}
  - {position: P4, unit: a, fund: "1", account: "12", grade: G9, salary: 58200}
"""
    end = "salaries are annual, and at full time"
    assert [note.partition(": ")[2] for note in other_notes(plan(tmp_path, more))] == [
        f"positions[P1].salary: 4,500 is under the minimum of grade G9, 36,400: {end}",
        f"positions[P2].salary: 450,000 is over the maximum of grade G9, 58,200: {end}",
    ]


def test_a_unit_that_a_table_by_unit_leaves_out_is_a_note(tmp_path: Path) -> None:
    more = """positions:
  - {position: P1, unit: a, fund: "1", account: "12", salary: 52000}
  - {position: P2, unit: b, fund: "1", account: "12", salary: 52000}
  - {position: P3, unit: b, fund: "1", account: "12", salary: 52000}
model:
  tables:
    empty:
      sheet: Vacancy
      columns: {unit: {label: Unit, unit: code, choices: units, row_id: true}}
      rows: [{unit: a}]
      lines:
        unit_key: {label: Key, unit: key, axis: none, sheet: Vacancy, formula: ="u|" & unit}
        pay: {label: Pay, unit: $, sheet: Pay, formula: "=SUMIFS(positions.wages, positions.unit_key, unit_key)"}
"""
    bare = BARE.replace("label: Office A}", "label: Office A}, {id: b, label: B}")
    told = 'empty: has no row for the unit "b", where positions[P2] and 1 more are: add one, or they do not count here'
    assert other_notes(plan(tmp_path, more, bare)) == [f"plan.yaml:18:7: {told}"]
    assert other_notes(plan(tmp_path, more.replace("[{unit: a}]", "[{unit: a}, {unit: b}]"), bare)) == []


def test_health_insurance_that_nobody_has_is_a_note(tmp_path: Path) -> None:
    row = 'positions: [{position: P, unit: a, fund: "1", account: "12", salary: 1}]\n'
    (note,) = load(plan(tmp_path, row)).notes
    assert str(note) == f"plan.yaml:7:48: rates.health_account: {NO_TIER}"
    tiers = "benefits: {health_tiers: [{id: family, label: Family, premium: {2027-01-01: 1900}}]}\n"
    insured = row.replace("salary: 1", "salary: 1, health_tier: family")
    assert load(plan(tmp_path, tiers + insured)).notes == []
    assert load(plan(tmp_path)).notes == [], "a plan without positions needs none"


@pytest.mark.parametrize(
    ("base", "salary", "told"),
    [
        ("{2027-01-01: 190800}", 160000, "2028, so 190,800"),  # 160,000 is over 0.8 x 190,800 = 152,640
        ("{2026-01-01: 184500, 2027-01-01: 190800}", 160000, "2028, so 190,800"),
        ("{2027-01-01: 190800, 2028-01-01: 198900}", 160000, ""),
        ("{2027-01-01: 190800, 2028-07-01: 198900}", 160000, "2028, so 190,800"),  # until June
        ("{2026-01-01: 184500}", 160000, "2027 and 2028, so 184,500"),  # one omission, one note
        ("{2027-01-01: 190800}", 150000, ""),  # nobody comes near it
    ],
)
def test_a_calendar_year_without_a_wage_base_of_its_own_is_a_note(
    tmp_path: Path, base: str, salary: int, told: str
) -> None:
    people = f'positions:\n  - {{position: P1, unit: a, fund: "1", account: "12", salary: {salary}}}\n'
    bare = re.sub(r"social_security_wage_base: .*", f"social_security_wage_base: {base}}}", BARE)
    assert base in bare
    notes = [note for note in other_notes(plan(tmp_path, people, bare)) if "no base of its own" in note]
    assert [told in note for note in notes] == ([True] if told else [])


def test_a_table_without_columns_and_a_sheet_that_cannot_be(tmp_path: Path) -> None:
    assert "A table needs columns." in said(plan(tmp_path, "model: {tables: {t: {sheet: T, rows: [{a: 1}]}}}\n"))
    column = "model: {tables: {t: {sheet: T, columns: {a: {unit: code}, b: {unit: $, dated: levels, sheet: T*C}}}}}\n"
    assert '"T*C" cannot be the name of a sheet' in said(plan(tmp_path, column))


def test_both_files_may_add_to_positions(tmp_path: Path) -> None:
    folder = plan(tmp_path, 'positions: [{position: P, unit: a, fund: "1", account: "12", salary: 12000}]\n')
    line = "{{unit: $, sheet: Position Costs, posts: account, formula: {1}}}"
    own = f"model: {{{{tables: {{{{positions: {{{{lines: {{{{{{0}}: {line}}}}}}}}}}}}}}}}}\n"
    (folder / "one.yaml").write_text(own.format("bonus", '"=ROUND(salary / 12, 2)"'), encoding="utf-8")
    (folder / "two.yaml").write_text(own.format("bonus_again", '"=ROUND(salary / 24, 2)"'), encoding="utf-8")
    values = load(folder).calculate().values
    assert values["positions.bonus"].sum() == 12000
    assert values["positions.bonus_again"].sum() == 6000


def test_a_version_that_the_change_log_does_not_know_is_a_note(tmp_path: Path) -> None:
    bare = BARE.replace("as_of: 2026-11-22", 'as_of: 2026-11-22, version: "1.0"')
    entry = '{id: a, version: "1.0", day: 2026-11-20, who: Budget Office, what: Vacancy, effect: -205000}'
    more = f"change_log: [{entry}]\n"
    assert other_notes(plan(tmp_path, more, bare)) == []
    (told,) = other_notes(plan(tmp_path, more.replace('"1.0"', '"0.9"'), bare))
    assert told.endswith("plan.version: nothing in `change_log` is of this version, 1.0: add what was changed in it")
