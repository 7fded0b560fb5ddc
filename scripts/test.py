"""Makes the environment if need be, then checks everything: `python3 scripts/test.py`.

Style and types first, since they are quick, then the tests. All of them run even when one fails, and the summary at
the end names each. `--fast` leaves out style and types; every other argument goes to pytest (`-k payroll`, `--slow`,
`-n 0`, a file's name).
"""

import sys
import time
from collections.abc import Sequence

import environment  # it tells an old Python that it is too old

LINTERS = {
    "style": ["-m", "ruff", "check", "--output-format", "concise"],
    "layout": ["-m", "ruff", "format", "--check", "--output-format", "concise"],
    "types": ["-m", "mypy", "--no-error-summary"],
}

PARALLEL = ["--numprocesses", "auto", "--dist", "worksteal"]
"""A process for each core. `-n 0` runs them one after another, as a debugger wants it."""

REMEDIES = {
    "style": "python3 scripts/environment.py -m ruff check --fix",
    "layout": "python3 scripts/environment.py -m ruff format",
    "types": "python3 scripts/environment.py -m mypy",
    "tests": "python3 scripts/test.py --fast --lf",
}

NO_TESTS_RAN = 5
"""pytest's exit code when it found nothing to run: here a failure, since it proves nothing."""


def run_one(name: str, command: Sequence[str]) -> bool:
    """Runs one check from the top of the checkout, under a heading; True when it passed."""
    environment.say(f"--- {name}")
    start = time.monotonic()
    code = environment.run(command, folder=environment.ROOT)
    if code == environment.EXIT_INTERRUPTED:
        sys.exit(code)
    if name == "tests" and code == NO_TESTS_RAN:
        environment.say("No test ran: nothing was proven.")
    environment.say(f"    {name}: {'passed' if code == 0 else 'FAILED'} in {time.monotonic() - start:.1f} s")
    return code == 0


def main() -> int:
    """Runs the checks and says in one place which of them failed."""
    arguments = sys.argv[1:]
    fast = "--fast" in arguments
    environment.ready_or_exit()
    checks = {} if fast else dict(LINTERS)
    checks["tests"] = ["-m", "pytest", *PARALLEL, *(argument for argument in arguments if argument != "--fast")]
    failed = [name for name, command in checks.items() if not run_one(name, command)]
    for name in failed:
        print(f"FAILED: {name}. To look closer: {REMEDIES[name]}")
    if not failed:
        print("All checks passed: " + ", ".join(checks) + (" (style and types left out: --fast)" if fast else "") + ".")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
