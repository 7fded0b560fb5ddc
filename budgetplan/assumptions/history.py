"""What was adopted and spent before, and what is recommended and adopted later: amounts by fund, unit and account, and
by year and stage.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from budgetplan.assumptions.rows import Rows
from budgetplan.errors import Problem, closest, the_first
from budgetplan.names import quoted

Stage = tuple[int, str]
Combination = tuple[str, str, str]
SIDES = ("fund", "unit", "account")
"""The columns that make a combination."""
LATER = ("recommended", "adopted")
"""The stages of the plan's own year that follow its request: no prior years, and shown behind the change."""


def stage_name(stage: Stage) -> str:
    """What a column of a comparison is called: `FY2027 adopted`."""
    return f"FY{stage[0]} {stage[1]}"


@dataclass
class History:
    """The amounts of each fund, unit and account in each year and stage, and the first row that says one. Those of
    revenue accounts stand apart: they are none of the budget; and so do the `later` ones of the plan's own year.
    """

    stages: list[Stage] = field(default_factory=list)
    amounts: dict[Combination, dict[Stage, float]] = field(default_factory=dict)
    revenue: dict[Combination, dict[Stage, float]] = field(default_factory=dict)
    later: dict[Combination, dict[Stage, float]] = field(default_factory=dict)
    first_rows: dict[tuple[Combination, Stage], int] = field(default_factory=dict)

    @property
    def names(self) -> list[str]:
        """The columns of the comparison."""
        return [stage_name(stage) for stage in self.stages]


def history_of(rows: Rows, fiscal_year: int, revenue_accounts: Collection[str] = ()) -> History:
    """All rows of history added up to the cent; those of the plan's own `fiscal_year` are later stages."""
    found = History()
    columns = (rows.columns[name] for name in (*SIDES, "fiscal_year", "stage", "amount"))
    for row, (fund, unit, account, year, stage, amount) in enumerate(zip(*columns, strict=True)):
        key, at = (fund, unit, account), (int(year), stage)
        before = found.revenue if account in revenue_accounts else found.amounts
        amounts = (before if at[0] < fiscal_year else found.later).setdefault(key, {})
        amounts[at] = round(amounts.get(at, 0.0) + amount, 2)
        found.first_rows.setdefault((key, at), row)
    stages = next(column.choices for column in rows.listing.columns if column.name == "stage")  # in their order
    before_now = {at for _, at in found.first_rows if at[0] < fiscal_year}
    found.stages = sorted(before_now, key=lambda at: (at[0], stages.index(at[1])))
    return found


def later_problems(rows: Rows, fiscal_year: int, revenue_accounts: Collection[str]) -> list[Problem]:
    """Rows of the plan's own year and of years after it that are no later stage of an expense account."""
    return the_first(_not_later(rows, fiscal_year, revenue_accounts))


def _not_later(rows: Rows, fiscal_year: int, revenue_accounts: Collection[str]) -> Iterator[Problem]:
    columns = (rows.columns[name] for name in ("fiscal_year", "stage", "account"))
    for row, (year, stage, account) in enumerate(zip(*columns, strict=True)):
        column, wrong = "", ""
        if year > fiscal_year:
            column, wrong = "fiscal_year", f"FY{int(year)} lies after FY{fiscal_year}, the year of this plan"
            wrong += ": write an earlier year, or what is recommended and adopted for the plan's own"
        elif year == fiscal_year and stage not in LATER:
            column, wrong = "stage", f"FY{fiscal_year} is the year of this plan, which has no {quoted(stage)} yet"
            wrong += ': write "recommended" or "adopted", or an earlier year'
        elif year == fiscal_year and account in revenue_accounts:
            column, wrong = "account", f"{quoted(account)} is a revenue account, and what is {stage} of FY{fiscal_year}"
            wrong += " stands beside the requests of expenses: leave the row out, and change the revenue itself"
        if wrong:
            yield Problem(rows.place(row, column), rows.listing.row_words("", row, column), wrong)


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
