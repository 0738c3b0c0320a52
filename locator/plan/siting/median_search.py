"""The best plan of a p-median core: greedy, exchange, bound, then exact on what is left."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from locator.plan.siting.highs import solve_model
from locator.plan.siting.median_bound import MedianBound, median_bound
from locator.plan.siting.median_exchange import add_greedily, exchange_medians
from locator.plan.siting.median_model import median_model

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from locator.plan.siting.control import Control
    from locator.plan.siting.median_core import MedianCore

    Floats = NDArray[np.float64]
    Integers = NDArray[np.int64]


class FoundMedians(NamedTuple):
    """The columns chosen (None where no plan was found), their cost, and a lower bound.

    `proven` says, where there is no plan, that there can be none.
    """

    columns: list[int] | None
    value: float
    bound: float
    proven: bool


def search_medians(core: MedianCore, control: Control) -> FoundMedians:
    """Return the best plan that is found in the time, and what no plan can undercut."""
    search = _Search(core, control)
    search.begin()
    bound = search.bound_it()
    search.solve(bound)
    return search.found()


class _Search:
    """A core, the best plan known, and the bound."""

    def __init__(self, core: MedianCore, control: Control) -> None:
        self.core, self.control = core, control
        self.chosen: list[int] | None = None
        self.value, self.bound = np.inf, 0.0
        self.proven = False

    def begin(self) -> None:
        """Take the greedy plan, improved by exchanges."""
        chosen = add_greedily(self.core, self.control)
        self._offer(chosen)
        self._last = exchange_medians(self.core, chosen, self.control)
        self._offer(self._last)

    def bound_it(self) -> MedianBound:
        """Raise the bound, and try the plans that the relaxation favours."""
        start = self.core.served(self._last)
        if self.chosen is None:
            cheapest = self.core.costs.data
            start = np.minimum(start, float(cheapest.max(initial=0.0)))
        found = median_bound(
            self.core, self.control, start, self._worst(), self._improve, self._tell
        )
        self._raise(found.value)
        return found

    def solve(self, bound: MedianBound) -> None:
        """Solve the model exactly over candidates and pairs that a better plan can have."""
        if self._done() or self.control.over():
            return
        core, worst = self.core, self._worst()
        # Of whole costs a better plan costs at least 1 less.
        limit = worst - 1.0 + 1e-6 if core.whole and self.chosen is not None else worst
        may = bound.chosen_costs <= limit
        if self.chosen is not None:
            may[self.chosen] = True
        must = (bound.left_costs > limit) & may
        pair = may[core.costs.indices] & (bound.pair_costs <= limit)
        if self.chosen is not None:
            pair |= self._own_pairs()
        names = np.flatnonzero(may)
        place = np.full(core.count, -1)
        place[names] = np.arange(len(names))
        made = median_model(
            (core.row[pair], place[core.costs.indices[pair]], core.costs.data[pair]),
            core.base,
            core.number,
            must[names] if self.chosen is None else must[names] & np.isin(names, self.chosen),
            whole=core.whole,
        )
        start = None
        if self.chosen is not None:
            start = made.start(place[self.chosen].tolist(), len(names))
        solved = solve_model(
            made.model,
            self.control,
            gap=self.control.gap,
            whole=core.whole,
            start=start,
            told=lambda value, low: self._tell(value / made.scale, low / made.scale),
            settled=lambda value, _low: self._near(value / made.scale),
        )
        if solved.values is not None:
            chosen = names[made.plan(solved.values)].tolist()
            self._offer(chosen)
            self._offer(exchange_medians(core, chosen, self.control))
        if solved.proven and solved.values is None:
            self.proven = self.chosen is None
            return
        low = solved.bound / made.scale
        if solved.proven and self.control.gap == 0.0:
            low = max(low, solved.objective / made.scale)
        # Plans beyond the pairs that were left out cost no less than the best one known.
        self._raise(low)

    def found(self) -> FoundMedians:
        """Return what was found."""
        columns = None if self.chosen is None else self.core.column[self.chosen].tolist()
        return FoundMedians(columns, self.value, self.bound, self.proven)

    def _own_pairs(self) -> NDArray[np.bool_]:
        """Return the pairs by which the best plan serves."""
        core = self.core
        assert self.chosen is not None  # noqa: S101  # asked for with a plan only
        best, mine = core.served(self.chosen), np.zeros(core.count, np.bool_)
        mine[self.chosen] = True
        own: NDArray[np.bool_] = mine[core.costs.indices] & (core.costs.data <= best[core.row])
        return own

    def _improve(self, picked: Integers) -> float:
        self._offer(exchange_medians(self.core, picked.tolist(), self.control))
        return self._worst()

    def _worst(self) -> float:
        """Return the cost of the best plan, or what no plan can cost."""
        return self.value if self.chosen is not None else self.core.unserved

    def _offer(self, chosen: list[int]) -> None:
        value = self.core.value(chosen)
        if value < self.value:
            self.chosen, self.value = list(chosen), value
            self._tell(value, self.bound)

    def _tell(self, value: float, bound: float) -> None:
        best = min(self.value, value)
        self.control.tell(best, min(best, max(self.bound, bound)))

    def _near(self, value: float) -> bool:
        return self.control.near_enough(value, self.bound)

    def _raise(self, bound: float) -> None:
        if self.core.whole and np.isfinite(bound):
            bound = float(np.ceil(bound - 1e-6))
        self.bound = min(self._worst(), max(self.bound, bound))

    def _done(self) -> bool:
        return self.chosen is not None and self.control.near_enough(self.value, self.bound)
