"""Workbooks and their sheets: their order, what kind each is, and the titles that people read."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

Kind = Literal[
    "page",
    "unit page",
    "cost page",
    "reconciliation",
    "five years",
    "axis",
    "columns",
    "register",
    "inputs",
    "as built",
    "lines",
    "checks",
    "about",
]
"""Pages have a layout of their own, an axis sheet runs along months or years, columns hold tables."""

STEPS_FROM = 10  # column K: month 1 stands there on every monthly sheet, so that column k is the same month everywhere
OPENING = STEPS_FROM - 1  # column J: what PREV reads in the first month
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


NAMED = 4  # lines or figures of a sheet of a plan's own that are named where it is said what the sheet is for
OWN = "This plan's own"
UNIT_PAGE = "What this unit is there for, what it costs, who works there, and what it achieves: $, whole dollars"
UNITS_BEFORE = ("Monthly", "Monthly Steps", "Positions", "Codes")  # the first of them that there is


@dataclass(frozen=True)
class SheetSpec:
    """One sheet: its tab, its kind, and a line that says what it is for, or is for beside another sheet."""

    name: str
    kind: Kind
    purpose: str
    beside: tuple[str, str] = ("", "")
    printed: bool = True  # whether it is printed with the workbook; others are for the screen

    @property
    def told(self) -> str:
        """What it is for, and that it is not printed where that is so."""
        return self.purpose if self.printed else f"{self.purpose} (for the screen, not printed)"

    def among(self, names: Collection[str]) -> SheetSpec:
        """The sheet as it is in a workbook that has sheets of these names."""
        other, purpose = self.beside
        return replace(self, purpose=purpose) if other in names else self


@dataclass(frozen=True)
class BookSpec:
    """A workbook: its file, what it is, and its sheets in order; a plan's own sheets stand before `own_before`."""

    file: str
    title: str
    sheets: tuple[SheetSpec, ...]
    own_before: str

    @property
    def known(self) -> frozenset[str]:
        """The names of its own sheets."""
        return frozenset(spec.name for spec in self.sheets)

    def sheets_for(
        self,
        names: set[str],
        along: Collection[str],
        tables: set[str],
        lines: Mapping[str, Sequence[str]],
        units: Sequence[str] = (),
    ) -> list[SheetSpec]:
        """The sheets of one plan's workbook, with those that its own lines name.

        `along` are the sheets whose lines run along an axis, `tables` those with a table; others are registers.
        `lines` are the labels of the lines of each sheet, or of its figures where it has none. `units` are the pages
        of units, which stand in front of what the budget is made of.
        """
        own = [
            SheetSpec(n, "axis" if n in along else "columns" if n in tables else "register", _own(lines.get(n, ())))
            for n in sorted(names - self.known - set(units))
        ]
        pages = [SheetSpec(name, "unit page", UNIT_PAGE) for name in units]
        at = next(index for index, spec in enumerate(self.sheets) if spec.name == self.own_before)
        all_of_them = [*self.sheets[:at], *own, *self.sheets[at:]]
        found = [spec.among(names) for spec in all_of_them if spec.name in names or spec.kind in ("lines", "about")]
        first = next((i for i, spec in enumerate(found) if spec.name in UNITS_BEFORE), len(found))
        return [*found[:first], *pages, *found[first:]]


def _own(labels: Sequence[str]) -> str:
    """What a sheet of a plan's own is for: what its lines or figures are called, all or the first few."""
    told, more = ", ".join(labels[:NAMED]), len(labels) - NAMED
    return f"{OWN}: {told}{f' and {more} more' if more > 0 else ''}" if told else OWN


OPERATING_BUDGET = BookSpec(
    file="operating_budget.xlsx",
    title="operating budget",
    own_before="Codes",
    sheets=(
        SheetSpec("Summary", "page", "The request by unit and category: $, whole dollars"),
        SheetSpec("Reconciliation", "reconciliation", "What changes from the budget compared to the request, and why"),
        SheetSpec("Changes by Unit", "columns", "What changes in each unit, step by step"),
        SheetSpec("Base Changes", "columns", "Inputs: what is known to change, and who decided it"),
        SheetSpec("Line Changes", "columns", "What each operating line changes from the budget compared"),
        SheetSpec("Pay Changes", "columns", "What raises and rates change for each position", printed=False),
        SheetSpec("Reconciliation Steps", "columns", "Where the units' changes come from", printed=False),
        SheetSpec("Steps Compared", "axis", "The steps of the reconciliation, by number", printed=False),
        SheetSpec("Five Years", "five years", "What the request comes to in the years ahead: $, whole dollars"),
        SheetSpec("Five Years by Account", "columns", "The years ahead of each unit and account", printed=False),
        SheetSpec("Five Years Growth", "axis", "How each unit and account grows from year to year", printed=False),
        SheetSpec("Growth by Year", "axis", "What each rule comes to in the years ahead", printed=False),
        SheetSpec("Growth", "columns", "Inputs: how costs grow in the years ahead"),
        SheetSpec("Years Ahead", "axis", "The years ahead, by number", printed=False),
        SheetSpec(
            "Year Ahead", "axis", "What each posting line comes to in the year after, before growth", printed=False
        ),
        SheetSpec("Year Ahead by Row", "axis", "The year after, before growth, of each budget row", printed=False),
        SheetSpec("Scenarios", "columns", "The request in each scenario as it was built, and whether that still holds"),
        SheetSpec("Budget", "columns", "The budget: one row for each fund, unit and account"),
        SheetSpec("Subtotals", "columns", "What units request together, and groups of funds, units and accounts"),
        SheetSpec("Measures", "columns", "Inputs: what units do, for how much, and how well"),
        SheetSpec("Monthly", "axis", "The budget by month, to the cent"),
        SheetSpec("Monthly Steps", "axis", "Whether what is posted follows from its steps, by month", printed=False),
        SheetSpec(
            "Positions",
            "columns",
            "Inputs: one row for each position",
            ("Position Totals", "Inputs: one row for all positions that are alike, with their headcount"),
        ),
        SheetSpec("Position Totals", "columns", "What each position comes to in the year, stored when this was built"),
        SheetSpec(
            "Personnel Summary", "columns", "Classes, statuses and units: full-time jobs, who is there, what is paid"
        ),
        SheetSpec("Headcount History", "columns", "Inputs: full-time jobs of the two years before"),
        SheetSpec(
            "Cost of One Position", "cost page", "What one more position costs, and what is saved when one is cut"
        ),
        SheetSpec("Cost of One by Month", "axis", "How what one position costs comes about, by month", printed=False),
        SheetSpec("Start-up Items", "columns", "Inputs: what a new position needs besides pay"),
        SheetSpec("Bargaining Units", "columns", "Inputs: groups of positions whose pay is agreed together"),
        SheetSpec(
            "Increases",
            "columns",
            "Inputs: what bargaining units have agreed. For another COLA, or a later one, change share and day of each "
            "general increase here, and on Rates for positions in no unit",
        ),
        SheetSpec("Grades", "columns", "Inputs: the grades of the pay plan, each with its range of pay"),
        SheetSpec("Steps", "columns", "Inputs: what each step of a grade pays"),
        SheetSpec("Longevity", "columns", "Inputs: what years of service add to pay"),
        SheetSpec("Splits", "columns", "Inputs: positions that several funds, units or accounts pay"),
        SheetSpec("Position Costs", "axis", "What positions cost, by month: these lines post to the budget"),
        SheetSpec("Position Steps", "axis", "How the costs of positions come about, step by step", printed=False),
        SheetSpec("Retirements", "columns", "Inputs: who leaves when, what is paid out, and who follows"),
        SheetSpec("Retirement Costs", "axis", "What leaves change, by month: these lines post to the budget"),
        SheetSpec("Retirement Steps", "axis", "How these changes come about, step by step", printed=False),
        SheetSpec(
            "Vacancy",
            "columns",
            "Inputs: what vacancies save, beside what turnover explains: P50, P10 and P90 (whose totals are no sums)",
        ),
        SheetSpec("Vacancy by Month", "axis", "What vacancies save, by month: these lines post to the budget"),
        SheetSpec("Vacancy Steps", "axis", "Of what the savings are taken, by month", printed=False),
        SheetSpec("Hires", "columns", "Inputs: vacant positions, and when somebody is expected"),
        SheetSpec("Hire Costs", "axis", "What is not paid until then, by month: these lines post to the budget"),
        SheetSpec("Hire Steps", "axis", "How long these positions stand empty, month by month", printed=False),
        SheetSpec(
            "Cash and Accrual",
            "axis",
            "Wages as they are earned and as paydays pay them; the budget basis on Rates says which is budgeted",
        ),
        SheetSpec("Pay Calendar", "columns", "Each payday: when it is, which days it pays, to which year it belongs"),
        SheetSpec("Pay Years", "columns", "Paydays and hours of the plan's years and of the two that follow"),
        SheetSpec("Holidays", "columns", "Inputs: days without work; paydays move back from them"),
        SheetSpec("Overtime", "columns", "Inputs: overtime and premium pay; what belongs to a project stands apart"),
        SheetSpec("Allowances", "columns", "Inputs: what people are paid besides their salary"),
        SheetSpec("Pension Plans", "columns", "Inputs: pension plans, and who pays their unfunded parts"),
        SheetSpec("Comp Classes", "columns", "Inputs: classes of work for workers' compensation"),
        SheetSpec(
            "Other Personnel Costs",
            "axis",
            "Overtime, allowances and the like, by month: these post to the budget",
        ),
        SheetSpec(
            "Other Personnel Steps",
            "axis",
            "How overtime, allowances and the like come about, step by step",
            printed=False,
        ),
        SheetSpec(
            "Increases by Month",
            "axis",
            "What each bargaining unit gets in which month, and from which day on",
            printed=False,
        ),
        SheetSpec(
            "Step Changes", "axis", "Which step of its grade a position is on, and from which day on", printed=False
        ),
        SheetSpec(
            "Longevity by Month", "axis", "Years of service and what they add to pay, from which day on", printed=False
        ),
        SheetSpec("Retro Pay", "axis", "Wages that are earned before they are paid, and when they are paid"),
        SheetSpec("Retro Steps", "axis", "How retro pay comes about, step by step", printed=False),
        SheetSpec("Split Costs", "axis", "Parts of positions' costs that others bear: these lines post to the budget"),
        SheetSpec("Split Steps", "axis", "How the parts come about, step by step", printed=False),
        SheetSpec("Operating Lines", "columns", "Inputs: one row for each operating line"),
        SheetSpec("Justification", "columns", "What is bought and why, the costliest line first"),
        SheetSpec("Operating Costs", "axis", "What operating lines cost, by month: these lines post to the budget"),
        SheetSpec(
            "Operating Steps", "axis", "How the costs of operating lines come about, step by step", printed=False
        ),
        SheetSpec(
            "Line Formulas",
            "axis",
            "What operating lines with a formula of their own give, before escalation",
            printed=False,
        ),
        SheetSpec("Charges In", "columns", "Inputs: what other departments charge, beside what they charge now"),
        SheetSpec("Projects", "columns", "Inputs: projects and grants; what each costs across units and accounts"),
        SheetSpec("Project Costs", "axis", "What belongs to projects and grants, by month; it posts where it stands"),
        SheetSpec("Project Steps", "axis", "Whether this falls between a project's days", printed=False),
        SheetSpec("Cost Pools", "columns", "Inputs: the steps by which cost is allocated, and what each pool comes to"),
        SheetSpec("Driver Units", "columns", "Inputs: how many driver units each pool has for whom"),
        SheetSpec("Allocation", "axis", "Cost allocated step by step: each closes a pool, till receivers bear all"),
        SheetSpec("Allocation Steps", "axis", "How the shares of the allocation come about", printed=False),
        SheetSpec("True-up Steps", "axis", "The same steps with actual cost and driver units", printed=False),
        SheetSpec("Charges Out", "columns", "Inputs: who bears the cost; what each is charged"),
        SheetSpec("Charges Out by Month", "axis", "What each receiver is charged, by month"),
        SheetSpec("Revenue", "columns", "Inputs: revenue and recoveries, apart from the request"),
        SheetSpec("Prior Revenue", "columns", "What was budgeted and taken in before, by fund, unit and account"),
        SheetSpec("Revenue by Month", "axis", "Revenue and recoveries, by month"),
        SheetSpec("Revenue Steps", "axis", "How revenue comes about, step by step", printed=False),
        SheetSpec("Net Cost", "columns", "What units request, less the revenue that they keep"),
        SheetSpec("Patterns", "axis", "How yearly amounts fall into months: the weight of each month"),
        SheetSpec("Drivers", "axis", "Quantities that operating lines depend on"),
        SheetSpec("Rates", "register", "Inputs: rates, prices and dated series, each with its source"),
        SheetSpec("Rates by Month", "axis", "Dated rates as they hold in each month", printed=False),
        SheetSpec("Sources", "columns", "Who supplied the figures, and how firm they are: what is not final first"),
        SheetSpec(
            "Inputs",
            "inputs",
            "All inputs: whether each holds what it should, and what has changed since the build",
            printed=False,
        ),
        SheetSpec(
            "As Built",
            "as built",
            "What every input held when this workbook was built; Inputs compares with it",
            printed=False,
        ),
        SheetSpec("Prior Years", "columns", "What was adopted and spent before, by fund, unit and account"),
        SheetSpec("Years Compared", "axis", "The years and stages that the request stands beside", printed=False),
        SheetSpec("Codes", "columns", "Funds, units, accounts and tiers"),
        SheetSpec("Time", "axis", "The calendar of the plan", printed=False),
        SheetSpec("Years", "axis", "The fiscal years of the plan", printed=False),
        SheetSpec("Lines", "lines", "Every line in words, with its formula and where it is written", printed=False),
        SheetSpec("Change Log", "columns", "Inputs: what was changed in which version, by whom, and what it did"),
        SheetSpec("Checks", "checks", "What must agree, and whether it does"),
        SheetSpec("About", "about", "The plan, this build, and how to read the workbook"),
    ),
)
