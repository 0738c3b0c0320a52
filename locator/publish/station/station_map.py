"""A small map around a station: the bundled basemap as an SVG picture, without any script."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

from locator.publish.basemap import basemap_layers, basemap_places

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

    from locator.geo.points import LonLat
    from locator.language import Language

    _Place = Callable[[NDArray[np.float64]], NDArray[np.float64]]

WIDTH_PX, HEIGHT_PX = 640, 400
# What the picture is wide on the ground: a ride of an hour, and two or three places with names.
WIDTH_M = 40_000.0
SCALE_M = 5_000
_METRES_PER_DEG = 111_320.0
# No finer than a pixel or so.
_SIMPLIFY_PX = 0.7
# What a name takes, across and down, and what the station's mark stands above its point.
_CHINESE_NAME_PX, _LATIN_NAME_PX = 76.0, 116.0
_LINE_PX, _PIN_PX = 26.0, 52.0
_MOST_NAMES = 8


@dataclass(frozen=True, slots=True)
class PlaceLabel:
    """A place's name and where it stands, in pixels."""

    name: str
    x: float
    y: float
    rank: int


@dataclass(frozen=True, slots=True)
class StationMap:
    """Paths by layer, names, and the scale: `scale_px` is how long `SCALE_M` is."""

    paths: list[tuple[str, str]]
    labels: list[PlaceLabel]
    scale_px: float
    scale_m: int = SCALE_M
    width: int = WIDTH_PX
    height: int = HEIGHT_PX


def station_map(where: LonLat, lang: Language) -> StationMap:
    """Return a map with a position at its middle, names in a language.

    Degrees are drawn in a plain projection that is true at the middle: over 20 km the error is
    less than a pixel at China's latitudes.
    """
    px_per_m = WIDTH_PX / WIDTH_M
    squeeze = max(math.cos(math.radians(where.lat)), 0.05)
    per_lon, per_lat = _METRES_PER_DEG * squeeze * px_per_m, _METRES_PER_DEG * px_per_m

    def place(xy: NDArray[np.float64]) -> NDArray[np.float64]:
        x = (xy[:, 0] - where.lon) * per_lon + WIDTH_PX / 2
        y = (where.lat - xy[:, 1]) * per_lat + HEIGHT_PX / 2
        return np.column_stack([x, y])

    half_lon, half_lat = WIDTH_PX / 2 / per_lon, HEIGHT_PX / 2 / per_lat
    margin = 1.02  # so that the cut edge of an area lies outside of the picture
    window = (
        where.lon - half_lon * margin, where.lat - half_lat * margin,
        where.lon + half_lon * margin, where.lat + half_lat * margin,
    )  # fmt: skip
    paths = [
        (layer, path)
        for layer, geometries in basemap_layers(window)
        if (path := "".join(_paths(shapely.transform(geometries, place))))
    ]
    return StationMap(paths, list(_labels(window, place, lang)), SCALE_M * px_per_m)


def _paths(geometries: NDArray[np.object_]) -> Iterator[str]:
    for part in shapely.get_parts(shapely.get_parts(shapely.simplify(geometries, _SIMPLIFY_PX))):
        if isinstance(part, shapely.Polygon):
            for ring in (part.exterior, *part.interiors):
                yield _path(ring) + "z"
        elif isinstance(part, shapely.LineString):
            yield _path(part)


def _path(line: shapely.LineString) -> str:
    points = shapely.get_coordinates(line).round().astype(int).tolist()
    return "M" + "L".join(f"{x} {y}" for x, y in points)


def _labels(
    window: tuple[float, float, float, float], place: _Place, lang: Language
) -> Iterator[PlaceLabel]:
    """Yield names inside the picture, the higher ranks first, none over another."""
    west, south, east, north = window
    (names, ranks, xy), wide = (
        basemap_places(lang),
        (_CHINESE_NAME_PX if lang == "zh" else _LATIN_NAME_PX),
    )
    inside = (xy[:, 0] > west) & (xy[:, 0] < east) & (xy[:, 1] > south) & (xy[:, 1] < north)
    taken: list[tuple[float, float]] = []
    for i in np.argsort(ranks, kind="stable").tolist():
        if not inside[i]:
            continue
        x, y = place(xy[i : i + 1])[0].tolist()
        if abs(x - WIDTH_PX / 2) < wide and -_PIN_PX < y - HEIGHT_PX / 2 < _LINE_PX:
            y = HEIGHT_PX / 2 + _LINE_PX  # the station's own mark points at the line above
        is_whole = wide / 2 < x < WIDTH_PX - wide / 2 and 20 < y < HEIGHT_PX - 20
        if is_whole and all(abs(x - a) > wide or abs(y - b) > _LINE_PX for a, b in taken):
            taken.append((x, y))
            yield PlaceLabel(names[i], round(x, 1), round(y, 1), int(ranks[i]))
        if len(taken) == _MOST_NAMES:
            return
