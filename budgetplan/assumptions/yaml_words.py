"""YAML's syntax errors in a manager's words: where the mistake is, and what would be right.

The parser names the token that it missed; the person needs the habit that went wrong (a formula without quotes, a tab,
a line that is one blank too far in). So the source line decides the sentence as much as the parser's own words do.
"""

from __future__ import annotations

import re

import yaml

from budgetplan.errors import Place, Problem

_FORMULA = re.compile(r"^\s*(?:- )?[\w-]+:\s+=")
_TWO_KEYS = re.compile(r"^\s*(?:- )?[^\s#'\"][^:#]*:\s+[^\s'\"].*:(?:\s|$)")
_SENTENCES = (  # the first whose words the parser's message holds
    (
        "mapping values",
        "this key does not fit the line above: check its indentation, and that the line above is complete",
    ),
    ("sequence entries", 'a list cannot begin on the line of its key: start a new line before "- "'),
    ("quoted scalar.*escape", "a \\ inside double quotes begins a special sign: use single quotes instead"),
    ("quoted scalar", "the quotes opened here are not closed: add the closing quote"),
    ("flow node", "a value or a closing bracket is missing here: write [a, b, c] or {a: 1, b: 2}"),
    ("flow sequence", "the [ here is not closed, or a comma is missing behind it: write [a, b, c]"),
    ("flow mapping", "the { here is not closed, or a comma is missing behind it: write {a: 1, b: 2}"),
    ("anchor|alias", "a value cannot begin with & or *: put it in quotes"),
    ("tag", "a value cannot begin with !: put it in quotes"),
    ("block scalar", "behind > or | the line must end: start the text on the next line"),
    ("document|directive", "a second document begins here: a file is one document, without %, --- or ... lines"),
    ("", "cannot be read as YAML: check the signs and the indentation on this line and the one before"),
)
_IN_QUOTES = "put the formula in quotes, or on a line of its own after >-"


def syntax_problem(error: yaml.MarkedYAMLError, text: str, file: str) -> Problem:
    """The parser's error as a Problem at the place that a person has to change."""
    lines = text.splitlines()
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line, mark.column) if mark else (0, 0)
    found = f"{error.context or ''}; {error.problem or ''}"
    start = error.context_mark.line if error.context_mark else line
    message = _formula(lines, line) or _by_words(found, _line(lines, line), column, start + 1)
    if re.search("end of stream|flow sequence|flow mapping", found):
        line, column = (error.context_mark.line, error.context_mark.column) if error.context_mark else (line, column)
    line = min(line, max(len(lines) - 1, 0))
    return Problem(Place(file, line + 1, column + 1), "", message)


def _formula(lines: list[str], line: int) -> str | None:
    """The sentence for a formula whose own signs end it: `: ` begins a value, ` #` a comment."""
    here, before = _line(lines, line), _line(lines, line - 1)
    if _FORMULA.match(here) and ": " in here.split("=", 1)[1]:
        return f'a formula that holds ": " ends there for YAML: {_IN_QUOTES}'
    if any(_FORMULA.match(one) and " #" in one.split("=", 1)[1] for one in (here, before)):
        return f'what follows " #" is a comment, so this formula is cut off: {_IN_QUOTES}'
    return None


def _by_words(found: str, here: str, column: int, start: int) -> str:
    sign = here[column : column + 1]
    if sign == "\t" or (not here.strip() and "\t" in here):
        return "a tab stands here: indent with blanks, two for each level"
    if "cannot start any token" in found:
        word = re.split(r"[\],}]", here[column:])[0].strip()[:40]
        return f'a value cannot begin with {sign or "this sign"}: put it in quotes, like "{word}"'
    if "mapping values" in found and _TWO_KEYS.match(here):
        return 'a value that holds ": " must stand in quotes'
    if "block collection" in found:
        return f'the list from line {start} goes on differently here: each item begins with "- " in one column'
    if "block mapping" in found:
        return _block_mapping(here, column, start)
    return next(sentence for words, sentence in _SENTENCES if re.search(words, found))


def _block_mapping(here: str, column: int, start: int) -> str:
    before = here[:column].rstrip()
    if before.endswith(("'", '"')):
        return "text goes on behind the closing quote: put the whole value in one pair of quotes"
    if before and here[column : column + 1] in ("]", "}"):
        return f"there is one {here[column]} too many: remove it"
    if here.lstrip().startswith(":"):
        return "a name is missing before the colon: write name: value"
    if here.lstrip().startswith("- "):
        return f'a list item stands among the keys that begin on line {start}: indent it under its key, or remove "- "'
    return "this line begins in another column than the keys above: start it in the column of the keys beside it"


def _line(lines: list[str], number: int) -> str:
    return lines[number] if 0 <= number < len(lines) else ""
