"""What a damaged plan may lead to: figures that are all there, or problems that a manager can act on."""

from __future__ import annotations

import re
import time
import traceback
import warnings
from pathlib import Path

import numpy as np

from budgetplan.assembly.examples import own_examples
from budgetplan.errors import AssumptionError, FileError, Problem
from budgetplan.plan import Plan, Result, load

SLOWEST = 8.0  # seconds of our own, however busy the machine is
ENTERED_TWICE = {
    "charges_in_tie_to_history",
    "current_fte_were_authorized",
    "growth_has_rules",
    "past_cost_is_the_ledgers",
    "retro_is_clear",
    "shares_add_up",
}
"""Checks that compare what a plan says in two places: they fail where one of the two is damaged."""
LONGEST = 1100  # letters of a problem
JARGON = re.compile(
    r"pydantic|https?:|Input should|validation|type=|\bNone\b|\bNaN\b|\bnan\b|\binf\b|<class|object at 0x|\bdtype|"
    r"\bTrue\b|\bFalse\b|\bdict\b|\bstr\b|\bfloat\b|\bint\b|datetime|Traceback|Exception|numpy|ndarray|array\(|"
    r"Error\b|__|\[\[|codec|Discriminator|ordinal not|broadcast"
)
REPR = re.compile(r"datetime\.|\{'|\['|\(datetime|<class|\w__")


class Verdict:
    """What was said of one plan, and what is wrong with that."""

    def __init__(self, folder: Path, thorough: bool = True) -> None:
        self.folder, self.thorough = folder, thorough
        self.faults: list[str] = []
        self.said: list[str] = []
        self.calculated = False
        begin = time.process_time()
        with warnings.catch_warnings():
            warnings.simplefilter("error", RuntimeWarning)
            try:
                self._run()
            except AssumptionError as error:
                self.said = [str(problem) for problem in error.problems]
                self.faults += ["there are no problems"] if not error.problems else []
                self.faults += [fault for problem in error.problems for fault in self.of_problem(problem)]
            except FileError as error:
                self.said = [str(error)]
            except Exception:
                self.faults.append(traceback.format_exc())
        if (took := time.process_time() - begin) > SLOWEST:
            self.faults.append(f"took {took:.1f} seconds")

    def _run(self) -> None:
        plan = load(self.folder)
        for note in plan.notes:
            self.faults += self.of_problem(note)
        if not self.thorough:
            return
        results = [plan.calculate(scenario) for scenario in plan.scenario_ids]
        self.calculated = True
        for result in results:
            self.faults += of_figures(result)
        results[0].layout()
        self._examples(plan)

    def _examples(self, plan: Plan) -> None:
        problems = own_examples(plan)
        self.said += [str(problem) for problem in problems]
        self.faults += [fault for problem in problems for fault in self.of_problem(problem)]

    def of_problem(self, problem: Problem) -> list[str]:
        """What is wrong with how a problem is said."""
        told = str(problem)
        own = re.sub(
            r'"[^"]*"| In: .*|([Kk]nown(?: there)?|It has): .*|^\S*\.(inf|nan) |\x21!\w+', "", problem.message
        )  # less what people wrote
        found = [f"says {match[0]!r}" for match in (JARGON.search(own), REPR.search(told)) if match]
        found += ["is on several lines"] if "\n" in told or not told.isprintable() else []
        found += ["is too long"] if len(told) > LONGEST else []
        found += ["says nothing"] if len(problem.message) < 10 else []
        return [f"{fault}: {told[:400]}" for fault in [*found, *self.of_place(problem)]]

    def of_place(self, problem: Problem) -> list[str]:
        """What is wrong with where a problem stands."""
        place = problem.place
        if place.file == "." and "no plan in" in problem.message:
            return []
        if not place.file or not (self.folder / place.file).is_file():
            return ["names no file of the plan"]
        text = (self.folder / place.file).read_bytes().decode("utf-8", "replace")
        lines = text.splitlines() or [""]
        if place.line and (place.column < 1 or place.line > len(lines) + 1):
            return ["names no place of the file"]
        if not place.line and "missing" not in problem.message and "empty" not in problem.message:
            return ["names no line"]
        return []


def of_figures(result: Result) -> list[str]:
    """Figures that are none."""
    found = [
        f"{key} is infinite" for key, array in result.values.items() if array.dtype == float and np.isinf(array).any()
    ]
    plan_checks = {str(check.get("id")) for check in result.plan.model.get("checks") or [] if isinstance(check, dict)}
    figures = {"request": result.request, "fte": result.fte}
    for check in result.checks():
        figures |= {f"{check.name} expected": check.expected, f"{check.name} found": check.found}
        own = check.name in plan_checks | ENTERED_TWICE
        found += (
            [] if check.passed or own else [f"the check {check.name} fails: {check.expected!r} and {check.found!r}"]
        )
    return found + [f"{name} is {figure}" for name, figure in figures.items() if not np.isfinite(figure)]
