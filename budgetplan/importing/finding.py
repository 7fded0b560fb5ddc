"""Which fund, unit and account a row belongs to, and those that are made because the export names them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from budgetplan.importing.find_schema import Find
from budgetplan.importing.rows import NotMapped, Row
from budgetplan.importing.schema import Mapping as CityMapping
from budgetplan.importing.schema import Source
from budgetplan.names import LONGEST, code_problem, quoted


class At(NamedTuple):
    """Where an amount belongs: as in history, by fund, unit and account."""

    fund: str
    unit: str
    account: str


@dataclass(frozen=True)
class Made:
    """A fund, unit or account that the export names: its code or id, its label, its group, and by what it was found."""

    code: str
    label: str
    parent: str | None
    find: Find


def registers_of(mapping: CityMapping) -> dict[str, Register]:
    """The registers with what the mapping itself declares."""
    return {what: Register(what, labels) for what, labels in mapping.declared.items()}


def place_of(source: Source, row: Row, registers: Mapping[str, Register]) -> At:
    """The fund, unit and account of a row; raises NotMapped."""
    return At(**{key: registers[key].find(find, row) for key, find in source.finds.items()})


def expect(source: Source, rows: Sequence[Row], registers: Mapping[str, Register]) -> None:
    """Lets the registers look through the rows of an export before any of them is placed."""
    for key, find in source.finds.items():
        registers[key].expect(find, rows)


def id_of(text: str) -> str:
    """The id that a text makes: `Parks & Recreation` is parks-recreation."""
    plain = (
        unicodedata.normalize("NFKD", text.replace("'", "").replace("\u2019", "")).encode("ascii", "ignore").decode()
    )
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")[: LONGEST - 10].strip("-")


class Register:
    """The funds, units or accounts of the new plan: those of the mapping, and those that rows of exports add.

    A text of an export is one of them by its code or id, or by its label, in capitals or not: so a department that the
    mapping declares, or that the other export has made, is not made once more.
    """

    def __init__(self, what: str, declared: Mapping[str, str]) -> None:
        self.what = what
        self.declared = dict(declared)  # code -> label
        self.made: dict[str, Made] = {}  # by code
        self._codes = {code.casefold(): code for code in declared}
        self._of: dict[tuple[bool, str], str] = {}  # whether a group, and its text in small letters -> code
        self._names: dict[str, dict[str, str]] = {}  # all labels of a made one, by their small letters
        self._several: set[str] = set()  # labels that more than one code of an export has
        self._taken = set(self._codes)

    def expect(self, find: Find, rows: Sequence[Row]) -> None:
        """Looks through the rows of an export for labels that several of its codes have: those name nothing alone."""
        self._several = set()
        if find.column is None or find.label is None:
            return
        texts: dict[str, set[str]] = {}
        for row in rows:
            texts.setdefault(row.cells[find.label].casefold(), set()).add(row.cells[find.column].casefold())
        self._several = {label for label, codes in texts.items() if len(codes) > 1}

    def find(self, find: Find, row: Row) -> str:
        """The id or code of a row; raises NotMapped."""
        if find.always is not None:
            return find.always
        text = row.cells[find.column or ""]
        if (given := find.code_of(text)) is not None:
            return given
        if not text and find.otherwise is None:
            raise NotMapped(f"has no {self.what}: {quoted(find.column)} is empty")
        if (known := self._declared(text)) is not None:
            return known
        if find.make:
            return self._make(find, row, text)
        if find.otherwise is None:
            raise NotMapped(f"has no {self.what}: the mapping does not say what {quoted(text)} is")
        return find.otherwise

    def labels(self, codes: set[str]) -> dict[str, list[str]]:
        """The codes by label, of those that are declared and those that are made and among `codes`."""
        found: dict[str, list[str]] = {}
        for code, label in self._labels():
            if code in self.declared or code in codes:
                found.setdefault(label, []).append(code)
        return found

    def renamed(self) -> dict[str, list[str]]:
        """The made ones to which rows give several labels; the first is taken."""
        return {code: list(names.values()) for code, names in self._names.items() if len(names) > 1}

    def _labels(self) -> Iterator[tuple[str, str]]:
        yield from self.declared.items()
        yield from ((one.code, one.label) for one in self.made.values())

    def _declared(self, text: str) -> str | None:
        """What the mapping declares under this id, code or label."""
        if (code := self._codes.get(text.casefold())) is not None:
            return code
        return self._only(text, [code for code, label in self.declared.items() if label.casefold() == text.casefold()])

    def _only(self, text: str, codes: list[str]) -> str | None:
        """The one that is meant by a label; which of several, only a person can say."""
        if len(codes) > 1:
            raise NotMapped(
                f"{len(codes)} {self.what}s are called {quoted(text)} ({', '.join(codes)}): map it under `exact`"
            )
        return codes[0] if codes else None

    def _make(self, find: Find, row: Row, text: str) -> str:
        """The id or code of a text that makes one; its group must be the same wherever it stands."""
        label = (row.cells[find.label] if find.label else "") or text
        above = row.cells[find.under] if find.under else ""
        parent = self._group(find, above) if above else None
        code = self._code(False, text, label, parent, find)
        self._names.setdefault(code, {}).setdefault(label.casefold(), label)
        if code not in self.made or parent is None or (known := self.made[code].parent) == parent:
            return code
        if known is not None:
            raise NotMapped(f"{quoted(text)} belongs to {quoted(known)} further up, and here to {quoted(parent)}")
        self.made[code] = replace(self.made[code], parent=parent)
        return code

    def _group(self, find: Find, text: str) -> str:
        """The group that a text means: one of the mapping's own, or a made one."""
        if (given := find.code_of(text)) is not None:
            return given
        known = self._declared(text)
        return known if known is not None else self._code(True, text, text, None, find)

    def _code(self, group: bool, text: str, label: str, parent: str | None, find: Find) -> str:
        key = (group, text.casefold())
        if key not in self._of:
            code = None if group else self._of_other_export(text, label, find)
            if code is None:
                code = self._new_id(text) if self.what == "unit" else self._new_code(text)
                self._taken.add(code.casefold())
                self.made[code] = Made(code, label, parent, find)
            self._of[key] = code
        return self._of[key]

    def _of_other_export(self, text: str, label: str, find: Find) -> str | None:
        """What is called so already, by the mapping or the other export.

        The label beside a code counts for units only, and only where no other code of the export has it: accounts of
        one name and different codes are different accounts.
        """
        if find.label is not None and (self.what != "unit" or label.casefold() in self._several):
            return None
        groups = {code for (group, _), code in self._of.items() if group}
        same = [code for code, one in self._labels() if one.casefold() == label.casefold() and code not in groups]
        return self._only(text, [code for code in same if code in self.declared or self.made[code].find is not find])

    def _new_id(self, text: str) -> str:
        """An id that nothing else has: a second text that reads alike gets -2 behind it."""
        base = id_of(text)
        if not base:
            raise NotMapped(f"no id can be made of {quoted(text)}: map it under `exact`")
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
