"""Reading .xlsx files: what a file can say, and the files that are refused."""

from __future__ import annotations

import datetime as dt
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from hypothesis import example, given
from hypothesis import strategies as st

from budgetplan.errors import FileError
from budgetplan.workbook import package
from budgetplan.workbook.formula_text import Filler, pieces, position, relative, shifted, split_reference
from budgetplan.workbook.read import Name, read_workbook, serial

TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships"


def raw(
    path: Path, sheet: str, *, workbook: str = "", absolute: bool = False, types: str = TYPES, more: str = ""
) -> Path:
    """A workbook written by hand around the XML of one sheet."""
    target = "/xl/worksheets/sheet1.xml" if absolute else "worksheets/sheet1.xml"
    start = f'<Relationship Id="r" Type="{types}/officeDocument" Target="xl/workbook.xml"/>'
    first = f'<Relationship Id="rId1" Type="{types}/worksheet" Target="{target}"/>'
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("_rels/.rels", f"<Relationships>{start}</Relationships>")
        file.writestr(
            "xl/workbook.xml",
            workbook or '<workbook><sheets><sheet name="S" sheetId="1" d3p1:id="rId1"/></sheets></workbook>',
        )
        file.writestr("xl/_rels/workbook.xml.rels", f"<Relationships>{first}{more}</Relationships>")
        file.writestr("xl/worksheets/sheet1.xml", sheet)
    return path


def rows(body: str, prefix: str = "") -> str:
    return f"<{prefix}worksheet><{prefix}sheetData>{body}</{prefix}sheetData></{prefix}worksheet>"


def test_formulas_and_values_of_xlsxwriter(tmp_path: Path) -> None:
    path = tmp_path / "plan.xlsx"
    book = xlsxwriter.Workbook(str(path))
    inputs, second = book.add_worksheet("Inputs"), book.add_worksheet("Plan & more")
    money, date = book.add_format({"num_format": "$#,##0.00"}), book.add_format({"num_format": 14})
    inputs.write_number("A1", 0.1 + 0.2)
    inputs.write_string("A2", "text & <more>")
    inputs.write_boolean("A3", True)
    inputs.write_datetime("A4", dt.datetime(2026, 10, 1), date)
    inputs.write_formula("B1", "=A1*2", money, 0.6)
    inputs.write_formula("B2", '=A2&"x"', None, "text & <more>x")
    inputs.write_formula("B3", "=1/0", None, "#DIV/0!")
    inputs.write_formula("B4", "=A3", None, True)
    inputs.write_blank("C1", None, money)
    inputs.write_array_formula("D1:D1", "{=SUM(A1:A1)}", None, 0.3)
    second.hide()
    second.ignore_errors({"number_stored_as_text": "A1:B9 D4"})
    book.define_name("rate", "=Inputs!$A$1")
    book.define_name("'Plan & more'!local", "=Inputs!$A$2")
    book.close()

    found = read_workbook(path)

    cells = found.sheets["Inputs"].cells
    assert [cells[at].value for at in ("A1", "A2", "A3", "A4")] == [0.3, "text & <more>", True, 46296.0]
    assert (cells["B1"].formula, cells["B1"].value, found.format_of(cells["B1"])) == ("A1*2", 0.6, "$#,##0.00")
    assert (cells["B2"].value, cells["B2"].kind) == ("text & <more>x", "text")
    assert (cells["B3"].error, cells["B3"].value, cells["B3"].kind) == ("#DIV/0!", None, "error")
    assert (cells["B4"].value, cells["B4"].kind) == (True, "bool")
    assert cells["D1"].formula == "SUM(A1:A1)"
    assert "C1" not in cells
    assert found.format_of(cells["A4"]) == "mm-dd-yy"
    assert [(sheet.name, sheet.state) for sheet in found.sheets.values()] == [
        ("Inputs", "visible"),
        ("Plan & more", "hidden"),
    ]
    assert found.sheets["Plan & more"].text_areas == [(1, 1, 9, 2), (4, 4, 4, 4)]
    assert set(found.names) == {
        Name("rate", "Inputs!$A$1", None, False),
        Name("local", "Inputs!$A$2", "Plan & more", False),
    }
    assert not found.external_links
    assert not found.date1904
    assert sum(1 for _ in found.formula_cells) == 5


def test_a_file_of_openpyxl_has_formulas_without_values(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = "=1+1"
    book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    book.save(tmp_path / "plan.xlsx")
    found = read_workbook(tmp_path / "plan.xlsx")
    assert found.sheets["Sheet"].cells["A1"][:3] == ("1+1", None, None)
    assert found.date1904


def test_shared_formulas_are_filled(tmp_path: Path) -> None:
    sheet = rows(
        '<row r="1"><c r="B1"><f t="shared" ref="B1:C2" si="0">A1*$A$1+LOG10(A1)&amp;"A1"</f><v>1</v></c>'
        '<c r="C1"><f t="shared" si="0"/><v>2</v></c></row>'
        '<row r="2"><c r="B2"><f t="shared" si="0"/><v>3</v></c><c r="C2"><f t="shared" si="9"/><v>4</v></c></row>'
    )
    cells = read_workbook(raw(tmp_path / "a.xlsx", sheet)).sheets["S"].cells
    assert cells["C1"].formula == 'B1*$A$1+LOG10(B1)&"A1"'
    assert cells["B2"].formula == 'A2*$A$1+LOG10(A2)&"A1"'
    assert cells["C2"].formula == ""  # its text is nowhere in the file, and it is a formula cell all the same


@pytest.mark.parametrize(("prefix", "types", "absolute"), [("", TYPES, True), ("x:", STRICT, False)])
def test_strict_prefixed_and_absolute_files(tmp_path: Path, prefix: str, types: str, absolute: bool) -> None:
    body = (
        f'<{prefix}row r="3"><{prefix}c r="A3"><{prefix}v>1.5</{prefix}v></{prefix}c>'
        f'<{prefix}c r="B3" t="d"><{prefix}v>2026-10-01</{prefix}v></{prefix}c></{prefix}row>'
    )
    path = raw(tmp_path / "a.xlsx", rows(body, prefix), types=types, absolute=absolute)
    cells = read_workbook(path).sheets["S"].cells
    assert [cell.value for cell in cells.values()] == [1.5, 46296.0]


def test_inline_rich_and_escaped_texts_and_cells_without_addresses(tmp_path: Path) -> None:
    sheet = rows(
        '<row><c t="inlineStr"><is><r><t>a</t></r><r><t xml:space="preserve"> b</t></r><rPh><t>no</t></rPh></is></c>'
        '<c t="str"><f>""</f><v></v></c><c><v/></c></row>'
        '<row><c t="str"><v>x_x000D_y</v></c><c r="D2"><f>1</f><v>nan</v></c><c><f>1</f><v>oops</v></c></row>'
    )
    cells = read_workbook(raw(tmp_path / "a.xlsx", sheet)).sheets["S"].cells
    assert [cells[at].value for at in ("A1", "B1", "A2")] == ["a b", "", "x\ry"]
    assert cells["C1"].kind == "blank"
    assert str(cells["D2"].value) == "nan"
    assert (cells["E2"].kind, cells["E2"].error) == ("error", "unreadable number 'oops'")


def test_links_to_other_workbooks_are_seen(tmp_path: Path) -> None:
    more = f'<Relationship Id="rId2" Type="{TYPES}/externalLink" Target="externalLinks/externalLink1.xml"/>'
    assert read_workbook(raw(tmp_path / "a.xlsx", rows(""), more=more)).external_links


def entity(path: Path) -> None:
    raw(path, '<!DOCTYPE a [<!ENTITY a "aaaa">]>' + rows("<row><c><v>&a;</v></c></row>"))


def encrypted(path: Path) -> None:
    path.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600)


def truncated(path: Path) -> None:
    raw(path, rows('<row r="1">' + "".join(f'<c r="A{n}"><v>{n}</v></c>' for n in range(1, 2000)) + "</row>"))
    path.write_bytes(path.read_bytes()[:-900])


def without_workbook(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("word/document.xml", "<a/>")


REFUSED: list[tuple[str, Callable[[Path], object]]] = [
    ("There is no file", lambda path: None),
    ("cannot be read", lambda path: path.mkdir()),
    ("is not an .xlsx workbook", lambda path: path.write_text("a,b\n1,2\n")),
    ("is not an .xlsx workbook", lambda path: path.write_bytes(b"")),
    ("is not an .xlsx workbook", without_workbook),
    ("is not an .xlsx workbook", truncated),
    ("is encrypted or in the old .xls format", encrypted),
    ("declares a document type", entity),
    ("is not well-formed XML", lambda path: raw(path, "<worksheet><sheetData>")),
    ("unknown encoding", lambda path: raw(path, '<?xml version="1.0" encoding="UTF-9"?><worksheet/>')),
    ("has a cell at 'FOO'", lambda path: raw(path, rows('<row><c r="foo"><v>1</v></c></row>'))),
    ("shared text that does not exist", lambda path: raw(path, rows('<row><c t="s"><v>7</v></c></row>'))),
    ("cannot be read", lambda path: raw(path, rows('<row><c t="s"><v>seven</v></c></row>'))),
    ("no part", lambda path: raw(path, rows(""), more="").write_bytes(b"") or nowhere(path)),
]


def nowhere(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as file:
        file.writestr(
            "_rels/.rels", f'<R><Relationship Id="r" Type="{TYPES}/officeDocument" Target="../../etc/passwd"/></R>'
        )


@pytest.mark.parametrize(("sentence", "make"), REFUSED)
def test_bad_files_are_refused_in_a_sentence(tmp_path: Path, sentence: str, make: Callable[[Path], object]) -> None:
    path = tmp_path / "plan.xlsx"
    make(path)
    with pytest.raises(FileError, match=sentence):
        read_workbook(path)


def test_parts_without_measure_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = raw(tmp_path / "bomb.xlsx", rows("<row/>" * 100_000))
    monkeypatch.setattr(package, "PART_LIMIT", 100_000)
    with pytest.raises(FileError, match=r"a part .* of more than"):
        read_workbook(path)
    monkeypatch.setattr(package, "TOTAL_LIMIT", 100_000)
    with pytest.raises(FileError, match="unpacks to more than"):
        read_workbook(path)


def test_reading_200_000_cells_takes_about_a_second(tmp_path: Path) -> None:
    """Measured at 0.8 s; the bound is for a busy machine, and catches a reader that became several times slower."""
    body = "".join(
        f'<row r="{row}">'
        + "".join(f'<c r="{letter}{row}" s="0"><f>ROUND(A{row}*2,2)</f><v>{row}.5</v></c>' for letter in "BCDEFGHIJK")
        + "".join(f'<c r="{letter}{row}"><v>{row}</v></c>' for letter in "LMNOPQRSTU")
        + "</row>"
        for row in range(1, 10_001)
    )
    path = raw(tmp_path / "large.xlsx", rows(body))
    start = time.process_time()
    assert len(read_workbook(path).sheets["S"].cells) == 200_000
    assert time.process_time() - start < 4


def test_serials() -> None:
    assert serial(dt.date(2026, 10, 1)) == 46296.0
    assert serial(dt.datetime(2026, 10, 1, 12)) == 46296.5


@given(rows=st.integers(0, 40), columns=st.integers(0, 40))
@example(rows=0, columns=0)
def test_a_formula_filled_down_and_right_reads_as_every_other_way_of_filling(rows: int, columns: int) -> None:
    formula = "SUM($K12:O12)+Time!O$9*LOG10(O12)&\"A1%\"&'Q1 ''A1'!B2+tax_A1+Q1!$C:E*5%"
    text = Filler(formula, 12, 15).text_at(12 + rows, 15 + columns)
    assert text == shifted(formula, rows, columns)
    assert relative(text, 12 + rows, 15 + columns) == relative(formula, 12, 15)


def test_relative_form_and_filling() -> None:
    formula = "SUM($K12:O12)+Time!O$9*LOG10(O12)&\"A1\"&'Q1 ''A1'!B2+tax_A1+Q1!C:C"
    assert relative(formula, 12, 15) == (
        "SUM(R[0]C11:R[0]C[0])+Time!R9C[0]*LOG10(R[0]C[0])&\"A1\"&'Q1 ''A1'!R[-10]C[-13]+tax_A1+Q1!C[-12]:C[-12]"
    )
    assert shifted(formula, 1, 2) == "SUM($K13:Q13)+Time!Q$9*LOG10(Q13)&\"A1\"&'Q1 ''A1'!D3+tax_A1+Q1!E:E"
    assert shifted("A1+B2", -1, 0) == "#REF!+B1"


def test_pieces_of_a_formula() -> None:
    text = "IF(K3>=\"5 A1\",'My Sheet'!$A$1:B2*1.5E-3,#N/A)+Table1[[#All],[Q1]]+rate%"
    assert [(piece.kind, piece.text) for piece in pieces(text)] == [
        ("function", "IF"),
        ("sign", "("),
        ("ref", "K3"),
        ("sign", ">="),
        ("string", '"5 A1"'),
        ("sign", ","),
        ("ref", "'My Sheet'!$A$1:B2"),
        ("sign", "*"),
        ("number", "1.5E-3"),
        ("sign", ","),
        ("error", "#N/A"),
        ("sign", ")"),
        ("sign", "+"),
        ("table", "Table1[[#All],[Q1]]"),
        ("sign", "+"),
        ("name", "rate"),
        ("sign", "%"),
    ]
    assert position("XFD1048576") == (1_048_576, 16_384)
    assert split_reference("'It''s'!$A1:B$2") == ("It's", (1, False, 1, True), (2, True, 2, False))
