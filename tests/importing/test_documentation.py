"""docs/import.md: its transcript is what is printed, its tables name every key, its city checks without a note."""

from __future__ import annotations

import json
import re
import shlex
import shutil
from pathlib import Path

import pytest
from commands import python
from needs import ROOT

from budgetplan.importing.city import import_city
from budgetplan.importing.find_schema import Find
from budgetplan.importing.schema import Budget, ControlTotal, Defaults, Figures, Hours, Jobs, LeftOut, Mapping, Roster

PAGE = (ROOT / "docs" / "import.md").read_text(encoding="utf-8")
GENERAL = {"effective", "review_by", "owner"}  # "and so on"


@pytest.mark.slow
def test_the_transcript_is_what_is_printed_and_the_plan_checks(tmp_path: Path) -> None:
    block = re.search(r"```console\n\$ python3 scripts/environment.py (.*)\n((?:.*\n)*?)```", PAGE)
    assert block
    shutil.copytree(ROOT / "docs" / "import", tmp_path / "docs" / "import")
    script, *words = shlex.split(block[1])
    done = python(str(ROOT / script), *words, folder=tmp_path)
    assert (done.returncode, done.stderr, done.stdout) == (0, "", block[2])
    checked = python("-m", "budgetplan", "check", "my-city", "--json", folder=tmp_path)
    assert checked.returncode == 0, checked.stderr
    assert [note["path"] for note in json.loads(checked.stdout)["notes"]] == ["rates.health_account"]


@pytest.mark.parametrize(
    "model", [Mapping, Roster, Budget, Jobs, Hours, Find, Figures, ControlTotal, LeftOut, Defaults]
)
def test_every_key_of_a_mapping_is_explained(model: type) -> None:
    keys = {field.alias or name for name, field in model.model_fields.items()} - GENERAL  # type: ignore[attr-defined]
    assert [key for key in sorted(keys) if f"`{key}" not in PAGE] == []


def test_the_plan_of_the_small_city_builds_and_its_workbook_is_proven(tmp_path: Path) -> None:
    import_city(ROOT / "docs" / "import" / "small-city.yaml", tmp_path / "plan")
    done = python("-m", "budgetplan", "build", "plan", "-o", "books", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "all proven by recalculation" in done.stdout
