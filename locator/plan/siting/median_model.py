"""The mixed-integer model of the p-median problem over the pairs that may still serve."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from scipy import sparse

from locator.plan.siting.highs import Model

if TYPE_CHECKING:
    from collections.abc import Iterable

    from locator.plan.siting.arrays import Booleans, Floats, Integers, Matrix


class MedianModel(NamedTuple):
    """A model over x (a candidate is chosen) and y (the part of a row that a pair serves).

    The last variables are the parts that what stands serves.
    """

    model: Model
    row: Integers
    column: Integers
    cost: Floats
    base: Floats
    scale: float

    def plan(self, values: Floats) -> list[int]:
        """Return the candidates that values choose."""
        count = len(self.model.cost) - len(self.row) - len(self.base)
        found: list[int] = np.flatnonzero(values[:count] > 0.5).tolist()
        return found

    def start(self, chosen: Iterable[int], count: int) -> Floats:
        """Return the values of a plan, each row served where it costs least."""
        x = np.zeros(count)
        x[list(chosen)] = 1.0
        best = self.base.copy()
        open_ = np.flatnonzero(x[self.column] > 0.0)
        np.minimum.at(best, self.row[open_], self.cost[open_])
        y = np.zeros(len(self.row))
        hits = open_[self.cost[open_] == best[self.row[open_]]]
        _, once = np.unique(self.row[hits], return_index=True)
        y[hits[once]] = 1.0
        by_base = np.ones(len(self.base))
        by_base[self.row[hits[once]]] = 0.0
        return np.concatenate([x, y, np.where(np.isfinite(self.base), by_base, 0.0)])


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
    return MedianModel(model, row, column, cost, base, scale)


def _block(entries: Any, rows: int, columns: int) -> Matrix:
    return sparse.csr_array(entries, shape=(rows, columns))
