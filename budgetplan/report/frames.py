"""Postings as a table."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from ..formula.serial import day_of
from ..model.blocks import Line
from ..model.evaluate import Values
from ..model.graph import Model

COLUMNS = ["scenario", "fund", "unit", "account", "line", "position", "period", "amount"]


def postings(model: Model, values: Values, scenario: str) -> pd.DataFrame:
    """All posting lines, one row per row of the line and month; amounts are dollars, exact to the cent."""
    periods = np.array([np.datetime64(day_of(day)) for day in values["month"][0, 0]], dtype="datetime64[ns]")
    frames = []
    for block in model.blocks.values():
        if not isinstance(block, Line) or not block.posts:
            continue
        amounts = values[block.key][0]
        rows, months = amounts.shape
        ids = model.rows[block.table] if block.table else [block.name]
        frame: dict[str, Any] = {"scenario": scenario}
        for part in ("fund", "unit", "account"):
            frame[part] = np.repeat(values[f"{block.key}__{part}"][0, :, 0].astype(str), months)
        of_positions = block.table == "positions"
        frame["line"] = np.repeat([block.name] * rows if of_positions else ids, months)
        frame["position"] = np.repeat(ids if of_positions else [""] * rows, months)
        frame["period"] = np.tile(periods, rows)
        frame["amount"] = amounts.reshape(-1)
        frames.append(pd.DataFrame(frame))
    return pd.concat(frames, ignore_index=True)[COLUMNS] if frames else pd.DataFrame(columns=COLUMNS)
