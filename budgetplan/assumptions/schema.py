"""What a plan may say, section by section: the pydantic models of the assumption files.

The models check each value alone; what must fit together (a unit that exists, an end after its start) is checked by
`checks.py`, because only there are all sections known.
"""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Literal, get_args

from pydantic import Field

from budgetplan.assumptions import values
from budgetplan.assumptions.definitions import UNITS
from budgetplan.assumptions.drivers import Driver, Pattern
from budgetplan.assumptions.figures import (
    Code,
    Dated,
    Day,
    Id,
    Label,
    Name,
    Price,
    RateFigure,
    Section,
    Series,
    Share,
    Words,
    YesNo,
)
from budgetplan.assumptions.operating_lines import Line
from budgetplan.assumptions.pay_periods import whole_weeks
from budgetplan.assumptions.scenarios import Scenario

Stage = Literal["request", "recommended", "adopted", "amended"]
Paper = Literal["letter", "legal", "tabloid", "a4"]
Detail = Literal["positions", "groups"]
Basis = Literal["accrual", "cash"]
Type = Literal["expense", "revenue", "transfer"]


class Plan(Section):
    """What is planned: which fiscal years, as of which day, and how the workbooks look."""

    name: Label = Field(description="What the plan is called; it stands on every sheet.")
    organization: Label | None = Field(None, description="Whose plan it is.")
    fiscal_year: Annotated[int, values.whole_from(2000, 2100)] = Field(
        description="The fiscal year of the request, named after the calendar year in which it ends.", examples=[2028]
    )
    years: Annotated[int, values.whole_from(1, 10)] = Field(
        1, description="How many fiscal years are planned; fiscal_year is the last of them."
    )
    fiscal_year_start: Annotated[int, values.whole_from(1, 12)] = Field(
        10, description="The month with which a fiscal year begins: 10 is October."
    )
    as_of: Day = Field(description="The day on which the plan stands. It is the only today that the plan knows.")
    version: Words | None = Field(None, description='What this version is called, such as "0.3".')
    stage: Annotated[Stage, values.choice(*get_args(Stage))] = Field(
        "request", description="How far the budget has come."
    )
    compare_with: Words | None = Field(
        None,
        description="The year and stage of history that stands beside the request; "
        "what was adopted for the year before, where it is not given.",
        examples=["FY2027 adopted"],
    )
    round_to: Annotated[Literal[1, 10, 100], values.choice(1, 10, 100)] = Field(
        1, description="To how many dollars each row of the request is rounded."
    )
    paper: Annotated[Paper, values.choice(*get_args(Paper))] = Field(
        "tabloid", description="The paper on which the workbooks are printed."
    )
    detail: Annotated[Detail, values.choice(*get_args(Detail))] = Field(
        "positions",
        description="How finely the workbook shows jobs by month: each position in a row of its own, or those that are "
        "alike in one row with their headcount; the sheet Position Totals then says what each of them comes to in the "
        "year. Totals are the same to the cent: a formula of your own "
        "that would come to something else is a problem.",
    )
    budget_basis: Annotated[Basis, values.choice("accrual", "cash")] = Field(
        "accrual",
        description="What is budgeted as wages: what is earned in a month (accrual), or what is paid on its paydays "
        "(cash), for which `calendar` says when these are. The other is shown beside it.",
    )
    protect: YesNo = Field(False, description="Whether formulas are locked, so that only input cells can be changed.")

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

    code: Code = Field(description="The fund's code, as the ledger writes it.")
    label: Label = Field(description="What the fund is called.")
    parent: Code | None = Field(None, description="The group to which it belongs, another of `funds`.")


class Unit(Section):
    """A unit of the organization, or a group of units."""

    id: Id = Field(description="The unit's own id, by which positions and lines name it.")
    label: Label = Field(description="What the unit is called.")
    parent: Id | None = Field(None, description="The group to which it belongs, another of `units`.")
    mission: Label | None = Field(
        None, description="What it is there for, in a sentence or two; it stands at the top of the unit's page."
    )
    narrative: Words | None = Field(
        None,
        description="What is to stand in the box of the unit's page in which people write; it is empty where nothing "
        "is given.",
    )


class Account(Section):
    """An account of the ledger, or a group of accounts; `control` names the legal level of control."""

    code: Code = Field(description="The account's code, as the ledger writes it.")
    label: Label = Field(description="What the account is called.")
    type: Annotated[Type, values.choice(*get_args(Type))] = Field(
        "expense",
        description="What is booked to it: expenses, which are the request, or revenue, which stands apart under "
        "`revenue`; transfers are not planned yet.",
    )
    category: Label | None = Field(
        None, description="The heading under which Summary adds it up, such as Personal services."
    )
    parent: Code | None = Field(None, description="The group to which it belongs, another of `accounts`.")
    control: Label | None = Field(None, description="The legal level of control to which it belongs.")


class Rate(Dated[RateFigure]):
    """A rate, price or code that formulas name; a series may change inside a month, which counts by `prorate`."""

    own_keys = ("label", "unit", "prorate")

    unit: Words | None = Field(
        None,
        description="What it is measured in. Needed only where its name does not tell: ..._rate and ..._share are "
        "shares, ..._price is $, ..._hours, ..._days and ..._account are what they say.",
        json_schema_extra={"enum": [*UNITS, None]},
    )
    prorate: Annotated[Literal["month", "weekdays"], values.choice("month", "weekdays")] = Field(
        "month",
        description="How a change inside a month counts: for the whole month (the value on its first day), or for the "
        "weekdays from its day on.",
    )


class Calendar(Section):
    """When people are paid: one payday, the days from each to the next, and what moves or divides them."""

    first_payday: Day | None = Field(None, description="Any one payday; all others are counted from it.")
    payday_interval: Annotated[int, whole_weeks] = Field(
        14, description="The days from one payday to the next, whole weeks: pay is divided by the weekdays of each."
    )
    pay_lag: Annotated[int, values.whole_from(0, 14)] = Field(
        7, description="The days from the end of a pay period to its payday."
    )
    paydays_a_year: Annotated[int, values.whole_from(12, 53)] | None = Field(
        None, description="By how many paydays an annual salary is divided; 26 where they are 14 days apart."
    )
    full_time_hours: Annotated[int, values.whole_from(1000, 3000)] = Field(
        2080, description="The hours of a full-time year, by which a salary becomes pay by the hour."
    )
    holidays: dict[Day, Words] = Field(
        default_factory=dict,
        description="Days without work, each with its name. A payday on one moves back to the working day before it.",
        examples=[{"2027-11-11": "Veterans Day"}],
    )

    @property
    def salary_paydays(self) -> int:
        """By how many paydays an annual salary is divided."""
        return self.paydays_a_year or 365 // self.payday_interval


class HealthTier(Section):
    """A kind of health coverage and what it costs the employer a month."""

    id: Id = Field(description="The tier's own id, by which positions name it.")
    label: Label | None = Field(None, description="What the tier is called.")
    premium: Series[Price] = Field(description="What the employer pays for it, in dollars a month.")


class Benefits(Section):
    """What employees get besides pay."""

    health_tiers: list[HealthTier] = Field(
        default_factory=list, description="The kinds of health coverage that a position may have."
    )


class PositionCost(Section):
    """What the sheet Cost of One Position begins with, and what it counts besides pay, taxes and insurance."""

    title: Code | None = Field(None, description="The class that is shown first, one of `classes`.")
    start: Day | None = Field(
        None, description="The first day of the change; the first of the plan where it is not given."
    )
    unfunded_pension: Share = Field(
        Share(value=0),
        description="The part of the pension rate that pays the unfunded part, a share of pay; a cut does not save it.",
    )
    other_by_pay: Share = Field(
        Share(value=0), description="What else grows with pay, as a share of it, such as life insurance."
    )
    leave_hours: Price = Field(Price(value=0), description="The hours of leave that are paid out when one is cut.")
    hours_a_year: Price = Field(Price(value=2080), description="The hours of a full-time year.")
    bumping: Price = Field(
        Price(value=0),
        description="What stays of a cut each year because people take other jobs and keep their pay, in dollars.",
    )


class Sections(Section):
    """The sections of a plan, as the files give them, but for those that are rows of a table (`lists.py`)."""

    plan: Plan = Field(description="What is planned: which fiscal years, as of which day, and how the workbooks look.")
    funds: list[Fund] = Field(default_factory=list, description="The funds of the ledger, and groups of them.")
    units: list[Unit] = Field(default_factory=list, description="The units of the organization, and groups of them.")
    accounts: list[Account] = Field(
        default_factory=list, description="The accounts that costs are booked to, and groups of them."
    )
    lines: list[Line] = Field(
        default_factory=list,
        description="The operating budget: whatever is paid for besides positions. Each line says its cost in one of "
        "five ways: an amount; a quantity and a price; so much for each full-time job; so much for each unit "
        "of a driver; a formula.",
    )
    rates: dict[Name, Rate] = Field(
        default_factory=dict,
        description="Figures that formulas name: rates of taxes and contributions, raises, prices, shares, accounts. "
        "Give those that the budget's own lines need, and any of your own.",
    )
    drivers: dict[Name, Driver] = Field(
        default_factory=dict,
        description="Quantities that costs depend on, such as bills or calls, each by the name that formulas use.",
    )
    patterns: dict[Name, Pattern] = Field(
        default_factory=dict,
        description="How a year's amount falls into months, each pattern by a name that lines use. "
        "Even, by weekdays and by paydays are there without being written.",
    )
    benefits: Benefits = Field(Benefits(), description="What employees get besides pay.")
    calendar: Calendar = Field(
        Calendar(), description="When people are paid. Needed only for costs that follow paydays."
    )
    position_cost: PositionCost = Field(
        PositionCost(),
        description="What one position costs that is added, and what is saved by one that is cut; the sheet "
        "Cost of One Position. It needs `classes` with their grades.",
    )
    scenarios: list[Scenario] = Field(
        default_factory=list,
        description="What if: figures that would be different, rows that would be left out or added. "
        "The plan itself is the base.",
    )
    model: dict[Any, Any] = Field(
        default_factory=dict,
        description="Lines, columns and tables of your own, written as those that the program brings along.",
    )

    @property
    def has_groups(self) -> bool:
        """Whether any fund, unit or account is a group of others."""
        parents = [[one.parent for one in self.units], [one.parent for one in self.funds]]
        return any(map(any, [*parents, [one.parent for one in self.accounts]]))

    @property
    def has_pages(self) -> bool:
        """Whether any unit says what its page is to begin with; measures and significant changes ask for pages, too."""
        return any(unit.mission or unit.narrative for unit in self.units)
