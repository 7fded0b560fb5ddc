"""What all posting lines come to when a workbook is built: while no input has changed, they must still come to it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from ..model.blocks import Array, Input
from ..model.graph import Model
from .parts import Parts, written

NAME, STORED = "built_posted", "postings_total"


def add_as_built(parts: Parts) -> None:
    """The cell in which the total is stored when it is known."""
    label = "All posting lines, as built"
    parts.add(written(NAME, [0.0], None, "$", label=label, sheet="Rates"))


def store(model: Model, values: dict[str, Array]) -> None:
    """Writes down what the base comes to, to the cent."""
    block = model.blocks[NAME]
    assert isinstance(block, Input)
    model.blocks[NAME] = replace(block, values=np.round(values[STORED][0], 2))
