"""What pydantic found, in our sentences: place, path with ids, what is wrong and what would be right."""

from __future__ import annotations

import datetime as dt
import re
import typing
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from pydantic import BaseModel, ValidationError

from budgetplan.assumptions.figures import Series
from budgetplan.assumptions.nodes import Node
from budgetplan.assumptions.read import NAME_KEYS, Document
from budgetplan.assumptions.yaml_words import COMMA_ENDS
from budgetplan.errors import Problem, nearest
from budgetplan.names import quoted, visible

_SHAPES = {
    "model_type": "must be a mapping (key: value)",
    "model_attributes_type": "must be a mapping (key: value)",
    "dict_type": "must be a mapping (key: value)",
    "list_type": "must be a list (lines that begin with -)",
}


Models = Sequence[type[BaseModel]]


def schema_problems(
    error: ValidationError,
    document: Document,
    models: Models,
    at: Sequence[Any] = (),
    passed_over: Collection[tuple[str, tuple[Any, ...]]] = (),
) -> list[Problem]:
    """Each error of the `models` as a Problem at the place in the file; `at` is the path of what they checked.

    Those of a type and location that is `passed_over` are for the caller to tell.
    """
    errors = error.errors(include_url=False, include_context=False)
    errors = [one for one in errors if (one["type"], one["loc"]) not in passed_over]
    owners = {
        number: owner for number, one in enumerate(errors) if (owner := _owner(one, document, models, at)) is not None
    }
    elsewhere = {(*owner, errors[number]["loc"][-1]) for number, owner in owners.items()}
    found = [
        _too_far_in(one, owners[number], document, at) if number in owners else _problem(one, document, models, at)
        for number, one in enumerate(errors)
        if one["type"] != "missing" or _wanted(one, document, at) not in elsewhere
    ]
    cut = {problem.place: problem for problem in found if COMMA_ENDS[1:] in problem.message}
    return [one for one in found if cut.get(one.place, one) == one]  # of a value that is cut off no more is said


def path_words(document: Document, path: Iterable[Any]) -> str:
    """A path as people say it: `positions[CO-117].fte`, `rates.cola[2027-01-01]`; `#3` is the third of a list."""
    shown, here, steps = "", document.root, list(path)
    own = steps[:2] == ["model", "tables"] and steps[3:4] == ["rows"]
    if own:  # rows of a plan's own table go by its name
        shown, here, steps = str(steps[2]), document.node(*steps[:4]), steps[4:]
    for step in steps:
        here = here.value[step]
        if isinstance(step, dt.date):
            shown += f"[{step.isoformat()}]"
        elif isinstance(step, int):
            shown += f"[{item_name(here, own) or f'#{step + 1}'}]"
        else:
            shown += f".{step}" if shown else str(step)
    return visible(shown)


def item_name(item: Node, of_own_table: bool = False) -> str | None:
    """The id or code of an item of a list as it was typed, if it has one; in a plan's own table, its first key."""
    if not isinstance(item.value, dict):
        return None
    keys = (*NAME_KEYS, *list(item.value)[:1]) if of_own_table else NAME_KEYS
    given = (item.value[key].text for key in keys if key in item.value)
    return next((text[:40] for text in given if text and text.isprintable()), None)


def _owner(one: Any, document: Document, models: Models, at: Sequence[Any]) -> list[Any] | None:
    """The mapping further out to which an unknown key belongs, where it is known and not given; else None."""
    loc = one["loc"]
    if one["type"] != "extra_forbidden":
        return None
    here = _in_data(document.data, (*at, *loc[:-1]))
    if _is_unit_of_a_day(loc[-1], here):
        return None
    for end in range(len(loc) - 2, -1, -1):
        owner = _in_data(document.data, (*at, *loc[:end]))
        if not owner and any(isinstance(step, int) for step in here):
            return None  # a row has no sections: the word means something else there
        if loc[-1] in _known_keys(models, loc[:end]) and len(owner) < len(here):
            given = document.node(*owner).value
            return owner if isinstance(given, dict) and loc[-1] not in given else None
    return None


def _is_unit_of_a_day(key: Any, inside: Sequence[Any]) -> bool:
    """Whether a key is a unit that is given to one day of a series."""
    return key == "unit" and len(inside) > 1 and isinstance(inside[-1], dt.date)


def _wanted(one: Any, document: Document, at: Sequence[Any]) -> tuple[Any, ...]:
    """Where a key is missing."""
    return (*_in_data(document.data, (*at, *one["loc"][:-1])), one["loc"][-1])


def _too_far_in(one: Any, owner: list[Any], document: Document, at: Sequence[Any]) -> Problem:
    """A key that stands inside a neighbour of its own: the slip of an indentation, or of a brace."""
    path = _in_data(document.data, (*at, *one["loc"]))
    beside, key = document.key_place(*path[: len(owner) + 1]), document.key_place(*path)
    whose = f"belongs to {path_words(document, owner)}" if owner else "is a section"
    inside = path[len(owner)]
    right = f"begin it in column {beside.column}, as {quoted(inside)} does"
    if key.line == beside.line:
        right = f"write it outside the braces of {quoted(inside)}"
    wrong = f"{quoted(path[-1])} {whose}, and stands too far in, inside {quoted(inside)}: {right}"
    return Problem(key, path_words(document, path), wrong)


def _swallowed(key: str, given: Any) -> str:
    """The neighbour whose text goes on over several lines and took in a key that is missing; "" where none did."""
    texts = {name: one for name, one in given.items() if isinstance(one, str)} if isinstance(given, dict) else {}
    return next((name for name, text in texts.items() if re.search(rf"\s{re.escape(key)}:\s", text)), "")


def _problem(one: Any, document: Document, models: Models, at: Sequence[Any]) -> Problem:
    path = _in_data(document.data, (*at, *one["loc"]))
    kind, last = one["type"], one["loc"][-1] if one["loc"] else ""
    known = _known_keys(models, one["loc"][:-1])
    glued = re.fullmatch(r"([\w-]+):(\S.*)", str(last)) if kind == "extra_forbidden" else None
    if glued and glued[1] in known:
        message = f"a blank is missing after the colon: write {glued[1]}: {glued[2]}"
        return Problem(document.key_place(*path), path_words(document, path[:-1]), message)
    cut = _cut_by_comma(one, path, document, known) if kind == "extra_forbidden" or last == "[key]" else None
    if cut is not None:
        return cut
    if kind == "extra_forbidden" and _is_unit_of_a_day(last, path[:-1]):
        value = document.text(*path) or "..."
        wrong = f"write unit once, beside the dates: {path[-3]}: {{unit: {value}, {path[-2]}: ...}}"
        return Problem(document.key_place(*path), path_words(document, path), wrong)
    if kind == "invalid_key":
        found = document.node(*path).value
        day = next((key for key in found if repr(key) == last), last) if isinstance(found, dict) else last
        message = f"{day} is a day, and no key that is known here: check the column in which the line begins"
        return Problem(document.key_place(*path, day), path_words(document, path), message)
    if kind == "extra_forbidden":
        message = f"{quoted(last)} is not known here." + (nearest(str(last), known) or f" Known: {', '.join(known)}")
        return Problem(document.key_place(*path), path_words(document, path), message)
    if last == "[key]":
        return Problem(document.key_place(*path), path_words(document, path), one["msg"])
    if kind == "missing":
        inside = _swallowed(str(last), document.node(*path).plain())
        message = f"{quoted(last)} is missing: add it"
        if inside:
            message = (
                f"{quoted(last)} is missing: it stands inside the text of {quoted(inside)}: begin it in the same column"
            )
        return Problem(document.place(*path), path_words(document, path), message)
    shown = path[:-1] if path and path[-1] == "value" and len(path) > 1 else path
    return Problem(document.place(*path), path_words(document, shown), _message(one, document.text(*path)))


def _cut_by_comma(one: Any, path: list[Any], document: Document, known: list[str]) -> Problem | None:
    """A word inside {...} without a colon: a forgotten colon, or the rest of the value before it."""
    last = path[-1] if path else None
    parent = document.node(*path[:-1])
    if not parent.bare or last not in parent.bare or not isinstance(last, str):
        return None
    first, _, rest = last.partition(" ")
    if one["type"] != "extra_forbidden" or (rest and first in known):
        wrong = f"a colon is missing: write {first}: {rest}"
        return Problem(document.key_place(*path), path_words(document, path[:-1]), wrong) if rest else None
    before = [*path[:-1], parent.bare[last]]
    while before[-1] in parent.bare:
        before[-1] = parent.bare[before[-1]]
    wrong = f"{quoted(last)} is not known here. A{COMMA_ENDS[1:]}: put the whole value in double quotes"
    return Problem(document.place(*before), path_words(document, before), wrong)


def _message(one: Any, typed: str | None) -> str:
    kind = one["type"]
    if one["input"] is None:
        return "is empty: write a value, or remove the key"
    if kind == "unquoted" and typed is not None:
        _, _, rest = one["msg"].partition(" is read as ")
        what, _, rest = rest.partition(": write ")
        return f"{typed} is read as {what}: write {quoted(typed)} in quotes{rest.partition(' in quotes')[2]}"
    if kind in _SHAPES:
        return f"{_SHAPES[kind]}, and is {_shape(one['input'], typed)}"
    return str(one["msg"]) if kind in ("refused", "unquoted") else "does not belong here: compare with the example plan"


def _shape(found: Any, typed: str | None) -> str:
    if isinstance(found, dict):
        return "a mapping"
    return "a list" if isinstance(found, list) else f"the single value {quoted(found if typed is None else typed)}"


def _in_data(data: Any, loc: Iterable[Any]) -> list[Any]:
    """The steps of pydantic's location that people wrote: its tags and inner fields are left out."""
    path: list[Any] = []
    here = data
    for step in loc:
        key = _key(here, step)
        if key is not None:
            here = here[key]
            path.append(key)
    return path


def _key(here: Any, step: Any) -> Any:
    if isinstance(here, list):
        return step if isinstance(step, int) and 0 <= step < len(here) else None
    if not isinstance(here, dict):
        return None
    if step in here:
        return step
    return next((key for key in here if isinstance(key, dt.date) and str(key) == step), None)


def _known_keys(models: Models, loc: Iterable[Any]) -> list[str]:
    """The keys that may stand at a location, as people write them."""
    for step in loc:
        tagged = [model for model in models if getattr(model, "tag", None) == step]
        found = [inner for model in models for inner in _models_under(model, step)]
        models = found or tagged or models
    known: list[str] = []
    for model in models:
        dated = issubclass(model, Series)
        known += ["value"] if dated else []
        fields = model.model_fields.items()
        known += [field.alias or name for name, field in fields if not (dated and name in ("figure", "entries"))]
    return list(dict.fromkeys(known))


def _models_under(model: type[BaseModel], step: Any) -> list[type[BaseModel]]:
    fields = {field.alias or name: field for name, field in model.model_fields.items()}
    return _models_in(fields[step].annotation) if step in fields else []


def _models_in(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [model for part in typing.get_args(annotation) for model in _models_in(part)]
