"""mainland.geojson: where GCJ-02 applies."""

from __future__ import annotations

from typing import TYPE_CHECKING

import shapely

from tools.build_data.encode import encode, make_feature, round_geometry
from tools.build_data.sources import geometry_of, read_features

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

NOT_SHIFTED = ("香港特别行政区", "澳门特别行政区", "台湾省")
LAND_BORDERS = ("香港特别行政区", "澳门特别行政区")
TOLERANCE_DEG = 0.0005
# Within this of Hong Kong and Macau the outline stays as given: cities stand on both sides.
TRUE_BORDER_DEG = 0.05
# About 0.01 km2: what is smaller is a splinter of the union, not an island with an address.
SLIVER_DEG2 = 1e-6
PURPOSE = "只用于判断坐标偏移的适用范围，不得绘制 / for the datum decision only, never drawn"


def build_mainland() -> bytes:
    """Build the one outline inside which positions are moved by GCJ-02."""
    provinces = _read_provinces()
    outside = shapely.union_all([provinces[name] for name in NOT_SHIFTED])
    inside = shapely.union_all([provinces[n] for n in sorted(provinces) if n not in NOT_SHIFTED])
    borders = shapely.union_all([provinces[name] for name in LAND_BORDERS])
    outline = _simplify_away_from(inside, borders).difference(outside)
    outline = round_geometry(_without_slivers(outline), 5)
    outline = round_geometry(_without_slivers(shapely.make_valid(outline)), 5)
    return encode([make_feature(outline, name="mainland", purpose=PURPOSE)])


def _read_provinces() -> dict[str, BaseGeometry]:
    """Read the provinces' polygons; the boundary lines among the features are left out."""
    provinces = {}
    for feature in read_features("china_provinces_tianditu.geojson"):
        if feature["geometry"]["type"].endswith("Polygon"):
            shape = shapely.make_valid(geometry_of(feature))
            provinces[feature["properties"]["name"]] = shape
    return provinces


def _simplify_away_from(shape: BaseGeometry, borders: BaseGeometry) -> BaseGeometry:
    near = borders.buffer(TRUE_BORDER_DEG)
    far = shapely.make_valid(shape.simplify(TOLERANCE_DEG)).difference(near)
    return far.union(shape.intersection(near))


def _without_slivers(shape: BaseGeometry) -> BaseGeometry:
    """Keep the polygons above a sliver's size, without holes below it, in a fixed order."""
    parts: list[shapely.Polygon] = []
    for part in shapely.get_parts(shape):
        if isinstance(part, shapely.Polygon) and part.area > SLIVER_DEG2:
            holes = [ring for ring in part.interiors if shapely.Polygon(ring).area > SLIVER_DEG2]
            parts.append(shapely.Polygon(part.exterior, holes))
    parts.sort(key=_by_size)
    return shapely.MultiPolygon(parts)


def _by_size(polygon: shapely.Polygon) -> tuple[float, ...]:
    return (-polygon.area, *polygon.bounds)
