"""The sheet Sources: the figures with a status, gathered by who supplied them, the source and the status."""

from __future__ import annotations

import re

from ..assumptions.definitions import Definitions
from ..assumptions.load import Assumptions
from .firmness import Stated, with_status
from .parts import Parts, at
from .tables import Feed, add_table

TABLE = "sources"
NAMED = 4  # kinds of figures, sheets or files that a row names before it says how many more there are
FINAL, OPEN = "yes", "not yet"


def add_sources(parts: Parts, plan: Assumptions, definitions: Definitions) -> None:
    """A row for each owner, source and status; what is not final first, then what most figures come from."""
    groups: dict[tuple[str, ...], list[Stated]] = {}
    for one in with_status(parts.blocks):
        told = one.provenance
        key = (FINAL if one.firm else OPEN, told.owner or "-", told.source or "-", str(told.status))
        groups.setdefault(key, []).append(one)
    order = sorted(groups, key=lambda key: (key[0] == FINAL, -len(groups[key]), key))
    final, owner, source, status = zip(*order, strict=True) if order else ((),) * 4
    columns = {
        "number": list(range(1, len(order) + 1)),
        "final": final,
        "owner": owner,
        "source": source,
        "status": status,
        "figures": [len(groups[key]) for key in order],
        "what": [_listed([_kind(one.name) for one in groups[key]]) for key in order],
        "sheets": [_listed([one.sheet for one in groups[key]]) for key in order],
        "written": [_listed([one.place.file for one in groups[key]]) for key in order],
        "review_by": [_review(plan, groups[key]) for key in order],
    }
    ids = [str(number) for number in columns["number"]]
    add_table(parts, definitions, TABLE, Feed(ids, columns, at(plan.place("plan")), entered=False))


def _kind(name: str) -> str:
    """What a figure is, as files call it: `positions.salary` of positions[CO-117].salary."""
    return re.sub(r"\[[^\]]*\]", "", name)


def _listed(names: list[str]) -> str:
    """The different ones, or the first of them and how many more there are."""
    different = list(dict.fromkeys(names))
    more = len(different) - NAMED
    return ", ".join(different[:NAMED]) + (f" and {more} more" if more > 0 else "")


def _review(plan: Assumptions, figures: list[Stated]) -> str:
    """The first day by which one of them is to be looked at again, and whether it is over."""
    dated = [one for one in figures if one.provenance.review_by]
    if not dated:
        return "-"
    first = min(dated, key=lambda one: one.provenance.review_by)
    return first.provenance.review_by + (", due" if first.due(plan.plan.as_of) else "")
