"""XlsxWriter's package around our own cell bodies.

XlsxWriter writes styles, charts, validation, names, notes and print set-up; the cells of a sheet are our text. This
hooks into private methods, so XlsxWriter is pinned to 3.3.x and a test compares with its own calls.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from xlsxwriter.utility import xl_range
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from .bodies import Band, rows_text
from .jumps import Jump


class Sheet(Worksheet):  # type: ignore[misc]
    """A worksheet whose cells come from bands of rows."""

    our_bands: list[Band] | None = None
    our_values: Callable[[int, int], Any] | None = None
    our_jumps: Sequence[Jump] = ()

    def set_cells(self, bands: list[Band], values: Callable[[int, int], Any]) -> None:
        """Takes the cells; `values` gives the stored value at a row and column, for the caches of charts."""
        self.our_bands, self.our_values = bands, values
        last_column = max((s.column + s.values.shape[1] - 1 for b in bands for s in b.segments), default=0)
        self.dim_rowmin, self.dim_rowmax = (bands[0].first, bands[-1].last - 1) if bands else (0, 0)
        self.dim_colmin, self.dim_colmax = 0, last_column

    def _write_sheet_data(self) -> None:
        if self.our_bands is None:
            super()._write_sheet_data()
            return
        self.fh.write("<sheetData>")
        for text in sheet_text(self.our_bands):
            self.fh.write(text)
        self.fh.write("</sheetData>")

    def _write_hyperlinks(self) -> None:
        """Links of single cells, and those of rectangles, which XlsxWriter has no call for."""
        if not (self.hyperlinks or self.our_jumps):
            return
        self._xml_start_tag("hyperlinks")
        for row in sorted(self.hyperlinks):
            for column in sorted(self.hyperlinks[row]):
                self._write_hyperlink_internal(row, column, self.hyperlinks[row][column])
        for jump in self.our_jumps:
            where = xl_range(jump.first_row, jump.first_column, jump.last_row, jump.last_column)
            shown = [("tooltip", jump.tip)] if jump.tip else []
            self._xml_empty_tag("hyperlink", [("ref", where), ("location", jump.location), *shown])
        self._xml_end_tag("hyperlinks")

    def _get_range_data(self, row_start: int, col_start: int, row_end: int, col_end: int) -> Any:
        if self.our_values is None:
            return super()._get_range_data(row_start, col_start, row_end, col_end)
        return [self.our_values(r, c) for r in range(row_start, row_end + 1) for c in range(col_start, col_end + 1)]


class Book(Workbook):  # type: ignore[misc]
    """A workbook of such sheets."""

    worksheet_class = Sheet


def sheet_text(bands: Iterable[Band]) -> Iterable[str]:
    """The rows of all bands, in chunks of text."""
    for band in bands:
        yield from rows_text(band)
