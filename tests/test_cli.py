"""The command line: what people type, what is printed, and what the exit code says."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

import click
import pytest
from needs import SMALL_PLAN

from budgetplan.cli import main
from budgetplan.errors import UsageError
from budgetplan.plan import Result, load
from budgetplan.report.explaining import explain, explain_steps

PLAN = SMALL_PLAN


@pytest.fixture(scope="module")
def result() -> Result:
    return load(PLAN).calculate()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the plan, in the folder where the command runs."""
    shutil.copytree(PLAN, tmp_path / "plan", ignore=shutil.ignore_patterns(".*"))
    monkeypatch.chdir(tmp_path)
    return tmp_path / "plan"


def first(result: Result, what: str) -> str:
    """The first cell of an explanation, without its label."""
    cells = [step for step in explain_steps(result, what, 0) if step.kind == "cell"]
    return f"{cells[0].name} = {cells[0].value}"


@pytest.mark.parametrize(
    ("what", "cell"),
    [
        ("CO-117[2027-12]", "positions.full_cost[CO-117, 2027-12]"),
        ("co-117", "positions.full_cost[CO-117, 2027-11]"),
        ("positions[CO-117]", "positions.full_cost[CO-117, 2027-11]"),
        ("guards", "operating.cost[guards, 2027-10]"),
        ("phone-lines[2]", "operating.cost[phone-lines, 2027-11]"),
        ("bill-postage", "operating.cost[bill-postage, 2027-10]"),
        ("bill_postage", "bill_postage[2027-10]"),
        ("bill-postage[2028-02]", "operating.cost[bill-postage, 2028-02]"),
        ("540|call-center|12", "budget.request[540|call-center|12, 2028]"),
        ("540|call-center|12[2028]", "budget.request[540|call-center|12, 2028]"),
        ("budget.request[540|call-center|12]", "budget.request[540|call-center|12, 2028]"),
        ("call-center", "units.unit_request[call-center]"),
        ("family", "health_tiers.premium[family, 2027-10]"),
        ("request_by_category[billing, Operating]", "units.request_by_category[billing, Operating]"),
        ("positions[CO-117].salary", "positions.salary[CO-117]"),
        ("wages[CO-117,2027-11]", "positions.wages[CO-117, 2027-11]"),
        ("pension_rate.value[2028-07-01]", "pension_rate.value[2028-07-01]"),
        ("total_fte", "total_fte"),
    ],
)
def test_a_figure_is_found_as_people_write_it(result: Result, what: str, cell: str) -> None:
    assert first(result, what).partition(" = ")[0] == cell


def test_a_line_by_formula_begins_with_the_formula_that_the_plan_writes(result: Result) -> None:
    lines = explain(result, "bill-postage", 1)
    own = lines.index("  bill_postage[2027-10] = 49,088.00  (Bill postage)")
    assert lines[own + 2] == "      formula =bills * (1 - ebill_share) * postage_price"
    assert own < next(at for at, line in enumerate(lines) if "spent_to_date[" in line)
    assert not [line for line in explain(result, "guards", 3) if "bill_postage" in line]


@pytest.mark.parametrize(
    ("what", "sentence"),
    [
        ("Bill postage", 'There is no figure "Bill postage". Did you mean "bill_postage" (Bill postage)?'),
        ("General Manager", 'There is no figure "General Manager". Did you mean "CO-001" (General Manager)?'),
        ("wagess", 'There is no figure "wagess". Did you mean "wages"?'),
        ("xyzzy", 'There is no figure "xyzzy". Give a line (wages), an id or a cell (Budget!H8).'),
        ("wages[CO-999]", 'positions.wages has no row "CO-999". Known: CO-001, CO-101, CO-110, CO-111, '),
        ("cost[guard]", 'operating.cost has no row "guard". Did you mean "guards"?'),
        ("cost[2028-05]", "operating.cost has 9 rows: name one of them first, as in cost[phone-lines, 2028-05]."),
        ("wages[CO-117, 2031-01]", 'has no month "2031-01"; write one of 2027-10 to 2028-09.'),
        ("medicare_rate[2028-01]", 'medicare_rate has one value, not one by month: leave "2028-01" out.'),
        ("pension_rate[CO-117, 2028-01]", 'pension_rate has no rows: leave "CO-117" out.'),
        ("request_by_category[billing, Operatin]", 'has no category "Operatin". Did you mean "Operating"?'),
        ("Nosheet!A1", 'There is no sheet "Nosheet". Known: Summary, Budget, '),
        ("Bugdet!A1", 'There is no sheet "Bugdet". Did you mean "Budget"?'),
        ("Budget!A1", "Budget!A1 holds no figure of the plan: it is text or empty."),
        ("[other.xlsx]Budget!A1", "other.xlsx: this plan's workbook is operating_budget.xlsx."),
        ("drivers.units", "drivers.units is several lines read as one; explain one of them: bills, "),
        ("positions", "positions is a table: name a row of it, as in positions[CO-001]."),
        ("wages[CO-117", '"wages[CO-117" is no figure: give a line (wages), '),
        ("", '"" is no figure: '),
    ],
)
def test_what_is_not_found_is_said_with_a_hint(result: Result, what: str, sentence: str) -> None:
    with pytest.raises(UsageError) as refused:
        result.explain(what)
    assert sentence in str(refused.value)


def test_no_figure_of_the_plan_ends_in_a_fault_of_ours(result: Result) -> None:
    for key in result.model.blocks:
        try:
            result.explain(key, 0)
        except UsageError as refused:
            assert "several lines read as one" in str(refused)


def test_without_a_month_all_are_listed_and_the_first_that_is_not_0_is_explained(result: Result) -> None:
    """CO-117 starts on 16 November: nothing in October."""
    lines = result.explain("wages[CO-117]", 0)
    assert lines[0].startswith("by month: 2027-10 0.00, 2027-11 1,609.38, 2027-12 3,218.75, ")
    months = [float(part.split()[-1].replace(",", "")) for part in lines[0].removeprefix("by month: ").split(", ")]
    assert len(months) == 13
    assert months[-1] == pytest.approx(sum(months[:-1]), abs=1e-6)
    assert lines[1] == "explained here: 2027-11, the first month whose value is not 0"
    assert lines[2].startswith("positions.wages[CO-117, 2027-11] = 1,609.38")


def test_a_month_that_is_named_and_a_figure_without_months_have_no_such_list(result: Result) -> None:
    for what in ("wages[CO-117, 2027-10]", "total_request", "medicare_rate", "budget.request[540|billing|12]"):
        assert all(step.kind != "note" for step in explain_steps(result, what, 0))


@pytest.mark.parametrize("what", ["pension_rate", "social_security_wage_base", "wages_ytd[CO-117]", "bills"])
def test_what_does_not_add_up_has_no_total(result: Result, what: str) -> None:
    assert "total" not in result.explain(what, 0)[0]


def test_without_a_row_the_first_is_explained_and_said(result: Result) -> None:
    assert result.explain("wages", 0)[0] == "row: CO-001, the first of 12; name another one, as in wages[CO-101]"


def test_a_dated_rate_names_the_entry_in_force(result: Result) -> None:
    rows = (PLAN / "rates.yaml").read_text(encoding="utf-8").splitlines()
    begin = rows.index("  pension_rate:") + 2
    lines = result.explain("pension_rate[2028-07]", 1)
    assert f"    from rates.yaml:{begin + 1}: actuary's letter, estimate" in lines
    assert f"  from 2026-10-01: 13.85 %  (rates.yaml:{begin}: actuary's letter, estimate)" in lines
    assert f"  from 2028-07-01: 14.1 %  (rates.yaml:{begin + 1}: actuary's letter, estimate)  <- in force" in lines


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    """The exit code and what is on stdout."""
    capsys.readouterr()
    code = main(list(arguments))
    return code, capsys.readouterr().out


def as_json(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, Any]:
    code, out = run(capsys, *arguments, "--json")
    return code, json.loads(out)


def test_half_a_hundredth_is_rounded_as_the_workbook_does(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """28.125 FTE are 28.13, as Excel shows them, not 28.12."""
    assert as_json(capsys, "check", "plan")[1]["fte"] == 28.125
    assert " 28.13 FTE" in run(capsys, "check", "plan")[1]


@pytest.mark.parametrize("typed", ["plan", "plan/", "./plan"])
@pytest.mark.parametrize("command", [["check", "{}"], ["build", "{}", "-o", "out"], ["explain", "{}", "wages"]])
def test_problems_name_the_file_as_the_folder_was_typed(
    folder: Path, capsys: pytest.CaptureFixture[str], command: list[str], typed: str
) -> None:
    rates = folder / "rates.yaml"
    rates.write_text(rates.read_text(encoding="utf-8").replace("ebill_share", "ebil_share"), encoding="utf-8")
    arguments = [part.format(typed) for part in command]
    code, out = run(capsys, *arguments)
    assert code == 1
    assert out.startswith(f"{typed.rstrip('/')}/operating.yaml:")
    code, told = as_json(capsys, *arguments)
    assert (code, told["exit_code"]) == (1, 1)
    assert told["problems"][0]["file"] == f"{typed.rstrip('/')}/operating.yaml"


def test_a_figure_whose_review_is_due_is_named_with_its_folder(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    head = folder / "plan.yaml"
    rows = head.read_text(encoding="utf-8").splitlines()
    rows = [
        row.partition("as_of:")[0] + "as_of: 2028-01-15" if row.strip().startswith("as_of:") else row for row in rows
    ]
    head.write_text("\n".join(rows) + "\n", encoding="utf-8")
    assert main(["check", "plan"]) == 0
    said = capsys.readouterr()
    note, *more = [line for line in said.err.splitlines() if "was to be reviewed" in line]
    assert re.match(r"Note: plan/rates\.yaml:\d+:\d+: ", note)
    assert note.endswith(": was to be reviewed by 2027-10-31; review it, and move the date on")
    assert f"{len(more) + 1} figures are stale." in said.out
    assert run(capsys, "check", "plan", "--strict")[0] == 1
    assert as_json(capsys, "check", "plan")[1]["stale"][0]["place"].startswith("plan/rates.yaml:")


def test_figures_that_are_not_final_are_listed_as_the_heads_count_them(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Two rates more with a status: one that is estimated joins the list with who supplied it, an enacted one not."""
    before = as_json(capsys, "check", "plan")[1]
    more = """rates:
  guess: {value: 3, unit: count, source: phone call, status: quoted, owner: billing manager, review_by: 2027-09-30}
  fee: {value: 4, unit: count, source: City code 1-1, status: enacted}
"""
    (folder / "more.yaml").write_text(more, encoding="utf-8")
    told = as_json(capsys, "check", "plan")[1]
    assert told["figures_with_status"] == before["figures_with_status"] + 2
    added = [one for one in told["not_final"] if one not in before["not_final"]]
    assert added == [
        {
            "figure": "rates.guess",
            "place": "plan/more.yaml:2:10",
            "status": "quoted",
            "source": "phone call",
            "owner": "billing manager",
            "review_by": "2027-09-30",
        }
    ]
    notice = load("plan").calculate().values["estimates_notice"].item()
    counts = len(told["not_final"]), told["figures_with_status"]
    assert notice == f"Not final: {counts[0]:,} of {counts[1]:,} figures with a status; see Sources."


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (["check", "nowhere"], 3, "nowhere"),
        (["build", "plan", "-o", "out", "--scenario", "storm"], 2, 'There is no scenario "storm"'),
        (["build", "plan", "--only", "all"], 2, "--only all"),
        (["verify", "none.xlsx"], 3, "There is no file none.xlsx."),
        (["explain", "plan", "nothing_such"], 2, 'There is no figure "nothing_such".'),
        (["explain", "a", "b", "c"], 2, "Give a plan folder and one figure, not 3 words"),
        (["explain", "plan", "wages", "--depth", "-1"], 2, "--depth -1: give 0"),
    ],
    ids=lambda given: " ".join(given) if isinstance(given, list) else "",
)
def test_with_json_a_refusal_is_json_too(
    folder: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], code: int, sentence: str
) -> None:
    found, told = as_json(capsys, *arguments)
    assert (found, told["exit_code"]) == (code, code)
    assert sentence in told["error"]
    assert main(arguments) == code
    said = capsys.readouterr()
    assert (said.out, sentence in said.err) == ("", True)


def test_stopping_is_said_in_json_too(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("budgetplan.plan.load", stop)
    assert as_json(capsys, "check", "plan") == (1, {"error": "Stopped. Nothing was half-written.", "exit_code": 1})


def test_an_explanation_in_json_is_a_list_of_steps(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, steps = as_json(capsys, "explain", "plan", "medicare[CO-117, 2027-11]", "--depth", "1")
    assert code == 0
    assert [step["name"] for step in steps][:2] == ["positions.medicare[CO-117, 2027-11]", "medicare_rate"]
    assert set(steps[0]) == {"depth", "name", "label", "value", "words", "formula", "place", "source", "again", "kind"}
    assert (steps[1]["depth"], steps[1]["value"], steps[1]["source"]) == (1, "1.45 %", "26 USC 3111(b), enacted")
    assert steps[1]["place"].startswith("rates.yaml:")
    _, steps = as_json(capsys, "explain", "plan", "540|billing|12", "--depth", "0")
    assert {step["kind"] for step in steps} == {"cell", "posting"}


def test_a_failed_check_is_said_with_both_figures(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from budgetplan.plan import Check

    failed = Check("request_adds_up", "The request adds up", "Look at Summary.", 10.0, 12.125, False)
    monkeypatch.setattr("budgetplan.plan.Result.checks", lambda self: [failed])
    code, out = run(capsys, "check", "plan")
    assert code == 1
    assert "0 of 1 checks pass." in out
    said = "check failed: request_adds_up: The request adds up: expected 10.00, found 12.13"
    assert f"{said}\n  Look at Summary.\n" in out
    assert as_json(capsys, "check", "plan")[1]["failed"][0]["name"] == "request_adds_up"


def test_a_check_that_fails_in_several_scenarios_is_said_once() -> None:
    from budgetplan.cli.checking import failures

    def fails(scenario: str, name: str, found: float) -> dict[str, object]:
        return {"scenario": scenario, "name": name, "label": name.title(), "help": "", "expected": 0.0, "found": found}

    failed = [
        fails("base", "award", 1),
        fails("lean", "award", 2),
        fails("lean", "dates", 1),
        fails("high", "award", 1),
    ]
    assert [click.unstyle(line) for line in failures(failed)] == [
        "check failed: award: Award: expected 0.00, found 1.00 (also in lean, high)",
        "check failed in scenario lean: dates: Dates: expected 0.00, found 1.00",
    ]
