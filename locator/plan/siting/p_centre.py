"""The p-centre problem: the shortest longest distance with so many sites."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse

from locator.errors import Words
from locator.plan.siting.control import Control
from locator.plan.siting.explaining import check_required, none_in_time
from locator.plan.siting.inputs import columns, distance_matrix, number_of_sites
from locator.plan.siting.ordering import order_by_longest
from locator.plan.siting.plan import InfeasibleError, SitingPlan, relative_gap
from locator.plan.siting.reach_rows import Reach
from locator.plan.siting.set_cover import cover_all

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from numpy.typing import ArrayLike, NDArray

    from locator.plan.siting.control import Progress

    Floats = NDArray[np.float64]
    Integers = NDArray[np.int64]
    Matrix = Any

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
    distances
        From demand to candidates, metres, 0 or more, shape (n, m): dense, infinite where out of
        reach; or scipy.sparse, where what is not stored is out of reach and stored zeros are zero.
    p
        How many new sites at most, 0 to the number of candidates.
    existing, required, excluded, time_limit_s, gap, progress, stop
        As for `solve_mclp`.

    Returns
    -------
    SitingPlan
        With the longest distance as its objective. Rows that no column reaches are left out of it
        and told in `unreached`.

    Raises
    ------
    ParameterError
        If a value is not allowed.
    InfeasibleError
        If so many sites can't reach all that can be reached.
    """
    control = Control(time_limit_s, gap, progress, stop)
    metres = distance_matrix(distances)
    chosen = columns(metres.shape[1], existing, required, excluded)
    number = number_of_sites(p, int(chosen.free.sum()))
    required_ = np.flatnonzero(chosen.required).tolist()
    check_required(
        np.ones(metres.shape[1]), None, np.array(required_, np.int64), float(number), "p"
    )
    reach = Reach.of(metres, chosen)
    search = _Halving(reach, number - len(required_), control)
    search.run()
    if search.sites is None:
        if search.least > number - len(required_):
            raise _explain(search.least + len(required_), number)
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


def _explain(least: int, number: int) -> InfeasibleError:
    return InfeasibleError(
        "p",
        Words(
            f"要让全部可达的需求都有站点可去，至少需要 {least} 个新站点，而 p 为 {number}",
            f"to reach all demand that can be reached takes at least {least} new sites; "
            f"p is {number}",
        ),
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
        self._base = reach.nearest(settled, np.inf)[rows]
        self._part = reach.part(rows, self._free)
        self._row = np.repeat(np.arange(len(rows)), np.diff(self._part.indptr))
        nearest = self._base.copy()
        np.minimum.at(nearest, self._row, self._part.data)
        # No plan is better than all candidates together.
        shortest = float(nearest.max(initial=0.0))
        every = np.unique(np.concatenate([self._part.data, self._base[np.isfinite(self._base)]]))
        self._values = np.append(shortest, every[every > shortest])
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
        while high - low > 1:
            middle = (low + high) // 2
            found = cover_all(*self._problem(middle)[:2], self.control.part(0.0))
            if found.value <= self.number:
                self._take(middle, found.columns)
                high = min(middle, self._yes)
            else:
                low = middle
            if found.bound > self.number:
                self._no = max(self._no, middle)
            if self.control.stopped():
                return

    def _decide(self, place: int, share: float) -> bool | None:
        """Return whether the sites can cover all within a distance; None where time was short."""
        cover, cost, hopeless = self._problem(place)
        if hopeless:
            self._no = max(self._no, place)
            return False
        control = self.control.part(share)
        found = cover_all(cover, cost, control, enough=float(self.number))
        if place == len(self._values) - 1:
            self.least = int(found.bound)
        if found.value <= self.number:
            self._take(place, found.columns)
            return True
        if found.bound > self.number:
            self._no = max(self._no, place)
            self._tell()
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
        longest = float(far.max(initial=0.0))
        self._yes = min(self._yes, place, int(np.searchsorted(self._values, longest)))
        if longest < self.objective or self.sites is None:
            self.sites, self.objective = self._free[chosen].tolist(), longest
            self._tell()

    def _next(self, tried: set[int]) -> int | None:
        """Return the place in the middle of the largest run of places not tried yet."""
        edges = sorted({self._no, self._yes, *(t for t in tried if self._no < t < self._yes)})
        runs = [(b - a, a, b) for a, b in pairwise(edges) if b - a > 1]
        if not runs:
            return None
        _, low, high = max(runs)
        return (low + high) // 2

    def _tell(self) -> None:
        self.control.tell(self.objective, min(self.objective, self.bound))

    def _done(self) -> bool:
        if self._yes - self._no <= 1:
            return True
        return self.sites is not None and self.control.near_enough(self.objective, self.bound)
