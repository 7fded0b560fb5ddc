"""The program in a process of its own, as a person starts it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from needs import ROOT


def surroundings(**settings: str) -> dict[str, str]:
    """The environment of a program that is started: this checkout's package, and nothing that changes its looks."""
    plain = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "FORCE_COLOR", "TERM")}
    return {**plain, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", **settings}


def python(*arguments: str, folder: Path = ROOT, **settings: str) -> subprocess.CompletedProcess[str]:
    """Runs Python with these arguments, for example `-m budgetplan check`."""
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        env=surroundings(**settings),
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
