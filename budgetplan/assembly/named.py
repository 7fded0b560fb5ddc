"""Names and words in cells: whether a fund, unit, account or tier that is entered is one that there is, whether a word
is one of those that may stand there, and whether each row of a plan's own table has a name of its own.

Cells refuse a wrong name when it is typed, but not when it is pasted. So each column of names has a line beside it that
says where one is wrong, and the register of inputs counts them: a wage that posts to an account that nobody knows, or a
unit whose vacancies save nothing because its name is misspelt, would otherwise be silent.
"""

from __future__ import annotations

from ..assumptions.load import Assumptions
from ..model.blocks import Input, Line
from .parts import Parts, flag_beside
from .tables import row_key

LISTS = ("accounts", "units", "funds", "health_tiers")
"""The lists on Codes. Rows of other sections can be named as well; drivers and patterns are looked up, and an error
where they are not found."""
LONGEST = 200  # letters of a test, which each row holds
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
        elif _told_apart(block):
            parts.add(_line(block, _is_right(block), _told_apart(block)))


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
    return _line(block, test, " or ".join(lists))


def _told_apart(block: Input) -> str:
    """What may be wrong with a word that only its own cell can tell; "" where nothing can."""
    words = block.entered and block.kind == "text" and isinstance(block.choices, tuple) and block.choices
    if not words or block.axis or block.of_series or len(_is_right(block)) > LONGEST:
        return ""
    return "is none of the words that may stand here"


def _is_right(block: Input) -> str:
    """The test of one cell: that it holds one of the words."""
    name = f'IFBLANK({block.name}, "")' if block.optional else block.name
    words = [*block.choices, *([""] if block.optional else []), *([block.none] if block.none else [])]
    quoted = ['"' + word.replace('"', '""') + '"' for word in words]
    return f"OR({', '.join(f'{name} = {word}' for word in quoted)})"


def _line(block: Input, test: str, wrong: str) -> Line:
    """1 where a cell does not pass."""
    return flag_beside(block, "wrong", f"=IF({test}, 0, 1)", wrong)
