"""Lists as layers of a map, through GDAL: GeoJSON, GeoPackage, Shapefile, KML, OSM."""

from __future__ import annotations

import json
import warnings
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pyogrio

from locator.errors import Words
from locator.stations.importing.aliases import LAT, LON
from locator.stations.importing.cells import text_of
from locator.stations.importing.openstreetmap import LAYERS, osm_remarks, read_osm_layer
from locator.stations.importing.shapefiles import read_shapefile
from locator.stations.importing.tables import Remark, Row, Table, no_sheet
from locator.stations.writing.atomic import FileError
from locator.stations.writing.workbook_parts import damaged, too_large

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
_AREAS = ("Polygon", "MultiPolygon")
_MOST_BYTES = 500_000_000


def read_layers(path: Path, sheet: str | None) -> list[Table]:
    """Read the layers of a file that have geometries, all or one.

    A point is a position, and so is a multipoint of one; of an area an inner point is, and a
    remark says how many there are. Other geometries are none. Positions stand before the other
    columns, so that they go before a layer's own columns of longitudes and latitudes.

    Raises
    ------
    FileError
        If GDAL can't read it, or it has no such layers.
    """
    is_osm = path.suffix.lower() == ".pbf"
    size = path.stat().st_size
    if not is_osm and size > _MOST_BYTES:
        raise too_large(path, f"超过 {_MOST_BYTES:,} 字节", f"is over {_MOST_BYTES:,} bytes")
    try:
        names = _layer_names(path, is_osm)
        if sheet is not None and sheet not in names:
            raise no_sheet(path, sheet, names)
        tables = [_table(path, name, is_osm) for name in (names if sheet is None else [sheet])]
    except _GDAL_ERRORS as error:
        text = " ".join(str(error).split())[:120]
        raise damaged(path, f"无法读取（{text}）", f"can't be read ({text})") from error
    if not tables:
        raise FileError(
            path,
            Words("没有点图层", "has no layer of points"),
            Words("请给带坐标的图层", "give one whose features have positions"),
        )
    return tables


def _layer_names(path: Path, is_osm: bool) -> list[str]:
    return [
        str(name)
        for name, kind in pyogrio.list_layers(path)
        if kind is not None and (not is_osm or name in LAYERS)
    ]


def _table(path: Path, layer: str, is_osm: bool) -> Table:
    frame = _frame(path, layer, is_osm)
    crs = frame.crs
    if crs is not None and crs.to_epsg() not in _WGS84_CODES and not crs.is_geographic:
        frame = frame.to_crs("EPSG:4326")
    aside = {frame.geometry.name, *_KML_COLUMNS, *(c for c in frame if frame[c].isna().all())}
    columns = [column for column in frame.columns if column not in aside]
    lons, lats, areas = _positions(frame)
    cells = [frame[column].tolist() for column in columns]
    rows: list[Row] = [
        [lon, lat, *(_cell(value) for value in values)]
        for lon, lat, *values in zip(lons, lats, *cells, strict=True)
    ]
    return Table(
        path,
        text_of(layer),
        rows,
        headings=[LON, LAT, *(text_of(str(column)) for column in columns)],
        datum=None if crs is None else "wgs84",
        remarks=[*(osm_remarks(path, layer) if is_osm else ()), *_note_areas(areas)],
    )


def _frame(path: Path, layer: str, is_osm: bool) -> geopandas.GeoDataFrame:
    if is_osm:
        return read_osm_layer(path, layer)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # notes on the format's own columns
        if path.suffix.lower() == ".shp":
            return read_shapefile(path)
        return pyogrio.read_dataframe(path, layer=layer)


def _positions(
    frame: geopandas.GeoDataFrame,
) -> tuple[list[float | None], list[float | None], int]:
    """Return longitudes and latitudes (degrees; None: no position), and how many are areas'."""
    shapes = frame.geometry
    is_area = (shapes.geom_type.isin(_AREAS) & ~shapes.is_empty).to_numpy(bool)
    inner = shapes.where(~is_area, shapes.representative_point())
    parts = inner.explode(index_parts=False) if len(frame) else inner
    single = parts[~parts.index.duplicated(keep=False)].reindex(frame.index)
    is_point = (single.geom_type == "Point") & ~single.is_empty
    points = [shape if good else None for shape, good in zip(single, is_point, strict=True)]
    lons = [None if p is None else p.x for p in points]
    lats = [None if p is None else p.y for p in points]
    return lons, lats, int(is_area.sum())


def _note_areas(count: int) -> list[Remark]:
    if not count:
        return []
    problem = Words(
        f"{count} 个面以面内一点为位置", f"{count} areas: an inner point is each one's position"
    )
    remedy = Words("如需入口位置请另行填报", "list the entrance where that is wanted")
    return [Remark("areas", "", problem, remedy)]


def _cell(value: object) -> object:
    if isinstance(value, np.ndarray):
        value = value.tolist()
    if isinstance(value, (list, tuple)):
        return ",".join(map(str, value))
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False)
    if value is None or (not isinstance(value, str) and pd.isna(value)):  # type: ignore[call-overload]
        return None
    return value.to_pydatetime() if isinstance(value, pd.Timestamp) else value
