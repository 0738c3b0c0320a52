"""The nearest stations of a position, or of millions of positions, exactly."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from locator.errors import ParameterError, Words
from locator.find.arrival import Visit, check_open, nearest_for_visit, state_of
from locator.find.travel import Travel, as_travel
from locator.geo.geodesic import bearing_deg, distance_m
from locator.stations.moments import china_time, parse_moment
from locator.stations.selection import Selection

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import ArrayLike, NDArray

    from locator.geo.points import LonLat
    from locator.stations.hours import OpenState
    from locator.stations.station import Station
    from locator.stations.station_set import StationSet

DEFAULT_K = 5
MAX_K = 100


class Neighbour(NamedTuple):
    """A station found near a position.

    Parameters
    ----------
    rank
        1 for the nearest; 0 for a station that was asked for by itself.
    position
        Where the station stands in its set.
    station
        The station.
    distance_m
        The geodesic distance to it: as the crow flies, not along roads.
    bearing_deg
        The direction to it at the start, clockwise from north.
    state
        Open, closed or unknown on arrival, with the reason and the next change.
    arrives_at
        The moment for which the state is told: that of the arrival, with a mode of travel.
    travel_time_s
        The estimated time of the way, with a mode of travel.
    """

    rank: int
    position: int
    station: Station
    distance_m: float
    bearing_deg: float
    state: OpenState
    arrives_at: datetime
    travel_time_s: float | None = None


def find_nearest(
    stations: StationSet,
    where: LonLat,
    k: int = DEFAULT_K,
    *,
    kinds: Iterable[str] | None = None,
    services: Iterable[str] | None = None,
    statuses: Iterable[str] | None = None,
    at: datetime | None = None,
    open: str = "any",  # noqa: A002  # the design's name
    travel: Travel | str | None = None,
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
        The moment of setting out; the present one, floored to the minute, by default. A time
        without a zone is China's. Its date in China (with a mode of travel, that of the arrival)
        decides which stations are in season.
    open
        `any`; `possible`: stations that are known to be closed are left out; `only`: those that
        are known to be open stay.
    travel
        `walk`, `ebike`, `truck` or a `Travel` of another speed: states are then those of the
        arrival, and not of setting out.
    max_distance_m
        Stations farther than this, in metres, are left out; one at just this distance stays.

    Raises
    ------
    ParameterError
        For a value that is not allowed; the message names the parameter.
    """
    _check_k(k)
    visit = Visit(_china_time(at), check_open(open), as_travel(travel))
    # With a mode of travel the season is judged on arrival, as the state is.
    day = visit.at.date() if visit.travel is None else None
    selection = Selection.of(kinds=kinds, services=services, statuses=statuses, day=day)
    reach_m = _checked_reach_m(max_distance_m)
    positions, distances = nearest_for_visit(stations, where, k, selection, visit)
    return [
        _neighbour(stations, where, rank, position, metres, visit)
        for rank, (position, metres) in enumerate(
            zip(positions.tolist(), distances.tolist(), strict=True), start=1
        )
        if metres <= reach_m
    ]


def find_way(
    stations: StationSet,
    position: int,
    where: LonLat,
    *,
    at: datetime | None = None,
    travel: Travel | str | None = None,
) -> Neighbour:
    """Return one station as seen from a position: how far, which way, its state on arrival.

    Parameters
    ----------
    stations, position
        A set, and where the station stands in it.
    where, at, travel
        As `find_nearest` takes them.

    Raises
    ------
    ParameterError
        As `find_nearest` does.
    """
    visit = Visit(_china_time(at), "any", as_travel(travel))
    metres = distance_m(where, stations[position].where)
    return _neighbour(stations, where, 0, position, metres, visit)


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
    found, distances = index.nearest_many(lon, lat, k, bounds_m=(reach_m,))
    near = (found >= 0) & (distances <= reach_m)
    positions = np.full(found.shape, -1, np.int64)
    positions[near] = members[found[near]]
    return positions, np.where(near, distances, np.inf)


def _neighbour(
    stations: StationSet, where: LonLat, rank: int, position: int, metres: float, visit: Visit
) -> Neighbour:
    station, arrives_at = stations[position], visit.arrival(metres)
    return Neighbour(
        rank,
        position,
        station,
        metres,
        bearing_deg(where, station.where),
        state_of(stations, position, arrives_at),
        arrives_at,
        None if visit.travel is None else visit.travel.time_s(metres),
    )


def _check_k(k: int) -> None:
    if isinstance(k, bool) or not isinstance(k, (int, np.integer)) or not 1 <= k <= MAX_K:
        raise ParameterError(
            "k", k, Words(f"1 至 {MAX_K} 的整数", f"a whole number from 1 to {MAX_K}")
        )


def _checked_reach_m(max_distance_m: float | None) -> float:
    if max_distance_m is None:
        return np.inf
    number = isinstance(max_distance_m, (int, float, np.number)) and max_distance_m is not True
    if not number or not max_distance_m >= 0.0:
        raise ParameterError(
            "max_distance_m", max_distance_m, Words("不小于 0 的米数", "metres, 0 or more")
        )
    return float(max_distance_m)


def _china_time(at: datetime | None) -> datetime:
    if at is None:
        return parse_moment("now", datetime.now(UTC))
    return china_time(at)
