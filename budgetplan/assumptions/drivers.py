"""What costs depend on: drivers, how many of something there are, and patterns, how a year falls into months."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Literal

from pydantic import Field, ModelWrapValidatorHandler, model_validator

from budgetplan.assumptions import values
from budgetplan.assumptions.figures import Formula, Label, Number, Provenance, Series, Words, by_day, together
from budgetplan.assumptions.shapes import DATED, Shape, exactly_one, given
from budgetplan.assumptions.values import Refused

PerTime = Annotated[Literal["month", "year"], values.choice("month", "year")]
PER = "Whether the formula gives a month's amount or a year's; needed only where its names do not tell."


class Driver(Provenance):
    """A quantity that budget lines depend on: one figure for each year, one number per month, or a formula."""

    label: Label | None = Field(None, description="What people call it.")
    unit: Words | None = Field(None, description="What is counted: bills, calls, square feet.")
    annual: Series[Number] | None = Field(None, description="How many in a year; the months get equal parts.")
    months: list[Annotated[float, values.number]] | None = Field(
        None, description="How many in each month: one number for each month of the plan, from its first month on."
    )
    formula: Formula | None = Field(None, description="How many, calculated from other drivers and rates.")
    per: PerTime | None = Field(None, description=PER)

    @model_validator(mode="wrap")
    @classmethod
    def _one_figure(cls, raw: Any, handler: ModelWrapValidatorHandler[Driver]) -> Driver:
        if raw is None:
            raise Refused("is empty: write a value, or remove the key")
        if not isinstance(raw, dict):
            return handler({"annual": raw})
        if days := {key: value for key, value in raw.items() if isinstance(key, dt.date)}:
            if raw.get("annual") is not None:
                raise Refused("has both `annual` and dated entries: write one or the other")
            raw = {**{key: value for key, value in raw.items() if key not in days}, "annual": days}
        given = [key for key in ("annual", "months", "formula") if raw.get(key) is not None]
        if len(given) == 1:
            return handler(raw)
        found = f"has {' and '.join(given)}" if given else "has no figure"
        return together(f"{found}: give exactly one of annual, months, formula", raw, handler)

    @classmethod
    def __get_pydantic_json_schema__(cls, core: Any, handler: Any) -> Shape:
        """A year's figure alone, or a mapping with one of the ways to say how many."""
        mapping: Shape = handler.resolve_ref_schema(handler(core))
        mapping |= {"patternProperties": by_day(Number, mapping["properties"])}
        ways = [*map(given, ("annual", "months", "formula")), DATED]
        one = exactly_one("give one of annual, months, formula, or figures by date", *ways)
        return {"anyOf": [Number.value_shape(), mapping | one]}


class Pattern(Provenance):
    """How a year's amount falls into months: twelve weights from the first month of the fiscal year on."""

    label: Label | None = Field(None, description="What people call it.")
    months: list[Annotated[float, values.not_negative]] = Field(
        description="Twelve weights, the first for the first month of the fiscal year; only their proportions count.",
        json_schema_extra={"minItems": 12, "maxItems": 12, "contains": {"exclusiveMinimum": 0}},
    )

    @model_validator(mode="wrap")
    @classmethod
    def _twelve(cls, raw: Any, handler: ModelWrapValidatorHandler[Pattern]) -> Pattern:
        found = handler({"months": raw} if isinstance(raw, list) else raw)
        if len(found.months) != 12:
            raise Refused(f"has {len(found.months)} weights: give twelve, one for each month of the fiscal year")
        if not any(found.months):
            raise Refused("has weights of 0 only: nothing would fall into any month")
        return found

    @classmethod
    def __get_pydantic_json_schema__(cls, core: Any, handler: Any) -> Shape:
        """The weights alone, or a mapping."""
        mapping: Shape = handler.resolve_ref_schema(handler(core))
        weights = {key: one for key, one in mapping["properties"]["months"].items() if key != "description"}
        return {"anyOf": [weights, mapping]}
