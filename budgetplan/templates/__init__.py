"""Plans to begin with: each folder beside this module is one, complete and with comments. `init` copies it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import UsageError, nearest
from ..new_folder import put

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

DEFAULT = "utility"
RECORDS = ".budgetplan"  # what a build remembers; never part of a template


def names() -> list[str]:
    """The templates that there are."""
    return sorted(one.name for one in _home().iterdir() if one.is_dir() and one.name[0] not in "._")


def copy(name: str, folder: str | Path) -> list[str]:
    """Writes a template into a folder, wholly or not at all; gives the files, with / between folders.

    A folder that is there keeps all it holds. Raises UsageError where there is no such template, or where the folder
    holds a plan or one of the files; FileError where it cannot be written.
    """
    known = names()
    if name not in known:
        told = nearest(name, known) or f" There is {', '.join(known)}."
        raise UsageError(f'There is no template "{name}".{told}')
    files = dict(_files(_home() / name))
    put(folder, files)
    return list(files)


def _home() -> Traversable:
    from importlib.resources import files

    return files(__package__)


def _files(folder: Traversable, above: str = "") -> Iterator[tuple[str, bytes]]:
    """The files of a template, sorted, with their contents."""
    for one in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if one.is_dir() and one.name not in (RECORDS, "__pycache__"):
            yield from _files(one, f"{above}{one.name}/")
        elif one.is_file():
            yield above + one.name, one.read_bytes()
