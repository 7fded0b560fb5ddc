"""Rows of an adopted budget become history, year by year, and the operating lines with which the request begins."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from budgetplan.importing.finding import NotMapped, Register, matches
from budgetplan.importing.money import to_cents
from budgetplan.importing.positions import figure_of
from budgetplan.importing.rows import Export, Row
from budgetplan.importing.schema import Budget, Figures


@dataclass(frozen=True)
class Past:
    """An amount of history, in cents, and what its row is called in the export."""

    figures: Figures
    unit: str
    fund: str
    account: str
    amount: Decimal
    note: str


@dataclass(frozen=True)
class OperatingLine:
    """A line of the request, and the line of the export from which it comes."""

    id: str
    label: str
    unit: str
    fund: str
    account: str
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
class Ledger:
    """All that the rows of a budget become."""

    budget: Budget
    past: list[Past] = field(default_factory=list)
    lines: list[OperatingLine] = field(default_factory=list)
    sums: list[Sum] = field(default_factory=list)


def ledger_of(budget: Budget, export: Export, registers: dict[str, Register], labels: dict[str, str]) -> Ledger:
    """History and operating lines of an export; rows that cannot be used are set aside in it.

    `labels` are those of the accounts, for lines of which no column says what they are called.
    """
    ledger = Ledger(budget, sums=[Sum(figures) for figures in budget.amounts])
    for row in export.rows:
        left = next((one for one in budget.leave_out if matches(row, one.where)), None)
        if left is not None:
            export.set_aside(row, "left out", left.why)
            continue
        try:
            found = _figures(budget, row)
            unit, fund, account = (
                registers[key].find(getattr(budget, key), row) for key in ("unit", "fund", "account")
            )
        except NotMapped as reason:
            export.set_aside(row, "not mapped", str(reason))
            continue
        _add(ledger, row, found, (unit, fund, account), labels)
    return ledger


def _figures(budget: Budget, row: Row) -> list[Decimal | None]:
    """The figure of each column, None where it is missing; a row without any is not mapped."""
    found = [figure_of(row, figures.column, budget.missing) for figures in budget.amounts]
    if all(amount is None for amount in found):
        raise NotMapped("has no figure in any of the columns that are imported")
    return found


def _add(
    ledger: Ledger, row: Row, found: list[Decimal | None], at: tuple[str, str, str], labels: dict[str, str]
) -> None:
    label = ", ".join(dict.fromkeys(filter(None, (row.cells[heading] for heading in ledger.budget.label))))
    for total, exact in zip(ledger.sums, found, strict=True):
        if exact is None:
            continue
        amount = to_cents(exact)
        total.exact += exact
        total.written += amount
        total.rows += 1
        if total.figures.history:
            ledger.past.append(Past(total.figures, *at, amount=amount, note=label))
        if total.figures.lines and at[2] not in ledger.budget.personnel:
            total.in_lines += amount
            called = label or labels.get(at[2], at[2])
            ledger.lines.append(OperatingLine(f"b-{row.number:05d}", called, *at, amount=amount, line=row.line))
