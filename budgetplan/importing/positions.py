"""Rows of a payroll roster become positions: those with a salary, and hourly ones by rate and hours."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from budgetplan.importing.finding import NotMapped, Register, matches
from budgetplan.importing.money import amount_of, shown, to_cents
from budgetplan.importing.rows import Export, Row
from budgetplan.importing.schema import Hours, Jobs, Roster
from budgetplan.names import code_problem, quoted

FTE_DIGITS = Decimal("1e-10")  # an FTE of hours / full-time hours: so fine that no salary moves by a cent


@dataclass(frozen=True)
class Position:
    """A position as the plan writes it; the salary is that of a year at full time."""

    position: str
    title: str
    unit: str
    fund: str
    account: str
    salary: Decimal
    fte: Decimal


@dataclass
class Kind:
    """The positions of one kind, and what their rows come to before cents are rounded."""

    jobs: Jobs
    positions: list[Position] = field(default_factory=list)
    exact: Decimal = Decimal(0)

    @property
    def written(self) -> Decimal:
        """What the salaries that are written come to."""
        return sum((one.salary for one in self.positions), Decimal(0))


class Roll:
    """Takes the rows of a roster one by one; what cannot be used is set aside in its export."""

    def __init__(self, roster: Roster, export: Export, registers: dict[str, Register]) -> None:
        self.roster, self.export, self.registers = roster, export, registers
        self.kinds = [Kind(jobs) for jobs in roster.jobs]
        self._lines: dict[str, int] = {}  # position -> the line on which it stands
        for row in export.rows:
            self._take(row)

    def _take(self, row: Row) -> None:
        left = next((one for one in self.roster.leave_out if matches(row, one.where)), None)
        if left is not None:
            self.export.set_aside(row, "left out", left.why)
            return
        try:
            kind = self._kind(row)
            pay = self._pay(kind.jobs, row)
            position = self._position(kind.jobs, row, to_cents(pay))
        except NotMapped as reason:
            self.export.set_aside(row, "not mapped", str(reason))
            return
        kind.exact += pay
        kind.positions.append(position)
        self._lines[position.position.casefold()] = row.line

    def _kind(self, row: Row) -> Kind:
        found = next((kind for kind in self.kinds if matches(row, kind.jobs.where)), None)
        if found is None:
            asked = dict.fromkeys(heading for jobs in self.roster.jobs for heading in jobs.where)
            said = ", ".join(f"{heading} is {quoted(row.cells[heading])}" for heading in asked)
            raise NotMapped(f"no kind of positions takes it: {said}")
        return found

    def _pay(self, jobs: Jobs, row: Row) -> Decimal:
        """A year's pay at full time, exactly."""
        pay = number_of(row, jobs.salary or jobs.rate or "", self.roster.missing)
        if pay < 0:
            raise NotMapped(f"its pay is below 0: {shown(pay)}")
        return pay if jobs.salary else pay * Decimal(repr(self.roster.full_time_hours))

    def _position(self, jobs: Jobs, row: Row, salary: Decimal) -> Position:
        title = row.cells[self.roster.title]
        if not title:
            raise NotMapped(f"has no title: {quoted(self.roster.title)} is empty")
        unit, fund, account = (
            self.registers[key].find(getattr(self.roster, key), row) for key in ("unit", "fund", "account")
        )
        return Position(self._number(row), title, unit, fund, account, salary, self._fte(jobs, row))

    def _number(self, row: Row) -> str:
        """The position's own number; else that of its row, set-aside rows counted, so that a better mapping of some
        rows gives no other row another number.
        """
        if self.roster.position is None:
            return f"P-{row.number:05d}"
        number = row.cells[self.roster.position]
        if wrong := code_problem(number):
            raise NotMapped(f"no number of a position: {wrong}")
        if first := self._lines.get(number.casefold()):
            raise NotMapped(f"the position {quoted(number)} stands on line {first} already")
        return number

    def _fte(self, jobs: Jobs, row: Row) -> Decimal:
        fte = number_of(row, self.roster.fte, self.roster.missing) if self.roster.fte else Decimal(1)
        if jobs.hours is not None:
            full, hours = Decimal(repr(self.roster.full_time_hours)), _hours(jobs.hours, row, self.roster.missing)
            fte = (hours / full).quantize(FTE_DIGITS)
            if fte > 1:
                raise NotMapped(f"{hours.normalize():f} hours a year are over full time, {full.normalize():f}")
        if not 0 < fte <= 1:
            raise NotMapped(f"its FTE is {fte.normalize():f}: it must be over 0, and at most 1")
        return fte.normalize()


def _hours(hours: Hours, row: Row, missing: list[str]) -> Decimal:
    if hours.column is not None:
        return number_of(row, hours.column, missing)
    each = hours.exact.get(row.cells[hours.by], hours.each) if hours.by else hours.each
    return Decimal(repr(each))


def number_of(row: Row, heading: str, missing: list[str]) -> Decimal:
    """The number of a row under a heading; raises NotMapped where there is none."""
    found = figure_of(row, heading, missing)
    if found is None:
        raise NotMapped(f"has no {quoted(heading)}")
    return found


def figure_of(row: Row, heading: str, missing: list[str]) -> Decimal | None:
    """The number of a row under a heading, None where it is missing; raises NotMapped where it is no number."""
    text = row.cells[heading]
    if not text or text in missing:
        return None
    found = amount_of(text)
    if found is None:
        raise NotMapped(f"{heading} is {quoted(text)}, which is no amount: if it means that there is none, say so")
    return found
