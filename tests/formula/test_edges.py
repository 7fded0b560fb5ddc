"""What went wrong once: lookups over rows in several places, wants that change or are unknown, long chains."""

from __future__ import annotations

import pytest
from formula.small import Tiny, build, differences, given, line, refusals

from budgetplan.model.blocks import Union
from budgetplan.model.evaluate import evaluate
from budgetplan.model.explain import Explainer
from budgetplan.workbook.engines import recalculate_formualizer

T = (
    given("period", [1, 2, 3], "month"),
    given("year", [1, 1, 2], "month"),
    given("day", [46661, 46692, 46722], "month", unit="date"),
    given("code", [1, 2, 3], table="t"),
    given("price", [10, 20, 30], table="t"),
    given("name", ["a", "b", "b"], table="t", unit="text"),
    given("key", ["r|a", "r|b", "r|b"], table="t", unit="key"),
    given("since", [46661, 46692, 46722], table="t", unit="date"),
    given("code", [2, 60], table="more"),
    given("price", [12, 24], table="more"),
    given("key", ["r|a", "r|c"], table="more", unit="key"),
    given("since", [46661, 46692], table="more", unit="date"),
)
ALL = [
    Union(name=n, table="all", unit=unit, parts=(f"t.{n}", f"more.{n}"))
    for n, unit in {"code": "count", "price": "count", "key": "key", "since": "date"}.items()
]


@pytest.mark.parametrize(
    "formula",
    [
        # 1 several runs of rows: the cells would hold the first run only
        "=FROM(all.price, all.code, 60)",
        "=LOOKUP(60, all.code, all.price)",
        '=ENTRIES(all.key, "r|" & "a", all.since, day)',
        '=ENTRY(all.price, all.key, "r|" & "c", 1)',
        # 2 a want that changes by month: Values reads that of the first month
        '=ENTRIES(t.key, "r|" & IF(period > 1, "a", "b"), t.since, day)',
        '=ENTRY(t.price, t.key, "r|" & IF(period > 1, "b", "a"), 1)',
        # 3 an unknown want: 0 (or the last row) by Values, #N/A in a spreadsheet
        "=SUMIFS(t.price, t.code, FROM(t.code, t.code, 60))",
        "=BETWEEN(t.price, t.since, day, FROM(t.since, t.code, 60))",
        "=LOOKUP(FROM(t.code, t.code, 60), t.code, t.price)",
        "=ACROSS(period, year, FROM(t.code, t.code, 60))",
        # 4 text that was looked up in vain: compared as if it were known
        '=IF(FROM(t.name, t.code, 60) = "a", 1, 0)',
        '=IF(FROM(t.name, t.code, 60) <> "a", 1, 0)',
        # 5 the same, joined: TypeError
        '=SUMIFS(t.price, t.key, "r|" & FROM(t.name, t.code, 60))',
        # 6 a pattern that stands alone, not beside &: found by a spreadsheet, not by Values (should be refused)
        '=FROM(t.price, t.name, "b*")',
    ],
)
def test_both_sides(formula, tmp_path):
    tiny = Tiny(tmp_path / "x.xlsx", apart=1)
    blocks = [*T, *ALL, line("wanted", formula, "month")]
    if refusals(*blocks, t=3, more=2):
        return
    tiny.add(build(*blocks, t=3, more=2))
    assert differences(tiny, recalculate_formualizer(tiny.write())) == []


@pytest.mark.parametrize("formula", ["=1" + "+1" * 300, "=1" + "%" * 300, "=1" + "+1" * 445, "=1" + "%" * 445])
def test_no_accepted_formula_is_too_deep(formula, tmp_path):
    """7 accepted by the parser, but RecursionError in words and cells (from about 247 levels), or in Check (340 %)."""
    if refusals(line("wanted", formula, "month")):
        return
    model = build(line("wanted", formula, "month"))
    tiny = Tiny(tmp_path / "x.xlsx")
    tiny.add(model)
    tiny.write()
    Explainer(model, evaluate(model)).explain("wanted", 0, 0)
