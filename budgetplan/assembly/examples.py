"""Examples beside the lines, worked by hand: the figures given, and what the lines give for them.

An example runs on a small model of its own: what is given stands in for the lines and inputs of that name, and only the
lines that its results need are calculated.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import numpy as np

from ..assumptions.definitions import ColumnDef, Definitions, ExampleDef, LineDef
from ..assumptions.formula_files import read_definitions, shipped
from ..assumptions.load import Assumptions
from ..errors import Place, Problem, nearest
from ..model.blocks import Array, Input, kind_of
from ..model.evaluate import evaluate
from ..model.graph import Model
from .assemble import names_in
from .parts import Parts, column_array, line_blocks, stored
from .tables import Feed, add_table, id_column

RELATIVE = 1e-9
FAR = dt.date(2100, 1, 1)  # an example gives its own dates: its series need not reach back to any plan


def run_example(definitions: Definitions, example: ExampleDef) -> list[Problem]:
    """Runs one example; a problem for each line that gives something else than the example says."""
    run = _Example(definitions, example)
    if strangers := run.strangers():
        return strangers
    try:
        return run.run()
    except (ValueError, TypeError, IndexError) as error:
        return [run.problem(f"The figures do not fit the lines' months and rows: {error}.")]


@dataclass
class _Example:
    definitions: Definitions
    example: ExampleDef
    parts: Parts = field(default_factory=lambda: Parts(FAR))
    added: set[tuple[str | None, str]] = field(default_factory=set)

    def run(self) -> list[Problem]:
        """Builds the small model, calculates it and compares."""
        example = self.example
        years = max(1, example.months // 12)
        groups = len(example.given.get("category", [1]))
        self.parts.add_axes(self.definitions, month=example.months, year=years, category=groups)
        tables = {name: value for name, value in example.given.items() if self.is_table(name, value)}
        for name, value in example.given.items():  # single figures first: dated columns of tables read the calendar
            if name not in tables:
                self.figure(name, value)
        for name, value in tables.items():
            give = self.changes if name in self.all_series() else self.table
            give(name, value if isinstance(value, list) else [value])
        wanted = {name: self.home(name) for name in example.gives}
        for key in wanted.values():
            self.need(key)
        problems = list(self.parts.problems)
        if problems:
            return problems
        model = Model.build(self.parts.blocks, self.parts.rows, self.parts.axes)
        values = evaluate(model)
        for name, (table, line) in wanted.items():
            problems += self.compare(name, values[f"{table}.{line}" if table else line][0], example.gives[name])
        return problems

    def is_table(self, name: str, value: Any) -> bool:
        """Whether what is given are rows: a mapping of columns, or a list of such; a mapping of dates is a series."""
        if name in self.all_series():
            return True
        rows = isinstance(value, list) and bool(value) and isinstance(value[0], dict)
        return rows or (isinstance(value, dict) and not _is_series(value))

    def strangers(self) -> list[Problem]:
        """Names in `given` that no formula file knows: most likely slips of the pen."""
        d, found = self.definitions, []
        own = {"category", "drivers", "postings", *self.all_series()}
        read = {used for line in d.lines.values() for used in names_in(line.formula)}  # rates of the plan's own
        tables = {table for table, _ in d.columns} | {table for table, _ in d.lines if table} | own
        for name, value in self.example.given.items():
            if name not in tables and name not in d.inputs and (None, name) not in d.lines and name not in read:
                found.append(
                    self.problem(f'"{name}" in given is no input, line or table.{nearest(name, [*tables, *d.inputs])}')
                )
            if name in tables - own:
                rows = value if isinstance(value, list) else [value]
                columns = {column for table, column in [*d.columns, *d.lines] if table == name}
                strange = dict.fromkeys(key for row in rows for key in row if key not in columns)
                found += [
                    self.problem(f'"{name}.{key}" in given is unknown.{nearest(key, columns)}') for key in strange
                ]
        return found

    def compare(self, name: str, found: Array, expected: Any) -> list[Problem]:
        """A line's values, (rows, columns), against what the example says."""
        text = found.dtype == object
        wanted = np.array(_plain(expected), dtype=object if text else float)
        if wanted.ndim < 2:
            fits = wanted.size == found.size
            wanted = (
                wanted.reshape(found.shape) if fits else np.full(found.shape, wanted) if wanted.size == 1 else wanted
            )
        if wanted.shape != found.shape:
            return [self.problem(f"gives {name}: {found.size} values, not {wanted.size}.")]
        same = wanted == found if text else np.abs(found - wanted) <= RELATIVE * np.maximum(1, np.abs(wanted))
        if same.all():
            return []
        row, column = np.argwhere(~same.astype(bool))[0]
        return [
            self.problem(
                f"{name} is {found[row, column]!r} where {wanted[row, column]!r} is expected "
                f"(row {row + 1}, column {column + 1})."
            )
        ]

    def problem(self, message: str) -> Problem:
        """A problem of this example."""
        return Problem(self.example.place, self.example.title, message)

    def home(self, name: str) -> tuple[str | None, str]:
        """The table and name of a line in `gives`: that of the first given table that has it, or a global line."""
        if "." in name:
            table, _, line = name.partition(".")
            return table, line
        tables = [t for t in self.example.given if (t, name) in self.definitions.lines]
        tables += [t for t, n in self.definitions.lines if n == name and t and t not in tables]
        return (tables[0] if tables and (None, name) not in self.definitions.lines else None), name

    def figure(self, name: str, value: Any) -> None:
        """A given global figure, line, or dated series."""
        line, definition = self.definitions.lines.get((None, name)), self.definitions.inputs.get(name)
        unit = line.unit if line else definition.unit if definition else "text" if _is_text(value) else "count"
        self.added.add((None, name))
        if isinstance(value, dict):
            self.series(name, value, unit, bool(definition and definition.series == "changes"))
            return
        axis = (
            (line.axis if line and line.axis != "none" else "category" if name == "category" else "month")
            if isinstance(value, list)
            else None
        )
        values = (
            column_array(value if isinstance(value, list) else [value], unit).T if axis else column_array([value], unit)
        )
        self.parts.add(Input(name=name, axis=axis, unit=unit, kind=kind_of(unit), values=values))

    def series(self, name: str, entries: dict[Any, Any], unit: str, changes: bool) -> None:
        """A dated series: its table and, where it is a level, the monthly line."""
        self.parts.rows[name] = [str(day) for day in entries]
        self.parts.add(
            Input(name="since", table=name, kind="date", unit="date", values=column_array(list(entries), "date")),
            Input(name="value", table=name, unit=unit, values=column_array(list(entries.values()), unit)),
        )
        if not changes:
            level = LineDef(name, None, Place(""), name, unit, f"=LOOKUP(month, {name}.since, {name}.value)")
            self.parts.add(*line_blocks(level, 1))
            self.need((None, "month"))

    def table(self, table: str, rows: list[dict[str, Any]]) -> None:
        """Given rows of a table: columns and, in place of its lines, their values."""
        names = list(dict.fromkeys(name for row in rows for name in row))
        if table == "drivers":
            rows = [{"driver": name, "units": months} for row in rows for name, months in row.items()]
            names = ["driver", "units"]
        self.parts.rows[table] = [str(index) for index in range(len(rows))]
        for name in names:
            self.given_column(table, name, [row.get(name) for row in rows])
        for (owner, name), column in self.definitions.columns.items():
            if owner == table and name not in names and (column.optional or column.row_id):
                blank = [None if column.optional else f"row {i}" for i in range(len(rows))]
                self.given_column(table, name, blank)

    def given_column(self, table: str, name: str, values: list[Any]) -> None:
        """One column, by row or by row and month."""
        column, line = self.definitions.columns.get((table, name)), self.definitions.lines.get((table, name))
        self.added.add((table, name))
        if column and column.dated == "levels":
            self.dated(column, values)
            return
        unit = (
            line.unit
            if line
            else column.unit
            if column
            else "key"
            if name.endswith("_key")
            else "text"
            if _is_text(values[0])
            else "count"
        )
        if any(isinstance(v, list) for v in values):
            axis = line.axis if line else "month"
            array = np.array([[stored(v) for v in row] for row in values], dtype=float)
        else:
            axis, array = None, column_array(values, unit)
        self.parts.add(
            Input(
                name=name,
                table=table,
                axis=axis,
                unit=unit,
                kind=kind_of(unit),
                values=array,
                optional=bool(column and column.optional),
            )
        )

    def all_series(self) -> dict[str, ColumnDef]:
        """The tables of dated changes by name, each with its column."""
        return {column.series: column for column in self.definitions.columns.values() if column.dated == "changes"}

    def changes(self, name: str, rows: list[dict[str, Any]]) -> None:
        """The dated changes of a column: whose, from which day on, and the value."""
        self.parts.rows[name] = [str(row) for row in rows]
        for part, unit in (("row", "key"), ("since", "date"), ("value", self.all_series()[name].unit)):
            values = column_array([row[part] for row in rows], unit)
            self.parts.add(Input(name=part, table=name, unit=unit, kind=kind_of(unit), values=values))

    def dated(self, column: ColumnDef, values: list[dict[Any, Any]]) -> None:
        """A column that changes by date."""
        assert column.table
        steps = [
            [(day, SimpleNamespace(value=v, provenance={}), Place("")) for day, v in row.items()] for row in values
        ]
        only = Definitions(columns={(column.table, column.name): column})
        ids = [str(value) for value in id_column(self.parts, column.table).values[:, 0]]
        add_table(self.parts, only, column.table, Feed(ids, {}, lambda row, c: Place(""), dated={column.name: steps}))
        self.need((None, "month"))

    def need(self, key: tuple[str | None, str]) -> None:
        """Adds a line of the formula files and all that it reads, unless it was given."""
        if key in self.added:
            return
        self.added.add(key)
        line = self.definitions.lines.get(key)
        if line is None:
            self.parts.problems.append(self.problem(f'"{key[1]}" is neither given nor a line.'))
            return
        table = line.table
        rows = len(self.parts.rows.setdefault(table, ["row"])) if table else 1
        self.parts.add(*line_blocks(line, rows))
        for name in sorted(
            names_in(line.formula) | (names_in(line.opening) if line.opening.startswith("=") else set())
        ):
            owner, _, short = name.rpartition(".")
            candidates = [(owner or table, short), (None, name)] if not owner else [(owner, short)]
            known = [c for c in candidates if c in self.added or c in self.definitions.lines]
            if not known and owner and any(b.key == name for b in self.parts.blocks):
                continue
            self.need(known[0] if known else candidates[-1])


def _is_series(value: dict[Any, Any]) -> bool:
    return all(isinstance(key, dt.date) for key in value)


def _is_text(value: Any) -> bool:
    return isinstance(value, str) or (isinstance(value, list) and bool(value) and isinstance(value[0], str))


def _plain(expected: Any) -> Any:
    if isinstance(expected, list):
        return [_plain(item) for item in expected]
    return stored(expected)


def shipped_examples() -> Iterator[tuple[Definitions, ExampleDef]]:
    """Every example of the shipped files, with the definitions under which it holds: the extras' with the extra."""
    base = shipped()
    settled = base.settled()
    yield from ((settled, example) for example in base.examples)
    for tables, extra in base.extras:
        with_extra = base.settled(tables)
        yield from ((with_extra, example) for example in extra.examples)


def run_examples(plan: Assumptions) -> list[Problem]:
    """Runs the examples of the shipped formula files, and those of a plan's own `model:` section on both together."""
    problems = [problem for definitions, example in shipped_examples() for problem in run_example(definitions, example)]
    if plan.model:
        both = shipped()
        known = len(both.examples)
        own = read_definitions([plan.document.node("model")], both).examples[known:]
        problems += [problem for example in own for problem in run_example(plan.definitions, example)]
    return problems
