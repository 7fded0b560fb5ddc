"""Damage to a plan: every value of its YAML in the hands of every mistake, keys and items lost, doubled and mixed.

Its YAML is kept as a tree of values as they were typed, so that damage is done to
one value, key or item and the rest is written as it was: `{a: 1, a: 1}`, `&x`, `2027-02-30` are as easily made as
right values.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

Path = tuple[int, ...]
Tree = Any  # a Mapping, a list of trees, or a text


@dataclass
class Mapping:
    """Keys with their values, in order; a key may stand there twice."""

    pairs: list[list[Any]] = field(default_factory=list)


def tree_of(text: str) -> Any:
    """A file as mappings, lists and, as they were typed, single values."""
    return _tree(yaml.compose(text, Loader=yaml.CSafeLoader), text)


def _tree(node: Any, text: str) -> Any:
    if isinstance(node, yaml.MappingNode):
        return Mapping([[_tree(key, text), _tree(value, text)] for key, value in node.value])
    if isinstance(node, yaml.SequenceNode):
        return [_tree(item, text) for item in node.value]
    return text[node.start_mark.index : node.end_mark.index].rstrip("\n")


def text_of(tree: Any) -> str:
    """A file as text again: its sections in lines, each of their items on one."""
    if not isinstance(tree, Mapping):
        return flow(tree) + "\n"
    lines = []
    for key, value in tree.pairs:
        lines.append(f"{key}:" if isinstance(value, Mapping | list) and _inside(value) else f"{key}: {flow(value)}")
        if isinstance(value, Mapping) and value.pairs:
            lines += [f"  {name}: {flow(child)}" for name, child in value.pairs]
        elif isinstance(value, list):
            lines += [f"  - {flow(child)}" for child in value]
    return "\n".join(lines) + "\n"


def flow(tree: Any) -> str:
    """A value on one line; a formula stands in quotes there, as a comma would end it."""
    if isinstance(tree, Mapping):
        return "{" + ", ".join(f"{_key(key)}: {flow(value)}" for key, value in tree.pairs) + "}"
    if isinstance(tree, list):
        return "[" + ", ".join(map(flow, tree)) + "]"
    return _key(f'"{tree}"' if tree.startswith("=") and '"' not in tree else tree)


def _key(key: Any) -> str:
    """The name of a figure as a key or value on one line: it stands in quotes there, as its bracket would end it."""
    return f'"{key}"' if re.fullmatch(r"[\w.]+\[[^\"]*", str(key)) else str(key)


def _inside(tree: Any) -> bool:
    return bool(tree.pairs if isinstance(tree, Mapping) else tree)


def spots(tree: Any, path: Path = ()) -> Iterator[Path]:
    """The paths of all values, as numbers of items and pairs."""
    yield path
    children = [value for _, value in tree.pairs] if isinstance(tree, Mapping) else tree
    for index, child in enumerate(children if isinstance(children, list) else ()):
        yield from spots(child, (*path, index))


def at(tree: Any, path: Path) -> Any:
    """The value at a path."""
    for index in path:
        tree = tree.pairs[index][1] if isinstance(tree, Mapping) else tree[index]
    return tree


def changed(tree: Any, path: Path, change: Callable[[Any], Any]) -> Any:
    """A copy of a tree in which what stands at a path is changed."""
    if not path:
        return change(tree)
    first, rest = path[0], path[1:]
    if isinstance(tree, Mapping):
        pairs = [list(pair) for pair in tree.pairs]
        pairs[first][1] = changed(pairs[first][1], rest, change)
        return Mapping(pairs)
    items = list(tree)
    items[first] = changed(items[first], rest, change)
    return items


def called(tree: Any, path: Path) -> str:
    """A path in words, alike for all items of a list: `lines.*.amount.source`."""
    shown = []
    for index in path:
        shown.append(str(tree.pairs[index][0]) if isinstance(tree, Mapping) else "*")
        tree = at(tree, (index,))
    return ".".join("day" if one[:4].isdigit() and "-" in one else one for one in shown)


LONG = "x" * 5000
WRONG: tuple[str, ...] = (
    *("", "null", "~", '""', '" "', "true", "no", "0", "-1", "1", "2", "0.5", "1e308", "-1e308", "1e999", "1e-300"),
    *("10000000000000000000000000000000", "999999999999", "-999999999999", "1000001", ".inf", "-.inf", ".nan"),
    *("nan", "inf", '"nan"', "1_000", '"1,000.50"', "$5", "5 %", "0x10", "0o17", "010", "12:30", "1e3", "1.5.2"),
    *("2027-10-01", '"2027-10-01"', "2027-02-30", "0001-01-01", "9999-12-31", "1899-12-31", "10/01/2027"),
    *("2027-10-01T00:00:00", "nonsense", "none", "base", "even", "paydays", "bills", "CO-117", '"540"', '"5"', "front"),
    *("a b", "Ünïcode", "'é'", '"\\u0000"', '"\\ud83d"', '"a\\tb"', '"two\\nlines"', '"\\u202e"', '"\\ufeff"'),
    *("🙂", "*x", "&x 1", "!x 1", "!!int 1", "{{x}}", "%s", "{0}", "a: b", "- 1", "# 1", "'", '"', "[", "}", "\t1"),
    *("@x", "`x", "|", ">", "<<", "=", "==", "=1", "=1/0", "=bills", "=nothing", '"=IF(1,2"', "=PREV(bills)"),
    *('"=SUM(lines.amount)"', "='x'!A1", "=A1", f"={'(' * 100}1{')' * 100}", f"={'1+' * 300}1", f"={'1' * 400}"),
    *(
        '"=ROUND(bills, 2)"',
        '"=bills ^ 1000"',
        '"=0 - bills"',
        "=bills/0",
        "=month",
        '"=""x"""',
        "=1e308*12",
        '"=1%%%"',
    ),
    *("[]", "{}", "[1]", "[null]", "[[]]", "[[[1]]]", "{a: 1}", "{value: 1}", "{value: null}", "{value: {value: 1}}"),
    *("{2027-10-01: 1}", "{2027-10-01: null}", "{2027-10-01: x, 2028-01-01: 1}", "{9999-12-31: 1}", "{0001-01-01: 1}"),
    *("{2027-10-01: 1, value: 2}", "{2027-10-01: {2028-01-01: 1}}", "{figure: 1}", "{entries: 1}", "{csv: staff.csv}"),
    *("{csv: nowhere.csv}", "{csv: ../x.csv}", "{csv: plan.yaml}", "{csv: null}", "{1: 2}", "{null: 1}", "{true: 1}"),
    *("{? [a] : 1}", "{a, b}", "[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]", "[0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]"),
    *(LONG, f'"{LONG}"', "9" * 400, "[" * 60 + "]" * 60, "{a: " * 55 + "1" + "}" * 55, "[" + "1, " * 400 + "1]"),
)
"""What a value may be in place of what belongs there, each as it would be typed."""


def wrong_values(files: dict[str, Any]) -> Iterator[tuple[str, str, Path, str]]:
    """Every kind of value with every wrong one: name, file, path, what stands there then."""
    seen = set()
    for name, tree in files.items():
        for path in spots(tree):
            words = called(tree, path)
            if (name, words) not in seen:
                seen.add((name, words))
                for wrong in WRONG:
                    yield f"{words} is {wrong[:40]!r}", name, path, wrong


def broken_structure(files: dict[str, Any], chance: random.Random) -> tuple[str, str, Any]:
    """One accident to keys and items of one file: name, file, and its tree then."""
    name = chance.choice([one for one, tree in files.items() if tree is not None])
    tree = files[name]
    path = chance.choice([one for one in spots(tree) if isinstance(at(tree, one), Mapping | list) or not one])
    what = chance.choice(list(ACCIDENTS))
    others = [at(other, one) for other in files.values() if other is not None for one in spots(other)]
    words = f"{what} in {name} {called(tree, path)}"
    return words, name, changed(tree, path, lambda value: ACCIDENTS[what](value, chance, others))


Accident = Callable[[Any, random.Random, list[Any]], Any]


def _parts(value: Any) -> list[Any]:
    """The pairs or items of a value, as a list of its own."""
    return [list(pair) for pair in value.pairs] if isinstance(value, Mapping) else list(value)


def _whole(value: Any, parts: list[Any]) -> Any:
    return Mapping(parts) if isinstance(value, Mapping) else parts


def _leave_out(value: Any, chance: random.Random, others: list[Any]) -> Any:
    parts = _parts(value)
    if parts:
        parts.pop(chance.randrange(len(parts)))
    return _whole(value, parts)


def _double(value: Any, chance: random.Random, others: list[Any]) -> Any:
    parts = _parts(value)
    if parts:
        parts.insert(chance.randrange(len(parts)), chance.choice(parts))
    return _whole(value, parts)


def _empty(value: Any, chance: random.Random, others: list[Any]) -> Any:
    return _whole(value, [])


def _mix(value: Any, chance: random.Random, others: list[Any]) -> Any:
    parts = _parts(value)
    chance.shuffle(parts)
    return _whole(value, parts)


def _swap(value: Any, chance: random.Random, others: list[Any]) -> Any:
    """Two keys change their values."""
    if not isinstance(value, Mapping) or len(value.pairs) < 2:
        return chance.choice(others)
    parts = _parts(value)
    one, other = chance.sample(range(len(parts)), 2)
    parts[one][1], parts[other][1] = parts[other][1], parts[one][1]
    return Mapping(parts)


def _misspell(value: Any, chance: random.Random, others: list[Any]) -> Any:
    """A key with a slip of the pen; of a list, a value."""
    parts = _parts(value)
    if not parts or (isinstance(value, list) and not isinstance(parts[0], str)):
        return value
    index = chance.randrange(len(parts))
    text = str(parts[index][0] if isinstance(value, Mapping) else parts[index])
    where = chance.randrange(len(text) + 1)
    slip = chance.choice(
        (text[:where] + text[where + 1 :], text[:where] + "x" + text[where:], text.upper(), text + " ")
    )
    if isinstance(value, Mapping):
        parts[index][0] = slip or "x"
    else:
        parts[index] = slip
    return _whole(value, parts)


def _foreign(value: Any, chance: random.Random, others: list[Any]) -> Any:
    """A value from elsewhere in the plan."""
    parts, other = _parts(value), chance.choice(others)
    if parts and isinstance(value, Mapping):
        chance.choice(parts)[1] = other
    elif parts:
        parts[chance.randrange(len(parts))] = other
    return _whole(value, parts)


def _wrap(value: Any, chance: random.Random, others: list[Any]) -> Any:
    return chance.choice(([value], Mapping([["value", value]]), Mapping([["2027-10-01", value]]), [[value], value]))


def _strange_key(value: Any, chance: random.Random, others: list[Any]) -> Any:
    """A key that no one knows, or that belongs elsewhere."""
    key = chance.choice(
        ("id", "value", "csv", "when", "included", "2027-10-01", "5", "null", "<<", '""', "a.b", "x y", "__", "é")
    )
    parts = _parts(value)
    return (
        Mapping([*parts, [key, chance.choice(others)]])
        if isinstance(value, Mapping)
        else [*parts, Mapping([[key, "1"]])]
    )


def _wrong_value(value: Any, chance: random.Random, others: list[Any]) -> Any:
    """One of the values is any of the wrong ones."""
    return _foreign(value, chance, list(WRONG))


ACCIDENTS: dict[str, Accident] = {
    "left out": _leave_out,
    "twice": _double,
    "emptied": _empty,
    "in another order": _mix,
    "swapped": _swap,
    "misspelt": _misspell,
    "from elsewhere": _foreign,
    "wrapped": _wrap,
    "with a strange key": _strange_key,
    "a wrong value": _wrong_value,
}
