"""The small model of an example: what is given stands in for the lines and inputs of that name, and only the lines that
its results need are added.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np

from ..assumptions.definitions import ColumnDef, Definitions, ExampleDef, LineDef
from ..assumptions.figures import Figure
from ..assumptions.steps import Step
from ..errors import Problem
from ..formula.parse import names_in
from ..model.blocks import NOWHERE, Array, Input, kind_of
from ..model.graph import Model
from .parts import Parts, at, column_array, line_blocks, stored
from .tables import Feed, add_table, id_column

Key = tuple[str | None, str]
NAMED = {"drivers": ("driver", "units"), "patterns": ("pattern", "weight"), "own_lines": ("line", "amount")}
"""Tables whose rows are monthly lines of their own: the column of their names, and that of their values."""
LABEL = "called"  # the column of drivers that says what people call them: in an example, by their names
ALONG = {"lasting": "ahead"}
"""Tables that the program makes of lines along another axis than months."""
COUNTED_HERE = ("", "none", "month", "year", "category")
"""What runs along no axis, and axes whose steps an example counts otherwise."""
ALWAYS = dt.date(1901, 1, 1)  # from when a figure holds that is given without dates
FAR = dt.date(2100, 1, 1)  # an example gives its own dates: its series need not reach back to any plan


@dataclass
class SmallModel:
    """Collects the blocks of one example; what is missing is a problem of it."""

    definitions: Definitions
    example: ExampleDef
    parts: Parts = field(default_factory=lambda: Parts(FAR))
    added: set[Key] = field(default_factory=set)
    row_ids: dict[str, str] = field(default_factory=dict)

    def build(self, wanted: list[Key]) -> Model:
        """The model of what is given and of all that the wanted lines need; AssumptionError for wrong formulas."""
        example, given = self.example, self.example.given
        self.parts.add_axes(
            self.definitions,
            month=example.months,
            year=max(1, example.months // 12),
            category=len(given.get("category", [1])),
            **self.sizes(),
        )
        tables = {name: value for name, value in given.items() if self.is_table(name, value)}
        for name, value in given.items():  # single figures first: dated columns of tables read the calendar
            if name not in tables:
                self.figure(name, value)
        if "plan_start" in given and "plan_end" not in given:
            self.figure("plan_end", last_day(given["plan_start"], example.months))
        for name, value in tables.items():
            give = self.changes if name in self.series else self.table
            give(name, value if isinstance(value, list) else [value])
        for key in wanted:
            self.need(key)
        return Model.build([] if self.parts.problems else self.parts.blocks, self.parts.rows, self.parts.axes)

    def sizes(self) -> dict[str, int]:
        """The steps of other axes, as many as the example gives figures for."""
        found: dict[str, int] = {}
        for table, rows in self.example.given.items():
            alone = self.definitions.lines.get((None, str(table)))
            if alone and isinstance(rows, list) and alone.axis not in COUNTED_HERE:
                found[alone.axis] = len(rows)
            for row in rows if isinstance(rows, list) else [rows]:
                for name, value in row.items() if isinstance(row, dict) else ():
                    column = self.definitions.columns.get((table, str(name)))
                    line = self.definitions.lines.get((table, str(name)))
                    axis = column.axis if column else line.axis if line else ""
                    if isinstance(value, list) and axis not in COUNTED_HERE:
                        found[axis] = len(value)
        return found

    @cached_property
    def series(self) -> dict[str, ColumnDef]:
        """The tables of dated changes by name, each with its column."""
        return {column.series: column for column in self.definitions.columns.values() if column.dated == "changes"}

    def is_table(self, name: str, value: Any) -> bool:
        """Whether what is given are rows: a mapping of columns, or a list of such; a mapping of dates is a series."""
        if name in self.series or name in NAMED:
            return True
        rows = isinstance(value, list) and bool(value) and isinstance(value[0], dict)
        return rows or (isinstance(value, dict) and not is_series(value))

    def figure(self, name: str, value: Any) -> None:
        """A given global figure, line, or dated series."""
        line, definition = self.definitions.lines.get((None, name)), self.definitions.inputs.get(name)
        unit = line.unit if line else definition.unit if definition else "text" if is_text(value) else "count"
        self.added.add((None, name))
        if isinstance(value, dict):
            self.dated_figure(name, value, unit, bool(definition and definition.series == "changes"))
            return
        axis = None
        if isinstance(value, list):
            axis = line.axis if line and line.axis != "none" else self.ruled(name)
        values = column_array(value if isinstance(value, list) else [value], unit)
        values = values.T if axis else values
        self.parts.add(Input(name=name, axis=axis, unit=unit, values=values))

    def ruled(self, name: str) -> str:
        """The axis whose steps a given list names; months where it names none."""
        return next((a.name for a in self.definitions.axes.values() if name in map(str, a.rulers)), "month")

    def dated_figure(self, name: str, entries: dict[Any, Any], unit: str, changes: bool) -> None:
        """A dated series: its table and, where it is a level, the monthly line."""
        self.parts.rows[name] = [str(day) for day in entries]
        self.parts.add(
            Input(name="since", table=name, unit="date", values=column_array(list(entries), "date")),
            Input(name="value", table=name, unit=unit, values=column_array(list(entries.values()), unit)),
        )
        if not changes:
            level = LineDef(name, None, NOWHERE, name, unit, f"=LOOKUP(month, {name}.since, {name}.value)")
            self.parts.add(*line_blocks(level, 1))
            self.need((None, "month"))

    def table(self, table: str, rows: list[dict[str, Any]]) -> None:
        """Given rows of a table: columns and, in place of its lines, their values; other columns have their default."""
        names = list(dict.fromkeys(name for row in rows for name in row))
        if table in NAMED:
            key, value = NAMED[table]
            names = [key, value, *([LABEL] if table == "drivers" else [])]
            rows = [{key: name, value: months, LABEL: name} for row in rows for name, months in row.items()]
        self.parts.rows[table] = [str(index) for index in range(len(rows))]
        columns = self.definitions.columns_of(table)
        levels = {column.name for column in columns if column.dated == "levels"}
        for column in columns:
            if column.name in names or column.name in levels:
                continue
            if column.name == self.row_id(table):
                named = kind_of(column.unit) == "text"
                self.column(table, column.name, [f"row {row}" if named else row + 1 for row in range(len(rows))])
            elif not column.required:
                self.column(table, column.name, [column.default] * len(rows))
        defaults = {column.name: column.default for column in columns}
        for name in sorted(names, key=lambda name: name in levels):  # levels look up the rows, so they come last
            self.column(table, name, [row.get(name, defaults.get(name)) for row in rows])

    def column(self, table: str, name: str, values: list[Any]) -> None:
        """One column, by row or by row and month."""
        column, line = self.definitions.columns.get((table, name)), self.definitions.lines.get((table, name))
        self.added.add((table, name))
        if column and column.dated == "levels":
            self.levels(column, values)
            return
        unit = line.unit if line else column.unit if column else self.guessed(table, name, values)
        axis = line.axis if line else (column.axis if column else "") or ALONG.get(table, "month")
        if any(isinstance(value, list) for value in values) or name == NAMED.get(table, ("", ""))[1]:
            array: Array = np.array([[stored(v) for v in row] for row in values], dtype=float)
            array = array.reshape(len(values), -1 if values else self.parts.axes[axis].size)
        else:
            axis, array = "", column_array(values, unit)
        names_rows = name == self.row_id(table)
        more: dict[str, Any] = {
            "optional": bool(column and column.optional),
            "values": array,
            "names_rows": names_rows,
        }
        self.parts.add(Input(name=name, table=table, axis=axis or None, unit=unit, **more))

    def row_id(self, table: str) -> str:
        """The column that names the rows of a table: looked for once, as all columns are asked."""
        if table not in self.row_ids:
            self.row_ids[table] = self.definitions.row_id(table)
        return self.row_ids[table]

    def guessed(self, table: str, name: str, values: list[Any]) -> str:
        """The unit of a column that no file declares."""
        if name.endswith("_key"):
            return "key"
        return "text" if name in (NAMED.get(table, ("",))[0], LABEL) or (values and is_text(values[0])) else "count"

    def changes(self, name: str, rows: list[dict[str, Any]]) -> None:
        """The dated changes of a column: whose, from which day on, and the value."""
        self.parts.rows[name] = [str(row) for row in rows]
        for part, unit in (("row", "key"), ("since", "date"), ("value", self.series[name].unit)):
            values = column_array([row[part] for row in rows], unit)
            self.parts.add(Input(name=part, table=name, unit=unit, values=values))

    def levels(self, column: ColumnDef, values: list[Any]) -> None:
        """A column that holds levels by date, or for one row a figure that never changes."""
        table = str(column.table)
        dated = [row if isinstance(row, dict) else {ALWAYS: row} for row in values]
        steps = [[Step(day, Figure(value=v), NOWHERE) for day, v in row.items()] for row in dated]
        only = Definitions(columns={(table, column.name): column})
        ids = [str(value) for value in id_column(self.parts, table).values[:, 0]]
        add_table(self.parts, only, table, Feed(ids, {}, at(NOWHERE), dated={column.name: steps}))
        self.need((None, "month"))

    def need(self, key: Key) -> None:
        """Adds a line of the formula files and all that it reads, unless it was given."""
        if key in self.added:
            return
        self.added.add(key)
        table, name = key
        if table in NAMED and table not in self.example.given:  # no drivers, no formulas, and the even pattern
            self.table(table, [{"even": [1] * self.example.months} if table == "patterns" else {}])
            return
        line = self.definitions.lines.get(key)
        if line is None:
            message = f'"{name}" is neither given nor a line.'
            self.parts.problems.append(Problem(self.example.place, self.example.title, message))
            return
        self.parts.add(*line_blocks(line, len(self.parts.rows.setdefault(table, ["row"])) if table else 1))
        used = names_in(line.formula) | (names_in(line.opening) if line.opening.startswith("=") else set())
        for other in sorted(used):
            owner, _, short = other.rpartition(".")
            candidates: list[Key] = [(owner, short)] if owner else [(table, short), (None, other)]
            known = [c for c in candidates if c in self.added or c in self.definitions.lines]
            if known or not any(block.key == other for block in self.parts.blocks):
                self.need(known[0] if known else candidates[-1])


def last_day(first: dt.date, months: int) -> dt.date:
    """The last day of so many months from the first of one on."""
    after = first.month - 1 + months
    return dt.date(first.year + after // 12, after % 12 + 1, 1) - dt.timedelta(days=1)


def is_series(value: dict[Any, Any]) -> bool:
    """Whether a mapping is a dated series."""
    return all(isinstance(key, dt.date) for key in value)


def is_text(value: Any) -> bool:
    """Whether a figure, or the first of a list of them, is text."""
    return isinstance(value, str) or (isinstance(value, list) and bool(value) and isinstance(value[0], str))
