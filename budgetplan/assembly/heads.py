"""Live cells in the heads of sheets: the master check on each, and above months and years their names."""

from __future__ import annotations

import re
from typing import Any

from ..model.axis import axes_of_sheets
from ..model.blocks import Line, Slot
from .firmness import with_status
from .parts import Parts, calculated, written

HEADED = ("year", "past", "later", "bridge", "outlook")  # axes whose steps are named above columns of tables
RULERS: tuple[Slot, ...] = ("ruler", "second ruler")

SUMMARY = (
    ("summary__unit", "=unit", "text", "units", "Unit"),
    ("summary__label", "=label", "text", "units", "Unit"),
    ("summary__request", "=total_request", "$", None, "Total request"),
    ("summary__total", "=total_request", "$", None, "Total request"),
    ("summary__fte", "=total_fte", "FTE", None, "FTE"),
)
COMPARED = (
    ("summary__change", "=total_change", "$", None, "Change of the request"),
    ("summary__change_share", "=total_change_share", "share", None, "Change of the request"),
    ("summary__unit_change", "=total_change", "$", None, "Change of the request"),
    ("summary__unit_change_share", "=total_change_share", "share", None, "Change of the request"),
)


def add_estimates(parts: Parts) -> None:
    """A sentence for the heads: how many of the entered figures with a stated status are not firm yet."""
    stated = with_status(parts.blocks)
    open_ = sum(not figure.firm for figure in stated)
    told = f"Not final: {open_:,} of {len(stated):,} figures with a status; see Sources."
    told = told if stated else "No figure of the plan has a status."
    parts.add(written("estimates_notice", [told], None, sheet="Rates", label="Notice of estimates"))
    counts = (("counted_not_final", open_, "not final"), ("counted_with_status", len(stated), "with a status"))
    for name, count, what in counts:
        parts.add(written(name, [count], None, "count", sheet="Rates", label=f"Figures {what}, as heads count them"))


def add_heads(parts: Parts) -> None:
    """Links for every sheet that any block stands on."""
    along = axes_of_sheets(parts.blocks)
    units = {block.name: block.unit for block in parts.blocks if not block.table}
    for sheet in dict.fromkeys(block.sheet for block in parts.blocks if block.sheet):
        parts.add(
            _link(f"{slug(sheet)}__check", "=master_check", "text", sheet, "head check"),
            _link(f"{slug(sheet)}__notice", "=head_notice", "text", sheet, "head notice"),
        )
        rulers = parts.axes[along[sheet]].rulers if sheet in along else ()
        for name, slot in zip(rulers, RULERS, strict=False):
            parts.add(_link(f"{slug(sheet)}__{name}", f"={name}", units[name], sheet, slot, axis=along[sheet]))
    headed = {block.beside for block in parts.blocks if block.slot == "column head"}
    for block in list(parts.blocks):
        standing = block.table and block.sheet not in ("", *along) and not block.slot
        if block.axis in HEADED and standing and block.key not in headed:
            ruler = parts.axes[block.axis].rulers[0]
            name, formula = f"{block.table}__{block.name}__{ruler}", f"={ruler}"
            parts.add(_link(name, formula, units[ruler], block.sheet, "column head", block.axis, block.key))
    for name, formula, unit, table, label in SUMMARY + (COMPARED if "past.amount" in parts.names else ()):
        share_of = name.removesuffix("_share") if unit == "share" else ""
        shown: dict[str, Any] = {"sheet": "Summary", "label": label, "whole_dollars": unit == "$"}
        slot = "summary" if table else "grand total"
        parts.add(calculated(name, formula, unit, table=table, slot=slot, share_of=share_of, **shown))


def slug(sheet: str) -> str:
    """A sheet's name as part of a name."""
    return re.sub(r"[^a-z0-9]+", "_", sheet.lower()).strip("_")


def _link(
    name: str, formula: str, unit: str, sheet: str, slot: Slot, axis: str | None = None, beside: str = ""
) -> Line:
    label = name.replace("_", " ")
    return calculated(name, formula, unit, sheet=sheet, slot=slot, axis=axis, beside=beside, label=label)
