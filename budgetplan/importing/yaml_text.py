"""Plain data as the YAML text of a plan: the same data give the same text, and every text is read back as it was."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

_PLAIN = re.compile(r"[A-Za-z](?:[A-Za-z0-9 ._/()%$+-]*[A-Za-z0-9._/()%$+])?", re.ASCII)
_NOT_TEXT = {"true", "false", "null", "yes", "no", "on", "off", "y", "n"}
"""Words that some reader of YAML takes for values; ours reads the last six as text, editors may not."""


def flow(value: Any) -> str:
    """A value on one line, lists and mappings in brackets."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{flow(key)}: {flow(one)}" for key, one in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(flow, value)) + "]"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value:f}"
    return repr(value) if isinstance(value, int | float) else _text(str(value))


def section(name: str, value: Any) -> str:
    """A section of a plan: of a list each item, of a mapping each key on a line of its own."""
    if isinstance(value, Mapping):
        lines = [f"  {flow(key)}: {flow(one)}" for key, one in value.items()]
    else:
        lines = [f"  - {flow(one)}" for one in value]
    return "\n".join([f"{name}:", *lines]) + "\n"


def comment(text: str) -> str:
    """A text as comment lines."""
    return "".join(f"# {line}\n" for line in text.splitlines())


def _text(text: str) -> str:
    if _PLAIN.fullmatch(text) and text.lower() not in _NOT_TEXT:
        return text
    return json.dumps(text, ensure_ascii=False)
