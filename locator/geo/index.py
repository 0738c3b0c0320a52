"""The exact nearest points, by geodesic distance, of one position and of millions.

A tree over degrees gives wrong neighbours, since a degree of longitude is shorter than one of
latitude. Here trees hold Earth-centred x, y, z in metres, where the straight chord between two
points never exceeds the geodesic. So the k nearest by chord give a radius r, their longest
geodesic; whatever lies nearer than r has a chord that no chord of r's length exceeds; and those few
are ranked by geodesic. The answer is the one that brute force gives, in the same order.

For one position the tree is an R-tree (`PointIndex.nearest`); for many it is a k-d tree
(`BulkIndex`), by the same proof, but vectorised, in threads, and in chunks, so that memory stays
bounded however many positions there are.
"""

from __future__ import annotations

import math
import os
import threading
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from rtree.index import Index, Property
from scipy.spatial import cKDTree

from locator.errors import ParameterError
from locator.geo.geodesic import (
    CHORD_SLACK_M,
    GEOD,
    SHORT_CHORD_M,
    distances_m,
    ecef_array_m,
    ecef_m,
    longest_chord_m,
    longest_chords_m,
    short_distances_m,
)
from locator.geo.points import lonlat_arrays

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import ArrayLike, NDArray

    from locator.geo.points import LonLat

    Accept = Callable[[int], bool] | NDArray[np.bool_]
    Positions = NDArray[np.int64]
    Floats = NDArray[np.float64]

_LEAF_CAPACITY = 50
# Up to here PROJ's call for one pair, 0.8 us, beats its call for arrays, 8 us and more.
_FEW = 16
# The tree takes about this many times as long for a point as a scan of all chords does.
_SCAN_ADVANTAGE = 25
# Candidates of the rows that are put in order together, and of those computed at once: the former
# the more, the nearer neighbours are; the latter fit the processor's cache with their coordinates.
_CHUNK_CANDIDATES = 1 << 18
_STEP_CANDIDATES = 1 << 16
_FEWEST_ROWS = 1 << 11  # that are worth a thread


class PointIndex:
    """An immutable index of n positions that several threads may query at once.

    Parameters
    ----------
    lon, lat
        Degrees, WGS 84, shape (n,); n may be 0. The answers' positions count along them.

    Raises
    ------
    ParameterError
        If a value is NaN, infinite or out of range, or the shapes differ.

    Examples
    --------
    >>> from locator.geo.points import LonLat
    >>> index = PointIndex([113.6, 113.7, 114.3], [34.7, 34.8, 34.8])
    >>> positions, distances_m = index.nearest(LonLat(113.66, 34.75), k=2)
    >>> positions.tolist(), distances_m.round(1).tolist()
    ([1, 0], [6646.3, 7808.2])
    """

    def __init__(self, lon: ArrayLike, lat: ArrayLike) -> None:
        self.lon, self.lat = (np.array(values) for values in lonlat_arrays(lon, lat))
        if self.lon.ndim != 1:
            raise ParameterError("lon, lat", self.lon.shape, "arrays of shape (n,)")
        self._xyz_m = ecef_array_m(self.lon, self.lat)
        for array in (self.lon, self.lat, self._xyz_m):
            array.flags.writeable = False
        # Python floats: reading one from an array costs as much as the arithmetic on it.
        self._lons, self._lats = self.lon.tolist(), self.lat.tolist()
        self._xyzs_m = [tuple(xyz) for xyz in self._xyz_m.tolist()]
        self._tree = _build_tree(self._xyz_m)
        # libspatialindex is not safe to read from two threads at once: it ends the process.
        self._lock = threading.Lock()
        self._bulk = BulkIndex(self.lon, self.lat, self._xyz_m)

    def __len__(self) -> int:
        return len(self._lons)

    def nearest(
        self, where: LonLat, k: int = 1, accept: Accept | None = None
    ) -> tuple[Positions, Floats]:
        """Return the k nearest points, exactly, by (geodesic distance, position).

        Parameters
        ----------
        where
            The position to search from, WGS 84.
        k
            How many, at least 1; fewer come back where fewer exist.
        accept
            Which points count: a boolean array of shape (n,), or a function of a point's position
            that answers whether it does. The answer is as exact as without it.

        Returns
        -------
        positions, distances_m
            Arrays of one length, at most k; metres.

        Raises
        ------
        ParameterError
            If k is no whole number of at least 1, or `accept` has another shape.
        """
        _check_k(k)
        here = _here(where)
        if accept is None:
            return self._search(here, k, None, count=k + 1)
        if callable(accept):
            return self._search(here, k, accept, count=2 * k + 8)
        accepted = np.asarray(accept)
        if accepted.shape != self.lon.shape or accepted.dtype != np.bool_:
            raise ParameterError("accept", accepted.shape, f"booleans of shape {self.lon.shape}")
        return self._nearest_of_mask(here, k, accepted)

    def within(self, where: LonLat, radius_m: float) -> tuple[Positions, Floats]:
        """Return all points at a geodesic distance <= `radius_m`, by (distance, position).

        Raises
        ------
        ParameterError
            If the radius is negative, NaN or not a number; infinity means all points.
        """
        number = isinstance(radius_m, (int, float, np.number)) and not isinstance(radius_m, bool)
        if not number or not radius_m >= 0.0:
            raise ParameterError("radius_m", radius_m, "metres, 0 or more")
        here = _here(where)
        positions, distances = self._ranked(here, self._in_chord(here, radius_m))
        count = int(np.searchsorted(distances, radius_m, side="right"))
        return positions[:count], distances[:count]

    def nearest_many(
        self,
        lon: ArrayLike,
        lat: ArrayLike,
        k: int = 1,
        *,
        threads: int | None = None,
        bounds_m: Sequence[float] = (),
    ) -> tuple[Positions, Floats]:
        """Return the k nearest points of each of many positions: the bulk form of `nearest`.

        Parameters
        ----------
        lon, lat
            Degrees, WGS 84, shape (q,).
        k
            How many, at least 1.
        threads
            How many to use; by default as many as there are processors.
        bounds_m
            Distances that the answers will be compared with: what lies on one of them, or within a
            micrometre, is told to the last bit, so that <= decides as in `within`.

        Returns
        -------
        positions, distances_m
            Shape (q, k), each row the points that `nearest` gives, in its order; distances are
            within 1e-7 m of its own. Where fewer than k points exist, the rest of a row is
            position -1 at an infinite distance.

        Raises
        ------
        ParameterError
            As `nearest` and the constructor do.
        """
        _check_k(k)
        if threads is not None and threads < 1:
            raise ParameterError("threads", threads, "a whole number of at least 1")
        lons, lats = lonlat_arrays(lon, lat)
        if lons.ndim != 1:
            raise ParameterError("lon, lat", lons.shape, "arrays of shape (q,)")
        return self._bulk.nearest(lons, lats, k, threads, bounds_m)

    def _search(
        self, here: _Here, k: int, accept: Callable[[int], bool] | None, count: int
    ) -> tuple[Positions, Floats]:
        """Query the tree for ever more points until k of them are accepted, then settle exactly.

        It begins with `count`.
        """
        judge = _always if accept is None else cache(accept)
        while True:
            near = self._tree_nearest(here, count)
            accepted = near if accept is None else [p for p in near if judge(p)]
            exhausted = len(near) >= len(self)
            if len(accepted) >= k or exhausted:
                break
            count = min(len(self), count * 4)
        positions, distances = self._ranked(here, accepted)
        if exhausted:
            return positions[:k], distances[:k]
        # The tree says nothing of points beyond the longest chord it returned.
        frontier_m = max(math.dist(here.xyz_m, self._xyzs_m[p]) for p in near)
        reach_m = float(distances[k - 1])
        if longest_chord_m(reach_m) >= frontier_m:
            candidates = [p for p in self._in_chord(here, reach_m) if judge(p)]
            positions, distances = self._ranked(here, candidates)
        return positions[:k], distances[:k]

    def _nearest_of_mask(
        self, here: _Here, k: int, accepted: NDArray[np.bool_]
    ) -> tuple[Positions, Floats]:
        """Search the tree where most points are accepted, scan the accepted ones where few are."""
        count = int(np.count_nonzero(accepted))
        expected = (k + 1) * len(self) // max(count, 1) + 1
        if expected * _SCAN_ADVANTAGE < count:
            return self._search(here, k, accepted.__getitem__, count=2 * expected + 8)
        members = np.flatnonzero(accepted)
        if count > k:
            chords_m = np.linalg.norm(self._xyz_m[members] - here.xyz_m, axis=1)
            nearest = members[np.argpartition(chords_m, k - 1)[:k]]
            reach_m = float(self._ranked(here, nearest)[1][-1])
            members = members[chords_m <= longest_chord_m(reach_m)]
        positions, distances = self._ranked(here, members)
        return positions[:k], distances[:k]

    def _tree_nearest(self, here: _Here, count: int) -> list[int]:
        if self._tree is None:
            return []
        with self._lock:
            return list(self._tree.nearest(here.xyz_m + here.xyz_m, count))

    def _in_chord(self, here: _Here, geodesic_m: float) -> list[int]:
        """Return the points that may lie within a geodesic distance; no other does."""
        if self._tree is None:
            return []
        chord_m = longest_chord_m(geodesic_m)
        x, y, z = here.xyz_m
        cube = (x - chord_m, y - chord_m, z - chord_m, x + chord_m, y + chord_m, z + chord_m)
        with self._lock:
            inside = list(self._tree.intersection(cube))
        return [p for p in inside if math.dist(here.xyz_m, self._xyzs_m[p]) <= chord_m]

    def _ranked(self, here: _Here, candidates: list[int] | Positions) -> tuple[Positions, Floats]:
        """Return candidates and their geodesic distances by (distance, position)."""
        if len(candidates) <= _FEW:
            lons, lats, inverse = self._lons, self._lats, GEOD.inv
            pairs = sorted(
                (inverse(here.lon, here.lat, lons[p], lats[p])[2], p) for p in candidates
            )
            return np.array([p for _, p in pairs], np.int64), np.array([d for d, _ in pairs], float)
        members = np.sort(np.asarray(candidates, np.int64))
        start = np.full(len(members), here.lon), np.full(len(members), here.lat)
        distances = distances_m(*start, self.lon[members], self.lat[members])
        order = np.argsort(distances, kind="stable")  # members ascend, so ties stay by position
        return members[order], distances[order]


class BulkIndex:
    """The nearest points of millions of positions, over n points; immutable.

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
        columns = min(k, len(self._lon))
        if columns == 0 or len(lon) == 0:
            return positions, distances

        def fill(chunk: slice) -> None:
            order = _by_cell(lon[chunk], lat[chunk])
            rows = chunk.start + order
            near, metres = self._chunk(lon[rows], lat[rows], columns)
            self._settle(lon[rows], lat[rows], near, metres, bounds_m)
            positions[rows, :columns], distances[rows, :columns] = near, metres

        workers = threads or os.cpu_count() or 1
        share = max(-(-len(lon) // workers), _FEWEST_ROWS)
        step = max(1, min(_CHUNK_CANDIDATES // (columns + 1), share))
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
        """Settle all rows, with more neighbours where the first few prove nothing."""
        positions = np.empty((len(lon), k), np.int64)
        distances = np.empty((len(lon), k))
        xyz_m = ecef_array_m(lon, lat)
        rows = np.arange(len(lon))
        count = k + 1
        while len(rows):
            count = min(count, len(self._lon))
            open_rows = []
            step = max(1, _STEP_CANDIDATES // count)
            for start in range(0, len(rows), step):
                part = rows[start : start + step]
                near, metres, settled = self._query(lon[part], lat[part], xyz_m[part], k, count)
                if settled.all():  # nearly always, and five times as fast
                    positions[part], distances[part] = near, metres
                    continue
                positions[part[settled]], distances[part[settled]] = near[settled], metres[settled]
                open_rows.append(part[~settled])
            rows = np.concatenate([np.empty(0, np.int64), *open_rows])
            count *= 4
        return positions, distances

    def _query(
        self, lon: Floats, lat: Floats, xyz_m: Floats, k: int, count: int
    ) -> tuple[Positions, Floats, NDArray[np.bool_]]:
        """Rank the `count` nearest by chord of each row; return which rows that proves, too.

        A row is proved when the last chord exceeds every chord of a geodesic as long as its k-th:
        no point that was left out can be nearer. With all points among them nothing is left out.
        """
        chords_m, near = self._tree.query(xyz_m, k=range(1, count + 1))
        everything = count == len(self._lon)
        if not everything and count == k + 1:
            # The last is only there for its chord.
            return self._query_short(lon, lat, xyz_m, near[:, :k], chords_m)
        metres = self._exact(lon, lat, near)
        if near.shape[1] > 1:
            order = np.lexsort((near, metres), axis=-1)[:, :k]
            near = np.take_along_axis(near, order, axis=-1)
            metres = np.take_along_axis(metres, order, axis=-1)
        if everything:
            return near, metres, np.ones(len(near), np.bool_)
        return near, metres, chords_m[:, -1] > longest_chords_m(metres[:, k - 1])

    def _query_short(
        self, lon: Floats, lat: Floats, xyz_m: Floats, near: Positions, chords_m: Floats
    ) -> tuple[Positions, Floats, NDArray[np.bool_]]:
        """Rank the k nearest by chord as `_query` does, with geodesics from the chords.

        Rows in which two of them are so near to each other that their order might be wrong are
        not proved, and are queried again.
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
        """Replace by PROJ's the distances that lie on a bound, or as good as."""
        for bound_m in bounds_m:
            rows = np.flatnonzero((np.abs(metres - bound_m) <= CHORD_SLACK_M).any(axis=1))
            metres[rows] = self._exact(lon[rows], lat[rows], near[rows])


class _Here(NamedTuple):
    """Where a search starts: degrees, and the same in Earth-centred metres."""

    lon: float
    lat: float
    xyz_m: tuple[float, float, float]


def _here(where: LonLat) -> _Here:
    return _Here(where.lon, where.lat, ecef_m(where.lon, where.lat))


def _always(position: int) -> bool:  # noqa: ARG001  # the shape of an `accept`
    return True


def _build_tree(xyz_m: Floats) -> Index | None:
    if not len(xyz_m):
        return None
    shape = Property(dimension=3, leaf_capacity=_LEAF_CAPACITY, index_capacity=_LEAF_CAPACITY)
    return Index((np.arange(len(xyz_m)), xyz_m, xyz_m), properties=shape)


def _check_k(k: int) -> None:
    if isinstance(k, bool) or not isinstance(k, (int, np.integer)) or k < 1:
        raise ParameterError("k", k, "a whole number of at least 1")


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
