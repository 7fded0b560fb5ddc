"""What an import says when something is wrong: where, in whose words, and all of it at once."""

from __future__ import annotations

from pathlib import Path

import pytest
from commands import python
from needs import ROOT
from small_city import LEDGER, MAPPING, ROSTER, small_city, without

from budgetplan.errors import AssumptionError, FileError, UsageError
from budgetplan.importing.city import import_city


def said(
    tmp_path: Path, mapping: str = MAPPING, roster: str | bytes = ROSTER, ledger: str | bytes = LEDGER
) -> list[str]:
    """The problems of an import, each without the folder."""
    with pytest.raises(AssumptionError) as error:
        import_city(small_city(tmp_path, mapping, roster, ledger), tmp_path / "plan")
    assert not (tmp_path / "plan").exists()
    return str(error.value).replace(f"{tmp_path.as_posix()}/", "").splitlines()


def test_a_total_that_does_not_tie_names_the_largest_rows_that_are_missing(tmp_path: Path) -> None:
    roster = ROSTER + (
        'Streets,"A, B",,N/A,N/A,Regular\n'  # line 9: nothing stands in it, so it is not what is missing
        'Streets,"C, D",,100,N/A,Regular\n'
        'Streets,"E, F",,"50,000",N/A,Regular\n'
        'Streets,"G, H",,300,N/A,Regular\n'
        'Streets,"I, J",,200,N/A,Regular\n'
    )
    mapping = without(MAPPING, roster=5).replace("amount: 222000.50, rows: 4", "amount: 272600.50")
    assert said(tmp_path, mapping, roster) == [
        "city.yaml:38:7: roster.control_totals[#1]: Salaries does not tie: the mapping says 272,600.50, and roster.csv "
        "comes to 222,000.50 in 4 rows, 50,600.00 too little. 50,600.00 stand in 4 rows not mapped: line 11 "
        "(50,000.00), line 12 (300.00), line 13 (200.00) and 1 more. Nothing was written"
    ]


def test_rows_that_are_not_mapped_are_listed_where_totals_do_not_tie_either(tmp_path: Path) -> None:
    lines = said(tmp_path, roster=ROSTER.replace('"Roe, Bo"', "Roe, Bo"))
    assert [line.split(": ")[1] for line in lines] == ["roster", "roster.control_totals[#1]", "not mapped"]
    assert lines[2].startswith("roster.csv:3:1: not mapped: has 7 values under 6 headings")


@pytest.mark.parametrize("content", [b"PK\x03\x04\x14\x00rest", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"])
def test_a_workbook_in_place_of_an_export_is_named_as_such(tmp_path: Path, content: bytes) -> None:
    assert said(tmp_path, roster=content) == [
        "roster.csv: is an Excel workbook: save its sheet as CSV UTF-8, and name that file in the mapping"
    ]


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        (
            "      salary: Annual\n",
            "      salary: Annual\n      defaults: {health_tier: family}\n",
            "city.yaml:30:31: roster.jobs[#1].defaults.health_tier: ",
        ),
        ("pension_rate: 0.1", "pension_rate: 10", "city.yaml:15:17: rates.pension_rate: "),
    ],
)
def test_what_is_wrong_with_the_draft_is_said_at_its_place_in_the_mapping(
    tmp_path: Path, old: str, new: str, place: str
) -> None:
    lines = said(tmp_path, MAPPING.replace(old, new, 1))
    assert any(line.startswith(place) for line in lines), lines
    assert not [line for line in lines if "positions.yaml" in line or "rates.yaml" in line]


def test_what_is_wrong_with_a_row_of_the_draft_is_said_at_its_line_of_the_export(tmp_path: Path) -> None:
    """A rate that an export may have, and no plan: 900,000,000,000 x 2,080 hours."""
    roster = ROSTER.replace("N/A,15.25", "N/A,900000000000")
    mapping = MAPPING.replace("131.25, rows: 3", "900000000116, rows: 3")
    lines = said(tmp_path, mapping, roster)
    assert len(lines) == 1
    assert lines[0].startswith("roster.csv:6:1: positions[P-00005].salary: is over a trillion")
    assert lines[0].endswith(" (in the plan that would come of this)")


@pytest.mark.parametrize("slip", ["plan: {name: x\nroster:\n", "plan: {}\nroster:\n\tfile: x\n"])
def test_of_a_mapping_with_a_slip_of_yaml_only_the_slip_is_told(tmp_path: Path, slip: str) -> None:
    lines = said(tmp_path, slip)
    assert len(lines) == 1
    assert "names no export" not in lines[0]
    assert '"plan" is missing' not in lines[0]


def test_both_exports_that_are_not_there_are_told(tmp_path: Path) -> None:
    mapping = small_city(tmp_path)
    (tmp_path / "roster.csv").unlink()
    (tmp_path / "ledger.csv").unlink()
    with pytest.raises(FileError) as error:
        import_city(mapping, tmp_path / "plan")
    lines = str(error.value).replace(f"{tmp_path.as_posix()}/", "").splitlines()
    assert [line[: line.index(".csv")] for line in lines] == [
        "city.yaml:19:9: roster.file: roster",
        "city.yaml:40:9: budget.file: ledger",
    ]


def test_slips_of_the_mapping_and_of_its_headings_are_told_at_once(tmp_path: Path) -> None:
    wrong = MAPPING.replace("title: Job", "title: Jub").replace('fund: {always: "010"}', 'fund: {always: "011"}', 1)
    wrong = wrong.replace("stage: adopted, lines", "stage: actual, fiscal_year: 2026, lines").replace(
        "{column: Adopted 2027, fiscal_year: 2027,", "{column: Adopted 2027,"
    )
    assert [line.split(": ")[1] for line in said(tmp_path, wrong)] == [
        "roster.title",
        "roster.fund.always",
        "budget.amounts[#2]",
    ]


MISTAKES = {
    "roster.jobs[#1]: has both `salary` and `rate`: keep the one by which these jobs are paid": (
        "salary: Annual\n",
        "salary: Annual\n      rate: Rate\n",
    ),
    'budget.amounts[#1]: "stage" is missing: write one of '
    "recommended, adopted, amended, estimate, actual, or `history: false`": (
        "fiscal_year: 2026, stage: actual",
        "fiscal_year: 2026",
    ),
    'budget.amounts[#1]: "fiscal_year" is missing: add it, or write `history: false`': (
        "fiscal_year: 2026, stage: actual",
        "stage: actual",
    ),
    "roster.jobs[#2]: `salary_is` says what a `salary` is, and there is a `rate`: remove it": (
        "rate: Rate\n",
        "rate: Rate\n      salary_is: paid\n",
    ),
    "roster.unit.category: only accounts have a category: remove it": (
        "{column: Division, make: true}",
        "{column: Division, make: true, category: Operating}",
    ),
}


@pytest.mark.parametrize("problem", MISTAKES)
def test_a_mistake_says_what_would_be_right(tmp_path: Path, problem: str) -> None:
    old, new = MISTAKES[problem]
    lines = said(tmp_path, MAPPING.replace(old, new, 1))
    assert [line.partition(" ")[2] for line in lines] == [problem]


def test_a_column_that_is_no_history_needs_no_year_and_no_stage(tmp_path: Path) -> None:
    mapping = MAPPING.replace("fiscal_year: 2027, stage: adopted, lines: true", "history: false, lines: true")
    import_city(small_city(tmp_path, mapping.replace(", compare_with: FY2027 adopted", "")), tmp_path / "plan")
    told = (tmp_path / "plan" / "operating.yaml").read_text("utf-8")
    assert 'amount: 13000.00, source: "ledger.csv:3", status: estimate}' in told


def test_a_folder_that_is_not_empty_is_told_by_what_people_see_in_it(tmp_path: Path) -> None:
    mapping, plan = small_city(tmp_path), tmp_path / "plan"
    (plan / ".budgetplan").mkdir(parents=True)
    with pytest.raises(UsageError, match=r"plan is not empty \(\.budgetplan\)"):
        import_city(mapping, plan)
    (plan / "notes.txt").touch()
    with pytest.raises(UsageError, match=r"plan is not empty \(notes.txt\)"):
        import_city(mapping, plan)


def test_exports_are_found_in_folders_inside_the_one_that_is_given(tmp_path: Path) -> None:
    mapping = small_city(tmp_path / "mapping")
    for name, folder in (("roster.csv", "payroll"), ("ledger.csv", "ledger")):
        (tmp_path / "data" / folder).mkdir(parents=True)
        (tmp_path / "mapping" / name).rename(tmp_path / "data" / folder / name)
    import_city(mapping, tmp_path / "plan", tmp_path / "data")
    (tmp_path / "data" / "old").mkdir()
    (tmp_path / "data" / "old" / "roster.csv").touch()
    with pytest.raises(AssumptionError, match=r'roster.file: "roster.csv" stands in old and payroll: name its folder'):
        import_city(mapping, tmp_path / "other", tmp_path / "data")


def test_accounts_that_are_made_stand_under_their_category_or_group(tmp_path: Path) -> None:
    mapping = MAPPING.replace("label: Object Name}", "label: Object Name, category: Operating}")
    import_city(small_city(tmp_path, mapping), tmp_path / "plan")
    assert '{code: "0520", label: Supplies, category: Operating}' in (tmp_path / "plan" / "plan.yaml").read_text(
        "utf-8"
    )


def test_the_script_tells_every_row_that_is_not_mapped_and_writes_nothing(tmp_path: Path) -> None:
    small_city(tmp_path, roster=ROSTER + 'Streets,"A, B",Intern,N/A,N/A,Seasonal\n')
    done = python(str(ROOT / "scripts" / "import_city.py"), "city.yaml", "plan", folder=tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert (
        done.stderr.splitlines()[1] == 'roster.csv:9:1: not mapped: no kind of positions takes it: Kind is "Seasonal"'
    )
    assert not (tmp_path / "plan").exists()
