"""What a mapping may say: the pydantic models of the file that tells how a city's exports become a plan."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, Literal, NamedTuple, Self

from pydantic import Field, model_validator

from budgetplan.assumptions import values
from budgetplan.assumptions.figures import Code, Label, Name, Provenance, Section, Words, YesNo
from budgetplan.assumptions.formula_files import shipped
from budgetplan.assumptions.schema import Account, Benefits, Fund, Plan, Rate, Unit
from budgetplan.assumptions.values import Refused
from budgetplan.importing.find_schema import LISTS, Find, Headings, Named, Steps
from budgetplan.importing.key_values import Amount, Count, CsvName, Heading, Positive, Texts, Where, some

STAGES = tuple(map(str, shipped().columns["history", "stage"].choices))
"""The stages of history, in their order."""


class Condition(NamedTuple):
    """A `where` of a mapping; one that must meet some row, or else what it belongs to would be silently empty."""

    path: Steps
    where: Where
    must_meet: bool


class Hours(Provenance):
    """How many hours a year an hourly job is paid for: a column of the export, or an assumption with its source."""

    column: Heading | None = None
    each: Positive | None = None
    by: Heading | None = None
    exact: dict[Heading, Positive] = Field(default_factory=dict)

    @model_validator(mode="before")
    @classmethod
    def _one_way(cls, raw: Any) -> Any:
        if isinstance(raw, dict):
            if ("each" in raw) == ("column" in raw):
                raise Refused("needs either `each: hours a year`, or `column: a heading of the export`")
            if ("by" in raw) != ("exact" in raw):
                raise Refused("`by` (a heading) and `exact` (hours for its texts) go together")
        return raw


class Defaults(Section):
    """What holds for all positions of a kind, as the plan's own `defaults`."""

    health_tier: Code | None = None
    merit: Annotated[int, values.flag] | None = None


class Jobs(Provenance):
    """One kind of positions: which rows, how they are paid, and the file in which they are written."""

    file: CsvName = "roster.csv"
    where: Where = Field(default_factory=dict)
    salary: Heading | None = None
    salary_is: Annotated[Literal["full_time", "paid"], values.choice("full_time", "paid")] = "full_time"
    rate: Heading | None = None
    hours: Hours | None = None
    defaults: Defaults = Defaults()

    @model_validator(mode="before")
    @classmethod
    def _one_way(cls, raw: Any) -> Any:
        if isinstance(raw, dict):
            if "salary" in raw and "rate" in raw:
                raise Refused("has both `salary` and `rate`: keep the one by which these jobs are paid")
            if "salary" not in raw and "rate" not in raw:
                raise Refused("needs either `salary: a heading`, or `rate: a heading` with `hours`")
            if ("rate" in raw) != ("hours" in raw):
                raise Refused("`rate` and `hours` go together: pay = rate x hours")
            if "salary_is" in raw and "salary" not in raw:
                raise Refused("`salary_is` says what a `salary` is, and there is a `rate`: remove it")
        return raw


class LeftOut(Section):
    """Rows that do not belong into the plan, and why not."""

    where: Where
    why: Label


class ControlTotal(Section):
    """A total that the source itself gives, and that the import must come to."""

    label: Label
    column: Heading
    where: Where = Field(default_factory=dict)
    amount: Amount
    rows: Count | None = None


class Source(Provenance):
    """An export: its file, which texts mean that nothing is there, how a row finds its place, what must tie."""

    file: Words
    missing: Texts = Field(default_factory=list)
    unit: Find
    fund: Find
    account: Find
    leave_out: list[LeftOut] = Field(default_factory=list)
    not_mapped: Count = 0  # how many rows nobody can place: it must be their number
    control_totals: Annotated[list[ControlTotal], some]

    @property
    def finds(self) -> dict[str, Find]:
        """How a row finds its fund, unit and account."""
        return {key: getattr(self, key) for key in LISTS}

    def headings(self, at: Steps) -> Headings:
        """The headings of the export that the mapping names, with the paths at which it does."""
        for key, find in self.finds.items():
            yield from find.headings((*at, key))
        for number, total in enumerate(self.control_totals):
            yield (*at, "control_totals", number, "column"), total.column
        for path, where, _ in self.conditions(at):
            for heading in where:
                yield (*path, heading), heading

    def conditions(self, at: Steps) -> Iterator[Condition]:
        """Every `where`."""
        for number, left in enumerate(self.leave_out):
            yield Condition((*at, "leave_out", number, "where"), left.where, False)
        for number, total in enumerate(self.control_totals):
            yield Condition((*at, "control_totals", number, "where"), total.where, True)

    def named(self, at: Steps) -> Iterator[Named]:
        """Every text of the export that is named outside of a `where`."""
        yield from (find.named((*at, key)) for key, find in self.finds.items())

    @property
    def keys(self) -> list[str]:
        """The headings without whose texts a row has no place in a plan: in a row of totals some are empty."""
        return [find.column for find in self.finds.values() if find.column is not None]

    @property
    def words(self) -> list[str]:
        """The headings whose texts are names, not figures: a text that means "missing" is no name."""
        others = (heading for find in self.finds.values() for heading in (find.label, find.under))
        return [*self.keys, *filter(None, others)]


class Roster(Source):
    """A payroll roster: one row for each person or position."""

    title: Heading
    position: Heading | None = None
    fte: Heading | None = None
    fte_is: Annotated[Literal["share", "percent"], values.choice("share", "percent")] = "share"
    full_time_hours: Positive = 2080.0
    jobs: list[Jobs] = Field(min_length=1)

    def headings(self, at: Steps) -> Headings:
        """The headings that the mapping names."""
        for key in ("title", "position", "fte"):
            if (heading := getattr(self, key)) is not None:
                yield (*at, key), heading
        for number, one in enumerate(self.jobs):
            for key in ("salary", "rate"):
                if (heading := getattr(one, key)) is not None:
                    yield (*at, "jobs", number, key), heading
            for key in ("column", "by"):
                if one.hours is not None and (heading := getattr(one.hours, key)) is not None:
                    yield (*at, "jobs", number, "hours", key), heading
        yield from super().headings(at)

    def conditions(self, at: Steps) -> Iterator[Condition]:
        """Every `where`; that of a kind of jobs is held by the rows that the kind takes."""
        for number, one in enumerate(self.jobs):
            yield Condition((*at, "jobs", number, "where"), one.where, True)
        yield from super().conditions(at)

    def named(self, at: Steps) -> Iterator[Named]:
        """The texts whose hours are given as well."""
        for number, one in enumerate(self.jobs):
            if one.hours is not None and one.hours.by is not None:
                yield Named((*at, "jobs", number, "hours", "exact"), (one.hours.by,), list(one.hours.exact))
        yield from super().named(at)

    @property
    def figures(self) -> list[str]:
        """The headings of pay, and of the hours that it is for."""
        columns = ((one.salary, one.rate, one.hours and one.hours.column) for one in self.jobs)
        return [heading for three in columns for heading in three if heading]

    @property
    def keys(self) -> list[str]:
        """A position needs a title as well."""
        return [self.title, *super().keys]

    @property
    def words(self) -> list[str]:
        """The number of a position is a name as well."""
        return [*super().words, *([self.position] if self.position else [])]


class Figures(Section):
    """A column of figures: which fiscal year and stage of history it is, and whether the request begins with it."""

    column: Heading
    fiscal_year: Annotated[int, values.whole_from(1990, 2100)] | None = None
    stage: Annotated[str, values.choice(*STAGES)] | None = None
    history: YesNo = True
    lines: YesNo = False

    @model_validator(mode="after")
    def _dated(self) -> Self:
        """What is history has a year and a stage."""
        if self.history and self.fiscal_year is None:
            raise Refused('"fiscal_year" is missing: add it, or write `history: false`')
        if self.history and self.stage is None:
            raise Refused(f'"stage" is missing: write one of {", ".join(STAGES)}, or `history: false`')
        return self


class Budget(Source):
    """A budget by unit and kind of expense: columns of past years, one of which may begin the request."""

    label: Texts = Field(default_factory=list)  # the headings whose texts, together, are what a line is called
    personnel: Texts = Field(default_factory=list)  # accounts that the roster pays: kept in history, no lines
    amounts: list[Figures] = Field(min_length=1)

    def headings(self, at: Steps) -> Headings:
        """The headings that the mapping names."""
        for number, heading in enumerate(self.label):
            yield (*at, "label", number), heading
        for number, one in enumerate(self.amounts):
            yield (*at, "amounts", number, "column"), one.column
        yield from super().headings(at)

    @property
    def figures(self) -> list[str]:
        """The headings of amounts."""
        return [one.column for one in self.amounts]

    @property
    def words(self) -> list[str]:
        """What lines are called is made of names."""
        return [*super().words, *self.label]


class Mapping(Section):
    """All that a mapping says: the plan's own sections, written as in a plan, and one or two exports."""

    plan: Plan
    funds: list[Fund] = Field(default_factory=list)
    units: list[Unit] = Field(default_factory=list)
    accounts: list[Account] = Field(default_factory=list)
    rates: dict[Name, Rate] = Field(default_factory=dict)
    benefits: Benefits = Benefits()
    roster: Roster | None = None
    budget: Budget | None = None

    @property
    def declared(self) -> dict[str, dict[str, str]]:
        """The labels of what the mapping itself declares, by fund, unit and account and by code or id."""
        return {
            "fund": {one.code: one.label for one in self.funds},
            "unit": {one.id: one.label for one in self.units},
            "account": {one.code: one.label for one in self.accounts},
        }

    @property
    def sources(self) -> dict[str, Roster | Budget]:
        """The exports that are named, by their part of the mapping."""
        return {name: one for name, one in (("roster", self.roster), ("budget", self.budget)) if one is not None}
