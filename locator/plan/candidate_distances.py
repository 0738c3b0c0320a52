"""Distances from demand to candidate sites, in metres, as far as they can matter to a plan.

A candidate matters to a demand point only if it is nearer than the nearest present station. The
module also answers how far apart candidates made from demand must be for their distances to fit in
memory.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse
from scipy.spatial import cKDTree

from locator.errors import ParameterError
from locator.geo.geodesic import (
    SHORT_CHORD_M,
    distances_m,
    ecef_array_m,
    longest_chords_m,
    short_distances_m,
)
from locator.language import Phrase, phrase
from locator.plan.candidates import candidates_from_demand

if TYPE_CHECKING:
    from collections.abc import Iterator

    from locator.plan.candidates import Candidates
    from locator.plan.coverage import Coverage
    from locator.plan.siting.plan import Problem
    from locator.plan.siting.problem import Booleans, Floats, Integers, Matrix


MOST_PAIRS = 30_000_000  # 500 MB as they are; a solver needs ten times that
_FEWER = phrase("plan.fewer", most_pairs=MOST_PAIRS)
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


# Pairs with which a minute gives a plan within a few per cent of its bound.
_SOUGHT_PAIRS = 12_000_000
_SPACINGS_M = (0.0, 1_000.0, 2_000.0, 3_000.0, 5_000.0, 10_000.0, 20_000.0, 50_000.0, 100_000.0)


def spaced_candidates(
    coverage: Coverage, problem: Problem, spacing_m: float | None = None
) -> Candidates:
    """Return candidates made of a coverage's demand, as many as the problem can hold.

    Parameters
    ----------
    coverage
        The demand, and what stands.
    problem
        Covering problems hold every cell of a province. Those of distances hold each pair of demand
        and a candidate nearer than what stands: many, where few stations stand.
    spacing_m
        No two candidates are nearer to each other than so many metres, 0 to 100 km. By default the
        least of some round distances at which there are at most twelve million pairs.

    Raises
    ------
    ParameterError
        If the spacing is not allowed, or leaves too many pairs; it names one that would not.
    """
    if problem in ("mclp", "lscp"):
        return candidates_from_demand(coverage.demand, spacing_m or 0.0)
    if spacing_m is None:
        candidates = _first_within(coverage, _SPACINGS_M, _SOUGHT_PAIRS)
        # Demand alone may be too much, whatever the spacing: the last is then refused as it is.
        return candidates or candidates_from_demand(coverage.demand, _SPACINGS_M[-1])
    candidates = candidates_from_demand(coverage.demand, spacing_m)
    if _holds(coverage, candidates, MOST_PAIRS):
        return candidates
    wider = tuple(wide for wide in _SPACINGS_M if wide > spacing_m)
    enough = _first_within(coverage, wider, MOST_PAIRS)
    raise ParameterError("spacing_m", spacing_m, _wider(enough))


def _first_within(
    coverage: Coverage, spacings_m: tuple[float, ...], most: int
) -> Candidates | None:
    """Return the candidates of the first spacing that leaves at most so many pairs."""
    for spacing_m in spacings_m:
        candidates = candidates_from_demand(coverage.demand, spacing_m)
        if _holds(coverage, candidates, most):
            return candidates
    return None


def _holds(coverage: Coverage, candidates: Candidates, most: int) -> bool:
    rows = np.flatnonzero(coverage.demand.weight > 0.0)
    return count_nearer(coverage, candidates, rows, most) <= most


def _wider(enough: Candidates | None) -> Phrase:
    """Return what spacing would do: with it all pairs that can matter can be held."""
    pairs = f"{MOST_PAIRS:,}"
    if enough is None:
        return phrase("plan.most_pairs_aggregate_demand", pairs=pairs)
    metres = f"{enough.spacing_m or 0.0:,.0f}"
    return phrase("plan.metres_more_leaves_most_pairs", metres=metres, pairs=pairs)
