"""The geometry of a station's feature: one Point, in degrees, longitude first."""

from __future__ import annotations

import math

from locator.errors import ParameterError, Words
from locator.geo.points import LonLat
from locator.stations.checking import Wrong

_CHINA_LON_DEG, _CHINA_LAT_DEG = (73.0, 136.0), (3.0, 54.0)
_ARCTIC_LAT_DEG = 73.0

_WRITE_POINT = Words(
    '请写 {"type": "Point", "coordinates": [经度, 纬度]}',
    'write {"type": "Point", "coordinates": [lon, lat]}',
)
_WRITE_WGS84 = Words("请写 WGS 84 的经纬度", "write degrees of WGS 84, longitude first")


def check_geometry(geometry: object) -> LonLat:
    """Return the position of a GeoJSON Point; a height, if given, is left aside.

    Raises
    ------
    Wrong
        For another geometry, other coordinates than numbers, a place outside the world, or
        latitude and longitude swapped.
    """
    if not isinstance(geometry, dict):
        raise Wrong(Words("没有几何", "has no geometry"), _WRITE_POINT)
    if geometry.get("type") != "Point":
        raise Wrong(Words("不是点", "is no Point"), _WRITE_POINT)
    coordinates = geometry.get("coordinates")
    if not isinstance(coordinates, list) or len(coordinates) not in (2, 3):
        raise Wrong(Words("坐标不是两三个数", "has not two or three coordinates"), _WRITE_POINT)
    for number in coordinates:
        if isinstance(number, bool) or not isinstance(number, (int, float)):
            raise Wrong(Words("坐标不是数字", "has a coordinate that is no number"), _WRITE_POINT)
        if isinstance(number, float) and not math.isfinite(number):
            raise Wrong(
                Words("坐标不是有限数", "has a coordinate that is not finite"), _WRITE_WGS84
            )
    lon, lat = coordinates[:2]
    if _looks_swapped(lon, lat):
        raise Wrong(
            Words("经纬度颠倒", "has longitude and latitude swapped"),
            Words(f"请写 [{lat}, {lon}]", f"write [{lat}, {lon}]"),
        )
    try:
        return LonLat(lon, lat)
    except ParameterError as error:
        raise Wrong(Words("在世界之外", "is outside the world"), _WRITE_WGS84) from error


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
