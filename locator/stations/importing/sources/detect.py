"""Open a file of stations, whatever its format: what it is is seen from its first bytes.

What a file is by its first bytes, seen before anything tries to read it.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from locator.errors import Words
from locator.geo.vector_files import content_matches_suffix
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
            Words(f"无法读取（{reason}）", f"can't be read ({reason})"),
            Words("请检查文件名和权限", "check its name and permissions"),
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
        Words("不认识这种文件格式", "is of no known format"),
        Words(f"可读：{listed}", f"these are read: {listed}"),
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
        Words("正在被写入", "is being written"),
        Words("请等保存完毕、关闭后再导入", "wait until it is saved and closed"),
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
        raise FileError(
            path, Words("是空文件", "is empty"), Words("请检查是否存好", "see that it was saved")
        )
    if size > _MOST_BYTES:
        much = Words("请分成几个文件", "split it")
        raise FileError(path, Words("超过 1 GB", "is over 1 GB"), much)
    found = _foreign(path)
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


def _foreign(path: Path) -> Words | None:
    """Return what a file is where that isn't what its ending says."""
    ending = path.suffix.lower()
    with path.open("rb") as file:
        head = file.read(_HEAD_BYTES)
    named = next((name for mark, name in _FOREIGN.items() if head.startswith(mark)), None)
    if named is not None:
        return Words(named, named)
    if head.startswith((_ZIP, _OLE)) and ending in (*TEXTS, *LAYERS):
        kind = "Excel" if head.startswith(_OLE) else "ZIP/XLSX"
        return Words(kind, kind)
    if ending in WORKBOOKS and not head.startswith((_ZIP, _OLE)):
        return Words("不是 Excel", "no workbook")
    if ending in LAYERS and not content_matches_suffix(path):
        return Words(f"不是 {ending[1:].upper()}", f"no {ending[1:].upper()}")
    return None
