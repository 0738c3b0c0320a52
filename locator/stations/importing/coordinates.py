"""Positions from cells: degrees as they are, and the slips that can be seen and repaired."""

from __future__ import annotations

import math
import re
import unicodedata
from typing import NamedTuple

# Where only one reading is possible: China's longitudes and latitudes do not overlap.
_LON_DEG, _LAT_DEG = (73.0, 136.0), (3.0, 54.0)
_PLAIN = re.compile(r"[-+]?[0-9]{1,3}(?:\.[0-9]*)?")
_DIGITS = re.compile(r"[0-9]{5,17}")
_MARKS = re.compile(r"东经|北纬|经度|纬度|[en:]", re.IGNORECASE)
_DMS = re.compile(
    r"([0-9]{1,3})[°º度d]\s*([0-9]{1,2}(?:\.[0-9]+)?)[′'’‘分m]"
    r"(?:\s*([0-9]{1,2}(?:\.[0-9]+)?)(?:[″\"”“秒s]|''|′′)?)?"
)
_SPLIT = re.compile(r"[,;/|、]+|\s+")


class Degrees(NamedTuple):
    """A number of degrees, and by which repair it was found: empty, `dms` or `decimal_point`."""

    value: float
    repair: str = ""


class Position(NamedTuple):
    """Degrees in the table's datum, and the repairs that led to them, none where it was plain."""

    lon: float
    lat: float
    repairs: tuple[str, ...] = ()


def read_position(lon: object, lat: object) -> Position | None:
    """Return the position of two cells, or None where no reading makes sense.

    >>> read_position("113.65", 34.76)
    Position(lon=113.65, lat=34.76, repairs=())
    >>> read_position("34°45′36″", "113665412")
    Position(lon=113.665412, lat=34.76, repairs=('decimal_point', 'dms', 'swapped'))
    """
    east, north = read_degrees(lon), read_degrees(lat)
    if (
        east is None
        or north is None
        or not (math.isfinite(east.value) and math.isfinite(north.value))
    ):
        return None
    if _within(east.value, _LAT_DEG) and _within(north.value, _LON_DEG):
        repairs = {east.repair, north.repair, "swapped"} - {""}
        return Position(north.value, east.value, tuple(sorted(repairs)))
    if not (abs(east.value) <= 180 and abs(north.value) <= 90) or (east.value == north.value == 0):
        return None
    repairs = {east.repair, north.repair} - {""}
    return Position(east.value, north.value, tuple(sorted(repairs)))


def read_pair(cell: object, *, lat_first: bool = False) -> Position | None:
    """Return the position of one cell with both numbers, longitude first unless told otherwise.

    >>> read_pair("东经113°39′，北纬34°45′36″")
    Position(lon=113.65, lat=34.76, repairs=('dms',))
    """
    text = _plain(cell).strip("()[] ")
    sexagesimal = list(_DMS.finditer(text))
    if len(sexagesimal) == 2:
        halves = [match[0] for match in sexagesimal]
    else:
        halves = [part for part in _SPLIT.split(text) if part]
    if len(halves) != 2:
        return None
    first, second = halves
    return read_position(second, first) if lat_first else read_position(first, second)


def read_degrees(cell: object) -> Degrees | None:
    """Return the degrees of a cell: plain, in degrees and minutes, or lacking a decimal point."""
    if isinstance(cell, bool) or cell is None:
        return None
    if isinstance(cell, (int, float)):
        value = float(cell)
        if abs(value) <= 180:
            return Degrees(value)
        lacks_point = value.is_integer()
        return _pointed(str(int(value))) if lacks_point else Degrees(value)
    text = _plain(cell)
    if _PLAIN.fullmatch(text):
        return Degrees(float(text))
    match = _DMS.search(text)
    return _from_bare(text) if match is None else _from_minutes(match)


def _from_minutes(match: re.Match[str]) -> Degrees | None:
    minutes, seconds = float(match[2]), float(match[3] or 0)
    if minutes >= 60 or seconds >= 60:
        return None
    return Degrees(round(int(match[1]) + minutes / 60 + seconds / 3600, 8), "dms")


def _from_bare(text: str) -> Degrees | None:
    """Return the degrees of a text such as 东经113.65° or 113665412."""
    bare = _MARKS.sub("", text).replace(" ", "").rstrip("°º度")
    return Degrees(float(bare)) if _PLAIN.fullmatch(bare) else _pointed(bare)


def _pointed(digits: str) -> Degrees | None:
    """Return digits with a decimal point where China's degrees have it, if one place does."""
    if not _DIGITS.fullmatch(digits):
        return None
    for before, allowed in ((3, _LON_DEG), (2, _LAT_DEG), (2, _LON_DEG)):
        value = float(digits[:before] + "." + digits[before:])
        if _within(value, allowed):
            return Degrees(value, "decimal_point")
    return None


def _plain(cell: object) -> str:
    text = str(cell)
    if text.isascii():
        return text.strip()
    marked = unicodedata.normalize("NFKC", text.replace("″", '"'))
    return marked.replace("。", ".").strip()


def _within(value: float, bounds: tuple[float, float]) -> bool:
    return bounds[0] <= value <= bounds[1]
