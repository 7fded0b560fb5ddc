"""Which unit, fund or account a row belongs to, and those that are made because the export names them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from budgetplan.importing.rows import Row
from budgetplan.importing.schema import Find, Where
from budgetplan.names import LONGEST, code_problem, quoted


class NotMapped(Exception):
    """A row cannot be used; the text says why."""


@dataclass(frozen=True)
class Made:
    """A unit, fund or account that the export names: its id or code, its label, its group."""

    code: str
    label: str
    parent: str | None


def matches(row: Row, where: Where) -> bool:
    """Whether a row has, in each column that is named, one of the texts."""
    return all(row.cells[heading] in texts for heading, texts in where.items())


def id_of(text: str) -> str:
    """The id that a text makes: `Parks & Recreation` is parks-recreation."""
    plain = (
        unicodedata.normalize("NFKD", text.replace("'", "").replace("\u2019", "")).encode("ascii", "ignore").decode()
    )
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")[: LONGEST - 10].strip("-")


class Register:
    """The units, funds or accounts of the new plan: those of the mapping, and those that rows of exports add."""

    def __init__(self, what: str, declared: Sequence[str]) -> None:
        self.what = what
        self.declared = list(declared)
        self.made: dict[str, Made] = {}  # by code
        self.used: set[tuple[str, str, str]] = set()  # column, text, code
        self._of: dict[tuple[bool, str], str] = {}  # whether a group, and its text in small letters -> code
        self._taken = {code.casefold() for code in declared}

    def find(self, find: Find, row: Row) -> str:
        """The id or code of a row; raises NotMapped."""
        if find.always is not None:
            return find.always
        text = row.cells[find.column or ""]
        if text in find.exact:
            self.used.add((find.column or "", text, find.exact[text]))
            return find.exact[text]
        if text in self.declared:
            return text
        if not text and find.otherwise is None:
            raise NotMapped(f"has no {self.what}: {quoted(find.column)} is empty")
        if find.make:
            return self._make(find, row, text)
        if find.otherwise is None:
            raise NotMapped(f"has no {self.what}: the mapping does not say what {quoted(text)} is")
        return find.otherwise

    def _make(self, find: Find, row: Row, text: str) -> str:
        """The id or code of a text that makes one; its group must be the same wherever it stands."""
        above = row.cells[find.under] if find.under else ""
        parent = self._group(find, above) if above else None
        label = row.cells[find.label] if find.label else ""
        code = self._code(False, text, label or text, parent)
        if (known := self.made[code].parent) != parent:
            if known is not None and parent is not None:
                raise NotMapped(f"{quoted(text)} belongs to {quoted(known)} further up, and here to {quoted(parent)}")
            self.made[code] = Made(code, self.made[code].label, known or parent)
        return code

    def _group(self, find: Find, text: str) -> str:
        """The group that a text means: one of the mapping's own, or a made one."""
        if text in find.exact:
            self.used.add((find.column or "", text, find.exact[text]))
            return find.exact[text]
        return text if text in self.declared else self._code(True, text, text, None)

    def _code(self, group: bool, text: str, label: str, parent: str | None) -> str:
        key = (group, text.casefold())
        if key not in self._of:
            code = self._new_id(text) if self.what == "unit" else self._new_code(text)
            self._taken.add(code.casefold())
            self._of[key] = code
            self.made[code] = Made(code, label, parent)
        return self._of[key]

    def _new_id(self, text: str) -> str:
        """An id that nothing else has: a second text that reads alike gets -2 behind it."""
        base = id_of(text)
        if not base:
            raise NotMapped(f"no id can be made of {quoted(text)}: map it under `exact:`")
        code, number = base, 1
        while code in self._taken:
            number += 1
            code = f"{base}-{number}"
        return code

    def _new_code(self, text: str) -> str:
        """A code is the text itself, as the ledger writes it."""
        if wrong := code_problem(text):
            raise NotMapped(f"no code of {self.what}s: {wrong}")
        if text.casefold() in self._taken:
            raise NotMapped(f"{quoted(text)} is a code already, of something else")
        return text
