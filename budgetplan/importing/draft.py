"""The files of the plan that an import makes: the same rows give the same bytes."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from budgetplan.assumptions.figures import Provenance
from budgetplan.importing.amounts import ImportedBudget
from budgetplan.importing.controls import ReadExport
from budgetplan.importing.find_schema import LISTS
from budgetplan.importing.finding import At, Made, Register
from budgetplan.importing.positions import ImportedRoster, JobKind
from budgetplan.importing.rows import matches
from budgetplan.importing.schema import Mapping as CityMapping
from budgetplan.importing.yaml_text import comment, flow, section

HISTORY = "history.csv"
ROSTER_HEAD = ("position", "title", *At._fields, "fte", "salary")
HISTORY_HEAD = ("fiscal_year", "stage", *At._fields, "amount", "note")
MADE = "Made by an import of the city's exports; import_log.md says what was read and how it ties."


@dataclass(frozen=True)
class Found:
    """What an import found: the mapping with its plain data, the exports, registers of codes, positions and amounts."""

    mapping: CityMapping
    data: dict[str, Any]
    read: Mapping[str, ReadExport]
    registers: Mapping[str, Register]
    roster: ImportedRoster | None
    budget: ImportedBudget | None

    @property
    def kinds(self) -> list[JobKind]:
        """The kinds of positions that have any."""
        return [kind for kind in self.roster.kinds if kind.positions] if self.roster else []

    def used(self, what: str) -> set[str]:
        """The funds, units or accounts to which any position or amount goes."""
        at = [one.at for kind in self.kinds for one in kind.positions]
        if self.budget:
            at += [one.at for one in self.budget.past] + [one.at for one in self.budget.lines]
        return {getattr(one, what) for one in at}

    def made(self, what: str) -> list[Made]:
        """The codes that were made and are used by some row, groups before those that belong to them."""
        used, every = self.used(what), self.registers[what].made.values()
        made = [one for one in every if one.code in used]
        groups = {one.parent for one in made}
        return [*(one for one in every if one.code in groups), *made]


def draft_files(found: Found) -> dict[str, bytes]:
    """Every file of the plan but the log, by name."""
    texts = {"plan.yaml": _plan_text(found), "rates.yaml": _rates_text(found)}
    if found.kinds:
        texts["positions.yaml"] = _positions_text(found)
    for kind in found.kinds:
        rows = ([one.position, one.title, *one.at, one.fte, one.salary] for one in kind.positions)
        texts[kind.jobs.file] = _csv(ROSTER_HEAD, rows)
    if found.budget and found.budget.past:
        item = {"csv": HISTORY, **_provenance(found, "budget", found.budget.budget)}
        texts["history.yaml"] = comment("What was adopted and spent before.") + section("history", [item])
        texts[HISTORY] = _history_text(found.budget)
    if found.budget and found.budget.lines:
        texts["operating.yaml"] = _lines_text(found.budget)
    return {name: text.encode() for name, text in texts.items()}


def _plan_text(found: Found) -> str:
    """What is planned, and the lists of codes: those of the mapping, and behind them those that were made."""
    head = {**found.data["plan"]}
    head.setdefault("detail", "groups")
    texts = [comment(MADE), section("plan", head)]
    for what, name in LISTS.items():
        made = [_made(what, one) for one in found.made(what)]
        texts.append(section(name, [*(found.data.get(name) or []), *made]))
    return "\n".join(texts)


def _made(what: str, one: Made) -> dict[str, str]:
    item = {"id" if what == "unit" else "code": one.code, "label": one.label}
    if one.find.category:
        item["category"] = one.find.category
    return {**item, "parent": one.parent} if one.parent else item


def _rates_text(found: Found) -> str:
    """The rates of the mapping; a figure of which it does not say how firm it is, is an estimate."""
    rates = {name: _as_estimate(given) for name, given in (found.data.get("rates") or {}).items()}
    text = comment("Rates are no part of the exports: each is an assumption until somebody confirms it.")
    text += section("rates", rates) if rates else ""
    tiers = (found.data.get("benefits") or {}).get("health_tiers") or []
    if not tiers:
        return text
    return text + "\n".join(["", "benefits:", "  health_tiers:", *(f"    - {flow(one)}" for one in tiers)]) + "\n"


def _as_estimate(given: Any) -> Any:
    """A rate with a status: each figure of a series may have its own, and the code of an account needs none."""
    told = given if isinstance(given, dict) else {"value": given}
    series = [one for key, one in told.items() if isinstance(key, dt.date)]
    known = "status" in told or (series and all(isinstance(one, dict) and "status" in one for one in series))
    return given if known or isinstance(told.get("value"), str) else {**told, "status": "estimate"}


def _positions_text(found: Found) -> str:
    assert found.roster is not None
    items = []
    for kind in found.kinds:
        told = {**_provenance(found, "roster", found.roster.roster), **kind.jobs.provenance}
        note = [_pay_note(found, kind), kind.jobs.note, _lost_note(found, "roster")]
        hours = kind.jobs.hours
        if hours is not None:
            note.insert(1, hours.note)
            told |= {key: one for key, one in hours.provenance.items() if key not in ("source", "note")}
            if hours.source:
                told["source"] = f"{told['source']}; hours: {hours.source}"
            if hours.each is not None and hours.status is None:
                told["status"] = "estimate"  # hours that no export says are assumed
        if text := "; ".join(filter(None, note)):
            told["note"] = text
        defaults = {name: value for name, value in kind.jobs.defaults.model_dump().items() if value is not None}
        items.append({"csv": kind.jobs.file, **({"defaults": defaults} if defaults else {}), **told})
    return comment("One row for each position; people's names are not imported.") + section("positions", items)


def _pay_note(found: Found, kind: JobKind) -> str:
    """How what the export says of pay became a salary and an FTE, where it is not simply its column."""
    assert found.roster is not None
    jobs, full = kind.jobs, f"{found.roster.roster.full_time_hours:g}"
    if jobs.hours is None:
        return f"salary = {jobs.salary} / FTE" if jobs.salary_is == "paid" else ""
    what = f"hours from {jobs.hours.column}" if jobs.hours.column else f"assumed hours a year, {jobs.hours.each:g}"
    by = jobs.hours.by
    rows = found.read["roster"].export.rows if by else []
    own = {row.cells[by or ""] for row in rows if matches(row, jobs.where)} & jobs.hours.exact.keys()
    what += f" but for {len(own)} of {by}" if own else ""
    return f"salary = hourly rate x {full}; FTE = hours / {full}; {what}"


def _lost_note(found: Found, name: str) -> str:
    """What a reader of the plan must know of rows that are missing in it."""
    lost = len(found.read[name].export.not_mapped)
    return f"{lost:,} row{'s' * (lost != 1)} of the export not mapped: see import_log.md" if lost else ""


def _provenance(found: Found, name: str, given: Provenance) -> dict[str, Any]:
    """What a mapping says of where figures come from; at least the file."""
    told = {"source": found.read[name].export.name, **given.provenance}
    if name == "budget" and (note := "; ".join(filter(None, (given.note, _lost_note(found, name))))):
        told["note"] = note
    return told


def _history_text(budget: ImportedBudget) -> str:
    rows = ([one.figures.fiscal_year, one.figures.stage, *one.at, one.amount, one.note] for one in budget.past)
    return _csv(HISTORY_HEAD, rows)


def _lines_text(budget: ImportedBudget) -> str:
    """The operating lines with the column and line of the export from which each comes."""
    source = budget.budget
    figures = next(one for one in source.amounts if one.lines)
    status = "adopted" if figures.stage == "amended" else figures.stage or source.status or "estimate"
    items = [
        {
            "id": one.id,
            "label": one.label,
            **one.at._asdict(),
            "amount": one.amount,
            "source": f"{source.file}:{one.line}",
            "status": status,
        }
        for one in budget.lines
    ]
    text = f"The request begins with {figures.column}. What the roster pays is left out.\nSource: "
    return comment(text + (source.source or source.file)) + section("lines", items)


def _csv(head: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(head)
    writer.writerows([f"{cell:f}" if isinstance(cell, Decimal) else cell for cell in row] for row in rows)
    return out.getvalue()
