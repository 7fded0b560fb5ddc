"""What was adopted and spent before: the amounts of history, by fund, unit and account, and by year and stage."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from budgetplan.assumptions.rows import Rows
from budgetplan.errors import closest
from budgetplan.names import quoted

Stage = tuple[int, str]
Combination = tuple[str, str, str]
SIDES = ("fund", "unit", "account")
"""The columns that make a combination."""


def stage_name(stage: Stage) -> str:
    """What a column of a comparison is called: `FY2027 adopted`."""
    return f"FY{stage[0]} {stage[1]}"


@dataclass
class History:
    """The amounts of each fund, unit and account in each year and stage, and the first row that says one. Those of
    revenue accounts stand apart: they are none of the budget.
    """

    stages: list[Stage] = field(default_factory=list)
    amounts: dict[Combination, dict[Stage, float]] = field(default_factory=dict)
    revenue: dict[Combination, dict[Stage, float]] = field(default_factory=dict)
    first_rows: dict[tuple[Combination, Stage], int] = field(default_factory=dict)

    @property
    def names(self) -> list[str]:
        """The columns of the comparison."""
        return [stage_name(stage) for stage in self.stages]


def history_of(rows: Rows, revenue_accounts: Collection[str] = ()) -> History:
    """All rows of history added up to the cent."""
    found = History()
    columns = (rows.columns[name] for name in (*SIDES, "fiscal_year", "stage", "amount"))
    for row, (fund, unit, account, year, stage, amount) in enumerate(zip(*columns, strict=True)):
        key, at = (fund, unit, account), (int(year), stage)
        amounts = (found.revenue if account in revenue_accounts else found.amounts).setdefault(key, {})
        amounts[at] = round(amounts.get(at, 0.0) + amount, 2)
        found.first_rows.setdefault((key, at), row)
    stages = next(column.choices for column in rows.listing.columns if column.name == "stage")  # in their order
    found.stages = sorted({at for _, at in found.first_rows}, key=lambda at: (at[0], stages.index(at[1])))
    return found


def compared_stage(history: History, fiscal_year: int, asked: str | None) -> str:
    """The column with which a request is compared: the one asked for, else what was adopted for the year before, else
    the last one.
    """
    adopted = stage_name((fiscal_year - 1, "adopted"))
    names = history.names
    return asked or (adopted if adopted in names else names[-1] if names else "")


def compare_problem(history: History, asked: str | None) -> str:
    """Why the request cannot be compared with what is asked for, or nothing."""
    names = history.names
    if asked is None or asked in names:
        return ""
    meant = closest(asked, names)
    known = f" Did you mean {quoted(meant)}?" if meant else f" History has {', '.join(names)}." if names else ""
    return f"there is no {quoted(asked)} in history.{known or ' Add its amounts under `history:`'}"
