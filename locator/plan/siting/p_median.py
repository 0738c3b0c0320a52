"""The p-median problem: the least weighted distance with so many sites."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

from locator.language import phrase
from locator.plan.siting.capacitated import assign_medians, search_capacitated_medians
from locator.plan.siting.control import Control
from locator.plan.siting.curve import order_by_saving
from locator.plan.siting.distances import Reach, least_sites, read_distances
from locator.plan.siting.explain import none_in_time, too_few_sites
from locator.plan.siting.median_search import MedianSolution, search_medians
from locator.plan.siting.plan import InfeasibleError, SitingPlan, relative_gap
from locator.plan.siting.problem import amounts, capacity_amounts
from locator.plan.siting.reductions import MedianCore

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from numpy.typing import ArrayLike

    from locator.plan.siting.control import Progress
    from locator.plan.siting.problem import Booleans, Floats, Integers


def solve_p_median(
    distances: object,
    weights: ArrayLike | None,
    p: int,
    *,
    existing: Iterable[int] | ArrayLike | None = None,
    required: Iterable[int] | ArrayLike | None = None,
    excluded: Iterable[int] | ArrayLike | None = None,
    capacities: ArrayLike | None = None,
    time_limit_s: float = 60.0,
    gap: float = 0.0,
    progress: Callable[[Progress], None] | None = None,
    stop: Callable[[], bool] | None = None,
) -> SitingPlan:
    """Choose at most p new sites so that the weighted distance to the nearest is least.

    Notes
    -----
    The p-median problem of Hakimi (1964), Operations Research 12, 450-459, as formulated by ReVelle
    and Swain (1970), Geographical Analysis 2, 30-42::

        minimise    sum_ij w_i d_ij y_ij
        subject to  sum_j y_ij = 1      for each row i of demand that any column reaches
                    y_ij <= x_j
                    sum_j x_j <= p      over the new sites
                    sum_i w_i y_ij <= capacity_j    where capacities are given
                    x binary, 0 <= y <= 1, x_j = 1 for what stands and what is required

    First a lazy greedy plan and exchanges, then a Lagrangian bound, whose reduced costs leave out
    candidates and pairs that no better plan can have, then branch and bound over the rest where p
    is small, else HiGHS.

    Parameters
    ----------
    distances, p, existing, required, excluded, capacities, time_limit_s, gap, progress, stop
        See `locator.plan.siting`.
    weights
        Of the rows, 0 or more, shape (n,); None counts each as 1.

    Returns
    -------
    SitingPlan
        With the weighted distance as its objective. Rows that no column reaches are left out of
        it and listed in `unreached`; so is, without being listed, what has no weight.

    Raises
    ------
    ParameterError
        If a value is not allowed.
    InfeasibleError
        If so many sites can't reach, or serve, all that can be reached.
    """
    control = Control(time_limit_s, gap, progress, stop)
    reach, number = read_distances(distances, p, existing, required, excluded)
    chosen, (rows, count) = reach.columns, reach.metres.shape
    weight = amounts("weights", weights, rows)
    required_ = np.flatnonzero(chosen.required)
    limits = capacity_amounts(capacities, count)
    if limits is not None:
        return _with_capacities(reach, weight, number, limits, control)
    counted = np.flatnonzero(reach.reached & (weight > 0.0))
    settled = chosen.existing | chosen.required
    core = _core(reach, weight, counted, number - len(required_), settled)
    found = search_medians(core, control)
    if found.columns is None:
        raise _too_few(reach, counted, number, control) if found.proven else none_in_time(control)
    sites = [*required_.tolist(), *found.columns]
    distance = reach.nearest([*np.flatnonzero(chosen.existing).tolist(), *sites])
    objective = float((weight[counted] * distance[counted]).sum())
    return _plan(reach, weight, counted, sites, objective, found.bound, control)


def _core(
    reach: Reach, weight: Floats, counted: Integers, number: int, settled: Booleans
) -> MedianCore:
    """Return what is left to decide beside what is settled: pairs that cost less."""
    free = np.flatnonzero(reach.columns.free & ~settled)
    base = weight[counted] * reach.nearest(np.flatnonzero(settled).tolist(), np.inf)[counted]
    part = reach.part(counted, free)
    row = np.repeat(np.arange(len(counted)), np.diff(part.indptr))
    cost = part.data * weight[counted][row]
    good = cost < base[row]
    costs = sparse.csr_array(
        (cost[good], (row[good], part.indices[good])), shape=(len(counted), len(free))
    )
    return MedianCore.of(costs, base, number, free)


def _too_few(reach: Reach, counted: Integers, number: int, control: Control) -> InfeasibleError:
    return too_few_sites(least_sites(reach, counted, control.unlimited()), number)


def _plan(
    reach: Reach,
    weight: Floats,
    counted: Integers,
    sites: list[int],
    objective: float,
    bound: float,
    control: Control,
) -> SitingPlan:
    full = _core(reach, weight, counted, len(sites), settled=reach.columns.existing)
    place = {column: n for n, column in enumerate(full.column.tolist())}
    required = [place[column] for column in np.flatnonzero(reach.columns.required).tolist()]
    ordered = order_by_saving(full, [place[site] for site in sites], required)
    bound = objective if relative_gap(objective, bound) == 0.0 else min(bound, objective)
    return SitingPlan(
        problem="p-median",
        sites=ordered.sites,
        gains=ordered.gains,
        objective=objective,
        bound=bound,
        gap=relative_gap(objective, bound),
        optimal=bound == objective,
        time_s=control.time_s,
        standing=float(full.base.sum()),
        unreached=np.flatnonzero(~reach.reached).tolist(),
    )


def _with_capacities(
    reach: Reach, weight: Floats, number: int, capacity: Floats, control: Control
) -> SitingPlan:
    counted = np.flatnonzero(reach.reached & (weight > 0.0))
    found = search_capacitated_medians(reach, weight, counted, number, capacity, control)
    if found.columns is None:
        if not found.proven:
            raise none_in_time(control)
        raise _explain_capacities(reach, weight, counted, number, capacity, control)
    stands = np.flatnonzero(reach.columns.existing).tolist()

    def cost(sites: list[int]) -> float:
        return assign_medians(reach, weight, counted, stands + sites, capacity, control)

    base = cost([])
    sites, gains = _order(found, base, cost, np.flatnonzero(reach.columns.required).tolist())
    objective = min(found.value, cost(sites))
    bound = objective if relative_gap(objective, found.bound) < 1e-7 else found.bound
    return SitingPlan(
        problem="p-median",
        sites=sites,
        gains=gains,
        objective=objective,
        bound=min(bound, objective),
        gap=relative_gap(objective, bound),
        optimal=bound == objective,
        time_s=control.time_s,
        standing=base,
        unreached=np.flatnonzero(~reach.reached).tolist(),
    )


def _order(
    found: MedianSolution, base: float, cost: Callable[[list[int]], float], required: list[int]
) -> tuple[list[int], list[float]]:
    """Return the sites in the order in which leaving them out hurts, and what each adds.

    Where too few stand to serve all, a site's gain is infinite.
    """
    every = sorted(found.columns or [])
    hurt = {site: cost([other for other in every if other != site]) for site in every}
    sites: list[int] = []
    gains: list[float] = []
    now = base
    for site in sorted(every, key=lambda one: (-hurt[one], one)):
        after = cost([*sites, site])
        gain = np.inf if np.isinf(now) else now - after
        if gain > 0.0 or site in required:
            sites.append(site)
            gains.append(float(gain))
            now = after
    return sites, gains


def _explain_capacities(
    reach: Reach, weight: Floats, counted: Integers, number: int, capacity: Floats, control: Control
) -> InfeasibleError:
    """Return the error for demand that the capacities of so many sites can't serve."""
    every = np.flatnonzero(reach.columns.existing | reach.columns.free).tolist()
    anyway = assign_medians(reach, weight, counted, every, capacity, control)
    if np.isinf(anyway):
        return InfeasibleError(
            "capacities",
            phrase("siting.even_all_candidates_cant_serve_2"),
        )
    return InfeasibleError(
        "p",
        phrase("siting.capacities_new_sites_cant_serve", number=number),
    )
