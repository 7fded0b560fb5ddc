"""The program: its commands, and what becomes of everything that can go wrong on the way."""

from __future__ import annotations

import contextlib
import gc
import importlib
import os
import sys
from collections.abc import Sequence
from typing import Any

import click

from .. import __version__
from ..errors import AssumptionError, BudgetplanError
from .output import Output
from .style import NAMES, red, write

COMPLETE = "_BUDGETPLAN_COMPLETE"
"""The variable by which a shell asks for completions."""


COMMANDS = {
    "init": ("starting", "Write a complete plan to begin with."),
    "check": ("checking", "Validate a plan and calculate it; list every problem."),
    "build": ("building", "Calculate a plan and write its workbook, proven."),
    "watch": ("watching", "Rebuild the workbook on every save; Ctrl-C ends it."),
    "explain": ("explaining", "Say why a figure is what it is, down to the YAML line."),
    "verify": ("building", "Recalculate workbooks independently and print a certificate."),
    "schema": ("starting", "Print the JSON Schema of plan files, for editors."),
    "completion": ("starting", "Print a script that completes words in your shell."),
}
"""Each command with its module, which is imported when the command is used, and what `--help` says of it."""


class Program(click.Group):
    """All commands, in the order in which a manager meets them."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, not sorted."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of a name, from its module."""
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f".{COMMANDS[cmd_name][0]}", __package__)
        command: click.Command = getattr(module, cmd_name)
        command.short_help = COMMANDS[cmd_name][1]
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of `--help`, for which no command is imported."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, told) for name, (_, told) in COMMANDS.items()])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that is meant; wrong use with a hint where there is none."""
        if not ctx.resilient_parsing and not args[0].startswith("-") and args[0] not in COMMANDS:
            from .wrong_use import no_command

            raise click.UsageError(no_command(args[0], list(COMMANDS)), ctx)
        return super().resolve_command(ctx, args)


@click.group(cls=Program, context_settings=NAMES, subcommand_metavar="COMMAND ...")
@click.version_option(__version__, message=f"budgetplan {__version__}", help="Show the version.")
def program() -> None:
    """Budgets from YAML assumptions: proven Excel workbooks with live formulas.

    A plan is a folder of YAML files; the commands read the folder "assumptions" unless you name another. To begin,
    write "budgetplan init my-plan" and do what it says. "budgetplan COMMAND --help" tells about one command, with
    examples.

    Exit codes, for scripts: 0 done; 1 the plan or workbook has problems, all listed; 2 wrong use of the command line;
    3 a file could not be read or written. Colours stay away where NO_COLOR is set.
    """


SELDOM = 200_000  # new objects before Python looks for circles among them: a plan makes millions, and hardly a circle


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command; gives the exit code: 0 done, 1 problems, 2 wrong use, 3 a file cannot be read or written."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    options = words[: words.index("--")] if "--" in words else words
    out = Output(json="--json" in options)
    gc.set_threshold(SELDOM)
    try:
        if instruction := os.environ.get(COMPLETE):
            return _complete(instruction)
        return _run(words, out)
    except AssumptionError as error:
        return out.problems(error.problems)
    except BudgetplanError as error:
        return out.failed(str(error), error.exit_code)
    except click.UsageError as error:
        return _wrong_use(error, out)
    except KeyboardInterrupt:
        return out.failed("Stopped. Nothing was half-written.", 1)
    except BrokenPipeError:
        _give_up_stdout()
        return 0
    except OSError as error:
        return _lost(error, out)
    finally:
        out.end()


def _run(words: list[str], out: Output) -> int:
    """Click's own `main` would print and exit by itself; here everything comes back."""
    try:
        with program.make_context("budgetplan", words, obj=out) as ctx:
            done: Any = program.invoke(ctx)
            return int(done or 0)
    except click.exceptions.Exit as stop:  # --help and --version
        return stop.exit_code


def _wrong_use(error: click.UsageError, out: Output) -> int:
    """One sentence, and how the command is used."""
    from .wrong_use import hint_of, sentence_of

    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        write(error.message, sys.stderr)
        return error.exit_code
    code = out.failed(sentence_of(error), error.exit_code)
    if not out.json and (hint := hint_of(error)):
        out.say(hint)
    return code


def _lost(error: OSError, out: Output) -> int:
    """A file or stream that failed under way: a network folder that went away, a full disk under what is printed."""
    if error.filename:
        return out.failed(f"{error.filename}: cannot be read or written: {error.strerror or error}.", 3)
    _give_up_stdout()
    out.say(red(f"The output cannot be written: {error.strerror or error}."))
    return 3


def _complete(instruction: str) -> int:
    """Answers a shell that asks for completions; whatever fails there, the person goes on typing undisturbed."""
    from click.shell_completion import shell_complete

    try:
        return shell_complete(program, {}, "budgetplan", COMPLETE, instruction)
    except Exception:
        return 1


def _give_up_stdout() -> None:
    """Nothing more can be written there; Python would try once more at its end, and complain."""
    with contextlib.suppress(OSError, ValueError, AttributeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
