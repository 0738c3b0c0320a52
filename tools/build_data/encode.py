"""GeoJSON as the data files have it: compact, one feature a line, rounded, right-hand rings."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
from shapely.geometry import mapping

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

Feature = dict[str, Any]


def round_geometry(shape: BaseGeometry, decimals: int) -> BaseGeometry:
    """Round coordinates, drop points that fall together and turn rings as RFC 7946 has them."""
    rounded = shapely.transform(shape, lambda xy: np.round(xy, decimals))
    rounded = shapely.remove_repeated_points(rounded)
    turned: BaseGeometry = shapely.orient_polygons(rounded, exterior_cw=False)
    return turned


def make_feature(shape: BaseGeometry, **properties: object) -> Feature:
    """Make a feature of a geometry that is rounded already; properties that are None are left out.

    >>> make_feature(shapely.Point(113.5, 34.7), layer="place", name=None)["properties"]
    {'layer': 'place'}
    """
    members = {key: value for key, value in properties.items() if value is not None}
    return {"type": "Feature", "properties": members, "geometry": mapping(shape)}


def make_point(lon: float, lat: float, properties: dict[str, object]) -> Feature:
    """Make the feature of a station, its id in the properties."""
    point = {"type": "Point", "coordinates": [lon, lat]}
    return {"type": "Feature", "properties": properties, "geometry": point}


def encode(features: list[Feature], **members: str) -> bytes:
    """Write a FeatureCollection: one feature a line, UTF-8, LF; `members` stand before them."""
    head = "".join(f"{_dump(key)}:{_dump(value)},\n" for key, value in members.items())
    lines = ",\n".join(_dump(feature) for feature in features)
    text = f'{{"type":"FeatureCollection",\n{head}"features":[\n{lines}\n]}}\n'
    return text.encode()


def _dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
