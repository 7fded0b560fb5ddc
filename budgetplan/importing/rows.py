"""The rows of an export: those that are data, and those that are set aside with the reason."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

Kind = Literal["above the headings", "repeated headings", "total", "left out", "not mapped"]
KINDS: tuple[Kind, ...] = ("above the headings", "repeated headings", "total", "left out", "not mapped")
LONGEST = 160  # letters of a row that is shown

_ONLY = re.compile(r"(?:grand[ -]|sub[ -]?)?totals?:?", re.IGNORECASE)
_WITH_NAME = re.compile(r"(?:grand[ -]|sub[ -]?)?totals?\b.*|.*\b(?:sub[ -]?)?totals?:?", re.IGNORECASE)


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
    kind: Kind
    why: str
    text: str


@dataclass
class Export:
    """A file as it was exported: how it is written, its headings, its rows, and what was set aside.

    `name` is what the mapping calls it; `lines` is how many lines with anything in them it has below its headings.
    """

    name: str
    digest: str
    encoding: str
    separator: str
    headings: list[str]
    head_line: int
    rows: list[Row] = field(default_factory=list)
    aside: list[Aside] = field(default_factory=list)
    blank: int = 0
    not_read: list[str] = field(default_factory=list)

    def set_aside(self, row: Row, kind: Kind, why: str) -> None:
        """Notes that a row of data is not imported."""
        self.aside.append(Aside(row.line, kind, why, row_text(row.cells)))

    def place(self, line: int) -> str:
        """Where a row stands, as people look it up."""
        return f"{self.name}:{line}"


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
