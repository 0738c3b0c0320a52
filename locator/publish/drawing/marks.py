"""What is written on a drawn map: the ranks of gaps, names, a scale bar; each in its own room.

The window of a drawn map: degrees to pixels, and shapes to SVG paths.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import shapely

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray
    from shapely import Geometry

    from locator.plan.gaps import Gap

    Floats = NDArray[np.float64]


NUMBERED = 20
_MARK_RADIUS = 7.5
_SCALES_M = tuple(n * 10.0**power for power in range(1, 7) for n in (1, 2, 5))
_LETTER = 7.0  # half of what a name takes of width a letter, and of height
# Shortest way first: where a number may stand beside a seed that has no room for it.
_PLACES = [(0.0, 0.0)] + [
    (reach * math.cos(math.radians(turn)), reach * math.sin(math.radians(turn)))
    for reach in (17.0, 26.0, 38.0, 52.0)
    for turn in range(0, 360, 30)
]


class RankMark(NamedTuple):
    """A gap: its seed, and where its rank is written; None where there was no room for it."""

    rank: int
    x: float
    y: float
    number: tuple[float, float] | None


class MapLabel(NamedTuple):
    """A name and where it stands."""

    text: str
    x: float
    y: float


class Scale(NamedTuple):
    """A scale bar: its length in pixels, and in metres."""

    length: float
    metres: float


def draw_marks(gaps: Sequence[Gap], window: Window, labels: Sequence[MapLabel]) -> list[RankMark]:
    """Return seeds, the first of them numbered, each number where nothing stands yet."""
    if not gaps:
        return []
    places = [window.place(np.array([g.seed.lon]), np.array([g.seed.lat])) for g in gaps]
    # A name is as many discs as it has letters.
    taken = [
        (label.x + _LETTER * (2 * n - len(label.text) + 1), label.y - _LETTER / 2)
        for label in labels
        for n in range(len(label.text))
    ]
    marks = []
    for gap, (xs, ys) in zip(gaps, places, strict=True):
        x, y = float(xs[0]), float(ys[0])
        number = _room(x, y, taken, window) if gap.rank <= NUMBERED else None
        if number is not None:
            taken.append(number)
        marks.append(RankMark(gap.rank, x, y, number))
    return marks


def _room(
    x: float, y: float, taken: Iterable[tuple[float, float]], window: Window
) -> tuple[float, float] | None:
    edge = _MARK_RADIUS + 1.0
    for dx, dy in _PLACES:
        there = round(x + dx, 1), round(y + dy, 1)
        inside = (
            edge <= there[0] <= window.width - edge and edge <= there[1] <= window.height - edge
        )
        if inside and all(math.dist(there, one) > 2.0 * _MARK_RADIUS + 1.0 for one in taken):
            return there
    return None


def draw_scale(window: Window) -> Scale:
    """Return the longest round length that is at most a fifth of the picture's width."""
    pixel_m = window.metres_per_pixel()
    metres = max((m for m in _SCALES_M if m / pixel_m <= window.width / 5), default=_SCALES_M[0])
    return Scale(round(metres / pixel_m, 1), metres)


WIDTH = 720.0
DEGREE_M = 111_000.0  # of latitude, about
_TALLEST, _FLATTEST = 900.0, 320.0
_MARGIN = 0.02
_LEAST_SPAN_DEG = 0.05


class Window(NamedTuple):
    """The part of the Earth that is shown, degrees, and the picture's size, pixels."""

    west: float
    south: float
    east: float
    north: float
    width: float
    height: float

    def place(self, lon: Floats, lat: Floats) -> tuple[Floats, Floats]:
        """Return pixels from the upper left of degrees, rounded to a tenth."""
        x = (lon - self.west) / (self.east - self.west) * self.width
        y = (self.north - lat) / (self.north - self.south) * self.height
        return x.round(1), y.round(1)

    def metres_per_pixel(self) -> float:
        """Return the length of a pixel at the middle, about: for a scale bar."""
        return (self.north - self.south) / self.height * DEGREE_M


def grown(bounds: Floats, margin_deg: float) -> Floats:
    """Return west, south, east, north with a margin of some degrees of latitude around them."""
    wide = margin_deg / _squeeze(bounds[1], bounds[3])
    return np.asarray(bounds + np.array([-wide, -margin_deg, wide, margin_deg]))


def window_about(bounds: Floats, tallest: float = _TALLEST) -> Window:
    """Return a window about bounds, with a margin, neither taller than given nor very flat."""
    west, south, east, north = bounds.tolist()
    squeeze = _squeeze(south, north)
    wide = max((east - west) * squeeze, _LEAST_SPAN_DEG) * (1.0 + 2.0 * _MARGIN)
    high = max(north - south, _LEAST_SPAN_DEG) * (1.0 + 2.0 * _MARGIN)
    wide = max(wide, high * WIDTH / tallest)
    high = max(high, wide * _FLATTEST / WIDTH)
    lon, lat = (west + east) / 2, (south + north) / 2
    half = wide / squeeze / 2
    height = round(WIDTH * high / wide, 1)
    return Window(lon - half, lat - high / 2, lon + half, lat + high / 2, WIDTH, height)


def _squeeze(south: float, north: float) -> float:
    """Return how much shorter a degree of longitude is than one of latitude, halfway between."""
    return max(math.cos(math.radians((south + north) / 2)), 0.05)


def window_box(window: Window) -> Geometry:
    """Return the window as a polygon, degrees."""
    return shapely.box(window.west, window.south, window.east, window.north)


def dots_path(window: Window, lon: Floats, lat: Floats) -> str:
    """Return a path of lines without length, which round caps make dots; no dot twice."""
    shown = (lon >= window.west) & (lon <= window.east)
    shown &= (lat >= window.south) & (lat <= window.north)
    x, y = window.place(lon[shown], lat[shown])
    places = sorted(set(zip(x.tolist(), y.tolist(), strict=True)))
    return "".join(f"M{x:g} {y:g}h0" for x, y in places)


def shape_path(shape: Geometry, window: Window) -> str:
    """Return the rings of all polygons in a shape as one path, for the rule evenodd."""
    rings = [
        ring
        for part in shapely.get_parts(shape)
        if part.geom_type == "Polygon"
        for ring in (part.exterior, *part.interiors)
    ]
    return "".join(_polyline(ring, window) + "Z" for ring in rings)


def line_path(lines: Geometry, window: Window) -> str:
    """Return the lines in a shape as one path, those that meet joined."""
    return "".join(
        _polyline(part, window)
        for part in shapely.get_parts(shapely.line_merge(lines))
        if part.geom_type == "LineString" and not part.is_empty
    )


def _polyline(line: Geometry, window: Window) -> str:
    degrees = shapely.get_coordinates(line)
    x, y = window.place(degrees[:, 0], degrees[:, 1])
    moved = np.append(True, (np.diff(x) != 0.0) | (np.diff(y) != 0.0))
    points = zip(x[moved].tolist(), y[moved].tolist(), strict=True)
    return "M" + " ".join(f"{x:g} {y:g}" for x, y in points)
