"""What helps to begin: `init` writes a plan, `schema` and `completion` teach an editor and a shell about plans."""

from __future__ import annotations

import importlib
from pathlib import Path

import click

from ..errors import FileError
from .kinds import Command, OneOf, Text, as_json
from .output import Output
from .style import bold

SHELLS = ("bash", "zsh", "fish")

INIT_EXAMPLES = [
    ("budgetplan init my-plan", "a new plan in the folder my-plan"),
    ("budgetplan init assumptions", "the folder that all commands read by themselves"),
    ("budgetplan init my-plan --template small-department", "one unit, eight positions, a dozen lines"),
    ("budgetplan init my-plan --template call-center", "a call center alone, with two scenarios"),
]
SCHEMA_EXAMPLES = [
    ("budgetplan schema -o plan.schema.json", "into a file"),
    ("budgetplan schema assumptions -o plan.schema.json", "with the plan's own columns and tables"),
    ("budgetplan schema", "to the screen"),
]
COMPLETION_EXAMPLES = [
    ("budgetplan completion bash > ~/.budgetplan.bash", 'then put "source ~/.budgetplan.bash" into ~/.bashrc'),
    ("budgetplan completion zsh > ~/.budgetplan.zsh", 'then put "source ~/.budgetplan.zsh" into ~/.zshrc'),
    ("budgetplan completion fish > ~/.config/fish/completions/budgetplan.fish", "fish finds it there by itself"),
]


@click.command("init", cls=Command, examples=INIT_EXAMPLES)
@click.argument("folder", metavar="DIR", type=Text("a folder for the new plan", "folders"))
@click.option(
    "--template",
    metavar="NAME",
    type=Text("the name of a template", "templates"),
    help="Plan to begin with: call-center, small-department or utility.  [default: utility, the customer operations of "
    "a utility]",
)
@as_json
@click.pass_obj
def init(out: Output, folder: str, template: str | None) -> int:
    """Write a complete plan to begin with.

    DIR is a new folder, or one without a plan in it; nothing in it is overwritten. The plan has comments throughout
    and builds at once, so you can change one figure after another and see what follows.
    """
    from ..templates import DEFAULT, copy

    template = DEFAULT if template is None else template
    files = copy(template, folder)
    if out.json:
        out.data({"folder": folder, "template": template, "files": files})
        return 0
    named = f'"{folder}"' if " " in folder else folder
    typed = "" if folder == "assumptions" else f" {named}"
    pages = ", ".join(files) if len(files) <= 8 else f"{len(files)} files"
    out.put(f"{folder}: a plan of the template {template}: {pages}.")
    out.put(f"Next: change the figures in any editor ({folder.rstrip('/')}/{_first(files)} first), then")
    out.put(f"  {bold(f'budgetplan check{typed}')}    lists every problem, with file and line")
    into = "" if folder == "assumptions" else " -o my-workbooks"  # workbooks/ is for the plan in assumptions/
    where = into.removeprefix(" -o ") or "workbooks"
    out.put(f"  {bold(f'budgetplan build{typed}{into}')}    writes {where}/operating_budget.xlsx")
    return 0


def _first(files: list[str]) -> str:
    return "plan.yaml" if "plan.yaml" in files else files[0]


@click.command("schema", cls=Command, examples=SCHEMA_EXAMPLES)
@click.argument("folder", metavar="[DIR]", required=False, type=Text("the folder of the plan", "plan_folders"))
@click.option(
    "-o", "--output", metavar="FILE", type=Text("a file"), help="Write the schema into this file, not to the screen."
)
@as_json
@click.pass_obj
def schema(out: Output, folder: str | None, output: str | None) -> int:
    """Print the JSON Schema of plan files, for editors.

    An editor that knows the schema completes keys, explains them and underlines mistakes while you type. With a plan
    folder it knows the columns, tables and rates that this plan's own "model:" defines, too.
    """
    import json

    made = importlib.import_module("..assumptions.json_schema", __package__).json_schema(folder)
    if output is None:
        out.data(made)
        return 0
    try:
        Path(output).write_text(json.dumps(made, indent=2) + "\n", encoding="utf-8", newline="\n")
    except OSError as error:
        raise FileError(f"{output}: cannot be written: {error.strerror or error}.") from error
    if out.json:
        out.data({"schema": output})
    else:
        out.put(f"{output}: the JSON Schema of plan files.")
    return 0


@click.command("completion", cls=Command, examples=COMPLETION_EXAMPLES)
@click.argument("shell", metavar="[bash|zsh|fish]", type=OneOf("a shell that this works in", SHELLS))
@click.pass_obj
def completion(out: Output, shell: str) -> int:
    """Print a script that completes words in your shell.

    With it, the Tab key completes commands, options, plan folders, the ids of scenarios behind --scenario, and those
    of lines and positions behind explain. Put it where the shell finds it, as in the examples, and open a new window.
    """
    from click.shell_completion import get_completion_class

    kind = get_completion_class(shell)
    root = click.get_current_context().find_root().command
    assert kind is not None, "click knows these shells"
    # Its `source` of bash would start bash to ask for its version; the script itself is the same.
    made = kind(root, {}, "budgetplan", "_BUDGETPLAN_COMPLETE")
    out.put((kind.source_template % made.source_vars()).rstrip("\n"))
    return 0
