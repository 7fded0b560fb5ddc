"""Long tables in CSV files: read as columns of text, with the line and field of every value.

The places count as a spreadsheet does: `positions.csv:41:3` is the third field of the row on line 41. Checks go column
by column, because a model per row takes several times as long as reading the file.
"""

from __future__ import annotations

import contextlib
import csv
import datetime as dt
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import repeat
from pathlib import Path, PurePosixPath
from typing import Any

from pydantic_core import PydanticCustomError

from budgetplan.assumptions import values
from budgetplan.assumptions.meant import is_iso_day
from budgetplan.assumptions.money import amount_in, amount_problem
from budgetplan.assumptions.read import Document, digest, read_bytes
from budgetplan.assumptions.scalars import normal
from budgetplan.assumptions.yaml_words import invisible_problem
from budgetplan.errors import MOST_SHOWN, Place, Problem, nearest
from budgetplan.names import consists_of, plain_codes, quoted

_IN_PLAIN_NUMBERS = b"-0123456789."


@dataclass(frozen=True)
class Table:
    """A CSV file as columns of text, blanks around values removed; rows without any value are left out."""

    file: str
    columns: dict[str, Sequence[str]]
    lines: Sequence[int]  # the line on which each row begins
    head: int = 1  # the line of the headings

    def __len__(self) -> int:
        return len(self.lines)

    def place(self, row: int, heading: str | None = None) -> Place:
        """Where a value stands: the line of its row and the number of its field (1 where no heading is given)."""
        column = list(self.columns).index(heading) + 1 if heading in self.columns else 1
        return Place(self.file, self.lines[row], column)


def read_table(document: Document, name: str, at: Place, path: str, problems: list[Problem]) -> Table | None:
    """The table of a CSV file inside the plan folder, or None when it cannot be used; `at` is where the plan names it.

    Raises FileError when the file exists and cannot be read.
    """
    wrong = _name_problem(document.folder, name)
    if wrong is not None:
        problems.append(Problem(at, path, wrong))
        return None
    content = read_bytes(document.folder, name)
    document.digests[name] = digest(content)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        problems.append(Problem(Place(name, line, 1), "", 'the file is not UTF-8 text: save it as "CSV UTF-8"'))
        return None
    return _parsed(name, text, problems)


def column_values(
    texts: Sequence[str], convert: Callable[[str], Any], kind: str = ""
) -> tuple[list[Any], dict[str, str]]:
    """The values of a column, and for each text that is refused the rest of a sentence; refused values are None.

    Each distinct text is converted once. Two kinds have a short cut, since every row may have a value of its own:
    of a "number" column that holds plain numbers only the smallest and the largest are checked, and a "code" column
    of letters, digits and . _ / - is right as it stands.
    """
    if kind == "code" and plain_codes(texts):
        return list(texts), {}
    if kind == "number" and (numbers := _plain_numbers(texts)) is not None:
        with contextlib.suppress(PydanticCustomError):
            convert(str(min(numbers)))
            convert(str(max(numbers)))
            return numbers, {}
    known: dict[str, Any] = {}
    refused: dict[str, str] = {}
    for text in set(texts):
        try:
            known[text] = convert(text.strip())
        except PydanticCustomError as error:
            known[text] = None
            refused[text] = error.message().replace(" without quotes", "")
    return list(map(known.__getitem__, texts)), refused


def to_number(text: str) -> float | str:
    """The number of a text as payroll systems export it: `1234.5`, `$1,234.50`, `(500.00)`; other text unchanged.

    Raises Refused for what could mean two amounts, such as `1,23`.
    """
    value = amount_in(text)
    if value is not None:
        return float(value)
    if "%" not in text and (wrong := amount_problem(text)):
        raise values.Refused(f"{quoted(text)} {wrong}")
    return text


def to_day(text: str) -> dt.date:
    """The day of a text such as 2026-01-31; other text is refused with the day that it may mean."""
    if not is_iso_day(text):
        return values.day(text)
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise values.Refused(f"{text} is not a day of the calendar: write a day that exists") from None


def to_flag(text: str) -> int:
    """1 or 0 of `1`, `0`, `true`, `false`."""
    return values.flag({"1": 1, "0": 0, "true": True, "false": False}.get(text.lower(), text))


def _plain_numbers(texts: Sequence[str]) -> list[float] | None:
    if not texts or not consists_of("".join(texts), _IN_PLAIN_NUMBERS):
        return None
    try:
        return list(map(float, texts))
    except ValueError:
        return None


def _name_problem(folder: Path, name: str) -> str | None:
    """Why the plan may not name this file, or None."""
    parts = PurePosixPath(name).parts
    if "\\" in name or ":" in name or name.startswith("/") or ".." in parts or "\0" in name:
        return f"{quoted(name)} must be a file of the plan folder, like data/positions.csv"
    path = folder / name
    if not path.resolve().is_relative_to(folder.resolve()):
        return f"{quoted(name)} is a link out of the plan folder: copy the file into the folder"
    if not name.lower().endswith(".csv"):
        return f"{quoted(name)} is not a CSV file: save the table as CSV UTF-8"
    if not path.exists():
        known = [one.relative_to(folder).as_posix() for one in folder.rglob("*.csv")]
        hint = nearest(name, known) or " Save it there, or correct the name"
        return f"there is no file {quoted(name)} in the plan folder.{hint}"
    return None


def _parsed(name: str, text: str, problems: list[Problem]) -> Table | None:
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        problems.append(Problem(Place(name, line, 1), "", 'the file is not a CSV text: save it as "CSV UTF-8"'))
        return None
    hidden = invisible_problem(text, name)
    if hidden is not None:
        problems.append(replace(hidden, place=Place(name, hidden.place.line, 1)))
        return None
    if (even := _even(name, normal(text))) is not None:
        return even
    rows: list[list[str]] = []
    try:
        one_line_each = _read_rows(normal(text), rows)
    except csv.Error:
        wrong = "a value in quotes is not closed, or goes on behind its quotes: write quotes inside a value twice"
        problems.append(Problem(Place(name, _first_lines(text, len(rows) + 1)[-1], 1), "", wrong))
        return None
    lines = range(1, len(rows) + 1) if one_line_each else _first_lines(text, len(rows))
    if not all(rows) or any(not row[0] or row[0].isspace() for row in rows):  # else no row can be empty
        filled = [index for index, row in enumerate(rows) if any(map(str.strip, row))]
        rows, lines = [rows[index] for index in filled], [lines[index] for index in filled]
    if not rows:
        problems.append(Problem(Place(name), "", "the table is empty: the first row must name the columns"))
        return None
    return _columns(name, rows, lines, problems)


def _even(name: str, text: str) -> Table | None:
    """The table of a text without quotes and without a gap, as most are: split once, in a third of the time.

    None where a row has more or fewer fields than the head, where a first field is blank, or where headings do not do.
    """
    plain = text.replace("\r\n", "\n").removesuffix("\n")
    lines = plain.split("\n")
    commas = lines[0].count(",")
    if '"' in plain or "\r" in plain or set(map(str.count, lines, repeat(","))) != {commas}:
        return None
    fields = ",".join(lines).split(",")
    columns = [fields[at :: commas + 1] for at in range(commas + 1)]
    headings = [" ".join(column[0].split()) for column in columns]
    if not headings[-1] or _headings_problem(headings) or not all(columns[0]) or any(map(str.isspace, columns[0])):
        return None
    return Table(
        name, {head: column[1:] for head, column in zip(headings, columns, strict=True)}, range(2, len(lines) + 1)
    )


def _read_rows(text: str, rows: list[list[str]]) -> bool:
    """Appends the rows of a text; gives whether each of them stands on one line. Raises csv.Error in a broken one."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows.extend(reader)
    return reader.line_num == len(rows)


def _first_lines(text: str, count: int) -> list[int]:
    """The lines on which the first `count` rows begin, for a table with values over several lines."""
    reader = csv.reader(io.StringIO(text, newline=""))
    lines = [1]
    while len(lines) < count and next(reader, None) is not None:
        lines.append(reader.line_num + 1)
    return lines


def _columns(name: str, rows: list[list[str]], lines: Sequence[int], problems: list[Problem]) -> Table | None:
    headings = [" ".join(heading.split()) for heading in rows[0]]
    while headings and not headings[-1]:
        headings.pop()
    width = len(headings)
    wrong = _headings_problem(headings)
    if wrong is not None:
        problems.append(Problem(Place(name, lines[0], 1), "", wrong))
        return None
    if set(map(len, rows)) != {width}:
        before = len(problems)
        for row, line in zip(rows, lines, strict=True):
            if len(row) < width or any(map(str.strip, row[width:])):
                problems.append(Problem(Place(name, line, 1), "", _width_words(len(row), width)))
            if len(problems) - before >= MOST_SHOWN:
                break
        if len(problems) > before:
            return None
        rows = [row[:width] for row in rows]
    columns = zip(*rows[1:], strict=True) if len(rows) > 1 else ((),) * width
    return Table(name, dict(zip(headings, columns, strict=True)), lines[1:], lines[0])


def _width_words(values: int, columns: int) -> str:
    """What is wrong with a row that has more or fewer values than the head has columns."""
    found = f"the row has {values} value{'s' * (values != 1)}, and the head has {columns} column{'s' * (columns != 1)}"
    if values > columns:
        return f"{found}: put a value that holds a comma in quotes"
    return f"{found}: leave empty values empty, but keep their commas"


def _headings_problem(headings: list[str]) -> str | None:
    if len(headings) == 1 and (";" in headings[0] or "\t" in headings[0]):
        return "the columns must be separated by commas: save the table as CSV UTF-8 (comma delimited)"
    twice = next((one for index, one in enumerate(headings) if one in headings[:index]), None)
    if twice is not None:
        shown = quoted(twice) if twice else "an empty heading"
        return f"two columns have the same heading, {shown}: each column needs its own"
    return None
