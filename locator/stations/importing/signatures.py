"""What a file is by its first bytes, seen before anything tries to read it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from locator.errors import Words
from locator.geo.contents import holds_what_its_name_says
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
    if ending in LAYERS and not holds_what_its_name_says(path):
        return Words(f"不是 {ending[1:].upper()}", f"no {ending[1:].upper()}")
    return None
