"""The p-median problem where a station serves so many."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from locator.plan.siting.highs import solve_model
from locator.plan.siting.median_model import MedianModel, median_model
from locator.plan.siting.median_search import FoundMedians

if TYPE_CHECKING:
    from collections.abc import Sequence

    from locator.plan.siting.arrays import Booleans, Floats, Integers
    from locator.plan.siting.control import Control
    from locator.plan.siting.reach_rows import Reach


def search_capacitated_medians(
    reach: Reach, weight: Floats, counted: Integers, number: int, capacity: Floats, control: Control
) -> FoundMedians:
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
    made = _model(reach, weight, counted, names, capacity, columns.existing | columns.required,
                  number + int(columns.existing.sum()))  # fmt: skip
    scale = made.scale
    solved = solve_model(
        made.model,
        control,
        gap=control.gap,
        told=lambda value, low: control.tell(value / scale, max(0.0, low / scale)),
    )
    if solved.values is None:
        return FoundMedians(None, np.inf, max(0.0, solved.bound / scale), solved.proven)
    chosen = names[made.plan(solved.values)]
    value = solved.objective / scale
    bound = value if solved.proven and control.gap == 0.0 else solved.bound / scale
    new = chosen[~columns.existing[chosen]].tolist()
    return FoundMedians(new, value, max(0.0, bound), solved.proven)


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
    made = _model(reach, weight, counted, names, capacity, stands, len(names))
    solved = solve_model(
        made.model._replace(integer=np.zeros(len(made.model.cost), np.bool_)), control.unlimited()
    )
    return np.inf if solved.values is None else solved.objective / made.scale


def _model(
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
