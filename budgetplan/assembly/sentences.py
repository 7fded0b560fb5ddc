"""Significant changes on the pages of units: sentences whose figures are live."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..assumptions.load import Assumptions
from ..assumptions.sentences import Figure, parts_of

if TYPE_CHECKING:
    from .unit_pages import Page

BULLET = "\u2022 "
TABLE = "highlights"  # the plan's own sentences; each has its blocks on the page of its unit
OF_THE_UNIT = {"request": "$", "change": "$", "compared": "$", "fte": "FTE"}


def add_sentences(page: Page, plan: Assumptions, unit: str) -> None:
    """One row for each sentence: its texts, its figures, and both together."""
    if TABLE not in plan.tables:
        return
    rows = plan.tables[TABLE].columns
    mine = [str(text) for text, one in zip(rows["text"], rows["unit"], strict=True) if one == unit]
    for number, text in enumerate(mine, 1):
        _add(page, f"sentence_{number}", text)


def _add(page: Page, part: str, text: str) -> None:
    """The blocks of one sentence."""
    texts, figures = parts_of(f"{BULLET}{text}")
    table = page.table(part, ["1"])
    formula = []
    for number, figure in enumerate([*figures, None]):
        if texts[number]:
            page.texts(table, f"text_{number}", [texts[number]], "Text")
            formula.append(f"text_{number}")
        if figure is not None:
            unit = _unit(page, figure)
            page.line(table, f"figure_{number}", _formula(page, figure), unit, "Figure")
            formula.append(_words(figure, f"figure_{number}", unit))
    page.line(table, "sentence", "=" + " & ".join(formula), "text", "Significant change")


def _formula(page: Page, figure: Figure) -> str:
    """Where a figure of a sentence comes from."""
    match figure.kind:
        case "lines":
            return f'=FROM(operating.cost_of_year, operating.line, "{figure.name}")'
        case "measures":
            return f'=FROM(measures.next_shown, measures.id, "{figure.name}")'
        case "rates":
            return f"={figure.name}"
    return f"={page.prefix}__{figure.name}"


def _unit(page: Page, figure: Figure) -> str:
    """In what a figure is measured."""
    if figure.kind == "rates":
        return next((block.unit for block in page.parts.blocks if block.key == figure.name), "$/x")
    return {"unit": OF_THE_UNIT.get(figure.name, ""), "lines": "$", "measures": "times"}[figure.kind]


def _words(figure: Figure, name: str, unit: str) -> str:
    """A figure as a sentence has it: whole dollars, prices to the cent, shares in percent; a change more or less."""
    if figure == Figure("unit", "change"):
        return f'FIXED(MAX({name}, -{name}), 0) & IF({name} < 0, " less", " more")'
    if unit == "share":
        return f'FIXED({name} * 100, IF(ROUND({name} * 100, 2) = ROUND({name} * 100, 0), 0, 2)) & " %"'
    if unit == "times":
        return f"FIXED({name}, IF({name} = INT({name}), 0, 1))"
    return f"FIXED({name}, {0 if unit == '$' else 1 if unit == 'FTE' else 2})"
