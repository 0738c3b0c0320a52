"""Stations as GeoJSON (RFC 7946): one feature a line, compact, UTF-8."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from locator.stations.station import Station

_BLOCK_LINES = 2_000


def feature_of(station: Station) -> dict[str, Any]:
    """Return a station as a feature: listed properties in their order, then its file's others."""
    return {
        "type": "Feature",
        "properties": {**station.properties(), **station.extra},
        "geometry": {"type": "Point", "coordinates": [station.where.lon, station.where.lat]},
    }


def encode_geojson(
    stations: Iterable[Station], members: Mapping[str, object] | None = None
) -> Iterator[bytes]:
    """Yield the bytes of a FeatureCollection in blocks; `members` stand before the features."""
    head = "".join(f"{_dump(key)}:{_dump(value)},\n" for key, value in (members or {}).items())
    yield f'{{"type":"FeatureCollection",\n{head}"features":['.encode()
    lines, comma = [], "\n"
    for station in stations:
        lines.append(comma + _dump(feature_of(station)))
        comma = ",\n"
        if len(lines) >= _BLOCK_LINES:
            yield "".join(lines).encode()
            lines = []
    yield ("".join(lines) + "\n]}\n").encode()


def write_geojson(
    path: Path, stations: Iterable[Station], members: Mapping[str, object] | None = None
) -> None:
    """Write a file of stations, not yet in one step: see `write_whole`."""
    with path.open("wb") as file:
        for block in encode_geojson(stations, members):
            file.write(block)


def read_members(path: Path) -> dict[str, object]:
    """Return what a FeatureCollection has besides its type, features and CRS, such as a note."""
    members = json.loads(path.read_bytes().decode("utf-8-sig"))
    return {k: v for k, v in members.items() if k not in ("type", "features", "crs")}


_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False)
_dump = _ENCODER.encode
