"""What must fit together around rules of growth: each is for one account, or for one category of accounts, once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from budgetplan.assumptions.chunks import Chunk, Chunks, rows_of, wrong_at
from budgetplan.assumptions.plain import bare, items_of
from budgetplan.assumptions.read import Document
from budgetplan.errors import Problem, nearest
from budgetplan.names import quoted

NO_ACCOUNT = "none"
UNCATEGORIZED = "Uncategorized"  # what the program calls the category of accounts that have none


def growth_problems(document: Document, chunks: Chunks) -> Iterator[Problem]:
    """Categories that no account has, and accounts and categories that grow by two rules."""
    accounts = [{key: bare(value) for key, value in account.items()} for _, account in items_of(document, "accounts")]
    categories = {one.casefold(): one for one in _categories(accounts)}
    taken: set[tuple[str, str]] = set()
    for chunk in chunks.get("growth_rules", ()):
        yield from _problems(chunk, categories, taken)


def _categories(accounts: list[dict[Any, Any]]) -> Iterator[str]:
    """What accounts name as their category, and the labels of topmost groups, which stand for one."""
    groups = {account.get("parent") for account in accounts}
    yield UNCATEGORIZED
    for account in accounts:
        own = account.get("category")
        if own is None and account.get("parent") is None and account.get("code") in groups:
            own = account.get("label")
        if isinstance(own, str):
            yield own


def _problems(chunk: Chunk, categories: dict[str, str], taken: set[tuple[str, str]]) -> Iterator[Problem]:
    for row, (account, category) in rows_of(chunk, "account", "category"):
        column, name = ("account", account) if account not in (None, NO_ACCOUNT) else ("category", category)
        if not isinstance(name, str):
            continue
        if column == "category" and name.casefold() not in categories:
            wrong = f"no account has the category {quoted(name)}.{nearest(name, categories.values())}"
            yield wrong_at(chunk, row, column, wrong)
        elif (column, name.casefold()) in taken:
            yield wrong_at(chunk, row, column, f"{quoted(name)} grows by a rule above already: keep one of them")
        taken.add((column, name.casefold()))
