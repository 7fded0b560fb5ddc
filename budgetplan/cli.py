"""The command line. Results go to stdout, progress and messages to stderr."""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from . import __version__
from .errors import AssumptionError, BudgetplanError, Problem, UsageError


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command; gives the exit code: 0 done, 1 problems, 2 wrong use, 3 a file cannot be read or written."""
    try:
        given = _parser().parse_args(arguments)
    except SystemExit as stop:
        return int(stop.code or 0)
    try:
        return int(given.run(given))
    except AssumptionError as error:
        return _problems(error.problems, given)
    except BudgetplanError as error:
        return _failed(str(error), error.exit_code, given)
    except KeyboardInterrupt:
        return _failed("Stopped. Nothing was half-written.", 1, given)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _parser() -> argparse.ArgumentParser:
    """Commands and their options."""
    parser = argparse.ArgumentParser(
        prog="budgetplan", description="Budgets from YAML assumptions: proven Excel workbooks with live formulas."
    )
    parser.add_argument("--version", action="version", version=f"budgetplan {__version__}")
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    check = _command(commands, "check", _check, "validate everything and calculate; list every problem")
    check.add_argument(
        "folder", nargs="?", default="assumptions", metavar="DIR", help="plan folder (default: assumptions)"
    )
    check.add_argument("--strict", action="store_true", help="fail on figures whose review date has passed, too")
    build = _command(commands, "build", _build, "calculate and write the workbooks")
    build.add_argument(
        "folder", nargs="?", default="assumptions", metavar="DIR", help="plan folder (default: assumptions)"
    )
    build.add_argument(
        "-o", "--output", default="workbooks", metavar="OUT", help="where workbooks go (default: workbooks)"
    )
    build.add_argument("--scenario", default="base", help="scenario to write (default: base)")
    build.add_argument("--only", help="budget: the only workbook of this version")
    verify = _command(
        commands, "verify", _verify, "recalculate workbooks in independent engines and print a certificate"
    )
    verify.add_argument("workbooks", nargs="+", metavar="WORKBOOK")
    explain = _command(commands, "explain", _explain, "why a figure is what it is, down to YAML line and source")
    explain.add_argument(
        "what",
        nargs="+",
        metavar="[DIR] WHAT",
        help="a line (wages[CO-117, 2027-11]), an id (CO-117) or a cell ('Budget!H8')",
    )
    explain.add_argument("--scenario", default="base", help="in which scenario (default: base)")
    explain.add_argument("--depth", type=int, default=3, help="how many steps down (default: 3)")
    return parser


def _command(commands: Any, name: str, run: Any, summary: str) -> argparse.ArgumentParser:
    """One command."""
    parser: argparse.ArgumentParser = commands.add_parser(
        name, help=summary, description=summary[0].upper() + summary[1:] + "."
    )
    parser.add_argument("--json", action="store_true", help="print the result as JSON")
    parser.set_defaults(run=run)
    return parser


def _check(given: argparse.Namespace) -> int:
    """budgetplan check."""
    from .plan import load

    _say(f"Reading {given.folder}")
    plan = load(given.folder)
    result = plan.calculate()
    result.layout()  # a line without a place in the workbook is a problem, too
    if problems := plan.examples():
        return _problems(problems, given)
    behind = (dt.date.today() - plan.plan.as_of).days
    if behind > 92:
        _say(f"Note: plan.as_of is {plan.plan.as_of}, {behind} days ago; review dates are judged by it.")
    _notes(plan.notes, given)
    stale = plan.stale()
    results = [plan.calculate(scenario) for scenario in plan.scenario_ids]
    failed = [(one.scenario, check) for one in results for check in one.checks() if not check.passed]
    report: dict[str, Any] = {
        "folder": str(given.folder),
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
        "notes": [_as_json(note, given) for note in plan.notes],
        "stale": [{"figure": name, "place": _in_folder(place, given), "review_by": due} for name, place, due in stale],
    }
    print(json.dumps(report, indent=2) if given.json else "\n".join(_report(report)))
    return 1 if failed or (given.strict and stale) else 0


def _report(report: dict[str, Any]) -> Iterator[str]:
    """What `check` found, in words."""
    from .model.shown import rounded

    for figure in report["stale"]:
        name, due = figure["figure"], figure["review_by"]
        yield f"{figure['place']}: {name}: was to be reviewed by {due}; review it, and move the date on."
    request, fte = rounded(report["request"], 0), rounded(report["fte"], 2)
    yield f"{report['folder']}: request {request}, {fte} FTE, {report['budget_rows']} budget rows."
    for one in report["scenarios"][1:]:
        sign = "-" if one["change"] < 0 else "+"
        change = f"{sign}{rounded(abs(one['change']), 0)}"
        yield f"  {one['scenario']}: request {rounded(one['request'], 0)} ({change}), {rounded(one['fte'], 2)} FTE."
    passed, stale = report["checks"] - report["checks_failed"], len(report["stale"])
    old = f" {stale} figure{' is' if stale == 1 else 's are'} stale." if stale else ""
    each = f" in {len(report['scenarios'])} scenarios" if len(report["scenarios"]) > 1 else ""
    yield f"{passed} of {report['checks']} checks pass{each}.{old}"
    yield from map(_failure, report["failed"])


def _failure(check: dict[str, Any]) -> str:
    """A check that fails, in words."""
    from .model.shown import rounded

    expected, found = rounded(check["expected"], 2), rounded(check["found"], 2)
    where = f" in scenario {check['scenario']}" if check.get("scenario", "base") != "base" else ""
    return f"check failed{where}: {check['name']}: {check['label']}: expected {expected}, found {found}"


def _build(given: argparse.Namespace) -> int:
    """budgetplan build."""
    from .plan import load

    if given.only and set(given.only.split(",")) - {"budget"}:
        raise UsageError(f'--only {given.only}: this version writes the workbook "budget" only.')
    _say(f"Reading {given.folder}")
    plan = load(given.folder)
    _notes(plan.notes, given)
    _say("Calculating")
    result = plan.calculate(given.scenario)
    saved, certificate = result.save(given.output, lambda what: _say(what[0].upper() + what[1:]))
    failed = [asdict(check) for check in result.checks() if not check.passed]
    done = 0 if certificate.ok and not failed else 1
    if given.json:
        told = {"workbooks": [str(saved.path)], "remark": saved.remark, "failed": failed}
        print(json.dumps({**told, "certificate": certificate.as_dict()}, indent=2))
        return done
    proven = "all proven" if certificate.ok else "NOT proven"
    print(f"{saved.path}: {certificate.formula_cells:,} formula cells, {proven} by recalculation.")
    if saved.remark:
        print(_coloured(saved.remark, "33"))
    if not certificate.ok:
        print("\n".join(certificate.lines()))
    for check in failed:
        print(_coloured(_failure(check), "31"))
    return done


def _verify(given: argparse.Namespace) -> int:
    """budgetplan verify."""
    from .plan import verify

    certificates = []
    for name in given.workbooks:
        _say(f"Recalculating {name}")
        certificates.append(verify(name))
    if given.json:
        print(json.dumps([c.as_dict() for c in certificates], indent=2))
    else:
        print("\n\n".join("\n".join(c.lines()) for c in certificates))
    return 0 if all(c.ok for c in certificates) else 1


def _explain(given: argparse.Namespace) -> int:
    """budgetplan explain."""
    from .plan import load

    if len(given.what) > 2:
        raise UsageError(
            f"Give a plan folder and one figure, not {len(given.what)} words; "
            "put a cell in quotes: 'Position Costs!K8'."
        )
    given.folder = given.what[0] if len(given.what) == 2 else "assumptions"
    result = load(given.folder).calculate(given.scenario)
    if given.json:
        print(json.dumps([step.as_dict() for step in result.steps(given.what[-1], given.depth)], indent=2))
    else:
        print("\n".join(result.explain(given.what[-1], given.depth)))
    return 0


def _problems(problems: Sequence[Problem], given: argparse.Namespace) -> int:
    """All problems, files named as the user named the folder."""
    if given.json:
        print(json.dumps({"problems": [_as_json(p, given) for p in problems], "exit_code": 1}, indent=2))
        return 1
    for problem in problems:
        print(_in_folder(str(problem), given) if problem.place.file else str(problem))
    _say(_coloured(f"{len(problems)} problem{'s' if len(problems) != 1 else ''}.", "31"))
    return 1


def _notes(notes: Sequence[Problem], given: argparse.Namespace) -> None:
    """What is no mistake, but may not be meant."""
    for note in notes:
        _say(_coloured(f"Note: {_in_folder(str(note), given)}", "33"))


def _as_json(problem: Problem, given: argparse.Namespace) -> dict[str, Any]:
    """A problem or a note as plain data."""
    place = problem.place
    return {
        "file": _in_folder(place.file, given),
        "line": place.line,
        "column": place.column,
        "path": problem.path,
        "message": problem.message,
    }


def _failed(sentence: str, code: int, given: argparse.Namespace) -> int:
    """A command that could not be done: one sentence, or JSON where that was asked for."""
    if given.json:
        print(json.dumps({"error": sentence, "exit_code": code}, indent=2))
    else:
        _say(_coloured(sentence, "31"))
    return code


def _in_folder(place: str, given: argparse.Namespace) -> str:
    """A file of the plan with its folder as the user named it; the program's own files stay as they are."""
    folder = str(getattr(given, "folder", "") or "")
    if not folder or not place or place.startswith("budgetplan/"):
        return place
    return f"{folder if folder.endswith(('/', os.sep)) else folder + '/'}{place}"


def _say(message: str) -> None:
    print(message, file=sys.stderr, flush=True)


def _coloured(text: str, colour: str) -> str:
    """Red or yellow on a terminal that shows colours."""
    plain = os.environ.get("NO_COLOR") or not sys.stderr.isatty()
    return text if plain else f"\033[{colour}m{text}\033[0m"
