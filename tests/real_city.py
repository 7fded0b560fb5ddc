"""A whole city as a plan, imported as the example mapping says: the payroll roster of one real city (Memphis) joined to
the adopted budget of another (Boston), because neither publishes both. Its totals are each source's own; what a
department of the plan costs is no city's figure.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from needs import ROOT, real_data

from budgetplan.importing.city import Imported, import_city

EXPORTS = {"payroll": "memphis_city_employees_2025.csv", "ledger": "boston_fy24_adopted_operating_budget.csv"}
MAPPING = ROOT / "docs" / "import" / "city.yaml"


def exports(folder: Path, proves: str) -> list[Path]:
    """The two exports, copied side by side into a folder; skips loudly where there is no real data."""
    folder.mkdir(parents=True, exist_ok=True)
    return [Path(shutil.copy(real_data(f"{kind}/{name}", proves=proves), folder)) for kind, name in EXPORTS.items()]


def city_plan(folder: Path, proves: str, detail: str = "groups") -> tuple[Path, Imported]:
    """The plan folder that the import makes, at the detail that is asked for."""
    exports(folder / "exports", proves)
    done = import_city(MAPPING, folder / "plan", folder / "exports")
    head = folder / "plan" / "plan.yaml"
    head.write_text(head.read_text(encoding="utf-8").replace("detail: groups", f"detail: {detail}"), encoding="utf-8")
    return folder / "plan", done
