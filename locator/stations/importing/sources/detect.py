"""Detect what a file of stations is by its first bytes, and open it with the right reader.

The name's ending has to agree with the bytes: nothing tries to read a file before that.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from locator.geo.vector_files import content_matches_suffix
from locator.language import Phrase, phrase, verbatim
from locator.stations.importing.sheet import LAYERS, TEXTS, WORKBOOKS, no_sheet
from locator.stations.importing.sources.layers import read_layers
from locator.stations.importing.sources.text_table import read_text_table
from locator.stations.importing.sources.workbooks import read_old_workbook, read_workbook
from locator.stations.writing.atomic import FileError

if TYPE_CHECKING:
    import os
    from pathlib import Path

    from locator.stations.importing.sheet import Table


_FRESH_S, _WATCH_S = 1.0, 0.15


def read_tables(path: Path, sheet: str | None = None) -> list[Table]:
    """Read every table of a file, or the one worksheet or layer that is named.

    Raises
    ------
    FileError
        In a line: what is wrong with the file and what to do.
    """
    try:
        before = _state(path)
        check_signature(path, before[0])
        tables = _read(path, sheet)
        if _state(path) != before:
            raise _being_written(path)
    except OSError as error:
        reason = error.strerror or str(error)
        raise FileError(
            path,
            phrase("importing.cant_read", reason=reason),
            phrase("importing.check_name_permissions"),
        ) from error
    return tables


def _read(path: Path, sheet: str | None) -> list[Table]:
    ending = path.suffix.lower()
    if ending in WORKBOOKS:
        return (read_old_workbook if is_old_workbook(path) else read_workbook)(path, sheet)
    if ending in TEXTS:
        if sheet is not None:
            raise no_sheet(path, sheet, ())
        return [read_text_table(path)]
    if ending in LAYERS:
        return read_layers(path, sheet)
    listed = " ".join((*WORKBOOKS, *TEXTS, *LAYERS[:-1], ".osm.pbf"))
    raise FileError(
        path,
        phrase("importing.no_known_format"),
        phrase("importing.these_read", listed=listed),
    )


def _state(path: Path) -> tuple[int, int]:
    """Return a file's size and time; one that was touched just now is watched for a moment."""
    status = path.stat()
    if time.time() - status.st_mtime < _FRESH_S:
        time.sleep(_WATCH_S)
        if _size_and_time(path.stat()) != _size_and_time(status):
            raise _being_written(path)
    return _size_and_time(status)


def _size_and_time(status: os.stat_result) -> tuple[int, int]:
    return status.st_size, status.st_mtime_ns


def _being_written(path: Path) -> FileError:
    return FileError(
        path,
        phrase("importing.being_written"),
        phrase("importing.wait_until_saved_closed"),
    )


_FOREIGN = {
    b"\xff\xd8\xff": "JPEG",
    b"\x89PNG": "PNG",
    b"GIF8": "GIF",
    b"%PDF": "PDF",
    b"Rar!": "RAR",
    b"7z\xbc\xaf": "7z",
}
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_HEAD_BYTES = 16
_MOST_BYTES = 1_000_000_000


def check_signature(path: Path, size: int) -> None:
    """Refuse a file whose first bytes are those of something else than its name says.

    Raises
    ------
    FileError
        If it is empty, too large, or of another format.
    """
    if size == 0:
        raise FileError(path, phrase("importing.empty"), phrase("importing.see_saved"))
    if size > _MOST_BYTES:
        remedy = phrase("importing.split")
        raise FileError(path, phrase("importing.over_1_gb"), remedy)
    signature = _foreign(path)
    if signature is not None:
        raise FileError(
            path,
            phrase("importing.what_name_says", found=signature),
            phrase("importing.give_list_itself_correct_ending"),
        )


def is_old_workbook(path: Path) -> bool:
    """Tell whether a workbook is one of Excel 97 to 2003, whatever its name ends in."""
    with path.open("rb") as file:
        return file.read(len(_OLE)) == _OLE


def _foreign(path: Path) -> Phrase | None:
    """Return what a file is where that isn't what its ending says."""
    ending = path.suffix.lower()
    with path.open("rb") as file:
        head = file.read(_HEAD_BYTES)
    named = next((name for mark, name in _FOREIGN.items() if head.startswith(mark)), None)
    if named is not None:
        return verbatim(named)
    if head.startswith((_ZIP, _OLE)) and ending in (*TEXTS, *LAYERS):
        kind = "Excel" if head.startswith(_OLE) else "ZIP/XLSX"
        return verbatim(kind)
    if ending in WORKBOOKS and not head.startswith((_ZIP, _OLE)):
        return phrase("importing.no_workbook")
    if ending in LAYERS and not content_matches_suffix(path):
        return phrase("importing.no", upper=ending[1:].upper())
    return None
