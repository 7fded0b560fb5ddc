"""How wide the columns of sheets are that stay one page wide."""

from __future__ import annotations

PAGE_WIDE: dict[str, dict[str, float]] = {
    "Position Totals": {"state": 64},  # where it is stale, it says what to do
    "Base Changes": {
        "id": 20,
        "step": 17,
        "unit": 16,
        "account": 10,
        "label": 54,
        "authority": 32,
        "fte": 8,
        "recurring": 13,
        "one_time": 13,
        "note": 20,
        "total": 13,
        "category": 18,
    },
    "Revenue": {
        "label": 18,
        "basis": 18,
        "past": 12,
        "compared": 12,
        "revenue_of_year": 12,
        "change": 12,
        "kept_of_year": 12,
    },
    "Justification": {
        "number": 6,
        "line": 17,
        "account": 8,
        "account_label": 18,
        "label": 22,
        "unit": 14.5,
        "amount": 13,
        "share": 8,
        "again": 10,
        "basis": 12,
        "multiplied_by": 26,
        "how_many": 10,
        "quantity": 9,
        "unit_of_measure": 10,
        "price": 11,
        "escalator": 9,
        "vendor": 15,
        "contract": 9,
        "expires": 11,
        "renewals_left": 8,
        "why": 30,
        "cited": 20,
    },
}
"""Sheets that stay one page wide however long their texts are: how wide each column is; longer texts wrap."""
