"""The exact nearest points, by geodesic distance: an R-tree over Earth-centred coordinates.

An R-tree over degrees gives wrong neighbours, since a degree of longitude is shorter than one of
latitude. Here the tree holds x, y, z in metres, where the straight chord between two points never
exceeds the geodesic. So the k nearest by chord give a radius r, their longest geodesic; whatever
lies nearer than r has a chord that no chord of r's length exceeds; and those few are ranked by
geodesic. The answer is the one that brute force gives, in the same order.
"""

from __future__ import annotations

import math
import threading
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from rtree.index import Index, Property

from locator.errors import ParameterError
from locator.geo import bulk
from locator.geo.geodesic import GEOD, distances_m, ecef_array_m, ecef_m, longest_chord_m
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


class _Here(NamedTuple):
    """Where a search starts: degrees, and the same in Earth-centred metres."""

    lon: float
    lat: float
    xyz_m: tuple[float, float, float]


def _here(where: LonLat) -> _Here:
    return _Here(where.lon, where.lat, ecef_m(where.lon, where.lat))


class PointIndex:
    """An immutable index of n positions that may be asked from several threads at once.

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
        self._bulk = bulk.BulkIndex(self.lon, self.lat, self._xyz_m)

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
            return self._search(here, k, None, ask=k + 1)
        if callable(accept):
            return self._search(here, k, accept, ask=2 * k + 8)
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
        self, here: _Here, k: int, accept: Callable[[int], bool] | None, ask: int
    ) -> tuple[Positions, Floats]:
        """Ask the tree for ever more points until k of them are accepted, then settle exactly."""
        judge = _always if accept is None else cache(accept)
        while True:
            found = self._tree_nearest(here, ask)
            taken = found if accept is None else [p for p in found if judge(p)]
            exhausted = len(found) >= len(self)
            if len(taken) >= k or exhausted:
                break
            ask = min(len(self), ask * 4)
        positions, distances = self._ranked(here, taken)
        if exhausted:
            return positions[:k], distances[:k]
        # The tree says nothing of points beyond the longest chord it returned.
        frontier_m = max(math.dist(here.xyz_m, self._xyzs_m[p]) for p in found)
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
            return self._search(here, k, accepted.__getitem__, ask=2 * expected + 8)
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
