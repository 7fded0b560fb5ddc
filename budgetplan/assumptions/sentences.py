"""Sentences of significant changes: text with figures of the budget in braces, and which figures these may be."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any, NamedTuple

from budgetplan.assumptions.chunks import Chunks, wrong_at
from budgetplan.errors import Problem, nearest, the_first
from budgetplan.names import quoted

OF_THE_UNIT = ("request", "change", "compared", "fte")
COMPARED = ("change", "compared")
_IN_BRACES = re.compile(r"\{([^{}]*)\}")
_NAMED = re.compile(r"(lines|measures)\[([^\]]*)\]|(rates)\.(.*)")
LONGEST, MOST_FIGURES = 300, 4
WAYS = "{request}, {change}, {fte}, {lines[...]}, {measures[...]} or {rates....}"


class Figure(NamedTuple):
    """A figure that a sentence names: of the unit, or a row of `lines` or `measures`, or one of `rates`."""

    kind: str
    name: str


def parts_of(text: str) -> tuple[list[str], list[Figure | None]]:
    """The texts around the figures of a sentence, one more than there are figures, and these; None for an unknown."""
    pieces = _IN_BRACES.split(text)
    return pieces[::2], [_figure(one) for one in pieces[1::2]]


def _figure(words: str) -> Figure | None:
    if words in OF_THE_UNIT:
        return Figure("unit", words)
    if match := _NAMED.fullmatch(words):
        return Figure(match[1] or match[3], (match[2] or match[4] or "").strip())
    return None


def sentence_problems(
    chunks: Chunks, lines: Collection[str], rates: Mapping[str, Any], fiscal_year: Any
) -> Iterator[Problem]:
    """All problems of the sentences of a plan: figures that there are none of, braces that do not close."""
    measures = {name for chunk in chunks.get("measures", ()) for name in chunk.columns["id"] if isinstance(name, str)}
    past = any(year != fiscal_year for chunk in chunks.get("history", ()) for year in chunk.columns["fiscal_year"])
    known = {"lines": set(lines), "measures": measures, "rates": set(rates)}
    for chunk in chunks.get("highlights", ()):
        found = [
            wrong_at(chunk, row, "text", wrong)
            for row, text in enumerate(chunk.columns["text"])
            if isinstance(text, str)
            for wrong in _wrong(text, known, rates, past)
        ]
        yield from the_first(found)


def _wrong(text: str, known: Mapping[str, Collection[str]], rates: Mapping[str, Any], past: bool) -> Iterator[str]:
    """What is wrong with one sentence."""
    texts, figures = parts_of(text)
    if any("{" in one or "}" in one for one in texts):
        yield "a brace is not closed, or not opened: write a figure as in {request}"
    for words, figure in zip(_IN_BRACES.findall(text), figures, strict=True):
        if figure is None:
            yield f"{{{words}}} is no figure that a sentence may name: write {WAYS}"
        elif figure.kind == "unit" and figure.name in COMPARED and not past:
            yield f"{{{words}}} compares with a year before, and there is no `history`: give it, or use {{request}}"
        elif figure.kind != "unit" and figure.name not in known[figure.kind]:
            hint = nearest(figure.name, sorted(known[figure.kind]))
            yield f"{{{words}}}: there is no {figure.kind[:-1]} {quoted(figure.name)}.{hint}"
        elif figure.kind == "rates" and _changes(rates[figure.name]):
            yield f"{{{words}}} changes by date, so it is no single figure: write it in words"
    if len(figures) > MOST_FIGURES:
        yield f"has {len(figures)} figures, and {MOST_FIGURES} are the most: write two sentences"
    if len(text) > LONGEST:
        yield f"has {len(text)} letters, and {LONGEST} are the most: write two sentences"


def _changes(rate: Any) -> bool:
    """Whether a rate is a series by date, or no number."""
    value = rate.get("value") if isinstance(rate, dict) else rate
    return isinstance(value, bool | str) or not isinstance(value, int | float)
