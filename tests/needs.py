"""What some tests need and not every machine has. The one place where a test may be skipped, and always loudly.

A skipped test proves nothing, so the reason names what is missing and what is not proven without it; the end of the
test run repeats it (see conftest.py). In CI the tools must be there: their absence fails.

    from needs import needs_libreoffice, real_data

    @needs_libreoffice
    def test_whole_workbook_agrees(...): ...

    def test_division_ties_to_the_cent():
        roster = real_data("payroll", proves="that the salaries of a real division tie to the cent")
"""

import os
import shutil
from pathlib import Path
from typing import NoReturn

import pytest

NOT_PROVEN = "NOT PROVEN: "
"""How a loud skip begins: the summary at the end of the run looks for it."""

ROOT = Path(__file__).resolve().parent.parent

SMALL_PLAN = ROOT / "tests" / "plans" / "small"
"""Two units and a handful of positions: small enough to work by hand. The example that people see is assumptions/."""

LIBREOFFICE_PLACES = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.com",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.com",
)
"""Where its installers put it without telling PATH."""

needs_libreoffice = pytest.mark.usefixtures("libreoffice")
"""Marks a test, a class or (as `pytestmark`) a file that cannot run without LibreOffice."""


def in_ci() -> bool:
    """Whether this run decides what is accepted, so that nothing may be left out."""
    return os.environ.get("CI", "").lower() in {"true", "1"}


def not_proven(reason: str) -> NoReturn:
    """Skips the test, or the file that is being read, with a reason that the end of the run repeats."""
    pytest.skip(NOT_PROVEN + reason, allow_module_level=True)


def find_libreoffice() -> Path | None:
    """LibreOffice's program, or None."""
    on_path = shutil.which("soffice") or shutil.which("libreoffice")
    candidates = [on_path] if on_path else LIBREOFFICE_PLACES
    return next((Path(candidate) for candidate in candidates if Path(candidate).exists()), None)


def libreoffice() -> Path:
    """LibreOffice's program; without it a loud skip, and in CI a failure."""
    program = find_libreoffice()
    if program is None:
        reason = (
            "LibreOffice (soffice) is not installed, so no second engine has recalculated the whole workbooks. "
            "Install it (on Debian or Ubuntu: apt-get install libreoffice-calc) and run the tests again."
        )
        if in_ci():
            pytest.fail(reason, pytrace=False)
        not_proven(reason)
    return program


def real_data(name: str, proves: str = "what this test compares with real data") -> Path:
    """A file or folder of the real data, which is not part of the project; without it a loud skip.

    It is looked for in the folder that BUDGETPLAN_REAL_DATA names, else in shared/data beside the checkout. A
    variable that names no folder is a mistake, and fails.
    """
    named = os.environ.get("BUDGETPLAN_REAL_DATA")
    folder = Path(named) if named else ROOT.parent / "shared" / "data"
    if named and not folder.is_dir():
        pytest.fail(f"BUDGETPLAN_REAL_DATA names {named}, which is not a folder.", pytrace=False)
    path = folder / name
    if not path.exists():
        not_proven(
            f"{proves}. The real data ({name}) is not part of this project: put it into shared/data beside the "
            "checkout, or name its folder in BUDGETPLAN_REAL_DATA."
        )
    return path
