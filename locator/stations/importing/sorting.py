"""What each row of a sheet is: a station's, or headings, a title, a total, or empty."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from locator.stations.importing.cells import text_of

if TYPE_CHECKING:
    from locator.stations.importing.headings import Layout
    from locator.stations.importing.tables import Row, Table

RowKind = Literal["data", "headings", "titles", "totals", "empty"]

_TOTAL = re.compile(
    r"(?:合计|总计|小计|共计|累计|总数|total|sum)[:：0-9个家处座站点共计 .]*", re.IGNORECASE
)
_REMARK = re.compile(
    r"(?:注[0-9]*|说明|备注|日期|数据来源|单位(?:[(（][^)）]{0,20}[)）])?"
    r"|(?:填表|填报|制表|审核|报送|统计|联系)[^:：]{0,6})[:：]|单位[(（]盖章"
)
_SECTION = re.compile(r"[(（]?[一二三四五六七八九十]+[)）]?、")
_CELLS_OF_A_TOTAL = 2


def sort_row(table: Table, layout: Layout, number: int) -> RowKind:
    """Return what a row is; whatever is in doubt is a station's, to be judged as one."""
    if number in layout.heading_rows:
        return "headings"
    if number < min(layout.heading_rows, default=0):
        return "titles" if any(map(text_of, table.rows[number])) else "empty"
    row = table.rows[number]
    filled = sum(1 for cell in row if cell is not None and cell != "")
    if filled > 4 and number not in table.titles and not _repeats(row, layout):
        # The common case: enough stands in it, and it begins like no total.
        return "totals" if _is_total(row, layout) else "data"
    return _sort_sparse(table, layout, number)


def _sort_sparse(table: Table, layout: Layout, number: int) -> RowKind:
    row = table.rows[number]
    texts = [text for cell in row if (text := text_of(cell))]
    if not texts:
        return "empty"
    if _repeats(row, layout):
        return "headings"
    return "totals" if _is_total(row, layout) else _title_or_data(table, layout, number, texts)


def _title_or_data(table: Table, layout: Layout, number: int, texts: list[str]) -> RowKind:
    row = table.rows[number]
    if any(_filled(row, place.lon) for place in layout.positions):
        return "data"
    alone = len(texts) == 1
    if _REMARK.match(texts[0]) or (alone and (number in table.titles or _SECTION.match(texts[0]))):
        return "titles"
    return "data"


def _repeats(row: Row, layout: Layout) -> bool:
    """Tell whether a row has the headings again, as at the top of every printed page."""
    if not layout.names or not row or row[0] != layout.names[0] or not layout.heading_rows:
        return False
    return [text_of(cell) for cell in row if cell] == [name for name in layout.names if name]


def _is_total(row: Row, layout: Layout) -> bool:
    """Tell whether a row's first text is a word for a total, and no position stands in it."""
    seen = 0
    for cell in row:
        text = text_of(cell)
        if not text:
            continue
        seen += 1
        if seen > _CELLS_OF_A_TOTAL:
            return False
        if _TOTAL.fullmatch(text.replace(" ", "")):
            return not any(_filled(row, p.lon) for p in layout.positions)
    return False


def _filled(row: Row, column: int) -> bool:
    return column < len(row) and bool(text_of(row[column]))
