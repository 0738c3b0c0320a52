"""Hours as Chinese lists write them, or OSM text, into OSM syntax, a note and a status.

Nothing is dropped in silence: every character is a word of hours, a filler that carries none, or
part of the note; else the text is refused and the piece named.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from locator.stations.hours import faults
from locator.stations.hours.arrange import DAYS, TIMES, arrange
from locator.stations.hours.draft import Sheet
from locator.stations.hours.errors import HoursError
from locator.stations.hours.grammar import LONGEST_TEXT, format_osm
from locator.stations.hours.reading import Reading
from locator.stations.hours.seasons import SeasonMonths
from locator.stations.hours.words import split_words

Status = Literal["paused"]

_CHINESE = re.compile(r"[\u3400-\u9fff]")
# Times alone are read as a list's: in OSM 9:00-5:00 is overnight, in a list it is a slip.
_ONLY_TIMES = re.compile(r"(?:(?:[01]?\d|2[0-4]):\d\d|[\s,;-])+")
_LIKE_OSM = re.compile(
    r"\b(?:Mo|Tu|We|Th|Fr|Sa|Su|PH|SH|off|Jan|Feb|Ma[ry]|Apr|Ju[nl]|Aug|Sep|Oct|Nov|Dec)\b"
)
_PAUSED = re.compile(
    "暂停|暂不|停用|停业|暂未|尚未|未开放|未启用|撤销|拆除|已关闭|永久|建设中|筹建"
)
_PAUSED_ALONE = re.compile("搬|迁址|维修|装修|修缮|改造|施工|检修|整修")


@dataclass(frozen=True, slots=True)
class ParsedHours:
    """What a text says.

    Parameters
    ----------
    osm
        Opening hours in OSM syntax; None where the text says none.
    note
        What is no hours, in the text's own words, and what was taken for granted; may be empty.
    status
        `paused` where the text says that the station is; else None.
    """

    osm: str | None
    note: str = ""
    status: Status | None = None


def parse_hours(text: str, seasons: SeasonMonths | None = None) -> ParsedHours:
    """Parse Chinese or OSM opening hours.

    Parameters
    ----------
    text
        At most 500 characters. OSM text is checked and written in normal form.
    seasons
        Which months summer means where the text gives no dates; default May to September.

    Raises
    ------
    HoursError
        With what was not understood.

    Examples
    --------
    >>> parse_hours("周一至周五 8:30-18:00，节假日除外").osm
    'Mo-Fr 08:30-18:00; PH off'
    >>> parse_hours("闭馆")
    ParsedHours(osm=None, note='闭馆', status='paused')
    """
    if not isinstance(text, str) or not text.strip():
        raise HoursError(str(text), faults.EMPTY)
    if len(text) > LONGEST_TEXT:
        raise HoursError(text, faults.too_long(len(text), LONGEST_TEXT))
    in_chinese = _CHINESE.search(re.sub('"[^"]*"', "", text))
    if not in_chinese and not _ONLY_TIMES.fullmatch(text):
        try:
            return ParsedHours(format_osm(text.strip().rstrip("; ")))
        except HoursError as error:
            return _parse_words(text, seasons or SeasonMonths(), error)
    return _parse_words(text, seasons or SeasonMonths(), None)


def _parse_words(text: str, seasons: SeasonMonths, osm_error: HoursError | None) -> ParsedHours:
    """Read a text that is not OSM; where it has no word of hours, OSM's complaint is better."""
    words = split_words(text)
    says_hours = any(word.kind in TIMES | DAYS for word in words)
    if osm_error and (not says_hours or _LIKE_OSM.search(text)):
        raise osm_error
    if not says_hours and any(word.kind == "note" for word in words):
        return _only_note("".join(word.shown for word in words))
    reading = Reading(Sheet(text), seasons)
    reading.read(arrange(words))
    return _result(reading)


def _only_note(note: str) -> ParsedHours:
    """Return a text without hours as a note, such as 搬迁中，恢复时间另行通知."""
    paused = _PAUSED.search(note) or _PAUSED_ALONE.search(note)
    return ParsedHours(None, note, "paused" if paused else None)


def _result(reading: Reading) -> ParsedHours:
    """Return what the reading came to; a text that says neither hours nor a note is refused."""
    sheet = reading.sheet
    osm = sheet.osm() or None
    if reading.all_closed and osm:
        raise HoursError(sheet.text, faults.WHAT_CLOSED, reading.all_closed)
    sheet.note(reading.all_closed)
    note = "；".join(sheet.notes)
    if osm is None and not note:
        raise HoursError(sheet.text, faults.NO_HOURS)
    paused = reading.all_closed or _PAUSED.search(note) or (not osm and _PAUSED_ALONE.search(note))
    return ParsedHours(osm, note, "paused" if paused else None)
