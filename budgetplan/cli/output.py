"""What one run of a command says: results, messages, problems and refusals, in words or as JSON."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import Any

from ..errors import Problem
from .progress import Progress
from .style import red, write, yellow


class Output:
    """The voice of one run. `folder` is the plan's folder as the user typed it, so that places may be clicked."""

    def __init__(self, json: bool = False) -> None:
        self.json = json
        self.folder = ""
        self._progress = Progress()

    def put(self, text: str) -> None:
        """A result, for stdout."""
        self._progress.end()
        write(text, sys.stdout)

    def data(self, value: Any) -> None:
        """A result as JSON."""
        import json

        self.put(json.dumps(value, indent=2))

    def say(self, text: str) -> None:
        """A message, for stderr."""
        self._progress.clear()
        write(text, sys.stderr)

    def stage(self, text: str, window_only: bool = False) -> None:
        """What is being done now; on terminals only, if so said. A program that reads JSON is not told."""
        if not self.json:
            self._progress.stage(text[0].upper() + text[1:], window_only)

    def end(self) -> None:
        """Nothing is being done any more."""
        self._progress.end()

    def failed(self, sentence: str, code: int) -> int:
        """A command that could not be done: one sentence, or JSON where that was asked for. Gives the exit code."""
        if self.json:
            self.data({"error": sentence, "exit_code": code})
        else:
            self.say(red(sentence))
        return code

    def problems(self, problems: Sequence[Problem]) -> int:
        """All problems of a plan, and how many there are. Gives the exit code."""
        if self.json:
            self.data({"problems": [self.as_data(one) for one in problems], "exit_code": 1})
            return 1
        for problem in problems:
            self.put(self._problem(problem))
        self.say(red(f"{len(problems)} problem{'s' if len(problems) != 1 else ''}."))
        return 1

    def notes(self, notes: Sequence[Problem]) -> None:
        """What is no mistake, but may not be meant."""
        for note in notes:
            self.say(yellow(f"Note: {self.placed(str(note))}"))

    def as_data(self, problem: Problem) -> dict[str, Any]:
        """A problem or a note as plain data."""
        place = problem.place
        return {
            "file": self.placed(place.file),
            "line": place.line,
            "column": place.column,
            "path": problem.path,
            "message": problem.message,
        }

    def placed(self, place: str) -> str:
        """A file of the plan with its folder as the user named it; the program's own files stay as they are."""
        if not self.folder or not place or place.startswith("budgetplan/"):
            return place
        if place == ".":  # the folder itself
            return self.folder
        return f"{self.folder if self.folder.endswith(('/', os.sep)) else self.folder + '/'}{place}"

    def _problem(self, problem: Problem) -> str:
        """A problem on one line; its place stays plain."""
        text = str(problem)
        if not problem.place.file:
            return red(text)
        place, sign, rest = text.partition(": ")
        return self.placed(place) + sign + red(rest)
