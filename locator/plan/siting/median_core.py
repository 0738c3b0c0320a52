"""What a p-median problem is once all that is settled is taken out of it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Integers = NDArray[np.int64]
    Booleans = NDArray[np.bool_]
    Matrix = Any


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
        The candidates' columns in the matrix that the caller gave, shape (m,).
    """

    costs: Matrix
    base: Floats
    number: int
    column: Integers

    @cached_property
    def by_column(self) -> Matrix:
        """The costs by candidates: csr_array of shape (m, n)."""
        return transposed(self.costs)

    @cached_property
    def row(self) -> Integers:
        """The row of each stored cost, in the order of `costs`."""
        return np.repeat(np.arange(len(self.base)), np.diff(self.costs.indptr))

    @cached_property
    def unserved(self) -> float:
        """A cost for a row that nothing serves: more than all others can cost together."""
        most = np.where(np.isfinite(self.base), self.base, 0.0)
        longest = np.zeros(len(self.base))
        np.maximum.at(longest, self.row, self.costs.data)
        return 1.0 + 2.0 * float(np.maximum(most, longest).sum())

    @cached_property
    def start(self) -> Floats:
        """The base, with a prohibitive cost in place of infinity."""
        return np.where(np.isfinite(self.base), self.base, self.unserved)

    @cached_property
    def whole(self) -> bool:
        """Whether all costs are whole numbers, so that every plan's cost is one."""
        base = self.base[np.isfinite(self.base)]
        data = self.costs.data
        return bool((data == np.floor(data)).all() and (base == np.floor(base)).all())

    @property
    def count(self) -> int:
        """How many candidates there are."""
        return len(self.column)

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
