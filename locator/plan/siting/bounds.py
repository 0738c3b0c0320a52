"""The Lagrangian bound of maximal covering: honest at every step, and cheap on sparse matrices.

The Lagrangian bound of set covering, and the covers that it points to.
The Lagrangian bound of the p-median problem, and what it settles.
The least that districts' needs can cost, from below.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy import sparse

from locator.plan.siting.heuristics import meet_needs_greedily

if TYPE_CHECKING:
    from collections.abc import Callable

    from locator.plan.siting.control import Control
    from locator.plan.siting.problem import Booleans, Floats, Integers, Matrix
    from locator.plan.siting.reductions import Core, MedianCore


_ITERATIONS = 600
# How much of the last direction the next one keeps, which damps its zigzag.
_KEPT = 0.7
_HALVINGS = 60
# Rounding in a sum of millions of terms; a bound must not fall below what it bounds.
_SLACK = 1e-12


class StepRule:
    """How far multipliers move along a subgradient, and when they turn back to the best ones.

    The rule of Held, Wolfe and Crowder (1974), Mathematical Programming 6, 62-88: a step is a part
    of what is left to the target, and that part falls each time the bound has not got better for
    some steps. Directions are deflected by the one before (Camerini, Fratta and Maffioli 1975,
    Mathematical Programming Study 3, 26-34).

    Parameters
    ----------
    part
        Of what is left to the target, the first step.
    patience
        How many steps without a better bound shorten it.
    shorter
        The factor by which it then falls.
    smallest
        The part below which steps no longer matter.
    """

    def __init__(self, part: float, patience: int, shorter: float, smallest: float = 0.0) -> None:
        self._part, self._smallest = part, smallest
        self._patience, self._shorter = patience, shorter
        self._failed = 0
        self._along: Floats | None = None

    def turns_back(self, *, better: bool) -> bool:
        """Take note of a bound; return whether to go on from the multipliers of the best one."""
        self._failed = 0 if better else self._failed + 1
        if self._failed < self._patience:
            return False
        self._part, self._failed, self._along = self._part * self._shorter, 0, None
        return True

    def tired(self) -> bool:
        """Return whether steps have become too short to matter."""
        return self._part <= self._smallest

    def direction(self, slope: Floats) -> Floats:
        """Return a subgradient deflected by the last direction."""
        self._along = slope if self._along is None else slope + _KEPT * self._along
        return self._along

    def length(self, left: float, squared: float) -> float:
        """Return by how much of a direction to move; 0 where it leads nowhere, and that ends it.

        `left` is what is left to the target, `squared` the direction's length, squared.
        """
        if squared > 0.0:
            return self._part * left / squared
        self._part = 0.0
        return 0.0


class Bound(NamedTuple):
    """An upper bound, and for each candidate one of the plans that have it chosen, shape (m,)."""

    value: float
    with_candidate: Floats


class _CoveringRelaxation(NamedTuple):
    value: float
    picked: Booleans
    with_candidate: Floats


def covering_bound(
    core: Core,
    control: Control,
    best: float,
    improve: Callable[[Integers], float],
) -> Bound:
    """Return the smallest bound that subgradient steps find.

    Notes
    -----
    Maximal covering relaxed in `y_i <= sum_j a_ij x_j` with multipliers u_i in [0, w_i], and in
    the needs of districts with multipliers v_d >= 0, which add v_d to the worth of each unit of
    weight in the district (Galvao and ReVelle 1996, European Journal of Operational Research 88,
    114-123)::

        L(u, v) = sum_i (w_i (1 + v_d(i)) - u_i) - sum_d v_d need_d
                  + max { sum_j (sum_i a_ij u_i) x_j : cost x <= limit, one x a place }

    It is an upper bound for every such u, v; the last part is relaxed to its continuous knapsack.
    `with_candidate` adds what it costs to force a candidate into it.

    Parameters
    ----------
    core
        The problem.
    control
        Its time.
    best
        The value of the best plan known, -infinite without one.
    improve
        Takes candidates that the relaxation favours; returns the value of the best plan known.
    """
    steps = _Steps(core)
    for number in range(_ITERATIONS):
        relaxed = steps.relax()
        if steps.better(relaxed) and (number % 10 == 0 or number < 5):
            best = max(best, improve(np.flatnonzero(relaxed.picked)))
        control.report(best, steps.bound)
        if control.over() or control.near_enough(best, steps.bound) or steps.rule.tired():
            break
        steps.step(relaxed, best)
    return Bound(steps.bound, steps.with_candidate)


class _Steps:
    """Multipliers, the best bound so far, and the rule of the next step."""

    def __init__(self, core: Core) -> None:
        self.core = core
        self.bound = np.inf
        self.with_candidate = np.full(core.count, np.inf)
        self._u = core.weight.copy()
        self._v = np.zeros(len(core.need))
        self._best = self._u, self._v
        self.rule = StepRule(1.5, 10, 0.7, 1e-3)
        self._scale = self._metric()

    def _metric(self) -> Floats:
        """Return how far all u move, squared, where a v moves by 1."""
        core = self.core
        if core.district is None:
            return np.zeros(0)
        inside = core.district >= 0
        squares = core.weight[inside] ** 2
        sums = np.bincount(core.district[inside], squares, len(core.need))
        return np.maximum(sums, 1e-300)

    def _worth(self) -> Floats:
        core = self.core
        if core.district is None:
            return core.weight
        extra = np.append(self._v, 0.0)[core.district]  # -1 takes the last: no district
        return core.weight * (1.0 + extra)

    def relax(self) -> _CoveringRelaxation:
        """Solve the relaxed problem for the multipliers as they are."""
        core, worth = self.core, self._worth()
        value = core.reach @ self._u
        price = _price(core, value)
        net = value - price * core.cost
        if core.place is None:
            others = np.zeros(core.count)
            picked = net > 0.0
        else:
            others, picked = _places(core.place, net)
        total = float((worth - self._u).sum() - self._v @ core.need)
        total += price * core.limit + float(net[picked].sum())
        total += _SLACK * float(worth.sum())
        mine = net - np.maximum(others, 0.0)
        return _CoveringRelaxation(total, picked, total + np.minimum(mine, 0.0))

    def better(self, relaxed: _CoveringRelaxation) -> bool:
        """Keep the smaller bound; return whether this one is."""
        self.with_candidate = np.minimum(self.with_candidate, relaxed.with_candidate)
        better = relaxed.value < self.bound
        if better:
            self.bound, self._best = relaxed.value, (self._u, self._v)
        if self.rule.turns_back(better=better):
            self._u, self._v = self._best
        return better

    def step(self, relaxed: _CoveringRelaxation, best: float) -> None:
        """Move the multipliers against the subgradient, and project them.

        u_i moves as a part of its upper limit, so that it follows where v raises that.
        """
        core, worth = self.core, self._worth()
        times = core.cover @ relaxed.picked.astype(np.float64)
        slope = times - 1.0
        slope[((self._u >= worth) & (slope < 0.0)) | ((self._u <= 0.0) & (slope > 0.0))] = 0.0
        part = self._u / worth
        shares = self._share_slope(part, times)
        slope = self.rule.direction(slope)
        squared = float(slope @ slope + shares @ (shares / self._scale))
        target = best if best > -np.inf else 0.99 * self.bound
        left = max(relaxed.value - target, 1e-6 * abs(relaxed.value))
        length = self.rule.length(left, squared)
        if length == 0.0:
            return
        part = np.clip(part - length * slope / worth, 0.0, 1.0)
        self._v = np.maximum(self._v - length * shares / self._scale, 0.0)
        self._u = part * self._worth()

    def _share_slope(self, part: Floats, times: Floats) -> Floats:
        """Return the subgradient in v: what the relaxed plan covers beyond each need."""
        core = self.core
        if core.district is None:
            return np.zeros(0)
        inside = core.district >= 0
        met = core.weight * (1.0 - part + part * times)
        sums = np.bincount(core.district[inside], met[inside], minlength=len(core.need))
        slope = sums - core.need
        slope[(self._v <= 0.0) & (slope > 0.0)] = 0.0
        return slope


def _price(core: Core, value: Floats) -> float:
    """Return the price of a unit of the limit at which the picked just use it up."""
    if core.place is None:
        per = value / np.maximum(core.cost, 1e-12)
        if core.uniform:
            number = int(core.limit)
            if number >= core.count:
                return 0.0
            return max(
                0.0, float(np.partition(per, core.count - number - 1)[core.count - number - 1])
            )
        order = np.argsort(-per, kind="stable")
        used = np.cumsum(core.cost[order])
        last = int(np.searchsorted(used, core.limit, side="right"))
        return max(0.0, float(per[order[last]])) if last < core.count else 0.0
    return _price_with_places(core, value)


def _price_with_places(core: Core, value: Floats) -> float:
    """Halve the interval of prices: what is picked costs less at a higher one."""
    low, high = 0.0, float((value / np.maximum(core.cost, 1e-12)).max(initial=0.0))
    for _ in range(_HALVINGS):
        price = (low + high) / 2.0
        picked = _places(core.place, value - price * core.cost)[1]  # type: ignore[arg-type]
        if core.cost[picked].sum() > core.limit:
            low = price
        else:
            high = price
    return high


def _places(place: Integers, net: Floats) -> tuple[Floats, Booleans]:
    """Return the best of the others in each candidate's place, and which one is picked there."""
    order = np.lexsort((np.arange(len(net)), -net, place))
    sorted_place = place[order]
    first = np.append(True, sorted_place[1:] != sorted_place[:-1])
    number = np.cumsum(first) - 1
    best = net[order[first]]
    second = np.full(len(best), -np.inf)
    after = np.flatnonzero(first) + 1
    has = (after < len(order)) & ~np.append(first, True)[np.minimum(after, len(order))]
    second[has] = net[order[after[has]]]
    others = np.empty(len(net))
    others[order] = np.where(first, second[number], best[number])
    picked = np.zeros(len(net), np.bool_)
    picked[order[first]] = best > 0.0
    return others, picked


_COVER_ITERATIONS, _SHORT = 3000, 60


def cover_bound(
    cover: Matrix, cost: Floats, best: float, control: Control, *, short: bool
) -> tuple[float, list[int]]:
    """Return a lower bound on the cost of covering every row, and a cover.

    Notes
    -----
    Set covering relaxed in its rows with multipliers u >= 0 (Beasley 1990, Naval Research Logistics
    37, 151-164)::

        L(u) = sum_i u_i + sum_j min(0, c_j - sum_i a_ij u_i)

    The cover is the candidates with a reduced cost of at most 0, filled up greedily.

    Parameters
    ----------
    cover
        csr_array of ones, shape (n, m), each row with at least one.
    cost
        Of each column, shape (m,).
    best
        The value of the best cover known.
    control
        Its time.
    short
        Whether an exact solution follows: then few steps are enough.
    """
    reach = sparse.csr_array(cover.T.tocsr())
    u = _first(cover, cost, reach)
    bound, kept, rule = -np.inf, u, StepRule(2.0, 15, 0.5, 1e-3)
    for _ in range(_SHORT if short else _COVER_ITERATIONS):
        reduced = cost - reach @ u
        value = float(u.sum() + np.minimum(reduced, 0.0).sum())
        value -= _SLACK * float(u.sum() + cost.sum())
        better = value > bound
        if better:
            bound, kept = value, u
        if rule.turns_back(better=better):
            u = kept
            continue
        slope = 1.0 - cover @ (reduced < 0.0).astype(np.float64)
        slope[(u <= 0.0) & (slope < 0.0)] = 0.0
        length = rule.length(max(1.02 * best - value, 1e-9), float(slope @ slope))
        if rule.tired() or bound > best - 1e-9 or control.over():
            break
        u = np.maximum(u + length * slope, 0.0)
    return max(bound, 0.0), _filled(cover, cost - reach @ kept)


def rows_apart(cover: Matrix, most: int) -> int:
    """Return how many rows are found of which no two share a candidate, those of few first.

    Each takes a candidate of its own, so it is a lower bound on the number of candidates that cover
    every row. It ends beyond `most`.
    """
    taken, found = np.zeros(cover.shape[1], np.bool_), 0
    for row in np.argsort(np.diff(cover.indptr), kind="stable").tolist():
        near = cover.indices[cover.indptr[row] : cover.indptr[row + 1]]
        if not taken[near].any():
            taken[near] = True
            found += 1
            if found > most:
                break
    return found


def _first(cover: Matrix, cost: Floats, reach: Matrix) -> Floats:
    """Return for each row the least that one of its candidates costs per row: a feasible dual."""
    per = cost / np.maximum(np.diff(reach.indptr), 1)
    return np.asarray(np.minimum.reduceat(per[cover.indices], cover.indptr[:-1]))


def _filled(cover: Matrix, reduced: Floats) -> list[int]:
    """Return the candidates of reduced cost 0 or less, and for rows left the least one."""
    chosen = reduced <= 1e-9
    open_rows = np.flatnonzero(cover @ chosen.astype(np.float64) == 0.0)
    for row in open_rows.tolist():
        near = cover.indices[cover.indptr[row] : cover.indptr[row + 1]]
        if not chosen[near].any():
            chosen[near[int(reduced[near].argmin())]] = True
    found: list[int] = np.flatnonzero(chosen).tolist()
    return found


_MEDIAN_ITERATIONS = 1500
_IMPROVE_EVERY, _SHRINK_EVERY = 25, 50
# A part of the pairs: where no more than this is left, the others go.
_WORTH = 0.8


class MedianBound(NamedTuple):
    """A lower bound, and from the multipliers that gave it what other choices would cost.

    `core` is what is left of the problem for plans that cost less than the best one known.
    `chosen_costs` and `left_costs` bound plans with a candidate of it and without, shape (m,);
    `pair_costs` bound plans in which a pair of its `costs` serves, in the order of its data.
    """

    value: float
    core: MedianCore
    multipliers: Floats
    chosen_costs: Floats
    left_costs: Floats
    pair_costs: Floats


def median_bound(
    core: MedianCore,
    control: Control,
    start: Floats,
    best: float,
    improve: Callable[[Integers], float],
    own: Callable[[MedianCore], tuple[Booleans, Booleans]],
    report: Callable[[float, float], None],
) -> MedianBound:
    """Return the largest bound that subgradient steps find.

    Notes
    -----
    The p-median problem relaxed in `sum_j y_ij = 1` with multipliers u (Cornuejols, Fisher and
    Nemhauser 1977, Management Science 23, 789-810)::

        L(u) = sum_i u_i + min { sum_j x_j sum_i min(0, c_ij - u_i) : sum_j x_j <= p }

    It is a lower bound for every u. Here u_i <= base_i, as what stands can serve the row. On the
    way, candidates and pairs are left out that only plans have which cost no less than the best
    one known (Beasley 1985, European Journal of Operational Research 21, 270-273). So the bound is
    one for plans that cost less; whatever the others are, none of them costs less than the best.

    Parameters
    ----------
    core, control
        The problem, and its time.
    start
        The first multipliers.
    best
        The cost of the best plan known.
    improve
        Takes candidates, by their columns, that the relaxation favours; returns the cost of the
        best plan known.
    own
        Tells which candidates and pairs of a core the best plan known has: they stay.
    report
        Called with best and bound.
    """
    steps = _MedianSteps(core, np.minimum(start, core.start), own)
    for number in range(_MEDIAN_ITERATIONS):
        better = steps.relax()
        if better and number % _IMPROVE_EVERY == 0:
            best = min(best, improve(steps.core.column[steps.picked]))
        report(best, steps.bound)
        if control.over() or _settled(core, control, best, steps.bound) or steps.rule.tired():
            break
        if number % _SHRINK_EVERY == _SHRINK_EVERY - 1:
            steps.shrink(best)
        steps.step(best)
    steps.shrink(best)
    return steps.result()


def _settled(core: MedianCore, control: Control, best: float, bound: float) -> bool:
    if core.whole:
        bound = float(np.ceil(bound - 1e-6))
    return control.near_enough(best, min(best, bound))


class _MedianSteps:
    """What is left of a core, multipliers, the best bound so far, and the next step's rule."""

    def __init__(
        self,
        core: MedianCore,
        u: Floats,
        own: Callable[[MedianCore], tuple[Booleans, Booleans]],
    ) -> None:
        self.core, self._own = core, own
        self.bound = -np.inf
        self.picked = np.empty(0, np.int64)
        self._u = self._kept = u
        self._value = -np.inf
        self.rule = StepRule(1.2, 15, 0.625, 5e-4)

    def relax(self) -> bool:
        """Solve the relaxed problem for the multipliers as they are; tell if the bound rose."""
        self._value, self.picked, _ = _relaxed(self.core, self._u)
        better = self._value > self.bound
        if better:
            self.bound, self._kept = self._value, self._u
        if self.rule.turns_back(better=better):
            self._u = self._kept
            self._value, self.picked, _ = _relaxed(self.core, self._u)
        return better

    def step(self, best: float) -> None:
        """Move the multipliers along the subgradient, and project them."""
        core, u = self.core, self._u
        chosen = np.zeros(core.count, np.bool_)
        chosen[self.picked] = True
        mine = np.flatnonzero(chosen[core.costs.indices])
        serves = mine[core.costs.data[mine] < u[core.row[mine]]]
        slope = np.asarray(1.0 - np.bincount(core.row[serves], minlength=len(core.base)))
        slope[(u >= core.base) & (slope > 0.0)] = 0.0
        along = self.rule.direction(slope)
        left = max(1.002 * best - self._value, 1e-9 * abs(best))
        length = self.rule.length(left, float(along @ along))
        if length > 0.0:
            self._u = np.clip(u + length * along, 0.0, core.start)

    def shrink(self, best: float) -> None:
        """Leave out candidates and pairs that only plans have which cost more than the best."""
        found, most = self.result(), self.core.better(best)
        mine, own = self._own(self.core)
        may = (found.chosen_costs <= most) | mine
        pair = (found.pair_costs <= most) | own
        if pair.sum() <= _WORTH * len(pair):
            self.core = self.core.part(may, pair)
            self._value, self.picked, _ = _relaxed(self.core, self._u)

    def result(self) -> MedianBound:
        """Return the bound, and what follows from the reduced costs of its multipliers."""
        return _bound(self.core, self._kept)


def _relaxed(core: MedianCore, u: Floats) -> tuple[float, Integers, Floats]:
    """Return the relaxed value, the candidates picked, and each one's reduced cost."""
    by = core.by_column
    below = np.minimum(by.data - u[by.indices], 0.0)
    running = np.concatenate([[0.0], np.cumsum(below)])
    reduced = running[by.indptr[1:]] - running[by.indptr[:-1]]
    order = np.argsort(reduced, kind="stable")[: core.number]
    picked = order[reduced[order] < 0.0]
    value = float(u.sum() + reduced[picked].sum())
    return value - _SLACK * float(u.sum() - below.sum()), picked, reduced


def _bound(core: MedianCore, u: Floats) -> MedianBound:
    """Return the bound of some multipliers, and what follows from its reduced costs."""
    value, picked, reduced = _relaxed(core, u)
    ranked = np.sort(reduced)
    number = core.number
    last = float(ranked[number - 1]) if 0 < number <= len(ranked) else 0.0
    following = float(ranked[number]) if number < len(ranked) else 0.0
    last, following = min(last, 0.0), min(following, 0.0)
    chosen = value + np.maximum(reduced - last, 0.0)
    left = np.full(core.count, value)
    left[picked] += np.maximum(following - reduced[picked], 0.0)
    pair = np.maximum(core.costs.data - u[core.row], 0.0) + chosen[core.costs.indices]
    return MedianBound(value, core, u, chosen, left, pair)


_NEEDS_ITERATIONS = 400


def needs_bound(core: Core, control: Control, beyond: float = np.inf) -> float:
    """Return a cost that no choice of candidates which meets the needs can undercut.

    Notes
    -----
    The needs, `sum_{i in d} w_i y_i >= need_d`, are relaxed with multipliers v_d >= 0, and the
    links `y_i <= sum_j a_ij x_j` with u_i in [0, v_d(i) w_i]::

        L(u, v) = sum_d v_d need_d - sum_i (v_d(i) w_i - u_i) + sum_j min(0, c_j - sum_i a_ij u_i)

    The limit and the places are left aside, which only lowers it. The steps end once it passes
    `beyond`.
    """
    asked = np.flatnonzero(core.need > 0.0)
    if core.district is None or not len(asked):
        return 0.0
    weight = np.where(np.append(core.need > 0.0, False)[core.district], core.weight, 0.0)
    label = np.where(core.district >= 0, core.district, len(core.need))
    squares = np.bincount(label, weight**2, len(core.need) + 1)
    scale = np.maximum(squares[:-1], 1e-300)
    enough = _enough(core, control)
    v = np.zeros(len(core.need) + 1)
    v[asked] = enough / max(float(core.need.sum()), 1e-300)
    part = np.ones(len(weight))
    best, kept, rule = 0.0, (part, v), StepRule(1.5, 10, 0.7, 1e-3)
    for _ in range(_NEEDS_ITERATIONS):
        u = part * v[label] * weight
        reduced = core.cost - core.reach @ u
        value = float(v[:-1] @ core.need - (v[label] * weight - u).sum())
        value += float(np.minimum(reduced, 0.0).sum())
        value -= _SLACK * float(u.sum() + core.cost.sum())
        better = value > best
        if better:
            best, kept = value, (part, v)
        if rule.turns_back(better=better):
            part, v = kept
            continue
        times = core.cover @ (reduced < 0.0).astype(np.float64)
        slope = np.where(weight > 0.0, 1.0 - times, 0.0)
        slope[((part >= 1.0) & (slope > 0.0)) | ((part <= 0.0) & (slope < 0.0))] = 0.0
        met = np.bincount(label, weight * (1.0 - part + part * times), len(core.need) + 1)[:-1]
        rise = np.where(core.need > 0.0, core.need - met, 0.0)
        squared = float(slope @ slope + rise @ (rise / scale))
        length = rule.length(max(enough - value, 1e-6 * enough), squared)
        if rule.tired() or best > beyond or control.over():
            break
        top = np.maximum(v[label] * weight, 1e-300)
        part = np.clip(part + length * slope / top, 0.0, 1.0)
        v = np.append(np.maximum(v[:-1] + length * rise / scale, 0.0), 0.0)
    return best


def _enough(core: Core, control: Control) -> float:
    """Return what meeting the needs greedily costs."""
    free = replace(core, limit=float(core.cost.sum()), place=None)
    return max(float(core.cost[meet_needs_greedily(free, control)].sum()), 1e-9)
