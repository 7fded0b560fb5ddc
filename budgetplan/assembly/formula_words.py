"""What the formulas of budget lines multiply, in the words that the plan itself uses for its figures."""

from __future__ import annotations

from ..assumptions.load import Assumptions
from ..formula.parse import parse
from ..formula.symbols import Symbol
from ..formula.tree import FormulaError
from ..formula.words import words_of
from ..names import name_of


def formulas_in_words(plan: Assumptions) -> list[str | None]:
    """For each line of the plan its formula with labels in place of names; None where it has none."""
    labels = _labels(plan)
    return [_in_words(line.formula, labels) if line.formula else None for line in plan.lines]


def _in_words(formula: str, labels: dict[str, str]) -> str:
    """A formula in words; as it is written where it cannot be read, which the model will refuse."""
    try:
        return words_of(
            parse(formula),
            lambda name: Symbol(name, name, None, None, "number"),
            lambda symbol, look: labels.get(symbol.name) or symbol.name.replace("_", " "),
            lambda axis: f"{axis}s",
        )
    except FormulaError:
        return formula


def _labels(plan: Assumptions) -> dict[str, str]:
    """The labels of all that a formula may name: shipped figures and lines, the plan's own rates, drivers, lines."""
    known = plan.definitions
    labels = {name: one.label for name, one in known.inputs.items()}
    labels |= {line.name: line.label for line in known.lines.values() if line.table is None}
    labels |= {name: one.label for name, one in plan.rates.items() if one.label}
    labels |= {name: one.label for name, one in plan.drivers.items() if one.label}
    return labels | {name_of(line.id): line.label for line in plan.lines}
