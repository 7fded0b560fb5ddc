"""Names in cells: whether a fund, unit, account or tier that is entered is one that there is, and whether each row of a
plan's own table has a name of its own.

Cells refuse a wrong name when it is typed, but not when it is pasted. So each column of names has a line beside it that
says where one is wrong, and the register of inputs counts them: a wage that posts to an account that nobody knows, or a
unit whose vacancies save nothing because its name is misspelt, would otherwise be silent.
"""

from __future__ import annotations

from ..assumptions.load import Assumptions
from ..model.blocks import Input, Line
from .parts import Parts
from .tables import row_key

LISTS = ("accounts", "units", "funds", "health_tiers")
"""The lists on Codes. Rows of other sections can be named as well; drivers and patterns are looked up, and an error
where they are not found."""
SHIPPED = ("positions", "history")
"""Tables of rows of which the program knows: two rows of one name do no harm, or are meant."""


def add_named(parts: Parts, plan: Assumptions) -> None:
    """Where figures and columns name what is not on their list, and where two rows of an own table have one id."""
    for block in list(parts.blocks):
        if not isinstance(block, Input) or not (block.entered or block.own_rows):
            continue
        lists = {}
        if block.choices in (*LISTS, *plan.tables):
            lists["is not on its list"] = row_key(parts, str(block.choices))
        if block.own_rows and block.table in plan.tables and block.table not in SHIPPED:
            lists["stands twice"] = row_key(parts, str(block.table))
        if lists:
            parts.add(_wrong(block, lists))


def wrong_names(parts: Parts, block: Input) -> str:
    """The formula for how many of an input's names are wrong; "" where none can be."""
    live = block.key.removesuffix("__base")
    line = f"{live}__wrong"
    if line not in parts.names or block.of_scenario:
        return ""
    return f"SUM({line})" if block.table else line


def _wrong(block: Input, lists: dict[str, str]) -> Line:
    """1 where the name of a row is not once in each of the lists."""
    name = f'IFBLANK({block.name}, "")' if block.optional else block.name
    right = [f'COUNTIF({keys}, "r|" & {name}) = 1' for keys in lists.values()]
    test = right[0] if len(right) == 1 else f"AND({', '.join(right)})"
    nothing = [f'{name} = "{word}"' for word, may in (("", block.optional), (block.none, block.none)) if may]
    test = f"OR({', '.join([*nothing, test])})" if nothing else test
    return Line(
        name=f"{block.name}__wrong",
        table=block.table,
        unit="flag",
        label=f"{block.label or block.name}: {' or '.join(lists)} (1 or 0)",
        formula=f"=IF({test}, 0, 1)",
        sheet=block.sheet,
        place=block.place,
        aside=bool(block.table),
        support=True,
    )
