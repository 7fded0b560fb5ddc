"""Each mistake that a plan can hold is a small file in bad/, with the exact sentences that a person reads."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import yaml

from budgetplan.assumptions import nodes
from budgetplan.errors import AssumptionError
from budgetplan.plan import load

BAD = Path(__file__).parent / "bad"
CASES = sorted(path.stem for path in BAD.glob("*.txt"))


def plan_folder(name: str, folder: Path) -> Path:
    """The bad file alone in a folder, or the folder where the mistake needs several files."""
    if (BAD / name).is_dir():
        return BAD / name
    shutil.copy(BAD / f"{name}.yaml", folder)
    return folder


@pytest.mark.parametrize("name", CASES)
def test_the_message_is_exactly_this(name: str, tmp_path: Path) -> None:
    with pytest.raises(AssumptionError) as caught:
        load(plan_folder(name, tmp_path)).calculate()
    assert str(caught.value) + "\n" == (BAD / f"{name}.txt").read_text(encoding="utf-8")


def test_every_bad_file_has_its_message() -> None:
    given = {path.stem for path in BAD.iterdir() if path.suffix != ".txt"}
    assert given == set(CASES)


@pytest.mark.parametrize("name", CASES)
def test_without_libyaml_the_same_mistakes_are_found(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The pure Python parser words syntax errors differently, so only the file of the first problem is compared."""
    monkeypatch.setattr(nodes, "LOADER", yaml.SafeLoader)
    with pytest.raises(AssumptionError) as caught:
        load(plan_folder(name, tmp_path)).calculate()
    expected = (BAD / f"{name}.txt").read_text(encoding="utf-8")
    assert str(caught.value).split(":")[0] == expected.split(":")[0]


def test_no_message_shows_the_machinery() -> None:
    """pydantic, its links and Python's types are nothing that a manager knows."""
    words = ("pydantic", "http", "Input should", "type=", "str type", "datetime", "NoneType", "Traceback")
    for name in CASES:
        text = (BAD / f"{name}.txt").read_text(encoding="utf-8")
        assert not [word for word in words if word in text], name
