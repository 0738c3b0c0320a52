"""All pairs of two sets of positions within a geodesic distance of each other, block by block."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy.spatial import cKDTree

from locator.geo.geodesic import distances_m, ecef_array_m, longest_chord_m, sure_chord_m

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Integers = NDArray[np.int64]

_MOST_PAIRS = 1 << 22  # held at once: 200 MB with what is computed from them


class Pairs(NamedTuple):
    """Rows of a first and of a second set that are near to each other, shape (p,) each.

    By row of the first, then of the second.
    """

    first: Integers
    second: Integers


class PairFinder:
    """Two sets of positions, and how far apart a pair may be.

    Parameters
    ----------
    lon, lat
        Of the first set, checked degrees, WGS 84, shape (n,).
    to_lon, to_lat
        Of the second, shape (m,).
    radius_m
        Geodesic, 0 to 1,000 km; the bound is within.

    Notes
    -----
    No chord exceeds its geodesic, so chords find the candidates. Where a chord is so short that its
    geodesic can't be longer than the radius, it decides; exact geodesics decide the few others.
    """

    def __init__(
        self, lon: Floats, lat: Floats, to_lon: Floats, to_lat: Floats, radius_m: float
    ) -> None:
        self._from, self._to = (lon, lat), (to_lon, to_lat)
        self._xyz_m = ecef_array_m(lon, lat)
        self._tree = cKDTree(ecef_array_m(to_lon, to_lat))
        self._radius_m = radius_m
        self._longest_m, self._sure_m = longest_chord_m(radius_m), sure_chord_m(radius_m)

    @cached_property
    def count(self) -> int:
        """The number of pairs, or a few more."""
        return self._count(self._first_tree) if len(self._xyz_m) else 0

    def blocks(self, rows: Integers | None = None) -> Iterator[Pairs]:
        """Yield the pairs of some rows of the first set, ascending, or of all, in order.

        A row's pairs come in one block; blocks have some million pairs, unless one row has more.
        """
        for pairs in self._unordered(rows):
            keys = np.sort(pairs.first * self._tree.n + pairs.second)
            if len(keys):
                yield Pairs(*np.divmod(keys, self._tree.n))

    def all(self) -> Pairs:
        """Return all pairs at once."""
        none = Pairs(np.empty(0, np.int64), np.empty(0, np.int64))
        first, second = zip(none, *self.blocks(), strict=True)
        return Pairs(np.concatenate(first), np.concatenate(second))

    def sums(self, weight: Floats) -> Floats:
        """Return for each row of the first set the weight of the second that is near, shape (n,).

        The order of summation is not defined: give whole numbers where that matters.
        """
        sums = np.zeros(len(self._xyz_m))
        for first, second in self._unordered(None):
            if len(first):
                start = int(first.min())
                part = np.bincount(first - start, weight[second])
                sums[start : start + len(part)] += part
        return sums

    @cached_property
    def _first_tree(self) -> cKDTree:
        return cKDTree(self._xyz_m)

    def _count(self, tree: cKDTree) -> int:
        return int(tree.count_neighbors(self._tree, self._longest_m)) if self._tree.n else 0

    def _unordered(self, rows: Integers | None) -> Iterator[Pairs]:
        if rows is not None:
            yield from self._split(rows)
        elif 0 < self.count <= _MOST_PAIRS:
            yield self._pairs(self._first_tree, None)
        elif self.count:
            yield from self._split(np.arange(len(self._xyz_m)))

    def _split(self, rows: Integers) -> Iterator[Pairs]:
        """Yield the pairs of some rows, halved until they are few enough."""
        tree = cKDTree(self._xyz_m[rows])
        count = self._count(tree) if len(rows) > 1 else 1
        if count > _MOST_PAIRS:
            middle = len(rows) // 2
            yield from self._split(rows[:middle])
            yield from self._split(rows[middle:])
        elif count:
            yield self._pairs(tree, rows)

    def _pairs(self, tree: cKDTree, rows: Integers | None) -> Pairs:
        near = tree.sparse_distance_matrix(self._tree, self._longest_m, output_type="ndarray")
        first, second = near["i"] if rows is None else rows[near["i"]], near["j"]
        doubtful = np.flatnonzero(near["v"] > self._sure_m)
        if not len(doubtful):
            return Pairs(first, second)
        ends = (*(values[first[doubtful]] for values in self._from),
                *(values[second[doubtful]] for values in self._to))  # fmt: skip
        beyond = doubtful[distances_m(*ends) > self._radius_m]
        return Pairs(np.delete(first, beyond), np.delete(second, beyond))
