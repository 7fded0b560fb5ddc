"""Positions from CSV exports: mapped columns, payroll spellings, places, defaults, provenance."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest
from assumptions.plans import LEDGER, PLAN, loaded, problems, write

from budgetplan.assumptions.csv_files import column_values, to_number
from budgetplan.assumptions.values import Refused
from budgetplan.errors import FileError, Place

SECTION = """\
positions:
  - csv: roster.csv
    columns: {position: Position No, salary: Annual Rate, start: Hired}
    defaults: {fund: "500", account: {value: x}, merit: {value: 0, source: Pay freeze}}
    source: Roster of 1 March
    status: actual
  - {position: CO-117, unit: billing, fund: "500", account: "5110", salary: {value: 71250, source: Pay plan}}
""".replace("{value: x}", '"5110"')
ROSTER = """\
\ufeffPosition No,Title,Unit,Annual Rate,FTE,Hired,Merit,Grade
0100,"Clerk, senior",billing,"$41,250.00",1,2027-01-15,1,12

0101,Clerk,billing,52000, 0.5 ,,,11
"""


def test_an_export_of_the_payroll_system(tmp_path: Path) -> None:
    positions = loaded(tmp_path, plan=PLAN + LEDGER + SECTION, roster_csv=ROSTER).positions
    assert len(positions) == 3
    assert positions.columns["position"] == ["0100", "0101", "CO-117"]
    assert positions.columns["title"] == [
        "Clerk, senior",
        "Clerk",
        "CO-117",
    ]  # a job without a title goes by its number
    assert positions.columns["salary"] == [41250.0, 52000.0, 71250.0]
    assert positions.columns["fte"] == [1.0, 0.5, 1.0]
    assert positions.columns["start"] == [dt.date(2027, 1, 15), None, None]
    assert positions.columns["account"] == ["5110"] * 3
    assert positions.columns["merit"] == [1, 0, 1]
    assert positions.columns["headcount"] == [1, 1, 1]


def test_every_figure_knows_its_field_or_its_default(tmp_path: Path) -> None:
    plan = loaded(tmp_path, plan=PLAN + LEDGER + SECTION, roster_csv=ROSTER)
    positions = plan.positions
    assert positions.place(1, "salary") == Place("roster.csv", 4, 4)
    assert positions.place(1) == Place("roster.csv", 4, 1)
    assert positions.place(1, "fund") == positions.place(0, "fund") == Place("plan.yaml", 8, 22)
    assert positions.place(1, "merit").file == "plan.yaml"
    assert positions.place(2, "salary") == Place("plan.yaml", 11, SECTION.splitlines()[-1].index("71250") + 1)
    assert plan.place("positions", "0101", "salary") == Place("roster.csv", 4, 4)
    sources = [positions.provenance(row, "salary") for row in range(3)]
    assert [one and one.source for one in sources] == ["Roster of 1 March", "Roster of 1 March", "Pay plan"]
    freeze = positions.provenance(1, "merit")
    assert freeze is not None
    assert freeze.source == "Pay freeze"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        *(("1234.5", 1234.5), ("$1,234.50", 1234.5), ("(500.00)", -500.0), ("-$5", -5.0), ("$-5", -5.0), (".5", 0.5)),
        *(
            ("5-", -5.0),
            ("5 CR", -5.0),
            ("1.234567E+06", 1234567.0),
            ("1_000", "1_000"),
            ("3 %", "3 %"),
            ("nan", "nan"),
            ("", ""),
        ),
    ],
)
def test_money_as_payroll_systems_write_it(text: str, number: float | str) -> None:
    assert to_number(text) == number


@pytest.mark.parametrize("text", ["1.234,56", "62.400,50", "1,23", "(-5)", "--5", "(5", "5)", "1e3"])
def test_what_could_mean_two_amounts_is_refused_in_a_roster_as_in_an_export(text: str) -> None:
    """The list is that of tests/assumptions/test_money.py: one grammar for both."""
    with pytest.raises(Refused, match=re.escape(f'"{text}" ')):
        to_number(text)


def test_the_short_cut_for_plain_numbers_refuses_the_same_values() -> None:
    def positive(text: str) -> float:
        from budgetplan.assumptions import values

        return values.not_negative(to_number(text))

    assert column_values(["1", "2.5"], positive, "number") == ([1.0, 2.5], {})
    column, refused = column_values(["1", "-2"], positive, "number")
    assert (column, list(refused)) == ([1.0, None], ["-2"])
    assert column_values(["1", "2-"], positive, "number")[0] == [1.0, None]


def test_the_short_cut_for_plain_codes_takes_no_other_text() -> None:
    from budgetplan.assumptions import values

    assert column_values(["0100", "A-1", "5110.10"], values.code, "code") == (["0100", "A-1", "5110.10"], {})
    assert column_values(["0100", "A*"], values.code, "code")[0] == ["0100", None]
    assert column_values(["0100", ""], values.code, "code")[0] == ["0100", None]
    assert column_values(["0100", " 7 "], values.code, "code") == (["0100", "7"], {})
    assert column_values(["0100", "9" * 101], values.code, "code")[0] == ["0100", None]


def test_a_long_wrong_column_is_one_short_list(tmp_path: Path) -> None:
    roster = "Position,Unit,Salary\n" + "".join(f"P{n},biling,soon\n" for n in range(1000))
    section = 'positions: {csv: roster.csv, defaults: {fund: "500", account: "5110"}}\n'
    found = problems(tmp_path, plan=PLAN + LEDGER + section, roster_csv=roster)
    assert len(found) == 40
    assert sum("(and 980 more rows like this)" in line for line in found) == 2


def test_values_over_several_lines_keep_their_place(tmp_path: Path) -> None:
    roster = 'Position,Unit,Salary,Note\nP1,billing,1,"two\nlines"\nP2,billing,x,\n'
    section = 'positions: {csv: roster.csv, defaults: {fund: "500", account: "5110"}}\n'
    found = problems(tmp_path, plan=PLAN + LEDGER + section, roster_csv=roster)
    assert found == ['roster.csv:4:3: positions[P2].salary: "x" is not a number: write digits only, like 1234.50']


def test_a_link_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    outside = write(tmp_path / "outside", secrets_csv="a,b\n") / "secrets.csv"
    plan = write(tmp_path / "plan", plan=PLAN + LEDGER + "positions: {csv: roster.csv}\n")
    (plan / "roster.csv").symlink_to(outside)
    [line] = problems(plan)
    assert "is a link out of the plan folder" in line


def test_a_table_in_another_encoding(tmp_path: Path) -> None:
    write(tmp_path, plan=PLAN + LEDGER + "positions: {csv: roster.csv}\n")
    (tmp_path / "roster.csv").write_bytes("Position\nMüller\n".encode("latin-1"))
    assert problems(tmp_path) == ['roster.csv:2:1: the file is not UTF-8 text: save it as "CSV UTF-8"']


def test_a_folder_called_csv_is_not_a_table(tmp_path: Path) -> None:
    write(tmp_path, plan=PLAN + LEDGER + "positions: {csv: roster.csv}\n")
    (tmp_path / "roster.csv").mkdir()
    with pytest.raises(FileError, match="is not a file"):
        problems(tmp_path)


def test_ten_thousand_positions_are_read(tmp_path: Path) -> None:
    rows = "".join(
        f'P{n:05},Clerk,billing,500,5110,{40_000 + n}.50,1,,,"$1,234.50",{"2027-01-15" if n % 3 else ""}\n'
        for n in range(10_000)
    )
    heading = "Position,Title,Unit,Fund,Account,Salary,FTE,End,Note,Wages so far,Start\n"
    write(tmp_path, plan=PLAN + LEDGER + "positions: {csv: roster.csv}\n", roster_csv=heading + rows)
    positions = loaded(tmp_path).positions
    assert len(positions) == 10_000
