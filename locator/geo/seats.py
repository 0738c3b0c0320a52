"""Where districts have their seats: where a search for a district leads."""

from __future__ import annotations

import json
from functools import cache

from locator.geo.points import LonLat
from locator.paths import data_file


@cache
def bundled_seats() -> dict[str, LonLat]:
    """Return the seats of Henan's counties and prefectures, by adcode, from the basemap."""
    features = json.loads(data_file("basemap.geojson").read_text(encoding="utf-8"))["features"]
    return {
        feature["properties"]["adcode"]: LonLat(*feature["geometry"]["coordinates"])
        for feature in features
        if feature["properties"]["layer"] == "place"
    }
