"""The matrices of stations, demand and candidates: what is open, and what covers what."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

from locator.geo.pairs import PairFinder
from locator.stations.hours import OpeningHours

if TYPE_CHECKING:
    from locator.plan.coverage import Coverage
    from locator.plan.siting.arrays import Booleans, Matrix
    from locator.plan.siting.candidates import Candidates


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
