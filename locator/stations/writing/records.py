"""Stations as rows of plain cells, for formats whose rows have one type a column; and back.

Text cells of tables for people: a spreadsheet must never take one for a formula.
"""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from locator.stations.reading import parse_stations
from locator.stations.station import PROPERTIES
from locator.stations.station_set import Origin

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from locator.stations.station import Station
    from locator.stations.station_set import StationSet


LON, LAT, EXTRA = "lon", "lat", "extra"
SERVICES_SEPARATOR = ","
COLUMNS = (*PROPERTIES, EXTRA)


def record_of(station: Station) -> dict[str, Any]:
    """Return a station's cells: texts, a capacity as a number, None where nothing is known.

    Services are keys joined by commas; properties that are not listed ones come as JSON in one
    cell, `extra`.
    """
    found = station.properties()
    if "services" in found:
        found["services"] = SERVICES_SEPARATOR.join(station.services)
    if station.extra:
        found[EXTRA] = json.dumps(dict(station.extra), ensure_ascii=False)
    return {column: found.get(column) for column in COLUMNS}


def feature_from(record: Mapping[str, Any], lon: float, lat: float) -> dict[str, Any]:
    """Return the feature that `record_of` made a row of; whatever is wrong is left to the check."""
    properties = {k: v for k, v in record.items() if k in PROPERTIES and v not in (None, "")}
    if "services" in properties:
        properties["services"] = str(properties["services"]).split(SERVICES_SEPARATOR)
    if "capacity" in properties:
        properties["capacity"] = _number(properties["capacity"])
    if record.get(EXTRA) not in (None, ""):
        extra = json.loads(record[EXTRA])
        if not isinstance(extra, dict) or extra.keys() & set(COLUMNS):
            raise ValueError(f"{EXTRA}: {str(record[EXTRA])[:60]}")
        properties |= extra
    point = {"type": "Point", "coordinates": [lon, lat]}
    return {"type": "Feature", "properties": properties, "geometry": point}


def station_set(features: Iterable[dict[str, Any]], path: Path) -> StationSet:
    """Check features as those of a GeoJSON file are.

    Raises
    ------
    StationFileError
        With every fault, features counted from 1.
    """
    document = {"type": "FeatureCollection", "features": list(features)}
    raw = json.dumps(document).encode()
    modified_at = datetime.fromtimestamp(path.stat().st_mtime, tz=UTC)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return parse_stations(raw, Origin(str(path), digest, modified_at))


def _number(value: object) -> object:
    try:
        return float(str(value))
    except ValueError:
        return value


# What Excel, LibreOffice and WPS begin a formula or a command with, full-width forms included.
_STARTERS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
GUARD = "'"


def guard_cell(text: str) -> str:
    """Return a text that no spreadsheet evaluates: guarded by an apostrophe where it could be.

    A text that begins with the guard itself gets another, so that `unguard_cell` is its inverse.

    Examples
    --------
    >>> guard_cell("=1+1"), guard_cell("爱心驿站")
    ("'=1+1", '爱心驿站')
    """
    return GUARD + text if text.startswith((*_STARTERS, GUARD)) else text


def unguard_cell(text: str) -> str:
    """Return what `guard_cell` was given."""
    return text[1:] if text.startswith(tuple(GUARD + s for s in (*_STARTERS, GUARD))) else text
