"""Which dates of a year a selector of OSM's grammar picks, as the library sees it."""

from __future__ import annotations

import datetime as dt
import functools

import opening_hours


@functools.lru_cache(maxsize=8_192)
def _dates_in_year(selector: str, year: int) -> frozenset[int]:
    """Return the ordinals of the year's dates that the selector picks."""
    hours = opening_hours.OpeningHours(
        f"{selector} 00:00-24:00", auto_country=False, auto_timezone=False
    )
    # The library reckons in local time, without a zone.
    first = dt.datetime(year, 1, 1)  # noqa: DTZ001
    last = dt.datetime(year, 12, 31, 23, 59)  # noqa: DTZ001
    picked: set[int] = set()
    for start, end, state, _ in hours.intervals(first, last):
        if state == opening_hours.State.OPEN:
            # The last interval ends at 23:59 of the last day, which is in.
            past = end.toordinal() + (end.time() != dt.time())
            picked.update(range(start.toordinal(), past))
    return frozenset(picked)


def picks(selector: str, ordinal: int) -> bool:
    """Tell whether a season or weekday selector picks a date, given by its ordinal.

    >>> picks("May-Sep", dt.date(2026, 9, 30).toordinal())
    True
    """
    return ordinal in _dates_in_year(selector, dt.date.fromordinal(ordinal).year)
