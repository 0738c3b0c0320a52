"""Stations as a worksheet: the same bytes for the same stations, and no cell that is a formula.

The parts of an XLSX file, looked through before a reader unpacks them into memory.
"""

from __future__ import annotations

import itertools
import posixpath
import re
import zipfile
import zlib
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, NamedTuple
from xml.etree import ElementTree as ET

import xlsxwriter  # type: ignore[import-untyped]  # it has no types
from python_calamine import CalamineError, CalamineWorkbook

from locator.language import Phrase, phrase
from locator.stations.writing.atomic import FileError
from locator.stations.writing.delimited import HEADINGS, features_from, not_ours, row_of
from locator.stations.writing.records import station_set

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from locator.stations.station import Station
    from locator.stations.station_set import StationSet


# A workbook says when it was made; the clock has no part in ours.
_MADE_AT = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)
_SHEET = "stations"


def write_xlsx(path: Path, stations: Iterable[Station]) -> None:
    """Write a worksheet, a row a station, with the headings of the CSV file."""
    write_sheets(path, {_SHEET: itertools.chain([HEADINGS], map(row_of, stations))})


def write_sheets(path: Path, sheets: dict[str, Iterable[Sequence[object]]]) -> None:
    """Write worksheets of texts (never formulas or links), numbers and truth values."""
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        book.set_properties({"created": _MADE_AT})
        for name, rows in sheets.items():
            sheet = _added(book, name)
            sheet.freeze_panes(1, 0)
            for number, row in enumerate(rows):
                for column, cell in enumerate(row):
                    _write_cell(sheet, number, column, cell)


def _added(book: Any, name: str) -> Any:
    """Return a new worksheet; one whose name Excel doesn't allow gets one by its number."""
    try:
        return book.add_worksheet(name)
    except xlsxwriter.exceptions.XlsxInputError:
        return book.add_worksheet()


def _write_cell(sheet: Any, row: int, column: int, cell: object) -> None:
    if isinstance(cell, bool):
        sheet.write_boolean(row, column, cell)
    elif isinstance(cell, (int, float)):
        sheet.write_number(row, column, cell)
    elif isinstance(cell, date):
        sheet.write_string(row, column, cell.isoformat())
    elif cell not in (None, ""):
        sheet.write_string(row, column, str(cell))


def read_xlsx(path: Path) -> StationSet:
    """Read what `write_xlsx` wrote; errors as `read_csv` has them."""
    look_through(path)
    try:
        with panics_as_errors():
            book = CalamineWorkbook.from_path(str(path))
            rows = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except (CalamineError, IndexError) as error:
        raise not_ours(path, str(error)) from error
    return station_set(features_from(rows, path), path)


# A list longer than Excel's worksheets is none; nor does one of more cells fit into memory.
MOST_ROWS, MOST_CELLS = 1_048_576, 20_000_000
# Excel's own limit for a cell; nothing longer is a station's.
LONGEST_CELL = 32_767
_MOST_BYTES = 600_000_000
_BOMB_BYTES, _BOMB_RATIO = 20_000_000, 100
_MOST_INDEX_BYTES = 5_000_000
_CHUNK_BYTES = 1 << 18
# Excel's longest formula, and what stands around it.
_OVERLAP_BYTES = 9_000
_SHOWN_CELLS = 5

_CELL = rb'<(?:\w{1,8}:)?c (?=[^<>]{0,200}?\br="([A-Z]{1,3}[0-9]{1,7})")'
_ERROR_CELL = re.compile(_CELL + rb'[^<>]{0,200}?\bt="e"')
# Not of the type str: there an empty value is the formula's result.
_EMPTY_FORMULA = re.compile(
    _CELL + rb'(?![^<>]{0,200}?\bt="str")[^<>]{0,200}>'
    rb"<(?:\w{1,8}:)?f(?:[^<>]{0,300}/>|(?: [^<>]{0,300})?>[^<]{0,8200}</(?:\w{1,8}:)?f>)"
    rb"(?:<(?:\w{1,8}:)?v ?/>|<(?:\w{1,8}:)?v></(?:\w{1,8}:)?v>)?</(?:\w{1,8}:)?c>"
)
_REFERENCE = re.compile(rb'<(?:\w{1,8}:)?c r="([A-Z]{1,3})([0-9]{1,7})"')
_RELATIONS = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"


class _Seen(NamedTuple):
    """What a look through a worksheet's XML finds: its extent, and cells without a value."""

    rows: int
    columns: int
    valueless: tuple[str, ...]


def look_through(path: Path, sheet: str | None = None) -> None:
    """Refuse a workbook that would exhaust memory, or has cells whose value nobody knows.

    Parameters
    ----------
    path
        An XLSX file.
    sheet
        The one worksheet whose cells have to have values; None: all.

    Raises
    ------
    FileError
        With the worksheet and the first few cells.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            _check_size(path, archive)
            names = _sheet_names(archive)
            for member in archive.infolist():
                if member.filename.endswith((".xml", ".rels")):
                    seen = _scan(path, archive, member)
                    name = names.get(member.filename, member.filename)
                    _check_extent(path, name, seen)
                    if sheet is None or sheet == name:
                        refuse_valueless(path, name, seen.valueless)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError) as error:
        raise damaged(path, phrase("writing.damaged", error=error)) from error


@contextmanager
def panics_as_errors() -> Iterator[None]:
    """Turn a panic of the reader's Rust, which is no `Exception`, into its error."""
    try:
        yield
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise CalamineError(str(error)) from error


def refuse_valueless(path: Path, sheet: str, cells: Sequence[str]) -> None:
    """Refuse a worksheet with cells that hold an error, or a formula that was never computed."""
    if not cells:
        return
    shown = ", ".join(cells[:_SHOWN_CELLS]) + (" …" if len(cells) > _SHOWN_CELLS else "")
    raise FileError(
        path,
        phrase(
            "writing.worksheet_cells_error_n_formula", sheet=sheet, count=len(cells), shown=shown
        ),
        phrase("writing.correct_clear_them_excel_save"),
    )


def damaged(path: Path, problem: Phrase) -> FileError:
    """Return the error for a file that is not what its name says, or not whole."""
    return FileError(
        path,
        problem,
        phrase("writing.save_again_program_made"),
    )


def too_large(path: Path, problem: Phrase) -> FileError:
    """Return the error for a file that holds more than a list of stations can."""
    keep = phrase("writing.keep_list_stations_alone_drop")
    return FileError(path, problem, keep)


def _check_size(path: Path, archive: zipfile.ZipFile) -> None:
    unpacked = sum(member.file_size for member in archive.infolist())
    ratio = unpacked / max(1, path.stat().st_size)
    if unpacked > _MOST_BYTES or (unpacked > _BOMB_BYTES and ratio > _BOMB_RATIO):
        raise too_large(path, phrase("writing.unpacks_bytes", unpacked=unpacked))


def _sheet_names(archive: zipfile.ZipFile) -> dict[str, str]:
    """Return the worksheets' names by the members that hold them; none where that can't be told."""
    index, links = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
    if any(_size_of(archive, name) > _MOST_INDEX_BYTES for name in (index, links)):
        return {}
    try:
        targets = {
            link.get("Id"): posixpath.normpath(posixpath.join("/xl", link.get("Target", "")))[1:]
            for link in ET.fromstring(archive.read(links))  # noqa: S314  # small, see above
        }
        sheets = ET.fromstring(archive.read(index)).findall(".//{*}sheet")  # noqa: S314
        return {targets[s.get(_RELATIONS + "id")]: s.get("name", "") for s in sheets}
    except (KeyError, ET.ParseError):
        return {}


def _size_of(archive: zipfile.ZipFile, name: str) -> int:
    try:
        return archive.getinfo(name).file_size
    except KeyError:
        return 0


def _scan(path: Path, archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> _Seen:
    """Read a member to its end, whatever its header says of its size."""
    rows = columns = 0
    valueless: dict[bytes, None] = {}
    is_sheet = "worksheets/" in member.filename
    tail = b""
    with archive.open(member) as file:
        while chunk := file.read(_CHUNK_BYTES):
            if b"<" not in chunk and len(chunk) == _CHUNK_BYTES:
                raise too_large(
                    path,
                    phrase("writing.cell_over_characters", longest_cell=LONGEST_CELL),
                )
            if not is_sheet:
                continue
            text = tail + chunk
            for letters, digits in set(_REFERENCE.findall(text)):
                rows, columns = max(rows, int(digits)), max(columns, _column_number(letters))
            if b't="e"' in text:
                valueless |= dict.fromkeys(_ERROR_CELL.findall(text))
            if b"f>" in text or b"<f" in text:
                valueless |= dict.fromkeys(_EMPTY_FORMULA.findall(text))
            tail = text[-_OVERLAP_BYTES:]
    return _Seen(rows, columns, tuple(cell.decode() for cell in valueless))


def _check_extent(path: Path, name: str, seen: _Seen) -> None:
    if seen.rows * seen.columns > MOST_CELLS:
        raise too_large(
            path,
            phrase(
                "writing.worksheet_spreads_over_rows_columns",
                name=name,
                rows=seen.rows,
                columns=seen.columns,
            ),
        )


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
