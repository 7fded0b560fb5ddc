"""The kinds of definitions in a formula file, and what each of their keys means.

Each key is said once, here: the reader of formula files takes its name and type, the schema for editors and the
reference of keys its meaning.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import Field, dataclass, field, fields
from typing import Any

from ..errors import Place, Spots
from ..model.blocks import NOWHERE, Bounds
from . import values
from .shapes import Shape

UNIT_WORDS = {
    "$": "dollars",
    "$/x": "dollars for one of something",
    "share": "a share: 0.03 is 3 %",
    "count": "how many",
    "FTE": "full-time equivalents",
    "hours": "hours",
    "days": "days",
    "index": "a factor, such as 1.04",
    "flag": "1 for yes, 0 for no",
    "year": "a year, such as 2028",
    "date": "a day",
    "text": "words",
    "code": "a code, in quotes",
    "key": "words that rows are found by; the program's own",
    "ordinal": "a number in an order",
    "times": "how many times; nothing is shown where it is negative",
}
"""What a figure is measured in, with what each means."""

UNITS = tuple(UNIT_WORDS)

COUNTED = ("month", "year", "category", "past", "later", "allocation_step")
"""The axes whose steps the plan itself counts."""

CHOICES = ("units", "funds", "accounts", "health_tiers", "drivers", "patterns")
"""The lists that a column may name rows of."""

DATED = ("", "levels", "changes")
STEPS = {
    "one-time out": "One-time items out",
    "annualised": "Part-year items annualised",
    "general increase": "General increase",
    "merit and steps": "Merit, steps and longevity",
    "pension rate": "Pension rate",
    "health premium": "Health premium",
    "other personnel": "Other personnel",
    "contracts": "Contract escalators",
    "volume": "Volume and prices",
    "internal charges": "Internal charges",
    "vacancy": "Vacancy (lapse)",
    "reductions": "Reductions",
    "new": "New",
}
"""The steps of the reconciliation in their order, and what people call them."""

PARTS = {
    "when": "The tables that must have rows for this file to count; left out in a plan's own.",
    "axes": "What lines run along, besides months and years.",
    "inputs": "Figures that the lines here need, by name; the plan gives them under `rates`.",
    "lines": "Lines that stand for themselves, in no table.",
    "tables": "Columns and lines to add to a table, by its name, such as positions; or tables of your own.",
    "checks": "Two figures each that must agree; the sheet Checks says whether they do.",
    "examples": "Figures worked by hand, to which the lines here are held.",
}
"""The parts of a formula file, and of `model:`."""

TABLE_PARTS = {
    "columns": "What its rows may say, by name.",
    "lines": "What is calculated in each of its rows, by name.",
}
"""The parts of a table that may be spread over files."""

AS_TYPED = frozenset({"formula", "opening", "expected", "found", "tolerance"})
"""Keys whose value is taken as it is written, so that a number is a formula, too."""


def key(about: str, default: Any = "", shape: Shape | None = None) -> Any:
    """A key that people may write: what it means, what holds where it is not given, and its shape if its type is not
    all that can be said.
    """
    metadata = {"about": about, "shape": shape or {}}
    if isinstance(default, list | dict):
        return field(default_factory=type(default), metadata=metadata)
    return field(default=default, metadata=metadata)


def keys_of(kind: type[Definition]) -> dict[str, Field[Any]]:
    """The keys that people may write in a definition of this kind."""
    return {one.name: one for one in fields(kind) if "about" in one.metadata}


_UNIT = {"enum": list(UNITS)}
_FORMULA = values.formula.shape


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

    label: str = key("What its steps are together, such as months.")
    rulers: list[Any] = key("The lines that name its steps.", [])
    size: int = key("How many steps it has; only for an axis of your own.", 0)
    by_month: bool = key("Whether its steps are months.", False)


@dataclass(frozen=True)
class InputDef(Definition):
    """A figure that formulas need: the plan gives it under `rates:`. `series: changes` marks raises, not levels."""

    label: str = key("What people call it.")
    unit: str = key("What it is measured in.", shape=_UNIT)
    series: str = key(
        "`changes` for a raise, whose figures by date add up; else left out.", shape={"enum": ["", "changes"]}
    )


@dataclass(frozen=True)
class ColumnDef(Definition):
    """A column of a table: everything that anybody needs to know of it.

    A row that leaves a column out takes its `default`, or the value of the column `fallback`, or is blank where it is
    `optional`; all other columns are required. A column dated by `changes` has in its cell what is in force when the
    plan begins, and a list on Rates has what changes later; one dated by `levels` has all in the list, and a monthly
    line of the column's name reads it.
    """

    label: str = key("What people call it, at the head of its column.")
    about: str = key("What it means, where its label does not say all.")
    unit: str = key("What it is measured in.", shape=_UNIT)
    optional: bool = key("Whether a row may leave it blank.", False)
    row_id: bool = key("Whether it names the rows; the first column does where none says so.", False)
    fixed: bool = key("Whether it is changed in the plan only, and not in a workbook.", False)
    dated: str = key("Whether it may change by date: `levels`, or left out.", shape={"enum": ["", "levels"]})
    choices: Any = key(
        "What may stand in it: a list of words, or the list whose rows it names.",
        (),
        {"anyOf": [{"enum": [*CHOICES]}, {"type": "array"}]},
    )
    default: Any = key("What a row has that leaves it out.", None)
    fallback: str = key("The column whose value a row takes that leaves it out.")
    low: float | None = key("The least that it may be.", None)
    above: float | None = key("What it must be more than.", None)
    high: float | None = key("The most that it may be.", None)
    whole: bool = key("Whether it takes whole numbers only.", False)
    whole_dollars: bool = key("Whether it is shown without cents.", False)
    axis: str = key("The axis along which it has one figure for each step.")
    help: str = key("What is said about its bounds where a figure is outside.")
    sheet: str = key("The monthly sheet on which a dated column stands.")
    aside: bool = key("Whether it only serves lines, and stands to the right of what is printed.", False)
    instead_of: str = key("The column that a row need not fill where it fills this one.")
    needs: str = key(
        "The section of a plan in which it has a meaning: without it, a CSV file's heading is not taken for it."
    )
    written_as: str = ""  # how a plan calls it, where a line has taken the name

    @property
    def meaning(self) -> str:
        """What it means, in a sentence or two."""
        parts = [self.about or self.label or self.name, self.help[:1].upper() + self.help[1:]]
        return " ".join(part if part.endswith(".") else f"{part}." for part in parts if part)

    @property
    def required(self) -> bool:
        """Whether each row must give it."""
        return not self.optional and self.default is None and not self.fallback

    @property
    def bounds(self) -> Bounds:
        """What its numbers may be."""
        low, high = self.low, self.high
        if self.unit == "flag":
            return Bounds(low=0, high=1, whole=True)
        if self.unit == "share" and low is None and high is None:
            return Bounds(low=0, high=1)  # as `values.share` reads it
        if self.whole:
            low, high = 0 if low is None else low, values.MOST_WHOLE if high is None else high
        return Bounds(low, self.above, high, self.whole)

    @property
    def series(self) -> str:
        """The table of its dated entries: `positions_salary`."""
        return f"{self.table}_{self.said}"

    @property
    def section(self) -> str:
        """The section without which it has no meaning; "" where it always has one."""
        return self.needs or (self.choices if isinstance(self.choices, str) else "")

    @property
    def said(self) -> str:
        """How the plan calls it."""
        return self.written_as or self.name

    @property
    def filled(self) -> str:
        """What a file waits for that counts where some row fills the column: `positions_anniversary`."""
        return f"{self.table}_{self.name}"


@dataclass(frozen=True)
class LineDef(Definition):
    """A line: one formula, with the sheet it stands on and, where it joins the budget, the account it posts to."""

    label: str = key("What people call it.")
    unit: str = key("What it is measured in.", shape=_UNIT)
    formula: str = key("How it is calculated: Excel's language, with names in place of cells.", shape=_FORMULA)
    sheet: str = key("The sheet on which it stands, such as Position Costs.")
    axis: str = key("Along what it has figures: month, year, or none for a single one.", "month")
    posts: str = key("The rate or column that holds the account to which it is booked; it then joins the budget.")
    opening: str = key(
        "What it is before the first step, as a number or a formula.", shape={"type": ["string", "number", "null"]}
    )
    total: bool = key("Whether a total of its rows is shown.", False)
    sums: str = key("`postings` for the sum of all lines of its table that post, in place of a formula.")
    same_as: str = key(
        "The table whose line of this name is followed, in place of a formula: the rule is written once, and reads "
        "here the names of this table."
    )
    aside: bool = key("Whether it only serves other lines, and stands to the right of what is printed.", False)
    whole_dollars: bool = key("Whether it is shown without cents.", False)
    share_of: str = key(
        "The change in dollars that it shows as a share of what was before: a change from nothing reads new, one to "
        "nothing ended."
    )
    each: str = key(
        "The table for each of whose lines that post it is made, as `wages_part`; `each_line` names that line."
    )
    under: str = key(
        "The column under which it stands, as `vacancy.saving_p10`: a total that is no sum; sums find their place."
    )
    explains: str = key(
        "The step of the reconciliation in which it stands, by unit: it joins the reconciliation by itself.",
        shape={"enum": ["", *STEPS]},
    )
    for_once: bool = key("Whether what it explains is for this year alone: it stands under One-time.", False)
    source: str = key("Where the rule comes from: a law, a contract.")
    help: str = key("What a reader should know about it.")
    formula_place: Place = NOWHERE
    after: str = key("The line of its table behind which it stands; at the end where it does not say.")
    spots: Spots = ()
    opening_place: Place = NOWHERE
    opening_spots: Spots = ()


@dataclass(frozen=True)
class CheckDef(Definition):
    """Two figures that must agree within a tolerance (half a cent unless a formula says otherwise)."""

    label: str = key("What is compared.")
    help: str = key("What to do where the two differ.")
    expected: str = key("The figure as it must be, a formula.", shape=_FORMULA)
    found: str = key("The figure as it is, a formula.", shape=_FORMULA)
    tolerance: str = key(
        "How far apart they may be, a number or a formula; half a cent where it is not given.",
        shape={"type": ["string", "number", "null"]},
    )
    formulas_at: Mapping[str, tuple[Place, Spots]] = field(default_factory=dict)


@dataclass(frozen=True)
class ExampleDef(Definition):
    """Figures given and what lines give for them, worked by hand, with the source of the working."""

    title: str = key("What the example shows.")
    source: str = key("How its figures were worked out.")
    months: int = key("How many months it has.", 1)
    given: dict[str, Any] = key("The figures that are given, by name.", {})
    gives: dict[str, Any] = key("What the lines must give for them, by name.", {})


@dataclass(frozen=True)
class TableDef(Definition):
    """A table: its sheet; `section` where a plan writes its rows in a section of its name, `rows` where its `model:`
    gives them, as rows and CSV tables; `unnamed` where they have no names, and may be alike.
    """

    sheet: str = key("The sheet on which it stands.")
    section: str = key("What its rows are, for a table whose rows a plan writes in a section of the table's name.")
    unnamed: bool = key("Whether its rows have no names and may be alike.", False)
    rows: list[Any] = key("The rows of a table of your own, as YAML rows or CSV files.", [])
