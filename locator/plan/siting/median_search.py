"""The best plan of a p-median core: greedy, exchange, bound, then exact on what is left."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from locator.plan.siting.highs import solve_model
from locator.plan.siting.median_bound import MedianBound, median_bound
from locator.plan.siting.median_branching import branch
from locator.plan.siting.median_exchange import add_greedily, exchange_medians
from locator.plan.siting.median_model import median_model

if TYPE_CHECKING:
    from locator.plan.siting.arrays import Booleans, Integers
    from locator.plan.siting.control import Control
    from locator.plan.siting.median_core import MedianCore

# Of the time that is left; the rest is for HiGHS.
_SHARE_OF_BRANCHING = 0.5


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
    if not search.over() and not search.branch(bound):
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
            self.core, self.control, start, self._worst(), self._improve, self._own, self._tell
        )
        # Plans beyond what is left of the core cost no less than the best one known.
        self._raise(found.value)
        return found

    def over(self) -> bool:
        """Return whether to end: the bound is near enough, or the time is up."""
        return self._done() or self.control.over()

    def branch(self, bound: MedianBound) -> bool:
        """Search what is left by branching; return whether that was done."""
        if self.chosen is None:
            return False
        within = self.control.part(_SHARE_OF_BRANCHING)
        found = branch(bound, within, self.value, self._take, self._tell)
        if found is not None:
            self._raise(found.bound)
        return found is not None and (found.finished or self.over())

    def solve(self, bound: MedianBound) -> None:
        """Solve the model of what is left exactly."""
        core, most = bound.core, bound.core.better(self._worst())
        mine, own = self._own(core)
        must = (bound.left_costs > most) & (mine | (self.chosen is None))
        may = (bound.chosen_costs <= most) | mine
        pair = may[core.costs.indices] & (bound.pair_costs <= most) | own
        part, must = core.part(may, pair), must[may]
        pairs = part.row, part.costs.indices.astype(np.int64), part.costs.data
        made = median_model(pairs, part.base, part.number, must, whole=part.whole)
        start = None
        if self.chosen is not None:
            start = made.start(np.flatnonzero(mine[may]).tolist(), part.count)
        solved = solve_model(
            made.model,
            self.control,
            gap=self.control.gap,
            whole=part.whole,
            start=start,
            told=lambda value, low: self._tell(value / made.scale, low / made.scale),
            settled=lambda value, _low: self._near(value / made.scale),
        )
        if solved.values is not None:
            self._improve(part.column[made.plan(solved.values)])
        if solved.proven and solved.values is None:
            self.proven = self.chosen is None
            return
        low = solved.bound / made.scale
        if solved.proven and self.control.gap == 0.0:
            low = max(low, solved.objective / made.scale)
        self._raise(low)

    def found(self) -> FoundMedians:
        """Return what was found."""
        columns = None if self.chosen is None else self.core.column[self.chosen].tolist()
        return FoundMedians(columns, self.value, self.bound, self.proven)

    def _own(self, core: MedianCore) -> tuple[Booleans, Booleans]:
        """Return the candidates and the pairs of a part of the core that the best plan has."""
        mine = np.isin(core.column, self.core.column[self.chosen or []])
        best = self.core.served(self.chosen or [])
        return mine, mine[core.costs.indices] & (core.costs.data <= best[core.row])

    def _improve(self, columns: Integers) -> float:
        """Improve a plan by exchanges; return the best cost known, or what no plan can cost."""
        chosen = np.searchsorted(self.core.column, columns).tolist()
        self._offer(chosen)
        self._offer(exchange_medians(self.core, chosen, self.control))
        return self._worst()

    def _take(self, columns: Integers) -> float:
        self._offer(np.searchsorted(self.core.column, columns).tolist())
        return self.value

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
