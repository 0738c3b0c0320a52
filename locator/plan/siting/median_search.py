"""The best plan of a p-median core: greedy, exchange, bound, then exact on what is left.

Branch and bound for the p-median problem: sites are built or not, one after the other.
"""

from __future__ import annotations

import heapq
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from locator.plan.siting.bounds import MedianBound, StepRule, median_bound
from locator.plan.siting.heuristics import add_greedily, exchange_medians
from locator.plan.siting.milp import median_model, solve_model

if TYPE_CHECKING:
    from collections.abc import Callable

    from locator.plan.siting.control import Control
    from locator.plan.siting.problem import Booleans, Floats, Integers
    from locator.plan.siting.reductions import MedianCore


# Of the time that is left; the rest is for HiGHS.
_SHARE_OF_BRANCHING = 0.5


class MedianSolution(NamedTuple):
    """The columns chosen (None where no plan was found), their cost, and a lower bound.

    `proven` says, where there is no plan, that there can be none.
    """

    columns: list[int] | None
    value: float
    bound: float
    proven: bool


def search_medians(core: MedianCore, control: Control) -> MedianSolution:
    """Return the best plan that is found in the time, and what no plan can undercut."""
    search = _MedianSearch(core, control)
    search.begin()
    bound = search.bound_it()
    if not search.over() and not search.branch(bound):
        search.solve(bound)
    return search.found()


class _MedianSearch:
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
            self.core, self.control, start, self._worst(), self._improve, self._own, self._report
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
        found = branch(bound, within, self.value, self._take, self._report)
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
        solved = solve_model(
            made.model,
            self.control,
            gap=self.control.gap,
            whole=part.whole,
            report=lambda value, low: self._report(value / made.scale, low / made.scale),
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

    def found(self) -> MedianSolution:
        """Return what was found."""
        columns = None if self.chosen is None else self.core.column[self.chosen].tolist()
        return MedianSolution(columns, self.value, self.bound, self.proven)

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
            self._report(value, self.bound)

    def _report(self, value: float, bound: float) -> None:
        best = min(self.value, value)
        self.control.report(best, min(best, max(self.bound, bound)))

    def _near(self, value: float) -> bool:
        return self.control.near_enough(value, self.bound)

    def _raise(self, bound: float) -> None:
        if self.core.whole and np.isfinite(bound):
            bound = float(np.ceil(bound - 1e-6))
        self.bound = min(self._worst(), max(self.bound, bound))

    def _done(self) -> bool:
        return self.chosen is not None and self.control.near_enough(self.value, self.bound)


# Beyond, a dense matrix of what is left takes longer at each step than it gains.
_MOST_ENTRIES = 1_000_000
_MOST_HELD = 20_000_000  # numbers, two for each row of an open node: 320 MB
# With more, HiGHS is faster: the linear relaxation is then all but whole.
_MOST_SITES = 30
# Of plans that cost the same no bound tells one: HiGHS sees by symmetry what a tree would count.
_MOST_NODES = 5_000
_ITERATIONS = 40
_SLACK = 1e-12


class Branched(NamedTuple):
    """What the search ended with: a lower bound, and whether nothing was left open."""

    bound: float
    finished: bool


class _Node(NamedTuple):
    """Plans with some candidates and without others; nodes compare by bound, then by number.

    `names` may still be built, `built` are.
    """

    bound: float
    order: int
    base: Floats
    names: Integers
    built: tuple[int, ...]
    multipliers: Floats


class _BranchRelaxation(NamedTuple):
    """A bound, and the multipliers and reduced costs it came of."""

    bound: float
    multipliers: Floats
    reduced: Floats


def branch(
    found: MedianBound,
    control: Control,
    best: float,
    offer: Callable[[Integers], float],
    report: Callable[[float, float], None],
) -> Branched | None:
    """Search the plans that cost less than the best one known; None where they are too many.

    Notes
    -----
    The tree search of Christofides and Beasley (1982), European Journal of Operational Research 10,
    196-204: at each node a Lagrangian bound from the multipliers of the node above; candidates
    whose reduced costs rule them, or their absence, out are settled; and the one of the least
    reduced cost is built, or is not. The node of the least bound comes first: that bound
    holds for all plans whenever the search is ended.

    Parameters
    ----------
    found
        The bound, and what it left of the problem.
    control
        The time.
    best
        The cost of the best plan known.
    offer
        Takes a plan, by its columns; returns the cost of the best plan known.
    report
        Called with best and bound.
    """
    rows = np.flatnonzero(np.diff(found.core.costs.indptr))
    few = found.core.number <= _MOST_SITES
    if not few or not len(rows) or len(rows) * found.core.count > _MOST_ENTRIES:
        return None
    return _Tree(found, rows, best, offer, control).run(report)


class _Tree:
    """The open nodes, and the costs of what is left as a dense matrix, rows by candidates."""

    def __init__(
        self,
        found: MedianBound,
        rows: Integers,
        best: float,
        offer: Callable[[Integers], float],
        control: Control,
    ) -> None:
        core = found.core
        self._core, self._best, self._offer, self._control = core, best, offer, control
        start = core.start
        self._apart = float(start.sum() - start[rows].sum())
        self._costs = np.repeat(start[rows, None], core.count, axis=1)
        place = np.full(len(core.base), -1)
        place[rows] = np.arange(len(rows))
        self._costs[place[core.row], core.costs.indices] = core.costs.data
        names, u = np.arange(core.count), np.minimum(found.multipliers, start)[rows]
        self._open = [_Node(found.value, 0, start[rows], names, (), u)]
        self._made = 1

    def run(self, report: Callable[[float, float], None]) -> Branched:
        """Take the open node of the least bound, until none can hold a better plan."""
        while self._open and self._open[0].bound <= self._core.better(self._best):
            bound = self._open[0].bound
            report(self._best, bound)
            near = self._control.near_enough(self._best, min(self._best, bound))
            held = len(self._open) * len(self._costs)
            if near or self._control.over() or held > _MOST_HELD or self._made > _MOST_NODES:
                return Branched(bound, finished=False)
            self._split(heapq.heappop(self._open))
        return Branched(self._best, finished=True)

    def _split(self, node: _Node) -> None:
        """Settle what a node's bound settles, and part it into two."""
        number = self._core.number - len(node.built)
        costs = np.minimum(self._costs[:, node.names], node.base[:, None])
        if number <= 1 or not len(node.names):
            self._finish(node, costs, number)
            return
        relaxed = self._relax(node, costs, number)
        bound, most = max(node.bound, relaxed.bound), self._core.better(self._best)
        cheapest = np.argsort(relaxed.reduced, kind="stable")
        self._try(node, cheapest[:number])
        if bound > most:
            return
        may, must = _settled(relaxed, cheapest, number, most)
        if must.sum() > number:
            return
        built = (*node.built, *node.names[must].tolist())
        base = np.minimum(node.base, costs[:, must].min(axis=1, initial=np.inf))
        left = may & ~must
        if must.any() or not left.any():
            self._push(bound, base, node.names[left], built, relaxed.multipliers)
            return
        at = int(cheapest[left[cheapest]][0])
        left[at] = False
        names = node.names[left]
        with_it = (*node.built, int(node.names[at]))
        self._push(bound, np.minimum(base, costs[:, at]), names, with_it, relaxed.multipliers)
        self._push(bound, base, names, node.built, relaxed.multipliers)

    def _push(
        self, bound: float, base: Floats, names: Integers, built: tuple[int, ...], u: Floats
    ) -> None:
        heapq.heappush(self._open, _Node(bound, self._made, base, names, built, u))
        self._made += 1

    def _finish(self, node: _Node, costs: Floats, number: int) -> None:
        """Take the best of the plans of a node that has one site to choose, or none."""
        self._try(node, costs.sum(axis=0).argsort(kind="stable")[:number])

    def _try(self, node: _Node, picked: Integers) -> None:
        chosen = [*node.built, *node.names[picked].tolist()]
        self._best = min(self._best, self._offer(self._core.column[chosen]))

    def _relax(self, node: _Node, costs: Floats, number: int) -> _BranchRelaxation:
        """Return the largest bound of some subgradient steps; see `median_bound`."""
        u, most = np.minimum(node.multipliers, node.base), self._core.better(self._best)
        found = _BranchRelaxation(-np.inf, u, np.zeros(costs.shape[1]))
        rule = StepRule(0.5, 8, 0.625)
        for _ in range(_ITERATIONS):
            value, picked, reduced = self._bound(costs, u, number)
            better = value > found.bound
            if better:
                found = _BranchRelaxation(value, u, reduced)
            if found.bound > most:
                break
            if rule.turns_back(better=better):
                u = found.multipliers
                continue
            along = rule.direction(_slope(costs[:, picked], u, node.base))
            left = max(1.002 * self._best - value, 1e-9 * abs(self._best))
            length = rule.length(left, float(along @ along))
            if rule.tired():
                break
            u = np.clip(u + length * along, 0.0, node.base)
        return found

    def _bound(self, costs: Floats, u: Floats, number: int) -> tuple[float, Integers, Floats]:
        """Return the bound of some multipliers, the candidates picked, and all reduced costs."""
        reduced = np.minimum(costs - u[:, None], 0.0).sum(axis=0)
        picked = np.argsort(reduced, kind="stable")[:number]
        picked = picked[reduced[picked] < 0.0]
        value = self._apart + float(u.sum() + reduced[picked].sum())
        return value - _SLACK * (self._apart + float(u.sum() - reduced.sum())), picked, reduced


def _slope(costs: Floats, u: Floats, base: Floats) -> Floats:
    """Return the subgradient where some candidates are picked, those columns of costs given."""
    slope = np.asarray(1.0 - (costs < u[:, None]).sum(axis=1))
    slope[(u >= base) & (slope > 0.0)] = 0.0
    return slope


def _settled(
    relaxed: _BranchRelaxation, cheapest: Integers, number: int, most: float
) -> tuple[Booleans, Booleans]:
    """Return which candidates a plan within `most` may have, and which it must."""
    reduced, count = np.minimum(relaxed.reduced, 0.0), len(cheapest)
    last = reduced[cheapest[number - 1]] if number <= count else 0.0
    following = reduced[cheapest[number]] if number < count else 0.0
    may = relaxed.bound + np.maximum(reduced - last, 0.0) <= most
    must = np.zeros(count, np.bool_)
    picked = cheapest[:number]
    must[picked] = relaxed.bound + following - reduced[picked] > most
    return may, must
