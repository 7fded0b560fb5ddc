"""Random what-ifs: some inputs of a model changed at once, each in a way that its kind allows.

The same change goes to the workbook, cell by cell, and to numpy as arrays. `KINDS` says what there is to change.
"""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from budgetplan.model.blocks import Input, Union
from budgetplan.model.graph import Model, inputs

BLANK = float("nan")
EPOCH = dt.date(1899, 12, 30)
Spot = tuple[str, int, int]
"""Key of an input, row, column."""


@dataclass
class WhatIf:
    """Changed cells with their new values (NaN is blank), and the kinds of change among them."""

    cells: dict[Spot, float | str] = field(default_factory=dict)
    kinds: Counter[str] = field(default_factory=Counter)


class WhatIfs:
    """Makes what-ifs of one model; the same seed makes the same ones."""

    def __init__(self, model: Model, first_day: dt.date, months: int, seed: int):
        self.model, self.random = model, random.Random(seed)
        self.start = float((first_day - EPOCH).days)
        self.days = round(months * 30.4)
        self.spots: dict[str, list[Spot]] = {}
        for block in inputs(model):
            for row, column in np.ndindex(*block.values.shape):
                for kind in kinds_of(block, block.values[row, column]):
                    self.spots.setdefault(kind, []).append((block.key, row, column))
        self.first_of_series = [spot for spot in self.spots["series date"] if not self.previous(spot)]

    def one(self, changes: int, error: bool = False) -> WhatIf:
        """A what-if with so many changed inputs of as many kinds as there are; with `error` also one that breaks."""
        found = WhatIf()
        if error:
            self.change(found, "series begins too late", self.random.choice(self.breaking()))
        kinds: list[str] = []
        while len(found.cells) < changes:
            kinds = kinds or self.random.sample(sorted(self.spots), len(self.spots))
            kind = kinds.pop()
            spot = self.random.choice(self.spots[kind])
            if spot not in found.cells and not (error and kind == "series date"):
                self.change(found, kind, spot)
        return found

    def breaking(self) -> list[Spot]:
        """The first dates of series that must reach back to the plan's start: raises need not."""
        return [spot for spot in self.first_of_series if not spot[0].endswith("increase.since")]

    def change(self, whatif: WhatIf, kind: str, spot: Spot) -> None:
        """Changes one input in the way of its kind; where chance gives the value that it has, nothing."""
        block = self.model.blocks[spot[0]]
        assert isinstance(block, Input)
        was = block.values[spot[1], spot[2]]
        was = was if isinstance(was, str) else float(was)
        new = fitting(block, self.new(kind, block, was, spot, whatif))
        if new != was and not (new != new and was != was):
            whatif.cells[spot] = new
            whatif.kinds[kind] += 1

    def new(self, kind: str, block: Input, was: Any, spot: Spot, whatif: WhatIf) -> float | str:
        """A new value of a kind."""
        chance = self.random
        simple: dict[str, Callable[[], float | str]] = {
            "rate": lambda: round(chance.uniform(0, min(0.4, 3 * was + 0.01)), 5),
            "share of a series": lambda: round(chance.uniform(0, 0.25), 4),
            "dollars of a series": lambda: round(was * chance.uniform(0.5, 1.6), 2),
            "money": lambda: round((abs(was) + 100) * chance.uniform(0, 2.2), 2),
            "price": lambda: round(was * chance.uniform(-0.2, 2.5), 4),
            "money blanked": lambda: BLANK,
            "money filled in": lambda: round(chance.uniform(0, 190000), 2),
            "headcount": lambda: float(chance.randint(0, 12)),
            "fte": lambda: chance.choice([0.25, 0.5, 0.6, 0.75, 0.8, 1.0, round(chance.random(), 3)]),
            "flag": lambda: 1.0 - was,
            "quantity": lambda: round(was * chance.uniform(0, 2), 1),
            "quantity of a month": lambda: round(was * chance.uniform(0, 2), 0),
            "date changed": self.day,
            "date filled in": self.day,
            "date blanked": lambda: BLANK,
            "series begins too late": lambda: self.late(spot),
            "rounding": lambda: float(chance.choice([1, 10, 100])),
            "words": lambda: f"Changed: {chance.randint(1, 999)}",
        }
        if kind == "series date":
            return self.series_day(spot, whatif)
        if kind == "figure of a scenario":
            return self.of_scenario(block, spot, whatif)
        if kind.startswith("choice of "):
            known = self.choices(block)
            return self.other(was, known) if isinstance(was, str) else float(self.other(f"{was:g}", known))
        return simple[kind]()

    def of_scenario(self, block: Input, spot: Spot, whatif: WhatIf) -> float | str:
        """A figure of one scenario: blank, or a new one of the kind of the base's."""
        base = self.model.blocks[f"{block.key.partition('__in_')[0]}__base"]
        assert isinstance(base, Input)
        was = base.values[spot[1], spot[2]]
        if self.random.random() < 0.2:
            return BLANK
        return self.new(kinds_of(base, was)[0], base, was if isinstance(was, str) else float(was), spot, whatif)

    def day(self) -> float:
        """A day from four months before the plan to two months after it."""
        return self.start + self.random.randint(-120, self.days + 60)

    def late(self, spot: Spot) -> float:
        """A day inside the plan, before the next entry of the series, so that it stays in order."""
        key, row, _ = spot
        latest = self.start + 200
        if self.following(spot):
            latest = min(latest, float(self.model.blocks[key].values[row + 1, 0]) - 1)  # type: ignore[union-attr]
        return float(self.random.randint(int(self.start) + 40, max(int(self.start) + 40, int(latest))))

    def series_day(self, spot: Spot, whatif: WhatIf) -> float:
        """A day between its neighbours in the series, so that it stays in order; the first stays before the plan."""
        key, row, _ = spot
        values = self.model.blocks[key].values  # type: ignore[union-attr]
        here = lambda r: float(whatif.cells.get((key, r, 0), values[r, 0]))  # noqa: E731
        before, after = self.previous(spot), self.following(spot)
        raises = key.endswith("increase.since")
        low = here(row - 1) + 1 if before else self.start - (30 if raises else 400)
        high = here(row + 1) - 1 if after else self.start + self.days
        if not before and not raises:
            high = min(high, self.start)
        return float(self.random.randint(int(low), max(int(low), int(high))))

    def previous(self, spot: Spot) -> bool:
        """Whether the row above belongs to the same series."""
        return spot[1] > 0 and self.series(spot[0], spot[1]) == self.series(spot[0], spot[1] - 1)

    def following(self, spot: Spot) -> bool:
        """Whether the row below belongs to the same series."""
        rows = len(self.model.blocks[spot[0]].values)  # type: ignore[union-attr]
        return spot[1] + 1 < rows and self.series(spot[0], spot[1]) == self.series(spot[0], spot[1] + 1)

    def series(self, key: str, row: int) -> str:
        """What names the series of a row: a list of many series has a key in each row."""
        names = self.model.blocks.get(key.replace(".since", ".row"))
        return str(names.values[row, 0]) if isinstance(names, Input) else key

    def other(self, was: str, known: list[str]) -> str:
        """Another one of the list."""
        return self.random.choice([one for one in known if one != was] or [was])

    def choices(self, block: Input) -> list[str]:
        """What may be chosen."""
        if isinstance(block.choices, tuple):  # a formula stands only where the plan wrote one
            return [choice for choice in block.choices if not choice.endswith(" formula")]
        none = ["none"] if block.choices in ("health_tiers", "drivers") else []
        named = {"drivers": "drivers.driver", "patterns": "patterns.pattern"}
        if block.choices in named:
            union = self.model.blocks[named[block.choices]]
            assert isinstance(union, Union)
            return [*none, *(str(self.model.blocks[part].values[0, 0]) for part in union.parts)]  # type: ignore[union-attr]
        return [*none, *self.model.rows[str(block.choices)]]


def fitting(block: Input, value: float | str) -> float | str:
    """The value as its cell takes it: a whole number where it must be one, and within its limits."""
    if isinstance(value, str) or value != value or block.kind != "number":
        return value
    bounds = block.bounds
    value = float(round(value)) if bounds.whole else value
    low = bounds.low if bounds.low is not None else value
    high = bounds.high if bounds.high is not None else value
    return min(max(value, low), high)


def kinds_of(block: Input, value: Any) -> list[str]:
    """In which ways an input may be changed."""
    name = block.name.partition("__")[0]  # without the word for the base or a scenario
    if block.key == "round_to":
        return ["rounding"]
    if block.of_scenario:
        return ["figure of a scenario"]
    if block.kind == "date":
        if not block.optional:
            return ["series date"]
        return ["date filled in"] if value != value else ["date changed", "date blanked"]
    if block.kind == "text":
        return [f"choice of {name}" if block.choices else "words"]
    if block.choices:
        return [f"choice of {name}"]
    if block.optional:
        return ["money filled in"] if value != value else ["money blanked", "money"]
    if name == "value" and block.table:
        return ["share of a series" if block.unit == "share" else "dollars of a series"]
    if name == "headcount":
        return ["headcount"]
    by_unit = {"share": "rate", "$": "money", "$/x": "price", "FTE": "fte", "flag": "flag"}
    return [by_unit.get(block.unit, "quantity of a month" if block.axis else "quantity")]


def as_arrays(model: Model, whatifs: list[WhatIf]) -> dict[str, Any]:
    """Changes for `evaluate`: (what-if, row, column) of each input that any of the what-ifs changes."""
    changed = dict.fromkeys(key for whatif in whatifs for key, _, _ in whatif.cells)
    arrays = {key: np.repeat(model.blocks[key].values[None], len(whatifs), 0) for key in changed}  # type: ignore[union-attr]
    for number, whatif in enumerate(whatifs):
        for (key, row, column), value in whatif.cells.items():
            blank_text = isinstance(value, float) and value != value and arrays[key].dtype == object
            arrays[key][number, row, column] = "" if blank_text else value
    return arrays
