"""The command line: `budgetplan`, or `python -m budgetplan`. Results go to stdout, progress and messages to stderr."""

from .program import main

__all__ = ["main"]
