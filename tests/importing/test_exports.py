"""The dirt of real exports: whatever they look like, the same plan comes of them, and what is set aside is told."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from small_city import LEDGER, MAPPING, ROSTER, small_city, without

from budgetplan.errors import AssumptionError
from budgetplan.importing.city import Imported, import_city


def plan_of(folder: Path) -> dict[str, bytes]:
    """The files of a plan but the log, which tells of the export itself."""
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.name != "import_log.md"}


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("clean")
    import_city(small_city(folder), folder / "plan")
    return plan_of(folder / "plan")


def tabs(text: str) -> str:
    """The table with tabs in place of commas between values."""
    import csv
    import io

    out = io.StringIO()
    csv.writer(out, delimiter="\t", lineterminator="\r\n").writerows(csv.reader(io.StringIO(text)))
    return out.getvalue()


WAYS: dict[str, Callable[[str], bytes]] = {
    "a mark before UTF-8": lambda text: text.encode("utf-8-sig"),
    "UTF-16 with a mark and tabs": lambda text: tabs(text).encode("utf-16"),
    "big-endian UTF-16 with a mark": lambda text: b"\xfe\xff" + text.encode("utf-16-be"),
    "UTF-16 without a mark": lambda text: tabs(text).encode("utf-16-le"),
    "line ends of Windows": lambda text: text.replace("\n", "\r\n").encode(),
    "line ends of old Macs": lambda text: text.replace("\n", "\r").encode(),
    "semicolons": lambda text: tabs(text).replace("\t", ";").encode(),
    "no line end at the end": lambda text: text.rstrip("\n").encode(),
    "blanks around values": lambda text: (
        text.replace(",Streets", ',"  Streets\u00a0 "').replace("\nStreets", "\n Streets ").encode()
    ),
    "signs that nobody can see": lambda text: text.replace("Streets", "Str\u200beets\ufeff").encode(),
    "empty columns behind": lambda text: "".join(f"{line},,\n" for line in text.splitlines()).encode(),
}


@pytest.mark.parametrize("way", WAYS)
def test_the_same_table_written_otherwise_makes_the_same_plan(
    tmp_path: Path, clean: dict[str, bytes], way: str
) -> None:
    mapping = small_city(tmp_path, roster=WAYS[way](ROSTER), ledger=WAYS[way](LEDGER))
    import_city(mapping, tmp_path / "plan")
    assert plan_of(tmp_path / "plan") == clean


DIRTY = """\
CITY OF SOMEWHERE,,,,,,
Adopted budget,,,,,,

Group,Dept,Object,Object Name,Program,Spent 2026,Adopted 2027
Works,Streets,0100,Salaries,Roads,"$225,000.10","$230,000.00"
Works,Streets,0520,Supplies,Roads,"12,000.005","13,000.00"

Works,Streets,0540,Services,Roads,250.00-,-
Works,Streets,0540,Services,Snow,"7,000.50","8,000.75 DR"
,Total Streets,,,,"243,750.605","251,000.75"
Group,Dept,Object,Object Name,Program,Spent 2026,Adopted 2027
Green,Parks & Trees,0100,Salaries,Trees,80000,82000
Green,Parks & Trees,0520,Supplies,Trees,1500.115,1600
Subtotal,,,,,"81,500.115","83,600"
,,,,,,
Grand Total:,,,,,"325,250.72","334,600.75"
Green,Total,Total,,,"325,250.72","334,600.75"
"""


def imported(tmp_path: Path, ledger: str = LEDGER, roster: str = ROSTER, mapping: str = MAPPING) -> Imported:
    return import_city(small_city(tmp_path, mapping, roster, ledger), tmp_path / "plan")


def test_titles_blank_lines_repeated_headings_and_totals_are_set_aside_and_listed(tmp_path: Path) -> None:
    done = imported(tmp_path, DIRTY)
    export = done.read["budget"].export
    assert [(one.line, one.kind) for one in sorted(export.aside, key=lambda one: one.line)] == [
        (1, "above the headings"),
        (2, "above the headings"),
        (10, "total"),
        (11, "repeated headings"),
        (14, "total"),
        (16, "total"),
        (17, "total"),
    ]
    assert (export.counts["in"], export.counts["used"], export.blank) == (13, 6, 2)
    log = (tmp_path / "plan" / "import_log.md").read_text("utf-8")
    assert '| ledger.csv:10 | total | is a row of totals ("Total Streets") | Total Streets \\| 243,750.605 ' in log


def test_a_job_that_is_called_total_is_no_total(tmp_path: Path, clean: dict[str, bytes]) -> None:
    assert b"Total Care Helper" in clean["hourly.csv"]


def test_codes_keep_their_zeros(clean: dict[str, bytes]) -> None:
    assert b'{code: "0520", label: Supplies}' in clean["plan.yaml"]
    assert b",010,streets,0520," in clean["history.csv"]


def test_rows_that_cannot_be_mapped_are_listed_with_line_and_reason(tmp_path: Path) -> None:
    roster = ROSTER + (
        'Streets,"A, B",Intern,N/A,N/A,Seasonal\n'  # line 9: no kind of positions takes it
        'Streets,"C, D",Clerk,N/A,N/A,Regular\n'  # no salary
        'Streets,"E, F",Clerk,about 40,N/A,Regular\n'
        ',"G, H",Clerk,40000,N/A,Regular\n'
        'Streets,"I, J",,40000,N/A,Regular\n'
        'Streets,"K, L",Clerk,-5,N/A,Regular\n'
        "Streets,M, N,Clerk,40000,N/A,Regular\n"  # a comma without quotes
    )
    mapping = MAPPING.replace("amount: 222000.50, rows: 4", 'where: {Division: "Parks & Trees"}, amount: 41000')
    done = imported(tmp_path, roster=roster, mapping=without(mapping, roster=7))
    lost = {one.line: one.why for one in done.read["roster"].export.aside if one.kind == "not mapped"}
    assert lost == {
        9: 'no kind of positions takes it: Kind is "Seasonal"',
        10: 'has no "Annual"',
        11: 'its Annual is "about 40", which is no amount: if it means that there is none, add it to `missing`',
        12: 'has no unit: "Division" is empty',
        13: 'has no title: "Job" is empty',
        14: "its pay is below 0: -5.00",
        15: "has 7 values under 6 headings: a value that holds a separator is not in quotes",
    }
    number = done.read["roster"].export.counts
    assert (number["in"], number["used"], number["not mapped"], number["left out"]) == (14, 6, 7, 1)
    log = (tmp_path / "plan" / "import_log.md").read_text("utf-8")
    assert all(f"| roster.csv:{line} | not mapped | " in log for line in lost)


def test_names_of_people_are_not_even_in_the_log(tmp_path: Path) -> None:
    torn = ROSTER + 'Streets,Qux, Quy,Clerk,40000,N/A,Regular\n,"Sum, Total",Total,1,,\n'
    imported(tmp_path, roster=torn, mapping=without(MAPPING, roster=1))
    people = [line.split('"')[1] for line in ROSTER.splitlines()[1:] if '"' in line]
    assert len(people) == 7
    for path in (tmp_path / "plan").iterdir():
        text = path.read_text("utf-8")
        assert [name for name in [*people, "Sum, Total", "Qux", "Quy"] if name in text] == []


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\xff\xfeD\x00\x00\xd8D\x00", "roster.csv: is not text in UTF-16: export it as UTF-8"),
        (b"", 'roster.csv: no line holds the headings that the mapping names: "Job", "Annual", "Rate", "Div'),
        (ROSTER.replace('"Doe, Ann"', '"Doe, Ann').encode(), "roster.csv:2:1: a value in quotes is not closed"),
    ],
)
def test_a_file_that_is_no_table_is_refused(tmp_path: Path, content: bytes, said: str) -> None:
    with pytest.raises(AssumptionError) as error:
        import_city(small_city(tmp_path, roster=content), tmp_path / "plan")
    assert str(error.value).startswith(said)
    assert not (tmp_path / "plan").exists()


def whys(done: Imported, name: str) -> list[str]:
    """Why rows of an export could not be mapped."""
    return [one.why for one in done.read[name].export.not_mapped]


def test_a_text_that_means_missing_is_no_name(tmp_path: Path) -> None:
    done = imported(tmp_path, roster=ROSTER + 'N/A,"A, B",Clerk,0,N/A,Regular\n', mapping=without(MAPPING, roster=1))
    assert whys(done, "roster") == ['has no unit: "Division" is empty']


def test_a_heading_that_stands_twice_is_refused_only_where_it_is_read(tmp_path: Path) -> None:
    imported(
        tmp_path / "person",
        roster=ROSTER.replace("Division,Person", "Division,Memo").replace(",Kind\n", ",Kind,Memo\n"),
    )
    with pytest.raises(AssumptionError, match=r"roster.csv has 2 columns \"Job\": rename all but one in the export"):
        imported(tmp_path / "job", roster=ROSTER.replace("Division,Person", "Division,Job"))


def test_codes_that_no_plan_can_have_are_set_aside(tmp_path: Path) -> None:
    ledger = LEDGER + "Works,Streets,05*,Starred,Roads,0,0\n"
    ledger += "Works,Streets,05a,Small,Roads,0,0\nWorks,Streets,05A,Capital,Roads,0,0\n"
    done = imported(tmp_path, ledger=ledger, mapping=without(MAPPING.replace(", rows: 5", ""), budget=1))
    assert len(whys(done, "budget")) == 1
    assert whys(done, "budget")[0].startswith('no code of accounts: "05*" holds *')
    plan = (tmp_path / "plan" / "plan.yaml").read_text("utf-8")
    assert plan.count('{code: "05a", label: Small}') == 1, "one account, in the letters that came first"
    assert "05A" not in plan


def test_a_code_that_is_a_group_already_is_set_aside(tmp_path: Path) -> None:
    ledger = LEDGER.splitlines()[0] + "\nWorks,Streets,0520,Supplies,05,1,1\nWorks,Streets,05,Other,06,2,2\n"
    ledger += "Works,Streets,0100,Salaries,07,0,0\n"
    mapping = MAPPING.replace("label: Object Name}", "label: Object Name, under: Program}").replace(", rows: 5", "")
    mapping = mapping.replace("amount: 325250.720", "amount: 1").replace('"334,600.75"', "1")
    with pytest.raises(AssumptionError, match=r'ledger.csv:3:1: not mapped: "05" is a code already, of something else'):
        imported(tmp_path, ledger=ledger, mapping=mapping)
    assert whys(imported(tmp_path, ledger=ledger, mapping=without(mapping, budget=1)), "budget") == [
        '"05" is a code already, of something else'
    ]


def test_hours_and_fte_outside_full_time_are_set_aside(tmp_path: Path) -> None:
    hourly = MAPPING.replace("exact: {Lifeguard: 400}", "exact: {Lifeguard: 2081}")
    assert whys(
        imported(
            tmp_path / "hours",
            mapping=without(hourly, roster=1).replace(
                "{label: Rates, column: Rate, where: {Kind: [Hourly, Contract]}, amount: 131.25, rows: 3}",
                "{label: Rates, column: Rate, where: {Kind: Contract}, amount: 99}",
            ),
        ),
        "roster",
    ) == ["2081 hours a year are over full time, 2080"]
    roster = (
        ROSTER.replace("Kind\n", "Kind,FTE\n").replace("Regular\n", "Regular,1\n").replace("Hourly\n", "Hourly,1\n")
    )
    roster += 'Streets,"A, B",Clerk,0,N/A,Regular,1.5\nStreets,"C, D",Clerk,0,N/A,Regular,0\n'
    done = imported(
        tmp_path / "fte",
        roster=roster,
        mapping=without(MAPPING, roster=2).replace("title: Job\n", "title: Job\n  fte: FTE\n"),
    )
    assert whys(done, "roster") == [
        "its FTE is 1.5, and must be over 0 and at most 1: for percentages write `fte_is: percent`",
        "its FTE is 0, and must be over 0 and at most 1",
    ]


def test_rows_of_a_budget_are_left_out_and_rows_without_figures_listed(tmp_path: Path) -> None:
    ledger = LEDGER + "Works,Streets,0520,Supplies,Ponds,-,\nWorks,Streets,0900,Transfers,Out,5,5\n"
    mapping = MAPPING.replace(
        "  personnel:", '  leave_out: [{where: {Object: "0900"}, why: between funds}]\n  personnel:'
    )
    mapping = mapping.replace("amount: 325250.720", "amount: 325255.720").replace(
        '"334,600.75", rows: 5', '"334,605.75", rows: 6'
    )
    done = imported(tmp_path, ledger=ledger, mapping=without(mapping, budget=1))
    assert [(one.line, one.kind, one.why) for one in done.read["budget"].export.aside] == [
        (8, "not mapped", "has no figure in any of the columns that are imported"),
        (9, "left out", "between funds"),
    ]
    assert "0900" not in (tmp_path / "plan" / "history.csv").read_text("utf-8")


def test_a_column_may_begin_the_request_without_being_history(tmp_path: Path) -> None:
    mapping = MAPPING.replace("lines: true}", "lines: true, history: false}").replace(
        ", compare_with: FY2027 adopted", ""
    )
    imported(tmp_path, mapping=mapping)
    assert "2027" not in (tmp_path / "plan" / "history.csv").read_text("utf-8")
    assert "amount: 13000.00" in (tmp_path / "plan" / "operating.yaml").read_text("utf-8")
