"""The schema for editors says what the program says, as far as the shape of one file tells."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from needs import ROOT, SMALL_PLAN
from rich_plan import rich_plan

from budgetplan.assumptions.json_schema import json_schema
from budgetplan.errors import Place
from budgetplan.plan import load

sys.path[:0] = [str(Path(__file__).parent), str(ROOT / "scripts")]

from editor import errors, keys_of_schema, places, read  # noqa: E402
from keys_page import EXAMPLES, all_tables, keys_page  # noqa: E402
from plans import COMPLETE  # noqa: E402

BAD = Path(__file__).parent / "bad"
CASES = sorted(path.stem for path in BAD.glob("*.txt"))

UNSEEN = {
    "names of other rows, files or figures": """
        csv_default_unknown line_names parent_unknown parent_circle position_names line_posts_to_group
        base_changes_alone growth_rules_alone own_explains_alone own_posting own_posting_account own_axis_rulers
        pay_splits pay_step_numbers leaves_and_hires true_up
        account_not_supported history_compare scenario_paths scenario_unknown scenario_by_date
        name_rate_and_driver name_taken unit_becomes_a_group rows_post_to_a_group
        pattern_paydays_unknown allocation_of_nothing allocation_to_nobody revenue_twice""",
    "what comes out": "amount_too_large pattern_of_months",
    "what is given twice": "csv_twice code_twice position_twice files_id_twice files_key_twice files_position_twice",
    "what stands in a CSV file": """
        csv_columns_missing csv_empty csv_heading_twice csv_missing csv_open_quote csv_ragged csv_semicolons
        csv_values csv_invisible""",
    "what a formula says": """
        formula_cents formula_circle formula_dash formula_habits formula_month_and_year formula_number
        formula_unknown_name formula_of_plain_line own_check_formula""",
    "days and months of the plan": "position_outside_the_plan raise_outside_the_plan driver_months history_later",
    "what a rate may be by its unit or name": "figure_share_over_one share_by_name share_of_a_raise series_mixed",
    "a file alone may lack any section": "plan_missing",
    "a day in quotes is text like any other day, for an editor": "series_key",
    "the id of a line with a formula is a name, too": "line_id_is_a_cell",
}
"""The mistakes that no schema of one file can see, by their reason."""

TOLD_ONCE = {"key_too_far_in"}
"""Keys that stand in the wrong mapping: an editor says, too, that they are missing in the right one."""

UNSEEN_NAMES = {name: reason for reason, names in UNSEEN.items() for name in names.split()}


@cache
def validator() -> Draft202012Validator:
    return Draft202012Validator(json_schema())


def files_of(name: str) -> list[Path]:
    """The YAML files of a case."""
    return sorted((BAD / name).rglob("*.yaml")) if (BAD / name).is_dir() else [BAD / f"{name}.yaml"]


def is_yaml(name: str) -> bool:
    """Whether an editor gets as far as a schema at all."""
    return all(read(file.read_text(encoding="utf-8", errors="replace"), file.name)[1] for file in files_of(name))


@pytest.mark.parametrize("plan_folder", [None, pytest.param(EXAMPLES, marks=pytest.mark.slow)], ids=["shipped", "own"])
def test_the_schema_is_one(plan_folder: Path | None) -> None:
    schema = json_schema(plan_folder)
    Draft202012Validator.check_schema(schema)
    json.dumps(schema, allow_nan=False)


@pytest.mark.parametrize("name", CASES)
def test_a_bad_file_is_refused_at_its_place_or_listed_with_a_reason(name: str) -> None:
    said = (BAD / f"{name}.txt").read_text(encoding="utf-8")
    shown: set[str] = set()
    near: set[str] = set()
    for file in files_of(name):
        tree, _ = read(file.read_text(encoding="utf-8", errors="replace"), file.name)
        for one in errors(validator(), tree):
            shown |= set(map(exactly, places(one, tree)))
            near |= set(map(exactly, places(one, tree, near=True)))
    if not is_yaml(name):
        return  # the editor's own YAML reader refuses it
    assert bool(shown) == (name not in UNSEEN_NAMES), f"seen: {shown}; listed: {UNSEEN_NAMES.get(name)}"
    told = set(re.findall(r"^\S+:\d+:\d+", said, re.M))
    lines = {one.rpartition(":")[0] for one in shown} - {one.rpartition(":")[0] for one in told}
    assert bool(lines) == (name in TOLD_ONCE), f"in other lines: {lines}"
    assert not shown or told & near, "nowhere near"


def exactly(place: Place) -> str:
    return f"{place.file}:{place.line}:{place.column}"


def test_every_listed_case_exists_and_is_yaml() -> None:
    assert set(UNSEEN_NAMES) <= set(CASES)
    assert [name for name in UNSEEN_NAMES if not is_yaml(name)] == []
    assert sum(1 for name in CASES if is_yaml(name) and name not in UNSEEN_NAMES) >= 40, "the schema sees a good deal"


def plan_files(tmp_path: Path) -> Iterator[Path]:
    for folder in (SMALL_PLAN, rich_plan(tmp_path / "rich")):
        yield from sorted(folder.rglob("*.yaml"))


def test_the_files_of_good_plans_pass(tmp_path: Path) -> None:
    files = list(plan_files(tmp_path))
    assert len(files) > 10
    (tmp_path / "complete.yaml").write_text(COMPLETE, encoding="utf-8")
    for file in [*files, tmp_path / "complete.yaml"]:
        tree, whole = read(file.read_text(encoding="utf-8"), file.name)
        assert whole
        assert [(file.name, list(one.absolute_path), one.message) for one in errors(validator(), tree)] == []


def test_the_files_of_the_example_pass_with_their_own_columns() -> None:
    folder = ROOT / "assumptions"
    own, files = Draft202012Validator(json_schema(folder)), sorted(folder.rglob("*.yaml"))
    assert len(files) > 10
    for file in files:
        assert errors(own, read(file.read_text(encoding="utf-8"), file.name)[0]) == [], file.name


def test_the_examples_of_the_reference_are_one_plan() -> None:
    assert all(check.passed for check in load(EXAMPLES).calculate().checks())
    own = Draft202012Validator(json_schema(EXAMPLES))
    sections = [path.stem for path in EXAMPLES.glob("*.yaml")]
    assert sorted(sections) == sorted(all_tables()) == sorted(validator().schema["properties"])
    for file in EXAMPLES.glob("*.yaml"):
        assert errors(own, read(file.read_text(encoding="utf-8"), file.name)[0]) == [], file.name


def test_a_plan_has_its_own_columns_and_tables() -> None:
    own = Draft202012Validator(json_schema(EXAMPLES))
    row = {"position": "CO-1", "unit": "a", "fund": "5", "account": "1", "salary": 1, "uniform": 1}
    assert own.is_valid({"positions": [row]})
    assert not validator().is_valid({"positions": [row]})
    assert not own.is_valid({"positions": [{**row, "uniform": "yes"}]})
    for area, right in ((12, True), (-1, False), ("12", False)):
        rows = [{"building": "main", "area": area}]
        assert own.is_valid({"model": {"tables": {"buildings": {"rows": rows}}}}) is right
    assert "uniform_cost" in own.schema["properties"]["rates"]["properties"]


def test_every_key_says_what_it_means() -> None:
    for schema in (json_schema(), json_schema(EXAMPLES)):
        found = list(keys_of_schema(schema))
        assert len(found) > 300
        by_name = r"^\^"  # names that the plan gives itself
        assert [path for path, key, one in found if not one.get("description") and not re.match(by_name, key)] == []


def test_every_key_stands_on_the_page() -> None:
    page = keys_page("")
    skipped = re.compile(r"/uniform|/\w+Csv/")  # what a CSV file says is alike in all sections
    for path, key, shape in keys_of_schema(json_schema()):
        if not key.startswith("^") and not skipped.match(path):
            assert f"`{key}`" in page or f"## {key}\n" in page, path
            assert shape["description"] in page or "Defaults" in path, path
