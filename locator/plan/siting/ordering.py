"""The order of a plan's sites: the one that gains most first, then the most beside it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy import sparse

from locator.plan.siting.control import Control
from locator.plan.siting.core import Core
from locator.plan.siting.greedy import choose_greedily
from locator.plan.siting.median_exchange import add_greedily

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from locator.plan.siting.arrays import Floats, Matrix
    from locator.plan.siting.median_core import MedianCore


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
    found = choose_greedily(core)
    sites = names[found.sites].tolist()
    idle = [site for site in sorted(keep) if site not in set(sites)]
    return Ordered(sites + idle, found.gains + [0.0] * len(idle))


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
    best, left, now = base, sorted(reach), _longest(base)
    sites: list[int] = []
    gains: list[float] = []
    while left:
        site = min(left, key=lambda one: (*_rank(np.minimum(best, reach[one])), one))
        best = np.minimum(best, reach[site])
        after = _longest(best)
        left.remove(site)
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
    left = []
    for site in sorted(chosen, reverse=True):
        if site not in keep and (times[within[site]] > 1).all():
            times[within[site]] -= 1
        else:
            left.append(site)
    return left


def _rank(distance: Floats) -> tuple[int, float, int]:
    reached = np.isfinite(distance)
    longest = _longest(distance[reached])
    return int((~reached).sum()), longest, int((distance[reached] == longest).sum())


def _longest(distance: Floats) -> float:
    return float(distance.max(initial=0.0))


def _fall(before: float, after: float) -> float:
    return 0.0 if np.isinf(before) else before - after
