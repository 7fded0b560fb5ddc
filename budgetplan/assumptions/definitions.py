"""What formula files define: inputs, tables with columns and lines, checks and examples, as plain data.

A column of a table is declared once, here: what it may hold, its default, how it may change by date. The rows of YAML
and CSV files, the input cells of the workbook and their validation all follow from that one declaration.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from ..errors import Place, Problem, Spots
from ..model.blocks import Bounds

NOWHERE = Place("")
WORDS = {"fy": "the year", "compared": "the year before"}
AND = " and "
WORD = re.compile(r"[a-z]\w*")
UNITS = (
    "$",
    "$/x",
    "share",
    "count",
    "FTE",
    "hours",
    "days",
    "index",
    "flag",
    "year",
    "date",
    "text",
    "code",
    "key",
    "ordinal",
    "times",
)


@dataclass(frozen=True)
class Definition:
    """What every definition has: its name, the table it belongs to (or none), and its place."""

    name: str
    table: str | None
    place: Place


@dataclass(frozen=True)
class AxisDef(Definition):
    """An axis: what its steps are together (`months`), the lines that name them, and how many they are.

    The plan itself says how many months, years and categories there are; an axis of a plan's own says its `size`.
    """

    label: str = ""
    rulers: list[Any] = field(default_factory=list)
    size: int = 0
    by_month: bool = False


@dataclass(frozen=True)
class InputDef(Definition):
    """A figure that formulas need: the plan gives it under `rates:`. `series: changes` marks raises, not levels."""

    label: str = ""
    unit: str = ""
    series: str = ""


@dataclass(frozen=True)
class ColumnDef(Definition):
    """A column of a table: everything that anybody needs to know of it.

    `row_id` marks the column that names the rows. A row that leaves a column out takes its `default`, or the value of
    the column `fallback`, or is blank where it is `optional`; all other columns are required. `low` and `high` bound
    a number, `above` is a bound that is not itself allowed, `whole` asks for whole numbers, `help` is said about them.
    `fixed` columns are the plan's to change, not a workbook's. `choices` are words, or the table whose rows may be
    named. A column along an `axis` has one figure for each of its steps. `dated` says how a column may change by date:
    by `changes` (the cell holds what is in force when the plan begins, a list on Rates what changes later) or by
    `levels` (the list holds all, and a monthly line of the column's name reads it).
    """

    label: str = ""
    unit: str = ""
    optional: bool = False
    row_id: bool = False
    fixed: bool = False
    dated: str = ""
    choices: Any = ()
    default: Any = None
    fallback: str = ""
    low: float | None = None
    above: float | None = None
    high: float | None = None
    whole: bool = False
    whole_dollars: bool = False
    axis: str = ""
    help: str = ""
    sheet: str = ""

    @property
    def required(self) -> bool:
        """Whether each row must give it."""
        return not self.optional and self.default is None and not self.fallback

    @property
    def bounds(self) -> Bounds:
        """What its numbers may be."""
        if self.unit == "flag":
            return Bounds(low=0, high=1, whole=True)
        return Bounds(self.low, self.above, self.high, self.whole)

    @property
    def series(self) -> str:
        """The table of its dated entries: `positions_salary`."""
        return f"{self.table}_{self.name}"


@dataclass(frozen=True)
class LineDef(Definition):
    """A line: one formula, with the sheet it stands on and, where it joins the budget, the account it posts to."""

    label: str = ""
    unit: str = ""
    formula: str = ""
    sheet: str = ""
    axis: str = "month"
    posts: str = ""
    opening: str = ""
    total: bool = False
    sums: str = ""  # "postings": the sum of all lines of its table that post, in place of a formula
    aside: bool = False  # for the program's own use: stands to the right of what is printed
    whole_dollars: bool = False
    source: str = ""
    help: str = ""
    formula_place: Place = NOWHERE
    after: str = ""  # the line of its table behind which it stands; at the end where it does not say
    spots: Spots = ()
    opening_place: Place = NOWHERE
    opening_spots: Spots = ()


@dataclass(frozen=True)
class CheckDef(Definition):
    """Two figures that must agree within a tolerance (half a cent unless a formula says otherwise)."""

    label: str = ""
    help: str = ""
    expected: str = ""
    found: str = ""
    tolerance: str = ""
    formulas_at: Mapping[str, tuple[Place, Spots]] = field(default_factory=dict)


@dataclass(frozen=True)
class ExampleDef(Definition):
    """Figures given and what lines give for them, worked by hand, with the source of the working."""

    title: str = ""
    source: str = ""
    months: int = 1
    given: dict[str, Any] = field(default_factory=dict)
    gives: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class TableDef(Definition):
    """A table: its sheet; `rows` where the plan's `model:` gives them, as rows and CSV tables; `unnamed` where they
    have no names, and may be alike.
    """

    sheet: str = ""
    unnamed: bool = False
    rows: list[Any] = field(default_factory=list)


@dataclass
class Definitions:
    """Everything that the formula files define, in their order.

    `extras` are files that begin with `when:` and count only in plans in which one of the named tables has rows (or all
    of several, joined by "and"); their lines may take the place of others.
    """

    axes: dict[str, AxisDef] = field(default_factory=dict)
    inputs: dict[str, InputDef] = field(default_factory=dict)
    tables: dict[str, TableDef] = field(default_factory=dict)
    columns: dict[tuple[str, str], ColumnDef] = field(default_factory=dict)
    lines: dict[tuple[str | None, str], LineDef] = field(default_factory=dict)
    checks: dict[str, CheckDef] = field(default_factory=dict)
    examples: list[ExampleDef] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    extras: list[tuple[tuple[str, ...], Definitions]] = field(default_factory=list)

    def copy(self) -> Definitions:
        """The same in lists and mappings of its own; the definitions themselves never change."""
        return Definitions(
            dict(self.axes),
            dict(self.inputs),
            dict(self.tables),
            dict(self.columns),
            dict(self.lines),
            dict(self.checks),
            list(self.examples),
            list(self.problems),
            list(self.extras),
        )

    def columns_of(self, table: str) -> list[ColumnDef]:
        """The columns of a table, in order."""
        return [column for column in self.columns.values() if column.table == table]

    def row_id(self, table: str) -> str:
        """The column that names the rows of a table: the one that says so, else its first; "" where none does."""
        columns = [] if table in self.tables and self.tables[table].unnamed else self.columns_of(table)
        return next((c.name for c in columns if c.row_id), columns[0].name if columns else "")

    def read_in(self, table: str) -> set[str]:
        """The words in the formulas of a table's lines, its columns among them."""
        return {word for line in self.lines.values() if line.table == table for word in WORD.findall(line.formula)}

    def reads(self, table: str) -> bool:
        """Whether any formula reads a column of a table."""
        return any(f"{table}." in line.formula for line in self.lines.values())

    def settled(self, present: Collection[str] = (), words: Mapping[str, str] = WORDS) -> Definitions:
        """What holds for a plan in which the `present` tables have rows: with the extras that count, sums written out.

        A line with `sums: postings` adds up all lines of its table that post, so that a new line joins by itself.
        `{fy}` in a label stands for the fiscal year of the request, `{compared}` for what it is compared with.
        """
        settled = self.copy()
        settled.extras = []
        here = {name for names in present for name in names.split(AND)}
        for tables, extra in self.extras:
            if any(set(names.split(AND)) <= here for names in tables):
                settled.axes |= extra.axes
                settled.inputs |= extra.inputs
                settled.tables = extra.tables | settled.tables
                settled.columns |= extra.columns
                settled.lines |= extra.lines
                settled.checks |= extra.checks
        for (table, name), line in settled.lines.items():
            if line.sums:
                posting = [other.name for other in settled.lines.values() if other.table == table and other.posts]
                settled.lines[table, name] = replace(line, formula="=" + (" + ".join(posting) or "0"))
        for key, line in settled.lines.items():
            if "{" in line.label:
                settled.lines[key] = replace(line, label=_filled(line.label, words))
        settled.lines = _in_order(settled.lines)
        return settled


def _filled(label: str, words: Mapping[str, str]) -> str:
    """A label with its words put in."""
    for word, text in words.items():
        label = label.replace(f"{{{word}}}", text)
    return label


def _in_order(lines: dict[tuple[str | None, str], LineDef]) -> dict[tuple[str | None, str], LineDef]:
    """Lines that say behind which other they stand are put there."""
    moved = {key: (line.table, line.after) for key, line in lines.items() if (line.table, line.after) in lines}
    order = [key for key in lines if key not in moved]
    last: dict[tuple[str | None, str], tuple[str | None, str]] = {}  # what was put behind a line stays in its order
    for key, anchor in moved.items():
        behind = last.get(anchor, anchor)
        order.insert(order.index(behind) + 1 if behind in order else len(order), key)
        last[anchor] = key
    return {key: lines[key] for key in order}
