"""Stations as GeoPackage, KML, GPX and GeoParquet, through GDAL and Arrow; and back."""

from __future__ import annotations

import json
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import geopandas
import pandas as pd
import pyogrio

from locator.geo.vector_files import content_matches_suffix
from locator.stations.writing.delimited import not_ours
from locator.stations.writing.records import COLUMNS, feature_from, record_of, station_set

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from locator.stations.station import Station
    from locator.stations.station_set import StationSet

_LAYER = "stations"
_GPX_LAYER = "waypoints"
_GPX_PREFIX = "ogr_"
# GDAL stamps a GeoPackage with the time; the clock has no part in our files.
_MADE_AT = "2000-01-01T00:00:00Z"
_KML_NAMES = {"Name": "name", "description": "address"}


def _frame(stations: Iterable[Station]) -> geopandas.GeoDataFrame:
    kept = list(stations)
    table = pd.DataFrame([record_of(station) for station in kept], columns=list(COLUMNS))
    table["capacity"] = table["capacity"].astype("Int32")
    texts = [column for column in COLUMNS if column != "capacity"]
    table[texts] = table[texts].astype(object).where(table[texts].notna(), None)
    lon, lat = [s.where.lon for s in kept], [s.where.lat for s in kept]
    points = geopandas.points_from_xy(lon, lat)
    return geopandas.GeoDataFrame(table, geometry=points, crs="EPSG:4326")


def write_gpkg(path: Path, stations: Iterable[Station]) -> None:
    """Write a GeoPackage with one layer, `stations`."""
    with _gdal(OGR_CURRENT_DATE=_MADE_AT):
        pyogrio.write_dataframe(_frame(stations), path, driver="GPKG", layer=_LAYER)


def write_kml(path: Path, stations: Iterable[Station]) -> None:
    """Write a KML file: names and addresses as its readers show them, the rest as extended data."""
    frame = _frame(stations).rename(columns={"address": "description"})
    pyogrio.write_dataframe(frame, path, driver="LIBKML", layer=_LAYER)


def write_gpx(path: Path, stations: Iterable[Station]) -> None:
    """Write waypoints with name, address and kind; the id stands among the extensions."""
    frame = _frame(stations)[["name", "address", "kind", "id", "geometry"]]
    frame = frame.rename(columns={"address": "desc", "kind": "type"})
    pyogrio.write_dataframe(
        frame, path, driver="GPX", layer=_GPX_LAYER, dataset_options={"GPX_USE_EXTENSIONS": "YES"},
        geometry_type="Point",  # which an empty frame doesn't tell
    )  # fmt: skip


def write_parquet(path: Path, stations: Iterable[Station]) -> None:
    """Write GeoParquet."""
    _frame(stations).to_parquet(path, index=False)


def read_gpkg(path: Path) -> StationSet:
    """Read what `write_gpkg` wrote."""
    return _stations(_read(path, layer=_LAYER), path)


def read_kml(path: Path) -> StationSet:
    """Read what `write_kml` wrote; blanks at the ends of texts and carriage returns are lost."""
    return _stations(_read(path, layer=_LAYER).rename(columns=_KML_NAMES), path)


def read_gpx(path: Path) -> StationSet:
    """Read id, kind, name, address and position of what `write_gpx` wrote; no more is in it."""
    frame = _read(path, layer=_GPX_LAYER)
    names = {_GPX_PREFIX + "id": "id", "desc": "address", "type": "kind"}
    return _stations(frame.rename(columns=names), path, only=tuple(names.values()))


def read_parquet(path: Path) -> StationSet:
    """Read what `write_parquet` wrote."""
    try:
        frame = geopandas.read_parquet(path)
    except (ValueError, OSError, TypeError, KeyError) as error:
        raise not_ours(path, str(error)) from error
    return _stations(frame, path)


def _read(path: Path, **options: Any) -> geopandas.GeoDataFrame:
    if not content_matches_suffix(path):
        raise not_ours(path, f"content of another format than {path.suffix}")
    try:
        return pyogrio.read_dataframe(path, **options)
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, ValueError) as error:
        raise not_ours(path, str(error)) from error


def _stations(
    frame: geopandas.GeoDataFrame, path: Path, only: tuple[str, ...] = COLUMNS
) -> StationSet:
    kept = [column for column in (*only, "name", "geometry") if column in frame.columns]
    return station_set(_features(frame[list(dict.fromkeys(kept))], path), path)


def _features(frame: geopandas.GeoDataFrame, path: Path) -> Iterator[dict[str, Any]]:
    columns = [column for column in COLUMNS if column in frame.columns]
    values: Sequence[Any] = [frame[column].tolist() for column in columns]
    try:
        points = zip(frame.geometry.x.tolist(), frame.geometry.y.tolist(), strict=True)
        for (lon, lat), *cells in zip(points, *values, strict=True):
            known = {c: v for c, v in zip(columns, cells, strict=True) if not pd.isna(v)}
            yield feature_from(known, lon, lat)
    except (AttributeError, ValueError, json.JSONDecodeError) as error:
        raise not_ours(path, str(error)) from error


@contextmanager
def _gdal(**options: str) -> Iterator[None]:
    """Set options of GDAL, which holds them for the whole process, for a while."""
    before = {name: pyogrio.get_gdal_config_option(name) for name in options}
    pyogrio.set_gdal_config_options(options)
    try:
        yield
    finally:
        pyogrio.set_gdal_config_options(before)
