"""The lists of rows of a plan: what is written out and what stands in CSV files, read and checked row by row."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from budgetplan.assumptions.csv_rows import CsvRows, csv_rows
from budgetplan.assumptions.definitions import Definitions
from budgetplan.assumptions.listing import Entry, Listing, listings
from budgetplan.assumptions.plain import plan_days
from budgetplan.assumptions.read import Document
from budgetplan.assumptions.rows import Rows, rows_of
from budgetplan.errors import Problem


@dataclass
class Lists:
    """The lists of rows of a plan by their tables: what is written out, and what stands in CSV files."""

    listings: dict[str, Listing]
    entries: dict[str, list[Entry]] = field(default_factory=dict)
    files: dict[str, dict[int, CsvRows]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def chunks(self) -> dict[str, tuple[Listing, list[CsvRows]]]:
        """Each listing with its files, in order."""
        return {name: (listing, list(self.files[name].values())) for name, listing in self.listings.items()}

    def rows(self, first_day: dt.date) -> dict[str, Rows]:
        """The rows of each table, column by column."""
        both = self.listings.items()
        return {name: rows_of(one, self.entries[name], self.files[name], first_day) for name, one in both}


def read_lists(document: Document, definitions: Definitions, known: Sequence[Problem]) -> Lists:
    """All lists, but for tables of the plan's own whose columns have a problem that is `known`."""
    wrongly = {problem.path.split(".")[1] for problem in known if problem.path.startswith("tables.")}
    all_of_them = listings(document, definitions).items()
    lists = Lists({name: one for name, one in all_of_them if one.path[0] != "model" or name not in wrongly})
    days = plan_days(document)
    for name, listing in lists.listings.items():
        checked, mistakes = listing.entries()
        lists.entries[name] = checked or []
        lists.problems += mistakes
    for name, listing in lists.listings.items():
        lists.files[name] = dict(_csv_tables(listing, days[0] if days else dt.date.min, lists.problems))
    return lists


def _csv_tables(listing: Listing, first_day: dt.date, problems: list[Problem]) -> Iterator[tuple[int, CsvRows]]:
    """The CSV files of a listing by the number of the item that names them."""
    known: list[Any] = []
    for index, spec in listing.csv_tables():
        if (item := listing.items[index]) in known:
            wrong = "is the same as an entry above, so that each row would count twice: keep one"
            problems.append(Problem(listing.place(index), listing.words(index), wrong))
            continue
        known.append(item)
        chunk = csv_rows(listing, index, spec, first_day, problems)
        if chunk is not None:
            yield index, chunk
