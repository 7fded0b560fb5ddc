"""The plan that would come of an import, read by the program itself: it must hold, and hold the source's totals."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from budgetplan.assumptions.load import Assumptions, load
from budgetplan.assumptions.read import Document
from budgetplan.errors import AssumptionError, Place, Problem
from budgetplan.importing.money import shown
from budgetplan.importing.plan_files import Found
from budgetplan.importing.schema import Figures

_PATH = re.compile(r"(\w+)(?:\[([^\]]*)\])?(?:\.(\w+))?")
TryOut = Callable[[Path], object]
"""Does with a plan's folder whatever must go well, such as calculating it; this part only reads plans."""


def prove(files: dict[str, bytes], found: Found, document: Document, try_out: TryOut | None = None) -> None:
    """Reads the files as a plan and adds up what it says; raises AssumptionError where it has mistakes, or where its
    totals are not those of the rows that were imported.
    """
    with tempfile.TemporaryDirectory(prefix="budgetplan-") as draft:
        for name, content in files.items():
            (Path(draft) / name).write_bytes(content)
        try:
            plan: Assumptions = load(draft)
            if try_out is not None:
                try_out(Path(draft))
        except AssumptionError as error:
            raise AssumptionError([_in_mapping(one, document) for one in error.problems]) from None
        differences = [*_roster_differences(plan, found), *_ledger_differences(plan, found)]
    if differences:
        raise AssumptionError([Problem(Place("."), "", one) for one in differences])


def _in_mapping(problem: Problem, document: Document) -> Problem:
    """A problem of the new plan, at the place in the mapping from which it comes, where the mapping says it."""
    told = replace(problem, message=f"the plan that would come of it is not right: {problem.message}")
    match = _PATH.match(problem.path)
    section = document.data.get(match[1]) if match else None
    if not match or not section:
        return told
    steps: list[str | int] = [match[1]]
    if match[2] is not None and isinstance(section, list):
        names = [one.get("id", one.get("code")) for one in section]
        if match[2] not in names:
            return told
        steps.append(names.index(match[2]))
    return replace(told, place=document.place(*steps, *filter(None, [match[3]])))


def _exactly(amount: float) -> Decimal:
    """The amount that a plan's number was written as."""
    return Decimal(repr(float(amount)))


def _differs(what: str, wanted: Decimal, read: Decimal) -> list[str]:
    if wanted == read:
        return []
    return [
        f"{what} come to {shown(wanted)}, and the plan that would come of them says {shown(read)}: nothing is written"
    ]


def _roster_differences(plan: Assumptions, found: Found) -> list[str]:
    salaries = sum(map(_exactly, plan.positions.columns["salary"]), Decimal(0)) if len(plan.positions) else Decimal(0)
    wanted = sum((kind.written for kind in found.kinds), Decimal(0))
    said = _differs("salaries", wanted, salaries)
    full = sum((one.fte for kind in found.kinds for one in kind.positions), Decimal(0))
    read = sum(map(_exactly, plan.positions.columns["fte"]), Decimal(0)) if len(plan.positions) else Decimal(0)
    return said + _differs("full-time equivalents", full, read)


def _ledger_differences(plan: Assumptions, found: Found) -> list[str]:
    if found.ledger is None:
        return []
    said: list[str] = []
    for total in found.ledger.sums:
        if total.figures.history:
            said += _differs(total.figures.column, total.written, _history(plan, total.figures))
        if total.figures.lines:
            read = [line.amount.figure.value for line in plan.lines if line.amount and line.amount.figure]
            said += _differs("operating lines", total.in_lines, sum(map(_exactly, read), Decimal(0)))
    return said


def _history(plan: Assumptions, figures: Figures) -> Decimal:
    at = (figures.fiscal_year, str(figures.stage))
    return sum((_exactly(by[at]) for by in plan.history.amounts.values() if at in by), Decimal(0))
