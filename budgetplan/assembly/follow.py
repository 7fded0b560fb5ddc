"""Whether what is posted still follows from its steps: each posting line added up once more, from other cells.

Most posting lines are a product that is rounded: `=ROUND(ROUND(pension_rate * wages_each, 2) * headcount, 2)`. What all
rows post in a month is then the sum of the products, but for half a cent for each rounding. Others are what a year so
far comes to, rounded, less that of the month before: they add up to its months. So a posting that somebody typed over
shows, whatever inputs have changed. Lines of another form are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from ..formula.parse import parse
from ..formula.tree import Call, Constant, FormulaError, Name, Node, Operation, Sign
from ..model.blocks import Block, Input, Line, Union
from .parts import Parts, calculated, key_beside
from .tables import id_column

TABLE, SHEET = "follow", "Monthly Steps"
TO_DATE = re.compile(r"=ROUND\(ROUND\((\w+), 2\) - IF\(period_in_year = 1, 0, ROUND\(PREV\(\1\), 2\)\), 2\)")
OF_MONTHS = re.compile(r"=YTD\((\w+), fiscal_year\)")


class Factor(NamedTuple):
    """A part of a product, as it is written: a `column` of the line's own table, or what is the same for all rows.

    `rounded` says whether it stands inside the rounding of what one costs, `divides` whether it stands under the line.
    """

    text: str
    column: bool
    rounded: bool
    divides: bool = False


class Again(NamedTuple):
    """A posting line added up once more, and how many times half a cent it may be off."""

    sum: str
    roundings: str


class NoProductError(Exception):
    """A formula of another form."""


def add_follow(parts: Parts) -> None:
    """For each posting line of a known form: what it comes to, what rounding may change, whether it departs from that.

    Those that say whether lines depart stand one under the other, so that one short sum adds them up.
    """
    blocks = {block.key: block for block in parts.blocks}
    posting = [one for one in parts.blocks if isinstance(one, Line) and one.posts and parts.rows.get(one.table or "")]
    found = [(line, again) for line in posting if (again := _again(parts, line, blocks))]
    for line, again in found:
        _add(parts, line, "again", "$", "from its steps", again.sum)
    for line, again in found:
        _add(parts, line, "spare", "$", "what rounding may change", f"check_tolerance * ({again.roundings})")
    for line, _ in found:
        formula = f"EXCEEDS(SUM({line.key}) - {_name(line, 'again')}, {_name(line, 'spare')})"
        _add(parts, line, "departs", "flag", "departs from its steps (1 or 0)", formula)
    shown: dict[str, Any] = {"axis": "month", "unit": "flag", "label": "Postings that depart from their steps"}
    parts.add(Union(name="departs", table=TABLE, parts=tuple(_name(line, "departs") for line, _ in found), **shown))


def _name(line: Line, part: str) -> str:
    return f"{line.table}__{line.name}__{part}"


def _add(parts: Parts, line: Line, part: str, unit: str, words: str, formula: str) -> None:
    """One line beside a posting line, named by it."""
    name, label = _name(line, part), f"{line.label or line.name}: {words}"
    parts.add(
        calculated(name, f"={formula}", unit, label=label, axis="month", sheet=SHEET, place=line.place),
        key_beside(name, line.name, SHEET, line.place),
    )


def _again(parts: Parts, line: Line, blocks: Mapping[str, Block]) -> Again | None:
    """A posting line added up once more; None where it is of another form, or rounding may change more than cents."""
    cells = f"CELLS({line.table}.{id_column(parts, str(line.table)).name})"
    if months := _months(line, blocks):
        return Again(f"SUM({months})", f"{cells} + {cells}")
    try:
        inner = _rounded(parse(line.formula))
        found = list(_read(inner, str(line.table), blocks, False)) if inner else []
    except (FormulaError, NoProductError):
        return None  # of what is wrong in a formula the model will say so
    columns, heads = [one.text for one in found if one.column], [one for one in found if not one.rounded]
    twice = any(one.rounded for one in found)
    if not columns or (twice and (len(heads) > 1 or not all(one.column for one in heads))):
        return None
    added = f"SUMPRODUCT({', '.join(columns)})" if len(columns) > 1 else f"SUM({columns[0]})"
    product = added + "".join(f" {'/' if one.divides else '*'} {one.text}" for one in found if not one.column)
    return Again(product, " + ".join([cells, *(f"SUM({one.text})" for one in heads if twice)]))


def _months(line: Line, blocks: Mapping[str, Block]) -> str:
    """The amounts of which a line rounds the year so far, less that of the month before; "" where it does not."""
    found = TO_DATE.fullmatch(line.formula)
    so_far = blocks.get(f"{line.table}.{found[1]}") if found else None
    added = OF_MONTHS.fullmatch(so_far.formula) if isinstance(so_far, Line) else None
    return f"{line.table}.{added[1]}" if added else ""


def _rounded(node: Node) -> Node | None:
    """What is rounded to cents, or None."""
    if isinstance(node, Call) and node.function == "ROUND" and len(node.arguments) == 2:
        x, digits = node.arguments
        return x if isinstance(digits, Constant) and digits.value == 2 else None
    return None


def _read(node: Node, table: str, blocks: Mapping[str, Block], inside: bool, divides: bool = False) -> Iterator[Factor]:
    """The factors of a node; raises NoProductError where it is something else."""
    match node:
        case Name(text=text):
            own = blocks.get(f"{table}.{text}")
            block = own or blocks.get(text)
            if not block or not _adds_up(block) or (own and divides):
                raise NoProductError
            yield Factor(block.key, bool(own), inside, divides)
        case Constant(value=float(value)):
            yield Factor(f"{value:g}", False, inside, divides)
        case Sign(sign="-", operand=operand):
            yield Factor("-1", False, inside)
            yield from _read(operand, table, blocks, inside, divides)
        case Operation(sign="*" | "/" as sign, left=left, right=right) if not divides:
            yield from _read(left, table, blocks, inside)
            yield from _read(right, table, blocks, inside, sign == "/")
        case _ if (inner := _rounded(node)) and not inside and not divides:
            yield from _read(inner, table, blocks, True)
        case _:
            raise NoProductError


def _adds_up(block: Block) -> bool:
    """Whether a block is numbers by month or the same in all of them, none of them blank."""
    blank = isinstance(block, Input | Line) and block.optional
    return block.kind == "number" and block.axis in (None, "month") and not blank and not isinstance(block, Union)
