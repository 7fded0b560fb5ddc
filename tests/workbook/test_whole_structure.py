"""The whole structure of a public operating budget in a plan of six people, in cash: proven, and changed at random."""

from __future__ import annotations

from pathlib import Path

import pytest
from needs import needs_libreoffice
from playing import disagreements, make
from proof import Written, written
from structure_plan import structure_plan

from budgetplan.plan import load
from budgetplan.workbook.certificate import verify


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Written:
    folder = tmp_path_factory.mktemp("structure")
    return written(structure_plan(folder / "plan"), folder / "operating_budget.xlsx")


def test_all_of_its_checks_pass(tmp_path: Path) -> None:
    result = load(structure_plan(tmp_path / "plan")).calculate()
    assert [check.name for check in result.checks() if not check.passed] == []
    assert len(result.checks()) > 70


@pytest.mark.slow
def test_40_whatifs_agree_in_every_cell(whole: Written) -> None:
    assert list(disagreements(whole, make(whole, 40, seed=2028))) == []


@pytest.mark.slow
@needs_libreoffice
def test_it_is_proven_in_both_engines(tmp_path: Path) -> None:
    saved, _ = load(structure_plan(tmp_path / "plan")).calculate().save(tmp_path)
    certificate = verify(saved.path)
    assert certificate.ok, certificate.lines()
    assert {"formualizer", "LibreOffice"} <= set(" ".join(certificate.lines()).split())
