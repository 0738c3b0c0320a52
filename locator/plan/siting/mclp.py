"""The maximal covering location problem: most weight covered with so many sites, or with a budget.

Greedy choice, exchange, a Lagrangian bound and tabu search come first, then an exact model over the
candidates that a better plan can still have.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy import sparse

from locator.plan.siting.bounds import covering_bound, needs_bound
from locator.plan.siting.capacitated import solve_with_capacities
from locator.plan.siting.control import Control
from locator.plan.siting.covering_problem import CoveringProblem, Needs, covered_by, needs_of
from locator.plan.siting.curve import order_by_gain
from locator.plan.siting.explain import explain_needs, none_in_time
from locator.plan.siting.heuristics import choose_greedily, exchange, search_on
from locator.plan.siting.milp import covering_model, solve_model
from locator.plan.siting.plan import SitingPlan, covering_plan, relative_gap
from locator.plan.siting.problem import capacity_amounts, whole_labels
from locator.plan.siting.reductions import Core, reduced, slack

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from numpy.typing import ArrayLike, NDArray

    from locator.plan.siting.control import Progress
    from locator.plan.siting.problem import Booleans, Integers


def solve_mclp(
    cover: object,
    weights: ArrayLike,
    p: int | None = None,
    *,
    existing: Iterable[int] | ArrayLike | None = None,
    required: Iterable[int] | ArrayLike | None = None,
    excluded: Iterable[int] | ArrayLike | None = None,
    costs: ArrayLike | None = None,
    budget: float | None = None,
    places: ArrayLike | None = None,
    capacities: ArrayLike | None = None,
    districts: ArrayLike | None = None,
    min_share: float | Mapping[int, float] | None = None,
    time_limit_s: float = 60.0,
    gap: float = 0.0,
    progress: Callable[[Progress], None] | None = None,
    stop: Callable[[], bool] | None = None,
) -> SitingPlan:
    """Choose at most p new sites, or new sites within a budget, that cover most weight.

    Notes
    -----
    The maximal covering location problem of Church and ReVelle (1974), Papers of the Regional
    Science Association 32, 101-118::

        maximise    sum_i w_i y_i
        subject to  y_i <= sum_j a_ij x_j     for each row i of demand
                    sum_j x_j <= p            over the new sites (sum_j c_j x_j <= budget)
                    sum_{i in d} w_i y_i >= s_d sum_{i in d} w_i    for each district d
                    sum_{j in k} x_j <= 1     for each place k
                    x binary, 0 <= y <= 1, x_j = 1 for what stands and what is required

    First a lazy greedy plan and exchanges, then a Lagrangian bound, then HiGHS over the candidates
    that a better plan can have. With capacities the model is that of `search_with_capacities`.

    Parameters
    ----------
    cover, weights, p, existing, required, excluded, capacities, time_limit_s, gap, progress, stop
        See `locator.plan.siting`.
    costs, budget
        What each column costs, shape (m,), and what new sites may cost together, instead of p.
    places
        Whole numbers, shape (m,): of columns with the same one at most one may stand, as where
        several kinds of station could be built on one lot. Negative: a place of its own.
    districts, min_share
        The district of each row, shape (n,), negative for none; and the part of each district's
        weight that must be covered, 0 to 1: one for all, or by district.

    Returns
    -------
    SitingPlan
        With the covered weight as its objective, what the existing give included.

    Raises
    ------
    ParameterError, InfeasibleError, NoPlanInTimeError
        See `locator.plan.siting`.
    """
    control = Control(time_limit_s, gap, progress, stop)
    instance = CoveringProblem.of(
        cover, weights, p, existing, required, excluded, costs, budget, places
    )
    instance.check()
    labels = whole_labels("districts", districts, len(instance.weight))
    needs = needs_of(labels, min_share, instance.weight)
    limits = capacity_amounts(capacities, instance.cover.shape[1])
    if limits is not None:
        return solve_with_capacities(instance, needs, limits, control)
    return _without_capacities(instance, needs, control)


def _without_capacities(instance: CoveringProblem, needs: Needs, control: Control) -> SitingPlan:
    stands, reached = covered_by(instance.cover, instance.settled()), instance.reached()
    before = covered_by(instance.cover, instance.columns.existing)
    needs.check(reached)
    core = _core(instance, needs, stands)
    solution = solve_core(core, control)
    if solution.columns is None:
        if solution.bound == -np.inf:
            raise explain_needs(core, control.seconds(10.0), instance.spent())
        raise none_in_time(control)
    required = np.flatnonzero(instance.columns.required).tolist()
    chosen = [*required, *solution.columns]
    # Numbers to be covered are added row by row: the sum of a plan is always the same one.
    covered = stands | covered_by(instance.cover, _mask(chosen, instance.cover.shape[1]))
    objective = float(instance.weight[covered].sum())
    base = float(instance.weight[stands].sum())
    uncovered = np.where(before, 0.0, instance.weight)
    ordered = order_by_gain(instance.cover, uncovered, chosen, required)
    return covering_plan(
        ordered.sites,
        ordered.gains,
        objective,
        max(objective, base + solution.bound),
        float(instance.weight[before].sum()),
        np.flatnonzero(~reached),
        np.where(covered, instance.weight, 0.0),
        control.time_s,
    )


def _core(instance: CoveringProblem, needs: Needs, stands: Booleans) -> Core:
    """Return what is left to decide."""
    free = np.flatnonzero(instance.open_columns())
    rows = np.flatnonzero(~stands & (instance.weight > 0.0))
    cover = sparse.csr_array(instance.cover[rows][:, free])
    some = np.flatnonzero(np.diff(cover.indptr))
    rows, cover = rows[some], sparse.csr_array(cover[some])
    need, label = needs.left(stands)
    return Core(
        cover=cover,
        weight=instance.weight[rows],
        cost=instance.cost[free],
        limit=instance.limit - instance.spent(),
        place=None if instance.place is None else instance.place[free],
        district=None if label is None else label[rows],
        need=need,
        column=free,
    )


def _mask(chosen: list[int], count: int) -> Booleans:
    mask = np.zeros(count, np.bool_)
    mask[chosen] = True
    return mask


# Below this many candidates the model is solved whole; above, in steps of the most promising.
_WHOLE = 1500
_GROWTH = 3
# A gap beyond which HiGHS needs long, candidates up to which it doesn't, and a part of the time.
_FAR, _FEW, _SHARE = 0.01, 200, 0.25
# Pairs in a model: beyond, HiGHS's presolve alone takes longer than people wait.
_LARGEST = 500_000


class CoveringSolution(NamedTuple):
    """The columns chosen (None where no plan was found), their value, and an upper bound."""

    columns: list[int] | None
    value: float
    bound: float


def solve_core(core: Core, control: Control) -> CoveringSolution:
    """Return the best plan that is found in the time, and what no plan can pass.

    An infinite negative bound says that there is no plan: the needs can't be met.
    """
    if control.over():
        return _greedy_only(core, choose_greedily(core, control).sites)
    search_ = _CoveringSearch(reduced(core), control)
    search_.begin()
    if search_.needs_too_much():
        return CoveringSolution(None, -np.inf, -np.inf)
    search_.bound_it()
    search_.look_farther()
    search_.solve()
    return search_.solution()


def _greedy_only(core: Core, chosen: list[int]) -> CoveringSolution:
    """Return the greedy plan with the bound of Nemhauser, Wolsey and Fisher (1978).

    No plan covers more than what is covered, plus the greatest gains beside it that the limit
    can hold: coverage is submodular.
    """
    uncovered = np.where(core.covered(np.array(chosen, np.int64)), 0.0, core.weight)
    gain = core.reach @ uncovered
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
    return CoveringSolution(columns, value if columns is not None else -np.inf, max(bound, value))


class _CoveringSearch:
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

    def solution(self) -> CoveringSolution:
        """Return what was found."""
        columns = None if self.chosen is None else self.core.column[self.chosen].tolist()
        return CoveringSolution(columns, self.value, self.bound)

    def _level(self, size: int) -> float:
        """Return the value that candidates left out can't pass: the best known, or above it."""
        if int((self.with_candidate > self.value).sum()) <= size:
            return self.value
        return max(self.value, float(-np.sort(-self.with_candidate)[size]))

    def _solve_part(self, keep: NDArray[np.bool_], level: float) -> None:
        part = reduced(self.core.without(keep))
        covering = covering_model(part)
        back = {column: n for n, column in enumerate(self.core.column.tolist())}
        start = self._start_in(part)

        def report(objective: float, bound: float) -> None:
            best = max(self.value, -objective / covering.scale)
            self.control.report(
                best, max(best, min(self.bound, max(level, -bound / covering.scale)))
            )

        def settled(objective: float, _bound: float) -> bool:
            return self.control.near_enough(-objective / covering.scale, self.bound)

        solved = solve_model(
            covering.model,
            self.control,
            gap=self.control.gap,
            whole=part.whole,
            start=None if start is None else covering.start(start),
            report=report,
            settled=settled,
        )
        if solved.values is not None:
            chosen = [back[part.column[n]] for n in covering.plan(solved.values)]
            if self.core.feasible(np.array(chosen, np.int64)):
                self._offer(chosen)
        bound = -solved.bound / covering.scale
        if solved.proven and solved.values is not None and self.control.gap == 0.0:
            bound = max(bound, -solved.objective / covering.scale)
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
        budget, places = core.limit + slack(core.limit), set()
        for candidate in order.tolist():
            place = candidate if core.place is None else int(core.place[candidate])
            if core.cost[candidate] <= budget and place not in places:
                chosen.append(candidate)
                places.add(place)
                budget -= float(core.cost[candidate])
        if core.feasible(np.array(chosen, np.int64)):
            self._offer(exchange(core, chosen, self.control))
        return self.value

    def _offer(self, chosen: list[int]) -> None:
        value = self.core.value(np.array(chosen, np.int64))
        if self.chosen is None or value > self.value:
            self.chosen, self.value = chosen, value
            self.control.report(self.value, max(self.bound, self.value))

    def _lower(self, bound: float) -> None:
        if self.core.whole and np.isfinite(bound):
            bound = float(np.floor(bound + 1e-6))
        self.bound = max(self.value, min(self.bound, bound))

    def _done(self) -> bool:
        return self.chosen is not None and self.control.near_enough(self.value, self.bound)
