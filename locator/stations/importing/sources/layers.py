"""Lists as layers of a map, through GDAL: GeoJSON, GeoPackage, Shapefile, KML, OSM.

A shapefile's texts are in the encoding that its .cpg file names, else in the first one that fits
all of them; its headings may be cut to ten bytes.
"""

from __future__ import annotations

import codecs
import json
import re
import warnings
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pyogrio

from locator.language import phrase
from locator.stations.importing.aliases import ALIASES, LAT, LON
from locator.stations.importing.cell_values import text_of
from locator.stations.importing.headings import plain_heading
from locator.stations.importing.personal_data import PERSONAL_HEADING
from locator.stations.importing.sheet import Remark, Row, Table, no_sheet
from locator.stations.importing.sources.osm_extract import LAYERS, osm_remarks, read_osm_layer
from locator.stations.writing.atomic import FileError
from locator.stations.writing.xlsx import damaged, too_large

if TYPE_CHECKING:
    from collections.abc import Sequence
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
# With these columns a KML file was written here: its description says what the others hold.
_OUR_COLUMNS = {"id", "kind", "description"}
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
        raise too_large(path, phrase("importing.over_bytes", most_bytes=_MOST_BYTES))
    try:
        names = _layer_names(path, is_osm)
        if sheet is not None and sheet not in names:
            raise no_sheet(path, sheet, names)
        tables = [_table(path, name, is_osm) for name in (names if sheet is None else [sheet])]
    except _GDAL_ERRORS as error:
        text = " ".join(str(error).split())[:120]
        raise damaged(path, phrase("importing.cant_read_2", text=text)) from error
    if not tables:
        raise FileError(
            path,
            phrase("importing.no_layer_points"),
            phrase("importing.give_one_whose_features_positions"),
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
    if path.suffix.lower() == ".kml" and set(frame.columns) >= _OUR_COLUMNS:
        aside.add("description")
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
    problem = phrase("importing.areas_inner_point_each_ones", count=count)
    remedy = phrase("importing.list_entrance_where_wanted")
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


# Every byte is a character of it: what GDAL reads so can be decoded again. GDAL itself would take
# halves of characters for whole ones.
_BYTES = "ISO-8859-1"
_HEADING_BYTES = 10
# What Python says of a character that has not all of its bytes.
_CUT = ("unexpected end of data", "incomplete multibyte sequence")
# GDAL's number behind a heading that others were cut to, too.
_NUMBERED = re.compile(rb"(.*?)(_[0-9]{1,2})?", re.DOTALL)
_GUESSES = ("utf-8", "gb18030")
# What a .cpg file may call them.
_NAMES = {"936": "gb18030", "54936": "gb18030", "65001": "utf-8", "gb2312": "gb18030"}


def read_shapefile(path: Path) -> geopandas.GeoDataFrame:
    """Read a shapefile, its texts decoded.

    The encoding is the one that the .cpg file beside it names if all of its texts are in it,
    else strict UTF-8, else strict GB18030; a character that the format cut in half at the end of
    a field is left out. Headings that were cut are completed where one field's alias alone
    begins so.

    Raises
    ------
    UnicodeDecodeError
        If its texts are in none of these.
    """
    frame = pyogrio.read_dataframe(path, ENCODING=_BYTES)
    texts = [c for c in frame.columns if c != frame.geometry.name and _holds_texts(frame[c])]
    raw_names = [_split(str(column).encode(_BYTES)) for column in frame.columns]
    values = {column: [_bytes(cell) for cell in frame[column]] for column in texts}
    encoding = _encoding(path, [*(stem for stem, _ in raw_names), *chain(*values.values())])
    for column, cells in values.items():
        frame[column] = [None if cell is None else _decoded(cell, encoding) for cell in cells]
    names: list[str] = []
    for raw, number in raw_names:
        name = _decoded(raw, encoding)
        whole = name + number if number else _completed(name, raw, encoding)
        free = [n for n in (whole, name, f"{name}_{len(names) + 1}") if n not in names]
        names.append(free[0])
    return frame.set_axis(names, axis="columns").set_geometry(names[-1])


def _split(raw: bytes) -> tuple[bytes, str]:
    match = _NUMBERED.fullmatch(raw)
    return (match[1], (match[2] or b"").decode()) if match else (raw, "")


def _holds_texts(cells: object) -> bool:
    return any(isinstance(cell, str) for cell in cells)  # type: ignore[attr-defined]


def _bytes(cell: object) -> bytes | None:
    return cell.encode(_BYTES) if isinstance(cell, str) else None


def _encoding(path: Path, texts: Sequence[bytes | None]) -> str:
    """Return the first encoding that all texts are in."""
    stated = _stated_encoding(path)
    candidates = [name for name in (stated, *_GUESSES) if name]
    for encoding in candidates[:-1]:
        try:
            for text in texts:
                _decoded(text or b"", encoding)
        except UnicodeDecodeError:
            continue
        return encoding
    return candidates[-1]


def _stated_encoding(path: Path) -> str | None:
    """Return the encoding that the .cpg file names, if Python knows it."""
    for ending in (".cpg", ".CPG"):
        try:
            name = path.with_suffix(ending).read_bytes()[:40].decode("ascii", "ignore").strip()
            name = name.lower().removeprefix("ansi ").removeprefix("cp")
            name = _NAMES.get(name, name)
            b"x".decode(name)  # some codecs are of no texts
            return codecs.lookup(name).name
        except (OSError, LookupError, ValueError):
            continue
    return None


def _decoded(text: bytes, encoding: str) -> str:
    """Return a text without the part of a character at its end, if one was cut there."""
    try:
        return text.decode(encoding)
    except UnicodeDecodeError as error:
        if error.reason not in _CUT:
            raise
        return text[: error.start].decode(encoding)


def _completed(name: str, raw: bytes, encoding: str) -> str:
    """Return the whole heading that one of ten bytes was cut from, where only one field has it."""
    # Whoever cuts between characters leaves nine bytes of UTF-8.
    whole_already = len(raw) < _HEADING_BYTES - 1 or plain_heading(name) in _PLAIN
    if whole_already or PERSONAL_HEADING.search(name):
        return name
    whole = [
        (field, alias)
        for field, aliases in ALIASES.items()
        for alias in aliases
        if alias.startswith(name) and len(alias.encode(encoding, "replace")) > _HEADING_BYTES
    ]
    return whole[0][1] if len({field for field, _ in whole}) == 1 else name


_PLAIN = {plain_heading(alias) for aliases in ALIASES.values() for alias in aliases}
