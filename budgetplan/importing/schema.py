"""What a mapping may say: the pydantic models of the file that tells how a city's exports become a plan."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from budgetplan.assumptions import values
from budgetplan.assumptions.figures import Code, Label, Name, Provenance, Section, Words, YesNo
from budgetplan.assumptions.schema import Account, Benefits, Fund, Plan, Rate, Unit
from budgetplan.assumptions.values import Refused
from budgetplan.importing.money import amount_of

Steps = tuple[str | int, ...]
Headings = Iterator[tuple[Steps, str]]
Stage = Literal["adopted", "amended", "estimate", "actual"]


def _heading(raw: Any) -> str:
    """A heading of the export, blanks as one."""
    return " ".join(values.label(raw).split())


def _texts(raw: Any) -> list[str]:
    """One text, or a list of texts."""
    return [" ".join(values.words(one).split()) for one in (raw if isinstance(raw, list) else [raw])]


def _total(raw: Any) -> Decimal:
    """The amount of a control total, with every digit that was typed (the reader of mappings gives it as text)."""
    found = amount_of(raw) if isinstance(raw, str) else None
    if found is None:
        raise Refused("is not an amount: write the total as the source gives it, such as 477461459.12")
    return found


def _whole_name(raw: Any) -> str:
    """The name of a CSV file to be written."""
    name = values.label(raw)
    if not name.endswith(".csv") or "/" in name or "\\" in name or name.startswith((".", "~")):
        raise Refused(f'"{name}" is not the name of a CSV file of the new plan: write one such as roster.csv')
    return name


def _positive(raw: Any) -> float:
    """A number over 0."""
    value = values.not_negative(raw)
    if not value:
        raise Refused("is 0: write a number over 0")
    return value


Heading = Annotated[str, BeforeValidator(_heading)]
Texts = Annotated[list[str], BeforeValidator(_texts)]
Amount = Annotated[Decimal, BeforeValidator(_total)]
CsvName = Annotated[str, BeforeValidator(_whole_name)]
Positive = Annotated[float, BeforeValidator(_positive)]
Where = dict[Heading, Texts]


class Find(Section):
    """How a row finds its unit, fund or account: always the same, or by a column of the export."""

    always: Code | None = None
    column: Heading | None = None
    exact: dict[Heading, Code] = Field(default_factory=dict)  # text of the export -> id or code of the plan
    make: YesNo = False  # texts that are not known become units, funds or accounts of their own
    label: Heading | None = None  # the column that says what a made one is called; else the text itself
    under: Heading | None = None  # the column that says to which group a made one belongs
    otherwise: Code | None = None  # where all texts go that are neither exact nor known

    @model_validator(mode="before")
    @classmethod
    def _one_way(cls, raw: Any) -> Any:
        if isinstance(raw, dict):
            if ("always" in raw) == ("column" in raw):
                raise Refused("needs either `always: a code`, or `column: a heading of the export`")
            if "always" in raw and len(raw) > 1:
                raise Refused("`always` stands alone: the other keys read a column")
            if raw.get("make") is True and "otherwise" in raw:
                raise Refused("has both `make` and `otherwise`: write what holds for texts that are not known")
        return raw

    def headings(self, at: Steps) -> Headings:
        """The headings that are named here, with their paths."""
        for key in ("column", "label", "under"):
            if (heading := getattr(self, key)) is not None:
                yield (*at, key), heading


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
    rate: Heading | None = None
    hours: Hours | None = None
    defaults: Defaults = Defaults()

    @model_validator(mode="before")
    @classmethod
    def _one_way(cls, raw: Any) -> Any:
        if isinstance(raw, dict):
            if ("salary" in raw) == ("rate" in raw):
                raise Refused("needs either `salary: a heading`, or `rate: a heading` with `hours`")
            if ("rate" in raw) != ("hours" in raw):
                raise Refused("`rate` and `hours` go together: pay = rate x hours")
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
    rows: Annotated[int, values.whole_from(0, 1_000_000)] | None = None


class Source(Provenance):
    """An export: its file, which texts mean that nothing is there, how a row finds its place, what must tie."""

    file: Words
    missing: Texts = Field(default_factory=list)
    unit: Find
    fund: Find
    account: Find
    leave_out: list[LeftOut] = Field(default_factory=list)
    control_totals: Annotated[list[ControlTotal], BeforeValidator(lambda raw: _some_totals(raw))]

    def headings(self, at: Steps) -> Headings:
        """The headings of the export that the mapping names, with the paths at which it does."""
        for key in ("unit", "fund", "account"):
            yield from getattr(self, key).headings((*at, key))
        for number, left in enumerate(self.leave_out):
            yield from _where(left.where, (*at, "leave_out", number, "where"))
        for number, total in enumerate(self.control_totals):
            yield (*at, "control_totals", number, "column"), total.column
            yield from _where(total.where, (*at, "control_totals", number, "where"))

    @property
    def keys(self) -> list[str]:
        """The headings without whose texts a row has no place in a plan: in a row of totals some are empty."""
        return [one.column for one in (self.unit, self.fund, self.account) if one.column is not None]

    @property
    def words(self) -> list[str]:
        """The headings whose texts are names, not figures: a text that means "missing" is no name."""
        finds = (self.unit, self.fund, self.account)
        return [*self.keys, *(heading for one in finds for heading in (one.label, one.under) if heading is not None)]


class Roster(Source):
    """A payroll roster: one row for each person or position."""

    title: Heading
    position: Heading | None = None
    fte: Heading | None = None
    full_time_hours: Positive = 2080.0
    jobs: list[Jobs] = Field(min_length=1)

    def headings(self, at: Steps) -> Headings:
        """The headings that the mapping names."""
        for key in ("title", "position", "fte"):
            if (heading := getattr(self, key)) is not None:
                yield (*at, key), heading
        for number, one in enumerate(self.jobs):
            yield from _where(one.where, (*at, "jobs", number, "where"))
            for key in ("salary", "rate"):
                if (heading := getattr(one, key)) is not None:
                    yield (*at, "jobs", number, key), heading
            for key in ("column", "by"):
                if one.hours is not None and (heading := getattr(one.hours, key)) is not None:
                    yield (*at, "jobs", number, "hours", key), heading
        yield from super().headings(at)

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
    fiscal_year: Annotated[int, values.whole_from(1990, 2100)]
    stage: Annotated[Stage, values.choice("adopted", "amended", "estimate", "actual")]
    history: YesNo = True
    lines: YesNo = False


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


def _some_totals(raw: Any) -> Any:
    if raw == []:
        raise Refused("is empty: give at least one total that the source itself says, or nothing is proven")
    return raw


def _where(where: Where, at: Steps) -> Headings:
    for heading in where:
        yield (*at, heading), heading
