"""A planner's own districts: polygons with codes and names, whatever their columns are called."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import geopandas
import numpy as np
import pandas as pd
import shapely

from locator.errors import FileFaultsError, LocatorError, RowFault
from locator.geo.districts import District, Districts, Level, bundled_districts
from locator.geo.vector_files import NO_COLUMN, NO_CRS, VECTOR_FILES, read_frame
from locator.language import phrase

if TYPE_CHECKING:
    import os
    from collections.abc import Mapping

    from shapely.geometry.base import BaseGeometry

_ENDINGS = (*VECTOR_FILES, ".shp")
# Headings as the usual sources have them: ours, Tianditu's, DataV's, GADM's, the ministry's.
_CODES = ("adcode", "code", "district_code", "区划代码", "行政区划代码", "行政代码", "代码", "编码",
          "xzqdm", "pac", "gb", "adm3_pcode", "gid_3", "id")  # fmt: skip
_NAMES = ("name", "district", "county", "名称", "区划名称", "行政区名称", "区县", "县名", "县",
          "xzqmc", "name_zh", "adm3_zh", "name_3")  # fmt: skip
_PREFECTURES = ("prefecture", "prefecture_adcode", "prefecture_code", "city_code", "市代码",
                "地市代码", "adm2_pcode", "gid_2")  # fmt: skip
_PREFECTURE_NAMES = ("prefecture_name", "city", "city_name", "市", "地市", "地市名称", "所属市",
                     "adm2_zh", "name_2")  # fmt: skip
_LEVELS: dict[str, Level] = {
    "county": "county", "district": "county", "县级": "county", "区县": "county",
    "prefecture": "prefecture", "city": "prefecture", "地级": "prefecture", "地市": "prefecture",
}  # fmt: skip
_SIX_DIGITS = re.compile(r"[0-9]{6}")
_AREAS = (3, 6)

_NO_SHAPE = phrase("geo.no_shape")
_NO_TEXT = phrase("geo.no_text")
_TWICE = phrase("geo.twice")
_NO_LEVEL = phrase("geo.no_level")
_NOWHERE = phrase("geo.nowhere")
_NONE = phrase("geo.none")


class DistrictFileError(FileFaultsError[RowFault]):
    """A file of districts can't be used. `faults` has every reason, in the file's order."""


class _Row(NamedTuple):
    """A feature's texts and its area; empty where it has none."""

    number: int
    level: str
    adcode: str
    name: str
    prefecture: str
    prefecture_name: str
    geometry: BaseGeometry


def districts_or_bundled(path: Path | None) -> Districts:
    """Return the districts of a file, or Henan's where none is given.

    Raises
    ------
    LocatorError
        As `read_district_file`.
    """
    return bundled_districts() if path is None else read_district_file(path)


def read_district_file(
    path: str | os.PathLike[str],
    *,
    code: str | None = None,
    name: str | None = None,
    prefecture: str | None = None,
    prefecture_name: str | None = None,
) -> Districts:
    """Read polygons with codes and names as counties, and the prefectures that they belong to.

    Districts may overlap and leave holes: `measure_coverage` tells how much weight lies in several
    and how much in none. Invalid outlines are repaired as `shapely.make_valid` does.

    Parameters
    ----------
    path
        `.geojson`, `.gpkg`, `.parquet` or `.shp`, in the CRS that it declares. Where it has a
        column `level` (county or district, prefecture or city), features of both levels may stand
        in it; else all are counties.
    code, name
        The columns of codes and names, which every feature has. By default the first of the usual
        headings that the file has, in Chinese or English, capitals or not.
    prefecture, prefecture_name
        The same for the prefecture that a county belongs to. Without them six-digit codes tell it
        (410102 belongs to 410100, 419001 to itself); a county of another code is its own.

    Raises
    ------
    DistrictFileError
        With every fault: feature, column and value.
    LocatorError
        If the file can't be read at all.
    """
    file = Path(path)
    if file.suffix.lower() not in _ENDINGS:
        listed = ", ".join(_ENDINGS)
        raise LocatorError(phrase("geo.file_districts_name_end_one", path=path, listed=listed))
    if not file.is_file():
        raise LocatorError(phrase("geo.cant_read_no_such_file", path=path))
    frame = read_frame(file)
    chosen = {"adcode": code, "name": name, "prefecture": prefecture}
    columns = _columns(file, frame, chosen | {"prefecture_name": prefecture_name})
    rows = _rows(frame, columns)
    faults = [fault for row in rows for fault in _faults(row, columns)] + _repeated(rows, columns)
    if not faults and not any(_level(row) == "county" for row in rows):
        faults = [RowFault(None, "features", len(rows), _NONE)]
    if faults:
        raise DistrictFileError(str(path), sorted(faults, key=lambda fault: fault.row or 0))
    return Districts(_districts(rows))


def _columns(
    path: Path, frame: geopandas.GeoDataFrame, chosen: Mapping[str, str | None]
) -> dict[str, str]:
    """Return the column of each field, the chosen or the usual one; code and name must have one."""
    usual = dict(
        zip(chosen, (_CODES, _NAMES, _PREFECTURES, _PREFECTURE_NAMES), strict=True),
        level=("level",),
    )
    headings = [str(column) for column in frame.columns if column != "geometry"]
    columns, faults = {}, []
    for field, known in usual.items():
        named = chosen.get(field)
        if named is not None:
            matches = [heading for heading in headings if heading == named]
        else:
            by_name = {heading.strip().lower(): heading for heading in reversed(headings)}
            matches = [by_name[heading] for heading in known if heading in by_name]
        if matches:
            columns[field] = matches[0]
        elif named is not None or field in ("adcode", "name"):
            faults.append(RowFault(None, named or field, headings, NO_COLUMN))
    if not isinstance(frame, geopandas.GeoDataFrame):
        faults.append(RowFault(None, "geometry", None, NO_COLUMN))
    elif frame.crs is None:
        faults.append(RowFault(None, "crs", None, NO_CRS))
    if faults:
        raise DistrictFileError(str(path), faults)
    return columns


def _rows(frame: geopandas.GeoDataFrame, columns: Mapping[str, str]) -> list[_Row]:
    fields = ("level", "adcode", "name", "prefecture", "prefecture_name")
    texts = [
        [_text(value) for value in frame[columns[field]]] if field in columns else [""] * len(frame)
        for field in fields
    ]
    shapes = np.array(frame.geometry.array, dtype=object)
    areas = np.isin(shapely.get_type_id(shapes), _AREAS) & ~shapely.is_empty(shapes)
    shapes[~areas] = shapely.Polygon()
    in_degrees = geopandas.GeoSeries(shapes, crs=frame.crs).to_crs("EPSG:4326")
    outlines = [_valid(shape) for shape in in_degrees.array]
    return [_Row(n, *row) for n, row in enumerate(zip(*texts, outlines, strict=True), start=1)]


def _text(value: object) -> str:
    """Return a cell as a text: codes are often kept as numbers, 410102 or 410102.0."""
    if value is None or value is pd.NA or (isinstance(value, float) and not np.isfinite(value)):
        return ""
    is_integer = isinstance(value, (float, np.floating)) and float(value).is_integer()
    return str(int(value) if is_integer else value).strip()  # type: ignore[call-overload]


def _valid(shape: BaseGeometry) -> BaseGeometry:
    if shapely.is_valid(shape):
        return shape
    # Bow ties may come apart into areas and lines; lines have no inside.
    parts = shapely.get_parts(shapely.make_valid(shape))
    areas: BaseGeometry = shapely.union_all(parts[np.isin(shapely.get_type_id(parts), _AREAS)])
    return areas


def _faults(row: _Row, columns: Mapping[str, str]) -> list[RowFault]:
    texts = {"adcode": row.adcode, "name": row.name}
    faults = [
        RowFault(row.number, columns[field], "", _NO_TEXT)
        for field, text in texts.items()
        if not text
    ]
    if "level" in columns and row.level.lower() not in _LEVELS:
        faults.append(RowFault(row.number, columns["level"], row.level, _NO_LEVEL))
    if row.geometry.is_empty:
        faults.append(RowFault(row.number, "geometry", None, _NO_SHAPE))
    else:
        west, south, east, north = row.geometry.bounds
        if not (west >= -180.0 and south >= -90.0 and east <= 180.0 and north <= 90.0):
            faults.append(RowFault(row.number, "geometry", row.geometry.bounds, _NOWHERE))
    return faults


def _repeated(rows: list[_Row], columns: Mapping[str, str]) -> list[RowFault]:
    seen: set[tuple[Level, str]] = set()
    faults = []
    for row in rows:
        key = _level(row), row.adcode
        if row.adcode and key in seen:
            faults.append(RowFault(row.number, columns["adcode"], row.adcode, _TWICE))
        seen.add(key)
    return faults


def _level(row: _Row) -> Level:
    return _LEVELS.get(row.level.lower(), "county")


def _districts(rows: list[_Row]) -> list[District]:
    prefectures = {row.adcode: row.name for row in rows if _level(row) == "prefecture"}
    codes = {row.prefecture_name: row.prefecture for row in rows if row.prefecture}
    districts = []
    for row in rows:
        above = row.adcode
        if _level(row) == "county":
            above = row.prefecture or codes.get(row.prefecture_name) or _prefecture_of(row)
        alone = row.name if above == row.adcode else above
        name = prefectures.get(above) or row.prefecture_name or alone
        districts.append(District(row.adcode, row.name, _level(row), above, name, row.geometry))
    return districts


def _prefecture_of(row: _Row) -> str:
    """Return the prefecture's code of a county that has none written beside it."""
    if not _SIX_DIGITS.fullmatch(row.adcode):
        return row.prefecture_name or row.adcode
    # 90 in the middle: a county that answers to its province, such as 济源.
    return row.adcode if row.adcode[2:4] == "90" else row.adcode[:4] + "00"
