"""The assumptions of a plan, read and checked: one object, or every problem of the folder at once."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

from pydantic import PrivateAttr, ValidationError

from budgetplan.assumptions.alike import named_in, stands_in
from budgetplan.assumptions.checks import cross_problems
from budgetplan.assumptions.definition_checks import definition_problems
from budgetplan.assumptions.definitions import Definitions
from budgetplan.assumptions.formula_files import read_definitions, row_sections, shipped
from budgetplan.assumptions.history import History, compare_problem, compared_stage, history_of, later_problems
from budgetplan.assumptions.listing import listings
from budgetplan.assumptions.lists import read_lists
from budgetplan.assumptions.pay_history import Change, pay_changes
from budgetplan.assumptions.plan_notes import plan_notes
from budgetplan.assumptions.read import Document, digest, read_bytes, read_folder
from budgetplan.assumptions.revenue_checks import revenue_problems
from budgetplan.assumptions.rows import Rows
from budgetplan.assumptions.scenarios import Change as ScenarioChange
from budgetplan.assumptions.scenarios import add_rows, changes_of
from budgetplan.assumptions.schema import Sections
from budgetplan.assumptions.words import item_name, schema_problems
from budgetplan.errors import AssumptionError, Place, Problem


class Assumptions(Sections):
    """A plan's assumptions, all checked. `positions` has all of them as columns, from YAML rows and CSV tables.

    `definitions` are the lines, tables and columns that hold for this plan, the shipped ones and its own; `tables` are
    the rows that it writes down, by the name of their table.
    """

    _document: Document = PrivateAttr()
    _definitions: Definitions = PrivateAttr()
    _tables: dict[str, Rows] = PrivateAttr()
    _pay_changes: list[Change | None] = PrivateAttr()
    _history: History = PrivateAttr()

    @property
    def document(self) -> Document:
        """The files as plain data with places."""
        return self._document

    @property
    def folder(self) -> Path:
        """The plan folder, as it was given to `load`."""
        return self._document.folder

    @property
    def notes(self) -> list[Problem]:
        """What is no mistake, but may not be meant: rates that nothing uses, columns of a file that nothing reads."""
        return sorted(set(self._document.notes))

    @property
    def definitions(self) -> Definitions:
        """Every line, table, column and check of the plan."""
        return self._definitions

    @property
    def tables(self) -> dict[str, Rows]:
        """The rows that the plan writes down, by table."""
        return self._tables

    @property
    def pay_changes(self) -> list[Change | None]:
        """For each position the last change of its pay between January and the plan's first day, if there is one."""
        return self._pay_changes

    @cached_property
    def stands_in(self) -> list[int]:
        """For each position the row in which the workbook shows it: its own, or that of the first one like it."""
        if self.plan.detail == "positions":
            return list(range(len(self.positions)))
        apart = named_in(change.path for change in self.changes)
        for rows in self.tables.values():
            for column in rows.listing.columns:
                apart |= set(rows.columns[column.name]) if column.choices == "positions" else set()
        return stands_in(self.positions, self.pay_changes, apart)

    @property
    def history(self) -> History:
        """What was adopted and spent before."""
        return self._history

    @property
    def compared(self) -> str:
        """The year and stage with which the request is compared; "" in a plan without history."""
        return compared_stage(self._history, self.plan.fiscal_year, self.plan.compare_with)

    @property
    def changes(self) -> list[ScenarioChange]:
        """What the scenarios change."""
        return changes_of(self._document, self.scenarios)

    @property
    def positions(self) -> Rows:
        """The roster as columns."""
        return self._tables["positions"]

    @property
    def input_hash(self) -> str:
        """The sha256 of everything that was read, the same on every system."""
        return _hash(self._document.digests)

    def place(self, *path: Any) -> Place:
        """Where a value is written: steps are section, key, and for lists the index or the id.

        `place("rates", "cola", date(2027, 1, 1))`, `place("lines", "postage", "price")`,
        `place("positions", "CO-117", "salary")`. A value that is not written has the place of its nearest ancestor.
        """
        if path[:1] and path[0] in row_sections() and len(path) > 1 and isinstance(path[1], str):
            rows = self._tables[path[0]]
            row = rows.row(path[1])
            if row is not None:
                return rows.place(row, *path[2:3])
        return self._document.place(*_by_index(self._document, path))


WITHOUT_HISTORY = {
    "base_changes": "there is no budget that they change: add the current budget, as it was adopted, under `history`",
    "growth_rules": "there is no current year from which costs grow: add its estimate under `history`",
}
"""Sections that say nothing in a plan without history."""

A = TypeVar("A", bound=Assumptions)
_FIGURE = re.compile(r"(\w+)\[.*\]\.(\w+)")  # a figure of a row, as paths write it


def load(folder: str | Path, kind: type[A] = Assumptions) -> A:  # type: ignore[assignment]
    """Read and check a plan folder, as an object of `kind`.

    Raises AssumptionError with all problems, FileError when the folder or a file cannot be read.
    """
    document = read_folder(Path(folder), add_rows)
    definitions, found = definitions_of(document)
    lists = read_lists(document, definitions, found)
    assumptions, wrong = _validated(document, kind)
    wrong += lists.problems
    found += wrong
    if not document.broken:
        said = {problem.place for problem in wrong}
        found += [one for one in cross_problems(document, definitions, lists.chunks()) if one.place not in said]
    known = {problem.place for problem in document.problems if problem.place.line}
    problems = [*document.problems, *(problem for problem in found if problem.place not in known)]
    if problems or assumptions is None:
        raise AssumptionError(problems)
    return _completed(assumptions, document, definitions, lists.rows(assumptions.plan.first_day))


def _completed(assumptions: A, document: Document, definitions: Definitions, rows: dict[str, Rows]) -> A:
    """A plan with all that follows from what is written; raises AssumptionError where that does not fit together."""
    head = assumptions.plan
    changes, problems = pay_changes(rows["positions"], head.first_day)
    revenue = {one.code for one in assumptions.accounts if one.type == "revenue"}
    past = history_of(rows["history"], head.fiscal_year, revenue)
    problems += later_problems(rows["history"], head.fiscal_year, revenue)
    problems += revenue_problems(past, rows["history"], rows["revenue"])
    if wrong_stage := compare_problem(past, head.compare_with):
        problems.append(Problem(document.place("plan", "compare_with"), "plan.compare_with", wrong_stage))
    for name, wrong in WITHOUT_HISTORY.items():
        if len(rows[name]) and not past.stages:
            problems.append(Problem(document.place(name), name, wrong))
    if problems:
        raise AssumptionError(problems)
    assumptions._document, assumptions._tables, assumptions._pay_changes = document, rows, changes
    assumptions._history = past
    words = {
        "fy": f"FY{head.fiscal_year}",
        "fy_last": f"FY{head.fiscal_year - 1}",
        "fy_before_last": f"FY{head.fiscal_year - 2}",
        "compared": compared_stage(past, head.fiscal_year, head.compare_with),
    }
    assumptions._definitions = definitions.settled(_present(assumptions, rows), words)
    document.notes += plan_notes(document, assumptions, assumptions.definitions, rows)
    return assumptions


def input_hash(folder: str | Path) -> str:
    """The sha256 over the names and texts of the YAML and CSV files that a plan consists of, mistakes or not.

    Every line end counts as a line feed, so the same plan has the same hash on every system. Raises FileError when a
    file cannot be read.
    """
    document = read_folder(Path(folder))
    digests = dict(document.digests)
    for listing in listings(document, definitions_of(document)[0]).values():
        for item in listing.items:
            name = item.get("csv") if isinstance(item, dict) else None
            if isinstance(name, str):
                digests[name] = digest(read_bytes(document.folder, name))
    return _hash(digests)


def definitions_of(document: Document) -> tuple[Definitions, list[Problem]]:
    """The shipped lines and tables with those of the plan's own, and what is wrong with these."""
    definitions = shipped()
    if not isinstance(document.data.get("model"), dict):
        return definitions, []
    read_definitions([document.node("model")], definitions)
    problems, definitions.problems = definitions.problems, []
    return definitions, problems or definition_problems(definitions)


def _validated(document: Document, kind: type[A]) -> tuple[A | None, list[Problem]]:
    try:
        return kind.model_validate({key: one for key, one in document.data.items() if key not in row_sections()}), []
    except ValidationError as error:
        found = schema_problems(error, document, [Sections], passed_over=[("missing", ("plan",))])
    if "plan" not in document.data and not document.problems:
        wrong = "the section `plan` is missing: add at least its name, fiscal_year and as_of"
        found.append(Problem(Place(document.root.file), "plan", wrong))
    return None, found


def _present(assumptions: Assumptions, rows: dict[str, Rows]) -> set[str]:
    """What this plan has, for the files that wait for it: tables with rows, dated series of columns, columns that rows
    need not fill and some do, a pay calendar.
    """
    found = {name for name, table in rows.items() if len(table)} | _filled(assumptions.changes, rows)
    for table in rows.values():
        found |= {c.series for c in table.listing.columns if c.dated == "changes" and table.changing(c.name)}
    sections = {
        "later_stages": len(rows["history"]),
        "revenue_history": assumptions.history.revenue,
        "positions_history": any(assumptions.pay_changes),
        "calendar": assumptions.calendar.first_payday,
        "groups": assumptions.has_groups,
        "position_totals": assumptions.plan.detail == "groups" and len(assumptions.positions),
        "scenarios": assumptions.scenarios,
        "operating": assumptions.lines,
        "position_cost": assumptions.position_cost.title,
        "growth_cap": "growth_cap" in assumptions.rates,
        "several_funds": len(_paying_funds(assumptions, rows)) > 1,
        "unit_pages": assumptions.has_pages or {"measures", "highlights"} & found,
    }
    if not assumptions.history.stages:  # only later stages, which are no prior years
        found.discard("history")
    found |= {name for name, given in sections.items() if given}
    return found | {f"operating_{part}" for line in assumptions.lines for part in line.dated}


def _paying_funds(assumptions: Assumptions, rows: dict[str, Rows]) -> set[object]:
    """The funds that any row or line is charged to; what brings in revenue alone pays for nothing."""
    costs = [table.columns["fund"] for name, table in rows.items() if name != "revenue" and "fund" in table.columns]
    return {fund for funds in costs for fund in funds if fund} | {line.fund for line in assumptions.lines}


def _filled(changes: Sequence[ScenarioChange], rows: dict[str, Rows]) -> set[str]:
    """The columns that rows may leave blank, where some row fills them, or does so in a scenario."""
    changed = {(path[1], path[2]) for one in changes if (path := _FIGURE.fullmatch(one.path))}
    return {
        column.filled
        for name, table in rows.items()
        for column in table.listing.columns
        if column.optional
        and not column.dated
        and ((name, column.name) in changed or any(value not in (None, "") for value in table.columns[column.name]))
    }


def _by_index(document: Document, path: tuple[Any, ...]) -> list[Any]:
    """The path with ids of list items replaced by their numbers."""
    steps: list[Any] = []
    for step in path:
        items = document.node(*steps).value if isinstance(step, str) else None
        if isinstance(items, list):
            step = next((index for index, item in enumerate(items) if item_name(item) == step), step)
        steps.append(step)
    return steps


def _hash(digests: dict[str, str]) -> str:
    lines = "".join(f"{name}\n{digests[name]}\n" for name in sorted(digests))
    return hashlib.sha256(lines.encode()).hexdigest()
