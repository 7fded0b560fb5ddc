"""The lines of the operating budget: whatever a plan pays for besides its positions."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field, ModelWrapValidatorHandler, model_validator

from budgetplan.assumptions import values
from budgetplan.assumptions.definition_kinds import STEPS
from budgetplan.assumptions.drivers import PER, PerTime
from budgetplan.assumptions.figures import (
    Code,
    Day,
    Escalator,
    Formula,
    Id,
    Label,
    Name,
    Number,
    Provenance,
    Quantity,
    Series,
    YesNo,
    together,
)
from budgetplan.assumptions.shapes import Shape, exactly_one, given

WAYS = "amount; quantity and price; per_fte; driver and price; formula"


EVEN = "even"


def own_patterns(paydays: bool) -> list[str]:
    """The patterns that are there without being written; by paydays only where the calendar says when they are."""
    return [EVEN, "weekdays", *(["paydays"] if paydays else [])]


class Line(Provenance):
    """One row of the operating budget. What it costs is said in one of five ways, its `basis`."""

    id: Id = Field(description="The line's own id. Formulas call it by this, with _ in place of -.")
    label: Label = Field(description="What people call the line.")
    fund: Code = Field(description="The fund that pays, one of `funds`.")
    unit: Id = Field(description="The unit that spends, one of `units`.")
    account: Code = Field(description="The account that it is booked to, one of `accounts`.")
    amount: Series[Number] | None = Field(None, description="What it costs in a year, in dollars.")
    quantity: Series[Quantity] | None = Field(
        None, description="How many in a year, 0 or more; beside a driver, how many for each of its units."
    )
    price: Series[Number] | None = Field(None, description="Dollars for one unit of the quantity or of the driver.")
    per_fte: Series[Number] | None = Field(None, description="Dollars a year for each full-time job of the unit.")
    driver: Name | None = Field(None, description="What the quantity depends on, one of `drivers`.")
    formula: Formula | None = Field(None, description="The cost, calculated from rates, drivers and other lines.")
    per: PerTime | None = Field(None, description=PER)
    unit_of_measure: Label | None = Field(None, description="What the quantity counts: hours, seats, licenses.")
    pattern: Name = Field(
        EVEN, description="How the year falls into months: even, weekdays, paydays, or one of `patterns`."
    )
    escalator: Escalator | None = Field(
        None, description="The share by which the price grows each year, from -0.5 to 1."
    )
    escalates: Day | None = Field(
        None, description="The day of the first growth; the plan's first day where it is not given."
    )
    start: Day | None = Field(None, description="The first day of the cost; before the plan where it is not given.")
    end: Day | None = Field(None, description="The last day of the cost; after the plan where it is not given.")
    one_time: YesNo = Field(False, description="Whether the cost is for once, and not for every year.")
    included: Annotated[int, values.flag] = Field(
        1, description="Whether the line is in the budget; with 0 it stays in the file, out of the budget."
    )
    vendor: Label | None = Field(None, description="Who is paid.")
    contract: Label | None = Field(None, description="The number of the contract.")
    expires: Day | None = Field(None, description="The day on which the contract ends.")
    renewals_left: Annotated[int, values.whole_from(0, 99)] | None = Field(
        None, description="How many times the contract may still be renewed."
    )
    current_budget: Number | None = Field(
        None,
        description="What the current budget has for the line, so that the reconciliation can say what changes; 0 for "
        "a line that is new.",
    )
    change_step: Annotated[str, values.choice(*STEPS)] | None = Field(
        None,
        description="The step of the reconciliation in which its change stands; volume where it is not given, or new "
        "where the current budget has nothing for it.",
    )
    project: Code | None = Field(None, description="The project or grant to which it belongs, one of `projects`.")
    why: Label | None = Field(None, description="Why it is needed, for those who read the budget.")

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

    @classmethod
    def __get_pydantic_json_schema__(cls, core: Any, handler: Any) -> Shape:
        """What `_basis_problem` asks for: one of the four dollars, and a price together with what it is for."""
        mapping: Shape = handler.resolve_ref_schema(handler(core))
        ways = exactly_one(f"give one of {WAYS}", *map(given, ("amount", "per_fte", "formula", "price")))
        priced = given("price")
        pairs = [
            {"if": {"anyOf": [given("quantity"), given("driver")]}, "then": priced},
            {"if": priced, "then": {"anyOf": [given("quantity"), given("driver")]}},
        ]
        unspread = {"if": given("driver"), "then": {"not": given("pattern")}}  # it falls as its driver does
        return {**mapping, **ways, "allOf": [*pairs, unspread]}


def _basis_problem(raw: dict[Any, Any]) -> str | None:
    """Why a line does not say its cost in exactly one way, or None."""
    given = {key for key in ("amount", "quantity", "price", "per_fte", "driver", "formula") if raw.get(key) is not None}
    if not given:
        return f"does not say what it costs: give one of {WAYS}"
    if given <= {"quantity", "driver"}:
        return "has no price: add the dollars for one unit as `price`"
    if "driver" in given and raw.get("pattern") is not None:
        return "has a pattern, but falls into months as its driver does: remove `pattern`, or give the driver `months`"
    if given == {"price"}:
        return "has a price for nothing: add `quantity` or `driver`"
    if len(given) > 1 and not given <= {"price", "quantity", "driver"}:
        return f"says in several ways what it costs ({', '.join(sorted(given))}): keep one of {WAYS}"
    return None
