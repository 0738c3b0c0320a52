"""What a geographic file holds, by its bytes: a name can lie, and GDAL goes by the content.

Some of GDAL's formats name other files, or addresses, that it then reads. A file is given to it
only if it holds what its ending says.
"""

from __future__ import annotations

import mmap
from contextlib import suppress
from typing import TYPE_CHECKING
from xml.parsers import expat

if TYPE_CHECKING:
    from pathlib import Path

_MARKS = {".gpkg": b"SQLite format 3\0", ".shp": b"\0\0\x27\x0a"}
_ROOTS = {".kml": "kml", ".gpx": "gpx"}
_JSON = (".geojson", ".json")
_OSM_MARK, _OSM_BYTES = b"OSMHeader", 64
# What GDAL looks for, anywhere near the beginning, in texts that name other files.
_REDIRECTIONS = (b"<OGRVRTDataSource", b"gdal_streamed_alg")
_HEAD_BYTES = 1 << 16
_BLANKS = b" \t\r\n"
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def holds_what_its_name_says(path: Path) -> bool:
    """Tell whether a file's content is of the format of its ending, and leads to no other file.

    Endings of formats that GDAL isn't asked to read count as right.

    Raises
    ------
    OSError
        If it can't be read.
    """
    if path.stat().st_size == 0:
        return path.suffix.lower() not in (*_MARKS, *_ROOTS, *_JSON, ".pbf")
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        return _is(content, path.suffix.lower())


def _is(content: mmap.mmap, ending: str) -> bool:
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

    def note(name: str, _: object) -> None:
        names.append(name.rpartition(" ")[2])
        parser.StartElementHandler = None

    parser.StartElementHandler = note
    with suppress(expat.ExpatError, ValueError):  # the latter for encodings it doesn't know
        parser.Parse(head, False)
    return names[0] if names else ""
