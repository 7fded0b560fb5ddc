"""Whatever people or accidents put into a file: problems with places, never a crash and never a hang."""

from __future__ import annotations

import random
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import needs
import pytest
from assumptions.plans import COMPLETE, write
from hypothesis import given, settings
from hypothesis import strategies as st

from budgetplan.assumptions import load
from budgetplan.errors import AssumptionError, FileError

MANY = 250 if needs.in_ci() else 60  # what hypothesis tries: all of it where slow tests run

SNIPPETS = [
    *(
        "[",
        "]",
        "{",
        "}",
        ":",
        ": ",
        "- ",
        "# ",
        " #",
        "\t",
        "'",
        '"',
        "&a ",
        "*a",
        "!x ",
        "!!python/none ",
        "<<: ",
        "|",
        ">",
    ),
    *(
        "---\n",
        "...\n",
        "%",
        "@",
        "`",
        "?",
        "~",
        "null",
        "true",
        "2027-02-30",
        "2027-01-01: 1",
        "1e999",
        ".inf",
        "-1",
        "3 %",
    ),
    *(
        "\u0000",
        "\ufeff",
        "\u2028",
        "\ud83d",
        "é",
        "\r",
        "0" * 50,
        "9" * 5000,
        "value: ",
        "csv: x.csv",
        "[" * 60,
        "{{}}",
        "%s",
    ),
]


def outcome(folder: Path, text: str, roster: str | None = None) -> None:
    """Load the text as a plan; anything but our own errors fails the test."""
    (folder / "plan.yaml").write_bytes(text.encode("utf-8", "surrogatepass"))
    if roster is not None:
        (folder / "roster.csv").write_bytes(roster.encode("utf-8", "surrogatepass"))
    try:
        load(folder)
    except (AssumptionError, FileError) as error:
        assert str(error)


def mutated(text: str, chance: random.Random) -> str:
    """The text with up to four accidents: cut, doubled, swapped, overwritten or with signs put in."""
    for _ in range(chance.randint(1, 4)):
        at, other = sorted((chance.randint(0, len(text)), chance.randint(0, len(text))))
        end = min(len(text), at + chance.choice((1, 3, 10, 60)))
        match chance.randint(0, 5):
            case 0:
                text = text[:at] + text[end:]
            case 1:
                text = text[:at] + text[at:end] * 2 + text[end:]
            case 2:
                text = text[:at] + chance.choice(SNIPPETS) + text[at:]
            case 3:
                text = text[:at] + chance.choice(SNIPPETS) + text[end:]
            case 4:
                text = text[:at] + text[other : other + 40] + text[at:]
            case _:
                lines = text.splitlines(keepends=True) or [""]
                lines.pop(chance.randrange(len(lines)))
                text = "".join(lines)
    return text


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(4))
def test_thousands_of_damaged_plans(seed: int, tmp_path: Path) -> None:
    chance = random.Random(seed)
    for _ in range(500):
        begin = time.perf_counter()
        outcome(tmp_path, mutated(COMPLETE, chance))
        assert time.perf_counter() - begin < 5


@pytest.mark.parametrize("count", [100, pytest.param(500, marks=pytest.mark.slow)])
def test_damaged_tables(count: int, tmp_path: Path) -> None:
    chance = random.Random(5)
    plan = COMPLETE.replace(
        "positions:\n", 'positions:\n  - {csv: roster.csv, columns: {salary: Pay}, defaults: {fund: "500"}}\n'
    )
    roster = 'Position,Unit,Account,Pay,FTE,Start\nP1,billing,5110,"$1,250.00",1,2027-01-15\nP2,billing,5110,9,.5,\n'
    for _ in range(count):
        outcome(tmp_path, plan, mutated(roster, chance))


@settings(max_examples=MANY, deadline=2000)
@given(st.text(st.characters(codec="utf-8"), max_size=200))
def test_any_text(text: str) -> None:
    with TemporaryDirectory() as folder:
        outcome(write(Path(folder)), text)


KEYS = st.sampled_from(
    ["plan", "rates", "lines", "positions", "units", "id", "value", "code", "salary", "csv", "2027-01-01"]
)
TREES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.dates() | st.text(max_size=8) | KEYS,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(KEYS | st.text(max_size=4) | st.dates(), inner, max_size=5)
    ),
    max_leaves=25,
)


@settings(max_examples=MANY, deadline=2000)
@given(st.dictionaries(KEYS, TREES, max_size=5))
def test_any_data_under_any_key(data: dict[str, object]) -> None:
    """Well-formed YAML of the wrong shape: lists for mappings, dates for text, figures for sections."""
    import yaml

    with TemporaryDirectory() as folder:
        outcome(write(Path(folder)), yaml.safe_dump(data, allow_unicode=True))


SECTION = st.sampled_from(
    ["plan", "funds", "units", "accounts", "rates", "drivers", "benefits", "positions", "lines", "model"]
)


@settings(max_examples=MANY, deadline=2000)
@given(SECTION, TREES)
def test_any_data_as_a_section(section: str, data: object) -> None:
    import yaml

    with TemporaryDirectory() as folder:
        base = "\n".join(line for line in COMPLETE.splitlines() if not line.startswith(section))
        text = yaml.safe_dump({section: data}, allow_unicode=True)
        outcome(write(Path(folder), more=text), base if section != "plan" else "rates: {cola: 1}")


LONG = {
    "a bracket without end": "[" * 1_000_000,
    "a number without end": "rates: {x: " + "9" * 1_000_000 + "}",
    "a chain of parents": "units:\n" + "".join(f"  - {{id: u{n}, label: U, parent: u{n + 1}}}\n" for n in range(3000)),
    "a circle of parents": "units:\n"
    + "".join(f"  - {{id: u{n}, label: U, parent: u{(n + 1) % 3000}}}\n" for n in range(3000)),
    "many unknown names": "funds:\n"
    + "".join(f"  - {{code: A{n}, label: F}}\n" for n in range(1500))
    + "lines:\n"
    + "".join(f"  - {{id: l{n}, label: L, fund: B{n}, unit: u, account: a, amount: 1}}\n" for n in range(1500)),
}


@pytest.mark.parametrize("what", LONG)
def test_no_plan_takes_minutes(what: str, tmp_path: Path) -> None:
    """Work grows with the length of the file, not with its square."""
    begin = time.perf_counter()
    outcome(tmp_path, LONG[what])
    assert time.perf_counter() - begin < 20
