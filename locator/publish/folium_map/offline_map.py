"""A Folium map that needs no outside host: its page carries its scripts, or names our own.

Stock Folium is unfit for names that others wrote. It writes popups into JavaScript template
literals, where `${...}` runs, and parses rendered text a second time as a Jinja template, where
`{{...}}` runs. Here what is drawn comes as a `Part`: finished text, with data as `script_json` and
pages from autoescaping templates; scripts build popups and labels from DOM nodes, so that a name
stays text. The background is `data/basemap.geojson` in quiet colours, or the tiles of a server that
the operator has set. A `PanelMap` has a panel beside it, whose script draws the data in the page.
Positions are degrees, latitude first as Leaflet has it.
"""

from __future__ import annotations

import html
import json
import re
from functools import cache
from typing import TYPE_CHECKING

import folium
import shapely
from branca.element import Element
from folium.template import Template
from shapely.geometry import mapping, shape

from locator.language import Language, phrase
from locator.paths import data_file
from locator.publish.basemap import law_notice, name_property
from locator.publish.folium_map.map_page import MapPage
from locator.publish.page import environment

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from shapely.geometry.base import BaseGeometry

    from locator.geo.boxes import LonLatBox
    from locator.settings import Tiles


_INDICATIVE = phrase("folium_map.indicative")
_ZOOM_IN, _ZOOM_OUT = phrase("folium_map.zoom"), phrase("folium_map.zoom_out")
# Room for a marker at the edge, the controls above and the attribution below.
_PADDING = {"paddingTopLeft": [40, 56], "paddingBottomRight": [30, 60]}
# These would end a script, a string or a template literal, or open a Jinja tag, somewhere.
_ESCAPES = {character: f"\\u{ord(character):04x}" for character in "<>&'`$\u2028\u2029"}
_JINJA_TAG = re.compile(r"\{(?=[{%#])")


# Names that branca goes by, with paths below static/.
Assets = tuple[tuple[str, str], ...]


def lat_lon(lon: float, lat: float) -> list[float]:
    """Return a position in Folium's and Leaflet's order. Nothing else in the program flips it."""
    return [lat, lon]


def corners(bounds: LonLatBox) -> list[list[float]]:
    """Return a box as Folium and Leaflet take it: south-west, north-east, latitude first."""
    return [lat_lon(bounds.west, bounds.south), lat_lon(bounds.east, bounds.north)]


def script_json(value: object) -> str:
    r"""Return a value as JSON that stays data wherever in a script it lands.

    Examples
    --------
    >>> print(script_json("</script>${a}`{{b}}"))
    "\u003c/script\u003e\u0024{a}\u0060\u007b{b}}"
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for character, escape in _ESCAPES.items():  # on megabytes far faster than str.translate
        text = text.replace(character, escape)
    return _JINJA_TAG.sub(r"\\u007b", text)


def _notice(lang: Language, review_number: str | None) -> str:
    """Return what a map says of its approval and of its boundaries, as plain text."""
    approval = law_notice(review_number or "").in_language(lang)
    return f"{approval} · {_INDICATIVE.in_language(lang)}"


class Part(Element):  # type: ignore[misc]  # branca has no types
    """A piece of a map that puts finished text into the page's head, body and script.

    Override what it has; `self.map_name` is the script's variable for the map.
    """

    @property
    def map_name(self) -> str:
        """The script variable of the map that this part was added to."""
        above = self._parent
        while not isinstance(above, folium.Map):
            above = above._parent  # noqa: SLF001  # branca offers no other way up
        return str(above.get_name())

    def head(self) -> str:
        """Return HTML for the page's head, put there once for each class of parts."""
        return ""

    def body(self) -> str:
        """Return HTML that follows the map."""
        return ""

    def script(self) -> str:
        """Return JavaScript that runs when the map exists."""
        return ""

    def render(self, **kwargs: object) -> None:
        """Put the part and its children into the page."""
        page, name = self.get_root(), self.get_name()
        page.header.add_child(_Finished(self.head()), name=type(self).__name__)
        page.html.add_child(_Finished(self.body()), name=name)
        page.script.add_child(_Finished(self.script()), name=name)
        for child in self._children.values():
            child.render(**kwargs)


class _Finished(Element):  # type: ignore[misc]
    """Text that no template engine reads again."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self._text = text

    def render(self, **_: object) -> str:
        return self._text


class _Controls(Part):
    """Attribution, scale and zoom buttons, with words in the page's language."""

    def __init__(self, attribution: str, zoom_words: dict[str, str]) -> None:
        super().__init__()
        self._name = "Controls"
        self.attribution = attribution
        self.zoom_words = zoom_words

    def script(self) -> str:
        notice = script_json(html.escape(self.attribution))  # Leaflet reads it as HTML
        # One above the other in one corner: on a phone the attribution fills the whole width.
        return f"""\
(function (map) {{
  map.getContainer().setAttribute("aria-label", document.title);
  L.control.attribution({{prefix: false, position: "bottomleft"}})
    .addTo(map).addAttribution({notice});
  L.control.scale({{imperial: false, position: "bottomleft"}}).addTo(map);
  L.control.zoom({script_json(self.zoom_words)}).addTo(map);
}})({self.map_name});"""


class OfflineMap(folium.Map):  # type: ignore[misc]
    """A `folium.Map` without tiles, jQuery, Bootstrap or icon fonts, on a page of its own.

    Parameters
    ----------
    bounds
        The box that the map shows at first.
    title
        Of the page and the map, as plain text.
    lang
        The language of its controls and notices.
    review_number
        The map's review number (审图号); without it the map says that it is not reviewed.
    static_url, height, picture_hosts
        As for `MapPage`.
    **options
        Leaflet's, in Folium's spelling.
    """

    default_js: Assets = (("leaflet", "vendor/leaflet/leaflet.js"),)
    default_css: Assets = (
        ("leaflet_css", "vendor/leaflet/leaflet.css"),
        ("map_css", "css/folium-map.css"),
    )
    _template = Template(
        """
        {% macro html(this, kwargs) -%}
        <div class="folium-map" id="{{ this.get_name() }}" role="region"></div>
        {%- endmacro %}
        {% macro script(this, kwargs) -%}
        var {{ this.get_name() }} = L.map({{ this.get_name()|tojson }}, {
          crs: L.CRS.{{ this.crs }}, zoomControl: false, attributionControl: false,
          ...{{ this.options|tojavascript }}
        });
        {{ this.get_name() }}.fitBounds({{ this.corners|tojson }}, {{ this.padding|tojson }});
        {%- endmacro %}
        """
    )

    def __init__(
        self,
        bounds: LonLatBox,
        *,
        title: str,
        lang: Language = "zh",
        review_number: str | None = None,
        static_url: str | None = None,
        height: str = "460px",
        picture_hosts: tuple[str, ...] = (),
        **options: object,
    ) -> None:
        middle = lat_lon((bounds.west + bounds.east) / 2, (bounds.south + bounds.north) / 2)
        options = {"zoom_snap": 0.5} | options  # without tiles no zoom is better than another
        super().__init__(location=middle, tiles=None, prefer_canvas=True, **options)
        # The script sets the first view itself, at once: a later `fit_bounds` would animate.
        for name in ("zoom", "zoom_control"):
            self.options.pop(name, None)
        self.bounds = bounds
        self.corners = corners(bounds)
        self.padding = _PADDING
        MapPage(title, lang, static_url, height, picture_hosts).add_child(self)
        zoom_words = {"zoomInTitle": _ZOOM_IN, "zoomOutTitle": _ZOOM_OUT}
        titles = {name: words.in_language(lang) for name, words in zoom_words.items()}
        self.add_child(_Controls(_notice(lang, review_number), titles))

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(f'{edge:g}' for edge in self.bounds.edges)})"

    def to_html(self) -> str:
        """Return the whole page."""
        return str(self.get_root().render())

    def content_policy(self) -> str:
        """Return the policy to serve the rendered page with; see `MapPage.content_policy`."""
        return str(self.get_root().content_policy())


CREDIT = phrase("folium_map.credit")

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


def basemap_layer(bounds: LonLatBox | None = None, lang: Language = "zh") -> Basemap:
    """Return the background, whole or clipped to a box: a small map then stays a small file."""
    clipped = [
        (layer, properties, _clipped(geometry, bounds)) for layer, properties, geometry in _drawn()
    ]
    visible = [item for item in clipped if not item[2].is_empty]
    order = list(STYLES)
    shapes = [
        {"type": "Feature", "properties": {"layer": layer}, "geometry": mapping(geometry)}
        for layer, _, geometry in sorted(
            (item for item in visible if item[0] in STYLES), key=lambda item: order.index(item[0])
        )
    ]
    places = [
        {
            "type": "Feature",
            "properties": {"name": properties[name_property(lang)], "rank": properties["rank"]},
            "geometry": mapping(geometry),
        }
        for layer, properties, geometry in visible
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


def _clipped(geometry: BaseGeometry, bounds: LonLatBox | None) -> BaseGeometry:
    if bounds is None:
        return geometry
    inside = shapely.clip_by_rect(geometry, *bounds.edges)
    return shapely.transform(inside, lambda degrees: degrees.round(_DECIMALS))


class TileLayers(Part):
    """Tiles, one layer over the other, and whom to credit for them."""

    def __init__(self, tiles: Tiles) -> None:
        super().__init__()
        self._name = "Tiles"
        self.data = {
            "urls": tiles.urls,
            "options": {
                "subdomains": tiles.servers or "a",
                "maxNativeZoom": tiles.max_zoom,
                "maxZoom": 22,
                "referrerPolicy": "no-referrer",
                "attribution": html.escape(tiles.attribution),  # Leaflet reads it as HTML
            },
        }

    def script(self) -> str:
        """Return the script that puts them beneath everything else."""
        return f"""\
(function (map, data) {{
  data.urls.forEach(function (url) {{ L.tileLayer(url, data.options).addTo(map); }});
}})({self.map_name}, {script_json(self.data)});"""


class Panel(Part):
    """What stands beside a map, and the data that the map's script draws.

    Parameters
    ----------
    name
        Of the script, which begins at `locator.<name>.start` and reads the element `<name>-data`.
    template, values
        What is written beside the map.
    data
        Ready for JSON.
    """

    def __init__(
        self, name: str, template: str, values: Mapping[str, object], data: Mapping[str, object]
    ) -> None:
        super().__init__()
        self._name = name.capitalize()
        self.name = name
        self.template = template
        self.values = values
        self.data = data

    def body(self) -> str:
        """Return the panel, and the data as an element that no script engine runs."""
        panel = environment().get_template(self.template).render(**self.values)
        # Not executed, so that no policy has to allow it.
        opened = f'<script type="application/json" id="{self.name}-data">'
        return f"{panel}\n{opened}{script_json(self.data)}</script>"

    def script(self) -> str:
        """Return the line that starts the script."""
        return f"window.locator.{self.name}.start({self.map_name});"


class PanelMap(OfflineMap):
    """An `OfflineMap` upon a tile server or the bundled basemap, with a panel beside it.

    Parameters
    ----------
    bounds, panel
        The box that the map shows at first, and what stands beside it.
    tiles
        A tile server to draw upon; None draws the bundled basemap. The panel's data have to be in
        its datum.
    review_number
        The map's 审图号; empty marks it as for internal use.
    title, lang, static_url, height, **options
        As for `OfflineMap`.
    """

    def __init__(
        self,
        bounds: LonLatBox,
        panel: Panel,
        *,
        title: str,
        lang: Language,
        tiles: Tiles | None,
        review_number: str,
        static_url: str | None,
        height: str,
        **options: object,
    ) -> None:
        # The tiles of a server are sharp at whole zooms only.
        snap: dict[str, object] = {} if tiles is None else {"zoom_snap": 1}
        super().__init__(
            bounds,
            title=title,
            lang=lang,
            review_number=review_number or None,
            static_url=static_url,
            height=height,
            picture_hosts=() if tiles is None else tiles.hosts,
            min_zoom=4,
            max_zoom=18,
            **snap,
            **options,
        )
        self.add_child(basemap_layer(None, lang) if tiles is None else TileLayers(tiles))
        self.add_child(panel)
