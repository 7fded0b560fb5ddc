"""The rows of the tables on the pages of units."""

from __future__ import annotations

from ..assumptions.load import Assumptions
from ..assumptions.use_checks import WILD
from .feeds import categories

SHOWN = (
    ("positions", "authorized", "count", "Positions"),
    ("fte", "authorized_fte", "FTE", "FTE authorized"),
    ("mean", "fte_of_year", "FTE", "FTE, mean of the year"),
)
"""What is shown of positions by title: its name, the column of positions, its unit, its label."""
BEFORE = (("before", 2), ("last", 1))
"""Full-time jobs authorized before: how they are called, and how many years ago."""
HEADCOUNT = "headcount_history"
MOST_TITLES = 12


def categories_of(plan: Assumptions, unit: str) -> tuple[list[str], list[str]]:
    """The categories of the budget, and by which key a unit's rows in each are found."""
    names = categories(plan)
    return names, [f"u|{unit}|{name}" for name in names]


def title_rows(plan: Assumptions, unit: str) -> tuple[list[str], bool]:
    """The titles of a unit in the order of the plan, each once, and whether there are others.

    Titles that only differ in capitals are one; signs that spreadsheets read as a pattern cannot be looked up.
    """
    columns = plan.positions.columns
    mine = [str(title) for title, one in zip(columns["title"], columns["unit"], strict=True) if one == unit]
    first: dict[str, str] = {}
    for title in mine:
        first.setdefault(title.casefold(), title)
    found = [title for title in first.values() if not set(title) & set(WILD)]
    if len(found) > MOST_TITLES:
        most = {title: sum(one.casefold() == title.casefold() for one in mine) for title in found}
        kept = sorted(found, key=lambda title: -most[title])[: MOST_TITLES - 1]
        found = [title for title in found if title in kept]
    shown = {title.casefold() for title in found}
    return found, not shown >= {*first, *_titles_before(plan, unit)}


def _titles_before(plan: Assumptions, unit: str) -> set[str]:
    """The titles that a unit had in the years before, in small letters: it may have none of them now."""
    if HEADCOUNT not in plan.tables:
        return set()
    columns = plan.tables[HEADCOUNT].columns
    return {str(title).casefold() for title, one in zip(columns["title"], columns["unit"], strict=True) if one == unit}
