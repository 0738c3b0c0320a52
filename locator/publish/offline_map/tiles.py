"""The tiles of a server that the operator has set, as a part of a Folium map."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

from locator.publish.offline_map.map import Part, script_json

if TYPE_CHECKING:
    from locator.settings import Tiles


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
