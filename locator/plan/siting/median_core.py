"""What a p-median problem is once all that is settled is taken out of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

if TYPE_CHECKING:
    from collections.abc import Sequence

    from locator.plan.siting.arrays import Booleans, Floats, Integers, Matrix


@dataclass(frozen=True, eq=False)
class MedianCore:
    """Demand, candidates, and what it costs to serve the one by the other.

    Parameters
    ----------
    costs
        csr_array, shape (n, m): weight times distance of each pair within reach, indices sorted;
        zeros are stored too. Pairs that cost no less than what stands are left out.
    base
        What it costs to serve each row by what stands, shape (n,); infinite where nothing does.
    number
        How many candidates may be chosen.
    column
        The candidates' columns in the matrix that the caller gave, ascending, shape (m,).
    unserved
        A cost for a row that nothing serves: more than all others can cost together.
    whole
        Whether all costs are whole numbers, so that every plan's cost is one.
    """

    costs: Matrix
    base: Floats
    number: int
    column: Integers
    unserved: float
    whole: bool

    @classmethod
    def of(cls, costs: Matrix, base: Floats, number: int, column: Integers) -> MedianCore:
        """Return the core of some costs."""
        known, data = base[np.isfinite(base)], costs.data
        longest = np.where(np.isfinite(base), base, 0.0)
        np.maximum.at(longest, np.repeat(np.arange(len(base)), np.diff(costs.indptr)), data)
        whole = bool((data == np.floor(data)).all() and (known == np.floor(known)).all())
        return cls(costs, base, number, column, 1.0 + 2.0 * float(longest.sum()), whole)

    @cached_property
    def by_column(self) -> Matrix:
        """The costs by candidates: csr_array of shape (m, n)."""
        return transposed(self.costs)

    @cached_property
    def row(self) -> Integers:
        """The row of each stored cost, in the order of `costs`."""
        return np.repeat(np.arange(len(self.base)), np.diff(self.costs.indptr))

    @cached_property
    def start(self) -> Floats:
        """The base, with a prohibitive cost in place of infinity."""
        return np.where(np.isfinite(self.base), self.base, self.unserved)

    @property
    def count(self) -> int:
        """How many candidates there are."""
        return len(self.column)

    def better(self, best: float) -> float:
        """Return the most that a plan can cost which is better than one of cost `best`."""
        return best - 1.0 + 1e-6 if self.whole else best * (1.0 + 1e-12)

    def part(self, may: Booleans, pair: Booleans) -> MedianCore:
        """Return the core with some candidates, shape (m,), and pairs, in the order of `costs`."""
        place = np.cumsum(may) - 1
        ends = np.concatenate(
            [[0], np.cumsum(np.bincount(self.row[pair], minlength=len(self.base)))]
        )
        parts = self.costs.data[pair], place[self.costs.indices[pair]], ends
        costs = sparse.csr_array(parts, shape=(len(self.base), int(may.sum())))
        return replace(self, costs=costs, column=self.column[may])

    def entries(self, candidate: int) -> tuple[Integers, Floats]:
        """Return the rows that a candidate can serve, and what that costs."""
        by, part = self.by_column, slice(*self.by_column.indptr[candidate : candidate + 2].tolist())
        return by.indices[part], by.data[part]

    def served(self, chosen: Sequence[int]) -> Floats:
        """Return what each row costs with some candidates, prohibitive where nothing serves it."""
        best = self.start.copy()
        for candidate in chosen:
            rows, cost = self.entries(candidate)
            best[rows] = np.minimum(best[rows], cost)
        return best

    def value(self, chosen: Sequence[int]) -> float:
        """Return the cost of a plan; infinite where it leaves a row unserved."""
        best = self.served(chosen)
        return float(best.sum()) if (best < self.unserved).all() else np.inf


def transposed(matrix: Matrix) -> Matrix:
    """Return the transpose as a csr_array that keeps stored zeros."""
    by = matrix.tocsc()
    shape = matrix.shape[1], matrix.shape[0]
    return sparse.csr_array((by.data, by.indices, by.indptr), shape=shape)
