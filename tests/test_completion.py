"""What a shell is offered while somebody types, asked as the shells ask: through click's environment variables."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from commands import python
from needs import SMALL_PLAN

from budgetplan.cli import main
from budgetplan.cli.program import COMMANDS, COMPLETE

SCENARIOS = """
scenarios:
  - {id: low, label: Low, changes: {rates.cola: 0.01}}
  - {id: high, label: High}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a plan that has scenarios, one by the usual name, and a folder that is no plan."""
    for name in ("council", "assumptions"):
        shutil.copytree(SMALL_PLAN, tmp_path / name, ignore=shutil.ignore_patterns(".*"))
    (tmp_path / "council" / "scenarios.yaml").write_text(SCENARIOS, encoding="utf-8")
    (tmp_path / "letters" / "2028").mkdir(parents=True)
    return tmp_path


def offered(folder: Path, typed: str) -> list[str]:
    """What bash is offered behind the words typed; the last of them is the one that is being typed."""
    asked = {COMPLETE: "bash_complete", "COMP_WORDS": typed, "COMP_CWORD": str(len(typed.split(" ")) - 1)}
    done = python("-m", "budgetplan", folder=folder, **asked)
    assert (done.returncode, done.stderr) == (0, "")
    return [line.removeprefix("plain,") for line in done.stdout.splitlines() if line]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("budgetplan ", list(COMMANDS)),
        ("budgetplan c", ["check", "completion"]),
        ("budgetplan build --s", ["--scenario"]),
        ("budgetplan check ", ["assumptions", "council"]),
        ("budgetplan check cou", ["council"]),
        ("budgetplan check let", ["dir,let"]),
        ("budgetplan build -o ", ["dir,"]),
        ("budgetplan verify ", ["file,"]),
        ("budgetplan build council --scenario ", ["base", "low", "high"]),
        ("budgetplan build council --scenario h", ["high"]),
        ("budgetplan explain council wages --scenario l", ["low"]),
        ("budgetplan build --scenario ", ["base"]),
        ("budgetplan build nowhere --scenario ", ["base"]),
        ("budgetplan explain council CO-117", ["CO-117"]),
        ("budgetplan explain council bill", ["bill-postage"]),
        ("budgetplan explain bill", ["bill-postage"]),
        ("budgetplan explain cou", ["counter", "council"]),
        ("budgetplan explain council wages ", []),
        ("budgetplan init my-plan --template u", ["utility"]),
        ("budgetplan completion ", ["bash", "zsh", "fish"]),
    ],
)
def test_what_may_follow_is_offered(folder: Path, typed: str, words: list[str]) -> None:
    assert offered(folder, typed) == words


@pytest.mark.parametrize(
    "broken", ["scenarios: [\n", "scenarios: {low: 1}\n", "scenarios:\n  - {id: 7}\n  - low\n", "\x00"]
)
def test_a_plan_with_mistakes_offers_what_can_be_read(folder: Path, broken: str) -> None:
    (folder / "council" / "scenarios.yaml").write_text(broken, encoding="utf-8")
    assert offered(folder, "budgetplan build council --scenario ") == ["base"]


def test_an_unreadable_file_is_passed_over_quietly(folder: Path) -> None:
    (folder / "council" / "scenarios.yaml").write_bytes(b"scenarios: \xff\xfe")
    assert offered(folder, "budgetplan build council --scenario ") == ["base"]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_script_is_printed_and_its_shell_understands_it(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, shell: str
) -> None:
    assert main(["completion", shell]) == 0
    said = capsys.readouterr()
    assert (f"{COMPLETE}={shell}_complete" in said.out, said.err) == (True, "")
    if found := shutil.which(shell):
        (tmp_path / "script").write_text(said.out, encoding="utf-8", newline="\n")
        subprocess.run([found, "-n", str(tmp_path / "script")], check=True)
