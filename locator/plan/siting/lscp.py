"""The location set covering problem: the fewest sites that cover all that can be covered."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

from locator.plan.siting.asking import covered_by
from locator.plan.siting.control import Control
from locator.plan.siting.inputs import amounts, columns, cover_matrix
from locator.plan.siting.ordering import order_by_gain
from locator.plan.siting.plan import SitingPlan, relative_gap
from locator.plan.siting.set_cover import cover_all

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from numpy.typing import ArrayLike

    from locator.plan.siting.control import Progress


def solve_lscp(
    cover: object,
    weights: ArrayLike | None = None,
    *,
    existing: Iterable[int] | ArrayLike | None = None,
    required: Iterable[int] | ArrayLike | None = None,
    excluded: Iterable[int] | ArrayLike | None = None,
    costs: ArrayLike | None = None,
    time_limit_s: float = 60.0,
    gap: float = 0.0,
    progress: Callable[[Progress], None] | None = None,
    stop: Callable[[], bool] | None = None,
) -> SitingPlan:
    """Choose the fewest new sites, or the cheapest ones, that cover all that can be covered.

    Notes
    -----
    The location set covering problem of Toregas, Swain, ReVelle and Bergman (1971), Operations
    Research 19, 1363-1373::

        minimise    sum_j c_j x_j
        subject to  sum_j a_ij x_j >= 1    for each row i of demand that any column covers
                    x binary, x_j = 1 for what stands and what is required

    Rows that no column covers are told in `unreached`, and don't make it infeasible. Dominated
    rows and columns and columns that alone cover a row are settled first.

    Parameters
    ----------
    cover
        Which candidate covers which demand, shape (n, m): scipy.sparse in any format, or dense;
        what is not 0 covers.
    weights
        Of the rows of demand, shape (n,), for `gains` only: rows of weight 0 are to be covered
        too. By default each row counts 1.
    existing
        Columns that stand already, by number or as a mask of shape (m,): they cost nothing.
    required, excluded
        Candidates that must be chosen, and that must not be.
    costs
        Of each column, 0 or more, shape (m,); 1 by default.
    time_limit_s
        After which the best plan found is returned, with its bound.
    gap
        Relative gap to the bound that is near enough; 0 asks for proof.
    progress, stop
        Called with each better plan or bound; asked often whether to end the search.

    Returns
    -------
    SitingPlan
        With the number or the cost of the new sites as its objective.

    Raises
    ------
    ParameterError
        If a value is not allowed.
    """
    control = Control(time_limit_s, gap, progress, stop)
    matrix = cover_matrix(cover)
    count = matrix.shape[1]
    weight = amounts("weights", weights, matrix.shape[0])
    chosen = columns(count, existing, required, excluded)
    cost = amounts("costs", costs, count)
    settled = chosen.existing | chosen.required
    stands, before = covered_by(matrix, settled), covered_by(matrix, chosen.existing)
    free = np.flatnonzero(chosen.free & ~chosen.required)
    reached = stands | covered_by(matrix, settled | chosen.free)
    rows = np.flatnonzero(reached & ~stands)
    spent = float(cost[chosen.required].sum())
    found = cover_all(
        sparse.csr_array(matrix[rows][:, free]),
        cost[free],
        control,
        told=lambda value, bound: control.tell(spent + value, spent + bound),
    )
    must = np.flatnonzero(chosen.required).tolist()
    sites = sorted([*must, *free[found.columns].tolist()])
    objective = float(cost[sites].sum())
    bound = min(objective, spent + found.bound)
    ordered = order_by_gain(matrix, np.where(before, 0.0, weight), sites, sites)
    control.tell(objective, bound)
    return SitingPlan(
        problem="lscp",
        sites=ordered.sites,
        gains=ordered.gains,
        objective=objective,
        bound=objective if relative_gap(objective, bound) == 0.0 else bound,
        gap=relative_gap(objective, bound),
        optimal=relative_gap(objective, bound) == 0.0,
        time_s=control.time_s,
        standing=0.0,
        unreached=np.flatnonzero(~reached).tolist(),
    )
