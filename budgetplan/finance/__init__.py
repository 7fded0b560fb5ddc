"""The measures of an investment, for one flow or for a million: arrays in, arrays out.

Periods are the last axis, a leading axis is a batch, and `flows[..., 0]` is period 0, today. Costs are negative and
benefits positive; `roi` and `bcr` take both positive. Functions that a spreadsheet has take its arguments in its order
with its signs: what is received is positive, what is paid is negative. What has no answer is `nan`.
"""

from .depreciation import db, ddb, sln
from .discounting import (
    bcr,
    discount_factors,
    discounted_payback,
    equivalent_annual,
    npv,
    payback,
    profitability_index,
    roi,
    xnpv,
)
from .loans import ipmt, nper, pmt, ppmt, rate
from .returns import irr, irr_count, mirr, xirr

__all__ = [
    "bcr",
    "db",
    "ddb",
    "discount_factors",
    "discounted_payback",
    "equivalent_annual",
    "ipmt",
    "irr",
    "irr_count",
    "mirr",
    "nper",
    "npv",
    "payback",
    "pmt",
    "ppmt",
    "profitability_index",
    "rate",
    "roi",
    "sln",
    "xirr",
    "xnpv",
]
