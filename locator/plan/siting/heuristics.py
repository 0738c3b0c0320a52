"""Heuristics of maximal covering and of the p-median: greedy, exchange and tabu search.

Greedy choice is lazy (Minoux 1978): a site's gain only ever falls as others are chosen, so stale
gains are bounds. Exchange swaps a chosen site for a better one as long as that gains; tabu search
goes on from there through worse plans. Values are in units of the weights, and for the p-median in
weight times metres.
"""

from __future__ import annotations

import heapq
from typing import TYPE_CHECKING, NamedTuple, Protocol

import numpy as np

from locator.plan.siting.reductions import slack, stored_columns

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from numpy.typing import NDArray

    from locator.plan.siting.control import Control
    from locator.plan.siting.problem import Floats, Integers, Matrix
    from locator.plan.siting.reductions import Core, MedianCore


_LOOK_EVERY = 256


class Chosen(NamedTuple):
    """Candidates in the order in which they were chosen, and what each added."""

    sites: list[int]
    gains: list[float]


def choose_greedily(core: Core, control: Control | None = None) -> Chosen:
    """Return candidates chosen one by one, each adding most of all that still can be afforded.

    Needs of districts are met first, as far as they can be (Wolsey 1982); then weight counts. Where
    costs differ, the gain per cost decides. Ties go to the first. What a candidate adds never
    rises, so an old value is an upper bound, and a heap finds the greatest without computing the
    others anew (Minoux 1978).

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
        lacking = np.append(self.missing > 0.0, False)  # the last is for rows in no district
        return np.where(lacking[district], self.left, 0.0)

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


_TRIED = 20
_PASSES = 100


def exchange(core: Core, chosen: Iterable[int], control: Control) -> list[int]:
    """Return a plan that no exchange of one site for another improves, or where the time ended.

    Begins with a feasible plan and keeps it feasible: limit, places and needs of districts. Sites
    are added where some can be afforded. The vertex substitution of Teitz and Bart (1968),
    Operations Research 16, 955-961, for covered weight.
    """
    return exchanged(CoverState(core, chosen), control, _PASSES)


class Exchanging(Protocol):
    """A plan whose sites can be added to, and exchanged for others."""

    sites: list[int]

    def fill(self) -> bool:
        """Add sites that are allowed and gain; return whether any was."""

    def by_loss(self) -> list[int]:
        """Return the sites, the one that would be missed least first."""

    def replace(self, site: int) -> bool:
        """Exchange a site for the one that gains most in its stead; return whether one did."""


def exchanged(state: Exchanging, control: Control, passes: int) -> list[int]:
    """Return the sites once no exchange gains any more, or the passes or the time are over."""
    for _ in range(passes):
        improved = state.fill()
        for site in state.by_loss():
            if control.over():
                return state.sites
            improved |= state.replace(site)
        if not improved:
            break
    return state.sites


class CoverState:
    """A plan, how often each row is covered (`times`), and what each candidate adds (`gain`)."""

    def __init__(self, core: Core, chosen: Iterable[int]) -> None:
        self.core = core
        self.sites = list(chosen)
        self.times = np.zeros(len(core.weight), np.int64)
        for site in self.sites:
            self.times[core.rows_of(site)] += 1
        self.gain = core.reach @ np.where(self.times == 0, core.weight, 0.0)
        self._least = 1e-9 * max(float(core.weight.max(initial=0.0)), 1e-300)

    def by_loss(self) -> list[int]:
        """Return the sites, the one that would be missed least first."""
        loss = [(self._own(site)[1], site) for site in self.sites]
        return [site for _, site in sorted(loss)]

    def fill(self) -> bool:
        """Add sites that can be afforded; return whether any was."""
        added = False
        while True:
            open_ = self._affordable(0.0, None)
            gain = np.where(open_, self.gain, 0.0)
            if not len(gain) or gain.max() <= self._least:
                return added
            self.change(int(gain.argmax()), 1)
            added = True

    def replace(self, site: int) -> bool:
        """Exchange a site for the one that gains most in its stead; return whether one did."""
        if site not in self.sites:
            return False
        rows, loss = self._own(site)
        near, counts = stored_columns(self.core.cover, rows)
        before = self.gain[near]
        np.add.at(self.gain, near, np.repeat(self.core.weight[rows], counts))
        best = self._best(site, loss)
        self.gain[near] = before
        if best is None:
            return False
        self.change(site, -1)
        self.change(best, 1)
        return True

    def _best(self, leaving: int, loss: float) -> int | None:
        """Return the candidate that gains most, and more than is lost; None without one."""
        core = self.core
        if core.uniform and core.place is None and not core.need.any():
            # The chosen gain nothing, and the one that leaves no more than is lost by it.
            best = int(self.gain.argmax())
            return best if self.gain[best] > loss + self._least else None
        freed = float(core.cost[leaving])
        gain = np.where(self._affordable(freed, leaving), self.gain, -1.0)
        for _ in range(_TRIED if core.need.any() else 1):
            best = int(gain.argmax())
            if gain[best] <= loss + self._least:
                return None
            if self._needs_stay_met(leaving, best):
                return best
            gain[best] = -1.0
        return None

    def _own(self, site: int) -> tuple[Integers, float]:
        """Return the rows that only this site covers, and their weight."""
        rows = self.core.rows_of(site)
        rows = rows[self.times[rows] == 1]
        return rows, float(self.core.weight[rows].sum())

    def _affordable(self, freed: float, leaving: int | None) -> NDArray[np.bool_]:
        """Return which candidates could come, with what the one that leaves sets free."""
        core = self.core
        budget = core.limit - float(core.cost[self.sites].sum()) + freed
        open_: NDArray[np.bool_] = core.cost <= budget + slack(core.limit)
        open_[self.sites] = False
        if core.place is not None:
            others = [site for site in self.sites if site != leaving]
            open_ &= ~np.isin(core.place, core.place[others])
        return open_

    def _needs_stay_met(self, leaving: int, coming: int) -> bool:
        if not self.core.need.any():
            return True
        chosen = [site for site in self.sites if site != leaving] + [coming]
        return not self.core.missing(np.array(chosen, np.int64)).any()

    def change(self, site: int, by: int) -> None:
        """Add a site (1) or take it away (-1)."""
        core, rows = self.core, self.core.rows_of(site)
        before = self.times[rows]
        self.times[rows] = before + by
        turned = rows[(before == 0) if by > 0 else (before == 1)]
        near, counts = stored_columns(core.cover, turned)
        np.subtract.at(self.gain, near, by * np.repeat(core.weight[turned], counts))
        if by > 0:
            self.sites.append(site)
        else:
            self.sites.remove(site)


_ROUNDS, _STEPS = 6, 1000
# How many steps a site that went stays away, and one that came stays: from these to twice as many.
_AWAY, _HERE = 8, 6


def search_on(core: Core, chosen: Iterable[int], control: Control) -> list[int]:
    """Return a plan that is worth no less than the one it begins with.

    Each step, the site that is missed least goes and the one that gains most comes, though the plan
    be worse for it; what went or came is left alone for some steps, so that the search doesn't turn
    back (Glover 1989, ORSA Journal on Computing 1, 190-206). The best plan of each round is
    improved by exchanges. The steps are a fixed number and their lengths drawn from one seed: the
    same plan comes of the same case, unless the time ends it.

    For sites of one cost, without places and needs; a plan of any other core is returned as it is.
    """
    best = list(chosen)
    if not core.uniform or core.place is not None or core.need.any() or not best:
        return best
    if core.count < len(best) + 2 * _AWAY:
        return best
    value, walk = core.value(np.array(best, np.int64)), _Walk(core, best)
    for _ in range(_ROUNDS):
        improved = exchange(core, walk.round(control), control)
        worth = core.value(np.array(improved, np.int64))
        if worth > value:
            best, value = improved, worth
        if control.over():
            break
    return best


class _Walk:
    """Where the search stands, and until which step each candidate is left alone."""

    def __init__(self, core: Core, sites: list[int]) -> None:
        self._core = core
        self._random = np.random.default_rng(0)
        self._step = 0
        self._until = np.zeros(core.count, np.int64)
        self._state = CoverState(core, sites)

    def round(self, control: Control) -> list[int]:
        """Take steps, and return the best plan met on the way."""
        best, worth, now = list(self._state.sites), -np.inf, 0.0
        for _ in range(_STEPS):
            if control.over():
                break
            now += self._move()
            if now > worth:
                best, worth = list(self._state.sites), now
        return best

    def _move(self) -> float:
        """Let a site go and another come; return what the plan gains, which may be negative."""
        state, self._step = self._state, self._step + 1
        sites = np.array(state.sites)
        loss = np.where(self._until[sites] > self._step, np.inf, self._losses(sites))
        place = int(loss.argmin())
        leaving = int(sites[place])
        state.change(leaving, -1)
        gain = np.where(self._until > self._step, -1.0, state.gain)
        gain[[*state.sites, leaving]] = -1.0
        coming = int(gain.argmax())
        gained = float(state.gain[coming]) - float(state.gain[leaving])
        state.change(coming, 1)
        self._until[leaving] = self._step + int(self._random.integers(_AWAY, 2 * _AWAY))
        self._until[coming] = self._step + int(self._random.integers(_HERE, 2 * _HERE))
        return gained

    def _losses(self, sites: Integers) -> Floats:
        """Return what each of the sites alone covers."""
        rows, counts = stored_columns(self._core.reach, sites)
        own = np.where(self._state.times[rows] == 1, self._core.weight[rows], 0.0)
        total = np.concatenate([[0.0], np.cumsum(own)])
        ends = np.cumsum(counts)
        return np.asarray(total[ends] - total[ends - counts])


_MEDIAN_PASSES = 200


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
    return exchanged(_State(core, chosen), control, _MEDIAN_PASSES)


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
        near, counts = stored_columns(core.costs, rows)
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
