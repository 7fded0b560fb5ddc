"""Small models for the tests of formulas, and their workbook: laid out and written with XlsxWriter's own calls only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import xlsxwriter

from budgetplan.errors import AssumptionError
from budgetplan.formula.check import check
from budgetplan.formula.functions import FUNCTIONS, Example
from budgetplan.formula.parse import parse
from budgetplan.formula.symbols import UNIVERSAL
from budgetplan.formula.tree import Call, Constant, Name, nodes
from budgetplan.model.axis import Axis
from budgetplan.model.blocks import Array, Block, Input, Line, Union
from budgetplan.model.evaluate import evaluate
from budgetplan.model.graph import Model
from budgetplan.workbook.canvas import Home
from budgetplan.workbook.formula_text import address
from budgetplan.workbook.places import filled, has_name, template

SHEET = "Case"
FIRST_MONTH = 2  # column C; the opening stands left of it
NOT_CALCULATED = -987654321  # stored in each formula cell, so that an engine that only repeats what is stored is caught


def given(name: str, values: Any, axis: str | None = None, **more: Any) -> Input:
    """An input: one value, or one for each month where an axis is named, or one for each row of a table."""
    listed = values if isinstance(values, list) else [values]
    text = isinstance(listed[0], str)
    array = np.array(listed, dtype=object if text else float)
    if array.ndim < 2:
        array = array.reshape(1, -1) if axis else array.reshape(-1, 1)
    more.setdefault("unit", "text" if text else "count")
    more.setdefault("of_series", name in ("since", "value", "row"))
    return Input(name=name, axis=axis, values=array, **more)


def line(name: str, formula: str, axis: str | None = None, **more: Any) -> Line:
    """A line with its formula."""
    return Line(name=name, axis=axis, formula=formula, **more)


def build(*blocks: Block, months: int = 3, **tables: int) -> Model:
    """A model of these blocks; tables by name with their number of rows."""
    rows = {name: [f"row {index + 1}" for index in range(count)] for name, count in tables.items()}
    axes = {"month": Axis("month", months, "months", ("month",), by_month=True), "year": Axis("year", 2)}
    return Model.build(blocks, rows, axes)


def result(formula: str, *blocks: Block, axis: str | None = None, **more: Any) -> Any:
    """What a formula gives: a number, or one for each month; worked out by Values."""
    model = build(*blocks, line("wanted", formula, axis, **more))
    values = evaluate(model)["wanted"][0]
    return values[0].tolist() if axis else values[0, 0]


def refusals(*blocks: Block, **tables: int) -> list[str]:
    """What is said of a model that is refused."""
    try:
        build(*blocks, **tables)
    except AssumptionError as error:
        return [str(problem) for problem in error.problems]
    return []


def example_model(example: Example) -> Model:
    """A function's example as a model whose line `wanted` is the example's formula."""
    text, blocks = named(f"={example.formula}")
    units = units_wanted(text, example)
    months = max([1] + [len(v) for name, v in example.given.items() if "." not in name])
    for name, values in example.given.items():
        table, _, column = name.rpartition(".")
        blank = any(value != value for value in values)
        in_table: dict[str, Any] = {"table": table or None}
        by_month = "month" if not table or isinstance(values[0], list) else None
        one = given(column, list(values), by_month, unit=units[name], **in_table)
        one = Input(**{**one.__dict__, "optional": blank})
        if name in example.opening:
            first = given(f"{column}__opening", example.opening[name], slot="opening", **in_table)
            one = Input(**{**one.__dict__, "name": f"{column}_given"})
            opened: dict[str, Any] = {"opening": first.key, "unit": one.unit, **in_table}
            blocks += [first, one, line(column, f"={column}_given", "month", **opened)]
        else:
            blocks.append(one)
    axis = None if isinstance(example.gives, (int, float, str)) else "month"
    tables = {name.partition(".")[0]: len(values) for name, values in example.given.items() if "." in name}
    bare = build(*blocks, line("wanted", "=0", axis), months=months, **tables)
    kind = check(parse(text), bare.blocks["wanted"].symbol, bare.resolver(None)).kind
    return build(*blocks, line("wanted", text, axis, unit=unit_of(kind)), months=months, **tables)


def named(text: str) -> tuple[str, list[Block]]:
    """An example as a plan must write it: numbers in inputs of their own (which come along), keys joined from parts."""
    blocks: list[Block] = []
    for node in reversed(list(nodes(parse(text)))):
        if isinstance(node, Constant) and isinstance(node.value, float) and node.value not in UNIVERSAL:
            name = f"number_{len(blocks) + 1}"
            text = f"{text[: node.start]}{name}{text[node.end :]}"
            blocks.append(given(name, node.value, slot="unnamed"))
        elif isinstance(node, Constant) and isinstance(node.value, str) and "|" in node.value:
            letter, _, code = node.value.partition("|")
            text = f'{text[: node.start]}"{letter}|" & "{code}"{text[node.end :]}'
    return text, blocks


def unit_of(kind: str) -> str:
    """A unit whose values are of a kind."""
    return "count" if kind == "number" else kind


def units_wanted(text: str, example: Example) -> dict[str, str]:
    """The unit of each given name: text as it is written, else of the first kind that its parameter takes."""
    units: dict[str, str] = {}
    for node in nodes(parse(text)):
        if isinstance(node, Call):
            parameters = FUNCTIONS[node.function].parameters(len(node.arguments))
            for parameter, argument in zip(parameters, node.arguments, strict=True):
                if isinstance(argument, Name) and argument.text in example.given:
                    is_text = isinstance(example.given[argument.text][0], str)
                    units[argument.text] = "key" if is_text else unit_of(parameter.kinds[0])
    return units


@dataclass
class Tiny:
    """A workbook of one sheet in which small models stand one under the other; `cells` says where each line stands."""

    path: Path
    models: list[tuple[Model, dict[str, Array]]] = field(default_factory=list)
    homes: list[dict[str, Home]] = field(default_factory=list)
    row: int = 0
    apart: int = 0  # blank rows between two blocks

    def add(self, model: Model) -> dict[str, Array]:
        """Lays a model out: each monthly block in rows of its own, what has no months in columns behind the months."""
        homes, row = {}, self.row
        for block in model.blocks.values():
            rows, _ = model.shape(block)
            if block.slot != "opening" and not isinstance(block, Union):
                homes[block.key] = Home(SHEET, row, FIRST_MONTH)
                row += rows + self.apart
        for key, home in list(homes.items()):
            block = model.blocks[key]
            if isinstance(block, Line) and block.opening:
                homes[block.opening] = Home(SHEET, home.row, FIRST_MONTH - 1)
        self.row = row
        values = evaluate(model)
        self.models.append((model, values))
        self.homes.append(homes)
        return values

    def write(self) -> Path:
        """Writes the file: inputs as values, lines as formulas."""
        book = xlsxwriter.Workbook(str(self.path))
        sheet = book.add_worksheet(SHEET)
        for (model, _), homes in zip(self.models, self.homes, strict=True):
            for key, home in homes.items():
                self.block(sheet, model, homes, model.blocks[key], home)
                block = model.blocks[key]
                if has_name(block) and isinstance(block, Input):
                    book.define_name(block.name, f"={SHEET}!${'ABCDEF'[home.column]}${home.row + 1}")
        book.close()
        return self.path

    def block(self, sheet: Any, model: Model, homes: Mapping[str, Home], block: Block, home: Home) -> None:
        """All cells of one block."""
        text = template(model, homes, block) if isinstance(block, Line) else ""
        rows, columns = model.shape(block)
        for row in range(rows):
            for column in range(columns):
                at = (home.row + row, home.column + column)
                if text:
                    sheet.write_formula(*at, f"={filled(text, row, column)}", None, NOT_CALCULATED)
                    continue
                assert isinstance(block, Input)
                value = block.values[row, column]
                if isinstance(value, str):
                    sheet.write_string(*at, value)
                elif value == value:
                    sheet.write_number(*at, value)

    def cells(self) -> Iterable[tuple[int, str, str, str, float]]:
        """Every formula cell: number of its model, key of its line, formula, address, and what Values gives."""
        for index, ((model, values), homes) in enumerate(zip(self.models, self.homes, strict=True)):
            for key, home in homes.items():
                block = model.blocks[key]
                if isinstance(block, Line):
                    for (row, column), value in np.ndenumerate(values[key][0]):
                        at = address(home.row + row + 1, home.column + column + 1)
                        yield index, key, block.formula, at, value


def differences(tiny: Tiny, found: Mapping[tuple[str, str], Any], relative: float = 1e-9) -> list[str]:
    """The cells that an engine sees otherwise. What Values cannot calculate must be an error in the engine too."""
    wrong = []
    for _, key, formula, at, value in tiny.cells():
        seen = found[SHEET, at]
        if isinstance(value, float) and value != value:
            same = isinstance(seen, str) and seen.startswith("#")
        elif isinstance(value, str):
            same = seen == value
        else:
            same = isinstance(seen, (int, float)) and abs(seen - value) <= relative * max(1, abs(value))
        if not same:
            wrong.append(f"{at} {key} {formula}: {value!r} by Values, {seen!r} in the engine")
    return wrong


def expected(values: float | str | Sequence[float]) -> list[Any]:
    """What an example gives, as a flat list."""
    return [values] if isinstance(values, (int, float, str)) else list(values)
