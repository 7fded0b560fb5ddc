"""What a schema can say of a value, beside the function that reads it: one place for both.

A *shape* is a piece of JSON Schema. It may let pass what the function refuses (that a day stands in quotes, that a name
is a cell), never the other way round: an editor shall not complain about a plan that is right. `title` is the shape in
words.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from pydantic_core import core_schema

Shape = dict[str, Any]
T = TypeVar("T")

DAY = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
DATED: Shape = {"not": {"propertyNames": {"not": {"pattern": DAY}}}}
"""A mapping with at least one key that is a day."""


@dataclass(frozen=True, eq=False)
class Reader(Generic[T]):
    """Turns a typed value into what it means, or refuses it; `Annotated[float, reader]` is the type of a field."""

    read: Callable[[Any], T]
    shape: Shape

    def __call__(self, raw: Any) -> T:
        """What the value means."""
        return self.read(raw)

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> core_schema.CoreSchema:
        return core_schema.no_info_before_validator_function(self.read, handler(source))

    def __get_pydantic_json_schema__(self, core: Any, handler: Any) -> Shape:
        return dict(self.shape)


def reads(**shape: Any) -> Callable[[Callable[[Any], T]], Reader[T]]:
    """Says of a reading function what the values look like that it takes."""
    return lambda read: Reader(read, shape)


def text(title: str, pattern: str = "", **more: Any) -> Shape:
    """The shape of a text."""
    return {"type": "string", "title": title, **({"pattern": pattern} if pattern else {}), **more}


def given(*keys: str) -> Shape:
    """A mapping in which these keys are there and not empty."""
    return {"required": list(keys), "properties": {key: {"not": {"type": "null"}} for key in keys}}


def exactly_one(message: str, *ways: Shape) -> Shape:
    """A mapping that is right in one of the ways; editors show the message otherwise."""
    return {"if": {"type": "object"}, "then": {"oneOf": list(ways), "errorMessage": message}}
