"""Scenarios: what differs from the plan itself, figure by figure, by the paths that messages use.

A scenario changes figures (`positions[CO-117].fte: 0.5`), leaves rows out, and adds rows of its own. Added rows join
the plan's own lists, outside the base; leaving a row out changes its `included` to 0. So a scenario is nothing but a
list of changed figures, each with its place.
"""

from __future__ import annotations

from typing import Annotated, Any, NamedTuple

from pydantic import Field

from budgetplan.assumptions import values
from budgetplan.assumptions.figures import Figure, Label, Section, Words
from budgetplan.assumptions.nodes import Node
from budgetplan.assumptions.read import Document
from budgetplan.assumptions.shapes import Reader
from budgetplan.assumptions.values import Refused
from budgetplan.errors import Place, Problem
from budgetplan.names import quoted

BASE = "base"
INCLUDED = "included"
ADDED_TO = {"positions": "position", "lines": "id"}  # and by what their rows are named
"""The lists to which a scenario may add rows."""


def _own_id(raw: Any) -> str:
    name = values.identifier(raw)
    if name == BASE:
        raise Refused(f"{quoted(BASE)} is the plan itself: give the scenario another id")
    return name


ScenarioId = Annotated[str, Reader(_own_id, {**values.identifier.shape, "not": {"const": BASE}})]
Added = list[dict[Any, Any]]


class Adds(Section):
    """Rows that are in one scenario only, written as in the sections themselves."""

    positions: Added = Field(default_factory=list, description="Positions that only this scenario has.")
    lines: Added = Field(default_factory=list, description="Operating lines that only this scenario has.")


class Scenario(Section):
    """One scenario: what it is, and how it differs from the plan itself."""

    id: ScenarioId = Field(description="The scenario's own id.")
    label: Label = Field(description="What people call the scenario.")
    changes: dict[Words, Figure] = Field(
        default_factory=dict,
        description="Figures that are different, by the path that messages use, such as positions[CO-117].fte.",
        examples=[{"rates.pension_rate[2028-07-01]": 0.139, "positions[CO-117].start": "2028-01-03"}],
    )
    leave_out: list[Words] = Field(
        default_factory=list, description="Rows that this scenario does not have.", examples=[["positions[CO-118]"]]
    )
    adds: Adds = Field(Adds(), description="Rows that only this scenario has, written as in their own sections.")


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
    if not (isinstance(known.value, list) and isinstance(row.value, dict)):
        return  # what is no list, or no row, is refused where the sections are read
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
        for section, row_id in ADDED_TO.items():
            for row, _ in enumerate(getattr(scenario.adds, section)):
                item = document.node(*at, "adds", section, row)
                name = item.value[row_id].text if row_id in item.value else ""
                found.append(Change(number, f"{section}[{name}].{INCLUDED}", Figure(value=1), item.place))
    return found


def _items(node: Node | None) -> list[Node]:
    return node.value if node is not None and isinstance(node.value, list) else []
