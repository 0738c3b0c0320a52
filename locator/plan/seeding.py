"""Greedy seeds: again and again the position whose circle holds the most weight takes it."""

from __future__ import annotations

import heapq
import math
from typing import TYPE_CHECKING, NamedTuple, Protocol

import numpy as np

from locator.geo.pairs import PairFinder, Pairs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Integers = NDArray[np.int64]

_MOST_KEPT = 1 << 22  # pairs: 150 MB with both of their orders
# Float64 counts whole numbers to 2^53.
_UNITS = 52


class Taken(NamedTuple):
    """A seed's row, the rows whose weight it takes, in ascending order, and that weight."""

    seed: int
    rows: Integers
    weight: float


class _Near(Protocol):
    """Which rows of a second set are near to rows of a first: kept, or found each time."""

    def blocks(self, rows: Integers) -> Iterator[Pairs]:
        """Yield the pairs of some rows of the first set."""

    def sums(self, weight: Floats) -> Floats:
        """Return the weight of the second set that is near to each row of the first."""


class _Kept:
    """Pairs kept in memory, by the row of the first set."""

    def __init__(self, pairs: Pairs, count: int) -> None:
        self._pairs, self._count = pairs, count
        self._ends = np.cumsum(np.bincount(pairs.first, minlength=count))
        self._starts = np.append(0, self._ends[:-1])

    def blocks(self, rows: Integers) -> Iterator[Pairs]:
        parts = [slice(*ends) for ends in zip(self._starts[rows], self._ends[rows], strict=True)]
        yield Pairs(*(np.concatenate([ids[part] for part in parts]) for ids in self._pairs))

    def sums(self, weight: Floats) -> Floats:
        near = weight[self._pairs.second]
        return np.bincount(self._pairs.first, near, minlength=self._count).astype(np.float64)


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
    What every circle holds is summed once; what a seed takes is then subtracted from the circles
    that held it too. Sums only ever fall, so in a heap of sums as they once were the first that
    still holds is the greatest. Weights are counted in units of at most 2^-51 of all, of which
    sums and differences are exact in any order: ties are ties, and go to the smallest row.
    """

    def __init__(self, lon: Floats, lat: Floats, weight: Floats, radius_m: float) -> None:
        self._weight = weight
        self._targets = np.flatnonzero(weight > 0.0)
        self._left = _units(weight[self._targets])
        targets = lon[self._targets], lat[self._targets]
        found = PairFinder(lon, lat, *targets, radius_m)
        self._of_row: _Near = found
        self._of_target: _Near
        if found.count > _MOST_KEPT:
            self._of_target = PairFinder(*targets, lon, lat, radius_m)
        else:
            pairs = found.all()
            order = np.argsort(pairs.second, kind="stable")
            turned = Pairs(pairs.second[order], pairs.first[order])
            self._of_row = _Kept(pairs, len(lon))
            self._of_target = _Kept(turned, len(self._targets))

    def take(self, smallest_weight: float = 0.0) -> Iterator[Taken]:
        """Yield seeds by falling weight, down to the smallest, or until nothing is left."""
        sums = self._of_row.sums(self._left)
        some = np.flatnonzero(sums)
        heap = list(zip((-sums[some]).tolist(), some.tolist(), strict=True))
        heapq.heapify(heap)
        while heap:
            key, row = heap[0]
            held = float(sums[row])
            if held != -key:
                if held:
                    heapq.heapreplace(heap, (-held, row))
                else:
                    heapq.heappop(heap)
                continue
            taken = self._taken(row, sums)
            if taken.weight < smallest_weight:
                return
            yield taken

    def _taken(self, row: int, sums: Floats) -> Taken:
        """Take what a circle holds."""
        (near,) = (pairs.second for pairs in self._of_row.blocks(np.array([row])))
        held = near[self._left[near] > 0.0]
        for first, second in self._of_target.blocks(held):
            np.subtract.at(sums, second, self._left[first])
        self._left[held] = 0.0
        rows = self._targets[held]
        return Taken(row, rows, float(self._weight[rows].sum()))


def _units(weight: Floats) -> Floats:
    """Return positive weights as whole numbers of a unit that is a power of two."""
    if not len(weight):
        return weight
    _, exponent = math.frexp(float(weight.sum()))
    return np.maximum(np.rint(np.ldexp(weight, _UNITS - exponent)), 1.0)
