"""`budgetplan build` writes workbooks, `budgetplan verify` says whether one can be believed."""

from __future__ import annotations

from typing import Any

import click

from ..errors import UsageError
from .checking import failures
from .kinds import Command, Text, as_json, output_folder, plan_folder, scenario
from .output import Output
from .style import green, red, yellow

BUILD_EXAMPLES = [
    ("budgetplan build", "the plan in assumptions, into workbooks"),
    ("budgetplan build my-plan -o for-council", "another plan, into another folder"),
    ("budgetplan build my-plan --scenario low", "the workbook shows the scenario low first"),
]
VERIFY_EXAMPLES = [
    ("budgetplan verify workbooks/operating_budget.xlsx", "one workbook"),
    ("budgetplan verify a.xlsx b.xlsx --json", "two, their certificates as JSON"),
]


@click.command("build", cls=Command, examples=BUILD_EXAMPLES)
@plan_folder
@output_folder
@scenario("Scenario that the workbook shows.")
@click.option(
    "--only",
    metavar="NAMES",
    type=Text("the workbooks to write"),
    help='Workbooks to write, with commas; this version has one: "budget".',
)
@as_json
@click.pass_obj
def build(out: Output, folder: str, output: str, scenario: str, only: str | None) -> int:
    """Calculate a plan and write its workbook, proven.

    Reads the folder DIR (default: assumptions) and writes operating_budget.xlsx with live formulas. Before the
    workbook is handed over, an independent engine recalculates every formula and its verdict is put on the sheet
    Checks. A workbook that somebody has changed is never overwritten: the new one is set beside it.
    """
    from dataclasses import asdict

    from ..plan import load

    if only and set(only.split(",")) - {"budget"}:
        raise UsageError(f'--only {only}: this version writes the workbook "budget" only.')
    out.stage(f"Reading {folder}")
    plan = load(folder)
    out.stage("Calculating")
    result = plan.calculate(scenario)
    out.notes(result.notes)
    saved, certificate = result.save(output, out.stage)
    failed = [asdict(check) for check in result.checks() if not check.passed]
    if out.json:
        told = {"workbooks": [str(saved.path)], "remark": saved.remark, "failed": failed}
        out.data({**told, "certificate": certificate.as_dict()})
    else:
        out.put(f"{saved.path}: {certificate.formula_cells:,} formula cells, {_proven(certificate)} by recalculation.")
        tell_more(out, saved.remark, certificate, failed)
    return 0 if certificate.ok and not failed else 1


def _proven(certificate: Any) -> str:
    return green("all proven") if certificate.ok else red("NOT proven")


def tell_more(out: Output, remark: str, certificate: Any, failed: list[dict[str, Any]]) -> None:
    """What has to be said of a workbook beyond its place: it stands elsewhere, is not proven, has checks that fail."""
    if remark:
        out.put(yellow(remark))
    if not certificate.ok:
        out.put("\n".join(certificate.lines()))
    for line in failures(failed):
        out.put(line)


@click.command("verify", cls=Command, examples=VERIFY_EXAMPLES)
@click.argument("workbooks", nargs=-1, required=True, metavar="WORKBOOK...", type=Text("a workbook", "files"))
@as_json
@click.pass_obj
def verify(out: Output, workbooks: tuple[str, ...]) -> int:
    """Recalculate workbooks independently and print a certificate.

    Each WORKBOOK is recalculated by independent engines (LibreOffice, too, where it is installed), every formula cell
    is compared with its stored value, and the rules of a sound workbook are tried. Nothing is changed.
    """
    from ..plan import verify as certify

    certificates = []
    for name in (one for typed in workbooks for one in _matching(typed)):
        out.stage(f"Recalculating {name}")
        certificates.append(certify(name))
    if out.json:
        out.data([one.as_dict() for one in certificates])
    else:
        out.put("\n\n".join("\n".join(one.lines()) for one in certificates))
    return 0 if all(one.ok for one in certificates) else 1


def _matching(typed: str) -> list[str]:
    """The files that `*.xlsx` means: shells write them out, the one of Windows does not."""
    from pathlib import Path

    if "*" not in typed or Path(typed).exists():
        return [typed]
    path = Path(typed)
    return sorted(map(str, path.parent.glob(path.name))) or [typed]
