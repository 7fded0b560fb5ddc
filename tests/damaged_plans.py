"""Damaged copies of a plan, each with words for what was done to it: the same ones for the same seed."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import everything_plan
import structure_plan
from file_accidents import Files, broken_file
from mutations import Tree, broken_structure, changed, text_of, tree_of, wrong_values

Damaged = tuple[str, Files]


class Base:
    """A plan that is right: its files, and what each YAML file says."""

    def __init__(self, texts: dict[str, str]) -> None:
        self.files: Files = {name: text.lstrip().encode() for name, text in texts.items()}
        yaml = {name: text for name, text in self.files.items() if name.endswith(".yaml")}
        self.trees: dict[str, Tree] = {name: tree_of(text.decode()) for name, text in yaml.items()}

    def with_tree(self, name: str, tree: Tree) -> Files:
        """The files with another content of one of them."""
        return {**self.files, name: _bytes(tree)}

    @property
    def rewritten(self) -> Files:
        """The files without damage, written as the damaged ones are."""
        return {**self.files, **{name: _bytes(tree) for name, tree in self.trees.items()}}


EVERYTHING, STRUCTURE = Base(everything_plan.FILES), Base(structure_plan.FILES)
BASES = {"everything": EVERYTHING, "structure": STRUCTURE}


def with_wrong_values(seed: int, base: Base) -> Iterator[Damaged]:
    """Every kind of value with every wrong one in its place, in a random order."""
    cases = list(wrong_values(base.trees))
    random.Random(seed).shuffle(cases)
    for words, name, path, wrong in cases:
        yield words, base.with_tree(name, changed(base.trees[name], path, lambda _, wrong=wrong: wrong))


def with_accidents(seed: int, base: Base) -> Iterator[Damaged]:
    """Keys and items lost, doubled, renamed, moved: one accident, or two."""
    chance = random.Random(seed)
    while True:
        words, name, tree = broken_structure(base.trees, chance)
        if chance.random() < 0.5:
            yield words, base.with_tree(name, tree)
            continue
        more, other, second = broken_structure({**base.trees, name: tree}, chance)
        yield f"{words}, and {more}", {**base.with_tree(name, tree), other: _bytes(second)}


def with_broken_files(seed: int, base: Base) -> Iterator[Damaged]:
    """Whole files damaged, half of them twice over."""
    chance = random.Random(seed)
    while True:
        words, files = broken_file(base.files, chance.choice(list(base.files)), chance)
        if chance.random() < 0.3:
            more, files = broken_file(files, chance.choice(list(files)), chance)
            words += f", and {more}"
        yield words, files


KINDS = {"wrong values": with_wrong_values, "accidents": with_accidents, "broken files": with_broken_files}


def damaged(kind: str, seed: int, count: int, base: Base = EVERYTHING) -> Iterator[Damaged]:
    """So many damaged plans of a kind."""
    return islice(KINDS[kind](seed, base), count)


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


def _bytes(tree: Tree) -> bytes:
    return text_of(tree).encode("utf-8", "replace")
