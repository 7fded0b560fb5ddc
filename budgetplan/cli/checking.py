"""`budgetplan check`: everything that can be said of a plan without writing a workbook."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import click

from .kinds import Command, as_json, plan_folder
from .output import Output
from .style import green, red, yellow

if TYPE_CHECKING:
    from ..assembly.firmness import Stated
    from ..plan import Plan, Result

OLD = 92  # days after which `as_of` is worth a note

EXAMPLES = [
    ("budgetplan check", "the plan in the folder assumptions"),
    ("budgetplan check my-plan --strict", "fail, too, where a figure was to be reviewed by now"),
    ("budgetplan check my-plan --json", "request, scenarios, notes and problems as JSON"),
]


@click.command("check", cls=Command, examples=EXAMPLES)
@plan_folder
@click.option("--strict", is_flag=True, help="Fail on figures whose review date has passed, too.")
@as_json
@click.pass_obj
def check(out: Output, folder: str, strict: bool) -> int:
    """Validate a plan and calculate it; list every problem.

    Reads all YAML and CSV files of the folder DIR (default: assumptions), calculates all scenarios, tries the worked
    examples beside the formulas and the checks of the workbook. Every problem is listed at once, with its file, line
    and column and what would be right. Nothing is written.
    With --json, each figure that is not final is listed, too, with its status, source, owner and place.
    """
    from ..plan import load

    out.stage(f"Reading {folder}")
    plan = load(folder)
    out.stage("Calculating", window_only=True)
    result = plan.calculate()
    result.layout()  # a line without a place in the workbook is a problem, too
    out.stage("Trying the worked examples", window_only=True)
    if problems := plan.examples():
        return out.problems(problems)
    _say_age(plan, out)
    out.notes(result.notes)
    report = _report(folder, plan, result, out)
    _say_stale(report, out)
    if out.json:
        out.data(report)
    else:
        out.put("\n".join(_words(report)))
    return 1 if report["failed"] or (strict and report["stale"]) else 0


def _say_age(plan: Plan, out: Output) -> None:
    """A note where the plan's own day lies far behind: dates of review are judged by it."""
    import datetime as dt

    behind = (dt.date.today() - plan.plan.as_of).days
    if behind > OLD:
        told = f"Note: plan.as_of is {plan.plan.as_of}, {behind} days ago; review dates are judged by it."
        out.say(yellow(told))


def _say_stale(report: dict[str, Any], out: Output) -> None:
    """A note for each figure whose review is due."""
    for figure in report["stale"]:
        told = f"{figure['figure']}: was to be reviewed by {figure['review_by']}; review it, and move the date on"
        out.say(yellow(f"Note: {figure['place']}: {told}"))


def _report(folder: str, plan: Plan, result: Result, out: Output) -> dict[str, Any]:
    """What `check` found, as plain data."""
    from dataclasses import asdict

    stated = plan.with_status()
    results = [plan.calculate(scenario) for scenario in plan.scenario_ids]
    failed = [(one.scenario, check) for one in results for check in one.checks() if not check.passed]
    return {
        "folder": folder,
        "request": result.request,
        "fte": result.fte,
        "budget_rows": len(result.model.rows["budget"]),
        "checks": sum(len(one.checks()) for one in results),
        "checks_failed": len(failed),
        "failed": [{"scenario": scenario, **asdict(check)} for scenario, check in failed],
        "scenarios": [
            {"scenario": one.scenario, "request": one.request, "change": one.request - result.request, "fte": one.fte}
            for one in results
        ],
        "notes": [out.as_data(note) for note in result.notes],
        "stale": [{"figure": name, "place": out.placed(place), "review_by": due} for name, place, due in plan.stale()],
        "figures_with_status": len(stated),
        "not_final": [_open_figure(figure, out) for figure in stated if not figure.firm],
    }


def _open_figure(figure: Stated, out: Output) -> dict[str, str]:
    """A figure that is not final: where it is written, how firm it is, and who supplied it."""
    told, place = figure.provenance, figure.place
    who = {"status": told.status, "source": told.source, "owner": told.owner, "review_by": told.review_by}
    return {"figure": figure.name, "place": out.placed(f"{place}:{place.column}"), **who}


def _words(report: dict[str, Any]) -> Iterator[str]:
    """What `check` found, in words."""
    from ..model.shown import rounded

    request, fte = rounded(report["request"], 0), rounded(report["fte"], 2)
    yield f"{report['folder']}: request {request}, {fte} FTE, {report['budget_rows']} budget rows."
    for one in report["scenarios"][1:]:
        change = signed(one["change"])
        yield f"  {one['scenario']}: request {rounded(one['request'], 0)} ({change}), {rounded(one['fte'], 2)} FTE."
    passed, stale = report["checks"] - report["checks_failed"], len(report["stale"])
    old = yellow(f" {stale} figure{' is' if stale == 1 else 's are'} stale.") if stale else ""
    each = f" in {len(report['scenarios'])} scenarios" if len(report["scenarios"]) > 1 else ""
    colour = red if report["failed"] else green
    yield colour(f"{passed} of {report['checks']} checks pass{each}.") + old
    yield from failures(report["failed"])


def signed(change: float) -> str:
    """A change in whole dollars, with its sign."""
    from ..model.shown import rounded

    return f"{'-' if change < 0 else '+'}{rounded(abs(change), 0)}"


def failures(failed: Sequence[dict[str, Any]]) -> Iterator[str]:
    """The checks that fail, in words: each once, with the scenarios in which it does, and what to do about it."""
    from ..model.shown import rounded

    for name in dict.fromkeys(check["name"] for check in failed):
        first, *others = (check for check in failed if check["name"] == name)
        expected, found = rounded(first["expected"], 2), rounded(first["found"], 2)
        where = f" in scenario {first['scenario']}" if first.get("scenario", "base") != "base" else ""
        also = f" (also in {', '.join(check['scenario'] for check in others)})" if others else ""
        yield red(f"check failed{where}: {name}: {first['label']}: expected {expected}, found {found}{also}")
        if first["help"]:
            yield f"  {first['help']}"
