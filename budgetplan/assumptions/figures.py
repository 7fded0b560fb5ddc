"""Figures: values that may carry where they come from, and series of figures by date.

A figure is written bare (`0.062`) or with its provenance (`{value: 0.062, source: City code 2-51, status: enacted}`).
A dated figure is a figure, or a series (`{2026-01-01: 184500, 2027-01-01: {value: 190800, status: projected}}`) that
takes a new value on each of its dates.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Annotated, Any, ClassVar, Generic, Literal, NoReturn, TypeVar, get_args

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator
from pydantic import ValidationInfo as Info
from pydantic_core import InitErrorDetails, PydanticCustomError

from budgetplan.assumptions import values
from budgetplan.assumptions.meant import is_day, is_iso_day, meant_day
from budgetplan.assumptions.shapes import DATED, DAY, Reader, Shape, exactly_one
from budgetplan.assumptions.values import Refused

Day = Annotated[dt.date, values.day]
Words = Annotated[str, values.words]
Label = Annotated[str, values.label]
Code = Annotated[str, values.code]
Id = Annotated[str, values.identifier]
Name = Annotated[str, values.name]
Formula = Annotated[str, values.formula]
YesNo = Annotated[bool, values.yes_no]

Firmness = Literal["enacted", "adopted", "contract", "quoted", "projected", "estimate", "actual"]
STATUSES: tuple[str, ...] = get_args(Firmness)
Status = Annotated[Firmness, values.choice(*STATUSES)]
LEAST_ESCALATOR = -0.5
PROVENANCE = ("source", "effective", "status", "review_by", "owner", "note")


ANY_VALUE: Shape = {"type": ["string", "number", "boolean", "array"], "title": "a figure of the same kind"}


class Section(BaseModel):
    """A part of a plan as people write it: unknown keys are problems, and nothing changes after it is read."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Provenance(Section):
    """Where a figure comes from and how long it may be trusted."""

    source: Words | None = Field(None, description="Where the figure comes from: a law, a contract, a report.")
    effective: Day | None = Field(None, description="The day from which the source says that it holds.")
    status: Status | None = Field(None, description="How firm the figure is.")
    review_by: Day | None = Field(None, description="The day by which somebody must look at the figure again.")
    owner: Words | None = Field(None, description="Who answers for the figure.")
    note: Words | None = Field(None, description="Anything else that a reader should know.")

    @property
    def provenance(self) -> dict[str, Any]:
        """What was given, by key."""
        given = ((key, getattr(self, key)) for key in PROVENANCE)
        return {key: value for key, value in given if value is not None}


class Figure(Provenance):
    """One value with its provenance; the kinds below say what the value may be."""

    value: Any

    @model_validator(mode="before")
    @classmethod
    def _bare(cls, raw: Any) -> Any:
        if not isinstance(raw, dict):
            return {"value": raw}
        if any(isinstance(key, dt.date) for key in raw):
            raise Refused("takes one figure, not a series by date: write one value")
        return raw

    @classmethod
    def __get_pydantic_json_schema__(cls, core: Any, handler: Any) -> Shape:
        return cls.shape(handler.resolve_ref_schema(handler(core))["properties"])

    @classmethod
    def value_shape(cls) -> Shape:
        """What the value may be: what its reader says."""
        readers = (one for one in cls.model_fields["value"].metadata if isinstance(one, Reader))
        return next((one.shape for one in readers), ANY_VALUE)

    @classmethod
    def shape(cls, keys: Shape) -> Shape:
        """The value alone, or a mapping with its provenance; `keys` have the shapes of these keys, among others."""
        value = {"value": cls.value_shape() | {"description": "The figure itself."}}
        mapping = {
            "type": "object",
            "title": "the figure and where it comes from",
            "properties": value | {key: keys[key] for key in PROVENANCE},
            "required": ["value"],
            "additionalProperties": False,
        }
        return {"anyOf": [cls.value_shape(), mapping]}


class Number(Figure):
    """Any finite number; its unit is declared beside it."""

    value: Annotated[float, values.number]


class Price(Figure):
    """Dollars, 0 or more."""

    value: Annotated[float, values.not_negative]


class Share(Figure):
    """A growth or another share, from -1 to 1."""

    value: Annotated[float, values.growth]


class Quantity(Figure):
    """How many, 0 or more."""

    value: Annotated[float, values.not_negative]


def _escalator(raw: Any) -> float:
    """The growth of a price; one that halves it and more is a slip of the pen."""
    value = values.growth(raw)
    if value < LEAST_ESCALATOR:
        raise Refused(f"{value:g} would more than halve the price each year: write {LEAST_ESCALATOR:g} or more")
    return value


class Escalator(Figure):
    """The growth of a price from one year to the next."""

    value: Annotated[
        float,
        Reader(_escalator, {**values.growth.shape, "minimum": LEAST_ESCALATOR, "title": "a share (4 % is 0.04)"}),
    ]


class RateFigure(Figure):
    """The value of a rate: a number, or text such as an account code."""

    value: Annotated[float | str, values.number_or_code]


F = TypeVar("F", bound=Figure)


class Series(Provenance, Generic[F]):
    """A figure that holds always (`figure`), or one that changes on dates (`entries`, in order); never both.

    The provenance of a series holds for each of its entries that does not give its own.
    """

    own_keys: ClassVar[tuple[str, ...]] = ()

    figure: F | None = None
    entries: dict[dt.date, F] = Field(default_factory=dict)

    @property
    def is_series(self) -> bool:
        """Whether the figure changes on dates."""
        return self.figure is None

    @property
    def steps(self) -> list[tuple[dt.date | None, F]]:
        """Every value with the day from which it holds; None is from always."""
        if self.figure is not None:
            return [(None, self.figure)]
        return list(self.entries.items())

    def first(self, day: dt.date) -> F:
        """The figure in force on a plan's first day; where the series begins later, its first entry."""
        found = self.at(day)
        return next(iter(self.entries.values())) if found is None else found

    def at(self, day: dt.date) -> F | None:
        """The figure that holds on the day, or None before the first entry."""
        found = self.figure
        for start, figure in self.entries.items():
            if start <= day:
                found = figure
        return found

    @model_validator(mode="before")
    @classmethod
    def _shape(cls, raw: Any) -> Any:
        """Sort what people write into `figure` or `entries`; the other keys stay where they are."""
        if raw is None:
            raise Refused("is empty: write a value, or remove the key")
        if not isinstance(raw, dict):
            return {"figure": raw}
        days = {key: value for key, value in raw.items() if isinstance(key, dt.date)}
        meant = {key: meant_day(key) for key in raw if isinstance(key, str) and not is_iso_day(key)}
        if wrong := next((key for key, day in meant.items() if day), None):
            raise Refused(f"has an entry for {wrong}: write days as year-month-day, {meant[wrong]}")
        texts = [key for key in raw if isinstance(key, str) and is_iso_day(key)]
        if any(is_day(text) for text in texts):
            raise Refused("has a date in quotes, which is text: write the dates without quotes")
        rest = {key: value for key, value in raw.items() if key not in days and key not in texts}
        if texts and not days:
            return rest  # the reader has refused the days already
        if days and "value" in rest:
            raise Refused("has both `value` and dated entries: write one or the other")
        if {"figure", "entries"} & set(rest):
            raise Refused("needs `value: ...`, or entries by date such as `2026-01-01: ...`")
        if days:
            return {**rest, "entries": {day.isoformat(): days[day] for day in sorted(days)}}
        if "value" not in rest:
            raise Refused("needs `value: ...`, or entries by date such as `2026-01-01: ...`")
        own = {key: value for key, value in rest.items() if key in cls.own_keys}
        return {**own, "figure": {key: value for key, value in rest.items() if key not in own}}

    @field_validator("entries", mode="after")
    @classmethod
    def _inherit(cls, entries: dict[dt.date, F], info: Info) -> dict[dt.date, F]:
        shared = {key: info.data[key] for key in PROVENANCE if info.data.get(key) is not None}
        if not shared:
            return entries
        return {day: figure.model_copy(update={**shared, **figure.provenance}) for day, figure in entries.items()}

    @classmethod
    def __get_pydantic_json_schema__(cls, core: Any, handler: Any) -> Shape:
        """The value alone, or a mapping with either `value` or days; the other keys stand beside both."""
        keys = handler.resolve_ref_schema(handler(core))["properties"]
        own = {key: one for key, one in keys.items() if key not in ("figure", "entries")}
        kind: type[Figure] = get_args(cls.model_fields["entries"].annotation)[1]
        value, mapping = kind.shape(keys)["anyOf"]
        series = {
            "type": "object",
            "title": "the figure and where it comes from, or one figure for each day on which it changes",
            "properties": {"value": mapping["properties"]["value"], **own},
            "patternProperties": by_day(kind, keys),
            "additionalProperties": False,
        }
        ways = exactly_one("write either `value`, or figures by date", {"required": ["value"]}, DATED)
        return {"anyOf": [value, series | ways]}


def by_day(kind: type[Figure], keys: Shape) -> Shape:
    """Entries by date: each a figure of the kind."""
    return {DAY: kind.shape(keys) | {"description": "The figure from this day on."}}


class Dated(Series[F], Generic[F]):
    """A series with a name of its own: what it is called, and its unit of measure."""

    own_keys: ClassVar[tuple[str, ...]] = ("label", "unit")

    label: Label | None = Field(None, description="What people call it, on sheets and in explanations.")
    unit: Words | None = Field(
        None, description="What it is measured in. It follows from many names: ..._rate is a share."
    )


def together(message: str, raw: Any, handler: Callable[[Any], Any]) -> NoReturn:
    """Refuse a whole mapping for `message`, and report what is wrong with its keys in the same breath."""
    found: list[InitErrorDetails] = [{"type": Refused(message), "loc": (), "input": raw}]
    try:
        handler(raw)
    except ValidationError as error:
        for one in error.errors(include_url=False):
            kind = PydanticCustomError(one["type"], one["msg"])
            found.append({"type": kind, "loc": one["loc"], "input": one["input"]})
    raise ValidationError.from_exception_data("together", found)
