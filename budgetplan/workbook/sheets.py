"""The sheets of the operating budget: their order, what kind each is, and the titles that people read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["page", "months", "years", "columns", "register", "lines", "checks", "about"]

MONTHS_FROM = 10  # column K: month 1 stands there on every monthly sheet, so that column k is the same month everywhere
OPENING = MONTHS_FROM - 1  # column J: what PREV reads in the first month
HEAD_ROWS = 7  # five rows of head, the column heads, and units or the second ruler
LEFT = {
    "key": 0,
    "label": 1,
    "line": 2,
    "fund": 3,
    "unit": 4,
    "account": 5,
    "posting_key": 6,
    "measure": 7,
    "total": 8,
    "opening": OPENING,
}
LEFT_HEADS = (
    "Key",
    "Description",
    "Line",
    "Fund",
    "Unit",
    "Account",
    "Posting key",
    "Unit of measure",
    "Total",
    "Opening",
)
LEFT_WIDTHS = (12, 24, 16, 6, 13, 9, 22, 9, 14, 12)  # at least, where a sheet uses the column
WIDEST = (28, 56, 50, 12, 24, 14, 40, 12, 14, 12)
UNUSED_WIDTH = 1.5  # of a left column that no block of a sheet uses: it stays, so that column K stays month 1
OPTIONAL = ("line", "fund", "unit", "account", "posting_key", "total", "opening")


@dataclass(frozen=True)
class SheetSpec:
    """One sheet: its tab, its kind, and a line that says what it is for."""

    name: str
    kind: Kind
    purpose: str


SHEETS = (
    SheetSpec("Summary", "page", "The request by unit and category: $, whole dollars"),
    SheetSpec("Budget", "columns", "The budget: one row for each fund, unit and account"),
    SheetSpec("Monthly", "months", "The budget by month, in cents"),
    SheetSpec("Positions", "columns", "Inputs: one row for each position"),
    SheetSpec("Position Costs", "months", "What positions cost, by month: these lines post to the budget"),
    SheetSpec("Position Steps", "months", "How the costs of positions come about, step by step"),
    SheetSpec("Operating Lines", "columns", "Inputs: one row for each operating line"),
    SheetSpec("Operating Costs", "months", "What operating lines cost, by month: these lines post to the budget"),
    SheetSpec("Operating Steps", "months", "How the costs of operating lines come about, step by step"),
    SheetSpec("Drivers", "months", "Quantities that operating lines depend on"),
    SheetSpec("Rates", "register", "Inputs: rates, prices and dated series, each with its source"),
    SheetSpec("Rates by Month", "months", "Dated rates as they hold in each month"),
    SheetSpec("Codes", "columns", "Funds, units, accounts and tiers"),
    SheetSpec("Time", "months", "The calendar of the plan"),
    SheetSpec("Years", "years", "The fiscal years of the plan"),
    SheetSpec("Lines", "lines", "Every line in words, with its formula and where it is written"),
    SheetSpec("Checks", "checks", "What must agree, and whether it does"),
    SheetSpec("About", "about", "The plan, this build, and how to read the workbook"),
)


def sheets_for(names: set[str], monthly: set[str], tables: set[str]) -> list[SheetSpec]:
    """The sheets of a workbook; those that a plan's own lines name stand before Codes.

    `monthly` are the sheets with something by month, `tables` those with a table; one with neither is a register.
    """
    own = [
        SheetSpec(n, "months" if n in monthly else "columns" if n in tables else "register", "Lines of this plan's own")
        for n in sorted(names - KNOWN)
    ]
    at = next(index for index, spec in enumerate(SHEETS) if spec.name == "Codes")
    return [*SHEETS[:at], *own, *SHEETS[at:]]


KNOWN = frozenset(spec.name for spec in SHEETS)
