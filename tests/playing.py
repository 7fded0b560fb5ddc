"""What-ifs made for a plan and played in its workbook by the engine."""

from __future__ import annotations

from collections.abc import Iterator

from proof import Arrays, Written
from whatifs import WhatIf, WhatIfs, as_arrays

from budgetplan.model.evaluate import evaluate
from budgetplan.workbook.engines import Live

LEAST = 8  # inputs that each what-if changes


def make(plan: Written, count: int, seed: int) -> list[WhatIf]:
    """So many what-ifs of a plan; each tenth breaks something."""
    head = plan.result.plan.plan
    source = WhatIfs(plan.model, head.first_day, head.months, seed)
    return [source.one(LEAST + number % 5, error=number % 10 == 9) for number in range(count)]


def play(plan: Written, whatifs: list[WhatIf]) -> Iterator[dict]:
    """The formula cells of the workbook after each what-if, one by one in the engine."""
    live = Live(plan.path)
    for whatif in whatifs:
        for (key, row, column), value in whatif.cells.items():
            live.set(*plan.cell(key, row, column), None if value != value else value)
        live.recalculate()
        yield live.values()
        live.reset()


def disagreements(plan: Written, whatifs: list[WhatIf], together: Arrays | None = None) -> Iterator[str]:
    """The what-ifs after which some cell of the workbook is not what numpy has, each as a failure to play again.

    `together` are the values of all of them in one batch; without it numpy calculates one by one, for large plans.
    """
    for number, (whatif, found) in enumerate(zip(whatifs, play(plan, whatifs), strict=True)):
        assert len(whatif.cells) >= LEAST
        values = together or evaluate(plan.model, as_arrays(plan.model, [whatif]))
        if wrong := plan.differences(values, found, number if together else 0, plan.past_sumifs):
            yield f"what-if {number}: {told(whatif, wrong)}"


def told(whatif: WhatIf, wrong: list[str]) -> str:
    """A failure that can be played again."""
    return f"{len(wrong)} cells differ: " + "; ".join(wrong[:5]) + f"\nafter {whatif.cells}"
