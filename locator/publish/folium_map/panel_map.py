"""A map with a panel beside it, whose script draws data that stand in the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from locator.publish.folium_map.offline_map import (
    OfflineMap,
    Part,
    TileLayers,
    basemap_layer,
    script_json,
)
from locator.publish.page import environment

if TYPE_CHECKING:
    from collections.abc import Mapping

    from locator.geo.boxes import LonLatBox
    from locator.language import Language
    from locator.settings import Tiles


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
