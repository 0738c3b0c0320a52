"""Maximal covering where a station serves so many: who is served is part of the plan.

Maximal covering with capacities: the plan, who is served by it, and why there may be none.
The p-median problem where a station serves so many.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from scipy import sparse

from locator.language import phrase
from locator.plan.siting.curve import Ordered
from locator.plan.siting.explain import none_in_time
from locator.plan.siting.median_search import MedianSolution
from locator.plan.siting.milp import MedianModel, Model, median_model, solve_model
from locator.plan.siting.plan import InfeasibleError, SitingPlan, covering_plan
from locator.plan.siting.reductions import slack

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from locator.plan.siting.control import Control
    from locator.plan.siting.covering_problem import CoveringProblem, Needs
    from locator.plan.siting.distances import Reach
    from locator.plan.siting.problem import Booleans, Floats, Integers, Matrix


class Capacitated(NamedTuple):
    """The problem: as `Core`, with all columns, what each can serve, and which are settled.

    `lower` and `upper` say of each column whether it must and whether it may stand.
    """

    cover: Matrix
    weight: Floats
    capacity: Floats
    cost: Floats
    limit: float
    place: Integers | None
    district: Integers | None
    need: Floats
    lower: Floats
    upper: Floats


class Allocation(NamedTuple):
    """The columns chosen beyond those that must stand, what is served, and an upper bound.

    `rows` is the weight served of each row, shape (n,).
    """

    columns: list[int] | None
    value: float
    bound: float
    rows: Floats


class _Flows(NamedTuple):
    """Pairs that may serve: rows, columns, and the most that can flow."""

    row: Integers
    column: Integers
    most: Floats


def search_with_capacities(problem: Capacitated, control: Control) -> Allocation:
    """Return the best plan that HiGHS finds in the time, and what no plan can pass.

    Notes
    -----
    Demand may be split between stations (Current and Storbeck 1988, Environment and Planning B 15,
    153-164, with divisible demand)::

        maximise    sum_ij f_ij
        subject to  sum_j f_ij <= w_i              nobody is served twice
                    sum_i f_ij <= capacity_j x_j   nor beyond capacity
                    cost x <= limit;  x binary, f >= 0

    A capacity is at most all that its column reaches. That each flow is below w_i x_j follows for
    whole x; said for each pair it makes the relaxation tighter, and takes HiGHS twice as long.
    """
    flows = _flows(problem)
    scale = 1000.0 / max(float(problem.weight.max(initial=0.0)), 1e-300)
    model = _model(problem, flows, scale)
    start, first = _start(problem, flows, control)

    def report(objective: float, bound: float) -> None:
        best = max(first, -objective / scale)
        control.report(best, max(best, min(ceiling, -bound / scale)))

    ceiling = float(problem.weight[np.diff(problem.cover.indptr) > 0].sum())
    solved = solve_model(model, control, gap=control.gap, start=start, report=report)
    bound = max(min(ceiling, -solved.bound / scale), -np.inf)
    values = start if solved.values is None else solved.values
    if solved.proven and solved.values is None:
        return Allocation(None, -np.inf, -np.inf, np.zeros(len(problem.weight)))
    if values is None:
        return Allocation(None, -np.inf, bound, np.zeros(len(problem.weight)))
    count = len(problem.cost)
    chosen = np.flatnonzero((values[:count] > 0.5) & (problem.lower < 1.0)).tolist()
    rows, value = served_by(problem, chosen, control)
    if solved.proven and control.gap == 0.0 and bound < value * (1.0 + 1e-7):
        bound = value
    return Allocation(chosen, value, max(bound, value), rows)


def served_by(
    problem: Capacitated, chosen: Iterable[int], control: Control
) -> tuple[Floats, float]:
    """Return how much of each row is served by what must stand and by the chosen, and the sum.

    Needs are met where they can be: that costs nothing of the sum, as what serves a row can be
    passed on from station to station until all that can be served is.
    """
    stands = problem.lower.copy()
    stands[list(chosen)] = 1.0
    fixed = problem._replace(lower=stands, upper=stands, cost=np.zeros(len(stands)), place=None)
    flows = _flows(fixed)
    values = _flowing(fixed, flows, control)
    if values is None:
        values = _flowing(fixed._replace(district=None, need=np.zeros(0)), flows, control)
    assert values is not None  # noqa: S101  # nothing served is always possible
    amount = np.clip(values[len(stands) :], 0.0, None)
    rows = np.bincount(flows.row, amount, minlength=len(problem.weight))
    return np.minimum(rows, problem.weight), float(amount.sum())


def _flowing(problem: Capacitated, flows: _Flows, control: Control) -> Floats | None:
    model = _model(problem, flows, 1.0)
    model = model._replace(integer=np.zeros(len(model.cost), np.bool_))
    return solve_model(model, control.unlimited()).values


def _flows(problem: Capacitated) -> _Flows:
    pairs = sparse.coo_array(problem.cover)
    most = np.minimum(problem.weight[pairs.row], problem.capacity[pairs.col])
    good = (most > 0.0) & (problem.upper[pairs.col] > 0.0)
    return _Flows(pairs.row[good], pairs.col[good], most[good])


def _model(problem: Capacitated, flows: _Flows, scale: float) -> Model:
    """Return the model over x and the flows, each flow as a part of `scale`."""
    count, size = len(problem.cost), len(flows.row)
    at = count + np.arange(size)
    blocks = [
        _block((np.ones(size), (flows.row, at)), len(problem.weight), count + size),
        _linked(problem, flows, at),
        _block((problem.cost, (np.zeros(count, np.int64), np.arange(count))), 1, count + size),
        *_side(problem, flows, at),
    ]
    most = [
        problem.weight,
        np.zeros(count),
        np.array([problem.limit + slack(problem.limit)]),
        np.ones(blocks[3].shape[0]),
        np.full(blocks[4].shape[0], np.inf),
    ]
    least = [np.full(block.shape[0], -np.inf) for block in blocks]
    least[4] = np.full(blocks[4].shape[0], 1.0 - 1e-9)
    return Model(
        cost=np.concatenate([np.zeros(count), np.full(size, -scale)]),
        lower=np.concatenate([problem.lower, np.zeros(size)]),
        upper=np.concatenate([problem.upper, flows.most]),
        integer=np.arange(count + size) < count,
        rows=sparse.csr_array(sparse.vstack(blocks)),
        row_lower=np.concatenate(least),
        row_upper=np.concatenate(most),
    )


def _linked(problem: Capacitated, flows: _Flows, at: Integers) -> Matrix:
    """Return the constraints that a column serves up to its capacity, and nothing unless built."""
    count = len(problem.cost)
    most = np.minimum(problem.capacity, np.bincount(flows.column, flows.most, minlength=count))
    rows, columns = np.r_[flows.column, np.arange(count)], np.r_[at, np.arange(count)]
    return _block((np.r_[np.ones(len(at)), -most], (rows, columns)), count, count + len(at))


def _side(problem: Capacitated, flows: _Flows, at: Integers) -> tuple[Matrix, Matrix]:
    """Return the constraints of places and of needs."""
    width = len(problem.cost) + len(at)
    empty = sparse.csr_array((0, width))
    places = needs = empty
    if problem.place is not None:
        free = np.flatnonzero((problem.lower < 1.0) & (problem.upper > 0.0))
        names, number = np.unique(problem.place[free], return_inverse=True)
        places = _block((np.ones(len(free)), (number, free)), len(names), width)
    if problem.district is not None:
        asked = np.flatnonzero(problem.need > 0.0)
        label = problem.district[flows.row]
        mine = (label >= 0) & (problem.need[label] > 0.0)
        data = 1.0 / problem.need[label[mine]]
        rows = np.searchsorted(asked, label[mine])
        needs = _block((data, (rows, at[mine])), len(asked), width)
    return places, needs


def _block(entries: Any, rows: int, columns: int) -> Matrix:
    return sparse.csr_array(entries, shape=(rows, columns))


def _start(problem: Capacitated, flows: _Flows, control: Control) -> tuple[Floats | None, float]:
    """Return a greedy plan's values and its worth; none where needs are asked for."""
    if problem.need.any():
        return None, -np.inf
    giving = _Giving(problem)
    for column in np.flatnonzero(problem.lower).tolist():
        giving.take(column)
    while not control.stopped():
        ratio = giving.ratios()
        if not len(ratio) or ratio.max() <= 0.0:
            break
        giving.take(int(ratio.argmax()))
    pairs = zip(flows.row.tolist(), flows.column.tolist(), strict=True)
    amount = np.array([giving.flow.get(pair, 0.0) for pair in pairs])
    return np.concatenate([giving.chosen, amount]), float(amount.sum())


class _Giving:
    """What is left unserved, and what each column could still serve."""

    def __init__(self, problem: Capacitated) -> None:
        self.problem = problem
        self.chosen = np.zeros(len(problem.cost))
        self.flow: dict[tuple[int, int], float] = {}
        self._left, self._spare = problem.weight.copy(), problem.capacity.copy()
        self._reach = sparse.csr_array(problem.cover.T.tocsr())
        self._open, self._budget = problem.upper > 0.0, problem.limit

    def ratios(self) -> Floats:
        """Return what each column that can be afforded could serve at most, per cost."""
        problem = self.problem
        worth = np.minimum(self._reach @ self._left, problem.capacity)
        worth[~self._open | (problem.cost > self._budget + slack(problem.limit))] = 0.0
        ratios: Floats = worth / np.maximum(problem.cost, 1e-12)
        return ratios

    def take(self, column: int) -> None:
        """Choose a column, and let it serve what it reaches, row by row."""
        problem, reach = self.problem, self._reach
        self.chosen[column], self._open[column] = 1.0, False
        self._budget -= float(problem.cost[column])
        if problem.place is not None:
            self._open &= problem.place != problem.place[column]
        for row in reach.indices[reach.indptr[column] : reach.indptr[column + 1]].tolist():
            amount = min(self._left[row], self._spare[column])
            if amount > 0.0:
                self.flow[row, column] = amount
                self._left[row] -= amount
                self._spare[column] -= amount


def solve_with_capacities(
    instance: CoveringProblem, needs: Needs, capacity: Floats, control: Control
) -> SitingPlan:
    """Return the plan of an instance with what each column can serve, shape (m,)."""
    needs.check(instance.reached())
    settled, open_ = instance.settled(), instance.open_columns()
    need, label = needs.left(np.zeros(len(instance.weight), np.bool_))
    problem = Capacitated(
        cover=instance.cover,
        weight=instance.weight,
        capacity=capacity,
        cost=np.where(settled, 0.0, instance.cost),
        limit=instance.limit - instance.spent(),
        place=instance.place,
        district=label,
        need=need,
        lower=settled.astype(np.float64),
        upper=(settled | open_).astype(np.float64),
    )
    found = search_with_capacities(problem, control)
    if found.columns is None:
        if found.bound == -np.inf:
            raise _explain_capacities(problem, instance, control)
        raise none_in_time(control)
    required = np.flatnonzero(instance.columns.required).tolist()
    ordered, standing = _order_served(
        problem, instance, [*required, *found.columns], required, control
    )
    return covering_plan(
        ordered.sites,
        ordered.gains,
        found.value,
        found.bound,
        standing,
        np.flatnonzero(~instance.reached()),
        found.rows,
        control.time_s,
    )


def _explain_capacities(
    problem: Capacitated, instance: CoveringProblem, control: Control
) -> InfeasibleError:
    """Return the error for needs that can't be met with the capacities."""
    every = problem._replace(limit=float(problem.cost.sum()), place=None)
    anyway = search_with_capacities(every, control.unlimited())
    name = "capacities" if anyway.columns is None else "min_share"
    if anyway.columns is not None and instance.place is not None:
        limited = problem._replace(limit=every.limit)
        if search_with_capacities(limited, control.unlimited()).columns is None:
            name = "places"
    reasons = {
        "capacities": phrase("siting.even_all_candidates_cant_serve"),
        "places": phrase("siting.one_site_place_least_shares"),
    }
    few = phrase("siting.allowed_capacities_cant_serve_least", limit=instance.limit)
    return InfeasibleError(name, reasons.get(name, few))


def _order_served(
    problem: Capacitated,
    instance: CoveringProblem,
    chosen: list[int],
    required: list[int],
    control: Control,
) -> tuple[Ordered, float]:
    """Return the sites by what each serves beyond those before it, and what the existing serve.

    Each step takes the site that could serve most of what is left unserved, and solves who is
    served by whom anew.
    """
    free = problem._replace(
        lower=instance.columns.existing.astype(np.float64), district=None, need=np.zeros(0)
    )
    rows, value = served_by(free, [], control)
    standing, left = value, sorted(chosen)
    sites: list[int] = []
    gains: list[float] = []
    while left:
        unserved = free.weight - rows
        worth = [min(free.capacity[site], unserved[_rows(free.cover, site)].sum()) for site in left]
        site = left.pop(int(np.argmax(worth)))
        rows, now = served_by(free, [*sites, site], control)
        if now > value + 1e-9 * max(1.0, value) or site in required:
            sites.append(site)
            gains.append(max(0.0, now - value))
            value = now
    return Ordered(sites, gains), standing


def _rows(cover: Matrix, site: int) -> Integers:
    return np.asarray(cover[:, [site]].tocoo().row)


def search_capacitated_medians(
    reach: Reach, weight: Floats, counted: Integers, number: int, capacity: Floats, control: Control
) -> MedianSolution:
    """Return the best plan that HiGHS finds in the time, and what no plan can undercut.

    Parameters
    ----------
    reach, weight
        Of all rows and columns.
    counted
        The rows that must be served.
    number
        Of new sites at most, those required included.
    capacity
        Of each column.
    control
        Its time.
    """
    columns = reach.columns
    names = np.flatnonzero(columns.existing | columns.free)
    made = _median_model(
        reach, weight, counted, names, capacity, columns.existing | columns.required,
        number + int(columns.existing.sum()),
    )  # fmt: skip
    scale = made.scale
    solved = solve_model(
        made.model,
        control,
        gap=control.gap,
        report=lambda value, low: control.report(value / scale, max(0.0, low / scale)),
    )
    if solved.values is None:
        return MedianSolution(None, np.inf, max(0.0, solved.bound / scale), solved.proven)
    chosen = names[made.plan(solved.values)]
    value = solved.objective / scale
    bound = value if solved.proven and control.gap == 0.0 else solved.bound / scale
    new = chosen[~columns.existing[chosen]].tolist()
    return MedianSolution(new, value, max(0.0, bound), solved.proven)


def assign_medians(
    reach: Reach,
    weight: Floats,
    counted: Integers,
    chosen: Sequence[int],
    capacity: Floats,
    control: Control,
) -> float:
    """Return the least weighted distance at which some columns serve all; infinite without one."""
    names = np.array(sorted(chosen), np.int64)
    stands = np.zeros(len(capacity), np.bool_)
    stands[names] = True
    made = _median_model(reach, weight, counted, names, capacity, stands, len(names))
    solved = solve_model(
        made.model._replace(integer=np.zeros(len(made.model.cost), np.bool_)), control.unlimited()
    )
    return np.inf if solved.values is None else solved.objective / made.scale


def _median_model(
    reach: Reach,
    weight: Floats,
    counted: Integers,
    names: Integers,
    capacity: Floats,
    must: Booleans,
    number: int,
) -> MedianModel:
    part = reach.part(counted, names)
    row = np.repeat(np.arange(len(counted)), np.diff(part.indptr))
    load = weight[counted]
    cost = part.data * load[row]
    return median_model(
        (row, np.asarray(part.indices, np.int64), cost),
        np.full(len(counted), np.inf),
        number,
        must[names],
        whole=bool((cost == np.floor(cost)).all()),
        load=load,
        capacity=capacity[names],
    )
