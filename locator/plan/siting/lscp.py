"""The location set covering problem: the fewest or cheapest sites that cover all that can be.

The set covering problem below it is reduced, split into parts that share nothing, and solved by
HiGHS from a greedy start.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from locator.plan.siting.bounds import cover_bound
from locator.plan.siting.control import Control
from locator.plan.siting.covering_problem import covered_by
from locator.plan.siting.curve import order_by_gain
from locator.plan.siting.heuristics import choose_greedily
from locator.plan.siting.milp import Model, solve_model
from locator.plan.siting.plan import SitingPlan, relative_gap
from locator.plan.siting.problem import amounts, columns, cover_matrix
from locator.plan.siting.reductions import Core, dominated, needless_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from numpy.typing import ArrayLike

    from locator.plan.siting.control import Progress
    from locator.plan.siting.problem import Floats, Integers, Matrix


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

    Rows that no column covers are listed in `unreached`, and don't make it infeasible. Dominated
    rows and columns and columns that alone cover a row are settled first.

    Parameters
    ----------
    cover, existing, required, excluded, time_limit_s, gap, progress, stop
        See `locator.plan.siting`.
    weights
        Of the rows, shape (n,), for `gains` only: rows of weight 0 are to be covered too. By
        default each row counts 1.
    costs
        Of the columns, 0 or more, shape (m,); 1 by default.

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
    solution = cover_all(
        sparse.csr_array(matrix[rows][:, free]),
        cost[free],
        control,
        report=lambda value, bound: control.report(spent + value, spent + bound),
    )
    must = np.flatnonzero(chosen.required).tolist()
    sites = sorted([*must, *free[solution.columns].tolist()])
    objective = float(cost[sites].sum())
    bound = min(objective, spent + solution.bound)
    ordered = order_by_gain(matrix, np.where(before, 0.0, weight), sites, sites)
    control.report(objective, bound)
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


_ROUNDS = 20
# Beyond this HiGHS's presolve alone takes longer than people wait: the bound is Lagrangian then.
_LARGEST = 400_000


class Cover(NamedTuple):
    """Columns that cover every row, ascending; what they cost; and a lower bound."""

    columns: list[int]
    value: float
    bound: float


class _Remainder(NamedTuple):
    """What reductions leave: rows and candidates, and the candidates that every cover needs."""

    cover: Matrix
    column: Integers
    taken: list[int]


def cover_all(
    cover: Matrix,
    cost: Floats,
    control: Control,
    *,
    enough: float | None = None,
    report: Callable[[float, float], None] | None = None,
) -> Cover:
    """Return the cheapest cover that is found in the time, and what none can undercut.

    Dominated rows and columns go, columns that alone cover a row are taken, again and again; what
    is left falls into parts that share nothing, each covered greedily, then solved by HiGHS.

    Parameters
    ----------
    cover
        csr_array of ones, each row with at least one.
    cost
        Of each column.
    control
        Its time.
    enough
        A number: it ends as soon as a cover costs no more, or it is proven that none does.
    report
        Called with value and bound of the whole.
    """
    remainder = _reduce(cover, cost)
    taken = float(cost[remainder.taken].sum())
    parts = [_Part.of(remainder, rows, columns, cost) for rows, columns in _parts(remainder.cover)]
    for part in parts:
        part.begin(control)
    for part in sorted(parts, key=lambda one: len(one.column)):
        others_value = taken + sum(one.value for one in parts if one is not part)
        others_bound = taken + sum(one.bound for one in parts if one is not part)
        value, bound = others_value + part.value, others_bound + part.bound
        if enough is not None and (value <= enough or bound > enough):
            break
        if control.near_enough(value, bound) or control.over():
            break
        part.solve(control, others_value, others_bound, enough, report)
    columns = sorted([*remainder.taken, *(one for part in parts for one in part.chosen)])
    columns = without_needless(cover, cost, columns)
    bound = taken + sum(part.bound for part in parts)
    value = float(cost[columns].sum())
    return Cover(columns, value, min(bound, value))


def without_needless(cover: Matrix, cost: Floats, columns: list[int]) -> list[int]:
    """Return a cover without columns whose rows others cover, the dearest dropped first."""
    by_column = sparse.csc_array(cover)
    times = np.zeros(cover.shape[0], np.int64)
    rows = {j: by_column.indices[by_column.indptr[j] : by_column.indptr[j + 1]] for j in columns}
    for column in columns:
        times[rows[column]] += 1
    needed = []
    for column in sorted(columns, key=lambda j: (-cost[j], len(rows[j]), -j)):
        if (times[rows[column]] > 1).all():
            times[rows[column]] -= 1
        else:
            needed.append(column)
    return sorted(needed)


def _reduce(cover: Matrix, cost: Floats) -> _Remainder:
    column, taken = np.arange(cover.shape[1]), []
    for _ in range(_ROUNDS):
        before = cover.shape
        keep = ~needless_rows(cover)
        cover = sparse.csr_array(cover[np.flatnonzero(keep)])
        degree = np.diff(cover.indptr)
        alone = np.unique(cover.indices[cover.indptr[:-1][degree == 1]])
        if len(alone):
            taken += column[alone].tolist()
            still = np.asarray(cover[:, alone].sum(axis=1)).ravel() == 0
            cover = sparse.csr_array(cover[np.flatnonzero(still)])
        some = np.flatnonzero(np.diff(cover.tocsc().indptr))
        cover, column = sparse.csr_array(cover[:, some]), column[some]
        keep = ~dominated(cover, cost[column])
        cover, column = sparse.csr_array(cover[:, np.flatnonzero(keep)]), column[keep]
        if cover.shape == before:
            break
    return _Remainder(cover, column, taken)


def _parts(cover: Matrix) -> list[tuple[Integers, Integers]]:
    """Return rows and columns of the parts of a matrix that share nothing with each other."""
    rows, count = cover.shape
    if not rows:
        return []
    both = sparse.csr_array(
        (np.ones(cover.nnz), cover.indices + rows, np.append(cover.indptr, [cover.nnz] * count)),
        shape=(rows + count, rows + count),
    )
    number, label = connected_components(both, directed=False)
    of_rows, of_columns = label[:rows], label[rows:]
    row_order, column_order = (
        np.split(np.argsort(of, kind="stable"), np.cumsum(np.bincount(of, minlength=number))[:-1])
        for of in (of_rows, of_columns)
    )
    return [(r, c) for r, c in zip(row_order, column_order, strict=True) if len(r)]


class _Part:
    """A part of the problem that shares nothing with the others, and its best cover so far."""

    def __init__(self, cover: Matrix, cost: Floats, column: Integers) -> None:
        self.cover, self.cost, self.column = cover, cost, column
        self.chosen: list[int] = []
        self.value, self.bound = np.inf, 0.0
        self._whole = bool((cost == np.floor(cost)).all())

    @classmethod
    def of(cls, remainder: _Remainder, rows: Integers, columns: Integers, cost: Floats) -> _Part:
        """Return the part of some rows and columns."""
        part = sparse.csr_array(remainder.cover[rows][:, columns])
        return cls(part, cost[remainder.column[columns]], remainder.column[columns])

    def begin(self, control: Control) -> None:
        """Take the greedy cover, and a bound."""
        count = self.cover.shape[1]
        core = Core(
            self.cover, np.ones(self.cover.shape[0]), self.cost, np.inf, None, None, np.zeros(0),
            np.arange(count),
        )  # fmt: skip
        self._offer(choose_greedily(core).sites)
        if self.value > 0.0:
            small = self.cover.nnz <= _LARGEST
            bound, tried = cover_bound(self.cover, self.cost, self.value, control, short=small)
            self._offer(tried)
            self._raise(bound)

    def solve(
        self,
        control: Control,
        others_value: float,
        others_bound: float,
        enough: float | None,
        report: Callable[[float, float], None] | None,
    ) -> None:
        """Solve the part with HiGHS."""
        if self.value <= self.bound or self.cover.nnz > _LARGEST:
            return
        rows, count = self.cover.shape
        model = Model(
            self.cost, np.zeros(count), np.ones(count), np.ones(count, np.bool_), self.cover,
            np.ones(rows), np.full(rows, np.inf),
        )  # fmt: skip

        def settled(value: float, bound: float) -> bool:
            value, bound = (
                others_value + min(value, self.value),
                others_bound + max(bound, self.bound),
            )
            if report is not None:
                report(value, bound)
            if enough is not None and (value <= enough or np.ceil(bound - 1e-6) > enough):
                return True
            return control.near_enough(value, bound)

        solved = solve_model(model, control, settled=settled)
        if solved.values is not None:
            self._offer(np.flatnonzero(solved.values > 0.5).tolist())
        self._raise(solved.objective if solved.proven else solved.bound)

    def _offer(self, chosen: list[int]) -> None:
        needed = without_needless(self.cover, self.cost, sorted(chosen))
        if not (self.cover[:, needed].sum(axis=1) > 0).all():
            return
        value = float(self.cost[needed].sum())
        if value < self.value:
            self.chosen, self.value = self.column[needed].tolist(), value

    def _raise(self, bound: float) -> None:
        if self._whole and np.isfinite(bound):
            bound = float(np.ceil(bound - 1e-6))
        self.bound = min(self.value, max(self.bound, bound))
