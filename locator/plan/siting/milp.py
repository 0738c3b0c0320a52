"""HiGHS, the solver of the linear and mixed-integer models, with progress, stop and warm start.

Huangfu, Q. and Hall, J. A. J. (2018), "Parallelizing the dual revised simplex method",
Mathematical Programming Computation 10, 119-142. One thread, one seed: the same model gives the
same answer on every run that no time limit ends.

The mixed-integer model of maximal covering, and plans read from its answers.
The mixed-integer model of the p-median problem over the pairs that may still serve.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any, NamedTuple

import highspy
import numpy as np
from highspy import cb
from scipy import sparse

from locator.plan.siting.reductions import slack

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from locator.plan.siting.control import Control
    from locator.plan.siting.problem import Booleans, Floats, Integers, Matrix
    from locator.plan.siting.reductions import Core


_INTERRUPTS = (
    cb.HighsCallbackType.kCallbackMipInterrupt,
    cb.HighsCallbackType.kCallbackSimplexInterrupt,
    cb.HighsCallbackType.kCallbackIpmInterrupt,
)
_POLL_S = 0.05


class Model(NamedTuple):
    """A mixed-integer model: minimise `cost` @ x within bounds on x and on `rows` @ x."""

    cost: Floats
    lower: Floats
    upper: Floats
    integer: Booleans
    rows: Matrix
    row_lower: Floats
    row_upper: Floats


class Solved(NamedTuple):
    """What HiGHS found: the values (None without any), their objective, and a lower bound.

    `proven` tells that the values are the best, or that there are none.
    """

    values: Floats | None
    objective: float
    bound: float
    proven: bool
    row_dual: Floats | None = None


def solve_model(
    model: Model,
    control: Control,
    *,
    gap: float = 0.0,
    whole: bool = False,
    start: Floats | None = None,
    report: Callable[[float, float], None] | None = None,
    settled: Callable[[float, float], bool] | None = None,
) -> Solved:
    """Solve a model within the control's time.

    Parameters
    ----------
    model
        A linear one where nothing is integer.
    control
        Its time and its stop.
    gap
        Relative gap that is near enough.
    whole
        Whether every solution with whole variables has a whole objective: a bound less than 1 away
        then proves it.
    start
        Values to begin with, shape of x.
    report
        Called with objective and bound while it solves.
    settled
        Called with objective and bound; where it says True, no more is needed.
    """
    highs = _loaded(model)
    is_mip = bool(model.integer.any())
    _set_options(highs, control.left_s, gap, 1.0 - 1e-4 if whole else 0.0)
    if start is not None and is_mip:
        solution = highspy.HighsSolution()
        solution.col_value = start.tolist()
        highs.setSolution(solution)
    _run(highs, control, report, settled)
    return _solved(highs, is_mip=is_mip)


def _loaded(model: Model) -> Any:
    highs: Any = highspy.Highs()
    highs.setOptionValue("output_flag", False)
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = len(model.cost), model.rows.shape[0]
    lp.col_cost_, lp.col_lower_, lp.col_upper_ = model.cost, model.lower, model.upper
    lp.row_lower_, lp.row_upper_ = model.row_lower, model.row_upper
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = model.rows.indptr.astype(np.int32)
    lp.a_matrix_.index_ = model.rows.indices.astype(np.int32)
    lp.a_matrix_.value_ = model.rows.data
    if model.integer.any():
        kinds = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
        lp.integrality_ = [kinds[whole] for whole in model.integer.tolist()]
    highs.passModel(lp)
    return highs


def _set_options(highs: Any, left_s: float, gap: float, absolute_gap: float) -> None:
    for name, value in (
        ("threads", 1),
        ("parallel", "off"),
        ("random_seed", 0),
        ("mip_rel_gap", float(gap)),
        ("mip_abs_gap", absolute_gap),
        ("time_limit", float(left_s)),
    ):
        highs.setOptionValue(name, value)


def _run(
    highs: Any,
    control: Control,
    report: Callable[[float, float], None] | None,
    settled: Callable[[float, float], bool] | None,
) -> None:
    """Run in a thread of its own, so that Ctrl-C reaches this one while HiGHS is at work."""
    stop = threading.Event()
    news: list[tuple[float, float]] = []

    def heard(kind: Any, _text: str, out: Any, into: Any, _data: object) -> None:
        if kind == cb.HighsCallbackType.kCallbackMipLogging:
            news.append((out.mip_primal_bound, out.mip_dual_bound))
        elif stop.is_set():
            into.user_interrupt = True

    highs.setCallback(heard, None)
    for kind in (*_INTERRUPTS, cb.HighsCallbackType.kCallbackMipLogging):
        highs.startCallback(kind)
    worker = threading.Thread(target=highs.run, name="highs", daemon=True)
    worker.start()
    try:
        while worker.is_alive():
            worker.join(_POLL_S)
            if news:
                objective, bound = news[-1]
                news.clear()
                if report is not None:
                    report(objective, bound)
                if settled is not None and settled(objective, bound):
                    stop.set()
            if control.over():
                stop.set()
    finally:
        stop.set()
        worker.join()


def _solved(highs: Any, *, is_mip: bool) -> Solved:
    info, status = highs.getInfo(), highs.getModelStatus()
    states = highspy.HighsModelStatus
    if status == states.kModelEmpty:
        return Solved(np.zeros(0), 0.0, 0.0, proven=True)
    # All variables are bounded, so that nothing is unbounded.
    if status in (states.kInfeasible, states.kUnboundedOrInfeasible):
        return Solved(None, np.inf, np.inf, proven=True)
    optimal = status == states.kOptimal
    found = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
    objective = float(info.objective_function_value) if found else np.inf
    lp_bound = objective if optimal else -np.inf
    bound = float(info.mip_dual_bound) if is_mip else lp_bound
    solution = highs.getSolution()
    values = np.array(solution.col_value) if found else None
    duals = np.array(solution.row_dual) if optimal and not is_mip else None
    return Solved(values, objective, bound, optimal, duals)


class CoveringModel(NamedTuple):
    """A model over x (a candidate is chosen) and y (a row is covered), to be minimised.

    `alone` are the rows that one candidate alone covers: their weight counts with its x. `shared`
    are the others, which have a y.
    """

    model: Model
    core: Core
    shared: Integers
    scale: float

    def start(self, chosen: Iterable[int]) -> Floats:
        """Return the values of a plan."""
        x = np.zeros(self.core.count)
        x[list(chosen)] = 1.0
        y = self.core.covered(np.flatnonzero(x))[self.shared]
        return np.concatenate([x, y.astype(np.float64)])

    def plan(self, values: Floats) -> list[int]:
        """Return the candidates that values choose."""
        found: list[int] = np.flatnonzero(values[: self.core.count] > 0.5).tolist()
        return found


def covering_model(core: Core) -> CoveringModel:
    """Return the model of Church and ReVelle (1974) for a core.

    A row that one candidate alone covers needs no y. Weights are scaled to at most 1,000 where
    they are no whole numbers, as HiGHS has absolute tolerances.
    """
    degree = np.diff(core.cover.indptr)
    alone, shared = np.flatnonzero(degree == 1), np.flatnonzero(degree > 1)
    only = core.cover.indices[core.cover.indptr[alone]]
    count, rows = core.count, len(shared)
    top = float(core.weight.max(initial=0.0))
    scale = 1.0 if core.whole or top == 0.0 else 1000.0 / top
    own = np.bincount(only, core.weight[alone], minlength=count)
    cost = -scale * np.concatenate([own, core.weight[shared]])
    links = sparse.hstack([core.cover[shared], -sparse.eye_array(rows)])
    blocks, low, high = [links], [np.zeros(rows)], [np.full(rows, np.inf)]
    budget = sparse.csr_array(np.concatenate([core.cost, np.zeros(rows)])[None, :])
    blocks.append(budget)
    low.append(np.array([-np.inf]))
    high.append(np.array([core.limit + slack(core.limit)]))
    for block, least, most in (_places(core, rows), _needs(core, alone, only, shared)):
        blocks.append(block)
        low.append(least)
        high.append(most)
    model = Model(
        cost=cost,
        lower=np.zeros(count + rows),
        upper=np.ones(count + rows),
        integer=np.arange(count + rows) < count,
        rows=sparse.csr_array(sparse.vstack(blocks)),
        row_lower=np.concatenate(low),
        row_upper=np.concatenate(high),
    )
    return CoveringModel(model, core, shared, scale)


def _places(core: Core, rows: int) -> tuple[Matrix, Floats, Floats]:
    """Return the constraints that no two of the chosen are in the same place."""
    if core.place is None:
        return sparse.csr_array((0, core.count + rows)), np.zeros(0), np.zeros(0)
    _, group, size = np.unique(core.place, return_inverse=True, return_counts=True)
    several = np.flatnonzero(size[group] > 1)
    places, number = np.unique(group[several], return_inverse=True)
    shape = (len(places), core.count + rows)
    block = sparse.csr_array((np.ones(len(several)), (number, several)), shape=shape)
    return block, np.full(len(places), -np.inf), np.ones(len(places))


def _needs(
    core: Core, alone: Integers, only: Integers, shared: Integers
) -> tuple[Matrix, Floats, Floats]:
    """Return the constraints that each district's need is met."""
    width = core.count + len(shared)
    if core.district is None:
        return sparse.csr_array((0, width)), np.zeros(0), np.zeros(0)
    rows = np.concatenate([core.district[alone], core.district[shared]])
    at = np.concatenate([only, core.count + np.arange(len(shared))])
    weight = np.concatenate([core.weight[alone], core.weight[shared]])
    inside = (rows >= 0) & (core.need[rows] > 0.0)
    asked = np.flatnonzero(core.need > 0.0)
    number = np.searchsorted(asked, rows[inside])
    # Weights of a district as parts of its need: HiGHS has absolute tolerances.
    data = weight[inside] / core.need[rows[inside]]
    block = sparse.csr_array((data, (number, at[inside])), shape=(len(asked), width))
    return block, np.full(len(asked), 1.0 - 1e-9), np.full(len(asked), np.inf)


class MedianModel(NamedTuple):
    """A model over x (so many candidates) and y (the part of a row that a pair serves).

    The last variables are the parts that what stands serves.
    """

    model: Model
    candidates: int
    scale: float

    def plan(self, values: Floats) -> list[int]:
        """Return the candidates that values choose."""
        found: list[int] = np.flatnonzero(values[: self.candidates] > 0.5).tolist()
        return found


def median_model(
    pairs: tuple[Integers, Integers, Floats],
    base: Floats,
    number: int,
    must: Booleans,
    *,
    whole: bool,
    load: Floats | None = None,
    capacity: Floats | None = None,
) -> MedianModel:
    """Return the model of ReVelle and Swain (1970).

    Parameters
    ----------
    pairs
        Rows, candidates and costs of the pairs that may serve.
    base
        What it costs to serve each row by what stands, shape (n,); infinite where it can't.
    number
        Of sites at most, those that must be chosen included.
    must
        Which candidates must be chosen, shape (m,).
    whole
        Whether all costs are whole numbers, which are not scaled.
    load, capacity
        The weight of each row, and what each candidate can serve.
    """
    row, column, cost = pairs
    count, size, rows = len(must), len(row), len(base)
    width = count + size + rows
    at, ends = count + np.arange(size), count + size + np.arange(rows)
    ones = np.ones(size)
    once = _block(
        (np.ones(size + rows), (np.r_[row, np.arange(rows)], np.r_[at, ends])), rows, width
    )
    order = np.arange(size)
    linked = _block((np.r_[ones, -ones], (np.r_[order, order], np.r_[at, column])), size, width)
    chosen = _block((np.ones(count), (np.zeros(count, np.int64), np.arange(count))), 1, width)
    blocks = [once, linked, chosen]
    least = [np.ones(rows), np.full(size, -np.inf), np.array([-np.inf])]
    most = [np.ones(rows), np.zeros(size), np.array([float(number)])]
    if capacity is not None and load is not None:
        bounded = np.flatnonzero(np.isfinite(capacity))
        place = np.full(count, -1)
        place[bounded] = np.arange(len(bounded))
        mine = np.flatnonzero(place[column] >= 0)
        data = np.r_[load[row[mine]], -capacity[bounded]]
        entries = (
            data,
            (np.r_[place[column[mine]], np.arange(len(bounded))], np.r_[at[mine], bounded]),
        )
        blocks.append(_block(entries, len(bounded), width))
        least.append(np.full(len(bounded), -np.inf))
        most.append(np.zeros(len(bounded)))
    finite = np.isfinite(base)
    top = max(float(cost.max(initial=0.0)), float(base[finite].max(initial=0.0)))
    scale = 1.0 if whole or top == 0.0 else 1e3 / top
    model = Model(
        cost=scale * np.concatenate([np.zeros(count), cost, np.where(finite, base, 0.0)]),
        lower=np.concatenate([must.astype(np.float64), np.zeros(size + rows)]),
        upper=np.concatenate([np.ones(count + size), finite.astype(np.float64)]),
        integer=np.arange(width) < count,
        rows=sparse.csr_array(sparse.vstack(blocks)),
        row_lower=np.concatenate(least),
        row_upper=np.concatenate(most),
    )
    return MedianModel(model, count, scale)


def _block(entries: Any, rows: int, columns: int) -> Matrix:
    return sparse.csr_array(entries, shape=(rows, columns))
