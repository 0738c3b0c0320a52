"""Distances from demand to columns, dense or sparse, read alike."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy import sparse

from locator.plan.siting.explain import check_required
from locator.plan.siting.lscp import cover_all
from locator.plan.siting.problem import columns, distance_matrix, number_of_sites
from locator.plan.siting.reductions import transposed

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import ArrayLike

    from locator.plan.siting.control import Control
    from locator.plan.siting.problem import Booleans, Columns, Floats, Integers, Matrix


class Reach(NamedTuple):
    """Which columns each row of demand can go to, and how far they are.

    `metres` is a csr_array of the pairs within reach, `by_column` its transpose; `reached` tells
    which rows have a column that stands or may be chosen.
    """

    metres: Matrix
    by_column: Matrix
    columns: Columns
    reached: Booleans

    @classmethod
    def of(cls, metres: Matrix, columns: Columns) -> Reach:
        """Return the reach of checked distances."""
        if not sparse.issparse(metres):
            row, column = np.nonzero(np.isfinite(metres))
            ends = np.concatenate([[0], np.cumsum(np.bincount(row, minlength=len(metres)))])
            metres = sparse.csr_array((metres[row, column], column, ends), shape=metres.shape)
        usable = columns.existing | columns.free
        hits = np.concatenate([[0], np.cumsum(usable[metres.indices])])
        reached = hits[metres.indptr[1:]] > hits[metres.indptr[:-1]]
        return cls(metres, transposed(metres), columns, reached)

    def nearest(self, columns: Sequence[int], empty: float = 0.0) -> Floats:
        """Return the distance of each row to the nearest of some columns; `empty` without one."""
        best = np.full(self.metres.shape[0], np.inf)
        by = self.by_column
        for column in columns:
            part = slice(by.indptr[column], by.indptr[column + 1])
            rows = by.indices[part]
            best[rows] = np.minimum(best[rows], by.data[part])
        return np.where(np.isfinite(best), best, empty)

    def part(self, rows: Integers, columns: Integers) -> Matrix:
        """Return the distances of some rows and columns; indices sorted."""
        part = sparse.csr_array(self.metres[rows][:, columns])
        part.sort_indices()
        return part


def read_distances(
    distances: object,
    p: int,
    existing: Iterable[int] | ArrayLike | None,
    required: Iterable[int] | ArrayLike | None,
    excluded: Iterable[int] | ArrayLike | None,
) -> tuple[Reach, int]:
    """Check what a problem of distances was asked with; return the reach and the number of sites.

    Raises
    ------
    ParameterError
        If a value is not allowed.
    InfeasibleError
        If more sites are required than may be built.
    """
    metres = distance_matrix(distances)
    chosen = columns(metres.shape[1], existing, required, excluded)
    number = number_of_sites(p, int(chosen.free.sum()))
    must = np.flatnonzero(chosen.required)
    check_required(np.ones(metres.shape[1]), None, must, float(number))
    return Reach.of(metres, chosen), number


def least_sites(reach: Reach, rows: Integers, control: Control) -> int:
    """Return how many new sites it takes to reach some rows, those required included."""
    settled = reach.columns.existing | reach.columns.required
    open_rows = rows[~np.isfinite(reach.nearest(np.flatnonzero(settled).tolist(), np.inf))[rows]]
    part = reach.part(open_rows, np.flatnonzero(reach.columns.free))
    ones = sparse.csr_array((np.ones(part.nnz), part.indices, part.indptr), shape=part.shape)
    solution = cover_all(ones, np.ones(part.shape[1]), control)
    return int(solution.bound) + int(reach.columns.required.sum())
