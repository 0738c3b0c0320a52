"""Time spans of a day, in minutes since its midnight; past 1,440 they run into the next day."""

from __future__ import annotations

import re
from typing import NamedTuple

DAY = 1440
TWO_DAYS = 2 * DAY

_EVENT = r"\(?(?:dawn|sunrise|sunset|dusk)(?:[+-]\d\d:\d\d\))?"
_SPAN = re.compile(
    rf"(?P<start>\d\d:\d\d|{_EVENT})"
    rf"(?:-(?P<end>\d\d:\d\d|{_EVENT}))?(?P<open_end>\+)?(?:/\d\d:\d\d)?"
)


class Span(NamedTuple):
    """A span `[start, end)` in minutes of the day it begins on; `end` is at most 2,880.

    `certain` is False where the text leaves the time open: a sun event, an open end. `why` then
    tells which.
    """

    start: int
    end: int
    certain: bool = True
    why: str = ""


def read_spans(text: str) -> tuple[Span, ...]:
    """Read the time spans of one rule in canonical OSM form.

    >>> read_spans("22:00-02:00,12:00+")
    (Span(start=1320, end=1560, certain=True, why=''), Span(start=720, end=1440, certain=False, why='open_end'))
    """  # noqa: E501
    return tuple(span for found in _SPAN.finditer(text) for span in _spans_of(found))


def _spans_of(found: re.Match[str]) -> list[Span]:
    """Turn one match into spans.

    Where the sun rises and sets is not known here, so a span that begins or ends with the sun is
    uncertain from, or up to, midnight: it may never be shown as open nor as closed.
    """
    start, end = _minutes(found["start"]), _minutes(found["end"] or "24:00")
    if start is None or end is None:
        return [Span(start or 0, end if end and end > (start or 0) else DAY, False, "sun")]
    if end <= start:
        end += DAY
    if not found["open_end"]:
        return [Span(start, end)]
    if not found["end"]:
        return [Span(start, DAY, False, "open_end")]
    return [Span(start, end), Span(end, max(DAY, min(end + 1, TWO_DAYS)), False, "open_end")]


def _minutes(text: str) -> int | None:
    """Return the minutes of HH:MM, or None for a sun event."""
    if not text[0].isdigit():
        return None
    hours, minutes = text.split(":")
    return int(hours) * 60 + int(minutes)
