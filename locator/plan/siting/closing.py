"""Closures: what would be lost if one of the present stations went."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy import sparse

from locator.plan.siting.inputs import amounts, column_mask, cover_matrix

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import ArrayLike


class Closure(NamedTuple):
    """A present station's column, and the covered weight that would be lost without it."""

    column: int
    loss: float


def closure_losses(
    cover: object, weights: ArrayLike, existing: Iterable[int] | ArrayLike | None = None
) -> list[Closure]:
    """Return the present stations by what their closure, one by one, would lose; greatest first.

    A station loses what it alone covers: the rows that exactly one present station covers. One
    pass over the matrix finds them all.

    Parameters
    ----------
    cover, weights
        As for `solve_mclp`.
    existing
        The columns of the present stations; all by default.

    Raises
    ------
    ParameterError
        If a value is not allowed.
    """
    matrix = cover_matrix(cover)
    weight = amounts("weights", weights, matrix.shape[0])
    stands = np.ones(matrix.shape[1], np.bool_)
    if existing is not None:
        stands = column_mask("existing", existing, matrix.shape[1])
    times = matrix @ stands.astype(np.float64)
    loss = sparse.csr_array(matrix.T.tocsr()) @ np.where(times == 1.0, weight, 0.0)
    columns = np.flatnonzero(stands)
    order = columns[np.argsort(-loss[columns], kind="stable")]
    return [Closure(int(column), float(loss[column])) for column in order]
