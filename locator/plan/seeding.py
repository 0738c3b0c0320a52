"""Greedy seeds: again and again the position whose circle holds the most weight takes it."""

from __future__ import annotations

import heapq
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy.spatial import cKDTree

from locator.geo.geodesic import distances_m, ecef_array_m, longest_chord_m

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Integers = NDArray[np.int64]

_SMALLEST_BLOCK_M = 1_000.0
# Sums in different orders differ by rounding; a bound must not fall below what it bounds.
_SLACK = 1.0 + 1e-12
_BLOCK, _ROW = 0, 1


class Taken(NamedTuple):
    """A seed's row, the rows whose weight it takes, in ascending order, and that weight."""

    seed: int
    rows: Integers
    weight: float


class Seeder:
    """Positions with the weight that is still to be taken.

    Parameters
    ----------
    lon, lat
        Of every position that may be a seed, WGS 84, shape (n,).
    weight
        What it has to be taken, shape (n,); 0 for what is covered already.
    radius_m
        Of the circles, geodesic; their bound is inside.

    Notes
    -----
    What a circle holds only ever falls, so a sum once computed stays an upper bound, and a heap
    finds the greatest without computing the others again (Minoux 1978). The first bounds are those
    of blocks of neighbours: the weight in a ball around all circles of the block, in Earth-centred
    coordinates, where no chord exceeds its geodesic. A block is broken up when its bound comes
    first. Ties go to the smallest row, as if every sum were computed anew each time.
    """

    def __init__(self, lon: Floats, lat: Floats, weight: Floats, radius_m: float) -> None:
        self._lon, self._lat, self._radius_m = lon, lat, radius_m
        self._xyz_m = ecef_array_m(lon, lat)
        self._weight = weight.copy()
        self._targets = np.flatnonzero(weight > 0.0)
        self._tree = cKDTree(self._xyz_m[self._targets])
        self._chord_m = longest_chord_m(radius_m)

    def take(self, smallest_weight: float = 0.0) -> Iterator[Taken]:
        """Yield seeds by falling weight, down to the smallest, or until nothing is left."""
        blocks = self._blocks() if len(self._targets) else []
        heap = [(-bound, _BLOCK, n) for n, bound in enumerate(self._bounds(blocks))]
        heapq.heapify(heap)
        while heap:
            key, kind, number = heapq.heappop(heap)
            if key == 0.0 or -key < smallest_weight:
                return
            if kind == _BLOCK:
                for row in blocks[number].tolist():
                    self._push(heap, row, self._held(row))
                continue
            held = self._held(number)
            weight = float(self._weight[held].sum())
            if weight != -key:
                self._push(heap, number, held)
                continue
            self._weight[held] = 0.0
            yield Taken(number, held, weight)

    def _push(self, heap: list[tuple[float, int, int]], row: int, held: Integers) -> None:
        weight = float(self._weight[held].sum())
        if weight > 0.0:
            heapq.heappush(heap, (-weight, _ROW, row))

    def _held(self, row: int) -> Integers:
        """Return the rows inside the circle about a row that still have weight, ascending."""
        near = self._targets[self._tree.query_ball_point(self._xyz_m[row], self._chord_m)]
        near = np.sort(near[self._weight[near] > 0.0])
        start = np.full(len(near), self._lon[row]), np.full(len(near), self._lat[row])
        return near[distances_m(*start, self._lon[near], self._lat[near]) <= self._radius_m]

    def _blocks(self) -> list[Integers]:
        """Return the rows of each block of neighbours: cubes of two radii."""
        size_m = max(2.0 * self._radius_m, _SMALLEST_BLOCK_M)
        x, y, z = np.floor(self._xyz_m / size_m).astype(np.int64).T
        keys = (x << 32) + (y << 16) + z
        order = np.argsort(keys, kind="stable")
        return np.split(order, np.flatnonzero(np.diff(keys[order])) + 1)

    def _bounds(self, blocks: list[Integers]) -> list[float]:
        """Return for each block a weight that no circle about one of its rows exceeds."""
        if not blocks:
            return []
        sizes = np.array([len(rows) for rows in blocks])
        starts = np.cumsum(sizes) - sizes
        xyz_m = self._xyz_m[np.concatenate(blocks)]
        centres_m = np.add.reduceat(xyz_m, starts) / sizes[:, None]
        apart_m = np.linalg.norm(xyz_m - np.repeat(centres_m, sizes, axis=0), axis=1)
        reach_m = np.maximum.reduceat(apart_m, starts) + self._chord_m
        lists = self._tree.query_ball_point(centres_m, reach_m)
        counts = np.fromiter(map(len, lists), np.int64, len(lists))
        flat = np.fromiter((n for near in lists for n in near), np.int64, int(counts.sum()))
        weight = self._weight[self._targets[flat]]
        sums = np.bincount(np.repeat(np.arange(len(lists)), counts), weight, minlength=len(lists))
        bounds: list[float] = (sums * _SLACK).tolist()
        return bounds
