"""The bundled basemap, as pages load it and as shapes to draw; what every map must say."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from locator.language import phrase
from locator.paths import data_file

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from locator.language import Language, Phrase


# Drawn in this order, the lower first.
_LAYERS = ("province", "urban", "lake", "river", "county", "prefecture")

BASEMAP_CREDIT = phrase("common.basemap_credit")


def law_notice(review_number: str) -> Phrase:
    """Return what a map must say of its approval in China: its number, or that it has none."""
    if review_number:
        return phrase("common.map_review_number", review_number=review_number)
    return phrase("common.map_not_reviewed")


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


def basemap_layers(
    window: tuple[float, float, float, float],
) -> Iterator[tuple[str, NDArray[np.object_]]]:
    """Yield the basemap's layers in the order in which they are drawn, cut to a box of degrees."""
    for layer in _LAYERS:
        geometries, tree = _shapes()[layer]
        near = np.sort(tree.query(shapely.box(*window)))
        clipped = shapely.clip_by_rect(geometries[near], *window)
        yield layer, clipped[~shapely.is_empty(clipped)]


def name_property(lang: Language) -> str:
    """Return the property of a place that has its name: in Chinese, or in Latin letters."""
    return "name_zh" if lang == "zh" else "name_en"


@cache
def basemap_places(lang: Language) -> tuple[list[str], NDArray[np.int64], NDArray[np.float64]]:
    """Return the basemap's places: names, ranks (1 is a prefecture's seat), lon and lat."""
    rows = [f for f in _features() if f["properties"]["layer"] == "place"]
    names = [row["properties"][name_property(lang)] for row in rows]
    ranks = np.array([row["properties"]["rank"] for row in rows])
    xy = np.array([row["geometry"]["coordinates"] for row in rows], dtype=np.float64)
    return names, ranks, xy


@cache
def _features() -> list[dict[str, Any]]:
    features: list[dict[str, Any]] = json.loads(basemap_text())["features"]
    return features


@cache
def _shapes() -> dict[str, tuple[NDArray[np.object_], shapely.STRtree]]:
    shapes = {}
    for layer in _LAYERS:
        rows = [f for f in _features() if f["properties"]["layer"] == layer]
        geometries = shapely.from_geojson([json.dumps(row["geometry"]) for row in rows])
        parts = shapely.get_parts(geometries)
        shapes[layer] = parts, shapely.STRtree(parts)
    return shapes
