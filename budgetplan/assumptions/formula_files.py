"""Reading formula files: those of `budgetplan/lines/` and a plan's own `model:` section are written alike."""

from __future__ import annotations

import functools
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

from ..errors import SHIPPED_LINES, AssumptionError, Place, Problem, nearest
from ..names import name_problem, quoted
from .definition_kinds import (
    AS_TYPED,
    PARTS,
    STEPS,
    TABLE_PARTS,
    UNITS,
    AxisDef,
    CheckDef,
    ColumnDef,
    Definition,
    ExampleDef,
    InputDef,
    LineDef,
    TableDef,
    keys_of,
)
from .definitions import Definitions
from .nodes import Node, compose

SHIPPED = Path(__file__).parent.parent / "lines"
ORDER = (
    "time",
    "paydays",
    "raises",
    "wages",
    "social_security",
    "medicare",
    "pension",
    "health",
    "cash",
    "overtime",
    "overtime_exempt",
    "allowances",
    "pension_plans",
    "operating",
    "budget",
)
SPLIT = " Inside {...} a comma ends a formula: put the formula in double quotes, or on a line of its own."

D = TypeVar("D", bound=Definition)


@functools.cache
def _shipped() -> Definitions:
    problems: list[Problem] = []
    trees = []
    place = {stem: index for index, stem in enumerate(ORDER)}  # a file that is not named here follows them
    for path in sorted(SHIPPED.glob("*.yaml"), key=lambda p: (place.get(p.stem, len(ORDER)), p.stem)):
        trees.append(compose(path.read_text(encoding="utf-8"), f"{SHIPPED_LINES}{path.name}", problems))
    definitions = read_definitions(tree for tree in trees if tree)
    if problems or definitions.problems:
        raise AssumptionError(problems + definitions.problems)
    return definitions


def shipped() -> Definitions:
    """The budget's own lines, from the package; raises AssumptionError where a shipped file is wrong."""
    return _shipped().copy()


@functools.cache
def row_sections() -> dict[str, str]:
    """The sections of a plan that are rows of a table, and what these are."""
    return _shipped().sections


def read_definitions(trees: Iterable[Node], into: Definitions | None = None) -> Definitions:
    """Reads formula files (as nodes) into definitions; mistakes are collected in `.problems`."""
    definitions = Definitions() if into is None else into
    for tree in trees:
        _Reader(definitions).file(tree)
    return definitions


def _when(node: Node) -> tuple[str, ...]:
    """The tables that a file waits for."""
    given = node.plain()
    return tuple(map(str, given)) if isinstance(given, list) else (str(given),)


def _key_place(node: Node, key: str) -> Place:
    """Where a key of a mapping stands, by its text: days may be keys, too."""
    return next((place for one, place in node.keys.items() if str(one) == key), node.place)


class _Reader:
    """Walks the sections of one file."""

    def __init__(self, definitions: Definitions):
        self.base = self.out = definitions

    def problem(self, place: Place, path: str, message: str) -> None:
        self.out.problems.append(Problem(place, path, message))

    def mapping(self, node: Node, path: str) -> dict[str, Node]:
        """The items of a mapping, or a problem."""
        if node.value is None:
            return {}
        if not isinstance(node.value, dict):
            self.problem(node.place, path, "This must be a mapping (key: value).")
            return {}
        return {str(key): child for key, child in node.value.items()}

    def items(self, node: Node, path: str) -> list[Node]:
        """The items of a list, or a problem."""
        if not isinstance(node.value, list | None):
            self.problem(node.place, path, "This must be a list (lines that begin with -).")
        return node.value if isinstance(node.value, list) else []

    def file(self, tree: Node) -> None:
        """One formula file, section by section; one that begins with `when:` is kept apart."""
        sections = self.mapping(tree, "model")
        if "when" in sections:
            self.out = Definitions(problems=self.base.problems)
            self.base.extras.append((_when(sections.pop("when")), self.out))
        for key, node in sections.items():
            match key:
                case "axes":
                    for name, child in self.mapping(node, "axes").items():
                        self.add(self.out.axes, name, self.take(AxisDef, name, None, child, f"axes.{name}"))
                case "inputs":
                    for name, child in self.mapping(node, "inputs").items():
                        self.add(self.out.inputs, name, self.take(InputDef, name, None, child, f"inputs.{name}"))
                case "lines":
                    self.lines(node, None, "lines")
                case "tables":
                    for name, child in self.mapping(node, "tables").items():
                        self.table(name, child)
                case "checks" | "examples":
                    for index, child in enumerate(self.items(node, key)):
                        self.listed(key, child, f"{key}[#{index + 1}]")
                case _:
                    wrong = f"A formula file has {', '.join(PARTS)}.{nearest(key, PARTS)}"
                    self.problem(_key_place(tree, key), key, wrong)

    def table(self, name: str, node: Node) -> None:
        """A table may be spread over files: its columns and lines add up.

        What people may write is known whether or not the file counts: it waits with its lines, not with its columns.
        """
        path = f"tables.{name}"
        parts = self.mapping(node, path)
        own = {key: child for key, child in parts.items() if key not in TABLE_PARTS}
        definition = self.take(TableDef, name, None, node, path, own)
        if definition and definition.section:
            self.base.tables[name] = definition
        elif definition and (own or (name not in self.out.tables and self.out is self.base)):
            self.out.tables[name] = definition
        for column, child in self.mapping(parts["columns"], path).items() if "columns" in parts else ():
            taken = self.take(ColumnDef, column, name, child, f"{path}.{column}")
            if taken:
                into = self.out if taken.fixed else self.base
                self.add(into.columns, (name, column), taken)
        if "lines" in parts:
            self.lines(parts["lines"], name, path)

    def lines(self, node: Node, table: str | None, path: str) -> None:
        """Lines, each a mapping or just its formula."""
        for name, child in self.mapping(node, path).items():
            where = f"{path}.{name}"
            given = self.mapping(child, where) if isinstance(child.value, dict) else {"formula": child}
            taken = self.take(LineDef, name, table, child, where, given)
            if taken is None:
                continue
            formula, opening = given.get("formula", child), given.get("opening", child)
            at: dict[str, Any] = {"formula_place": formula.place, "spots": formula.spots}
            at |= {"opening_place": opening.place, "opening_spots": opening.spots}
            self.add(self.out.lines, (table, name), replace(taken, **at))

    def listed(self, section: str, node: Node, path: str) -> None:
        """A check or an example."""
        parts = self.mapping(node, path)
        if section == "examples":
            if example := self.take(ExampleDef, path, None, node, path, parts):
                self.out.examples.append(example)
            return
        name = parts["id"].text if "id" in parts else None
        if name is None:
            self.problem(node.place, path, "Give the check a name of its own: id: my_check.")
            return
        rest = {key: child for key, child in parts.items() if key != "id"}
        if check := self.take(CheckDef, name, None, node, path, rest):
            at = {key: (child.place, child.spots) for key, child in rest.items()}
            self.add(self.out.checks, name, replace(check, formulas_at=at))

    def add(self, where: dict[Any, D], key: Any, taken: D | None) -> None:
        """Keeps a definition, unless its name is taken."""
        if taken is None:
            return
        if key in where:
            self.problem(taken.place, taken.name, f"This is defined twice; it is also at {where[key].place}.")
        where[key] = taken

    def explains(self, parts: dict[str, Node], path: str) -> None:
        """The step that a line explains is one of those that there are."""
        step = str(parts["explains"].plain()) if "explains" in parts else ""
        if step and step not in STEPS:
            wrong = f"There is no step {quoted(step)}: write one of {', '.join(STEPS)}.{nearest(step, STEPS)}"
            self.problem(parts["explains"].place, f"{path}.explains", wrong)

    def take(
        self, kind: type[D], name: str, table: str | None, node: Node, path: str, given: dict[str, Node] | None = None
    ) -> D | None:
        """One definition of a kind, with its fields checked."""
        parts = self.mapping(node, path) if given is None else given
        known = keys_of(kind)
        before = len(self.out.problems)
        if kind in (AxisDef, InputDef, ColumnDef, LineDef, TableDef, CheckDef) and (wrong := name_problem(name)):
            self.problem(node.place, path, wrong)
        values: dict[str, Any] = {}
        for key, child in parts.items():
            if key not in known:
                hint = nearest(key, known) or (SPLIT if "formula" in parts and not key.isidentifier() else "")
                self.problem(_key_place(node, key), path, f'There is no "{key}" here.{hint}')
                continue
            as_typed = key in AS_TYPED and child.text is not None
            values[key] = child.text if as_typed else child.plain()
            expected = str(known[key].type).split(" |")[0]
            actual = type(values[key]).__name__
            if expected != "Any" and not expected.startswith(actual) and (expected, actual) != ("float", "int"):
                self.problem(
                    child.place, f"{path}.{key}", f"This must be {_WORDS.get(expected.split('[')[0], expected)}."
                )
        self.explains(parts, path)
        if kind in (InputDef, ColumnDef, LineDef) and values.get("unit", "") not in UNITS:
            self.problem(
                node.place,
                path,
                f"Say its unit, one of {', '.join(UNITS)}.{nearest(str(values.get('unit', '')), UNITS)}",
            )
        if kind is LineDef and not ("formula" in parts or values.get("sums") == "postings" or values.get("same_as")):
            self.problem(node.place, path, "A line needs a formula.")
        if len(self.out.problems) > before:
            return None
        return kind(
            name=name,
            table=table,
            place=node.keys.get("formula", node.place) if kind is LineDef else node.place,
            **values,
        )


_WORDS = {
    "str": "text",
    "int": "a whole number",
    "bool": "true or false",
    "float": "a number",
    "dict": "a mapping",
    "list": "a list",
}
