"""YAML text as a tree of values, each with the line and column where it is written.

The tree is built from libyaml's events, in one pass and without recursion, and no Python object is ever constructed
from a tag. Whatever could exhaust the machine is bounded here: depth, number of values, what aliases add.
"""

from __future__ import annotations

import datetime as dt
from typing import Any, NamedTuple

import yaml

from budgetplan.assumptions.scalars import BadScalar, normal, plain_value
from budgetplan.assumptions.spots import spots_of
from budgetplan.assumptions.yaml_words import (
    LOADER,
    NO_COLON,
    comma_problem,
    invisible_problem,
    invisible_sign,
    key_problem,
    syntax_problem,
    tag_words,
)
from budgetplan.errors import Place, Problem, Spots
from budgetplan.names import quoted

DEEPEST = 50
MOST_VALUES = 2_000_000
MOST_ALIASES = 1_000
MOST_ALIASED_VALUES = 200_000
MOST_PROBLEMS = 100

Key = str | dt.date


class Node:
    """A value with its place: a scalar, a list of nodes, or a mapping of nodes with the places of its keys."""

    __slots__ = ("bare", "column", "file", "keys", "line", "spots", "text", "value")

    def __init__(self, value: Any, file: str, line: int, column: int, text: str | None = None) -> None:
        self.value = value
        self.file = file
        self.line = line
        self.column = column
        self.text = text  # a scalar as it was typed
        self.spots: Spots = ()  # where the letters of a formula stand that is quoted or folded
        self.keys: dict[Key, Place] = {}
        self.bare: dict[Key, Key] | None = None  # keys without a colon inside {...}, each with the key before it

    @property
    def place(self) -> Place:
        """Where the value begins."""
        return Place(self.file, self.line, self.column)

    def plain(self) -> Any:
        """The value as plain lists, dicts and scalars."""
        if type(self.value) is dict:
            return {key: child.plain() for key, child in self.value.items()}
        if type(self.value) is list:
            return [child.plain() for child in self.value]
        return self.value


class _Open:
    """A list or mapping that is being read."""

    __slots__ = ("anchor", "before", "braces", "height", "key", "last", "node", "skip")

    def __init__(self, node: Node, anchor: str | None, before: int, braces: bool) -> None:
        self.node = node
        self.anchor = anchor
        self.before = before  # how many values the file had when this one began
        self.height = 1  # levels of lists and mappings, this one included
        self.key: Key | None = None
        self.skip = False  # the key was refused: read its value and forget it
        self.braces = braces  # written as {...}
        self.last: tuple[Key, Any] | None = None  # the key before, and the event of its value


class _Anchored(NamedTuple):
    node: Node
    values: int
    height: int
    begin: Any = None  # the event, until something repeats it


class _Stop(Exception):
    """Reading this file any further makes no sense; the problem is noted."""


def compose(text: str, file: str, problems: list[Problem]) -> Node | None:
    """The tree of a file, or what could be read of it; None for an empty file. Problems are appended."""
    return compose_whole(text, file, problems)[0]


def compose_whole(text: str, file: str, problems: list[Problem]) -> tuple[Node | None, bool]:
    """The tree of a file (None when empty) and whether all of it was read. Problems are appended."""
    hidden = invisible_problem(text, file)
    if hidden is not None:
        problems.append(hidden)
        return None, False
    reader = _Reader(file, problems, text)
    try:
        for event in yaml.parse(text, Loader=LOADER):
            reader.take(event)
        reader.unused_anchors()
    except _Stop:
        pass
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        if not reader.refused or reader.refused[-1].place.line != line:  # what is refused often breaks its line, too
            problems.append(syntax_problem(error, text, file))
    except yaml.YAMLError:
        problems.append(Problem(Place(file, 1, 1), "", "is not YAML text: save the file as plain text in UTF-8"))
    else:
        return reader.root, True
    return reader.before_the_break(), False


class _Reader:
    """Puts the events of one file together."""

    def __init__(self, file: str, problems: list[Problem], source: str) -> None:
        self.file = file
        self.source = source
        self.refused: list[Problem] = []
        self.problems = problems
        self.root: Node | None = None
        self._open: list[_Open] = []
        self._anchors: dict[str, _Anchored | None] = {}  # None: not yet complete
        self._values = 0
        self._aliases = 0
        self._aliased_values = 0
        self._documents = 0
        self._most_problems = len(problems) + MOST_PROBLEMS

    def take(self, event: Any) -> None:
        """One step: a scalar, an alias, the start or end of a list, mapping or document."""
        kind = type(event)
        if kind is yaml.ScalarEvent:
            self._scalar(event)
        elif kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
            self._begin(event, {} if kind is yaml.MappingStartEvent else [])
        elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
            self._end()
        elif kind is yaml.AliasEvent:
            self._alias(event)
        elif kind is yaml.DocumentStartEvent:
            self._documents += 1
            if self._documents > 1:
                self._refuse(event, "a second document begins here: remove the --- line, or use two files", stop=True)

    def before_the_break(self) -> Node | None:
        """The sections that were complete when reading stopped: of half a section nothing can be said."""
        if self.root is None or type(self.root.value) is not dict:
            return None
        while self.root.value and type(self.root.value.popitem()[1].value) not in (dict, list, type(None)):
            continue  # what has a single value is no section: it stands too far out, and cut off the one before
        return self.root

    def _scalar(self, event: Any) -> None:
        self._count(event, 1)
        text: str = event.value
        mark = event.start_mark
        if event.tag is not None:
            self._refuse(event, tag_words(event.tag))
        if event.style == '"' and not text.isprintable() and (hidden := invisible_sign(text)):
            self._refuse(event, f"\\ in these quotes writes an invisible sign ({hidden}): leave it out")
        if event.style or event.tag is not None:
            value: Any = normal(text)
        else:
            try:
                value = plain_value(text)
            except BadScalar as bad:
                self._refuse(event, str(bad))
                value = text
        node = Node(value, self.file, mark.line + 1, mark.column + 1, text)
        if text.startswith("=") and (event.style or event.end_mark.line > mark.line):
            node.spots = spots_of(text, self.source, self.file, mark.index)
        if event.anchor is not None:
            self._anchors[event.anchor] = _Anchored(node, 1, 0, event)
        self._add(node, event)

    def _begin(self, event: Any, value: Any) -> None:
        self._count(event, 1)
        if len(self._open) >= DEEPEST:
            self._refuse(event, f"lists and mappings are more than {DEEPEST} deep here: write them flatter", stop=True)
        if event.tag is not None:
            self._refuse(event, tag_words(event.tag))
        node = Node(value, self.file, event.start_mark.line + 1, event.start_mark.column + 1)
        self._add(node, event)
        if event.anchor is not None:
            self._anchors[event.anchor] = None
        self._open.append(_Open(node, event.anchor, self._values, event.flow_style and type(value) is dict))

    def _end(self) -> None:
        done = self._open.pop()
        if done.anchor is not None:
            self._anchors[done.anchor] = _Anchored(done.node, self._values - done.before + 1, done.height)
        self._deepen(done.height)

    def _alias(self, event: Any) -> None:
        name = event.anchor
        target = self._anchors.get(name)
        if target is None:
            inside = name in self._anchors
            wrong = f"*{name} stands inside what it repeats" if inside else f"*{name} repeats nothing: no &{name} above"
            self._refuse(event, f'{wrong}. If the * belongs to the text, put it in quotes: "*{name}"', stop=inside)
            target = _Anchored(Node(None, self.file, 0, 0, ""), 1, 0)
        elif target.begin is not None:
            self._anchors[name] = target._replace(begin=None)
        self._aliases += 1
        self._aliased_values += target.values
        self._count(event, target.values)
        if self._aliases > MOST_ALIASES or self._aliased_values > MOST_ALIASED_VALUES:
            self._refuse(event, "too much is repeated with * in this file: write it out, or use a CSV table", True)
        if len(self._open) + target.height > DEEPEST:
            self._refuse(event, f"lists and mappings are more than {DEEPEST} deep here: write them flatter", stop=True)
        node = Node(target.node.value, self.file, event.start_mark.line + 1, event.start_mark.column + 1)
        node.text, node.keys, node.bare = target.node.text, target.node.keys, target.node.bare
        node.spots = target.node.spots
        self._add(node, event)
        self._deepen(target.height)

    def _add(self, node: Node, event: Any) -> None:
        if not self._open:
            self.root = node
            return
        parent = self._open[-1]
        if type(parent.node.value) is list:
            parent.node.value.append(node)
        elif parent.key is None and not parent.skip:
            self._key(parent, node, event)
        else:
            if not parent.skip and parent.key is not None:
                parent.node.value[parent.key] = node
                parent.last = parent.key, event
            parent.key, parent.skip = None, False

    def _key(self, parent: _Open, node: Node, event: Any) -> None:
        """Take a node as the key of the value that follows it."""
        if parent.braces and parent.last is not None and self._behind_comma(parent, parent.last, node, event):
            parent.skip = True
            return
        wrong = key_problem(node.value, node.text, event)
        earlier = parent.node.keys.get(node.value) if wrong is None else None
        if earlier is not None:
            wrong = f"{quoted(node.value)} is given twice, first at {earlier}: keep one of the two"
        if wrong is None:
            parent.key = node.value
            parent.node.keys[node.value] = node.place
        else:
            self._refuse(event, wrong)
            parent.skip = True

    def _behind_comma(self, parent: _Open, last: tuple[Key, Any], node: Node, event: Any) -> bool:
        """Whether a key is no key but the rest of the value before it, cut off by a comma, and not to be read."""
        plain = type(event) is yaml.ScalarEvent and not event.style and event.tag is None
        if not plain or not NO_COLON.match(self.source, event.end_mark.index):
            return False
        key, value = last
        if isinstance(node.value, str) and not node.value.isdigit():
            parent.node.bare = {**(parent.node.bare or {}), node.value: key}
            return False
        if getattr(value, "style", "none") or isinstance(node.value, dt.date):
            return False
        place = Place(self.file, value.start_mark.line + 1, value.start_mark.column + 1)
        if not self.refused or self.refused[-1].place != place:
            self._refuse(value, comma_problem(self.source, value.start_mark.index))
        return True

    def unused_anchors(self) -> None:
        """A name that is given with & and never repeated is most likely a text that begins with &."""
        for name, one in self._anchors.items():
            if one is not None and one.begin is not None:
                wrong = f'& begins an anchor in YAML, and nothing repeats "{name}": put the value in quotes'
                self._refuse(one.begin, wrong)

    def _deepen(self, height: int) -> None:
        if self._open:
            self._open[-1].height = max(self._open[-1].height, height + 1)

    def _count(self, event: Any, values: int) -> None:
        self._values += values
        if self._values > MOST_VALUES:
            self._refuse(event, f"the file has over {MOST_VALUES:,} values: keep long tables in CSV files", stop=True)

    def _refuse(self, event: Any, message: str, stop: bool = False) -> None:
        place = Place(self.file, event.start_mark.line + 1, event.start_mark.column + 1)
        self.refused.append(Problem(place, "", message))
        self.problems.append(self.refused[-1])
        if len(self.problems) >= self._most_problems:
            self.problems.append(Problem(place, "", "too many problems in this file: the rest of it was not read"))
            raise _Stop
        if stop:
            raise _Stop
