"""For the benchmark: the same rows of positions written in our way, by XlsxWriter's own calls, and as text alone."""

import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import xlsxwriter

from budgetplan.workbook.bodies import Segment, bands, rows_text
from budgetplan.workbook.book import Book
from budgetplan.workbook.places import MARK, filled, moving_column, moving_row
from budgetplan.workbook.write import Stored

OURS, CALLS, LEAST = "budgetplan", "XlsxWriter's own calls", "compressing the finished text only"
MONTHS = 12
ATTRIBUTES = 8
FIRST_ROW, FIRST_MONTH = 7, 10
TEMPLATE = (
    "ROUND($F" + moving_row(FIRST_ROW) + "/12*'Rates by Month'!" + moving_column(FIRST_MONTH)
    + "$9*$G" + moving_row(FIRST_ROW) + "*NETWORKDAYS('Position Steps'!" + moving_column(FIRST_MONTH)
    + moving_row(FIRST_ROW) + ",Time!" + moving_column(FIRST_MONTH) + "$10),2)"
)  # fmt: skip
DEFLATE_LEVEL = 6  # zlib's own default, which XlsxWriter takes
assert MARK.search(TEMPLATE)


def ways_of_writing(rows: int) -> dict[str, Callable[[Path], None]]:
    """Each way by its name, to write so many rows to a path. What the others need beforehand is made here."""
    attributes, values = cells(rows)
    texts, xml = formulas(rows), sheet_xml(attributes, values)
    return {
        OURS: lambda path: by_budgetplan(path, attributes, values),
        CALLS: lambda path: by_xlsxwriter(path, attributes, values, texts),
        LEAST: lambda path: by_compressing(path, xml),
    }


def cells(rows: int) -> tuple[np.ndarray, np.ndarray]:
    """Attributes (rows, 8) and values of the formulas (rows, 12): numbers of all lengths, as a budget has them."""
    chance = np.random.default_rng(7)
    attributes = np.round(chance.uniform(30_000, 120_000, (rows, ATTRIBUTES)), 2)
    return attributes, np.round(chance.uniform(2_000, 9_000, (rows, MONTHS)), 2)


def by_budgetplan(path: Path, attributes: np.ndarray, values: np.ndarray) -> None:
    """As budgetplan writes: the text of the cells is its own, and all around it XlsxWriter's."""
    book = Book(str(path))
    sheet = book.add_worksheet("Position Costs")
    plain, money = style_indexes(book)
    first = Segment(0, attributes, plain, None, FIRST_ROW)
    months = Segment(FIRST_MONTH, values, money, TEMPLATE, FIRST_ROW)
    found = bands([(len(attributes), first), (len(values), months)])
    sheet.set_cells(found, Stored(found))
    book.close()


def style_indexes(book: Book) -> tuple[int, int]:
    """Two cell formats of a workbook."""
    plain, money = book.add_format({"font_size": 10}), book.add_format({"num_format": "#,##0.00"})
    return plain._get_xf_index(), money._get_xf_index()


def by_xlsxwriter(path: Path, attributes: np.ndarray, values: np.ndarray, texts: list[list[str]]) -> None:
    """XlsxWriter's write_number and write_formula. The texts of the formulas are made before the clock starts."""
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("Position Costs")
    plain, money = book.add_format({"font_size": 10}), book.add_format({"num_format": "#,##0.00"})
    numbers, stored = attributes.tolist(), values.tolist()
    for row in range(len(numbers)):
        at = row + FIRST_ROW
        for column, number in enumerate(numbers[row]):
            sheet.write_number(at, column, number, plain)
        for month in range(MONTHS):
            sheet.write_formula(at, FIRST_MONTH + month, texts[row][month], money, stored[row][month])
    book.close()


def formulas(rows: int) -> list[list[str]]:
    """The Excel text of each formula."""
    return [["=" + filled(TEMPLATE, row, month) for month in range(MONTHS)] for row in range(rows)]


def by_compressing(path: Path, xml: bytes) -> None:
    """The limit: the finished text of the sheet goes into a zip, and nothing else is done."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=DEFLATE_LEVEL) as package:
        package.writestr("xl/worksheets/sheet1.xml", xml)


def sheet_xml(attributes: np.ndarray, values: np.ndarray) -> bytes:
    """The text of the sheet's rows."""
    first, months = Segment(0, attributes, 1, None, FIRST_ROW), Segment(FIRST_MONTH, values, 2, TEMPLATE, FIRST_ROW)
    found = bands([(len(values), first), (len(values), months)])
    return "".join(text for band in found for text in rows_text(band)).encode()
