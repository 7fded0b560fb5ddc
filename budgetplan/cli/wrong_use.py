"""Wrong use of the command line, said in one sentence: what is wrong, and what would be right."""

from __future__ import annotations

from pathlib import Path

import click

from ..errors import closest


def sentence_of(error: click.UsageError) -> str:
    """What is wrong, with the nearest known name or what is missing."""
    ctx = error.ctx
    if ctx is None:
        return error.format_message()
    if isinstance(error, click.NoSuchOption):
        return _no_option(ctx, error.option_name)
    if isinstance(error, click.BadOptionUsage):
        return _option_value(ctx, error.option_name)
    if isinstance(error, click.MissingParameter) and error.param is not None:
        return _missing(ctx, error.param)
    if isinstance(error, click.BadParameter) and error.param is not None:
        return f"{error.param.get_error_hint(ctx)}: {error.message}"
    return error.format_message()


def hint_of(error: click.UsageError) -> str:
    """How the command is used, and where to read more."""
    ctx = error.ctx
    return f"{ctx.get_usage()}\n{ctx.command_path} --help says more." if ctx else ""


def no_command(name: str, known: list[str]) -> str:
    """A command that there is none of."""
    wrong = f'There is no command "{name}"'
    if name == "help":
        return f"{wrong}: write budgetplan --help, or budgetplan check --help for one command."
    if name and Path(name).is_dir():
        return f"{wrong}; it is a folder: write budgetplan check {name}, or another command before it."
    if found := closest(name, known):
        return f'{wrong}. Did you mean "{found}"?'
    return f"{wrong}. Commands: {', '.join(known)}."


def _no_option(ctx: click.Context, name: str) -> str:
    known, wrong = _options(ctx, ctx.command), f"{ctx.command_path} has no option {name}."
    if isinstance(ctx.command, click.Group):
        commands = ((one, ctx.command.get_command(ctx, one)) for one in ctx.command.list_commands(ctx))
        having = [one for one, command in commands if command and name in _options(ctx, command)]
        if having:
            return f"{wrong} It stands behind the command, as in {ctx.command_path} {having[0]} {name}."
    if found := closest(name, known):
        return f"{wrong} Did you mean {found}?"
    return f"{wrong} Its options: {', '.join(sorted(one for one in known if one.startswith('--')))}."


def _options(ctx: click.Context, command: click.Command) -> list[str]:
    return [name for param in command.get_params(ctx) if isinstance(param, click.Option) for name in param.opts]


def _option_value(ctx: click.Context, name: str) -> str:
    """An option without the value that it needs, or with one where it takes none."""
    param = next((p for p in ctx.command.get_params(ctx) if name in p.opts), None)
    if param is None or (isinstance(param, click.Option) and param.is_flag):
        return f"{name} takes no value: write {name} alone."
    what = getattr(param.type, "what", param.type.name)
    return f"{name} needs a value behind it: {what}, as in {name} {param.make_metavar(ctx)}."


def _missing(ctx: click.Context, param: click.Parameter) -> str:
    what = getattr(param.type, "what", "") or param.human_readable_name
    example = next((typed for typed, _ in getattr(ctx.command, "examples", ())), "")
    return f"{ctx.command_path} needs {what}{f', as in: {example}' if example else ''}"
