"""Metres on a small piece of the map: a flat approximation, good enough to scatter a model."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

METRES_PER_DEG_LAT = 111_000.0
METRES_PER_DEG_EQUATOR = 111_320.0


def shift(lon: float, lat: float, east_m: float, north_m: float) -> tuple[float, float]:
    """Return the position some metres away, rounded to 6 decimals as stations are written.

    >>> shift(113.5, 34.0, 0.0, 1110.0)
    (113.5, 34.01)
    """
    metres_per_deg_lon = METRES_PER_DEG_EQUATOR * math.cos(math.radians(lat))
    return round(lon + east_m / metres_per_deg_lon, 6), round(lat + north_m / METRES_PER_DEG_LAT, 6)


def distance_m(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Return the flat distance of two positions (lon, lat), within half a percent in Henan."""
    metres_per_deg_lon = METRES_PER_DEG_EQUATOR * math.cos(math.radians((a[1] + b[1]) / 2))
    return math.hypot((a[0] - b[0]) * metres_per_deg_lon, (a[1] - b[1]) * METRES_PER_DEG_LAT)


@dataclass
class Spacing:
    """The positions taken so far, in cells larger than the least spacing."""

    least_m: float = 80.0
    _cells: dict[tuple[int, int], list[tuple[float, float]]] = field(default_factory=dict)

    def is_free(self, position: tuple[float, float]) -> bool:
        """Tell whether nothing stands within the least spacing."""
        column, row = self._cell(position)
        return all(
            distance_m(position, other) >= self.least_m
            for i in (column - 1, column, column + 1)
            for j in (row - 1, row, row + 1)
            for other in self._cells.get((i, j), ())
        )

    def take(self, position: tuple[float, float]) -> None:
        """Remember a position."""
        self._cells.setdefault(self._cell(position), []).append(position)

    @staticmethod
    def _cell(position: tuple[float, float]) -> tuple[int, int]:
        return math.floor(position[0] / 0.001), math.floor(position[1] / 0.001)
