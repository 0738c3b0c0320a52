"""The texts of shapefiles: in an encoding that is told or not, headings cut to ten bytes."""

from __future__ import annotations

import codecs
import re
from itertools import chain
from typing import TYPE_CHECKING

import pyogrio

from locator.stations.importing.aliases import ALIASES
from locator.stations.importing.headings import plain_heading
from locator.stations.importing.personal import PERSONAL_HEADING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import geopandas

# Every byte is a character of it: what GDAL reads so can be decoded again. GDAL itself would take
# halves of characters for whole ones.
_BYTES = "ISO-8859-1"
_HEADING_BYTES = 10
# What Python says of a character that has not all of its bytes.
_CUT = ("unexpected end of data", "incomplete multibyte sequence")
# GDAL's number behind a heading that others were cut to, too.
_NUMBERED = re.compile(rb"(.*?)(_[0-9]{1,2})?", re.DOTALL)
_GUESSES = ("utf-8", "gb18030")
# What a .cpg file may call them.
_NAMES = {"936": "gb18030", "54936": "gb18030", "65001": "utf-8", "gb2312": "gb18030"}


def read_shapefile(path: Path) -> geopandas.GeoDataFrame:
    """Read a shapefile, its texts decoded.

    The encoding is the one that the .cpg file beside it names if all of its texts are in it,
    else strict UTF-8, else strict GB18030; a character that the format cut in half at the end of
    a field is left out. Headings that were cut are completed where one field's alias alone
    begins so.

    Raises
    ------
    UnicodeDecodeError
        If its texts are in none of these.
    """
    frame = pyogrio.read_dataframe(path, ENCODING=_BYTES)
    texts = [c for c in frame.columns if c != frame.geometry.name and _holds_texts(frame[c])]
    raw_names = [_split(str(column).encode(_BYTES)) for column in frame.columns]
    values = {column: [_bytes(cell) for cell in frame[column]] for column in texts}
    encoding = _encoding(path, [*(stem for stem, _ in raw_names), *chain(*values.values())])
    for column, cells in values.items():
        frame[column] = [None if cell is None else _decoded(cell, encoding) for cell in cells]
    names: list[str] = []
    for raw, number in raw_names:
        name = _decoded(raw, encoding)
        whole = name + number if number else _completed(name, raw, encoding)
        free = [n for n in (whole, name, f"{name}_{len(names) + 1}") if n not in names]
        names.append(free[0])
    return frame.set_axis(names, axis="columns").set_geometry(names[-1])


def _split(raw: bytes) -> tuple[bytes, str]:
    found = _NUMBERED.fullmatch(raw)
    return (found[1], (found[2] or b"").decode()) if found else (raw, "")


def _holds_texts(cells: object) -> bool:
    return any(isinstance(cell, str) for cell in cells)  # type: ignore[attr-defined]


def _bytes(cell: object) -> bytes | None:
    return cell.encode(_BYTES) if isinstance(cell, str) else None


def _encoding(path: Path, texts: Sequence[bytes | None]) -> str:
    """Return the first encoding that all texts are in."""
    told = _told(path)
    candidates = [name for name in (told, *_GUESSES) if name]
    for encoding in candidates[:-1]:
        try:
            for text in texts:
                _decoded(text or b"", encoding)
        except UnicodeDecodeError:
            continue
        return encoding
    return candidates[-1]


def _told(path: Path) -> str | None:
    """Return the encoding that the .cpg file names, if Python knows it."""
    for ending in (".cpg", ".CPG"):
        try:
            name = path.with_suffix(ending).read_bytes()[:40].decode("ascii", "ignore").strip()
            name = name.lower().removeprefix("ansi ").removeprefix("cp")
            name = _NAMES.get(name, name)
            b"x".decode(name)  # some codecs are of no texts
            return codecs.lookup(name).name
        except (OSError, LookupError, ValueError):
            continue
    return None


def _decoded(text: bytes, encoding: str) -> str:
    """Return a text without the part of a character at its end, if one was cut there."""
    try:
        return text.decode(encoding)
    except UnicodeDecodeError as error:
        if error.reason not in _CUT:
            raise
        return text[: error.start].decode(encoding)


def _completed(name: str, raw: bytes, encoding: str) -> str:
    """Return the whole heading that one of ten bytes was cut from, where only one field has it."""
    # Whoever cuts between characters leaves nine bytes of UTF-8.
    whole_already = len(raw) < _HEADING_BYTES - 1 or plain_heading(name) in _PLAIN
    if whole_already or PERSONAL_HEADING.search(name):
        return name
    whole = [
        (field, alias)
        for field, aliases in ALIASES.items()
        for alias in aliases
        if alias.startswith(name) and len(alias.encode(encoding, "replace")) > _HEADING_BYTES
    ]
    return whole[0][1] if len({field for field, _ in whole}) == 1 else name


_PLAIN = {plain_heading(alias) for aliases in ALIASES.values() for alias in aliases}
