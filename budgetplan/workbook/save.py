"""Putting a workbook in its place without ever harming one that is there.

A workbook is written beside its place and renamed. One that is open is left alone; one that somebody has changed since
it was written is never overwritten: the new one is set beside it.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ..errors import FileError

MOST_REMEMBERED = 50


@dataclass(frozen=True)
class Saved:
    """Where a workbook was put, and a sentence where that is not its usual place."""

    path: Path
    remark: str = ""


def save(target: Path, records: Path, write: Callable[[Path], None]) -> Saved:
    """Writes a workbook through `write` and puts it at `target`, or beside it where people have changed that.

    `records` is the folder that remembers what was last written. Raises FileError when the place is locked, missing
    or full; whatever was there is then untouched.
    """
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FileError(f"{target.parent}: the folder cannot be made: {error.strerror or error}") from None
    _refuse_open(target)
    place, remark = _place(target, records)
    if place != target:
        _refuse_open(place)
    private = _beside(place)
    temporary = private / place.name  # its own name: what is said about it while it is written is true of the place
    try:
        with _scratch(private):
            write(temporary)
        temporary.replace(place)
    except PermissionError:
        raise FileError(
            f"{place}: cannot be replaced; it is open in another program or write-protected. Close it and build again."
        ) from None
    except OSError as error:
        raise FileError(f"{place}: cannot be written: {error.strerror or error}. Nothing was changed.") from None
    finally:
        shutil.rmtree(private, ignore_errors=True)
    _remember(place, records)
    return Saved(place, remark)


def digest(path: Path) -> str:
    """The sha256 of a file."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        raise FileError(f"{path}: cannot be read: {error.strerror or error}") from None


def _beside(place: Path) -> Path:
    """A new folder beside a place: on the same disk, so that the file in it can be renamed into its place at once."""
    try:
        return Path(tempfile.mkdtemp(prefix=f".{place.stem}-", dir=place.parent))
    except OSError as error:
        raise FileError(f"{place.parent}: nothing can be written there: {error.strerror or error}") from None


@contextlib.contextmanager
def _scratch(folder: Path) -> Iterator[None]:
    """Temporary files go into a folder that is removed whatever happens: XlsxWriter forgets its own when stopped."""
    before, tempfile.tempdir = tempfile.tempdir, str(folder)
    try:
        yield
    finally:
        tempfile.tempdir = before


def _refuse_open(path: Path) -> None:
    """Excel and LibreOffice leave a lock file beside a workbook that is open."""
    for lock in (path.with_name(f"~${path.name}"), path.with_name(f".~lock.{path.name}#")):
        if lock.exists():
            raise FileError(
                f"{path}: the workbook is open (there is a {lock.name}). Close it and build again; nothing was changed."
                f" If no program has it open, {lock.name} is left over from a crash: delete that file."
            )


def _place(target: Path, records: Path) -> tuple[Path, str]:
    """The target, or the first free place beside it where the target is not as it was written."""
    if _ours(target, records):
        return target, ""
    for number in range(1, 1000):
        beside = target.with_name(f"{target.stem} (new{'' if number == 1 else f' {number}'}){target.suffix}")
        if _ours(beside, records):
            remark = (
                f"{target} is not as this plan wrote it: somebody has changed it, or it is another plan's. "
                f"It was left alone; the new workbook is {beside.name} beside it."
            )
            return beside, remark
    raise FileError(f"{target.parent}: there are a thousand workbooks set beside {target.name}; put some away.")


def _ours(path: Path, records: Path) -> bool:
    """Whether a path is free, or holds exactly what was last written there."""
    if not path.exists():
        return True
    return digest(path) in _written(path, records)


def _record(path: Path, records: Path) -> Path:
    return records / f"{path.name}.json"


def _written(path: Path, records: Path) -> list[str]:
    """The digests of workbooks of this name that were written lately, wherever they were put."""
    try:
        known = json.loads(_record(path, records).read_text(encoding="utf-8"))["sha256"]
    except (OSError, ValueError, TypeError, KeyError):
        return []
    return [str(one) for one in known] if isinstance(known, list) else []


def _remember(path: Path, records: Path) -> None:
    """Notes what was written. Without the note the next build sets its workbook beside this one, which harms nobody."""
    now = digest(path)
    digests = [*(one for one in _written(path, records) if one != now), now][-MOST_REMEMBERED:]
    try:
        records.mkdir(parents=True, exist_ok=True)
        text = json.dumps({"workbook": path.name, "sha256": digests}, indent=2) + "\n"
        _record(path, records).write_text(text, encoding="utf-8")
    except OSError:
        pass
