"""The page Cost of One Position: what is chosen, what one more costs, and what is saved when one is cut."""

from __future__ import annotations

from ..model.graph import Model
from .canvas import Canvas

LABELS, FIGURES = 48, 22
HEADS = (
    "Added: full year, the year after",
    "Added: first year, from the day",
    "Saved by a cut: full year, from its first day",
    "Saved by a cut: first year, from the day",
)
ROWS: tuple[tuple[str, tuple[str, str, str, str]], ...] = (
    ("Salary", ("one_added_pay", "one_first_pay", "one_cut_pay", "one_left_pay")),
    ("Social Security and Medicare", ("one_added_taxes", "one_first_taxes", "one_cut_taxes", "one_left_taxes")),
    ("Pension, normal part", ("one_added_pension", "one_first_pension", "one_cut_pension", "one_left_pension")),
    ("Pension, unfunded part", ("one_added_unfunded", "one_first_unfunded", "", "")),
    ("Health insurance", ("one_added_health", "one_first_health", "one_cut_health", "one_left_health")),
    ("Workers' compensation", ("one_added_comp", "one_first_comp", "one_cut_comp", "one_left_comp")),
    ("Other, by pay", ("one_added_other", "one_first_other", "one_cut_other", "one_left_other")),
    ("Licences and the like, each year", ("one_added_yearly", "one_first_yearly", "one_cut_yearly", "one_left_yearly")),
    ("Start-up items, once", ("", "one_first_once", "", "")),
    ("Bumping: who takes another job keeps a higher salary", ("", "", "one_cut_bumping", "one_left_bumping")),
    ("Leave that is paid out", ("", "", "", "one_left_payout")),
)
TOTALS = ("one_added_total", "one_first_total", "one_cut_total", "one_left_total")
ASKED = (
    "position_class",
    "position_starts",
    "unfunded_pension",
    "other_by_pay",
    "cut_leave_hours",
    "hours_of_position",
    "bumping_cost",
)
FOUND = (
    "one_minimum",
    "one_average",
    "one_filled",
    "one_bargaining",
    "one_level",
    "one_first_level",
    "one_ending_level",
    "one_tier",
    "one_comp_class",
    "one_plan",
    "one_year_share",
    "one_payout",
    "one_start_up",
    "one_each_year",
    "one_cut_unfunded",
    "one_left_unfunded",
)
CASES = "one_position"
SHOWN = ("label", "starts", "salary", "level_of_year", "pay_of_year")  # of each case, in the columns that are printed
SAID = ("one_says_filled", "one_says_health", "one_says_bargaining")  # sentences that are there where they must be
NOT_KNOWN = "position_class__wrong"  # whether the class that is chosen is none
NOTES = (
    "Choose a class from the list. Who is added has the minimum of its grade, who is cut the average of its class.",
    "Pay has the raises of the class's bargaining unit, or those on Rates, from their days, merit among them.",
    "Added, full year: the year after the request's, at the pay and rates with which the plan ends, no new raises.",
    "Added, first year, and both of a cut: the request's year, as the budget counts a position month by month.",
    "A cut saves what goes away with the position. The unfunded part of the pension is owed whoever works here.",
    "Pay counts as it is earned, and Social Security up to its wage base. No hours of overtime are in these figures.",
)


def lay_position_cost(canvas: Canvas, model: Model) -> None:
    """What is asked at the top, then the table, then what it was made of."""
    canvas.wide(0, LABELS)
    for column in range(1, len(HEADS) + 1):
        canvas.wide(column, FIGURES)
    canvas.aside_from = len(HEADS) + 1
    canvas.put_aside(model.blocks[NOT_KNOWN], 6, canvas.aside_from)
    row = _said(canvas, model, _listed(canvas, model, ASKED, 6)) + 1
    canvas.across(row, 0, ["What one position costs"], "head")
    canvas.across(row, 1, HEADS, "head right")
    canvas.fit_heads(row)
    for label, keys in ROWS:
        row += 1
        canvas.text(row, 0, label)
        for column, key in enumerate(keys, 1):
            if key:
                canvas.put(key, row, column)
    row += 1
    canvas.text(row, 0, "Total", "total text")
    for column, key in enumerate(TOTALS, 1):
        canvas.put(key, row, column)
    canvas.text(row + 3, 0, "How it comes about", "section")
    found = tuple(key for key in FOUND if key in model.blocks)
    row = _cases(canvas, model, _listed(canvas, model, found, row + 4) + 1) + 1
    for note in NOTES:
        canvas.text(row, 0, note, "note")
        row += 1
    canvas.freeze = (5, 0)


def _listed(canvas: Canvas, model: Model, keys: tuple[str, ...], row: int) -> int:
    """Figures one under the other, each behind what it is; gives the row under them."""
    for key in keys:
        canvas.text(row, 0, model.blocks[key].label)
        canvas.put(key, row, 1)
        row += 1
    return row


def _said(canvas: Canvas, model: Model, row: int) -> int:
    """Sentences one under the other, each of which is there where the class that is chosen lacks something."""
    for key in SAID:
        if key in model.blocks:
            canvas.put(key, row, 0)
            row += 1
    return row


def _cases(canvas: Canvas, model: Model, row: int) -> int:
    """What is counted by month on the sheet of that name, a row for each case; gives the row under them."""
    mine = [
        b for b in model.blocks.values() if (b.table, b.sheet, b.axis, b.slot) == (CASES, canvas.spec.name, None, "")
    ]
    shown = [next(b for b in mine if b.name == name) for name in SHOWN]
    beside = [block for block in mine if block not in shown]
    canvas.across(row, 0, ["Counted by month"], "head")
    canvas.across(row, 1, [block.label for block in shown[1:]], "head right")
    for column, block in enumerate(shown):
        canvas.put(block.key, row + 1, column)
    for column, block in enumerate(beside, canvas.aside_from):
        canvas.put_aside(block, row + 1, column)
    canvas.fit_heads(row)
    return row + 1 + len(model.rows[CASES])
