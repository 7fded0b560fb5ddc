"""What a plan may say, section by section: the pydantic models of the assumption files.

The models check each value alone; what must fit together (a unit that exists, an end after its start) is checked by
`checks.py`, because only there are all sections known.
"""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, ModelWrapValidatorHandler, model_validator

from budgetplan.assumptions import values
from budgetplan.assumptions.figures import (
    Code,
    Dated,
    Day,
    Formula,
    Id,
    Label,
    Name,
    Number,
    Price,
    Provenance,
    RateFigure,
    Section,
    Series,
    Share,
    Words,
    YesNo,
    together,
)
from budgetplan.assumptions.scenarios import Scenario
from budgetplan.assumptions.values import Refused


def _whole(least: int, most: int) -> BeforeValidator:
    return BeforeValidator(lambda raw: values.whole(raw, least, most))


PerTime = Annotated[Literal["month", "year"], BeforeValidator(values.choice("month", "year"))]


class Plan(Section):
    """What is planned: which fiscal years, as of which day, and how the workbooks look."""

    name: Label
    organization: Label | None = None
    fiscal_year: Annotated[int, _whole(2000, 2100)]  # the year in which the last planned fiscal year ends
    years: Annotated[int, _whole(1, 10)] = 1  # how many fiscal years, the last of them being fiscal_year
    fiscal_year_start: Annotated[int, _whole(1, 12)] = 10  # month
    as_of: Day
    version: Words | None = None
    stage: Annotated[
        Literal["request", "recommended", "adopted", "amended"],
        BeforeValidator(values.choice("request", "recommended", "adopted", "amended")),
    ] = "request"
    compare_with: Words | None = None  # a fiscal year and stage of history, such as FY2027 adopted
    round_to: Annotated[Literal[1, 10, 100], BeforeValidator(values.choice(1, 10, 100))] = 1  # dollars
    paper: Annotated[
        Literal["letter", "legal", "tabloid", "a4"],
        BeforeValidator(values.choice("letter", "legal", "tabloid", "a4")),
    ] = "tabloid"
    protect: YesNo = False

    @property
    def first_day(self) -> dt.date:
        """The first day of the first planned fiscal year."""
        starts_before = 1 if self.fiscal_year_start > 1 else 0
        return dt.date(self.fiscal_year - self.years + 1 - starts_before, self.fiscal_year_start, 1)

    @property
    def last_day(self) -> dt.date:
        """The last day of the last planned fiscal year."""
        first = self.first_day
        return dt.date(first.year + self.years, first.month, 1) - dt.timedelta(days=1)

    @property
    def months(self) -> int:
        """How many months are planned."""
        return 12 * self.years


class Fund(Section):
    """A fund of the ledger, or a group of funds."""

    code: Code
    label: Label
    parent: Code | None = None


class Unit(Section):
    """A unit of the organization, or a group of units."""

    id: Id
    label: Label
    parent: Id | None = None


class Account(Section):
    """An account of the ledger, or a group of accounts; `control` names the legal level of control."""

    code: Code
    label: Label
    type: Annotated[
        Literal["expense", "revenue", "transfer"], BeforeValidator(values.choice("expense", "revenue", "transfer"))
    ] = "expense"
    category: Label | None = None
    parent: Code | None = None
    control: Label | None = None


class Rate(Dated[RateFigure]):
    """A rate, price or code that formulas name; a series may change inside a month, which counts by `prorate`."""

    own_keys = ("label", "unit", "prorate")

    prorate: Annotated[Literal["month", "weekdays"], BeforeValidator(values.choice("month", "weekdays"))] = "month"


class Driver(Provenance):
    """A quantity that budget lines depend on: one figure for each year, one number per month, or a formula."""

    label: Label | None = None
    unit: Words | None = None
    annual: Series[Number] | None = None
    months: list[Annotated[float, BeforeValidator(values.number)]] | None = None
    formula: Formula | None = None
    per: PerTime | None = None  # what the amount of a formula is for, where its names do not tell

    @model_validator(mode="wrap")
    @classmethod
    def _one_figure(cls, raw: Any, handler: ModelWrapValidatorHandler[Driver]) -> Driver:
        if raw is None:
            raise Refused("is empty: write a value, or remove the key")
        if not isinstance(raw, dict):
            return handler({"annual": raw})
        if days := {key: value for key, value in raw.items() if isinstance(key, dt.date)}:
            raw = {"annual": days} | {key: value for key, value in raw.items() if key not in days}
        given = [key for key in ("annual", "months", "formula") if raw.get(key) is not None]
        if len(given) == 1:
            return handler(raw)
        found = f"has {' and '.join(given)}" if given else "has no figure"
        return together(f"{found}: give exactly one of annual, months, formula", raw, handler)


class Calendar(Section):
    """When people are paid: one payday, and the days from each to the next."""

    first_payday: Day | None = None
    payday_interval: Annotated[int, _whole(7, 31)] = 14


class Pattern(Provenance):
    """How a year's amount falls into months: twelve weights from the first month of the fiscal year on."""

    label: Label | None = None
    months: list[Annotated[float, BeforeValidator(values.not_negative)]]

    @model_validator(mode="wrap")
    @classmethod
    def _twelve(cls, raw: Any, handler: ModelWrapValidatorHandler[Pattern]) -> Pattern:
        found = handler({"months": raw} if isinstance(raw, list) else raw)
        if len(found.months) != 12:
            raise Refused(f"has {len(found.months)} weights: give twelve, one for each month of the fiscal year")
        if not any(found.months):
            raise Refused("has weights of 0 only: nothing would fall into any month")
        return found


class HealthTier(Section):
    """A kind of health coverage and what it costs the employer a month."""

    id: Id
    label: Label | None = None
    premium: Series[Price]  # dollars a month


class Benefits(Section):
    """What employees get besides pay."""

    health_tiers: list[HealthTier] = Field(default_factory=list)


class Line(Provenance):
    """One row of the operating budget. What it costs is said in one of five ways, its `basis`."""

    id: Id
    label: Label
    fund: Code
    unit: Id
    account: Code
    amount: Series[Number] | None = None  # dollars a year
    quantity: Series[Number] | None = None
    price: Series[Number] | None = None  # dollars per unit of quantity or driver
    per_fte: Series[Number] | None = None  # dollars per full-time job a year
    driver: Name | None = None
    formula: Formula | None = None
    per: PerTime | None = None  # what the amount of a formula is for, where its names do not tell
    unit_of_measure: Label | None = None
    pattern: Name = "even"  # how the year's amount falls into months
    escalator: Share | None = None  # by which the price grows each year, from `escalates` on
    escalates: Day | None = None  # the plan's first day where it is not given
    start: Day | None = None
    end: Day | None = None
    one_time: YesNo = False
    included: Annotated[int, BeforeValidator(values.flag)] = 1  # 0: the line stays in the file, out of the budget
    vendor: Label | None = None
    contract: Label | None = None
    expires: Day | None = None
    renewals_left: Annotated[int, _whole(0, 99)] | None = None
    why: Label | None = None

    @property
    def basis(self) -> str:
        """What the cost is said in: `amount`, `quantity` (x price), `per_fte`, `driver` (x price) or `formula`."""
        if self.driver is not None:
            return "driver"
        return next(key for key in ("amount", "quantity", "per_fte", "formula") if getattr(self, key) is not None)

    @property
    def priced(self) -> str:
        """The key that holds the dollars: `price`, or the basis itself."""
        return "price" if self.price is not None else self.basis

    @property
    def dated(self) -> set[str]:
        """Which of `quantity` and `price` (the dollars, whatever their key) change by date."""
        figures = {"quantity": self.quantity, "price": None if self.formula else getattr(self, self.priced)}
        return {name for name, figure in figures.items() if figure is not None and figure.is_series}

    @model_validator(mode="wrap")
    @classmethod
    def _one_basis(cls, raw: Any, handler: ModelWrapValidatorHandler[Line]) -> Line:
        wrong = _basis_problem(raw) if isinstance(raw, dict) else None
        return together(wrong, raw, handler) if wrong else handler(raw)


def _basis_problem(raw: dict[Any, Any]) -> str | None:
    """Why a line does not say its cost in exactly one way, or None."""
    ways = "amount; quantity and price; per_fte; driver and price; formula"
    given = {key for key in ("amount", "quantity", "price", "per_fte", "driver", "formula") if raw.get(key) is not None}
    if not given:
        return f"does not say what it costs: give one of {ways}"
    if given <= {"quantity", "driver"}:
        return "has no price: add the dollars for one unit as `price`"
    if "driver" in given and raw.get("pattern") is not None:
        return "has a pattern, but falls into months as its driver does: remove `pattern`, or give the driver `months`"
    if given == {"price"}:
        return "has a price for nothing: add `quantity` or `driver`"
    if len(given) > 1 and not given <= {"price", "quantity", "driver"}:
        return f"says in several ways what it costs ({', '.join(sorted(given))}): keep one of {ways}"
    return None


class Sections(Section):
    """All sections of a plan, as the files give them."""

    plan: Plan
    funds: list[Fund] = Field(default_factory=list)
    units: list[Unit] = Field(default_factory=list)
    accounts: list[Account] = Field(default_factory=list)
    rates: dict[Name, Rate] = Field(default_factory=dict)
    drivers: dict[Name, Driver] = Field(default_factory=dict)
    benefits: Benefits = Benefits()
    calendar: Calendar = Calendar()
    patterns: dict[Name, Pattern] = Field(default_factory=dict)
    history_entries: list[Any] = Field(default_factory=list, alias="history")
    position_entries: list[Any] = Field(default_factory=list, alias="positions")  # by the columns of the table
    lines: list[Line] = Field(default_factory=list)
    scenarios: list[Scenario] = Field(default_factory=list)
    model: dict[Any, Any] = Field(default_factory=dict)

    @property
    def has_groups(self) -> bool:
        """Whether any fund, unit or account is a group of others."""
        parents = [[one.parent for one in self.units], [one.parent for one in self.funds]]
        return any(map(any, [*parents, [one.parent for one in self.accounts]]))
