"""Stations as a worksheet: the same bytes for the same stations, and no cell that is a formula."""

from __future__ import annotations

import itertools
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import xlsxwriter  # type: ignore[import-untyped]  # it has no types
from python_calamine import CalamineError, CalamineWorkbook

from locator.stations.writing.delimited import HEADINGS, features_from, not_ours, row_of
from locator.stations.writing.records import station_set
from locator.stations.writing.workbook_parts import look_through, panics_as_errors

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
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
