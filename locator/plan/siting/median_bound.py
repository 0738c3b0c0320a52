"""The Lagrangian bound of the p-median problem, and what it settles."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from locator.plan.siting.arrays import Booleans, Floats, Integers
    from locator.plan.siting.control import Control
    from locator.plan.siting.median_core import MedianCore

_ITERATIONS = 1500
_PATIENCE = 15
_SHORTER = 1.6
_SMALLEST_STEP = 5e-4
# How much of the last direction the next one keeps, which damps its zigzag.
_KEPT = 0.7
_IMPROVE_EVERY, _SHRINK_EVERY = 25, 50
# A part of the pairs: where no more than this is left, the others go.
_WORTH = 0.8
# Rounding in sums; a bound must not rise above what it bounds.
_SLACK = 1e-12


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
    told: Callable[[float, float], None],
) -> MedianBound:
    """Return the largest bound that subgradient steps find.

    Notes
    -----
    The p-median problem relaxed in `sum_j y_ij = 1` with multipliers u (Cornuejols, Fisher and
    Nemhauser 1977, Management Science 23, 789-810)::

        L(u) = sum_i u_i + min { sum_j x_j sum_i min(0, c_ij - u_i) : sum_j x_j <= p }

    It is a lower bound for every u. Here u_i <= base_i, as what stands can serve the row. Each
    direction is deflected by the one before (Camerini, Fratta and Maffioli 1975). Candidates and
    pairs that only plans have which cost no less than the best one known are left out on the way
    (Beasley 1985, European Journal of Operational Research 21, 270-273). So the bound is one for
    plans that cost less; whatever the others are, none of them costs less than the best.

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
    told
        Called with best and bound.
    """
    steps = _Steps(core, np.minimum(start, core.start), own)
    for number in range(_ITERATIONS):
        better = steps.relax()
        if better and number % _IMPROVE_EVERY == 0:
            best = min(best, improve(steps.core.column[steps.picked]))
        told(best, steps.bound)
        if control.over() or _settled(core, control, best, steps.bound) or steps.tired():
            break
        if number % _SHRINK_EVERY == _SHRINK_EVERY - 1:
            steps.shrink(best)
        steps.step(best)
    steps.shrink(best)
    return steps.told()


def _settled(core: MedianCore, control: Control, best: float, bound: float) -> bool:
    if core.whole:
        bound = float(np.ceil(bound - 1e-6))
    return control.near_enough(best, min(best, bound))


class _Steps:
    """What is left of a core, multipliers, the best bound so far, and the next step's length."""

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
        self._theta, self._failed = 1.2, 0
        self._along: Floats | None = None

    def relax(self) -> bool:
        """Solve the relaxed problem for the multipliers as they are; tell if the bound rose."""
        self._value, self.picked, _ = _relaxed(self.core, self._u)
        if self._value > self.bound:
            self.bound, self._kept, self._failed = self._value, self._u, 0
            return True
        self._failed += 1
        if self._failed >= _PATIENCE:
            self._theta, self._failed = self._theta / _SHORTER, 0
            self._u, self._along = self._kept, None
            self._value, self.picked, _ = _relaxed(self.core, self._u)
        return False

    def tired(self) -> bool:
        """Return whether steps have become too short to matter."""
        return self._theta < _SMALLEST_STEP

    def step(self, best: float) -> None:
        """Move the multipliers along the subgradient, by Polyak's rule, and project them."""
        core, u = self.core, self._u
        chosen = np.zeros(core.count, np.bool_)
        chosen[self.picked] = True
        mine = np.flatnonzero(chosen[core.costs.indices])
        serves = mine[core.costs.data[mine] < u[core.row[mine]]]
        slope = np.asarray(1.0 - np.bincount(core.row[serves], minlength=len(core.base)))
        slope[(u >= core.base) & (slope > 0.0)] = 0.0
        if self._along is not None:
            slope += _KEPT * self._along
        self._along = slope
        squared = float(slope @ slope)
        if squared == 0.0:
            self._theta = 0.0
            return
        length = self._theta * max(1.002 * best - self._value, 1e-9 * abs(best)) / squared
        self._u = np.clip(u + length * slope, 0.0, core.start)

    def shrink(self, best: float) -> None:
        """Leave out candidates and pairs that only plans have which cost more than the best."""
        found, most = self.told(), self.core.better(best)
        mine, own = self._own(self.core)
        may = (found.chosen_costs <= most) | mine
        pair = (found.pair_costs <= most) | own
        if pair.sum() <= _WORTH * len(pair):
            self.core = self.core.part(may, pair)
            self._value, self.picked, _ = _relaxed(self.core, self._u)

    def told(self) -> MedianBound:
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
