"""The rules that audit tools apply to a workbook, and those of our own: each a small function, all in one tuple.

`check_rules(book)` gives every breach. A rule reads a `Survey`, never the file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from budgetplan.workbook.read import Book
from budgetplan.workbook.rules.cells import (
    every_formula_has_a_value,
    no_empty_references,
    no_error_values,
    no_numbers_as_text,
)
from budgetplan.workbook.rules.flow import no_circles, nothing_counted_twice
from budgetplan.workbook.rules.formulas import (
    THUMB,
    UNIVERSAL_NUMBERS,
    no_external_links,
    no_hard_coded_numbers,
    no_long_formulas,
    no_volatile_functions,
    only_common_functions,
)
from budgetplan.workbook.rules.shape import names_for_single_cells, nothing_hidden, one_formula_per_row
from budgetplan.workbook.rules.survey import AxisRanges, Finding, Survey
from budgetplan.workbook.rules.typed import nothing_typed_over

__all__ = ["RULES", "THUMB", "UNIVERSAL_NUMBERS", "AxisRanges", "Finding", "Rule", "Survey", "check_rules"]

Rule = Callable[[Survey], Iterator[Finding]]

RULES: tuple[Rule, ...] = (
    every_formula_has_a_value,
    no_error_values,
    no_volatile_functions,
    no_external_links,
    only_common_functions,
    no_hard_coded_numbers,
    no_long_formulas,
    one_formula_per_row,
    nothing_typed_over,
    no_numbers_as_text,
    no_empty_references,
    nothing_hidden,
    names_for_single_cells,
    no_circles,
    nothing_counted_twice,
)


def check_rules(book: Book, axis_ranges: AxisRanges | None = None) -> list[Finding]:
    """Every breach of a rule, in the order of `RULES`. `axis_ranges`: see `one_formula_per_row`."""
    survey = Survey(book, axis_ranges)
    return [finding for rule in RULES for finding in rule(survey)]
