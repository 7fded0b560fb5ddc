"""What is written and what is used: rates that no formula names, accounts that lines post to, words that are taken."""

from __future__ import annotations

from collections.abc import Iterator

from budgetplan.assumptions.definitions import Definitions
from budgetplan.assumptions.operating_lines import own_patterns
from budgetplan.assumptions.plain import bare, items_of, mapping_of
from budgetplan.assumptions.read import Document
from budgetplan.assumptions.words import path_words
from budgetplan.errors import Problem, closest, nearest
from budgetplan.formula.parse import names_in
from budgetplan.model.blocks import kind_of
from budgetplan.names import name_problem, quoted

WILD = "*?~"  # inside a key, spreadsheets read these as a pattern
FIXED = ("plan_start", "plan_end", "fiscal_year_shift", "first_fiscal_year", "plan_year", "round_to")
"""Inputs that `plan:` gives."""
TAKEN = {"drivers": ("none",), "patterns": ("none", *own_patterns(paydays=True))}
"""Names that mean something of their own where a line says them."""


def use_problems(document: Document, definitions: Definitions) -> list[Problem]:
    """All that is wrong with what is used; what is merely not used becomes a note of the document."""
    return [*_rates(document, definitions), *_taken(document), *_categories(document), *_posts(document, definitions)]


def used_names(document: Document, definitions: Definitions) -> set[str]:
    """The names in all formulas of a plan, its own and the shipped ones, and the accounts that lines post to."""
    found: set[str] = set()
    for one in (definitions, *(extra for _, extra in definitions.extras)):
        for line in one.lines.values():
            found |= names_in(line.formula) | names_in(line.opening) | ({line.posts} if line.posts else set())
        for check in one.checks.values():
            found |= names_in(check.expected) | names_in(check.found) | names_in(check.tolerance)
    for _, row in items_of(document, "lines"):
        found |= names_in(row.get("formula"))
    for driver in mapping_of(document, "drivers").values():
        found |= names_in(driver.get("formula")) if isinstance(driver, dict) else set()
    return {part for name in found for part in (name, name.partition(".")[0])}


def _rates(document: Document, definitions: Definitions) -> Iterator[Problem]:
    """A rate that no formula names is a slip of the pen where it is almost a name that is missing; else a note."""
    rates, used = mapping_of(document, "rates"), used_names(document, definitions)
    missing = [name for name in definitions.inputs if name not in rates and name not in FIXED]
    for name in rates:
        if name in used or name in definitions.inputs or not isinstance(name, str):
            continue
        meant = closest(name, missing, likeness=0.8)
        place, path = document.key_place("rates", name), f"rates.{name}"
        if meant is not None:
            yield Problem(place, path, f'no formula names this rate, and "{meant}" is missing: write {meant}')
        else:
            document.notes.append(Problem(place, path, "no formula names this rate, so it changes nothing"))


def _posts(document: Document, definitions: Definitions) -> Iterator[Problem]:
    """What a line posts to is a column of its table, or a rate that holds an account."""
    rates = mapping_of(document, "rates")
    for line in definitions.lines.values():
        if not line.posts or name_problem(line.posts) is not None:
            continue
        columns = [name for table, name in definitions.columns if table == line.table]
        texts = [name for name, column in definitions.inputs.items() if kind_of(column.unit) == "text"]
        known = [*columns, *texts, *(name for name, raw in rates.items() if isinstance(bare(raw), str))]
        if line.posts not in known:
            wrong = f"there is no column and no rate with an account {quoted(line.posts)}.{nearest(line.posts, known)}"
            yield Problem(line.place, f"tables.{line.table}.lines.{line.name}.posts", wrong)


def _taken(document: Document) -> Iterator[Problem]:
    """Words that mean something of their own."""
    for section, words in TAKEN.items():
        for name in mapping_of(document, section):
            if name in words:
                wrong = f"{quoted(name)} has a meaning of its own here: give it another name"
                yield Problem(document.key_place(section, name), f"{section}.{name}", wrong)
    tiers = mapping_of(document, "benefits").get("health_tiers")
    for index, tier in enumerate(tiers if isinstance(tiers, list) else []):
        if isinstance(tier, dict) and tier.get("id") == "none":
            at = ("benefits", "health_tiers", index, "id")
            yield Problem(document.place(*at), path_words(document, at), '"none" says no coverage: give it another id')


def _categories(document: Document) -> Iterator[Problem]:
    """Categories are keys in the workbook: no signs of patterns, and each written in one way."""
    spelled: dict[str, str] = {}
    for index, account in items_of(document, "accounts"):
        category = bare(account.get("category"))
        if not isinstance(category, str):
            continue
        signs, known = set(category) & set(WILD), spelled.setdefault(category.casefold(), category)
        wrong = ""
        if signs:
            wrong = f"{quoted(category)} holds {min(signs)}, which spreadsheets read as part of a pattern: leave it out"
        elif known != category:
            wrong = f"{quoted(category)} is written {quoted(known)} elsewhere: write it alike"
        if wrong:
            at = ("accounts", index, "category")
            yield Problem(document.place(*at), path_words(document, at), wrong)
