"""Maps without tiles: districts by their share, stations and gaps as plain SVG shapes.

Nothing but what was measured is drawn: no boundary above that of the districts. Pixels.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import shapely

from locator.geo.boxes import LonLatBox
from locator.geo.circles import geodesic_circles, join_circles
from locator.publish.district_names import district_name, label_name
from locator.publish.drawing.marks import (
    NUMBERED,
    MapLabel,
    RankMark,
    ScaleBar,
    draw_marks,
    draw_scale_bar,
    mark_paths,
)
from locator.publish.drawing.scales import NO_SHARE, SHARES, share_class
from locator.publish.drawing.window import Window, area_path, grown, line_path, window_about
from locator.stations.kinds import KINDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from shapely import Geometry

    from locator.language import Language
    from locator.plan.coverage import Coverage
    from locator.plan.gaps import Gap

    Floats = NDArray[np.float64]

_EMPTY_DEG = 0.05  # half of what is shown of nothing at all
_MOST_LABELS = 40
_QUIET = "#faf7f0"
_WIDTH_PX, _FLATTEST_PX, _TALLEST_PX, _CLOSE_PX = 720.0, 320.0, 900.0, 330.0
# What is shown about a gap of a close map, and about all that it shows, in service radii.
_CLOSE_RADII, _MARGIN_RADII = 20.0, 2.0


class Area(NamedTuple):
    """A district: its outline, its colour, and what it is called, with its share."""

    path: str
    colour: str
    name: str
    share: float | None


class Dots(NamedTuple):
    """The stations of a kind, as one path."""

    kind: str
    colour: str
    path: str


class MapPicture(NamedTuple):
    """All that a template draws, in this order."""

    window: Window
    areas: list[Area]
    borders: list[str]
    circles: str
    stations: list[Dots]
    gap_shapes: list[str]
    marks: list[RankMark]
    labels: list[MapLabel]
    scale: ScaleBar
    colours: tuple[str, ...]


def draw_map(coverage: Coverage, gaps: Sequence[Gap], lang: Language = "zh") -> MapPicture:
    """Return the map of all demand and of the districts that have any."""
    window = window_about(_extent(coverage, gaps), _WIDTH_PX, _FLATTEST_PX, _TALLEST_PX)
    return _picture(coverage, gaps, window, lang, close=False)


def draw_close_map(
    coverage: Coverage, gaps: Sequence[Gap], lang: Language = "zh"
) -> MapPicture | None:
    """Return a map of where the numbered gaps lie closest together; None without two of them.

    It is a window of forty service radii about the gap whose neighbours within it weigh the most,
    and shows service areas and the gaps' cells.
    """
    numbered = gaps[:NUMBERED]
    half_m = _CLOSE_RADII * coverage.radius_m
    if len(numbered) < 2 or not half_m:
        return None
    lon = np.array([gap.seed.lon for gap in numbered])
    lat = np.array([gap.seed.lat for gap in numbered])
    weight = np.array([gap.weight for gap in numbered])
    reach = [grown(np.array([*at, *at]), half_m) for at in zip(lon, lat, strict=True)]
    near = np.array([LonLatBox(*edges.tolist()).contains(lon, lat) for edges in reach])
    best = int(np.argmax(near @ weight))
    there = near[best]
    bounds = shapely.total_bounds([gap.shape for gap, is_near in zip(numbered, there, strict=True)
                                   if is_near])  # fmt: skip
    edges = grown(bounds, _MARGIN_RADII * coverage.radius_m)
    window = window_about(edges, _WIDTH_PX, _FLATTEST_PX, _CLOSE_PX)
    return _picture(coverage, numbered, window, lang, close=True)


def _extent(coverage: Coverage, gaps: Sequence[Gap]) -> Floats:
    """Return west, south, east, north of the demand and the districts that have any."""
    demand = coverage.demand
    some = demand.weight > 0.0
    shapes: list[Geometry] = [gap.shape for gap in gaps]
    if coverage.districts is not None:
        with_weight = {row.adcode for row in coverage.counties if row.figures.weight}
        shapes += [c.geometry for c in coverage.districts.counties if c.adcode in with_weight]
    if some.any():
        lon, lat = demand.lon[some], demand.lat[some]
        corners = [(lon.min(), lat.min()), (lon.max(), lat.max())]
        shapes.append(shapely.MultiPoint(corners))
    if not shapes and coverage.districts is not None:
        shapes = [county.geometry for county in coverage.districts.counties]
    if not shapes:
        return np.array([-_EMPTY_DEG, -_EMPTY_DEG, _EMPTY_DEG, _EMPTY_DEG])
    return np.asarray(shapely.total_bounds(shapes))


def _picture(
    coverage: Coverage, gaps: Sequence[Gap], window: Window, lang: Language, *, close: bool
) -> MapPicture:
    outlines = _outlines(coverage, window)
    inside = [
        gap
        for gap in gaps
        if window.box.contains(np.array([gap.seed.lon]), np.array([gap.seed.lat])).all()
    ]
    labels = _labels(coverage, outlines, window, lang, close=close)
    return MapPicture(
        window=window,
        areas=_areas(coverage, outlines, window, lang, close=close),
        borders=_borders(coverage, outlines, window),
        circles=_circles(coverage, window) if close else "",
        stations=_stations(coverage, window),
        gap_shapes=[area_path(gap.shape, window) for gap in inside] if close else [],
        marks=draw_marks(inside, window, labels),
        labels=labels,
        scale=draw_scale_bar(window),
        colours=SHARES,
    )


def _outlines(coverage: Coverage, window: Window) -> NDArray[np.object_]:
    """Return the counties' outlines, cut to the window, as fine as pixels are; () where outside.

    Where counties share their borders they still do so afterwards.
    """
    if coverage.districts is None:
        return np.empty(0, dtype=object)
    shapes = np.array([county.geometry for county in coverage.districts.counties], dtype=object)
    fine_deg = (window.box.east - window.box.west) / window.width
    if shapely.coverage_is_valid(shapes):
        shapes = shapely.coverage_simplify(shapes, fine_deg)
    else:
        shapes = shapely.simplify(shapes, fine_deg / 2)
    return window.cut(shapely.make_valid(shapes))


def _areas(
    coverage: Coverage,
    outlines: NDArray[np.object_],
    window: Window,
    lang: Language,
    *,
    close: bool,
) -> list[Area]:
    """Return districts by their share; all alike under service areas, which hide colours."""
    return [
        Area(
            area_path(outline, window),
            _QUIET if close else _colour(row.figures.share),
            district_name(row.name, lang),
            row.figures.share,
        )
        for row, outline in zip(coverage.counties, outlines, strict=True)
        if not outline.is_empty
    ]


def _colour(share: float | None) -> str:
    return NO_SHARE if share is None else SHARES[share_class(share)]


def _by_prefecture(coverage: Coverage, outlines: NDArray[np.object_]) -> list[tuple[str, Geometry]]:
    """Return the names of prefectures, and their counties' outlines joined."""
    if coverage.districts is None:
        return []
    parts: dict[tuple[str, str], list[Geometry]] = {}
    for county, outline in zip(coverage.districts.counties, outlines, strict=True):
        if not outline.is_empty:
            key = county.prefecture_adcode, county.prefecture_name
            parts.setdefault(key, []).append(outline)
    return [(name, shapely.union_all(shapes)) for (_, name), shapes in sorted(parts.items())]


def _borders(
    coverage: Coverage, outlines: NDArray[np.object_], window: Window
) -> list[str]:  # fmt: skip
    """Return the lines between prefectures; not those that the window's edge makes."""
    inner = shapely.buffer(shapely.box(*window.box.edges), -1e-9)
    return [
        line_path(shapely.intersection(shapely.boundary(shape), inner), window)
        for _, shape in _by_prefecture(coverage, outlines)
    ]


def _labels(
    coverage: Coverage,
    outlines: NDArray[np.object_],
    window: Window,
    lang: Language,
    *,
    close: bool,
) -> list[MapLabel]:
    """Return names: of prefectures, or of counties where the map is a close one."""
    if close:
        named = [(row.name, shape) for row, shape in zip(coverage.counties, outlines, strict=True)
                 if not shape.is_empty]  # fmt: skip
    else:
        named = _by_prefecture(coverage, outlines)
    if len(named) > _MOST_LABELS:
        return []
    labels = []
    for name, shape in named:
        circle = shapely.maximum_inscribed_circle(shape)
        (lon, lat), _ = shapely.get_coordinates(circle).tolist()
        radius_px = shapely.length(circle) / (window.box.east - window.box.west) * window.width
        if not close or radius_px > 16.0:
            ((x, y),) = window.place(np.array([lon]), np.array([lat])).tolist()
            labels.append(MapLabel(label_name(name, lang), x, y))
    return labels


def _stations(coverage: Coverage, window: Window) -> list[Dots]:
    """Return the stations that count, kind by kind, the kind with most of them first."""
    by_kind: dict[str, list[int]] = {}
    for place in coverage.members.tolist():
        by_kind.setdefault(coverage.stations[place].kind, []).append(place)
    drawn = []
    for key, places in sorted(by_kind.items(), key=lambda pair: (-len(pair[1]), pair[0])):
        lon, lat = coverage.stations.lon[places], coverage.stations.lat[places]
        shown = window.box.contains(lon, lat)
        path = mark_paths("circle", window.place(lon[shown], lat[shown]), 1.0)
        drawn.append(Dots(key, KINDS[key].colour, path))
    return drawn


def _circles(coverage: Coverage, window: Window) -> str:
    """Return the service areas in the window, joined."""
    members, radius_m = coverage.members, coverage.radius_m
    lon, lat = coverage.stations.lon[members], coverage.stations.lat[members]
    near = window.box.widened(radius_m).contains(lon, lat)
    if not near.any():
        return ""
    joined = join_circles(geodesic_circles(lon[near], lat[near], radius_m, vertices=32))
    return area_path(shapely.intersection(joined, shapely.box(*window.box.edges)), window)
