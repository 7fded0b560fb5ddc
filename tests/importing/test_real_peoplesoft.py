"""A real PeopleSoft query in UTF-16 with tabs: departments, funds and accounts are made of its own words and codes."""

from __future__ import annotations

import shutil
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest
from needs import real_data

import budgetplan
from budgetplan.importing.city import import_city

QUERY = "albuquerque_fy16_peoplesoft_utf16.tsv"
MAPPING = """\
plan: {name: Operating budget, fiscal_year: 2017, fiscal_year_start: 7, as_of: 2016-01-31}
budget:
  file: albuquerque_fy16_peoplesoft_utf16.tsv
  unit: {column: DIVISION, make: true, under: ORGANIZATION}
  fund: {column: FUND, make: true, label: FUND_DESCRIPTION}
  account: {column: ACCOUNT, make: true, label: ACCOUNT_DESCRIPTION}
  label: [ACCOUNT_DESCRIPTION]
  amounts:
    - {column: TOTAL, fiscal_year: 2016, stage: adopted, lines: true}
  control_totals:
    - {label: all, column: TOTAL, amount: 1000125000.00, rows: 1636}
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("peoplesoft")
    shutil.copy(real_data(f"ledger/{QUERY}", proves="that a UTF-16 query of PeopleSoft is imported"), folder / QUERY)
    (folder / "mapping.yaml").write_text(MAPPING, encoding="utf-8")
    done = import_city(folder / "mapping.yaml", folder / "plan")
    assert (done.read["budget"].export.counts["in"], done.read["budget"].export.counts["used"]) == (1636, 1636)
    return folder


def test_the_sums_by_fund_are_those_of_the_query(made: Path) -> None:
    raw = pd.read_csv(made / QUERY, sep="\t", encoding="utf-16", dtype=str)
    raw["exact"] = [Decimal(text) for text in raw["TOTAL"]]
    assert round(sum(raw["exact"]), 2) == Decimal("1000125000.00")
    frame = budgetplan.load(made / "plan").calculate().budget
    posted = frame.groupby("fund").amount.sum().round(2).to_dict()
    assert posted == {fund: float(round(total, 2)) for fund, total in raw.groupby("FUND").exact.sum().items()}
    assert len(posted) > 20
