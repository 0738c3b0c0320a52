"""Hours as lists write them: each distinct text is read once."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from locator.errors import Words
from locator.stations.hours import HoursError, OpeningHours, parse_hours


class ReadHours(NamedTuple):
    """What a text of hours says, or why it isn't understood."""

    osm: str | None = None
    note: str = ""
    status: str | None = None
    problem: Words | None = None


@lru_cache(100_000)
def read_hours(text: str) -> ReadHours:
    """Read Chinese or OSM hours.

    >>> read_hours("周一至周五 8:30-18:00").osm
    'Mo-Fr 08:30-18:00'
    """
    try:
        parsed = parse_hours(text)
        if parsed.osm:
            OpeningHours(parsed.osm)
    except HoursError as error:
        return ReadHours(problem=Words(error.in_language("zh"), error.in_language("en")))
    return ReadHours(parsed.osm, parsed.note, parsed.status)
