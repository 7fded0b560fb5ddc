"""A workbook that is broken on purpose must fail, in each engine. Without this, all green may mean that nobody looked.

LibreOffice's usual profile does not recalculate such files and would find nothing: its own test is here for good.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from openpyxl.formula.translate import Translator
from proof import Written

from budgetplan.workbook.certificate import verify
from budgetplan.workbook.engines import recalculate_formualizer, recalculate_libreoffice
from budgetplan.workbook.read import read_workbook
from budgetplan.workbook.witness import Difference, compare

Recalculate = Callable[[Path], Any]
ENGINE: Mapping[str, Recalculate] = {
    "formualizer": recalculate_formualizer,
    "libreoffice": lambda path: recalculate_libreoffice(path, path.parent),
}


@pytest.fixture(params=["formualizer", pytest.param("libreoffice", marks=pytest.mark.slow)])
def engine(request: pytest.FixtureRequest) -> str:
    """Each engine by its name; without LibreOffice a loud skip."""
    if request.param == "libreoffice":
        request.getfixturevalue("libreoffice")
    return str(request.param)


def broken(source: Path, target: Path, sheet: str, changes: Mapping[str, Callable[[str], str]]) -> Path:
    """A copy of a workbook in which the XML of some cells of a sheet is another one."""
    number = list(read_workbook(source).sheets).index(sheet) + 1
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            content = old.read(part)
            if part == f"xl/worksheets/sheet{number}.xml":
                text = content.decode()
                for at, change in changes.items():
                    cell = re.search(rf'<c r="{at}"[ >].*?</c>', text)
                    assert cell, f"there is no {sheet}!{at}"
                    other = change(cell[0])
                    assert other != cell[0], f"{sheet}!{at} was not changed: {other}"
                    text = text[: cell.start()] + other + text[cell.end() :]
                content = text.encode()
            new.writestr(part, content)
    return target


def formula_to(formula: str) -> Callable[[str], str]:
    """A change that gives a cell another formula and leaves its stored value."""
    return lambda cell: re.sub(r"<f>.*?</f>", lambda _: f"<f>{formula}</f>", cell)


def differences(path: Path, engine: str) -> list[Difference]:
    """What the engine finds."""
    return compare(read_workbook(path), ENGINE[engine](path))


def test_the_workbook_that_is_broken_here_is_whole_to_begin_with(small: Written, engine: str) -> None:
    assert differences(small.path, engine) == []


@pytest.mark.parametrize("cents", [0.01, -0.01, 0.0051])
def test_one_stored_value_that_is_off_by_a_cent_is_found(
    small: Written, tmp_path: Path, engine: str, cents: float
) -> None:
    sheet, at = small.cell("positions.wages", 4, 7)
    value = float(small.result.values["positions.wages"][0, 4, 7])
    off = {at: lambda cell: cell.replace(f"<v>{value!r}</v>", f"<v>{value + cents!r}</v>")}
    found = differences(broken(small.path, tmp_path / "cent.xlsx", sheet, off), engine)
    assert [(one.sheet, one.address) for one in found] == [(sheet, at)], "that cell and no other: values are not read"


def test_a_lock_that_was_lost_before_filling_is_found(small: Written, tmp_path: Path, engine: str) -> None:
    """The rate of each row would be read one row further down: only the first row has its own."""
    line, cells = next(entry for entry in small.lines if entry[0].key == "positions.pension")
    sheet, first = cells[0]
    formula = "=" + str(read_workbook(small.path).sheets[sheet].cells[first].formula)
    unlocked = Translator(re.sub(r"('Rates by Month'![A-Z]+)\$", r"\1", formula), first)
    changes = {at: formula_to(unlocked.translate_formula(at)[1:]) for _, at in cells[1:]}
    found = differences(broken(small.path, tmp_path / "lock.xlsx", sheet, changes), engine)
    assert len(found) > 100
    assert (sheet, cells[12][1]) in {(one.sheet, one.address) for one in found}, f"{line.key} of the second row"


def test_a_lock_lost_in_one_cell_changes_no_value_and_is_found_by_the_rules(small: Written, tmp_path: Path) -> None:
    sheet, at = small.cell("positions.pension", 3, 5)
    unlock = {at: lambda cell: re.sub(r"(Rates by Month'![A-Z]+)\$", r"\1", cell)}
    path = broken(small.path, tmp_path / "one.xlsx", sheet, unlock)
    assert differences(path, "formualizer") == []
    certificate = verify(path, engines=("formualizer",))
    assert not certificate.ok
    assert any(at in str(finding) for finding in certificate.findings), certificate.lines()


def test_a_formula_that_was_replaced_is_found_with_all_that_follows(
    small: Written, tmp_path: Path, engine: str
) -> None:
    sheet, at = small.cell("positions.wages", 0, 2)
    path = broken(small.path, tmp_path / "formula.xlsx", sheet, {at: formula_to("1234.5+6789")})
    found = {(one.sheet, one.address) for one in differences(path, engine)}
    after = {small.cell("positions.full_cost", 0, 2), small.cell("total_request"), small.cell("posted_by_month", 0, 2)}
    assert found >= {(sheet, at), *after}
    assert {one[0] for one in found} >= {"Position Costs", "Monthly", "Budget", "Summary"}


@pytest.mark.parametrize("formula", ["1/0", "NA()", "NOT_A_NAME+1"])
def test_a_formula_that_ends_in_an_error_is_found(small: Written, tmp_path: Path, engine: str, formula: str) -> None:
    sheet, at = small.cell("positions.medicare", 1, 1)
    found = differences(broken(small.path, tmp_path / "error.xlsx", sheet, {at: formula_to(formula)}), engine)
    assert (sheet, at, "error") in {(one.sheet, one.address, one.reason) for one in found}


def test_a_formula_without_a_stored_value_is_found(small: Written, tmp_path: Path) -> None:
    sheet, at = small.cell("positions.health", 2, 3)
    path = broken(small.path, tmp_path / "v.xlsx", sheet, {at: lambda cell: re.sub("<v>.*?</v>", "", cell)})
    certificate = verify(path, engines=("formualizer",))
    assert certificate.without_value == [f"{sheet}!{at}"]
    assert not certificate.ok


@pytest.mark.parametrize("stored", ["NaN", "1e999"])
def test_a_stored_value_that_is_no_number_never_passes(small: Written, tmp_path: Path, stored: str) -> None:
    sheet, at = small.cell("positions.health", 2, 3)
    change = {at: lambda cell: re.sub("<v>.*?</v>", f"<v>{stored}</v>", cell)}
    assert not verify(broken(small.path, tmp_path / "nan.xlsx", sheet, change), engines=("formualizer",)).ok


def test_the_certificate_says_what_is_broken(small: Written, tmp_path: Path) -> None:
    sheet, at = small.cell("positions.wages", 4, 7)
    path = broken(small.path, tmp_path / "told.xlsx", sheet, {at: lambda c: re.sub("<v>.*?</v>", "<v>1</v>", c)})
    certificate = verify(path, engines=("formualizer",))
    assert not certificate.ok
    assert f"{sheet}!{at}" in "\n".join(certificate.lines())
    assert verify(small.path, engines=("formualizer",)).testimonies[0].ok
