"""The files of the plan that an import makes: the same rows give the same bytes."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from budgetplan.assumptions.figures import PROVENANCE, Provenance
from budgetplan.importing.amounts import Ledger
from budgetplan.importing.finding import Register
from budgetplan.importing.money import CENT
from budgetplan.importing.positions import Kind, Roll
from budgetplan.importing.schema import Mapping, Roster
from budgetplan.importing.yaml_text import comment, section

LISTS = {"fund": "funds", "unit": "units", "account": "accounts"}
HISTORY = "history.csv"
ROSTER_HEAD = ("position", "title", "unit", "fund", "account", "fte", "salary")
HISTORY_HEAD = ("fiscal_year", "stage", "fund", "unit", "account", "amount", "note")
MADE = "Made by an import of the city's exports; import_log.md says what was read and how it ties."


@dataclass(frozen=True)
class Found:
    """What an import found: the mapping with its plain data, registers of codes, positions and amounts."""

    mapping: Mapping
    data: dict[str, Any]
    registers: dict[str, Register]
    roll: Roll | None
    ledger: Ledger | None

    @property
    def kinds(self) -> list[Kind]:
        """The kinds of positions that have any."""
        return [kind for kind in self.roll.kinds if kind.positions] if self.roll else []


def plan_files(found: Found) -> dict[str, bytes]:
    """Every file of the plan but the log, by name."""
    texts = {"plan.yaml": _plan_text(found), "rates.yaml": _rates_text(found)}
    if found.roll and found.kinds:
        texts["positions.yaml"] = _positions_text(found.roll.roster, found.kinds)
        for kind in found.kinds:
            rows = ([getattr(one, name) for name in ROSTER_HEAD[:5]] + [one.fte, one.salary] for one in kind.positions)
            texts[kind.jobs.file] = _csv(ROSTER_HEAD, rows)
    ledger = found.ledger
    if ledger and ledger.past:
        item = {"csv": HISTORY, **_provenance(ledger.budget, ledger.budget.file)}
        texts["history.yaml"] = comment("What was adopted and spent before.") + section("history", [item])
        texts[HISTORY] = _csv(
            HISTORY_HEAD,
            (
                [one.figures.fiscal_year, one.figures.stage, one.fund, one.unit, one.account, one.amount, one.note]
                for one in ledger.past
            ),
        )
    if ledger and ledger.lines:
        texts["operating.yaml"] = _lines_text(ledger)
    return {name: text.encode() for name, text in texts.items()}


def _plan_text(found: Found) -> str:
    """What is planned, and the lists of codes: those of the mapping, and behind them those that were made."""
    head = {**found.data["plan"]}
    head.setdefault("detail", "groups")
    texts = [comment(MADE), section("plan", head)]
    for what, name in LISTS.items():
        items = [*found.data.get(name, []), *_made(found, what)]
        texts.append(section(name, items))
    return "\n".join(texts)


def _made(found: Found, what: str) -> list[dict[str, str]]:
    """The codes that were made and are used by some row, groups before those that belong to them."""
    register = found.registers[what]
    past, lines = (found.ledger.past, found.ledger.lines) if found.ledger else ([], [])
    rows: Sequence[Any] = [*(one for kind in found.kinds for one in kind.positions), *past, *lines]
    used = {getattr(row, what) for row in rows}
    made = [one for one in register.made.values() if one.code in used]
    groups = {one.parent for one in made}
    key = "id" if what == "unit" else "code"
    return [
        {key: one.code, "label": one.label, **({"parent": one.parent} if one.parent else {})}
        for one in [*(one for one in register.made.values() if one.code in groups), *made]
    ]


def _rates_text(found: Found) -> str:
    """The rates of the mapping; a figure of which it does not say how firm it is, is an estimate."""
    rates = {name: _as_estimate(given) for name, given in found.data.get("rates", {}).items()}
    text = comment("Rates are no part of the exports: each is an assumption until somebody confirms it.")
    text += section("rates", rates) if rates else ""
    tiers = (found.data.get("benefits") or {}).get("health_tiers")
    return text + (
        "\nbenefits:\n  " + section("health_tiers", tiers).replace("\n", "\n  ").rstrip() + "\n" if tiers else ""
    )


def _as_estimate(given: Any) -> Any:
    """A rate with a status: each figure of a series may have its own, and the code of an account needs none."""
    told = given if isinstance(given, dict) else {"value": given}
    series = [one for key, one in told.items() if isinstance(key, dt.date)]
    known = "status" in told or (series and all(isinstance(one, dict) and "status" in one for one in series))
    return given if known or isinstance(told.get("value"), str) else {**told, "status": "estimate"}


def _positions_text(roster: Roster, kinds: list[Kind]) -> str:
    items = []
    for kind in kinds:
        jobs = kind.jobs
        told = {**_provenance(roster, roster.file), **jobs.provenance}
        if jobs.hours is not None:
            told = {**told, **_hours_provenance(roster, kind)}
        defaults = {name: value for name, value in jobs.defaults.model_dump().items() if value is not None}
        items.append({"csv": jobs.file, **({"defaults": defaults} if defaults else {}), **told})
    return comment("One row for each position; people's names are not imported.") + section("positions", items)


def _hours_provenance(roster: Roster, kind: Kind) -> dict[str, Any]:
    """How hourly pay became a salary and an FTE: an assumption, unless the export says the hours."""
    hours = kind.jobs.hours
    assert hours is not None
    full = f"{roster.full_time_hours:g}"
    what = f"hours from {hours.column}" if hours.column else f"assumed hours a year, {hours.each:g}"
    what += f" but for {len(hours.exact)} of {hours.by}" if hours.exact else ""
    told = [f"salary = hourly rate x {full}; FTE = hours / {full}; {what}", hours.note or kind.jobs.note or ""]
    source = "; hours: ".join(filter(None, (kind.jobs.source or roster.source or roster.file, hours.source)))
    rest = {key: one for key, one in hours.provenance.items() if key not in ("source", "note", "status")}
    return {"source": source, "status": hours.status or "estimate", **rest, "note": "; ".join(filter(None, told))}


def _provenance(given: Provenance, file: str) -> dict[str, Any]:
    """What a mapping says of where figures come from; at least the file."""
    return {"source": file, **{key: given.provenance[key] for key in PROVENANCE if key in given.provenance}}


def _lines_text(ledger: Ledger) -> str:
    """The operating lines with the column and line of the export from which each comes."""
    budget = ledger.budget
    figures = next(one for one in budget.amounts if one.lines)
    status = {"adopted": "adopted", "amended": "adopted", "estimate": "estimate", "actual": "actual"}[figures.stage]
    items = [
        {
            "id": one.id,
            "label": one.label,
            "fund": one.fund,
            "unit": one.unit,
            "account": one.account,
            "amount": one.amount.quantize(CENT),
            "source": f"{budget.file}:{one.line}",
            "status": status,
        }
        for one in ledger.lines
    ]
    text = f"The request begins with {figures.column}. What the roster pays is left out.\nSource: "
    return comment(text + (budget.source or budget.file)) + section("lines", items)


def _csv(head: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(head)
    writer.writerows([f"{cell:f}" if hasattr(cell, "as_tuple") else cell for cell in row] for row in rows)
    return out.getvalue()
