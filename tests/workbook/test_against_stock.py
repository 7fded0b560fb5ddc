"""Our cell bodies against XlsxWriter's own calls: the same cells come out, however they were written.

The bodies go through a private hook of XlsxWriter. If a new version of it changed the meaning of a style index or
wrote a cell twice, this is where it shows.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from needs import SMALL_PLAN
from openpyxl import load_workbook
from proof import Written, written

from budgetplan.workbook import write as write_module
from budgetplan.workbook.bodies import Band
from budgetplan.workbook.book import Book, Sheet
from budgetplan.workbook.places import filled


class StockSheet(Sheet):
    """A sheet that takes our bands and gives them to XlsxWriter's own calls, cell by cell."""

    book: Book

    def set_cells(self, bands: list[Band], values: Callable[[int, int], Any]) -> None:
        formats = {form.xf_index: form for form in self.book.formats if form.xf_index is not None}
        self.our_values = values
        for band in bands:
            for row in range(band.first, band.last):
                if height := band.heights.get(row):
                    self.set_row(row, height)
                for segment in band.segments:
                    down = row - segment.first_row
                    for step, value in enumerate(segment.values[down].tolist()):
                        leads = (
                            segment.quoted is not None
                            and str(value)[:1] in ("=", "+", "-", "@")
                            and len(str(value)) > 1
                        )
                        style = formats[segment.quoted if leads else segment.style]
                        self._one(row, segment.column + step, value, style, segment.template, (down, step))

    def _one(self, row: int, column: int, value: Any, style: Any, template: str | None, at: tuple[int, int]) -> None:
        if template is not None:
            self.write_formula(row, column, "=" + filled(template, *at), style, value)
        elif value == "" or value != value:
            self.write_blank(row, column, None, style)
        elif isinstance(value, str):
            self.write_string(row, column, value, style)
        else:
            self.write_number(row, column, value, style)


class StockBook(Book):
    """A workbook of such sheets."""

    worksheet_class = StockSheet

    def add_worksheet(self, name: str | None = None, worksheet_class: Any = None) -> Any:
        sheet = super().add_worksheet(name, worksheet_class)
        sheet.book = self
        return sheet


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> tuple[Written, Path]:
    folder = tmp_path_factory.mktemp("stock")
    ours = written(SMALL_PLAN, folder / "ours.xlsx")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(write_module, "Book", StockBook)
        stock = written(SMALL_PLAN, folder / "stock.xlsx")
    return ours, stock.path


def cells(path: Path, data_only: bool) -> dict[tuple[str, str], tuple[Any, ...]]:
    """What a reader sees of every cell: value or formula, and how it looks."""
    found = {}
    for sheet in load_workbook(path, data_only=data_only):
        for row in sheet.iter_rows():
            for cell in row:
                look = (cell.number_format, cell.font.b, cell.font.color and cell.font.color.rgb, cell.fill.fgColor.rgb)
                found[sheet.title, cell.coordinate] = (cell.value, cell.data_type, *look, cell.quotePrefix)
    return found


def test_the_other_file_really_was_written_by_xlsxwriter(both: tuple[Written, Path]) -> None:
    ours, stock = both
    assert b"inlineStr" in zipfile.ZipFile(ours.path).read("xl/worksheets/sheet1.xml")
    assert b"inlineStr" not in zipfile.ZipFile(stock).read("xl/worksheets/sheet1.xml")


def test_formulas_texts_and_looks_are_those_that_xlsxwriter_writes(both: tuple[Written, Path]) -> None:
    ours, stock = both
    expected, found = cells(stock, data_only=False), cells(ours.path, data_only=False)
    assert len(expected) > 10_000
    assert list(found) == list(expected)
    assert {at: (found[at], cell) for at, cell in expected.items() if found[at] != cell} == {}


def test_stored_values_are_those_that_xlsxwriter_stores_but_for_its_rounding(both: tuple[Written, Path]) -> None:
    ours, stock = both
    expected, found = cells(stock, data_only=True), cells(ours.path, data_only=True)
    formulas = {cell for _, line in ours.lines for cell in line}
    compared = 0
    for at in formulas:
        one, other = found[at][0], expected[at][0]
        if isinstance(one, float):
            assert other == pytest.approx(one, rel=1e-15), at  # XlsxWriter keeps 16 digits of up to 17
        else:
            assert one == other, at
        compared += 1
    assert compared > 5000


def test_our_stored_values_read_back_exactly(both: tuple[Written, Path]) -> None:
    ours, _ = both
    stored = load_workbook(ours.path, data_only=True)
    for cell, _, value in ours.expected(ours.result.values):
        if isinstance(value, float) and not isinstance(stored[cell[0]][cell[1]].value, int | float):
            continue  # a date, which openpyxl shows as one
        if isinstance(value, float):
            assert stored[cell[0]][cell[1]].value == value, cell


@pytest.mark.parametrize("part", ["xl/styles.xml", "xl/workbook.xml", "xl/charts/chart1.xml", "xl/charts/chart2.xml"])
def test_everything_around_the_cells_is_the_same(both: tuple[Written, Path], part: str) -> None:
    ours, stock = both
    assert zipfile.ZipFile(ours.path).read(part) == zipfile.ZipFile(stock).read(part)
