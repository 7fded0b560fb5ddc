"""Net 7, structure: who imports whom, how long things are, that all is documented, and that nothing names a machine."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from needs import ROOT

PACKAGE = ROOT / "budgetplan"
MODULES = sorted(PACKAGE.rglob("*.py"))
IDS = [path.relative_to(PACKAGE).as_posix() for path in MODULES]

ORDER = ("finance", "formula", "model", "assumptions", "assembly", "workbook", "report", "plan", "importing", "cli")
"""Each may import those before it, never one behind it."""

SHARED = {"errors", "names", "plan_files", "new_folder", "templates", ""}
"""What stands beside the order; the empty name is the package itself, for its version."""

NEVER = {
    "finance": {"yaml", "pydantic", "xlsxwriter", "pandas", "formualizer", "names", ""},
    "formula": {"yaml", "pydantic", "xlsxwriter", "pandas", "formualizer", "names", ""},
    "model": {"yaml", "pydantic", "xlsxwriter", "pandas", "formualizer", "names", ""},
    "assumptions": {"xlsxwriter", "formualizer"},
    "importing": {"xlsxwriter", "formualizer", "pandas"},
    "workbook": {"yaml", "pydantic", "assumptions", "assembly"},
    "errors": {"names", ""},
    "names": {""},
}
LONGEST_MODULE, LONGEST_FUNCTION = 300, 40


def part_of(path: Path) -> str:
    """The part of the package that a module belongs to: a folder, or a module of its own."""
    first = path.relative_to(PACKAGE).parts[0]
    return {"__init__.py": "", "__main__.py": "cli"}.get(first, first.removesuffix(".py"))


def imports(path: Path) -> Iterator[tuple[int, str]]:
    """What a module imports, wherever it does so (for type checking, inside a function): line and dotted name.

    Imports from this package begin with "budgetplan".
    """
    here = ("budgetplan", *path.relative_to(PACKAGE).with_suffix("").parts)
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, alias.name
        elif isinstance(node, ast.ImportFrom):
            base = [*here[: len(here) - node.level]] if node.level else []
            module = ".".join([*base, *([node.module] if node.module else [])])
            if module == "budgetplan":  # from . import x: x is a part, or something that the package itself holds
                for alias in node.names:
                    yield node.lineno, f"budgetplan.{alias.name}" if is_part(alias.name) else "budgetplan"
            else:
                yield node.lineno, module


def is_part(name: str) -> bool:
    return (PACKAGE / name).is_dir() or (PACKAGE / f"{name}.py").is_file()


def used_parts(path: Path) -> Iterator[tuple[int, str]]:
    """The parts of this package and the other packages that a module imports."""
    for number, name in imports(path):
        first, *rest = name.split(".")
        yield number, (rest[0] if rest else "") if first == "budgetplan" else first


def refused(mine: str, other: str) -> bool:
    """Whether one part may not import another part or package."""
    if other in NEVER.get(mine, ()):
        return True
    if other in ORDER:
        return mine in SHARED - {""} or (mine in ORDER and ORDER.index(other) > ORDER.index(mine))
    return False


def test_every_module_has_its_place_in_the_order() -> None:
    assert {part_of(path) for path in MODULES} <= {*ORDER, *SHARED}, "add the new part to ORDER, where it belongs"


@pytest.mark.parametrize("path", MODULES, ids=IDS)
def test_imports_go_one_way(path: Path) -> None:
    mine = part_of(path)
    wrong = [f"line {number} imports {other}" for number, other in used_parts(path) if refused(mine, other)]
    assert wrong == []


def test_the_test_of_imports_can_fail() -> None:
    for mine, other in (("formula", "model"), ("model", "yaml"), ("workbook", "assumptions"), ("errors", "plan")):
        assert refused(mine, other)
    for mine, other in (("model", "formula"), ("formula", "errors"), ("cli", "plan"), ("formula", "numpy")):
        assert not refused(mine, other)


@pytest.mark.parametrize("path", MODULES, ids=IDS)
def test_no_module_is_too_long(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST_MODULE


@pytest.mark.parametrize("path", MODULES, ids=IDS)
def test_no_function_is_too_long(path: Path) -> None:
    long = [
        f"{node.name}: {length(node)} lines"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef) and length(node) > LONGEST_FUNCTION
    ]
    assert long == []


def length(node: ast.FunctionDef) -> int:
    return (node.end_lineno or 0) - node.lineno + 1


@pytest.mark.parametrize("path", MODULES, ids=IDS)
def test_what_is_public_says_what_it_is_for(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert ast.get_docstring(tree) or not tree.body or path.name == "__main__.py", "the module itself"
    assert [name for name, node in public(tree) if not ast.get_docstring(node)] == []


def public(tree: ast.Module | ast.ClassDef, prefix: str = "") -> Iterator[tuple[str, ast.ClassDef | ast.FunctionDef]]:
    """Public classes and functions, and the public methods of those classes; overloads and overrides need no text."""
    for node in tree.body:
        if isinstance(node, ast.ClassDef | ast.FunctionDef) and not node.name.startswith("_"):
            marks = {ast.unparse(mark).rpartition(".")[2] for mark in node.decorator_list}
            if not marks & {"overload", "override"}:
                yield prefix + node.name, node
            if isinstance(node, ast.ClassDef):
                yield from public(node, f"{node.name}.")


def tracked() -> list[Path]:
    """The files of the project: what git knows or would take up; without git, those of the package and the tests."""
    try:
        listed = subprocess.run(
            ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
            cwd=ROOT,
            capture_output=True,
            check=True,
        ).stdout.decode("utf-8")
    except (OSError, subprocess.CalledProcessError):
        return [*MODULES, *(ROOT / "tests").rglob("*.py")]
    return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()]


MACHINE = tuple(f"/{folder}/" for folder in ("work", "root", "home/runner"))


def test_no_file_names_a_place_on_some_machine() -> None:
    found = []
    for path in tracked():
        if path == Path(__file__).resolve() or path.suffix in (".xlsx", ".png", ".zip"):
            continue
        for number, text in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1):
            found += [f"{path.relative_to(ROOT)}:{number}: {place}" for place in MACHINE if place in text]
    assert found == []


def test_the_budget_itself_is_data() -> None:
    """Architecture: the budget's logic is YAML in lines/; there is deliberately no staffing.py."""
    assert not {"staffing", "payroll", "budget", "pension", "health"} & {path.stem for path in MODULES}
    assert len(list((PACKAGE / "lines").glob("*.yaml"))) >= 9
