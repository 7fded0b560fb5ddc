"""The measures where they are difficult, each worked by hand: no rate, two rates, never paid back, rates of 0."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from budgetplan import finance

NONE = [
    [100.0, 50.0],  # nothing is ever paid
    [-100.0, -50.0],  # nothing comes back
    [0.0, 0.0, 0.0],
    [1.0, -1.0, 1.0],  # 1 - v + v^2 has no root
    [-100.0, math.nan],
]
SOME = [
    ([-100.0, 0.5], [-0.995]),
    ([-1.0, 20.0], [19.0]),
    ([-100.0, 100.0], [0.0]),
    ([-100.0, 0.0, 121.0], [0.10]),
    ([0.0, 0.0, -100.0, 110.0], [0.10]),  # nothing happens before
    ([100.0, -110.0], [0.10]),  # a loan: what is received comes first
    ([-1000.0, 2300.0, -1320.0], [0.10, 0.20]),  # -1,000 (1 - 1.1 v) (1 - 1.2 v)
    ([-1.0, 2.2, -1.21], [0.10]),  # twice the same: -(1 - 1.1 v)^2
    ([-1000.0, 6000.0, -11000.0, 6000.0], [0.0, 1.0, 2.0]),  # 1,000 (v - 1)(2v - 1)(3v - 1)
    ([2.0, -5.0, 2.0], [-0.5, 1.0]),  # (2 - v)(1 - 2v)
]


@pytest.mark.parametrize("flow", NONE)
def test_there_is_no_rate(flow: list[float]) -> None:
    assert math.isnan(finance.irr(flow))
    assert finance.irr_count(flow) == 0


@pytest.mark.parametrize(("flow", "rates"), SOME)
def test_rates_are_counted_and_the_one_nearest_to_0_is_told(flow: list[float], rates: list[float]) -> None:
    assert finance.irr(flow) == pytest.approx(min(rates, key=abs), abs=1e-9)
    assert finance.irr_count(flow) == len(rates)


def test_a_batch_gives_what_its_rows_give() -> None:
    every = [flow for flow, _ in SOME] + NONE
    flows = np.array([[*flow, *[0.0] * (4 - len(flow))] for flow in every])
    rates, counts = finance.irr(flows), finance.irr_count(flows)
    for row, flow in enumerate(flows):
        assert counts[row] == finance.irr_count(flow)
        assert rates[row] == pytest.approx(finance.irr(flow), nan_ok=True, abs=1e-12)
    cube = np.stack([flows, 2 * flows])
    assert finance.irr(cube) == pytest.approx(np.stack([rates, rates]), nan_ok=True, abs=1e-12)


@settings(deadline=None, max_examples=60)
@given(
    st.lists(st.floats(0, 1e6), min_size=1, max_size=5),
    st.lists(st.floats(0.01, 1e6), min_size=1, max_size=12),
    st.booleans(),
)
def test_a_flow_is_worth_nothing_at_its_rate(paid: list[float], received: list[float], loan: bool) -> None:
    """What is paid first and received later has one rate; its worth is small beside what is discounted.

    Near -1, where a loss is all but total, a rate has fewer places than 1 + rate needs.
    """
    flow = np.array([-1.0, *(-part for part in paid), *received]) * (-1 if loan else 1)
    rate = finance.irr(flow)
    assert finance.irr_count(flow) == 1
    terms = flow * finance.discount_factors(rate, len(flow))
    assert abs(terms.sum()) <= (1e-12 + 1e-15 * len(flow) / (1 + rate)) * np.abs(terms).sum()


def test_timing_says_where_in_a_period_its_flow_falls() -> None:
    """100 in period 1 at 21 %: 82.64 at its end, 100 / 1.1 = 90.91 in its middle; today's is not discounted."""
    assert finance.npv(0.21, [0, 100]) == pytest.approx(100 / 1.21)
    assert finance.npv(0.21, [0, 100], timing="mid") == pytest.approx(100 / 1.1)
    assert finance.npv(0.21, [-50, 0, 121], timing="mid") == pytest.approx(-50 + 121 / 1.21**1.5)
    with pytest.raises(ValueError, match='"end" or "mid"'):
        finance.npv(0.21, [1], timing="start")  # type: ignore[arg-type]


def test_a_rate_for_each_flow_and_flows_for_each_rate() -> None:
    assert finance.npv([0.0, 1.0], [[1, 2], [1, 2]]).tolist() == [3.0, 2.0]
    assert finance.npv([0.0, 1.0], [1, 2]).tolist() == [3.0, 2.0]
    assert finance.npv(0.0, [[1, 2], [3, 4]]).tolist() == [3.0, 7.0]


def test_payback_is_interpolated_within_its_year_or_never() -> None:
    """100 paid, 40 a year: 80 after two years, 20 are half of the third. At 10 %: 36.36 + 33.06 + 30.05 = 99.47."""
    assert finance.payback([-100, 40, 40, 40]) == 2.5
    assert finance.payback([-100, 40, 60]) == 2.0
    assert finance.payback([-100, 0, 400]) == 1.25
    assert finance.payback([10, 5]) == 0.0
    assert math.isnan(finance.payback([-100, 40, 40]))
    assert math.isnan(finance.discounted_payback(0.10, [-100, 40, 40, 40]))
    after_three = finance.discounted_payback(0.10, [-100, 40, 40, 40, 40])
    assert after_three == pytest.approx(3 + (100 - 99.4741) / 27.3205, abs=1e-5)


def test_ratios_take_costs_and_benefits_positive() -> None:
    """At 10 %: costs 100 + 11 / 1.1 = 110, benefits 242 / 1.21 = 200."""
    costs, benefits = [100, 11, 0], [0, 0, 242]
    assert finance.bcr(0.10, benefits, costs) == pytest.approx(200 / 110)
    assert finance.roi(0.10, benefits, costs) == pytest.approx(90 / 110)
    assert math.isnan(finance.bcr(0.10, benefits, [0, 0, 0]))
    assert finance.profitability_index(0.10, [-100, 0, 242]) == pytest.approx(2.0)
    assert math.isnan(finance.profitability_index(0.10, [0, 5]))


def test_what_is_equal_each_year() -> None:
    """1,000 today at 10 % are 576.19 in each of two years (576.19 / 1.1 + 576.19 / 1.21); at 0 % 500."""
    assert finance.equivalent_annual(0.10, [1000, 0, 0]) == pytest.approx(576.190476)
    assert finance.equivalent_annual(0.0, [1000, 0, 0]) == 500.0
    assert finance.equivalent_annual([0.10, 0.0], [1000, 0, 0]) == pytest.approx([576.190476, 500.0])
    assert math.isnan(finance.equivalent_annual(0.10, [1000]))


def test_loans_without_interest() -> None:
    """numpy-financial 1.0 divides by 0 for NPER, and these are plain divisions."""
    assert finance.pmt(0, 10, 1000) == -100
    assert finance.nper(0, -100, 1000) == 10
    assert finance.ipmt(0, 3, 10, 1000) == 0
    assert finance.ppmt(0, 3, 10, 1000) == -100
    assert finance.rate(10, -100, 1000) == pytest.approx(0, abs=1e-12)
    assert math.isnan(finance.nper(0.10, -50, 1000)), "interest alone is 100"
    assert math.isnan(finance.nper(0, 0, 1000))


def test_a_rate_far_from_the_guess_is_found() -> None:
    """12 payments of 3 for 1: almost 3 a period, since 1 = 3 / 4 + 3 / 16 + ...; and 1 of 12 for 100: a loss."""
    assert finance.rate(12, 3, -1) == pytest.approx(3, rel=1e-6)
    loss = finance.rate(12, 1, -100)
    assert loss < -0.2
    assert finance.pmt(loss, 12, -100) == pytest.approx(1)
    assert math.isnan(finance.rate(12, 1, 100)), "both are received"
    assert finance.rate([12, 48], [3, -200], [-1, 8000]) == pytest.approx([3, 0.00770147], rel=1e-6)
    lost_by_steps = finance.pmt(0.25, 3, -62_000, 91_000)
    assert finance.pmt(finance.rate(3, lost_by_steps, -62_000, 91_000), 3, -62_000, 91_000) == pytest.approx(
        lost_by_steps
    )


def test_payments_at_the_start_bear_no_interest_at_once() -> None:
    """1,000 at 10 % in two payments at the start: x + x / 1.1 = 1,000, x = 523.81; the second bears 47.62."""
    assert finance.pmt(0.10, 2, 1000, 0, 1) == pytest.approx(-523.809524)
    assert finance.ipmt(0.10, 1, 2, 1000, 0, 1) == 0
    assert finance.ipmt(0.10, 2, 2, 1000, 0, 1) == pytest.approx(-47.619048)
    assert finance.ppmt(0.10, 2, 2, 1000, 0, 1) == pytest.approx(-476.190476)
    assert math.isnan(finance.ipmt(0.10, 3, 2, 1000))
    assert math.isnan(finance.ipmt(0.10, 0, 2, 1000))


def test_parts_of_payments_add_up_over_the_life() -> None:
    """At the end of periods all that is owed and the 500 besides are principal."""
    months = np.arange(1, 37)
    for start in (0, 1):
        loan = (36, 8000, 500, start)
        interest, principal = finance.ipmt(0.01, months, *loan), finance.ppmt(0.01, months, *loan)
        assert interest + principal == pytest.approx(np.full(36, finance.pmt(0.01, *loan)))
    assert finance.ppmt(0.01, months, 36, 8000, 500).sum() == pytest.approx(-8500)


def test_depreciation_ends_at_the_salvage_value() -> None:
    """SLN of a life; DDB takes what is left above 300 in its last years, DB its rounded share."""
    years = np.arange(1, 11)
    assert finance.ddb(2400, 300, 10, years).sum() == pytest.approx(2100)
    assert finance.sln(2400, 300, 10) * 10 == pytest.approx(2100)
    assert math.isnan(finance.ddb(2400, 300, 10, 11))
    assert math.isnan(finance.db(1000, 100, 5, 6))
    assert finance.db(1000, 100, 5, 6, 6) > 0
    assert finance.ddb(1000, 1200, 5, 1) == 0, "worth more at the end than at first"


def test_dated_flows_of_two_days_of_a_year_are_a_yearly_rate() -> None:
    """365 days are a year: 10 %; half a year of 182.5 days would be 1.1^0.5. Flows on one day are one flow."""
    assert finance.xirr([-100, 110], ["2027-10-01", "2028-09-30"]) == pytest.approx(0.10)
    assert finance.xirr([-100, 60, 50], ["2027-10-01", "2028-09-30", "2028-09-30"]) == pytest.approx(0.10)
    assert finance.xirr([110, -100], ["2028-09-30", "2027-10-01"]) == pytest.approx(0.10), "in whatever order"
    assert math.isnan(finance.xirr([100, 110], ["2027-10-01", "2028-09-30"]))
    two = finance.xirr([[-100, 110], [-100, 120]], ["2027-10-01", "2028-09-30"])
    assert two == pytest.approx([0.10, 0.20])
    each = finance.xirr([[-100, 110], [-100, 110]], [["2027-10-01", "2028-09-30"], ["2027-10-01", "2029-09-30"]])
    assert each == pytest.approx([0.10, 1.1 ** (365 / 730) - 1])
    assert finance.xirr([-1000, 2300, -1320], [0, 365, 730]) == pytest.approx(0.10)


def test_the_modified_rate_by_hand() -> None:
    """-100 and -11 a year later at 10 % are 110 today; 50 and 66 at 20 % are 60 + 66 = 126 in two years."""
    assert finance.mirr([-100, 50, 66], 0.10, 0.20) == pytest.approx((126 / 100) ** 0.5 - 1)
    assert finance.mirr([-100, -11, 126], 0.10, 0.20) == pytest.approx((126 / 110) ** 0.5 - 1)
    assert math.isnan(finance.mirr([-100, -11], 0.10, 0.20))
    assert math.isnan(finance.mirr([100, 11], 0.10, 0.20))
    assert finance.mirr([[-100, 121], [-100, 110]], [0.1, 0.1], 0.2) == pytest.approx([0.21, 0.10])
