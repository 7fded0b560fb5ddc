"""Totals that the source gives and an import must come to: to the cent, or to the last digit that is given."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from budgetplan.assumptions.read import Document
from budgetplan.errors import Problem
from budgetplan.importing.finding import NotMapped, matches
from budgetplan.importing.mapping import problem_at
from budgetplan.importing.money import shown, to_cents
from budgetplan.importing.positions import figure_of
from budgetplan.importing.rows import Aside, Export
from budgetplan.importing.schema import ControlTotal, Source


@dataclass(frozen=True)
class Tie:
    """A control total, and what the rows that are imported or left out on purpose come to."""

    total: ControlTotal
    amount: Decimal
    rows: int
    lost: Decimal  # what stands in rows that are not mapped
    lost_rows: tuple[Aside, ...]

    @property
    def holds(self) -> bool:
        """Whether they agree: a total in cents to the cent, one with more digits to the last of them."""
        given = self.total.amount
        in_cents = int(given.as_tuple().exponent) >= -2
        same = (to_cents(self.amount) if in_cents else self.amount) == given
        return same and self.total.rows in (None, self.rows)


def ties_of(source: Source, export: Export) -> list[Tie]:
    """Each control total of an export, compared with its rows."""
    aside = {one.line: one for one in export.aside if one.kind == "not mapped"}
    return [_tie(total, source, export, aside) for total in source.control_totals]


def _tie(total: ControlTotal, source: Source, export: Export, aside: dict[int, Aside]) -> Tie:
    amount, lost, rows = Decimal(0), Decimal(0), 0
    lost_rows = []
    for row in export.rows:
        if not matches(row, total.where):
            continue
        try:
            figure = figure_of(row, total.column, source.missing)
        except NotMapped:
            figure = None
        if row.line in aside:
            lost += figure or 0
            lost_rows.append(aside[row.line])
        elif figure is not None:
            amount += figure
            rows += 1
    return Tie(total, amount, rows, lost, tuple(lost_rows))


def tie_problems(ties: list[Tie], export: Export, at: str, document: Document) -> list[Problem]:
    """What does not tie, with the difference and where it may stand."""
    return [
        problem_at(document, (at, "control_totals", number), _words(tie, export))
        for number, tie in enumerate(ties)
        if not tie.holds
    ]


def _words(tie: Tie, export: Export) -> str:
    total = tie.total
    asked = f"{shown(total.amount)}" + (f" in {total.rows:,} rows" if total.rows is not None else "")
    difference = tie.amount - total.amount
    said = f"{total.label} does not tie: the mapping says {asked}, and {export.name} comes to {shown(tie.amount)} in "
    said += f"{tie.rows:,} rows"
    if difference:
        said += f", {shown(abs(difference))} too {'much' if difference > 0 else 'little'}"
    if not tie.lost_rows:
        return said + ". Nothing was written"
    first = tie.lost_rows[0]
    lost = len(tie.lost_rows)
    said += f". {shown(tie.lost)} stand in {lost:,} row{'s' * (lost != 1)} that could not be mapped, the first on line "
    return said + f"{first.line}: it {first.why}. Nothing was written"
