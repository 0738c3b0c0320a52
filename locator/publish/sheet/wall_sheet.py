"""The map of all stations on one sheet of A3: a page of plain SVG, ready for the printer."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import shapely
from pyproj import Transformer

from locator.find.geojson import SAMPLE_NOTICE
from locator.language import Language, phrases, said_in
from locator.publish.basemap import BASEMAP_CREDIT, basemap_layers, basemap_places, law_notice
from locator.publish.page import environment
from locator.stations.kinds import KINDS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

    from numpy.typing import NDArray

    from locator.stations.station_set import StationSet

    Floats = NDArray[np.float64]
    _Project = Callable[[Floats], Floats]

# The frame of the map within the sheet; the legend stands beside it.
MAP_MM = (304.0, 273.0)
_MARGIN = 0.04
_LEAST_SPAN_M = 20_000.0
# A degree's part between points of an edge: its straight line is then straight on the paper too.
_SIMPLIFY_MM = 0.08
_DOT_MM = 0.62
# How wide and high a name is, by its rank, in millimetres.
_CHINESE_NAME_MM = {1: (13.0, 4.6), 2: (9.0, 3.2)}
_LATIN_NAME_MM = {1: (24.0, 4.6), 2: (19.0, 3.2)}
_MOST_SOURCES = 4
_ROUND_M = (1, 2, 5)

_WORDS = phrases("wall_sheet.words")


class Layer(NamedTuple):
    """Shapes that are drawn alike."""

    name: str
    path: str


class Name(NamedTuple):
    """A place's name, in millimetres of the map's frame."""

    text: str
    x: float
    y: float
    rank: int


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the legend, and all its stations as one path; circles are `dot_mm` wide."""

    name: str
    colour: str
    count: int
    path: str
    mark: str
    dot_mm: float = 0.0


@dataclass(frozen=True, slots=True)
class _Frame:
    """How degrees become millimetres: metres of the projection, shifted and scaled."""

    project: _Project
    window: tuple[float, float, float, float]
    mm_per_m: float


def render_print_map(
    stations: StationSet, day: date, *, lang: Language = "zh", review_number: str = ""
) -> str:
    """Return the page, of one sheet of A3 across.

    Parameters
    ----------
    stations
        Those drawn, by kind.
    day
        The date printed on it.
    lang, review_number
        The language; the map's 审图号, empty for internal use.
    """
    frame = _frame(stations)
    say = said_in(lang, _WORDS)
    modelled = sum(station.position == "modelled" for station in stations)
    bar_m = _round_length_m(60.0 / frame.mm_per_m)
    return environment().get_template("print_map.html").render(
        lang=lang,
        say=say,
        width=MAP_MM[0],
        height=MAP_MM[1],
        layers=list(_layers(frame)),
        names=_names(frame, lang),
        rows=_rows(stations, frame, lang),
        total=f"{len(stations):,}",
        sample=SAMPLE_NOTICE.in_language(lang) if modelled else "",
        day=day.isoformat(),
        sources=_sources(stations, say),
        bar_mm=round(bar_m * frame.mm_per_m, 2),
        bar_text=say["kilometres"].format(n=f"{bar_m / 1000:g}"),
        ratio=f"1 : {_round_ratio(1000.0 / frame.mm_per_m):,}",
        law=law_notice(review_number).in_language(lang),
        credit=BASEMAP_CREDIT.in_language(lang),
    )  # fmt: skip


def _frame(stations: StationSet) -> _Frame:
    """Return a frame that holds all stations with a margin around them."""
    lon, lat = stations.lon, stations.lat
    if not len(stations):
        lon, lat = np.array([113.6]), np.array([33.9])
    middle = (float(lon.min() + lon.max()) / 2, float(lat.min() + lat.max()) / 2)
    third = max(float(np.ptp(lat)) / 3, 0.1)
    cone = f"+proj=lcc +lat_1={middle[1] - third / 2} +lat_2={middle[1] + third / 2}"
    crs = f"{cone} +lat_0={middle[1]} +lon_0={middle[0]} +ellps=WGS84 +units=m"
    transformer = Transformer.from_crs("EPSG:4326", crs, always_xy=True)
    x, y = transformer.transform(lon, lat)
    span_x, span_y = (max(float(np.ptp(v)), _LEAST_SPAN_M) * (1 + 2 * _MARGIN) for v in (x, y))
    mm_per_m = min(MAP_MM[0] / span_x, MAP_MM[1] / span_y)
    centre = (x.min() + x.max()) / 2, (y.min() + y.max()) / 2

    def project(xy: Floats) -> Floats:
        x_m, y_m = transformer.transform(xy[:, 0], xy[:, 1])
        across = (np.asarray(x_m) - centre[0]) * mm_per_m + MAP_MM[0] / 2
        down = (centre[1] - np.asarray(y_m)) * mm_per_m + MAP_MM[1] / 2
        return np.column_stack([across, down])

    half = MAP_MM[0] / mm_per_m / 2 * 1.05, MAP_MM[1] / mm_per_m / 2 * 1.05
    corners = [
        transformer.transform(
            centre[0] + sx * half[0], centre[1] + sy * half[1], direction="INVERSE"
        )
        for sx in (-1, 0, 1)
        for sy in (-1, 0, 1)
    ]
    lons, lats = zip(*corners, strict=True)
    return _Frame(project, (min(lons), min(lats), max(lons), max(lats)), mm_per_m)


def _layers(frame: _Frame) -> Iterator[Layer]:
    for name, geometries in basemap_layers(frame.window):
        drawn = shapely.simplify(shapely.transform(geometries, frame.project), _SIMPLIFY_MM)
        path = "".join(_path(part) for part in _lines(drawn))
        if path:
            yield Layer(name, path)


def _lines(geometries: NDArray[np.object_]) -> Iterator[Floats]:
    for part in shapely.get_parts(shapely.get_parts(geometries)):
        if isinstance(part, shapely.Polygon):
            yield from map(shapely.get_coordinates, (part.exterior, *part.interiors))
        elif isinstance(part, shapely.LineString):
            yield shapely.get_coordinates(part)


def _path(points: Floats) -> str:
    return "M" + "L".join(f"{x:g} {y:g}" for x, y in points.round(2).tolist())


def _names(frame: _Frame, lang: Language) -> list[Name]:
    """Return names of places, the higher ranks first, none over another."""
    (texts, ranks, xy), room = (
        basemap_places(lang),
        (_CHINESE_NAME_MM if lang == "zh" else _LATIN_NAME_MM),
    )
    mm = frame.project(xy)
    kept: list[Name] = []
    for i in np.argsort(ranks, kind="stable").tolist():
        rank, (x, y) = int(ranks[i]), mm[i].tolist()
        if rank not in room or not (8 < x < MAP_MM[0] - 8 and 5 < y < MAP_MM[1] - 5):
            continue
        wide, high = room[rank]
        if all(abs(x - n.x) > wide or abs(y - n.y) > high for n in kept):
            kept.append(Name(texts[i], round(x, 1), round(y, 1), rank))
    return kept


def _rows(stations: StationSet, frame: _Frame, lang: Language) -> list[Row]:
    """Return a row for each kind that is there, in the table's order."""
    mm = frame.project(np.column_stack([stations.lon, stations.lat])) if len(stations) else None
    counts = Counter(station.kind for station in stations)
    rows = []
    for kind in KINDS.values():
        if not counts[kind.key] or mm is None:
            continue
        members = [i for i, station in enumerate(stations) if station.kind == kind.key]
        shape = kind.shape
        size = _DOT_MM * (1.0 if counts[kind.key] > 1000 else 1.8)
        path = "".join(_mark(shape, x, y, size) for x, y in mm[members].round(2).tolist())
        name = kind.name.in_language(lang)
        mark = _mark(shape, 3.0, 3.0, 1.7)
        dot_mm = 2 * size if shape == "circle" else 0.0
        rows.append(Row(name, kind.colour, counts[kind.key], path, mark, dot_mm))
    return sorted(rows, key=lambda row: -row.count)


def _mark(shape: str, x: float, y: float, size: float) -> str:
    """Return a mark, one of `MARK_SHAPES`, as a path, about `size` from its middle to its edge.

    A circle is a line without length and with round ends, twice `size` wide: thousands of them
    then take a tenth of the room in a PDF.
    """
    r = size
    if shape == "circle":
        return f"M{x:g} {y:g}h0"
    corners = {
        "square": ((-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)),
        "triangle": ((0.0, -1.15), (1.1, 0.85), (-1.1, 0.85)),
        "diamond": ((0.0, -1.2), (1.2, 0.0), (0.0, 1.2), (-1.2, 0.0)),
        "cross": ((-1.1, -0.4), (-0.4, -0.4), (-0.4, -1.1), (0.4, -1.1), (0.4, -0.4), (1.1, -0.4),
                  (1.1, 0.4), (0.4, 0.4), (0.4, 1.1), (-0.4, 1.1), (-0.4, 0.4), (-1.1, 0.4)),
        "bar": ((-1.2, -0.5), (1.2, -0.5), (1.2, 0.5), (-1.2, 0.5)),
    }[shape]  # fmt: skip
    return "M" + "L".join(f"{x + a * r:.2f} {y + b * r:.2f}" for a, b in corners) + "z"


def _sources(stations: StationSet, say: dict[str, str]) -> list[str]:
    """Return where the stations come from, the largest source first."""
    counts = Counter(
        say["modelled"] if s.position == "modelled" else s.source or say["unnamed"]
        for s in stations
    )
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return [f"{name} {count:,}" for name, count in ranked[:_MOST_SOURCES]]


def _round_length_m(longest_m: float) -> float:
    """Return the longest of 1, 2 or 5 times a power of ten that is no longer.

    Examples
    --------
    >>> _round_length_m(61_234.0)
    50000.0
    """
    power = 10.0 ** math.floor(math.log10(longest_m))
    return max(step * power for step in _ROUND_M if step * power <= longest_m)


def _round_ratio(ratio: float) -> int:
    """Return a scale's denominator to two digits, as atlases round it."""
    digits = 10 ** max(int(math.log10(ratio)) - 1, 0)
    return int(round(ratio / digits) * digits)
