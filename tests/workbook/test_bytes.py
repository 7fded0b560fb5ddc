"""The same assumptions give the same bytes: in any folder, time zone and locale, and however Python hashes."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from needs import ROOT, SMALL_PLAN

from budgetplan.cli import main

SURROUNDINGS = {
    "here": {"TZ": "UTC", "LC_ALL": "C.UTF-8", "LANG": "C.UTF-8", "PYTHONHASHSEED": "0"},
    "elsewhere": {"TZ": "Asia/Kolkata", "LC_ALL": "de_DE.UTF-8", "LANG": "de_DE.UTF-8", "PYTHONHASHSEED": "12345"},
    "a far place, ümlauts": {"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "LANG": "tr_TR", "PYTHONHASHSEED": "random"},
}


def build(folder: Path, surroundings: dict[str, str]) -> bytes:
    """The workbook that a process of its own builds from a copy of our small plan in the folder."""
    shutil.copytree(SMALL_PLAN, folder / "plan", ignore=shutil.ignore_patterns(".*"))
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG", "PYTHON"))}
    process = subprocess.run(
        [sys.executable, "-m", "budgetplan", "build", str(folder / "plan"), "-o", str(folder / "out")],
        env={**kept, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1", **surroundings},
        cwd=folder,
        capture_output=True,
        timeout=120,
        check=False,
    )
    assert process.returncode == 0, process.stderr.decode("utf-8", "replace")
    return (folder / "out" / "operating_budget.xlsx").read_bytes()


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return build(tmp_path_factory.mktemp("here"), SURROUNDINGS["here"])


@pytest.mark.slow
@pytest.mark.parametrize("place", ["elsewhere", "a far place, ümlauts"])
def test_the_same_assumptions_give_the_same_bytes(here: bytes, tmp_path: Path, place: str) -> None:
    assert build(tmp_path / place, SURROUNDINGS[place]) == here


def test_no_part_of_the_workbook_names_this_machine(here: bytes, tmp_path: Path) -> None:
    file = tmp_path / "built.xlsx"
    file.write_bytes(here)
    shutil.unpack_archive(file, tmp_path / "parts", "zip")
    whole = b"".join(part.read_bytes() for part in (tmp_path / "parts").rglob("*") if part.is_file())
    assert len(whole) > 100_000
    for word in (str(ROOT), str(tmp_path.parent), "pytest", str(Path(sys.prefix))):
        assert word.encode() not in whole


def test_building_again_gives_the_same_bytes_and_another_figure_gives_others(here: bytes, tmp_path: Path) -> None:
    plan = shutil.copytree(SMALL_PLAN, tmp_path / "plan", ignore=shutil.ignore_patterns(".*"))
    assert main(["build", str(plan), "-o", str(tmp_path / "out")]) == 0
    book = tmp_path / "out" / "operating_budget.xlsx"
    assert book.read_bytes() == here, "in this process, which has built others"
    rates = plan / "rates.yaml"
    rates.write_text(rates.read_text(encoding="utf-8").replace("0.41", "0.42"), encoding="utf-8")
    assert main(["build", str(plan), "-o", str(tmp_path / "out")]) == 0
    assert book.read_bytes() != here
