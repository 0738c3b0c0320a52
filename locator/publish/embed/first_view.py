"""What an embedded map shows before it has asked anything: its view, marks and list."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from locator.find.nearest import Visit, find_way, select_for_visit
from locator.geo.boxes import HENAN, LonLatBox
from locator.geo.datum import convert_point
from locator.geo.points import LonLat
from locator.publish.embed.embed_options import MAX_ZOOM, MIN_ZOOM
from locator.stations.selection import Selection

if TYPE_CHECKING:
    from datetime import datetime

    from locator.find.nearest import Neighbour
    from locator.find.view import View, ViewIndex
    from locator.geo.datum import Datum
    from locator.publish.embed.embed_options import EmbedOptions
    from locator.stations.station_set import StationSet

# What a frame is taken for until it tells its size, in pixels.
_WIDTH_PX, _HEIGHT_PX = 800, 480
_TILE_PX = 256
_MARGIN = 0.04
# Of the world's width or height on the map: 2,048 pixels at the coarsest level. Of such a box a
# common frame shows the middle, of a larger one next to nothing.
_MOST_OF_WORLD = 0.25
_LEAST_SPAN_DEG = 0.02


@dataclass(frozen=True, slots=True)
class FirstView:
    """What is seen first.

    Parameters
    ----------
    box
        What is in view, WGS 84; with a centre it is that of a frame of middling size.
    zoom
        The zoom level, asked for or that at which the box fits.
    listed
        Those stations in the box that are nearest to its middle.
    total
        How many stations are in the box.
    marks
        What the map draws, in the map's datum.
    """

    box: LonLatBox
    zoom: int
    listed: list[Neighbour]
    total: int
    marks: View

    def middle(self) -> LonLat:
        """Return the middle of the box."""
        return _middle(self.box)


def first_view(
    stations: StationSet,
    options: EmbedOptions,
    at: datetime,
    *,
    index: ViewIndex,
    datum: Datum,
    most_listed: int,
) -> FirstView:
    """Return what a map shows of a set at a moment.

    Parameters
    ----------
    index, datum
        What draws the set in the map's datum: marks are a drawing, not data.
    most_listed
        How many stations the list has at most.
    """
    selection = Selection.of(options.kinds, options.services, day=at.date())
    box = view_box(stations, options, selection)
    zoom = options.zoom if options.bbox is None and options.centre else zoom_of(box)
    visit = Visit(at, options.open)
    marks = index.view(in_datum(box, datum), zoom, selection, visit)
    listed = _listed(stations, box, selection, visit, most_listed)
    return FirstView(box, zoom, listed, marks.total, marks)


def view_box(stations: StationSet, options: EmbedOptions, selection: Selection) -> LonLatBox:
    """Return what is in view: the box asked for, around the centre, or around what is selected."""
    if options.bbox is not None:
        return options.bbox
    if options.centre is not None:
        return _around(options.centre, options.zoom)
    inside = stations.mask(selection)
    if not inside.any():
        return HENAN
    lon, lat = stations.lon[inside], stations.lat[inside]
    west, east = _widened(float(lon.min()), float(lon.max()), 180.0)
    south, north = _widened(float(lat.min()), float(lat.max()), 85.0)
    return LonLatBox(west, south, east, north)


def zoom_of(box: LonLatBox) -> int:
    """Return the zoom level at which a frame of middling size holds a box."""
    wide, tall = _shares(box)
    fits = min(_WIDTH_PX / (_TILE_PX * max(wide, 1e-9)), _HEIGHT_PX / (_TILE_PX * max(tall, 1e-9)))
    return max(MIN_ZOOM, min(MAX_ZOOM, math.floor(math.log2(fits))))


def is_oversized(box: LonLatBox) -> bool:
    """Tell whether a box is larger than the coarsest zoom level has any use for."""
    return max(_shares(box)) > _MOST_OF_WORLD


def in_datum(box: LonLatBox, datum: Datum) -> LonLatBox:
    """Return the box with its corners moved, for a map whose tiles are moved."""
    if datum == "wgs84":
        return box
    low = convert_point(LonLat(box.west, box.south), "wgs84", datum)
    high = convert_point(LonLat(box.east, box.north), "wgs84", datum)
    return LonLatBox(low.lon, low.lat, high.lon, high.lat)


def _listed(
    stations: StationSet, box: LonLatBox, selection: Selection, visit: Visit, most: int
) -> list[Neighbour]:
    """Return those in the box that are nearest to its middle, the nearest first."""
    inside = box.contains(stations.lon, stations.lat) & stations.mask(selection)
    accepted = np.zeros(len(stations), np.bool_)
    accepted[select_for_visit(stations, np.flatnonzero(inside), visit)] = True
    middle = _middle(box)
    positions, _ = stations.index.nearest(middle, most, accepted)
    return [
        find_way(stations, position, middle, at=visit.at)._replace(rank=rank)
        for rank, position in enumerate(positions.tolist(), start=1)
    ]


def _shares(box: LonLatBox) -> tuple[float, float]:
    """Return a box's width and height on the map, as shares of the world's."""
    wide = 360.0 if _is_round(box) else (box.east - box.west) % 360.0
    return wide / 360.0, _mercator(box.north) - _mercator(box.south)


def _is_round(box: LonLatBox) -> bool:
    return box.east - box.west >= 360.0


def _middle(box: LonLatBox) -> LonLat:
    wide = box.east - box.west if _is_round(box) else (box.east - box.west) % 360.0
    lon = box.west + wide / 2.0
    return LonLat(lon - 360.0 if lon > 180.0 else lon, (box.south + box.north) / 2.0)


def _around(centre: LonLat, zoom: int) -> LonLatBox:
    """Return what a frame of middling size shows around a position."""
    world_px = float(_TILE_PX << zoom)
    half_deg = min(180.0, 180.0 * _WIDTH_PX / world_px)
    y = _mercator(centre.lat)
    half_y = _HEIGHT_PX / 2.0 / world_px
    west, east = centre.lon - half_deg, centre.lon + half_deg
    if half_deg >= 180.0:
        west, east = -180.0, 180.0
    return LonLatBox(
        west + 360.0 if west < -180.0 else west,
        _latitude(y - half_y),
        east - 360.0 if east > 180.0 else east,
        _latitude(y + half_y),
    )


def _widened(low: float, high: float, limit: float) -> tuple[float, float]:
    span = max(high - low, _LEAST_SPAN_DEG)
    middle = (low + high) / 2.0
    half = span * (0.5 + _MARGIN)
    return max(-limit, middle - half), min(limit, middle + half)


def _mercator(lat_deg: float) -> float:
    """Return how far north, in Web Mercator's square of side 1, from the equator."""
    sine = math.sin(math.radians(max(-85.0, min(85.0, lat_deg))))
    return math.atanh(sine) / (2.0 * math.pi)


def _latitude(y: float) -> float:
    return math.degrees(math.asin(math.tanh(max(-0.5, min(0.5, y)) * 2.0 * math.pi)))
