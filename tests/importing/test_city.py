"""An import from end to end: a plan that checks, all or nothing, and errors that help."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from commands import python
from needs import ROOT
from small_city import LEDGER, MAPPING, ROSTER, small_city, without

import budgetplan
from budgetplan.errors import AssumptionError, FileError, UsageError
from budgetplan.importing import city
from budgetplan.importing.city import Imported, import_city
from budgetplan.importing.draft import Found


def imported(tmp_path: Path, mapping: str = MAPPING, roster: str = ROSTER, ledger: str = LEDGER) -> Imported:
    return import_city(small_city(tmp_path, mapping, roster, ledger), tmp_path / "plan")


def refused(tmp_path: Path, mapping: str = MAPPING, roster: str = ROSTER, ledger: str = LEDGER) -> list[str]:
    """The problems of an import, each without the folder; nothing is written."""
    with pytest.raises(AssumptionError) as error:
        imported(tmp_path, mapping, roster, ledger)
    assert not (tmp_path / "plan").exists()
    return str(error.value).replace(f"{tmp_path.as_posix()}/", "").splitlines()


def test_the_plan_is_complete_and_its_figures_are_those_worked_by_hand(tmp_path: Path) -> None:
    imported(tmp_path)
    result = budgetplan.load(tmp_path / "plan").calculate()
    frame = result.budget
    wages = frame[frame.line == "wages"].groupby("unit").amount.sum().round(2).to_dict()
    # 90,000 + 2 x 45,500.25; 41,000 + 1,040 h x 15.25 + 400 h x 17
    assert wages == {"streets": 181000.50, "parks-trees": 63660.00}
    lines = frame[frame.line.str.startswith("b-")].groupby("account").amount.sum().round(2).to_dict()
    assert lines == {"0520": 14600.0, "0540": 8000.75}
    assert result.fte == pytest.approx(4 + 0.5 + 400 / 2080, abs=1e-9)
    assert result.plan.history.amounts[("010", "streets", "0540")] == {
        (2026, "actual"): 6750.5,
        (2027, "adopted"): 8000.75,
    }
    assert [note.path for note in result.plan.notes] == ["rates.health_account"], "no position of theirs has a tier"
    assert all(check.passed for check in result.checks())


def test_figures_say_where_they_come_from_and_assumptions_are_marked(tmp_path: Path) -> None:
    imported(tmp_path)
    plan = budgetplan.load(tmp_path / "plan")
    assert {
        name: rate.first(plan.plan.first_day).status for name, rate in plan.rates.items() if "account" not in name
    } == {
        "social_security_rate": "estimate",
        "social_security_wage_base": "estimate",
        "medicare_rate": "enacted",
        "pension_rate": "estimate",
    }
    told = (tmp_path / "plan" / "positions.yaml").read_text("utf-8")
    assert "{csv: roster.csv, source: payroll, status: actual}" in told
    assert 'source: "payroll; hours: guessed", status: estimate' in told
    assert "salary = hourly rate x 2080; FTE = hours / 2080; assumed hours a year, 1040 but for 1 of Job" in told
    assert plan.lines[0].source == "ledger.csv:3"


def test_numbers_of_positions_do_not_move_when_other_rows_are_mapped_better(tmp_path: Path) -> None:
    imported(tmp_path / "all")
    fewer = MAPPING.replace(
        "{where: {Kind: Contract}", "{where: {Job: Engineer}, why: gone}\n    - {where: {Kind: Contract}"
    )
    imported(tmp_path / "fewer", fewer)
    numbers = [
        [line.split(",")[0] for line in (tmp_path / name / "plan" / "roster.csv").read_text("utf-8").splitlines()[1:]]
        for name in ("all", "fewer")
    ]
    assert numbers == [["P-00001", "P-00002", "P-00003", "P-00004"], ["P-00002", "P-00003", "P-00004"]]


def test_an_export_with_numbers_fte_and_hours_of_its_own(tmp_path: Path) -> None:
    roster = "No,Job,Div,FTE,Pay,Rate,Hours\n007,Clerk,A,0.5,40000,,\n0x8,Clerk,A,1,,20.005,1560\n007,Clerk,A,1,1,,\n"
    mapping = MAPPING[: MAPPING.index("roster:")] + (
        "roster:\n  file: roster.csv\n  title: Job\n  position: No\n  fte: FTE\n  unit: {column: Div, make: true}\n"
        '  fund: {always: "010"}\n  account: {always: "0100"}\n  jobs:\n'
        '    - {where: {Pay: ""}, file: hourly.csv, rate: Rate, hours: {column: Hours}}\n    - {salary: Pay}\n'
        "  control_totals: [{label: Pay, column: Pay, amount: 40000}]\n"
    )
    mapping = mapping.replace(", compare_with: FY2027 adopted", "")
    done = imported(tmp_path, without(mapping, roster=1), roster)
    plan = budgetplan.load(tmp_path / "plan")
    columns = plan.positions.columns
    assert dict(zip(columns["position"], zip(columns["salary"], columns["fte"], strict=True), strict=True)) == {
        "007": (40000, 0.5),
        "0x8": (41610.4, 0.75),
    }
    assert [one.why for one in done.read["roster"].export.aside] == ['the position "007" stands on line 2 already']


def test_a_budget_alone_is_a_plan_too(tmp_path: Path) -> None:
    before, budget = MAPPING[: MAPPING.index("rates:")], MAPPING[MAPPING.index("budget:") :]
    imported(tmp_path, before + budget.replace('  personnel: ["0100"]\n', ""))
    assert budgetplan.load(tmp_path / "plan").calculate().request == 334601  # 334,600.75 by rows, each rounded once


def test_a_total_that_does_not_tie_says_by_how_much_and_where_it_may_stand(tmp_path: Path) -> None:
    wrong = MAPPING.replace("amount: 222000.50, rows: 4", "amount: 222000.51")
    assert refused(tmp_path, wrong) == [
        "city.yaml:37:7: roster.control_totals[#1]: Salaries does not tie: the mapping says 222,000.51, and roster.csv "
        "comes to 222,000.50 in 4 rows, 0.01 too little. Nothing was written"
    ]
    assert (
        "the mapping says 222,000.50 in 5 rows, and roster.csv comes to 222,000.50 in 4 rows"
        in refused(tmp_path, MAPPING.replace("rows: 4", "rows: 5"))[0]
    )
    lost = ROSTER.replace("Gardener,41000", ",41000")
    assert [said.partition(": ")[2] for said in refused(tmp_path, roster=lost)] == [
        "roster: 1 row of roster.csv is not mapped: map it, leave it out with a reason, or write `not_mapped: 1` to "
        "import without it. Nothing was written",
        "roster.control_totals[#1]: Salaries does not tie: the mapping says 222,000.50 in 4 rows, and roster.csv comes "
        "to 181,000.50 in 3 rows, 41,000.00 too little. 41,000.00 stands in 1 row not mapped: line 5 (41,000.00). "
        "Nothing was written",
        'not mapped: has no title: "Job" is empty',
    ]


def test_a_total_with_more_digits_ties_to_the_last_and_one_in_cents_to_the_cent(tmp_path: Path) -> None:
    ledger = LEDGER.replace("1500.115", "1500.1151")
    assert "325,250.7201 in 6 rows, 0.0001 too much" in refused(tmp_path, ledger=ledger)[0]
    imported(tmp_path, MAPPING.replace("325250.720", "325250.72"), ledger=ledger)


def test_each_digit_of_a_total_counts_also_those_that_a_binary_number_forgets(tmp_path: Path) -> None:
    many = "0.12345678901234567891"
    ledger = LEDGER + f"Green,Parks & Trees,0520,Supplies,Bees,{many},\n"
    total = str(Decimal("325250.720") + Decimal(many))
    imported(tmp_path / "right", MAPPING.replace("325250.720", total), ledger=ledger)
    assert refused(tmp_path, MAPPING.replace("325250.720", total[:-1] + "2"), ledger=ledger)


MISTAKES = {
    'budget.personnel[#1]: "0101" is no account of this mapping or of ledger.csv. Known: 0100, 0110': (
        'make: true, label: Object Name}\n  label: [Program, Object Name]\n  personnel: ["0100"]',
        'otherwise: "0100"}\n  label: [Program, Object Name]\n  personnel: ["0101"]',
    ),
    'roster.csv has no column "Jub". Did you mean "Job"?': ("title: Job", "title: Jub"),
    'city.yaml:24:18: roster.unit.column: roster.csv has no column "Part". It has: Division, Person, Job': (
        "unit: {column: Division,",
        "unit: {column: Part,",
    ),
    'roster.titel: "titel" is not known here. Did you mean "title"?': ("title: Job", "titel: Job"),
    'roster: "control_totals" is missing: add it': (
        "  control_totals:\n    - {label: Salaries",
        "  jabs:\n    - {label: Salaries",
    ),
    "roster.control_totals: is empty: give at least one total": (
        "  control_totals:\n    - {label: Salaries, column: Annual, amount: 222000.50, rows: 4}\n"
        "    - {label: Rates, column: Rate, where: {Kind: [Hourly, Contract]}, amount: 131.25, rows: 3}\n",
        "  control_totals: []\n",
    ),
    "roster.control_totals[#1].amount: is not an amount: write the total": ("amount: 222000.50", "amount: many"),
    "roster.unit: needs either `always: a code`, or `column: a heading of the export`": (
        "unit: {column: Division, make: true}",
        "unit: {make: true}",
    ),
    'roster.fund.always: "011" is not among `funds` of this mapping: add it there. Known: 010': (
        'fund: {always: "010"}\n  account: {always: "0100"}',
        'fund: {always: "011"}\n  account: {always: "0100"}',
    ),
    "roster.jobs[#1]: needs either `salary: a heading`, or `rate: a heading` with `hours`": (
        "      salary: Annual\n",
        "",
    ),
    "roster.jobs[#2]: roster.csv is given twice: name another with `file:`": ("file: hourly.csv", "file: roster.csv"),
    'roster.jobs[#2].file: "../x.csv" is not the name of a CSV file of the new plan': (
        "file: hourly.csv",
        "file: ../x.csv",
    ),
    "roster.jobs[#2].hours.each: is 0: write a number over 0": ("each: 1040", "each: 0"),
    "budget.amounts[#2]: FY2026 actual is given twice: keep one": (
        "fiscal_year: 2027, stage: adopted",
        "fiscal_year: 2026, stage: actual",
    ),
    "budget.amounts[#2].lines: a request begins with one column, and two say `lines`": (
        "stage: actual}",
        "stage: actual, lines: true}",
    ),
    'budget.amounts[#2].stage: "adoptd" is not known: write one of': ("stage: adopted", "stage: adoptd"),
    'plan.fiscal_year: "next" is not a number': ("fiscal_year: 2028", "fiscal_year: next"),
    'city.yaml:1:7: plan: "as_of" is missing: add it': (" as_of: 2027-03-31,", ""),
}


@pytest.mark.parametrize("said", MISTAKES)
def test_a_mistake_in_a_mapping_is_said_with_its_place_and_what_would_be_right(tmp_path: Path, said: str) -> None:
    old, new = MISTAKES[said]
    assert MAPPING.count(old) == 1 or "is empty" in said, "the mistake is one"
    problems = refused(tmp_path, MAPPING.replace(old, new))
    assert any(said in problem for problem in problems), problems
    assert all(problem.split(":")[0].endswith((".yaml", ".csv")) for problem in problems)


def test_a_plan_that_cannot_be_calculated_is_not_written(tmp_path: Path) -> None:
    mapping = small_city(tmp_path, MAPPING.replace("  pension_rate: 0.1\n", ""))
    done = python(str(ROOT / "scripts" / "import_city.py"), mapping.name, "plan", folder=tmp_path)
    assert done.returncode == 1
    assert "(in the plan that would come of this)" in done.stderr
    assert "pension_rate" in done.stderr
    assert not (tmp_path / "plan").exists()


def test_what_is_wrong_with_the_new_plan_is_said_at_its_place_in_the_mapping(tmp_path: Path) -> None:
    wrong = MAPPING.replace('pension_account: "0120"', 'pension_account: "0999"').replace(
        "FY2027 adopted}", "FY2020 adopted}"
    )
    wrong = wrong.replace('"0130", label: Health, category: Personnel', '"0130", label: Health, category: "Per*"')
    said = refused(tmp_path, wrong)
    assert [one.split(": ")[:2] for one in said] == [
        ["city.yaml:9:45", "accounts[0130].category"],
        ["city.yaml:16:20", "rates.pension_account"],
    ]
    assert all(one.endswith(" (in the plan that would come of this)") for one in said)
    wrong = MAPPING.replace("FY2027 adopted}", "FY2020 adopted}")
    assert [one.split(": ")[:2] for one in refused(tmp_path, wrong)] == [["city.yaml:1:78", "plan.compare_with"]]


def test_all_mistakes_are_said_at_once(tmp_path: Path) -> None:
    wrong = MAPPING.replace("title: Job", "title: Jub").replace("column: Dept", "column: Dapt")
    assert [problem.split(":")[1] for problem in refused(tmp_path, wrong)] == ["23", "42"]


def test_a_mapping_that_names_what_the_export_does_not_have_is_told(tmp_path: Path) -> None:
    mapping = MAPPING.replace(
        "unit: {column: Division, make: true}", "unit: {column: Division, make: true, exact: {Street: streets-2}}"
    ).replace("units: []", "units:\n  - {id: streets-2, label: Old streets}")
    done = imported(tmp_path, mapping)
    assert done.notes == [
        'roster.unit.exact names "Street", which no row of roster.csv has. Did you mean "Streets"?',
    ]


def test_a_department_under_two_groups_is_not_guessed(tmp_path: Path) -> None:
    ledger = LEDGER + "Works,Parks & Trees,0520,Supplies,Paths,0,0\n"
    done = imported(tmp_path, without(MAPPING, budget=1), ledger=ledger)
    assert [one.why for one in done.read["budget"].export.aside] == [
        '"Parks & Trees" belongs to "green" further up, and here to "works"'
    ]


def test_texts_that_make_the_same_id_are_two_units(tmp_path: Path) -> None:
    ledger = LEDGER.replace("Green,Parks & Trees", "Green,Parks/Trees")
    imported(tmp_path, ledger=ledger)
    plan = budgetplan.load(tmp_path / "plan")
    assert {one.id: one.label for one in plan.units if "parks" in one.id} == {
        "parks-trees": "Parks & Trees",
        "parks-trees-2": "Parks/Trees",
    }


def test_nothing_is_written_into_a_folder_that_holds_anything(tmp_path: Path) -> None:
    mapping = small_city(tmp_path)
    place = tmp_path / "plan"
    place.mkdir()
    import_city(mapping, place)
    before = sorted((path.name, path.read_bytes()) for path in place.iterdir())
    with pytest.raises(UsageError, match=r"plan is not empty \(history.csv\): give a new folder; nothing was changed"):
        import_city(mapping, place)
    assert sorted((path.name, path.read_bytes()) for path in place.iterdir()) == before


def test_files_that_are_missing_are_said_with_their_place(tmp_path: Path) -> None:
    mapping = small_city(tmp_path)
    (tmp_path / "ledger.csv").unlink()
    with pytest.raises(FileError, match=r"city.yaml:40:9: budget.file: .*ledger.csv: cannot be read \(No such file"):
        import_city(mapping, tmp_path / "plan")
    with pytest.raises(FileError, match=r"nothing.yaml: cannot be read"):
        import_city(tmp_path / "nothing.yaml", tmp_path / "plan")
    assert not (tmp_path / "plan").exists()


@pytest.mark.parametrize("content", [b"", b"- a list\n", b"just text\n", b"\xff\xfe\x00", b"plan: [\n", b"plan: {}\n"])
def test_a_file_that_is_no_mapping_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "city.yaml").write_bytes(content)
    with pytest.raises(AssumptionError) as error:
        import_city(tmp_path / "city.yaml", tmp_path / "plan")
    assert "city.yaml" in str(error.value)


@pytest.mark.slow
def test_the_script_says_what_was_read_and_how_it_ties(tmp_path: Path) -> None:
    small_city(tmp_path, without(MAPPING, roster=1), ROSTER + 'Streets,"A, B",Intern,N/A,N/A,Seasonal\n')
    script = str(ROOT / "scripts" / "import_city.py")
    done = python(script, "city.yaml", "plan", folder=tmp_path)
    assert done.returncode == 0
    assert done.stdout.splitlines() == [
        "roster.csv: 8 rows in, 6 used, 2 set aside, 1 of them NOT MAPPED.",
        "  Salaries: 222,000.50 in 4 rows, ties.",
        "  Rates: 131.25 in 3 rows, ties; 99.00 of it in 1 row left out.",
        "ledger.csv: 6 rows in, 6 used, 0 set aside.",
        "  Spent: 325,250.72 in 6 rows, ties.",
        "  Adopted: 334,600.75 in 5 rows, ties.",
        "plan: a plan of 9 files. Next: budgetplan check plan",
    ]
    assert done.stderr.splitlines() == ['roster.csv:9: not mapped: no kind of positions takes it: Kind is "Seasonal"']
    again = python(script, "city.yaml", "plan", folder=tmp_path)
    assert (again.returncode, again.stdout) == (2, "")
    assert again.stderr.startswith("plan is not empty")
    assert python(script, "city.yml", "other", folder=tmp_path).returncode == 3
    assert python(script, "city.yaml", folder=tmp_path).returncode == 2
    (tmp_path / "city.yaml").write_text(MAPPING.replace("title: Job", "title: Jub"), encoding="utf-8")
    wrong = python(script, "city.yaml", "other", folder=tmp_path)
    assert wrong.returncode == 1
    assert wrong.stderr == 'city.yaml:23:10: roster.title: roster.csv has no column "Jub". Did you mean "Job"?\n'
    assert not (tmp_path / "other").exists()


def test_a_plan_whose_totals_are_not_those_of_the_rows_is_not_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The plan is read back by the program itself: whatever goes wrong in writing it is seen."""
    real = city.draft_files
    changes = {
        "roster.csv": (
            b"41000.00",
            b"41000.01",
            "salaries of fund 010, parks-trees, account 0100 come to 108,080.00, and the plan that ",
        ),
        "hourly.csv": (
            b",0.5,",
            b",0.4,",
            "full-time equivalents of fund 010, parks-trees, account 0100 come to 1.69230769230769232, and the plan",
        ),
        "history.csv": (
            b"7000.50",
            b"7000.49",
            "Spent 2026 of fund 010, streets, account 0540 come to 6,750.50, and the plan",
        ),
        "operating.yaml": (
            b"1600.00",
            b"1600.10",
            "operating lines of fund 010, parks-trees, account 0520 come to 1,600.00, and the plan",
        ),
    }
    for name, (old, new, said) in changes.items():

        def changed(found: Found, name: str = name, old: bytes = old, new: bytes = new) -> dict[str, bytes]:
            files = real(found)
            assert old in files[name]
            return {**files, name: files[name].replace(old, new)}

        monkeypatch.setattr(city, "draft_files", changed)
        problems = refused(tmp_path)
        assert any(said in problem for problem in problems), problems
