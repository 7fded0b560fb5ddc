"""`budgetplan watch`: the workbook follows the files while a manager works on them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from ..errors import AssumptionError, BudgetplanError, FileError
from ..plan_files import is_in_use, is_plan_file
from .building import tell_more
from .checking import signed
from .kinds import Command, output_folder, plan_folder
from .output import Output
from .style import green, red, yellow

TABLES = ".csv"  # what files of a plan may name
PAUSE = 500  # milliseconds without a change, after which we look around
SETTLED = 200  # milliseconds of silence after which a save is over: editors write, rename and remove
LONGEST = 2_000  # milliseconds after which we no longer wait for silence
RETRY = 6  # pauses between two attempts to write a workbook that is open in Excel

EXAMPLES = [
    ("budgetplan watch", "the plan in assumptions, into workbooks"),
    ("budgetplan watch my-plan -o for-council", "another plan, into another folder"),
]


@click.command("watch", cls=Command, examples=EXAMPLES)
@plan_folder
@output_folder
@click.pass_obj
def watch(out: Output, folder: str, output: str) -> int:
    """Rebuild the workbook on every save; Ctrl-C ends it.

    Builds at once, and again whenever a YAML or CSV file of the folder DIR (default: assumptions) is saved. It says
    which file changed, the new request and how far it moved; or lists all problems and goes on watching. A workbook
    that is open in Excel is written as soon as it is closed.

    On a network drive that does not tell of changes, set WATCHFILES_FORCE_POLLING=1 beforehand.
    """
    rounds = Rounds(out, folder, output)
    try:
        changes = _changes(folder)
        next(changes)  # from now on no change is missed, not even one that is saved during the first build
        rounds.build()
        out.say(f"Watching {folder}. Save a file and the workbook follows; Ctrl-C ends it.")
        waited = 0
        for names in changes:
            waited = 0 if names else waited + 1
            if names:
                out.put(_changed(folder, names))
                rounds.build()
            elif not Path(folder).is_dir():
                raise FileError(f"{folder}: the folder is gone, so watching ended.")
            elif rounds.waiting and waited % RETRY == 0:
                rounds.write()
    except KeyboardInterrupt:
        out.put("Watching ended.")
    return 0


class Rounds:
    """One build after another; each knows the request of the one before."""

    def __init__(self, out: Output, folder: str, output: str) -> None:
        self.out, self.folder, self.output = out, folder, output
        self.request: float | None = None
        self.waiting = False  # for a workbook to be closed

    def build(self) -> None:
        """Reads, calculates and writes; says the request and its change, or everything that is wrong."""
        from ..plan import load

        self.waiting = False
        try:
            self.out.stage(f"Reading {self.folder}")
            plan = load(self.folder)
            self.out.stage("Calculating")
            self.result = plan.calculate()
            self.out.notes(self.result.notes)
        except AssumptionError as error:
            self.out.problems(error.problems)
        except BudgetplanError as error:
            self.out.failed(str(error), error.exit_code)
        else:
            self.out.put(self._request(self.result.request))
            self.write()
        finally:
            self.out.end()

    def write(self) -> None:
        """Puts the workbook in its place. One that is open there is said once, and tried again until it is closed."""
        from dataclasses import asdict

        try:
            saved, certificate = self.result.save(self.output, self.out.stage)
        except AssumptionError as error:
            self.out.problems(error.problems)
            return
        except BudgetplanError as error:
            if not self.waiting:
                self.out.failed(str(error), error.exit_code)
                self.out.say(yellow("It will be written as soon as that is possible."))
            self.waiting = True
            return
        finally:
            self.out.end()
        self.waiting = False
        self.out.put(f"{saved.path}: {green('written and proven') if certificate.ok else red('NOT proven')}.")
        failed = [asdict(check) for check in self.result.checks() if not check.passed]
        tell_more(self.out, saved.remark, certificate, failed)

    def _request(self, request: float) -> str:
        """`request 21,104,332 (+60,500)`."""
        from ..model.shown import rounded

        before, self.request = self.request, request
        if before is None:
            return f"request {rounded(request, 0)}"
        change = request - before
        return f"request {rounded(request, 0)} ({signed(change) if change else 'no change'})"


def _changes(folder: str) -> Iterator[set[str]]:
    """The files that were saved, removed or added, as often as there are some; an empty set after each pause."""
    import watchfiles

    def wanted(_: watchfiles.Change, path: str) -> bool:
        return _is_read(Path(folder), path)

    def watched(polling: bool | None) -> Iterator[set[str]]:
        found = watchfiles.watch(
            folder,
            watch_filter=wanted,
            debounce=LONGEST,
            step=SETTLED,
            rust_timeout=PAUSE,
            yield_on_timeout=True,
            force_polling=polling,
            ignore_permission_denied=True,
        )
        for changes in found:
            yield {path for _, path in changes}

    if not Path(folder).is_dir():
        from ..plan import load

        load(folder)  # says why it is no plan
    try:
        yield from watched(None)
    except OSError:  # the system can tell of no more folders: look for ourselves, again and again
        yield from watched(True)


def _is_read(folder: Path, path: str) -> bool:
    """Whether a file belongs to the plan, or is a table that one of its files may name."""
    inside = _inside(folder, path)
    return is_plan_file(inside) or (inside.lower().endswith(TABLES) and is_in_use(inside))


def _inside(folder: Path, path: str) -> str:
    """A file's path within the plan, as problems name it."""
    for top in (folder, folder.absolute(), folder.resolve()):
        try:
            return Path(path).relative_to(top).as_posix()
        except ValueError:
            continue
    return Path(path).name


def _changed(folder: str, paths: set[str]) -> str:
    """`rates.yaml changed`; of many files the first few."""
    names = sorted(_inside(Path(folder), path) for path in paths)
    more = f" and {len(names) - 4} more" if len(names) > 4 else ""
    return f"{', '.join(names[:4])}{more} changed"
