"""The background of a map that has no tiles: `data/basemap.geojson` in quiet colours."""

from __future__ import annotations

import html
import json
from functools import cache
from typing import TYPE_CHECKING

import shapely
from shapely.geometry import mapping, shape

from locator.errors import Language, Words
from locator.paths import data_file
from locator.publish.offline_map.map import Part, script_json

if TYPE_CHECKING:
    from collections.abc import Iterator

    from shapely.geometry.base import BaseGeometry

    from locator.publish.offline_map.map import Bounds

CREDIT = Words(
    "底图数据：天地图、Natural Earth、GeoNames（CC BY 4.0）",
    "Base data: Tianditu 天地图, Natural Earth, GeoNames (CC BY 4.0)",
)

# Drawn in this order. Areas have no stroke: one cut at the edge would draw the cut as a border.
_FILL: dict[str, object] = {"stroke": False, "fill": True, "fillOpacity": 1}
_LINE: dict[str, object] = {"fill": False, "opacity": 1}
STYLES: dict[str, dict[str, object]] = {
    "province": _FILL | {"fillColor": "#fbfaf6"},
    "urban": _FILL | {"fillColor": "#efe8db"},
    "lake": _FILL | {"fillColor": "#c4dcea"},
    "river": _LINE | {"color": "#a9cde2", "weight": 2},
    "county": _LINE | {"color": "#d6cfc2", "weight": 1},
    "prefecture": _LINE | {"color": "#b9ae9b", "weight": 1.4},
    "outline": _LINE | {"color": "#93887a", "weight": 1.8},
}
# From which zoom the places of a rank are labelled: prefectures, counties, districts of a city.
_LABEL_ZOOM = {1: 5, 2: 9, 3: 11}
_DECIMALS = 4

_SCRIPT = """\
(function (map, data) {
  map.createPane("basemap").style.zIndex = 150;
  map.createPane("places").style.zIndex = 160;
  ["basemap", "places"].forEach(function (pane) {
    map.getPane(pane).style.pointerEvents = "none";
  });
  L.geoJSON(data.shapes, {
    pane: "basemap", interactive: false, attribution: data.credit,
    renderer: L.canvas({pane: "basemap", padding: 0.3}),
    style: function (feature) { return data.styles[feature.properties.layer]; }
  }).addTo(map);
  var ranks = {};
  L.geoJSON(data.places, {pointToLayer: function (feature, where) {
    var rank = feature.properties.rank, label = document.createElement("span");
    label.textContent = feature.properties.name;
    label.setAttribute("aria-hidden", "true");
    var icon = L.divIcon({className: "map-place map-place-" + rank, html: label});
    ranks[rank] = ranks[rank] || L.layerGroup();
    return L.marker(where, {icon: icon, pane: "places", interactive: false, keyboard: false})
      .addTo(ranks[rank]);
  }});
  // A name is written only where it covers none of a higher rank.
  function label() {
    var taken = [];
    Object.keys(ranks).forEach(function (rank) {
      if (map.getZoom() < data.labelZoom[rank]) { ranks[rank].remove(); return; }
      ranks[rank].addTo(map).eachLayer(function (marker) {
        var name = marker.getElement().firstChild, own = name.getBoundingClientRect();
        var free = taken.every(function (other) {
          return own.right < other.left || other.right < own.left ||
            own.bottom < other.top || other.bottom < own.top;
        });
        name.style.visibility = free ? "" : "hidden";
        if (free) { taken.push(own); }
      });
    });
  }
  map.on("zoomend", label);
  label();
})"""


class Basemap(Part):
    """The background as a part of a map; `data` is what its script gets."""

    def __init__(self, data: dict[str, object]) -> None:
        super().__init__()
        self._name = "Basemap"
        self.data = data

    def script(self) -> str:
        """Return the script that draws it beneath everything else."""
        return f"{_SCRIPT}({self.map_name}, {script_json(self.data)});"


def basemap_layer(bounds: Bounds | None = None, lang: Language = "zh") -> Basemap:
    """Return the background, whole or clipped to a box: a small map then stays a small file."""
    clipped = [
        (layer, properties, _clipped(geometry, bounds)) for layer, properties, geometry in _drawn()
    ]
    kept = [item for item in clipped if not item[2].is_empty]
    order = list(STYLES)
    shapes = [
        {"type": "Feature", "properties": {"layer": layer}, "geometry": mapping(geometry)}
        for layer, _, geometry in sorted(
            (item for item in kept if item[0] in STYLES), key=lambda item: order.index(item[0])
        )
    ]
    places = [
        {
            "type": "Feature",
            "properties": {"name": properties[f"name_{lang}"], "rank": properties["rank"]},
            "geometry": mapping(geometry),
        }
        for layer, properties, geometry in kept
        if layer == "place"
    ]
    credit = html.escape(CREDIT.in_language(lang))  # Leaflet reads it as HTML
    return Basemap(
        {
            "styles": STYLES,
            "labelZoom": _LABEL_ZOOM,
            "credit": credit,
            "shapes": shapes,
            "places": places,
        }
    )


@cache
def _drawn() -> tuple[tuple[str, dict[str, object], BaseGeometry], ...]:
    return tuple(_read())


def _read() -> Iterator[tuple[str, dict[str, object], BaseGeometry]]:
    for feature in json.loads(data_file("basemap.geojson").read_bytes())["features"]:
        properties, geometry = feature["properties"], shape(feature["geometry"])
        yield properties["layer"], properties, geometry
        if properties["layer"] == "province":
            yield "outline", properties, geometry.boundary


def _clipped(geometry: BaseGeometry, bounds: Bounds | None) -> BaseGeometry:
    if bounds is None:
        return geometry
    inside = shapely.clip_by_rect(geometry, *bounds)
    return shapely.transform(inside, lambda degrees: degrees.round(_DECIMALS))
