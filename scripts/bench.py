"""How fast workbooks are written, side by side with XlsxWriter's own calls and with the least that can be done.

    python3 scripts/environment.py scripts/bench.py            (makes the environment if need be)
    python3 scripts/environment.py scripts/bench.py --rows 20000 --json

The same cells are written three ways in the same run, in turn, so that a noisy machine disturbs all of them alike: read
the ratios, not the seconds. Each position has eight cells of its own and twelve months of a formula with its value.
Programs are started in the same way: `--help` beside a bare interpreter, a build beside the imports it cannot avoid.
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
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import numpy as np
import xlsxwriter

from budgetplan.assumptions.lists import read_lists
from budgetplan.assumptions.load import definitions_of
from budgetplan.assumptions.read import read_folder
from budgetplan.assumptions.scenarios import add_rows
from budgetplan.cli.program import SELDOM
from budgetplan.errors import AssumptionError
from budgetplan.model.blocks import Input
from budgetplan.model.evaluate import evaluate
from budgetplan.plan import load
from budgetplan.workbook.bodies import Segment, bands, rows_text
from budgetplan.workbook.book import Book
from budgetplan.workbook.places import MARK, filled, moving_column, moving_row
from budgetplan.workbook.write import Stored, write

ROOT = Path(__file__).resolve().parent.parent
MONTHS = 12
ATTRIBUTES = 8
FIRST_ROW, FIRST_MONTH = 7, 10
GOALS = {
    "XlsxWriter / ours": ("at least", 8.0),
    "ours / bare XML": ("at most", 2.0),
    "calculating / writing": ("at most", 0.1),
    "validating a roster / pandas": ("at most", 3.0),
    "--help / bare interpreter": ("at most", 6.0),
    "build / imports": ("at most", 5.0),
}
"""What each ratio should be."""
SIZES = (100, 1_000, 10_000, 100_000)  # positions, for the growth
ROSTER = 10_000  # rows of the roster that is loaded
TEMPLATE = (
    "ROUND($F" + moving_row(FIRST_ROW) + "/12*'Rates by Month'!" + moving_column(FIRST_MONTH)
    + "$9*$G" + moving_row(FIRST_ROW) + "*NETWORKDAYS('Position Steps'!" + moving_column(FIRST_MONTH)
    + moving_row(FIRST_ROW) + ",Time!" + moving_column(FIRST_MONTH) + "$10),2)"
)  # fmt: skip
DEFLATE_LEVEL = 6  # zlib's own default, which XlsxWriter takes


def cells(rows: int) -> tuple[np.ndarray, np.ndarray]:
    """Attributes (rows, 8) and values of the formulas (rows, 12): numbers of all lengths, as a budget has them."""
    chance = np.random.default_rng(7)
    attributes = np.round(chance.uniform(30_000, 120_000, (rows, ATTRIBUTES)), 2)
    return attributes, np.round(chance.uniform(2_000, 9_000, (rows, MONTHS)), 2)


def by_our_bodies(path: Path, attributes: np.ndarray, values: np.ndarray) -> None:
    """Our own cell bodies inside XlsxWriter's package."""
    book = Book(str(path))
    sheet = book.add_worksheet("Position Costs")
    plain, money = style_indexes(book)
    first = Segment(0, attributes, plain, None, FIRST_ROW)
    months = Segment(FIRST_MONTH, values, money, TEMPLATE, FIRST_ROW)
    found = bands([(len(attributes), first), (len(values), months)])
    sheet.set_cells(found, Stored(found))
    book.close()


def style_indexes(book: Book) -> tuple[int, int]:
    """Two cell formats of a workbook."""
    plain, money = book.add_format({"font_size": 10}), book.add_format({"num_format": "#,##0.00"})
    return plain._get_xf_index(), money._get_xf_index()


def by_xlsxwriter(path: Path, attributes: np.ndarray, values: np.ndarray) -> None:
    """XlsxWriter's write_number and write_formula. The texts of the formulas are made before the clock starts."""
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("Position Costs")
    plain, money = book.add_format({"font_size": 10}), book.add_format({"num_format": "#,##0.00"})
    texts = formulas(len(values))
    numbers, stored = attributes.tolist(), values.tolist()
    for row in range(len(numbers)):
        at = row + FIRST_ROW
        for column, number in enumerate(numbers[row]):
            sheet.write_number(at, column, number, plain)
        for month in range(MONTHS):
            sheet.write_formula(at, FIRST_MONTH + month, texts[row][month], money, stored[row][month])
    book.close()


FORMULAS: dict[int, list[list[str]]] = {}


def formulas(rows: int) -> list[list[str]]:
    """The Excel text of each formula, made once."""
    if rows not in FORMULAS:
        FORMULAS[rows] = [["=" + filled(TEMPLATE, row, month) for month in range(MONTHS)] for row in range(rows)]
    return FORMULAS[rows]


XML: dict[int, bytes] = {}


def by_bare_xml(path: Path, attributes: np.ndarray, values: np.ndarray) -> None:
    """The limit: the finished text of the sheet goes into a zip, and nothing else is done."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=DEFLATE_LEVEL) as package:
        package.writestr("xl/worksheets/sheet1.xml", sheet_xml(attributes, values))


def sheet_xml(attributes: np.ndarray, values: np.ndarray) -> bytes:
    """The sheet's text, made once and before the clock starts."""
    if len(values) not in XML:
        first, months = Segment(0, attributes, 1, None, FIRST_ROW), Segment(FIRST_MONTH, values, 2, TEMPLATE, FIRST_ROW)
        found = bands([(len(values), first), (len(values), months)])
        XML[len(values)] = "".join(text for band in found for text in rows_text(band)).encode()
    return XML[len(values)]


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


def writing(rows: int, rounds: int) -> dict[str, float]:
    """The same position rows written in three ways."""
    attributes, values = cells(rows)
    formulas(rows), sheet_xml(attributes, values)
    ways = {"our bodies": by_our_bodies, "XlsxWriter's calls": by_xlsxwriter, "bare XML in a zip": by_bare_xml}
    return side_by_side({name: lambda p, w=way: w(p, attributes, values) for name, way in ways.items()}, rounds)


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
            "calculating": lambda _: evaluate(result.model),
            "writing": lambda path: write(path, result.model, result.values, layout, facts),
        }
        times = side_by_side(ways, rounds)
        blocks = [result.model.blocks[key] for key in layout.homes]
    lines = [block for block in blocks if not isinstance(block, Input)]
    count = sum(int(np.prod(result.model.shape(block))) for block in lines)
    return {"loading, assembling": loading, **times, "formula cells": count}


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
            "validated by column": lambda _: read_lists(document, definitions, []),
            "loading the plan": lambda _: load(long),
            "loading one position": lambda _: load(short),
            "pandas reads the roster": lambda _: pandas.read_csv(long / "roster.csv"),
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
        except AssumptionError:  # over a million rows
            writing = None
        else:
            writing = seconds(lambda: write(folder / "b.xlsx", result.model, result.values, layout, result.facts()))
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)
    return {"loading, calculating": calculating, "writing": writing, "peak MB": peak}


PROGRAMS = {
    "bare interpreter": ["-c", "pass"],
    "budgetplan --help": ["-m", "budgetplan", "--help"],
    "numpy, xlsxwriter": ["-c", "import numpy, xlsxwriter"],
    "build of the example": ["-m", "budgetplan", "build", "assumptions", "-o"],
}
"""What is started as a program of its own. The importing of numpy and XlsxWriter is what no build can do without."""


def starting(rounds: int) -> dict[str, float]:
    """Whole programs from their start to their end, as a person waits for them."""

    def run(path: Path, words: list[str]) -> None:
        given = [*words, str(path.parent / "workbooks")] if words[-1] == "-o" else words
        subprocess.run([sys.executable, *given], cwd=ROOT, check=True, capture_output=True)

    return side_by_side({name: lambda p, w=words: run(p, w) for name, words in PROGRAMS.items()}, rounds)


def table(found: dict[str, dict[str, float]], rows: int, positions: int) -> str:
    """What was measured, for people."""
    ways, plan = found["writing"], found["plan"]
    ours = ways["our bodies"]
    lines = [f"{rows:,} position rows, {rows * MONTHS:,} formulas, {rows * ATTRIBUTES:,} numbers", ""]
    lines += [f"  {name:<22}{taken:8.3f} s   {taken / ours:5.2f} x our time" for name, taken in ways.items()]
    lines += ["", f"A plan of {positions:,} positions, {plan['formula cells']:,} formula cells", ""]
    lines += [f"  {name:<22}{plan[name]:8.3f} s" for name in ("loading, assembling", "calculating", "writing")]
    lines += ["", f"A roster of {ROSTER:,} rows", ""]
    lines += [f"  {name:<24}{taken:8.4f} s" for name, taken in found["reading"].items()]
    lines += ["", "Whole programs", ""]
    lines += [f"  {name:<22}{taken:8.3f} s" for name, taken in found["starting"].items()]
    lines += ["", "Growth: positions, loading and calculating, peak memory, writing", ""]
    for size, grown in found["growth"].items():
        written = f"{grown['writing']:8.2f} s" if grown["writing"] else "no sheet is so long"
        lines.append(f"  {size:>9} {grown['loading, calculating']:8.2f} s {grown['peak MB']:8.0f} MB   {written}")
    lines += ["", "Ratios", ""]
    for name, ratio in found["ratios"].items():
        word, goal = GOALS[name]
        kept = ratio >= goal if word == "at least" else ratio <= goal
        lines.append(f"  {name:<28}{ratio:7.2f}   {word} {goal:g}: {'kept' if kept else 'MISSED'}")
    return "\n".join(lines)


def main() -> int:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description="How fast workbooks are written; read the ratios.")
    parser.add_argument("--rows", type=int, default=4000, help="position rows for the comparison (default: 4000)")
    parser.add_argument("--positions", type=int, default=1000, help="positions of the whole plan (default: 1000)")
    parser.add_argument("--rounds", type=int, default=3, help="how often each is measured; medians count (default: 3)")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--one", type=int, metavar="N", help="only one plan of N positions, as JSON")
    given = parser.parse_args()
    gc.set_threshold(SELDOM)  # as the program itself runs
    if given.one:
        print(json.dumps(one(given.one)))
        return 0
    assert MARK.search(TEMPLATE)
    ways, plan = writing(given.rows, given.rounds), whole_plan(given.positions, given.rounds)
    roster = reading(ROSTER, max(given.rounds, 5))
    programs = starting(max(given.rounds, 5))  # they are quick, and the system has moods
    ratios = {
        "XlsxWriter / ours": ways["XlsxWriter's calls"] / ways["our bodies"],
        "ours / bare XML": ways["our bodies"] / ways["bare XML in a zip"],
        "calculating / writing": plan["calculating"] / plan["writing"],
        "validating a roster / pandas": roster["validated by column"] / roster["pandas reads the roster"],
        "--help / bare interpreter": programs["budgetplan --help"] / programs["bare interpreter"],
        "build / imports": programs["build of the example"] / programs["numpy, xlsxwriter"],
    }
    found = {"writing": ways, "plan": plan, "reading": roster, "starting": programs, "growth": growth(SIZES)}
    found["ratios"] = ratios
    measured = {"rows": given.rows, "positions": given.positions, "rounds": given.rounds}
    print(json.dumps({**measured, **found}, indent=2) if given.json else table(found, given.rows, given.positions))
    return 0


if __name__ == "__main__":
    sys.exit(main())
