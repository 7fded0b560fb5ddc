"""Slips that would make a plan with wrong money and no word about it: each is a problem, a note, or read rightly."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest
from small_city import LEDGER, MAPPING, ROSTER, small_city, without

import budgetplan
from budgetplan.errors import AssumptionError
from budgetplan.importing import city
from budgetplan.importing.city import Imported, import_city
from budgetplan.importing.draft import Found


def imported(tmp_path: Path, mapping: str = MAPPING, roster: str = ROSTER, ledger: str = LEDGER) -> Imported:
    return import_city(small_city(tmp_path, mapping, roster, ledger), tmp_path / "plan")


def refused(tmp_path: Path, mapping: str = MAPPING, roster: str = ROSTER, ledger: str = LEDGER) -> str:
    with pytest.raises(AssumptionError) as error:
        imported(tmp_path, mapping, roster, ledger)
    assert not (tmp_path / "plan").exists()
    return str(error.value).replace(f"{tmp_path.as_posix()}/", "")


def positions(tmp_path: Path, file: str = "roster.csv") -> list[dict[str, str]]:
    with (tmp_path / "plan" / file).open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


# What the roster pays, and what lines pay


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("100", 'budget.personnel[#1]: "100" is no account of this mapping or of ledger.csv. Known: 0100, '),
        ("51000", 'budget.personnel[#1]: "51000" is no account of this mapping'),
        ("0130", 'budget.personnel[#1]: no row of ledger.csv goes to the account "0130": remove it, or map its rows'),
    ],
)
def test_an_account_of_personnel_that_no_row_has_is_a_problem(tmp_path: Path, code: str, said: str) -> None:
    assert said in refused(tmp_path, MAPPING.replace('personnel: ["0100"]', f'personnel: ["{code}"]'))


def test_lines_on_the_account_that_the_roster_pays_are_told(tmp_path: Path) -> None:
    done = imported(tmp_path, MAPPING.replace('  personnel: ["0100"]\n', ""))
    assert done.notes == [
        '2 operating lines, 312,000.00, on the account "0100", to which the roster\'s costs go too: if that counts '
        "them twice, add it to budget.personnel"
    ]


def test_lines_on_the_account_of_a_contribution_are_told(tmp_path: Path) -> None:
    ledger = LEDGER + "Works,Streets,0120,Pension,Roads,0,18000\n"
    mapping = MAPPING.replace('"334,600.75", rows: 5', '"352,600.75", rows: 6')
    assert (
        imported(tmp_path, mapping, ledger=ledger)
        .notes[0]
        .startswith('1 operating line, 18,000.00, on the account "01')
    )


def test_personnel_that_no_roster_pays_is_told(tmp_path: Path) -> None:
    alone = MAPPING[: MAPPING.index("rates:")] + MAPPING[MAPPING.index("budget:") :]
    assert imported(tmp_path, alone).notes == [
        "budget.personnel leaves accounts to the roster, and none is imported: nothing in the request pays them"
    ]


# What the mapping names and no row has


def test_a_kind_of_jobs_that_no_row_has_is_a_problem(tmp_path: Path) -> None:
    said = refused(tmp_path, without(MAPPING.replace("where: {Kind: Hourly}", "where: {Kind: H}"), roster=2))
    assert 'jobs[#2].where: no row of roster.csv has Kind "H"; it has "Regular", "Hourly", "Contract"' in said


def test_a_kind_of_jobs_behind_one_that_takes_all_is_a_problem(tmp_path: Path) -> None:
    roster = ROSTER.replace(",N/A,15.25", ",1,15.25").replace(",N/A,17", ",1,17")
    mapping = MAPPING.replace("{Kind: Regular}", "{}").replace("amount: 222000.50, rows: 4", "amount: 222002.50")
    assert "roster.jobs[#2]: takes no row: those that it names are left out, or belong" in refused(
        tmp_path, mapping, roster
    )


def test_a_control_total_over_no_rows_does_not_tie(tmp_path: Path) -> None:
    total = "    - {label: Interns, column: Annual, where: {Kind: Intern}, amount: 0}\nbudget:\n"
    said = refused(tmp_path, MAPPING.replace("budget:\n", total))
    assert said == (
        'city.yaml:39:47: roster.control_totals[#3].where: no row of roster.csv has Kind "Intern"; it has "Regular", '
        '"Hourly", "Contract"'
    )


def test_an_export_without_rows_proves_nothing(tmp_path: Path) -> None:
    mapping = MAPPING.replace("amount: 222000.50, rows: 4", "amount: 0")
    assert "roster.csv has no row of data" in refused(tmp_path, mapping, roster=ROSTER.splitlines()[0] + "\n")


NOTED: dict[str, tuple[str, str]] = {
    'roster.jobs[#2].hours.exact names "Lifegaurd", which no row of roster.csv has. Did you mean "Lifeguard"?': (
        "exact: {Lifeguard: 400}",
        "exact: {Lifegaurd: 400}",
    ),
    'roster.leave_out[#2].where.Kind names "Intern", which no row of roster.csv has': (
        'payroll"}\n',
        'payroll"}\n    - {where: {Kind: Intern}, why: unpaid}\n',
    ),
    "roster.leave_out[#2].where: no row of roster.csv has all of this at once": (
        'payroll"}\n',
        'payroll"}\n    - {where: {Kind: Hourly, Job: Driver}, why: unpaid}\n',
    ),
    'roster.control_totals[#2].where.Kind names "Volunteer", which no row of roster.csv has': (
        "[Hourly, Contract]",
        "[Hourly, Contract, Volunteer]",
    ),
}


def test_hours_for_a_title_that_no_row_has_are_not_claimed_in_the_plan(tmp_path: Path) -> None:
    imported(tmp_path, MAPPING.replace("exact: {Lifeguard: 400}", "exact: {Lifegaurd: 400}"))
    told = (tmp_path / "plan" / "positions.yaml").read_text("utf-8")
    assert 'assumed hours a year, 1040"' in told


@pytest.mark.parametrize("said", NOTED)
def test_other_texts_that_no_row_has_are_notes(tmp_path: Path, said: str) -> None:
    old, new = NOTED[said]
    done = imported(tmp_path, MAPPING.replace(old, new))
    assert done.notes == [said]
    assert said in (tmp_path / "plan" / "import_log.md").read_text("utf-8")


# Rows that are not mapped


def test_rows_that_are_not_mapped_stop_the_import_until_the_mapping_says_how_many(tmp_path: Path) -> None:
    roster = ROSTER + 'Streets,"A, B",Intern,N/A,N/A,Seasonal\nStreets,C, D,Clerk,1,N/A,Regular\n'
    assert refused(tmp_path, roster=roster).splitlines() == [
        "city.yaml:19:3: roster: 2 rows of roster.csv are not mapped: map them, leave them out with a reason, or write "
        "`not_mapped: 2` to import without them. Nothing was written",
        'roster.csv:9:1: not mapped: no kind of positions takes it: Kind is "Seasonal"',
        "roster.csv:10:1: not mapped: has 7 values under 6 headings: a value that holds a separator is not in quotes",
    ]
    said = refused(tmp_path, without(MAPPING, roster=1), roster)
    assert "roster.not_mapped: 2 rows of roster.csv are not mapped, and `not_mapped` says 1: map them" in said
    assert "0 rows of roster.csv are not mapped, and `not_mapped` says 1: remove it" in refused(
        tmp_path, without(MAPPING, roster=1)
    )
    imported(tmp_path, without(MAPPING, roster=2), roster)
    told = (tmp_path / "plan" / "positions.yaml").read_text("utf-8")
    assert 'note: "2 rows of the export not mapped: see import_log.md"' in told


# Pay, hours and full-time equivalents


def test_an_hourly_job_needs_no_fte_of_its_own(tmp_path: Path) -> None:
    """The FTE of a job with hours follows from them: a blank in the column of the others loses nobody."""
    roster = (
        ROSTER.replace("Kind\n", "Kind,FTE\n").replace("Regular\n", "Regular,0.5\n").replace("Hourly\n", "Hourly,\n")
    )
    imported(tmp_path, MAPPING.replace("title: Job\n", "title: Job\n  fte: FTE\n"), roster)
    assert [one["title"] for one in positions(tmp_path, "hourly.csv")] == ["Total Care Helper", "Lifeguard"]
    assert {one["fte"] for one in positions(tmp_path)} == {"0.5"}


def test_pay_of_half_a_cent_is_rounded_as_rate_times_hours(tmp_path: Path) -> None:
    """10.07 x 105.5 hours = 1,062.385, which is 1,062.39: an FTE of ten decimals would make it 1,062.38."""
    mapping = MAPPING.replace("exact: {Lifeguard: 400}", "exact: {Lifeguard: 105.5}").replace("131.25", "124.32")
    imported(tmp_path, mapping, ROSTER.replace("N/A,17,", "N/A,10.07,"))
    frame = budgetplan.load(tmp_path / "plan").calculate().budget
    number = next(one["position"] for one in positions(tmp_path, "hourly.csv") if one["title"] == "Lifeguard")
    assert round(frame[(frame.position == number) & (frame.line == "wages")].amount.sum(), 2) == 1062.39


PAID = """\
Division,Person,Job,Annual,Rate,Kind,FTE
Streets,"Doe, Ann",Engineer,"90,000.00",N/A,Regular,100%
Streets,"Roe, Bo",Driver,"33,333.33",N/A,Regular,75
Parks & Trees,"Low, Di",Gardener,10000.01,N/A,Regular,33.3333
Parks & Trees,"Fox, Flo",Lifeguard,N/A,17,Hourly,
"""


def test_what_is_paid_is_divided_by_the_fte_and_comes_out_to_the_cent(tmp_path: Path) -> None:
    mapping = MAPPING.replace("title: Job\n", "title: Job\n  fte: FTE\n  fte_is: percent\n")
    mapping = mapping.replace("salary: Annual\n", "salary: Annual\n      salary_is: paid\n")
    mapping = mapping.replace("222000.50, rows: 4", "133333.34, rows: 3").replace("131.25, rows: 3", "17, rows: 1")
    mapping = mapping.replace("[Hourly, Contract]", "Hourly").replace(
        '  leave_out:\n    - {where: {Kind: Contract}, why: "paid as a service, not by payroll"}\n', ""
    )
    imported(tmp_path, mapping, PAID)
    # 33,333.33 / 0.75 = 44,444.44; 10,000.01 / 0.333333 = 30,000.0600...
    assert [(one["fte"], one["salary"]) for one in positions(tmp_path)] == [
        ("1", "90000.00"),
        ("0.75", "44444.44"),
        ("0.333333", "30000.06"),
    ]
    frame = budgetplan.load(tmp_path / "plan").calculate().budget
    wages = frame[frame.line == "wages"].groupby("position").amount.sum().round(2).to_dict()
    assert wages == {"P-00001": 90000.0, "P-00002": 33333.33, "P-00003": 10000.01, "P-00004": 17 * 400}
    log = (tmp_path / "plan" / "import_log.md").read_text("utf-8")
    assert "| roster.csv | 3 | 2.08 | 133,333.34 | 133,333.34 | 0.00 | 133,333.34 |" in log


def test_a_percentage_where_a_share_belongs_is_not_mapped(tmp_path: Path) -> None:
    roster = ROSTER.replace("Kind\n", "Kind,FTE\n").replace("Regular\n", "Regular,75%\n").replace("75%", "75", 1)
    said = refused(tmp_path, MAPPING.replace("title: Job\n", "title: Job\n  fte: FTE\n"), roster)
    assert "its FTE is 75, and must be over 0 and at most 1: for percentages write `fte_is: percent`" in said
    assert 'its FTE is "75%", which is a percentage: write 0.75' in said


def test_hours_that_the_export_says_are_no_estimate(tmp_path: Path) -> None:
    roster = ROSTER.replace("Kind\n", "Kind,Hours\n").replace("Hourly\n", "Hourly,520\n")
    mapping = MAPPING.replace("{each: 1040, by: Job, exact: {Lifeguard: 400}, source: guessed}", "{column: Hours}")
    imported(tmp_path, mapping, roster)
    told = (tmp_path / "plan" / "positions.yaml").read_text("utf-8")
    assert "{csv: hourly.csv, source: payroll, status: actual, note: " in told
    assert "estimate" not in told


@pytest.mark.parametrize("text", ["1.234,56", "62.400,50", "(-5)", "4.1E+04"])
def test_an_amount_that_could_be_two_is_not_mapped(tmp_path: Path, text: str) -> None:
    said = refused(tmp_path, roster=ROSTER.replace("Gardener,41000", f'Gardener,"{text}"'))
    assert f'roster.csv:5:1: not mapped: its Annual is "{text}", which ' in said


# Departments and numbers of positions


def units(tmp_path: Path) -> dict[str, str]:
    return {one.id: one.label for one in budgetplan.load(tmp_path / "plan").units}


def test_a_declared_department_is_not_made_once_more(tmp_path: Path) -> None:
    declared = MAPPING.replace(
        "units: []", "units:\n  - {id: str, label: Streets}\n  - {id: parks-trees, label: Parks}"
    )
    roster = ROSTER.replace("Parks & Trees", "PARKS-TREES")
    imported(tmp_path, declared, roster, LEDGER.replace("Works,Streets", "Works,STREETS"))
    assert units(tmp_path) == {
        "str": "Streets",
        "parks-trees": "Parks",
        "green": "Green",
        "parks-trees-2": "Parks & Trees",
    }


def test_a_department_that_both_exports_name_is_one(tmp_path: Path) -> None:
    """The budget has numbers with the names beside them, the roster the names alone."""
    ledger = LEDGER.replace("Works,Streets", "Streets,410").replace("Green,Parks & Trees", "PARKS & TREES,420")
    mapping = MAPPING.replace("make: true, under: Group}", "make: true, label: Group}")
    assert imported(tmp_path, mapping, ledger=ledger).notes == []
    assert units(tmp_path) == {"streets": "Streets", "parks-trees": "Parks & Trees"}


def test_two_numbers_of_one_name_stay_two_departments_and_are_told(tmp_path: Path) -> None:
    ledger = LEDGER.replace("Works,Streets,0100", "Streets,411,0100").replace("Works,Streets", "Streets,410")
    ledger = ledger.replace("Green,Parks & Trees", "Parks & Trees,420")
    mapping = MAPPING.replace("make: true, under: Group}", "make: true, label: Group}")
    assert imported(tmp_path, mapping, ledger=ledger).notes == [
        'some units are called alike: "Streets" (streets, 411, 410)'
    ]


def test_a_label_of_two_declared_departments_is_not_guessed(tmp_path: Path) -> None:
    declared = MAPPING.replace("units: []", "units:\n  - {id: north, label: Streets}\n  - {id: south, label: Streets}")
    assert '2 units are called "Streets" (north, south): map it under `exact`' in refused(tmp_path, declared)


def test_accounts_of_one_name_and_two_codes_are_two(tmp_path: Path) -> None:
    done = imported(tmp_path, ledger=LEDGER.replace("0540,Services", "0540,Supplies"))
    assert done.notes == ['some accounts are called alike: "Supplies" (0520, 0540)']


def test_quotes_around_a_value_move_no_number_of_a_position(tmp_path: Path) -> None:
    torn = ROSTER.replace('"Roe, Bo"', "Roe, Bo")
    mapping = MAPPING.replace("222000.50, rows: 4", "176500.25, rows: 3")
    imported(tmp_path / "torn", without(mapping, roster=1), torn)
    imported(tmp_path / "whole")
    both = [{one["position"]: one["title"] for one in positions(tmp_path / name)} for name in ("torn", "whole")]
    assert both[0] == {"P-00001": "Engineer", "P-00003": "Driver", "P-00004": "Gardener"}
    assert both[1] == {**both[0], "P-00002": "Driver"}


def test_a_text_in_other_capitals_is_what_the_mapping_says_of_it(tmp_path: Path) -> None:
    mapping = MAPPING.replace("{column: Dept, make: true", "{column: Dept, exact: {streets: st}, make: true")
    mapping = mapping.replace("{column: Division, make", "{column: Division, exact: {STREETS: st}, make")
    done = imported(tmp_path, mapping.replace("units: []", "units:\n  - {id: st, label: Roads}"))
    assert done.notes == []
    assert units(tmp_path) == {"st": "Roads", "parks-trees": "Parks & Trees", "green": "Green"}


def test_a_code_with_two_names_is_told(tmp_path: Path) -> None:
    done = imported(tmp_path, ledger=LEDGER.replace("0520,Supplies,Trees", "0520,Vehicles,Trees"))
    assert done.notes == ['the account "0520" is called "Supplies" and "Vehicles": the first is taken']


# What nothing proves


def test_a_column_of_money_that_no_total_adds_up_is_told(tmp_path: Path) -> None:
    mapping = MAPPING.replace("    - {label: Spent, column: Spent 2026, amount: 325250.720}\n", "")
    mapping = mapping.replace(
        "    - {label: Rates, column: Rate, where: {Kind: [Hourly, Contract]}, amount: 131.25, rows: 3}\n", ""
    )
    assert imported(tmp_path, mapping).notes == [
        'no control total of roster adds up "Rate": nothing proves its figures',
        'no control total of budget adds up "Spent 2026": nothing proves its figures',
    ]


def test_a_total_says_how_much_of_it_is_left_out_of_the_plan(tmp_path: Path) -> None:
    mapping = MAPPING.replace("Kind: Contract}, why", "Kind: [Contract, Regular], Job: [Driver, Advisor]}, why")
    tie = imported(tmp_path, mapping).read["roster"].ties[0]
    assert tie.words == "222,000.50 in 4 rows, ties; 91,000.50 of it in 2 rows left out."


def test_a_column_that_is_used_for_two_years_is_a_problem(tmp_path: Path) -> None:
    said = refused(tmp_path, MAPPING.replace("{column: Adopted 2027,", "{column: Spent 2026,", 1))
    assert 'budget.amounts[#2].column: the column "Spent 2026" is given twice: name another' in said


@pytest.mark.parametrize("text", ["1e99", "1e30", "1000000000000000000000000000000", "1e12.5"])
def test_an_amount_beyond_all_measure_is_not_mapped(tmp_path: Path, text: str) -> None:
    assert "roster.csv:5:1: not mapped: its Annual is " in refused(tmp_path, roster=ROSTER.replace("41000", text))


# The proof


def swapped(old: bytes, new: bytes) -> Callable[[bytes], bytes]:
    return lambda text: text.replace(old, b"\0").replace(new, old).replace(b"\0", new)


@pytest.mark.parametrize(
    ("file", "said"),
    [
        (
            "roster.csv",
            "positions of fund 010, parks-trees, account 0100 come to 3.00, and the plan that would come of",
        ),
        ("history.csv", "Spent 2026 of fund 010, parks-trees, account 0100 come to 80,000.00, and the plan that would"),
        ("operating.yaml", "operating lines of fund 010, parks-trees, account 0520 come to 1,600.00, and the plan"),
    ],
)
def test_a_plan_in_which_two_departments_are_exchanged_is_not_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, file: str, said: str
) -> None:
    """Every grand total is what it was."""
    real, exchange = city.draft_files, swapped(b"streets", b"parks-trees")

    def changed(found: Found) -> dict[str, bytes]:
        files = real(found)
        return {**files, file: exchange(files[file])}

    monkeypatch.setattr(city, "draft_files", changed)
    assert said in refused(tmp_path)


def test_full_time_equivalents_that_are_exchanged_within_a_department_are_seen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = city.draft_files
    exchange = swapped(b",0.5,31720.00", b",0.19230769230769232,31720.00")

    def changed(found: Found) -> dict[str, bytes]:
        files = real(found)
        text = exchange(files["hourly.csv"].replace(b",0.19230769230769232,35360.00", b",0.5,35360.00"))
        assert text != files["hourly.csv"]
        return {**files, "hourly.csv": text}

    monkeypatch.setattr(city, "draft_files", changed)
    assert "base pay (salary x FTE) of fund 010, parks-trees, account 0100 come to 63,660.00" in refused(tmp_path)
