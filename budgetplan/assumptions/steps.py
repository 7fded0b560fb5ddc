"""How a figure changes by date: one step for each day from which another value holds."""

from __future__ import annotations

import datetime as dt
from typing import Any, NamedTuple

from budgetplan.assumptions.figures import Figure, Provenance, Series
from budgetplan.errors import Place


class Step(NamedTuple):
    """From a day on (None is from always) a figure holds, written at a place."""

    day: dt.date | None
    figure: Any
    place: Place


def steady(given: Any, value: Any, place: Place) -> Step:
    """The one step of a figure that never changes: its value, with what is said of it."""
    figure = given.figure if isinstance(given, Series) else given
    found = figure.provenance if isinstance(figure, Provenance) else {}
    return Step(None, Figure(value=value, **found), place)
