"""What a workbook stores of its own results, so that they stand beside what it shows later."""

from __future__ import annotations

from ..model.blocks import Array
from ..model.graph import Model
from . import position_totals, scenarios

TABLES = (scenarios.TABLE, position_totals.TABLE)


def is_stored(model: Model) -> bool:
    """Whether a model has anything to store."""
    return any(model.rows.get(table) for table in TABLES)


def store(model: Model, values: dict[str, Array]) -> None:
    """Writes results into the model: `values` are of all scenarios, one behind the other, the base first."""
    scenarios.store(model, values)
    position_totals.store(model, values)
