"""Each key of each section with a value that is right, and values of all kinds, right and wrong."""

from __future__ import annotations

from typing import Any

FUND, DAY = "540", "2027-10-01"
WHERE = {"fund": FUND, "unit": "a", "account": "12"}
SOURCED = {"source": "a", "effective": DAY, "status": "actual", "review_by": DAY, "owner": "a", "note": "a"}
LINE = {
    **SOURCED,
    **WHERE,
    "id": "a",
    "label": "A",
    "unit_of_measure": "hours",
    "pattern": "even",
    "escalator": 0.04,
    "escalates": DAY,
    "start": DAY,
    "end": DAY,
    "one_time": False,
    "included": 1,
    "vendor": "A",
    "contract": "24-1",
    "expires": DAY,
    "renewals_left": 1,
    "why": "A",
    "project": "P-1",
    "current_budget": 1,
    "change_step": "volume",
}
SHORT = {**WHERE, "id": "a", "label": "A"}
POSITION = {
    **WHERE,
    "position": "CO-1",
    "title": "A",
    "salary": 50000,
    "fte": 0.5,
    "included": 1,
    "headcount": 2,
    "start": DAY,
    "end": DAY,
    "merit": 1,
    "hourly": 1,
    "note": "a",
    "wages_so_far": 1,
    "health_tier": "family",
    "in_social_security": 1,
    "in_medicare": 1,
    "overtime_exempt": 0,
    "pension_plan": "city",
    "comp_class": "8810",
    "bargaining_unit": "clerical",
    "grade": "G09",
    "step": 1,
    "anniversary": DAY,
    "hired": DAY,
    "status": "frozen",
    "vacant_since": DAY,
    "frozen_until": DAY,
    "new_position": 1,
    "project": "P-1",
    "in_pension": 1,
    "season_start": DAY,
    "season_end": DAY,
}
LEAVE = {**WHERE, "id": "a", "position": "CO-1", "leave_hours": 8, "hours_a_year": 2080}
OTHER_PAY = {
    **WHERE,
    "id": "a",
    "label": "A",
    "pattern": "even",
    "pensionable": 1,
    "in_social_security": 1,
    "pension_plan": "city",
    "start": DAY,
    "end": DAY,
    "note": "a",
    "included": 1,
}
OVERTIME = {
    **OTHER_PAY,
    "hours": 10,
    "hourly_rate": 20,
    "differential": 0.5,
    "multiplier": 1.5,
    "amount": 1,
    "project": "A",
    "recoverable": 0,
}
ALLOWANCE = {**OTHER_PAY, "amount": 1, "position": "CO-1", "people": 2, "taxable": 1}
PENSION_PLAN = {**WHERE, "id": "city", "label": "A", "rate": 0.1, "unfunded": {DAY: 5}, "pattern": "even", "note": "a"}
PROJECT = {
    "id": "P-1",
    "label": "A",
    "kind": "grant",
    "grantor": "A",
    "grantor_share": 0.75,
    "award": 120000,
    "spent_before": 71000,
    "starts": DAY,
    "ends": DAY,
    "note": "a",
}
COMP_CLASS = {"id": "8810", "label": "A", "rate": {DAY: 0.01}, "note": "a", "current_rate": 0.0075}
CHARGE_IN = {
    **SHORT,
    "provider": "A",
    "basis": "devices",
    "units": 2,
    "rate": 3.5,
    "pattern": "even",
    "past_actual": 1,
    "charged_now": 1,
    "note": "a",
    "included": 1,
}
MEASURE = {
    "id": "a",
    "unit": "a",
    "label": "A",
    "type": "workload",
    "unit_of_measure": "%",
    "standard": "A",
    "prior_actual": 1,
    "current_target": 1,
    "current_estimate": 1,
    "next_target": 1,
    "chart": 0,
    "note": "a",
}
POOL = {
    "pool": "calls",
    "label": "A",
    "unit": "a",
    "account": "12",
    "driver": "calls",
    "past_cost": 1,
    "note": "a",
}
DRIVER_UNITS = {"id": "a", "pool": "calls", "to": "electric", "units": 1, "past_units": 1, "note": "a"}
RECEIVER = {
    "id": "electric",
    "label": "A",
    "fund": "401",
    "account": "4010",
    "agreement": "A",
    "pattern": "even",
    "note": "a",
    "past_charged": 1,
    "charged_now": 1,
}
CLASS = {"title": "Clerk", "grade": "G09", "health_tier": "family", "pension_plan": "city", "comp_class": "8810"}
HEADCOUNT = {"id": "a", "fiscal_year": 2027, "unit": "a", "title": "Clerk", "fte": 2.5}
REVENUE = {
    **SHORT,
    "basis": "A",
    "pattern": "even",
    "kept": 1,
    "included": 1,
    "driver": "calls",
    "quantity": 1,
    "rate": 5,
    "note": "a",
}
PAST = {**WHERE, "fiscal_year": 2026, "stage": "actual", "period": 1, "amount": 1, "note": "a"}
FORMULA = {"formula": "=a * 2", "per": "month"}
SAMPLES: dict[str, list[Any]] = {
    "plan": [
        {
            "name": "A",
            "organization": "A",
            "fiscal_year": 2028,
            "years": 1,
            "fiscal_year_start": 10,
            "as_of": DAY,
            "version": "1",
            "stage": "request",
            "compare_with": "FY2027 adopted",
            "round_to": 1,
            "paper": "a4",
            "protect": False,
            "detail": "groups",
            "budget_basis": "cash",
        }
    ],
    "funds": [[{"code": FUND, "label": "A", "parent": "500"}]],
    "units": [[{"id": "a", "label": "A", "parent": "b", "mission": "A", "narrative": "A"}]],
    "measures": [[MEASURE], [{"csv": "a.csv", "columns": dict.fromkeys(MEASURE, "A")}]],
    "classes": [[CLASS], [{"csv": "a.csv", "columns": dict.fromkeys(CLASS, "A")}]],
    "headcount_history": [[HEADCOUNT], [{"csv": "a.csv", "columns": dict.fromkeys(HEADCOUNT, "A")}]],
    "start_up": [[{"id": "a", "label": "A", "amount": {"value": 5, **SOURCED}, "every_year": 1, "note": "a"}]],
    "position_cost": [
        {
            "title": "Clerk",
            "start": DAY,
            "unfunded_pension": 0.05,
            "other_by_pay": {"value": 0.01, **SOURCED},
            "leave_hours": 120,
            "hours_a_year": 2080,
            "bumping": 2400,
        }
    ],
    "highlights": [[{"unit": "a", "text": "A {request}"}]],
    "accounts": [
        [{"code": "12", "label": "A", "type": "expense", "category": "A", "parent": "1", "control": "A"}],
    ],
    "positions": [
        [POSITION],
        [{"csv": "a.csv", "columns": dict.fromkeys(POSITION, "A"), **SOURCED}],
        {"csv": "a.csv", "defaults": {key: one for key, one in POSITION.items() if key != "position"}},
    ],
    "overtime": [[OVERTIME], [{"csv": "a.csv", "columns": dict.fromkeys(OVERTIME, "A")}]],
    "allowances": [[ALLOWANCE], [{"csv": "a.csv", "columns": dict.fromkeys(ALLOWANCE, "A")}]],
    "pension_plans": [[PENSION_PLAN]],
    "comp_classes": [[COMP_CLASS]],
    "projects": [[PROJECT]],
    "lines": [
        [LINE | {"quantity": 1, "price": 1}],
        [SHORT | {"amount": 1}],
        [SHORT | {"per_fte": 1}],
        [SHORT | {"driver": "calls", "price": 1}],
        [SHORT | FORMULA],
    ],
    "rates": [
        {"fee": {"value": 1, "label": "A", "unit": "$", "prorate": "month", **SOURCED}},
        {"social_security_rate": {DAY: 0.06, "2028-01-01": {"value": 0.07, **SOURCED}, "unit": "share"}},
    ],
    "drivers": [
        {"calls": {"annual": 1, "label": "A", "unit": "calls", **SOURCED}},
        {"calls": {"months": [1] * 12}},
        {"calls": FORMULA},
        {"calls": {DAY: 1, "2028-01-01": {"value": 2}, "source": "a"}},
    ],
    "patterns": [{"spring": {"months": [1] * 12, "label": "A", **SOURCED}}, {"spring": [1] * 12}],
    "benefits": [{"health_tiers": [{"id": "family", "label": "A", "premium": 1}]}],
    "calendar": [
        {
            "first_payday": DAY,
            "payday_interval": 14,
            "pay_lag": 7,
            "paydays_a_year": 26,
            "full_time_hours": 2080,
            "holidays": {DAY: "New Year's Day"},
        }
    ],
    "retirements": [
        [{**LEAVE, "payout_account": "34", "last_day": DAY, "filled_on": DAY, "next_salary": 1, "note": "a"}],
        [{"csv": "a.csv", "defaults": {"hours_a_year": 2080}}],
    ],
    "change_log": [[{"id": "a", "version": "1", "day": DAY, "who": "A", "what": "B", "effect": 1}]],
    "vacancy": [
        [
            {
                **WHERE,
                "id": "a",
                "job_title": "Clerk",
                "share": 0.02,
                "turnover_rate": 0.2,
                "days_to_fill": 60,
                "deviations": 1,
                "note": "a",
            }
        ]
    ],
    "hires": [
        [
            {
                **WHERE,
                "position": "CO-1",
                "empty_since": DAY,
                "days_fast": 1,
                "days_to_fill": 2,
                "days_slow": 3,
                "note": "a",
            }
        ]
    ],
    "bargaining_units": [[{"id": "clerical", "label": "A", "contract_ends": DAY, "note": "a"}]],
    "increases": [
        [
            {
                "id": "a",
                "bargaining_unit": "clerical",
                "kind": "general",
                "since": DAY,
                "share": 0.03,
                "paid_from": DAY,
                "note": "a",
                "included": 1,
            }
        ]
    ],
    "grades": [[{"id": "G09", "label": "A", "minimum": 1, "midpoint": 2, "maximum": 3, "note": "a"}]],
    "steps": [[{"id": "G09-1", "grade": "G09", "step": 1, "salary": 1}]],
    "longevity": [[{"id": "a", "bargaining_unit": "clerical", "years": 10, "share": 0.02, "amount": 600, "note": "a"}]],
    "internal_charges": [[CHARGE_IN], [{"csv": "a.csv", "columns": dict.fromkeys(CHARGE_IN, "A")}]],
    "base_changes": [
        [
            {
                "id": "a",
                "step": "new",
                "unit": "a",
                "account": "12",
                "label": "A",
                "authority": "A",
                "fte": -1,
                "recurring": 1,
                "one_time": -1,
                "note": "a",
            }
        ]
    ],
    "growth_rules": [[{"id": "a", "account": "12", "category": "A", "rate": {DAY: 0.03}, "note": "a"}]],
    "current_fte": [[{"unit": "a", "fte": 1, "note": "a"}]],
    "allocation": [[POOL]],
    "driver_units": [[DRIVER_UNITS], [{"csv": "a.csv"}]],
    "receivers": [[RECEIVER]],
    "revenue": [[REVENUE]],
    "splits": [[{**WHERE, "id": "a", "position": "CO-1", "since": DAY, "share": 0.5, "note": "a"}]],
    "history": [[PAST], [{"csv": "a.csv"}], {"csv": "a.csv", "defaults": PAST}],
    "scenarios": [
        [
            {
                "id": "low",
                "label": "A",
                "changes": {"rates.fee": {"value": 1, **SOURCED}, "drivers.calls.months": [1]},
                "leave_out": ["lines[a]"],
                "adds": {"positions": [{key: one for key, one in POSITION.items() if key != "included"}], "lines": []},
            }
        ]
    ],
}
"""At least one value of each key; `test_the_samples_have_every_key` sees to it."""

VALUES: list[Any] = [
    *(None, True, False, 0, 1, -1, 0.5, 1.0, 1.5, 2, 12, 13, 15, 100, 540, 2028, 2_000_000, 1e13, -1e13, 1e-9),
    *(
        "",
        " ",
        "a",
        "A b",
        "a-b",
        "a_b",
        "540",
        "007",
        "5-1",
        "3 %",
        "$5",
        "(5)",
        "1,000",
        ".5",
        "-5",
        "51*",
        " 5",
        "5 ",
    ),
    *("a\nb", "a\n", "=", "=a", " = a", "a = b", "yes", "true", "é", "x" * 101, "5" * 41 + "%", "r1c1", "own__rate"),
    *(
        "month",
        "weekdays",
        "year",
        "expense",
        "request",
        "letter",
        "share",
        "actual",
        "base",
        "b.csv",
        "../b.csv",
        "b.txt",
    ),
    *(DAY, "10/1/2027", "2027-1-1", "2027-10-01T00:00", "FY2027 adopted"),
    *([], [1], ["a"], [None], [{}], [1] * 12, [0] * 12, [-1] * 12, ["a"] * 12, [[1]]),
    *(
        {},
        {"value": 1},
        {"value": 0.5, "source": "a", "status": "actual"},
        {"value": None},
        {"value": "a"},
        {"value": DAY},
    ),
    *(
        {"value": "540"},
        {"value": 1, "status": "maybe"},
        {"value": 1, "sorce": "a"},
        {"source": "a"},
        {"value": 1, DAY: 1},
    ),
    *(
        {DAY: 0.5},
        {DAY: {"value": 1, "source": "a"}},
        {DAY: None},
        {DAY: 0.5, "source": "a"},
        {DAY: 1, "2028-01-01": 2},
    ),
    *({DAY: {"unit": "$", "value": 1}}, {"a": 1}, {"A": 1}, {"value": {"value": 1}}, {"value": [1]}, {DAY: {DAY: 1}}),
    *(
        {"annual": 1},
        {"annual": None, "formula": "=a"},
        {"annual": 1, "formula": "=a"},
        {"months": [1]},
        {"csv": "b.csv"},
    ),
]

LINES = {
    "pace": {
        "label": "A",
        "unit": "count",
        "formula": "=2",
        "sheet": "Time",
        "axis": "month",
        "opening": 1,
        "total": False,
        "aside": False,
        "whole_dollars": False,
        "share_of": "period",
        "source": "a",
        "help": "a",
        "after": "period",
        "each": "positions",
        "under": "grade",
    }
}
COLUMNS = {
    "grade": {
        "label": "A",
        "about": "a",
        "unit": "count",
        "optional": True,
        "row_id": False,
        "fixed": False,
        "default": 1,
        "fallback": "position",
        "instead_of": "step",
        "needs": "steps",
        "low": 0,
        "above": -1,
        "high": 9,
        "whole": True,
        "whole_dollars": False,
        "help": "a",
        "sheet": "Positions",
    },
    "of": {"unit": "code", "choices": "units", "dated": "levels", "sheet": "Time"},
    "kind": {"unit": "text", "choices": ["a", "b"]},
}
MODEL = {
    "axes": {"term": {"label": "A", "rulers": [], "size": 5, "by_month": False}},
    "inputs": {"pace_rate": {"label": "A", "unit": "share", "series": "changes"}},
    "lines": LINES,
    "tables": {
        "mine": {
            "sheet": "Mine",
            "unnamed": True,
            "columns": COLUMNS,
            "lines": {
                "step": {"unit": "$", "sheet": "Mine", "formula": "=1"},
                "sum_of": {"unit": "$", "sheet": "Mine", "sums": "postings"},
                "earned": {"unit": "$", "sheet": "Mine", "same_as": "positions"},
                "saved": {
                    "unit": "$",
                    "axis": "none",
                    "sheet": "Mine",
                    "formula": "=1",
                    "explains": "vacancy",
                    "for_once": True,
                },
            },
            "rows": [{"grade": 1}],
        }
    },
    "checks": [{"id": "fits", "label": "A", "help": "a", "expected": "=1", "found": "=1", "tolerance": 1}],
    "examples": [{"title": "a", "source": "a", "months": 1, "given": {"a": 1}, "gives": {"b": [1]}}],
}
MODEL_VALUES = [value for value in VALUES if value not in ("a\n", "a\nb")]
