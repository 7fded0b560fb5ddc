"""The trees of funds, units and accounts: which of their names can be posted to, and why not the others."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from budgetplan.assumptions.plain import broken_ids, items_of
from budgetplan.assumptions.read import Document
from budgetplan.errors import MOST_SHOWN, Place, Problem, nearest, with_more
from budgetplan.names import quoted, visible

MOST_HINTS = 200
FEW = 3
"""As many rows that name a group are told one by one: more of them have one cause."""
TREES = {"funds": "code", "units": "id", "accounts": "code"}
EXPENSE = ("expense",)
Kinds = tuple[str, ...]
ONE_OF = {"funds": "fund", "units": "unit", "accounts": "account"}
A = {"funds": "a", "units": "a", "accounts": "an"}


class Tree:
    """The ids of funds, units or accounts, and which of them are groups of others."""

    def __init__(self, document: Document, section: str) -> None:
        self.document, self.section = document, section
        key = TREES[section]
        rows = [row for _, row in items_of(document, section)]
        parents = {row[key]: row.get("parent") for row in rows if isinstance(row.get(key), str)}
        self.parents = {name: above if isinstance(above, str) else None for name, above in parents.items()}
        self.labels = {str(row.get("label")).casefold(): row[key] for row in rows if isinstance(row.get(key), str)}
        self.types = {row[key]: row.get("type") for row in rows if isinstance(row.get(key), str)}
        self.broken = broken_ids(document, section, key)  # their own definition has a problem, which is told there
        self.missed = section in document.missed
        self._problems: dict[tuple[str, Kinds], str | None] = {}
        self.groups = {parent for parent in self.parents.values() if parent is not None}

    def problem(self, name: str, kinds: Kinds = EXPENSE) -> str | None:
        """Why nothing can be posted to `name`, or None; looked up once for each name. `kinds` are the types of accounts
        that fit.
        """
        if (name, kinds) not in self._problems:
            self._problems[name, kinds] = self._problem(name, kinds)
        return self._problems[name, kinds]

    def hint(self, name: str) -> str:
        """The known name that is meant; not for hundreds of unknown names, where looking for each takes minutes."""
        return nearest(name, self.parents) if len(self._problems) < MOST_HINTS else ""

    def children(self, name: str) -> list[str]:
        """The names right below a group."""
        return [child for child, parent in self.parents.items() if parent == name]

    def below(self, name: str) -> list[str]:
        """The names below a group to which can be posted."""
        found: list[str] = []
        todo, seen = self.children(name), {name}
        while todo:
            here = todo.pop(0)
            if here not in seen:
                seen.add(here)
                inside = self.children(here)
                todo = inside + todo
                found += [] if inside else [here]
        return found

    def _is_group(self, name: str) -> str:
        return f"{quoted(name)} is a group, and only {A[self.section]} {ONE_OF[self.section]} with none below it posts"

    def told_once(self, found: Sequence[Problem]) -> list[Problem]:
        """The problems with those of many rows that name one group folded: into the one that made it a group, or into
        the first of the rows; into nothing where the group stands above itself, which is told already.
        """
        circles, kept = self.circles(), list(found)
        for name in self.groups:
            own = {problem for problem in kept if problem.message.startswith(self._is_group(name))}
            if name in circles or len(own) > FEW:
                kept = [problem for problem in kept if problem not in own]
                kept += [] if name in circles else [self._cause(name, sorted(own))]
        return kept

    def _cause(self, name: str, own: Sequence[Problem]) -> Problem:
        """Why many rows cannot post to a group: its one child most likely stands in the wrong place."""
        children = self.children(name)
        if len(children) > 1:
            return with_more(own[0], len(own) - 1 + sum(one.more for one in own))
        by_list = {one.path.partition("[")[0]: one.path.rpartition(".")[0] for one in reversed(own)}
        rows = listed([*sorted(by_list.values()), "others"])
        only = f"only {A[self.section]} {ONE_OF[self.section]} with none below it posts"
        wrong = f"makes a group of {quoted(name)}, and {only}, but {rows} name it"
        right = f"choose another parent, or let all of them post to {quoted(children[0])}"
        return Problem(self.parent_place(children[0]), f"{self.section}[{children[0]}].parent", f"{wrong}: {right}")

    def parent_place(self, name: str) -> Place:
        """Where the parent of a name is written."""
        at = next(index for index, row in items_of(self.document, self.section) if row.get(TREES[self.section]) == name)
        return self.document.place(self.section, at, "parent")

    def circles(self) -> dict[str, list[str]]:
        """Each name that stands above itself, with the way from it back to it."""
        found: dict[str, list[str]] = {}
        done: set[str] = set()
        for name in self.parents:
            way: dict[str, None] = {}
            here: str | None = name
            while here is not None and here in self.parents and here not in done and here not in way:
                way[here] = None
                here = self.parents[here]
            names = list(way)
            if here in way:
                circle = names[names.index(here) :]
                found |= {one: [*circle[at:], *circle[:at], one] for at, one in enumerate(circle[:MOST_SHOWN])}
            done |= set(names)
        return found

    def _problem(self, name: str, kinds: Kinds) -> str | None:
        one = ONE_OF[self.section]
        if name not in self.parents:
            if self.missed or name in self.broken:
                return None
            of_label = self.labels.get(name.casefold())
            hint = f" It is called {quoted(of_label)}" if of_label else self.hint(name)
            posting = [one for one in self.parents if one not in self.groups]
            hint = hint or (f" Known: {listed(posting)}" if posting else "")
            return f"there is no {one} {quoted(name)}.{hint or f' Add it under `{self.section}:`'}"
        if name in self.groups:
            return f"{self._is_group(name)}: write {listed(self.below(name) or self.children(name), 'or')}"
        kind = self.types.get(name) or EXPENSE[0]
        return _of_another_kind(name, kind, kinds) if self.section == "accounts" and kind not in kinds else None


def _of_another_kind(name: str, kind: Any, kinds: Kinds) -> str | None:
    """Why an account of a type does not fit where accounts of other types belong."""
    match kind:
        case "expense":
            told = f"{quoted(name)} is an expense account, and revenue is never booked among expenses"
            return f"{told}: write a revenue account, or say `type: revenue` of this one under `accounts:`"
        case "revenue":
            told = f"{quoted(name)} is a revenue account, and what is written here is added to the request"
            return f"{told}: write an expense account, or put the row under `revenue:`"
        case "transfer":
            told = f"{quoted(name)} is a transfer account, and transfer lines are not supported yet"
            return f"{told}: this version would add them to the request; write an expense account, or leave the row out"
    return None


def listed(names: Iterable[Any], word: str = "and") -> str:
    """Up to eight names in a sentence."""
    shown = [visible(str(name)[:40]) for name in names]
    if len(shown) > 8:
        return ", ".join(shown[:8]) + ", ..."
    return f" {word} ".join([", ".join(shown[:-1]), shown[-1]]) if len(shown) > 1 else "".join(shown)
