"""The window of a map without tiles: a part of the Earth, and how its degrees become a picture.

Two projections, both true to scale at the window's middle: a plain one (equirectangular) for some
tens of kilometres, and Lambert's conformal cone (Snyder 1987, "Map projections: a working manual",
USGS 1395, p. 104), which keeps a province within half a percent. Shapes become SVG paths. Drawing
units are a screen's pixels or a sheet's millimetres; they count from the upper left.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import shapely
from pyproj import Transformer

from locator.geo.boxes import LonLatBox
from locator.geo.geodesic import degree_m
from locator.publish.basemap import basemap_layers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray
    from shapely import Geometry

    Floats = NDArray[np.float64]
    # Rows of lon and lat, degrees, to rows of x and y, drawing units.
    _Projection = Callable[[Floats], Floats]

# What a drawn box of the basemap is larger by: the cut edges of its areas lie outside the picture.
_MARGIN = 0.05
_ROOMY = 1.04
_LEAST_SPAN_M = 5_000.0
# Of the cone for a window of hardly any height.
_LEAST_THIRD_DEG = 0.1
# Nearer to a pole a degree of longitude is taken for longer than it is: no map shrinks to a line.
_HIGHEST_LAT = 87.0
_FLATTEST_CONE = 2.0


@dataclass(frozen=True, slots=True)
class Window:
    """A part of the Earth and its picture.

    Parameters
    ----------
    width, height
        Of the picture, drawing units.
    box
        Degrees; holds all that is seen.
    unit_m
        How long a drawing unit is at the middle, metres.
    project
        Takes rows of lon and lat, degrees, and returns rows of x and y, drawing units.
    """

    width: float
    height: float
    box: LonLatBox
    unit_m: float
    project: _Projection

    def place(self, lon: Floats, lat: Floats) -> Floats:
        """Return rows of x and y, drawing units, rounded to a tenth."""
        return self.project(np.column_stack([lon, lat])).round(1)

    def cut(self, shapes: NDArray[np.object_]) -> NDArray[np.object_]:
        """Return what of some shapes, in degrees, lies in the window's box."""
        cut: NDArray[np.object_] = shapely.intersection(shapes, shapely.box(*self.box.edges))
        return cut


def plain_window(lon: float, lat: float, width: float, height: float, unit_m: float) -> Window:
    """Return a window about a middle, where degrees of longitude and latitude have one length."""
    lon_m, lat_m = _degree_m(lat)
    per_deg = np.array([lon_m, -lat_m]) / unit_m
    middle, centre = np.array([lon, lat]), np.array([width, height]) / 2

    def project(degrees: Floats) -> Floats:
        return np.asarray((degrees - middle) * per_deg + centre)

    half_lon, half_lat = width / 2 * unit_m / lon_m, height / 2 * unit_m / lat_m
    box = LonLatBox(lon - half_lon, lat - half_lat, lon + half_lon, lat + half_lat)
    return Window(width, height, box, unit_m, project)


def window_about(edges: Floats, width: float, flattest: float, tallest: float) -> Window:
    """Return a plain window about west, south, east and north, with a little more to every side.

    Its picture is so many units wide, and of a height between two bounds.
    """
    west, south, east, north = edges.tolist()
    lon, lat = (west + east) / 2, (south + north) / 2
    lon_m, lat_m = _degree_m(lat)
    wide_m = max((east - west) * lon_m, _LEAST_SPAN_M) * _ROOMY
    high_m = max((north - south) * lat_m, _LEAST_SPAN_M) * _ROOMY
    wide_m = max(wide_m, high_m * width / tallest)
    height = round(max(width * high_m / wide_m, flattest), 1)
    return plain_window(lon, lat, width, height, wide_m / width)


def conic_window(
    lon: Floats, lat: Floats, width: float, height: float, *, margin: float, least_m: float
) -> Window:
    """Return a window that holds all positions, arrays of one shape that isn't empty.

    Parameters
    ----------
    margin
        What is added to either side of their extent, as a part of it.
    least_m
        The least extent that is taken, metres.
    """
    middle = (float(lon.min() + lon.max()) / 2, float(lat.min() + lat.max()) / 2)
    if abs(middle[1]) < _FLATTEST_CONE or np.abs(lat).max() > _HIGHEST_LAT:
        # There a cone is a cylinder or a plane.
        lon_m, lat_m = _degree_m(middle[1])
        spans = (float(np.ptp(lon)) * lon_m / width, float(np.ptp(lat)) * lat_m / height)
        unit_m = max(*spans, least_m / min(width, height)) * (1 + 2 * margin)
        return plain_window(*middle, width, height, unit_m)
    third = max(float(np.ptp(lat)) / 3, _LEAST_THIRD_DEG)
    cone = f"+proj=lcc +lat_1={middle[1] - third / 2} +lat_2={middle[1] + third / 2}"
    crs = f"{cone} +lat_0={middle[1]} +lon_0={middle[0]} +ellps=WGS84 +units=m"
    transformer = Transformer.from_crs("EPSG:4326", crs, always_xy=True)
    x, y = transformer.transform(lon, lat)
    span_x, span_y = (max(float(np.ptp(v)), least_m) * (1 + 2 * margin) for v in (x, y))
    unit_m = max(span_x / width, span_y / height)
    middle_m = (x.min() + x.max()) / 2, (y.min() + y.max()) / 2

    def project(degrees: Floats) -> Floats:
        x_m, y_m = transformer.transform(degrees[:, 0], degrees[:, 1])
        across = (np.asarray(x_m) - middle_m[0]) / unit_m + width / 2
        down = (middle_m[1] - np.asarray(y_m)) / unit_m + height / 2
        return np.column_stack([across, down])

    half = width * unit_m / 2, height * unit_m / 2
    edges = [
        transformer.transform(
            middle_m[0] + east * half[0], middle_m[1] + north * half[1], direction="INVERSE"
        )
        for east in (-1, 0, 1)
        for north in (-1, 0, 1)
    ]
    lons, lats = zip(*edges, strict=True)
    return Window(
        width, height, LonLatBox(min(lons), min(lats), max(lons), max(lats)), unit_m, project
    )


class Layer(NamedTuple):
    """The basemap's shapes that are drawn alike, as one path."""

    name: str
    path: str


def basemap_paths(window: Window, fine: float, digits: int) -> list[Layer]:
    """Return the basemap in a window, the lower layers first; those that have nothing there go.

    Parameters
    ----------
    fine
        How far a line may be simplified, drawing units.
    digits
        Of the coordinates, after the point.
    """
    west, south, east, north = window.box.edges
    lon, lat = _MARGIN / 2 * (east - west), _MARGIN / 2 * (north - south)
    layers = []
    for name, shapes in basemap_layers((west - lon, south - lat, east + lon, north + lat)):
        drawn = shapely.simplify(shapely.transform(shapes, window.project), fine)
        if path := "".join(_path(points, digits, end) for points, end in _lines(drawn)):
            layers.append(Layer(name, path))
    return layers


def area_path(shape: Geometry, window: Window) -> str:
    """Return the rings of all polygons in a shape as one path, for the rule evenodd."""
    areas = [part for part in shapely.get_parts(shape) if part.geom_type == "Polygon"]
    drawn = shapely.transform(np.array(areas, dtype=object), window.project)
    return "".join(_path(points, 1, end) for points, end in _lines(drawn))


def line_path(lines: Geometry, window: Window) -> str:
    """Return the lines in a shape as one path, those that meet joined."""
    parts = shapely.get_parts(shapely.line_merge(lines))
    drawn = [part for part in parts if part.geom_type == "LineString" and not part.is_empty]
    return "".join(_path(window.project(shapely.get_coordinates(line)), 1, "") for line in drawn)


def _lines(shapes: NDArray[np.object_]) -> Iterator[tuple[Floats, str]]:
    """Yield the lines and rings of shapes, rows of x and y, and how their path ends."""
    for part in shapely.get_parts(shapely.get_parts(shapes)):
        if isinstance(part, shapely.Polygon):
            for ring in (part.exterior, *part.interiors):
                yield shapely.get_coordinates(ring), "Z"
        elif isinstance(part, shapely.LineString):
            yield shapely.get_coordinates(part), ""


def _path(points: Floats, digits: int, end: str) -> str:
    """Return a path through points, none of them twice in a row once they are rounded."""
    texts = [f"{x:g} {y:g}" for x, y in points.round(digits).tolist()]
    return "M" + " ".join(text for text, _ in groupby(texts)) + end


def grown(edges: Floats, by_m: float) -> Floats:
    """Return west, south, east and north with some metres more to every side, about."""
    lon_m, lat_m = _degree_m((edges[1] + edges[3]) / 2)
    return np.asarray(edges + by_m * np.array([-1 / lon_m, -1 / lat_m, 1 / lon_m, 1 / lat_m]))


def _degree_m(lat: float) -> tuple[float, float]:
    return degree_m(min(max(lat, -_HIGHEST_LAT), _HIGHEST_LAT))
