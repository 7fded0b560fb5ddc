"""The certificate: what independent engines and the workbook rules say about one workbook."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from budgetplan.errors import FileError, UsageError
from budgetplan.workbook.engines import libreoffice_available, recalculate_formualizer, recalculate_libreoffice
from budgetplan.workbook.read import Book, read_workbook
from budgetplan.workbook.rules import RULES, AxisRanges, Finding, check_rules
from budgetplan.workbook.values import Value
from budgetplan.workbook.witness import Difference, compare

ENGINES = ("formualizer", "libreoffice")
NAMES = {"formualizer": "formualizer", "libreoffice": "LibreOffice"}
SHOWN = 20  # differences and findings in the terminal
MOST = 1_000  # of each list in the JSON; the rest is counted
NEARLY_ALL = 0.95  # of the formula cells without a stored value: the program that saved the file does not calculate
UNCALCULATED = (
    "saved by a program that does not calculate: open it in Excel or LibreOffice, save it there and verify again"
)


@dataclass
class Testimony:
    """What one engine says. `compared` counts formula cells with a stored and a recalculated value.

    `missing` says why the engine gave no testimony ("" if it did); an engine that failed has not proven anything.
    """

    engine: str
    compared: int = 0
    differences: list[Difference] = field(default_factory=list)
    missing: str = ""
    failed: bool = False

    @property
    def ok(self) -> bool:
        """Whether every cell agreed; a missing engine is not a fault of the workbook, a failing one is."""
        return not self.differences and not self.failed


@dataclass
class Certificate:
    """What is proven about a workbook, and what is not. `ok` is the answer; `lines()` says it, `as_dict()` for JSON."""

    workbook: str
    formula_cells: int
    without_value: list[str]
    error_cells: list[str]
    testimonies: list[Testimony]
    findings: list[Finding]
    shown: int = SHOWN
    uncalculated: bool = False  # nearly no formula has a stored value: there was nothing to compare

    @property
    def ok(self) -> bool:
        """No difference, no cell without a value, no error, no breach of a rule, and at least one engine was heard."""
        heard = any(not testimony.missing for testimony in self.testimonies)
        sound = not (self.without_value or self.error_cells or self.findings)
        return sound and heard and all(testimony.ok for testimony in self.testimonies)

    def lines(self) -> list[str]:
        """The certificate for a terminal, one plain sentence or one aligned figure a line."""
        counts = [("formula cells", self.formula_cells), ("without a stored value", len(self.without_value))]
        counts.append(("cells with an error", len(self.error_cells)))
        silent = any(testimony.missing for testimony in self.testimonies)
        answer = ("PROVEN IN PART" if silent else "PROVEN") if self.ok else "NOT PROVEN"
        lines = [f"{self.workbook}: {answer}{f', {UNCALCULATED}' if self.uncalculated else ''}"]
        lines += [f"  {label:<24}{count:>12,}" for label, count in counts]
        for testimony in self.testimonies:
            lines += self._heard(testimony)
        lines.append(f"  {'rules':<24}{len(RULES):>12,}   {_number(len(self.findings), 'finding')}")
        for rule, count in Counter(finding.rule for finding in self.findings).items():
            lines.append(f"    {rule:<22}{count:>12,}")
        return lines + self._details()

    def sheet_lines(self) -> list[str]:
        """The certificate for the Checks sheet: the same words wherever and whenever the same workbook is built."""
        lines = [
            f"{self.formula_cells:,} formula cells, {len(self.without_value)} without a stored value, "
            f"{len(self.error_cells)} with an error."
        ]
        for testimony in self.testimonies:
            name = NAMES.get(testimony.engine, testimony.engine)
            told = f"{testimony.compared:,} recalculated by {name}: {len(testimony.differences)} differ."
            lines.append(testimony.missing or told)
        lines.append(f"{len(RULES)} workbook rules applied: {_number(len(self.findings), 'finding')}.")
        return [*lines, *(f"  {finding}" for finding in self.findings[: self.shown])]

    def _heard(self, testimony: Testimony) -> list[str]:
        name = NAMES.get(testimony.engine, testimony.engine)
        if testimony.missing:
            return [f"  !! NOT PROVEN BY {name.upper()}: {testimony.missing}"]
        differing = f"{len(testimony.differences):,} differ" if testimony.differences else "all agree"
        return [f"  {f'recalculated by {name}':<30}{testimony.compared:>6,}   {differing}"]

    def _details(self) -> list[str]:
        """The first differences of each engine and the first findings, and how many more there are."""
        lines: list[str] = []
        for testimony in self.testimonies:
            title = f"Differences from {NAMES.get(testimony.engine, testimony.engine)}"
            lines += _some(title, testimony.differences, self.shown)
        return lines + _some("Findings", self.findings, self.shown)

    def as_dict(self) -> dict[str, Any]:
        """Everything, in types that JSON has; values that are no numbers (NaN, none) are given as text or null.

        Each list has at most a thousand entries; beside it stands how many more there are.
        """
        silent = self.uncalculated
        return {
            "workbook": self.workbook,
            "ok": self.ok,
            "remark": UNCALCULATED if silent else "",
            "formula_cells": self.formula_cells,
            "without_value_count": len(self.without_value),
            **_capped("without_value", [] if silent else self.without_value, len(self.without_value)),
            **_capped("error_cells", self.error_cells),
            "engines": [
                {
                    "engine": testimony.engine,
                    "compared": testimony.compared,
                    "missing": testimony.missing,
                    "differing": len(testimony.differences),
                    **_capped("differences", testimony.differences, say=_difference),
                }
                for testimony in self.testimonies
            ],
            **_capped("findings", self.findings, say=Finding._asdict),
        }


def when_all_agrees(formula_cells: int, engine: str) -> list[str]:
    """The words of a certificate on the Checks sheet for so many formula cells, where nothing is found."""
    return Certificate("", formula_cells, [], [], [Testimony(engine, formula_cells)], []).sheet_lines()


def verify(
    path: str | Path,
    engines: Sequence[str] = ENGINES,
    axis_ranges: AxisRanges | None = None,
    shown: int = SHOWN,
) -> Certificate:
    """Recalculate a workbook in independent engines, compare every formula cell, apply the rules.

    LibreOffice where it is not installed is said and not held against the workbook. Where nearly no formula has a
    stored value there is nothing to compare: that is said once, not of each cell. Raises `FileError` where the file
    cannot be read and `UsageError` for an engine that does not exist.
    """
    for engine in engines:
        if engine not in _WITNESSES:
            raise UsageError(f"There is no engine {engine!r}; the engines are {', '.join(_WITNESSES)}.")
    book = read_workbook(path)
    cells = book.formula_cells
    without = [f"{sheet}!{at}" for sheet, at, cell in cells if cell.value is None and cell.error is None]
    uncalculated = len(without) > 1 and len(without) >= NEARLY_ALL * len(cells)
    findings = check_rules(book, axis_ranges)
    return Certificate(
        workbook=Path(path).name,
        formula_cells=len(cells),
        without_value=without,
        error_cells=[
            f"{sheet.name}!{at}"
            for sheet in book.sheets.values()
            for at, c in sheet.cells.items()
            if c.error is not None
        ],
        testimonies=[] if uncalculated else [_hear(engine, book) for engine in engines],
        findings=[finding for finding in findings if not (uncalculated and finding.rule == "no stored value")],
        shown=shown,
        uncalculated=uncalculated,
    )


def _by_formualizer(book: Book) -> Mapping[tuple[str, str], Value]:
    return recalculate_formualizer(book.path, book=book)


def _by_libreoffice(book: Book) -> Mapping[tuple[str, str], Value]:
    return recalculate_libreoffice(book.path).values()


_WITNESSES: dict[str, Callable[[Book], Mapping[tuple[str, str], Value]]] = {
    "formualizer": _by_formualizer,
    "libreoffice": _by_libreoffice,
}


def _hear(engine: str, book: Book) -> Testimony:
    """One engine's testimony; its own failure is part of it, because the other engine can still be heard."""
    if engine == "libreoffice" and not libreoffice_available():
        return Testimony(engine, missing="it is not installed here; install it and verify again")
    try:
        values = _WITNESSES[engine](book)
    except FileError as error:
        return Testimony(engine, missing=str(error), failed=True)
    differences = compare(book, values)
    compared = sum(
        (cell.value is not None or cell.error is not None) and values.get((sheet, at)) is not None
        for sheet, at, cell in book.formula_cells
    )
    return Testimony(engine, compared, differences)


def _some(title: str, things: Sequence[object], most: int) -> list[str]:
    if not things:
        return []
    more = [f"  ... and {len(things) - most:,} more"] if len(things) > most else []
    return [f"{title}:", *(f"  {thing}" for thing in things[:most]), *more]


def _capped(
    name: str, things: Sequence[Any], count: int | None = None, say: Callable[[Any], Any] = lambda thing: thing
) -> dict[str, Any]:
    """A list of the JSON, no longer than it may be, and how many more there are."""
    listed = [say(thing) for thing in things[:MOST]]
    return {name: listed, f"{name}_more": (len(things) if count is None else count) - len(listed)}


def _number(count: int, word: str) -> str:
    return f"{count:,} {word}{'' if count == 1 else 's'}"


def _difference(difference: Difference) -> dict[str, Any]:
    return {
        "sheet": difference.sheet,
        "address": difference.address,
        "reason": difference.reason,
        "stored": _json(difference.stored),
        "recalculated": _json(difference.recalculated),
        "formula": difference.formula,
    }


def _json(value: Value) -> float | str | bool | None:
    """JSON has no NaN and no infinity: they go as text."""
    return str(value) if isinstance(value, float) and not abs(value) < float("inf") else value
