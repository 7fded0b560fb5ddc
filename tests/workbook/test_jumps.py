"""From a figure to its words and back: the links between the sheets and Lines lead to the right cells."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.utils import range_boundaries
from proof import Written

from budgetplan.model.blocks import Line


def links(book: Path, number: int) -> list[tuple[str, str]]:
    """The rectangles of a sheet's part that lead somewhere, each with where."""
    with zipfile.ZipFile(book) as parts:
        text = parts.read(f"xl/worksheets/sheet{number}.xml").decode()
    return re.findall(r'<hyperlink ref="([A-Z0-9:]+)" location="([^"]+)"', text)


def test_every_line_leads_to_its_row_on_lines_and_back(small: Written) -> None:
    book = load_workbook(small.path)
    words, there, back = book["Lines"], set(), set()
    for number, sheet in enumerate(book, 1):
        for where, location in links(small.path, number):
            target, _, cell = location.rpartition("!")
            if target == "Lines" and cell != "A1":
                home = next(h for k, h in small.homes.items() if leads(small, k, sheet.title, where))
                there.add((home.sheet, home.row, home.column))
                found = [line for line in lines(small) if small.homes[line.key] == home]
                assert words[cell].value in {line.name for line in found}, (sheet.title, where)
            if sheet.title == "Lines" and where[0] == "H":
                back.add(location.replace("'", ""))
                assert words[where].value == target.strip("'"), where
    assert len(there) > 80
    homes = [small.homes[line.key] for line in lines(small) if line.key in small.homes]
    assert {f"{h.sheet}!{column(h.column)}{h.row + 1}" for h in homes} == back


def lines(small: Written) -> list[Line]:
    return [block for block in small.model.blocks.values() if isinstance(block, Line) and not block.support]


def column(index: int) -> str:
    letters = ""
    while index >= 0:
        letters, index = chr(65 + index % 26) + letters, index // 26 - 1
    return letters


def leads(small: Written, key: str, sheet: str, where: str) -> bool:
    """Whether a rectangle names this block: above its column, or left of its rows."""
    block, home = small.model.blocks[key], small.homes[key]
    if home.sheet != sheet or not isinstance(block, Line) or block.support:
        return False
    left, top, right, _ = range_boundaries(where)
    above = (top, left) == (home.row, home.column + 1)
    beside = top == home.row + 1 and right < home.column + 1 and block.axis is not None
    return above or beside
