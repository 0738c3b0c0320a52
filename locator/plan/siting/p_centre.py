"""The p-centre problem: the shortest longest distance with so many sites."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

from locator.plan.siting.bounds import rows_apart
from locator.plan.siting.control import Control
from locator.plan.siting.curve import order_by_longest
from locator.plan.siting.distances import Reach, read_distances
from locator.plan.siting.explain import none_in_time, too_few_sites
from locator.plan.siting.heuristics import choose_greedily
from locator.plan.siting.lscp import cover_all
from locator.plan.siting.plan import SitingPlan, relative_gap
from locator.plan.siting.reductions import Core

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from numpy.typing import ArrayLike

    from locator.plan.siting.control import Progress
    from locator.plan.siting.problem import Floats, Matrix

_FIRST_SLICE = 0.1


def solve_p_centre(
    distances: object,
    p: int,
    *,
    existing: Iterable[int] | ArrayLike | None = None,
    required: Iterable[int] | ArrayLike | None = None,
    excluded: Iterable[int] | ArrayLike | None = None,
    time_limit_s: float = 60.0,
    gap: float = 0.0,
    progress: Callable[[Progress], None] | None = None,
    stop: Callable[[], bool] | None = None,
) -> SitingPlan:
    """Choose at most p new sites so that the longest distance to the nearest is shortest.

    Notes
    -----
    The vertex p-centre problem of Hakimi (1965), Operations Research 13, 462-475::

        minimise    r
        subject to  sum_j d_ij y_ij <= r    for each row i of demand that any column reaches
                    sum_j y_ij = 1,  y_ij <= x_j
                    sum_j x_j <= p          over the new sites
                    x binary, x_j = 1 for what stands and what is required

    The answer is one of the distances. For each of them, whether p sites can cover all within it
    is a set covering problem; the distances are halved until one remains (Minieka 1970, SIAM Review
    12, 138-139; Daskin 1995, Network and Discrete Location, Wiley).

    Parameters
    ----------
    distances, p, existing, required, excluded, time_limit_s, gap, progress, stop
        See `locator.plan.siting`.

    Returns
    -------
    SitingPlan
        With the longest distance as its objective. Rows that no column reaches are left out of it
        and listed in `unreached`.

    Raises
    ------
    ParameterError
        If a value is not allowed.
    InfeasibleError
        If so many sites can't reach all that can be reached.
    """
    control = Control(time_limit_s, gap, progress, stop)
    reach, number = read_distances(distances, p, existing, required, excluded)
    chosen, required_ = reach.columns, np.flatnonzero(reach.columns.required).tolist()
    search = _Halving(reach, number - len(required_), control)
    search.run()
    if search.sites is None:
        if search.least > number - len(required_):
            raise too_few_sites(search.least + len(required_), number)
        raise none_in_time(control)
    counted = np.flatnonzero(reach.reached)
    base = reach.nearest(np.flatnonzero(chosen.existing).tolist(), np.inf)[counted]
    ordered = order_by_longest(
        [*required_, *search.sites],
        base,
        lambda site: reach.nearest([site], np.inf)[counted],
        required_,
    )
    apart = relative_gap(search.objective, search.bound)
    return SitingPlan(
        problem="p-centre",
        sites=ordered.sites,
        gains=ordered.gains,
        objective=search.objective,
        bound=search.objective if apart == 0.0 else search.bound,
        gap=apart,
        optimal=apart == 0.0,
        time_s=control.time_s,
        standing=float(base.max(initial=0.0)),
        unreached=np.flatnonzero(~reach.reached).tolist(),
    )


class _Halving:
    """The distances that the answer may be, and which of them are settled.

    Of the sorted distances, all up to `_no` are proven too short, and `_yes` is long enough.
    """

    def __init__(self, reach: Reach, number: int, control: Control) -> None:
        self.number, self.control = number, control
        columns = reach.columns
        settled = np.flatnonzero(columns.existing | columns.required).tolist()
        self._free = np.flatnonzero(columns.free & ~columns.required)
        rows = np.flatnonzero(reach.reached)
        base = reach.nearest(settled, np.inf)[rows]
        part = reach.part(rows, self._free)
        nearest = base.copy()
        np.minimum.at(nearest, np.repeat(np.arange(len(rows)), np.diff(part.indptr)), part.data)
        # No plan is better than all candidates together; who is as near already is never the worst.
        self._shortest = float(nearest.max(initial=0.0))
        open_ = np.flatnonzero(base > self._shortest)
        self._base, self._part = base[open_], sparse.csr_array(part[open_])
        self._row = np.repeat(np.arange(len(open_)), np.diff(self._part.indptr))
        every = np.concatenate([self._part.data, self._base[np.isfinite(self._base)]])
        self._values = np.append(self._shortest, np.unique(every[every > self._shortest]))
        self._no, self._yes = -1, len(self._values)
        self.sites: list[int] | None = None
        self.objective = np.inf
        self.least = 0

    @property
    def bound(self) -> float:
        """No plan has a shorter longest distance."""
        return float(self._values[min(self._no + 1, len(self._values) - 1)])

    def run(self) -> None:
        """Halve the distances until one is left or the time is over."""
        self._greedy()
        if self.sites is None and not self._decide(len(self._values) - 1, 1.0):
            return
        share = _FIRST_SLICE
        tried: set[int] = set()
        while not self._done():
            place = self._next(tried)
            if place is None:
                tried, share = set(), min(1.0, share * 4.0)
                place = self._next(tried)
            if place is None or self.control.over():
                return
            if self._decide(place, share) is None:
                tried.add(place)

    def _greedy(self) -> None:
        """Find a first plan: greedy covers only, halving the distances."""
        low, high = -1, len(self._values)
        while high - low > 1 and not self.control.stopped():
            middle = (low + high) // 2
            cover, cost, hopeless = self._problem(middle)
            chosen = [] if hopeless else self._cover_greedily(cover, cost)
            if not hopeless and (cover[:, chosen].sum(axis=1) > 0).all():
                self._take(middle, chosen)
                high = min(middle, self._yes)
                continue
            low = middle
            if hopeless or rows_apart(cover, self.number) > self.number:
                self._no = max(self._no, middle)

    def _cover_greedily(self, cover: Matrix, cost: Floats) -> list[int]:
        """Return as many candidates as may be chosen, each covering most that is left."""
        rows, count = cover.shape
        limit, names = float(self.number), np.arange(count)
        core = Core(cover, np.ones(rows), cost, limit, None, None, np.zeros(0), names)
        return choose_greedily(core).sites

    def _decide(self, place: int, share: float) -> bool | None:
        """Return whether the sites can cover all within a distance; None where time was short."""
        cover, cost, hopeless = self._problem(place)
        if hopeless:
            self._no = max(self._no, place)
            return False
        control = self.control.part(share)
        solution = cover_all(cover, cost, control, enough=float(self.number))
        if place == len(self._values) - 1:
            self.least = int(solution.bound)
        if solution.value <= self.number:
            self._take(place, solution.columns)
            return True
        if solution.bound > self.number:
            self._no = max(self._no, place)
            self._report()
            return False
        return None

    def _problem(self, place: int) -> tuple[Matrix, Floats, bool]:
        """Return what is to be covered within a distance, and whether that is impossible."""
        metres = self._values[place]
        open_rows = np.flatnonzero(self._base > metres)
        number = np.full(len(self._base), -1)
        number[open_rows] = np.arange(len(open_rows))
        near = (self._part.data <= metres) & (number[self._row] >= 0)
        entries = np.ones(int(near.sum())), (number[self._row[near]], self._part.indices[near])
        cover = sparse.csr_array(entries, shape=(len(open_rows), len(self._free)))
        return cover, np.ones(len(self._free)), bool((np.diff(cover.indptr) == 0).any())

    def _take(self, place: int, chosen: list[int]) -> None:
        """Keep a plan that covers all within a distance; it may do so within a shorter one."""
        far = self._base.copy()
        mask = np.zeros(len(self._free), np.bool_)
        mask[chosen] = True
        mine = mask[self._part.indices]
        np.minimum.at(far, self._row[mine], self._part.data[mine])
        longest = float(far.max(initial=self._shortest))
        self._yes = min(self._yes, place, int(np.searchsorted(self._values, longest)))
        if longest < self.objective or self.sites is None:
            self.sites, self.objective = self._free[chosen].tolist(), longest
            self._report()

    def _next(self, tried: set[int]) -> int | None:
        """Return the place in the middle of the largest run of places not tried yet."""
        edges = sorted({self._no, self._yes, *(t for t in tried if self._no < t < self._yes)})
        runs = [(b - a, a, b) for a, b in pairwise(edges) if b - a > 1]
        if not runs:
            return None
        _, low, high = max(runs)
        return (low + high) // 2

    def _report(self) -> None:
        self.control.report(self.objective, min(self.objective, self.bound))

    def _done(self) -> bool:
        if self._yes - self._no <= 1:
            return True
        return self.sites is not None and self.control.near_enough(self.objective, self.bound)
