"""HiGHS, the solver of the linear and mixed-integer models, with progress, stop and warm start.

Huangfu, Q. and Hall, J. A. J. (2018), "Parallelizing the dual revised simplex method",
Mathematical Programming Computation 10, 119-142. One thread, one seed: the same model gives the
same answer on every run that no time limit ends.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any, NamedTuple

import highspy
import numpy as np
from highspy import cb

if TYPE_CHECKING:
    from collections.abc import Callable

    from locator.plan.siting.arrays import Booleans, Floats, Matrix
    from locator.plan.siting.control import Control

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
    told: Callable[[float, float], None] | None = None,
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
    told
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
    _run(highs, control, told, settled)
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
    told: Callable[[float, float], None] | None,
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
                if told is not None:
                    told(objective, bound)
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
