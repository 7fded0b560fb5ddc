"""What is being done while one waits: on a terminal one line that is rewritten, elsewhere a line for each stage."""

from __future__ import annotations

import contextlib
import os
import sys
import threading
import time
from typing import TextIO

from .style import is_terminal, write

PATIENCE = 1.0
"""Seconds before anything is shown on a terminal: what is quicker needs no line."""

TICK = 0.25
USUAL_COLUMNS = 80


class Progress:
    """The stages of one piece of work. A thread keeps the time going while the work itself is busy."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._stage = ""
        self._begun = 0.0
        self._width = 0  # of what is on the line now
        self._stream: TextIO | None = None
        self._over: threading.Event | None = None

    def stage(self, text: str, window_only: bool = False) -> None:
        """The next stage begins. `window_only`: too small a thing for a line in a log."""
        if not is_terminal(sys.stderr):
            if not window_only:
                write(text, sys.stderr)
            return
        with self._lock:
            self._stage, self._stream = text, sys.stderr
            if self._over is None:
                self._begun, self._over = time.monotonic(), threading.Event()
                threading.Thread(target=self._keep_time, args=(self._over,), daemon=True).start()

    def clear(self) -> None:
        """Makes room for a message; the line comes back with the next tick."""
        with self._lock:
            self._draw("")

    def end(self) -> None:
        """The work is over, well or not."""
        with self._lock:
            if self._over is not None:
                self._over.set()
                self._over = None
            self._draw("")

    def _keep_time(self, over: threading.Event) -> None:
        """Draws the line again and again until the work is over."""
        wait = PATIENCE
        while not over.wait(wait):
            wait = TICK
            with self._lock:
                if not over.is_set():
                    self._draw(f"{self._stage} ... {time.monotonic() - self._begun:.0f} s")

    def _draw(self, text: str) -> None:
        """Puts a text in place of the one on the line: blanks and a carriage return, which every console knows."""
        if self._stream is None or (not text and not self._width):
            return
        text = text[: _columns(self._stream) - 1]
        with contextlib.suppress(OSError, ValueError):  # a window that is gone must not stop the work
            self._stream.write("\r" + text.ljust(self._width) + ("" if text else "\r"))
            self._stream.flush()
        self._width = len(text)


def _columns(stream: TextIO) -> int:
    """How wide the window is now; some consoles do not say."""
    with contextlib.suppress(OSError, ValueError):
        return os.get_terminal_size(stream.fileno()).columns or USUAL_COLUMNS
    return USUAL_COLUMNS
