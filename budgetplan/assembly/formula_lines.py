"""Lines and drivers with a manager's own formula."""

from __future__ import annotations

from dataclasses import replace

from ..assumptions.definitions import LineDef
from ..assumptions.load import Assumptions
from ..assumptions.nodes import Node
from ..formula.parse import parse
from ..formula.tree import FormulaError, Name, nodes
from ..model.blocks import Block, Line, Slot, Union
from .parts import Parts, line_blocks, written

COSTS, STEPS = "Operating Costs", "Operating Steps"
CENTS = "=ROUND(ROUND({0}, 2) - IF(period_in_year = 1, 0, ROUND(PREV({0}), 2)), 2)"


def name_of(line_id: str) -> str:
    """The name by which formulas know a line: its id, with underscores."""
    return line_id.replace("-", "_")


def add_formula_lines(parts: Parts, plan: Assumptions) -> None:
    """Operating lines with a formula: what is spent in the month, since the year began, and the posting line in cents.

    The rounding is that of all operating lines: cumulative, so that the months add up to the year.
    """
    flows = flow_names(parts, plan)
    for index, line in enumerate(plan.lines):
        if line.formula is None:
            continue
        name, place = name_of(line.id), plan.place("lines", index, "formula")
        for part, value in (("fund", line.fund), ("unit", line.unit), ("account", line.account)):
            where = plan.place("lines", index, part)
            parts.add(written(f"{name}__{part}", [value], None, sheet=COSTS, slot=part, beside=name, place=where))
        path, source = f"lines[{line.id}].formula", line.source or ""
        spent, to_date = f"{name}__spent", f"{name}__to_date"
        label = f"{line.label}: cost of the month, unrounded"
        node = plan.document.node("lines", index, "formula")
        parts.add(own_formula(spent, line.formula, label, "$", STEPS, node, path, is_flow(line.formula, flows)))
        since = f"{line.label}: cost since the start of the fiscal year"
        running = LineDef(to_date, None, place, since, "$", f"=YTD({spent}, fiscal_year)", STEPS, opening="0")
        posting = LineDef(name, None, place, line.label, "$", CENTS.format(to_date), COSTS, posts=f"{name}__account")
        parts.add(*line_blocks(running, 1))
        parts.add(*(_told(block, line.formula, source) for block in line_blocks(posting, 1)))
        parts.add(_listed(f"{name}__of_year", f"=ACROSS({name}, fiscal_year, plan_year)", line.label, name))
    _add_totals(parts, [name_of(line.id) for line in plan.lines if line.formula is not None])


def _listed(name: str, formula: str, label: str, beside: str = "", slot: Slot = "listed") -> Line:
    """A figure of the list of formula lines on Operating Lines."""
    return Line(
        name=name,
        formula=formula,
        unit="$",
        label=f"{label}: plan's last year",
        support=True,
        sheet="Operating Lines",
        slot=slot,
        beside=beside,
    )


def _add_totals(parts: Parts, names: list[str]) -> None:
    """What the formula lines cost together, and with all other operating lines."""
    if not names:
        return
    label, keys = "Lines with a formula of their own", tuple(f"{name}__of_year" for name in names)
    parts.add(
        Union(name="of_year", table="formula_lines", unit="$", label=label, parts=keys),
        _listed("formula_lines__cost", "=SUM(formula_lines.of_year)", label, slot="grand total"),
        _listed("operating__all", "=operating_cost + formula_lines__cost", "All operating lines", slot="grand total"),
    )


def _told(block: Block, text: str, source: str) -> Block:
    """A posting line that remembers what the manager wrote."""
    return replace(block, written=text, source=source) if isinstance(block, Line) else block


def own_formula(name: str, text: str, label: str, unit: str, sheet: str, node: Node, path: str, flow: bool) -> Line:
    """A monthly line from a manager's formula: a month's amount as it stands, a year's amount by twelve."""
    return Line(
        name=name,
        axis="month",
        unit=unit,
        label=label,
        formula=text if flow else f"=({text[1:]}) / 12",
        sheet=sheet,
        place=node.place,
        spots=node.spots,
        written=text,
        path=path,
    )


def flow_names(parts: Parts, plan: Assumptions) -> set[str]:
    """What happens in a month: drivers, other lines, monthly lines of the plan's own. A rate holds in a month, but is
    none of these: to give it a date changes no amount into another.
    """
    own = {block.name for block in parts.blocks if block.axis == "month" and not block.table}
    lines = {name_of(line.id) for line in plan.lines if line.formula is not None}
    return (own | lines | set(plan.drivers)) - set(plan.rates)


def is_flow(text: str, flows: set[str]) -> bool:
    """Whether a formula names something that happens in a month; otherwise it is a year's amount."""
    try:
        return any(isinstance(node, Name) and node.text in flows for node in nodes(parse(text)))
    except FormulaError:
        return True  # the model will say what is wrong
