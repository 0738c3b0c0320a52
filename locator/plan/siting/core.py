"""What is left of a covering problem once all that is settled is taken out of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse

if TYPE_CHECKING:
    from locator.plan.siting.arrays import Booleans, Floats, Integers, Matrix


@dataclass(frozen=True, eq=False)
class Core:
    """Demand that is still to be covered, and candidates that may still be chosen.

    Parameters
    ----------
    cover
        csr_array of ones, rows of demand by candidates, shape (n, m).
    weight
        Of each row, shape (n,).
    cost
        Of each candidate, shape (m,).
    limit
        What the chosen may cost together.
    place
        Of each candidate, shape (m,): no two of the chosen may be in the same one; None where
        each is in a place of its own.
    district
        Of each row, shape (n,), a position in `need`, or -1; None without needs.
    need
        The weight that must be covered in each district.
    column
        The candidates' columns in the matrix that the caller gave, shape (m,).
    """

    cover: Matrix
    weight: Floats
    cost: Floats
    limit: float
    place: Integers | None
    district: Integers | None
    need: Floats
    column: Integers

    @cached_property
    def reach(self) -> Matrix:
        """The cover matrix by candidates: csr_array of shape (m, n)."""
        return sparse.csr_array(self.cover.T.tocsr())

    @cached_property
    def uniform(self) -> bool:
        """Whether every candidate costs 1, and the limit is a number of sites."""
        return bool((self.cost == 1.0).all())

    @cached_property
    def whole(self) -> bool:
        """Whether the weights are whole numbers, so that every plan's value is one."""
        return bool((self.weight == np.floor(self.weight)).all())

    @property
    def count(self) -> int:
        """How many candidates there are."""
        return len(self.column)

    def rows_of(self, candidate: int) -> Integers:
        """Return the rows that a candidate covers, ascending."""
        reach = self.reach
        rows: Integers = reach.indices[reach.indptr[candidate] : reach.indptr[candidate + 1]]
        return rows

    def covered(self, chosen: Integers) -> Booleans:
        """Return which rows some candidates cover together."""
        covered = np.zeros(len(self.weight), np.bool_)
        covered[gathered(self.reach, np.asarray(chosen, np.int64))[0]] = True
        return covered

    def value(self, chosen: Integers) -> float:
        """Return the weight that some candidates cover together."""
        return float(self.weight[self.covered(chosen)].sum())

    def missing(self, chosen: Integers) -> Floats:
        """Return what some candidates leave of each district's need."""
        if self.district is None:
            return np.zeros(0)
        inside = self.covered(chosen) & (self.district >= 0)
        met = np.bincount(self.district[inside], self.weight[inside], minlength=len(self.need))
        return np.where(met >= self.need - slack(self.need), 0.0, self.need - met)

    def feasible(self, chosen: Integers) -> bool:
        """Return whether some candidates keep to the limit, the places and the needs."""
        chosen = np.asarray(chosen, np.int64)
        if self.cost[chosen].sum() > self.limit + slack(self.limit):
            return False
        if self.place is not None and len(np.unique(self.place[chosen])) < len(chosen):
            return False
        return not self.missing(chosen).any()

    def without(self, keep: Booleans) -> Core:
        """Return the core with some of its candidates only; rows that none of them covers go."""
        cover = self.cover[:, np.flatnonzero(keep)]
        rows = np.flatnonzero(np.diff(cover.indptr))
        return replace(
            self,
            cover=sparse.csr_array(cover[rows]),
            weight=self.weight[rows],
            cost=self.cost[keep],
            place=None if self.place is None else self.place[keep],
            district=None if self.district is None else self.district[rows],
            column=self.column[keep],
        )


def slack(amount: Any) -> Any:
    """Return how far a sum may miss an amount by rounding alone."""
    return 1e-9 * np.maximum(1.0, np.abs(amount))


def gathered(matrix: Matrix, rows: Integers) -> tuple[Integers, Integers]:
    """Return the stored columns of some rows of a csr_array, end to end, and each row's number."""
    starts = matrix.indptr[rows].astype(np.int64)
    counts = matrix.indptr[rows + 1].astype(np.int64) - starts
    ends = np.cumsum(counts)
    total = int(ends[-1]) if len(ends) else 0
    at = np.arange(total) + np.repeat(starts - (ends - counts), counts)
    return matrix.indices[at], counts
