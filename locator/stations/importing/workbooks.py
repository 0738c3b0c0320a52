"""Lists as workbooks: XLSX and XLS, looked through before they are opened."""

from __future__ import annotations

import re
import zipfile
import zlib
from typing import TYPE_CHECKING, NamedTuple

from python_calamine import CalamineError, CalamineWorkbook

from locator.errors import Words
from locator.stations.importing.tables import LONGEST_CELL, Row, Table, damaged
from locator.stations.writing.atomic import FileError

if TYPE_CHECKING:
    from pathlib import Path

    from python_calamine import CalamineSheet

_MOST_BYTES = 600_000_000
_BOMB_BYTES, _BOMB_RATIO = 20_000_000, 100
_MOST_CELLS = 20_000_000
_CHUNK_BYTES = 1 << 18
_OVERLAP_BYTES = 400
_SHOWN_CELLS = 5
_MERGED_TITLE_COLUMNS = 3

_ERROR_CELL = re.compile(rb'<c r="([A-Z]{1,3}[0-9]{1,7})"[^>]*\bt="e"')
_EMPTY_FORMULA = re.compile(
    rb'<c r="([A-Z]{1,3}[0-9]{1,7})"[^>]*><f[^>]*(?:/>|>[^<]{0,300}</f>)(?:<v\s*/>|<v></v>)?</c>'
)
_REFERENCE = re.compile(rb'<c r="([A-Z]{1,3})([0-9]{1,7})"')


class _Seen(NamedTuple):
    """What a look through a worksheet's XML finds: its extent, and cells without a value."""

    rows: int
    columns: int
    valueless: tuple[str, ...]


def read_workbook(path: Path, sheet: str | None) -> list[Table]:
    """Read the worksheets of a workbook, all or one; charts and the like are passed over.

    Raises
    ------
    FileError
        If it is damaged, unpacks to more than a list can be, has cells whose formulas have no
        value, or lacks the worksheet.
    """
    if zipfile.is_zipfile(path):
        _look_through(path)
    try:
        book = CalamineWorkbook.from_path(str(path))
        names = [m.name for m in book.sheets_metadata if "WorkSheet" in str(m.typ)]
        if sheet is not None and sheet not in names:
            raise _no_sheet(path, sheet, names)
        wanted = names if sheet is None else [sheet]
        return [_table(path, book.get_sheet_by_name(name)) for name in wanted]
    except (CalamineError, OSError, ValueError, IndexError) as error:
        raise damaged(
            path, f"不是完整的 Excel 文件（{error}）", f"is no whole workbook ({error})"
        ) from error


def _table(path: Path, sheet: CalamineSheet) -> Table:
    rows: list[Row] = [list(row) for row in sheet.to_python(skip_empty_area=False)]
    titles = set()
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        if right - left + 1 >= _MERGED_TITLE_COLUMNS:
            titles |= set(range(top, min(bottom + 1, len(rows))))
        else:
            _fill_down(rows, top, bottom, left)
    return Table(path, sheet.name, rows, titles=frozenset(titles))


def _fill_down(rows: list[Row], top: int, bottom: int, column: int) -> None:
    """Give every row of a merged cell its value: a spreadsheet keeps it in the first alone."""
    if top >= len(rows) or column >= len(rows[top]):
        return
    for number in range(top + 1, min(bottom + 1, len(rows))):
        rows[number][column] = rows[top][column]


def _look_through(path: Path) -> None:
    """Refuse what would exhaust memory, and cells whose value nobody knows."""
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            unpacked = sum(member.file_size for member in members)
            ratio = unpacked / max(1, path.stat().st_size)
            if unpacked > _MOST_BYTES or (unpacked > _BOMB_BYTES and ratio > _BOMB_RATIO):
                raise _too_large(
                    path, f"解压后 {unpacked:,} 字节", f"unpacks to {unpacked:,} bytes"
                )
            for member in members:
                if member.filename.endswith((".xml", ".rels")):
                    _judge(path, member.filename, _scan(path, archive, member))
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError) as error:
        raise damaged(path, f"文件已损坏（{error}）", f"is damaged ({error})") from error


def _scan(path: Path, archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> _Seen:
    """Read a member to its end, whatever its header says of its size."""
    rows = columns = 0
    valueless: list[str] = []
    is_sheet = "worksheets/" in member.filename
    tail = b""
    with archive.open(member) as file:
        while chunk := file.read(_CHUNK_BYTES):
            if b"<" not in chunk and len(chunk) == _CHUNK_BYTES:
                zh, en = (
                    f"有超过 {LONGEST_CELL} 字的单元格",
                    f"has a cell of over {LONGEST_CELL} characters",
                )
                raise _too_large(path, zh, en)
            if is_sheet:
                text = tail + chunk
                for letters, digits in _REFERENCE.findall(text):
                    rows, columns = max(rows, int(digits)), max(columns, _column_number(letters))
                valueless += [f[1].decode() for f in _ERROR_CELL.finditer(text)]
                valueless += [f[1].decode() for f in _EMPTY_FORMULA.finditer(text)]
                tail = text[-_OVERLAP_BYTES:]
    return _Seen(rows, columns, tuple(dict.fromkeys(valueless)))


def _judge(path: Path, member: str, seen: _Seen) -> None:
    if seen.rows * seen.columns > _MOST_CELLS:
        zh = f"{member} 伸展到 {seen.rows:,} 行 {seen.columns:,} 列"
        raise _too_large(
            path, zh, f"{member} spreads over {seen.rows:,} rows, {seen.columns:,} columns"
        )
    if seen.valueless:
        shown = ", ".join(seen.valueless[:_SHOWN_CELLS])
        count = len(seen.valueless)
        raise FileError(
            path,
            Words(
                f"{count} 个单元格的公式没有结果：{shown}",
                f"{count} cells have formulas without a value: {shown}",
            ),
            Words(
                "请在 Excel 中改正，并“选择性粘贴”为数值后保存",
                "correct them in Excel and paste as values",
            ),
        )


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _too_large(path: Path, zh: str, en: str) -> FileError:
    keep = Words(
        "请只保留站点名单，删去多余的内容", "keep the list of stations alone, and drop the rest"
    )
    return FileError(path, Words(zh, en), keep)


def _no_sheet(path: Path, sheet: str, names: list[str]) -> FileError:
    listed = ", ".join(names)
    return FileError(
        path,
        Words(f"没有工作表“{sheet}”", f"has no worksheet {sheet!r}"),
        Words(f"现有：{listed}", f"there are {listed}"),
    )
