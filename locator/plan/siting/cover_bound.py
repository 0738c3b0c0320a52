"""The Lagrangian bound of set covering, and the covers that it points to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

if TYPE_CHECKING:
    from locator.plan.siting.arrays import Floats, Matrix
    from locator.plan.siting.control import Control

_ITERATIONS, _SHORT = 3000, 60
_PATIENCE = 15
_SLACK = 1e-12


def cover_bound(
    cover: Matrix, cost: Floats, best: float, control: Control, *, short: bool
) -> tuple[float, list[int]]:
    """Return a lower bound on the cost of covering every row, and a cover.

    Notes
    -----
    Set covering relaxed in its rows with multipliers u >= 0 (Beasley 1990, Naval Research Logistics
    37, 151-164)::

        L(u) = sum_i u_i + sum_j min(0, c_j - sum_i a_ij u_i)

    The cover is the candidates with a reduced cost of at most 0, filled up greedily.

    Parameters
    ----------
    cover
        csr_array of ones, shape (n, m), each row with at least one.
    cost
        Of each column, shape (m,).
    best
        The value of the best cover known.
    control
        Its time.
    short
        Whether an exact solution follows: then few steps are enough.
    """
    reach = sparse.csr_array(cover.T.tocsr())
    u = _first(cover, cost, reach)
    bound, kept, theta, failed = -np.inf, u, 2.0, 0
    for _ in range(_SHORT if short else _ITERATIONS):
        reduced = cost - reach @ u
        value = float(u.sum() + np.minimum(reduced, 0.0).sum())
        value -= _SLACK * float(u.sum() + cost.sum())
        if value > bound:
            bound, kept, failed = value, u, 0
        else:
            failed += 1
        if failed >= _PATIENCE:
            theta, failed, u = theta / 2.0, 0, kept
            continue
        slope = 1.0 - cover @ (reduced < 0.0).astype(np.float64)
        slope[(u <= 0.0) & (slope < 0.0)] = 0.0
        squared = float(slope @ slope)
        if squared == 0.0 or theta < 1e-3 or bound > best - 1e-9 or control.over():
            break
        u = np.maximum(u + theta * max(1.02 * best - value, 1e-9) / squared * slope, 0.0)
    return max(bound, 0.0), _filled(cover, cost - reach @ kept)


def rows_apart(cover: Matrix, most: int) -> int:
    """Return how many rows are found of which no two share a candidate, those of few first.

    Each takes a candidate of its own, so it is a lower bound on the number of candidates that cover
    every row. It ends beyond `most`.
    """
    taken, found = np.zeros(cover.shape[1], np.bool_), 0
    for row in np.argsort(np.diff(cover.indptr), kind="stable").tolist():
        near = cover.indices[cover.indptr[row] : cover.indptr[row + 1]]
        if not taken[near].any():
            taken[near] = True
            found += 1
            if found > most:
                break
    return found


def _first(cover: Matrix, cost: Floats, reach: Matrix) -> Floats:
    """Return for each row the least that one of its candidates costs per row: a feasible dual."""
    per = cost / np.maximum(np.diff(reach.indptr), 1)
    return np.asarray(np.minimum.reduceat(per[cover.indices], cover.indptr[:-1]))


def _filled(cover: Matrix, reduced: Floats) -> list[int]:
    """Return the candidates of reduced cost 0 or less, and for rows left the least one."""
    chosen = reduced <= 1e-9
    open_rows = np.flatnonzero(cover @ chosen.astype(np.float64) == 0.0)
    for row in open_rows.tolist():
        near = cover.indices[cover.indptr[row] : cover.indptr[row + 1]]
        if not chosen[near].any():
            chosen[near[int(reduced[near].argmin())]] = True
    found: list[int] = np.flatnonzero(chosen).tolist()
    return found
