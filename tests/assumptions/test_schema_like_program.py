"""Every key of every section with every kind of value: what the program refuses for its shape the schema refuses, too,
and the other way round.
"""

from __future__ import annotations

import copy
import math
import re
import sys
from collections.abc import Iterator
from functools import cache
from itertools import islice, product
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator
from pydantic import ValidationError

from budgetplan.assumptions.columns import models_of
from budgetplan.assumptions.definition_checks import definition_problems
from budgetplan.assumptions.definition_kinds import UNITS
from budgetplan.assumptions.definitions import Definitions
from budgetplan.assumptions.formula_files import read_definitions, row_sections, shipped
from budgetplan.assumptions.json_schema import json_schema
from budgetplan.assumptions.nodes import compose
from budgetplan.assumptions.schema import Sections

sys.path.insert(0, str(Path(__file__).parent))

from editor import keys_of_schema, seen
from every_key import DAY, MODEL, MODEL_VALUES, SAMPLES, VALUES

DUMPER = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
FORMULA = re.compile(r"=\s*\S")


@cache
def validator() -> Draft202012Validator:
    return Draft202012Validator(json_schema())


def positions_in(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The path of each value inside a value, and of the value itself."""
    yield path
    pairs = value.items() if isinstance(value, dict) else enumerate(value[:1]) if isinstance(value, list) else ()
    for key, one in pairs:
        yield from positions_in(one, (*path, key))


def put(data: Any, path: tuple[Any, ...], value: Any) -> Any:
    """The data with another value at a path."""
    if not path:
        return value
    data = copy.copy(data)
    data[path[0]] = put(data[path[0]], path[1:], value)
    return data


def as_typed(value: Any) -> Any:
    """What the program reads where a person types this without quotes around days."""
    if isinstance(value, dict):
        return {as_typed(key): as_typed(one) for key, one in value.items()}
    if isinstance(value, list):
        return [as_typed(one) for one in value]
    return day_in(value) if isinstance(value, str) else value


@cache
def day_in(text: str) -> Any:
    """The day that a text spells, or the text."""
    return yaml.safe_load(text) if re.fullmatch(r"\d{4}-\d\d-\d\d", text) else text


@cache
def tables() -> dict[str, Any]:
    return {name: models_of(name, shipped().columns_of(name)).entries for name in row_sections()}


def program_takes(section: str, value: Any) -> bool:
    """Whether the models of the program take a section; an empty one is none."""
    if value is None:
        return True
    data = {"plan": as_typed(SAMPLES["plan"][0]), section: as_typed(value)}
    try:
        if section in tables():
            rows = data[section]
            tables()[section].validate_python([rows] if isinstance(rows, dict) and "csv" in rows else rows)
            return _columns_known(section, rows)
        adds = [one.adds for one in Sections.model_validate(data).scenarios]
        tables()["positions"].validate_python([row for one in adds for row in one.positions])
        lines = [row for one in adds for row in one.lines]
        Sections.model_validate(data | {"lines": lines})
    except ValidationError:
        return False
    sections = Sections.model_validate(data)
    changes = [figure.value for one in sections.scenarios for figure in one.changes.values()]
    if any(isinstance(value, dict | None) for value in changes):
        return False  # no figure of a model is one
    if any(one.unit not in (*UNITS, None) for one in sections.rates.values()):
        return False
    return not any("included" in row or "csv" in row for one in adds for row in [*one.positions, *one.lines])


def _columns_known(section: str, rows: Any) -> bool:
    """What the reader of CSV files says of names: which columns there are, where a file may stand."""
    known = {column.name for column in shipped().columns_of(section)}
    files = [row for row in ([rows] if isinstance(rows, dict) else rows) if "csv" in row]
    named = all(set(file.get("columns", {})) <= known for file in files)
    return named and all(re.fullmatch(r"\w+\.csv\s*", file["csv"]) for file in files)


LENIENT = {
    "days are text": lambda section, path, value: value in (DAY, {"value": DAY}),
    "so are days as keys, where paths belong": lambda section, path, value: path[-1:] == ("changes",) and DAY in value,
    "in Python, $ stands before a last line end, too": lambda section, path, value: value == "a\n",
    "the keys of a plan may stand in several files": lambda section, path, value: section == "plan" and value == {},
    "a code of over 100 letters": lambda section, path, value: section == "rates" and value == "x" * 101,
    "names that are cells": lambda section, path, value: "r1c1" in str(value),
}


def variants(section: str) -> Iterator[tuple[tuple[Any, ...], Any, Any]]:
    """Each value at each place of each sample: the path, the value, the section."""
    for sample in SAMPLES[section]:
        for path in positions_in(sample):
            for value in VALUES:
                yield path, value, put(sample, path, value)


def test_the_samples_are_right() -> None:
    for section, samples in SAMPLES.items():
        for sample in samples:
            assert program_takes(section, sample), (section, sample)


LARGE = (
    "positions",
    "scenarios",
    "lines",
    "overtime",
    "allowances",
    "internal_charges",
    "drivers",
    "rates",
    "measures",
    "history",
    "revenue",
    "position_cost",
    "retirements",
    "hires",
)
"""Sections of thousands of variants: each eighth of them is tried at once, and all of them where slow tests run."""
EACH = 8  # no part of the number of values: every place and every value has its turn


@pytest.mark.parametrize("section", SAMPLES)
def test_schema_and_program_refuse_the_same(section: str) -> None:
    """The schema never refuses what the program takes; what it lets pass beyond that is listed in LENIENT."""
    too_strict, too_lenient = differences(section, validator(), EACH if section in LARGE else 1)
    assert too_strict == []
    assert too_lenient == []


@pytest.mark.slow
@pytest.mark.parametrize("section", LARGE)
def test_schema_and_program_refuse_the_same_in_all_variants(section: str) -> None:
    too_strict, too_lenient = differences(section, validator())
    assert too_strict == []
    assert too_lenient == []


def test_each_value_has_its_turn() -> None:
    assert math.gcd(len(VALUES), EACH) == math.gcd(len(MODEL_VALUES), EACH) == 1


def differences(section: str, schema: Draft202012Validator, each: int = 1) -> tuple[list[Any], list[Any]]:
    """Where a schema refuses what the program takes, and where it takes what the program refuses."""
    too_strict, too_lenient, taken, refused = [], [], 0, 0
    for path, value, data in islice(variants(section), 0, None, each):
        program, shaped = program_takes(section, data), schema.is_valid({section: seen(as_typed(data))})
        taken, refused = taken + program, refused + (not program)
        if program and not shaped:
            too_strict.append((path, value))
        if shaped and not program and not any(excuse(section, path, value) for excuse in LENIENT.values()):
            too_lenient.append((path, value))
    assert taken > 5 and refused > 50, "the values try both"
    return too_strict, too_lenient


def test_differences_are_found() -> None:
    """A bound that is missing, a bound too many, a key that is not closed, a form that is forgotten."""
    schema = json_schema()
    calendar = schema["$defs"]["Calendar"]
    lag = calendar["properties"]["pay_lag"]
    calendar["properties"]["pay_lag"] = {**lag, "maximum": 12, "minimum": -1}
    too_strict, too_lenient = differences("calendar", Draft202012Validator(schema))
    assert (("pay_lag",), 13) in too_strict
    assert (("pay_lag",), -1) in too_lenient
    schema["$defs"]["HealthTier"]["additionalProperties"] = True
    del schema["$defs"]["HealthTier"]["properties"]["label"]
    assert (("health_tiers", 0, "label"), 1) in differences("benefits", Draft202012Validator(schema))[1]
    schema["$defs"]["Pattern"]["anyOf"].pop(0)
    assert (("spring",), [1] * 12) in differences("patterns", Draft202012Validator(schema))[0]


LENIENT_DEFINITIONS = {
    "days are text": lambda path, value: DAY in str(value),
    "1.0 is a whole number": lambda path, value: path[-1] in ("size", "months") and isinstance(value, float),
    "a definition may be spread over files": lambda path, value: path[0] in ("inputs", "lines") and len(path) < 3,
}


def definitions_of(model: Any) -> Definitions | None:
    """What a `model:` defines besides the shipped lines; None where its reader refuses anything."""
    trouble: list[Any] = []
    tree = compose(yaml.dump({"model": as_typed(model)}, Dumper=DUMPER, sort_keys=False), "model.yaml", trouble)
    assert tree is not None
    node = tree.value["model"]
    if not isinstance(node.value, dict | None):
        return None
    definitions = read_definitions([node], shipped())
    return None if trouble or definitions.problems else definitions


def fits_together(definitions: Definitions) -> bool:
    """Whether the program would go on to build a model: formulas begin with =, and all else is there, too."""
    lines = [line.formula for line in definitions.lines.values() if line.sums != "postings" and not line.same_as]
    checks = [(one.expected, one.found, one.tolerance or "=0") for one in definitions.checks.values()]
    formulas = [*lines, *(text for one in checks for text in one)]
    return all(FORMULA.match(text.strip()) for text in formulas) and not definition_problems(definitions)


def test_the_samples_have_every_key() -> None:
    written = [*(one for samples in SAMPLES.values() for one in samples), MODEL, {"when": 1, "posts": 1, "axis": 1}]
    known = {str(step) for one in written for path in positions_in_all(one) for step in path} | set(SAMPLES)
    required_rates = set(json_schema()["properties"]["rates"]["properties"])
    found = {key for _, key, _ in keys_of_schema(json_schema()) if not key.startswith("^")}
    assert found - known - required_rates == {"model"}


def positions_in_all(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The path of each value, in all items of lists."""
    yield path
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, one in pairs:
        yield from positions_in_all(one, (*path, key))


def around(model: Any, path: tuple[Any, ...]) -> Any:
    """What defines one thing, for speed: the shape of others is not at stake."""
    if not isinstance(model, dict) or not path:
        return model
    kind = model[path[0]]
    return {path[0]: {path[1]: kind[path[1]]} if isinstance(kind, dict) and len(path) > 1 else kind}


@pytest.mark.parametrize("each", [EACH, pytest.param(1, marks=pytest.mark.slow)])
def test_schema_and_program_refuse_the_same_definitions(each: int) -> None:
    assert definitions_of(MODEL)
    assert validator().is_valid({"model": seen(as_typed(MODEL))}), "else no variant is, and nothing is too lenient"
    too_strict, too_lenient = [], []
    for path, value in islice(product(positions_in(MODEL), MODEL_VALUES), 0, None, each):
        model = put(MODEL, path, value)
        part = around(model, path)
        shaped, read_well = validator().is_valid({"model": seen(as_typed(part))}), definitions_of(part)
        if read_well and not shaped and (whole := definitions_of(model)) and fits_together(whole):
            too_strict.append((path, value))
        if shaped and not read_well and not any(excuse(path, value) for excuse in LENIENT_DEFINITIONS.values()):
            too_lenient.append((path, value))
    assert too_strict == []
    assert too_lenient == []
