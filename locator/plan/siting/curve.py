"""The order of a plan's sites by gain, and the curve of gain against the number of sites.

The site that gains most comes first, then the one that gains most beside it. The curve has a bound
for each number of sites, and its knee. Gains are in units of the weights.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy import sparse

from locator.plan.siting.control import Control
from locator.plan.siting.covering_problem import CoveringProblem, covered_by
from locator.plan.siting.heuristics import add_greedily, choose_greedily
from locator.plan.siting.reductions import Core, merged

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from numpy.typing import ArrayLike

    from locator.plan.siting.problem import Floats, Matrix
    from locator.plan.siting.reductions import MedianCore


class Ordered(NamedTuple):
    """Sites in order, and what each adds."""

    sites: list[int]
    gains: list[float]


def order_by_gain(
    cover: Matrix, weight: Floats, chosen: Sequence[int], keep: Sequence[int] = ()
) -> Ordered:
    """Return chosen columns in the order of what each adds to covered weight.

    Parameters
    ----------
    cover
        csr_array of ones, shape (n, m).
    weight
        What is not covered yet, shape (n,).
    chosen
        Columns.
    keep
        Those that stay even where they add nothing; they then come last.
    """
    names = np.array(sorted(chosen), np.int64)
    part = sparse.csr_array(cover[:, names])
    core = Core(
        cover=part,
        weight=weight,
        cost=np.ones(len(names)),
        limit=float(len(names)),
        place=None,
        district=None,
        need=np.zeros(0),
        column=names,
    )
    picked = choose_greedily(core)
    sites = names[picked.sites].tolist()
    idle = [site for site in sorted(keep) if site not in set(sites)]
    return Ordered(sites + idle, picked.gains + [0.0] * len(idle))


def order_by_saving(core: MedianCore, chosen: Sequence[int], keep: Sequence[int] = ()) -> Ordered:
    """Return columns in the order of what each saves of a p-median core's cost.

    Parameters
    ----------
    core
        Whose candidates the chosen are, and whose base is what stands.
    chosen
        Candidates of the core.
    keep
        Those that stay even where they save nothing; they then come last.
    """
    names = np.array(sorted(chosen), np.int64)
    part = replace(
        core, costs=sparse.csr_array(core.costs[:, names]), number=len(names), column=names
    )
    sites = names[add_greedily(part, Control(np.inf, 0.0))].tolist()
    best, gains = core.base.copy(), []
    for site in sites:
        rows, cost = core.entries(site)
        before = float(best.sum())
        best[rows] = np.minimum(best[rows], cost)
        gains.append(np.inf if np.isinf(before) else before - float(best.sum()))
    idle = [site for site in sorted(keep) if site not in set(sites)]
    columns = core.column[[*sites, *idle]].tolist()
    return Ordered(columns, gains + [0.0] * len(idle))


def order_by_longest(
    chosen: Sequence[int], base: Floats, column: Callable[[int], Floats], keep: Sequence[int] = ()
) -> Ordered:
    """Return columns in the order of how far each lets the longest distance fall.

    Among sites of which none does so alone, the one that reaches more rows, then the one that
    leaves fewer at the longest distance, then the first.

    Parameters
    ----------
    chosen
        Columns.
    base
        Each row's distance to what stands, shape (n,); infinite where nothing is in reach.
    column
        Gives the distances to a column, shape (n,).
    keep
        Those that stay even where all is as near without them.
    """
    reach = {site: column(site) for site in _needed(chosen, base, column, set(keep))}
    best, remaining, now = base, sorted(reach), _longest(base)
    sites: list[int] = []
    gains: list[float] = []
    while remaining:
        site = min(remaining, key=lambda one: (*_rank(np.minimum(best, reach[one])), one))
        best = np.minimum(best, reach[site])
        after = _longest(best)
        remaining.remove(site)
        sites.append(site)
        gains.append(np.inf if np.isinf(now) and np.isfinite(after) else _fall(now, after))
        now = after
    return Ordered(sites, gains)


def _needed(
    chosen: Sequence[int], base: Floats, column: Callable[[int], Floats], keep: set[int]
) -> list[int]:
    """Return the sites without those that the others make needless, the last first."""
    aim = _longest(np.minimum.reduce([base, *(column(site) for site in chosen)]))
    within = {site: column(site) <= aim for site in chosen}
    times = (base <= aim).astype(np.int64) + sum(mask.astype(np.int64) for mask in within.values())
    needed = []
    for site in sorted(chosen, reverse=True):
        if site not in keep and (times[within[site]] > 1).all():
            times[within[site]] -= 1
        else:
            needed.append(site)
    return needed


def _rank(distance: Floats) -> tuple[int, float, int]:
    reached = np.isfinite(distance)
    longest = _longest(distance[reached])
    return int((~reached).sum()), longest, int((distance[reached] == longest).sum())


def _longest(distance: Floats) -> float:
    return float(distance.max(initial=0.0))


def _fall(before: float, after: float) -> float:
    return 0.0 if np.isinf(before) else before - after


class GainPoint(NamedTuple):
    """A number of new sites, the weight covered with them, and what no so many can pass."""

    sites: int
    covered: float
    bound: float


class GainCurve(NamedTuple):
    """Points from 0 sites on, the columns in the order they come, and the position of the knee.

    `knee` is None where the curve is straight or has fewer than three points.
    """

    points: tuple[GainPoint, ...]
    columns: tuple[int, ...]
    knee: int | None


def gain_curve(
    cover: object,
    weights: ArrayLike,
    largest: int,
    *,
    existing: Iterable[int] | ArrayLike | None = None,
    excluded: Iterable[int] | ArrayLike | None = None,
) -> GainCurve:
    """Return the greedy curve of covered weight against the number of new sites.

    Each point has a bound: what is covered with any number of sites, plus the greatest gains
    beside it that so many sites could bring, is never passed (Nemhauser, Wolsey and Fisher 1978).
    The smallest such bound of all numbers of sites is given.

    Parameters
    ----------
    cover, weights, existing, excluded
        See `locator.plan.siting`.
    largest
        The last point's number of sites; the curve ends before where nothing more is gained.

    Raises
    ------
    ParameterError
        If a value is not allowed.
    """
    instance = CoveringProblem.of(
        cover, weights, largest, existing, None, excluded, None, None, None
    )
    covered_before = covered_by(instance.cover, instance.columns.existing)
    free = np.flatnonzero(instance.columns.free)
    rows = np.flatnonzero(~covered_before & (instance.weight > 0.0))
    core = merged(
        Core(
            sparse.csr_array(instance.cover[rows][:, free]), instance.weight[rows],
            np.ones(len(free)), float(largest), None, None, np.zeros(0), free,
        )
    )  # fmt: skip
    picked = choose_greedily(replace(core, limit=float(largest)))
    base = float(instance.weight[covered_before].sum())
    covered = base + np.concatenate([[0.0], np.cumsum(picked.gains)])
    bounds = _bounds(core, picked.sites, covered)
    points = tuple(
        GainPoint(number, float(value), float(bound))
        for number, (value, bound) in enumerate(zip(covered, bounds, strict=True))
    )
    return GainCurve(points, tuple(core.column[picked.sites].tolist()), knee(covered.tolist()))


def knee(values: Sequence[float]) -> int | None:
    """Return where a rising curve bends most: farthest above the line between its ends.

    The knee of Satopaa et al. (2011), "Finding a kneedle in a haystack", ICDCS Workshops 166-171,
    for a curve without noise. The first among equals; None without a bend.
    """
    count = len(values)
    if count < 3 or values[-1] <= values[0]:
        return None
    heights = (np.array(values) - values[0]) / (values[-1] - values[0])
    above = heights - np.arange(count) / (count - 1)
    place = int(above.argmax())
    return place if above[place] > 1e-9 else None


def _bounds(core: Core, chosen: Sequence[int], covered: Floats) -> Floats:
    """Return for each number of sites the smallest of the bounds that each stage gives."""
    numbers = np.arange(len(covered))
    best = np.full(len(covered), float(covered[0] + core.weight.sum()))
    for stage in _stages(len(chosen)):
        uncovered = np.where(core.covered(np.array(chosen[:stage], np.int64)), 0.0, core.weight)
        gains = -np.sort(-(core.reach @ uncovered))[: len(covered)]
        sums = np.concatenate([[0.0], np.cumsum(gains)])
        most = covered[stage] + sums[np.minimum(numbers, len(sums) - 1)]
        best = np.minimum(best, most * (1.0 + 1e-12))
    return np.asarray(np.maximum(best, covered), np.float64)


def _stages(count: int) -> list[int]:
    """Return some numbers of sites, at most 25, spread over all of them."""
    return sorted({round(count * part / 24) for part in range(25)})
