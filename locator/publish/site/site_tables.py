"""Stations as columns: the smallest of a few plain forms for each, read by `offline/table.js`.

JSON without compression is what every browser opens from disk at once. A province's names and ids
share most of their beginnings, and most properties have few values, so columns take a fifth of
what the same stations take as GeoJSON.

What a day is worth is decided here alone; `offline/hours.js` only looks it up. Texts have a few
dozen distinct days, and the order in which these follow each other is the same for many texts, so
that a year of hours of a whole province takes a few kilobytes.

Opening hours for scripts: each day's intervals, written out through the published calendar.
"""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

from locator.geo.datum import convert
from locator.stations.hours.evaluation import HORIZON_DAYS
from locator.stations.services import SERVICES
from locator.stations.station import PROPERTIES

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from locator.stations.hours import Calendar, OpeningHours
    from locator.stations.hours.timeline import Timeline
    from locator.stations.station import Station
    from locator.stations.station_set import StationSet


# Codes are characters from this one on, so that none needs an escape but the backslash.
FIRST_CODE = 35
MOST_CODES = 5_000
# Positions are usually given to six decimals, a decimetre; then whole numbers hold them exactly.
SCALE = 1_000_000
_LONGEST_SHARED = 200
_LAST_OF_ONE_UNIT = "\uffff"
_BITS = {key: 1 << bit for bit, key in enumerate(SERVICES)}
_APART = ("id", "services")


def station_columns(stations: StationSet) -> dict[str, object]:
    """Return a set as columns.

    Returns
    -------
    dict
        `count`; `id`, front-coded; `properties`, a column for each listed property that any
        station has; `services`, bits in the order of SERVICES; `lon` and `lat`, WGS 84; and
        `moved`, for stations that may be led to, what the datums of map applications add.
    """
    listed = stations.stations
    known = [station.properties() for station in listed]
    columns = {}
    for name in PROPERTIES:
        values = [properties.get(name) for properties in known]
        if name not in _APART and any(value is not None for value in values):
            columns[name] = column(values)
    return {
        "count": len(listed),
        "id": front_coded([station.id for station in listed]),
        "properties": columns,
        "services": [sum(_BITS[key] for key in station.services) for station in listed],
        "service_order": _orders(listed),
        "lon": degrees(stations.lon),
        "lat": degrees(stations.lat),
        "moved": moved(stations),
    }


def column(values: Sequence[object]) -> dict[str, object]:
    """Return a column in the form that is shortest as JSON.

    Notes
    -----
    `{"all": v}`; `{"some": [[position, v], …]}`, the others null; `{"values": […], "codes": "…"}`,
    a character a station; `{"front": "…"}` for texts, see `front_coded`; `{"list": […]}`.
    """
    distinct = list(dict.fromkeys(values))
    if len(distinct) == 1:
        return {"all": distinct[0]}
    forms: list[dict[str, object]] = [
        {"list": list(values)},
        {"some": [[i, value] for i, value in enumerate(values) if value is not None]},
    ]
    if len(distinct) <= MOST_CODES:
        numbers = {value: chr(FIRST_CODE + n) for n, value in enumerate(distinct)}
        codes = "".join(numbers[value] for value in values)
        forms.append({"values": distinct, "codes": codes})
    if all(isinstance(value, str) and "\n" not in value for value in values):
        forms.append({"front": front_coded([str(value) for value in values])})
    return min(forms, key=_length)


def front_coded(texts: Sequence[str]) -> str:
    r"""Return texts a line each: the number of characters shared with the one before, and the rest.

    The number is a character, counted from FIRST_CODE on. One text is read in no time; a script
    takes it apart when it first needs it. Scripts count in units of UTF-16, so nothing from the
    first character on that takes two of them is shared.

    Examples
    --------
    >>> front_coded(["a-17", "a-18", "b"])
    '#a-17\n&8\n#b'
    """
    coded, before = [], ""
    for text in texts:
        shared = _shared(before, text)
        coded.append(chr(FIRST_CODE + shared) + text[shared:])
        before = text
    return "\n".join(coded)


def degrees(values: NDArray[np.float64]) -> dict[str, object]:
    """Return degrees so that a script gets the same doubles back.

    Whole steps of a millionth of a degree, each as its difference from the one before, where these
    are exact: the quotient of two whole numbers is rounded as the decimal is. Else as they are.
    """
    steps = [round(value * SCALE) for value in values.tolist()]
    if any(step / SCALE != value for step, value in zip(steps, values.tolist(), strict=True)):
        return {"list": values.tolist()}
    return {"steps": [b - a for a, b in zip([0, *steps], steps, strict=False)]}


def moved(stations: StationSet) -> dict[str, list[int]]:
    """Return what GCJ-02 and BD-09 add to the positions of stations that are not modelled.

    In millionths of a degree of what links to map applications carry, six decimals: `of` holds
    positions in the set, the others a lon and a lat for each.
    """
    at = [i for i, station in enumerate(stations) if station.position != "modelled"]
    shifts: dict[str, list[int]] = {"of": at, "gcj02": [], "bd09": []}
    for datum in ("gcj02", "bd09"):
        lons, lats = convert(stations.lon[at], stations.lat[at], "wgs84", datum)
        for i, lon, lat in zip(at, lons.tolist(), lats.tolist(), strict=True):
            here = stations[i].where
            shifts[datum] += [
                _step(lon) - round(here.lon * SCALE),
                _step(lat) - round(here.lat * SCALE),
            ]
    return shifts


def _step(value: float) -> int:
    """Return millionths of a degree, rounded as the links' six decimals are."""
    return round(float(f"{value:.6f}") * SCALE)


def _orders(stations: Sequence[Station]) -> list[list[object]]:
    """Return the services of those stations that list them in another order than the table."""
    order = {key: n for n, key in enumerate(SERVICES)}
    return [
        [i, [order[key] for key in station.services]]
        for i, station in enumerate(stations)
        if list(station.services) != sorted(set(station.services), key=order.__getitem__)
    ]


def _shared(a: str, b: str) -> int:
    longest = min(len(a), len(b), _LONGEST_SHARED)
    return next((n for n in range(longest) if a[n] != b[n] or a[n] > _LAST_OF_ONE_UNIT), longest)


def _length(form: dict[str, object]) -> int:
    return len(json.dumps(form, ensure_ascii=False).encode())


# Scripts count days from here.
EPOCH = date(1970, 1, 1).toordinal()
_LEAST_DAYS = 366


def last_day(calendar: Calendar, first: date) -> date:
    """Return the day until which hours are written out.

    A year beyond the published calendar, whose rule for unpublished years says what is uncertain;
    at least a year from the first day on.
    """
    published = calendar.published_years
    following = date((published[-1] if published else first.year) + 1, 12, 31)
    return max(following, date.fromordinal(first.toordinal() + _LEAST_DAYS))


def hours_table(
    texts: Sequence[OpeningHours], calendar: Calendar, first: date, last: date
) -> dict[str, object]:
    """Return the days of each text, from `first` to `last`.

    Parameters
    ----------
    texts
        Compiled hours, in the order by which stations name them.
    calendar
        That of the hours; it tells which holiday a day belongs to.
    first, last
        The days for which states can be told. Days are written out for 366 more, since that is how
        far ahead the next change of a state is looked for.

    Returns
    -------
    dict
        `first` and `last` as days since 1970-01-01; `courses`, each a list of pieces
        `[minute, state, code, day, comment]`, the last two left out where they are 0 and empty;
        `patterns`, texts with a character a day; `texts`, each `[pattern, [course of each
        character]]`; `codes`; and `holidays`, `[day, key]`.
    """
    book = _Book()
    start, end = first.toordinal(), last.toordinal() + HORIZON_DAYS
    rows = [book.text(hours, start, end) for hours in texts]
    holidays = [
        [ordinal - EPOCH, key]
        for ordinal in range(start - 1, end + 1)
        if (key := calendar.day_at(ordinal).holiday) is not None
    ]
    return {
        "first": start - EPOCH,
        "last": last.toordinal() - EPOCH,
        "codes": list(book.codes),
        "courses": [list(map(list, course)) for course in book.courses],
        "patterns": list(book.patterns),
        "texts": rows,
        "holidays": holidays,
    }


class _Book:
    """Numbers what comes up, each thing once, in the order in which it comes up."""

    def __init__(self) -> None:
        self.codes: dict[str, int] = {}
        self.courses: dict[tuple[tuple[int | str, ...], ...], int] = {}
        self.patterns: dict[str, int] = {}

    def text(self, hours: OpeningHours, start: int, end: int) -> list[object]:
        own: dict[int, int] = {}
        letters = []
        for ordinal in range(start, end + 1):
            course = self._course(hours.day_timeline(ordinal))
            letters.append(chr(FIRST_CODE + own.setdefault(course, len(own))))
        pattern = "".join(letters)
        return [self.patterns.setdefault(pattern, len(self.patterns)), list(own)]

    def _course(self, pieces: Timeline) -> int:
        rows: list[tuple[int | str, ...]] = []
        for minute, mark in pieces:
            code = self.codes.setdefault(mark.code, len(self.codes))
            row: tuple[int | str, ...] = (minute, mark.state, code)
            if mark.comment:
                row = (*row, mark.day, mark.comment)
            elif mark.day:
                row = (*row, mark.day)
            rows.append(row)
        return self.courses.setdefault(tuple(rows), len(self.courses))
