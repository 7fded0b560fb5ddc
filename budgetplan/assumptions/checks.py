"""What must fit together across the sections of a plan: names exist, nothing stands above itself, dates run on.

The checks read the plain data, not the models, so that a mistake in one row does not hide a mistake in another.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from budgetplan.assumptions.allocation_checks import allocation_problems
from budgetplan.assumptions.chunks import Chunk, Days, YamlChunk, wrong_at
from budgetplan.assumptions.class_checks import class_problems
from budgetplan.assumptions.csv_rows import CsvRows
from budgetplan.assumptions.definitions import Definitions
from budgetplan.assumptions.growth_checks import growth_problems
from budgetplan.assumptions.known_names import KnownNames
from budgetplan.assumptions.leave_checks import leave_problems
from budgetplan.assumptions.listing import Listing
from budgetplan.assumptions.pay_plan_checks import pay_plan_problems
from budgetplan.assumptions.plain import bare, items_of, mapping_of, plan_days
from budgetplan.assumptions.rate_checks import rate_problems
from budgetplan.assumptions.read import Document
from budgetplan.assumptions.sentences import sentence_problems
from budgetplan.assumptions.status_checks import status_problems
from budgetplan.assumptions.trees import ONE_OF, TREES, Tree
from budgetplan.assumptions.use_checks import use_problems
from budgetplan.assumptions.vacancy_checks import vacancy_problems
from budgetplan.assumptions.words import path_words
from budgetplan.errors import Problem, the_first
from budgetplan.names import code_problem, plain_codes, quoted

_REFERENCES = {
    one: f"{one}s" for one in ("fund", "unit", "account", "driver", "pattern", "project")
}  # keys of a line of the budget


def cross_problems(
    document: Document, definitions: Definitions, tables: Mapping[str, tuple[Listing, Sequence[CsvRows]]]
) -> list[Problem]:
    """All problems between sections; `tables` are the listings of rows, each with its CSV files."""
    all_chunks: dict[str, list[Chunk]] = {name: [YamlChunk(one), *files] for name, (one, files) in tables.items()}
    known = KnownNames(document, {name: _ids(one, all_chunks[name]) for name, (one, _) in tables.items()})
    trees = known.trees
    found = [*_parents(document, trees), *rate_problems(document, definitions), *use_problems(document, definitions)]
    found += [*_posted(document, definitions, trees["accounts"]), *_line_names(document, known)]
    for listing, _ in tables.values():
        chunks = all_chunks[listing.table]
        found += _row_names(known, listing, chunks)
        if listing.table == "positions":
            found += _position_dates(document, chunks)
        found += _repeated_rows(listing, chunks)
    found += [*pay_plan_problems(all_chunks, days := plan_days(document)), *status_problems(all_chunks, days)]
    found += class_problems(document, all_chunks, days)
    found += growth_problems(document, all_chunks)
    found += vacancy_problems(all_chunks)
    found += leave_problems(all_chunks, days)
    line_ids = [str(row.get("id")) for _, row in items_of(document, "lines")]
    year = bare(mapping_of(document, "plan").get("fiscal_year"))
    found += sentence_problems(all_chunks, line_ids, mapping_of(document, "rates"), year)
    found += allocation_problems(all_chunks)
    for tree in trees.values():
        found = tree.told_once(found)
    return found


def _ids(listing: Listing, chunks: Sequence[Chunk]) -> set[str]:
    """The names of a table's rows, in whatever files."""
    names = (chunk.columns[listing.row_id] for chunk in chunks if listing.row_id)
    return {name for column in names for name in column if isinstance(name, str)}


def _parents(document: Document, trees: dict[str, Tree]) -> Iterator[Problem]:
    for section, key in TREES.items():
        tree = trees[section]
        circles = tree.circles()
        for index, row in items_of(document, section):
            name, parent = row.get(key), row.get("parent")
            if not isinstance(name, str) or not isinstance(parent, str):
                continue
            wrong = None
            if parent not in tree.parents and (tree.missed or parent in tree.broken):
                continue
            if parent not in tree.parents:
                wrong = f"there is no {ONE_OF[section]} {quoted(parent)}.{tree.hint(parent)}"
            elif name in circles:
                way = " > ".join(circles[name][:8])
                wrong = f"{quoted(name)} stands above itself ({way}): choose another parent"
            if wrong:
                yield Problem(document.place(section, index, "parent"), f"{section}[{name}].parent", wrong)


def _posted(document: Document, definitions: Definitions, accounts: Tree) -> Iterator[Problem]:
    """A rate that names the account of a line names one that there is."""
    parts = (definitions, *(extra for _, extra in definitions.extras))
    posts = {line.posts for one in parts for line in one.lines.values() if line.posts}
    for name, raw in mapping_of(document, "rates").items():
        code = bare(raw)
        wrong = accounts.problem(code) if name in posts and isinstance(code, str) else None
        if wrong:
            yield Problem(document.place("rates", name, "value"), f"rates.{name}", wrong)


def _line_names(document: Document, known: KnownNames) -> Iterator[Problem]:
    days = plan_days(document)
    for index, row in items_of(document, "lines"):
        path = path_words(document, ("lines", index))
        for key, section in _REFERENCES.items():
            given = row.get(key)
            wrong = known.problem(section, given) if isinstance(given, str) else None
            if wrong:
                yield Problem(document.place("lines", index, key), f"{path}.{key}", wrong)
        found = _dates_problem(row.get("start"), row.get("end"), days)
        if found:
            yield Problem(document.place("lines", index, found[0]), f"{path}.{found[0]}", found[1])


def _row_names(known: KnownNames, listing: Listing, chunks: Sequence[Chunk]) -> Iterator[Problem]:
    """What a row names exists: units, funds, accounts, health tiers, drivers."""
    for column in listing.columns:
        if not isinstance(column.choices, str):
            continue
        if isinstance(column.default, str) and column.default != "none" and code_problem(column.default) is None:
            wrong = known.problem(column.choices, column.default)
            if wrong is not None:
                yield Problem(column.place, f"tables.{column.table}.{column.name}", f"the default: {wrong}")
        for chunk in chunks:
            names = {name for name in chunk.columns[column.name] if isinstance(name, str)} - {column.default}
            for name in sorted(names):
                wrong = known.problem(column.choices, name, column.default, listing.table)
                if wrong is not None:
                    yield from _at_rows(chunk, column.name, name, wrong)


def _at_rows(chunk: Chunk, key: str, name: str, wrong: str) -> Iterator[Problem]:
    """The same problem at the rows that have it; of a long table only the first, or they would drown the rest."""
    rows = [row for row, given in enumerate(chunk.columns[key]) if given == name]
    defaults = [row for row in rows if isinstance(chunk, CsvRows) and chunk.is_default(row, key)]
    if defaults:  # one default, one problem, however many rows have it
        yield wrong_at(chunk, defaults[0], key, wrong)
        rows = sorted(set(rows) - set(defaults))
    yield from the_first(wrong_at(chunk, row, key, wrong) for row in rows)


def _position_dates(document: Document, chunks: Sequence[Chunk]) -> Iterator[Problem]:
    """An end is not before its start, and each position is there on some day of the plan."""
    days = plan_days(document)
    for chunk in chunks:
        starts, ends = chunk.columns["start"], chunk.columns["end"]
        if not any(starts) and not any(ends):
            continue
        pairs = enumerate(zip(starts, ends, strict=True))
        dated = ((row, start, end) for row, (start, end) in pairs if start or end)
        found = [(row, *one) for row, start, end in dated if (one := _dates_problem(start, end, days))]
        yield from the_first(wrong_at(chunk, row, key, wrong) for row, key, wrong in found)


def _dates_problem(start: Any, end: Any, days: Days | None) -> tuple[str, str] | None:
    """Which of the two days of a position is wrong, and why; or None."""
    no_effect = "and has no effect in this plan: correct the day, or leave the row out"
    starts, ends = isinstance(start, dt.date), isinstance(end, dt.date)
    if starts and ends and end < start:
        return "end", f"{end} is before the start {start}: write a day on or after it"
    if days and starts and start > days[1]:
        return "start", f"{start} is after the plan's last day {days[1]}, {no_effect}"
    if days and ends and end < days[0]:
        return "end", f"{end} is before the plan's first day {days[0]}, {no_effect}"
    return None


def _repeated_rows(listing: Listing, chunks: Sequence[Chunk]) -> Iterator[Problem]:
    """Row ids given twice, capitals or not, in whatever files."""
    key = listing.row_id
    if not key:
        return
    if any(column.dated for column in listing.columns):  # their rows are looked up by a key that is made of the id
        yield from _ids_of_keys(chunks, key)
    given = [name for chunk in chunks for name in chunk.columns[key] if isinstance(name, str)]
    names = "\n".join(given).casefold().split("\n") if given else []
    if len(set(names)) == len(names):
        return
    first: dict[str, tuple[Chunk, int]] = {}
    for chunk in chunks:
        for row, name in enumerate(chunk.columns[key]):
            if not isinstance(name, str):
                continue
            earlier = first.setdefault(name.casefold(), (chunk, row))
            if earlier != (chunk, row):
                place = earlier[0].place(earlier[1], key)
                wrong = f"{quoted(name)} is given twice, first at {place}: keep one, or give it another number"
                yield Problem(chunk.place(row, key), chunk.path(row), wrong)


def _ids_of_keys(chunks: Sequence[Chunk], key: str) -> Iterator[Problem]:
    for chunk in chunks:
        names = chunk.columns[key]
        if plain_codes(names):
            continue  # as nearly all are, and asked of each it takes as long as reading the file
        for row, name in enumerate(names):
            if isinstance(name, str) and (wrong := code_problem(name)):
                yield wrong_at(chunk, row, key, wrong)
