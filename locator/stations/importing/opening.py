"""Open a file of stations, whatever its format: what it is is seen from its first bytes."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from locator.errors import Words
from locator.stations.importing.layers import read_layers
from locator.stations.importing.old_workbooks import read_old_workbook
from locator.stations.importing.signatures import check_signature, is_old_workbook
from locator.stations.importing.tables import LAYERS, TEXTS, WORKBOOKS, no_sheet
from locator.stations.importing.texts import read_text_table
from locator.stations.importing.workbooks import read_workbook
from locator.stations.writing.atomic import FileError

if TYPE_CHECKING:
    import os
    from pathlib import Path

    from locator.stations.importing.tables import Table

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
