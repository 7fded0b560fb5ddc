"""Where what stands in a draft of the new plan comes from: a line of an export, or a place in the mapping."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from budgetplan.assumptions.nodes import Node, compose
from budgetplan.assumptions.read import Document
from budgetplan.assumptions.words import path_words
from budgetplan.errors import Place, Problem
from budgetplan.importing.draft import HISTORY, Found
from budgetplan.importing.find_schema import LISTS
from budgetplan.importing.mapping import known_steps

Path = tuple[Any, ...]


class Origins:
    """Finds the origin of places in the files of a draft."""

    def __init__(self, files: Mapping[str, bytes], found: Found, document: Document) -> None:
        self.files, self.found, self.document = files, found, document
        names = "|".join(map(re.escape, files))
        self._mentioned = re.compile(rf"(?<![\w./-])({names}):([0-9]+)(?::([0-9]+))?")

    def of(self, problem: Problem) -> Problem:
        """A problem of the draft, at the place in the mapping or the export from which it comes."""
        place, path = self._origin(problem.place)
        told = self._mentioned.sub(self._mention, problem.message)
        words = path_words(self.document, path) if path else problem.path
        return replace(problem, place=place, path=words, message=f"{told} (in the plan that would come of this)")

    def _mention(self, match: re.Match[str]) -> str:
        return str(self._origin(Place(match[1], int(match[2]), int(match[3] or 1_000_000)))[0])

    def _origin(self, place: Place) -> tuple[Place, Path]:
        """The place, and its path where it is in the mapping."""
        lines = self._lines(place.file)
        if lines is not None:
            name, of_rows = lines
            row = place.line - 2  # below the headings
            if 0 <= row < len(of_rows):
                return Place(self.found.read[name].export.name, of_rows[row], 1), ()
        elif place.shipped:
            return place, ()
        path = self._draft_path(place) if lines is None and place.file in self.files else ()
        if path[:1] == ("lines",) and len(path) > 1 and self.found.budget:
            line = self.found.budget.lines[path[1]].line
            return Place(self.found.read["budget"].export.name, line, 1), ()
        steps = tuple(known_steps(self.document, self._mapping_path(path)))
        place = self.document.place(*steps)
        return replace(place, line=max(place.line, 1), column=max(place.column, 1)), steps

    def _lines(self, file: str) -> tuple[str, list[int]] | None:
        """The lines of an export from which the rows of a CSV file come, one by one."""
        if file == HISTORY and self.found.budget:
            return "budget", [one.line for one in self.found.budget.past]
        kind = next((kind for kind in self.found.kinds if kind.jobs.file == file), None)
        return ("roster", [one.line for one in kind.positions]) if kind else None

    def _draft_path(self, place: Place) -> Path:
        """The path of what stands at a place of a YAML file: of the last value that begins there or before."""
        root = compose(self.files[place.file].decode(), place.file, [])
        steps = sorted(_begins(root, ()), key=lambda one: one[0]) if root is not None else []
        at = (place.line, place.column or 1)
        return next((path for begin, path in reversed(steps) if begin <= at), ())

    def _mapping_path(self, path: Path) -> Path:
        """What says in the mapping what a path of the draft says."""
        section, *rest = path or ("",)
        if section == "positions" and rest and self.found.roster:
            kind = self.found.kinds[rest[0]]
            return ("roster", "jobs", self.found.roster.kinds.index(kind), *rest[1:])
        if section == "history":
            return ("budget",)
        what = next((one for one, name in LISTS.items() if name == section), None)
        if what is None or not rest:
            return path
        declared = len(self.found.data.get(section) or [])
        return path if rest[0] < declared else self._made_by(what, rest[0] - declared)

    def _made_by(self, what: str, number: int) -> Path:
        """The part of the mapping by which a fund, unit or account was made."""
        find = self.found.made(what)[number].find
        sources = self.found.mapping.sources.items()
        return next(((name, what) for name, source in sources if source.finds[what] is find), ())


def _begins(node: Node, path: Path) -> Iterator[tuple[tuple[int, int], Path]]:
    """Where each value and each key of a tree begins, with its path."""
    yield (node.line, node.column), path
    if type(node.value) is dict:
        for key, child in node.value.items():
            yield (node.keys[key].line, node.keys[key].column), (*path, key)
            yield from _begins(child, (*path, key))
    elif type(node.value) is list:
        for number, child in enumerate(node.value):
            yield from _begins(child, (*path, number))
