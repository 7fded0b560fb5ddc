"""A damaged plan is calculated, or refused in sentences with places: never a traceback, never a figure that is none."""

from __future__ import annotations

import math
import re
import shutil
from collections.abc import Iterable
from itertools import islice
from pathlib import Path

import pytest
from damaged_plans import BASES, EVERYTHING, KINDS, Damaged, damaged, write
from verdict import Verdict

from budgetplan import cli, plan
from budgetplan.assumptions import values
from budgetplan.assumptions.read import Document
from budgetplan.errors import Place

FAST_CASES = [(kind, count) for kind, count in zip(KINDS, (30, 20, 10), strict=True)]
SLOW_CASES = [(kind, count, base) for kind, count in zip(KINDS, (270, 270, 130), strict=True) for base in BASES]


def faults_of(plans: Iterable[Damaged], folder: Path, thorough: int = 1) -> list[str]:
    """What is wrong with what is said of damaged plans; one of `thorough` that can be read is calculated, too.

    Calculating takes ten times as long as reading, and most of what is wrong is found by reading.
    """
    found = []
    for number, (words, files) in enumerate(plans):
        verdict = Verdict(write(folder, files), thorough=number % thorough == 0)
        found += [f"{words}\n    {fault}" for fault in verdict.faults]
    return found


@pytest.mark.parametrize("base", BASES)
def test_the_plan_itself_is_right(base: str, tmp_path: Path) -> None:
    """Or nothing would be proven of what is damaged; as it is written, and as the damaged copies are."""
    for files in (BASES[base].files, BASES[base].rewritten):
        verdict = Verdict(write(tmp_path / "plan", files))
        assert verdict.calculated
        assert not verdict.faults + verdict.said


@pytest.mark.parametrize(("kind", "count"), FAST_CASES)
def test_a_mutated_plan_never_gives_a_traceback(kind: str, count: int, tmp_path: Path) -> None:
    assert faults_of(damaged(kind, 1, count, EVERYTHING), tmp_path / "plan", thorough=2) == []


@pytest.mark.slow
@pytest.mark.parametrize(("kind", "count", "base"), SLOW_CASES)
def test_thousands_of_mutated_plans_never_give_a_traceback(kind: str, count: int, base: str, tmp_path: Path) -> None:
    assert faults_of(damaged(kind, 11, count, BASES[base]), tmp_path / "plan", thorough=3) == []


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A plan and what was built of it while it was right; what happens to them happens to copies."""
    place = tmp_path_factory.mktemp("right")
    folder = write(place / "plan", EVERYTHING.files)
    assert cli.main(["build", str(folder), "-o", str(place / "out")]) == 0
    return place


def commanded(
    tmp_path: Path, built: Path, kind: str, seed: int, count: int, capsys: pytest.CaptureFixture[str]
) -> dict[int, int]:
    """Checks and builds damaged plans by command; gives how often each exit code came."""
    folder, out = (Path(shutil.copytree(built / name, tmp_path / name)) for name in ("plan", "out"))
    book = out / "operating_budget.xlsx"
    codes: dict[int, int] = {}
    for words, files in damaged(kind, seed, count):
        write(folder, files)
        checked = cli.main(["check", str(folder)])
        said = capsys.readouterr()
        before = book.read_bytes()
        built = cli.main(["build", str(folder), "-o", str(out)])
        said_then = capsys.readouterr()
        codes[built] = codes.get(built, 0) + 1
        assert {checked, built} <= {0, 1, 2, 3}, words
        assert "Traceback" not in said.out + said.err + said_then.out + said_then.err, words
        wrote = re.search(r"formula cells, (all|NOT) proven", said_then.out)
        assert (wrote is not None) >= (built == 0), words
        assert not wrote or wrote[1] == "all", f"{words}: {said_then.out}"
        if not wrote:
            assert book.read_bytes() == before, words
            assert [one.name for one in out.iterdir()] == [book.name], words
    return codes


@pytest.mark.parametrize("kind", [*KINDS][:1])
def test_commands_over_damaged_plans_harm_no_workbook(
    kind: str, built: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    codes = commanded(tmp_path, built, kind, 21, 4, capsys)
    assert codes.get(1)


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_commands_over_many_damaged_plans_harm_no_workbook(
    kind: str, built: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    commanded(tmp_path, built, kind, 22, 66, capsys)


def _in_python(raw: object) -> str:
    return f"{raw!r} is of {type(raw)}"


FAULTS = {
    "a traceback": ([(values, "LARGEST", None)], "is '0.5'", "Traceback"),
    "words of Python": ([(values, "_not_a_number", _in_python)], "is 'nonsense'", "says"),
    "figures that are none": (
        [(values, "LARGEST", math.inf), (plan, "_raise_for", lambda *found: None)],
        "1e308",
        "nan",
    ),
    "places that are none": ([(Document, "place", lambda *at: Place("elsewhere.yaml", 1, 1))], "is '[1]'", "no file"),
}


@pytest.mark.parametrize("what", FAULTS)
def test_the_net_can_fail(what: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A deliberate fault is caught by a few damaged plans of the right kind."""
    replaced, damage, sign = FAULTS[what]
    for where, name, fault in replaced:
        monkeypatch.setattr(where, name, fault)
    plans = islice((one for one in damaged("wrong values", 1, 100_000) if damage in one[0]), 40)
    assert any(sign in one for each in plans for one in faults_of([each], tmp_path / "plan"))
