"""A set of stations: read once, never changed, asked from many threads."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

import geopandas
import numpy as np

from locator.geo.index import PointIndex
from locator.stations.hours import CLOSED, UNKNOWN, HoursTable, china_minute
from locator.stations.kinds import KINDS
from locator.stations.services import SERVICES
from locator.stations.station import PROPERTIES, STATUSES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from numpy.typing import NDArray

    from locator.stations.hours import Calendar
    from locator.stations.selection import Selection
    from locator.stations.station import Station

_CACHED_SELECTIONS, _CACHED_SUBSETS, _CACHED_MINUTES = 256, 4, 16
_KIND_CODES = {key: code for code, key in enumerate(KINDS)}
_STATUS_CODES: dict[str, int] = {key: code for code, key in enumerate(STATUSES)}
_SERVICE_BITS = {key: 1 << bit for bit, key in enumerate(SERVICES)}
_CLOSED = np.int8(CLOSED)
_ACTIVE = _STATUS_CODES["active"]
_ALWAYS_FROM, _ALWAYS_TO = date.min.toordinal(), date.max.toordinal()


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a set comes from: the path of its file, its bytes' SHA-256, when it was modified."""

    path: str
    sha256: str
    modified_at: datetime


class StationSet:
    """Stations in their file's order; a station's position in it is what indexes answer with.

    Parameters
    ----------
    stations
        With distinct ids.
    origin
        The file they come from.
    calendar
        China's days off and make-up days; by default the years published with the program.

    Raises
    ------
    HoursError
        If a station's opening hours are not in OSM syntax.
    """

    def __init__(
        self, stations: Sequence[Station], origin: Origin, calendar: Calendar | None = None
    ) -> None:
        self.stations = tuple(stations)
        self.origin = origin
        self.lon = np.array([station.where.lon for station in stations], dtype=np.float64)
        self.lat = np.array([station.where.lat for station in stations], dtype=np.float64)
        self.index = PointIndex(self.lon, self.lat)
        self._position = {station.id: i for i, station in enumerate(self.stations)}
        self._kinds = np.array([_KIND_CODES[s.kind] for s in stations], dtype=np.int8)
        self._statuses = np.array([_STATUS_CODES[s.status] for s in stations], dtype=np.int8)
        self._services = np.array([_bits(s.services) for s in stations], dtype=np.uint64)
        self._first_days = np.array([_ordinal(s.valid_from, _ALWAYS_FROM) for s in stations], int)
        self._last_days = np.array([_ordinal(s.valid_to, _ALWAYS_TO) for s in stations], int)
        self.hours = HoursTable([s.opening_hours for s in stations], calendar)
        # Caches of this set's own, bounded; they go when the set goes.
        # Whoever judges one station at a time reads these.
        self._is_active: list[bool] = (self._statuses == _ACTIVE).tolist()
        self.is_seasonal = any(s.valid_from is not None or s.valid_to is not None for s in stations)
        self._mask = lru_cache(_CACHED_SELECTIONS)(self._selected)
        self._subset = lru_cache(_CACHED_SUBSETS)(self._indexed)
        self._open_states = lru_cache(_CACHED_MINUTES)(self._states_in_service)

    def __len__(self) -> int:
        return len(self.stations)

    def __iter__(self) -> Iterator[Station]:
        return iter(self.stations)

    def __getitem__(self, position: int) -> Station:
        return self.stations[position]

    def position(self, station_id: str) -> int | None:
        """Return where the station of this id stands in the set."""
        return self._position.get(station_id)

    def mask(self, selection: Selection) -> NDArray[np.bool_]:
        """Return which stations are selected: read-only booleans of shape (n,)."""
        return self._mask(selection)[0]

    def filter(self, selection: Selection) -> NDArray[np.bool_] | None:
        """Return the mask of a selection, or None where it takes every station."""
        mask, takes_all = self._mask(selection)
        return None if takes_all else mask

    def subset_index(self, selection: Selection) -> tuple[NDArray[np.int64], PointIndex]:
        """Return the selected stations' positions, and an index over these stations alone."""
        return self._subset(selection)

    def open_states(self, moment: datetime) -> NDArray[np.int8]:
        """Return every station's state at a moment, shape (n,): 0 closed, 1 unknown, 2 open.

        Stations that are paused, planned or out of season are closed.
        """
        return self._open_states(*china_minute(moment))

    def open_state_code(self, position: int, ordinal: int, minute: int) -> int:
        """Return one station's state at a minute of a date in China, coded as `open_states` is."""
        if not self._is_active[position] or not self.in_season(position, ordinal):
            return CLOSED
        hours = self.hours.hours_of(position)
        return UNKNOWN if hours is None else hours.state_code(ordinal, minute)

    def in_season(self, position: int, ordinal: int) -> bool:
        """Tell whether a date lies within a station's first and last day."""
        if not self.is_seasonal:
            return True
        return bool(self._first_days[position] <= ordinal <= self._last_days[position])

    def without_modelled(self) -> StationSet:
        """Return the set without its modelled stations."""
        real = [station for station in self.stations if station.position != "modelled"]
        return StationSet(real, self.origin, self.hours.calendar)

    @cached_property
    def frame(self) -> geopandas.GeoDataFrame:
        """The set as a table: a row a station, the listed properties, points in EPSG:4326."""
        columns = {name: [getattr(s, name) for s in self.stations] for name in PROPERTIES}
        points = geopandas.points_from_xy(self.lon, self.lat)
        return geopandas.GeoDataFrame(columns, geometry=points, crs="EPSG:4326")

    def _indexed(self, selection: Selection) -> tuple[NDArray[np.int64], PointIndex]:
        members = np.flatnonzero(self.mask(selection))
        if len(members) == len(self):
            return members, self.index
        return members, PointIndex(self.lon[members], self.lat[members])

    def _states_in_service(self, ordinal: int, minute: int) -> NDArray[np.int8]:
        in_season = (self._first_days <= ordinal) & (ordinal <= self._last_days)
        in_service = in_season & (self._statuses == _ACTIVE)
        states = np.where(in_service, self.hours.states_of_minute(ordinal, minute), _CLOSED)
        states.flags.writeable = False
        return states

    def _selected(self, selection: Selection) -> tuple[NDArray[np.bool_], bool]:
        """Compute a mask, every condition over all stations at once, and whether it takes all."""
        statuses = [_STATUS_CODES[status] for status in selection.statuses]
        mask = np.isin(self._statuses, statuses)
        if selection.kinds:
            mask &= np.isin(self._kinds, [_KIND_CODES[kind] for kind in selection.kinds])
        if selection.services:
            required = _bits(selection.services)
            mask &= (self._services & required) == required
        if selection.day is not None:
            day = selection.day.toordinal()
            mask &= (self._first_days <= day) & (day <= self._last_days)
        mask.flags.writeable = False
        return mask, bool(mask.all())


def _bits(services: Iterable[str]) -> np.uint64:
    return np.uint64(sum(_SERVICE_BITS[key] for key in set(services)))


def _ordinal(day: date | None, otherwise: int) -> int:
    return otherwise if day is None else day.toordinal()
