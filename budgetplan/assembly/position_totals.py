"""What each position comes to in a year, where positions that are alike stand in one row: stored, not calculated."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from ..assumptions.alike import HEADCOUNT
from ..assumptions.definitions import Definitions
from ..assumptions.load import Assumptions
from ..model.blocks import Array, Input
from ..model.graph import Model
from .parts import Parts
from .tables import Feed, add_table

TABLE = "position_totals"
STORED = {"stored_fte": "fte_of_year", "stored_wages": "wages_of_year", "stored_full_cost": "full_cost_of_year"}
"""What is stored, and of which column of Positions it is the part of one position."""


def add_position_totals(parts: Parts, plan: Assumptions, definitions: Definitions) -> None:
    """A row for each position, with the row in which it stands; what it comes to is stored when it is known."""
    if TABLE not in definitions.tables:
        return
    rows = plan.positions
    columns: dict[str, Any] = {
        "position": rows.ids,
        "title": rows.columns["title"],
        "unit": rows.columns["unit"],
        "heads": rows.columns[HEADCOUNT],
        "stands_in": [rows.ids[row] for row in plan.stands_in],
        "written_in": [str(rows.place(row)) for row in range(len(rows))],
        **{name: [0.0] * len(rows) for name in STORED},
    }
    add_table(parts, definitions, TABLE, Feed(list(rows.ids), columns, rows.place, entered=False))


def store(model: Model, values: dict[str, Array]) -> None:
    """Writes down what each position comes to in the base: its part of its row by headcount, in whole cents.

    A row's amounts are those of one, rounded to cents, times the headcount: the parts are exact.
    """
    if not model.rows.get(TABLE):
        return
    row_of = {name: row for row, name in enumerate(model.rows["positions"])}
    whose = np.array([row_of[str(name)] for name in values[f"{TABLE}.stands_in"][0, :, 0]], dtype=int)
    of_row, own = values[f"positions.{HEADCOUNT}"][0, :, 0][whose], values[f"{TABLE}.heads"][0, :, 0]
    part = np.divide(own, of_row, out=np.zeros(len(whose)), where=of_row > 0)
    for name, column in STORED.items():
        block = model.blocks[f"{TABLE}.{name}"]
        assert isinstance(block, Input)
        mine = values[f"positions.{column}"][0, :, 0][whose] * part
        mine = np.round(mine, 2) if block.unit == "$" else mine
        model.blocks[block.key] = replace(block, values=mine[:, None])
