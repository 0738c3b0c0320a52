"""A small map of a position and the stations nearest to it, and beside it the same as a list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from locator.find.geojson import SAMPLE_NOTICE
from locator.geo.boxes import LonLatBox
from locator.language import Language, joined, phrase
from locator.publish.drawing.scales import ink_on
from locator.publish.folium_map.offline_map import (
    OfflineMap,
    Part,
    basemap_layer,
    corners,
    script_json,
)
from locator.publish.numbers import distance_text
from locator.publish.page import environment
from locator.stations.hours.rendering import word_station_hours
from locator.stations.kinds import KINDS
from locator.stations.services import SERVICES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from locator.find.nearest import Neighbour
    from locator.geo.points import LonLat

_TITLE = phrase("folium_map.title")
_NO_STATION = phrase("folium_map.nothing")
_HERE = phrase("folium_map.here")
_SAMPLE = phrase("folium_map.sample")
_LEAST_HALF_DEG = 0.006
# The background goes this many times as far as what is shown at first.
_BACKGROUND_REACH = 6.0

_SCRIPT = """\
(function (map, data) {
  function node(tag, text, className) {
    var made = document.createElement(tag);
    if (text !== undefined) { made.textContent = text; }
    if (className) { made.className = className; }
    return made;
  }
  function style(made, station) {
    made.style.background = station.colour;
    made.style.color = station.ink;
    made.style.width = made.style.height = "28px";
    return made;
  }
  function popup(station) {
    var made = node("div", undefined, "map-popup");
    made.appendChild(node("strong", station.name));
    station.lines.forEach(function (line) { made.appendChild(node("p", line)); });
    return made;
  }
  var at = L.GeoJSON.coordsToLatLng, here = at(data.here), markers = {}, labels = [];
  data.stations.forEach(function (station) {
    var there = at(station.at);
    var middle = at([0, 1].map(function (i) { return 0.4 * data.here[i] + 0.6 * station.at[i]; }));
    L.polyline([here, there], {color: "#444", weight: 2, dashArray: "2 5", interactive: false})
      .addTo(map);
    labels.push(L.marker(middle, {
      icon: L.divIcon({className: "map-distance", html: node("span", station.away)}),
      interactive: false, keyboard: false
    }).addTo(map));
    var icon = style(node("div", String(station.rank), "map-rank"), station);
    markers[station.rank] = L.marker(there, {
      icon: L.divIcon({className: "", iconSize: [28, 28], popupAnchor: [0, -10], html: icon}),
      title: station.rank + " " + station.name + ", " + station.away,
      riseOnHover: true, riseOffset: 1e6, zIndexOffset: 1000 * (101 - station.rank)
    }).bindPopup(popup(station)).addTo(map);
  });
  L.marker(here, {
    icon: L.divIcon({className: "map-here", iconSize: [20, 20]}), title: data.words.here,
    zIndexOffset: 200000
  }).bindPopup(node("strong", data.words.here)).addTo(map);
  if (data.words.sample) {
    var notice = L.control({position: "topright"});
    notice.onAdd = function () { return node("div", data.words.sample, "map-sample"); };
    notice.addTo(map);
  }
  document.querySelectorAll(".map-list button").forEach(function (button) {
    button.addEventListener("click", function () { markers[button.dataset.rank].openPopup(); });
  });
  // A distance is written only where it covers no marker and no nearer one's distance.
  function box(element) { return element.getBoundingClientRect(); }
  function apart(a, b) {
    return a.right < b.left || b.right < a.left || a.bottom < b.top || b.bottom < a.top;
  }
  function declutter() {
    var taken = Array.prototype.map.call(
      map.getContainer().querySelectorAll(".map-rank, .map-here"), box);
    labels.forEach(function (label) {
      var text = label.getElement().firstChild, own = box(text);
      var free = taken.every(function (other) { return apart(own, other); });
      text.style.visibility = free ? "" : "hidden";
      if (free) { taken.push(own); }
    });
  }
  if (map.getSize().x && map.getSize().y) {
    map.setMaxBounds(data.background);
    map.setMinZoom(map.getBoundsZoom(data.background, true));
  }
  map.on("zoomend", declutter);
  declutter();
})"""


class _Nearest(Part):
    """Position, lines, stations; `data` is what the script gets, `listed` what the list shows."""

    def __init__(self, data: dict[str, object], listed: dict[str, object]) -> None:
        super().__init__()
        self._name = "Nearest"
        self.data = data
        self.listed = listed

    def body(self) -> str:
        return environment().get_template("map.nearest.html").render(**self.listed)

    def script(self) -> str:
        return f"{_SCRIPT}({self.map_name}, {script_json(self.data)});"


def nearest_map(
    where: LonLat,
    neighbours: Sequence[Neighbour],
    *,
    lang: Language = "zh",
    review_number: str | None = None,
    static_url: str | None = None,
    height: str = "460px",
) -> OfflineMap:
    """Return a map of a position and the stations found near it, numbered by rank.

    Parameters
    ----------
    where
        The position, WGS 84.
    neighbours
        What `find_nearest` answered for it; may be empty.
    lang
        The language of the page.
    review_number, static_url, height
        As for `OfflineMap`.
    """
    shown = _shown(where, neighbours)
    background = _widened(shown, _BACKGROUND_REACH)
    rows = [_row(neighbour, lang) for neighbour in neighbours]
    modelled = any(neighbour.station.position == "modelled" for neighbour in neighbours)
    folium_map = OfflineMap(
        shown,
        title=_TITLE.in_language(lang),
        lang=lang,
        review_number=review_number,
        static_url=static_url,
        height=height,
        scroll_wheel_zoom=False,  # it would catch whoever scrolls past the map
    )
    folium_map.add_child(basemap_layer(background, lang))
    words = {
        "here": _HERE.in_language(lang),
        "sample": _SAMPLE.in_language(lang) if modelled else None,
    }
    data: dict[str, object] = {
        "here": [where.lon, where.lat],
        "stations": rows,
        "background": corners(background),
        "words": words,
    }
    listed: dict[str, object] = {
        "title": _TITLE.in_language(lang),
        "rows": rows,
        "no_station": _NO_STATION.in_language(lang),
        "sample": SAMPLE_NOTICE.in_language(lang) if modelled else None,
    }
    folium_map.add_child(_Nearest(data, listed))
    return folium_map


def _row(neighbour: Neighbour, lang: Language) -> dict[str, object]:
    station, kind = neighbour.station, KINDS[neighbour.station.kind]
    away = distance_text(neighbour.distance_m, lang)
    kind_name = kind.name.in_language(lang)
    offered = [SERVICES[key] for key in station.services]
    lines = [
        f"{kind_name} · {away}",
        _SAMPLE.in_language(lang) if station.position == "modelled" else station.address,
        word_station_hours(station, lang),
        joined(service.name for service in offered).in_language(lang),
    ]
    return {
        "rank": neighbour.rank,
        "at": [station.where.lon, station.where.lat],
        "name": station.name,
        "kind": kind_name,
        "away": away,
        "colour": kind.colour,
        "ink": ink_on(kind.colour),
        "lines": [line for line in lines if line],
    }


def _shown(where: LonLat, neighbours: Sequence[Neighbour]) -> LonLatBox:
    places = [where, *(neighbour.station.where for neighbour in neighbours)]
    lons, lats = [p.lon for p in places], [p.lat for p in places]
    return _widened(LonLatBox(min(lons), min(lats), max(lons), max(lats)), 1.0)


def _widened(bounds: LonLatBox, times: float) -> LonLatBox:
    """Return a box so many times as large to every side, and as high as it is wide."""
    middle_lon, middle_lat = (bounds.west + bounds.east) / 2, (bounds.south + bounds.north) / 2
    half_lon = max(bounds.east - bounds.west, 2 * _LEAST_HALF_DEG) / 2 * times
    half_lat = max(bounds.north - bounds.south, 2 * _LEAST_HALF_DEG) / 2 * times
    if times > 1.0:
        half_lon = half_lat = max(half_lon, half_lat)
    return LonLatBox(
        round(middle_lon - half_lon, 5),
        round(middle_lat - half_lat, 5),
        round(middle_lon + half_lon, 5),
        round(middle_lat + half_lat, 5),
    )
