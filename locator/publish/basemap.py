"""The bundled basemap as pages load it."""

from __future__ import annotations

import hashlib
from functools import cache

from locator.paths import data_file


@cache
def basemap_text() -> str:
    """Return the bundled basemap, GeoJSON."""
    return data_file("basemap.geojson").read_text(encoding="utf-8")


@cache
def basemap_version() -> str:
    """Return a version that changes with the basemap's bytes."""
    return hashlib.sha256(basemap_text().encode()).hexdigest()[:10]


def basemap_url() -> str:
    """Return the basemap's address, with its version."""
    return f"/basemap.geojson?v={basemap_version()}"
