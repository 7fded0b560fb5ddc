"""What an editor makes of a file with the schema: it reads YAML 1.2, and shows mistakes of the form that is near."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from budgetplan.assumptions.nodes import Node, compose
from budgetplan.errors import Place


def read(text: str, name: str) -> tuple[Node, bool]:
    """A file, and whether all of it is YAML that plans may hold."""
    problems: list[Any] = []
    tree = compose(text, name, problems)
    return tree or Node(None, name, 1, 1), not problems


def seen(value: Any) -> Any:
    """Plain data as an editor sees it: days are text."""
    if isinstance(value, dict):
        return {str(key): seen(one) for key, one in value.items()}
    if isinstance(value, list):
        return [seen(one) for one in value]
    return value.isoformat() if isinstance(value, dt.date) else value


def errors(validator: Draft202012Validator, tree: Node) -> list[ValidationError]:
    """The mistakes of a file, each in the form that comes nearest to what is written."""
    return [_meant(error) for error in validator.iter_errors(seen(tree.plain()))]


def places(error: ValidationError, tree: Node, near: bool = False) -> Iterator[Place]:
    """Where a mistake is underlined: the value, or the keys that nobody knows; `near` these also their values, and the
    mapping that has them, which is where the program may see the mistake.
    """
    here = tree
    for step in error.absolute_path:
        here = here.value[_key(here.value, step)]
    unknown = [_key(here.value, key) for key in _unknown_keys(error)]
    yield from (here.keys[key] for key in unknown)
    if near or not unknown:
        yield here.place
        yield from (here.value[key].place for key in unknown)


def keys_of_schema(shape: Any, path: str = "") -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Every key of a schema: where it stands, its name, its shape; mere conditions are passed over."""
    if isinstance(shape, list):
        for index, one in enumerate(shape):
            yield from keys_of_schema(one, f"{path}/{index}")
    elif isinstance(shape, dict):
        named = {**shape.get("properties", {}), **shape.get("patternProperties", {})}
        if shape.get("type"):
            for key, one in named.items():
                yield f"{path}/{key}", key, one
        for key, one in shape.items():
            if key in ("properties", "patternProperties", "$defs"):
                for name, inner in one.items():
                    yield from keys_of_schema(inner, f"{path}/{name}")
            elif key in ("items", "anyOf", "additionalProperties", "then", "else"):
                yield from keys_of_schema(one, path)


def _meant(error: ValidationError) -> ValidationError:
    """Of several forms the one that gets furthest; a form of another type is not meant."""
    while error.context:
        error = max(error.context, key=lambda one: (len(one.absolute_path), one.validator != "type"))
    return error


def _unknown_keys(error: ValidationError) -> list[str]:
    if error.validator != "additionalProperties":
        return []
    patterns = error.schema.get("patternProperties", {})
    return [
        key
        for key in error.instance
        if key not in error.schema.get("properties", {}) and not any(re.search(one, key) for one in patterns)
    ]


def _key(container: Any, step: Any) -> Any:
    """A step as the reader keeps it: days are days there."""
    if isinstance(container, list) or step in container:
        return step
    return next(key for key in container if str(key) == step)
