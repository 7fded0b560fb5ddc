"""Reading what a ledger or payroll exports, with all its dirt, without guessing: UTF-8 or UTF-16, commas or tabs, lines
above the headings, headings that come again, blank lines, rows of totals.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Sequence
from pathlib import Path

from budgetplan.assumptions.read import Document, digest, read_bytes
from budgetplan.assumptions.scalars import normal
from budgetplan.errors import FileError, Place, Problem, nearest
from budgetplan.importing.find_schema import Steps
from budgetplan.importing.mapping import problem_at
from budgetplan.importing.rows import Aside, Export, Row, row_text, total_words
from budgetplan.importing.schema import Source
from budgetplan.names import quoted

SEPARATORS = {",": "commas", "\t": "tabs", ";": "semicolons", "|": "bars"}
WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  # how files of Excel begin, new ones and old ones
DEEPEST_HEAD = 50  # rows among which the headings are looked for
Lines = list[tuple[int, list[str]]]


def read_export(source: Source, at: str, folder: Path, document: Document) -> Export | None:
    """The export that part `at` of a mapping names, looked for in a folder; what is wrong is added to the document's
    problems, and then there is none. Raises FileError where the file cannot be read.
    """
    places = _places(folder, source.file)
    if len(places) > 1:
        told = (
            f"{quoted(source.file)} stands in {' and '.join(one.parent.name for one in places)}: name its folder, too"
        )
        document.problems.append(problem_at(document, (at, "file"), told))
        return None
    try:
        content = read_bytes(places[0].parent, places[0].name)
    except FileError as error:
        place = document.place(at, "file")
        raise FileError(f"{place}:{place.column}: {at}.file: {error}") from error
    text, encoding = _decoded(content)
    wrong = f"is not text in {encoding}: export it as UTF-8" if text is None else ""
    if content.startswith(WORKBOOKS):
        wrong = "is an Excel workbook: save its sheet as CSV UTF-8, and name that file in the mapping"
    if text is None or wrong:
        document.problems.append(Problem(Place(source.file), "", wrong))
        return None
    wanted = list(source.headings((at,)))
    found = _head(text, list(dict.fromkeys(heading for _, heading in wanted)))
    if isinstance(found, Problem):
        document.problems.append(Problem(Place(source.file, found.place.line, 1), "", found.message))
        return None
    separator, lines, head = found
    headings = _texts(lines[head][1])
    if missing := _missing(wanted, headings, source.file, document):
        document.problems += missing
        return None
    export = Export(source.file, digest(content), encoding, SEPARATORS[separator], headings)
    used = {heading for _, heading in wanted}
    export.not_read = [heading for heading in headings if heading and heading not in used]
    _classify(export, lines, head, source)
    return export


def _places(folder: Path, file: str) -> list[Path]:
    """Where an export stands: in the folder, else in a folder right inside it; none of them may be meant by chance."""
    place = folder / file
    if place.exists() or not folder.is_dir():
        return [place]
    inside = [one / file for one in sorted(folder.iterdir()) if one.is_dir() and not one.name.startswith(".")]
    return [one for one in inside if one.is_file()] or [place]


def _decoded(content: bytes) -> tuple[str | None, str]:
    """The text of a file (None where it is none) and how it is encoded: by its mark, else by what fits."""
    name, shown = _encoding(content)
    try:
        return content.decode(name), shown
    except UnicodeDecodeError:
        return None, shown


def _encoding(content: bytes) -> tuple[str, str]:
    """How a file is encoded, for Python and for people."""
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if content.startswith(mark):
            return name, name.removesuffix("-sig").upper()
    if b"\0" in content[:200]:  # UTF-16 without its mark: the letters of headings have a zero beside them
        name = "utf-16-be" if content[:1] == b"\0" else "utf-16-le"
        return name, name.upper()
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return "cp1252", "Windows-1252"
    return "utf-8", "UTF-8"


def _head(text: str, wanted: Sequence[str]) -> tuple[str, Lines, int] | Problem:
    """The separator, the lines, and which of them holds the headings: the one with most of those that are wanted."""
    best: tuple[int, str, Lines, int] | None = None
    wrong: Problem | None = None
    for separator in SEPARATORS:
        lines = _parsed(text, separator)
        if isinstance(lines, Problem):
            wrong = wrong or lines
            continue
        for number, (_, cells) in enumerate(_filled(lines)[:DEEPEST_HEAD]):
            score = len(set(wanted) & set(_texts(cells)))
            if best is None or score > best[0]:
                best = (score, separator, lines, number)
    if best is not None and best[0]:
        _, separator, lines, number = best
        return separator, lines, lines.index(_filled(lines)[number])
    known = ", ".join(map(quoted, wanted[:8]))
    return wrong or Problem(Place(""), "", f"no line holds the headings that the mapping names: {known}")


def _filled(lines: Lines) -> Lines:
    return [one for one in lines if any(map(str.strip, one[1]))]


def _parsed(text: str, separator: str) -> Lines | Problem:
    reader = csv.reader(io.StringIO(normal(text), newline=""), delimiter=separator, strict=True)
    lines: Lines = []
    begin = 1
    try:
        for cells in reader:
            lines.append((begin, cells))
            begin = reader.line_num + 1
    except csv.Error:
        wrong = "a value in quotes is not closed, or goes on behind its quotes: quotes inside a value stand twice"
        return Problem(Place("", begin, 1), "", wrong)
    return lines


def _texts(cells: list[str]) -> list[str]:
    """The texts of cells as the mapping writes them: blanks as one, and without signs that nobody can see."""
    return ["".join(filter(str.isprintable, " ".join(cell.split()))) for cell in cells]


def _missing(wanted: Sequence[tuple[Steps, str]], headings: list[str], file: str, document: Document) -> list[Problem]:
    """Headings that the mapping names and the export does not have, or has twice."""
    found = []
    for path, heading in wanted:
        if heading not in headings:
            listed = nearest(heading, headings) or f" It has: {', '.join(filter(None, headings))}"
            found.append(problem_at(document, path, f"{file} has no column {quoted(heading)}.{listed}"))
        elif headings.count(heading) > 1:
            wrong = f"{file} has {headings.count(heading)} columns {quoted(heading)}: rename all but one in the export"
            found.append(problem_at(document, path, wrong))
    return found


def _classify(export: Export, lines: Lines, head: int, source: Source) -> None:
    """Every line below the headings becomes a row of data or is set aside; those above are set aside as well.

    Only columns that the mapping names are kept: people's names are in no row, and so in no log. Rows are numbered with
    those that are torn, so that whoever puts quotes around a value moves no other row's number.
    """
    for line, cells in lines[:head]:
        if any(map(str.strip, cells)):
            shown = row_text(dict(enumerate(_texts(cells))))
            export.aside.append(Aside(line, "above the headings", "stands above the headings", shown))
    read = {heading for heading in export.headings if heading} - set(export.not_read)
    torn = 0
    for line, cells in lines[head + 1 :]:
        texts = _texts(cells)
        if not any(texts):
            export.blank += 1
            continue
        by_heading = _by_heading(texts, export.headings, read, source)
        aside = _aside(line, texts, by_heading, export.headings, source)
        if aside is None:
            export.rows.append(Row(line, len(export.rows) + torn + 1, by_heading))
        else:
            export.aside.append(aside)
            torn += aside.kind == "not mapped"


def _by_heading(texts: list[str], headings: list[str], read: set[str], source: Source) -> dict[str, str]:
    """The texts of a row that are read; in place of a name that means "missing" an empty one."""
    padded = texts + [""] * (len(headings) - len(texts))
    found = {heading: text for heading, text in zip(headings, padded, strict=False) if heading in read}
    return found | {heading: "" for heading in source.words if found[heading] in source.missing}


def _aside(
    line: int, texts: list[str], by_heading: dict[str, str], headings: list[str], source: Source
) -> Aside | None:
    """Why a row cannot be one of data, or None."""
    width = len(headings)
    if texts[:width] + [""] * (width - len(texts)) == headings:
        return Aside(line, "repeated headings", "repeats the headings", "")
    if any(texts[width:]):
        why = f"has {len(texts)} values under {width} headings: a value that holds a separator is not in quotes"
        return Aside(line, "not mapped", why, "")  # a name may stand in any of its cells
    if total := total_words(by_heading, source.keys, texts):
        return Aside(line, "total", f"is a row of totals ({quoted(total)})", row_text(by_heading))
    return None
