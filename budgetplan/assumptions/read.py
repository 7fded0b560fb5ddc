"""A plan folder as one document of plain data, in which every value knows its file, line and column.

Sections may be spread over files as people like: lists add up, mappings merge, and what is given twice is a problem
that names both places. Everything that cannot be read is collected, not raised one by one.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from budgetplan.assumptions.formula_files import row_sections
from budgetplan.assumptions.nodes import Key, Node, compose_whole
from budgetplan.errors import AssumptionError, FileError, Place, Problem, closest, nearest
from budgetplan.names import quoted
from budgetplan.plan_files import is_in_use, is_plan_file

ITEMS = frozenset({"funds", "units", "accounts", "lines", "scenarios"})  # lists that stand in YAML files only
MAPPINGS = frozenset({"plan", "rates", "drivers", "calendar", "patterns", "position_cost"})
GROUPS = frozenset({"benefits", "model"})  # mappings whose own lists and mappings add up as well
LATER = frozenset(
    "amendments criteria directives methods packages performance policy "  # noqa: SIM905
    "quotes requirements stages technology tracking workload".split()
)
DEPTHS = {"benefits": 2, "model": 4}  # how many levels of a section may be spread over files
OTHERS = ITEMS | MAPPINGS | GROUPS  # but for the lists of rows, which may stand in CSV files
ID_KEYS = ("position", "id", "code")  # positions may have columns of their own, such as a code
NAME_KEYS = (*ID_KEYS, "csv")  # what an item of a list is called in a path
LARGEST_FILE = 50_000_000  # bytes
_LIST, _MAPPING = "a list (lines that begin with -)", "a mapping (key: value)"


def _as_it_is(document: Document) -> None:
    """Nothing is put in."""


@dataclass
class Document:
    """What the files of a plan folder say, before anyone asks whether it makes sense."""

    folder: Path
    root: Node
    problems: list[Problem] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)  # what is no mistake, but may not be meant
    digests: dict[str, str] = field(default_factory=dict)  # file -> sha256 of its text, line ends as \n
    missed: set[str] = field(
        default_factory=set
    )  # sections whose name or shape is wrong: what they define is not known
    broken: bool = False  # a file could not be read to its end: what other files name may be missing
    data: dict[str, Any] = field(default_factory=dict)

    def place(self, *path: Any) -> Place:
        """Where the value of a path such as ("positions", 3, "fte") is written, or its nearest ancestor."""
        return self.node(*path).place

    def key_place(self, *path: Any) -> Place:
        """Where the key of a path is written; for an item of a list, where the item begins."""
        parent = self.node(*path[:-1])
        key = _key_in(parent, path[-1]) if path else None
        return parent.keys[key] if key is not None and key in parent.keys else self.place(*path)

    def text(self, *path: Any) -> str | None:
        """A scalar as it was typed (`1E2`, `010`), or None for a list or mapping."""
        return self.node(*path).text

    def node(self, *path: Any) -> Node:
        """The node of a path, or of its nearest ancestor."""
        here = self.root
        for step in path:
            key = _key_in(here, step)
            if key is None:
                break
            here = here.value[key]
        return here


def read_folder(folder: Path, finish: Callable[[Document], None] = _as_it_is) -> Document:
    """Read all YAML files of a plan folder; raises FileError when the folder or a file cannot be read at all.

    `finish` may put in what other parts of the document say belongs there, before anything is checked.
    """
    folder = Path(folder)
    names = yaml_files(folder)
    document = Document(folder, Node({}, ".", 0, 0))
    if not names:
        hint = f"give the folder that holds the *.yaml files, or write a plan into it: budgetplan init {folder}"
        raise AssumptionError([Problem(Place("."), "", f"there is no plan in {quoted(folder)}: {hint}")])
    for name in names:
        text = _decoded(read_bytes(folder, name), name, document)
        tree, complete = compose_whole(text, name, document.problems) if text is not None else (None, False)
        document.broken = document.broken or not complete
        if tree is not None:
            _merge_file(document, tree)
    document.root.file = names[0]
    finish(document)
    _repeated_ids(document)
    document.data = document.root.plain()
    return document


def yaml_files(folder: Path) -> list[str]:
    """The plan's YAML files, relative to the folder with /, sorted; without hidden folders and frozen stages."""
    if not folder.is_dir():
        what = "is a file, not a folder" if folder.exists() else "does not exist"
        hint = "give its name, or write a plan to begin with: budgetplan init my-plan"
        if folder == Path("assumptions") and any(Path().glob("*.yaml")):
            hint = 'this folder holds YAML files itself: if they are the plan, write "budgetplan check ."'
        raise FileError(f"{folder}: the plan folder {what}: {hint}")
    found = []
    for parent, folders, files in os.walk(folder, onerror=_unreadable):
        here = Path(parent).relative_to(folder)
        folders[:] = sorted(one for one in folders if is_in_use((here / one).as_posix()))
        found += [inside for name in files if is_plan_file(inside := (here / name).as_posix())]
    return sorted(found)


def read_bytes(folder: Path, name: str) -> bytes:
    """The bytes of one file of the plan; raises FileError with the reason that the system gives."""
    path = folder / name
    try:
        if path.exists() and not path.is_file():
            raise FileError(f"{path}: is not a file: remove it from the plan folder")
        if path.stat().st_size > LARGEST_FILE:
            raise FileError(f"{path}: is over {LARGEST_FILE // 1_000_000} MB: split the file")
        return path.read_bytes()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "the name is not valid"
        raise FileError(f"{path}: cannot be read ({reason}): check that it exists and that you may read it") from error


def digest(content: bytes) -> str:
    """The sha256 of a text file, the same on every system: every line end counts as a line feed."""
    return hashlib.sha256(content.replace(b"\r\n", b"\n").replace(b"\r", b"\n")).hexdigest()


def _unreadable(error: OSError) -> None:
    raise FileError(f"{error.filename}: cannot be read ({error.strerror}): check that you may read it") from error


def _decoded(content: bytes, name: str, document: Document) -> str | None:
    document.digests[name] = digest(content)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        column = error.start - content.rfind(b"\n", 0, error.start)
        wrong = "the file is not UTF-8 text from here on: save it with the encoding UTF-8"
        document.problems.append(Problem(Place(name, line, column), "", wrong))
        return None


def _merge_file(document: Document, tree: Node) -> None:
    if tree.value is None:
        return
    if type(tree.value) is not dict:
        wrong = f"a plan file is a mapping of sections, such as `rates:`; this one is {_shape(tree)}"
        document.problems.append(Problem(tree.place, "", wrong))
        return
    for key, node in tree.value.items():
        unknown = _section_problem(key, node)
        if unknown is not None:
            document.problems.append(Problem(tree.keys[key], "", unknown))
            document.missed |= {closest(str(key), _sections() | LATER) or ""} & _sections()
        elif node.value is not None:
            _merge_section(document, str(key), node, tree.keys[key])


def _sections() -> frozenset[str]:
    """All sections that a plan may have."""
    return OTHERS | row_sections().keys()


def _section_problem(key: Key, node: Node) -> str | None:
    if key in LATER:
        return f"the section {quoted(key)} is not supported yet in this version: take it out of the plan folder"
    if key in _sections():
        return None
    if node.value is not None and type(node.value) not in (dict, list):
        wrong = f"{quoted(key)} begins in column 1 like a section, and holds a single value: indent it as far as the"
        return f"{wrong} keys of what it belongs to, most likely those above it"
    hint = nearest(str(key), _sections() | LATER) or f" Known: {', '.join(sorted(_sections()))}"
    return f"{quoted(key)} is not a section of a plan.{hint}"


def _merge_section(document: Document, name: str, node: Node, key_place: Place) -> None:
    of_rows = name in row_sections()
    one_table = of_rows and type(node.value) is dict and "csv" in node.value  # positions: {csv: ...}
    if (of_rows or name in ITEMS) and type(node.value) is not list and not one_table:
        _wrong_shape(document, name, node, _LIST)
    elif not of_rows and name not in ITEMS and type(node.value) is not dict:
        _wrong_shape(document, name, node, _MAPPING)
    else:
        if one_table:  # a single table: positions: {csv: ...}
            table, node = node, Node([node], node.file, node.line, node.column)
            node.value = [table]
        _add_up(document, document.root, name, node, key_place, (name,), DEPTHS.get(name, 1))


def _add_up(
    document: Document, into: Node, key: Key, node: Node, key_place: Place, path: tuple[Key, ...], depth: int
) -> None:
    """Put a node under a key; where the key is taken, lists add up and mappings merge, down to `depth` levels."""
    known: Node | None = into.value.get(key)
    if known is None:
        fresh = Node(list(node.value), node.file, node.line, node.column) if type(node.value) is list else node
        into.value[key], into.keys[key] = fresh, key_place
    elif depth > 0 and type(known.value) is list and type(node.value) is list:
        known.value.extend(node.value)
    elif depth > 0 and type(known.value) is dict and type(node.value) is dict:
        for name, child in node.value.items():
            _add_up(document, known, name, child, node.keys[name], (*path, name), depth - 1)
    else:
        wrong = f"{quoted(key)} is given twice, first at {into.keys[key]}: keep one of the two"
        document.problems.append(Problem(key_place, ".".join(map(str, path)), wrong))


def _repeated_ids(document: Document) -> None:
    """The same id or code on two items of a section, capitals or not: both places are named."""
    lists = [(name, node) for name, node in document.root.value.items() if name in ITEMS]
    benefits = document.root.value.get("benefits")
    if benefits is not None:
        lists += [(f"benefits.{key}", node) for key, node in benefits.value.items() if type(node.value) is list]
    for name, node in lists:
        seen: dict[str, Node] = {}
        for item in node.value:
            given = _id_of(item)
            if given is None or given.text is None:
                continue
            first = seen.setdefault(str(given.value).casefold(), given)
            if first is not given:
                wrong = f"{quoted(given.text)} is given twice, first at {first.place}: keep one, or give it another id"
                document.problems.append(Problem(given.place, f"{name}[{given.text}]", wrong))


def _id_of(item: Node) -> Node | None:
    if type(item.value) is not dict:
        return None
    return next((item.value[key] for key in ID_KEYS if key in item.value), None)


def _wrong_shape(document: Document, name: str, node: Node, want: str) -> None:
    document.missed.add(name)
    document.problems.append(Problem(node.place, name, f"the section must be {want}, and is {_shape(node)}"))


def _shape(node: Node) -> str:
    if type(node.value) is dict:
        return _MAPPING
    return _LIST if type(node.value) is list else f"the text {quoted(node.text)}"


def _key_in(node: Node, step: Any) -> Any:
    """The key of a mapping or index of a list that a step of a path means, or None."""
    if type(node.value) is dict:
        if step in node.value:
            return step
        if isinstance(step, str) and len(step) == 10:
            try:
                day = dt.date.fromisoformat(step)
            except ValueError:
                return None
            return day if day in node.value else None
        return None
    inside = type(node.value) is list and type(step) is int and 0 <= step < len(node.value)
    return step if inside else None
