"""The functions of finance against what is published: Excel's documentation, and OMB's and procurement's samples."""

from __future__ import annotations

import datetime as dt

import pytest

from budgetplan import finance

# Each expected value is printed in Microsoft's documentation of the function, to as many places as there.
EXCEL = [
    ("PMT", finance.pmt(0.08 / 12, 10, 10_000), -1037.03, 2),
    ("PMT at the start", finance.pmt(0.08 / 12, 10, 10_000, 0, 1), -1030.16, 2),
    ("PMT of savings", finance.pmt(0.06 / 12, 18 * 12, 0, 50_000), -129.08, 2),
    ("IPMT of the first month", finance.ipmt(0.10 / 12, 1, 3 * 12, 8000), -66.67, 2),
    ("IPMT of the last year", finance.ipmt(0.10, 3, 3, 8000), -292.45, 2),
    ("PPMT of the first month", finance.ppmt(0.10 / 12, 1, 2 * 12, 2000), -75.62, 2),
    ("PPMT of the last year", finance.ppmt(0.08, 10, 10, 200_000), -27_598.05, 2),
    ("RATE a month", finance.rate(4 * 12, -200, 8000), 0.0077, 4),
    ("RATE a year", finance.rate(4 * 12, -200, 8000) * 12, 0.0924, 4),
    ("NPER at the start", finance.nper(0.12 / 12, -100, -1000, 10_000, 1), 59.6738657, 7),
    ("NPER", finance.nper(0.12 / 12, -100, -1000, 10_000), 60.0821229, 7),
    ("NPER without an end value", finance.nper(0.12 / 12, -100, -1000), -9.57859404, 8),
    ("SLN", finance.sln(30_000, 7500, 10), 2250.00, 2),
    ("DB year 1, seven months", finance.db(1_000_000, 100_000, 6, 1, 7), 186_083.33, 2),
    ("DB year 2", finance.db(1_000_000, 100_000, 6, 2, 7), 259_639.42, 2),
    ("DB year 3", finance.db(1_000_000, 100_000, 6, 3, 7), 176_814.44, 2),
    ("DB year 4", finance.db(1_000_000, 100_000, 6, 4, 7), 120_410.64, 2),
    ("DB year 5", finance.db(1_000_000, 100_000, 6, 5, 7), 81_999.64, 2),
    ("DB year 6", finance.db(1_000_000, 100_000, 6, 6, 7), 55_841.76, 2),
    ("DB year 7, five months", finance.db(1_000_000, 100_000, 6, 7, 7), 15_845.10, 2),
    ("DDB of the first day", finance.ddb(2400, 300, 10 * 365, 1), 1.32, 2),
    ("DDB of the first month", finance.ddb(2400, 300, 10 * 12, 1, 2), 40.00, 2),
    ("DDB of the first year", finance.ddb(2400, 300, 10, 1, 2), 480.00, 2),
    ("DDB with a factor of 1.5", finance.ddb(2400, 300, 10, 2, 1.5), 306.00, 2),
    ("DDB of the last year", finance.ddb(2400, 300, 10, 10), 22.12, 2),
    # Excel's NPV discounts its first value, so that a 0 stands in front where the documentation pays after a year.
    ("NPV, all after a year", finance.npv(0.10, [0, -10_000, 3000, 4200, 6800]), 1188.44, 2),
    ("NPV, paid at once", finance.npv(0.08, [-40_000, 8000, 9200, 10_000, 12_000, 14_500]), 1922.06, 2),
    ("NPV with a loss", finance.npv(0.08, [-40_000, 8000, 9200, 10_000, 12_000, 14_500, -9000]), -3749.47, 2),
    ("IRR after four years", finance.irr([-70_000, 12_000, 15_000, 18_000, 21_000]), -0.021, 3),
    ("IRR after five years", finance.irr([-70_000, 12_000, 15_000, 18_000, 21_000, 26_000]), 0.087, 3),
    ("IRR after two years", finance.irr([-70_000, 12_000, 15_000]), -0.444, 3),
    ("MIRR", finance.mirr([-120_000, 39_000, 30_000, 21_000, 37_000, 46_000], 0.10, 0.12), 0.1261, 4),
    ("MIRR after three years", finance.mirr([-120_000, 39_000, 30_000, 21_000], 0.10, 0.12), -0.0480, 4),
    ("MIRR at 14 %", finance.mirr([-120_000, 39_000, 30_000, 21_000, 37_000, 46_000], 0.10, 0.14), 0.1348, 4),
]
DATED = [-10_000, 2750, 4250, 3250, 2750]
DAYS = [dt.date(2008, 1, 1), dt.date(2008, 3, 1), dt.date(2008, 10, 30), dt.date(2009, 2, 15), dt.date(2009, 4, 1)]


@pytest.mark.parametrize(("found", "published", "places"), [one[1:] for one in EXCEL], ids=[one[0] for one in EXCEL])
def test_excels_documentation(found: float, published: float, places: int) -> None:
    assert round(found, places) == published


def test_excels_documentation_of_dated_flows() -> None:
    """XNPV 2,086.65 (2,086.647602), XIRR 37.34 % (0.373362535)."""
    assert round(finance.xnpv(0.09, DATED, DAYS), 6) == 2086.647602
    assert round(finance.xirr(DATED, DAYS), 9) == 0.373362534  # its 0.373362535 is what its iteration stops at
    assert abs(finance.xnpv(finance.xirr(DATED, DAYS), DATED, DAYS)) < 1e-9


def test_the_sample_of_circular_a_94() -> None:
    """OMB Circular A-94 (1992), Appendix B's sample at 3.1 %: costs 123.37, benefits 184.92, net 61.55."""
    costs = [0, 10, 20, 30, 30, 20, 10, 5, 5, 5, 5]
    benefits = [0, 0, 0, 5, 10, 30, 40, 40, 40, 40, 25]
    assert round(finance.npv(0.031, costs), 2) == 123.37
    assert round(finance.npv(0.031, benefits), 2) == 184.92
    assert round(finance.npv(0.031, benefits) - finance.npv(0.031, costs), 2) == 61.55
    assert round(finance.bcr(0.031, benefits, costs), 4) == round(184.92121 / 123.37313, 4)
