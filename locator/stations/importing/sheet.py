"""A table as it stands in a file: rows of cells, before anything is understood."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from locator.language import Phrase, phrase
from locator.stations.writing.atomic import FileError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from locator.geo.datum import Datum

Row = list[object]

WORKBOOKS = (".xlsx", ".xlsm", ".xls")
TEXTS = (".csv", ".tsv", ".txt")
LAYERS = (".geojson", ".json", ".gpkg", ".shp", ".kml", ".pbf")


class Remark(NamedTuple):
    """What reading a table has to say of it: a code of `findings.CODES`, the words, the remedy."""

    code: str
    value: str
    problem: Phrase
    remedy: Phrase


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
    merged
        The ranges (top, left, bottom, right; from 0) of merged cells.
    remarks
        What there is to say of how the table was read.
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
    merged: tuple[tuple[int, int, int, int], ...] = ()
    remarks: list[Remark] = field(default_factory=list)
    row_count: int = 0

    @property
    def file(self) -> str:
        """Return the file's name without its folder."""
        return self.path.name

    @property
    def is_text(self) -> bool:
        """Tell whether it is a delimited text file's."""
        return self.path.suffix.lower() in TEXTS


def no_sheet(path: Path, sheet: str, names: Sequence[str]) -> FileError:
    """Return the error for a worksheet or layer that a file lacks."""
    listed = ", ".join(names)
    there = phrase("importing.there", listed=listed)
    none = phrase("importing.none_leave_sheet_out")
    return FileError(
        path,
        phrase("importing.no_worksheet_layer", sheet=sheet),
        there if names else none,
    )
