"""Reductions of covering problems that keep an optimum: equal rows, dominated rows and columns."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

from locator.plan.siting.core import gathered

if TYPE_CHECKING:
    from locator.plan.siting.arrays import Booleans, Floats, Integers, Matrix
    from locator.plan.siting.core import Core

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
    return bool((gathered(matrix, other)[0] == matrix.indices).all())


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
