"""The page Summary: what is requested, and for how many people: by category beside prior years, by unit, as charts."""

from __future__ import annotations

from typing import NamedTuple

from ..model.graph import Model
from .canvas import CHECK_WIDTH, RECOMMENDED, Canvas, height_of_heads
from .known import LATER, no_decision

LABELS, FIGURES, NARROWEST = 36, 15.5, 11.5  # widths of columns
ROOM = 188  # letters that a lying page of letter size holds in its width, with some to spare for long heads


class Beside(NamedTuple):
    """A table of the request beside prior years: its head, its labels and key, and the totals under its columns."""

    name: str
    head: str
    labels: str
    key: str
    request: str
    change: str
    share: str


CATEGORIES = Beside(
    *("categories", "By category", "categories.category", "categories.category_key"),
    *("summary__request", "total_change", "total_change_share"),
)
FUNDS = Beside(
    *("funds", "By fund", "funds.fund_label", "funds.fund_key"),
    *("request_of_funds", "change_of_funds", "change_share_of_funds"),
)
AUTHORIZED = ("units.summary_fte_last", "units.summary_fte_now")
MEAN = ("FTE, mean of the year", "units.unit_fte", "summary__fte")


def lay_summary(canvas: Canvas, model: Model) -> None:
    """Cards, the two tables, and under them the charts; ids and keys stand right of what is printed."""
    past = model.axes["past"].size if "past" in model.axes else 0
    categories = model.axes["category"].size
    later = model.axes[LATER].size if LATER in model.axes else 0
    right = 1 + max(past + (3 if past else 1), categories + (4 if past else 1) + len(_people(model)))
    canvas.outlined, canvas.folded = range(right, right + later), no_decision(model)
    canvas.aside_from = right + later
    _widths(canvas)
    row = _cards(canvas, model, past) + 1
    row = _beside_years(canvas, model, row, CATEGORIES) + 2
    row = _units(canvas, model, row, categories, past)
    if "funds.request" in model.blocks:
        row = _beside_years(canvas, model, row + 2, FUNDS)
    canvas.freeze = (5, 0)
    canvas.charts = [("summary", row + 2)]


def _widths(canvas: Canvas) -> None:
    """Columns as wide as the page allows, which is one page wide."""
    canvas.wide(0, LABELS)
    canvas.wide(1, CHECK_WIDTH)
    shown = sum(not canvas.hides(column) for column in range(2, canvas.aside_from))
    figures = min(FIGURES, max(NARROWEST, (ROOM - LABELS - CHECK_WIDTH) / shown))
    for column in range(1, canvas.aside_from + 2):
        canvas.wide(column, FIGURES if column >= canvas.aside_from else figures)
    if canvas.outlined:
        canvas.wide(canvas.outlined.start, RECOMMENDED)


def _cards(canvas: Canvas, model: Model, past: int) -> int:
    """The selected scenario, the request, its change, and the people; gives the row under them."""
    row = 6
    if "scenario_name" in model.blocks:
        canvas.text(row, 0, "Scenario", "section")
        canvas.put("scenario_name", row, 1)
        canvas.text(row, 2, "Choose another from the list: the whole workbook follows.", "note")
        row += 1
    cards = [("Total request, $", "total_request"), ("FTE, mean of the year", "total_fte")]
    if past:
        compared = model.blocks["units.compared"].label
        cards[1:1] = [(f"Change from {compared}, $", "summary__change"), ("Change", "summary__change_share")]
    for label, key in cards:
        canvas.text(row, 0, label, "section")
        canvas.put(key, row, 1)
        canvas.tall[row] = 20.0
        row += 1
    return row


def _table(canvas: Canvas, model: Model, row: int, columns: list[tuple[str, str, str]]) -> None:
    """One table from column A on: for each column its head (or the block of its heads), its rows, its total.

    What is recommended and adopted stands in the same columns of all tables.
    """
    at = 0
    for head, rows, total in columns:
        block = model.blocks[rows]
        width, last = model.shape(block)[1], row + 1 + model.shape(block)[0]
        at = canvas.outlined.start if block.axis == LATER else at
        style = "head" if block.kind == "text" else "head right"
        if head in model.blocks:
            canvas.put(head, row, at)
        else:
            canvas.text(row, at, head, style)
        canvas.put(rows, row + 1, at)
        if total in model.blocks:
            canvas.put(total, last, at)
        else:
            canvas.across(last, at, [total] + [""] * (width - 1), "total text")
        at += width
    canvas.fit_heads(row)
    canvas.tall[row] = max(canvas.tall[row], height_of_heads(2))  # for a year and a stage


def _aside(canvas: Canvas, model: Model, row: int, keys: list[str]) -> None:
    """What is for the program's own use, right of the table."""
    for column, key in enumerate(keys, canvas.aside_from):
        canvas.put_aside(model.blocks[key], row + 1, column)


def _beside_years(canvas: Canvas, model: Model, row: int, table: Beside) -> int:
    """The request by category or fund, beside prior years; gives the row of its total."""
    name = table.name
    columns = [(table.head, table.labels, "Total")]
    aside = [table.key]
    past = f"{name}.past" in model.blocks
    if past:
        columns.append((f"{name}__past__past_name", f"{name}.past", f"past_of_{name}"))
    columns.append((model.blocks[f"{name}.request"].label, f"{name}.request", table.request))
    if past:
        compared = model.blocks[f"{name}.compared"].label
        columns += [
            (f"Change from {compared}, $", f"{name}.change", table.change),
            ("Change", f"{name}.change_share", table.share),
        ]
        aside.append(f"{name}.compared")
    if canvas.outlined:
        columns.append((f"{name}__later__later_name", f"{name}.later", f"later_of_{name}"))
    _table(canvas, model, row, columns)
    _aside(canvas, model, row, aside)
    return row + 1 + len(model.rows[name])


def _units(canvas: Canvas, model: Model, row: int, categories: int, past: int) -> int:
    """The request by unit and category, and the people; gives the row under it."""
    columns = [
        ("By unit", "units.summary__label", "Total"),
        ("category", "units.request_by_category", "category_request"),
        (model.blocks["units.unit_request"].label, "units.unit_request", "summary__total"),
    ]
    if past:
        columns += [
            (model.blocks["units.compared"].label, "units.compared", "total_compared"),
            ("Change, $", "units.change", "summary__unit_change"),
            ("Change", "units.change_share", "summary__unit_change_share"),
        ]
    columns += _people(model)
    if canvas.outlined:
        columns.append(("units__later__later_name", "units.later", "later_of_units"))
    _table(canvas, model, row, columns)
    last = row + 1 + len(model.rows["units"])
    aside = ["units.summary__unit"]
    if AUTHORIZED[0] in model.blocks:
        aside.append(MEAN[1])
        canvas.put(MEAN[2], last, canvas.aside_from + 1)
    _aside(canvas, model, row, aside)
    return last


def _people(model: Model) -> list[tuple[str, str, str]]:
    """The full-time jobs authorized in two years, where those of the year before are known; else the mean of the year,
    which is not to be compared with what was authorized.
    """
    if AUTHORIZED[0] not in model.blocks:
        return [MEAN]
    return [(model.blocks[key].label, key, key.replace("units.", "all_")) for key in AUTHORIZED]
