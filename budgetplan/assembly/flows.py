"""Whether a manager's formula is an amount of a month or of a year, worked out from what it names.

A *flow* happens in a month: a driver, another line, the money that a monthly line of a table adds up to. A *level*
holds in it: a rate, a price, an index, a number of seats. Money that is made of a flow is a month's amount, money that
is made of levels alone is a year's. Where a formula adds one to the other nobody can know what is meant, and the plan
must say.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce
from typing import Literal

from ..assumptions.load import Assumptions
from ..formula.functions import FUNCTIONS
from ..formula.parse import parse
from ..formula.tree import Call, Constant, FormulaError, Name, Node, Operation, Percent, Sign
from ..names import name_of

Pace = Literal["flow", "level", "any", "unclear"]
Per = Literal["month", "year"]
FLOWS = ("$", "count", "hours", "days")  # units of what happens in a month, where a line has one value per month
ADDED = ("IF", "MIN", "MAX", "CHOOSE", "IFBLANK")  # functions that give one of their arguments
KEPT = ("ROUND", "ABS", "INT", "PREV", "SUM", "SUMIFS", "FROM", "BETWEEN")  # the pace of the first argument
LEVELS = (
    *("TOTAL", "ACROSS", "YEAR", "MONTH", "EDATE", "EOMONTH", "DATE", "WORKDAY", "AND", "OR", "EXCEEDS"),
    *("COUNT", "COUNTIF", "COUNTBLANK", "RANK", "UPTO", "ENTRIES", "ENTRY", "LOOKUP"),
)  # what is a year's, a day, or holds in a month; of all others the plan must say what they give
UNCLEAR = 'adds an amount of a month to one of a year: say which it is meant to be, with "per: month" or "per: year"'


def per_of(text: str, given: Per | None, pace_of: Callable[[str], Pace]) -> Per | None:
    """What a formula's amount is for, as the plan says or as its names tell; None where they do not tell."""
    if given is not None:
        return given
    try:
        found = pace(parse(text), pace_of)
    except FormulaError:
        return "month"  # the model will say what is wrong
    return None if found == "unclear" else "month" if found == "flow" else "year"


def names_of(plan: Assumptions) -> Callable[[str], Pace]:
    """The pace of each name that a formula of this plan may use; of one that nobody knows, any (the model says so)."""
    flows = {name_of(line.id) for line in plan.lines if line.formula is not None} | set(plan.drivers)
    lines, known = plan.definitions.lines, {*plan.rates, *plan.definitions.inputs}

    def pace_of(text: str) -> Pace:
        table, _, name = text.rpartition(".")
        if not table and name in flows:
            return "flow"
        line = lines.get((table or None, name))
        if line is None:
            return "level" if name in known or (table, name) in plan.definitions.columns else "any"
        if line.axis != "month" or line.unit not in FLOWS:
            return "level"
        to_date = line.opening or line.formula.startswith(("=YTD(", "=CUM("))
        return "unclear" if to_date else "flow"

    return pace_of


def pace(node: Node, pace_of: Callable[[str], Pace]) -> Pace:
    """Whether a part of a formula happens in a month or holds in it; constants are any of the two."""
    match node:
        case Constant():
            return "any"
        case Name(text=text):
            return pace_of(text)
        case Sign(operand=operand) | Percent(operand=operand):
            return pace(operand, pace_of)
        case Operation(sign=sign, left=left, right=right):
            return _operation(sign, pace(left, pace_of), pace(right, pace_of))
        case Call():
            return _call(node, pace_of)
    return "level"


def _operation(sign: str, left: Pace, right: Pace) -> Pace:
    """A product with a flow is a flow, two flows divided are a level, a sum is of one pace."""
    if sign in ("+", "-"):
        return _same([left, right])
    if left == right == "any":
        return "any"  # of numbers alone
    if "unclear" in (left, right):
        return "unclear"
    if sign == "*":
        return "flow" if "flow" in (left, right) else _same([left, right])
    if sign == "/" and left == "flow":
        return "level" if right == "flow" else "flow"
    return "level"


def _call(node: Call, pace_of: Callable[[str], Pace]) -> Pace:
    """Functions that give one of their arguments have its pace, a product that of its factors; the total over a year is
    a year's.
    """
    arguments = node.arguments
    if not arguments or node.function not in FUNCTIONS:
        return "any"  # the model will say what is wrong
    if node.function == "SUMPRODUCT":
        paces = [pace(argument, pace_of) for argument in arguments]
        return reduce(lambda left, right: _operation("*", left, right), paces)
    if node.function in ADDED:
        given = arguments[1:] if node.function in ("IF", "CHOOSE") else arguments
        return _same([pace(argument, pace_of) for argument in given])
    if node.function in KEPT:
        return pace(arguments[0], pace_of)
    if node.function == "LOOKUP" and len(arguments) > 2:
        return pace(arguments[2], pace_of)
    return "level" if node.function in LEVELS else "unclear"


def _same(paces: list[Pace]) -> Pace:
    """The pace that all share; constants go with any."""
    found = set(paces) - {"any"}
    if not found:
        return "any"
    return found.pop() if len(found) == 1 else "unclear"
