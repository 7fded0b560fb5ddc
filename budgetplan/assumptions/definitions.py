"""What formula files define: inputs, tables with columns and lines, checks and examples, as plain data.

A column of a table is declared once, here: what it may hold, its default, how it may change by date. The rows of YAML
and CSV files, the input cells of the workbook and their validation all follow from that one declaration.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from copy import copy
from dataclasses import dataclass, field, fields, replace

from ..errors import Problem
from ..formula.parse import names_in
from .definition_kinds import (
    UNITS,
    AxisDef,
    CheckDef,
    ColumnDef,
    Definition,
    ExampleDef,
    InputDef,
    LineDef,
    TableDef,
)
from .explained import with_explained

__all__ = [  # the kinds too, for those who read definitions
    "AND",
    "UNITS",
    "WORDS",
    "AxisDef",
    "CheckDef",
    "ColumnDef",
    "Definition",
    "Definitions",
    "ExampleDef",
    "InputDef",
    "LineDef",
    "TableDef",
]

WORDS = {
    "fy": "the year",
    "fy_last": "the year before",
    "fy_before_last": "two years before",
    "compared": "the year before",
}
AND = " and "
EACH_LINE = "each_line"


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
        return Definitions(**{one.name: copy(getattr(self, one.name)) for one in fields(self)})

    def columns_of(self, table: str) -> list[ColumnDef]:
        """The columns of a table: first those of the file that names its rows, then those that other files add."""
        found = [column for column in self.columns.values() if column.table == table]
        home = next((column.place.file for column in found if column.row_id), None)
        return sorted(found, key=lambda column: home is not None and column.place.file != home)

    @property
    def sections(self) -> dict[str, str]:
        """The tables whose rows a plan writes in a section of their name, and what these are."""
        return {name: table.section for name, table in self.tables.items() if table.section}

    def row_id(self, table: str) -> str:
        """The column that names the rows of a table: the one that says so, else its first; "" where none does."""
        columns = [] if table in self.tables and self.tables[table].unnamed else self.columns_of(table)
        return next((c.name for c in columns if c.row_id), columns[0].name if columns else "")

    def read_in(self, table: str) -> set[str]:
        """The names in the formulas and openings of a table's lines, its columns among them."""
        mine = [line for line in self.lines.values() if line.table == table]
        return {name.rpartition(".")[2] for line in mine for name in names_in(line.formula) | names_in(line.opening)}

    def reads(self, table: str) -> bool:
        """Whether any formula reads a column of a table."""
        lines = self.lines.values()
        return any(name.startswith(f"{table}.") for d in lines for name in names_in(d.formula) | names_in(d.opening))

    def settled(self, present: Collection[str] = (), words: Mapping[str, str] = WORDS) -> Definitions:
        """What holds for a plan in which the `present` tables have rows: with the extras that count, sums written out.

        A line with `sums: postings` adds up all lines of its table that post, so that a new line joins by itself.
        `{fy}` in a label stands for the fiscal year of the request, `{fy_last}` and `{fy_before_last}` for those
        before, `{compared}` for what it is compared with. A line with `same_as: positions` has the formula and opening
        of the line of its name there, as it counts in this plan.
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
        settled.lines = _followed(settled.lines)
        settled.columns |= _accounts_for_each(settled.columns, settled.lines)
        settled.lines = with_explained(_for_each(settled.lines))
        settled.columns = _in_place(settled.columns, settled.lines)
        for (table, name), line in settled.lines.items():
            if line.sums:
                posting = [other.name for other in settled.lines.values() if other.table == table and other.posts]
                settled.lines[table, name] = replace(line, formula="=" + (" + ".join(posting) or "0"))
        for key, line in settled.lines.items():
            if "{" in line.label:
                settled.lines[key] = replace(line, label=_filled(line.label, words))
        settled.lines = _in_order(settled.lines)
        return settled


def _followed(lines: dict[tuple[str | None, str], LineDef]) -> dict[tuple[str | None, str], LineDef]:
    """The lines, where one that follows another has its formula: a rule that holds in two tables is written in one."""
    found = dict(lines)
    for (table, name), line in lines.items():
        if line.same_as and (other := lines.get((line.same_as, name))):
            found[table, name] = replace(line, formula=other.formula, opening=other.opening)
    return found


def _for_each(lines: dict[tuple[str | None, str], LineDef]) -> dict[tuple[str | None, str], LineDef]:
    """The lines, where one that is made for each posting line of a table is written out: `wages_part` for `wages`."""
    found: dict[tuple[str | None, str], LineDef] = {}
    for (table, name), line in lines.items():
        if not line.each:
            found[table, name] = line
        for other in lines.values() if line.each else ():
            if other.table == line.each and other.posts:
                found[table, f"{other.name}_{name}"] = replace(
                    line,
                    name=f"{other.name}_{name}",
                    each="",
                    label=f"{other.label}: {line.label}",
                    formula=line.formula.replace(EACH_LINE, other.name),
                    posts=other.posts if line.posts else "",
                    spots=(),
                )
    return found


def _accounts_for_each(
    columns: Mapping[tuple[str, str], ColumnDef], lines: Mapping[tuple[str | None, str], LineDef]
) -> dict[tuple[str, str], ColumnDef]:
    """Columns for the accounts to which lines made for each posting line post, where only its own table has them."""
    found = {}
    for (table, _), line in lines.items():
        for other in lines.values() if table and line.each and line.posts else ():
            own = columns.get((line.each, other.posts)) if other.table == line.each and other.posts else None
            if table and own and (table, own.name) not in columns and (table, own.name) not in lines:
                found[table, own.name] = replace(own, table=table, fixed=True, aside=True)
    return found


def _in_place(
    columns: dict[tuple[str, str], ColumnDef], lines: Collection[tuple[str | None, str]]
) -> dict[tuple[str, str], ColumnDef]:
    """The columns, where a line of a column's name takes its place: the line reads what rows say as `salary_written`,
    which may be blank, and all else reads the line.
    """
    found = {}
    for (table, name), column in columns.items():
        if (table, name) in lines:
            written = f"{name}_written"
            column = replace(column, name=written, written_as=name, optional=True, default=None)
        found[table, column.name] = column
    return found


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
