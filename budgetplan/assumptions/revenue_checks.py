"""What must fit together in revenue: one row for each fund, unit and account, and one for each that history has."""

from __future__ import annotations

from collections.abc import Iterator

from budgetplan.assumptions.history import SIDES, Combination, History
from budgetplan.assumptions.rows import Rows
from budgetplan.errors import Problem, the_first
from budgetplan.names import quoted


def revenue_problems(history: History, past: Rows, rows: Rows) -> list[Problem]:
    """Rows of revenue that share an account, whose history would count twice, and history without a row beside it."""
    combinations: list[Combination] = [
        (str(fund), str(unit), str(account))
        for fund, unit, account in zip(*(rows.columns[side] for side in SIDES), strict=True)
    ]
    return the_first(_twice(combinations, rows)) + the_first(_alone(combinations, history, past))


def _twice(combinations: list[Combination], rows: Rows) -> Iterator[Problem]:
    first: dict[Combination, int] = {}
    for row, combination in enumerate(combinations):
        other = first.setdefault(combination, row)
        if other != row:
            where = f"{quoted(str(rows.ids[other]))} has this fund, unit and account, too"
            wrong = f"{where}, and its history would stand beside both: give one of them an account of its own"
            path = rows.listing.row_words(rows.ids[row], row, "account")
            yield Problem(rows.place(row, "account"), path, wrong)


def _alone(combinations: list[Combination], history: History, past: Rows) -> Iterator[Problem]:
    for combination in history.revenue.keys() - set(combinations):
        row = min(at for (key, _), at in history.first_rows.items() if key == combination)
        fund, unit, account = map(quoted, combination)
        told = f"there is history of the revenue account {account} of {unit} in {fund}, and no row to stand beside"
        path = past.listing.row_words("", row, "account")
        yield Problem(
            past.place(row, "account"), path, f"{told}: add one under `revenue:`, with a quantity of 0 if need be"
        )
