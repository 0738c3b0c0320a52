"""What each row of a sheet is: a station's, or headings, a title, a total, or empty.

A second table below the first has headings of its own, so its rows are not read by the first's. In
delimited text, a quotation mark that is never closed would swallow the rows after it: that is
detected and reported.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from locator.language import phrase
from locator.stations.importing.aliases import IGNORED
from locator.stations.importing.cell_values import text_of
from locator.stations.importing.findings import Finding, finding
from locator.stations.importing.headings import EXTRA, PERSONAL, SERVICE, meaning_of, plain_heading

if TYPE_CHECKING:
    from collections.abc import Mapping

    from locator.stations.importing.draft import RowDraft
    from locator.stations.importing.headings import Layout
    from locator.stations.importing.sheet import Row, Table


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
    filled = 0
    for cell in row:
        text = text_of(cell)
        if not text:
            continue
        filled += 1
        if filled > _CELLS_OF_A_TOTAL:
            return False
        if _TOTAL.fullmatch(text.replace(" ", "")):
            return not any(_filled(row, p.lon) for p in layout.positions)
    return False


def _filled(row: Row, column: int) -> bool:
    return column < len(row) and bool(text_of(row[column]))


_FEWEST_FIELDS = 3
_NAME = "name"


class SecondTables:
    """Watches the rows of a sheet for headings that stand below others.

    Headings of the same fields in the same columns begin another part of the same table. Others
    begin a table that can't be read by the first one's headings: a name would become an address.

    Parameters
    ----------
    table, layout
        The sheet, and how it is read.
    mapping
        What the importer said of headings.
    """

    def __init__(self, table: Table, layout: Layout, mapping: Mapping[str, str]) -> None:
        self._layout = layout
        self._known = {plain_heading(name): target for name, target in mapping.items()}
        self._first = self._meanings(layout.names)
        self._rows = [_texts(table.rows[number]) for number in layout.heading_rows]
        self._begins: int | None = None

    def begins_at(self, row: Row, number: int) -> bool:
        """Tell whether a row, the `number`-th from 1, holds headings below the first ones."""
        if number <= max(self._layout.heading_rows, default=-1) + 1:
            return False
        if any(_has_digit(row, place.lon) for place in self._layout.positions):
            return False  # the common case: a position stands in it
        texts = _texts(row)
        if texts and texts in self._rows:
            self._begins = None
            return True
        named = {field for field in map(self._field, texts) if field}
        filled = sum(1 for text in texts if text)
        if _NAME not in named or len(named) < _FEWEST_FIELDS or 2 * len(named) < filled:
            return False
        self._begins = None if self._meanings(texts) == self._first else number
        return True

    def refuse_if_below(self, draft: RowDraft) -> None:
        """Refuse a row that stands below another table's headings."""
        if self._begins is None:
            return
        problem = phrase("importing.stands_below_another_tables_headings", begins=self._begins)
        remedy = phrase("importing.list_itself_put_table_sheet")
        draft.refusals.append(
            finding("second_table", "rejected", draft.place(), draft.name, problem, remedy)
        )

    def _field(self, text: str) -> str:
        """Return the field that a heading names; empty if none by which headings are known."""
        meaning = meaning_of(text, self._known) if text else None
        if meaning is None or meaning.field in (IGNORED, PERSONAL):
            return ""
        return "" if meaning.field.startswith((SERVICE, EXTRA)) else meaning.field

    def _meanings(self, texts: list[str]) -> list[str]:
        """Return what each column holds, in which datum; its heading where that is no field."""
        meanings = []
        for text in texts:
            meaning = meaning_of(text, self._known) if text else None
            field = EXTRA + plain_heading(text) if meaning is None else meaning.field
            datum = "" if meaning is None else meaning.datum or ""
            meanings.append("" if field in {IGNORED, EXTRA} else field + datum)
        return _without_end(meanings)


def _has_digit(row: Row, column: int) -> bool:
    return column < len(row) and any(sign.isdigit() for sign in text_of(row[column]))


def _texts(row: Row) -> list[str]:
    return _without_end([text_of(cell) for cell in row])


def _without_end(texts: list[str]) -> list[str]:
    """Return texts without the empty ones behind the last."""
    count = max((i + 1 for i, text in enumerate(texts) if text), default=0)
    return texts[:count]


_MANY = 4


def check_quotes(
    draft: RowDraft, heading: str, text: str, columns: int, findings: list[Finding]
) -> None:
    """Judge a cell of several lines, which may have swallowed rows.

    One that holds the delimiters of a whole row and a decimal number between them has: its row is
    refused, as what stands in it is several stations'. With fewer delimiters, or where its row is
    not as long as the headings, it is warned of.
    """
    mark = draft.table.delimiter
    count = text.count(mark)
    if count >= max(columns - 1, 2) and re.search(
        re.escape(mark) + r"\s*-?[0-9]{1,3}\.[0-9]{2}", text
    ):
        problem = phrase("importing.lacks_quotation_mark_holds_rows")
        remedy = phrase("importing.close_drop_quotation_mark_import")
        draft.refusals.append(
            finding("quotes", "rejected", draft.place(heading), text, problem, remedy)
        )
    elif count >= _MANY or (count and len(draft.row) != columns):
        problem = phrase("importing.runs_over_lines_holds_delimiters")
        remedy = phrase("importing.look_missing_quotation_mark_rows")
        findings.append(
            finding(
                "quotes", "warning", draft.place(heading), text, problem, remedy, name=draft.name
            )
        )
