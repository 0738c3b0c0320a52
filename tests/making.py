"""Hand-made stations for tests: files, features and sets, in a few words each."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from locator.stations.reading import Origin, parse_stations
from locator.stations.station_set import StationSet

MODIFIED_AT = datetime(2026, 1, 2, 3, 4, tzinfo=UTC)


def feature(
    station_id: str = "a", lon: float = 113.6, lat: float = 34.7, **properties: Any
) -> dict:
    """A feature that is right unless told otherwise."""
    members = {"id": station_id, "kind": "love_station", "name": f"驿站 {station_id}", **properties}
    return {
        "type": "Feature",
        "properties": {key: value for key, value in members.items() if value is not ...},
        "geometry": {"type": "Point", "coordinates": [lon, lat]},
    }


def collection(*features: Any, **members: Any) -> dict:
    return {"type": "FeatureCollection", "features": list(features), **members}


def station_set(*features: Any) -> StationSet:
    raw = json.dumps(collection(*features)).encode()
    return parse_stations(raw, Origin("made.geojson", "0" * 64, MODIFIED_AT))


def write(path: Path, *features: Any, **members: Any) -> Path:
    path.write_text(json.dumps(collection(*features, **members)), encoding="utf-8")
    return path
