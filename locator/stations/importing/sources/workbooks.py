"""Lists as workbooks: XLSX, and XLS of Excel 97 to 2003.

XLSX files are looked through before a reader opens them: one can unpack to more than memory holds.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import xlrd  # type: ignore[import-untyped]  # it has no types
from python_calamine import CalamineError, CalamineWorkbook

from locator.language import phrase
from locator.stations.importing.sheet import Row, Table, no_sheet
from locator.stations.writing.atomic import FileError
from locator.stations.writing.xlsx import (
    damaged,
    look_through,
    panics_as_errors,
    refuse_valueless,
    too_large,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from python_calamine import CalamineSheet


_MERGED_TITLE_COLUMNS = 3


def read_workbook(path: Path, sheet: str | None) -> list[Table]:
    """Read the worksheets of a workbook, all or one; charts and the like are passed over.

    Raises
    ------
    FileError
        If it is damaged, unpacks to more than a list can be, has cells whose formulas have no
        value, or lacks the worksheet.
    """
    look_through(path, sheet)
    try:
        with panics_as_errors():
            book = CalamineWorkbook.from_path(str(path))
            names = [m.name for m in book.sheets_metadata if "WorkSheet" in str(m.typ)]
            if sheet is not None and sheet not in names:
                raise no_sheet(path, sheet, names)
            chosen = names if sheet is None else [sheet]
            return [_table(path, book.get_sheet_by_name(name)) for name in chosen]
    except (CalamineError, OSError, ValueError, IndexError) as error:
        raise damaged(path, phrase("importing.no_whole_workbook", error=error)) from error


def _table(path: Path, sheet: CalamineSheet) -> Table:
    rows: list[Row] = [list(row) for row in sheet.to_python(skip_empty_area=False)]
    merged = tuple(
        (top, left, bottom, right)
        for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()
    )
    return Table(path, sheet.name, rows, titles=fill_merged(rows, merged), merged=merged)


def fill_merged(rows: list[Row], merged: Sequence[tuple[int, int, int, int]]) -> frozenset[int]:
    """Give every row of a merged cell its value: a spreadsheet keeps it in the first alone.

    Returns
    -------
    frozenset
        The numbers (from 0) of rows that are merged over several columns, as titles are.
    """
    titles: set[int] = set()
    for top, left, bottom, right in merged:
        numbers = range(top, min(bottom + 1, len(rows)))
        if right - left + 1 >= _MERGED_TITLE_COLUMNS:
            titles.update(numbers)
        elif numbers and left < len(rows[top]):
            for number in numbers[1:]:
                if left < len(rows[number]):
                    rows[number][left] = rows[top][left]
    return frozenset(titles)


# Every cell of an XLS file takes some bytes in it; a larger one is no list of stations.
_MOST_BYTES = 100_000_000
# The stream in which an XLSX file with a password lies, inside a file of the old kind.
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def read_old_workbook(path: Path, sheet: str | None) -> list[Table]:
    """Read the worksheets of an XLS file, all or one.

    Raises
    ------
    FileError
        If it is damaged, has error cells, or lacks the worksheet.
    """
    if path.stat().st_size > _MOST_BYTES:
        raise too_large(path, phrase("importing.over_bytes", most_bytes=_MOST_BYTES))
    try:
        return _tables(path, sheet)
    except (FileError, OSError):
        raise
    except Exception as error:  # xlrd raises whatever a damaged file makes its code raise
        if _has_password(path, error):
            raise _locked(path) from error
        why = " ".join(str(error).split())[:80] or type(error).__name__
        raise damaged(path, phrase("importing.no_whole_workbook_2", why=why)) from error


def _has_password(path: Path, error: Exception) -> bool:
    return "encrypted" in str(error).lower() or _ENCRYPTED in path.read_bytes()


def _locked(path: Path) -> FileError:
    return FileError(
        path,
        phrase("importing.password"),
        phrase("importing.take_off_excel_save_again"),
    )


def _tables(path: Path, sheet: str | None) -> list[Table]:
    with (
        open(os.devnull, "w", encoding="utf-8") as silent,  # noqa: PTH123  # a device, no path
        # Merged cells are told with the formats alone.
        xlrd.open_workbook(str(path), logfile=silent, formatting_info=True) as book,
    ):
        names = book.sheet_names()
        if sheet is not None and sheet not in names:
            raise no_sheet(path, sheet, names)
        chosen = names if sheet is None else [sheet]
        return [_old_table(path, book, book.sheet_by_name(name)) for name in chosen]


def _old_table(path: Path, book: xlrd.Book, sheet: xlrd.sheet.Sheet) -> Table:
    rows: list[Row] = []
    valueless: list[str] = []
    for number in range(sheet.nrows):
        kinds = sheet.row_types(number)
        values = sheet.row_values(number)
        rows.append([_value(kind, value, book) for kind, value in zip(kinds, values, strict=True)])
        valueless += [
            xlrd.cellname(number, column)
            for column, kind in enumerate(kinds)
            if kind == xlrd.XL_CELL_ERROR
        ]
    refuse_valueless(path, sheet.name, valueless)
    # xlrd's ranges end behind their last row and column.
    merged = tuple(
        (top, left, bottom - 1, right - 1) for top, bottom, left, right in sheet.merged_cells
    )
    return Table(path, sheet.name, rows, titles=fill_merged(rows, merged), merged=merged)


def _value(kind: int, value: object, book: xlrd.Book) -> object:
    if kind in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK):
        return ""
    if kind == xlrd.XL_CELL_BOOLEAN:
        return bool(value)
    if kind == xlrd.XL_CELL_DATE:
        return _moment(value, book)
    return value


def _moment(value: object, book: xlrd.Book) -> object:
    try:
        return xlrd.xldate_as_datetime(value, book.datemode)
    except (ValueError, OverflowError):  # a number in a date's format that is none
        return value
