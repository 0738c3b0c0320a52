"""Folium maps that need no outside host, and the page around them."""

from locator.publish.offline_map.basemap import basemap_layer
from locator.publish.offline_map.map import (
    HENAN,
    Assets,
    Bounds,
    OfflineMap,
    Part,
    corners,
    script_json,
)
from locator.publish.offline_map.panel import Panel, PanelMap
from locator.publish.offline_map.tiles import TileLayers

__all__ = [
    "HENAN",
    "Assets",
    "Bounds",
    "OfflineMap",
    "Panel",
    "PanelMap",
    "Part",
    "TileLayers",
    "basemap_layer",
    "corners",
    "script_json",
]
