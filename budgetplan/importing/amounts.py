"""Rows of an adopted budget become history, year by year, and the operating lines with which the request begins."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from budgetplan.importing.finding import At, Register, expect, place_of
from budgetplan.importing.money import to_cents
from budgetplan.importing.rows import Export, NotMapped, Row, each_usable, figure_of
from budgetplan.importing.schema import Budget, Figures


@dataclass(frozen=True)
class Past:
    """An amount of history, in cents, what its row is called in the export, and on which line it stands."""

    figures: Figures
    at: At
    amount: Decimal
    note: str
    line: int


@dataclass(frozen=True)
class OperatingLine:
    """A line of the request, and the line of the export from which it comes."""

    id: str
    label: str
    at: At
    amount: Decimal
    line: int


@dataclass
class Sum:
    """What a column of the export comes to: exactly, in the cents that are written, and in how many rows."""

    figures: Figures
    exact: Decimal = Decimal(0)
    written: Decimal = Decimal(0)
    in_lines: Decimal = Decimal(0)
    rows: int = 0


@dataclass
class ImportedBudget:
    """All that the rows of a budget become."""

    budget: Budget
    sums: list[Sum]
    past: list[Past] = field(default_factory=list)
    lines: list[OperatingLine] = field(default_factory=list)
    accounts: set[str] = field(default_factory=set)  # those to which any row goes


def imported_budget(budget: Budget, export: Export, registers: Mapping[str, Register]) -> ImportedBudget:
    """History and operating lines of an export; rows that cannot be used are set aside in it."""
    found = ImportedBudget(budget, [Sum(figures) for figures in budget.amounts])
    expect(budget, export.rows, registers)

    def use(row: Row) -> None:
        amounts = [figure_of(row, figures.column, budget.missing) for figures in budget.amounts]
        if all(amount is None for amount in amounts):
            raise NotMapped("has no figure in any of the columns that are imported")
        at = place_of(budget, row, registers)
        label = ", ".join(dict.fromkeys(filter(None, (row.cells[heading] for heading in budget.label))))
        called = label or registers["account"].declared.get(at.account, at.account)
        found.accounts.add(at.account)
        for total, exact in zip(found.sums, amounts, strict=True):
            if exact is not None:
                _add(found, total, exact, at, label, row)
                _add_line(found, total, exact, at, called, row)

    each_usable(budget, export, use)
    return found


def _add(found: ImportedBudget, total: Sum, exact: Decimal, at: At, note: str, row: Row) -> None:
    """A figure of a column, in its sum and in history."""
    total.exact += exact
    total.written += to_cents(exact)
    total.rows += 1
    if total.figures.history:
        found.past.append(Past(total.figures, at, to_cents(exact), note, row.line))


def _add_line(found: ImportedBudget, total: Sum, exact: Decimal, at: At, called: str, row: Row) -> None:
    """The operating line of a figure with which the request begins, unless the roster pays it."""
    if total.figures.lines and at.account not in found.budget.personnel:
        total.in_lines += to_cents(exact)
        found.lines.append(OperatingLine(f"b-{row.number:05d}", called, at, to_cents(exact), row.line))
