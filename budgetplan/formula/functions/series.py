"""Functions on dated rows: the value in force, what starts in a month, how many entries there are by a day."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import numpy as np

from .base import Array, Block, Example, Function, down, function, here, where_known
from .down import NOT_FOUND, NOTHING, codes, one_of


def month_of(array: Array, month: slice) -> Array:
    """One month of an array that may have one value for all of them."""
    return array[..., month] if array.shape[-1] > 1 else array


def by_month(part: Callable[[slice], Array], months: int) -> Array:
    """The parts of all months side by side."""
    return np.concatenate([part(slice(m, m + 1)) for m in range(months)], -1)


def whose(want: str) -> str:
    """The row that a key means, without the letter that only spreadsheets need."""
    return re.sub(r'^"[a-z]+\|" joined with ', "", want)


@function
class LOOKUP(Function):
    """The value in force at `when`: that of the last row whose date is not later."""

    takes = (here("when", "number", "date"), down("dates", "number", "date"), down("column", "number", "date"))
    gives = staticmethod(lambda kinds: kinds[2])
    examples = (Example("LOOKUP(12, t.d, t.x)", 24, given={"t.d": [1, 12, 60], "t.x": [2, 24, 100]}),)

    @classmethod
    def alike(cls, count: int) -> list[tuple[int, ...]]:
        """The day and the dates."""
        return [(0, 1)]

    @staticmethod
    def values(when: Array, dates: Block, column: Block) -> Array:
        """Dates in ascending order; NaN before the first. Any axis may be a batch."""
        if not column.all.shape[1]:
            return np.full(when.shape, np.nan)
        batch = max(len(when), len(dates.all), len(column.all))
        out = np.empty((batch, *when.shape[1:]))
        for b in range(batch):
            known, found, ask = (a[min(b, len(a) - 1)] for a in (dates.all, column.all, when))
            at = np.searchsorted(known[:, 0], ask, "right") - 1
            out[b] = np.where(at >= 0, found[np.maximum(at, 0), 0], np.nan)
        return where_known(out, when)

    @classmethod
    def excel(cls, *arguments: Any) -> str:
        """LOOKUP over two columns."""
        when, dates, column = arguments
        if not column.columns:
            return NOT_FOUND
        return f"LOOKUP({when},{dates.columns[0]},{column.columns[0]})"

    @classmethod
    def words(cls, *arguments: str) -> str:
        """x in force on a date."""
        return f"{arguments[2]} in force on {arguments[0]}"


@function
class BETWEEN(Function):
    """A column added up over the rows whose date lies from one date to another, both counted."""

    takes = (
        down("column", "number", "date", apart=True),
        down("dates", "date", apart=True),
        here("first", "date"),
        here("last", "date"),
    )
    gives = staticmethod(lambda kinds: kinds[0])
    examples = (
        Example("BETWEEN(t.x, t.d, a, b)", [14], given={"t.x": [1, 2, 12], "t.d": [1, 5, 6], "a": [5], "b": [6]}),
    )

    @staticmethod
    def values(column: Block, dates: Block, first: Array, last: Array) -> Array:
        """(batch, rows, months) of the asker."""
        inside = (dates.all[..., None, None, :, 0] >= first[..., None]) & (
            dates.all[..., None, None, :, 0] <= last[..., None]
        )
        total: Array = (inside * column.all[..., None, None, :, 0]).sum(-1)
        return where_known(total, first, last)

    @classmethod
    def excel(cls, *arguments: Any) -> str:
        """SUMIFS with two bounds."""
        column, dates, first, last = arguments
        both = zip(column.columns, dates.columns, strict=True)
        parts = [f'SUMIFS({c},{d},">="&{first},{d},"<="&{last})' for c, d in both]
        return ("(" + "+".join(parts) + ")" if len(parts) > 1 else "".join(parts)) or NOTHING

    @classmethod
    def words(cls, *arguments: str) -> str:
        """x of the rows dated from a to b."""
        return f"{arguments[0]} of the rows dated from {arguments[2]} to {arguments[3]}"


@function
class UPTO(Function):
    """How many rows are dated up to `when`."""

    takes = (down("dates", "date", apart=True), here("when", "date"))
    examples = (Example("UPTO(t.d, w)", [1, 2], given={"t.d": [1, 12, 60], "w": [2, 24]}),)

    @staticmethod
    def values(dates: Block, when: Array) -> Array:
        """(batch, rows, months) of the asker."""
        count: Array = (dates.all[..., None, None, :, 0] <= when[..., None]).sum(-1).astype(float)
        return where_known(count, when)

    @classmethod
    def excel(cls, *arguments: Any) -> str:
        """COUNTIFS with a bound."""
        dates, when = arguments
        parts = [f'COUNTIFS({run},"<="&{when})' for run in dates.columns]
        return ("(" + "+".join(parts) + ")" if len(parts) > 1 else "".join(parts)) or NOTHING

    @classmethod
    def words(cls, *arguments: str) -> str:
        """how many rows are dated up to a day."""
        return f"the number of {arguments[0]} up to {arguments[1]}"


@function
class ENTRIES(Function):
    """How many entries of the wanted key are dated up to `when`, in a list of the dated series of many rows."""

    takes = (down("key", "key"), here("want", "key"), down("dates", "date"), here("when", "date"))
    examples = (
        Example(
            'ENTRIES(t.k, "r|" & "b", t.d, w)',
            [0, 1, 2],
            given={"t.k": ["r|a", "r|b", "r|b"], "t.d": [1, 2, 12], "w": [1, 2, 60]},
        ),
    )

    @staticmethod
    def values(key: Block, want: Array, dates: Block, when: Array) -> Array:
        """(batch, rows of the asker, months)."""
        if want.shape[-1] > 1:
            return by_month(lambda m: ENTRIES.values(key, want[..., m], dates, month_of(when, m)), want.shape[-1])
        parts = []
        for b in range(max(len(a) for a in (key.all, want, dates.all, when))):
            found, wanted = codes([one_of(key.all, b)[0, :, 0]], [one_of(want, b)[0, :, 0]])
            since, day = one_of(dates.all, b)[0, :, 0], one_of(when, b)[0][..., None]
            mine = (found[None, :] == wanted[:, None])[:, None, :]
            parts.append(where_known((mine & (since <= day)).sum(-1).astype(float), day[..., 0]))
        return where_known(np.stack(parts), want)

    @classmethod
    def excel(cls, *arguments: Any) -> str:
        """COUNTIFS of the key up to the day."""
        key, want, dates, when = arguments
        if not key.columns:
            return NOTHING
        return f'COUNTIFS({key.columns[0]},{want},{dates.columns[0]},"<="&{when})'

    @classmethod
    def words(cls, *arguments: str) -> str:
        """how many entries of a key are dated up to a day."""
        return f"how many changes of {whose(arguments[1])} are dated up to {arguments[3]}"


@function
class ENTRY(Function):
    """The n-th entry of the wanted key, in a list that holds the entries of each key together; an error for the 0th."""

    takes = (down("column", "number", "date"), down("key", "key"), here("want", "key"), here("n"))
    gives = staticmethod(lambda kinds: kinds[0])
    examples = (
        Example(
            'ENTRY(t.x, t.k, "r|" & "b", n)',
            [12, 24],
            given={"t.x": [1, 12, 24], "t.k": ["r|a", "r|b", "r|b"], "n": [1, 2]},
        ),
    )

    @staticmethod
    def values(column: Block, key: Block, want: Array, n: Array) -> Array:
        """(batch, rows of the asker, months); NaN where n is below 1 or the key has no entries."""
        if want.shape[-1] > 1:
            return by_month(lambda m: ENTRY.values(column, key, want[..., m], month_of(n, m)), want.shape[-1])
        rows = column.all.shape[1]
        if not rows:
            return np.full((1, want.shape[1], n.shape[-1]), np.nan)
        parts = []
        for b in range(max(len(a) for a in (column.all, key.all, want, n))):
            found, wanted = codes([one_of(key.all, b)[0, :, 0]], [one_of(want, b)[0, :, 0]])
            mine, number = found[None, :] == wanted[:, None], one_of(n, b)[0]
            at = np.argmax(mine, -1)[:, None] + np.nan_to_num(number).astype(np.int64) - 1
            known = mine.any(-1)[:, None] & (number >= 1) & (at < rows)
            parts.append(np.where(known, one_of(column.all, b)[0, np.clip(at, 0, rows - 1), 0], np.nan))
        return where_known(np.stack(parts), want)

    @classmethod
    def excel(cls, *arguments: Any) -> str:
        """INDEX from the first entry of the key on."""
        column, key, want, n = arguments
        if not column.columns:
            return NOT_FOUND
        values, keys = column.columns[0], key.columns[0]
        return f"IF({n}<1,{NOT_FOUND},INDEX({values},MATCH({want},{keys},0)+{n}-1))"

    @classmethod
    def words(cls, *arguments: str) -> str:
        """entry n of a key."""
        return f"{arguments[0]} of {whose(arguments[2])}, entry {arguments[3]}"


@function
class SUMUPTO(Function):
    """A column added up over the rows of the wanted key whose number is not above a limit: those of a list so far."""

    takes = (
        down("column", steady=False),
        down("key", "key"),
        here("want", "key"),
        down("numbers"),
        here("limit"),
    )
    examples = (
        Example(
            'SUMUPTO(t.x, t.k, "r|" & "b", t.n, 2)',
            14,
            given={"t.x": [1, 2, 12, 24], "t.k": ["r|a", "r|b", "r|b", "r|b"], "t.n": [1, 1, 2, 12]},
        ),
        Example(
            'SUMUPTO(t.x, t.k, "r|" & "b", t.n, n)',
            [0, 2, 38],
            given={"t.x": [1, 2, 12, 24], "t.k": ["r|a", "r|b", "r|b", "r|b"], "t.n": [1, 1, 2, 12], "n": [0, 1, 12]},
        ),
    )

    @staticmethod
    def values(column: Block, key: Block, want: Array, numbers: Block, limit: Array) -> Array:
        """(batch, rows of the asker, months): the asker's rows against those of the list, which is short."""
        if want.shape[-1] > 1 or limit.shape[-1] > 1:
            months = max(want.shape[-1], limit.shape[-1])

            def one(m: slice) -> Array:
                month = Block(month_of(column.now, m))
                return SUMUPTO.values(month, key, month_of(want, m), numbers, month_of(limit, m))

            return by_month(one, months)
        parts = []
        for b in range(max(len(a) for a in (column.all, key.all, want, numbers.all, limit))):
            found, wanted = codes([one_of(key.all, b)[0, :, 0]], [one_of(want, b)[0, :, 0]])
            upto = one_of(numbers.all, b)[0, :, 0][None, :] <= one_of(limit, b)[0]
            mine = (found[None, :] == wanted[:, None]) & upto
            parts.append((mine[:, :, None] * one_of(column.now, b)[0][None, :, :]).sum(1))
        return where_known(np.stack(parts), limit)

    @classmethod
    def excel(cls, *arguments: Any) -> str:
        """SUMIFS of the key up to the number."""
        column, key, want, numbers, limit = arguments
        if not column.columns:
            return NOTHING
        return f'SUMIFS({column.columns[0]},{key.columns[0]},{want},{numbers.columns[0]},"<="&{limit})'

    @classmethod
    def words(cls, *arguments: str) -> str:
        """x of the rows of a key up to a number."""
        column, key, want, numbers, limit = arguments
        return f"{column} of the rows whose {key} is {want}, up to {numbers} {limit}"
