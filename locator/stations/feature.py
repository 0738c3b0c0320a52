"""Check one GeoJSON feature of a station file: its station, or everything that is wrong with it.

The geometry has to be one Point in degrees of WGS 84, longitude first (RFC 7946).
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, cast

from locator.errors import ParameterError
from locator.geo.points import LonLat
from locator.language import Phrase, phrase
from locator.stations.checking import (
    CHECKS,
    MODELLED_PREFIX,
    REQUIRED,
    Wrong,
    check_extra,
    check_id,
)
from locator.stations.faults import Fault
from locator.stations.station import Station

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


_ABSENT = phrase("stations.absent")
_WRITE_IT = phrase("stations.write_it")


class FeatureCheck:
    """The check of one feature. `station` is None where `faults` is not empty.

    Parameters
    ----------
    number
        The feature's number in its file, from 1.
    feature
        Whatever stands there in the JSON.
    """

    def __init__(self, number: int, feature: object) -> None:
        self.number = number
        self.faults: list[Fault] = []
        self.station: Station | None = None
        members = _mapping(feature)
        properties = dict(_mapping(members.get("properties")))
        own_id = properties.pop("id", None)
        self.id = members.get("id") if _absent(own_id) else own_id
        if not _absent(own_id) and not _absent(members.get("id")) and own_id != members["id"]:
            problem = phrase("stations.features_own_id")
            self.note("id", own_id, problem, phrase("stations.keep_one_two"))
        if members.get("type") != "Feature":
            remedy = phrase("stations.write_type_feature")
            self.note("type", members.get("type"), phrase("stations.no_feature"), remedy)
            return
        self._try("id", self.id, check_id)
        where = self._position(members.get("geometry"))
        clean, extra = self._properties(properties)
        self._check_modelled(clean)
        self._check_season(clean)
        if where is not None and not self.faults:
            self.station = Station(id=str(self.id), where=where, extra=extra, **clean)

    def note(self, field: str, value: object, problem: Phrase, remedy: Phrase) -> None:
        """Record a fault."""
        shown_id = self.id if isinstance(self.id, str) else None
        self.faults.append(Fault(self.number, shown_id, field, value, problem, remedy))

    def _try(self, field: str, value: object, check: Callable[[object], Any]) -> Any:
        """Return what the check makes of a value, or None after noting what is wrong with it."""
        try:
            return check(value)
        except Wrong as wrong:
            problem = _ABSENT if _absent(value) else wrong.problem
            self.note(field, value, problem, wrong.remedy)
            return None

    def _position(self, geometry: object) -> LonLat | None:
        try:
            return check_geometry(geometry)
        except Wrong as wrong:
            value = _mapping(geometry).get("coordinates", geometry)
            self.note("geometry", value, wrong.problem, wrong.remedy)
            return None

    def _properties(
        self, members: Mapping[str, object]
    ) -> tuple[dict[str, Any], dict[str, object]]:
        """Return the listed properties, clean, and the others as they are."""
        clean: dict[str, Any] = {}
        extra: dict[str, object] = {}
        for field, value in members.items():
            check = CHECKS.get(field)
            if check is None:
                self._try(field, (field, value), check_extra)
                extra[field] = value
            elif not _absent(value):
                clean[field] = self._try(field, value, check)
        for field in REQUIRED:
            if _absent(members.get(field)):
                self.note(field, members.get(field), _ABSENT, _WRITE_IT)
        return clean, extra

    def _check_modelled(self, clean: Mapping[str, Any]) -> None:
        """See that a modelled station can't be taken for a real one."""
        if clean.get("position") != "modelled":
            return
        name = clean.get("name")
        if name is not None and not name.startswith(MODELLED_PREFIX):
            problem = phrase("stations.modelled_stations_but_does_say")
            begin = phrase("stations.begin", modelled_prefix=MODELLED_PREFIX)
            self.note("name", name, problem, begin)
        for field in ("address", "phone"):
            if clean.get(field) is not None:
                problem = phrase("stations.cant_belong_modelled_station")
                drop = phrase("stations.drop_correct_position")
                self.note(field, clean[field], problem, drop)

    def _check_season(self, clean: Mapping[str, Any]) -> None:
        first, last = clean.get("valid_from"), clean.get("valid_to")
        if first is not None and last is not None and last < first:
            problem = phrase("stations.before_valid")
            self.note("valid_to", last.isoformat(), problem, phrase("stations.correct_dates"))


def _mapping(value: object) -> Mapping[str, Any]:
    return cast("Mapping[str, Any]", value) if isinstance(value, dict) else {}


def _absent(value: object) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


_CHINA_LON_DEG, _CHINA_LAT_DEG = (73.0, 136.0), (3.0, 54.0)
_ARCTIC_LAT_DEG = 73.0

_WRITE_POINT = phrase("stations.write_point")
_WRITE_WGS84 = phrase("stations.write_wgs84")


def check_geometry(geometry: object) -> LonLat:
    """Return the position of a GeoJSON Point; a height, if given, is left aside.

    Raises
    ------
    Wrong
        For another geometry, other coordinates than numbers, a place outside the world, or
        latitude and longitude swapped.
    """
    if not isinstance(geometry, dict):
        raise Wrong(phrase("stations.no_geometry"), _WRITE_POINT)
    if geometry.get("type") != "Point":
        raise Wrong(phrase("stations.no_point"), _WRITE_POINT)
    coordinates = geometry.get("coordinates")
    if not isinstance(coordinates, list) or len(coordinates) not in (2, 3):
        raise Wrong(phrase("stations.two_three_coordinates"), _WRITE_POINT)
    for number in coordinates:
        if isinstance(number, bool) or not isinstance(number, (int, float)):
            raise Wrong(phrase("stations.coordinate_no_number"), _WRITE_POINT)
        if isinstance(number, float) and not math.isfinite(number):
            raise Wrong(phrase("stations.coordinate_finite"), _WRITE_WGS84)
    lon, lat = coordinates[:2]
    if _looks_swapped(lon, lat):
        raise Wrong(
            phrase("stations.longitude_latitude_swapped"),
            phrase("stations.write", lat=lat, lon=lon),
        )
    try:
        return LonLat(lon, lat)
    except ParameterError as error:
        raise Wrong(phrase("stations.outside_world"), _WRITE_WGS84) from error


def _looks_swapped(lon: float, lat: float) -> bool:
    """Tell whether only the other order makes sense.

    Most of China swapped has a latitude over 90. The far west swapped is a place in the Arctic
    where nobody has a station, north of 73 degrees.
    """
    in_china_if_swapped = (
        _CHINA_LON_DEG[0] <= lat <= _CHINA_LON_DEG[1]
        and _CHINA_LAT_DEG[0] <= lon <= _CHINA_LAT_DEG[1]
    )
    if abs(lat) <= 90:
        return in_china_if_swapped and lat >= _ARCTIC_LAT_DEG
    return abs(lat) <= 180 and abs(lon) <= 90
