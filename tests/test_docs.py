"""Net 7: what the documentation says is what the program does."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import Any

import pytest
from needs import SMALL_PLAN

from budgetplan.cli import main

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
sys.path.insert(0, str(ROOT / "scripts"))

from document import PAGES  # noqa: E402


def transcript() -> list[Any]:
    """The commands of README's last console block, each with what it prints; test_first_hour.py plays the others.

    To check the example runs all of it, so that is for slow tests.
    """
    block = re.search(r"```console\n(.*?)```", README[README.index("## Your own plan") :], re.S)
    assert block, "README has no console block"
    parts = re.split(r"^\$ ", block[1], flags=re.M)[1:]
    pairs = [(part.partition("\n")[0], part.partition("\n")[2]) for part in parts]
    return [pytest.param(*pair, marks=pytest.mark.slow if " check " in pair[0] else ()) for pair in pairs]


def run(command: str) -> subprocess.CompletedProcess[str]:
    """A command of the README, run where the README stands."""
    words = shlex.split(command)
    assert words[0] == "budgetplan"
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    return subprocess.run(
        [sys.executable, "-m", *words], cwd=ROOT, env=environment, capture_output=True, encoding="utf-8", check=False
    )


@pytest.mark.parametrize(("command", "printed"), transcript())
def test_the_transcript_of_the_readme_is_what_the_program_prints(command: str, printed: str) -> None:
    done = run(command)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == printed.strip()


@pytest.mark.parametrize("page", PAGES)
def test_generated_pages_are_up_to_date(page: str) -> None:
    written = (ROOT / "docs" / page).read_text(encoding="utf-8")
    assert written == PAGES[page](), f"docs/{page} is old: run scripts/document.py and read the difference"


def test_every_command_is_in_the_readme() -> None:
    commands = re.search(r"Commands: (.*)\.", run("budgetplan nonsense").stderr)
    assert commands
    for name in commands[1].split(", "):
        assert f"| `budgetplan {name}" in README, f"README's table lacks {name}"


def test_links_of_the_documentation_lead_somewhere() -> None:
    for page in [ROOT / "README.md", *(ROOT / "docs").glob("*.md")]:
        for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name} links to {target}"


def test_the_first_commands_of_the_readme_are_the_scripts_that_exist() -> None:
    commands = re.findall(r"^python3 (\S+)", README, re.M)
    assert commands == ["scripts/build.py", "scripts/test.py"]
    assert all((ROOT / command).exists() for command in commands)


def test_the_recipe_for_a_line_in_one_file_works(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = (ROOT / "docs" / "contributing.md").read_text(encoding="utf-8")
    recipe = re.search(r"```yaml\n(.*?)```", page, re.S)
    assert recipe
    plan = tmp_path / "plan"
    shutil.copytree(SMALL_PLAN, plan, ignore=shutil.ignore_patterns(".budgetplan"))
    rates = "\nrates:\n  workers_comp_rate: 0.005\n  workers_comp_account: '24'\n"
    account = "accounts:\n  - {code: '24', label: Workers' compensation, category: Personal services}\n"
    (plan / "own.yaml").write_text("model:\n" + textwrap.indent(recipe[1], "  ") + rates + account, encoding="utf-8")
    code, said = main(["check", str(plan)]), capsys.readouterr()
    assert code == 0, said.out + said.err
    assert "18 budget rows" in said.out, "a row in each unit"
