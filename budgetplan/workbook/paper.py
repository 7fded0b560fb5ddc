"""How a sheet comes onto paper: which paper, how many pages wide, and texts that wrap so that fewer pages are needed.

Nothing is printed under 7 points: all text of the tables is 10 points high, and is shrunk to 70 % at most.
"""

from __future__ import annotations

import math
from dataclasses import replace

from ..model.graph import Model
from .canvas import HEADS, PLAIN, Canvas
from .known import shown_texts

PAPER_INCHES = {"letter": (8.5, 11), "tabloid": (11, 17), "legal": (8.5, 14), "a4": (8.27, 11.69)}
MARGINS_INCHES, CHARACTER_INCHES, SMALLEST_SCALE = 0.8, 7.2 / 96, 0.7
NARROWEST = 18  # a column of texts that wrap is at least so wide
NOTES = "wrapped note"


def better_upright(canvas: Canvas, paper: str, rows: int) -> bool:
    """Whether a page with charts is one page upright and not lying, so that its charts stay whole."""
    if on_one_page(canvas, paper, rows):
        return False
    upright = replace(canvas, portrait=True)
    return pages_wide(upright, paper) == 1 and on_one_page(upright, paper, rows)


def on_one_page(canvas: Canvas, paper: str, rows: int) -> bool:
    """Whether a sheet that is one page wide is also one page high, without being printed too small."""
    printable = (PAPER_INCHES[paper][1 if canvas.portrait else 0] - MARGINS_INCHES - 0.3) * 72
    needed = sum(canvas.tall.get(row, 15.0) for row in range(rows))
    return needed * SMALLEST_SCALE <= printable


def paper_for(canvas: Canvas, page: bool, paper: str) -> str:
    """The plan's paper; letter for pages, and for sheets that fit on it without being printed too small."""
    if paper == "a4" or page:
        return "letter" if page and paper != "a4" else paper
    return "letter" if paper == "tabloid" and pages_wide(canvas, "letter") == 1 else paper


def pages_wide(canvas: Canvas, paper: str) -> int:
    """How many pages a sheet is wide, so that no text is printed under 7 points; each repeats the frozen columns."""
    width, height = PAPER_INCHES[paper]
    printable = ((width if canvas.portrait else height) - MARGINS_INCHES) / (CHARACTER_INCHES * SMALLEST_SCALE)
    repeated = sum(canvas.widths.get(column, 0) for column in range(canvas.freeze[1]))
    return max(1, math.ceil((sum(canvas.printed_widths) - repeated) / max(printable - repeated, NARROWEST)))


def squeeze(canvas: Canvas, model: Model, paper: str) -> None:
    """Lets the widest texts wrap where the sheet is then fewer pages wide; else leaves out what need not be printed.

    What scenarios put in place of a column stands at the right: it is printed where that takes no page more.
    """
    without = replace(canvas, aside_from=canvas.varied_from) if canvas.varied_from else canvas
    least = pages_wide(replace(without, widths=_capped(without, model, NARROWEST)), paper)
    if canvas.varied_from and pages_wide(replace(canvas, widths=_capped(canvas, model, NARROWEST)), paper) > least:
        canvas.aside_from = canvas.varied_from
    cap = max(canvas.widths.values(), default=0)
    while pages_wide(canvas, paper) > least:
        cap -= 1
        canvas.widths = _capped(canvas, model, cap)
    for key, home in canvas.homes.items():
        longest = max(map(len, shown_texts(model, model.blocks[key])), default=0) * PLAIN
        if home.column in _texts(canvas, model) and longest + 1 > canvas.widths[home.column]:
            canvas.wrapped.add(key)
    for row in {text.row for text in canvas.texts if text.style in HEADS}:
        before = canvas.tall.get(row, 0)
        canvas.fit_heads(row)
        canvas.tall[row] = max(before, canvas.tall[row])
    for text in canvas.texts:
        if text.style == NOTES:
            for row, value in enumerate(text.values, text.row):
                if len(str(value)) * PLAIN > canvas.widths[text.column]:
                    canvas.fit(row, {text.column: str(value)})


def _texts(canvas: Canvas, model: Model) -> set[int]:
    """The columns that hold nothing but texts and may be narrower: their texts wrap."""
    kinds: dict[int, set[str]] = {}
    for key, home in canvas.homes.items():
        kinds.setdefault(home.column, set()).add(model.blocks[key].kind)
    return {column for column, found in kinds.items() if found == {"text"}} | {
        text.column for text in canvas.texts if text.style == NOTES
    }


def _capped(canvas: Canvas, model: Model, cap: float) -> dict[int, float]:
    """The widths of columns, those of texts not over `cap`."""
    texts = _texts(canvas, model)
    return {
        column: min(width, max(cap, NARROWEST)) if column in texts else width for column, width in canvas.widths.items()
    }
