"""Files of shapes with columns, in the formats that planners have: one layer, a declared CRS.

Some of GDAL's formats name other files, or addresses, that it then reads, and GDAL goes by a file's
content, not its name. So a file is given to it only if its bytes are what its ending says.
"""

from __future__ import annotations

import io
import mmap
from contextlib import suppress
from typing import TYPE_CHECKING
from xml.parsers import expat

import geopandas
import pyogrio

from locator.errors import LocatorError
from locator.language import Phrase, phrase

if TYPE_CHECKING:
    from pathlib import Path

VECTOR_FILES = (".geojson", ".json", ".gpkg", ".parquet")
NO_COLUMN = phrase("geo.no_column")
NO_CRS = phrase("geo.no_crs")

_MARKS = {".gpkg": b"SQLite format 3\0", ".shp": b"\0\0\x27\x0a"}
_ROOTS = {".kml": "kml", ".gpx": "gpx"}
_JSON = (".geojson", ".json")
_OSM_MARK, _OSM_BYTES = b"OSMHeader", 64
# What GDAL looks for, anywhere near the beginning, in texts that name other files.
_REDIRECTIONS = (b"<OGRVRTDataSource", b"gdal_streamed_alg")
_HEAD_BYTES = 1 << 16
_BLANKS = b" \t\r\n"
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def read_frame(path: Path, raw: bytes | None = None) -> geopandas.GeoDataFrame:
    """Read the shapes and columns of a file; a table without shapes comes back as it is.

    Parameters
    ----------
    path
        Its ending tells the format.
    raw
        The file's bytes, where they are at hand.

    Raises
    ------
    LocatorError
        If it can't be read, or has several layers.
    """
    try:
        if path.suffix.lower() == ".parquet":
            return geopandas.read_parquet(path if raw is None else io.BytesIO(raw))
        if not content_matches_suffix(path):
            raise LocatorError(_not_as_named(path))
        layers = pyogrio.list_layers(path)[:, 0].tolist()
        if len(layers) > 1:
            raise LocatorError(_several(path, ", ".join(map(str, layers))))
        return pyogrio.read_dataframe(path)
    except (pyogrio.errors.DataSourceError, OSError, ImportError, ValueError) as error:
        text = " ".join(str(error).split())[:120]
        raise LocatorError(phrase("geo.cant_read", path=path, text=text)) from error


def content_matches_suffix(path: Path) -> bool:
    """Tell whether a file's content is of the format of its ending, and leads to no other file.

    Endings of formats that GDAL doesn't read here count as right.

    Raises
    ------
    OSError
        If it can't be read.
    """
    if path.stat().st_size == 0:
        return path.suffix.lower() not in (*_MARKS, *_ROOTS, *_JSON, ".pbf")
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        return _is_of_format(content, path.suffix.lower())


def _is_of_format(content: mmap.mmap, ending: str) -> bool:
    head = content[:_HEAD_BYTES]
    if ending in _MARKS:
        return head.startswith(_MARKS[ending])
    if ending == ".pbf":
        return _OSM_MARK in head[:_OSM_BYTES]
    if ending not in (*_ROOTS, *_JSON):
        return True
    if any(content.find(mark) >= 0 for mark in _REDIRECTIONS):
        return False
    return _root_of(head) == _ROOTS[ending] if ending in _ROOTS else _begins_as_json(head)


def _begins_as_json(head: bytes) -> bool:
    return head.removeprefix(_BYTE_ORDER_MARK).lstrip(_BLANKS).startswith(b"{")


def _root_of(head: bytes) -> str:
    """Return the name of an XML text's first element, without its namespace; empty if none."""
    names: list[str] = []
    parser = expat.ParserCreate(namespace_separator=" ")

    def keep_first(name: str, _: object) -> None:
        names.append(name.rpartition(" ")[2])
        parser.StartElementHandler = None

    parser.StartElementHandler = keep_first
    with suppress(expat.ExpatError, ValueError):  # the latter for encodings it doesn't know
        parser.Parse(head, False)
    return names[0] if names else ""


def _not_as_named(path: Path) -> Phrase:
    return phrase("geo.cant_read_content_isnt_what", path=path, suffix=path.suffix)


def _several(path: Path, layers: str) -> Phrase:
    return phrase("geo.several_layers_leave_one_meant", path=path, layers=layers)
