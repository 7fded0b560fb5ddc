"""What stands beside each monthly line (keys, links, totals), the postings of all lines, and the budget's rows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import numpy as np

from ..assumptions.definitions import Definitions
from ..assumptions.history import SIDES, Combination
from ..assumptions.load import Assumptions
from ..model.axis import axes_of_sheets
from ..model.blocks import NOWHERE, Block, Input, Line, Slot, Union
from ..model.shown import unit_sign
from . import later
from .parts import Parts, at, calculated, written
from .scenarios import cases_of
from .tables import Feed, add_table, id_column

TABLE = "budget"
POSTING_KEY = '="k" & {0}__fund & "|" & {0}__unit & "|" & {0}__account'
TOTAL = "Total"  # what a line of totals is called, that of no row
AHEAD = "ahead"  # the axis of steps to the year after the request, and how lines along it end
NOBODY = "none"  # of a row that posts nothing, and need not say where: a check of its table sees to it
SHEETS_IN_ONE_FORMULA = 2
"""Each sheet that posts is a SUMIFS of some seventy characters in the formula of a budget row; 255 are the limit."""


def add_sides(parts: Parts, definitions: Definitions) -> None:
    """The left cells of every line along an axis: key, label, line, measure, total, and where a posting line posts."""
    along = axes_of_sheets(parts.blocks)
    for block in list(parts.blocks):
        if block.axis and along.get(block.sheet) == block.axis and isinstance(block, Line | Input):
            definition = definitions.lines.get((block.table, block.name))
            parts.add(*_sides(parts, block, bool(definition and definition.total)))


def _sides(parts: Parts, block: Block, total: bool) -> Iterable[Block]:
    """The cells to the left of one line, as blocks of their own: links, constants and formulas."""
    rows = len(parts.rows[block.table]) if block.table else 1
    name, posts = block.name, block.posts if isinstance(block, Line) else None
    beside: dict[str, Any] = {"table": block.table, "sheet": block.sheet, "beside": block.key, "place": block.place}

    def line(part: Slot, formula: str, unit: str, path: str = "") -> Line:
        shown: dict[str, Any] = {"label": f"{block.label}: {part.replace('_', ' ')}", "slot": part, "path": path}
        return calculated(f"{name}__{part}", formula, unit, **shown, **beside)

    def text(part: Slot, value: str) -> Input:
        return written(f"{name}__{part}", [value] * rows, slot=part, **beside)

    identity = _identity(parts, block.table) if block.table else None
    if identity:
        yield line("key", f"={identity[0]}", "text")
        yield line("label", f"={identity[1]}", "text")
    else:
        if f"{name}__key" not in parts.names:
            yield text("key", TOTAL if total else name)
        yield text("label", block.label)
    yield text("line", block.label if block.table else "")
    yield text("measure", unit_sign(block.unit))
    if block.table and (posts or block.table == TABLE):
        yield line("fund", "=fund", "text")
        yield line("unit", "=unit", "text")
        yield line("account", f"={posts or 'account'}", "text", f"{block.key}.posts" if posts else "")
    if posts:
        yield line("posting_key", POSTING_KEY.format(name), "key")
    if follows := _followed(parts, block):
        yield line("fund", f"={follows}__fund", "text")
        yield line("unit", f"={follows}__unit", "text")
        yield line("account", f"={follows}__account", "text")
        yield line("posting_key", f"={follows}__posting_key", "key")
    if posts or total:
        yield line("total", f"=TOTAL({name})", block.unit)


def _followed(parts: Parts, block: Block) -> str:
    """The posting line that a line follows into the year after: it stands at its fund, unit and account."""
    name = block.name.removesuffix(f"_{AHEAD}")
    keys = {one.key for one in parts.blocks if isinstance(one, Line) and one.posts} if block.axis == AHEAD else ()
    return name if block.key.removesuffix(f"_{AHEAD}") in keys else ""


def _identity(parts: Parts, table: str) -> tuple[str, str]:
    """The columns that name a table's rows: its id, and its title or label where it has one."""
    names, own = [b.name for b in parts.blocks if b.table == table], id_column(parts, table).name
    return own, next((n for n in ("title", "label", "account_label") if n in names), own)


def add_postings(parts: Parts) -> None:
    """All posting lines read as one table: amounts by month, totals, and the key of the budget row they join."""
    posting = [b for b in parts.blocks if isinstance(b, Line) and b.posts]
    _add_table_of(parts, "postings", posting)
    for number, lines in enumerate(_by_sheet(posting).values(), 1):
        _add_table_of(parts, f"postings_{number}", lines)


def _add_table_of(parts: Parts, table: str, posting: list[Line]) -> None:
    """Some posting lines as one table."""
    columns = (
        ("amount", "", "$", "month"),
        ("posting_key", "__posting_key", "key", None),
        ("total", "__total", "$", None),
    )
    for name, suffix, unit, axis in columns:
        keys = tuple(block.key + suffix for block in posting)
        shared: dict[str, Any] = {"axis": axis, "unit": unit, "label": f"Postings: {name}"}
        parts.add(Union(name=name, table=table, parts=keys, **shared))


def _by_sheet(posting: list[Line]) -> dict[str, list[Line]]:
    """The posting lines of each sheet, where so many post that one formula over all would be too long."""
    sheets: dict[str, list[Line]] = {}
    for line in posting:
        sheets.setdefault(line.sheet, []).append(line)
    return sheets if len(sheets) > SHEETS_IN_ONE_FORMULA else {}


def split_postings(parts: Parts, given: Definitions) -> Definitions:
    """Where many sheets post, a step for each says what it posts to a budget row; `posted` adds the steps up."""
    definitions = given.copy()
    found = _by_sheet([b for b in parts.blocks if isinstance(b, Line) and b.posts])
    steps = []
    for number, sheet in enumerate(found, 1):
        table = f"postings_{number}"
        step = replace(
            definitions.lines[TABLE, "posted"],
            name=f"posted_{number}",
            label=f"Posted by {sheet}",
            formula=f"=SUMIFS({table}.amount, {table}.posting_key, posting_key)",
            sheet="Monthly Steps",
            total=False,
        )
        definitions.lines[TABLE, step.name] = step
        steps.append(step.name)
    if steps:
        posted = definitions.lines[TABLE, "posted"]
        definitions.lines[TABLE, "posted"] = replace(posted, formula="=" + " + ".join(steps))
    return definitions


def add_budget(parts: Parts, plan: Assumptions, definitions: Definitions) -> None:
    """One row for each fund, unit and account that any line posts to, in the order of the plan's lists."""
    order = [
        {thing: index for index, thing in enumerate(things)}
        for things in ([f.code for f in plan.funds], [u.id for u in plan.units], [a.code for a in plan.accounts])
    ]
    found = {
        combination
        for line in parts.blocks
        if isinstance(line, Line) and line.posts
        for combination in _combinations(parts, line)
    }
    found = {
        row for row in found if NOBODY not in row or all(part in ranks for ranks, part in zip(order, row, strict=True))
    }
    found |= set(plan.history.amounts) | set(plan.history.later)
    rows = sorted(found, key=lambda c: [ranks.get(part, len(ranks)) for ranks, part in zip(order, c, strict=True)])
    columns: dict[str, Any] = {
        "key": ["|".join(row) for row in rows],
        **{name: [row[index] for row in rows] for index, name in enumerate(SIDES)},
        later.COLUMN: later.amounts(plan, rows),
    }
    feed = Feed(columns["key"], columns, at(NOWHERE), entered=False, typed={later.COLUMN})
    later.add_names(parts, plan)
    add_table(parts, definitions, TABLE, replace(feed, sources=later.sources(plan, rows)))


def budget_rows(parts: Parts) -> list[Combination]:
    """The fund, unit and account of each row of the budget."""
    return [(fund, unit, account) for fund, unit, account in (key.split("|") for key in parts.rows[TABLE])]


def _combinations(parts: Parts, line: Line) -> set[Combination]:
    """The (fund, unit, account) that the rows of a posting line name."""
    assert line.posts
    if not line.table:
        fund, unit, account = (str(cases_of(parts, f"{line.name}__{part}")[0][0, 0]) for part in SIDES)
        return {(fund, unit, account)}
    funds, units = (cases_of(parts, f"{line.table}.{part}") for part in ("fund", "unit"))
    accounts = cases_of(parts, f"{line.table}.{line.posts}") or cases_of(parts, line.posts)
    if not (accounts and funds and units):  # what is looked up elsewhere is known from there
        return set()
    found = set()
    for case in range(max(map(len, (funds, units, accounts)))):
        columns = [cases[min(case, len(cases) - 1)][:, 0] for cases in (funds, units, accounts)]
        found |= set(zip(*(map(str, column) for column in np.broadcast_arrays(*columns)), strict=True))
    return found
