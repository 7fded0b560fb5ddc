"""What a shell may offer behind a word: folders, and ids that are read from the YAML files without checking them.

Imported only while a shell completes. Whatever cannot be read is passed over: a plan with mistakes is what people work
on, and a person who presses Tab did not ask for messages.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import click
from click.shell_completion import CompletionItem

from ..plan_files import is_plan_file

DEFAULT = "assumptions"
LARGEST = 1_000_000  # bytes of a file that is read while one waits for Tab
MOST_FILES = 200


def plan_folders(ctx: click.Context, incomplete: str) -> list[CompletionItem]:
    """Folders with YAML files in them; where there is none, any folder, so that one can go on downwards."""
    return [CompletionItem(name) for name in _plans(incomplete)] or folders(ctx, incomplete)


def folders(ctx: click.Context, incomplete: str) -> list[CompletionItem]:
    """Any folder, as the shell itself completes it."""
    return [CompletionItem(incomplete, type="dir")]


def files(ctx: click.Context, incomplete: str) -> list[CompletionItem]:
    """Any file, as the shell itself completes it."""
    return [CompletionItem(incomplete, type="file")]


def templates(ctx: click.Context, incomplete: str) -> list[CompletionItem]:
    """The templates of `init`."""
    from ..templates import names

    return _starting(incomplete, names())


def scenarios(ctx: click.Context, incomplete: str) -> list[CompletionItem]:
    """The scenarios of the plan that stands on the command line so far."""
    # While --scenario has no value yet, click's parser gives up and leaves the words before it unread.
    words: Sequence[str] = ctx.args or ctx.params.get("what") or [ctx.params.get("folder") or DEFAULT]
    folder = DEFAULT if ctx.command.name == "explain" and len(words) < 2 else words[0]
    return _starting(incomplete, ["base", *_ids(Path(folder), {"scenarios": "id"})])


def figures(ctx: click.Context, incomplete: str) -> list[CompletionItem]:
    """Behind `explain`: a plan folder or a figure first, then a figure of that plan."""
    given: tuple[str, ...] = ctx.params.get("what") or ()
    if len(given) > 1:
        return []
    keys = {"lines": "id", "positions": "position"}
    ids = _starting(incomplete, _ids(Path(given[0] if given else DEFAULT), keys))
    return ids if given else [*ids, *(CompletionItem(name) for name in _plans(incomplete))]


def _starting(incomplete: str, words: Iterable[str]) -> list[CompletionItem]:
    return [CompletionItem(word) for word in dict.fromkeys(words) if word.startswith(incomplete)]


def _plans(incomplete: str) -> list[str]:
    """Folders whose name begins so and that hold YAML files."""
    above, begun = os.path.split(incomplete)
    try:
        inside = sorted(one for one in Path(above or ".").iterdir() if one.name.startswith(begun) and one.is_dir())
        visible = [one for one in inside if _visible(one, begun)]
        return [str(Path(above, one.name)) for one in visible if any(is_plan_file(at.name) for at in one.iterdir())]
    except OSError:
        return []


def _visible(folder: Path, begun: str) -> bool:
    """Not hidden, unless asked for; and with a name that can be printed."""
    if not folder.name.isprintable():
        return False
    return begun.startswith(".") or not folder.name.startswith(".")


def _ids(folder: Path, keys: dict[str, str]) -> Iterator[str]:
    """The ids in the lists of some sections, wherever in the plan these are written."""
    for text in _texts(folder):
        if any(f"{section}:" in text for section in keys):
            document = _parsed(text)
            for section, key in keys.items():
                rows = document.get(section)
                for row in rows if isinstance(rows, list) else ():
                    if isinstance(row, dict) and isinstance(row.get(key), str):
                        yield row[key]


def _texts(folder: Path) -> Iterator[str]:
    try:
        inside = (path.relative_to(folder).as_posix() for path in sorted(folder.rglob("*")))
        for path in [folder / name for name in inside if is_plan_file(name)][:MOST_FILES]:
            if path.stat().st_size <= LARGEST:
                yield path.read_text(encoding="utf-8")
    except (OSError, UnicodeError):
        return


def _parsed(text: str) -> dict[str, Any]:
    import yaml

    try:
        document = yaml.load(text, yaml.CSafeLoader)
    except (yaml.YAMLError, ValueError):
        return {}
    return document if isinstance(document, dict) else {}
