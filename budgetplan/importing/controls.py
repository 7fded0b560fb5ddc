"""Totals that the source gives and an import must come to: to the cent, or to the last digit that is given."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from budgetplan.assumptions.read import Document
from budgetplan.errors import Problem
from budgetplan.importing.mapping import problem_at
from budgetplan.importing.money import shown, to_cents
from budgetplan.importing.rows import AsideKind, Export, NotMapped, Row, figure_of, matches
from budgetplan.importing.schema import ControlTotal, Source

MOST_LOST = 3  # rows that are named where a total does not tie: the largest, for each row is listed anyway


@dataclass(frozen=True)
class Lost:
    """A row that is not mapped, and the figure that stands in it under the heading of a control total."""

    line: int
    figure: Decimal


@dataclass(frozen=True)
class Tie:
    """A control total, and what the rows that are imported or left out on purpose come to."""

    total: ControlTotal
    amount: Decimal
    rows: int
    met: int  # rows that its `where` meets, whatever stands in them
    left_out: tuple[Decimal, int]  # what of it, and in how many rows, is no part of the plan
    lost: tuple[Lost, ...]  # the largest first

    @property
    def holds(self) -> bool:
        """Whether they agree: a total in cents to the cent, one with more digits to the last of them."""
        given = self.total.amount
        in_cents = int(given.as_tuple().exponent) >= -2
        same = (to_cents(self.amount) if in_cents else self.amount) == given
        return same and self.total.rows in (None, self.rows)

    @property
    def words(self) -> str:
        """That it ties, and how much of it stands outside of the plan."""
        amount, rows = self.left_out
        outside = f"; {shown(amount)} of it in {rows:,} row{'s' * (rows != 1)} left out" if rows else ""
        return f"{shown(self.amount)} in {self.rows:,} rows, ties{outside}."


@dataclass(frozen=True)
class ReadExport:
    """An export that was read to its end, and its control totals."""

    export: Export
    ties: list[Tie]


def ties_of(source: Source, export: Export) -> list[Tie]:
    """Each control total of an export, compared with its rows."""
    aside = {one.line: one.kind for one in export.aside}
    return [_tie(total, source, export, aside) for total in source.control_totals]


def _tie(total: ControlTotal, source: Source, export: Export, aside: Mapping[int, AsideKind]) -> Tie:
    met = [row for row in export.rows if matches(row, total.where)]
    figures = [(row, figure) for row in met if (figure := _figure(row, total, source)) is not None]
    used = [figure for row, figure in figures if aside.get(row.line) != "not mapped"]
    left = [figure for row, figure in figures if aside.get(row.line) == "left out"]
    lost = [Lost(row.line, figure) for row, figure in figures if aside.get(row.line) == "not mapped" and figure]
    lost.sort(key=lambda one: (-abs(one.figure), one.line))
    return Tie(total, sum(used, Decimal(0)), len(used), len(met), (sum(left, Decimal(0)), len(left)), tuple(lost))


def _figure(row: Row, total: ControlTotal, source: Source) -> Decimal | None:
    try:
        return figure_of(row, total.column, source.missing)
    except NotMapped:
        return None


def tie_problems(read: ReadExport, at: str, document: Document) -> list[Problem]:
    """What does not tie, with the difference and where it may stand."""
    return [
        problem_at(document, (at, "control_totals", number), _words(tie, read.export))
        for number, tie in enumerate(read.ties)
        if tie.met and not tie.holds
    ]


def _words(tie: Tie, export: Export) -> str:
    total = tie.total
    asked = f"{shown(total.amount)}" + (f" in {total.rows:,} rows" if total.rows is not None else "")
    difference = tie.amount - total.amount
    said = f"{total.label} does not tie: the mapping says {asked}, and {export.name} comes to {shown(tie.amount)} in "
    said += f"{tie.rows:,} rows"
    if difference:
        said += f", {shown(abs(difference))} too {'much' if difference > 0 else 'little'}"
    return f"{said}. {_lost_words(tie)}Nothing was written"


def _lost_words(tie: Tie) -> str:
    """What stands in rows that are not mapped, and on which lines the most."""
    if not tie.lost:
        return ""
    lost, more = len(tie.lost), len(tie.lost) - MOST_LOST
    amount = shown(sum((one.figure for one in tie.lost), Decimal(0)))
    lines = ", ".join(f"line {one.line} ({shown(one.figure)})" for one in tie.lost[:MOST_LOST])
    told = f"{lines} and {more:,} more" if more > 0 else lines
    return f"{amount} {'stands' if lost == 1 else 'stand'} in {lost:,} row{'s' * (lost != 1)} not mapped: {told}. "
