"""The input of the solvers, checked: matrices, weights, numbers of sites, columns; and array types.

Rows are demand points, columns are candidate sites. A cover matrix is sparse and boolean, distances
are metres.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from locator.errors import ParameterError
from locator.language import Phrase, phrase

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import ArrayLike


_MATRIX = phrase("siting.matrix")
_NUMBERS = phrase("siting.numbers")
_COVER = phrase("siting.cover")
_DISTANCES = phrase("siting.distances")
_STORED = phrase("siting.stored")
_ONCE = phrase("siting.once")
_P = phrase("siting.p")
_AMOUNT = phrase("siting.amount")


class Columns(NamedTuple):
    """Which columns stand already, must be chosen, and may be chosen (the required included)."""

    existing: Booleans
    required: Booleans
    free: Booleans


def cover_matrix(cover: Any) -> Matrix:
    """Return a cover matrix as a csr_array of float64 ones, indices sorted.

    Raises
    ------
    ParameterError
        If it has not two axes, or holds NaN or no numbers.
    """
    matrix = cover if sparse.issparse(cover) else _dense("cover", cover)
    if matrix.ndim != 2:
        raise ParameterError("cover", matrix.shape, _MATRIX)
    if matrix.dtype.kind not in "bifu":
        raise ParameterError("cover", str(matrix.dtype), _COVER)
    matrix = sparse.csr_array(matrix)
    if matrix.dtype.kind == "f" and np.isnan(matrix.data).any():
        raise ParameterError("cover", float("nan"), _COVER)
    # Copies: what follows sorts and drops in place, and a csr_array's parts may be the caller's.
    parts = (matrix.data != 0).astype(np.float64), matrix.indices.copy(), matrix.indptr.copy()
    ones = sparse.csr_array(parts, shape=matrix.shape)
    ones.sum_duplicates()
    ones.eliminate_zeros()
    ones.data[:] = 1.0
    return ones


def distance_matrix(distances: object) -> Floats | Matrix:
    """Return distances as a dense float64 array, or a csr_array of those that are stored.

    Raises
    ------
    ParameterError
        If a distance is negative or NaN, or a pair is stored twice.
    """
    if not sparse.issparse(distances):
        dense = _dense("distances", distances)
        if dense.dtype.kind not in "ifu":
            raise ParameterError("distances", str(dense.dtype), _DISTANCES)
        _refuse("distances", dense, dense >= 0.0, _DISTANCES)
        return np.asarray(dense, np.float64)
    counted = sparse.coo_array(distances)
    if counted.ndim != 2:
        raise ParameterError("distances", counted.shape, _MATRIX)
    metres = counted.data.astype(np.float64)
    _refuse("distances", metres, metres >= 0.0, _DISTANCES)
    _refuse("distances", metres, metres < np.inf, _STORED)
    matrix = sparse.csr_array((metres, (counted.row, counted.col)), shape=counted.shape)
    matrix.sum_duplicates()
    twice = len(metres) - matrix.nnz
    if twice:
        raise ParameterError("distances", f"{twice} pairs twice", _ONCE)
    return matrix


def amounts(name: str, values: ArrayLike | None, count: int, default: float = 1.0) -> Floats:
    """Return finite numbers, 0 or more, shape (count,); the default where none are given.

    Raises
    ------
    ParameterError
        That names the first one that is not allowed, or the shape.
    """
    if values is None:
        return np.full(count, default)
    vector = _vector(name, values, count)
    _refuse(name, vector, (vector >= 0.0) & (vector < np.inf), _AMOUNT)
    return vector


def capacity_amounts(values: ArrayLike | None, count: int) -> Floats | None:
    """Return capacities, 0 or more, infinite where there is no limit; None where none are given."""
    if values is None:
        return None
    vector = _vector("capacities", values, count)
    _refuse("capacities", vector, vector >= 0.0, phrase("siting.numbers_0_more"))
    return vector


def whole_labels(name: str, values: ArrayLike | None, count: int) -> Integers | None:
    """Return whole numbers that name groups, shape (count,); negative ones name none."""
    if values is None:
        return None
    vector = _vector(name, values, count)
    words = phrase("siting.whole_numbers")
    _refuse(name, vector, (np.abs(vector) < 2.0**53) & (vector == np.floor(vector)), words)
    return vector.astype(np.int64)


def number_of_sites(p: object, candidates: int | None = None) -> int:
    """Return the number of new sites.

    Raises
    ------
    ParameterError
        If it is negative, no whole number, or larger than the number of candidates, where given.
    """
    whole = isinstance(p, (int, np.integer)) or (isinstance(p, float) and p.is_integer())
    if isinstance(p, (bool, np.bool_)) or not whole or p < 0:  # type: ignore[operator]
        raise ParameterError("p", p, _P)
    number: int = int(p)  # type: ignore[call-overload]
    if candidates is not None and number > candidates:
        allowed = phrase("siting.most_candidates", candidates=candidates)
        raise ParameterError("p", number, allowed)
    return number


def columns(
    count: int,
    existing: Iterable[int] | ArrayLike | None,
    required: Iterable[int] | ArrayLike | None,
    excluded: Iterable[int] | ArrayLike | None,
) -> Columns:
    """Return which columns are what.

    Raises
    ------
    ParameterError
        If a column doesn't exist, or is named for things that exclude each other.
    """
    standing = column_mask("existing", existing, count)
    must = column_mask("required", required, count)
    never = column_mask("excluded", excluded, count)
    for name, clash, words in (
        ("required", must & standing, phrase("siting.columns_dont_stand_already")),
        ("required", must & never, phrase("siting.columns_excluded")),
    ):
        if clash.any():
            raise ParameterError(name, int(np.flatnonzero(clash)[0]), words)
    return Columns(standing, must, ~standing & ~never)


def column_mask(name: str, chosen: Iterable[int] | ArrayLike | None, count: int) -> Booleans:
    """Return columns, given by number or as a mask of shape (count,), as such a mask."""
    if chosen is None:
        return np.zeros(count, np.bool_)
    allowed = phrase("siting.columns_0", value=count - 1)
    try:
        entries = np.asarray(chosen if hasattr(chosen, "__array__") else list(chosen))  # type: ignore[arg-type]
    except (TypeError, ValueError) as error:
        raise ParameterError(name, chosen, allowed) from error
    if entries.dtype == np.bool_ and entries.shape == (count,):
        return entries.copy()
    if entries.ndim != 1 or (entries.dtype.kind not in "iuf" and entries.size):
        raise ParameterError(name, chosen, allowed)
    _refuse(
        name, entries, (entries >= 0) & (entries < count) & (entries == np.floor(entries)), allowed
    )
    mask = np.zeros(count, np.bool_)
    mask[entries.astype(np.int64)] = True
    return mask


def _dense(name: str, values: object) -> NDArray[Any]:
    try:
        array = np.asarray(values)
    except (TypeError, ValueError) as error:
        raise ParameterError(name, type(values).__name__, _MATRIX) from error
    if array.ndim == 1 and array.size == 0:
        array = array.reshape(0, 0)
    if array.ndim != 2:
        raise ParameterError(name, array.shape, _MATRIX)
    if array.dtype != object:
        return array
    try:
        return array.astype(np.float64)
    except (TypeError, ValueError) as error:
        raise ParameterError(name, type(values).__name__, _NUMBERS) from error


def _vector(name: str, values: ArrayLike, count: int) -> Floats:
    try:
        vector = np.array(values, np.float64)
    except (TypeError, ValueError) as error:
        raise ParameterError(name, type(values).__name__, _NUMBERS) from error
    if vector.ndim == 2 and 1 in vector.shape:
        vector = vector.ravel()
    if vector.shape != (count,):
        words = phrase("siting.numbers_shape", count=count)
        raise ParameterError(name, vector.shape, words)
    return vector


def _refuse(name: str, values: NDArray[Any], good: Booleans, allowed: Phrase) -> None:
    """Raise for the first value that is not good; NaN never is."""
    if not good.all():
        first = tuple(int(axis[0]) for axis in np.nonzero(~good))
        place = ", ".join(map(str, first))
        raise ParameterError(f"{name}[{place}]", float(values[first]), allowed)


Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Booleans = NDArray[np.bool_]
# scipy has no types: a csr_array, rows of demand, columns of candidates.
Matrix = Any
