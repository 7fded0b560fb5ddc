"""Examples beside the lines, worked by hand: the figures given, and what the lines give for them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from ..assumptions.definitions import Definitions, ExampleDef
from ..assumptions.formula_files import read_definitions, shipped
from ..assumptions.load import Assumptions
from ..errors import Problem, nearest
from ..formula.parse import names_in
from ..model.blocks import Array
from ..model.evaluate import evaluate
from .parts import stored
from .small_model import NAMED, SmallModel

RELATIVE = 1e-9
MISFIT = (
    "The figures do not fit the lines' months and rows: a table is a mapping of columns or a list of such rows, and a "
    "figure that differs from month to month is a list of as many numbers as the example has months."
)


def run_example(definitions: Definitions, example: ExampleDef) -> list[Problem]:
    """Runs one example; a problem for each line that gives something else than the example says."""
    run = _Example(definitions, example)
    if strangers := run.strangers():
        return strangers
    try:
        return run.run()
    except (ValueError, TypeError, IndexError, KeyError, AttributeError, OverflowError):  # numpy's words help nobody
        return [run.problem(MISFIT)]


@dataclass
class _Example:
    definitions: Definitions
    example: ExampleDef

    def run(self) -> list[Problem]:
        """Builds the small model, calculates it and compares."""
        wanted = {name: self.home(name) for name in self.example.gives}
        small = SmallModel(self.definitions, self.example)
        model = small.build(list(wanted.values()))
        if small.parts.problems:
            return small.parts.problems
        values = evaluate(model)
        return [
            problem
            for name, (table, line) in wanted.items()
            for problem in self.compare(name, values[f"{table}.{line}" if table else line][0], self.example.gives[name])
        ]

    def strangers(self) -> list[Problem]:
        """Names in `given` that no formula file knows: most likely slips of the pen."""
        d, found = self.definitions, []
        own = {"category", "postings", "lasting", "follow", *NAMED, *SmallModel(d, self.example).series}
        read = {used for line in d.lines.values() for used in names_in(line.formula)}  # rates of the plan's own
        tables = {table for table, _ in d.columns} | {table for table, _ in d.lines if table} | own
        for name, value in ((str(key), value) for key, value in self.example.given.items()):
            if name not in tables and name not in d.inputs and (None, name) not in d.lines and name not in read:
                found.append(
                    self.problem(f'"{name}" in given is no input, line or table.{nearest(name, [*tables, *d.inputs])}')
                )
            if name in tables - own:
                rows = [row for row in (value if isinstance(value, list) else [value]) if isinstance(row, dict)]
                columns = {column for table, column in [*d.columns, *d.lines] if table == name}
                strange = dict.fromkeys(key for row in rows for key in map(str, row) if key not in columns)
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
                f"{name} is {_said(found[row, column])} where {_said(wanted[row, column])} is expected "
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


def _said(value: Any) -> str:
    """A value as the example would write it."""
    if isinstance(value, str):
        return value
    return f"{float(value):.10g}" if np.isfinite(value) else "without a value"


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


@cache
def shipped_problems() -> tuple[Problem, ...]:
    """The problems of the shipped examples: run once, as no plan changes what they are run on."""
    return tuple(problem for known, example in shipped_examples() for problem in run_example(known, example))


def run_examples(plan: Assumptions) -> list[Problem]:
    """Runs the examples of the shipped formula files, and those of a plan's own `model:` section on both together."""
    return [*shipped_problems(), *own_examples(plan)]


def own_examples(plan: Assumptions) -> list[Problem]:
    """Runs the examples of a plan's own `model:` section."""
    problems: list[Problem] = []
    if plan.model:
        own = read_definitions([plan.document.node("model")])
        both = read_definitions([plan.document.node("model")], shipped())
        problems += [problem for example in own.examples for problem in run_example(plan.definitions, example)]
        for tables, extra in own.extras:
            with_extra = both.settled(tables)
            problems += [problem for example in extra.examples for problem in run_example(with_extra, example)]
    return problems
