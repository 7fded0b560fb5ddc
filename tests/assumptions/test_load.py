"""A whole plan: what `load` gives, and that it finds all mistakes at once."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from assumptions.plans import COMPLETE, LEDGER, PLAN, loaded, problems, write

from budgetplan.assumptions import input_hash
from budgetplan.errors import Place


def test_a_complete_plan(tmp_path: Path) -> None:
    plan = loaded(tmp_path, plan=COMPLETE)
    assert (plan.plan.name, plan.plan.first_day, plan.plan.months) == ("Water billing", dt.date(2026, 10, 1), 12)
    assert [account.code for account in plan.accounts] == ["5110", "5310"]
    assert [figure.value for figure in plan.rates["cola"].entries.values()] == [0.03, 0.025]
    assert plan.drivers["letters"].formula == "=bills * 0.4"
    assert [line.basis for line in plan.lines] == ["driver", "quantity"]
    assert plan.positions.columns["salary"] == [71250.0, 52000.0]
    assert plan.positions.columns["merit"] == [1, 0]
    assert plan.model == {"inputs": {"late_share": {"unit": "share", "label": "Paid late"}}}


def test_places_by_id(tmp_path: Path) -> None:
    plan = loaded(tmp_path, plan=COMPLETE)
    assert plan.place("rates", "cola", dt.date(2027, 10, 1)).line == 6
    column = COMPLETE.splitlines()[19].index("0.73") + 1
    assert plan.place("lines", "postage", "price") == Place("plan.yaml", 20, column)
    assert plan.place("positions", "CO-117", "salary").line == 17
    assert plan.place("positions", "CO-118", "headcount") == plan.place("positions", "CO-118")


def test_all_mistakes_of_all_kinds_at_once(tmp_path: Path) -> None:
    """Syntax, schema, a CSV table and the sections themselves; what depends on a file that broke off is left out."""
    found = problems(
        tmp_path,
        broken="drivers: {bills: [}\n",
        plan=PLAN + 'lines:\n  - {id: Postage, label: 5, fund: "5", unit: billing, account: "5310"}\nunit: []\n',
        roster="positions: [{csv: none.csv}, {csv: other.csv, colums: {}}, {csv: other.csv}]\nrates: {cola: 3 %}",
        other_csv="Position,Unit,Fund,Account,Salary\nP1,billing,500,5110,lots\n",
    )
    assert [line.partition(":")[0] + " " + line.split(": ")[1] for line in found] == [
        "broken.yaml a value or a closing bracket is missing here",
        "other.csv positions[P1].salary",
        "plan.yaml lines[Postage]",
        "plan.yaml lines[Postage].id",
        "plan.yaml lines[Postage].label",
        'plan.yaml "unit" is not a section of a plan. Did you mean "units"?',
        "roster.yaml positions[none.csv].csv",
        "roster.yaml positions[other.csv].colums",
        "roster.yaml rates.cola",
    ]


def test_mistakes_in_one_row_do_not_hide_others(tmp_path: Path) -> None:
    """A row with a wrong figure is still checked against the units, and so are the rows after it."""
    rows = 'positions:\n  - {position: P1, unit: biling, fund: "500", account: "5110", salary: x}\n'
    lines = 'lines:\n  - {id: a, label: A, unit: biling, fund: "500", account: "5110", amount: 1}\n'
    found = problems(tmp_path, plan=PLAN + LEDGER + rows + lines)
    assert [line.split(": ")[1] for line in found] == ["positions[P1].unit", "positions[P1].salary", "lines[a].unit"]


def test_the_hash_is_of_what_is_read(tmp_path: Path) -> None:
    section = 'positions: {csv: roster.csv, defaults: {fund: "500", account: "5110"}}\n'
    roster = "Position,Unit,Salary\nP1,billing,1\n"
    plan = loaded(tmp_path / "a", plan=PLAN + LEDGER + section, roster_csv=roster)
    assert plan.input_hash == input_hash(tmp_path / "a")
    windows = write(tmp_path / "b", plan=(PLAN + LEDGER + section).replace("\n", "\r\n"), roster_csv=roster)
    write(windows, unrelated_csv="1,2\n")
    assert input_hash(windows) == plan.input_hash
    write(windows, roster_csv=roster.replace("1\n", "2\n"))
    assert input_hash(windows) != plan.input_hash


def test_yaml_tables_and_csv_tables_may_be_mixed_in_any_order(tmp_path: Path) -> None:
    row = '  - {{position: {}, unit: billing, fund: "500", account: "5110", salary: 1}}\n'
    table = '  - {csv: roster.csv, defaults: {fund: "500", account: "5110"}}\n'
    section = "positions:\n" + row.format("A1") + row.format("A2") + table + row.format("A3")
    roster = "Position,Unit,Salary\nP1,billing,1\n"
    positions = loaded(tmp_path, plan=PLAN + LEDGER + section, roster_csv=roster).positions
    assert positions.columns["position"] == ["A1", "A2", "P1", "A3"]
    assert [positions.place(row, "position").line for row in range(4)] == [6, 7, 2, 9]
    assert [positions.row(name) for name in ("A3", "P1", "none")] == [3, 2, None]
