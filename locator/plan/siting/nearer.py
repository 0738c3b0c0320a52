"""Distances from demand to the candidates that are nearer than what stands: all that can matter."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse
from scipy.spatial import cKDTree

from locator.errors import ParameterError, Words
from locator.geo.geodesic import (
    SHORT_CHORD_M,
    distances_m,
    ecef_array_m,
    longest_chords_m,
    short_distances_m,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from locator.plan.coverage import Coverage
    from locator.plan.siting.arrays import Booleans, Floats, Integers, Matrix
    from locator.plan.siting.candidates import Candidates

MOST_PAIRS = 30_000_000  # 500 MB as they are; a solver needs ten times that
_FEWER = Words(
    f"至多 {MOST_PAIRS:,} 对需求点与比现有站点更近的候选点；请减少候选点，或合并需求点",
    f"at most {MOST_PAIRS:,} pairs of demand and a candidate nearer than what stands: "
    "give fewer candidates, or aggregate demand",
)
_STEP_ROWS, _STEP_PAIRS = 1 << 14, 1 << 20


def count_nearer(coverage: Coverage, candidates: Candidates, rows: Integers, most: int) -> int:
    """Return how many pairs `nearer_distances` holds, or a few more; it stops beyond `most`."""
    lon, lat, metres = _demand(coverage, rows)
    tree = cKDTree(ecef_array_m(candidates.lon, candidates.lat))
    chords, count = longest_chords_m(metres), 0
    for start in range(0, len(rows) if tree.n else 0, _STEP_ROWS):
        part = slice(start, start + _STEP_ROWS)
        xyz = ecef_array_m(lon[part], lat[part])
        count += int(tree.query_ball_point(xyz, chords[part], return_length=True).sum())
        if count > most:
            break
    return count


def nearer_distances(
    coverage: Coverage, candidates: Candidates, would_open: Booleans, rows: Integers
) -> Matrix:
    """Return distances from rows of demand to candidates nearer than what stands, and to that.

    What stands serves whoever has no candidate nearer, whatever is chosen; so no plan's weighted
    or longest distance changes by the pairs that are left out.

    Parameters
    ----------
    coverage, candidates
        Demand, what stands, and where could be built.
    would_open
        Which candidates count, shape (m,).
    rows
        Of the demand, shape (n,).

    Returns
    -------
    csr_array
        Metres, shape (n, m + 1), right to 1e-7; the last column is what stands, where it does.

    Raises
    ------
    ParameterError
        If the pairs are more than `MOST_PAIRS`.
    """
    if count_nearer(coverage, candidates, rows, MOST_PAIRS) > MOST_PAIRS:
        raise ParameterError("candidates", f"{len(rows):,} x {len(candidates):,}", _FEWER)
    names = np.flatnonzero(would_open)
    lon, lat, stands_m = _demand(coverage, rows)
    to = candidates.lon[names], candidates.lat[names]
    none = np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0)
    blocks = [none, *_nearer(lon, lat, stands_m, *to)]
    first, second, metres = map(np.concatenate, zip(*blocks, strict=True))
    stands = np.flatnonzero(np.isfinite(stands_m))
    entries = (
        np.concatenate([metres, stands_m[stands]]),
        (
            np.concatenate([first, stands]),
            np.concatenate([names[second], np.full(len(stands), len(candidates))]),
        ),
    )
    return sparse.csr_array(entries, shape=(len(rows), len(candidates) + 1))


def _demand(coverage: Coverage, rows: Integers) -> tuple[Floats, Floats, Floats]:
    """Return where rows are, and how far each is from what stands."""
    demand = coverage.demand
    return demand.lon[rows], demand.lat[rows], coverage.reached.distance_m[rows]


def _nearer(
    lon: Floats, lat: Floats, within_m: Floats, to_lon: Floats, to_lat: Floats
) -> Iterator[tuple[Integers, Integers, Floats]]:
    """Yield pairs nearer than each row's distance, and their metres, by row."""
    xyz, to_xyz = ecef_array_m(lon, lat), ecef_array_m(to_lon, to_lat)
    if not len(to_xyz) or not len(xyz):
        return
    tree, chords = cKDTree(to_xyz), longest_chords_m(within_m)
    counts = tree.query_ball_point(xyz, chords, return_length=True)
    for part in _steps(counts):
        near = tree.query_ball_point(xyz[part], chords[part], return_sorted=True)
        first = part.start + np.repeat(np.arange(len(near)), counts[part])
        second = np.fromiter((one for some in near for one in some), np.int64, len(first))
        chord = np.linalg.norm(xyz[first] - to_xyz[second], axis=1)
        metres = short_distances_m(xyz[first], to_xyz[second])
        long = np.flatnonzero(chord > SHORT_CHORD_M)
        a, b = first[long], second[long]
        metres[long] = distances_m(lon[a], lat[a], to_lon[b], to_lat[b])
        good = metres < within_m[first]
        yield first[good], second[good], metres[good]


def _steps(counts: Integers) -> Iterator[slice]:
    """Yield runs of rows with about so many pairs that memory stays bounded."""
    ends = np.cumsum(counts)
    start = 0
    while start < len(counts):
        before = int(ends[start - 1]) if start else 0
        end = max(start + 1, int(np.searchsorted(ends, before + _STEP_PAIRS, side="right")))
        yield slice(start, end)
        start = end
