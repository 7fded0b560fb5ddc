"""Groups of funds, units and accounts: who is a member of which, at whatever depth."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..assumptions.definitions import Definitions
from ..assumptions.load import Assumptions
from .parts import Parts
from .tables import Feed, add_table

TABLES = ("groups", "members")
SECTIONS = {"fund": "funds", "unit": "units", "account": "accounts"}


def add_groups(parts: Parts, plan: Assumptions, definitions: Definitions) -> None:
    """The groups, and a row for each leaf in each group above it."""
    if not plan.has_groups:
        return
    listed = list(_groups(plan))
    members = [(kind, group, leaf) for kind, group, _, leaves in listed for leaf in leaves]
    for table, last, rows in zip(TABLES, ("label", "member"), ([one[:3] for one in listed], members), strict=True):
        names = [f"{row[0]} {row[1]}" if last == "label" else f"{row[2]} of {row[1]}" for row in rows]
        columns: dict[str, Any] = {"name": names}
        columns |= {part: [row[at] for row in rows] for at, part in enumerate(("kind", "group", last))}
        sections = [SECTIONS[row[0]] for row in rows]
        feed = Feed(names, columns, lambda row, column, at=sections: plan.place(at[row]), entered=False)  # type: ignore[misc]
        add_table(parts, definitions, table, feed)


def _groups(plan: Assumptions) -> Iterator[tuple[str, str, str, list[str]]]:
    """Each group: its kind, code and label, and the leaves below it."""
    for kind, section in SECTIONS.items():
        things = {getattr(one, "id", None) or one.code: one for one in getattr(plan, section)}
        parents = {one.parent for one in things.values() if one.parent}
        above: dict[str, list[str]] = {}
        for name, one in things.items():
            here = one.parent if name not in parents else None
            while here:
                above.setdefault(here, []).append(name)
                here = things[here].parent
        for name in things:
            if name in above:
                yield kind, name, things[name].label, above[name]
