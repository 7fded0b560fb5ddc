"""The plan that would come of an import, read by the program itself: it must hold, and hold what the rows come to."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from pathlib import Path

from budgetplan.assumptions.read import Document
from budgetplan.errors import AssumptionError, Problem
from budgetplan.importing.draft import Found
from budgetplan.importing.finding import At
from budgetplan.importing.money import shown, to_cents
from budgetplan.importing.origins import Origins
from budgetplan.plan import Plan, load

MOST_DIFFERENCES = 3  # of one kind
Amounts = dict[At, Decimal]


def prove(files: Mapping[str, bytes], found: Found, document: Document) -> None:
    """Reads the files as a plan, calculates it and adds up what it says; raises AssumptionError where it has mistakes,
    or where what it says of any fund, unit and account is not what the rows come to.
    """
    with tempfile.TemporaryDirectory(prefix="budgetplan-") as draft:
        for name, content in files.items():
            (Path(draft) / name).write_bytes(content)
        try:
            plan = load(draft)
            plan.calculate()
        except AssumptionError as error:
            origins = Origins(files, found, document)
            raise AssumptionError([origins.of(one) for one in error.problems]) from None
        differences = [*_roster_differences(plan, found), *_budget_differences(plan, found)]
    if differences:
        raise AssumptionError([Problem(document.root.place, "", one) for one in differences])


def _roster_differences(plan: Plan, found: Found) -> Iterator[str]:
    positions = [one for kind in found.kinds for one in kind.positions]
    columns = plan.positions.columns if len(plan.positions) else {key: [] for key in ("salary", "fte", *At._fields)}
    at = [At(*one) for one in zip(*(columns[key] for key in At._fields), strict=True)]
    salaries, fte = (list(map(_exactly, columns[key])) for key in ("salary", "fte"))
    paid = [to_cents(salary * share) for salary, share in zip(salaries, fte, strict=True)]
    for what, wanted, read in (
        ("positions", [Decimal(1)] * len(positions), [Decimal(1)] * len(at)),
        ("salaries", [one.salary for one in positions], salaries),
        ("base pay (salary x FTE)", [one.paid for one in positions], paid),
        ("full-time equivalents", [one.fte for one in positions], fte),
    ):
        ours = _by_place(zip((one.at for one in positions), wanted, strict=True))
        yield from _differences(what, ours, _by_place(zip(at, read, strict=True)))


def _budget_differences(plan: Plan, found: Found) -> Iterator[str]:
    if found.budget is None:
        return
    for one in found.budget.sums:
        if one.figures.history:
            stage = (one.figures.fiscal_year or 0, str(one.figures.stage))
            past = [row for row in found.budget.past if row.figures is one.figures]
            read = ((At(*at), _exactly(by[stage])) for at, by in plan.history.amounts.items() if stage in by)
            yield from _differences(
                one.figures.column, _by_place((row.at, row.amount) for row in past), _by_place(read)
            )
    lines = [
        (At(line.fund, line.unit, line.account), _exactly(line.amount.figure.value))
        for line in plan.lines
        if line.amount and line.amount.figure
    ]
    ours = [(line.at, line.amount) for line in found.budget.lines]
    yield from _differences("operating lines", _by_place(ours), _by_place(lines))


def _exactly(amount: float) -> Decimal:
    """The amount that a plan's number was written as."""
    return Decimal(repr(float(amount)))


def _by_place(amounts: Iterable[tuple[At, Decimal]]) -> Amounts:
    found: Amounts = {}
    for at, amount in amounts:
        found[at] = found.get(at, Decimal(0)) + amount
    return found


def _differences(what: str, ours: Amounts, read: Amounts) -> list[str]:
    """Where a plan says something else than the rows, place by place: totals alone would agree if two were swapped."""
    wrong = sorted(at for at in {*ours, *read} if ours.get(at, Decimal(0)) != read.get(at, Decimal(0)))
    return [
        f"{what} of fund {at.fund}, {at.unit}, account {at.account} come to {shown(ours.get(at, Decimal(0)))}, and the "
        f"plan that would come of them says {shown(read.get(at, Decimal(0)))}: nothing is written"
        for at in wrong[:MOST_DIFFERENCES]
    ]
