"""Reading a mapping: every mistake with file, line and column, as in the files of a plan."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pydantic import ValidationError

from budgetplan.assumptions.nodes import Node, compose_whole
from budgetplan.assumptions.read import Document, read_bytes
from budgetplan.assumptions.words import path_words, schema_problems
from budgetplan.errors import AssumptionError, Place, Problem, nearest
from budgetplan.importing.find_schema import Find
from budgetplan.importing.schema import Budget, Mapping, Roster
from budgetplan.names import quoted

EXPORTS = ("roster", "budget")


def read_mapping(path: Path) -> tuple[Mapping, Document]:
    """The mapping of a file, and the file as data with places, and with what is wrong between its parts.

    Raises AssumptionError where it cannot be read as a mapping, so that nothing more can be said.
    """
    name = path.as_posix()
    problems: list[Problem] = []
    try:
        text = read_bytes(path.parent, path.name).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise AssumptionError([Problem(Place(name, 1, 1), "", "the file is not UTF-8 text: save it as such")]) from None
    root, complete = compose_whole(text, name, problems)
    if problems and not complete:  # of a file that was not read to its end, nothing more is known
        raise AssumptionError(problems)
    if root is None or type(root.value) is not dict:
        wrong = "a mapping says how exports become a plan: begin with `plan:`, and `roster:` or `budget:`"
        raise AssumptionError(problems or [Problem(Place(name, 1, 1), "", wrong)])
    document = Document(path.parent, root, problems)
    document.data = _exact(root)
    mapping = _validated(document)
    if mapping is None:
        raise AssumptionError(problems)
    problems += _unfit(mapping, document)
    if not mapping.sources:
        problems.append(Problem(root.place, "", "names no export: add `roster:` or `budget:`"))
        raise AssumptionError(problems)
    return mapping, document


def problem_at(document: Document, path: tuple[Any, ...], message: str) -> Problem:
    """A problem at a value of the mapping."""
    return Problem(document.place(*path), path_words(document, known_steps(document, path)), message)


def known_steps(document: Document, path: tuple[Any, ...]) -> list[Any]:
    """As many steps of a path as the file has: a text may stand where a list is understood."""
    here, steps = document.root, []
    for step in path:
        inside = type(here.value) is dict or (type(here.value) is list and isinstance(step, int))
        if not inside or (type(here.value) is dict and step not in here.value):
            break
        here = here.value[step]
        steps.append(step)
    return steps


def _exact(root: Node) -> dict[Any, Any]:
    """The file as plain data; control totals as they were typed, because a binary number forgets digits."""
    data: dict[Any, Any] = root.plain()
    for source in EXPORTS:
        node = root.value.get(source)
        totals = node.value.get("control_totals") if node is not None and type(node.value) is dict else None
        if totals is None or type(totals.value) is not list:
            continue
        for number, one in enumerate(totals.value):
            amount = one.value.get("amount") if type(one.value) is dict else None
            if amount is not None and amount.text is not None:
                data[source]["control_totals"][number]["amount"] = amount.text
    return data


def _validated(document: Document) -> Mapping | None:
    try:
        return Mapping.model_validate(document.data)
    except ValidationError as error:
        document.problems += schema_problems(error, document, [Mapping])
    return None


def _unfit(mapping: Mapping, document: Document) -> list[Problem]:
    """What is wrong between the parts of a mapping."""
    found: list[Problem] = []
    for name, source in mapping.sources.items():
        for key, find in source.finds.items():
            found += _unknown(find, list(mapping.declared[key]), (name, key), document)
            if find.category and key != "account":
                wrong = "only accounts have a category: remove it"
                found.append(problem_at(document, (name, key, "category"), wrong))
    if mapping.budget is not None:
        found += _columns_problems(mapping.budget, document)
    if mapping.roster is not None:
        found += _files_problems(mapping.roster, document)
    return found


def _unknown(find: Find, codes: list[str], at: tuple[str, ...], document: Document) -> list[Problem]:
    """Ids and codes that a mapping sends rows to and does not define."""
    given: list[tuple[tuple[str, ...], str | None]]
    given = [(("always",), find.always), (("otherwise",), find.otherwise)]
    given += [(("exact", text), code) for text, code in find.exact.items()]
    return [
        problem_at(
            document,
            (*at, *path),
            f"{quoted(code)} is not among `{at[-1]}s` of this mapping: add it there.{hint(code, codes, at[-1])}",
        )
        for path, code in given
        if code is not None and code not in codes
    ]


def hint(code: str, codes: list[str], key: str = "account") -> str:
    """The id that is meant; of codes, which are much alike and mean other things, those that there are."""
    near = nearest(code, codes) if key == "unit" else ""
    return near or (f" Known: {', '.join(codes[:20])}" if codes else "")


def _columns_problems(budget: Budget, document: Document) -> list[Problem]:
    """A year and stage that is given twice, and more than one column that the request begins with."""
    found: list[Problem] = []
    seen: dict[tuple[int | None, str | None], int] = {}
    first, columns = -1, [one.column for one in budget.amounts]
    for number, one in enumerate(budget.amounts):
        at = ("budget", "amounts", number)
        if one.history and seen.setdefault((one.fiscal_year, one.stage), number) != number:
            found.append(problem_at(document, at, f"FY{one.fiscal_year} {one.stage} is given twice: keep one"))
        if columns.index(one.column) != number:
            told = f"the column {quoted(one.column)} is given twice: name another, or say all of it in one entry"
            found.append(problem_at(document, (*at, "column"), told))
        if one.lines and first >= 0:
            found.append(problem_at(document, (*at, "lines"), "a request begins with one column, and two say `lines`"))
        first = number if one.lines else first
    return found


def _files_problems(roster: Roster, document: Document) -> list[Problem]:
    """Two kinds of positions in one file."""
    names = [one.file.casefold() for one in roster.jobs]
    return [
        problem_at(document, ("roster", "jobs", number), f"{one.file} is given twice: name another with `file:`")
        for number, one in enumerate(roster.jobs)
        if names.index(one.file.casefold()) != number
    ]
