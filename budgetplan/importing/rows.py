"""The rows of an export: those that are data, those that are set aside with the reason, and the figures in them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal

from budgetplan.assumptions.money import amount_in, amount_problem
from budgetplan.assumptions.values import LARGEST
from budgetplan.importing.key_values import Where
from budgetplan.importing.schema import Source
from budgetplan.names import quoted

AsideKind = Literal["above the headings", "repeated headings", "total", "left out", "not mapped"]
KINDS: tuple[AsideKind, ...] = ("above the headings", "repeated headings", "total", "left out", "not mapped")
LONGEST = 160  # letters of a row that is shown

_ONLY = re.compile(r"(?:grand[ -]|sub[ -]?)?totals?:?", re.IGNORECASE)
_WITH_NAME = re.compile(r"(?:grand[ -]|sub[ -]?)?totals?\b.*|.*\b(?:sub[ -]?)?totals?:?", re.IGNORECASE)


class NotMapped(Exception):
    """A row cannot be used; the text says why."""


@dataclass(frozen=True)
class Row:
    """A row of data: its line in the file, its number among the rows of data, and its texts by heading."""

    line: int
    number: int
    cells: Mapping[str, str]


@dataclass(frozen=True)
class Aside:
    """A row that is not imported: its line, what kind of row it is, why, and what stands in it."""

    line: int
    kind: AsideKind
    why: str
    text: str


@dataclass
class Export:
    """A file as it was exported: how it is written, its headings, its rows, and what was set aside.

    `name` is what the mapping calls it. `rows` are all rows of data: those of them that are left out or not mapped
    stand in `aside` as well.
    """

    name: str
    digest: str
    encoding: str
    separator: str
    headings: list[str]
    rows: list[Row] = field(default_factory=list)
    aside: list[Aside] = field(default_factory=list)
    blank: int = 0
    not_read: list[str] = field(default_factory=list)

    def set_aside(self, row: Row, kind: AsideKind, why: str) -> None:
        """Notes that a row of data is not imported."""
        self.aside.append(Aside(row.line, kind, why, row_text(row.cells)))

    def place(self, line: int) -> str:
        """Where a row stands, as people look it up."""
        return f"{self.name}:{line}"

    @property
    def not_mapped(self) -> list[Aside]:
        """The rows that nobody could place, in their order."""
        return sorted((one for one in self.aside if one.kind == "not mapped"), key=lambda one: one.line)

    @property
    def counts(self) -> dict[str, int]:
        """How many rows there are, how many of them are used, and how many are set aside, by kind."""
        kinds = Counter(one.kind for one in self.aside)
        data, aside = {row.line for row in self.rows}, {one.line for one in self.aside}
        return {"in": len(data | aside), "used": len(data - aside), **{kind: kinds[kind] for kind in KINDS}}


def each_usable(source: Source, export: Export, use: Callable[[Row], None]) -> None:
    """Gives each row of data to `use`; sets aside those that the mapping leaves out and those that `use` cannot map."""
    for row in export.rows:
        left = next((one for one in source.leave_out if matches(row, one.where)), None)
        if left is not None:
            export.set_aside(row, "left out", left.why)
            continue
        try:
            use(row)
        except NotMapped as reason:
            export.set_aside(row, "not mapped", str(reason))


def matches(row: Row, where: Where) -> bool:
    """Whether a row has, in each column that is named, one of the texts."""
    return all(row.cells[heading] in texts for heading, texts in where.items())


def number_of(row: Row, heading: str, missing: list[str]) -> Decimal:
    """The number of a row under a heading; raises NotMapped where there is none."""
    found = figure_of(row, heading, missing)
    if found is None:
        raise NotMapped(f"has no {quoted(heading)}")
    return found


def figure_of(row: Row, heading: str, missing: list[str]) -> Decimal | None:
    """The number of a row under a heading, None where it is missing; raises NotMapped where it is no number."""
    text = row.cells[heading]
    if not text or text in missing:
        return None
    found = amount_in(text)
    if found is None:
        wrong = amount_problem(text)
        told = (
            f", which {wrong}" if wrong else ", which is no amount: if it means that there is none, add it to `missing`"
        )
        raise NotMapped(f"its {heading} is {quoted(text)}{told}")
    if abs(found) > LARGEST:
        raise NotMapped(f"its {heading} is {quoted(text)}, which is over a trillion: check the number of zeros")
    return found


def row_text(cells: Mapping[Any, str]) -> str:
    """What stands in a row, on one line and not too long."""
    shown = " | ".join(filter(None, cells.values()))
    return shown if len(shown) <= LONGEST else shown[:LONGEST] + "..."


def total_words(cells: Mapping[str, str], keys: list[str], all_texts: Sequence[str]) -> str:
    """The words by which a row is one of totals; "" for a row of data.

    A row of data names all of its keys; a row of totals says so in place of one, or beside one that is empty. So a
    "Total Rewards Manager" who has a division and a title is no total. `all_texts` are those of columns that are not
    read as well: of them only the bare word counts, for names of people may stand there.
    """
    texts = [cells[key] for key in keys]
    if bare := next((text for text in texts if _ONLY.fullmatch(text)), ""):
        return bare
    if all(texts):
        return ""
    if bare := next((text for text in all_texts if _ONLY.fullmatch(text)), ""):
        return bare
    return next((text for text in cells.values() if _WITH_NAME.fullmatch(text)), "")
