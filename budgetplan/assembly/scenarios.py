"""Scenarios in the model: one cell that says which is selected, and for each figure that varies the base's cell, a cell
for each scenario, and a live line that takes the one that counts.

Everything else reads the live line by the figure's own name, and knows nothing of scenarios.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np

from ..assumptions.columns import reader_of
from ..assumptions.definitions import ColumnDef, Definitions
from ..assumptions.load import Assumptions
from ..assumptions.operating_lines import own_patterns
from ..assumptions.scenarios import ADDED_TO, BASE, INCLUDED, Change
from ..assumptions.trees import MOST_HINTS
from ..assumptions.values import Refused
from ..errors import Place, Problem, nearest
from ..model.blocks import NOWHERE, Array, Block, Input, Line, Provenance
from ..model.graph import Model
from .parts import Parts, at, calculated, constant, path, provenance, stored, written
from .paths import Paths
from .series import SHEET as RATES
from .tables import Feed, add_table

SHEET, TABLE = "Scenarios", "scenarios"
NAME = "scenario_name"


def ids_of(plan: Assumptions) -> list[str]:
    """The scenarios of a plan, the base first."""
    return [BASE, *(scenario.id for scenario in plan.scenarios)]


def add_scenarios(parts: Parts, plan: Assumptions, definitions: Definitions) -> None:
    """The table of the scenarios, and the cell that selects one."""
    if not plan.scenarios:
        return
    place = plan.place("scenarios")
    ids = ids_of(plan)
    columns: dict[str, list[Any]] = {
        "scenario_id": ids,
        "label": ["The plan itself", *(scenario.label for scenario in plan.scenarios)],
        "number": list(range(1, len(ids) + 1)),
        "stored_request": [0] * len(ids),
        "stored_fte": [0] * len(ids),
        "stored_by_category": [[0.0] * parts.axes["category"].size] * len(ids),
    }
    add_table(parts, definitions, TABLE, Feed(ids, columns, at(place), entered=False))
    head: dict[str, Any] = {"sheet": SHEET, "slot": "column head", "beside": "scenarios.stored_by_category"}
    parts.add(
        constant(NAME, BASE, "text", place, "Selected scenario", sheet="Summary", choices="scenarios"),
        calculated("stored_by_category__head", "=category", "text", axis="category", **head),
    )


def vary(parts: Parts, plan: Assumptions, definitions: Definitions) -> None:
    """The live lines of all figures that vary, in the place of these figures."""
    if plan.scenarios:
        _Varying(parts, plan, definitions).vary()


def store(model: Model, values: dict[str, Array]) -> None:
    """Writes down what each scenario comes to: `values` are of all scenarios, one behind the other."""
    if not model.rows.get(TABLE):
        return
    found = {
        "stored_request": values["total_request"][:, 0],
        "stored_fte": values["total_fte"][:, 0],
        "stored_by_category": values["category_request"][:, 0],
    }
    for name, array in found.items():
        block = model.blocks[f"scenarios.{name}"]
        assert isinstance(block, Input)
        model.blocks[block.key] = replace(block, values=np.broadcast_to(array, block.values.shape).copy())


def cases_of(parts: Parts, key: str) -> list[Array]:
    """What a column of texts holds in the base and in each scenario, or only in the base where it does not vary."""
    blocks = {block.key: block for block in parts.blocks if isinstance(block, Input)}
    live = next((b for b in parts.blocks if isinstance(b, Line) and b.key == key and b.cases), None)
    if live is None:
        return [blocks[key].values] if key in blocks else []
    base, *own = (blocks[case].values for case in live.cases)
    return [base, *(np.where(one == "", base, one) for one in own)]


@dataclass
class _Varying:
    """Finds the figures that vary, and puts their cells and live lines in their place."""

    parts: Parts
    plan: Assumptions
    definitions: Definitions

    def vary(self) -> None:
        """Every figure on Rates varies, and those that some scenario changes."""
        known = {path: spot for block in self.parts.blocks for path, spot in _paths(block)}
        names = Names(known)
        changes: dict[str, list[tuple[Change, int | None]]] = {}
        for change in self.plan.changes:
            if change.path not in known:
                self.problem(change, names.wrong(change))
                continue
            key, row = known[change.path]
            changes.setdefault(key, []).append((change, row))
        blocks: list[Block] = []
        for block in self.parts.blocks:
            own = changes.get(block.key, [])
            varies = isinstance(block, Input) and (own or _is_rate(block))
            blocks += self.cases(block, own) if varies and isinstance(block, Input) else [block]
            if isinstance(block, Input) and block.names_rows and block.table:
                blocks += self.marks(block, changes.get(f"{block.table}.{INCLUDED}", []))
        self.parts.blocks = []
        self.parts.add(*blocks)

    def cases(self, block: Input, changes: Sequence[tuple[Change, int | None]]) -> Iterator[Block]:
        """The base, each scenario, and the live line of one input."""
        base = replace(block, name=f"{block.name}__base", label=f"{block.label or block.name}: base")
        names = [base.name]
        yield base
        for number, scenario in enumerate(self.plan.scenarios, 2):
            mine = [(change, row) for change, row in changes if change.scenario == number]
            names.append(f"{block.name}__in_{scenario.id.replace('-', '_')}")
            yield replace(
                self.case(block, names[-1], mine, scenario.id),
                label=f"{block.label or block.name}: {scenario.label}",
                of_scenario=scenario.id,
            )
        function = "CASEORBLANK" if block.optional else "CASE"
        yield calculated(
            block.name,
            f"={function}(scenario, {', '.join(names)})",
            block.unit,
            table=block.table,
            axis=block.axis,
            label=block.label,
            place=block.place,
            sheet=block.sheet,
            slot=block.slot,
            beside=block.beside,
            optional=block.optional,
            cases=tuple(f"{block.table}.{name}" if block.table else name for name in names),
        )

    def marks(self, ids: Input, changes: Sequence[tuple[Change, int | None]]) -> Iterator[Block]:
        """Beside the names of a table's rows: which of them only a scenario brings, or leaves out."""
        told = [""] * len(ids.values)
        for change, row in changes:
            words = "only in" if change.figure.value else "not in"
            scenario = self.plan.scenarios[change.scenario - 2].id
            if row is not None:
                told[row] = f"{told[row]}, {scenario}" if told[row].startswith(words) else f"{words} {scenario}"
        if any(told):
            more: dict[str, Any] = {"label": "Scenario", "sheet": ids.sheet, "place": ids.place}
            yield written(f"{ids.name}__scenario", told, ids.table, **more)

    def case(self, block: Input, name: str, changes: Iterable[tuple[Change, int | None]], scenario: str) -> Input:
        """The cells of one scenario: blank, but for what it changes."""
        values: Array = np.full(block.values.shape, "" if block.values.dtype == object else np.nan, block.values.dtype)
        places: dict[int, Place] = {}
        sources: dict[int, Provenance] = {}
        called = block.path_of or path(block.key)
        for change, row in changes:
            line = row or 0
            places[line], sources[line] = change.place, provenance(change.figure)
            given = self.value(block, change, 1 if row is not None else block.values.shape[1])
            if given is not None:
                values[line] = given
        return replace(
            block,
            name=name,
            values=values,
            optional=True,
            place_of=lambda row, column: places.get(row, NOWHERE),
            provenance_of=lambda row, column: sources.get(row, Provenance()),
            path_of=lambda row, column: f"{called(row, column)} (scenario {scenario})",
        )

    def value(self, block: Input, change: Change, count: int) -> Any:
        """The changed figure as the column holds it, or None and a problem."""
        raw = change.figure.value
        given = raw if isinstance(raw, list) and count > 1 else [raw]
        if raw is None:
            self.problem(change, "is empty: write the scenario's figure, or leave the change out")
            return None
        if len(given) != count:
            told = "one figure" if len(given) == 1 else f"{len(given)} figures"
            self.problem(change, f"has {told}, and the plan has {count}: give one for each month, as a list")
            return None
        read = self.reader(block)
        try:
            found = [read(one) for one in given]
        except Refused as refused:
            self.problem(change, refused.message())
            return None
        if isinstance(block.choices, str) and (wrong := self.unknown(block, found[0])):
            self.problem(change, wrong)
            return None
        return found[0] if block.values.dtype == object else np.array([stored(one) for one in found])

    def reader(self, block: Input) -> Callable[[Any], Any]:
        """What reads a figure of an input: as its column is read, or as its unit says."""
        column = self.definitions.columns.get((block.table or "", block.name))
        if column is None:
            column = ColumnDef(block.name, None, block.place, unit=block.unit, **vars(block.bounds))
        return reader_of(column)

    def unknown(self, block: Input, name: str) -> str:
        """Why a name is none of those that may be chosen, or nothing."""
        table = str(block.choices)
        known = self.names(table)
        if name in known or name == block.none:
            return ""
        return f'There is no "{name}" among {table.replace("_", " ")}.{nearest(name, known)}'

    def names(self, table: str) -> list[str]:
        """The names of a table's rows."""
        built_in = own_patterns(self.plan.calendar.first_payday is not None)
        own = {"drivers": list(self.plan.drivers), "patterns": [*built_in, *self.plan.patterns]}
        return own[table] if table in own else self.parts.rows[table]

    def problem(self, change: Change, message: str) -> None:
        """What is wrong with a change."""
        scenario = self.plan.scenarios[change.scenario - 2].id
        self.parts.problems.append(Problem(change.place, f"scenarios[{scenario}] {change.row or change.path}", message))


def _is_rate(block: Input) -> bool:
    """Whether an input is a figure on Rates: each of them may vary, in the workbook, too."""
    return block.entered and block.sheet == RATES and block.kind == "number" and not block.choices


def _paths(block: Block) -> Iterator[tuple[str, tuple[str, int | None]]]:
    """The paths of an input's figures, each with its key and row; one path for all steps of an axis."""
    if isinstance(block, Input) and block.entered and block.path_of:
        for row in range(len(block.values)):
            yield block.path_of(row, 0), (block.key, None if block.axis else row)


class Names:
    """The names of figures and of rows that may be left out, to say what is wrong with others."""

    def __init__(self, known: Iterable[str]) -> None:
        self._known = list(known)
        self._told = 0

    def wrong(self, change: Change) -> str:
        """Why a change calls nothing; not in detail for hundreds of them, where looking for each takes minutes."""
        self._told += 1
        nothing = "There is no row of this name to leave out" if change.row else "There is no figure of this name"
        if self._told > MOST_HINTS:
            return nothing
        if not change.row:
            return self._figures.wrong(change.path, change.figure.value, nothing)
        if self._figures.holds(change.row) and not change.row.startswith(tuple(ADDED_TO)):
            return f"Only rows of {' and '.join(ADDED_TO)} can be left out."
        return self._rows.wrong(change.row, None, nothing)

    @cached_property
    def _figures(self) -> Paths:
        return Paths(self._known)

    @cached_property
    def _rows(self) -> Paths:
        return Paths(one.removesuffix(f".{INCLUDED}") for one in self._known if one.endswith(f".{INCLUDED}"))
