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
# GDAL stamps a GeoPackage with the time; the clock has no part in our files.
_MADE_AT = "2000-01-01T00:00:00Z"


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


def write_parquet(path: Path, stations: Iterable[Station]) -> None:
    """Write GeoParquet."""
    _frame(stations).to_parquet(path, index=False)


def read_gpkg(path: Path) -> StationSet:
    """Read what `write_gpkg` wrote."""
    return station_set(_features(_read(path, layer=_LAYER), path), path)


def read_parquet(path: Path) -> StationSet:
    """Read what `write_parquet` wrote."""
    try:
        frame = geopandas.read_parquet(path)
    except (ValueError, OSError, TypeError, KeyError) as error:
        raise not_ours(path, str(error)) from error
    return station_set(_features(frame, path), path)


def _read(path: Path, **options: Any) -> geopandas.GeoDataFrame:
    if not content_matches_suffix(path):
        raise not_ours(path, f"content of another format than {path.suffix}")
    try:
        return pyogrio.read_dataframe(path, **options)
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, ValueError) as error:
        raise not_ours(path, str(error)) from error


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
