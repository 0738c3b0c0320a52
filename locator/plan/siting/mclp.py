"""The maximal covering location problem: most weight covered with so many sites, or a budget."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

from locator.plan.siting.asking import Ask, covered_by
from locator.plan.siting.control import Control
from locator.plan.siting.core import Core
from locator.plan.siting.explaining import explain_needs, none_in_time
from locator.plan.siting.inputs import capacity_amounts, whole_labels
from locator.plan.siting.ordering import order_by_gain
from locator.plan.siting.plan import SitingPlan, covering_plan
from locator.plan.siting.searching import search
from locator.plan.siting.serving import solve_with_capacities
from locator.plan.siting.shares import Needs, needs_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from numpy.typing import ArrayLike

    from locator.plan.siting.arrays import Booleans
    from locator.plan.siting.control import Progress


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
    cover
        Which candidate covers which demand, shape (n, m): scipy.sparse in any format, or dense;
        what is not 0 covers.
    weights
        Of the rows of demand, 0 or more, shape (n,).
    p
        How many new sites at most, 0 to the number of candidates.
    existing
        Columns that stand already, by number or as a mask of shape (m,): they cover, and count
        neither in p nor in the budget.
    required, excluded
        Candidates that must be chosen, which count in p, and that must not be.
    costs, budget
        What each column costs, shape (m,), and what new sites may cost together, instead of p.
    places
        Whole numbers, shape (m,): of columns with the same one at most one may stand, as where
        several kinds of station could be built on one lot. Negative: a place of its own.
    capacities
        How much weight each column can serve, shape (m,), infinite where there is no limit. Demand
        may then be split between stations.
    districts, min_share
        The district of each row, shape (n,), negative for none; and the part of each district's
        weight that must be covered: one for all, or by district.
    time_limit_s
        After which the best plan found is returned, with its bound. With 0 it is the greedy one.
    gap
        Relative gap to the bound that is near enough; 0 asks for proof.
    progress, stop
        Called with each better plan or bound; asked often whether to end the search.

    Returns
    -------
    SitingPlan
        With the covered weight as its objective, what the existing give included.

    Raises
    ------
    ParameterError
        If a value is not allowed.
    InfeasibleError
        If no choice keeps to the constraints; it names the one that does it.
    """
    control = Control(time_limit_s, gap, progress, stop)
    ask = Ask.of(cover, weights, p, existing, required, excluded, costs, budget, places)
    ask.check()
    labels = whole_labels("districts", districts, len(ask.weight))
    needs = needs_of(labels, min_share, ask.weight)
    limits = capacity_amounts(capacities, ask.cover.shape[1])
    if limits is not None:
        return solve_with_capacities(ask, needs, limits, control)
    return _without_capacities(ask, needs, control)


def _without_capacities(ask: Ask, needs: Needs, control: Control) -> SitingPlan:
    stands, reached = covered_by(ask.cover, ask.settled()), ask.reached()
    before = covered_by(ask.cover, ask.columns.existing)
    needs.check(reached)
    core = _core(ask, needs, stands)
    found = search(core, control)
    if found.columns is None:
        if found.bound == -np.inf:
            raise explain_needs(core, control.seconds(10.0), ask.spent())
        raise none_in_time(control)
    required = np.flatnonzero(ask.columns.required).tolist()
    chosen = [*required, *found.columns]
    # Numbers to be covered are added row by row: the sum of a plan is always the same one.
    covered = stands | covered_by(ask.cover, _mask(chosen, ask.cover.shape[1]))
    objective = float(ask.weight[covered].sum())
    base = float(ask.weight[stands].sum())
    left = np.where(before, 0.0, ask.weight)
    ordered = order_by_gain(ask.cover, left, chosen, required)
    return covering_plan(
        ordered.sites,
        ordered.gains,
        objective,
        max(objective, base + found.bound),
        float(ask.weight[before].sum()),
        np.flatnonzero(~reached),
        np.where(covered, ask.weight, 0.0),
        control.time_s,
    )


def _core(ask: Ask, needs: Needs, stands: Booleans) -> Core:
    """Return what is left to decide."""
    free = np.flatnonzero(ask.open_columns())
    rows = np.flatnonzero(~stands & (ask.weight > 0.0))
    cover = sparse.csr_array(ask.cover[rows][:, free])
    some = np.flatnonzero(np.diff(cover.indptr))
    rows, cover = rows[some], sparse.csr_array(cover[some])
    need, label = needs.left(stands)
    return Core(
        cover=cover,
        weight=ask.weight[rows],
        cost=ask.cost[free],
        limit=ask.limit - ask.spent(),
        place=None if ask.place is None else ask.place[free],
        district=None if label is None else label[rows],
        need=need,
        column=free,
    )


def _mask(chosen: list[int], count: int) -> Booleans:
    mask = np.zeros(count, np.bool_)
    mask[chosen] = True
    return mask
