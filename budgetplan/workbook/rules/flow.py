"""Rules about how figures flow through a workbook: nothing in circles, nothing counted twice."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping

import numpy as np

from budgetplan.workbook.formula_text import address
from budgetplan.workbook.read import Area
from budgetplan.workbook.rules.survey import Finding, Lanes, Survey, Template

MOST_CIRCLES = 20  # reported; the first ones are the ones to mend


def no_circles(survey: Survey) -> Iterator[Finding]:
    """No circular references (domain rule 31; FAST 3.04: their result depends on the order of calculation)."""
    graph = _Graph(suspects(list(survey.templates.values())))
    for circle in graph.circles():
        first = circle[0]
        path = " -> ".join(f"{sheet}!{at}" for sheet, at in (*circle[:6], *([circle[0]] if len(circle) <= 6 else [])))
        more = f" -> ... ({len(circle)} cells)" if len(circle) > 6 else ""
        yield Finding("circular reference", *first, f"these cells wait for each other: {path}{more}")


def suspects(templates: list[Template]) -> list[Template]:
    """The templates whose cells may wait for each other: all circles are among them, and most templates are not.

    A template waits for another where a reference, taken over all of its cells, may touch a cell of the other. What
    waits for nothing, or has nothing waiting for it, is in no circle, and is taken away again and again.
    """
    waits: dict[int, set[int]] = {number: set() for number in range(len(templates))}
    boxes = {sheet: np.array(found).T for sheet, found in _boxes(templates).items()}
    for number, template in enumerate(templates):
        top, left, bottom, right = template.box
        for reference in template.references:
            if reference.shape_only or reference.sheet not in boxes:
                continue
            first_row, first_column, _, _ = reference.area(top, left)
            _, _, last_row, last_column = reference.area(bottom, right)
            tops, lefts, bottoms, rights, numbers = boxes[reference.sheet]
            touched = (first_row <= bottoms) & (tops <= last_row) & (first_column <= rights) & (lefts <= last_column)
            waits[number].update(numbers[touched].tolist())
    circling = {number for number in waits if number in waits[number]}
    return [templates[number] for number in sorted(circling | set(_core(waits)))]


def _boxes(templates: list[Template]) -> dict[str, list[tuple[int, int, int, int, int]]]:
    """By sheet, for each template: the first row and column, the last row and column, and its number."""
    boxes: dict[str, list[tuple[int, int, int, int, int]]] = defaultdict(list)
    for number, template in enumerate(templates):
        boxes[template.sheet].append((*template.box, number))
    return boxes


def _core(waits: Mapping[int, Collection[int]]) -> Collection[int]:
    """What is left of those who wait when the ends of all chains are taken away, at both ends."""
    left = {node: {other for other in others if other != node} for node, others in waits.items()}
    for _ in ("who waits for nothing", "whom nothing waits for"):
        turned: dict[int, set[int]] = {node: set() for node in left}
        for node, others in left.items():
            for other in others:
                turned[other].add(node)
        free = [node for node, others in left.items() if not others]
        while free:
            for node in turned.pop(done := free.pop()):
                left[node].discard(done)
                if not left[node]:
                    free.append(node)
        left = {node: {other for other in others if other in turned} for node, others in turned.items()}
    return left


class _Graph:
    """Who waits for whom: formula cells, ranges, and between them trees over the formula cells of a column or row.

    A range over n cells is reached through about 2 log n nodes of such a tree, not n edges: a running total over
    10,000 rows would need 50 million edges otherwise.
    """

    def __init__(self, templates: list[Template]) -> None:
        self.places: list[tuple[str, str]] = []
        self.followers: list[list[int]] = []
        self.ranges: dict[tuple[str, Area], int] = {}
        self.trees: dict[tuple[str, str, int], int] = {}  # first node of the tree over a column or a row
        self.cells: dict[str, dict[tuple[int, int], int]] = defaultdict(dict)
        for template in templates:
            for at, row, column in template.cells:
                self.cells[template.sheet][row, column] = self._node()
                self.places.append((template.sheet, at))
        self.lanes = {sheet: (_sorted(cells, 1), _sorted(cells, 0)) for sheet, cells in self.cells.items()}
        self._connect(templates)

    def _node(self) -> int:
        self.followers.append([])
        return len(self.followers) - 1

    def _connect(self, templates: list[Template]) -> None:
        number = 0
        for template in templates:
            references = [r for r in template.references if not r.shape_only and r.sheet in self.cells]
            for _, row, column in template.cells:
                for reference in references:
                    area = reference.area(row, column)
                    if reference.single:
                        source = self.cells[reference.sheet].get(area[:2])
                        if source is not None:
                            self.followers[source].append(number)
                    else:
                        self.followers[self._range(reference.sheet, area)].append(number)
                number += 1

    def _range(self, sheet: str, area: Area) -> int:
        """The node of a range, which waits for all formula cells inside it."""
        node = self.ranges.get((sheet, area))
        if node is None:
            node = self.ranges[sheet, area] = self._node()
            top, left, bottom, right = area
            columns, rows = self.lanes[sheet]
            if bottom - top >= right - left:
                lanes, kind, low, high, first, last = columns, "column", left, right, top, bottom
            else:
                lanes, kind, low, high, first, last = rows, "row", top, bottom, left, right
            inside = range(low, high + 1) if high - low < len(lanes) else [n for n in lanes if low <= n <= high]
            for lane in inside:
                if lane in lanes:
                    self._cover((sheet, kind, lane), lanes[lane], first, last, node)
        return node

    def _cover(
        self, key: tuple[str, str, int], lane: tuple[list[int], list[int]], first: int, last: int, node: int
    ) -> None:
        """Let `node` wait for the cells of a column or row from `first` to `last`, through the tree over it."""
        coordinates, ids = lane
        size = len(ids)
        low, high = bisect_left(coordinates, first) + size, bisect_right(coordinates, last) + size
        if high - low <= 2:
            for leaf in range(low, high):
                self.followers[ids[leaf - size]].append(node)
            return
        base = self.trees.get(key)
        if base is None:
            base = self.trees[key] = self._grow(ids)
        while low < high:  # the usual walk up a tree that lies in an array, leaves last
            if low & 1:
                self.followers[self._at(base, low, ids)].append(node)
                low += 1
            if high & 1:
                high -= 1
                self.followers[self._at(base, high, ids)].append(node)
            low, high = low >> 1, high >> 1

    def _grow(self, ids: list[int]) -> int:
        """A tree over formula cells: node k waits for 2k and 2k+1; returns where node 0 would stand."""
        size, base = len(ids), len(self.followers)
        for _ in range(size):
            self._node()
        for child in range(2, 2 * size):
            self.followers[self._at(base, child, ids)].append(base + child // 2)
        return base

    @staticmethod
    def _at(base: int, number: int, ids: list[int]) -> int:
        return base + number if number < len(ids) else ids[number - len(ids)]

    def circles(self) -> Iterator[list[tuple[str, str]]]:
        """Circles of cells, each in the order of the flow; at most `MOST_CIRCLES`."""
        waits = [0] * len(self.followers)
        for followers in self.followers:
            for follower in followers:
                waits[follower] += 1
        ready = [node for node, count in enumerate(waits) if count == 0]
        for _ in range(MOST_CIRCLES):
            while ready:
                for follower in self.followers[ready.pop()]:
                    waits[follower] -= 1
                    if waits[follower] == 0:
                        ready.append(follower)
            circle = self._circle(waits)
            if not circle:
                return
            yield [self.places[node] for node in circle if node < len(self.places)]
            for node in circle[:1]:  # cut it open there, and see what still goes round
                ready.append(node)
                waits[node] = -1

    def _circle(self, waits: list[int]) -> list[int]:
        """One circle among the nodes that still wait; empty when none does."""
        sources: dict[int, int] = {}
        for node, count in enumerate(waits):
            if count > 0:
                for follower in self.followers[node]:
                    if waits[follower] > 0:
                        sources[follower] = node
        seen: dict[int, int] = {}
        node = next(iter(sources), -1)
        while node >= 0 and node not in seen:
            seen[node] = len(seen)
            node = sources.get(node, -1)
        if node < 0:
            return []
        circle = [found for found, order in seen.items() if order >= seen[node]][::-1]
        start = circle.index(min(circle))
        return circle[start:] + circle[:start]


def _sorted(cells: dict[tuple[int, int], int], by: int) -> dict[int, tuple[list[int], list[int]]]:
    """The cells by column (`by` 1) or row (0): their other coordinates in order, and their numbers."""
    lanes: dict[int, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for place, number in sorted(cells.items()):
        lanes[place[by]][0].append(place[1 - by])
        lanes[place[by]][1].append(number)
    return dict(lanes)


def nothing_counted_twice(survey: Survey) -> Iterator[Finding]:
    """No SUM over a range that holds a SUM over part of that range (domain rule 32; audit tools: "double counting")."""
    sums: dict[str, dict[tuple[int, int], list[Area]]] = defaultdict(lambda: defaultdict(list))
    for template in survey.templates.values():
        for reference in template.references:
            if reference.summed and not reference.single and reference.sheet == template.sheet:
                for _, row, column in template.cells:
                    sums[template.sheet][row, column].append(reference.area(row, column))
    lanes = {sheet: Lanes(places) for sheet, places in sums.items()}
    for template in survey.templates.values():
        for reference in template.references:
            if not reference.summed or reference.single or reference.sheet not in sums:
                continue
            inner, found = sums[reference.sheet], lanes[reference.sheet]
            for at, row, column in template.cells:
                area = reference.area(row, column)
                twice = next((p for p in found.inside(area) if any(_overlap(area, part) for part in inner[p])), None)
                if twice:
                    message = (
                        f"the SUM counts part of its range twice: {address(*twice)} is itself a SUM over part of it"
                    )
                    yield Finding("double counting", template.sheet, at, message)


def _overlap(one: Area, other: Area) -> bool:
    return one[0] <= other[2] and other[0] <= one[2] and one[1] <= other[3] and other[1] <= one[3]
