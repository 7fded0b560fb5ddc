"""What the tests of workbooks share: a plan calculated and written, and what each of its formula cells must show.

`Written` knows which line, row and month every formula cell of a workbook is, so that an engine's cell can be laid
beside the number that numpy has for it.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from openpyxl import Workbook, load_workbook

from budgetplan.formula.tree import Call, nodes
from budgetplan.model.blocks import Line, Union
from budgetplan.model.graph import Model
from budgetplan.plan import Result, load
from budgetplan.workbook.canvas import Home, Layout
from budgetplan.workbook.formula_text import address
from budgetplan.workbook.values import CellError
from budgetplan.workbook.write import write

MONEY = 0.005  # half a cent
RELATIVE = 1e-9
NEAR_ZERO = 1e-12  # a difference of two equal numbers may leave the last binary digit

ADD_UP = ("SUMIFS", "ACROSS", "BETWEEN", "YTD")  # functions that are a SUMIFS in the workbook

Cell = tuple[str, str]
Arrays = Mapping[str, Any]


@dataclass
class Written:
    """A calculated plan and the workbook that was written of it."""

    result: Result
    layout: Layout
    path: Path

    @property
    def model(self) -> Model:
        """The plan's model."""
        return self.result.model

    @cached_property
    def homes(self) -> dict[str, Home]:
        """The home of every block."""
        return self.layout.homes

    def cell(self, key: str, row: int = 0, column: int = 0) -> Cell:
        """Where a value stands: sheet and address."""
        home = self.homes[key]
        return home.sheet, address(home.row + row + 1, home.column + column + 1)

    @cached_property
    def lines(self) -> list[tuple[Line, list[Cell]]]:
        """Every line of the workbook with the cells of its values, row by row."""
        found = []
        for key in self.homes:
            block = self.model.blocks[key]
            if isinstance(block, Line):
                rows, columns = self.model.shape(block)
                found.append((block, [self.cell(key, row, column) for row, column in np.ndindex(rows, columns)]))
        return found

    def expected(self, values: Arrays, trial: int = 0) -> Iterator[tuple[Cell, str, float | str]]:
        """Each formula cell with its unit and the value that numpy calculated for it."""
        for line, cells in self.lines:
            array = values[line.key]
            flat = array[min(trial, len(array) - 1)].reshape(-1).tolist()
            for cell, value in zip(cells, flat, strict=True):
                yield cell, line.unit, "" if line.optional and value != value else value

    @cached_property
    def past_sumifs(self) -> set[Cell]:
        """The cells that a SUMIFS stands before, near or far.

        formualizer's SUMIFS passes over errors as if they were 0; LibreOffice's and Excel's do not. Only errors
        may differ there; numbers are compared as everywhere.
        """
        past = {
            key
            for key, tree in self.model.trees.items()
            if any(isinstance(n, Call) and n.function in ADD_UP for n in nodes(tree))
        }
        for key in self.model.order:
            block = self.model.blocks[key]
            needs = block.parts if isinstance(block, Union) else self.model.uses.get(key, ())
            if past & {*needs, getattr(block, "opening", None)}:
                past.add(key)
        return {cell for line, cells in self.lines if line.key in past for cell in cells}

    def told_of_errors(self, values: Arrays, trial: int = 0) -> set[Cell]:
        """The cells that say that something cannot be calculated, by EXCEEDS, and all that reads them."""
        told: set[str] = set()
        for key in self.model.order:
            block = self.model.blocks[key]
            needs = block.parts if isinstance(block, Union) else self.model.uses.get(key, ())
            tree = self.model.trees.get(key)
            catches = isinstance(tree, Call) and tree.function == "EXCEEDS"
            unknown = catches and any(lacks(values[need], trial) for need in needs)
            if unknown or told & set(needs):
                told.add(key)
        return {cell for line, cells in self.lines if line.key in told for cell in cells}

    def differences(
        self, values: Arrays, found: Mapping[Cell, Any], trial: int = 0, errors_lost: Collection[Cell] = ()
    ) -> list[str]:
        """The cells where an engine does not show what numpy calculated.

        Every cell of every line is compared, and one that the engine does not have is wrong.

        `errors_lost` are cells where this engine is known to show no error (see `past_sumifs`): there what numpy cannot
        calculate is not compared, nor what is told of it.
        """
        wrong = []
        told = self.told_of_errors(values, trial) & set(errors_lost)
        for cell, unit, value in self.expected(values, trial):
            now = found.get(cell)
            lost = cell in told or (value != value and cell in errors_lost)
            if not agrees(value, now, MONEY if unit == "$" else 0.0) and not lost:
                wrong.append(f"{cell[0]}!{cell[1]}: numpy has {value!r}, the engine {now!r}")
        return wrong


def lacks(array: Any, trial: int) -> bool:
    """Whether numpy could not calculate a cell of a block, a number or a text, in one trial."""
    now = array[min(trial, len(array) - 1)]
    return bool((now != now).any())


def agrees(expected: float | str, found: Any, tolerance: float) -> bool:
    """Whether an engine's value is the expected one; NaN stands for an error, whichever it is."""
    if isinstance(expected, str):
        return type(found) is str and found == expected
    if expected != expected:
        return isinstance(found, CellError)
    if type(found) is not float:
        return False
    if not abs(found) < float("inf"):
        return False
    difference, larger = abs(expected - found), max(abs(expected), abs(found))
    return difference <= max(tolerance, NEAR_ZERO, RELATIVE * larger)  # False for NaN


def written(folder: Path, path: Path) -> Written:
    """A plan folder, calculated, and its workbook written to `path`."""
    result = load(folder).calculate()
    layout = result.layout()
    write(path, result.model, result.values, layout, result.facts())
    return Written(result, layout, path)


@lru_cache(maxsize=6)
def opened(path: Path, values: bool = False) -> Workbook:
    """A workbook as openpyxl reads it, with formulas or values in its cells: once for several tests, to look at only.

    Few are kept: that of the example takes hundreds of megabytes.
    """
    return load_workbook(path, data_only=values)


def with_inputs(model: Model, changes: Arrays) -> Model:
    """The same model with other entered figures; `changes` are (1, rows, columns) by key of an input."""
    blocks = dict(model.blocks)
    for key, array in changes.items():
        blocks[key] = dataclasses.replace(blocks[key], values=array[0])  # type: ignore[call-arg]
    return dataclasses.replace(model, blocks=blocks)


def plan_files(folder: Path, **files: str) -> Path:
    """A plan folder with these files, each named without its .yaml."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8", newline="\n")
    return folder
