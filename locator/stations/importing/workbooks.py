"""Lists as workbooks (XLSX), looked through before they are opened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from python_calamine import CalamineError, CalamineWorkbook

from locator.stations.importing.tables import Row, Table, no_sheet
from locator.stations.writing.workbook_parts import damaged, look_through, panics_as_errors

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
            wanted = names if sheet is None else [sheet]
            return [_table(path, book.get_sheet_by_name(name)) for name in wanted]
    except (CalamineError, OSError, ValueError, IndexError) as error:
        raise damaged(
            path, f"不是完整的 Excel 文件（{error}）", f"is no whole workbook ({error})"
        ) from error


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
