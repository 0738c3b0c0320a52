"""The exact nearest points of millions of positions: a k-d tree for chords, geodesics from them.

The same answers as `PointIndex.nearest`, by the same proof, but vectorised, in threads, and in
chunks, so that memory stays bounded however many positions are asked for.
"""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import numpy as np
from scipy.spatial import cKDTree

from locator.geo.geodesic import (
    CHORD_SLACK_M,
    SHORT_CHORD_M,
    distances_m,
    ecef_array_m,
    longest_chords_m,
    short_distances_m,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Positions = NDArray[np.int64]
    Floats = NDArray[np.float64]

# Candidates of the rows that are put in order together, and of those computed at once: the former
# the more, the nearer neighbours are; the latter fit the processor's cache with their coordinates.
_CHUNK_CANDIDATES = 1 << 18
_STEP_CANDIDATES = 1 << 16
_FEWEST_ROWS = 1 << 11  # that are worth a thread


class BulkIndex:
    """The bulk path over n points; immutable.

    Parameters
    ----------
    lon, lat
        Checked degrees, WGS 84, shape (n,).
    xyz_m
        The same points in Earth-centred metres, shape (n, 3).
    """

    def __init__(self, lon: Floats, lat: Floats, xyz_m: Floats) -> None:
        self._lon, self._lat, self._xyz_m = lon, lat, xyz_m
        self._tree = cKDTree(xyz_m)

    def nearest(
        self,
        lon: Floats,
        lat: Floats,
        k: int,
        threads: int | None = None,
        bounds_m: Sequence[float] = (),
    ) -> tuple[Positions, Floats]:
        """Return positions and geodesic distances in metres, shape (q, k), rows in exact order.

        Rows are filled with position -1 at an infinite distance where fewer than k points exist.
        Distances are right to 1e-7 m; what is that near to one of `bounds_m` is what `distances_m`
        says, so that a comparison with the bound decides as `PointIndex.within` does.
        """
        positions = np.full((len(lon), k), -1, np.int64)
        distances = np.full((len(lon), k), np.inf)
        found = min(k, len(self._lon))
        if found == 0 or len(lon) == 0:
            return positions, distances

        def fill(chunk: slice) -> None:
            order = _by_cell(lon[chunk], lat[chunk])
            rows = chunk.start + order
            near, metres = self._chunk(lon[rows], lat[rows], found)
            self._settle(lon[rows], lat[rows], near, metres, bounds_m)
            positions[rows, :found], distances[rows, :found] = near, metres

        workers = threads or os.cpu_count() or 1
        share = max(-(-len(lon) // workers), _FEWEST_ROWS)
        step = max(1, min(_CHUNK_CANDIDATES // (found + 1), share))
        chunks = [slice(start, start + step) for start in range(0, len(lon), step)]
        workers = min(workers, len(chunks))
        if workers == 1:
            for chunk in chunks:
                fill(chunk)
        else:
            with ThreadPoolExecutor(workers) as pool:
                list(pool.map(fill, chunks))
        return positions, distances

    def _chunk(self, lon: Floats, lat: Floats, k: int) -> tuple[Positions, Floats]:
        """Settle all rows, asking for more neighbours where the first answer proves nothing."""
        positions = np.empty((len(lon), k), np.int64)
        distances = np.empty((len(lon), k))
        xyz_m = ecef_array_m(lon, lat)
        rows = np.arange(len(lon))
        ask = k + 1
        while len(rows):
            ask = min(ask, len(self._lon))
            open_rows = []
            step = max(1, _STEP_CANDIDATES // ask)
            for start in range(0, len(rows), step):
                part = rows[start : start + step]
                near, metres, settled = self._ask(lon[part], lat[part], xyz_m[part], k, ask)
                if settled.all():  # nearly always, and five times as fast
                    positions[part], distances[part] = near, metres
                    continue
                positions[part[settled]], distances[part[settled]] = near[settled], metres[settled]
                open_rows.append(part[~settled])
            rows = np.concatenate([np.empty(0, np.int64), *open_rows])
            ask *= 4
        return positions, distances

    def _ask(
        self, lon: Floats, lat: Floats, xyz_m: Floats, k: int, ask: int
    ) -> tuple[Positions, Floats, NDArray[np.bool_]]:
        """Rank the `ask` nearest by chord of each row; tell which rows are thereby proved.

        A row is proved when the last chord exceeds every chord of a geodesic as long as its k-th:
        no point that was left out can be nearer. With all points asked for nothing is left out.
        """
        chords_m, near = self._tree.query(xyz_m, k=range(1, ask + 1))
        everything = ask == len(self._lon)
        if not everything and ask == k + 1:
            # The last is only there for its chord.
            return self._ask_short(lon, lat, xyz_m, near[:, :k], chords_m)
        metres = self._exact(lon, lat, near)
        if near.shape[1] > 1:
            order = np.lexsort((near, metres), axis=-1)[:, :k]
            near = np.take_along_axis(near, order, axis=-1)
            metres = np.take_along_axis(metres, order, axis=-1)
        if everything:
            return near, metres, np.ones(len(near), np.bool_)
        return near, metres, chords_m[:, -1] > longest_chords_m(metres[:, k - 1])

    def _ask_short(
        self, lon: Floats, lat: Floats, xyz_m: Floats, near: Positions, chords_m: Floats
    ) -> tuple[Positions, Floats, NDArray[np.bool_]]:
        """Rank the k nearest by chord as `_ask` does, with geodesics from the chords.

        Rows in which two of them are so near to each other that their order might be wrong are
        not proved, and are asked again.
        """
        count, k = near.shape
        starts = xyz_m if k == 1 else np.repeat(xyz_m, k, axis=0)
        metres = short_distances_m(starts, self._xyz_m[near.ravel()]).reshape(count, k)
        long = chords_m[:, k - 1] > SHORT_CHORD_M
        if long.any():
            metres[long] = self._exact(lon[long], lat[long], near[long])
        settled = chords_m[:, -1] > longest_chords_m(metres.max(axis=1))
        if k > 1:
            order = np.argsort(metres, axis=-1)
            near = np.take_along_axis(near, order, axis=-1)
            metres = np.take_along_axis(metres, order, axis=-1)
            settled &= (np.diff(metres, axis=1) > CHORD_SLACK_M).all(axis=1)
        return near, metres, settled

    def _exact(self, lon: Floats, lat: Floats, near: Positions) -> Floats:
        """Return PROJ's geodesics to some points of each row, shape (q, k)."""
        from_lon = np.broadcast_to(lon[:, None], near.shape)
        from_lat = np.broadcast_to(lat[:, None], near.shape)
        return distances_m(from_lon, from_lat, self._lon[near], self._lat[near])

    def _settle(
        self, lon: Floats, lat: Floats, near: Positions, metres: Floats, bounds_m: Sequence[float]
    ) -> None:
        """Let PROJ tell the distances that lie on a bound, or as good as."""
        for bound_m in bounds_m:
            rows = np.flatnonzero((np.abs(metres - bound_m) <= CHORD_SLACK_M).any(axis=1))
            metres[rows] = self._exact(lon[rows], lat[rows], near[rows])


def _by_cell(lon: Floats, lat: Floats) -> Positions:
    """Return an order in which neighbours in space are neighbours in time.

    They then find the branch of the tree that they need in the processor's cache: with 200,000
    points that halves the time. 256 rows of 256 cells make keys of 16 bits, which NumPy sorts in
    linear time.
    """
    keys = np.zeros(len(lon), np.uint16)
    for degrees in (lat, lon):
        low, extent = degrees.min(), max(float(np.ptp(degrees)), 1e-9)
        keys = keys << np.uint16(8) | ((degrees - low) * (255.0 / extent)).astype(np.uint16)
    return np.argsort(keys, kind="stable")
