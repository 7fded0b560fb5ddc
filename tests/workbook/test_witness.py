"""A workbook that is right agrees with both engines; one that was broken on purpose must not."""

from __future__ import annotations

import datetime as dt
import json
import re
import subprocess
import time
import zipfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from needs import needs_libreoffice
from openpyxl import Workbook, load_workbook

from budgetplan.errors import FileError, UsageError
from budgetplan.workbook import certificate, engines
from budgetplan.workbook.certificate import verify
from budgetplan.workbook.read import Book, read_workbook
from budgetplan.workbook.values import CellError, Value
from budgetplan.workbook.witness import (
    Difference,
    Live,
    compare,
    recalculate_formualizer,
    recalculate_libreoffice,
)

ROWS = 5
SUM_BY_HAND = 1_000.0 * 15  # 1000 + 2000 + ... + 5000


def write(path: Path, *, wrong: float = 0.0) -> Path:
    """A plan of five salaries that rise by 3 %, right to the cent but for `wrong`, which is added to Plan!B1."""
    book = xlsxwriter.Workbook(str(path))
    money, date = book.add_format({"num_format": "#,##0.00"}), book.add_format({"num_format": "yyyy-mm-dd"})
    inputs, plan = book.add_worksheet("Inputs"), book.add_worksheet("Plan")
    inputs.write_number("A1", 0.03)
    inputs.write_datetime("A2", dt.datetime(2026, 10, 1), date)
    book.define_name("cola", "=Inputs!$A$1")
    for row in range(1, ROWS + 1):
        salary = 1_000.0 * row
        inputs.write_number(f"B{row}", salary, money)
        raised = round(salary * 1.03, 2)
        plan.write_formula(f"B{row}", f"=ROUND(Inputs!B{row}*(1+cola),2)", money, raised + (wrong if row == 1 else 0))
        plan.write_formula(f"C{row}", f'=IF(Inputs!C{row}="",0,Inputs!C{row})', money, 0)
    plan.write_formula("B7", f"=SUM(B1:B{ROWS})", money, round(SUM_BY_HAND * 1.03, 2))
    plan.write_formula("B8", "=EOMONTH(Inputs!A2,0)+1", date, 46327)
    plan.write_formula("B9", '="FY"&YEAR(Inputs!A2)', None, "FY2026")
    plan.write_formula("B10", "=Inputs!A1/12", None, 0.0025)
    plan.write_formula("B11", "=B7>0", None, True)
    plan.write_formula("B12", '=""', None, "")
    book.close()
    return patched(path, '<c r="B12"><f>""</f>', '<c r="B12" t="str"><f>""</f>')  # XlsxWriter omits the kind of no text


def patched(path: Path, old: str, new: str) -> Path:
    """The workbook with a piece of the XML of its second sheet replaced, which must be there."""
    with zipfile.ZipFile(path) as file:
        entries = {name: file.read(name) for name in file.namelist()}
    sheet = entries["xl/worksheets/sheet2.xml"].decode()
    assert sheet.count(old) == 1, old
    entries["xl/worksheets/sheet2.xml"] = sheet.replace(old, new).encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in entries.items():
            file.writestr(name, content)
    return path


ENGINES = ("formualizer", "libreoffice")


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest) -> str:
    if request.param == "libreoffice":
        request.getfixturevalue("libreoffice")
    return str(request.param)


def recalculated(engine: str, path: Path) -> Book | dict[tuple[str, str], Value]:
    return recalculate_formualizer(path) if engine == "formualizer" else recalculate_libreoffice(path)


def differences(engine: str, path: Path) -> list[Difference]:
    return compare(read_workbook(path), recalculated(engine, path))


def test_a_workbook_that_is_right_agrees(engine: str, tmp_path: Path) -> None:
    assert differences(engine, write(tmp_path / "plan.xlsx")) == []


BROKEN: dict[str, tuple[Callable[[Path], object], str, str]] = {
    "a stored value wrong by a cent": (lambda path: write(path, wrong=0.01), "B1", "value"),
    "a formula changed": (
        lambda path: patched(write(path), "<f>Inputs!A1/12</f>", "<f>Inputs!A1/13</f>"),
        "B10",
        "value",
    ),
    "a rate wrong in its fifth figure": (
        lambda path: patched(write(path), "<v>0.0025</v>", "<v>0.0025001</v>"),
        "B10",
        "value",
    ),
    "a date wrong by a day": (lambda path: patched(write(path), "<v>46327</v>", "<v>46328</v>"), "B8", "value"),
    "NaN": (lambda path: patched(write(path), "<v>0.0025</v>", "<v>nan</v>"), "B10", "value"),
    "no stored value": (lambda path: patched(write(path), "<v>0.0025</v>", ""), "B10", "no stored value"),
    "an empty stored value": (lambda path: patched(write(path), "<v>0.0025</v>", "<v></v>"), "B10", "no stored value"),
    "another text": (lambda path: patched(write(path), "<v>FY2026</v>", "<v>FY2027</v>"), "B9", "value"),
    "a number stored as text": (
        lambda path: patched(
            write(path), '<c r="B10"><f>Inputs!A1/12</f>', '<c r="B10" t="str"><f>Inputs!A1/12</f>'
        ),
        "B10",
        "kind",
    ),
    "an error in the formula": (
        lambda path: patched(write(path), "<f>Inputs!A1/12</f>", "<f>Inputs!A1/0</f>"),
        "B10",
        "error",
    ),
    "an error stored": (
        lambda path: patched(
            write(path), '<c r="B10"><f>Inputs!A1/12</f><v>0.0025</v>', '<c r="B10" t="e"><f>1/0</f><v>#DIV/0!</v>'
        ),
        "B10",
        "error",
    ),
}  # fmt: skip


TOLD_QUICKLY = ("a stored value wrong by a cent", "an error in the formula")
"""Faults that LibreOffice is asked about each time: it takes seconds to start. The engine in this process has all."""


def slow_in_libreoffice(fault: str, engine: str) -> Any:
    slow = engine == "libreoffice" and fault not in TOLD_QUICKLY
    return pytest.param(fault, engine, marks=pytest.mark.slow if slow else ())


@pytest.mark.parametrize(
    ("fault", "engine"),
    [slow_in_libreoffice(fault, engine) for fault in BROKEN for engine in ENGINES],
    indirect=["engine"],
)
def test_a_workbook_broken_on_purpose_fails(fault: str, engine: str, tmp_path: Path) -> None:
    """The permanent proof that the engines recalculate: LibreOffice's usual profile would repeat the stored values."""
    break_it, address, reason = BROKEN[fault]
    path = tmp_path / "plan.xlsx"
    break_it(path)
    found = [(difference.address, difference.reason) for difference in differences(engine, path)]
    assert found == [(address, reason)]
    assert engine == "libreoffice" or not verify(path, [engine]).ok


def test_half_a_cent_passes_for_money_and_for_nothing_else(tmp_path: Path) -> None:
    path = write(tmp_path / "plan.xlsx", wrong=0.004)
    assert differences("formualizer", path) == []
    strict = compare(read_workbook(path), recalculate_formualizer(path), lambda sheet, address, cell: False)
    assert [difference.address for difference in strict] == ["B1"]


def test_what_is_not_recalculated_is_a_difference(tmp_path: Path) -> None:
    book = read_workbook(write(tmp_path / "plan.xlsx"))
    values = recalculate_formualizer(book.path)
    del values["Plan", "B9"]
    values["Plan", "B7"] = float("nan")
    values["Plan", "B11"] = 1.0
    found = {difference.address: difference.reason for difference in compare(book, values)}
    assert found == {"B7": "value", "B9": "not recalculated", "B11": "kind"}
    assert str(compare(book, values)[0]) == "Plan!B7: value: stored 15450.0, recalculated nan: =SUM(B1:B5)"


def test_what_ifs_in_the_workbook(tmp_path: Path) -> None:
    path = write(tmp_path / "plan.xlsx")
    live = Live(path)
    before = live.values()
    live.set("Inputs", "A1", 0.10)
    live.set("Inputs", "A2", dt.date(2027, 1, 1))
    live.set("Inputs", "B1", None)
    live.set("Inputs", "C2", 50.0)
    live.recalculate()
    after = live.values()
    assert [after["Plan", at] for at in ("B1", "B2", "C1", "C2", "B7", "B9")] == [
        0.0,
        2200.0,
        0.0,
        50.0,
        15_400.0,
        "FY2027",
    ]
    assert after["Plan", "B8"] == 46419.0
    changes = {("Inputs", "A1"): 0.10, ("Inputs", "A2"): dt.date(2027, 1, 1), ("Inputs", "B1"): None}
    assert recalculate_formualizer(path, {**changes, ("Inputs", "C2"): 50.0}) == after
    live.reset()
    live.recalculate()
    assert live.values() == before
    live.set("Inputs", "A1", "no number")
    live.recalculate()
    assert live.value("Plan", "B1") == "#VALUE!"
    assert isinstance(live.value("Plan", "B1"), CellError)
    live.reload()
    assert live.values() == before
    with pytest.raises(ValueError, match="is a formula"):
        live.set("Plan", "B1", 1.0)


@pytest.mark.slow
@needs_libreoffice
def test_libreoffice_leaves_no_trace_and_runs_beside_itself(tmp_path: Path) -> None:
    paths = [write(tmp_path / f"pl#n é {number}.xlsx") for number in range(2)]
    contents = [path.read_bytes() for path in paths]
    with ThreadPoolExecutor() as pool:
        books = list(pool.map(lambda path: recalculate_libreoffice(path, tmp_path), paths))
    assert [book.values()["Plan", "B7"] for book in books] == [15_450.0, 15_450.0]
    assert [path.read_bytes() for path in paths] == contents
    assert sorted(tmp_path.iterdir()) == sorted(paths)


@needs_libreoffice
def test_libreoffice_gets_no_more_than_its_time(tmp_path: Path) -> None:
    with pytest.raises(FileError, match=r"within 0 seconds"):
        recalculate_libreoffice(write(tmp_path / "plan.xlsx"), seconds=0.01)


def test_a_certificate_in_words_and_json(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engines, "LIBREOFFICE_PLACES", ())
    monkeypatch.setenv("PATH", "")
    proven = verify(write(tmp_path / "plan.xlsx"))
    assert proven.ok
    assert proven.lines() == [
        "plan.xlsx: PROVEN IN PART",
        "  formula cells                     16",
        "  without a stored value             0",
        "  cells with an error                0",
        "  recalculated by formualizer       16   all agree",
        "  !! NOT PROVEN BY LIBREOFFICE: it is not installed here; install it and verify again",
        f"  rules                             {len(certificate.RULES)}   0 findings",
    ]
    assert not verify(tmp_path / "plan.xlsx", ["libreoffice"]).ok  # nobody was heard
    with pytest.raises(FileError, match="not installed"):
        recalculate_libreoffice(tmp_path / "plan.xlsx")

    broken = verify(patched(tmp_path / "plan.xlsx", "<v>0.0025</v>", "<v>nan</v>"), ["formualizer"], shown=1)
    assert not broken.ok
    assert "Plan!B10: value: stored nan, recalculated 0.0025: =Inputs!A1/12" in "\n".join(broken.lines())
    as_json = json.loads(json.dumps(broken.as_dict(), allow_nan=False))
    assert as_json["engines"][0]["differences"][0]["stored"] == "nan"
    assert as_json["findings"][0]["rule"] == "error value"


def unstored(path: Path, count: int, stored: int = 0) -> Path:
    """A workbook of formulas without stored values, as openpyxl saves it, and some with."""
    write_formulas = Workbook()
    for row in range(1, count + 1):
        write_formulas.active[f"A{row}"] = f"=1+{row}"
    write_formulas.save(path)
    with zipfile.ZipFile(path) as file:
        entries = {name: file.read(name) for name in file.namelist()}
    sheet = entries["xl/worksheets/sheet1.xml"].decode()
    for row in range(1, stored + 1):
        sheet, found = re.subn(rf"(<f>1\+{row}</f>)<v ?(/>|></v>)", rf"\1<v>{1 + row}</v>", sheet)
        assert found == 1
    entries["xl/worksheets/sheet1.xml"] = sheet.encode()
    with zipfile.ZipFile(path, "w") as file:
        for name, content in entries.items():
            file.writestr(name, content)
    return path


@pytest.mark.parametrize("stored", [0, 1])
def test_a_workbook_of_a_program_that_does_not_calculate_is_told_in_one_sentence(tmp_path: Path, stored: int) -> None:
    found = verify(unstored(tmp_path / "plan.xlsx", 40, stored))
    assert not found.ok
    assert found.lines()[0] == f"plan.xlsx: NOT PROVEN, {certificate.UNCALCULATED}"
    assert "no stored value" not in "\n".join(found.lines())
    told = found.as_dict()
    assert told["remark"] == certificate.UNCALCULATED
    assert (told["without_value"], told["without_value_more"], told["engines"]) == ([], 40 - stored, [])
    assert not any(finding["rule"] == "no stored value" for finding in told["findings"])


def test_a_few_formulas_without_a_value_are_each_listed(tmp_path: Path) -> None:
    found = verify(unstored(tmp_path / "plan.xlsx", 40, 30), ["formualizer"])
    assert not found.ok
    assert found.as_dict()["remark"] == ""
    assert found.as_dict()["without_value"] == [f"Sheet!A{row}" for row in range(31, 41)]
    assert [d.reason for d in found.testimonies[0].differences] == ["no stored value"] * 10


def test_the_lists_of_the_json_are_no_longer_than_a_thousand(tmp_path: Path) -> None:
    told = verify(unstored(tmp_path / "plan.xlsx", 1500, 300), ["formualizer"]).as_dict()
    engine = told["engines"][0]
    assert (len(told["without_value"]), told["without_value_more"]) == (1000, 200)
    assert (len(engine["differences"]), engine["differences_more"], engine["differing"]) == (1000, 200, 1200)
    assert len(told["findings"]) == 1000
    assert told["findings_more"] >= 200


@pytest.mark.slow
@needs_libreoffice
def test_what_a_person_changed_and_libreoffice_saved_is_proven(tmp_path: Path) -> None:
    """Openpyxl stands for the person: it changes an input and forgets all values; LibreOffice saves them anew."""
    book = load_workbook(write(tmp_path / "plan.xlsx"))
    book["Inputs"]["A1"] = 0.05
    book.save(tmp_path / "changed.xlsx")
    assert not verify(tmp_path / "changed.xlsx").ok
    program = [
        str(engines.find_libreoffice()),
        f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}",
        "--headless",
    ]
    (tmp_path / "out").mkdir()
    convert = ["--convert-to", "xlsx", "--outdir", str(tmp_path / "out"), str(tmp_path / "changed.xlsx")]
    subprocess.run([*program, *convert], check=True, capture_output=True)
    saved = tmp_path / "out" / "changed.xlsx"
    found = verify(saved)
    assert [testimony.differences for testimony in found.testimonies] == [[], []]
    assert (found.without_value, found.uncalculated) == ([], False)
    assert read_workbook(saved).values()["Plan", "B7"] == 15_750.0


@needs_libreoffice
def test_libreoffice_leaves_no_temporary_files_when_it_is_stopped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    for name in ("TMPDIR", "TMP", "TEMP"):
        monkeypatch.setenv(name, str(scratch))
    monkeypatch.setattr("tempfile.tempdir", str(scratch))
    path = write(tmp_path / "plan.xlsx")

    def stop(*_: object, **__: object) -> None:
        time.sleep(1.5)
        raise KeyboardInterrupt

    monkeypatch.setattr(subprocess.Popen, "communicate", stop)
    with pytest.raises(KeyboardInterrupt):
        recalculate_libreoffice(path)
    assert list(scratch.iterdir()) == []


def test_unknown_engines_and_files(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="There is no engine 'excel'"):
        verify(tmp_path / "plan.xlsx", ["excel"])
    with pytest.raises(FileError, match="There is no file"):
        verify(tmp_path / "plan.xlsx")
