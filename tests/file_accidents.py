"""Damage to whole files of a plan, name to bytes: signs, encodings, lines, and the rows and fields of CSV files."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Callable

Files = dict[str, bytes]
Change = Callable[[str, random.Random], str]

SIGNS = (
    *("\t", "\x00", "\x07", "\x1b", "\x85", "\xa0", "\xad", "\u200b", "\u2028", "\u202e", "\ufeff", "\ufffe"),
    *(
        "e\u0301",
        "🙂",
        "\r",
        '"',
        "'",
        ",",
        "{",
        "}",
        "[",
        ":",
        ": ",
        " #",
        "%",
        "&",
        "*",
        "  ",
        "\n",
        "---\n",
        "...\n",
    ),
)
ENCODINGS = ("utf-16", "utf-16-le", "utf-32", "cp1252", "cp500", "utf-8-sig")


def _sign(text: str, chance: random.Random) -> str:
    where = chance.randrange(len(text) + 1)
    return text[:where] + chance.choice(SIGNS) + text[where:]


def _cut_short(text: str, chance: random.Random) -> str:
    return text[: chance.randrange(len(text) + 1)]


def _hole(text: str, chance: random.Random) -> str:
    where = chance.randrange(len(text) + 1)
    return text[:where] + text[where + chance.choice((1, 2, 5, 30)) :]


def _line_lost(text: str, chance: random.Random) -> str:
    lines = text.splitlines(keepends=True) or [""]
    lines.pop(chance.randrange(len(lines)))
    return "".join(lines)


def _line_twice(text: str, chance: random.Random) -> str:
    lines = text.splitlines(keepends=True) or [""]
    lines.insert(chance.randrange(len(lines)), chance.choice(lines))
    return "".join(lines)


def _line_moved_in(text: str, chance: random.Random) -> str:
    lines = text.splitlines(keepends=True) or [""]
    where = chance.randrange(len(lines))
    lines[where] = chance.choice((" ", "  ", "\t", "      ")) + lines[where]
    return "".join(lines)


def _ends_of_windows(text: str, chance: random.Random) -> str:
    return text.replace("\n", "\r\n")


def _ends_of_old_macs(text: str, chance: random.Random) -> str:
    return text.replace("\n", "\r")


def _decomposed(text: str, chance: random.Random) -> str:
    return unicodedata.normalize("NFD", text.replace("Custom", "Cüstöm").replace("Clerk", "Clérk"))


def _empty(text: str, chance: random.Random) -> str:
    return chance.choice(("", "\n", "# nothing\n", "null\n", "{}\n", "[]\n", "text\n", "5\n", "\ufeff"))


def _fields(change: Callable[[list[list[str]], random.Random], None]) -> Change:
    """Damage to the fields of a table, split at every comma."""

    def changed(text: str, chance: random.Random) -> str:
        rows = [line.split(",") for line in text.splitlines()]
        change(rows, chance)
        return "\n".join(",".join(row) for row in rows) + "\n"

    changed.__name__ = change.__name__
    return changed


FIELDS = (
    *("", " ", "0", "-1", "1e308", "1e999", "nan", "inf", "-inf", "NaN", "1,000", '"1,000.50"', "$5", "(5)", "5 %"),
    *("x", "TRUE", "yes", "2027-10-01", "2027-02-30", "10/01/2027", "0001-01-01", "9999-12-31", "=1+1", '"', '""'),
    *('"a', '"a"b', "'", "\t", "é", "e\u0301", "\x00", "\u202e", "🙂", "BL-201", "9" * 400, "x" * 140_000, "1;2", "*"),
    *("1000000000000", "99999999999", "12.5", ".5", "5.", "1.2.3", "0x10", "٣", "adopted", "2200", '"two\nlines"'),
)


def _field(rows: list[list[str]], chance: random.Random) -> None:
    row = chance.choice(rows)
    row[chance.randrange(len(row))] = chance.choice(FIELDS)


def _heading(rows: list[list[str]], chance: random.Random) -> None:
    rows[0][chance.randrange(len(rows[0]))] = chance.choice((*rows[0], *FIELDS, "fte", "Salary", "unit", "account"))


def _column_lost(rows: list[list[str]], chance: random.Random) -> None:
    where = chance.randrange(len(rows[0]))
    for row in rows:
        del row[where : where + 1]


def _short_row(rows: list[list[str]], chance: random.Random) -> None:
    del chance.choice(rows)[chance.randrange(3) :]


def _long_row(rows: list[list[str]], chance: random.Random) -> None:
    chance.choice(rows).extend(["", "x"])


def _no_rows(rows: list[list[str]], chance: random.Random) -> None:
    del rows[1:]


def _blank_lines(rows: list[list[str]], chance: random.Random) -> None:
    for _ in range(3):
        rows.insert(chance.randrange(len(rows) + 1), chance.choice(([""], [" ", ""], ["", "", "", ""])))


def _semicolons(text: str, chance: random.Random) -> str:
    return text.replace(",", chance.choice((";", "\t", "|")))


COMMON: tuple[Change, ...] = (
    *(_sign, _sign, _sign, _cut_short, _hole, _hole, _line_lost, _line_twice, _line_moved_in),
    *(_ends_of_windows, _ends_of_old_macs, _decomposed, _empty),
)
OF_TABLES: tuple[Change, ...] = (
    *map(_fields, (_field, _field, _field, _field, _heading, _column_lost, _short_row, _long_row, _no_rows)),
    *(_fields(_blank_lines), _semicolons),
)


def broken_file(files: Files, name: str, chance: random.Random) -> tuple[str, Files]:
    """One accident to a file: what it is, and the files then."""
    kinds = [*COMMON, *(OF_TABLES * 2 if name.endswith(".csv") else ())]
    kind = chance.choice([*kinds, None])
    if kind is None:
        return _to_all(files, name, chance)
    text = kind(files[name].decode("utf-8", "replace"), chance)
    return f"{name}: {kind.__name__.strip('_').replace('_', ' ')}", {**files, name: text.encode("utf-8", "replace")}


def _to_all(files: Files, name: str, chance: random.Random) -> tuple[str, Files]:
    """A file that is lost, doubled, has the content of another or a wrong encoding."""
    what = chance.choice(("lost", "doubled", "another's", "encoding"))
    if what == "lost":
        return f"{name}: lost", {one: content for one, content in files.items() if one != name}
    if what == "doubled":
        return f"{name}: doubled", {**files, f"copy of {name}": files[name]}
    if what == "another's":
        other = chance.choice(list(files))
        return f"{name}: has what {other} has", {**files, name: files[other]}
    text, encoding = files[name].decode("utf-8", "replace").replace("Custom", "Cüstöm"), chance.choice(ENCODINGS)
    return f"{name}: in {encoding}", {**files, name: text.encode(encoding, "replace")}
