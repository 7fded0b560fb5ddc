"""Which files of a folder are a plan's: one rule for all who read, watch, complete or refuse to overwrite them."""

from __future__ import annotations

PLAN_FILES = (".yaml", ".yml")
FROZEN = "stages"  # the folder of a plan in which its earlier stages are kept


def is_in_use(inside: str) -> bool:
    """Whether a file of a plan's folder counts, by its path in it: not hidden, no office program's lock, not frozen."""
    steps = inside.split("/")
    return steps[0] != FROZEN and not any(step.startswith((".", "~")) for step in steps)


def is_plan_file(inside: str) -> bool:
    """Whether a file is read as a part of the plan, by its path in the plan's folder."""
    return inside.lower().endswith(PLAN_FILES) and is_in_use(inside)
