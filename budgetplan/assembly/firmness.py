"""How firm the entered figures are: one rule for the heads of sheets and for what `check` lists."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from ..errors import Place
from ..model.blocks import Block, Input, Provenance

NOT_FIRM = ("estimate", "projected", "quoted")


@dataclass(frozen=True)
class Stated:
    """A figure of which the plan says how firm it is."""

    name: str
    sheet: str
    place: Place
    provenance: Provenance

    @property
    def firm(self) -> bool:
        """Whether the figure is final."""
        return self.provenance.status not in NOT_FIRM


def with_status(blocks: Iterable[Block]) -> list[Stated]:
    """The entered figures with a stated status; what one line of the plan says counts once."""
    blocks = list(blocks)
    found: dict[Place, Stated] = {}
    ids = {block.table: block for block in blocks if isinstance(block, Input) and block.names_rows}
    for block in blocks:
        if isinstance(block, Input) and block.entered and block.kind == "number":
            for row, step in np.ndindex(*block.values.shape):
                place, told = block.place_of(row, step), block.provenance_of(row, step)
                own = block.table not in ids or place != ids[block.table].place_of(row, 0)  # else nobody wrote it
                if told.status and own:
                    name = block.path_of(row, step) if block.path_of else block.key.removesuffix("__base")
                    found[place] = Stated(name, block.sheet, place, told)
    return list(found.values())
