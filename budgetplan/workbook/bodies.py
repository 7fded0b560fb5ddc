"""Cell bodies: the XML of the cells of a sheet, from one template per line, streamed in chunks of rows.

Going through XlsxWriter's own calls would prepare the text of each formula again, cell by cell. Here a band of rows
with the same blocks becomes one %-pattern per row; the numbers of rows and the values are filled in column-wise.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any
from xml.sax.saxutils import escape

import numpy as np

from .places import MARK, column_name

TEXT = ' t="str"'
CHUNK = 1000  # rows that are turned into text at a time: memory stays bounded
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


@dataclass
class Segment:
    """Adjoining cells of one block in a band, `values` as (rows, columns).

    `template` is the Excel text of a formula, with marks; without one the cells are constants. `style` is an index into
    the workbook's cell formats, `quoted` that of text which begins like a formula and must stay text when edited.
    """

    column: int
    values: Any
    style: int
    template: str | None = None
    first_row: int = 0  # the sheet row (0-based) of values[0]
    quoted: int | None = None


@dataclass
class Band:
    """Rows `first` up to `last` (0-based, exclusive) that hold the same segments, from left to right."""

    first: int
    last: int
    segments: list[Segment] = field(default_factory=list)
    heights: dict[int, float] = field(default_factory=dict)  # of the rows that are not as high as all others


def xml_text(value: str) -> str:
    """Text inside XML; control characters have no place there."""
    return escape(_CONTROL.sub("", value))


def constant_cell(reference: str, style: int, value: Any) -> str:
    """An input or plain cell: number, text or blank. Text is inline, so it can never become a formula."""
    if isinstance(value, str):
        if not value:
            return f'<c r="{reference}" s="{style}"/>'
        space = ' xml:space="preserve"' if value != value.strip() or "\n" in value else ""
        return f'<c r="{reference}" s="{style}" t="inlineStr"><is><t{space}>{xml_text(value)}</t></is></c>'
    if value != value:
        return f'<c r="{reference}" s="{style}"/>'
    return f'<c r="{reference}" s="{style}"><v>{number(value)}</v></c>'


def number(value: float) -> str:
    """A number that reads back exactly; whole ones without a point."""
    return repr(float(value) + 0.0).removesuffix(".0")  # and 0 without a sign


def numbers(column: Any) -> list[str]:
    """The same for a column of numbers, for which a call of its own would cost as much as the text."""
    return [text[:-2] if text[-2:] == ".0" else text for text in map(repr, (column + 0.0).tolist())]


def bands(segments: Iterable[tuple[int, Segment]]) -> list[Band]:
    """Bands of rows from segments with their number of rows; within a band every row holds the same segments."""
    listed = [(s.first_row, s.first_row + rows, s) for rows, s in segments if rows]
    edges = sorted({edge for first, last, _ in listed for edge in (first, last)})
    found = {first: Band(first, last) for first, last in pairwise(edges)}
    starts = sorted(found)
    at = {edge: index for index, edge in enumerate(starts)}
    for first, last, segment in listed:
        for index in range(at[first], at.get(last, len(starts))):
            found[starts[index]].segments.append(segment)
    for band in found.values():
        band.segments.sort(key=lambda s: s.column)
    return [found[start] for start in starts if found[start].segments]


def rows_text(band: Band) -> Iterator[str]:
    """The <row> elements of a band, in chunks."""
    for first in range(band.first, band.last, CHUNK):
        last = min(first + CHUNK, band.last)
        pattern, arguments = ['<row r="%s">'], list[Sequence[Any]]([range(first + 1, last + 1)])
        if band.heights:
            pattern = ['<row r="%s"%s>']
            arguments.append([_height(band.heights.get(row)) for row in range(first, last)])
        for segment in band.segments:
            _segment(segment, first, last, pattern, arguments)
        pattern.append("</row>")
        text = "".join(pattern)
        yield "".join([text % row for row in zip(*_as_text(arguments), strict=True)])


def _as_text(arguments: Iterable[Sequence[Any]]) -> Iterator[Sequence[Any]]:
    """The arguments, numbers of rows as text, once for all cells of a row: its own number stands in most of them."""
    written: dict[Sequence[Any], list[str]] = {}
    for one in arguments:
        if isinstance(one, range):
            if one not in written:
                written[one] = list(map(str, one))
            yield written[one]
        else:
            yield one


def _height(points: float | None) -> str:
    return f' ht="{points:g}" customHeight="1"' if points else ""


def begins_like_a_formula(value: Any) -> bool:
    """Whether a spreadsheet would take a text for a formula if somebody edited it."""
    return isinstance(value, str) and value[:1] in ("=", "+", "-", "@") and len(value) > 1


def _style(segment: Segment, value: Any) -> int:
    return segment.quoted if segment.quoted is not None and begins_like_a_formula(value) else segment.style


def _segment(segment: Segment, first: int, last: int, pattern: list[str], arguments: list[Sequence[Any]]) -> None:
    """Adds a segment's cells to the pattern of a row, and its row numbers and values to the arguments."""
    values = segment.values[first - segment.first_row : last - segment.first_row]
    is_text = values.dtype == object
    for step in range(values.shape[1]):
        column = values[:, step].tolist()
        letters = column_name(segment.column + step)
        blank = [] if is_text else np.isnan(values[:, step]).tolist()
        mixed = any(blank)  # the blank ones of a figure that may be blank are empty texts
        if segment.template is None and not is_text and not mixed:
            pattern.append(f'<c r="{letters}%s" s="{segment.style}"><v>%s</v></c>')
            arguments.extend((range(first + 1, last + 1), numbers(values[:, step])))
            continue
        if segment.template is None:
            pattern.append("%s")
            arguments.append(
                [constant_cell(f"{letters}{row}", _style(segment, v), v) for row, v in enumerate(column, first + 1)]
            )
            continue
        pattern.append(f'<c r="{letters}%s" s="{segment.style}"{TEXT if is_text else "%s" if mixed else ""}><f>')
        arguments.append(range(first + 1, last + 1))
        if mixed:
            arguments.append([TEXT if one else "" for one in blank])
        _formula(segment.template, step, first - segment.first_row, last - first, pattern, arguments)
        pattern.append("</f><v>%s</v></c>")
        arguments.append(_results(values[:, step], is_text, mixed))


def _results(column: Any, is_text: bool, mixed: bool) -> list[str]:
    """The stored results of a formula's cells."""
    if not is_text and not mixed:
        return numbers(column)
    return [xml_text(value) if is_text else "" if value != value else number(value) for value in column.tolist()]


def _formula(
    template: str, step: int, skipped: int, rows: int, pattern: list[str], arguments: list[Sequence[Any]]
) -> None:
    """A formula's text in one column: fixed text, the letters of this column, and the numbers of moving rows."""
    at = 0
    for mark in MARK.finditer(template):
        pattern.append(_fixed(template[at : mark.start()]))
        if mark[1] == "c":
            pattern.append(column_name(int(mark[2]) + step))
        else:
            start = int(mark[2]) + 1 + skipped
            pattern.append("%s")
            arguments.append(range(start, start + rows))
        at = mark.end()
    pattern.append(_fixed(template[at:]))


def _fixed(text: str) -> str:
    return escape(text).replace("%", "%%")
