"""Greedy covering with lazy evaluation: what a site would add only ever falls."""

from __future__ import annotations

import heapq
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from locator.plan.siting.core import slack

if TYPE_CHECKING:
    from collections.abc import Callable

    from locator.plan.siting.arrays import Floats
    from locator.plan.siting.control import Control
    from locator.plan.siting.core import Core

_LOOK_EVERY = 256


class Chosen(NamedTuple):
    """Candidates in the order in which they were chosen, and what each added."""

    sites: list[int]
    gains: list[float]


def choose_greedily(core: Core, control: Control | None = None) -> Chosen:
    """Return candidates chosen one by one, each adding most of all that still can be afforded.

    Needs of districts are met first, as far as they can be (Wolsey 1982); then weight counts. Where
    costs differ, the gain per cost decides, and the best single candidate is taken instead of the
    whole plan where it is worth more (Khuller, Moss and Naor 1999). Ties go to the first. What a
    candidate adds never rises, so an old value is an upper bound, and a heap finds the greatest
    without computing the others anew (Minoux 1978).

    References
    ----------
    Minoux, M. (1978), "Accelerated greedy algorithms for maximizing submodular set functions", in
    Optimization Techniques, Springer, 234-243. The value is at least 1 - 1/e of the best possible
    where costs are equal and there are no needs: Nemhauser, Wolsey and Fisher (1978), Mathematical
    Programming 14, 265-294.
    """
    pick = _Picking(core)
    if pick.missing.any():
        pick.run(pick.towards_needs, control)
    pick.run(pick.weight_left, control)
    if not core.uniform and not core.need.any():
        single = _best_single(core)
        if single is not None and single[1] > sum(pick.gains):
            return Chosen([single[0]], [single[1]])
    return Chosen(pick.sites, pick.gains)


def meet_needs_greedily(core: Core, control: Control) -> list[int]:
    """Return candidates chosen one by one, each adding most to the needs, until all are met.

    Or until no more can be afforded, or somebody says stop.
    """
    pick = _Picking(core)
    if pick.missing.any():
        pick.run(pick.towards_needs, control)
    return pick.sites


class _Picking:
    """Candidates picked so far, and the weight that is left."""

    def __init__(self, core: Core) -> None:
        self.core = core
        self.left = core.weight.copy()
        self.sites: list[int] = []
        self.gains: list[float] = []
        self.budget = core.limit
        self.missing = core.missing(np.empty(0, np.int64))
        self._taken: set[int] = set()
        self._chosen = np.zeros(core.count, np.bool_)

    def run(self, worth: Callable[[int], float], control: Control | None) -> None:
        """Pick by falling worth per cost until nothing is worth anything or affordable."""
        core, cost = self.core, self.core.cost
        per = np.where(cost > 0.0, cost, 1e-12)
        first = (core.reach @ self._counting(worth)) / per
        heap = [(-ratio, n) for n, ratio in enumerate(first.tolist()) if ratio > 0.0]
        heapq.heapify(heap)
        looked, cheapest = 0, float(cost.min(initial=np.inf))
        while heap and cheapest <= self.budget + slack(core.limit):
            _, candidate = heapq.heappop(heap)
            if not self._allowed(candidate):
                continue
            ratio = worth(candidate) / per[candidate]
            if ratio <= 0.0:
                continue
            if heap and (-ratio, candidate) > heap[0]:
                heapq.heappush(heap, (-ratio, candidate))
                continue
            self._take(candidate)
            looked += 1
            if looked % _LOOK_EVERY == 0 and control is not None and control.stopped():
                return

    def _counting(self, worth: Callable[[int], float]) -> Floats:
        """Return weights whose sum over a candidate's rows is at least its worth."""
        if worth == self.weight_left:
            return self.left
        district = self.core.district
        assert district is not None  # noqa: S101  # asked for with needs only
        wanted = np.append(self.missing > 0.0, False)  # the last is for rows in no district
        return np.where(wanted[district], self.left, 0.0)

    def weight_left(self, candidate: int) -> float:
        """Return the weight that a candidate would add."""
        return float(self.left[self.core.rows_of(candidate)].sum())

    def towards_needs(self, candidate: int) -> float:
        """Return what a candidate would add to needs that are not met yet: it never rises too."""
        return float(np.minimum(self._by_district(candidate), self.missing).sum())

    def _by_district(self, candidate: int) -> Floats:
        district = self.core.district
        assert district is not None  # noqa: S101  # asked for with needs only
        rows = self.core.rows_of(candidate)
        rows = rows[district[rows] >= 0]
        sums = np.bincount(district[rows], self.left[rows], minlength=len(self.core.need))
        return sums.astype(np.float64)

    def _allowed(self, candidate: int) -> bool:
        core = self.core
        if self._chosen[candidate] or core.cost[candidate] > self.budget + slack(core.limit):
            return False
        return core.place is None or int(core.place[candidate]) not in self._taken

    def _take(self, candidate: int) -> None:
        rows = self.core.rows_of(candidate)
        if self.missing.any():
            missing = self.missing - self._by_district(candidate)
            self.missing = np.where(missing > slack(self.core.need), missing, 0.0)
        self.sites.append(candidate)
        self.gains.append(float(self.left[rows].sum()))
        self.left[rows] = 0.0
        self.budget -= float(self.core.cost[candidate])
        self._chosen[candidate] = True
        if self.core.place is not None:
            self._taken.add(int(self.core.place[candidate]))


def _best_single(core: Core) -> tuple[int, float] | None:
    value = np.where(core.cost <= core.limit + slack(core.limit), core.reach @ core.weight, -1.0)
    if not len(value) or value.max() <= 0.0:
        return None
    best = int(value.argmax())
    return best, float(value[best])
