"""Amounts as ledgers and payrolls write them: one grammar for the tables of a plan and for the exports of a city.

What could mean two amounts is none: `1,23` and `1.234,56` are refused in words, never read as something else.
"""

from __future__ import annotations

import re
from decimal import Decimal

LONGEST = 40  # letters of a text that can be an amount
_DIGITS = r"(?:[1-9][0-9]{0,2}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]*)?|\.[0-9]+"
_AMOUNT = re.compile(
    rf"(?P<open>\()?\s*(?P<minus>[-+])?\s*\$?\s*(?P<inner>[-+])?(?P<digits>{_DIGITS})(?:e(?P<power>[-+]?[0-9]{{1,2}}))?"
    r"\s*(?P<close>\))?\s*(?P<behind>-|CR|DR)?",
    re.ASCII | re.IGNORECASE,
)
_FIGURE = re.compile(r"[-+($\s]*(?P<digits>[0-9][0-9.,]*)[-+)\s]*(?:CR|DR)?", re.ASCII | re.IGNORECASE)
_SHARE = re.compile(r"(?P<digits>[0-9]+(?:\.[0-9]*)?|\.[0-9]+)\s*%", re.ASCII)
_SIGNS = str.maketrans({"\u2212": "-", "\u2013": "-", "\u00a0": " ", "\u202f": " ", "\u2007": " "})


def amount_in(text: str) -> Decimal | None:
    """The amount of a text such as `$1,234.50`, `(1,234.50)`, `1,234.50-` or `1,234.50 CR`, with every digit; None
    where it is none.

    CR is a credit, which lowers an expense.
    """
    match = _match(text)
    if match is None or _signs(match) > 1 or _is_rounded(match) or bool(match["open"]) != bool(match["close"]):
        return None
    value = Decimal(match["digits"].replace(",", "")).scaleb(int(match["power"] or 0))
    below = match["open"] or "-" in (match["minus"], match["inner"], match["behind"])
    return -value if below or (match["behind"] or "").upper() == "CR" else value


def share_in(text: str) -> Decimal | None:
    """The share that a percentage means: 0.75 of `75%`; None where the text is none."""
    match = _SHARE.fullmatch(text.translate(_SIGNS).strip()) if len(text) <= LONGEST else None
    return Decimal(match["digits"]).scaleb(-2) if match else None


def amount_problem(text: str) -> str:
    """Why a text that looks like an amount is none, as the rest of a sentence that begins with it; else ""."""
    match = _match(text)
    if match is not None:
        if bool(match["open"]) != bool(match["close"]):
            return "has one of its two brackets: write (5) or -5 for an amount below 0"
        if _signs(match) > 1:
            return "has two signs: write one, such as -5"
        return "is rounded: format its column as a number with cents, and export it again" if _is_rounded(match) else ""
    if (share := share_in(text)) is not None:
        return f"is a percentage: write {share.normalize():f}"
    figure = _FIGURE.fullmatch(text.translate(_SIGNS).strip()) if len(text) <= LONGEST else None
    if figure is None or not re.search("[.,]", figure["digits"].rstrip(".,")):
        return ""
    return f"has no commas by threes and one point: write {_meant(figure['digits'])}"


def _match(text: str) -> re.Match[str] | None:
    return _AMOUNT.fullmatch(text.translate(_SIGNS).strip()) if len(text) <= LONGEST else None


def _signs(match: re.Match[str]) -> int:
    return sum(map(bool, (match["open"], match["minus"], match["inner"], match["behind"])))


def _is_rounded(match: re.Match[str]) -> bool:
    """Whether a spreadsheet wrote 1.23E+06, whose last digits are lost; 1.2E-10 loses nothing that counts."""
    return int(match["power"] or 0) > len(match["digits"].partition(".")[2])


def _meant(digits: str) -> str:
    """What digits with points and commas may mean: the last of two signs is the one before the cents."""
    before, sign, cents = re.split(r"([.,])(?=[^.,]*$)", digits)
    if not re.search("[.,]", before):
        return f"{before}.{cents} or {before}{cents}"
    return f"{re.sub('[.,]', '', before)}.{cents}" if sign not in before else "it like 1234.50"
