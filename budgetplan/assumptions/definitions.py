"""The format of formula files: the inputs, lines, tables, checks and examples that the budget is made of.

The files of `budgetplan/lines/` and a plan's own `model:` section are written alike and read here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any, TypeVar

from ..errors import AssumptionError, Place, Problem, nearest
from ..names import name_problem
from .nodes import Node, compose

SHIPPED = Path(__file__).parent.parent / "lines"
ORDER = ("time", "raises", "wages", "social_security", "medicare", "pension", "health", "operating", "budget")
NOWHERE = Place("")
SPLIT = " Inside {...} a comma ends a formula: put the formula in double quotes, or on a line of its own."
UNITS = ("$", "$/x", "share", "count", "FTE", "hours", "days", "index", "flag", "year", "date", "text", "code", "key")


@dataclass(frozen=True)
class Definition:
    """What every definition has: its name, the table it belongs to (or none), and its place."""

    name: str
    table: str | None
    place: Place


@dataclass(frozen=True)
class InputDef(Definition):
    """A figure that formulas need: the plan gives it under `rates:`. `series: changes` marks raises, not levels."""

    label: str = ""
    unit: str = ""
    series: str = ""


@dataclass(frozen=True)
class ColumnDef(Definition):
    """A column of a table. `row_id` marks the one that names the rows, `dated` one that may change by date."""

    label: str = ""
    unit: str = ""
    optional: bool = False
    row_id: bool = False
    dated: bool = False
    choices: Any = ()
    low: float | None = None
    high: float | None = None
    sheet: str = ""


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
    whole: bool = False
    source: str = ""
    help: str = ""
    formula_place: Place = NOWHERE


@dataclass(frozen=True)
class CheckDef(Definition):
    """Two figures that must agree within a tolerance (half a cent unless a formula says otherwise)."""

    label: str = ""
    help: str = ""
    expected: str = ""
    found: str = ""
    tolerance: str = ""


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
    """A table: its sheet and title, and rows of its own where the plan's `model:` gives them."""

    sheet: str = ""
    title: str = ""
    rows: list[dict[str, Any]] = field(default_factory=list)


@dataclass
class Definitions:
    """Everything that the formula files define, in their order."""

    inputs: dict[str, InputDef] = field(default_factory=dict)
    tables: dict[str, TableDef] = field(default_factory=dict)
    columns: dict[tuple[str, str], ColumnDef] = field(default_factory=dict)
    lines: dict[tuple[str | None, str], LineDef] = field(default_factory=dict)
    checks: dict[str, CheckDef] = field(default_factory=dict)
    examples: list[ExampleDef] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def with_sums(self) -> Definitions:
        """The same, with the formulas of lines that add up all postings of their table: a new line joins by itself."""
        for (table, name), line in self.lines.items():
            if line.sums:
                posting = [other.name for other in self.lines.values() if other.table == table and other.posts]
                self.lines[table, name] = replace(line, formula="=" + (" + ".join(posting) or "0"))
        return self


D = TypeVar("D", bound=Definition)


def shipped() -> Definitions:
    """The budget's own lines, from the package; raises AssumptionError where a shipped file is wrong."""
    problems: list[Problem] = []
    trees = []
    place = {stem: index for index, stem in enumerate(ORDER)}  # a file that is not named here follows them
    for path in sorted(SHIPPED.glob("*.yaml"), key=lambda p: (place.get(p.stem, len(ORDER)), p.stem)):
        trees.append(compose(path.read_text(encoding="utf-8"), f"budgetplan/lines/{path.name}", problems))
    definitions = read_definitions(tree for tree in trees if tree)
    if problems or definitions.problems:
        raise AssumptionError(problems + definitions.problems)
    return definitions


def read_definitions(trees: Iterable[Node], into: Definitions | None = None) -> Definitions:
    """Reads formula files (as nodes) into definitions; mistakes are collected in `.problems`."""
    definitions = Definitions() if into is None else into
    for tree in trees:
        _Reader(definitions).file(tree)
    return definitions


class _Reader:
    """Walks the sections of one file."""

    def __init__(self, definitions: Definitions):
        self.out = definitions

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

    def file(self, tree: Node) -> None:
        """One formula file, section by section."""
        sections = self.mapping(tree, "model")
        for key, node in sections.items():
            match key:
                case "inputs":
                    for name, child in self.mapping(node, "inputs").items():
                        self.add(self.out.inputs, name, self.take(InputDef, name, None, child, f"inputs.{name}"))
                case "lines":
                    self.lines(node, None, "lines")
                case "tables":
                    for name, child in self.mapping(node, "tables").items():
                        self.table(name, child)
                case "checks" | "examples":
                    for index, child in enumerate(node.value if isinstance(node.value, list) else []):
                        self.listed(key, child, f"{key}[{index}]")
                case _:
                    known = ("inputs", "lines", "tables", "checks", "examples")
                    self.problem(
                        tree.keys.get(key, tree.place),
                        key,
                        f"A formula file has {', '.join(known)}.{nearest(key, known)}",
                    )

    def table(self, name: str, node: Node) -> None:
        """A table may be spread over files: its columns and lines add up."""
        path = f"tables.{name}"
        parts = self.mapping(node, path)
        own = {key: child for key, child in parts.items() if key not in ("columns", "lines")}
        definition = self.take(TableDef, name, None, node, path, own)
        if definition and (name not in self.out.tables or own):
            self.out.tables[name] = definition
        for column, child in self.mapping(parts["columns"], path).items() if "columns" in parts else ():
            taken = self.take(ColumnDef, column, name, child, f"{path}.{column}")
            if taken:
                self.add(self.out.columns, (name, column), taken)
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
            place = given["formula"].place if "formula" in given else child.place
            values = {f.name: getattr(taken, f.name) for f in fields(taken)} | {"formula_place": place}
            self.add(self.out.lines, (table, name), LineDef(**values))

    def listed(self, section: str, node: Node, path: str) -> None:
        """A check or an example."""
        parts = self.mapping(node, path)
        if section == "examples":
            if example := self.take(ExampleDef, path, None, node, path, parts):
                self.out.examples.append(example)
            return
        name = str(parts["id"].value) if "id" in parts else path
        rest = {key: child for key, child in parts.items() if key != "id"}
        if check := self.take(CheckDef, name, None, node, path, rest):
            self.add(self.out.checks, name, check)

    def add(self, where: dict[Any, D], key: Any, taken: D | None) -> None:
        """Keeps a definition, unless its name is taken."""
        if taken is None:
            return
        if key in where:
            self.problem(taken.place, taken.name, f"This is defined twice; it is also at {where[key].place}.")
        where[key] = taken

    def take(
        self, kind: type[D], name: str, table: str | None, node: Node, path: str, given: dict[str, Node] | None = None
    ) -> D | None:
        """One definition of a kind, with its fields checked."""
        parts = self.mapping(node, path) if given is None else given
        known = {f.name: f for f in fields(kind) if f.name not in ("name", "table", "place", "formula_place")}
        before = len(self.out.problems)
        if kind in (InputDef, ColumnDef, LineDef, TableDef, CheckDef) and (wrong := name_problem(name)):
            self.problem(node.place, path, wrong)
        values: dict[str, Any] = {}
        for key, child in parts.items():
            if key not in known:
                hint = nearest(key, known) or (SPLIT if "formula" in parts and not key.isidentifier() else "")
                self.problem(node.keys.get(key, node.place), path, f'There is no "{key}" here.{hint}')
                continue
            as_typed = key in ("formula", "opening", "expected", "found", "tolerance") and child.text is not None
            values[key] = child.text if as_typed else child.plain()
            expected = str(known[key].type).split(" |")[0]
            actual = type(values[key]).__name__
            if expected != "Any" and not expected.startswith(actual) and (expected, actual) != ("float", "int"):
                self.problem(
                    child.place, f"{path}.{key}", f"This must be {_WORDS.get(expected.split('[')[0], expected)}."
                )
        if kind in (InputDef, ColumnDef, LineDef) and values.get("unit", "") not in UNITS:
            self.problem(
                node.place,
                path,
                f"Say its unit, one of {', '.join(UNITS)}.{nearest(str(values.get('unit', '')), UNITS)}",
            )
        if kind is LineDef and "formula" not in parts and values.get("sums") != "postings":
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
