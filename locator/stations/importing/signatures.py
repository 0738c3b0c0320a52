"""What a file is by its first bytes, seen before anything tries to read it."""

from __future__ import annotations

import mmap
from contextlib import suppress
from typing import TYPE_CHECKING
from xml.parsers import expat

from locator.errors import Words
from locator.stations.importing.tables import LAYERS, TEXTS, WORKBOOKS
from locator.stations.writing.atomic import FileError

if TYPE_CHECKING:
    from pathlib import Path

_FOREIGN = {
    b"\xff\xd8\xff": "JPEG",
    b"\x89PNG": "PNG",
    b"GIF8": "GIF",
    b"%PDF": "PDF",
    b"Rar!": "RAR",
    b"7z\xbc\xaf": "7z",
}
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_LAYER_MARKS = {".gpkg": b"SQLite format 3\0", ".shp": b"\0\0\x27\x0a"}
_OSM_MARK, _OSM_BYTES = b"OSMHeader", 64
# GDAL goes by a file's insides, not its name: these make it open other files, or hosts.
_REDIRECTIONS = (b"<OGRVRTDataSource", b"gdal_streamed_alg")
_HEAD_BYTES = 1 << 16
_MOST_BYTES = 1_000_000_000


def check_signature(path: Path, size: int) -> None:
    """Refuse a file whose first bytes are those of something else than its name says.

    Raises
    ------
    FileError
        If it is empty, too large, or of another format.
    """
    if size == 0:
        raise FileError(
            path, Words("是空文件", "is empty"), Words("请检查是否存好", "see that it was saved")
        )
    if size > _MOST_BYTES:
        much = Words("请分成几个文件", "split it")
        raise FileError(path, Words("超过 1 GB", "is over 1 GB"), much)
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        found = _foreign(content, path.suffix.lower())
    if found is not None:
        raise FileError(
            path,
            Words(f"内容与文件名不符（{found.zh}）", f"is not what its name says ({found.en})"),
            Words(
                "请换成名单本身，或改正文件名的结尾", "give the list itself, or correct the ending"
            ),
        )


def is_old_workbook(path: Path) -> bool:
    """Tell whether a workbook is one of Excel 97 to 2003, whatever its name ends in."""
    with path.open("rb") as file:
        return file.read(len(_OLE)) == _OLE


def _foreign(content: mmap.mmap, ending: str) -> Words | None:
    """Return what a file is where that isn't what its ending says."""
    head = content[:_HEAD_BYTES]
    named = next((name for mark, name in _FOREIGN.items() if head.startswith(mark)), None)
    if named is not None:
        return Words(named, named)
    if head.startswith((_ZIP, _OLE)) and ending in (*TEXTS, *LAYERS):
        kind = "Excel" if head.startswith(_OLE) else "ZIP/XLSX"
        return Words(kind, kind)
    if ending in WORKBOOKS and not head.startswith((_ZIP, _OLE)):
        return Words("不是 Excel", "no workbook")
    if ending in LAYERS and not _is_layers(content, head, ending):
        return Words(f"不是 {ending[1:].upper()}", f"no {ending[1:].upper()}")
    return None


def _is_layers(content: mmap.mmap, head: bytes, ending: str) -> bool:
    if ending in _LAYER_MARKS:
        return head.startswith(_LAYER_MARKS[ending])
    if ending == ".pbf":
        return _OSM_MARK in head[:_OSM_BYTES]
    if any(content.find(mark) >= 0 for mark in _REDIRECTIONS):
        return False
    return _root_of(head) == "kml" if ending == ".kml" else _begins_as_json(head)


def _begins_as_json(head: bytes) -> bool:
    return head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"{"


def _root_of(head: bytes) -> str:
    """Return the name of an XML text's first element, without its namespace; empty if none."""
    names: list[str] = []
    parser = expat.ParserCreate(namespace_separator=" ")

    def note(name: str, _: object) -> None:
        names.append(name.rpartition(" ")[2])
        parser.StartElementHandler = None

    parser.StartElementHandler = note
    with suppress(expat.ExpatError):
        parser.Parse(head, False)
    return names[0] if names else ""
