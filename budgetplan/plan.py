"""The facade: load a plan, calculate it, write its workbooks, explain any figure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from . import __version__
from .assembly.assemble import assemble
from .assembly.firmness import Stated, stated, with_status
from .assembly.grouped import grouping_problems
from .assembly.scenarios import NAME, ids_of
from .assembly.stored import store
from .assumptions.load import Assumptions
from .assumptions.load import load as load_assumptions
from .errors import AssumptionError, Place, Problem, UsageError, nearest
from .model.blocks import Line
from .model.evaluate import Values, evaluate, evaluate_again
from .model.graph import Model
from .model.value_checks import patterns, too_large, unknowns

if TYPE_CHECKING:
    import pandas

    from .model.shown import Step
    from .workbook.canvas import Layout
    from .workbook.certificate import Certificate
    from .workbook.layout import Facts
    from .workbook.save import Saved

ENGINE = "formualizer"  # recalculates what is built: it needs no installation, and verify has LibreOffice besides
CHECK_SLOTS = ("expected", "found", "failed")
RECORDS = Path(".budgetplan") / "written"
Progress = Callable[[str], None]


def _silent(message: str) -> None:
    """No progress is shown."""


def _raise_for(model: Model, values: Values) -> None:
    """Raises AssumptionError where figures have no value, or none that a workbook can hold."""
    if problems := unknowns(model, values) + patterns(model, values) + too_large(model, values):
        raise AssumptionError(problems)


class Plan(Assumptions):
    """A plan: its assumptions, all checked, and what can be done with them."""

    def calculate(self, scenario: str = "base") -> Result:
        """Every figure of the plan in one of its scenarios; raises AssumptionError with all problems of its formulas,
        and UsageError where there is no such scenario.
        """
        known = self.scenario_ids
        if scenario not in known:
            told = nearest(scenario, known) or f" This plan has {', '.join(known)}."
            raise UsageError(f'There is no scenario "{scenario}".{told}')
        model, values = self.calculated
        at = known.index(scenario)
        own = {key: array[min(at, len(array) - 1) :][:1] for key, array in values.items()}
        return Result(self, model, own, scenario)

    @cached_property
    def calculated(self) -> tuple[Model, Values]:
        """The model and its values in all scenarios, one behind the other, in a single pass."""
        model, ids = self.assembled, self.scenario_ids
        selected = {NAME: np.array(ids, dtype=object).reshape(-1, 1, 1)} if len(ids) > 1 else {}
        values = evaluate(model, selected)
        _raise_for(model, values)  # before what has no value is written down as what something comes to
        values = evaluate_again(model, values, store(model, values))
        _raise_for(model, values)
        if problems := grouping_problems(self, model, values, selected):
            raise AssumptionError(problems)
        return model, values

    @property
    def scenario_ids(self) -> list[str]:
        """The plan's scenarios, the base first."""
        return ids_of(self)

    @cached_property
    def assembled(self) -> Model:
        """The plan's model, put together once."""
        return assemble(self)

    def examples(self) -> list[Problem]:
        """Runs the examples beside the lines, shipped and the plan's own; a problem for each that does not hold."""
        from .assembly.examples import run_examples

        return run_examples(self)

    def stale(self) -> list[tuple[str, str, str]]:
        """Figures whose review date has passed on the plan's own day: name, place, review date.

        A date that several figures of a row have, such as one of the whole row, is told once, of the row.
        """
        found: dict[tuple[str, str], list[Stated]] = {}
        for figure in stated(self.assembled.blocks.values()):
            if figure.due(self.plan.as_of):
                row_path, bracket, _ = figure.name.partition("].")
                whose = row_path + "]" if bracket else figure.name
                found.setdefault((whose, figure.provenance.review_by), []).append(figure)
        return [
            (figures[0].name if len(figures) == 1 else whose, f"{figures[0].place}:{figures[0].place.column}", due)
            for (whose, due), figures in found.items()
        ]

    def with_status(self) -> list[Stated]:
        """The figures of which the plan says how firm they are, as the heads of sheets count them."""
        return with_status(self.assembled.blocks.values())


def load(folder: str | Path) -> Plan:
    """Reads and checks a plan folder; raises AssumptionError with all problems, FileError where it cannot be read."""
    return load_assumptions(folder, Plan)


@dataclass(frozen=True)
class Check:
    """One check: what must agree, what to do where it does not, the two figures, and whether they do."""

    name: str
    label: str
    help: str
    expected: float
    found: float
    passed: bool


@dataclass
class Result:
    """A calculated plan. `values` are (batch, rows, columns) by key of a block."""

    plan: Plan
    model: Model
    values: Values
    scenario: str

    @cached_property
    def budget(self) -> pandas.DataFrame:
        """All postings: scenario, fund, unit, account, line, position, period (first day of month), amount in $."""
        from .report.frames import postings

        return postings(self.model, self.values, self.scenario)

    @property
    def request(self) -> float:
        """The request of the plan's year, in $."""
        return float(self.values["total_request"].flat[0])

    @property
    def fte(self) -> float:
        """Full-time equivalents, the mean of the year."""
        return float(self.values["total_fte"].flat[0])

    def checks(self) -> list[Check]:
        """The plan's checks as the workbook shows them."""
        checks = []
        for name in self.model.rows["checks"]:
            expected, found, failed = (float(self.values[f"{name}__{slot}"].flat[0]) for slot in CHECK_SLOTS)
            block = self.model.blocks[f"{name}__state"]
            checks.append(Check(name, block.label, block.help, expected, found, not failed))
        return checks

    @property
    def notes(self) -> list[Problem]:
        """The plan's notes, and what the calculation shows besides: a 27th payday, vacancies, what is not explained."""
        from .report.notes import payday_notes, unexplained_notes, vacancy_notes

        told: list[tuple[Callable[[Values, Place], list[Problem]], str]] = [
            (payday_notes, "calendar"),
            (vacancy_notes, "vacancy"),
            (unexplained_notes, "base_changes"),
        ]
        found = [note for notes_of, section in told for note in notes_of(self.values, self.plan.place(section))]
        return [*self.plan.notes, *found]

    def facts(self) -> Facts:
        """What the workbook says of the plan."""
        from .workbook.layout import Facts

        head = self.plan.plan
        last = head.fiscal_year
        years = f"FY{last}" if head.years == 1 else f"FY{last - head.years + 1}-FY{last}"
        return Facts(
            organization=head.organization or "",
            name=head.name,
            years=years,
            stage=head.stage,
            scenario=self.scenario,
            version=head.version or "-",
            as_of=head.as_of.isoformat(),
            input_hash=self.plan.input_hash,
            program=f"budgetplan {__version__}",
            paper=head.paper,
            protect=head.protect,
            scenarios=bool(self.plan.scenarios),
        )

    def layout(self, certificate: list[str] | None = None) -> Layout:
        """Where everything stands in the workbook."""
        from .workbook.layout import lay_out

        return lay_out(self.model, self.facts(), certificate or ["Not verified yet."])

    def write(self, folder: str | Path = "workbooks") -> list[Path]:
        """Writes the workbooks, each proven by an independent engine first; gives their paths."""
        saved, _ = self.save(folder)
        return [saved.path]

    def save(self, folder: str | Path, progress: Progress = _silent) -> tuple[Saved, Certificate]:
        """Writes the operating budget with its certificate, and lets an independent engine recalculate that very file.

        The certificate is put down as it reads when all agrees; where it turns out otherwise, the truth is put there.
        """
        from .workbook.certificate import verify, when_all_agrees
        from .workbook.save import save
        from .workbook.sheets import OPERATING_BUDGET
        from .workbook.write import write

        facts = self.facts()
        certificates: list[Certificate] = []
        formulas = sum(self.values[key][0].size for key, block in self.model.blocks.items() if isinstance(block, Line))
        expected = when_all_agrees(formulas, ENGINE)

        def proven(path: Path) -> None:
            progress("writing")
            write(path, self.model, self.values, self.layout(expected), facts)
            progress("recalculating in an independent engine")
            certificate = verify(path, engines=(ENGINE,))
            certificates.append(certificate)
            if certificate.sheet_lines() != expected:
                progress("writing what was found")
                write(path, self.model, self.values, self.layout(certificate.sheet_lines()), facts)

        saved = save(Path(folder) / OPERATING_BUDGET.file, self.plan.folder / RECORDS, proven)
        return saved, certificates[0]

    def steps(self, what: str, deepest: int = 3) -> list[Step]:
        """The same as `explain`, as data."""
        from .report.explaining import explain_steps

        return explain_steps(self, what, deepest)

    def explain(self, what: str, deepest: int = 3) -> list[str]:
        """Why a figure is what it is: a line (`wages`), a row and month of it (`wages[CO-117, 2027-11]`), a position or
        operating line by its id (`CO-117`, `guards`), or a cell (`Budget!H8`).
        """
        from .report.explaining import explain

        return explain(self, what, deepest)


def verify(path: str | Path) -> Certificate:
    """What independent engines and the workbook rules say of a workbook; raises FileError where it cannot be read."""
    from .workbook.certificate import verify as certify

    return certify(Path(path))


__all__ = ["Check", "Plan", "Result", "load", "verify"]
