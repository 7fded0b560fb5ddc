"""The sheet Sources: who supplied the figures, and how firm they are."""

from __future__ import annotations

import csv
import datetime as dt
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from needs import ROOT
from proof import Written, opened

from budgetplan.plan import Result, load

PLAN = """
plan: {name: A, fiscal_year: 2028, as_of: 2026-11-22}
funds: [{code: "1", label: F}]
units: [{id: a, label: A}]
accounts: [{code: "34", label: Other, category: O}]
rates:
  stamp_price: {value: 0.65, source: mail house, status: quoted, owner: billing, review_by: 2026-11-21}
  print_price: {value: 0.12, source: mail house, status: quoted, owner: billing, review_by: 2027-03-31}
  fee_share: {value: 0.4, source: ordinance 12, status: enacted}
  desk_price: {value: 900, status: estimate}
lines:
  - {id: mail, label: Mail, fund: "1", unit: a, account: "34", per: month,
     formula: =(stamp_price + print_price) * fee_share}
  - {id: desks, label: Desks, fund: "1", unit: a, account: "34", formula: =desk_price, per: year}
  - {id: guards, label: Guards, fund: "1", unit: a, account: "34",
     amount: {value: 5, source: mail house, status: quoted, owner: billing}}
  - {id: keys, label: Keys, fund: "1", unit: a, account: "34", amount: 7}
"""
KEYS = """
lines:
  - {id: keys, label: Keys, fund: "1", unit: a, account: "34", amount: 7}
"""


def rows_of(folder: Path, text: str) -> tuple[Result, list[tuple[object, ...]]]:
    """The rows of Sources: final, owner, source, status, figures, what, sheets, review."""
    (folder / "plan.yaml").write_text(text, encoding="utf-8")
    result = load(folder).calculate()
    names = ("final", "owner", "source", "status", "figures", "what", "sheets", "review_by")
    columns = [result.values[f"sources.{name}"][0, :, 0].tolist() for name in names]
    return result, list(zip(*columns, strict=True))


def test_figures_are_gathered_by_who_supplied_them_and_what_is_not_final_comes_first(tmp_path: Path) -> None:
    """Five figures have a status; keys says nothing of its 7. The review of 21 November is due on the 22nd."""
    result, rows = rows_of(tmp_path, PLAN)
    prices = "rates.stamp_price, rates.print_price, lines.amount"
    assert rows == [
        ("not yet", "billing", "mail house", "quoted", 3, prices, "Rates, Operating Lines", "2026-11-21, due"),
        ("not yet", "-", "-", "estimate", 1, "rates.desk_price", "Rates", "-"),
        ("yes", "-", "ordinance 12", "enacted", 1, "rates.fee_share", "Rates", "-"),
    ]
    assert result.values["figures_with_status"].item() == 5
    assert result.values["figures_not_final"].item() == 4
    assert all(check.passed for check in result.checks())


def test_a_review_on_the_day_of_the_plan_is_not_yet_due(tmp_path: Path) -> None:
    _, rows = rows_of(tmp_path, PLAN.replace("2026-11-21", "2026-11-22"))
    assert rows[0][-1] == "2026-11-22"


def test_a_plan_without_any_status_has_no_rows(tmp_path: Path) -> None:
    head, _, rest = PLAN.partition("rates:\n")
    keys = rest[rest.index("  - {id: keys") :]
    result, rows = rows_of(tmp_path, f"{head}lines:\n{keys}")
    assert rows == []
    assert all(check.passed for check in result.checks())


NAMED = ("ink", "tape", "glue", "pen", "card", "box")


def test_what_is_more_than_four_kinds_is_counted(tmp_path: Path) -> None:
    """Six prices of one source: four are named, and two more are said to be."""
    rates = "".join(f"  {name}_price: {{value: 1, source: quote, status: quoted}}\n" for name in NAMED)
    _, rows = rows_of(tmp_path, PLAN.partition("rates:")[0] + f"rates:\n{rates}" + KEYS)
    assert [(row[4], row[5]) for row in rows] == [
        (6, "rates.ink_price, rates.tape_price, rates.glue_price, rates.pen_price and 2 more")
    ]


def test_empty_cells_flags_and_years_of_csv_rows_are_no_figures(tmp_path: Path) -> None:
    """Measures: 5, then 0 and 7; the second row is empty, and whether one is charted is no figure. Authorized jobs: 2
    and 3, of the years 2026 and 2027. The ids are not the first fields of their rows.
    """
    (tmp_path / "measures.csv").write_text(
        "unit,id,label,type,prior_actual,current_estimate,chart\n"
        "a,m1,Bills,workload,5,,true\na,m2,Days,workload,,,\na,m3,Visits,workload,0,7,false\n",
        encoding="utf-8",
    )
    (tmp_path / "jobs.csv").write_text(
        "fiscal_year,id,unit,title,fte\n2026,j1,a,Clerk,2\n2027,j2,a,Clerk,3\n", encoding="utf-8"
    )
    more = """
measures: [{csv: measures.csv, source: units, status: estimate}]
classes: [{title: Clerk}]
headcount_history: [{csv: jobs.csv, source: budgets, status: adopted}]
"""
    result, rows = rows_of(tmp_path, PLAN.partition("rates:")[0] + KEYS + more)
    assert [row[2:6] for row in rows] == [
        ("units", "estimate", 3, "measures.prior_actual, measures.current_estimate"),
        ("budgets", "adopted", 2, "headcount_history.fte"),
    ]
    assert all(check.passed for check in result.checks())


def test_what_a_roster_does_not_say_is_no_figure(tmp_path: Path) -> None:
    """Two salaries; one FTE is in the file, the other is 1 by default, as both headcounts are. Ids are second."""
    (tmp_path / "roster.csv").write_text(
        "title,position,unit,fund,account,salary,fte,start\nClerk,P-1,a,1,34,50000,,\nClerk,P-2,a,1,34,40000,0.5,\n",
        encoding="utf-8",
    )
    rates = """rates:
  social_security_wage_base: {2027-01-01: 190800}
  social_security_rate: 0.062
  medicare_rate: 0.0145
  pension_rate: 0.14
  wages_account: "34"
  social_security_account: "34"
  pension_account: "34"
  health_account: "34"
positions: [{csv: roster.csv, source: payroll, status: actual}]
"""
    _, rows = rows_of(tmp_path, PLAN.partition("rates:")[0] + rates + KEYS)
    assert [row[2:6] for row in rows] == [("payroll", "actual", 3, "positions.salary, positions.fte")]


def test_a_default_of_a_csv_file_is_one_figure_however_many_rows_take_it(tmp_path: Path) -> None:
    """Of three rows two take the default: it is one estimate. The third has its own, which the file calls actual."""
    (tmp_path / "measures.csv").write_text(
        "unit,id,label,type,prior_actual\na,m1,Bills,workload,\na,m2,Days,workload,\na,m3,Visits,workload,8\n",
        encoding="utf-8",
    )
    spec = "defaults: {prior_actual: {value: 4, status: estimate}}"
    more = f"\nmeasures: [{{csv: measures.csv, source: units, status: actual, {spec}}}]\n"
    _, rows = rows_of(tmp_path, PLAN.partition("rates:")[0] + KEYS + more)
    assert [row[2:5] for row in rows] == [("-", "estimate", 1), ("units", "actual", 1)]


def test_each_day_of_a_dated_figure_counts_and_is_due_by_its_own_review(tmp_path: Path) -> None:
    """Two entries of three have a status. The first was to be reviewed before the plan's day, the last is not yet."""
    dated = """rates:
  fuel_price:
    2027-10-01: {value: 3.1, source: broker, status: quoted, review_by: 2026-11-21}
    2028-01-01: 3.2
    2028-04-01: {value: 3.3, source: broker, status: projected, review_by: 2027-01-31}
"""
    result, rows = rows_of(tmp_path, PLAN.partition("rates:")[0] + dated + KEYS)
    assert [(row[3], row[4], row[5], row[7]) for row in rows] == [
        ("projected", 1, "rates.fuel_price", "2027-01-31"),
        ("quoted", 1, "rates.fuel_price", "2026-11-21, due"),
    ]
    assert result.plan.stale() == [("rates.fuel_price[2027-10-01]", "plan.yaml:8:17", "2026-11-21")]


def test_a_day_with_a_status_is_a_figure(tmp_path: Path) -> None:
    """What is said of a line is said of its price, its quantity and its two days, not of its label or its pattern, nor
    of what it leaves out.
    """
    line = """  - {id: tents, label: Tents, fund: "1", unit: a, account: "34", quantity: 2, price: 30, pattern: even,
     start: 2027-11-01, end: 2028-03-31, source: offer, status: quoted}
"""
    _, rows = rows_of(tmp_path, PLAN.partition("rates:")[0] + KEYS + line)
    assert [row[2:6] for row in rows] == [
        ("offer", "quoted", 4, "lines.quantity, lines.price, lines.start, lines.end"),
    ]


def test_what_only_a_scenario_says_is_called_as_people_write_it(tmp_path: Path) -> None:
    """The base's 900 is an estimate, the scenario's 950 was quoted, and its 6 of guards says nothing."""
    scenario = """scenarios:
  - id: much-more
    label: Much more
    changes:
      rates.desk_price: {value: 950, source: shop, status: quoted, review_by: 2026-11-01}
      lines[guards].amount: 6
"""
    result, rows = rows_of(tmp_path, PLAN + scenario)
    assert (
        "not yet",
        "-",
        "shop",
        "quoted",
        1,
        "rates.desk_price (scenario much-more)",
        "Rates",
        "2026-11-01, due",
    ) in rows
    assert [row[4] for row in rows] == [3, 1, 1, 1]
    names = [figure.name for figure in result.plan.with_status()]
    assert names == [
        *("rates.stamp_price", "rates.print_price", "rates.fee_share", "rates.desk_price"),
        *("rates.desk_price (scenario much-more)", "lines[guards].amount"),
    ]
    due = [name for name, _, _ in result.plan.stale()]
    assert due == ["rates.stamp_price", "rates.desk_price (scenario much-more)"]


STATUSES = {"enacted", "adopted", "contract", "actual", "quoted", "projected", "estimate"}
IN_CSV = {
    "roster.csv": ("FTE", "Step", "Annual Rate"),
    "history/authorized_fte.csv": ("fte",),
    "history/prior_years.csv": ("amount",),
    "history/budgets.csv": ("amount",),
    "history/this_year.csv": ("amount",),
    "allocation/driver_units.csv": ("units", "past_units"),
    "performance/measures.csv": ("prior_actual", "current_target", "current_estimate", "next_target"),
}
"""The columns of figures of the example's CSV files; the others are names, years, and yes or no."""
Told = tuple[str, str, str]


def figures_in(node: Any, folder: Path) -> Iterator[Told]:
    """Owner, source and status of each figure in a part of a YAML file, and in the CSV files that it names."""
    if isinstance(node, list):
        for one in node:
            yield from figures_in(one, folder)
    if isinstance(node, dict):
        if node.get("status") in STATUSES:
            told = (node.get("owner", "-"), node.get("source", "-"), node["status"])
            if "csv" in node:
                with (folder / node["csv"]).open(encoding="utf-8", newline="") as file:
                    rows = list(csv.DictReader(file))
                yield from (told for row in rows for column in IN_CSV[node["csv"]] if row[column].strip())
            elif not isinstance(node.get("value"), str):
                own = [key for key in node if key in ("value", "annual", "months") or isinstance(key, dt.date)]
                yield from (told for key in own if not (isinstance(node[key], dict) and "status" in node[key]))
        for one in node.values():
            yield from figures_in(one, folder)


def test_the_examples_sources_are_those_that_its_files_say(example: Written) -> None:
    """The sheet as saved, and the heads, hold what its YAML and CSV files say, read without the program."""
    found: Counter[Told] = Counter()
    for file in sorted((ROOT / "assumptions").rglob("*.yaml")):
        found.update(figures_in(yaml.safe_load(file.read_text(encoding="utf-8")), ROOT / "assumptions"))
    book = opened(example.path, values=True)

    def saved(column: str, row: int) -> Any:
        sheet, cell = example.cell(f"sources.{column}", row)
        return book[sheet][cell].value

    parts, rows = ("owner", "source", "status", "figures"), range(len(example.model.rows["sources"]))
    told = {tuple(saved(part, row) for part in parts[:3]): saved("figures", row) for row in rows}
    assert told == found
    open_ = sum(count for (_, _, status), count in found.items() if status in ("quoted", "projected", "estimate"))
    notice, cell = example.cell("estimates_notice")
    assert book[notice][cell].value == (
        f"Not final: {open_:,} of {found.total():,} figures with a status; see Sources."
    )
