"""What assembly collects, and the small conversions that all of it shares."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from ..assumptions.definitions import Definitions, LineDef
from ..assumptions.load import Assumptions
from ..assumptions.steps import Step
from ..errors import Place, Problem
from ..formula.serial import serial
from ..model.axis import Axis
from ..model.blocks import Array, Block, Input, Line, Provenance, kind_of


@dataclass
class Parts:
    """The plan's first day, the blocks of the model to be, the ids of each table's rows, the axes, and
    what is wrong.
    """

    first_day: dt.date
    blocks: list[Block] = field(default_factory=list)
    rows: dict[str, list[str]] = field(default_factory=dict)
    axes: dict[str, Axis] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    names: set[str] = field(default_factory=set)
    series: list[str] = field(default_factory=list)  # keys of the lines that say whether a dated series is in order
    prorated: list[str] = field(default_factory=list)  # of those that say whether a rate changes twice in a month

    def add_axes(self, definitions: Definitions, **sizes: int) -> None:
        """The axes of the formula files; `sizes` are those that the plan itself counts."""
        for name, axis in definitions.axes.items():
            size = sizes.get(name, axis.size)
            self.axes[name] = Axis(name, size, axis.label or name, tuple(map(str, axis.rulers)), axis.by_month)

    def add(self, *blocks: Block) -> None:
        """Adds blocks and notes their keys."""
        self.blocks.extend(blocks)
        self.names.update(block.key for block in blocks)


def stored(value: Any) -> float | str:
    """A figure as a model stores it: dates as day numbers, blanks as NaN, flags as 0/1, text as it is."""
    if value is None:
        return float("nan")
    if isinstance(value, dt.date):
        return serial(value)
    return value if isinstance(value, str) else float(value)


def column_array(values: Sequence[Any], unit: str) -> Array:
    """Values as (rows, 1): text as objects, everything else as floats."""
    if kind_of(unit) in ("text", "key"):
        array = np.empty((len(values), 1), dtype=object)
        array[:, 0] = ["" if value is None else str(value) for value in values]
        return array
    return np.array([stored(value) for value in values], dtype=float).reshape(-1, 1)


def provenance(figure: Any) -> Provenance:
    """The provenance of a figure of the plan, as words."""
    given = getattr(figure, "provenance", None) or {}
    return Provenance(**{key: str(value) for key, value in given.items()})


def dated_steps(plan: Assumptions, series: Any, *path: Any) -> list[Step]:
    """The entries of a series that is written at a path."""
    return [Step(day, figure, plan.place(*path, *([day] if day else []))) for day, figure in series.steps]


def at(place: Place) -> Callable[[int, Any], Place]:
    """A place that is the same for each cell of a block, and for each column of a table."""
    return lambda row, column: place


def from_(found: Provenance) -> Callable[[int, int], Provenance]:
    """A provenance that is the same for each cell of a block."""
    return lambda row, column: found


def path(words: str) -> Callable[[int, int], str]:
    """What people call a figure that stands alone."""
    return lambda row, column: words


def constant(name: str, value: Any, unit: str, place: Place, label: str = "", **more: Any) -> Input:
    """A global figure in one cell."""
    return Input(
        name=name,
        values=column_array([value], unit),
        unit=unit,
        label=label,
        place=place,
        place_of=at(place),
        **more,
    )


def written(name: str, values: Sequence[Any], table: str | None, unit: str = "text", **more: Any) -> Input:
    """Text or numbers that the program itself writes down: keys, labels, openings."""
    return Input(name=name, values=column_array(values, unit), table=table, unit=unit, entered=False, **more)


def calculated(name: str, formula: str, unit: str, **more: Any) -> Line:
    """A line that the program itself puts beside those of the plan: a link, a total, a test."""
    return Line(name=name, formula=formula, unit=unit, support=True, **more)


def flag_beside(block: Input, part: str, formula: str, wrong: str) -> Line:
    """A line beside an input that says which of its cells are wrong, and why: 1 for those, 0 for all others."""
    label, aside = f"{block.label or block.name}: {wrong} (1 or 0)", bool(block.table)
    shown: dict[str, Any] = {"label": label, "sheet": block.sheet, "place": block.place, "aside": aside}
    return calculated(f"{block.name}__{part}", formula, "flag", table=block.table, **shown)


def key_beside(line: str, key: str, sheet: str, place: Place) -> Input:
    """The cell at the left of a single line along an axis that says by what key it is looked up."""
    return written(f"{line}__key", [key], None, sheet=sheet, slot="key", beside=line, place=place)


def ruler(column: Input, axis: str) -> Input:
    """A column of names laid along an axis, as its ruler."""
    return replace(column, axis=axis, values=column.values.T)


def line_blocks(definition: LineDef, rows: int) -> list[Block]:
    """A line of the formula files, and the block of its openings where it has one."""
    d = definition
    key = f"{d.table}.{d.name}" if d.table else d.name
    line = Line(
        name=d.name,
        table=d.table,
        axis=None if d.axis == "none" else d.axis,
        unit=d.unit,
        label=d.label,
        help=d.help,
        place=d.formula_place if d.formula_place.file else d.place,
        sheet=d.sheet,
        formula=d.formula,
        opening=f"{key}__opening" if d.opening else None,
        posts=d.posts or None,
        source=d.source,
        whole_dollars=d.whole_dollars,
        aside=d.aside,
        spots=d.spots,
        under=d.under,
        share_of=(f"{d.table}.{d.share_of}" if d.table else d.share_of) if d.share_of else "",
    )
    return [_opening(d, key, rows), line] if d.opening else [line]


def _opening(d: LineDef, key: str, rows: int) -> Block:
    """What PREV reads in the first month: a formula of its own, or a number for all rows."""
    name = f"{d.name}__opening"
    shared: dict[str, Any] = {"sheet": d.sheet, "slot": "opening", "beside": key, "label": f"{d.label}: opening"}
    if not d.opening.startswith("="):
        return written(name, [float(d.opening)] * rows, d.table, d.unit, place=d.place, **shared)
    found: dict[str, Any] = {"place": d.opening_place, "spots": d.opening_spots, "path": f"{key}.opening"}
    return calculated(name, d.opening, d.unit, table=d.table, **found, **shared)
