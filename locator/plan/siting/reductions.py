"""Reductions of covering and p-median problems that keep an optimum, as cores for the solvers.

A `Core` or `MedianCore` is what is left once required sites, covered rows and useless columns are
taken out: equal rows are merged, dominated rows and columns removed. Weights keep their unit,
distances are metres, and `column` maps a core's columns back to the candidates.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse

if TYPE_CHECKING:
    from collections.abc import Sequence

    from locator.plan.siting.problem import Booleans, Floats, Integers, Matrix


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
        covered[stored_columns(self.reach, np.asarray(chosen, np.int64))[0]] = True
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


def stored_columns(matrix: Matrix, rows: Integers) -> tuple[Integers, Integers]:
    """Return the stored columns of some rows of a csr_array, end to end, and each row's number."""
    starts = matrix.indptr[rows].astype(np.int64)
    counts = matrix.indptr[rows + 1].astype(np.int64) - starts
    ends = np.cumsum(counts)
    total = int(ends[-1]) if len(ends) else 0
    at = np.arange(total) + np.repeat(starts - (ends - counts), counts)
    return matrix.indices[at], counts


# Products of a sparse matrix with itself beyond this many multiplications take too long.
_MOST_PRODUCTS = 2e8
_MOST_DENSE = 6e9


def reduced(core: Core) -> Core:
    """Return a smaller core with the same optimum.

    Rows with the same candidates (and district) become one, their weights summed. A candidate is
    dropped where another covers all that it does and costs no more: whatever plan has the first
    can have the other in its stead. Where candidates share places, only one of the same place may
    stand in, as the place of another may be taken.
    """
    core = merged(core.without(np.diff(core.reach.indptr) > 0))
    keep = ~dominated(core.cover, core.cost, core.place)
    return core if keep.all() else merged(core.without(keep))


def merged(core: Core) -> Core:
    """Return a core in which rows with the same candidates and district are one."""
    first, group = equal_rows(core.cover, core.district)
    if len(first) == len(core.weight):
        return core
    return replace(
        core,
        cover=sparse.csr_array(core.cover[first]),
        weight=np.bincount(group, core.weight, minlength=len(first)).astype(np.float64),
        district=None if core.district is None else core.district[first],
    )


def equal_rows(matrix: Matrix, label: Integers | None = None) -> tuple[Integers, Integers]:
    """Return the first row of each set of equal ones, ascending, and each row's set.

    Rows are equal whose stored columns (indices sorted) and labels are. Sums of 64-bit numbers
    drawn for each column find them; then each is compared with the first of its set.
    """
    count, degree = matrix.shape[0], np.diff(matrix.indptr)
    drawn = np.random.default_rng(1978).integers(0, 2**63, matrix.shape[1] + 1).astype(np.uint64)
    running = np.concatenate([[np.uint64(0)], np.cumsum(drawn[matrix.indices])])
    keys = running[matrix.indptr[1:]] - running[matrix.indptr[:-1]]
    keys += degree.astype(np.uint64) * drawn[-1]
    if label is not None:
        keys += label.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    _, first, group = np.unique(keys, return_index=True, return_inverse=True)
    order = np.argsort(first)
    place = np.empty_like(order)
    place[order] = np.arange(len(order))
    first, group = first[order], place[group]
    if _same(matrix, degree, label, first[group]):
        return first, group
    every = np.arange(count)
    return every, every


def _same(matrix: Matrix, degree: Integers, label: Integers | None, other: Integers) -> bool:
    """Return whether each row is equal to another one."""
    if (degree != degree[other]).any() or (label is not None and (label != label[other]).any()):
        return False
    return bool((stored_columns(matrix, other)[0] == matrix.indices).all())


def dominated(cover: Matrix, cost: Floats, place: Integers | None = None) -> Booleans:
    """Return which columns another one makes needless, shape (m,).

    The other covers a superset at no more cost; of two that are equal the first stays. None are
    found where finding them would take longer than it saves.
    """
    inner, outer = _contained(cover)
    fits = cost[outer] <= cost[inner]
    if place is not None:
        fits &= place[outer] == place[inner]
    size = np.diff(cover.tocsc().indptr)
    equal = (size[outer] == size[inner]) & (cost[outer] == cost[inner])
    drop = np.zeros(cover.shape[1], np.bool_)
    drop[inner[fits & (~equal | (outer < inner))]] = True
    return drop


def _contained(matrix: Matrix) -> tuple[Integers, Integers]:
    """Return pairs of columns (inner, outer) where outer has every row of inner."""
    degree = np.diff(matrix.indptr).astype(np.float64)
    count = matrix.shape[1]
    size = np.diff(matrix.tocsc().indptr)
    if degree @ degree <= min(_MOST_PRODUCTS, float(matrix.shape[0]) * count * count / 20.0 + 1e6):
        shared = sparse.coo_array(matrix.T @ matrix)
        inner, outer, both = shared.row, shared.col, shared.data
        good = (both == size[inner]) & (inner != outer)
        return inner[good], outer[good]
    if float(matrix.shape[0]) * count * count <= _MOST_DENSE:
        dense = matrix.toarray().astype(np.float32)
        inner, outer = np.nonzero((dense.T @ dense) == size[:, None])
        good = inner != outer
        return inner[good], outer[good]
    return np.empty(0, np.int64), np.empty(0, np.int64)


def needless_rows(cover: Matrix) -> Booleans:
    """Return which rows are covered by whatever covers another one, shape (n,).

    The other has a subset of the candidates; of two that are equal the first stays.
    """
    by_column = sparse.csr_array(cover.T.tocsr())
    inner, outer = _contained(by_column)
    size = np.diff(cover.indptr)
    drop = np.zeros(cover.shape[0], np.bool_)
    drop[outer[(size[inner] < size[outer]) | (inner < outer)]] = True
    return drop


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
