"""A plan's own lines and tables: what does not fit is a problem with its place, never a traceback."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from needs import SMALL_PLAN

from budgetplan.errors import AssumptionError
from budgetplan.plan import load

ROOT = Path(__file__).parents[1]

BAD = {
    "an axis that does not exist": (
        "lines: {pace: {unit: count, sheet: Time, axis: quarter, formula: =2}}",
        'There is no axis "quarter"; write month, year or none, or add it under axes.',
    ),
    "an opening that is neither number nor formula": (
        "lines: {pace: {unit: count, sheet: Time, opening: abc, formula: =PREV(pace)}}",
        'An opening is a number or a formula that starts with =, not "abc".',
    ),
    "an opening without months": (
        "lines: {pace: {unit: count, sheet: Rates, axis: none, opening: 1, formula: =2}}",
        "Only a line along an axis, such as months or years, has an opening.",
    ),
    "a share of what is no line of its table": (
        "lines: {pace: {unit: share, sheet: Rates, axis: none, share_of: chance, formula: =2}}",
        'What it is a share of is a line of its own table, and "chance" is none.',
    ),
    "no unit": ("lines: {pace: {sheet: Time, formula: =2}}", "Say its unit, one of $"),
    "no sheet": (
        "lines: {pace: {unit: count, formula: =2}}",
        "Say on which sheet the line stands, e.g. sheet: Position Costs.",
    ),
    "a sheet that no workbook can have": (
        "lines: {pace: {unit: count, sheet: A/B, formula: =2}}",
        '"A/B" cannot be the name of a sheet',
    ),
    "a sheet written in two ways": (
        "lines: {pace: {unit: count, sheet: time, formula: =2}}",
        'The sheet "time" is written "Time" elsewhere: write it alike.',
    ),
    "a posting line of no table": (
        "lines: {pace: {unit: $, sheet: Time, posts: pension_account, formula: '=ROUND(2, 2)'}}",
        "A line that posts stands in a table with the columns fund and unit; or write it under lines.",
    ),
    "a posting line without months": (
        "tables: {positions: {lines: {pace: "
        "{unit: $, sheet: Positions, axis: none, posts: account, formula: '=ROUND(2, 2)'}}}}",
        "A line that posts has one amount per month: leave axis out.",
    ),
    "a posting line that is not in cents": (
        "tables: {positions: {lines: {pace: {unit: $, sheet: Position Costs, posts: account, formula: =salary / 12}}}}",
        "A line that posts is in cents: write =ROUND(..., 2) around it.",
    ),
    "choices that are nobody's": (
        "tables: {mine: {sheet: Mine, columns: {name: {unit: text, choices: foo}}}}",
        "Choices are a list, or one of units, funds, accounts, health_tiers, drivers, patterns, positions, ",
    ),
    "text where a number belongs": (
        "tables: {mine: {sheet: Mine, columns: {name: {unit: text}, cost: {unit: $}}, rows: [{name: a, cost: b}]}}",
        'mine[a].cost: "b" is not a number: write digits only, like 1234.50',
    ),
    "a column that nobody knows": (
        "tables: {mine: {sheet: Mine, columns: {name: {unit: text}}, rows: [{name: a, nmae: b}]}}",
        'mine[a].nmae: "nmae" is not known here. Did you mean "name"?',
    ),
    "a unit that does not exist": (
        "tables: {mine: {sheet: Mine, columns: {name: {unit: text}, unit: {unit: code, choices: units}}, "
        "rows: [{name: a, unit: biling}]}}",
        'mine[a].unit: there is no unit "biling". Did you mean "billing"?',
    ),
    "a row id given twice": (
        "tables: {mine: {sheet: Mine, columns: {name: {unit: text}}, rows: [{name: a}, {name: A}]}}",
        'mine[A]: "A" is given twice, first at own.yaml:2: keep one, or give it another number',
    ),
    "a column that the row lacks": (
        "tables: {mine: {sheet: Mine, columns: {name: {unit: text}, cost: {unit: $}}, rows: [{name: a}]}}",
        'mine[a]: "cost" is missing: add it',
    ),
    "a default that the column does not take": (
        "tables: {positions: {columns: {range: {unit: count, default: high}}}}",
        'The default "high" is not a number: write digits only, like 1234.50.',
    ),
    "a required column of positions that no row has": (
        "tables: {positions: {columns: {range: {unit: code}}}}",
        'positions[CO-001]: "range" is missing: add it',
    ),
    "a table without a sheet": (
        "tables: {mine: {columns: {name: {unit: text}}}}",
        "Say on which sheet the table stands, e.g. sheet: My Table.",
    ),
    "a series of an unknown kind": (
        "inputs: {pace: {unit: share, series: change}}",
        'A series is "changes" (raises) or nothing.',
    ),
    "an axis without a size": (
        "axes: {term: {label: years of the contract}}",
        "Say how many steps it has, e.g. size: 5 (at most 1000).",
    ),
    "a ruler that is not along its axis": (
        "axes: {term: {label: years of the contract, size: 5, rulers: [period]}}",
        'The ruler "period" is no line along term.',
    ),
    "two lines that look back at each other": (
        "lines: {pace: {unit: count, sheet: Time, formula: =trot + 1}, "
        "trot: {unit: count, sheet: Time, formula: =pace}}",
        "These lines wait for each other: ",
    ),
    "an example with a slip of the pen": (
        "examples: [{title: slip, months: 1, given: {plan_strat: 2}, gives: {month: [2]}}]",
        '"plan_strat" in given is no input, line or table. Did you mean "plan_start"?',
    ),
    "an example whose months do not fit": (
        "examples: [{title: slip, months: 4, "
        "given: {positions: {covered: [1, 1], health_premium: [1, 2], headcount: 1}}, gives: {health: [1, 2, 3, 4]}}]",
        "do not fit the lines' months and rows",
    ),
}


def problems_of(folder: Path, text: str) -> str:
    shutil.copytree(SMALL_PLAN, folder, ignore=shutil.ignore_patterns(".budgetplan"))
    (folder / "own.yaml").write_text("model:\n  " + text + "\n", encoding="utf-8")
    try:
        plan = load(folder)
        plan.calculate()
        return "\n".join(map(str, plan.examples()))
    except AssumptionError as error:
        return str(error)


@pytest.mark.parametrize(("text", "message"), BAD.values(), ids=list(BAD))
def test_what_does_not_fit_is_said_with_its_place(tmp_path: Path, text: str, message: str) -> None:
    said = problems_of(tmp_path / "plan", text)
    assert message in said
    assert "own.yaml:2:" in said or "examples" in text or message.startswith("positions[")


def test_a_table_and_lines_of_the_plans_own_are_calculated(tmp_path: Path) -> None:
    """By hand: two lots of 120 and 240 a year are 10 and 20 a month."""
    folder = tmp_path / "plan"
    text = """tables:
    parking:
      sheet: Parking
      columns:
        lot: {unit: text, label: Lot}
        fund: {unit: text}
        unit: {unit: text}
        account: {unit: text}
        rent: {unit: $, label: Rent a year}
      rows:
        - {lot: north, fund: "540", unit: billing, account: "34", rent: 120}
        - {lot: south, fund: "540", unit: billing, account: "34", rent: 240}
      lines:
        parking_cost: {unit: $, sheet: Parking Costs, posts: account, formula: "=ROUND(rent / 12, 2)"}"""
    shutil.copytree(SMALL_PLAN, folder, ignore=shutil.ignore_patterns(".budgetplan"))
    before = load(folder).calculate().values["total_request"].item()
    (folder / "own.yaml").write_text("model:\n  " + text + "\n", encoding="utf-8")
    result = load(folder).calculate()
    assert result.values["parking.parking_cost"][0, :, 0].tolist() == [10, 20]
    assert result.values["total_request"].item() == before + 360
    assert all(check.passed for check in result.checks())
    result.write(tmp_path / "out")


def test_an_axis_of_the_plans_own(tmp_path: Path) -> None:
    """By hand: a fee of 1,000 that grows by 10 % a year is 1,000, 1,100 and 1,210, together 3,310."""
    folder = tmp_path / "plan"
    shutil.copytree(SMALL_PLAN, folder, ignore=shutil.ignore_patterns(".budgetplan"))
    text = """model:
  axes:
    term: {label: years of the contract, size: 3, rulers: [term]}
  inputs:
    first_fee: {label: Fee of the first year, unit: $}
    uplift_rate: {label: Uplift a year, unit: share}
  lines:
    term: {label: Year of the contract, unit: count, axis: term, sheet: Contract, opening: 0, formula: =PREV(term) + 1}
    fee:
      label: Fee
      unit: $
      axis: term
      sheet: Contract
      total: true
      formula: =first_fee * (1 + uplift_rate) ^ (term - 1)
    fees: {label: Fees of all years, unit: $, axis: none, sheet: Rates, formula: =TOTAL(fee)}
rates:
  first_fee: {value: 1000, unit: $}
  uplift_rate: 0.1
"""
    (folder / "own.yaml").write_text(text, encoding="utf-8")
    result = load(folder).calculate()
    assert result.values["fee"][0, 0] == pytest.approx([1000, 1100, 1210])
    assert result.values["fees"].item() == pytest.approx(3310)
    assert "fee[2] = 1,100.00" in result.explain("fee[2]", 1)[0]
    homes = result.layout().homes
    assert [homes[key].column for key in ("term", "fee", "contract__term")] == [10, 10, 10]
    _, certificate = result.save(tmp_path / "out")
    assert certificate.ok


FOLDED = """drivers: {bills: 1200}
lines:
  - {id: in-quotes, label: A, fund: "540", unit: billing, account: "34", formula: "=12 * bils + 2"}
  - id: folded
    label: B
    fund: "540"
    unit: billing
    account: "34"
    formula: >-
      =12 *
        (2 + bills
         + bils)
  - id: plain
    label: C
    fund: "540"
    unit: billing
    account: "34"
    formula: =12 *
      bills +
      2 * bilss
  - id: kept
    label: D
    fund: "540"
    unit: billing
    account: "34"
    formula: |
      =12 * bills +
      2 * billls
"""


def test_a_mistake_stands_at_its_own_line_and_column_however_the_formula_is_written(tmp_path: Path) -> None:
    folder = tmp_path / "plan"
    shutil.copytree(SMALL_PLAN, folder, ignore=shutil.ignore_patterns(".budgetplan"))
    (folder / "operating.yaml").write_text(FOLDED, encoding="utf-8")
    with pytest.raises(AssumptionError) as caught:
        load(folder).calculate()
    lines = FOLDED.splitlines()
    told = [f"operating.yaml:{p.place.line}:{p.place.column}" for p in caught.value.problems]
    wrong = [(3, "bils"), (12, "bils"), (20, "bilss"), (28, "billls")]
    assert told == [f"operating.yaml:{line}:{lines[line - 1].index(word) + 1}" for line, word in wrong]
    assert "\n" not in caught.value.problems[-1].message


def test_what_is_no_input_cannot_be_changed() -> None:
    from budgetplan.model.evaluate import evaluate

    model = load(SMALL_PLAN).assembled
    with pytest.raises(KeyError, match=r"positions\.sallary is no input"):
        evaluate(model, {"positions.sallary": model.blocks["positions.salary"].values[None]})  # type: ignore[attr-defined]
    with pytest.raises(ValueError, match=r"positions\.salary has .* rows and columns"):
        evaluate(model, {"positions.salary": model.blocks["positions.salary"].values[None, :2]})  # type: ignore[attr-defined]


def checked_plan(folder: Path, own: str, **files: str) -> Path:
    """The small plan with sections of its own beside it."""
    shutil.copytree(SMALL_PLAN, folder, ignore=shutil.ignore_patterns(".budgetplan"))
    (folder / "own.yaml").write_text(own, encoding="utf-8")
    for name, text in files.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return folder


def test_a_default_of_a_csv_file_may_change_by_date(tmp_path: Path) -> None:
    """By hand: half-time to December, full-time from January: FTE (3 x 0.5 + 9 x 1) / 12 = 0.875."""
    own = """positions:
  - csv: more.csv
    defaults: {unit: billing, fund: "540", account: "12",
               fte: {2027-10-01: 0.5, 2028-01-01: {value: 1, source: memo 7}}}
"""
    result = load(checked_plan(tmp_path / "plan", own, more="Position,Salary\nX-1,48000\n")).calculate()
    row = result.model.rows["positions"].index("X-1")
    assert result.values["positions.fte_of_year"][0, row, 0] == pytest.approx(0.875)
    said = "\n".join(result.explain("fte_on_first[X-1, 2028-02]", 1))
    assert "from 2028-01-01: 1  (own.yaml:4: memo 7)  <- in force" in said


LEASES = """model:
  tables:
    leases:
      sheet: Mayor's Leases
      columns:
        what: {unit: text}
        lease: {unit: code, row_id: true}
        since: {unit: date}
        end: {unit: date}
        unit: {unit: code, choices: units, default: billing}
        fund: {unit: code, choices: funds, default: "540"}
        account: {unit: code, choices: accounts, default: "34"}
        rent: {unit: $, dated: levels, sheet: Lease Costs}
      rows:
        - {what: desk, lease: L1, since: 2020-01-01, end: 2021-12-31, rent: {2027-10-01: 10, 2028-01-01: 20}}
        - {what: chair, lease: L2, since: 2022-01-01, end: 2031-12-31, rent: 5}
      lines:
        lease_cost: {unit: $, sheet: Lease Costs, posts: account, formula: "=ROUND(rent, 2)"}
"""


def test_columns_of_a_plans_own_table_mean_what_the_plan_says(tmp_path: Path) -> None:
    """Names that our own tables use (since, end), an id that is not the first column, an apostrophe in a sheet name."""
    result = load(checked_plan(tmp_path / "plan", LEASES)).calculate()
    assert result.values["leases.lease_cost"][0, :, 2:4].tolist() == [[10, 20], [5, 5]]
    _, certificate = result.save(tmp_path / "out")
    assert certificate.ok, "\n".join(certificate.lines())


def test_files_that_wait_for_a_table_are_checked_like_all_others(tmp_path: Path) -> None:
    own = "model: {{when: [{table}], lines: {{pace: {{unit: count, sheet: Time, axis: {axis}, formula: =2}}}}}}\n"
    with pytest.raises(AssumptionError, match=r'There is no table "position"\. Did you mean "positions"'):
        load(checked_plan(tmp_path / "a", own.format(table="position", axis="month")))
    with pytest.raises(AssumptionError, match='There is no axis "fortnight"'):
        load(checked_plan(tmp_path / "b", own.format(table="positions", axis="fortnight")))
    assert "pace" in load(checked_plan(tmp_path / "c", own.format(table="positions", axis="month"))).assembled.blocks


CARRIED = """model:
  tables:
    wells:
      sheet: Wells
      columns:
        well: {{unit: text}}
        carried: {{unit: count, optional: true}}
      rows:
        - {{well: north{written}}}
      lines:
        level: {{unit: count, sheet: Well Levels, opening: "=IFBLANK(carried, 2)", formula: =PREV(level) + 1}}
"""


@pytest.mark.parametrize(("written", "first"), [("", 3), (", carried: 0", 1), (", carried: 60", 61)])
def test_a_column_that_only_an_opening_reads_may_be_blank(tmp_path: Path, written: str, first: float) -> None:
    """By hand: what was carried over, or 2 where nothing is written, and one more each month."""
    result = load(checked_plan(tmp_path / "plan", CARRIED.format(written=written))).calculate()
    assert result.values["wells.level"][0, 0, :2].tolist() == [first, first + 1]


def test_a_zero_that_no_formula_reads_is_shown_as_it_is_written(tmp_path: Path) -> None:
    columns = "{well: {unit: text}, depth: {unit: count, optional: true}}"
    own = f"model: {{tables: {{wells: {{sheet: Wells, columns: {columns}, rows: [{{well: north, depth: 0}}]}}}}}}\n"
    result = load(checked_plan(tmp_path / "plan", own)).calculate()
    assert result.values["wells.depth"].item() == 0


def test_a_scenario_adds_a_position_whose_table_has_a_code_of_the_plans_own(tmp_path: Path) -> None:
    own = """model: {tables: {positions: {columns: {code: {unit: code, default: J0}}}}}
scenarios:
  - id: more
    label: One more
    adds: {positions: [{position: CC-NEW, code: J77, unit: billing, fund: "540", account: "12", salary: 36000}]}
"""
    plan = load(checked_plan(tmp_path / "plan", own))
    assert plan.calculate("more").request > plan.calculate().request


NOT_CALLED_SO = {
    "=MAX(bills)": "Write MAX(x, y, ...): The largest of the values.",
    "=ROUND(bills)": "Write ROUND(x, digits): ",
    "=bills + IF(bills > 0, 1)": "Write IF(test, yes, no): ",
    "=SUM()": "Write SUM(",
    "=SUM(bills, bills)": "Write SUM(",
    "=TOTAL(bills + 1)": "TOTAL looks beyond this row and month",
    "=FROM(2, bills, 1)": "FROM looks beyond this row and month",
    "=PREV(2)": "PREV looks beyond this row and month",
}


@pytest.mark.parametrize(("formula", "message"), NOT_CALLED_SO.items())
def test_a_function_called_with_the_wrong_number_of_things_is_said_at_its_place(
    tmp_path: Path, formula: str, message: str
) -> None:
    """The words of a budget line are made before its formula is checked: they must not stumble over it."""
    folder = tmp_path / "plan"
    shutil.copytree(SMALL_PLAN, folder, ignore=shutil.ignore_patterns(".budgetplan"))
    line = f'{{id: a, label: A, fund: "540", unit: billing, account: "34", formula: "{formula}"}}'
    text = f"drivers: {{bills: 1200}}\nlines:\n  - {line}\n"
    (folder / "operating.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(AssumptionError) as caught:
        load(folder).calculate()
    (problem,) = caught.value.problems
    assert problem.message.startswith(message)
    assert (problem.place.file, problem.place.line) == ("operating.yaml", 3)
    assert problem.place.column > text.splitlines()[2].index("formula")
