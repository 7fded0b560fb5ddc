"""One model from a plan's figures and the formula files."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from ..assumptions.definitions import Definitions
from ..assumptions.load import Assumptions
from ..errors import AssumptionError, Problem
from ..formula.parse import names_in
from ..model.blocks import Bounds
from ..model.graph import Model
from .allocation import AXIS, steps_of
from .as_built import add_as_built
from .bridge import add_bridge, rates_before
from .checks import add_checks
from .feeds import add_tables, categories
from .follow import add_follow
from .groups import add_groups
from .heads import add_estimates, add_heads
from .inputs import add_inputs
from .later import STEPS as LATER_STEPS
from .named import add_named
from .operating import add_drivers
from .outlook import TABLE as OUTLOOK
from .outlook import add_outlook, add_outlook_rows
from .own_lines import add_own_lines, lines_without_formula
from .parts import Parts, constant, line_blocks, written
from .past import add_past
from .patterns import add_patterns
from .pay_calendar import add_pay_calendar
from .position_cost import add_position_cost
from .position_totals import add_position_totals
from .postings import add_budget, add_postings, add_sides, split_postings
from .rates import add_rates
from .scenarios import add_scenarios, vary
from .sources import TABLE as SOURCES
from .sources import add_sources
from .unit_pages import add_unit_pages
from .whole_numbers import add_whole_numbers

LATE = {"budget", OUTLOOK, SOURCES}  # tables whose rows follow from what posts, and from what is entered


def assemble(plan: Assumptions) -> Model:
    """The model of a plan (`assumptions.load.Assumptions`); raises AssumptionError with all problems."""
    definitions, parts = rates_before(plan, plan.definitions), Parts(plan.plan.first_day)
    parts.add_axes(definitions, **_sizes(plan))
    _add_calendar(parts, plan)
    add_rates(parts, plan, definitions, needed(plan, definitions))
    add_tables(parts, plan, definitions)
    add_past(parts, plan, definitions)
    add_groups(parts, plan, definitions)
    add_bridge(parts, plan, definitions)
    add_outlook(parts, plan, definitions)
    add_position_totals(parts, plan, definitions)
    add_scenarios(parts, plan, definitions)
    _add_lines(parts, definitions, lambda table: table not in LATE)
    add_drivers(parts, plan)
    add_own_lines(parts, plan)
    add_patterns(parts, plan)
    add_named(parts, plan)
    add_whole_numbers(parts)
    vary(parts, plan, definitions)
    definitions = split_postings(parts, definitions)
    for add_rows in (add_budget, add_outlook_rows, add_sources):
        add_rows(parts, plan, definitions)
    _add_lines(parts, definitions, lambda table: table in LATE)
    add_follow(parts)
    add_unit_pages(parts, plan, definitions)
    add_sides(parts, definitions)
    add_inputs(parts)
    add_postings(parts)
    add_as_built(parts)
    add_checks(parts, definitions)
    add_estimates(parts)
    add_heads(parts)
    try:
        model = Model.build(parts.blocks, parts.rows, parts.axes, lines_without_formula(plan))
    except AssumptionError as error:
        raise AssumptionError(parts.problems + _not_named(error.problems, parts.problems)) from None
    if parts.problems:
        raise AssumptionError(parts.problems)
    return model


def _sizes(plan: Assumptions) -> dict[str, int]:
    """How many steps the axes have that the plan itself counts."""
    head = plan.plan
    counted = {"month": head.months, "year": head.years, "category": len(categories(plan))}
    return {**counted, "past": len(plan.history.stages), "later": LATER_STEPS, AXIS: steps_of(plan)}


def _not_named(found: list[Problem], known: list[Problem]) -> list[Problem]:
    """The problems of formulas but for those that only repeat that a rate is missing."""
    missing = {problem.path.removeprefix("rates.") for problem in known if problem.path.startswith("rates.")}
    return [problem for problem in found if problem.unknown not in missing]


def needed(plan: Assumptions, definitions: Definitions) -> set[str]:
    """The names that formulas use, and the accounts they post to, but for lines of tables that have no rows."""
    empty = {"positions"} if not len(plan.positions) else set()
    live = [line for line in definitions.lines.values() if line.table not in empty]
    names = {line.posts for line in live if line.posts}
    own = [line.formula for line in plan.lines if line.formula]
    own += [driver.formula for driver in plan.drivers.values() if driver.formula]
    for text in [text for line in live for text in (line.formula, line.opening)] + own:
        names |= names_in(text)
    return names


def _add_calendar(parts: Parts, plan: Assumptions) -> None:
    """The plan's first day and years, as the time lines read them. They are the plan's, not a workbook's, to change."""
    head = plan.plan
    at = plan.place("plan", "fiscal_year")
    fixed: Sequence[tuple[str, Any, str, str]] = (
        ("plan_start", head.first_day, "date", "First day of the plan"),
        ("plan_end", head.last_day, "date", "Last day of the plan"),
        (
            "fiscal_year_shift",
            (13 - head.fiscal_year_start) % 12,
            "count",
            "Months from the start of a fiscal year to January",
        ),
        ("first_fiscal_year", head.fiscal_year - head.years + 1, "year", "First fiscal year of the plan"),
        ("plan_year", head.fiscal_year, "year", "Fiscal year of the request"),
    )
    for name, value, unit, label in fixed:
        parts.add(written(name, [value], None, unit, label=label, sheet="Rates", place=at))
    add_pay_calendar(parts, plan)
    add_position_cost(parts, plan)
    where = plan.place("plan", "round_to")
    parts.add(
        constant(
            "round_to",
            head.round_to,
            "$",
            where,
            "Requests are rounded to",
            sheet="Rates",
            choices=("1", "10", "100"),
            bounds=Bounds(low=1, high=100, whole=True),
        )
    )


def _add_lines(parts: Parts, definitions: Definitions, wanted: Callable[[str | None], bool]) -> None:
    """The lines of the formula files."""
    for line in definitions.lines.values():
        if wanted(line.table):
            parts.add(*line_blocks(line, len(parts.rows.get(line.table or "", [""]))))
