"""The Lagrangian bound of the p-median problem, and what it settles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from locator.plan.siting.control import Control
    from locator.plan.siting.median_core import MedianCore

    Floats = NDArray[np.float64]
    Integers = NDArray[np.int64]
    Booleans = NDArray[np.bool_]
    Matrix = Any

_ITERATIONS = 1500
_PATIENCE = 15
_SMALLEST_STEP = 5e-4
# Rounding in sums; a bound must not rise above what it bounds.
_SLACK = 1e-12


class MedianBound(NamedTuple):
    """A lower bound, and from the multipliers that gave it what other choices would cost.

    `chosen_costs` and `left_costs` bound plans with a candidate and without it, shape (m,);
    `pair_costs` bound plans in which a pair of `costs` serves, in the order of its data.
    """

    value: float
    chosen_costs: Floats
    left_costs: Floats
    pair_costs: Floats


def median_bound(
    core: MedianCore,
    control: Control,
    start: Floats,
    best: float,
    improve: Callable[[Integers], float],
    told: Callable[[float, float], None],
) -> MedianBound:
    """Return the largest bound that subgradient steps find.

    Notes
    -----
    The p-median problem relaxed in `sum_j y_ij = 1` with multipliers u (Cornuejols, Fisher and
    Nemhauser 1977, Management Science 23, 789-810)::

        L(u) = sum_i u_i + min { sum_j x_j sum_i min(0, c_ij - u_i) : sum_j x_j <= p }

    It is a lower bound for every u. Here u_i <= base_i, as what stands can serve the row.

    Parameters
    ----------
    core, control
        The problem, and its time.
    start
        The first multipliers.
    best
        The cost of the best plan known.
    improve
        Takes candidates that the relaxation favours; returns the cost of the best plan known.
    told
        Called with best and bound.
    """
    u = np.minimum(start, core.start)
    kept, bound = u, -np.inf
    theta, failed = 1.2, 0
    size = len(core.base)
    for number in range(_ITERATIONS):
        value, picked, _ = _relaxed(core, u)
        if value > bound:
            bound, kept, failed = value, u, 0
            if number % 25 == 0:
                best = min(best, improve(picked))
        else:
            failed += 1
        told(best, bound)
        if control.over() or _settled(core, control, best, bound) or theta < _SMALLEST_STEP:
            break
        if failed >= _PATIENCE:
            theta, failed, u = theta / 1.6, 0, kept
            continue
        chosen = np.zeros(core.count, np.bool_)
        chosen[picked] = True
        serves = chosen[core.costs.indices] & (core.costs.data < u[core.row])
        slope = 1.0 - np.bincount(core.row[serves], minlength=size)
        slope[(u >= core.base) & (slope > 0.0)] = 0.0
        squared = float(slope @ slope)
        if squared == 0.0:
            break
        length = theta * max(1.002 * best - value, 1e-9 * abs(best)) / squared
        u = np.clip(u + length * slope, 0.0, core.start)
    return _told(core, kept)


def _settled(core: MedianCore, control: Control, best: float, bound: float) -> bool:
    if core.whole:
        bound = float(np.ceil(bound - 1e-6))
    return control.near_enough(best, min(best, bound))


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


def _told(core: MedianCore, u: Floats) -> MedianBound:
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
    return MedianBound(value, chosen, left, pair)
