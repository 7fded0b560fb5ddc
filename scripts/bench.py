"""How fast budgetplan is, beside what else could be used: XlsxWriter, pandas, and the least that can be done at all.

    python3 scripts/environment.py scripts/bench.py            (makes the environment if need be)
    python3 scripts/environment.py scripts/bench.py --rows 20000 --json

What is compared is done in the same run and in turn, so that a noisy machine disturbs all of it alike: read the goals
at the end, not the seconds.
"""

import argparse
import datetime as dt
import gc
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import numpy as np
from bench_writing import ATTRIBUTES, CALLS, LEAST, MONTHS, OURS, ways_of_writing

from budgetplan.assumptions.lists import read_lists
from budgetplan.assumptions.load import definitions_of
from budgetplan.assumptions.read import read_folder
from budgetplan.assumptions.scenarios import add_rows
from budgetplan.cli.program import SELDOM
from budgetplan.errors import TooLong
from budgetplan.model.blocks import Input
from budgetplan.model.evaluate import evaluate
from budgetplan.plan import load
from budgetplan.workbook.write import write

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Goal:
    """How two times of one block should compare: `slower` divided by `faster`, at most or at least so much."""

    block: str
    slower: str
    faster: str
    word: str
    limit: float
    meaning: str  # a sentence with the ratio in it

    def ratio(self, found: Mapping[str, Mapping[str, float]]) -> float:
        """What was measured."""
        return found[self.block][self.slower] / found[self.block][self.faster]

    def met(self, found: Mapping[str, Mapping[str, float]]) -> bool:
        """Whether it is as it should be."""
        ratio = self.ratio(found)
        return ratio >= self.limit if self.word == "at least" else ratio <= self.limit


ROSTER_READ, ROSTER_PANDAS = "budgetplan reads and checks it", "pandas reads it, unchecked"
HELP, PYTHON = "budgetplan --help", "Python, doing nothing"
BUILD, IMPORTS = "budgetplan build, with its proof", "Python, importing numpy and XlsxWriter"
LOADING, CALCULATING, WRITING = "loading it", "calculating it", "writing its workbook"
GOALS = (
    Goal("writing", CALLS, OURS, "at least", 8, "XlsxWriter's own calls take {:.1f} times as long as budgetplan"),
    Goal("writing", OURS, LEAST, "at most", 2, "budgetplan takes {:.1f} times as long as compressing the text alone"),
    Goal("plan", CALCULATING, WRITING, "at most", 0.1, "Calculating a plan takes {:.2f} of the time of writing it"),
    Goal(
        "reading",
        ROSTER_READ,
        ROSTER_PANDAS,
        "at most",
        3,
        "A roster is checked in {:.1f} times what pandas reads it in",
    ),
    Goal("starting", HELP, PYTHON, "at most", 6, "`budgetplan --help` takes {:.1f} times as long as starting Python"),
    Goal(
        "starting",
        BUILD,
        IMPORTS,
        "at most",
        5,
        "A build takes {:.1f} times as long as the imports it cannot do without",
    ),
)
SIZES = (100, 1_000, 10_000, 100_000)  # positions, for the growth
ROSTER = 10_000  # rows of the roster that is loaded


def seconds(work: Callable[[], object]) -> float:
    """How long something takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def side_by_side(ways: dict[str, Callable[[Path], object]], rounds: int) -> dict[str, float]:
    """The median time of each way; every round tries all of them in turn."""
    taken: dict[str, list[float]] = {name: [] for name in ways}
    with tempfile.TemporaryDirectory() as folder:
        for _ in range(rounds):
            for name, way in ways.items():
                taken[name].append(seconds(lambda way=way, name=name: way(Path(folder) / f"{name}.xlsx")))
    return {name: statistics.median(times) for name, times in taken.items()}


def plan_of(folder: Path, positions: int) -> Path:
    """A plan with so many positions, made from our small one: its rates and lists, and a long roster."""
    own = ROOT / "tests" / "plans" / "small"
    for name in ("plan.yaml", "rates.yaml", "operating.yaml"):
        (folder / name).write_text((own / name).read_text(encoding="utf-8"), encoding="utf-8")
    start = dt.date(2027, 11, 1)
    rows = [
        f"B-{n},Job {n % 40},{31_000 + n % 977 * 61.37:.2f},{'family' if n % 3 else 'employee'},"
        f"{start + dt.timedelta(n % 200) if n % 10 == 0 else ''}"
        for n in range(positions)
    ]
    text = "\n".join(["position,title,salary,health_tier,start", *rows]) + "\n"
    (folder / "roster.csv").write_text(text, encoding="utf-8")
    defaults = '{unit: call-center, fund: "540", account: "12"}'
    (folder / "staffing.yaml").write_text(f"positions: [{{csv: roster.csv, defaults: {defaults}}}]\n", encoding="utf-8")
    return folder


def whole_plan(positions: int, rounds: int) -> dict[str, float]:
    """A plan loaded, calculated and written; how many cells it has is told as well."""
    with tempfile.TemporaryDirectory() as name:
        folder = plan_of(Path(name), positions)
        loading = statistics.median(seconds(lambda: load(folder).assembled) for _ in range(rounds))
        result = load(folder).calculate()
        layout, facts = result.layout(), result.facts()
        ways = {
            CALCULATING: lambda _: evaluate(result.model),
            WRITING: lambda path: write(path, result.model, result.values, layout, facts),
        }
        times = side_by_side(ways, rounds)
        blocks = [result.model.blocks[key] for key in layout.homes]
    lines = [block for block in blocks if not isinstance(block, Input)]
    count = sum(int(np.prod(result.model.shape(block))) for block in lines)
    return {LOADING: loading, **times, "formula cells": count}


def reading(rows: int, rounds: int) -> dict[str, float]:
    """A roster read and validated column by column, beside pandas that only reads it; and a whole plan with it.

    In a plan rows are compared with each other as well: ids given twice, names of other sections, ends before starts.
    """
    import pandas

    with tempfile.TemporaryDirectory() as name:
        long, short = Path(name) / "long", Path(name) / "short"
        for folder, count in ((long, rows), (short, 1)):
            folder.mkdir()
            plan_of(folder, count)
        document = read_folder(long, add_rows)
        definitions, _ = definitions_of(document)
        ways = {
            ROSTER_READ: lambda _: read_lists(document, definitions, []),
            "a whole plan with it is loaded": lambda _: load(long),
            "a plan of one position is loaded": lambda _: load(short),
            ROSTER_PANDAS: lambda _: pandas.read_csv(long / "roster.csv"),
        }
        return side_by_side(ways, rounds)


def growth(sizes: Sequence[int]) -> dict[str, dict[str, float | None]]:
    """Plans of growing size, each in a program of its own, so that its peak memory can be told."""
    found = {}
    for size in sizes:
        done = subprocess.run(
            [sys.executable, __file__, "--one", str(size)], capture_output=True, check=True, text=True
        )
        found[f"{size:,}"] = json.loads(done.stdout)
    return found


def one(positions: int) -> dict[str, float | None]:
    """One plan, each position in a row of its own: loaded and calculated, and written where a sheet can hold it.

    Seconds, and the peak of memory in megabytes.
    """
    import resource

    with tempfile.TemporaryDirectory() as name:
        folder, found = plan_of(Path(name), positions), {}
        calculating = seconds(lambda: found.update(result=load(folder).calculate()))
        result = found["result"]
        try:
            layout = result.layout()
        except TooLong:
            writing = None
        else:
            writing = seconds(lambda: write(folder / "b.xlsx", result.model, result.values, layout, result.facts()))
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)
    return {"loading, calculating": calculating, "writing": writing, "peak MB": peak}


PROGRAMS = {
    PYTHON: ["-c", "pass"],
    HELP: ["-m", "budgetplan", "--help"],
    IMPORTS: ["-c", "import numpy, xlsxwriter"],
    BUILD: ["-m", "budgetplan", "build", "assumptions", "-o"],
}
"""What is started as a program of its own. The importing of numpy and XlsxWriter is what no build can do without."""


def starting(rounds: int) -> dict[str, float]:
    """Whole programs from their start to their end, as a person waits for them."""

    def run(path: Path, words: list[str]) -> None:
        given = [*words, str(path.parent / "workbooks")] if words[-1] == "-o" else words
        subprocess.run([sys.executable, *given], cwd=ROOT, check=True, capture_output=True)

    return side_by_side({name: lambda p, w=words: run(p, w) for name, words in PROGRAMS.items()}, rounds)


def table(found: dict[str, Any], rows: int, positions: int) -> str:
    """What was measured, for people: a sentence for each block, then the goals."""
    cells = f"{rows * MONTHS:,} formulas and {rows * ATTRIBUTES:,} numbers of {rows:,} positions"
    plan = found["plan"]
    lines = [f"The same cells written in three ways: {cells}.", *_times(found["writing"])]
    told = f"A whole plan of {positions:,} positions, {plan['formula cells']:,} formula cells, step by step."
    lines += ["", told, *_times({name: plan[name] for name in (LOADING, CALCULATING, WRITING)})]
    lines += ["", f"A roster of {ROSTER:,} positions in a CSV file.", *_times(found["reading"])]
    lines += ["", "Whole programs, from their start to their end.", *_times(found["starting"])]
    lines += ["", "How time and memory grow with the number of positions, each in a row of its own.", ""]
    for size, grown in found["growth"].items():
        written = (
            f"written in {grown['writing']:.2f} s" if grown["writing"] else "more rows than a sheet holds: not written"
        )
        loaded = f"loaded and calculated in {grown['loading, calculating']:.2f} s"
        lines.append(f"  {size:>9} positions   {loaded}, {written}; at most {grown['peak MB']:,.0f} MB of memory")
    lines += ["", "Goals.", ""]
    for goal in GOALS:
        met = "met" if goal.met(found) else "MISSED"
        lines.append(f"  {met:<7} {goal.meaning.format(goal.ratio(found))} (goal: {goal.word} {goal.limit:g}).")
    missed = sum(not goal.met(found) for goal in GOALS)
    return "\n".join([*lines, "", f"{missed} of {len(GOALS)} goals missed." if missed else "All goals met."])


def _times(taken: Mapping[str, float]) -> list[str]:
    """Seconds, one line for each."""
    return ["", *(f"  {name:<40}{seconds:9.4f} s" for name, seconds in taken.items())]


def main() -> int:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description="How fast budgetplan is; read the goals at the end.")
    parser.add_argument(
        "--rows",
        type=int,
        default=4000,
        help="positions of which the same cells are written in three ways (default: 4000)",
    )
    parser.add_argument("--positions", type=int, default=1000, help="positions of the whole plan (default: 1000)")
    parser.add_argument("--rounds", type=int, default=3, help="how often each is measured; medians count (default: 3)")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--one", type=int, metavar="N", help="only one plan of N positions, as JSON")
    given = parser.parse_args()
    gc.set_threshold(SELDOM)  # as the program itself runs
    if given.one:
        print(json.dumps(one(given.one)))
        return 0
    grown = growth(SIZES)  # first: a program that is started counts the memory of the one that starts it
    ways, plan = side_by_side(ways_of_writing(given.rows), given.rounds), whole_plan(given.positions, given.rounds)
    roster = reading(ROSTER, max(given.rounds, 5))
    programs = starting(max(given.rounds, 5))  # they are quick, and the system has moods
    found = {"writing": ways, "plan": plan, "reading": roster, "starting": programs, "growth": grown}
    measured = {"rows": given.rows, "positions": given.positions, "rounds": given.rounds}
    ratios = {goal.meaning.format(goal.ratio(found)): goal.met(found) for goal in GOALS}
    print(
        json.dumps({**measured, **found, "goals met": ratios}, indent=2)
        if given.json
        else table(found, given.rows, given.positions)
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
