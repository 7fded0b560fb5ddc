"""Where the rows of the tables come from: the plan's sections, its roster, and tables of its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from ..assumptions.alike import HEADCOUNT
from ..assumptions.definitions import Definitions
from ..assumptions.growth_checks import UNCATEGORIZED
from ..assumptions.load import Assumptions
from ..assumptions.rows import Rows
from ..assumptions.schema import Account
from ..assumptions.status_checks import STATUSES
from ..assumptions.steps import Step
from ..errors import Place
from ..model.blocks import Provenance
from . import allocation, bridge, groups, outlook, past, position_cost, position_totals, scenarios, sources
from . import postings as budget
from .operating import operating_feed
from .parts import Parts, at, dated_steps, provenance, ruler, written
from .pay_calendar import pay_feeds
from .sentences import TABLE as HIGHLIGHTS
from .splits import TABLE as SPLITS
from .splits import split_feeds
from .tables import Feed, add_table, numbered

STATUS_TABLE = "statuses"
LATER = {
    budget.TABLE,
    past.TABLE,
    past.WRITTEN,
    scenarios.TABLE,
    *groups.TABLES,
    position_totals.TABLE,
    HIGHLIGHTS,
    bridge.TABLE,
    allocation.OBJECTS,
    past.REVENUE,
    outlook.TABLE,
    sources.TABLE,
}
"""Tables to which their own modules give rows."""


def add_tables(parts: Parts, plan: Assumptions, definitions: Definitions) -> None:
    """All tables whose rows the plan gives; the budget's rows follow later from what posts."""
    accounts = leaves(plan.accounts, "code")
    add_table(parts, definitions, "accounts", _accounts(plan, accounts))
    add_table(parts, definitions, "units", _codes(plan, "units", "unit", "id"))
    add_table(parts, definitions, "funds", _codes(plan, "funds", "fund", "code"))
    names, place = categories(plan), at(plan.place("accounts"))
    _add_categories(parts, names)
    add_table(parts, definitions, "categories", Feed(names, {"category": names}, place, entered=False))
    add_table(parts, definitions, "health_tiers", _tiers(plan))
    add_table(parts, definitions, "positions", _positions(plan))
    add_table(parts, definitions, "operating", operating_feed(plan))
    if "justification" in definitions.tables:
        add_table(parts, definitions, "justification", numbered(len(plan.lines), plan.place("lines")))
    if STATUS_TABLE in definitions.tables:
        rows, place = list(STATUSES), at(plan.place("positions"))
        add_table(parts, definitions, STATUS_TABLE, Feed(rows, {"status": rows}, place, entered=False))
    if position_cost.TABLE in definitions.tables:
        add_table(parts, definitions, position_cost.TABLE, position_cost.cost_cases(plan))
    for name, feed in pay_feeds(plan).items():
        add_table(parts, definitions, name, feed)
    if len(plan.tables[SPLITS]):
        for name, feed in split_feeds(plan, definitions, _written_down(plan.tables[SPLITS])).items():
            add_table(parts, definitions, name, feed)
    if allocation.steps_of(plan):
        steps = _written_down(plan.tables[allocation.STEPS])
        allocation.add_steps(parts, plan, definitions, steps)
    for name, table in definitions.tables.items():
        if name not in parts.rows and name not in LATER and not _unused(plan, definitions, name):
            rows_of = plan.tables.get(name)
            feed = Feed([], {}, at(table.place)) if rows_of is None else _written_down(rows_of)
            add_table(parts, definitions, name, feed)


def _unused(plan: Assumptions, definitions: Definitions, table: str) -> bool:
    """Whether a plan writes no rows in a section of its own name, and no formula and no row asks for any."""
    if table not in definitions.sections or len(plan.tables[table]) or definitions.reads(table):
        return False
    naming = [c for c in definitions.columns.values() if c.choices == table and len(plan.tables.get(c.table or "", ()))]
    return all(c.optional and c.name not in definitions.read_in(str(c.table)) for c in naming)


def leaves(things: Sequence[Any], key: str) -> list[tuple[int, Any]]:
    """Those that are nobody's parent, with their place in the list: only they post."""
    parents = {thing.parent for thing in things if thing.parent}
    return [(index, thing) for index, thing in enumerate(things) if getattr(thing, key) not in parents]


def _places(plan: Assumptions, section: str, rows: list[tuple[int, Any]]) -> Callable[[int, str], Place]:
    """The place of a row of a section's list."""
    return lambda row, column: plan.place(section, rows[row][0])


def _codes(plan: Assumptions, section: str, column: str, key: str) -> Feed:
    """Units or funds: id and label."""
    rows = leaves(getattr(plan, section), key)
    ids = [getattr(thing, key) for _, thing in rows]
    return Feed(ids, {column: ids, "label": [t.label for _, t in rows]}, _places(plan, section, rows), entered=False)


def _accounts(plan: Assumptions, rows: list[tuple[int, Any]]) -> Feed:
    """Accounts with their type and category."""
    columns = {
        "account": [a.code for _, a in rows],
        "label": [a.label for _, a in rows],
        "type": [a.type for _, a in rows],
        "category": [category_of(plan, a) for _, a in rows],
        "control": [a.control for _, a in rows],
    }
    return Feed(columns["account"], columns, _places(plan, "accounts", rows), entered=False)


def categories(plan: Assumptions) -> list[str]:
    """The categories of accounts that post, in order."""
    booked = [account for _, account in leaves(plan.accounts, "code") if account.type != "revenue"]
    found = [category_of(plan, account) for account in booked]
    return list(dict.fromkeys(found)) or [UNCATEGORIZED]


def category_of(plan: Assumptions, account: Account) -> str:
    """The category of an account: its own, or that of the nearest group above it, or the label of the topmost."""
    by_code = {one.code: one for one in plan.accounts}
    while account.category is None and account.parent:
        account = by_code[account.parent]
        if account.category is None and account.parent is None:
            return account.label
    return account.category or UNCATEGORIZED


def _add_categories(parts: Parts, names: list[str]) -> None:
    """The categories as the ruler of their axis."""
    column = written("category", names, None, label="Categories", sheet="Summary", slot="categories")
    parts.add(ruler(column, "category"))


def _tiers(plan: Assumptions) -> Feed:
    """Health tiers with their dated premiums."""
    tiers = plan.benefits.health_tiers
    ids = [tier.id for tier in tiers]

    def steps(row: int, tier: Any) -> list[Step]:
        return dated_steps(plan, tier.premium, "benefits", "health_tiers", row, "premium")

    return Feed(
        ids,
        {"tier": ids, "label": [tier.label or tier.id for tier in tiers]},
        lambda row, column: plan.place("benefits", "health_tiers", row, column),
        path=lambda row, column: f"benefits.health_tiers[{ids[row]}].{column}",
        entered=False,
        dated={"premium": [steps(row, tier) for row, tier in enumerate(tiers)]},
    )


MOST_NAMED = 4  # positions of one row that its note names; Position Totals has all of them
BEFORE = {"salary_before": "salary", "fte_before": "fte", "pay_changed": "salary"}
"""Columns on the last change of pay before the plan, and where it is written."""


def _positions(plan: Assumptions) -> Feed:
    """The roster, with what was paid before the last change of pay before the plan."""
    feed, changes = _written_down(plan.positions), plan.pay_changes
    before: dict[str, list[Any]] = {
        "salary_before": [change and change.salary for change in changes],
        "fte_before": [change and change.fte for change in changes],
        "pay_changed": [change and change.day for change in changes],
    }
    whole = replace(
        feed,
        columns={**feed.columns, **before},
        place=lambda row, column: feed.place(row, BEFORE.get(column, column)),
        provenance=lambda row, column: feed.provenance(row, BEFORE.get(column, column)),
    )
    return whole if plan.plan.detail == "positions" else _of_groups(whole, plan.stands_in)


def _of_groups(feed: Feed, stands_in: Sequence[int]) -> Feed:
    """The roster with one row for positions that are alike: the first of them, with the headcount of all."""
    members: dict[int, list[int]] = {}
    for row, first in enumerate(stands_in):
        members.setdefault(first, []).append(row)
    rows, path = list(members), feed.path
    columns = {name: [values[row] for row in rows] for name, values in feed.columns.items()}
    columns[HEADCOUNT] = [sum(feed.columns[HEADCOUNT][row] for row in all_of_them) for all_of_them in members.values()]

    def source(row: int, column: str) -> Provenance:
        own, alike = feed.provenance(rows[row], column), members[rows[row]]
        if column != HEADCOUNT or len(alike) == 1:
            return own
        more = f" and {len(alike) - MOST_NAMED:,} more" if len(alike) > MOST_NAMED else ""
        return replace(own, note=f"alike: {', '.join(feed.ids[one] for one in alike[:MOST_NAMED])}{more}")

    return replace(
        feed,
        ids=[feed.ids[row] for row in rows],
        columns=columns,
        place=lambda row, column: feed.place(rows[row], column),
        provenance=source,
        path=(lambda row, column: path(rows[row], column)) if path else None,
        dated={name: [steps[row] for row in rows] for name, steps in feed.dated.items()},
        members=[len(all_of_them) for all_of_them in members.values()],
    )


def _written_down(rows: Rows) -> Feed:
    """A table whose rows the plan writes down, in YAML and CSV files alike."""

    def source(row: int, column: str) -> Provenance:
        return provenance(rows.provenance(row, column))

    dated = {
        column.name: [rows.steps(row, column.name) for row in range(len(rows))]
        for column in rows.listing.columns
        if column.dated == "levels" or (column.dated and rows.changing(column.name))
    }

    def called(row: int, column: str) -> str:
        return rows.listing.row_words(rows.ids[row], row, column)

    return Feed([str(one) for one in rows.ids], rows.columns, rows.place, source, called, dated=dated)
