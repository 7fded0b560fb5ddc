"""What may stand behind a command and its options: folders, ids, numbers; and how a command is declared."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

import click

from ..errors import UsageError, nearest
from .style import NAMES

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

F = TypeVar("F", bound=Callable[..., Any])


class Command(click.Command):
    """A command whose help ends in examples: what is typed, and what that does."""

    def __init__(self, name: str, examples: Sequence[tuple[str, str]] = (), **settings: Any) -> None:
        super().__init__(name, **{"context_settings": NAMES, **settings})
        self.examples = examples

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Reads what was typed; says which words are too many."""
        ctx.allow_extra_args = True
        try:
            rest = super().parse_args(ctx, args)
        except click.UsageError as error:
            error.ctx = error.ctx or ctx  # click's own parser leaves it out where the value of an option is missing
            raise
        if rest and not ctx.resilient_parsing:
            words = " ".join(rest)
            told = f"{ctx.command_path}: too many words: {words}. Put a name with blanks in quotes."
            raise click.UsageError(told, ctx)
        return rest

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The examples."""
        if self.examples:
            with formatter.section("Examples"):
                formatter.write_dl(list(self.examples), col_max=46)


class Text(click.ParamType[str]):
    """A text that may not be empty, and as the value of an option no option itself; `what` says what it is."""

    def __init__(self, what: str, complete: str = "") -> None:
        self.name = self.what = what
        self.complete = complete

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The text as it was typed."""
        text = str(value)
        name = param.opts[0] if isinstance(param, click.Option) else ""
        if not text:
            raise UsageError(f'{name} "": give {self.what}; here it is empty.'.lstrip())
        if name and text.startswith("-"):
            raise UsageError(f"{name} {text}: give {self.what} behind {name}; {text} looks like an option.")
        return text

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """What the shell may offer, by the function of completing.py that is named."""
        if not self.complete:
            return []
        from . import completing

        offer: Callable[[click.Context, str], list[CompletionItem]] = getattr(completing, self.complete)
        return offer(ctx, incomplete)


class OneOf(Text):
    """One of a few words."""

    def __init__(self, what: str, words: Sequence[str]) -> None:
        super().__init__(f"{what}: {', '.join(words)}")
        self.short, self.words = what, words

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The word, if it is one of them."""
        text = super().convert(value, param, ctx)
        if text not in self.words:
            told = nearest(text, self.words) or f" Give one of {', '.join(self.words)}."
            raise UsageError(f'"{text}" is not {self.short}.{told}')
        return text

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """The words."""
        from click.shell_completion import CompletionItem

        return [CompletionItem(word) for word in self.words if word.startswith(incomplete)]


class Depth(click.ParamType[int]):
    """How many steps down an explanation goes."""

    name = "number"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """The number; 0 is the figure alone."""
        try:
            number = int(value)
        except ValueError:
            raise UsageError(f'--depth "{value}": give a whole number: 0 (the figure alone) or more.') from None
        if number < 0:
            raise UsageError(f"--depth {number}: give 0 (the figure alone) or more.")
        return number


def plan_folder(function: F) -> F:
    """The argument DIR: the plan's folder, which all messages about the plan begin with."""
    kind = Text("the folder of the plan", "plan_folders")
    return click.argument(
        "folder", metavar="[DIR]", default="assumptions", type=kind, callback=_remembered, required=False
    )(function)


def _remembered(ctx: click.Context, param: click.Parameter, value: str) -> str:
    if ctx.obj is not None:  # there is none while a shell completes
        ctx.obj.folder = value
    return value


def output_folder(function: F) -> F:
    """The option -o: where workbooks go."""
    kind = Text("the folder for the workbooks", "folders")
    told = "Folder for the workbooks; it is made if need be.  [default: workbooks]"
    return click.option("-o", "--output", metavar="OUT", default="workbooks", type=kind, help=told)(function)


def scenario(told: str) -> Callable[[F], F]:
    """The option --scenario."""
    kind = Text("the id of a scenario", "scenarios")
    told = f"{told}  [default: base, the plan itself]"
    return click.option("--scenario", metavar="S", default="base", type=kind, help=told)


def as_json(function: F) -> F:
    """The option --json. What it means is read by `main` beforehand, so that wrong use is told in JSON, too."""
    told = "Print the result as JSON, for programs."
    return click.option("--json", is_flag=True, expose_value=False, help=told)(function)
