"""Weighted figures of distances: shares within a radius, means, quantiles, the worst-off tenth."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


class DistanceProfile:
    """Weights by their distance; what has no weight counts for nothing.

    Parameters
    ----------
    distance_m
        In ascending order, shape (n,); infinite where there is nothing to go to.
    weight
        0 or more, shape (n,).

    Notes
    -----
    Without any weight a share or a distance has no value: None. So has a mean or a quantile that
    would be infinite.
    """

    def __init__(self, distance_m: Floats, weight: Floats) -> None:
        some = weight > 0.0
        if not some.all():
            distance_m, weight = distance_m[some], weight[some]
        self._distance_m, self._weight = distance_m, weight
        self._cumulative = np.cumsum(self._weight)
        self.total = float(self._cumulative[-1]) if len(self._cumulative) else 0.0

    def weight_within(self, radius_m: float) -> float:
        """Return the weight at a distance <= `radius_m`."""
        count = int(np.searchsorted(self._distance_m, radius_m, side="right"))
        return float(self._cumulative[count - 1]) if count else 0.0

    def share_within(self, radius_m: float) -> float | None:
        """Return the share of the weight at a distance <= `radius_m`."""
        return self.weight_within(radius_m) / self.total if self.total else None

    def share_by_detour(self, detour_factor: float, radius_m: float) -> float | None:
        """Return the share of the weight whose distance times a factor is <= `radius_m`."""
        if not self.total:
            return None
        count = int(np.count_nonzero(self._distance_m * detour_factor <= radius_m))
        return float(self._cumulative[count - 1]) / self.total if count else 0.0

    def mean_m(self) -> float | None:
        """Return the weighted mean distance."""
        if not self.total:
            return None
        return _finite(_product_sum(self._distance_m, self._weight) / self.total)

    def quantile_m(self, part: float) -> float | None:
        """Return the smallest distance within which at least this part of the weight lies."""
        if not self.total:
            return None
        position = int(np.searchsorted(self._cumulative, part * self.total, side="left"))
        return _finite(float(self._distance_m[min(position, len(self._distance_m) - 1)]))

    def worst_mean_m(self, part: float = 0.1) -> float | None:
        """Return the mean distance of the part of the weight that is farthest away.

        The row in which the part begins counts with as much of its weight as belongs to it.
        """
        if not self.total:
            return None
        missing = part * self.total
        first = int(np.searchsorted(self._cumulative, self.total - missing, side="right"))
        first = min(first, len(self._weight) - 1)
        above = self.total - self._cumulative[first:]  # weight beyond each row
        taken = np.clip(missing - above, 0.0, self._weight[first:])
        far = taken > 0.0
        return _finite(_product_sum(self._distance_m[first:][far], taken[far]) / missing)


def _product_sum(distance_m: Floats, weight: Floats) -> float:
    # Not by @: BLAS splits it among its threads, so that rounding depends on the machine.
    return float((distance_m * weight).sum())


def _finite(metres: float) -> float | None:
    return metres if metres < np.inf else None
