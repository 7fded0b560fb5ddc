"""How cells look: inputs blue on light yellow, formulas black, links green; number formats by unit of measure."""

from __future__ import annotations

from typing import Any

from .book import Book

FONT = "Calibri"
NAVY, BLUE, GREEN, GREY, RED = "#1F3864", "#0000FF", "#00703C", "#6B7280", "#C00000"
YELLOW, PALE, BAND = "#FFFBE6", "#F3F4F6", "#DCE6F1"

NUMBER_FORMATS = {  # `_)` and `_-` leave room at the right; the witness knows money by "#,##0.00" and "#,##0_)"
    "$": "#,##0.00_);[Red](#,##0.00);0.00_)",
    "whole": "#,##0_);[Red](#,##0);0_)",
    "tolerance": "#,##0.000_);[Red](#,##0.000)",
    "$/x": "#,#0.00##_);[Red](#,#0.00##)",
    "found $/x": '#,#0.00##_);[Red](#,#0.00##);"–"_)',  # where nothing has a price: not 0 dollars for one
    "share": "0.00%_);[Red](0.00%);0.00%_)",
    "entered share": "0.00##%_);[Red](0.00##%);0.00##%_)",
    "count": "#,##0.0##_);[Red](#,##0.0##)",
    "whole count": "#,##0_-;[Red](#,##0);0_-",
    "entered count": "[<1000]General;#,##0_-",  # whole as it is given; a fraction that somebody enters shows
    "FTE": "0.00_);[Red](0.00);0.00_)",
    "hours": "0.0_);[Red](0.0)",
    "days": "#,##0_-;[Red](#,##0)",
    "index": "0.0000_);[Red](0.0000)",
    "flag": "0_)",
    "year": "0",
    "ordinal": "0",
    "date": "yyyy-mm-dd;;",  # a day 0 is none
    "times": '[<0]"";[<1000]General;#,##0_-',  # a negative number of times is none
    "text": "@",
    "code": "@",
    "key": "General",
}
NONE_SHOWN = {  # of what is calculated: 0 is a dash, so that the other figures of a table stand out
    unit: f'{NUMBER_FORMATS[unit].rpartition(";")[0]};"–"{room}'
    for unit, room in {"$": "_)", "whole": "_)", "share": "_)", "whole count": "_-", "FTE": "_)"}.items()
}
CALCULATED = ("formula", "link", "total")
LOOKS: dict[str, dict[str, Any]] = {
    "input": {
        "font_color": BLUE,
        "bg_color": YELLOW,
        "border": 1,
        "border_color": "#E5E0C4",
        "valign": "top",
        "locked": False,
    },
    "formula": {"valign": "top"},
    "link": {"font_color": GREEN, "valign": "top"},
    "written": {"font_color": "#374151", "valign": "top"},
    "total": {"bold": True, "top": 1, "bg_color": PALE},
    "check": {"bold": True, "valign": "top", "align": "left", "shrink": True},
    "notice": {"font_color": GREY, "valign": "top", "align": "left", "indent": 1},
    "box": {"text_wrap": True, "valign": "top"},
    "narrative": {
        "text_wrap": True,
        "valign": "top",
        "bg_color": YELLOW,
        "border": 1,
        "border_color": "#E5E0C4",
        "locked": False,
    },
    "quiet": {"font_color": GREY, "valign": "top"},
    "card": {"bold": True, "font_size": 14, "font_color": NAVY},
    "ruler": {"bold": True, "align": "right", "bg_color": BAND, "font_color": NAVY},
    "category head": {
        "bold": True,
        "align": "right",
        "indent": 1,
        "valign": "vcenter",
        "text_wrap": True,
        "bg_color": NAVY,
        "font_color": "#FFFFFF",
    },
    "column head": {"bold": True, "align": "right", "bg_color": BAND, "font_color": NAVY},
}
TEXTS: dict[str, dict[str, Any]] = {
    "organization": {"font_color": GREY},
    "title": {"bold": True, "font_size": 18, "font_color": NAVY},
    "subtitle": {"font_color": "#374151"},
    "head": {"bold": True, "font_color": "#FFFFFF", "bg_color": NAVY, "text_wrap": True, "valign": "vcenter"},
    "head right": {
        "bold": True,
        "font_color": "#FFFFFF",
        "bg_color": NAVY,
        "text_wrap": True,
        "valign": "vcenter",
        "align": "right",
        "indent": 1,
    },
    "head apart": {
        "bold": True,
        "font_color": "#FFFFFF",
        "bg_color": NAVY,
        "text_wrap": True,
        "valign": "vcenter",
        "indent": 1,
    },
    "aside head": {"font_color": GREY, "bg_color": PALE, "text_wrap": True, "valign": "vcenter"},
    "aside head right": {
        "font_color": GREY,
        "bg_color": PALE,
        "text_wrap": True,
        "valign": "vcenter",
        "align": "right",
    },
    "unit head": {"italic": True, "font_color": GREY, "bg_color": BAND, "align": "right"},
    "aside unit": {"italic": True, "font_color": GREY, "bg_color": PALE, "align": "right"},
    "text": {"valign": "top"},
    "unit": {"valign": "top", "align": "left", "indent": 1, "font_color": GREY},
    "wrapped": {"text_wrap": True, "valign": "top"},
    "note": {"font_color": GREY, "valign": "top", "align": "left", "indent": 1},
    "fact": {"font_color": GREY, "valign": "top"},
    "wrapped note": {
        "font_color": GREY,
        "valign": "top",
        "align": "left",
        "indent": 1,
        "text_wrap": True,
    },
    "link": {"font_color": "#0563C1", "underline": 1, "valign": "top"},
    "section": {"bold": True, "font_color": NAVY},
    "total text": {"bold": True, "top": 1, "bg_color": PALE},
    "box": {"text_wrap": True, "valign": "top"},
    "narrative": {
        "text_wrap": True,
        "valign": "top",
        "bg_color": YELLOW,
        "border": 1,
        "border_color": "#E5E0C4",
        "locked": False,
    },
    "input text": {"font_color": BLUE, "bg_color": YELLOW, "border": 1, "border_color": "#E5E0C4"},
    "formula text": {},
    "link text": {"font_color": GREEN},
}


class Styles:
    """The cell formats of one workbook, each made once."""

    def __init__(self, book: Book):
        self.book, self.made = book, dict[tuple[object, ...], Any]()

    def cell(
        self,
        look: str,
        unit: str,
        ruler_month: bool = False,
        /,
        *,
        quoted: bool = False,
        apart: bool = False,
        wrapped: bool = False,
    ) -> Any:
        """The format of a block's cells: how they look, and the number format of their unit.

        Texts may stand `apart` from the figures left of them, and be `wrapped` where they are long.
        """
        key = (look, unit, ruler_month, quoted, apart, wrapped)
        if key not in self.made:
            form = {"font_name": FONT, "font_size": 10, **LOOKS[look]}
            formats = NUMBER_FORMATS | (NONE_SHOWN if look in CALCULATED else {})
            form["num_format"] = "mmm yyyy" if ruler_month else formats.get(unit, "General")
            if unit in ("text", "code") and look != "input":
                form["num_format"] = "General"
            if quoted:
                form["quote_prefix"] = True
            if apart:
                form |= {"align": "left", "indent": 1}
            if wrapped:
                form["text_wrap"] = True
            if unit == "key" and look != "written":
                form |= {"align": "left", "indent": 1}  # keys stand right of figures: leave room between
            self.made[key] = self.book.add_format(form)
        return self.made[key]

    def text(self, style: str, quoted: bool = False) -> Any:
        """The format of plain text; text that begins like a formula is marked as text (`quote_prefix`)."""
        key = (style, "plain text", quoted)
        if key not in self.made:
            form = {"font_name": FONT, "font_size": 10, **TEXTS[style]}
            if quoted:
                form["quote_prefix"] = True
            self.made[key] = self.book.add_format(form)
        return self.made[key]
