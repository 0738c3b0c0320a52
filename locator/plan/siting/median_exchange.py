"""Plans of the p-median problem: greedy with lazy evaluation, then exchanges of sites."""

from __future__ import annotations

import heapq
from typing import TYPE_CHECKING

import numpy as np

from locator.plan.siting.core import gathered
from locator.plan.siting.exchange import exchanged

if TYPE_CHECKING:
    from collections.abc import Sequence

    from locator.plan.siting.arrays import Integers, Matrix
    from locator.plan.siting.control import Control
    from locator.plan.siting.median_core import MedianCore

_PASSES = 200


def add_greedily(core: MedianCore, control: Control) -> list[int]:
    """Return candidates chosen one by one, each letting the cost fall most.

    What a candidate saves never rises as others are chosen, so old values are upper bounds
    (Minoux 1978). Ties go to the first.
    """
    best, chosen = core.start.copy(), list[int]()

    def saved(candidate: int) -> float:
        rows, cost = core.entries(candidate)
        return float(np.maximum(best[rows] - cost, 0.0).sum())

    heap = [(-saved(candidate), candidate) for candidate in range(core.count)]
    heapq.heapify(heap)
    while heap and len(chosen) < core.number and not control.stopped():
        _, candidate = heapq.heappop(heap)
        saving = saved(candidate)
        if saving <= 0.0:
            continue
        if heap and (-saving, candidate) > heap[0]:
            heapq.heappush(heap, (-saving, candidate))
            continue
        chosen.append(candidate)
        rows, cost = core.entries(candidate)
        best[rows] = np.minimum(best[rows], cost)
    return chosen


def exchange_medians(core: MedianCore, chosen: Sequence[int], control: Control) -> list[int]:
    """Return a plan that no exchange of one site for another improves, or where the time ended.

    The vertex substitution of Teitz and Bart (1968), Operations Research 16, 955-961, evaluated as
    in Whitaker (1983), INFOR 21, 95-108: a site that goes costs its rows the way to their
    second-nearest, less what the one that comes saves them.
    """
    return exchanged(_State(core, chosen), control, _PASSES)


class _State:
    """A plan, each row's cheapest site and the cost of its second, what candidates would save."""

    def __init__(self, core: MedianCore, chosen: Sequence[int]) -> None:
        self.core = core
        self.sites = list(chosen)
        self._settle()
        self._least = 1e-12 * max(float(self._first.sum()), 1e-300)

    def _settle(self) -> None:
        """Find the first and second of each row, and what each candidate would save, anew."""
        core = self.core
        self._first, self._second = core.start.copy(), core.start.copy()
        self._site = np.full(len(core.base), -1)
        for site in self.sites:
            rows, cost = core.entries(site)
            first, second = self._first[rows], self._second[rows]
            better = cost < first
            self._second[rows] = np.where(better, first, np.minimum(second, cost))
            self._first[rows] = np.where(better, cost, first)
            self._site[rows[better]] = site
        saved = np.maximum(self._first[core.row] - core.costs.data, 0.0)
        self._saved = np.bincount(core.costs.indices, saved, minlength=core.count)

    def by_loss(self) -> list[int]:
        """Return the sites, the one that would be missed least first."""
        loss = self._second - self._first
        own = np.bincount(self._site + 1, loss, minlength=self.core.count + 1)[1:]
        return sorted(self.sites, key=lambda site: (own[site], site))

    def fill(self) -> bool:
        """Add sites while fewer than allowed are chosen; return whether any was."""
        added = False
        while len(self.sites) < self.core.number and self.core.count:
            best = int(self._saved.argmax())
            if self._saved[best] <= self._least:
                break
            self.sites.append(best)
            self._settle()
            added = True
        return added

    def replace(self, site: int) -> bool:
        """Exchange a site for the one that saves most in its stead; return whether one did."""
        if site not in self.sites:
            return False
        core, rows = self.core, np.flatnonzero(self._site == site)
        loss = float((self._second[rows] - self._first[rows]).sum())
        near, counts = gathered(core.costs, rows)
        cost = core.costs.data[_places(core.costs, rows, counts)]
        first, second = np.repeat(self._first[rows], counts), np.repeat(self._second[rows], counts)
        more = np.maximum(second - np.maximum(cost, first), 0.0)
        saved = self._saved + np.bincount(near, more, minlength=core.count)
        saved[self.sites] = -1.0
        best = int(saved.argmax())
        if saved[best] <= loss + self._least:
            return False
        self.sites[self.sites.index(site)] = best
        self._settle()
        return True


def _places(matrix: Matrix, rows: Integers, counts: Integers) -> Integers:
    """Return where the stored values of some rows lie."""
    ends = np.cumsum(counts)
    starts = matrix.indptr[rows].astype(np.int64)
    total = int(ends[-1]) if len(ends) else 0
    places: Integers = np.arange(total) + np.repeat(starts - (ends - counts), counts)
    return places
