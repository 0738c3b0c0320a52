"""Lists as text: CSV and TSV, in UTF-8, UTF-16 or GB18030."""

from __future__ import annotations

import codecs
import csv
from itertools import islice
from typing import TYPE_CHECKING, Any

from locator.language import phrase
from locator.stations.importing.sheet import Row, Table
from locator.stations.writing.atomic import FileError
from locator.stations.writing.xlsx import LONGEST_CELL, MOST_CELLS, MOST_ROWS, damaged, too_large

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_CHUNK_BYTES = 1 << 20
_DELIMITERS = (",", "\t", ";")
_LINES_LOOKED_AT = 20
_BLOCK_ROWS = 10_000


def read_text_table(path: Path) -> Table:
    """Read a delimited text file.

    The encoding is found by trial, as each of those tried refuses most of what is not in it: a
    byte order mark, strict UTF-8, then strict GB18030. The delimiter is the one of comma, tab and
    semicolon that the first lines have most of.

    Raises
    ------
    FileError
        If it is no text, or has a cell that no list has.
    """
    encoding = encoding_of(path)
    delimiter = _delimiter_of(path, encoding)
    try:
        with path.open(encoding=encoding, newline="") as file:
            rows = _rows(csv.reader(file, delimiter=delimiter), path)
    except csv.Error as error:
        if "field larger" in str(error):
            raise FileError(
                path,
                phrase("importing.cell_over_characters", longest_cell=LONGEST_CELL),
                phrase("importing.look_quotation_mark_missing"),
            ) from error
        raise damaged(path, phrase("importing.no_csv", error=error)) from error
    return Table(path, "", rows, encoding=encoding, delimiter=delimiter)


def _rows(reader: Iterator[list[Any]], path: Path) -> list[Row]:
    """Return rows as long as they can be a list's: a file of empty lines is many times its size."""
    rows: list[Row] = []
    cells = 0
    while block := list(islice(reader, _BLOCK_ROWS)):
        rows += block
        cells += sum(map(len, block))
        if cells > MOST_CELLS or len(rows) > MOST_ROWS:
            raise too_large(
                path,
                phrase("importing.over_rows_cells", most_rows=MOST_ROWS, most_cells=MOST_CELLS),
            )
    return rows


def encoding_of(path: Path) -> str:
    """Return the encoding of a text file, by trial."""
    with path.open("rb") as file:
        head = file.read(4)
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        candidates: tuple[str, ...] = ("utf-16",)
    else:
        candidates = ("utf-8-sig", "gb18030")
    for encoding in candidates:
        bad_at = _first_bad_byte(path, encoding)
        if bad_at is None:
            return encoding
        if encoding == "utf-8-sig" and bad_at >= path.stat().st_size - 3:
            raise damaged(path, phrase("importing.breaks_off_middle_character"))
    raise damaged(
        path,
        phrase("importing.no_text_utf_8_utf"),
    )


def _first_bad_byte(path: Path, encoding: str) -> int | None:
    """Return where decoding fails, near enough, or None if all of it is text."""
    decoder = codecs.getincrementaldecoder(encoding)()
    done = 0
    with path.open("rb") as file:
        while True:
            chunk = file.read(_CHUNK_BYTES)
            try:
                text = decoder.decode(chunk, final=not chunk)
            except UnicodeDecodeError as error:
                return done + error.start
            if "\0" in text:
                return done
            if not chunk:
                return None
            done += len(chunk)


def _delimiter_of(path: Path, encoding: str) -> str:
    with path.open(encoding=encoding, newline="") as file:
        lines = file.read(64 * 1024).splitlines()[:_LINES_LOOKED_AT]
    return max(_DELIMITERS, key=lambda mark: sum(line.count(mark) for line in lines))
