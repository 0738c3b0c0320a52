"""A second table below the first on one sheet: its rows are not read by the first's headings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from locator.errors import Words
from locator.stations.importing.aliases import IGNORED
from locator.stations.importing.cells import text_of
from locator.stations.importing.findings import finding
from locator.stations.importing.headings import (
    EXTRA,
    PERSONAL,
    SERVICE,
    meaning_of,
    plain_heading,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from locator.stations.importing.draft import Draft
    from locator.stations.importing.headings import Layout
    from locator.stations.importing.tables import Row, Table

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

    def refuse_if_below(self, draft: Draft) -> None:
        """Refuse a row that stands below another table's headings."""
        if self._begins is None:
            return
        problem = Words(
            f"在第 {self._begins} 行另一张表的表头之下",
            f"stands below another table's headings, in row {self._begins}",
        )
        remedy = Words(
            "请在原名单中把那张表单独放入一个工作表或文件",
            "in the list itself, put that table on a sheet or in a file of its own",
        )
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
        found = []
        for text in texts:
            meaning = meaning_of(text, self._known) if text else None
            field = EXTRA + plain_heading(text) if meaning is None else meaning.field
            datum = "" if meaning is None else meaning.datum or ""
            found.append("" if field in {IGNORED, EXTRA} else field + datum)
        return _without_end(found)


def _has_digit(row: Row, column: int) -> bool:
    return column < len(row) and any(sign.isdigit() for sign in text_of(row[column]))


def _texts(row: Row) -> list[str]:
    return _without_end([text_of(cell) for cell in row])


def _without_end(texts: list[str]) -> list[str]:
    """Return texts without the empty ones behind the last."""
    count = max((i + 1 for i, text in enumerate(texts) if text), default=0)
    return texts[:count]
