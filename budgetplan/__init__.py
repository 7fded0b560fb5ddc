"""Budgets and technology decisions: YAML in, proven Excel workbooks with live formulas out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .errors import AssumptionError, BudgetplanError, FileError, Place, Problem, UsageError

if TYPE_CHECKING:
    from .plan import Plan, Result, load

__version__ = "0.1.0"
__all__ = [
    "AssumptionError",
    "BudgetplanError",
    "FileError",
    "Place",
    "Plan",
    "Problem",
    "Result",
    "UsageError",
    "load",
]


def __getattr__(name: str) -> object:
    """`load`, `Plan` and `Result` are imported when they are asked for, so that `--help` starts at once."""
    if name in ("load", "Plan", "Result"):
        from . import plan

        return getattr(plan, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
