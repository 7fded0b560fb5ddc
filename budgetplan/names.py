"""Which names, ids and codes a plan may use, and why some are refused.

A *name* is what a formula may say (`cola`, `postage_rate`), an *id* names a thing (`field-services`), a *code* is what
the ledger writes (`"0100"`). XlsxWriter lets names pass that Excel reads as a cell, so the check is ours.
"""

from __future__ import annotations

import re
import string
from collections.abc import Sequence

LAST_COLUMN = 16_384  # XFD
LAST_ROW = 1_048_576
LONGEST = 100
LONGEST_SHEET = 31
LONGEST_HINT = 60  # a longer one would drown the sentence that it ends

_NAME = re.compile(r"[a-z][a-z0-9_]*", re.ASCII)
_ID = re.compile(r"[a-z0-9][a-z0-9-]*", re.ASCII)
_CELL = re.compile(r"([a-z]{1,3})([0-9]{1,7})", re.ASCII)
_ROW_COLUMN = re.compile(r"(?:r[0-9]*)?(?:c[0-9]*)?", re.ASCII)
_EXCEL_OWN = frozenset({"print_area", "print_titles", "auto_open", "auto_close", "auto_activate", "auto_deactivate"})
BAD_IN_SHEET = re.compile(r"[\[\]:*?/\\]")
EXCELS_OWN_SHEET = "history"  # on which Excel lists who changed what
_PATTERN_SIGN = re.compile(r"[*?~|<>=]")

_IN_PLAIN_CODES = (string.ascii_letters + string.digits + "._/-\n").encode()

NAME_PATTERN = rf"^(?!.*__)(?!(true|false|{_ROW_COLUMN.pattern})$){_NAME.pattern}$"
ID_PATTERN = f"^{_ID.pattern}$"
CODE_PATTERN = r"^[^ *?~|<>=\x00-\x1f]([^*?~|<>=\x00-\x1f]*[^ *?~|<>=\x00-\x1f])?$"
"""The same for schemas, as far as one pattern tells; that a name is a cell, only `name_problem` knows."""


def name_problem(name: str) -> str | None:
    """What is wrong with `name` as the name of something that formulas use, as the rest of a sentence; or None."""
    if not _NAME.fullmatch(name):
        return f"{quoted(name)} is not a name: use small letters, digits and _, starting with a letter{_like(name)}"
    if len(name) > LONGEST:
        return f"the name has {len(name)} letters, and {LONGEST} is the most"
    if "__" in name:
        return f'"{name}" has two _ in a row: write "{re.sub("_+", "_", name)}"'
    if name in ("true", "false"):
        return f'"{name}" is a value in every spreadsheet: choose another name'
    if _ROW_COLUMN.fullmatch(name):
        return f'"{name}" is a row or column to a spreadsheet: choose a longer name'
    if _is_cell(name):
        return f'"{name}" is a cell to a spreadsheet: write "{_apart(name)}"'
    if name in _EXCEL_OWN:
        return f'"{name}" has a meaning of its own in Excel: choose another name'
    return None


def id_problem(text: str) -> str | None:
    """What is wrong with `text` as the id of a thing (fund, unit, line, tier), as the rest of a sentence; or None."""
    if not _ID.fullmatch(text):
        hint = re.sub(r"[^a-z0-9]+", "-", text.lower(), flags=re.ASCII).strip("-")
        like = f', like "{hint}"' if 0 < len(hint) <= LONGEST_HINT else ""
        return f"{quoted(text)} is not an id: use small letters, digits and -{like}"
    return f"the id has {len(text)} letters, and {LONGEST} is the most" if len(text) > LONGEST else None


def name_of(line_id: str) -> str:
    """The name by which formulas know a line: its id, with underscores."""
    return line_id.replace("-", "_")


def line_id_problem(text: str) -> str | None:
    """What is wrong with `text` as the id of a line with a formula, which formulas name by it; or None."""
    name = name_of(text)
    wrong = name_problem(name) if id_problem(text) is None else None
    if wrong is None:
        return None
    what, sign, hint = wrong.removeprefix(f'"{name}" ').partition(": write ")
    if sign:
        hint = hint.replace("_", "-")
    elif not text[:1].isalpha():
        what, sign, hint = "begins with a digit", ": ", "begin the id with a letter"
    return f'the id names the line in formulas as "{name}", which {what}{sign}{hint}'


def code_problem(text: str) -> str | None:
    """What is wrong with `text` as a code of the ledger or a position number, as the rest of a sentence; or None."""
    if not text:
        return "is empty: write the code"
    if text != text.strip():
        return f"{quoted(text)} has blanks around it: write {quoted(text.strip())}"
    found = _PATTERN_SIGN.search(text)
    if found:
        why = "a code has none of * ? ~ | < > = because spreadsheets read them as patterns"
        return f"{quoted(text)} holds {found[0]}: {why}"
    if not text.isprintable():
        return f"{quoted(text)} holds a sign that cannot be seen (a tab, a line end): type the code again"
    return f"the code has {len(text)} letters, and {LONGEST} is the most" if len(text) > LONGEST else None


def can_name_sheet(text: str) -> bool:
    """Whether a sheet of a workbook may have the name."""
    wrong = len(text) > LONGEST_SHEET or BAD_IN_SHEET.search(text) or text.strip("'") != text
    return not wrong and text.casefold() != EXCELS_OWN_SHEET


def plain_codes(texts: Sequence[object]) -> bool:
    """Whether all texts are surely codes: letters, digits and a few signs. Quick, for long columns."""
    if not texts:
        return True
    try:
        joined = "\n".join(texts)  # type: ignore[arg-type]
    except TypeError:  # one is no text
        return False
    if not consists_of(joined, _IN_PLAIN_CODES) or joined.count("\n") != len(texts) - 1:
        return False
    lengths = set(map(len, texts))  # type: ignore[arg-type]
    return min(lengths) > 0 and max(lengths) <= LONGEST


def consists_of(text: str, signs: bytes) -> bool:
    """Whether a text holds nothing but these ASCII signs: many times quicker than a pattern."""
    return text.isascii() and not text.encode("ascii").translate(None, signs)


def quoted(value: object) -> str:
    """A user's value inside a sentence: in double quotes, on one line, never longer than 60 letters."""
    text = str(value) if len(str(value)) <= 60 else str(value)[:57] + "..."
    return f'"{visible(text)}"'


def visible(text: str) -> str:
    """A user's text inside a sentence: on one line, a blank in place of each sign that cannot be seen."""
    return "".join(sign if sign.isprintable() else " " for sign in text)


def _is_cell(name: str) -> bool:
    """Whether a spreadsheet reads the name as a cell: `tax2026` is column TAX, row 2026."""
    match = _CELL.fullmatch(name)
    if not match:
        return False
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - ord("a") + 1
    return column <= LAST_COLUMN and 1 <= int(match[2]) <= LAST_ROW


def _apart(name: str) -> str:
    return re.sub(r"^([a-z]+)", r"\1_", name)


def _like(name: str) -> str:
    hint = re.sub(r"[^a-z0-9]+", "_", name.lower(), flags=re.ASCII).strip("_")
    return (
        f', like "{hint}"'
        if 0 < len(hint) <= LONGEST_HINT and _NAME.fullmatch(hint) and name_problem(hint) is None
        else ""
    )
