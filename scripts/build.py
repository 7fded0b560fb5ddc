"""Makes the environment if need be, then builds the example workbooks: `python3 scripts/build.py`.

What follows on the command line is passed on to `budgetplan build`, for example `--scenario low` or `-o elsewhere`.
"""

import os
import sys
from pathlib import Path

import environment  # it tells an old Python that it is too old


def from_here(path: Path) -> str:
    """The path as seen from the current folder, so that messages stay short and may be clicked."""
    try:
        return os.path.relpath(path)
    except ValueError:  # another drive on Windows
        return str(path)


def main() -> int:
    """Builds what is in assumptions/ into workbooks/."""
    environment.ready_or_exit()
    assumptions = from_here(environment.ROOT / "assumptions")
    workbooks = from_here(environment.ROOT / "workbooks")
    return environment.run(["-P", "-m", "budgetplan", "build", assumptions, "-o", workbooks, *sys.argv[1:]])


if __name__ == "__main__":
    sys.exit(main())
