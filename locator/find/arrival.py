"""Open or not, at the moment of arrival: the state of each station, and the filter on it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta
from itertools import islice
from typing import TYPE_CHECKING, Literal, NamedTuple, get_args

import numpy as np

from locator.errors import ParameterError, Words
from locator.geo.geodesic import distances_m
from locator.stations.hours import CLOSED, OPEN, OpenState, Reason, china_minute
from locator.stations.moments import CHINA

if TYPE_CHECKING:
    from datetime import date

    from numpy.typing import NDArray

    from locator.find.travel import Travel
    from locator.geo.points import LonLat
    from locator.stations.selection import Selection
    from locator.stations.station_set import StationSet

Open = Literal["any", "possible", "only"]
OPEN_FILTERS: tuple[Open, ...] = get_args(Open)
_LEAST_STATE: dict[Open, int] = {"any": CLOSED, "possible": CLOSED + 1, "only": OPEN}


def check_open(wanted: str) -> Open:
    """Return the word of an `open` filter.

    Raises
    ------
    ParameterError
        For an unknown one.
    """
    for known in OPEN_FILTERS:
        if wanted == known:
            return known
    listed = ", ".join(OPEN_FILTERS)
    raise ParameterError("open", wanted, Words(f"以下之一：{listed}", f"one of: {listed}"))


class Visit(NamedTuple):
    """When somebody sets out, how, and in what state a station must be on arrival.

    `at` is in China's time; without `travel` the state is that of setting out.
    """

    at: datetime
    open: Open = "any"
    travel: Travel | None = None

    def arrival(self, distance_m: float) -> datetime:
        """Return the moment for which a station's state is told, to the microsecond."""
        if self.travel is None:
            return self.at
        return self.at + timedelta(microseconds=round(self.travel.time_s(distance_m) * 1e6))


def nearest_for_visit(
    stations: StationSet, where: LonLat, k: int, selection: Selection, visit: Visit
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Return the k nearest selected stations that are in the wanted state on arrival, exactly.

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


def _judged_on_arrival(
    stations: StationSet,
    where: LonLat,
    k: int,
    selected: NDArray[np.bool_] | None,
    visit: Visit,
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Judge the nearest selected stations one by one, asking for ever more until k satisfy.

    They come in their exact order, so the first k that satisfy are the answer.
    """
    least = _LEAST_STATE[visit.open]
    # As many as hold k that satisfy on setting out, if these were spread evenly.
    likely = int(np.count_nonzero(stations.open_states(visit.at) >= least))
    ask = max(1, min(2 * k * len(stations) // max(likely, 1) + 4, len(stations)))
    while True:
        found, metres = stations.index.nearest(where, ask, selected)
        pairs = enumerate(zip(found.tolist(), metres.tolist(), strict=True))
        satisfying = (i for i, (p, m) in pairs if _satisfies(stations, p, visit.arrival(m), least))
        good = list(islice(satisfying, k))
        if len(good) >= k or len(found) < ask or ask >= len(stations):
            return found[good], metres[good]
        ask = min(4 * ask, len(stations))


def select_for_visit(
    stations: StationSet,
    members: NDArray[np.int64],
    visit: Visit,
    start: LonLat | None = None,
) -> NDArray[np.int64]:
    """Return those of some stations that are in the wanted state, and with travel in season.

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


def _satisfies(stations: StationSet, position: int, moment: datetime, least: int) -> bool:
    """Tell whether a station is in season at a moment, and in no worse a state than `least`."""
    ordinal, minute = china_minute(moment)
    if not stations.in_season(position, ordinal):
        return False
    return least == CLOSED or stations.open_state_code(position, ordinal, minute) >= least


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


def _cut(state: OpenState, last_day: date) -> OpenState:
    """Return a state that ends with the last day of a station: nothing changes or opens later."""
    end = datetime.combine(last_day, time(), CHINA) + timedelta(days=1)
    if state.changes_at is not None and state.changes_at < end:
        return state
    if state.state == "closed":
        return OpenState("closed", None, replace(state.reason, opens_at=None))
    return OpenState(state.state, end, state.reason)
