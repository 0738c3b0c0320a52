"""The mixed-integer model of maximal covering, and plans read from its answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy import sparse

from locator.plan.siting.core import slack
from locator.plan.siting.highs import Model

if TYPE_CHECKING:
    from collections.abc import Iterable

    from locator.plan.siting.arrays import Floats, Integers, Matrix
    from locator.plan.siting.core import Core


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
