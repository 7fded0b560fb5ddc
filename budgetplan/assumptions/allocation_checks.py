"""What must fit together in an allocation: steps go forward, each has driver units, each name means one thing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from budgetplan.assumptions.chunks import Chunk, Chunks
from budgetplan.assumptions.trees import listed
from budgetplan.errors import Problem, nearest, the_first
from budgetplan.names import quoted

POOLS, RECEIVERS, UNITS = "allocation", "receivers", "driver_units"
PAST_COST = "past_cost"
PAST = {PAST_COST: "past_units"}
SAID_TOGETHER = {
    POOLS: (PAST_COST, "what it really cost"),
    RECEIVERS: ("past_charged", "what it was charged"),
    UNITS: ("past_units", "how many units they really were"),
}
"""What a true-up needs of every row: one that is not said would count as 0, and nothing else would look wrong."""
Row = tuple[Chunk, int]


def allocation_problems(chunks: Chunks) -> Iterator[Problem]:
    """All problems between the steps of an allocation, its driver units and its receivers."""
    pools, receivers = _named(chunks.get(POOLS, ()), "pool"), _named(chunks.get(RECEIVERS, ()), "id")
    given = [one for section in (RECEIVERS, UNITS) for one in _rows(chunks.get(section, ()))]
    if not pools and given:
        wrong = f"nothing is allocated to anybody: add the steps under `{POOLS}:`, or leave this out"
        yield _wrong(given[0], "", wrong)
        return
    if pools and not receivers:
        wrong = f"there is nobody who bears the cost: add them under `{RECEIVERS}:`"
        yield _wrong(next(iter(pools.values())), "pool", wrong)
    for name in pools.keys() & receivers.keys():
        wrong = f"{quoted(_text(receivers[name], 'id'))} is a pool, too: give one of the two another id"
        yield _wrong(receivers[name], "id", wrong)
    yield from _units_of_pools(pools)
    yield from the_first(_driver_units(chunks.get(UNITS, ()), pools, receivers))
    yield from _without_units(chunks.get(UNITS, ()), pools)
    if any(row[0].fills(row[1], PAST_COST) for row in pools.values()):
        yield from _unknown_past(chunks)


def _rows(chunks: Sequence[Chunk]) -> Iterator[Row]:
    """All rows of a section, in order."""
    for chunk in chunks:
        for row in range(len(next(iter(chunk.columns.values()), ()))):
            yield chunk, row


def _text(row: Row, column: str) -> str:
    value = row[0].columns[column][row[1]]
    return value if isinstance(value, str) else ""


def _number(row: Row, column: str) -> float:
    value = row[0].columns[column][row[1]]
    return float(value) if isinstance(value, int | float) else 0.0


def _wrong(row: Row, column: str, message: str) -> Problem:
    chunk, at = row
    return Problem(chunk.place(at, column or None), chunk.path(at, column), message)


def _named(chunks: Sequence[Chunk], key: str) -> dict[str, Row]:
    """The rows by their ids in small letters, the first of each, in their order."""
    found: dict[str, Row] = {}
    for row in _rows(chunks):
        if name := _text(row, key):
            found.setdefault(name.casefold(), row)
    return found


def _units_of_pools(pools: Mapping[str, Row]) -> Iterator[Problem]:
    """No unit, and no account of it, is in two pools."""
    first: dict[tuple[str, str], str] = {}
    for row in pools.values():
        unit, account, pool = _text(row, "unit"), _text(row, "account"), _text(row, "pool")
        other = first.setdefault((unit.casefold(), account.casefold()), pool) if unit else pool
        if other != pool:
            what = f"account {quoted(account)} of {quoted(unit)}" if account else f"{quoted(unit)}"
            wrong = f"{what} is in the pool {quoted(other)} already, and would be allocated twice"
            yield _wrong(row, "account" if account else "unit", f"{wrong}: give this one an account, or another unit")


def _driver_units(chunks: Sequence[Chunk], pools: Mapping[str, Row], receivers: Mapping[str, Row]) -> Iterator[Problem]:
    """Units go to a receiver or to a pool that is closed later, and to each once."""
    steps = {name: number for number, name in enumerate(pools, 1)}
    first: dict[tuple[str, str], Row] = {}
    for row in _rows(chunks):
        pool, to = _text(row, "pool"), _text(row, "to")
        if not to:
            continue
        known = first.setdefault((pool.casefold(), to.casefold()), row)
        if to.casefold() not in pools.keys() | receivers.keys():
            names = [_text(one, "pool") for one in pools.values()] + [_text(one, "id") for one in receivers.values()]
            hint = nearest(to, names) or f" Known: {listed(names)}"
            yield _wrong(row, "to", f"there is no pool or receiver {quoted(to)}.{hint}")
        elif known is not row:
            place = known[0].place(known[1])
            yield _wrong(
                row, "to", f"units of {quoted(pool)} for {quoted(to)} are also at {place}: keep one of the two"
            )
        elif pool.casefold() in steps and steps.get(to.casefold(), len(steps) + 1) <= steps[pool.casefold()]:
            closed, here = steps[to.casefold()], steps[pool.casefold()]
            told = "a pool gives nothing to itself" if closed == here else f"{quoted(to)} is closed in step {closed}"
            why = "" if closed == here else f", before {quoted(pool)} is allocated in step {here}"
            right = "write a receiver or a pool of a later step, or change the order of the steps"
            yield _wrong(row, "to", f"{told}{why}: {right}")


def _without_units(chunks: Sequence[Chunk], pools: Mapping[str, Row]) -> Iterator[Problem]:
    """Each pool has driver units, and those of the last closed year where its cost of that year is known."""
    totals: dict[tuple[str, str], float] = defaultdict(float)
    for row in _rows(chunks):
        for column in ("units", "past_units"):
            totals[_text(row, "pool").casefold(), column] += _number(row, column)
    for name, row in pools.items():
        pool = quoted(_text(row, "pool"))
        if not totals[name, "units"]:
            wrong = f"the driver units of {pool} add up to 0, so nobody would get what it costs"
            yield _wrong(row, "pool", f"{wrong}: add them under `{UNITS}:`")
        for cost, units in PAST.items():
            if row[0].fills(row[1], cost) and _number(row, cost) and not totals[name, units]:
                wrong = "its cost of the last closed year is known, and its driver units of that year add up to 0"
                yield _wrong(row, cost, f"{wrong}: add {units} under `{UNITS}:`, or write 0")


def _unknown_past(chunks: Chunks) -> Iterator[Problem]:
    """Where one pool says what it cost in the last closed year, everything of that year is said."""
    for section, (column, what) in SAID_TOGETHER.items():
        wrong = f"is missing, and pools say what they cost in the last closed year: write {what} then, or 0"
        missing = (row for row in _rows(chunks.get(section, ())) if not row[0].fills(row[1], column))
        yield from the_first(_wrong(row, column, wrong) for row in missing)
