"""A small map around a station: the bundled basemap as an SVG picture, without any script."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from locator.publish.drawing.marks import (
    MapLabel,
    Room,
    ScaleBar,
    draw_scale_bar,
    place_names,
    text_size,
)
from locator.publish.drawing.window import Layer, basemap_paths, plain_window

if TYPE_CHECKING:
    from locator.geo.points import LonLat
    from locator.language import Language

WIDTH_PX, HEIGHT_PX = 640, 400
# What the picture is wide on the ground: a ride of an hour, and two or three places with names.
WIDTH_M = 40_000.0
# No finer than a pixel or so.
_SIMPLIFY_PX = 0.7
# The type of names, by their rank; and the station's mark, whose tip is the middle: half its width
# with its rim, how high it stands, and how far below the tip a name goes that it would hide.
_TYPE_PX = {1: 24.0, 2: 20.0, 3: 20.0}
_PIN_PX, _PIN_HIGH_PX, _BELOW_PX = 17.0, 52.0, 26.0
_EDGE_PX = 7.0
_MOST_NAMES = 8


class StationMap(NamedTuple):
    """The basemap's layers, names and a scale bar, in pixels."""

    layers: list[Layer]
    labels: list[MapLabel]
    scale: ScaleBar
    width: int = WIDTH_PX
    height: int = HEIGHT_PX


def station_map(where: LonLat, lang: Language) -> StationMap:
    """Return a map with a position at its middle, names in a language.

    Over 20 km the error of its plain projection is less than a pixel at China's latitudes.
    """
    window = plain_window(where.lon, where.lat, WIDTH_PX, HEIGHT_PX, WIDTH_M / WIDTH_PX)
    room = Room(WIDTH_PX, HEIGHT_PX, _EDGE_PX)
    labels: list[MapLabel] = []
    for label in place_names(window, lang, _TYPE_PX):
        wide, high = text_size(label.text, _TYPE_PX[label.rank])
        beside, below = abs(label.x - WIDTH_PX / 2), label.y - HEIGHT_PX / 2
        if beside < wide / 2 + _PIN_PX and -_PIN_HIGH_PX < below < _BELOW_PX:
            label = label._replace(y=HEIGHT_PX / 2 + _BELOW_PX)  # noqa: PLW2901
        if len(labels) < _MOST_NAMES and room.take_free(label.x, label.y, wide, high):
            labels.append(label)
    layers = basemap_paths(window, _SIMPLIFY_PX, 0)
    return StationMap(layers, labels, draw_scale_bar(window))
