"""YAML's syntax errors in a manager's words: where the mistake is, and what would be right.

The parser names the token that it missed; the person needs the habit that went wrong (a formula without quotes, a tab,
a line that is one blank too far in). So the source line decides the sentence as much as the parser's own words do.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import yaml

from budgetplan.assumptions.indentation import BESIDE, DOES_NOT_FIT, TWO_KEYS, misplaced
from budgetplan.errors import Place, Problem
from budgetplan.names import consists_of, quoted

_INVISIBLE = re.compile(  # control signs, soft hyphens, blanks without width, marks that turn the direction of text
    "[^\t\n\r\x20-\x7e\xa0-\xac\xae-\u200a\u200c\u200d\u2010-\u2027\u202f-\u205f\u206a-\ud7ff"
    "\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)
_VISIBLE_ASCII = bytes([*b"\t\n\r", *range(0x20, 0x7F)])
_CUT_NUMBER = re.compile(r"[-+$]*[0-9][0-9.]*(?:,\s*[0-9][0-9.]*)+(?=\s*[,}])")
NO_COLON = re.compile(r"\s*[,}]")  # behind a word inside {...} that is no key
LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # libyaml where it exists: some 8 times as fast
_NEXT_KEY = re.compile(r",\s*[\w-]+:\s")
_FORMULA = re.compile(r"^\s*(?:- )?[\w-]+:\s+=")
_FIGURE_IN_BRACKETS = re.compile(r"[{,\[]\s*([a-z_.]+\[[^\]{},\"']*\](?:\.[\w.]+)?(?:\[[-\d]+\])?)\s*[:,\]}]")
_IN_ONE_PAIR = re.compile(r"\"[^\"]*\"|'[^']*'")
_SENTENCES = (  # the first whose words the parser's message holds
    ("mapping values", DOES_NOT_FIT),
    ("expected ':'", "a colon is missing on this line: write name: value"),
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
COMMA_ENDS = "a comma ends a value inside {...}"
_BEHIND_QUOTES = "text goes on behind the closing quote: put the whole value in one pair of quotes"
_IN_QUOTES = "put the formula in quotes, or on a line of its own after >-"


def syntax_problem(error: yaml.MarkedYAMLError, text: str, file: str) -> Problem:
    """The parser's error as a Problem at the place that a person has to change."""
    lines = text.splitlines()
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line, mark.column) if mark else (0, 0)
    found = f"{error.context or ''}; {error.problem or ''}"
    start = error.context_mark.line if error.context_mark else line
    special = (
        _quotes(error, text)
        or _bracket_in_name(found, _line(lines, line), line)
        or _comma(found, _line(lines, line), line, column)
        or _comment(found, lines, start, line)
        or _colon(found, _line(lines, line), line, column)
        or misplaced(found, lines, line)
    )
    if special is not None and _formula(lines, line) is None:
        return Problem(Place(file, special[0] + 1, special[1] + 1), "", special[2])
    message = _formula(lines, line) or _by_words(found, _line(lines, line), column, start + 1)
    if re.search("end of stream|flow sequence|flow mapping|simple key", found):
        line, column = (error.context_mark.line, error.context_mark.column) if error.context_mark else (line, column)
    line = min(line, max(len(lines) - 1, 0))
    return Problem(Place(file, line + 1, column + 1), "", message)


def _formula(lines: list[str], line: int) -> str | None:
    """The sentence for a formula whose own signs end it: `: ` begins a value, ` #` a comment."""
    here, before = _line(lines, line), _line(lines, line - 1)
    if _FORMULA.match(here) and ": " in _NEXT_KEY.split(here.split("=", 1)[1], maxsplit=1)[0]:
        return f'a formula that holds ": " ends there for YAML: {_IN_QUOTES}'
    if any(_FORMULA.match(one) and " #" in one.split("=", 1)[1] for one in (here, before)):
        return f'what follows " #" is a comment, so this formula is cut off: {_IN_QUOTES}'
    return None


def _quotes(error: yaml.MarkedYAMLError, text: str) -> tuple[int, int, str] | None:
    """Where quotes were opened that were never closed, when they swallowed what follows up to some other quote."""
    mark = error.problem_mark
    if mark is None or not re.match("did not find expected|expected", error.problem or ""):
        return None
    opened = _last_quoted(text, mark.line, mark.column)
    if opened is None:
        return None
    line, column = opened.start_mark.line, opened.start_mark.column
    if line != opened.end_mark.line or re.search(r",\s*[\w-]+:\s*$", opened.value):
        return line, column, "the quotes opened here are not closed: add the closing quote"
    if "flow" in (error.context or ""):
        key = re.match(r"([\w-]+)\s*:", _line(text.splitlines(), mark.line)[mark.column :])
        return mark.line, mark.column, f"a comma is missing before {quoted(key[1])}" if key else _BEHIND_QUOTES
    return None


def _bracket_in_name(found: str, here: str, line: int) -> tuple[int, int, str] | None:
    """The name of a figure or row inside {...} or [...], `positions[CO-117].fte`: the [ ends it for YAML."""
    match = _FIGURE_IN_BRACKETS.search(here)
    if match is None or "flow" not in found:
        return None
    wrong = f"inside {{...}} and [...] a name that holds [ must stand in quotes: write {quoted(match[1])}"
    return line, match.start(1), wrong


def _comma(found: str, here: str, line: int, column: int) -> tuple[int, int, str] | None:
    """A key inside {...} that follows a value without a comma between them."""
    match = re.search(r"[{,]\s*[\w-]+:\s+[^,{}:\"']*\s([\w-]+)\s*$", here[:column])
    if match is None or "flow mapping" not in found or here[column : column + 1] != ":":
        return None
    return line, match.start(1), f"a comma is missing before {quoted(match[1])}"


def _colon(found: str, here: str, line: int, column: int) -> tuple[int, int, str] | None:
    """A value inside {...} that holds ": ", which YAML reads as another key."""
    match = re.search(r"(?:[{,]|^)\s*[\w-]+:\s+([^\s,{}\"'][^,{}\"']*)$", here[:column])
    if match is None or "flow mapping" not in found or here[column : column + 1] != ":":
        return None
    return line, match.start(1), 'a value that holds ": " must stand in quotes'


def _last_quoted(text: str, line: int, column: int) -> Any:
    """The last text in quotes that ends before a place; blanks between count as its own."""
    last: Any = None
    try:
        for token in yaml.scan(text, Loader=LOADER):
            start = (token.start_mark.line, token.start_mark.column)
            if start >= (line, column):
                break
            if last is not None or type(token) is yaml.ScalarToken:
                last = token
    except yaml.YAMLError:
        pass
    if type(last) is not yaml.ScalarToken or last.style not in ("'", '"'):
        return None
    between = _line(text.splitlines(), line)[last.end_mark.column : column] if last.end_mark.line == line else "x"
    return last if not between.strip() else None


def _comment(found: str, lines: list[str], start: int, line: int) -> tuple[int, int, str] | None:
    """A # inside {...}, which begins a comment and hides the closing bracket."""
    if "flow" not in found and "block sequence entries" not in found and "block collection" not in found:
        return None
    for number in range(start, min(line, start + 20) + 1):
        bare = _IN_ONE_PAIR.sub(lambda match: "x" * len(match[0]), _line(lines, number))
        before, sign, behind = bare.partition(" #")
        open_ones = len(re.findall(r"[{\[]", before)) - len(re.findall(r"[}\]]", before))
        if sign and open_ones > 0 and re.search(r"[\]}]", behind):
            return (
                number,
                len(before) + 1,
                '"#" begins a comment, so the rest of the line is lost: put the value in double quotes',
            )
    return None


def _by_words(found: str, here: str, column: int, start: int) -> str:
    sign = here[column : column + 1]
    if sign == "\t" or (not here.strip() and "\t" in here):
        return "a tab stands here: indent with blanks, two for each level"
    if "cannot start any token" in found:
        word = re.split(r"[\],}]", here[column:])[0].strip()[:40]
        return f'a value cannot begin with {sign or "this sign"}: put it in quotes, like "{word}"'
    if "mapping values" in found and TWO_KEYS.match(here):
        return 'a value that holds ": " must stand in quotes'
    if "block collection" in found:
        return f'the list from line {start} goes on differently here: each item begins with "- " in one column'
    if "block mapping" in found:
        return _block_mapping(here, column, start)
    return next(sentence for words, sentence in _SENTENCES if re.search(words, found))


def _block_mapping(here: str, column: int, start: int) -> str:
    before = here[:column].rstrip()
    if before.endswith(("'", '"')):
        return _BEHIND_QUOTES
    if before and here[column : column + 1] in ("]", "}"):
        return f"there is one {here[column]} too many: remove it"
    if here.lstrip().startswith(":"):
        return "a name is missing before the colon: write name: value"
    if here.lstrip().startswith("- "):
        return f'a list item stands among the keys that begin on line {start}: indent it under its key, or remove "- "'
    return f"this line begins in another column than the keys above: {BESIDE}"


def _line(lines: list[str], number: int) -> str:
    return lines[number] if 0 <= number < len(lines) else ""


def comma_problem(text: str, begin: int) -> str:
    """What to say of a value inside {...} that a comma cut in two; it begins at `begin`."""
    match = _CUT_NUMBER.match(text, begin)
    written = match[0] if match else ""
    if re.fullmatch(r"[-+$]*[0-9]{1,3}(,[0-9]{3})+(\.[0-9]*)?", written):
        return f"{COMMA_ENDS}: write {re.sub('[,$+]', '', written)} without the comma"
    if re.fullmatch(r"[-+$]*[0-9]*,\s*[0-9]+", written):
        return f"{COMMA_ENDS}: write numbers without commas, with a point before the decimals"
    return f"{COMMA_ENDS}: put the whole value in double quotes"


def tag_words(tag: str) -> str:
    """Why a value may have no tag (!...)."""
    shown = tag.replace("tag:yaml.org,2002:", "!!") if tag else "!"
    hint = "remove it, or put the text in quotes"
    return f"the tag {quoted(shown)[1:-1]} is not read, plans hold plain values only: {hint}"


def invisible_sign(text: str) -> str | None:
    """The first sign of a text that nobody can see, by its number."""
    hidden = _INVISIBLE.search(text)
    return f"U+{ord(hidden[0]):04X}" if hidden else None


def invisible_problem(text: str, file: str) -> Problem | None:
    """The first sign of a file that nobody can see, and that no plan needs."""
    hidden = None if consists_of(text, _VISIBLE_ASCII) else _INVISIBLE.search(text)
    if hidden is None:
        return None
    line = text.count("\n", 0, hidden.start()) + 1
    place = Place(file, line, hidden.start() - text.rfind("\n", 0, hidden.start()))
    if text.count("\0") > len(text) // 4:  # each letter takes two bytes
        return Problem(Place(file, 1, 1), "", "the file is not UTF-8 text: save it with the encoding UTF-8")
    return Problem(place, "", f"an invisible sign (U+{ord(hidden[0]):04X}) stands here: delete it")


def key_problem(value: Any, text: str | None, event: Any) -> str | None:
    """Why a value cannot be a key, or None."""
    if type(event) is not yaml.ScalarEvent and type(event) is not yaml.AliasEvent:
        return "a list or mapping cannot be a key: write a name, then a colon"
    if value == "<<" and type(event) is yaml.ScalarEvent and not event.style:
        return "merge keys (<<) are not read: write the keys out here"
    if isinstance(value, str):
        return "the key is empty: write a name before the colon" if not value.strip() else None
    if isinstance(value, dt.date):
        return None
    if value is None:
        return "the key is empty: write a name before the colon"
    if isinstance(value, list | dict):
        return "a list or mapping cannot be a key: write a name, then a colon"
    return f"the key {text} is read as a value: write {quoted(text)} in quotes"
