"""The nearest stations of a position, or of millions of positions, exactly.

With a moment, a station's state counts; with a mode of travel, its state on arrival. How long the
way takes is estimated from the straight distance, a detour factor and a speed.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from locator.geo.datum import COORDSYS, Datum, convert_point
from locator.geo.geodesic import bearing_deg, distance_m, distances_m
from locator.geo.points import LAT, LON, LonLat
from locator.parameters import Number, OneOf, Parameter, Whole, field_of
from locator.stations.hours import CLOSED, OpenState, Reason, china_minute
from locator.stations.hours import OPEN as OPEN_STATE
from locator.stations.moments import AT, CHINA, china_time, parse_moment
from locator.stations.selection import (
    KIND,
    OPEN,
    SERVICE,
    STATUS,
    Open,
    Selection,
)
from locator.travel import DETOUR_FACTOR, MODES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from datetime import date

    from numpy.typing import ArrayLike, NDArray

    from locator.stations.station import Station
    from locator.stations.station_set import StationSet

DEFAULT_K = 5
MAX_K = 100
_LEAST_STATE: dict[Open, int] = {"any": CLOSED, "possible": CLOSED + 1, "only": OPEN_STATE}


@dataclass(frozen=True, slots=True)
class Travel:
    """A mode of travel.

    Parameters
    ----------
    mode
        A key of `MODES`.
    speed_mps
        Door to door, stops included, in metres per second.
    detour_factor
        How much longer the way is than the geodesic.
    """

    mode: str
    speed_mps: float
    detour_factor: float

    def time_s(self, distance_m: float) -> float:
        """Return the estimated time for a straight distance, in seconds."""
        return distance_m * self.detour_factor / self.speed_mps


TRAVEL_MODES: dict[str, Travel] = {
    mode.key: Travel(mode.key, mode.speed_mps, DETOUR_FACTOR) for mode in MODES.values()
}


K = Parameter("k", Whole(1, MAX_K), DEFAULT_K)
TRAVEL: Parameter[str] = Parameter("travel", OneOf(tuple(TRAVEL_MODES)))
MAX_DISTANCE_M = Parameter("max_distance_m", Number(0.0))


@dataclass(frozen=True, slots=True)
class NearestQuery:
    """The courier's question: which stations are nearest, of those that count.

    Parameters
    ----------
    lon, lat, coordsys
        The position to search from, in degrees, and what they are in.
    k
        How many at most, from 1 to 100.
    kinds
        Keys of `KINDS`: a station must be of one of them; none means any.
    services
        Keys of `SERVICES`: a station must offer all of them.
    statuses
        Which statuses a station may have; `active` alone by default.
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
    """

    lon: float = field_of(LON)
    lat: float = field_of(LAT)
    coordsys: Datum = field_of(COORDSYS)
    k: int = field_of(K)
    kinds: Collection[str] = field_of(KIND)
    services: Collection[str] = field_of(SERVICE)
    statuses: Collection[str] = field_of(STATUS)
    at: datetime | None = field_of(AT)
    open: Open = field_of(OPEN)
    travel: Travel | str | None = field_of(TRAVEL)
    max_distance_m: float | None = field_of(MAX_DISTANCE_M)

    @property
    def where(self) -> LonLat:
        """The position, WGS 84."""
        point = LonLat(self.lon, self.lat)
        return point if self.coordsys == "wgs84" else convert_point(point, self.coordsys, "wgs84")


class Neighbour(NamedTuple):
    """A station near a position.

    Parameters
    ----------
    rank
        1 for the nearest; 0 for a station by itself, as `find_way` returns it.
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
        The moment of the state: that of the arrival, with a mode of travel.
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
    k, kinds, services, statuses, at, open, travel, max_distance_m
        As `NearestQuery` has them.

    Raises
    ------
    ParameterError
        For a value that is not allowed; the message names the parameter.
    """
    query = NearestQuery(
        where.lon,
        where.lat,
        k=k,
        kinds=KIND.check(kinds or ()),
        services=SERVICE.check(services or ()),
        statuses=STATUS.check(statuses or ()),
        at=at,
        open=OPEN.check(open),
        travel=travel,
        max_distance_m=max_distance_m,
    )
    return answer_nearest(stations, query)


def answer_nearest(
    stations: StationSet, query: NearestQuery, modes: Mapping[str, Travel] | None = None
) -> list[Neighbour]:
    """Return the nearest stations that a question asks for.

    Parameters
    ----------
    stations
        The set to search.
    query
        What is asked.
    modes
        Modes of travel with the speeds that hold here; by default those of `TRAVEL_MODES`.

    Raises
    ------
    ParameterError
        For a value that is not allowed; the message names the parameter.
    """
    k, where = K.check(query.k), query.where
    visit = Visit(_china_time(query.at), OPEN.check(query.open), as_travel(query.travel, modes))
    # With a mode of travel the season is judged on arrival, as the state is.
    day = visit.at.date() if visit.travel is None else None
    selection = Selection.of(query.kinds, query.services, query.statuses, day)
    reach_m = _reach_m(query.max_distance_m)
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
    k = K.check(k)
    selection = selection or Selection()
    reach_m = _reach_m(max_distance_m)
    members, index = stations.subset_index(selection)
    nearest, distances = index.nearest_many(lon, lat, k, bounds_m=(reach_m,))
    near = (nearest >= 0) & (distances <= reach_m)
    positions = np.full(nearest.shape, -1, np.int64)
    positions[near] = members[nearest[near]]
    return positions, np.where(near, distances, np.inf)


class Visit(NamedTuple):
    """When somebody sets out, how, and in what state a station must be on arrival.

    `at` is in China's time; without `travel` the state is that of setting out.
    """

    at: datetime
    open: Open = "any"
    travel: Travel | None = None

    def arrival(self, distance_m: float) -> datetime:
        """Return the moment whose state counts for a station, to the microsecond."""
        if self.travel is None:
            return self.at
        return self.at + timedelta(microseconds=round(self.travel.time_s(distance_m) * 1e6))


def nearest_for_visit(
    stations: StationSet, where: LonLat, k: int, selection: Selection, visit: Visit
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Return the k nearest selected stations that are in the required state on arrival, exactly.

    Without travel the states of all stations are one array for the minute. With travel the moment
    depends on the distance, so that each candidate has to be judged for its own.
    """
    selected = stations.filter(selection)
    least = _LEAST_STATE[visit.open]
    if visit.travel is not None and (least > CLOSED or stations.is_seasonal):
        return _judged_on_arrival(stations, where, k, selected, visit)
    if least > CLOSED:
        states = stations.open_states(visit.at) >= least
        selected = states if selected is None else states & selected
    return stations.index.nearest(where, k, selected)


def select_for_visit(
    stations: StationSet,
    members: NDArray[np.int64],
    visit: Visit,
    start: LonLat | None = None,
) -> NDArray[np.int64]:
    """Return those of some stations that are in the required state, and with travel in season.

    Parameters
    ----------
    members
        Positions in the set, shape (m,).
    start
        Where the way begins, WGS 84; without it, or without travel, states are those of setting
        out, and the season is the selection's.
    """
    least = _LEAST_STATE[visit.open]
    if visit.travel is None or start is None:
        return members[stations.open_states(visit.at)[members] >= least]
    if least == CLOSED and not stations.is_seasonal:
        return members
    lon, lat = stations.lon[members], stations.lat[members]
    metres = distances_m(np.full_like(lon, start.lon), np.full_like(lat, start.lat), lon, lat)
    pairs = zip(members.tolist(), metres.tolist(), strict=True)
    accepted = (_satisfies(stations, p, visit.arrival(m), least) for p, m in pairs)
    return members[np.fromiter(accepted, np.bool_, len(members))]


def state_of(stations: StationSet, position: int, moment: datetime) -> OpenState:
    """Return a station's state at a moment: closed where it is paused, planned or out of season."""
    station = stations[position]
    if station.status != "active":
        return OpenState("closed", None, Reason(station.status, moment.date()))
    if not stations.in_season(position, moment.date().toordinal()):
        return OpenState("closed", None, Reason("out_of_season", moment.date()))
    hours = stations.hours.hours_of(position)
    if hours is None:
        return OpenState("unknown", None, Reason("unstated", moment.date()))
    state = hours.at(moment)
    return state if station.valid_to is None else _cut(state, station.valid_to)


def travel_modes(
    speeds_mps: Mapping[str, float], detour_factor: float = DETOUR_FACTOR
) -> dict[str, Travel]:
    """Return the modes with other speeds, where these are given, and with a detour factor."""
    return {
        mode: Travel(mode, speeds_mps.get(mode, travel.speed_mps), detour_factor)
        for mode, travel in TRAVEL_MODES.items()
    }


def as_travel(
    travel: Travel | str | None, modes: Mapping[str, Travel] | None = None
) -> Travel | None:
    """Return a mode of travel, by its name with the speed that it has among the modes.

    Raises
    ------
    ParameterError
        For an unknown name.
    """
    if travel is None or isinstance(travel, Travel):
        return travel
    return (modes or TRAVEL_MODES)[TRAVEL.check(travel)]


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


def _reach_m(max_distance_m: float | None) -> float:
    if max_distance_m is None or max_distance_m == np.inf:
        return np.inf
    return MAX_DISTANCE_M.check(max_distance_m)


def _china_time(at: datetime | None) -> datetime:
    if at is None:
        return parse_moment("now", datetime.now(UTC))
    return china_time(at)


def _judged_on_arrival(
    stations: StationSet,
    where: LonLat,
    k: int,
    selected: NDArray[np.bool_] | None,
    visit: Visit,
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Judge the nearest selected stations one by one, of ever more, until k satisfy.

    They come in their exact order, so the first k that satisfy are the answer.
    """
    least = _LEAST_STATE[visit.open]
    # As many as hold k that satisfy on setting out, if these were spread evenly.
    likely = int(np.count_nonzero(stations.open_states(visit.at) >= least))
    count = max(1, min(2 * k * len(stations) // max(likely, 1) + 4, len(stations)))
    while True:
        nearest, metres = stations.index.nearest(where, count, selected)
        pairs = enumerate(zip(nearest.tolist(), metres.tolist(), strict=True))
        satisfying = (i for i, (p, m) in pairs if _satisfies(stations, p, visit.arrival(m), least))
        good = list(islice(satisfying, k))
        if len(good) >= k or len(nearest) < count or count >= len(stations):
            return nearest[good], metres[good]
        count = min(4 * count, len(stations))


def _satisfies(stations: StationSet, position: int, moment: datetime, least: int) -> bool:
    """Tell whether a station is in season at a moment, and in no worse a state than `least`."""
    ordinal, minute = china_minute(moment)
    if not stations.in_season(position, ordinal):
        return False
    return least == CLOSED or stations.open_state_code(position, ordinal, minute) >= least


def _cut(state: OpenState, last_day: date) -> OpenState:
    """Return a state that ends with the last day of a station: nothing changes or opens later."""
    end = datetime.combine(last_day, time(), CHINA) + timedelta(days=1)
    if state.changes_at is not None and state.changes_at < end:
        return state
    if state.state == "closed":
        return OpenState("closed", None, replace(state.reason, opens_at=None))
    return OpenState(state.state, end, state.reason)
