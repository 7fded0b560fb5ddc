"""What a workbook stores of its own results, so that they stand beside what it shows later."""

from __future__ import annotations

from ..model.blocks import Array
from ..model.graph import Model
from . import as_built, position_totals, scenarios


def store(model: Model, values: dict[str, Array]) -> set[str]:
    """Writes results into the model, and gives the inputs that hold them: `values` are of all scenarios, one behind the
    other, the base first.
    """
    before = dict(model.blocks)
    as_built.store(model, values)
    scenarios.store(model, values)
    position_totals.store(model, values)
    return {key for key, block in model.blocks.items() if block is not before[key]}
