"""The parameter `datetime`: which days of China's calendar an instant or an interval touches."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import NamedTuple

from locator.errors import ParameterError, Words

# RFC 3339; a plus sign that was not encoded arrives as a blank. A date alone means its whole day.
_MOMENT = re.compile(
    r"(\d{4}-\d\d-\d\d)(?:[Tt](\d\d:\d\d:\d\d)(?:\.\d+)?([Zz]|[+\- ]\d\d:\d\d)?)?", re.ASCII
)
_OPEN_ENDS = ("", "..")
_CHINA = timedelta(hours=8)
_ALLOWED = Words(
    "RFC 3339 时刻、日期，或以斜线分隔的区间，如 2026-06-01T00:00:00Z/..",
    "an RFC 3339 time, a date, or an interval of them such as 2026-06-01T00:00:00Z/..",
)


class Days(NamedTuple):
    """First and last day, as ordinals; both count. None is an open end."""

    first: int | None
    last: int | None


def parse_days(text: str) -> Days:
    """Return the days that a `datetime` touches, in China's time.

    Stations are valid for whole days there, so days tell as much as moments do.

    Raises
    ------
    ParameterError
        If it is neither a time, nor a date, nor an interval with a beginning before its end.

    Examples
    --------
    >>> [date.fromordinal(day).isoformat() for day in parse_days("2026-06-30T16:00:00Z/2026-07-02")]
    ['2026-07-01', '2026-07-02']
    """
    parts = text.split("/")
    if len(parts) > 2 or all(part in _OPEN_ENDS for part in parts):
        raise ParameterError("datetime", text, _ALLOWED)
    try:
        ends = [None if part in _OPEN_ENDS else _seconds(part) for part in parts]
    except ValueError as error:
        raise ParameterError("datetime", text, _ALLOWED) from error
    first, last = ends[0], ends[-1]
    if first is not None and last is not None and first[0] > last[1]:
        raise ParameterError("datetime", text, _ALLOWED)
    return Days(
        None if first is None else first[0] // 86_400, None if last is None else last[1] // 86_400
    )


def _seconds(text: str) -> tuple[int, int]:
    """Return the first and the last second of a time or a date, on China's clock.

    The days of years 1 and 9999 have no room for a shift of zones in Python's own moments.
    """
    match = _MOMENT.fullmatch(text)
    if match is None:
        raise ValueError(text)
    day, clock, zone = match.groups()
    start = date.fromisoformat(day).toordinal() * 86_400
    if clock is None:
        return start, start + 86_399
    # RFC 3339 has leap seconds; they belong to the minute before.
    time = datetime.fromisoformat(f"2000-01-01T{clock.removesuffix(':60')}")
    shift = timedelta() if zone is None else _CHINA - _offset(zone)
    second = start + int((timedelta(hours=time.hour, minutes=time.minute) + shift).total_seconds())
    second += time.second
    return second, second


def _offset(zone: str) -> timedelta:
    if zone in ("Z", "z"):
        return timedelta()
    hours, minutes = int(zone[1:3]), int(zone[4:6])
    if hours > 23 or minutes > 59:
        raise ValueError(zone)
    offset = timedelta(hours=hours, minutes=minutes)
    return -offset if zone[0] == "-" else offset
