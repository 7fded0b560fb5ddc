"""Every function's own examples, three ways: Values, the cell text in formualizer, and in LibreOffice.

The numbers in the examples were worked by hand; the engines are the second and third opinion.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from formula.small import Tiny, differences, example_model, expected
from needs import needs_libreoffice

from budgetplan.formula.functions import FUNCTIONS, Example
from budgetplan.formula.parse import parse
from budgetplan.formula.tree import Call, nodes
from budgetplan.formula.words import words_of
from budgetplan.model.evaluate import evaluate
from budgetplan.workbook.engines import recalculate_formualizer, recalculate_libreoffice

EXAMPLES = [
    pytest.param(example, id=f"{name}-{number}")
    for name, function in FUNCTIONS.items()
    for number, example in enumerate(function.examples, 1)
]


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Tiny:
    """All examples in one workbook."""
    tiny = Tiny(tmp_path_factory.mktemp("functions") / "functions.xlsx", apart=2)  # as under tables
    for param in EXAMPLES:
        tiny.add(example_model(param.values[0]))
    tiny.write()
    return tiny


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_function_says_what_it_is(name: str) -> None:
    function = FUNCTIONS[name]
    assert (function.__doc__ or "").strip().endswith("."), "a docstring of whole sentences"
    assert function.usage().startswith(f"{name}("), "how to write it"
    assert all(parameter.name in function.usage() for parameter in function.takes)
    assert function.examples, "at least one example, worked by hand"
    assert function.values.__doc__, "what its numbers mean"


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_functions_examples_use_it(name: str) -> None:
    for example in FUNCTIONS[name].examples:
        assert name in {node.function for node in nodes(parse(f"={example.formula}")) if isinstance(node, Call)}


def close(values: list[Any], share: float) -> Any:
    """The same numbers but for their last digits; texts must be the same."""
    return values if any(isinstance(value, str) for value in values) else pytest.approx(values, rel=share)


@pytest.mark.parametrize("example", EXAMPLES)
def test_values_give_what_the_example_says(example: Example) -> None:
    found = evaluate(example_model(example))["wanted"][0].ravel().tolist()
    assert found == close(expected(example.gives), 1e-12)


@pytest.mark.parametrize("example", EXAMPLES)
def test_words_say_something(example: Example) -> None:
    model = example_model(example)
    words = words_of(model.trees["wanted"], model.resolver(None), lambda symbol, *look: f"<{symbol.name}>", str)
    assert len(words) > 3
    assert all(f"<{name.rpartition('.')[2]}>" in words for name in example.given if name not in unsaid(example)), words


def unsaid(example: Example) -> set[str]:
    """What the words leave out on purpose: the columns in which a dated value is looked up."""
    dated = ("LOOKUP", "BETWEEN", "ENTRIES", "ENTRY")
    return {"t.d", "t.k"} if example.formula.startswith(dated) else set()


def wanted_cells(tiny: Tiny) -> list[tuple[str, list[str], list[float]]]:
    """Each example's formula, the addresses of its cells and what the example says they hold."""
    places: dict[int, list[str]] = {}
    for index, key, _, at, _ in tiny.cells():
        if key == "wanted":
            places.setdefault(index, []).append(at)
    listed = [param.values[0] for param in EXAMPLES]
    return [(listed[index].formula, at, expected(listed[index].gives)) for index, at in places.items()]


def test_formualizer_gives_what_the_examples_say(tiny: Tiny) -> None:
    found = recalculate_formualizer(tiny.path)
    for formula, addresses, values in wanted_cells(tiny):
        assert [found["Case", at] for at in addresses] == close(values, 1e-9), formula
    assert differences(tiny, found) == []


@needs_libreoffice
def test_libreoffice_gives_what_the_examples_say(tiny: Tiny, tmp_path: Path) -> None:
    found = recalculate_libreoffice(tiny.path, tmp_path).values()
    for formula, addresses, values in wanted_cells(tiny):
        assert [found["Case", at] for at in addresses] == close(values, 1e-9), formula
    assert differences(tiny, found) == []
