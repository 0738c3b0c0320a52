"""The Lagrangian bound of maximal covering: honest at every step, and cheap on sparse matrices."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from locator.plan.siting.arrays import Booleans, Floats, Integers
    from locator.plan.siting.control import Control
    from locator.plan.siting.core import Core

_ITERATIONS = 600
_PATIENCE = 10
_SHORTER = 0.7
_SMALLEST_STEP = 1e-3
# How much of the last direction the next one keeps, which damps its zigzag.
_KEPT = 0.7
_HALVINGS = 60
# Rounding in a sum of millions of terms; a bound must not fall below what it bounds.
_SLACK = 1e-12


class Bound(NamedTuple):
    """An upper bound, and for each candidate one of the plans that have it chosen, shape (m,)."""

    value: float
    with_candidate: Floats


class _Relaxed(NamedTuple):
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
        control.tell(best, steps.bound)
        if control.over() or control.near_enough(best, steps.bound) or steps.tired():
            break
        steps.step(relaxed, best)
    return Bound(steps.bound, steps.with_candidate)


class _Steps:
    """Multipliers, the best bound so far, and the length of the next step."""

    def __init__(self, core: Core) -> None:
        self.core = core
        self.bound = np.inf
        self.with_candidate = np.full(core.count, np.inf)
        self._u = core.weight.copy()
        self._v = np.zeros(len(core.need))
        self._best = self._u, self._v
        self._theta, self._failed = 1.5, 0
        self._along = np.zeros(0)
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

    def relax(self) -> _Relaxed:
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
        return _Relaxed(total, picked, total + np.minimum(mine, 0.0))

    def better(self, relaxed: _Relaxed) -> bool:
        """Keep the smaller bound; return whether this one is."""
        self.with_candidate = np.minimum(self.with_candidate, relaxed.with_candidate)
        if relaxed.value < self.bound:
            self.bound, self._failed = relaxed.value, 0
            self._best = self._u, self._v
            return True
        self._failed += 1
        if self._failed >= _PATIENCE:
            self._theta, self._failed = self._theta * _SHORTER, 0
            self._u, self._v = self._best
            self._along = np.zeros(0)
        return False

    def tired(self) -> bool:
        """Return whether steps have become too short to matter."""
        return self._theta < _SMALLEST_STEP

    def step(self, relaxed: _Relaxed, best: float) -> None:
        """Move the multipliers against the subgradient, by Polyak's rule, and project them.

        The direction is deflected by the one before (Camerini, Fratta and Maffioli 1975).
        u_i moves as a part of its upper limit, so that it follows where v raises that.
        """
        core, worth = self.core, self._worth()
        times = core.cover @ relaxed.picked.astype(np.float64)
        slope = times - 1.0
        slope[((self._u >= worth) & (slope < 0.0)) | ((self._u <= 0.0) & (slope > 0.0))] = 0.0
        part = self._u / worth
        shares = self._share_slope(part, times)
        if len(self._along):
            slope += _KEPT * self._along
        self._along = slope
        squared = float(slope @ slope + shares @ (shares / self._scale))
        if squared <= 0.0:
            self._theta = 0.0
            return
        target = best if best > -np.inf else 0.99 * self.bound
        length = self._theta * max(relaxed.value - target, 1e-6 * abs(relaxed.value)) / squared
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
