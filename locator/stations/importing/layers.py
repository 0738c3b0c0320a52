"""Lists as layers of points, through GDAL: GeoJSON, GeoPackage, Shapefile, KML, OSM."""

from __future__ import annotations

import json
import re
import warnings
from typing import TYPE_CHECKING, Any

import pandas as pd
import pyogrio

from locator.errors import Words
from locator.stations.importing.aliases import LAT, LON
from locator.stations.importing.tables import Row, Table, damaged
from locator.stations.kinds import KINDS
from locator.stations.writing.atomic import FileError

if TYPE_CHECKING:
    from pathlib import Path

    import geopandas

_GDAL_ERRORS = (
    pyogrio.errors.DataSourceError,
    pyogrio.errors.DataLayerError,
    pyogrio.errors.FeatureError,
    pyogrio.errors.FieldError,
    UnicodeDecodeError,
    ValueError,
)
# What GDAL adds to every placemark of a KML file.
_KML_COLUMNS = {
    "timestamp", "begin", "end", "altitudeMode", "tessellate", "extrude", "visibility",
    "drawOrder", "icon", "snippet",
}  # fmt: skip
_WGS84_CODES = (4326, 4490, 4979)
_HSTORE = re.compile(r'"((?:[^"\\]|\\.)*)"=>"((?:[^"\\]|\\.)*)"')
_MOST_BYTES = 500_000_000


def read_layers(path: Path, sheet: str | None) -> list[Table]:
    """Read the layers of points of a file, all or one.

    Of an OpenStreetMap extract only the points are read whose name has a kind's in it, such as
    驿站: the others are no list of stations.

    Raises
    ------
    FileError
        If GDAL can't read it, it has no points, or no such layer.
    """
    is_osm = path.suffix == ".pbf"
    if not is_osm and path.stat().st_size > _MOST_BYTES:
        raise damaged(path, "文件过大", "is too large")
    try:
        names = _layer_names(path, is_osm)
        wanted = names if sheet is None else [name for name in names if name == sheet]
        tables = [_table(path, name, is_osm) for name in wanted]
    except _GDAL_ERRORS as error:
        text = " ".join(str(error).split())[:120]
        raise damaged(path, f"无法读取（{text}）", f"can't be read ({text})") from error
    if not tables:
        listed = ", ".join(names)
        raise FileError(
            path,
            Words("没有点图层", "has no layer of points"),
            Words(f"现有图层：{listed or '无'}", f"its layers: {listed or 'none'}"),
        )
    return tables


def _layer_names(path: Path, is_osm: bool) -> list[str]:
    layers = pyogrio.list_layers(path)
    return [
        str(name) for name, kind in layers if kind is not None and (not is_osm or name == "points")
    ]


def _table(path: Path, layer: str, is_osm: bool) -> Table:
    options: dict[str, Any] = {"where": _osm_filter()} if is_osm else {}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # notes on the format's own columns
        frame = pyogrio.read_dataframe(path, layer=layer, **options)
    crs = frame.crs
    if crs is not None and crs.to_epsg() not in _WGS84_CODES and not crs.is_geographic:
        frame = frame.to_crs("EPSG:4326")
    if "other_tags" in frame.columns:
        frame = _with_tags(frame)
    aside = {frame.geometry.name, *_KML_COLUMNS, *(c for c in frame if frame[c].isna().all())}
    columns = [column for column in frame.columns if column not in aside]
    lons, lats = _positions(frame)
    cells = [frame[column].tolist() for column in columns]
    rows: list[Row] = [
        [*(_cell(value) for value in values), lon, lat]
        for lon, lat, *values in zip(lons, lats, *cells, strict=True)
    ]
    names = [*map(str, columns), LON, LAT]
    return Table(path, layer, rows, headings=names, datum=None if crs is None else "wgs84")


def _positions(frame: geopandas.GeoDataFrame) -> tuple[list[float | None], list[float | None]]:
    """Return the points' degrees; whatever is no point has none."""
    shapes = frame.geometry.explode(index_parts=False) if len(frame) else frame.geometry
    single = shapes[~shapes.index.duplicated(keep=False)].reindex(frame.index)
    is_point = (single.geom_type == "Point") & ~single.is_empty
    points = [shape if good else None for shape, good in zip(single, is_point, strict=True)]
    return [None if p is None else p.x for p in points], [
        None if p is None else p.y for p in points
    ]


def _cell(value: object) -> object:
    if isinstance(value, (list, tuple)):
        return ",".join(map(str, value))
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False)
    if value is None or (not isinstance(value, str) and pd.isna(value)):  # type: ignore[call-overload]
        return None
    return value.to_pydatetime() if isinstance(value, pd.Timestamp) else value


def _osm_filter() -> str:
    words = {word for kind in KINDS.values() for word in (kind.name_zh, *kind.aliases)}
    return " OR ".join(f"name LIKE '%{word}%'" for word in sorted(words))


def _with_tags(frame: geopandas.GeoDataFrame) -> geopandas.GeoDataFrame:
    """Return OpenStreetMap's points with a column for each tag that GDAL left in one text."""
    tags = [dict(_HSTORE.findall(text or "")) for text in frame["other_tags"]]
    names = sorted({name for found in tags for name in found} - set(frame.columns))
    for name in names:
        frame[name] = [found.get(name) for found in tags]
    frame["id"] = "osm-n" + frame["osm_id"].astype(str)
    return frame.drop(columns=["other_tags", "osm_id"])
