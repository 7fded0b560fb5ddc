"""The registers: Rates with a row for each figure and date, Inputs with a row for each input, and the sources."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ..model.blocks import Block, Input, Line, Provenance, Union
from ..model.graph import Model
from ..model.shown import unit_sign
from .canvas import PLAIN, Canvas
from .sheets import HEAD_ROWS

FIGURES = 3  # the column of the figures, or of the base's where there are scenarios
BEFORE = {"Name": 28, "Description": 40, "From": 11}
AFTER = {
    "Unit": 8,
    "Status": 11,
    "Source": 29,
    "Effective": 11,
    "Review by": 11,
    "Owner": 14,
    "Note": 32,
    "Written in": 24,
}
QUIET = {"No.": 5, "Out of order": 8, "Row key": 18}  # for the program's own use
SCENARIO_WIDTH = 14
NARROW, WIDE = 22, 60  # of a column of sources; longer ones wrap


class Register:
    """Rates: each figure in one row, each dated series in as many rows as it has dates, then what is calculated.

    Where the plan has scenarios, a figure has a cell for each of them behind the base's, and one that is live.
    """

    def __init__(self, canvas: Canvas, model: Model):
        self.canvas, self.model = canvas, model
        labels = model.blocks.get("scenarios.label")
        own = [str(label) for label in labels.values[1:, 0]] if isinstance(labels, Input) else []
        self.figures = ["Base", *own, "Live"] if own else ["Value"]
        self.unit = FIGURES + len(self.figures)  # the columns behind the figures
        self.quiet = self.unit + len(AFTER)
        lines = [block for block in model.blocks.values() if isinstance(block, Line) and block.cases]
        self.live = {line.cases[0]: line for line in lines}

    def lay(self, strays: list[Block]) -> None:
        """All rows; `strays` are calculated figures that have no place on a sheet of their own."""
        self.heads()
        blocks = [b for b in self.model.blocks.values() if b.sheet == self.canvas.spec.name and not b.slot]
        mine = [b for b in blocks if not isinstance(b, Union) and not b.axis]
        row = 7
        cases = {case for line in self.live.values() for case in (*line.cases, line.key)}
        for entered in [b for b in mine if isinstance(b, Input) and b.entered]:
            first = entered.key in self.live or entered.key not in cases
            if first and (not entered.table or (entered.of_series and entered.kind != "date")):
                row = self.figure(entered, row)
        calculated = [b for b in (*mine, *strays) if not b.table and b.key not in cases]
        calculated = [b for b in calculated if not (isinstance(b, Input) and b.entered)]
        if calculated:
            self.canvas.text(row + 1, 0, "Set by the plan or calculated", "section")
            self.canvas.printed_rows = row + 1  # they are for the screen
            for row, block in enumerate(calculated, row + 2):  # noqa: B020
                self.canvas.across(row, 0, [shown_name(block.name), block.label], "wrapped")
                self.canvas.fit(row, {0: shown_name(block.name), 1: block.label, self.unit + 7: str(block.place)})
                self.canvas.put(block.key, row, FIGURES)
                self.canvas.text(row, self.unit, unit_sign(block.unit), "unit")
                self.canvas.text(row, self.unit + 7, str(block.place), "wrapped note")
        self.canvas.freeze = (7, 1)
        self.canvas.aside_from = self.quiet

    def heads(self) -> None:
        """Heads and widths; texts right of figures stand a little apart from them."""
        widths = [*BEFORE.items(), *((head, SCENARIO_WIDTH) for head in self.figures), *AFTER.items(), *QUIET.items()]
        for column, (head, width) in enumerate(widths):
            style = "aside head" if column >= self.quiet else "head apart" if column >= self.unit else "head"
            self.canvas.text(5, column, head, "head right" if 2 <= column < self.unit else style)
            self.canvas.wide(column, width)
        self.canvas.fit_heads(5)

    def figure(self, block: Input, row: int) -> int:
        """One figure or one series; gives the row under it."""
        canvas, rows, name = self.canvas, self.model.shape(block)[0], block.table or block.name
        live = self.live.get(block.key)
        shown = live or block
        key = self.model.blocks.get(f"{name}.row")
        if isinstance(key, Input):
            canvas.put(key.key, row, self.quiet + 2)
        called = self.called(shown, key if isinstance(key, Input) else None, rows)
        for column, words in enumerate(zip(*called, strict=True)):
            canvas.down(row, column, words, "wrapped")
        if block.table:
            canvas.put(f"{name}.since", row, FIGURES - 1)
        for column, part in enumerate((*live.cases, live.key) if live else (block.key,), FIGURES):
            canvas.put(part, row, column)
        canvas.down(row, self.unit, [unit_sign(block.unit)] * rows, "unit")
        for column, part in enumerate(("number", "out_of_order"), self.quiet):
            if block.table and f"{name}.{part}" in self.model.blocks:
                canvas.put(f"{name}.{part}", row, column)
        for index in range(rows):
            p = block.provenance_of(index, 0)
            cells = (p.status, p.source, p.effective, p.review_by, p.owner, p.note, str(block.place_of(index, 0)))
            given = {column: value for column, value in enumerate(cells, self.unit + 1) if value}
            for column, value in given.items():
                canvas.text(row + index, column, value, "wrapped note")
            canvas.fit(row + index, given)
            canvas.fit(row + index, dict(enumerate(called[index])))
        return row + rows

    def called(self, block: Block, key: Input | None, rows: int) -> list[tuple[str, str]]:
        """For each row of a figure its name and description; a table's dated figures say whose they are."""
        name = block.table or block.name
        if key is None:
            return [(shown_name(name), block.label)] * rows
        owner = max(
            (b for b in self.model.blocks.values() if isinstance(b, Input) and b.names_rows),
            key=lambda b: name.startswith(f"{b.table}_") * len(str(b.table)),
        )
        titles: dict[str, str] = {}
        for part in ("label", "title"):
            found = self.model.blocks.get(f"{owner.table}.{part}")
            if isinstance(found, Input):
                titles = dict(zip(owner.values[:, 0], found.values[:, 0], strict=True))
        whose = [str(one).partition("|")[2] for one in key.values[:, 0]]
        kind = str(owner.table).replace("_", " ")
        return [(f"{kind}: {one}", f"{block.label}: {titles.get(one) or one}") for one in whose]


def shown_name(name: str) -> str:
    """A name as people wrote it: without what the program puts behind two underscores."""
    return name.partition("__")[0]


def lay_register(canvas: Canvas, model: Model, strays: list[Block]) -> None:
    """Rates, or another sheet of single figures."""
    Register(canvas, model).lay(strays)


INPUT_HEADS = (
    "Input",
    "Sheet",
    "Unit",
    "Cells",
    "Hold what they should",
    "At least",
    "At most",
    "Between them only",
    "Not whole, or between",
    "Typed under the rows",
    "Missing or wrong",
    "Changed since built",
)
INPUT_SLOTS = ("cells", "held", "least", "most", "between", "fractions", "under", "misfit", "changed")


def lay_inputs(canvas: Canvas, model: Model) -> None:
    """One row for each column or figure that people enter."""
    for column, head in enumerate(INPUT_HEADS):
        canvas.text(5, column, head, "head right" if column > 2 else "head")
    labels = [model.blocks[model.uses[f"{name}__cells"][0]].label for name in model.rows["inputs"]]
    longest = max(map(len, labels), default=0) * PLAIN + 2  # with a scenario's own words they may be long
    for column, width in enumerate((max(58, longest), 18, 9, 9, 14, 12, 12, 11, 11, 11, 12, 12)):
        canvas.wide(column, width)
    canvas.fit_heads(5)
    row = 7
    for name in model.rows["inputs"]:
        block = model.blocks[model.uses[f"{name}__cells"][0]]
        canvas.text(row, 0, block.label or block.name.replace("_", " "))
        canvas.text(row, 1, block.sheet, "link", link=block.sheet)
        canvas.text(row, 2, unit_sign(block.unit), "unit")
        for column, slot in enumerate(INPUT_SLOTS, 3):
            if f"{name}__{slot}" in model.blocks:
                canvas.put(f"{name}__{slot}", row, column)
        row += 1
    canvas.text(row + 1, 0, "Cells that have changed since this workbook was built", "section")
    canvas.put("inputs_changed", row + 1, len(INPUT_HEADS) - 1)
    canvas.filters.append((5, 0, row - 1, len(INPUT_HEADS) - 1))
    canvas.freeze = (7, 1)


def lay_copies(canvas: Canvas, model: Model) -> None:
    """The copies of all inputs side by side, each under the sheet and the words of its input."""
    column, copies = 0, {block.beside: key for key, block in model.blocks.items() if block.slot == "built"}
    for name, copy in copies.items():
        block = model.blocks[model.uses[f"{name}__cells"][0]]
        width = model.shape(block)[1]
        canvas.across(5, column, [block.label or block.name] * width, "head")
        canvas.across(6, column, [block.sheet] * width, "unit head")
        canvas.put(copy, 7, column)
        for step in range(width):
            canvas.wide(column + step, 20)
        column += width
    canvas.fit_heads(5)
    canvas.freeze = (HEAD_ROWS, 0)


def _told(found: Iterable[Provenance]) -> str:
    """Each source with its status once, however many figures of a row have it, with what is noted of them."""
    notes: dict[str, list[str]] = {}
    for p in found:
        who = (p.source, p.status, p.owner and f"owner {p.owner}", p.review_by and f"review by {p.review_by}")
        notes.setdefault(", ".join(filter(None, who)), []).append(p.note)
    return "; ".join(filter(None, (", ".join(dict.fromkeys(filter(None, (who, *own)))) for who, own in notes.items())))


@dataclass(frozen=True)
class Sources:
    """What stands at the right of a table that people enter: a column of sources where any row has one, of places."""

    columns: dict[str, list[str]]  # by head


def sources_of(inputs: list[Input]) -> Sources:
    """For each row of a table: the sources of its figures, and where it is written."""
    if not any(block.entered for block in inputs):
        return Sources({})
    rows = len(inputs[0].values)
    members = next((block.members for block in inputs if block.members), (1,) * rows)
    sources, places = [], []
    for index in range(rows):
        own = [block for block in inputs if not block.of_scenario]  # a scenario's note is not the plan's
        cells = [(block, step) for block in own for step in range(block.values.shape[1])]
        sources.append(_told(block.provenance_of(index, step) for block, step in cells))
        more = f" and {members[index] - 1:,} more, see Position Totals" if members[index] > 1 else ""
        places.append(f"{inputs[0].place_of(index, 0)}{more}")
    cited = {"Source": sources} if any(sources) else {}
    return Sources({**cited, "Written in": places})


def lay_sources(canvas: Canvas, told: Sources, row: int, column: int) -> None:
    """The columns of sources and places, from `column` on, under heads in `row`."""
    for at, (head, texts) in enumerate(told.columns.items(), column):
        wraps = head == "Source"
        longest = max(map(len, texts), default=0) * PLAIN + 2
        canvas.text(row, at, head, "head apart")
        canvas.text(row + 1, at, "", "unit head")
        canvas.wide(at, max(NARROW, min(WIDE, longest) if wraps else longest))
        canvas.down(row + 2, at, texts, "wrapped note" if wraps else "note")
