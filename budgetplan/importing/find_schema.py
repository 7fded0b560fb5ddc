"""How a mapping says which unit, fund or account a row of an export belongs to."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Any, NamedTuple

from pydantic import Field, model_validator

from budgetplan.assumptions.figures import Code, Label, Section, YesNo
from budgetplan.assumptions.values import Refused
from budgetplan.importing.key_values import Heading

Steps = tuple[str | int, ...]
Headings = Iterator[tuple[Steps, str]]
LISTS = {"fund": "funds", "unit": "units", "account": "accounts"}
"""What every row needs, and the list of the plan in which each stands."""


class Named(NamedTuple):
    """Texts of an export that a mapping names under one or more headings, and the path at which it does."""

    path: Steps
    headings: tuple[str, ...]
    texts: list[str]


class Find(Section):
    """How a row finds its unit, fund or account: always the same, or by a column of the export."""

    always: Code | None = None
    column: Heading | None = None
    exact: dict[Heading, Code] = Field(default_factory=dict)  # text of the export -> id or code of the plan
    make: YesNo = False  # texts that are not known become units, funds or accounts of their own
    label: Heading | None = None  # the column that says what a made one is called; else the text itself
    under: Heading | None = None  # the column that says to which group a made one belongs
    category: Label | None = None  # the heading of Summary under which made accounts are added up
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

    def code_of(self, text: str) -> str | None:
        """What the mapping says that a text means, else what it says of the text in other capitals; None if nothing."""
        return self.exact.get(text, self._in_small.get(text.casefold()))

    @cached_property
    def _in_small(self) -> dict[str, str]:
        return {one.casefold(): code for one, code in self.exact.items()}

    def named(self, at: Steps) -> Named:
        """The texts that are named here: of the column itself, and of the groups above it."""
        return Named((*at, "exact"), tuple(filter(None, (self.column, self.under))), list(self.exact))
