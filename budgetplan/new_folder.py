"""A new plan on the disk: all of its files, or none, and never over anything that people have."""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
from collections.abc import Iterator
from pathlib import Path

from .errors import FileError, UsageError
from .plan_files import is_in_use, is_plan_file


def put(folder: str | Path, files: dict[str, bytes], only_empty: bool = False) -> None:
    """Writes the files of a plan (by their paths, with / between folders) into a folder, wholly or not at all.

    A folder that is there keeps all it holds; with `only_empty` it must hold nothing. Raises UsageError where it holds
    a plan or one of the files; FileError where it cannot be written.
    """
    folder = Path(folder)
    try:
        _refuse(folder, list(files), only_empty)
        if folder.is_dir():
            _fill(folder, files)
        else:
            _make(folder, files)
    except OSError as error:
        reason = error.strerror or str(error)
        raise FileError(f"{folder}: the plan cannot be written there: {reason}. Nothing was changed.") from error


def _refuse(folder: Path, files: list[str], only_empty: bool = False) -> None:
    """Says what stands in the way: nothing is ever overwritten or mixed into another plan."""
    if not folder.is_dir():
        if os.path.lexists(folder):
            raise FileError(f"{folder}: is a file, not a folder: give another name for the new plan.")
        return
    if only_empty and (there := _first_seen(folder)):
        raise UsageError(f"{folder} is not empty ({there}): give a new folder; nothing was changed.")
    if plan := next(_plan_files(folder), None):
        raise UsageError(f"{folder} holds a plan already ({plan}): give a new folder; nothing was changed.")
    if taken := next((name for name in files if os.path.lexists(folder / name)), None):
        raise UsageError(f"{folder} has a file {taken} already: give a new folder; nothing was changed.")


def _first_seen(folder: Path) -> str:
    """The first file or folder by which people know what stands there; a hidden one only where there is no other."""
    return min((one.name for one in folder.iterdir()), key=lambda name: (name.startswith("."), name), default="")


def _plan_files(folder: Path) -> Iterator[str]:
    """The YAML files of a folder: whatever they are, they would be read as a part of the new plan."""
    for parent, folders, files in os.walk(folder, onerror=_unreadable):
        here = Path(parent).relative_to(folder)
        folders[:] = sorted(one for one in folders if is_in_use((here / one).as_posix()))
        yield from (inside for name in sorted(files) if is_plan_file(inside := (here / name).as_posix()))


def _unreadable(error: OSError) -> None:
    raise error


def _make(folder: Path, files: dict[str, bytes]) -> None:
    """A new folder: filled under another name beside its place, then renamed."""
    missing = [one for one in folder.parents if not one.exists()]
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with _filled_beside(folder.parent, files) as draft:
            draft.rename(folder)
    except BaseException:
        for one in missing:
            with contextlib.suppress(OSError):
                one.rmdir()
        raise


def _fill(folder: Path, files: dict[str, bytes]) -> None:
    """A folder that is there: the files are moved in one by one, and taken out again if one of them cannot be.

    They are made inside it, not beside it, because the folder may be a disk of its own, across which nothing can be
    renamed.
    """
    made: list[Path] = []
    with _filled_beside(folder, files) as draft:
        try:
            for name in files:
                place = folder / name
                for parent in reversed([one for one in place.parents if not one.exists()]):
                    parent.mkdir()
                    made.append(parent)
                (draft / name).rename(place)
                made.append(place)
        except BaseException:
            for one in reversed(made):
                with contextlib.suppress(OSError):
                    one.rmdir() if one.is_dir() else one.unlink()
            raise


@contextlib.contextmanager
def _filled_beside(parent: Path, files: dict[str, bytes]) -> Iterator[Path]:
    """A hidden folder with all files, which is gone afterwards. Made by mkdir, so that it has the usual permissions."""
    draft = parent / f".new-plan-{secrets.token_hex(4)}"
    try:
        draft.mkdir()
        for name, content in files.items():
            place = draft / name
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(content)
        yield draft
    finally:
        shutil.rmtree(draft, ignore_errors=True)
