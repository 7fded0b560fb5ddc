"""What the validation of a workbook's cells lets people enter, as Excel reads it."""

from __future__ import annotations

import datetime as dt
from functools import cached_property
from pathlib import Path
from typing import Any

import formualizer
from openpyxl import load_workbook
from openpyxl.formula.translate import Translator
from openpyxl.worksheet.datavalidation import DataValidation

from budgetplan.formula.serial import serial
from budgetplan.workbook.formula_text import position

NUMBERS = ("decimal", "whole", "date")


class Entries:
    """A workbook, asked cell by cell whether a value may be typed in."""

    def __init__(self, path: Path) -> None:
        self.path, self.book = path, load_workbook(path, data_only=True)

    @cached_property
    def rules(self) -> dict[tuple[str, str], DataValidation]:
        """The validation of each cell that has one; a cell with two would be an error of its own."""
        found: dict[tuple[str, str], DataValidation] = {}
        for sheet in self.book:
            for rule in sheet.data_validations.dataValidation:
                for area in rule.sqref.ranges:
                    for row, column in area.cells:
                        at = (sheet.title, sheet.cell(row, column).coordinate)
                        assert at not in found, f"{at} has two validations"
                        found[at] = rule
        return found

    @cached_property
    def engine(self) -> Any:
        """The workbook in an engine, read once: a condition is asked there in a cell that is far from all others."""
        return formualizer.load_workbook(str(self.path))

    def takes(self, sheet: str, at: str, value: Any) -> bool:
        """Whether Excel lets people type the value into the cell; None is to clear it, which validation never sees."""
        rule = self.rules.get((sheet, at))
        if rule is None or rule.errorStyle not in (None, "stop"):
            return True
        if rule.type == "list":
            return value in self.listed(rule.formula1, sheet)
        if rule.type == "textLength":
            low, high = float(rule.formula1), float(rule.formula2)
            return low <= len(str(value)) <= high
        if rule.type == "custom":
            return self.holds(rule, sheet, at, value)
        assert rule.type in NUMBERS, rule.type
        number = serial(value) if isinstance(value, dt.date) else value
        if isinstance(number, str) or (rule.type == "whole" and number != int(number)):
            return False
        low, high = (self.bound(one, sheet) for one in (rule.formula1, rule.formula2))
        return bool(low <= number <= high)

    def holds(self, rule: DataValidation, sheet: str, at: str, value: Any) -> bool:
        """Whether the condition of a cell holds with the value in it, as an engine calculates it."""
        corner = str(rule.sqref).partition(":")[0]
        row, column = position(at)
        was = self.engine.get_value(sheet, row, column)
        self.engine.set_value(sheet, row, column, value)
        self.engine.set_formula(sheet, *position("ZZ1"), Translator(f"={rule.formula1}", corner).translate_formula(at))
        found = self.engine.evaluate_cell(sheet, *position("ZZ1"))
        self.engine.set_value(sheet, row, column, was)
        assert isinstance(found, bool), found
        return found

    def listed(self, source: str, sheet: str) -> list[Any]:
        """The entries of a drop-down list: words, or the cells in which they stand."""
        if source.startswith('"'):
            words = source.strip('"').split(",")
            return [*words, *(float(word) for word in words if word.isdigit())]
        name, _, area = source.rpartition("!")
        cells = self.book[name.strip("'").replace("''", "'") or sheet][area.replace("$", "")]
        return [cell.value for row in cells for cell in row] if isinstance(cells, tuple) else [cells.value]

    def bound(self, text: str, sheet: str) -> float:
        """A bound: a number, a name or a cell of the sheet, one day more or less, the least of several."""
        if text.startswith("MIN("):
            return min(self.bound(one, sheet) for one in text[4:-1].split(","))
        try:
            return float(text)
        except ValueError:
            plain, more = (text[:-2], int(text[-2:])) if text.endswith(("-1", "+1")) else (text, 0)
        if plain in self.book.defined_names:
            sheet, _, plain = self.book.defined_names[plain].attr_text.replace("'", "").rpartition("!")
        value = self.book[sheet][plain.replace("$", "")].value
        return (serial(value.date()) if isinstance(value, dt.datetime) else float(value)) + more
