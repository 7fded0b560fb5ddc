"""Posting with codes that Excel would confuse: "0100", "100" and "1E2" stay three accounts, by construction.

Excel's SUMIFS takes those texts for equal, and no engine that we have does; so the test is twofold: the amounts stay
apart in each engine, and what SUMIFS compares begins with a letter, which no spreadsheet reads as a number.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from needs import needs_libreoffice
from openpyxl import load_workbook
from proof import Written, plan_files, written

from budgetplan.assembly.examples import run_examples
from budgetplan.errors import AssumptionError
from budgetplan.plan import load
from budgetplan.workbook.engines import Live, recalculate_libreoffice
from budgetplan.workbook.formula_text import pieces

CODES = ("0100", "100", "1E2")
UNITS = ("0100", "100")
FUNDS = ("010", "10")

HEAD = """\
plan: {name: Confusing codes, fiscal_year: 2028, as_of: 2027-03-01}
funds: [{code: "010", label: Fund ten}, {code: "10", label: Fund}]
units: [{id: "0100", label: One}, {id: "100", label: Another}]
accounts:
  - {code: "0100", label: A, category: First}
  - {code: "100", label: B, category: First}
  - {code: "1E2", label: C, category: Second}
  - {code: "77001", label: Taxes, category: Second}
  - {code: "77002", label: Pension, category: Second}
  - {code: "77003", label: Health, category: Second}
rates:
  social_security_rate: 0.062
  social_security_wage_base: {2027-01-01: 190800}
  medicare_rate: 0.0145
  pension_rate: {2027-01-01: 0.1}
  social_security_account: "77001"
  pension_account: "77002"
  health_account: "77003"
"""


def amounts() -> dict[tuple[str, str, str], int]:
    """One amount for each combination, powers of two, so that no two sums can be taken for each other."""
    combinations = [(fund, unit, account) for fund in FUNDS for unit in UNITS for account in CODES]
    return {combination: 12 * 2**power for power, combination in enumerate(combinations)}


def lines() -> str:
    """The operating lines of these amounts."""
    return "lines:\n" + "".join(
        f'  - {{id: line-{number}, label: Line, fund: "{fund}", unit: "{unit}", account: "{account}",\n'
        f"     amount: {amount}}}\n"
        for number, ((fund, unit, account), amount) in enumerate(amounts().items())
    )


@pytest.fixture(scope="module")
def confusing(tmp_path_factory: pytest.TempPathFactory) -> Written:
    folder = tmp_path_factory.mktemp("posting")
    return written(plan_files(folder / "plan", plan=HEAD, lines=lines()), folder / "posting.xlsx")


def budget_rows(plan: Written, value: object) -> dict[tuple[str, ...], float]:
    """What each budget row asks for, by its codes; `value` gives the value of a cell."""
    rows = [tuple(key.split("|")) for key in plan.model.rows["budget"]]
    return {row: value(*plan.cell("budget.request_of_year", index)) for index, row in enumerate(rows)}  # type: ignore[operator]


def test_amounts_of_confusing_codes_stay_apart_in_numpy(confusing: Written) -> None:
    requests = confusing.result.values["budget.request_of_year"][0, :, 0]
    found = {tuple(key.split("|")): float(v) for key, v in zip(confusing.model.rows["budget"], requests, strict=True)}
    assert found == amounts()


def test_amounts_of_confusing_codes_stay_apart_in_formualizer(confusing: Written) -> None:
    live = Live(confusing.path)
    assert budget_rows(confusing, live.value) == amounts()
    assert confusing.differences(confusing.result.values, live.values()) == []


@pytest.mark.slow
@needs_libreoffice
def test_amounts_of_confusing_codes_stay_apart_in_libreoffice(confusing: Written, tmp_path: Path) -> None:
    book = recalculate_libreoffice(confusing.path, tmp_path)
    assert budget_rows(confusing, lambda sheet, at: book.sheets[sheet].cells[at].value) == amounts()
    assert confusing.differences(confusing.result.values, book.values()) == []


def test_units_by_category_stay_apart(confusing: Written) -> None:
    rows = confusing.model.rows["units"]
    found = confusing.result.values["units.unit_request"][0, :, 0]
    by_hand = {unit: sum(v for (_, u, _), v in amounts().items() if u == unit) for unit in UNITS}
    assert dict(zip(rows, found.tolist(), strict=True)) == by_hand


def test_every_key_that_is_compared_begins_with_a_letter(confusing: Written) -> None:
    sheets = load_workbook(confusing.path, data_only=True)
    keys = [
        (line.key, sheets[sheet][at].value)
        for line, cells in confusing.lines
        if line.kind == "key"
        for sheet, at in cells
    ]
    assert {name for name, _ in keys} >= {"budget.posting_key", "operating.cost__posting_key", "units.unit_key"}
    assert len(keys) > 12
    assert [(name, key) for name, key in keys if not re.match(r"[a-z].*\|", key)] == []


def test_no_formula_holds_a_code(confusing: Written) -> None:
    codes = {*CODES, *UNITS, *FUNDS, "77001", "77002", "77003"}
    book = load_workbook(confusing.path)
    constants = {
        piece.text.strip('"')
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
        for piece in pieces(cell.value[1:])
        if piece.kind in ("string", "number")
    }
    # 100 and 10 may be numbers of a formula; here none is. The third argument of nothing is a code.
    assert constants & codes == set()


BARE = (
    "=SUMIFS(budget.cents_of_year, budget.account, account)",
    '=SUMIFS(budget.cents_of_year, budget.account, "100")',
)


@pytest.mark.parametrize("formula", BARE)
def test_a_line_that_adds_up_by_a_bare_code_is_refused(tmp_path: Path, formula: str) -> None:
    line = f"mine: {{label: Mine, unit: $, axis: none, sheet: Budget, formula: {quoted(formula)}}}"
    model = f"model: {{tables: {{budget: {{lines: {{{line}}}}}}}}}\n"
    with pytest.raises(AssumptionError) as refused:
        load(plan_files(tmp_path, plan=HEAD, lines=lines(), model=model)).calculate()
    assert re.search(
        r"^model\.yaml:1:\d+: budget\.mine: .*would take \"0100\" and \"100\" for equal", str(refused.value)
    ), str(refused.value)


def quoted(text: str) -> str:
    """A formula inside braces, as YAML wants it."""
    return "'" + text + "'"


@pytest.mark.parametrize(
    ("code", "said"),
    [("A*", "holds *"), ("1e2", "is given twice"), (">5", "holds >"), ("A|B", "holds |")],
    ids=["pattern", "same but for capitals", "comparison", "separator"],
)
def test_codes_that_spreadsheets_read_otherwise_are_refused(tmp_path: Path, code: str, said: str) -> None:
    head = HEAD.replace('{code: "77001", label: Taxes', f'{{code: "{code}", label: Taxes').replace("77001", code)
    with pytest.raises(AssumptionError) as refused:
        load(plan_files(tmp_path, plan=head))
    message = str(refused.value)
    assert re.search(r"^plan\.yaml:\d+:\d+: accounts", message, re.MULTILINE), message
    assert said in message


SERVICE = """\
model:
  inputs:
    allowance: {label: Meal allowance a weekday, unit: $/x}
    service_account: {label: Account of service charges, unit: code}
  tables:
    positions:
      lines:
        meals:
          label: Meals
          unit: $
          sheet: Position Costs
          posts: service_account
          formula: =ROUND(ROUND(weekdays_paid * allowance, 2) * headcount, 2)
  examples:
    - title: 21 weekdays at 7.35
      source: "by hand: 154.35, two of a kind"
      months: 1
      given:
        allowance: 7.35
        positions: {weekdays_paid: [21], headcount: 2}
      gives:
        meals: [308.70]
"""
PEOPLE = """\
positions:
  - {position: P-1, title: One, unit: "100", fund: "10", account: "100", salary: 48000}
  - {position: P-2, title: Two, unit: "0100", fund: "10", account: "0100", salary: 36000, headcount: 2, end: 2027-10-15}
"""


@pytest.fixture(scope="module")
def own_line(tmp_path_factory: pytest.TempPathFactory) -> Written:
    folder = tmp_path_factory.mktemp("own line")
    head = HEAD + '  allowance: 7.35\n  service_account: "1E2"\n'
    return written(plan_files(folder / "plan", plan=head, people=PEOPLE, service=SERVICE), folder / "own.xlsx")


def test_a_line_of_the_plans_own_joins_the_budget_by_itself(own_line: Written) -> None:
    """By hand: FY2028 has 261 weekdays, 261 x 7.35 = 1,918.35; the others leave after 11 weekdays: 11 x 7.35 x 2."""
    found = budget_rows(own_line, Live(own_line.path).value)
    assert found["10", "100", "1E2"] == 1918  # 1,918.35 in whole dollars
    assert found["10", "0100", "1E2"] == 162  # 161.70
    budget = own_line.result.budget
    assert budget.loc[budget["line"] == "meals", "amount"].sum() == pytest.approx(1918.35 + 161.70)


def test_the_checks_pass_with_a_line_of_the_plans_own(own_line: Written) -> None:
    assert own_line.result.values["checks_failed"].item() == 0
    posted = own_line.result.values["everything_posted__expected"].item()
    assert posted == pytest.approx(own_line.result.budget["amount"].sum(), abs=1e-6)
    assert own_line.differences(own_line.result.values, Live(own_line.path).values()) == []


def test_the_examples_beside_a_line_of_the_plans_own_are_run(own_line: Written) -> None:
    assert run_examples(own_line.result.plan) == []
