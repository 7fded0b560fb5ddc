"""Scenarios: what differs from the plan itself, figure by figure, by the paths that messages use.

A scenario changes figures (`positions[CO-117].fte: 0.5`), leaves rows out, and adds rows of its own. Added rows join
the plan's own lists, outside the base; leaving a row out changes its `included` to 0. So a scenario is nothing but a
list of changed figures, each with its place.
"""

from __future__ import annotations

from typing import Annotated, Any, NamedTuple

from pydantic import BeforeValidator, Field

from budgetplan.assumptions.figures import Figure, Id, Label, Section, Words
from budgetplan.assumptions.nodes import Node
from budgetplan.assumptions.read import ID_KEYS, Document
from budgetplan.assumptions.values import Refused
from budgetplan.errors import Place, Problem
from budgetplan.names import quoted

BASE = "base"
INCLUDED = "included"
ADDED_TO = ("positions", "lines")
"""The lists to which a scenario may add rows."""


def _not_base(name: str) -> str:
    if name == BASE:
        raise Refused(f"{quoted(BASE)} is the plan itself: give the scenario another id")
    return name


class Adds(Section):
    """Rows that are in one scenario only, written as in the sections themselves."""

    positions: list[Any] = Field(default_factory=list)
    lines: list[Any] = Field(default_factory=list)


class Scenario(Section):
    """One scenario: what it is, and how it differs from the plan itself."""

    id: Annotated[Id, BeforeValidator(_not_base)]
    label: Label
    changes: dict[Words, Figure] = Field(default_factory=dict)
    leave_out: list[Words] = Field(default_factory=list)
    adds: Adds = Adds()


class Change(NamedTuple):
    """A figure that a scenario changes: the scenario's number (the base is 1), the figure's path, what it says.

    `row` is the path of the row alone where the scenario leaves it out.
    """

    scenario: int
    path: str
    figure: Figure
    place: Place
    row: str = ""


def add_rows(document: Document) -> None:
    """Puts the rows that scenarios add behind those of the plan's own lists, outside the base."""
    for scenario in _items(document.root.value.get("scenarios")):
        adds = scenario.value.get("adds") if isinstance(scenario.value, dict) else None
        given = adds.value if adds is not None and isinstance(adds.value, dict) else {}
        for section in ADDED_TO:
            for row in _items(given.get(section)):
                _add_row(document, section, row)


def _add_row(document: Document, section: str, row: Node) -> None:
    """One row of one scenario, which is outside the base."""
    known = document.root.value.setdefault(section, Node([], row.file, row.line, row.column))
    document.root.keys.setdefault(section, row.place)
    if not isinstance(known.value, list):
        return
    if not isinstance(row.value, dict):
        known.value.append(row)  # what is no row is refused where the rows are read
        return
    if "csv" in row.value:
        wrong = "a scenario adds rows that are written out here, not in a CSV file: write them out"
        document.problems.append(Problem(row.keys["csv"], f"scenarios: {section}", wrong))
        return
    if INCLUDED in row.value:
        wrong = "a row that a scenario adds is in that scenario, and in no other: leave `included` out"
        document.problems.append(Problem(row.keys[INCLUDED], f"scenarios: {section}", wrong))
    outside = Node(
        {**row.value, INCLUDED: Node(0, row.file, row.line, row.column, "0")}, row.file, row.line, row.column
    )
    outside.keys, outside.bare = {**row.keys, INCLUDED: row.place}, row.bare
    known.value.append(outside)


def changes_of(document: Document, scenarios: list[Scenario]) -> list[Change]:
    """Everything that the scenarios of a plan change, in the order of the files."""
    found = []
    for index, scenario in enumerate(scenarios):
        number, at = index + 2, ("scenarios", index)
        for path, figure in scenario.changes.items():
            found.append(Change(number, path, figure, document.place(*at, "changes", path, "value")))
        for row, path in enumerate(scenario.leave_out):
            place = document.place(*at, "leave_out", row)
            found.append(Change(number, f"{path}.{INCLUDED}", Figure(value=0), place, path))
        for section in ADDED_TO:
            for row, _ in enumerate(getattr(scenario.adds, section)):
                item = document.node(*at, "adds", section, row)
                name = next((item.value[key].text for key in ID_KEYS if key in item.value), "")
                found.append(Change(number, f"{section}[{name}].{INCLUDED}", Figure(value=1), item.place))
    return found


def _items(node: Node | None) -> list[Node]:
    return node.value if node is not None and isinstance(node.value, list) else []
