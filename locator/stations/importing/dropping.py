"""What is left out of a list on purpose, and told: personal data and serial numbers."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from locator.errors import Words
from locator.stations.importing.cells import text_of
from locator.stations.importing.findings import Finding, Place, finding

if TYPE_CHECKING:
    from locator.stations.importing.headings import Layout
    from locator.stations.importing.tables import Table

_FEWEST_SERIALS = 2
_SERIAL_SHARE = 0.9
_BY_NAME = Words(
    "如需保留，请用 --map 列名=字段 指明", "to keep it, name the column by --map HEADING=FIELD"
)


class Drops:
    """Counts the cells of a table that are dropped, or that numbers are taken out of."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self.dropped: Counter[str] = Counter()
        self.cut: Counter[str] = Counter()

    def findings(self) -> list[Finding]:
        """Return a finding a column, without any value."""
        found = [
            self._note(
                heading,
                f"{count} 个单元格的个人信息未导入",
                f"personal data of {count} cells not imported",
            )
            for heading, count in self.dropped.items()
        ]
        return found + [
            self._note(
                heading,
                f"{count} 个单元格中的手机号、身份证号已删去",
                f"mobile or identity numbers taken out of {count} cells",
            )
            for heading, count in self.cut.items()
        ]

    def _note(self, heading: str, zh: str, en: str) -> Finding:
        place = Place(self._table.file, self._table.sheet, None, heading)
        return finding("personal", "note", place, "", Words(zh, en), _BY_NAME)


def serial_column(table: Table, layout: Layout) -> int | None:
    """Return the column of ids if it only counts the rows, unless `--map` named it."""
    if "id" not in layout.fields or table.headings is not None:
        return None
    column = layout.fields.index("id")
    if column in layout.by_name:
        return None
    start = layout.heading_rows[-1] + 1
    texts = [
        text for row in table.rows[start:] if column < len(row) and (text := text_of(row[column]))
    ]
    numbers = sorted(int(text) for text in texts if text.isdecimal() and len(text) < 10)
    few = len(numbers) < _FEWEST_SERIALS or len(numbers) < _SERIAL_SHARE * len(texts)
    return None if few or numbers != list(range(1, len(numbers) + 1)) else column


def note_serial(table: Table, heading: str) -> Finding:
    """Return the note on a column of serial numbers."""
    problem = Words("是 1、2、3……的序号，不作编号", "counts 1, 2, 3, ...: no ids")
    remedy = Words(
        f"如确为编号，请用 --map {heading}=id", f"if they are ids, say --map {heading}=id"
    )
    return finding(
        "serial", "note", Place(table.file, table.sheet, None, heading), "", problem, remedy
    )
