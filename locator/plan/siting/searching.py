"""The best plan of a covering core: greedy, exchange, bound, tabu search, then exact."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from locator.plan.siting.core import slack
from locator.plan.siting.covering_model import covering_model
from locator.plan.siting.exchange import exchange
from locator.plan.siting.greedy import choose_greedily
from locator.plan.siting.highs import solve_model
from locator.plan.siting.lagrange import covering_bound
from locator.plan.siting.needs_bound import needs_bound
from locator.plan.siting.plan import relative_gap
from locator.plan.siting.reducing import reduced
from locator.plan.siting.tabu import search_on

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from locator.plan.siting.arrays import Integers
    from locator.plan.siting.control import Control
    from locator.plan.siting.core import Core

# Below this many candidates the model is solved whole; above, in steps of the most promising.
_WHOLE = 1500
_GROWTH = 3
# A gap beyond which HiGHS needs long, candidates up to which it doesn't, and a part of the time.
_FAR, _FEW, _SHARE = 0.01, 200, 0.25
# Pairs in a model: beyond, HiGHS's presolve alone takes longer than people wait.
_LARGEST = 500_000


class Found(NamedTuple):
    """The columns chosen (None where no plan was found), their value, and an upper bound."""

    columns: list[int] | None
    value: float
    bound: float


def search(core: Core, control: Control) -> Found:
    """Return the best plan that is found in the time, and what no plan can pass.

    An infinite negative bound says that there is no plan: the needs can't be met.
    """
    if control.over():
        return _greedy_only(core, choose_greedily(core, control).sites)
    search_ = _Search(reduced(core), control)
    search_.begin()
    if search_.needs_too_much():
        return Found(None, -np.inf, -np.inf)
    search_.bound_it()
    search_.look_farther()
    search_.solve()
    return search_.found()


def _greedy_only(core: Core, chosen: list[int]) -> Found:
    """Return the greedy plan with the bound of Nemhauser, Wolsey and Fisher (1978).

    No plan covers more than what is covered, plus the greatest gains beside it that the limit
    can hold: coverage is submodular.
    """
    left = np.where(core.covered(np.array(chosen, np.int64)), 0.0, core.weight)
    gain = core.reach @ left
    order = np.argsort(-gain / np.maximum(core.cost, 1e-12), kind="stable")
    used = np.cumsum(core.cost[order])
    # The last one that fits only in part counts in part.
    part = np.clip(core.limit - (used - core.cost[order]), 0.0, core.cost[order])
    share = np.where(core.cost[order] > 0.0, part / np.maximum(core.cost[order], 1e-300), 1.0)
    more = float((gain[order] * share).sum())
    value = core.value(np.array(chosen, np.int64))
    feasible = core.feasible(np.array(chosen, np.int64))
    columns = core.column[chosen].tolist() if feasible else None
    bound = min((value + more) * (1.0 + 1e-12), float(core.weight.sum()))
    return Found(columns, value if columns is not None else -np.inf, max(bound, value))


class _Search:
    """A core, the best plan known, and the bound."""

    def __init__(self, core: Core, control: Control) -> None:
        self.core, self.control = core, control
        self.chosen: list[int] | None = None
        self.value = -np.inf
        self.bound = float(core.weight.sum())
        self.with_candidate = np.full(core.count, np.inf)

    def begin(self) -> None:
        """Take the greedy plan, improved by exchanges."""
        chosen = choose_greedily(self.core, self.control).sites
        if self.core.feasible(np.array(chosen, np.int64)):
            self._offer(chosen)
            self._offer(exchange(self.core, chosen, self.control))

    def needs_too_much(self) -> bool:
        """Return whether the needs are proven to cost more than the limit."""
        if self.chosen is not None or not self.core.need.any():
            return False
        most = self.core.limit + 1e-6 * max(1.0, self.core.limit)
        return needs_bound(self.core, self.control, most) > most

    def bound_it(self) -> None:
        """Lower the bound, and try the plans that the relaxation favours."""
        if self._done():
            return
        bound = covering_bound(self.core, self.control, self.value, self._improve)
        self._lower(bound.value)
        self.with_candidate = bound.with_candidate

    def look_farther(self) -> None:
        """Go on by tabu search where the bound says that much may be gained, or HiGHS be slow."""
        if self.chosen is None or relative_gap(self.value, self.bound) <= _FAR:
            return
        if self.core.count > _FEW and not self.control.over():
            self._offer(search_on(self.core, self.chosen, self.control.part(_SHARE)))

    def solve(self) -> None:
        """Solve the model exactly over the candidates that a better plan can have.

        A plan with a candidate is worth at most `with_candidate`, so those that can't pass the
        best one known are left out. Where many remain, those above a level are taken first: no
        plan with one of the others passes that level, so if the best plan among them reaches it,
        it is the best of all; else it is a better start.
        """
        size = _WHOLE
        while not self._done() and not self.control.over():
            level = self._level(size)
            keep = self.with_candidate > level if level > -np.inf else None
            keep = np.ones(self.core.count, np.bool_) if keep is None else keep
            if float(np.diff(self.core.reach.indptr)[keep].sum()) > _LARGEST:
                return
            self._solve_part(keep, level)
            if level <= self.value or level == -np.inf:
                return
            size *= _GROWTH

    def found(self) -> Found:
        """Return what was found."""
        columns = None if self.chosen is None else self.core.column[self.chosen].tolist()
        return Found(columns, self.value, self.bound)

    def _level(self, size: int) -> float:
        """Return the value that candidates left out can't pass: the best known, or above it."""
        if int((self.with_candidate > self.value).sum()) <= size:
            return self.value
        return max(self.value, float(-np.sort(-self.with_candidate)[size]))

    def _solve_part(self, keep: NDArray[np.bool_], level: float) -> None:
        part = reduced(self.core.without(keep))
        made = covering_model(part)
        back = {column: n for n, column in enumerate(self.core.column.tolist())}
        start = self._start_in(part)

        def told(objective: float, bound: float) -> None:
            best = max(self.value, -objective / made.scale)
            self.control.tell(best, max(best, min(self.bound, max(level, -bound / made.scale))))

        def settled(objective: float, _bound: float) -> bool:
            return self.control.near_enough(-objective / made.scale, self.bound)

        solved = solve_model(
            made.model,
            self.control,
            gap=self.control.gap,
            whole=part.whole,
            start=None if start is None else made.start(start),
            told=told,
            settled=settled,
        )
        if solved.values is not None:
            chosen = [back[part.column[n]] for n in made.plan(solved.values)]
            if self.core.feasible(np.array(chosen, np.int64)):
                self._offer(chosen)
                self._offer(exchange(self.core, chosen, self.control))
        bound = -solved.bound / made.scale
        if solved.proven and solved.values is not None and self.control.gap == 0.0:
            bound = max(bound, -solved.objective / made.scale)
        if solved.proven and solved.values is None:
            bound = -np.inf
        self._lower(max(bound, level, self.value))

    def _start_in(self, part: Core) -> list[int] | None:
        """Return the best plan's candidates within a part, where the part has them all."""
        if self.chosen is None:
            return None
        there = {column: n for n, column in enumerate(part.column.tolist())}
        names = self.core.column[self.chosen].tolist()
        start = [there[name] for name in names if name in there]
        return start if part.feasible(np.array(start, np.int64)) else None

    def _improve(self, picked: Integers) -> float:
        """Make a plan of what a relaxation favours, and return the best value known."""
        core = self.core
        order = picked[np.argsort(-core.reach[picked] @ core.weight, kind="stable")]
        chosen: list[int] = []
        left, places = core.limit + slack(core.limit), set()
        for candidate in order.tolist():
            place = candidate if core.place is None else int(core.place[candidate])
            if core.cost[candidate] <= left and place not in places:
                chosen.append(candidate)
                places.add(place)
                left -= float(core.cost[candidate])
        if core.feasible(np.array(chosen, np.int64)):
            self._offer(exchange(core, chosen, self.control))
        return self.value

    def _offer(self, chosen: list[int]) -> None:
        value = self.core.value(np.array(chosen, np.int64))
        if self.chosen is None or value > self.value:
            self.chosen, self.value = chosen, value
            self.control.tell(self.value, max(self.bound, self.value))

    def _lower(self, bound: float) -> None:
        if self.core.whole and np.isfinite(bound):
            bound = float(np.floor(bound + 1e-6))
        self.bound = max(self.value, min(self.bound, bound))

    def _done(self) -> bool:
        return self.chosen is not None and self.control.near_enough(self.value, self.bound)
