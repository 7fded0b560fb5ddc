"""Pages of units, positions by status, classes, the cost of one position: in whole plans, and in plans without them."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from needs import SMALL_PLAN
from openpyxl import load_workbook
from proof import written

from budgetplan.plan import Result, load
from budgetplan.workbook.engines import Live

SHEETS = {"Measures", "Personnel Summary", "Headcount History", "Cost of One Position", "Start-up Items"}
PAGES = {"Call center", "Billing and customer programs"}
MISSION = "Answers customers of seven services."
MEASURES = """
measures:
  - {id: calls, unit: call-center, label: Calls answered, type: workload, prior_actual: 331400, current_target: 338000,
     current_estimate: 341500, next_target: 345000}
  - {id: bills, unit: billing, label: Bills, type: workload, unit_of_measure: bills, next_target: 1536000}
highlights:
  - {unit: billing, text: "Guards cost {lines[guards]} dollars, of {request} in all."}
  - {unit: billing, text: "{measures[bills]} bills go out."}
"""
CLASSES = """
grades: [{id: G09, minimum: 36400, midpoint: 47300, maximum: 58200}]
classes:
"""
COST = """
position_cost: {title: TITLE, start: 2028-01-03, unfunded_pension: 0.05}
start_up: [{id: desk, amount: 3900}, {id: licence, amount: 1420, every_year: true}]
"""


def folder_with(folder: Path, more: str = "") -> Path:
    """The small plan with something more."""
    shutil.copytree(SMALL_PLAN, folder)
    (folder / "more.yaml").write_text(more, encoding="utf-8")
    return folder


def calculated(folder: Path, more: str = "") -> Result:
    return load(folder_with(folder, more)).calculate()


def one(result: Result, key: str, row: int = 0) -> object:
    """A single figure or text."""
    return result.values[key][0, row, 0]


def test_a_plan_without_them_has_no_sheet_and_no_column_of_them(tmp_path: Path) -> None:
    model = calculated(tmp_path / "plan").model
    found = {block.sheet for block in model.blocks.values()}
    assert not found & (SHEETS | PAGES)
    assert not {"positions.status", "positions.authorized", "budget.unit_fund_key"} & set(model.blocks)


def test_each_unit_has_a_page_and_the_pages_add_up(tmp_path: Path) -> None:
    result = calculated(tmp_path / "plan", MEASURES)
    assert {block.sheet for block in result.model.blocks.values()} >= PAGES
    assert all(check.passed for check in result.checks())
    pages = [one(result, f"page__{unit}__request") for unit in ("call_center", "billing")]
    assert sum(map(float, pages)) == one(result, "total_request")  # type: ignore[arg-type]


def test_sentences_follow_the_budget(tmp_path: Path) -> None:
    result = calculated(tmp_path / "plan", MEASURES)
    request = f"{one(result, 'page__billing__request'):,.0f}"
    # 4,680 hours x 27.50 = 128,700
    assert (
        one(result, "page__billing__sentence_1.sentence") == f"\u2022 Guards cost 128,700 dollars, of {request} in all."
    )
    assert one(result, "page__billing__sentence_2.sentence") == "\u2022 1,536,000 bills go out."
    assert one(result, "page__billing__measures.prior") == -1  # not known: shown as nothing


def test_a_page_is_one_letter_page_with_a_box_that_stays_open_on_a_protected_sheet(tmp_path: Path) -> None:
    folder = folder_with(tmp_path / "plan", MEASURES)
    plan = (folder / "plan.yaml").read_text(encoding="utf-8")
    plan = plan.replace("plan:\n", "plan:\n  protect: true\n", 1)
    plan = plan.replace("label: Call center}", f"label: Call center, mission: {MISSION}, narrative: Calls grow.}}")
    (folder / "plan.yaml").write_text(plan, encoding="utf-8")
    path = written(folder, tmp_path / "operating_budget.xlsx").path
    sheet = load_workbook(path)["Call center"]
    texts = {cell.value: cell for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)}
    assert MISSION in texts
    assert sheet.protection.sheet and not texts["Calls grow."].protection.locked
    setup = sheet.page_setup
    assert (setup.orientation, setup.paperSize, setup.fitToHeight or 1, setup.fitToWidth or 1) == ("portrait", 1, 1, 1)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert texts["Calls grow."].coordinate in {area.coord.split(":")[0] for area in sheet.merged_cells.ranges}


def test_a_page_that_lacks_a_part_of_its_unit_fails_a_check(tmp_path: Path) -> None:
    """The check that the pages add up is not there for show."""
    found = written(folder_with(tmp_path / "plan", MEASURES), tmp_path / "operating_budget.xlsx")
    live = Live(found.path)
    live.set(*found.cell("page__billing__spend.key", 1), "u|nobody|Operating")
    live.recalculate()
    assert live.values()[found.cell("unit_pages_add_up__state")] == "ERROR"


def with_classes(result: Result, more: str = "") -> str:
    """The sections of classes for the titles of the small plan."""
    titles = dict.fromkeys(result.plan.positions.columns["title"])
    rows = "".join(f'  - {{title: "{title}", grade: G09, health_tier: none}}\n' for title in titles)
    return CLASSES + rows + more.replace("TITLE", f'"{next(iter(titles))}"')


def test_classes_have_all_positions_and_what_one_more_costs(tmp_path: Path) -> None:
    more = with_classes(calculated(tmp_path / "before"), COST)
    result = calculated(tmp_path / "plan", more)
    assert {block.sheet for block in result.model.blocks.values()} >= SHEETS - {"Measures", "Headcount History"}
    assert all(check.passed for check in result.checks())
    assert one(result, "all_class_positions") == one(result, "all_class_filled")
    rest = float(one(result, "one_added_total")) - float(one(result, "one_added_pay"))  # type: ignore[arg-type]
    assert rest > 1420
    assert one(result, "one_first_once") == 3900


def test_what_is_frozen_costs_nothing_until_it_thaws(tmp_path: Path) -> None:
    position = '{position: CO-901, title: Clerk, unit: billing, fund: "540", account: "12", salary: 48000, STATUS}'
    frozen = position.replace("STATUS", "status: frozen, frozen_until: 2028-03-31")
    result = calculated(tmp_path / "plan", f"positions:\n  - {frozen}\n")
    row = result.model.rows["positions"].index("CO-901")
    cost = result.values["positions.full_cost"][0, row]
    assert cost[:6].sum() == 0
    assert (cost[6:] > 0).all()
    assert all(check.passed for check in result.checks())
    started = position.replace("STATUS", "start: 2028-04-01")
    other = calculated(tmp_path / "other", f"positions:\n  - {started}\n")
    assert other.values["total_request"][0, 0, 0] == pytest.approx(result.values["total_request"][0, 0, 0])


def test_what_was_authorized_stands_beside_what_is_by_unit_and_title(tmp_path: Path) -> None:
    """By hand: billing had 2 clerks of a title that it has no more, 1.5 in the year before of one that it has."""
    before = calculated(tmp_path / "before")
    titles = [
        str(title)
        for title, unit in zip(*(before.plan.positions.columns[one] for one in ("title", "unit")), strict=True)
        if unit == "billing"
    ]
    gone = "  - {title: Gone, grade: G09, health_tier: none}\n"
    rows = (
        f"headcount_history:\n  - {{id: a, fiscal_year: 2026, unit: billing, title: Gone, fte: 2}}\n"
        f'  - {{id: b, fiscal_year: 2027, unit: billing, title: "{titles[0]}", fte: 1.5}}\n'
    )
    result = calculated(tmp_path / "plan", MEASURES + with_classes(before, gone + rows))
    assert all(check.passed for check in result.checks())
    page = "page__billing__"
    names = ("before", "last", "fte", "fte_change")
    now = float(one(result, f"{page}fte"))  # type: ignore[arg-type]
    assert [one(result, f"{page}{name}") for name in names] == [2, 1.5, now, now - 1.5]
    assert [one(result, f"{page}titles.{name}") for name in names[:2]] == [0, 1.5]
    assert [one(result, f"{page}{name}_rest") for name in names] == [2, 0, 0, 0], "the title that is no more"
    at = result.model.rows["units"].index("billing")
    found = [one(result, f"units.summary_fte_{year}", at) for year in ("last", "now")]
    assert found == [1.5, now], "like is compared with like"
    summary = next(canvas for canvas in result.layout().canvases if canvas.spec.name == "Summary")
    told = {str(text.values[0]): text.column for text in summary.texts if "FTE" in str(text.values[0])}
    assert {"FTE authorized, FY2027", "FTE authorized, FY2028"} <= set(told)
    assert summary.homes["units.unit_fte"].column >= summary.aside_from, "the mean is the card's"


AGREED = """
bargaining_units: [{id: leads, label: Leads}, {id: others, label: Others}]
increases:
  - {id: cola, bargaining_unit: leads, kind: general, since: 2027-10-11, share: 0.035}
  - {id: market, bargaining_unit: leads, kind: market, since: 2028-02-16, share: 0.01}
  - {id: merit, bargaining_unit: leads, kind: merit, since: 2028-02-09, share: 0.02}
  - {id: theirs, bargaining_unit: others, kind: general, since: 2027-10-01, share: 0.1}
grades:
  - {id: S14, minimum: 60500, midpoint: 78650, maximum: 96800}
  - {id: M18, minimum: 310000, midpoint: 350000, maximum: 400000}
classes:
  - {title: Lead, grade: S14, health_tier: family}
  - {title: Director, grade: M18, health_tier: employee, bargaining_unit: leads}
  - {title: Apprentice, grade: S14, health_tier: none}
position_cost: {title: CLASS, start: 2028-02-03}
positions:
"""
LEAD = 'title: Lead, bargaining_unit: leads, unit: billing, fund: "540", account: "12", health_tier: family'
DIRECTOR = LEAD.replace("Lead", "Director").replace("family", "employee")
LEADS = f"  - {{position: L-1, {LEAD}, salary: 74200}}\n  - {{position: L-2, {LEAD}, salary: 74200}}\n"
DIRECTORS = f"  - {{position: D-1, {DIRECTOR}, salary: 330000}}\n"
COSTS = ("pay", "taxes", "pension", "health")  # what accounts 12, 21, 22 and 23 are paid for


def of_class(tmp_path: Path, name: str, title: str, rows: str) -> Result:
    """The small plan with classes of bargaining units, and some positions of theirs in place of its own."""
    folder = folder_with(tmp_path / name, AGREED.replace("CLASS", title) + rows)
    (folder / "staffing.yaml").unlink()
    return load(folder).calculate()


def by_account(result: Result) -> list[float]:
    """What is posted in all, to the cent, to the accounts of those costs."""
    found = result.values["budget.posted"][0].sum(axis=1)
    accounts = result.values["budget.account"][0][:, 0]
    return [float(found[accounts == account].sum()) for account in ("12", "21", "22", "23")]


def shown(result: Result, case: str) -> list[float]:
    """The same costs on the page."""
    return [float(one(result, f"one_{case}_{cost}")) for cost in COSTS]  # type: ignore[arg-type]


def apart(after: list[float], before: list[float]) -> list[float]:
    return [round(a - b, 2) for a, b in zip(after, before, strict=True)]


@pytest.mark.parametrize(
    ("title", "row", "minimum"), [("Lead", LEAD, 60500), ("Director", DIRECTOR, 310000)], ids=["Lead", "Director"]
)
def test_one_more_costs_what_the_page_says_account_by_account(
    tmp_path: Path, title: str, row: str, minimum: int
) -> None:
    """The director comes above the wage base of Social Security in the calendar year of the first day."""
    before = of_class(tmp_path, "before", title, LEADS + DIRECTORS)
    added = f"  - {{position: N-1, {row}, salary: {minimum}, start: 2028-02-03}}\n"
    after = of_class(tmp_path, "after", title, LEADS + DIRECTORS + added)
    assert apart(by_account(after), by_account(before)) == pytest.approx(shown(before, "first"))
    without_merit = of_class(tmp_path, "other", title, LEADS + DIRECTORS + added.replace("{", "{merit: 0, "))
    assert apart(by_account(without_merit), by_account(before))[0] < shown(before, "first")[0] - 100


@pytest.mark.parametrize("title", ["Lead", "Director"])
def test_one_less_saves_what_the_page_says_account_by_account(tmp_path: Path, title: str) -> None:
    before = of_class(tmp_path, "before", title, LEADS + DIRECTORS)
    rows = (LEADS + DIRECTORS).splitlines(keepends=True)
    gone = next(row for row in rows if title in row)
    without = of_class(tmp_path, "without", title, "".join(row for row in rows if row is not gone))
    assert apart(by_account(before), by_account(without)) == pytest.approx(shown(before, "cut"))
    until = "".join(row.replace("}", ", end: 2028-02-02}") if row is gone else row for row in rows)
    ended = apart(by_account(before), by_account(of_class(tmp_path, "ended", title, until)))
    # Months to date are rounded, so what is left of a part month may differ by a cent or two.
    assert ended == pytest.approx(shown(before, "left"), abs=0.03)


def test_a_class_with_nobody_in_it_and_without_health_insurance_says_so(tmp_path: Path) -> None:
    result = of_class(tmp_path, "plan", "Apprentice", LEADS)
    assert str(one(result, "one_says_filled")).startswith("Nobody of this class is there today")
    assert str(one(result, "one_says_health")).startswith("This class names no health tier")
    assert one(result, "one_average") == 60500
    assert shown(result, "cut")[3] == 0
