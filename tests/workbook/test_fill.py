"""Net 4: a line is one formula. Its first cell, filled down and right as a person would, gives all its other cells.

The filling is openpyxl's, which shares nothing with our writer. A `$` that is missing or too much is invisible to
values as long as nobody fills a cell, and found here.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import numpy as np
from openpyxl import load_workbook
from openpyxl.formula.translate import Translator
from proof import Written

from budgetplan.model.blocks import Line


def not_filled(plan: Written, path: Path) -> tuple[int, list[str]]:
    """How many cells were compared, and those that the first cell of their line does not give."""
    book = load_workbook(path)
    compared, wrong = 0, []
    for line, cells in plan.lines:
        if not cells:
            continue
        sheet, first = cells[0]
        translator = Translator(book[sheet][first].value, first)
        for _, other in cells[1:]:
            compared += 1
            filled, found = translator.translate_formula(other), book[sheet][other].value
            if filled != found:
                wrong.append(f"{line.key}: {sheet}!{other} is {found}, and {first} filled there is {filled}")
    return compared, wrong


def test_the_first_cell_of_every_line_filled_right_and_down_gives_its_other_cells(small: Written) -> None:
    compared, wrong = not_filled(small, small.path)
    assert wrong == []
    by_hand = sum(int(np.prod(small.model.shape(line))) - 1 for line, _ in small.lines if line.key in small.homes)
    assert compared == by_hand > 4000


def test_lines_of_every_shape_are_among_those_that_were_filled(small: Written) -> None:
    shapes = Counter((line.table is not None, line.axis) for line, cells in small.lines if len(cells) > 1)
    assert {(True, "month"), (True, None), (False, "month"), (True, "category")} <= set(shapes)


def test_a_lock_that_is_lost_is_found_by_filling_though_no_value_changes(small: Written, tmp_path: Path) -> None:
    book = load_workbook(small.path)
    sheet, at = small.cell("positions.pension")
    formula = book[sheet][at].value
    assert "'Rates by Month'!K$" in formula, "pension reads its rate from a row that is locked"
    book[sheet][at].value = formula.replace("'Rates by Month'!K$", "'Rates by Month'!K")
    book.save(tmp_path / "lost.xlsx")
    _, wrong = not_filled(small, tmp_path / "lost.xlsx")
    rows, _ = small.model.shape(small.model.blocks["positions.pension"])
    assert len(wrong) == rows * 12 - 1, "the first cell lost its lock, so every other cell of the line differs from it"


def test_every_formula_in_the_file_belongs_to_a_line(small: Written) -> None:
    book = load_workbook(small.path)
    formulas = {
        (sheet.title, cell.coordinate)
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
    }
    assert formulas == {cell for line, cells in small.lines if isinstance(line, Line) for cell in cells}
