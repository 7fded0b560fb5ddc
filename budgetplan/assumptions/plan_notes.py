"""What is no mistake in a plan, but may not be meant: changes outside its days, prices from inside a month, units
without positions, positions without a row, an account of health insurance that nobody has.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping

from budgetplan.assumptions.definitions import Definitions
from budgetplan.assumptions.figures import Series
from budgetplan.assumptions.operating_lines import Line
from budgetplan.assumptions.read import Document
from budgetplan.assumptions.rows import Rows
from budgetplan.assumptions.schema import Sections
from budgetplan.errors import Problem

HEALTH = "health_account"
BASE = "social_security_wage_base"
NEARLY = 0.8  # of a wage base: who earns more may pass it with raises and overtime
PRICED = ("amount", "quantity", "price", "per_fte")


def plan_notes(
    document: Document, plan: Sections, definitions: Definitions, tables: Mapping[str, Rows]
) -> Iterator[Problem]:
    """All notes of a plan whose sections are right; `tables` are its rows."""
    positions, last = tables["positions"], plan.plan.last_day
    for column in filter(positions.changing, ("salary", "fte")):
        for row in range(len(positions)):
            for step in positions.steps(row, column):
                if step.day and step.day > last:
                    path = positions.listing.row_words(positions.ids[row], row, column)
                    yield Problem(step.place, path, _too_late(step.day, last))
    if "grades" in tables and "grade" in positions.columns:
        yield from _out_of_range(positions, tables["grades"])
    for index, line in enumerate(plan.lines):
        yield from _line(document, index, line, last)
        if line.per_fte is not None and line.unit not in positions.columns["unit"]:
            told = f'the unit "{line.unit}" has no positions, so the line costs 0: write an `amount`, or another unit'
            yield Problem(document.place("lines", index, "per_fte", "value"), f"lines[{line.id}].per_fte", told)
    if HEALTH in plan.rates and len(positions) and set(positions.columns["health_tier"]) == {"none"}:
        told = "no position has a `health_tier`, so health insurance is 0: give each one of `benefits.health_tiers`"
        yield Problem(document.place("rates", HEALTH), f"rates.{HEALTH}", told)
    yield from _wage_bases(document, plan, tables)
    log, version = tables["change_log"], plan.plan.version
    if version and len(log) and version not in log.columns["version"]:
        told = f"nothing in `change_log` is of this version, {version}: add what was changed in it"
        yield Problem(document.place("plan", "version"), "plan.version", told)
    for rows in tables.values():
        if rows.listing.path[0] == "model" and len(rows):
            yield from _left_out(rows, positions, definitions)


def _out_of_range(positions: Rows, grades: Rows) -> Iterator[Problem]:
    """Salaries that are not within the range of their grade: a monthly one, perhaps, or one with a digit too many."""
    ranges = dict(zip(grades.ids, zip(grades.columns["minimum"], grades.columns["maximum"], strict=True), strict=True))
    columns = (positions.columns[name] for name in ("grade", "salary"))
    for row, (grade, salary) in enumerate(zip(*columns, strict=True)):
        low, high = ranges.get(grade) or (None, None)
        if not salary or low is None or high is None or low <= salary <= high:
            continue
        side, bound = ("under the minimum", low) if salary < low else ("over the maximum", high)
        told = f"{salary:,.0f} is {side} of grade {grade}, {bound:,.0f}: salaries are annual, and at full time"
        yield Problem(
            positions.place(row, "salary"), positions.listing.row_words(positions.ids[row], row, "salary"), told
        )


def _wage_bases(document: Document, plan: Sections, tables: Mapping[str, Rows]) -> Iterator[Problem]:
    """Calendar years without a wage base of their own, where somebody earns nearly as much as the last one known."""
    base = plan.rates.get(BASE)
    rows = [tables[name].columns["salary"] for name in ("positions", "steps") if name in tables]
    most = max((one for salaries in rows for one in salaries if one), default=0)
    known = {day.year for day in base.entries if (day.month, day.day) == (1, 1)} if base else set()
    carried = {}
    for year in range(plan.plan.first_day.year, plan.plan.last_day.year + 1):
        held = base.at(dt.date(year, 1, 1)) if base and year not in known else None
        if held and isinstance(held.value, float | int) and most >= NEARLY * held.value:
            carried[year] = held.value
    if carried:
        years, days = (" and ".join(words) for words in (map(str, carried), (f"{year}-01-01" for year in carried)))
        told = f"no base of its own is given for {years}, so {max(carried.values()):,.0f} is carried on"
        more = f"; each is announced in the October before: add {days}, with `status: projected` until then"
        yield Problem(document.place("rates", BASE), f"rates.{BASE}", told + more)


def _line(document: Document, index: int, line: Line, last: dt.date) -> Iterator[Problem]:
    """Dated prices and the contract of one line."""
    for key in PRICED:
        figure = getattr(line, key)
        for day in figure.entries if isinstance(figure, Series) else ():
            place, path = document.place("lines", index, key, day, "value"), f"lines[{line.id}].{key}"
            if day > last:
                yield Problem(place, path, _too_late(day, last))
            elif day.day > 1:
                next_month = dt.date(day.year + day.month // 12, day.month % 12 + 1, 1)
                yield Problem(place, path, f"{day} is inside a month: the figure counts from {next_month} on")
    if line.expires and line.expires < last and not line.end and not line.renewals_left:
        place, path = document.place("lines", index, "expires"), f"lines[{line.id}].expires"
        told = f"the contract expires on {line.expires}, and the plan pays for it to {last}"
        yield Problem(place, path, f"{told}: give `end`, or say how many `renewals_left` there are")


def _left_out(rows: Rows, positions: Rows, definitions: Definitions) -> Iterator[Problem]:
    """The units with positions that have no row in a table of the plan's own that adds positions up by unit."""
    listing = rows.listing
    by_unit = any(column.name == listing.row_id and column.choices == "units" for column in listing.columns)
    formulas = (line.formula for line in definitions.lines.values() if line.table == listing.table)
    if not by_unit or not any("positions." in formula for formula in formulas):
        return
    for unit in dict.fromkeys(positions.columns["unit"]):
        if unit not in rows.ids:
            ids = [name for name, one in zip(positions.ids, positions.columns["unit"], strict=True) if one == unit]
            whose = f"positions[{ids[0]}]" + (f" and {len(ids) - 1} more are" if len(ids) > 1 else " is")
            told = f'has no row for the unit "{unit}", where {whose}: add one, or they do not count here'
            yield Problem(listing.document.key_place(*listing.path), listing.table, told)


def _too_late(day: dt.date, last: dt.date) -> str:
    return f"{day} is after the plan's last day {last}, and has no effect in this plan"
