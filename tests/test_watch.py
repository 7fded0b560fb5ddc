"""`budgetplan watch`, really running: a save is followed, mistakes are listed and survived, Ctrl-C ends it well."""

from __future__ import annotations

import queue
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from commands import surroundings
from needs import SMALL_PLAN

from budgetplan.cli import main
from budgetplan.cli.watching import _is_read

PATIENCE = 120
"""Seconds for what takes one or two: the machine may be busy. Nothing waits longer than it must."""

START = """
import signal, sys
from budgetplan.cli import main, watching
signal.signal(signal.SIGINT, signal.default_int_handler)
watching.RETRY = 1
sys.exit(main())
"""
"""A shell starts programs in the background so that they do not hear Ctrl-C; this one always does. It tries to write an
open workbook again twice a second, so that the test need not wait."""

WORKBOOK = Path("out") / "operating_budget.xlsx"


class Watching:
    """A running `budgetplan watch` and the lines that it prints."""

    def __init__(self, folder: Path) -> None:
        self.plan = folder / "plan"
        self.seen: list[str] = []
        self._lines: queue.Queue[str] = queue.Queue()
        self.process = subprocess.Popen(
            [sys.executable, "-c", START, "watch", "plan", "-o", "out"],
            cwd=folder,
            env=surroundings(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
        )
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        for line in self.process.stdout or ():
            self._lines.put(line.rstrip("\n"))

    def until(self, pattern: str) -> re.Match[str]:
        """The next line that begins so."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            try:
                line = self._lines.get(timeout=0.1)
            except queue.Empty:
                assert self.process.poll() is None, f"it ended; it said {self.seen}"
                continue
            self.seen.append(line)
            if found := re.match(pattern, line):
                return found
        raise AssertionError(f"no line {pattern!r} came; it said {self.seen}")

    def edit(self, file: str, old: str, new: str) -> None:
        """Saves a file of the plan as some editors do: a new file takes the place of the old one."""
        path = self.plan / file
        text = path.read_text(encoding="utf-8")
        assert old in text
        draft = path.with_name(f".{file}.draft")
        draft.write_text(text.replace(old, new), encoding="utf-8")
        draft.replace(path)


@pytest.fixture
def watching(tmp_path: Path) -> Iterator[Watching]:
    shutil.copytree(SMALL_PLAN, tmp_path / "plan", ignore=shutil.ignore_patterns(".*"))
    running = Watching(tmp_path)
    yield running
    running.process.kill()
    running.process.wait()


def dollars(found: re.Match[str]) -> int:
    return int(found[1].replace(",", ""))


@pytest.mark.slow
def test_the_workbook_follows_the_files(watching: Watching, tmp_path: Path) -> None:
    first = dollars(watching.until(r"request ([\d,]+)$"))
    watching.until(r"out.operating_budget\.xlsx: written and proven\.")
    watching.until(r"Watching plan\. ")
    before = (tmp_path / WORKBOOK).read_bytes()

    watching.edit("operating.yaml", "amount: 38500", "amount: 99000")
    watching.until(r"operating\.yaml changed$")
    assert dollars(watching.until(r"request ([\d,]+) \(\+60,500\)$")) == first + 60_500
    watching.until(r"out.operating_budget\.xlsx: written")
    assert (tmp_path / WORKBOOK).read_bytes() != before

    watching.edit("rates.yaml", "ebill_share", "ebil_share")
    watching.until(r"rates\.yaml changed$")
    watching.until(r"plan/operating\.yaml:\d+:\d+: .*ebill_share")
    watching.until(r"\d+ problems?\.$")

    watching.edit("rates.yaml", "ebil_share", "ebill_share")
    watching.until(rf"request {first + 60_500:,} \(no change\)$")
    watching.until(r"out.operating_budget\.xlsx: written")

    lock = tmp_path / "out" / "~$operating_budget.xlsx"
    lock.write_bytes(b"me")
    watching.edit("operating.yaml", "amount: 99000", "amount: 38500")
    watching.until(rf"request {first:,} \(-60,500\)$")
    watching.until(r"out.operating_budget\.xlsx: the workbook is open ")
    time.sleep(2)  # it tries again some times
    lock.unlink()
    watching.until(r"out.operating_budget\.xlsx: written and proven")
    assert sum("is open" in line for line in watching.seen) == 1, "said once, though tried again"
    assert (tmp_path / WORKBOOK).read_bytes() == before, "the same plan, the same bytes"

    if sys.platform != "win32":  # there, Ctrl-C reaches every program of the window
        watching.process.send_signal(signal.SIGINT)
        watching.until(r"Watching ended\.$")
        assert watching.process.wait(PATIENCE) == 0
    assert not any("Traceback" in line for line in watching.seen)


def test_a_folder_that_goes_away_ends_it_with_3(watching: Watching) -> None:
    watching.until(r"Watching plan\. ")
    shutil.rmtree(watching.plan)
    watching.until(r"plan: the folder is gone, so watching ended\.$")
    assert watching.process.wait(PATIENCE) == 3


def test_without_a_folder_it_does_not_begin(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["watch", "nowhere"]) == 3
    assert "nowhere: the plan folder does not exist" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "read"),
    [
        ("rates.yaml", True),
        ("technology/voice-bot.YML", True),
        ("positions.csv", True),
        (".rates.yaml.swp", False),
        (".#rates.yaml", False),
        ("rates.yaml~", False),
        ("~$positions.csv", False),
        (".budgetplan/written/operating_budget.xlsx.json", False),
        (".git/config.yaml", False),
        ("stages/adopted/rates.yaml", False),
        ("out/operating_budget.xlsx", False),
    ],
)
def test_only_files_of_the_plan_begin_a_build(tmp_path: Path, name: str, read: bool) -> None:
    assert _is_read(tmp_path, str(tmp_path / name)) is read
