"""Dated series as explanations read them: which entries belong to a cell, and which of them count there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from ..formula.tree import Call, Constant, Name, Node, Operation, nodes
from .blocks import Block, Input, Line
from .evaluate import Values
from .graph import Model
from .shown import MOST_ENTRIES, Step, day, is_series, shown


@dataclass
class DatedRows:
    """The values of a model, and the dated series among its tables; a series that was listed is not listed again."""

    model: Model
    values: Values
    listed: set[tuple[str, str]] = field(default_factory=set)

    def column(self, block: Block, other: Block, column: int) -> int:
        """The same month of another line; its first where the axes differ."""
        return column if other.axis and other.axis == block.axis else 0

    def value(self, block: Block, row: int, column: int) -> object:
        """The value of a cell in the base of a batch."""
        array = self.values[block.key]
        return array[0, min(row, array.shape[1] - 1), min(column, array.shape[2] - 1)]

    def own(self, block: Block, row: int, column: int) -> Block:
        """The input that counts, where a line chooses between those of scenarios; else the block itself."""
        if not isinstance(block, Line) or not block.cases:
            return block
        base, *scenarios = (self.model.blocks[case] for case in block.cases)
        number = int(self.values["scenario"][0, 0, 0])
        chosen = ([base, *scenarios])[number - 1]
        value = self.value(chosen, row, column)
        return base if value == "" or value != value else chosen

    def sourced(self, block: Block, row: int, column: int) -> tuple[str, str]:
        """Where a cell is written and its source; a line that is nothing but a series has those of the entry."""
        block = self.own(block, row, column)
        place = str(block.place) if block.place.file else ""
        if isinstance(block, Input):
            found, at = block.provenance_of(row, column), block.place_of(row, column)
            source = ", ".join(filter(None, (found.source, found.status, found.note)))
            return (str(at) if at.file else place), source
        if not isinstance(block, Line):
            return place, ""
        tree = self.model.trees[block.key]
        if isinstance(tree, Call) and tree.function in ("LOOKUP", "ENTRY"):
            for table in self.series(block):
                value = self.model.blocks[f"{table}.value"]
                _, marks = self.in_force(block, table, row, column)
                if value.place == block.place and len(marks) == 1:
                    return self.sourced(value, next(iter(marks)), 0)
        return place, block.source

    def series(self, line: Line) -> list[str]:
        """The dated series that a formula reads: tables with the columns `since` and `value`."""
        tables = dict.fromkeys(self.model.blocks[used].table for used in self.model.uses[line.key])
        return [table for table in tables if table and table != line.table and is_series(self.model, table)]

    def entries(self, line: Line, table: str, row: int, column: int, depth: int) -> list[Step]:
        """The entries of a series that a cell reads, those that count marked; only these where it was listed before."""
        mine, marks = self.in_force(line, table, row, column)
        whose = self.said(f"{table}.row", mine[0]) if mine else ""
        if (table, whose) in self.listed and marks:
            shown_ = list(marks)
        else:
            first = max(0, min((mine.index(at) for at in marks), default=0) - MOST_ENTRIES // 2)
            first = min(first, max(0, len(mine) - MOST_ENTRIES))
            shown_ = mine[first : first + MOST_ENTRIES]
        more = 0 if (table, whose) in self.listed else len(mine) - len(shown_)
        self.listed.add((table, whose))
        value, steps = self.model.blocks[f"{table}.value"], []
        for at in shown_:
            name, text = f"from {day(self.values[f'{table}.since'][0, at, 0])}", shown(value, self.value(value, at, 0))
            place, source = self.sourced(value, at, 0)
            steps.append(Step(depth, name, marks.get(at, ""), text, place=place, source=source, kind="entry"))
        if more:
            steps.append(Step(depth, f"{more:,} more", kind="entry"))
        return steps

    def in_force(self, line: Line, table: str, row: int, column: int) -> tuple[list[int], dict[int, str]]:
        """The rows of a series that belong to a cell, and which of them count there, with the word for it."""
        mine = list(range(len(self.model.rows[table])))
        calls = list(self.calls(line, table))
        for call in calls:
            if call.function in ("ENTRY", "ENTRIES"):
                key = self.number(call.arguments[2 if call.function == "ENTRY" else 1], line, row, column)
                mine = [at for at in mine if self.said(f"{table}.row", at).casefold() == str(key).casefold()]
        since = self.values[f"{table}.since"][0, :, 0]
        marks: dict[int, str] = {}
        for call in calls:
            last = self.number(call.arguments[0 if call.function == "LOOKUP" else -1], line, row, column)
            if not isinstance(last, float):
                continue
            if call.function == "BETWEEN":
                first = self.number(call.arguments[2], line, row, column)
                marks |= {at: "in this month" for at in mine if isinstance(first, float) and first <= since[at] <= last}
                continue
            counted = int(last) if call.function == "ENTRY" else sum(bool(since[at] <= last) for at in mine)
            if 0 < counted <= len(mine):
                marks[mine[counted - 1]] = "in force"
        return mine, marks

    def calls(self, line: Line, table: str) -> Iterator[Call]:
        """The functions on dated rows that a formula calls on a series."""
        resolve = self.model.resolver(line.table)
        for node in nodes(self.model.trees[line.key]):
            if isinstance(node, Call) and node.function in ("LOOKUP", "ENTRY", "ENTRIES", "BETWEEN"):
                names = [a.text for a in node.arguments if isinstance(a, Name)]
                if any(self.model.blocks[resolve(name).key].table == table for name in names):
                    yield node

    def number(self, node: Node, line: Line, row: int, column: int) -> float | str | None:
        """The value of a simple part of a formula: a name, a constant, a day some days on, texts joined; else None."""
        match node:
            case Constant(value=value):
                return value
            case Name(text=text):
                block = self.model.blocks[self.model.resolver(line.table)(text).key]
                found = self.value(block, row if block.table else 0, self.column(line, block, column))
                return found if isinstance(found, str) else float(found)  # type: ignore[arg-type]
            case Operation(sign=sign, left=left, right=right):
                a, b = self.number(left, line, row, column), self.number(right, line, row, column)
                if sign == "&":
                    return f"{a}{b}"
                if sign in "+-" and isinstance(a, float | int) and isinstance(b, float | int):
                    return float(a + b if sign == "+" else a - b)
        return None

    def said(self, key: str, row: int) -> str:
        """The text of a column, "" where there is no such column."""
        return str(self.values[key][0, row, 0]) if key in self.values else ""

    def changes(self, block: Block, row: int, depth: int) -> list[Step]:
        """What a cell changes to by date, where the plan says so: the rows of its list that belong to it."""
        table = f"{block.table}_{block.name}"
        if not block.table or not is_series(self.model, table):
            return []
        mine, value = f"r|{self.model.rows[block.table][row]}", self.model.blocks[f"{table}.value"]
        steps = []
        for at in range(len(self.model.rows[table])):
            if self.said(f"{table}.row", at).casefold() == mine.casefold():
                name, text = (
                    f"from {day(self.values[f'{table}.since'][0, at, 0])}",
                    shown(value, self.value(value, at, 0)),
                )
                place, source = self.sourced(value, at, 0)
                steps.append(Step(depth, name, "", text, place=place, source=source, kind="entry"))
        return steps
