"""Which stations lie within reach of which demand: the nearest one, any of some, all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy.spatial import cKDTree

from locator.errors import ParameterError, Words
from locator.geo.bulk import BulkIndex
from locator.geo.circles import LARGEST_RADIUS_M
from locator.geo.geodesic import distances_m, ecef_array_m, longest_chord_m

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from locator.stations.station_set import StationSet

    Floats = NDArray[np.float64]
    Integers = NDArray[np.int64]

_RADIUS = Words(
    f"0 至 {LARGEST_RADIUS_M:.0f} 的米数", f"a number of metres from 0 to {LARGEST_RADIUS_M:.0f}"
)
_CHUNK = 1 << 20


class Pairs(NamedTuple):
    """Demand and stations within reach of each other, by demand, then station; shape (p,)."""

    demand: Integers
    station: Integers
    distance_m: Floats


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
    stations: StationSet, members: Integers, lon: Floats, lat: Floats
) -> tuple[Integers, Floats]:
    """Return the nearest of some stations to each position: its place in the set, and metres.

    Exact geodesic distances; -1 and infinity where there are no stations.
    """
    if len(members) == len(stations):
        found, metres = stations.index.nearest_many(lon, lat)
        return found[:, 0], metres[:, 0]
    if not len(members):
        return np.full(len(lon), -1, np.int64), np.full(len(lon), np.inf)
    at = stations.lon[members], stations.lat[members]
    found, metres = BulkIndex(*at, ecef_array_m(*at)).nearest(lon, lat, 1)
    return members[found[:, 0]], metres[:, 0]


def pairs_within(
    stations: StationSet, members: Integers, lon: Floats, lat: Floats, radius_m: float
) -> Pairs:
    """Return every pair of a position and one of some stations within `radius_m`, bound included.

    Chords find candidates, as no chord exceeds its geodesic; exact geodesics decide.
    """
    parts = [Pairs(np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0))]
    if len(members) and len(lon):
        xyz_m = ecef_array_m(stations.lon[members], stations.lat[members])
        for start in range(0, len(lon), _CHUNK):
            part = slice(start, start + _CHUNK)
            demand, near = _candidates(ecef_array_m(lon[part], lat[part]), xyz_m, radius_m)
            demand, station = demand + start, members[near]
            metres = distances_m(
                lon[demand], lat[demand], stations.lon[station], stations.lat[station]
            )
            within = metres <= radius_m
            parts.append(Pairs(demand[within], station[within], metres[within]))
    demand, station, metres = (np.concatenate(columns) for columns in zip(*parts, strict=True))
    order = np.lexsort((station, demand))
    return Pairs(demand[order], station[order], metres[order])


def _candidates(demand_m: Floats, stations_m: Floats, radius_m: float) -> tuple[Integers, Integers]:
    """Return pairs (demand, station) whose chords a geodesic of the radius can have."""
    tree = cKDTree(demand_m)
    lists = tree.query_ball_point(stations_m, longest_chord_m(radius_m), workers=-1)
    counts = np.fromiter(map(len, lists), np.int64, len(lists))
    flat = np.fromiter((one for near in lists for one in near), np.int64, int(counts.sum()))
    return flat, np.repeat(np.arange(len(lists)), counts)
