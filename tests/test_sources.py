"""The sheet Sources: who supplied the figures, and how firm they are."""

from __future__ import annotations

from pathlib import Path

from budgetplan.plan import Result, load

PLAN = """
plan: {name: A, fiscal_year: 2028, as_of: 2026-11-22}
funds: [{code: "1", label: F}]
units: [{id: a, label: A}]
accounts: [{code: "34", label: Other, category: O}]
rates:
  stamp_price: {value: 0.65, source: mail house, status: quoted, owner: billing, review_by: 2026-11-21}
  print_price: {value: 0.12, source: mail house, status: quoted, owner: billing, review_by: 2027-03-31}
  fee_share: {value: 0.4, source: ordinance 12, status: enacted}
  desk_price: {value: 900, status: estimate}
lines:
  - {id: mail, label: Mail, fund: "1", unit: a, account: "34", per: month,
     formula: =(stamp_price + print_price) * fee_share}
  - {id: desks, label: Desks, fund: "1", unit: a, account: "34", formula: =desk_price, per: year}
  - {id: guards, label: Guards, fund: "1", unit: a, account: "34",
     amount: {value: 5, source: mail house, status: quoted, owner: billing}}
  - {id: keys, label: Keys, fund: "1", unit: a, account: "34", amount: 7}
"""


def rows_of(folder: Path, text: str) -> tuple[Result, list[tuple[object, ...]]]:
    """The rows of Sources: final, owner, source, status, figures, what, sheets, review."""
    (folder / "plan.yaml").write_text(text, encoding="utf-8")
    result = load(folder).calculate()
    names = ("final", "owner", "source", "status", "figures", "what", "sheets", "review_by")
    columns = [result.values[f"sources.{name}"][0, :, 0].tolist() for name in names]
    return result, list(zip(*columns, strict=True))


def test_figures_are_gathered_by_who_supplied_them_and_what_is_not_final_comes_first(tmp_path: Path) -> None:
    """Five figures have a status; keys says nothing of its 7. The review of 21 November is due on the 22nd."""
    result, rows = rows_of(tmp_path, PLAN)
    prices = "rates.stamp_price, rates.print_price, lines.amount"
    assert rows == [
        ("not yet", "billing", "mail house", "quoted", 3, prices, "Rates, Operating Lines", "2026-11-21, due"),
        ("not yet", "-", "-", "estimate", 1, "rates.desk_price", "Rates", "-"),
        ("yes", "-", "ordinance 12", "enacted", 1, "rates.fee_share", "Rates", "-"),
    ]
    assert result.values["figures_with_status"].item() == 5
    assert result.values["figures_not_final"].item() == 4
    assert all(check.passed for check in result.checks())


def test_a_review_on_the_day_of_the_plan_is_not_yet_due(tmp_path: Path) -> None:
    _, rows = rows_of(tmp_path, PLAN.replace("2026-11-21", "2026-11-22"))
    assert rows[0][-1] == "2026-11-22"


def test_a_plan_without_any_status_has_no_rows(tmp_path: Path) -> None:
    head, _, rest = PLAN.partition("rates:\n")
    keys = rest[rest.index("  - {id: keys") :]
    result, rows = rows_of(tmp_path, f"{head}lines:\n{keys}")
    assert rows == []
    assert all(check.passed for check in result.checks())
