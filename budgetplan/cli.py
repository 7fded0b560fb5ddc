"""The command line. Results go to stdout, progress and messages to stderr."""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from . import __version__
from .errors import AssumptionError, BudgetplanError, Problem


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
        _say(_coloured(str(error), "31"))
        return error.exit_code
    except KeyboardInterrupt:
        _say("Stopped. Nothing was half-written.")
        return 1
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
        "what", nargs="+", metavar="[DIR] WHAT", help="a line (wages[CO-117, 2027-11]) or a cell ('Budget!H8')"
    )
    explain.add_argument("--depth", type=int, default=6, help="how many steps down (default: 6)")
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
    from .assembly.examples import run_examples
    from .plan import load

    _say(f"Reading {given.folder}")
    plan = load(given.folder)
    result = plan.calculate()
    problems = run_examples(plan)
    if problems:
        return _problems(problems, given)
    behind = (dt.date.today() - plan.plan.as_of).days
    if behind > 92:
        _say(f"Note: plan.as_of is {plan.plan.as_of}, {behind} days ago; review dates are judged by it.")
    failed = int(result.values["checks_failed"].item())
    stale = plan.stale()
    report: dict[str, Any] = {
        "folder": str(given.folder),
        "request": float(result.values["total_request"].item()),
        "fte": float(result.values["total_fte"].item()),
        "budget_rows": len(result.model.rows["budget"]),
        "checks": len(result.model.rows["checks"]),
        "checks_failed": failed,
        "stale": [{"figure": name, "place": place, "review_by": due} for name, place, due in stale],
    }
    if given.json:
        print(json.dumps(report, indent=2))
    else:
        for name, place, due in stale:
            print(f"{place}: {name}: was to be reviewed by {due}; review it, and move the date on.")
        print(
            f"{given.folder}: request {report['request']:,.0f}, {report['fte']:,.2f} FTE, "
            f"{report['budget_rows']} budget rows."
        )
        print(
            f"{report['checks'] - failed} of {report['checks']} checks pass."
            + (f" {len(stale)} figures are stale." if stale else "")
        )
        for name in result.model.rows["checks"]:
            if result.values[f"{name}__failed"].item():
                print(f"check failed: {name}: {result.model.blocks[f'{name}__state'].label}")
    return 1 if failed or (given.strict and stale) else 0


def _build(given: argparse.Namespace) -> int:
    """budgetplan build."""
    from .errors import UsageError
    from .plan import load

    if given.only and set(given.only.split(",")) - {"budget"}:
        raise UsageError(f'--only {given.only}: this version writes the workbook "budget" only.')
    _say(f"Reading {given.folder}")
    plan = load(given.folder)
    _say("Calculating")
    result = plan.calculate(given.scenario)
    saved, certificate = result.save(given.output, lambda what: _say(what[0].upper() + what[1:]))
    if given.json:
        print(
            json.dumps(
                {"workbooks": [str(saved.path)], "remark": saved.remark, "certificate": certificate.as_dict()}, indent=2
            )
        )
    else:
        print(
            f"{saved.path}: {certificate.formula_cells:,} formula cells, "
            f"{'all proven' if certificate.ok else 'NOT proven'} by recalculation."
        )
        if saved.remark:
            print(_coloured(saved.remark, "33"))
        if not certificate.ok:
            print("\n".join(certificate.lines()))
    return 0 if certificate.ok else 1


def _verify(given: argparse.Namespace) -> int:
    """budgetplan verify."""
    from .workbook.certificate import verify

    certificates = []
    for name in given.workbooks:
        _say(f"Recalculating {name}")
        certificates.append(verify(Path(name)))
    if given.json:
        print(json.dumps([c.as_dict() for c in certificates], indent=2))
    else:
        print("\n\n".join("\n".join(c.lines()) for c in certificates))
    return 0 if all(c.ok for c in certificates) else 1


def _explain(given: argparse.Namespace) -> int:
    """budgetplan explain."""
    from .errors import UsageError
    from .plan import load

    if len(given.what) > 2:
        raise UsageError(
            f"Give a plan folder and one figure, not {len(given.what)} words; "
            "put a cell in quotes: 'Position Costs!K8'."
        )
    folder = given.what[0] if len(given.what) == 2 else "assumptions"
    lines = load(folder).calculate().explain(given.what[-1], given.depth)
    print(json.dumps(lines, indent=2) if given.json else "\n".join(lines))
    return 0


def _problems(problems: Sequence[Problem], given: argparse.Namespace) -> int:
    """All problems, files named as the user named the folder."""
    folder = str(getattr(given, "folder", "") or "")
    if given.json:
        listed = [
            {"file": p.place.file, "line": p.place.line, "column": p.place.column, "path": p.path, "message": p.message}
            for p in problems
        ]
        print(json.dumps({"problems": listed}, indent=2))
        return 1
    for problem in problems:
        own = problem.place.file and not problem.place.file.startswith("budgetplan/")
        print(f"{folder}/{problem}" if folder and own else str(problem))
    _say(_coloured(f"{len(problems)} problem{'s' if len(problems) != 1 else ''}.", "31"))
    return 1


def _say(message: str) -> None:
    print(message, file=sys.stderr, flush=True)


def _coloured(text: str, colour: str) -> str:
    """Red or yellow on a terminal that shows colours."""
    plain = os.environ.get("NO_COLOR") or not sys.stderr.isatty()
    return text if plain else f"\033[{colour}m{text}\033[0m"
