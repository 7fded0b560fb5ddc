"""Lines that begin in the wrong column: which line it most likely is, and the column in which it should begin.

YAML complains where it no longer understands, often a line after the slip. So the lines around decide: a key belongs
in the column of the keys of its item, an item in that of the items above.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from budgetplan.names import quoted

_LINE = re.compile(r"(\s*)(-\s+)?([^\s:#'\"{\[-][^:#'\"{\[]*):(?:\s+(\S.*))?")
TWO_KEYS = re.compile(r"^\s*(?:- )?[^\s#'\"][^:#]*:\s+[^\s'\"].*:(?:\s|$)")
_WORD_AND_VALUE = re.compile(r"(\s*)([A-Za-z_][\w-]*)\s+([^\s:#][^:#]*)")
DOES_NOT_FIT = "this key does not fit the line above: check its column, and that the line above is complete"
BESIDE = "start it in the column of the keys beside it"

Found = tuple[int, int, str] | None
"""Line and column, both from 0, and what is said."""


class _Key(NamedTuple):
    line: int
    indent: int
    column: int  # of the key itself, behind the dash of an item
    name: str
    item: bool
    value: str

    def begins(self) -> str:
        """Where it begins, in words."""
        return f"{quoted(self.name)} begins in column {self.column + 1}"


def misplaced(found: str, lines: Sequence[str], line: int) -> Found:
    """What is wrong with the column of a line at which the parser stopped, or of the line above it; `found` is what
    the parser says.
    """
    if not re.search("mapping values|block mapping|block collection", found):
        return None
    here, above = _key(lines, line), _above(lines, line)
    if here is None or above is None:
        return None
    if here.item:
        return _of_item(lines, here, found)
    if "mapping values" in found and (missing := _no_colon(lines[above], above, here)):
        return missing
    before = _key(lines, above)
    return (
        _between(lines, here, before)
        or _one_blank(lines, here)
        or _too_far_in(lines[line], here, before, found)
        or (_too_far_out(lines, here) if "block collection" in found else None)
    )


def _key(lines: Sequence[str], number: int) -> _Key | None:
    """The key with which a line begins."""
    match = _LINE.fullmatch(lines[number].rstrip()) if 0 <= number < len(lines) else None
    if match is None:
        return None
    blanks, dash, name, value = match.groups(default="")
    return _Key(number, len(blanks), len(blanks) + len(dash), name, bool(dash), value)


def _above(lines: Sequence[str], line: int) -> int | None:
    """The nearest line above that says anything."""
    return next((number for number in range(line - 1, -1, -1) if lines[number].split("#")[0].strip()), None)


def _no_colon(text: str, number: int, here: _Key) -> Found:
    """The line above is a key without its colon."""
    match = _WORD_AND_VALUE.fullmatch(text.rstrip())
    if match is None or len(match[1]) != here.column:
        return None
    return number, here.column, f"a colon is missing: write {match[2]}: {match[3]}"


def _between(lines: Sequence[str], here: _Key, before: _Key | None) -> Found:
    """The line above stands further out than those around it: it ended what this line goes on with."""
    if before is None or before.item or not before.value or before.column >= here.column:
        return None
    number = _above(lines, before.line)
    first = _key(lines, number) if number is not None else None
    if first is None or first.column != here.column:
        return None
    wrong = f"{before.begins()}, and the keys around it in column {here.column + 1}: begin it there, too"
    return before.line, before.column, wrong


def _one_blank(lines: Sequence[str], here: _Key) -> Found:
    """One blank more or less than the keys above."""
    levels = {key.column for number in range(here.line) if (key := _key(lines, number))}
    if here.column in levels or not levels & {here.column - 1, here.column + 1}:
        return None
    return here.line, here.column, f"{quoted(here.name)} has one blank too many (or too few) before it: {BESIDE}"


def _too_far_in(text: str, here: _Key, before: _Key | None, found: str) -> Found:
    """The line stands further in than the key above it, which has a value already."""
    if "mapping values" not in found or TWO_KEYS.match(text):
        return None
    if before is None or before.column >= here.column or not before.value:
        return here.line, here.column, DOES_NOT_FIT
    wrong = f"{here.begins()}, and {quoted(before.name)} above it, which has a value already, in column "
    return here.line, here.column, f"{wrong}{before.column + 1}: begin it there, too"


def _too_far_out(lines: Sequence[str], here: _Key) -> Found:
    """The line stands further out than the keys of the item above it (or further in than an item's first key)."""
    above = (key for number in range(here.line - 1, -1, -1) if (key := _key(lines, number)) and key.item)
    item = next((key for key in above if key.indent <= here.column), None)
    if item is None or item.column == here.column:
        return None
    section = "; a section begins in column 1" if here.column else ""
    wrong = f"{here.begins()}, and the keys of the item above in column {item.column + 1}: begin it there, too{section}"
    return here.line, here.column, wrong


def _of_item(lines: Sequence[str], here: _Key, found: str) -> Found:
    """An item of a list stands in another column than the items above it."""
    above = (key for number in range(here.line - 1, -1, -1) if (key := _key(lines, number)) and key.item)
    item = next(above, None)
    if item is None or item.indent == here.indent or "block mapping" not in found:
        return None
    wrong = f"this item begins in column {here.indent + 1}, and the items above it in column {item.indent + 1}"
    return here.line, here.indent, f"{wrong}: begin it there, too"
