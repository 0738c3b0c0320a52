"""A table as it stands in a file: rows of cells, before anything is understood."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from locator.errors import Words
from locator.stations.writing.atomic import FileError

if TYPE_CHECKING:
    from pathlib import Path

    from locator.geo.datum import Datum

Row = list[object]

# Excel's own limits for a cell; nothing longer is a station's.
LONGEST_CELL = 32_767


@dataclass(slots=True)
class Table:
    """A worksheet, a layer, or a text file's rows.

    Parameters
    ----------
    path
        Its file.
    sheet
        The name of the worksheet or layer; empty where the file is one table.
    rows
        Cells as the file has them: texts, numbers, truth values, dates, None.
    headings
        The columns' names where the format keeps them apart from the rows.
    datum
        What the format says positions are in.
    encoding, delimiter
        Those of a text file.
    titles
        The numbers (from 0) of rows that are merged into one cell.
    row_count
        How many rows there were, once they are let go.
    """

    path: Path
    sheet: str
    rows: list[Row]
    headings: list[str] | None = None
    datum: Datum | None = None
    encoding: str = "utf-8-sig"
    delimiter: str = ","
    titles: frozenset[int] = field(default_factory=frozenset)
    row_count: int = 0

    @property
    def file(self) -> str:
        """Return the file's name without its folder."""
        return self.path.name


def damaged(path: Path, zh: str, en: str) -> FileError:
    """Return the error for a file that is not what its name says, or not whole."""
    return FileError(
        path,
        Words(zh, en),
        Words("请用原程序重新另存后再导入", "save it again from the program that made it"),
    )
