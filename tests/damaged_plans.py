"""Damaged copies of a plan, each with words for what was done to it: the same ones for the same seed."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from everything_plan import FILES
from file_accidents import Files, broken_file
from mutations import Tree, broken_structure, changed, text_of, tree_of, wrong_values

PLAN: Files = {name: text.lstrip().encode() for name, text in FILES.items()}
TREES: dict[str, Tree] = {name: tree_of(text.decode()) for name, text in PLAN.items() if name.endswith(".yaml")}
Damaged = tuple[str, Files]


def with_wrong_values(seed: int) -> Iterator[Damaged]:
    """Every kind of value with every wrong one in its place, in a random order."""
    cases = list(wrong_values(TREES))
    random.Random(seed).shuffle(cases)
    for words, name, path, wrong in cases:
        yield words, _with(name, changed(TREES[name], path, lambda _, wrong=wrong: wrong))


def with_accidents(seed: int) -> Iterator[Damaged]:
    """Keys and items lost, doubled, renamed, moved: one accident, or two."""
    chance = random.Random(seed)
    while True:
        words, name, tree = broken_structure(TREES, chance)
        if chance.random() < 0.5:
            yield words, _with(name, tree)
            continue
        more, other, second = broken_structure({**TREES, name: tree}, chance)
        yield f"{words}, and {more}", {**_with(name, tree), other: _bytes(second)}


def with_broken_files(seed: int) -> Iterator[Damaged]:
    """Whole files damaged, half of them twice over."""
    chance = random.Random(seed)
    while True:
        words, files = broken_file(PLAN, chance.choice(list(PLAN)), chance)
        if chance.random() < 0.3:
            more, files = broken_file(files, chance.choice(list(files)), chance)
            words += f", and {more}"
        yield words, files


KINDS = {"wrong values": with_wrong_values, "accidents": with_accidents, "broken files": with_broken_files}


def damaged(kind: str, seed: int, count: int) -> Iterator[Damaged]:
    """So many damaged plans of a kind."""
    return islice(KINDS[kind](seed), count)


def write(folder: Path, files: Files) -> Path:
    """Makes a folder hold these files and no others; what is the same already is not written again."""
    for one in folder.iterdir() if folder.exists() else ():
        if one.is_file() and one.name not in files:
            one.unlink()
    folder.mkdir(exist_ok=True)
    for name, content in files.items():
        path = folder / name
        if not path.exists() or path.stat().st_size != len(content) or path.read_bytes() != content:
            path.write_bytes(content)
    return folder


def _with(name: str, tree: Tree) -> Files:
    return {**PLAN, name: _bytes(tree)}


def _bytes(tree: Tree) -> bytes:
    return text_of(tree).encode("utf-8", "replace")


REWRITTEN: Files = {name: _bytes(tree) for name, tree in TREES.items()}
"""The plan's files without damage, written as the damaged ones are."""
