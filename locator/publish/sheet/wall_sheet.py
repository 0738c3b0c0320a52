"""The map of all stations on one sheet of A3: a page of plain SVG, ready for the printer."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from locator.find.geojson import SAMPLE_NOTICE
from locator.language import Language, phrases, said_in
from locator.publish.basemap import BASEMAP_CREDIT, law_notice
from locator.publish.drawing.marks import (
    MapLabel,
    Room,
    draw_scale_bar,
    mark_paths,
    place_names,
    text_size,
)
from locator.publish.drawing.window import Window, basemap_paths, conic_window
from locator.publish.page import environment
from locator.stations.kinds import KINDS

if TYPE_CHECKING:
    from datetime import date

    from locator.stations.station_set import StationSet

# The frame of the map within the sheet; the legend stands beside it.
MAP_MM = (304.0, 273.0)
_MARGIN = 0.04
_LEAST_SPAN_M = 20_000.0
_SIMPLIFY_MM = 0.08
# The size of a mark where a kind has many, and in the legend.
_DOT_MM, _LEGEND_MM, _MANY = 0.62, 1.7, 1000
_EDGE_MM = 1.5
# The type of names, by their rank.
_TYPE_MM = {1: 4.0, 2: 2.7}
_MOST_SOURCES = 4

_WORDS = phrases("wall_sheet.words")


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the legend, and all its stations as one path; circles are `dot_mm` wide."""

    name: str
    colour: str
    count: int
    path: str
    mark: str
    dot_mm: float = 0.0


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
    window = sheet_window(stations)
    say = said_in(lang, _WORDS)
    modelled = sum(station.position == "modelled" for station in stations)
    bar = draw_scale_bar(window)
    return environment().get_template("print_map.html").render(
        lang=lang,
        say=say,
        width=MAP_MM[0],
        height=MAP_MM[1],
        layers=basemap_paths(window, _SIMPLIFY_MM, 2),
        names=_names(window, lang),
        rows=_rows(stations, window, lang),
        total=f"{len(stations):,}",
        sample=SAMPLE_NOTICE.in_language(lang) if modelled else "",
        day=day.isoformat(),
        sources=_sources(stations, say),
        bar_mm=bar.length,
        bar_text=say["kilometres"].format(n=f"{bar.metres / 1000:g}"),
        ratio=f"1 : {_round_ratio(1000.0 * window.unit_m):,}",
        law=law_notice(review_number).in_language(lang),
        credit=BASEMAP_CREDIT.in_language(lang),
    )  # fmt: skip


def sheet_window(stations: StationSet) -> Window:
    """Return a window that holds all stations with a margin around them, in millimetres."""
    lon, lat = stations.lon, stations.lat
    if not len(stations):
        lon, lat = np.array([113.6]), np.array([33.9])
    return conic_window(lon, lat, *MAP_MM, margin=_MARGIN, least_m=_LEAST_SPAN_M)


def _names(window: Window, lang: Language) -> list[MapLabel]:
    """Return names of places, the higher ranks first, none over another."""
    room = Room(*MAP_MM, _EDGE_MM)
    return [
        name
        for name in place_names(window, lang, _TYPE_MM)
        if room.take_free(name.x, name.y, *text_size(name.text, _TYPE_MM[name.rank]))
    ]


def _rows(stations: StationSet, window: Window, lang: Language) -> list[Row]:
    """Return a row for each kind that is there, the one with most stations first."""
    members: dict[str, list[int]] = {}
    for place, station in enumerate(stations):
        members.setdefault(station.kind, []).append(place)
    rows = []
    for kind in KINDS.values():
        if kind.key not in members:
            continue
        at = members[kind.key]
        places = window.project(np.column_stack([stations.lon[at], stations.lat[at]])).round(2)
        size = _DOT_MM * (1.0 if len(at) > _MANY else 1.8)
        path = mark_paths(kind.shape, places, size)
        mark = mark_paths(kind.shape, np.array([[3.0, 3.0]]), _LEGEND_MM)
        dot_mm = 2 * size if kind.shape == "circle" else 0.0
        rows.append(Row(kind.name.in_language(lang), kind.colour, len(at), path, mark, dot_mm))
    return sorted(rows, key=lambda row: -row.count)


def _sources(stations: StationSet, say: dict[str, str]) -> list[str]:
    """Return where the stations come from, the largest source first."""
    counts = Counter(
        say["modelled"] if s.position == "modelled" else s.source or say["unnamed"]
        for s in stations
    )
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return [f"{name} {count:,}" for name, count in ranked[:_MOST_SOURCES]]


def _round_ratio(ratio: float) -> int:
    """Return a scale's denominator to two digits, as atlases round it."""
    digits = 10 ** max(int(math.log10(ratio)) - 1, 0)
    return int(round(ratio / digits) * digits)
