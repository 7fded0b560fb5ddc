"""Rows of a payroll roster become positions: those with a salary, and hourly ones by rate and hours."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from budgetplan.assumptions.money import share_in
from budgetplan.importing.finding import At, Register, expect, place_of
from budgetplan.importing.money import shown, to_cents
from budgetplan.importing.rows import Export, NotMapped, Row, each_usable, matches, number_of
from budgetplan.importing.schema import Hours, Jobs, Roster
from budgetplan.names import code_problem, quoted


@dataclass(frozen=True)
class Position:
    """A position as the plan writes it, its salary at full time, and the line of the export that says it."""

    position: str
    title: str
    at: At
    salary: Decimal
    fte: Decimal
    line: int

    @property
    def paid(self) -> Decimal:
        """What is paid in a year without raises."""
        return to_cents(self.salary * self.fte)


@dataclass
class JobKind:
    """The positions of one kind, how many rows it was asked to take, and what they come to before cents are rounded."""

    jobs: Jobs
    rows: int = 0
    positions: list[Position] = field(default_factory=list)
    exact: Decimal = Decimal(0)

    @property
    def written(self) -> Decimal:
        """What the plan says in place of `exact`: salaries at full time, or what is paid where the export says that."""
        what = "paid" if self.jobs.salary_is == "paid" else "salary"
        return sum((getattr(one, what) for one in self.positions), Decimal(0))


@dataclass
class ImportedRoster:
    """All that the rows of a roster become."""

    roster: Roster
    kinds: list[JobKind]


def imported_roster(roster: Roster, export: Export, registers: Mapping[str, Register]) -> ImportedRoster:
    """The positions of an export; rows that cannot be used are set aside in it."""
    found = ImportedRoster(roster, [JobKind(jobs) for jobs in roster.jobs])
    expect(roster, export.rows, registers)
    lines: dict[str, int] = {}  # position -> the line on which it stands

    def use(row: Row) -> None:
        kind = _kind_of(found, row)
        kind.rows += 1
        pay, fte = _pay(roster, kind.jobs, row), _fte(roster, kind.jobs, row)
        title = row.cells[roster.title]
        if not title:
            raise NotMapped(f"has no title: {quoted(roster.title)} is empty")
        at, number = place_of(roster, row, registers), _number(roster, row, lines)
        full_time = pay / fte if kind.jobs.salary_is == "paid" else pay
        kind.exact += pay
        kind.positions.append(Position(number, title, at, to_cents(full_time), fte, row.line))
        lines[number.casefold()] = row.line

    each_usable(roster, export, use)
    return found


def _kind_of(found: ImportedRoster, row: Row) -> JobKind:
    kind = next((kind for kind in found.kinds if matches(row, kind.jobs.where)), None)
    if kind is None:
        asked = dict.fromkeys(heading for one in found.kinds for heading in one.jobs.where)
        said = ", ".join(f"{heading} is {quoted(row.cells[heading])}" for heading in asked)
        raise NotMapped(f"no kind of positions takes it: {said}")
    return kind


def _pay(roster: Roster, jobs: Jobs, row: Row) -> Decimal:
    """A year's pay, exactly: at full time, or what is paid where the mapping says that the export gives that."""
    pay = number_of(row, jobs.salary or jobs.rate or "", roster.missing)
    if pay < 0:
        raise NotMapped(f"its pay is below 0: {shown(pay)}")
    return pay if jobs.salary else pay * Decimal(repr(roster.full_time_hours))


def _number(roster: Roster, row: Row, lines: Mapping[str, int]) -> str:
    """The position's own number; else that of its row, set-aside and torn rows counted, so that a better mapping or
    export of some rows gives no other row another number.
    """
    if roster.position is None:
        return f"P-{row.number:05d}"
    number = row.cells[roster.position]
    if wrong := code_problem(number):
        raise NotMapped(f"no number of a position: {wrong}")
    if first := lines.get(number.casefold()):
        raise NotMapped(f"the position {quoted(number)} stands on line {first} already")
    return number


def _fte(roster: Roster, jobs: Jobs, row: Row) -> Decimal:
    """The full-time equivalent, with all digits that a number of a plan can have: with fewer, salary x FTE would be
    off by a cent where it comes to half a cent.
    """
    if jobs.hours is not None:
        full, hours = Decimal(repr(roster.full_time_hours)), _hours(jobs.hours, row, roster.missing)
        if hours > full:
            raise NotMapped(f"{hours.normalize():f} hours a year are over full time, {full.normalize():f}")
        fte = hours / full
    else:
        fte = _fte_of_column(roster, row) if roster.fte else Decimal(1)
    if not 0 < fte <= 1:
        percent = ": for percentages write `fte_is: percent`" if 1 < fte <= 100 and roster.fte_is == "share" else ""
        raise NotMapped(f"its FTE is {fte.normalize():f}, and must be over 0 and at most 1{percent}")
    return Decimal(repr(float(fte))).normalize()


def _fte_of_column(roster: Roster, row: Row) -> Decimal:
    heading = roster.fte or ""
    if roster.fte_is == "share":
        return number_of(row, heading, roster.missing)
    share = share_in(row.cells[heading])
    return share if share is not None else number_of(row, heading, roster.missing) / 100


def _hours(hours: Hours, row: Row, missing: list[str]) -> Decimal:
    if hours.column is not None:
        return number_of(row, hours.column, missing)
    each = hours.exact.get(row.cells[hours.by], hours.each) if hours.by else hours.each
    return Decimal(repr(each))
