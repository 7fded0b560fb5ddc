"""What a manager's own formulas give: a monthly line each, by the id of the budget line, read together as a table."""

from __future__ import annotations

from ..assumptions.load import Assumptions
from ..assumptions.nodes import Node
from ..assumptions.operating_lines import EVEN
from ..errors import Problem
from ..model.blocks import Line, Union
from ..names import name_of
from .flows import UNCLEAR, Per, names_of, per_of
from .parts import Parts, key_beside

SHEET = "Line Formulas"
FALLS = (
    "has no effect: the formula is a month's amount, which falls as what it names does; remove the pattern, "
    "or say that it is a year's with `per: year`"
)


def add_own_lines(parts: Parts, plan: Assumptions) -> None:
    """Each formula of a budget line as a monthly line; the operating table looks its amounts up by the line's id."""
    names, pace_of = [], names_of(plan)
    for index, line in enumerate(plan.lines):
        if line.formula is None:
            continue
        name, node = name_of(line.id), plan.document.node("lines", index, "formula")
        path = f"lines[{line.id}].formula"
        per = per_of(line.formula, line.per, pace_of)
        if per is None:
            parts.problems.append(Problem(node.place, path, UNCLEAR))
        if per == "month" and line.pattern != EVEN:
            parts.problems.append(Problem(plan.place("lines", index, "pattern"), f"lines[{line.id}].pattern", FALLS))
        parts.add(
            own_formula(name, line.formula, line.label, "$", SHEET, node, path, per or "month"),
            key_beside(name, line.id, SHEET, node.place),
        )
        names.append(name)
    keys = tuple(f"{name}__key" for name in names)
    parts.add(
        Union(
            name="amount",
            table="own_lines",
            axis="month",
            unit="$",
            label="Amounts of formulas",
            parts=tuple(names),
            adjoins=True,
        ),
        Union(name="line", table="own_lines", unit="text", label="Their lines", parts=keys, adjoins=True),
    )


def lines_without_formula(plan: Assumptions) -> dict[str, str]:
    """The names by which formulas might call lines that have no formula, and what is told where one does."""
    return {
        name_of(line.id): f"The line {line.id} has no formula, and formulas can name only lines that have one: "
        "give it one, or put its figure under `rates` and name that."
        for line in plan.lines
        if line.formula is None
    }


def own_formula(name: str, text: str, label: str, unit: str, sheet: str, node: Node, path: str, per: Per) -> Line:
    """A monthly line from a manager's formula: a month's amount as it stands, a year's amount by twelve."""
    return Line(
        name=name,
        axis="month",
        unit=unit,
        label=label,
        formula=text if per == "month" else f"=({text[1:]}) / 12",
        sheet=sheet,
        place=node.place,
        spots=node.spots,
        written=text,
        path=path,
    )
