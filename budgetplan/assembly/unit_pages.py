"""The pages of units: what a reader wants to know of each, as live formulas to the budget's own sheets.

Each page has tables of its own, whose rows are those of the unit: categories, funds, titles, measures, sentences.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from ..assumptions.definitions import Definitions
from ..assumptions.load import Assumptions
from ..assumptions.schema import Unit
from ..model.blocks import Slot, Union
from ..names import BAD_IN_SHEET, EXCELS_OWN_SHEET, LONGEST_SHEET
from .feeds_of_pages import BEFORE, HEADCOUNT, SHOWN, categories_of, title_rows
from .later import AXIS as LATER
from .parts import Parts, calculated, written
from .postings import budget_rows
from .sentences import add_sentences

FLAG, PREFIX = "unit_pages", "page__"
"""What a plan has that has pages of units, and with what the names of their blocks begin."""


@dataclass(frozen=True)
class Page:
    """One unit's page: where it stands, and how the names of its blocks begin."""

    parts: Parts
    unit: str
    sheet: str

    @property
    def prefix(self) -> str:
        """`page__call_center`: ids of units have hyphens, and names none."""
        return PREFIX + self.unit.replace("-", "_")

    def table(self, part: str, rows: Sequence[str]) -> str:
        """The name of one of its tables, with these rows."""
        name = f"{self.prefix}__{part}"
        self.parts.rows[name] = list(rows)
        return name

    def texts(
        self,
        table: str | None,
        name: str,
        values: Sequence[str],
        label: str,
        unit: str = "text",
        slot: Slot = "page",
    ) -> None:
        """A column of texts that the program writes down."""
        self.parts.add(written(name, list(values), table, unit, label=label, sheet=self.sheet, slot=slot))

    def line(
        self, table: str | None, name: str, formula: str, unit: str, label: str, axis: str | None = None, **more: Any
    ) -> None:
        """A column of formulas, or one cell."""
        form: dict[str, Any] = {"slot": "page", "whole_dollars": unit == "$"} | more
        self.parts.add(calculated(name, formula, unit, table=table, label=label, axis=axis, sheet=self.sheet, **form))


def add_unit_pages(parts: Parts, plan: Assumptions, definitions: Definitions) -> None:
    """A page for each unit that has rows of the budget or positions."""
    if not has_pages(definitions):
        return
    taken = {block.sheet.casefold() for block in parts.blocks if block.sheet}
    pages = []
    posting = {unit for _, unit, _ in budget_rows(parts)}
    for unit in plan.units:
        if unit.id in posting or unit.id in plan.positions.columns["unit"]:
            page = Page(parts, unit.id, sheet_name(unit.label, taken))
            taken.add(page.sheet.casefold())
            _add(page, plan, unit)
            pages.append(page)
    for part, label in (("request", "Requests of the pages"), ("fte", "FTE of the pages")):
        names = tuple(f"{page.prefix}__{part}" for page in pages)
        parts.add(Union(name=part, table=FLAG, unit="count", label=label, parts=names))


def has_pages(definitions: Definitions) -> bool:
    """Whether the plan has pages of units: the file that waits for them counts."""
    return "unit_pages_add_up" in definitions.checks


def sheet_name(label: str, taken: Iterable[str]) -> str:
    """A sheet's name for a unit: its label, without the signs that none may have, and another where that is taken."""
    name = BAD_IN_SHEET.sub(" ", label).strip().strip("'") or "Unit"
    if len(name) > LONGEST_SHEET:  # cut between words where there are some
        name = (name[: LONGEST_SHEET + 1].rpartition(" ")[0] or name[:LONGEST_SHEET]).rstrip(" ,;")
    known, base, number = set(taken), name, 1
    while name.casefold() in known or name.casefold() == EXCELS_OWN_SHEET:
        number += 1
        end = " (unit)" if number == 2 else f" (unit {number})"
        name = base[: LONGEST_SHEET - len(end)].strip() + end
    return name


def _add(page: Page, plan: Assumptions, unit: Unit) -> None:
    """All blocks of one page."""
    past = bool(plan.history.stages)
    if unit.mission:
        page.texts(None, f"{page.prefix}__mission", [unit.mission], "Mission")
    if unit.narrative:
        page.texts(None, f"{page.prefix}__narrative", [unit.narrative], "Narrative", slot="narrative")
    if past:
        page.line(None, f"{page.prefix}__years", "=past_name", "text", "Years", "past", slot="column head")
    if LATER in page.parts.axes:
        page.line(None, f"{page.prefix}__stages", "=later_name", "text", "Later stages", LATER, slot="column head")
    _money(page, "spend", *categories_of(plan, unit.id), "budget.unit_category_key", past)
    funds = list(dict.fromkeys(fund for fund, one, _ in budget_rows(page.parts) if one == unit.id))
    labels = {fund.code: fund.label for fund in plan.funds}
    keys = [f"f|{unit.id}|{fund}" for fund in funds]
    _money(page, "funds", [labels.get(fund, fund) for fund in funds], keys, "budget.unit_fund_key", past)
    _totals(page, past)
    _people(page, plan, unit.id)
    _measures(page, plan, unit.id)
    add_sentences(page, plan, unit.id)


def _money(page: Page, part: str, labels: Sequence[str], keys: Sequence[str], key: str, past: bool) -> None:
    """A table of money: prior years, the request and its change, in the columns of the sheet Budget."""
    table = page.table(part, labels)
    page.texts(table, "label", labels, "Name")
    page.texts(table, "key", keys, "Key", "key")
    page.line(table, "request", f"=SUMIFS(budget.request_of_year, {key}, key)", "$", "Request")
    if past:
        page.line(table, "past", f"=SUMIFS(budget.past, {key}, key)", "$", "History", "past")
        page.line(table, "compared", "=ACROSS(past, past_number, past_compared)", "$", "Compared")
        page.line(table, "change", "=request - compared", "$", "Change, $")
        formula = "=IF(compared = 0, 0, change / compared)"
        page.line(table, "change_share", formula, "share", "Change", share_of=f"{table}.change")
    if LATER in page.parts.axes:
        page.line(table, "later", f"=SUMIFS(budget.later, {key}, key)", "$", "Recommended and adopted", LATER)


def _totals(page: Page, past: bool) -> None:
    """What stands under the table of categories."""
    prefix, table = page.prefix, f"{page.prefix}__spend"
    total: dict[str, Any] = {"slot": "grand total"}
    page.line(None, f"{prefix}__request", f"=SUM({table}.request)", "$", "Request", **total)
    if LATER in page.parts.axes:
        page.line(None, f"{prefix}__later", f"=SUM({table}.later)", "$", "Recommended and adopted", LATER, **total)
    if not past:
        return
    page.line(None, f"{prefix}__past", f"=SUM({table}.past)", "$", "History", "past", **total)
    page.line(None, f"{prefix}__compared", f"=SUM({table}.compared)", "$", "Compared", **total)
    page.line(None, f"{prefix}__change", f"=SUM({table}.change)", "$", "Change, $", **total)
    share = f"=IF({prefix}__compared = 0, 0, {prefix}__change / {prefix}__compared)"
    page.line(None, f"{prefix}__change_share", share, "share", "Change", share_of=f"{prefix}__change", **total)


def _people(page: Page, plan: Assumptions, unit: str) -> None:
    """Positions by title; where there are many titles, the rest of them together."""
    prefix = page.prefix
    titles, rest = title_rows(plan, unit)
    table = page.table("titles", titles)
    page.texts(table, "label", titles, "Title")
    page.texts(table, "key", [f"t|{unit}|{title}" for title in titles], "Key", "key")
    key = f'"u|" & "{unit}"'
    for name, column, kind, label in SHOWN:
        page.line(table, name, f"=SUMIFS(positions.{column}, positions.unit_title_key, key)", kind, label)
        total = f"=SUM({table}.{name})"
        if rest:
            total = f"=SUMIFS(positions.{column}, positions.unit_key, {key})"
            page.line(None, f"{prefix}__{name}_rest", f"={prefix}__{name} - SUM({table}.{name})", kind, "Others")
        page.line(None, f"{prefix}__{name}", total, kind, label, slot="grand total")
    if f"{HEADCOUNT}.unit_title_key" in page.parts.names:
        _people_before(page, plan, unit, rest)


def _people_before(page: Page, plan: Assumptions, unit: str, rest: bool) -> None:
    """The full-time jobs that were authorized in the two years before, by title, and the change since."""
    prefix, table, year = page.prefix, f"{page.prefix}__titles", plan.plan.fiscal_year
    for name, ago in BEFORE:
        label, of_year = f"FTE, FY{year - ago}", f"{HEADCOUNT}.fiscal_year, plan_year - {ago}"
        found = f"=SUMIFS({HEADCOUNT}.fte, {HEADCOUNT}.unit_title_key, key, {of_year})"
        page.line(table, name, found, "FTE", label)
        total = f'=SUMIFS({HEADCOUNT}.fte, {HEADCOUNT}.unit_key, "u|" & "{unit}", {of_year})'
        page.line(None, f"{prefix}__{name}", total, "FTE", label, slot="grand total")
        if rest:
            page.line(None, f"{prefix}__{name}_rest", f"={prefix}__{name} - SUM({table}.{name})", "FTE", "Others")
    label = "Change, FTE"
    page.line(table, "fte_change", "=fte - last", "FTE", label)
    change = f"={prefix}__fte - {prefix}__last"
    page.line(None, f"{prefix}__fte_change", change, "FTE", label, slot="grand total")
    if rest:
        change = f"={prefix}__fte_rest - {prefix}__last_rest"
        page.line(None, f"{prefix}__fte_change_rest", change, "FTE", "Others")


def _measures(page: Page, plan: Assumptions, unit: str) -> None:
    """The unit's measures, as links to the sheet on which they stand."""
    if "measures" not in plan.tables:
        return
    rows = plan.tables["measures"]
    mine = [str(name) for name, one in zip(rows.ids, rows.columns["unit"], strict=True) if one == unit]
    if not mine:
        return
    table = page.table("measures", mine)
    page.texts(table, "id", mine, "Measure")
    for name in ("label", "type"):
        page.line(table, name, f"=FROM(measures.{name}, measures.id, id)", "text", name.capitalize())
    for name in ("unit_of_measure", "standard"):
        values = dict(zip(map(str, rows.ids), rows.columns[name], strict=True))
        page.texts(table, name, [values[one] or "" for one in mine], name)
    for name in ("prior", "target", "estimate", "next"):
        page.line(table, name, f"=FROM(measures.{name}_shown, measures.id, id)", "times", name)
