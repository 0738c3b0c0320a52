"""Stations from OpenStreetMap extracts: points and areas whose name has a kind's in it."""

from __future__ import annotations

import re
import warnings
from typing import TYPE_CHECKING

import pandas as pd
import pyogrio

from locator.language import joined, phrase
from locator.stations.importing.sheet import Remark
from locator.stations.kinds import KINDS

if TYPE_CHECKING:
    from pathlib import Path

    import geopandas

LAYERS = ("points", "multipolygons")
# Lines and relations that are no areas have no place of their own: streets, as a rule.
_PLACELESS = ("lines", "multilinestrings", "other_relations")
_HSTORE = re.compile(r'"((?:[^"\\]|\\.)*)"=>"((?:[^"\\]|\\.)*)"')
# What GDAL fills in, and tells nothing of a station.
_ASIDE = ["other_tags", "osm_id", "osm_way_id", "type", "z_order"]


def read_osm_layer(path: Path, layer: str) -> geopandas.GeoDataFrame:
    """Read the stations of a layer, with a column for each tag, and ids as `osm-n1`, `osm-w2`."""
    frame = _matching(path, layer)
    pairs = zip(_ids(frame, "osm_id"), _ids(frame, "osm_way_id"), strict=True)
    ids = [_id(layer, own, way) for own, way in pairs]
    tags = [
        dict(_HSTORE.findall(text)) if isinstance(text, str) else {}
        for text in frame.get("other_tags", [])
    ]
    frame = frame.drop(columns=_ASIDE, errors="ignore")
    for name in sorted({name for members in tags for name in members} - {*frame.columns, *_ASIDE}):
        frame[name] = [members.get(name) for members in tags]
    frame.insert(0, "id", ids)
    return frame


def osm_remarks(path: Path, layer: str) -> list[Remark]:
    """Return what was left out of an extract, and how many things of a kind's name these are."""
    if layer != LAYERS[0]:
        return []
    listed = joined(sorted(_words()))
    remarks = [
        Remark(
            "osm",
            "",
            phrase("importing.only_points_areas_named_kind"),
            phrase("importing.names", listed=listed),
        )
    ]
    count = sum(len(_matching(path, name)) for name in _PLACELESS)
    if count:
        problem = phrase("importing.lines_relations_named_kind_passed", count=count)
        remedy = phrase("importing.streets_rule_else_list_them")
        remarks.append(Remark("osm", "", problem, remedy))
    return remarks


def _matching(path: Path, layer: str) -> geopandas.GeoDataFrame:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # notes on the format's own columns
        return pyogrio.read_dataframe(path, layer=layer, where=_name_filter())


def _ids(frame: geopandas.GeoDataFrame, column: str) -> list[object]:
    return list(frame[column]) if column in frame else [None] * len(frame)


def _id(layer: str, own: object, way: object) -> str:
    """Return the id of a node, a way or a relation, which are counted apart."""
    if layer == "points":
        return f"osm-n{own}"
    return f"osm-r{own}" if pd.isna(way) else f"osm-w{way}"  # type: ignore[call-overload]


def _name_filter() -> str:
    return " OR ".join(f"name LIKE '%{word}%'" for word in sorted(_words()))


def _words() -> set[str]:
    return {
        word for kind in KINDS.values() for word in (kind.name.in_language("zh"), *kind.aliases)
    }
