"""The nearest stations of a position, or of millions of positions, exactly."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import numpy as np

from locator.errors import ParameterError, Words
from locator.geo.geodesic import bearing_deg
from locator.stations.moments import CHINA
from locator.stations.selection import Selection

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import ArrayLike, NDArray

    from locator.geo.points import LonLat
    from locator.stations.station import Station
    from locator.stations.station_set import StationSet

DEFAULT_K = 5
MAX_K = 100


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A station found near a position.

    Parameters
    ----------
    rank
        1 for the nearest.
    position
        Where the station stands in its set.
    station
        The station.
    distance_m
        The geodesic distance to it: as the crow flies, not along roads.
    bearing_deg
        The direction to it at the start, clockwise from north.
    """

    rank: int
    position: int
    station: Station
    distance_m: float
    bearing_deg: float


def find_nearest(
    stations: StationSet,
    where: LonLat,
    k: int = DEFAULT_K,
    *,
    kinds: Iterable[str] | None = None,
    services: Iterable[str] | None = None,
    statuses: Iterable[str] | None = None,
    at: datetime | None = None,
    max_distance_m: float | None = None,
) -> list[Neighbour]:
    """Return the k nearest stations, by (geodesic distance, position in the set).

    Parameters
    ----------
    stations
        The set to search.
    where
        The position to search from, WGS 84.
    k
        How many at most, from 1 to 100.
    kinds
        Keys of `KINDS`: a station must be of one of them.
    services
        Keys of `SERVICES`: a station must offer all of them.
    statuses
        `active` alone unless others are asked for.
    at
        The moment by whose date in China seasons are judged; the present one by default. A time
        without a zone is China's.
    max_distance_m
        Stations farther than this, in metres, are left out; one at just this distance stays.

    Raises
    ------
    ParameterError
        For a value that is not allowed; the message names the parameter.
    """
    _check_k(k)
    day = _china_time(at).date()
    selection = Selection.of(kinds=kinds, services=services, statuses=statuses, day=day)
    reach_m = _checked_reach_m(max_distance_m)
    positions, distances = stations.index.nearest(where, k, stations.filter(selection))
    return [
        _neighbour(stations, where, rank, position, metres)
        for rank, (position, metres) in enumerate(
            zip(positions.tolist(), distances.tolist(), strict=True), start=1
        )
        if metres <= reach_m
    ]


def find_nearest_of_many(
    stations: StationSet,
    lon: ArrayLike,
    lat: ArrayLike,
    k: int = 1,
    *,
    selection: Selection | None = None,
    max_distance_m: float | None = None,
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Return the k nearest stations of many positions: the bulk form of `find_nearest`.

    Parameters
    ----------
    lon, lat
        Degrees, WGS 84, shape (q,).
    selection
        Which stations count; all that are active, of any season, by default.

    Returns
    -------
    positions, distances_m
        Shape (q, k): positions in the set, geodesic distances in metres. A row with fewer than k
        is filled up with position -1 at an infinite distance.
    """
    _check_k(k)
    selection = selection or Selection()
    reach_m = _checked_reach_m(max_distance_m)
    members, index = stations.subset_index(selection)
    found, distances = index.nearest_many(lon, lat, k)
    near = (found >= 0) & (distances <= reach_m)
    positions = np.full(found.shape, -1, np.int64)
    positions[near] = members[found[near]]
    return positions, np.where(near, distances, np.inf)


def _neighbour(
    stations: StationSet, where: LonLat, rank: int, position: int, metres: float
) -> Neighbour:
    station = stations[position]
    return Neighbour(rank, position, station, metres, bearing_deg(where, station.where))


def _check_k(k: int) -> None:
    if isinstance(k, bool) or not isinstance(k, (int, np.integer)) or not 1 <= k <= MAX_K:
        raise ParameterError(
            "k", k, Words(f"1 至 {MAX_K} 的整数", f"a whole number from 1 to {MAX_K}")
        )


def _checked_reach_m(max_distance_m: float | None) -> float:
    if max_distance_m is None:
        return np.inf
    if isinstance(max_distance_m, bool) or not max_distance_m >= 0.0:
        raise ParameterError(
            "max_distance_m", max_distance_m, Words("不小于 0 的米数", "metres, 0 or more")
        )
    return float(max_distance_m)


def _china_time(at: datetime | None) -> datetime:
    if at is None:
        return datetime.now(UTC).astimezone(CHINA)
    return at.replace(tzinfo=CHINA) if at.tzinfo is None else at.astimezone(CHINA)
