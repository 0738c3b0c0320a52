"""The matrices of stations, demand and candidates: what covers what, and how far it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse

from locator.errors import ParameterError, Words
from locator.geo.geodesic import distances_m
from locator.geo.pairs import PairFinder
from locator.stations.hours import OpeningHours

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from locator.plan.coverage import Coverage
    from locator.plan.siting.candidates import Candidates

    Floats = NDArray[np.float64]
    Integers = NDArray[np.int64]
    Booleans = NDArray[np.bool_]
    Matrix = Any

MOST_DISTANCES = 30_000_000  # of a dense matrix: 240 MB, and its solver needs some times that
_FEWER = Words(
    f"至多 {MOST_DISTANCES:,} 个距离；请加大候选点间距，或合并需求点",
    f"at most {MOST_DISTANCES:,} distances: space candidates wider, or aggregate demand",
)


def open_candidates(coverage: Coverage, candidates: Candidates) -> Booleans:
    """Return which candidates would be open at the coverage's moment, shape (m,)."""
    would = np.ones(len(candidates), np.bool_)
    if coverage.open == "any" or coverage.at is None:
        return would
    calendar = coverage.stations.hours.calendar
    for number, text in enumerate(candidates.opening_hours):
        if text is not None:
            state = OpeningHours(text, calendar).at(coverage.at).state
            would[number] = state == "open" if coverage.open == "only" else state != "closed"
    return would


def cover_of(coverage: Coverage, candidates: Candidates, would_open: Booleans) -> Matrix:
    """Return which candidate that would be open covers which row: csr_array, rows by candidates."""
    demand = coverage.demand
    names = np.flatnonzero(would_open)
    shape = (len(demand), len(candidates))
    if not len(names) or not len(demand):
        return sparse.csr_array(shape)
    pairs = PairFinder(
        demand.lon, demand.lat, candidates.lon[names], candidates.lat[names], coverage.radius_m
    ).all()
    entries = np.ones(len(pairs.first)), (pairs.first, names[pairs.second])
    return sparse.csr_array(entries, shape=shape)


def with_standing(cover: Matrix, coverage: Coverage) -> Matrix:
    """Return the cover matrix with one more column: all that stands."""
    stands = coverage.covered.astype(np.float64)
    return sparse.csr_array(sparse.hstack([cover, sparse.csr_array(stands[:, None])]))


def distances_of(
    coverage: Coverage, candidates: Candidates, would_open: Booleans, rows: Integers
) -> Floats:
    """Return distances from rows of demand to candidates, and to what stands last.

    Metres, dense, shape (rows, m + 1); infinite for candidates that would not be open.

    Raises
    ------
    ParameterError
        If they are more than `MOST_DISTANCES`.
    """
    count = len(candidates)
    if len(rows) * (count + 1) > MOST_DISTANCES:
        raise ParameterError("candidates", f"{len(rows):,} x {count:,}", _FEWER)
    metres = np.full((len(rows), count + 1), np.inf)
    lon, lat = coverage.demand.lon[rows], coverage.demand.lat[rows]
    for column in np.flatnonzero(would_open).tolist():
        to = np.full(len(rows), candidates.lon[column]), np.full(len(rows), candidates.lat[column])
        metres[:, column] = distances_m(lon, lat, *to)
    metres[:, count] = coverage.reached.distance_m[rows]
    return metres
