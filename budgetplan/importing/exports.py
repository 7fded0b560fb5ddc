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
from budgetplan.importing.mapping import problem_at
from budgetplan.importing.rows import Aside, Export, Row, row_text, total_words
from budgetplan.importing.schema import Source, Steps
from budgetplan.names import quoted

SEPARATORS = {",": "commas", "\t": "tabs", ";": "semicolons", "|": "bars"}
DEEPEST_HEAD = 50  # rows among which the headings are looked for
Lines = list[tuple[int, list[str]]]


def read_export(source: Source, at: str, folder: Path, document: Document) -> Export | None:
    """The export that part `at` of a mapping names, looked for in a folder; what is wrong is added to the document's
    problems, and then there is none. Raises FileError where the file cannot be read.
    """
    path = Path(source.file)
    try:
        content = read_bytes(folder / path.parent, path.name)
    except FileError as error:
        place = document.place(at, "file")
        raise FileError(f"{place}:{place.column}: {at}.file: {error}") from error
    text, encoding = _decoded(content)
    if text is None:
        document.problems.append(Problem(Place(source.file), "", f"is not text in {encoding}: export it as UTF-8"))
        return None
    wanted = list(source.headings((at,)))
    found = _head(text, list(dict.fromkeys(heading for _, heading in wanted)))
    if isinstance(found, Problem):
        document.problems.append(Problem(Place(source.file, found.place.line, 1), "", found.message))
        return None
    separator, lines, head = found
    headings = _texts(lines[head][1])
    wrong = _missing(wanted, headings, source.file, document)
    if wrong:
        document.problems += wrong
        return None
    export = Export(source.file, digest(content), encoding, SEPARATORS[separator], headings, lines[head][0])
    used = {heading for _, heading in wanted}
    export.not_read = [heading for heading in headings if heading and heading not in used]
    _sort(export, lines, head, source)
    return export


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


def _sort(export: Export, lines: Lines, head: int, source: Source) -> None:
    """Every line below the headings becomes a row of data or is set aside; those above are set aside as well.

    Only columns that the mapping names are kept: people's names are in no row, and so in no log.
    """
    width, words = len(export.headings), source.words
    read = {heading for heading in export.headings if heading} - set(export.not_read)
    for line, cells in lines[:head]:
        if any(map(str.strip, cells)):
            export.aside.append(
                Aside(line, "above the headings", "stands above the headings", row_text(dict(enumerate(_texts(cells)))))
            )
    for line, cells in lines[head + 1 :]:
        texts = _texts(cells)
        if not any(texts):
            export.blank += 1
            continue
        padded = texts + [""] * (width - len(texts))
        by_heading = {heading: text for heading, text in zip(export.headings, padded, strict=False) if heading in read}
        by_heading |= {heading: "" for heading in words if by_heading[heading] in source.missing}
        if padded[:width] == export.headings:
            export.aside.append(Aside(line, "repeated headings", "repeats the headings", ""))
        elif any(padded[width:]):
            why = f"has {len(texts)} values under {width} headings: a value that holds a separator is not in quotes"
            export.aside.append(Aside(line, "not mapped", why, ""))  # a name may stand in any of its cells
        elif total := total_words(by_heading, source.keys, texts):
            export.aside.append(Aside(line, "total", f"is a row of totals ({quoted(total)})", row_text(by_heading)))
        else:
            export.rows.append(Row(line, len(export.rows) + 1, by_heading))
