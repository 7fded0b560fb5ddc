"""Mappings and exports with random damage: each gives a plan or a refusal, never a traceback and never half a plan."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest
from small_city import LEDGER, MAPPING, ROSTER, small_city

from budgetplan.errors import AssumptionError, BudgetplanError
from budgetplan.importing.city import import_city

pytestmark = pytest.mark.slow

PIECES = [
    *'{}[]:,-#&*|>()"\n\t\0',
    "  ",
    "",
    "1e999",
    "null",
    "true",
    "2027-01-01",
    "always",
    "Total",
    "\u200b",
    "-5",
    "é",
]


def damaged(text: str, chance: random.Random) -> str:
    """A text with one to three places overwritten, or one of its words replaced by another."""
    if chance.random() < 0.4:
        words = re.split(r"(\W+)", text)
        words[chance.randrange(len(words))] = chance.choice(words)
        return "".join(words)
    for _ in range(chance.randint(1, 3)):
        at = chance.randrange(len(text))
        text = text[:at] + chance.choice(PIECES) + text[at + chance.choice([0, 1, 3, 10, 40]) :]
    return text


@pytest.mark.parametrize("seed", range(8))
def test_damage_gives_a_plan_or_a_refusal(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    refusals = 0
    for number in range(20):
        parts = [MAPPING, ROSTER, LEDGER]
        which = chance.choice([0, 0, 0, 1, 2])
        parts[which] = damaged(parts[which], chance)
        folder = tmp_path / str(number)
        try:
            import_city(small_city(folder, *parts), folder / "plan")
        except BudgetplanError as error:
            refusals += 1
            assert not (folder / "plan").exists()
            lines = str(error).splitlines()
            assert not isinstance(error, AssumptionError) or all(re.match(r"[^:]+\.\w+:", line) for line in lines), (
                lines
            )
        assert sorted(path.name for path in folder.iterdir() if path.name.startswith(".")) == []
    assert refusals > 5
