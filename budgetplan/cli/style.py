"""How the commands look: colours where a terminal shows them, and nothing that a stream cannot take.

Everything that is printed goes through `write`. Problems are red, what is not sure to be meant is yellow, what holds is
green; places and figures stay plain.
"""

from __future__ import annotations

import os
from typing import TextIO

import click

WIDEST = 100  # letters of a line of help
NAMES = {"max_content_width": WIDEST, "help_option_names": ["-h", "--help"]}
"""How click shows the help of every command."""


def red(text: str) -> str:
    """What is wrong."""
    return click.style(text, fg="red")


def yellow(text: str) -> str:
    """What may not be meant."""
    return click.style(text, fg="yellow")


def green(text: str) -> str:
    """What holds."""
    return click.style(text, fg="green")


def bold(text: str) -> str:
    """A heading."""
    return click.style(text, bold=True)


def write(text: str, stream: TextIO | None) -> None:
    """One text and a line end, at once. Colours are taken out where the stream does not show them."""
    if stream is not None:  # a program that is started without a console has no streams
        click.echo(_as_it_can(text, stream), file=stream, color=shows_colour(stream))


def shows_colour(stream: TextIO) -> bool:
    """Whether colours are wanted: on terminals, unless NO_COLOR says no; FORCE_COLOR says yes to files and pipes."""
    if os.environ.get("NO_COLOR"):
        return False
    forced = os.environ.get("FORCE_COLOR", "")
    return forced != "0" if forced else is_terminal(stream)


def is_terminal(stream: TextIO | None) -> bool:
    """Whether a person reads the stream in a window that can rewrite a line and show colours."""
    try:
        return stream is not None and stream.isatty() and os.environ.get("TERM") != "dumb"
    except ValueError:  # the stream is closed
        return False


def _as_it_can(text: str, stream: TextIO) -> str:
    """The text, with signs spelled out that the stream cannot write: of names that are no UTF-8, on old code pages."""
    encoding = getattr(stream, "encoding", None) or "utf-8"
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return text.encode(encoding, "backslashreplace").decode(encoding)
    return text
