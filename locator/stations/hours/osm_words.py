"""Weekdays, minutes and spans in OSM syntax, and weekdays in Chinese for messages."""

from __future__ import annotations

from locator.stations.hours.grammar import WEEKDAYS
from locator.stations.hours.spans import DAY

_ZH = "一二三四五六日"


def days_osm(days: int, *, holidays: bool = False) -> str:
    """Write weekdays, from their bits, as OSM does.

    >>> days_osm(0b1100111, holidays=True)
    'PH,Mo-We,Sa,Su'
    """
    names = ["PH"] if holidays else []
    for first, last in _runs(days):
        joint = "-" if last - first > 1 else ","
        names.append(WEEKDAYS[first] + (joint + WEEKDAYS[last] if last > first else ""))
    return ",".join(names)


def days_shown(days: int) -> str:
    """Write weekdays, from their bits, in Chinese.

    >>> days_shown(0b1000111)
    '周一至周三、周日'
    """
    names = []
    for first, last in _runs(days):
        joint = "至周" if last - first > 1 else "、周"
        names.append(f"周{_ZH[first]}" + (f"{joint}{_ZH[last]}" if last > first else ""))
    return "、".join(names)


def _runs(days: int) -> list[tuple[int, int]]:
    """Return the first and the last of each run of weekdays, Monday is 0."""
    runs: list[tuple[int, int]] = []
    for day in (day for day in range(7) if days >> day & 1):
        if runs and runs[-1][1] == day - 1:
            runs[-1] = (runs[-1][0], day)
        else:
            runs.append((day, day))
    return runs


def span_osm(start: int, end: int) -> str:
    """Write a span as OSM does; past midnight as 22:00-02:00, or as 14:00-30:00.

    The second where the first might be a slip for the afternoon, and so would not be read again.
    """
    if end > DAY and end - DAY + DAY // 2 <= start:
        end -= DAY
    return f"{clock_osm(start)}-{clock_osm(end)}"


def clock_osm(minute: int) -> str:
    """Write a minute of the day as HH:MM."""
    return f"{minute // 60:02d}:{minute % 60:02d}"
