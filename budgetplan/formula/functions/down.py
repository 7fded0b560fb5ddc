"""Functions that look down a column, over the rows of a table."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np

from .base import Array, Block, Example, Function, down, function, here, where_known

NOTHING = "0"  # what a sum over a table without rows is, in a cell
NOT_FOUND = "NA()"  # what is looked up in a table without rows


def codes(columns: list[Array], wanted: list[Array]) -> tuple[Array, Array]:
    """Whole numbers that are equal where the keys of a row equal the wanted ones; text ignoring case, as Excel does.

    `columns` are arrays of n rows, `wanted` of m values; gives (n,) and (m,).
    """
    first, second = np.zeros(len(columns[0]), np.int64), np.zeros(len(wanted[0]), np.int64)
    for column, want in zip(columns, wanted, strict=True):
        both = np.concatenate([plain(column), plain(want)])
        _, code = np.unique(both, return_inverse=True)
        size = code.max(initial=0) + 1
        first, second = first * size + code[: len(first)], second * size + code[len(first) :]
    return first, second


def plain(column: Array) -> Array:
    """Numbers as they are, text in lower case as a fixed-width array that sorts quickly."""
    return np.array([str(value).lower() for value in column]) if column.dtype == object else column


@function
class SUM(Function):
    """A column added up over all rows of its table."""

    takes = (down("column", steady=False, apart=True),)
    examples = (Example("SUM(t.x)", 15, given={"t.x": [1, 2, 12]}),)

    @staticmethod
    def values(column: Block) -> Array:
        """One value per month."""
        total: Array = column.now.sum(-2, keepdims=True)
        return total

    @classmethod
    def excel(cls, *arguments: Any) -> str:
        """SUM of each run of rows."""
        ranges = arguments[0].columns
        return f"SUM({','.join(ranges)})" if ranges else NOTHING

    @classmethod
    def words(cls, *arguments: str) -> str:
        """all x."""
        return f"all {arguments[0]}"


@function
class SUMIFS(Function):
    """The rows of a column whose key equals the wanted one, added up. Several pairs of key and want may follow."""

    takes = (
        down("column", steady=False, apart=True),
        down("key", "number", "date", "key", apart=True),
        here("want", "number", "date", "key"),
    )
    repeats = 2
    examples = (Example("SUMIFS(t.x, t.y, 2)", 36, given={"t.x": [1, 12, 24], "t.y": [1, 2, 2]}),)

    @classmethod
    def alike(cls, count: int) -> list[tuple[int, ...]]:
        """Each key and what is looked for."""
        return [(at, at + 1) for at in range(1, count, 2)]

    @staticmethod
    def values(column: Block, *pairs: Block | Array) -> Array:
        """Totals per distinct key, then one look-up per wanted key: rows and wants are never multiplied out."""
        amounts = column.now
        keys = [p.now if isinstance(p, Block) else p for p in pairs[::2]]
        wants: list[Array] = [np.asarray(p) for p in pairs[1::2]]
        batch = np.broadcast_shapes(amounts.shape[:1], *(a.shape[:1] for a in (*keys, *wants)))
        rows, columns = np.broadcast_shapes(*(w.shape[1:] for w in wants))
        columns = max(columns, amounts.shape[-1])
        out = np.zeros((*batch, rows, columns))
        for b, steps in _slices(batch[0], [*keys, *wants], columns):
            found, wanted = codes(
                [_pick(k, b, steps) for k in keys], [np.broadcast_to(_pick(w, b, steps), (rows,)) for w in wants]
            )
            picked = amounts[:, :, steps] if amounts.shape[-1] > 1 else amounts
            part = _totals(picked[b] if b is not None and len(picked) > 1 else picked, found, wanted)
            out[slice(None) if b is None else slice(b, b + 1), :, steps] = part
        return where_known(out, *wants)

    @classmethod
    def excel(cls, *arguments: Any) -> str:
        """One SUMIFS for each run of rows."""
        amounts = arguments[0].columns
        keys = [key.columns for key in arguments[1::2]]
        parts = []
        for index, amount in enumerate(amounts):
            pairs = ",".join(f"{key[index]},{want}" for key, want in zip(keys, arguments[2::2], strict=True))
            parts.append(f"SUMIFS({amount},{pairs})")
        return ("(" + "+".join(parts) + ")" if len(parts) > 1 else "".join(parts)) or NOTHING

    @classmethod
    def words(cls, *arguments: str) -> str:
        """x of the rows whose key is want."""
        pairs = zip(arguments[1::2], arguments[2::2], strict=True)
        return f"{arguments[0]} of the rows whose " + " and ".join(f"{key} is {want}" for key, want in pairs)


@function
class COUNTIF(Function):
    """How many rows of a table have the wanted key."""

    takes = (down("key", "key", apart=True), here("want", "key"))
    examples = (Example('COUNTIF(t.k, "r|" & "b")', 2, given={"t.k": ["r|a", "r|b", "r|B"]}),)

    @staticmethod
    def values(key: Block, want: Array) -> Array:
        """(batch, rows of the asker, months): ones added up as SUMIFS would."""
        ones = Block(np.ones((1, key.all.shape[1], 1)))
        return SUMIFS.values(ones, key, want)

    @classmethod
    def excel(cls, *arguments: Any) -> str:
        """One COUNTIF for each run of rows."""
        key, want = arguments
        parts = [f"COUNTIF({run},{want})" for run in key.columns]
        return ("(" + "+".join(parts) + ")" if len(parts) > 1 else "".join(parts)) or NOTHING

    @classmethod
    def words(cls, *arguments: str) -> str:
        """how many rows have the key."""
        return f"how many {arguments[0]} are {arguments[1]}"


def _slices(batch: int, keyed: list[Array], columns: int) -> Iterable[tuple[int | None, slice]]:
    """The parts of the batch and of the months within which keys do not change."""
    whole = all(len(k) == 1 for k in keyed)
    steady = all(k.shape[-1] == 1 for k in keyed)
    for b in [None] if whole else range(batch):
        for step in [slice(None)] if steady else [slice(m, m + 1) for m in range(columns)]:
            yield b, step


def _pick(array: Array, b: int | None, steps: slice) -> Array:
    """The keys of one part, as one flat column."""
    one: Array = array[0 if b is None or len(array) == 1 else b]
    return one[:, 0 if one.shape[-1] == 1 or steps.start is None else steps.start]


def _totals(amounts: Array, found: Array, wanted: Array) -> Array:
    """(batch, rows, columns) amounts added up by code, for each wanted code."""
    known, place = np.unique(found, return_inverse=True)
    amounts = amounts if amounts.ndim == 3 else amounts[None]
    totals = np.zeros((len(amounts), len(known) + 1, amounts.shape[-1]))
    np.add.at(totals, (slice(None), place), amounts)  # type: ignore[arg-type]
    at = np.searchsorted(known, wanted)
    hit = np.minimum(at, max(len(known) - 1, 0))
    missing = (known[hit] != wanted) if len(known) else np.ones(len(wanted), bool)
    return totals[:, np.where(missing, len(known), hit)]


@function
class FROM(Function):
    """The value of a column in the one row whose key equals the wanted one; an error where there is none."""

    takes = (
        down("column", "number", "date", "text", steady=False),
        down("key", "number", "key", "text"),
        here("want", "number", "key", "text"),
    )
    gives = staticmethod(lambda kinds: kinds[0])
    examples = (Example("FROM(t.x, t.y, 2)", 12, given={"t.x": [1, 12, 24], "t.y": [1, 2, 12]}),)

    @classmethod
    def alike(cls, count: int) -> list[tuple[int, ...]]:
        """The key and what is looked for."""
        return [(1, 2)]

    @staticmethod
    def values(column: Block, key: Block, want: Array) -> Array:
        """(batch, rows of the asker, months); NaN where nothing is found."""
        source = column.now
        if not source.shape[1]:
            return np.full((1, want.shape[1], source.shape[-1]), np.nan)
        batch = max(len(source), len(key.all), len(want)) if len(key.all) > 1 or len(want) > 1 else 1
        return np.concatenate(
            [
                _found(source if batch == 1 else one_of(source, b), one_of(key.all, b), one_of(want, b))
                for b in range(batch)
            ]
        )

    @classmethod
    def excel(cls, *arguments: Any) -> str:
        """INDEX and MATCH, exact."""
        column, key, want = arguments
        if not column.columns:
            return NOT_FOUND
        return f"INDEX({column.columns[0]},MATCH({want},{key.columns[0]},0))"

    @classmethod
    def words(cls, *arguments: str) -> str:
        """x of the row whose key is want."""
        return f"{arguments[0]} of the row whose {arguments[1]} is {arguments[2]}"


@function
class RANK(Function):
    """The place of a number among those of a column, the largest being 1; equal ones share a place."""

    takes = (here("x"), down("column"))
    examples = (
        Example("RANK(24, t.x)", 1, given={"t.x": [1, 12, 24, 12]}),
        Example("RANK(12, t.x)", 2, given={"t.x": [1, 12, 24, 12]}),
        Example("RANK(1, t.x)", 4, given={"t.x": [1, 12, 24, 12]}),
    )

    @staticmethod
    def values(x: Array, column: Block) -> Array:
        """(batch, rows of the asker, months); NaN where the number is not in the column, or the column holds a NaN."""
        numbers = column.now[..., 0]
        places = [_places(x[min(b, len(x) - 1)], numbers[min(b, len(numbers) - 1)]) for b in range(_batch(x, numbers))]
        return np.stack(places)

    @classmethod
    def excel(cls, *arguments: Any) -> str:
        """Excel's own."""
        return f"RANK({arguments[0]},{arguments[1].columns[0]})" if arguments[1].columns else NOT_FOUND

    @classmethod
    def words(cls, *arguments: str) -> str:
        """the place of x."""
        return f"the place of {arguments[0]} among all {arguments[1]}, the largest first"


def _batch(*arrays: Array) -> int:
    """How many members a batch has."""
    return max(map(len, arrays))


def _places(wanted: Array, column: Array) -> Array:
    """The place of each wanted number in one column: how many are larger, and one."""
    if np.isnan(column).any():
        return np.full(wanted.shape, np.nan)
    larger = len(column) - np.searchsorted(np.sort(column), wanted, side="right")
    return np.where(np.isin(wanted, column), larger + 1.0, np.nan)


def one_of(array: Array, b: int) -> Array:
    """One member of a batch, or the only one."""
    return array[min(b, len(array) - 1) :][:1]


def _found(source: Array, keys: Array, want: Array) -> Array:
    """The first row of the source whose key is wanted, per row of the asker; month by month where the wants change."""
    if want.shape[-1] == 1:
        return _found_once(source, keys, want[..., 0])
    months = range(want.shape[-1])
    parts = [source[..., m : m + 1] if source.shape[-1] > 1 else source for m in months]
    return np.concatenate([_found_once(parts[m], keys, want[..., m]) for m in months], -1)


def _found_once(source: Array, keys: Array, want: Array) -> Array:
    """The same for wants that do not change, (1, rows)."""
    found, wanted = codes([keys[0, :, 0]], [want[0]])
    order = np.argsort(found, kind="stable")
    at = np.minimum(np.searchsorted(found[order], wanted), len(found) - 1)
    picked: Array = source[:, order[at]]
    hit = (found[order[at]] == wanted) & (want[0] == want[0])
    return np.where(hit[None, :, None], picked, np.nan)
