"""Makes the project's own Python environment, `.venv`, and runs a command in it.

Standard library only: this is what runs before anything is installed. The environment holds exactly what
`requirements.lock` names, each file checked against its hash. A stamp inside `.venv` says for what it was made; it is
written last, so an environment that was interrupted half-way is recognised and made again.

Use: `python3 scripts/environment.py -m budgetplan check` (what follows is given to the environment's Python; with
nothing after it, the environment is only made).
"""

import sys

NEEDED_PYTHON = (3, 11)
if sys.version_info < NEEDED_PYTHON:  # before any import that an older Python lacks, so that it can say this sentence
    sys.exit(
        "budgetplan needs Python 3.11 or later; this is Python %d.%d. Install a newer Python and start the script "
        "with it, for example: python3.12 scripts/build.py" % sys.version_info[:2]
    )

import hashlib
import importlib.util
import json
import os
import shlex
import shutil
import subprocess
import sysconfig
import tomllib
import venv
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO

ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENT = ROOT / ".venv"
LOCK = ROOT / "requirements.lock"
PROJECT = ROOT / "pyproject.toml"
STAMP = ENVIRONMENT / "budgetplan.stamp"
ONE_AT_A_TIME = ROOT / ".venv.lock"
ON_WINDOWS = sys.platform == "win32"
SCRIPTS = ENVIRONMENT / ("Scripts" if ON_WINDOWS else "bin")
PYTHON = SCRIPTS / ("python.exe" if ON_WINDOWS else "python")

RECIPE = 1
"""Raise this when this file makes the environment in another way, so that existing ones are made again."""

HALF_MADE = "not finished: the next start removes this folder and makes it again\n"

MISBEHAVING_SETTINGS = ("PYTHONPATH", "PYTHONHOME", "PIP_USER", "PIP_TARGET", "PIP_PREFIX", "PIP_ROOT")
"""Settings of the surroundings that would put other packages into the environment, or ours elsewhere."""

EXIT_FAILED = 3
EXIT_INTERRUPTED = 130


class CannotMakeEnvironment(Exception):
    """The environment cannot be made; the message says why and what to do."""


def wanted_stamp() -> str:
    """What the environment must have been made for: a change of any of these asks for a new one.

    Of `pyproject.toml` only the project table counts: the settings of the linters change nothing that is installed.
    The folder counts because an environment that is copied or moved still starts programs of its old place.
    """
    try:
        project = tomllib.loads(PROJECT.read_text(encoding="utf-8"))["project"]
        lock = LOCK.read_bytes().replace(b"\r\n", b"\n")
    except (OSError, KeyError, tomllib.TOMLDecodeError) as problem:
        raise CannotMakeEnvironment(f"{problem}. The checkout is not complete: get it again.") from problem
    parts = {
        "recipe": RECIPE,
        "python": "{}.{}".format(*sys.version_info[:2]),
        "platform": sys.platform,
        "folder": str(ENVIRONMENT),
        "project": hashlib.sha256(json.dumps(project, sort_keys=True).encode()).hexdigest(),
        "requirements.lock": hashlib.sha256(lock).hexdigest(),
    }
    return json.dumps(parts, indent=1) + "\n"


def is_ready() -> bool:
    """Whether `.venv` is complete and was made for this lock, this Python and this folder."""
    try:
        return STAMP.read_text(encoding="utf-8") == wanted_stamp() and PYTHON.exists()
    except (OSError, UnicodeDecodeError):
        return False


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Waits until no other process makes the environment. The system frees the lock of a process that dies."""
    with ONE_AT_A_TIME.open("a+b") as handle:
        if not try_to_lock(handle):
            say("Another process is making the environment: waiting for it ...")
            wait_for_lock(handle)
        yield


if sys.platform == "win32":
    import msvcrt
    import time

    def try_to_lock(handle: IO[bytes]) -> bool:
        """Locks the first byte, which need not exist; False when somebody else has it."""
        handle.seek(0)
        try:
            msvcrt.locking(handle.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def wait_for_lock(handle: IO[bytes]) -> None:
        """Asks again and again: Windows' own waiting gives up after ten seconds."""
        while not try_to_lock(handle):
            time.sleep(0.5)

else:
    import fcntl

    def try_to_lock(handle: IO[bytes]) -> bool:
        """Locks the file; False when somebody else has it."""
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def wait_for_lock(handle: IO[bytes]) -> None:
        """Waits as long as the other process lives and works."""
        fcntl.flock(handle, fcntl.LOCK_EX)


def ensure() -> None:
    """Makes the environment unless it is there and right. Costs a few milliseconds when it is."""
    if is_ready():
        return
    with one_at_a_time():
        if is_ready():  # the other process has made it meanwhile
            return
        require_venv_module()
        remove_old()
        say("Making the Python environment in .venv (once; about a minute) ...")
        ENVIRONMENT.mkdir()
        STAMP.write_text(HALF_MADE, encoding="utf-8")
        create_empty()
        install_packages()
        install_project()
        finished = STAMP.with_suffix(".new")
        finished.write_text(wanted_stamp(), encoding="utf-8")
        finished.replace(STAMP)
        say("The environment is ready.")


def require_venv_module() -> None:
    """Debian and Ubuntu ship Python without the part that makes environments."""
    if importlib.util.find_spec("ensurepip") is None:
        version = "{}.{}".format(*sys.version_info[:2])
        raise CannotMakeEnvironment(
            "This Python cannot make environments: its venv and ensurepip modules are not installed. "
            f"On Debian or Ubuntu: sudo apt-get install python{version}-venv (or python3-venv), then start again."
        )


def remove_old() -> None:
    """Removes an environment that is half-made or out of date, and nothing that is not one."""
    if not os.path.lexists(ENVIRONMENT):
        return
    is_ours = STAMP.exists() or (ENVIRONMENT / "pyvenv.cfg").exists()
    if ENVIRONMENT.is_symlink() or not ENVIRONMENT.is_dir() or not (is_ours or not any(ENVIRONMENT.iterdir())):
        raise CannotMakeEnvironment(f"{ENVIRONMENT} is not a Python environment. Move it away, then start again.")
    say("The environment in .venv is out of date or incomplete: making it again ...")
    try:
        STAMP.unlink(missing_ok=True)
        (ENVIRONMENT / "pyvenv.cfg").touch()  # so that a removal that is interrupted can go on next time
        shutil.rmtree(ENVIRONMENT)
    except OSError as problem:
        raise CannotMakeEnvironment(
            f"The old environment in .venv cannot be removed ({problem}). A program that runs from it is probably "
            "still open: close it, or delete the folder yourself, then start again."
        ) from problem


def create_empty() -> None:
    """Makes an environment that holds nothing but pip."""
    try:
        venv.EnvBuilder(with_pip=True, symlinks=not ON_WINDOWS).create(ENVIRONMENT)
    except subprocess.CalledProcessError as problem:
        output = (problem.output or b"").decode(errors="replace").strip()
        raise CannotMakeEnvironment(
            f"Python's own venv module failed to make .venv:\n{output}\nIs this installation of Python complete?"
        ) from problem


def install_packages() -> None:
    """Installs what the lock names, as wheels only: nothing is compiled here, nothing unlocked can slip in."""
    command = [str(PYTHON), "-m", "pip", "--disable-pip-version-check", "--no-input", "install", "--no-color"]
    command += ["--progress-bar", "off", "--only-binary", ":all:", "--require-hashes", "-r", str(LOCK)]
    last_lines: deque[str] = deque(maxlen=25)
    process = subprocess.Popen(
        command,
        env=clean_surroundings(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
    )
    with process:
        for line in process.stdout or ():
            last_lines.append(line.rstrip())
            if line.startswith("Collecting "):
                say("  " + line.split()[1])
            elif line.startswith("Installing "):
                say("  installing ...")
    if process.returncode != 0:
        raise CannotMakeEnvironment(reason_of_failure("\n".join(last_lines)))


def reason_of_failure(output: str) -> str:
    """A sentence on what pip's output means, then that output."""
    offline = "The packages cannot be downloaded: is there a network, and does it let pip through?"
    known = {
        "DO NOT MATCH THE HASHES": "A downloaded package is not the one that requirements.lock names: do not use it.",
        "No space left": "The disk is full.",
        "CERTIFICATE_VERIFY_FAILED": "The package index's certificate is not trusted here: ask who runs your network.",
        "connection": offline,
        "name resolution": offline,
        "from versions: none": offline,
        "No matching distribution": "A package has no ready-made file for this Python and system.",
    }
    sentences = [sentence for sign, sentence in known.items() if sign.lower() in output.lower()]
    sentence = sentences[0] if sentences else "The packages cannot be installed."
    return f"{sentence} pip says:\n\n{output}\n\n{sentence} When that is put right, start again."


def install_project() -> None:
    """Lets the environment import the package from the checkout, and start it as `budgetplan`.

    A path file and a launcher, as an editable installation makes them, but without a build step: the path is relative
    and so plain ASCII, which an older Python on Windows needs when the user's own folder is named, say, Zoë.
    """
    libraries = Path(sysconfig.get_path("purelib", "venv", {"base": str(ENVIRONMENT)}))
    up_to_root = os.path.relpath(ROOT, libraries)
    (libraries / "budgetplan_checkout.pth").write_text(up_to_root + "\n", encoding="ascii")
    if ON_WINDOWS:
        launcher = SCRIPTS / "budgetplan.cmd"
        launcher.write_text('@"%~dp0python.exe" -P -m budgetplan %*\r\n', encoding="ascii", newline="")
    else:
        launcher = SCRIPTS / "budgetplan"
        launcher.write_text(f'#!/bin/sh\nexec {shlex.quote(str(PYTHON))} -P -m budgetplan "$@"\n', encoding="utf-8")
        launcher.chmod(0o755)


def clean_surroundings() -> dict[str, str]:
    """The process's settings without those that would mix other packages into the environment."""
    return {name: value for name, value in os.environ.items() if name.upper() not in MISBEHAVING_SETTINGS}


def run(arguments: Sequence[str], folder: Path | None = None) -> int:
    """Runs the environment's Python with the arguments and returns its exit code."""
    sys.stdout.flush()
    surroundings = clean_surroundings()
    surroundings["VIRTUAL_ENV"] = str(ENVIRONMENT)
    surroundings["PATH"] = os.pathsep.join([str(SCRIPTS), surroundings.get("PATH", os.defpath)])
    process = subprocess.Popen([str(PYTHON), *arguments], cwd=folder, env=surroundings)
    try:
        code = process.wait()
    except KeyboardInterrupt:  # the command got it too: let it tidy up before we go
        end_soon(process)
        return EXIT_INTERRUPTED
    return code if code >= 0 else 128 - code


def end_soon(process: subprocess.Popen[bytes]) -> None:
    """Waits a while for an interrupted process to end by itself, then ends it."""
    try:
        process.wait(timeout=10)
    except (subprocess.TimeoutExpired, KeyboardInterrupt):
        process.kill()


def ready_or_exit() -> None:
    """Makes the environment, or ends the program with the reason in plain words, never with a traceback."""
    try:
        ensure()
    except CannotMakeEnvironment as problem:
        say(f"error: {problem}")
        sys.exit(EXIT_FAILED)
    except OSError as problem:
        say(f"error: the environment in .venv cannot be made: {problem}")
        sys.exit(EXIT_FAILED)
    except KeyboardInterrupt:
        say("Interrupted. The environment is made again at the next start.")
        sys.exit(EXIT_INTERRUPTED)


def say(message: str) -> None:
    """Progress and errors go to stderr: stdout belongs to results."""
    print(message, file=sys.stderr, flush=True)


def main() -> int:
    """Makes the environment, then runs what the command line asks for."""
    ready_or_exit()
    return run(sys.argv[1:]) if sys.argv[1:] else 0


if __name__ == "__main__":
    sys.exit(main())
