"""Which stations lie within reach of which demand: the nearest one, any of some, all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from locator.errors import ParameterError, Words
from locator.geo.bulk import BulkIndex
from locator.geo.circles import LARGEST_RADIUS_M
from locator.geo.geodesic import ecef_array_m
from locator.geo.pairs import PairFinder, Pairs

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from locator.stations.station_set import StationSet

    Floats = NDArray[np.float64]
    Integers = NDArray[np.int64]

_RADIUS = Words(
    f"0 至 {LARGEST_RADIUS_M:.0f} 的米数", f"a number of metres from 0 to {LARGEST_RADIUS_M:.0f}"
)


def check_radius(radius_m: float) -> float:
    """Return a service radius as a float.

    Raises
    ------
    ParameterError
        If it is NaN, negative, above 1,000 km, or no number.
    """
    number = isinstance(radius_m, (int, float, np.integer, np.floating))
    if isinstance(radius_m, bool) or not number or not 0.0 <= radius_m <= LARGEST_RADIUS_M:
        raise ParameterError("radius_m", radius_m, _RADIUS)
    return float(radius_m)


def nearest_of(
    stations: StationSet,
    members: Integers,
    lon: Floats,
    lat: Floats,
    bounds_m: Sequence[float] = (),
) -> tuple[Integers, Floats]:
    """Return the nearest of some stations to each position: its place in the set, and metres.

    Geodesic distances as `PointIndex.nearest_many` tells them, exact at the bounds; -1 and infinity
    where there are no stations.
    """
    if len(members) == len(stations):
        found, metres = stations.index.nearest_many(lon, lat, bounds_m=bounds_m)
        return found[:, 0], metres[:, 0]
    if not len(members):
        return np.full(len(lon), -1, np.int64), np.full(len(lon), np.inf)
    at = stations.lon[members], stations.lat[members]
    found, metres = BulkIndex(*at, ecef_array_m(*at)).nearest(lon, lat, 1, bounds_m=bounds_m)
    return members[found[:, 0]], metres[:, 0]


def pairs_within(
    stations: StationSet, members: Integers, lon: Floats, lat: Floats, radius_m: float
) -> Iterator[Pairs]:
    """Yield every pair of a position and one of some stations within `radius_m`, bound included.

    In blocks, by position, then by the station's place in the set; `second` is that place.
    """
    at = stations.lon[members], stations.lat[members]
    for pairs in PairFinder(lon, lat, *at, radius_m).blocks():
        yield Pairs(pairs.first, members[pairs.second])
