"""Independent engines: LibreOffice on a whole file, formualizer in this process. Neither sees our own calculation."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import re
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any

from budgetplan.errors import FileError
from budgetplan.workbook.formula_text import position
from budgetplan.workbook.package import PART_LIMIT, TOTAL_LIMIT
from budgetplan.workbook.read import Book, read_workbook, serial
from budgetplan.workbook.values import CellError, Value

Change = float | str | bool | dt.date | None
"""What a cell is set to in a what-if; None clears it."""

LIBREOFFICE_PLACES = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "/usr/lib/libreoffice/program/soffice",
    "/opt/libreoffice/program/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.com",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.com",
)
"""Where its installers put it without telling PATH."""

SECONDS = 900.0
"""How long LibreOffice may take: 1.2 million formulas need about a minute."""

_ALWAYS_RECALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="ODFRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""
"""0 is "always". The default is "never, except for files of old versions": it would only repeat the stored values, and
every comparison would pass on a broken workbook."""

_ERRORS = {
    "Div": "#DIV/0!",
    "Na": "#N/A",
    "Name": "#NAME?",
    "Null": "#NULL!",
    "Num": "#NUM!",
    "Ref": "#REF!",
    "Value": "#VALUE!",
    "Circ": "#CIRC!",
    "Spill": "#SPILL!",
    "Calc": "#CALC!",
}


def find_libreoffice() -> str | None:
    """LibreOffice's program: from PATH, else from where installers put it; None where it is not installed."""
    on_path = shutil.which("soffice") or shutil.which("libreoffice")
    return on_path or next((place for place in LIBREOFFICE_PLACES if Path(place).exists()), None)


def libreoffice_available() -> bool:
    """Whether LibreOffice can be asked on this machine."""
    return find_libreoffice() is not None


def recalculate_libreoffice(path: str | Path, folder: str | Path | None = None, seconds: float = SECONDS) -> Book:
    """The workbook as LibreOffice recalculates and saves it. The file itself is only copied, never opened or changed.

    Works in a new folder inside `folder` (the system's temporary one by default), with a profile of its own, so several
    can run at once; both are removed. Raises `FileError` where LibreOffice is missing, fails or takes over `seconds`.
    """
    program, path = find_libreoffice(), Path(path)
    if program is None:
        raise FileError("LibreOffice (soffice) is not installed, so it cannot recalculate anything.")
    with tempfile.TemporaryDirectory(prefix="recalculate-", dir=folder, ignore_cleanup_errors=True) as private:
        source, profile, out = (Path(private) / name for name in ("in", "profile", "out"))
        for place in (source, profile / "user", out):
            place.mkdir(parents=True)
        (profile / "user" / "registrymodifications.xcu").write_text(_ALWAYS_RECALCULATE, encoding="utf-8")
        workbook = source / f"workbook{path.suffix.lower()}"
        try:
            shutil.copyfile(path, workbook)
        except OSError as error:
            raise FileError(f"{path.name} cannot be read ({error.strerror or error}).") from None
        options = ("--headless", "--norestore", "--nologo", "--nodefault", "--nolockcheck", "--nofirststartwizard")
        convert = ("--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(out), str(workbook))
        command = [program, f"-env:UserInstallation={profile.as_uri()}", *options, *convert]
        said = _run(command, path.name, seconds, private)
        result = out / "workbook.xlsx"
        if not result.exists():
            reason = said.strip()[-300:] or "it gave no reason"
            raise FileError(f"LibreOffice could not recalculate {path.name}: {reason}")
        return read_workbook(result)


def _run(command: list[str], name: str, seconds: float, folder: str) -> str:
    """What the command printed; the command and all it started are ended when the time is over.

    Its temporary files go into `folder`: a program that is ended does not remove its own.
    """
    environment = {**os.environ, **dict.fromkeys(("TMPDIR", "TMP", "TEMP"), folder)}
    try:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env=environment,
            start_new_session=True,
        )
    except OSError as error:
        raise FileError(f"LibreOffice does not start ({error.strerror or error}).") from None
    try:
        return process.communicate(timeout=seconds)[0].decode("utf-8", "replace")
    except subprocess.TimeoutExpired:
        raise FileError(f"LibreOffice did not recalculate {name} within {seconds:.0f} seconds.") from None
    finally:
        if process.poll() is None:
            _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a process and its children: soffice is a starter, and the program itself its child."""
    if os.name == "nt":
        subprocess.run(["taskkill", "/T", "/F", "/PID", str(process.pid)], capture_output=True, check=False)
    else:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()


@contextlib.contextmanager
def _faults(sentence: str) -> Iterator[None]:
    """Whatever the engine raises becomes a FileError; its panics are no Exceptions, so they are told by their name."""
    try:
        yield
    except Exception as error:
        raise FileError(f"{sentence} ({error}).") from None
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise FileError(f"{sentence} ({error}).") from None


class Live:
    """A workbook in formualizer: change cells, recalculate, read every formula cell. For hundreds of what-ifs.

    `reset()` puts back the cells that were changed and `reload()` reads the file again; the first is cheap, the second
    is sure. Sheet names are those of the file; addresses are like "K12".
    """

    def __init__(self, path: str | Path, book: Book | None = None) -> None:
        self.path = Path(path)
        self.book = book if book is not None else read_workbook(self.path)
        self._targets = [(sheet, at, *position(at)) for sheet, at, _ in self.book.formula_cells]
        self._changed: set[tuple[str, str]] = set()
        self._workbook: Any = None
        self.reload()

    def reload(self) -> None:
        """Read the file again and calculate everything."""
        import formualizer  # it takes a moment to load, and commands that calculate nothing do not need it

        with _faults(f"formualizer cannot open {self.path.name}"):
            limits = {"max_part_bytes": PART_LIMIT, "max_expanded_bytes": TOTAL_LIMIT}  # as our own reader has them
            self._workbook = formualizer.load_workbook(str(self.path), load_limits=limits)
        self._workbook.set_temporal_egress("serial")
        self._changed.clear()
        self.recalculate()

    def set(self, sheet: str, address: str, value: Change) -> None:
        """Set a cell that is no formula; None clears it, a date becomes its day number. Then call `recalculate`.

        Raises KeyError for a sheet that does not exist and ValueError for a formula cell or what is no address.
        """
        cell = self.book.sheets[sheet].cells.get(address)
        if cell is not None and cell.formula is not None:
            raise ValueError(f"{sheet}!{address} is a formula; a what-if changes inputs only")
        self._put(sheet, address, value)
        self._changed.add((sheet, address))

    def recalculate(self) -> None:
        """Calculate what the changes touch."""
        with _faults(f"formualizer cannot calculate {self.path.name}"):
            self._workbook.evaluate_all()

    def values(self) -> dict[tuple[str, str], Value]:
        """The value of every formula cell of the file by (sheet, address), as last calculated."""
        get = self._workbook.get_value
        return {(sheet, at): _plain(get(sheet, row, column)) for sheet, at, row, column in self._targets}

    def value(self, sheet: str, address: str) -> Value:
        """The value of one cell, formula or not, as last calculated."""
        return _plain(self._workbook.get_value(sheet, *position(address)))

    def reset(self) -> None:
        """Put back what the file says into every changed cell. Takes effect with `recalculate`, as changes do."""
        for sheet, address in self._changed:
            cell = self.book.sheets[sheet].cells.get(address)
            self._put(sheet, address, None if cell is None else cell.value)
        self._changed.clear()

    def _put(self, sheet: str, address: str, value: Change) -> None:
        plain = serial(value) if isinstance(value, dt.date) else value
        self._workbook.set_value(sheet, *position(address), plain)

    def __enter__(self) -> Live:
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, at: TracebackType | None) -> None:
        self._workbook = None


def recalculate_formualizer(
    path: str | Path, changes: Mapping[tuple[str, str], Change] | None = None, book: Book | None = None
) -> dict[tuple[str, str], Value]:
    """The value of every formula cell by (sheet, address), after some cells were changed. `book`: the file, if read."""
    live = Live(path, book)
    for (sheet, address), value in (changes or {}).items():
        live.set(sheet, address, value)
    if changes:
        live.recalculate()
    return live.values()


def _plain(value: Any) -> Value:
    """A value of formualizer in our terms: numbers as float, dates as serials, errors by their name in Excel."""
    if value is None or isinstance(value, bool | str):
        return value
    if isinstance(value, int | float):
        return float(value)
    if isinstance(value, dict) and value.get("type") == "Error":
        kind = str(value.get("kind", ""))
        return CellError(_ERRORS.get(kind, f"#{re.sub(r'[^A-Z]', '', kind.upper()) or 'ERROR'}!"))
    return CellError(f"#UNKNOWN {type(value).__name__}")
