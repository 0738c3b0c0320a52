"""The stations that an OGC items request selects, a page at a time, ordered by id.

A page begins after an id, not at a count: stations that come or go between two requests make no
other one appear twice or not at all. The parameters follow OGC API - Features 1.0: `bbox` in
degrees, `datetime` as days of China's calendar that an instant or an interval touches, and the
properties by which items are filtered, from one table for requests and documents.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from locator.errors import ParameterError
from locator.find.geojson import FeatureEncoder
from locator.geo.boxes import parse_box
from locator.language import phrase
from locator.parameters import OneOf, Parameter, Parsed, SomeOf, Whole
from locator.publish.ogc.ogc_collections import CRS84
from locator.stations.checking import ID_PATTERN
from locator.stations.kinds import KINDS
from locator.stations.selection import Selection
from locator.stations.station import POSITION_QUALITIES, STATUSES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from numpy.typing import NDArray

    from locator.geo.boxes import LonLatBox
    from locator.publish.ogc.ogc_collections import Collection
    from locator.stations.station_set import StationSet


DEFAULT_LIMIT, MAX_LIMIT = 100, 10_000
_BEFORE_ALL, _AFTER_ALL = 0, 4_000_000  # ordinals: year 9999 ends at 3,652,059


@dataclass(frozen=True, slots=True)
class ItemsQuery:
    """What is asked for.

    Parameters
    ----------
    collection
        Where from.
    box
        A station must lie in it or on its edge.
    days
        A station must be valid on one of these days; one without dates is valid always.
    kinds, services, statuses
        As in a Selection; no statuses means of any.
    equal
        Properties that must have exactly one of these values.
    after
        The id after which the page begins.
    limit
        How many at most.
    """

    collection: Collection
    box: LonLatBox | None = None
    days: Days | None = None
    kinds: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    equal: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    after: str = ""
    limit: int = DEFAULT_LIMIT


@dataclass(frozen=True, slots=True)
class Page:
    """Positions in the set of a page's stations, how many match in all, and where to go on.

    `next_after` is the id after which the next page begins; None on the last. `sample` tells
    whether modelled stations are among those that match.
    """

    positions: list[int]
    matched: int
    sample: bool
    next_after: str | None


class Items:
    """What is computed once for a set, so that pages are cheap."""

    def __init__(self, stations: StationSet) -> None:
        self.stations = stations
        # Without `more`: a served station has the listed properties and no others.
        self.encoder = FeatureEncoder(stations)
        self._order = np.array(sorted(range(len(stations)), key=lambda i: stations[i].id), int)
        self._ids = [stations[i].id for i in self._order.tolist()]
        self._first = np.array(
            [s.valid_from.toordinal() if s.valid_from else _BEFORE_ALL for s in stations], int
        )
        self._last = np.array(
            [s.valid_to.toordinal() if s.valid_to else _AFTER_ALL for s in stations], int
        )

        self._modelled = np.array([s.position == "modelled" for s in stations], bool)

    def page(self, query: ItemsQuery) -> Page:
        """Return a page of the stations that match."""
        ranks = np.flatnonzero(self._mask(query)[self._order])
        if query.equal:
            ranks = np.array([r for r in ranks.tolist() if self._equals(r, query)], np.int64)
        start = int(np.searchsorted(ranks, bisect_right(self._ids, query.after)))
        chosen = ranks[start : start + query.limit]
        more = start + query.limit < len(ranks)
        return Page(
            self._order[chosen].tolist(),
            len(ranks),
            bool(self._modelled[self._order[ranks]].any()),
            self._ids[chosen[-1]] if more else None,
        )

    def members(self, collection: Collection) -> NDArray[np.int64]:
        """Return the positions of a collection's stations."""
        return np.flatnonzero(self._mask(ItemsQuery(collection)))

    def interval(self, collection: Collection) -> tuple[int | None, int | None]:
        """Return a collection's first and last day as ordinals; None where a station has none."""
        members = self.members(collection)
        if not len(members):
            return None, None
        first, last = int(self._first[members].min()), int(self._last[members].max())
        return first or None, None if last == _AFTER_ALL else last

    def _mask(self, query: ItemsQuery) -> NDArray[np.bool_]:
        mask = self._selected(query.collection.kinds, query.services, query.statuses)
        if query.kinds:
            mask = mask & self._selected(query.kinds, (), ())
        if query.box is not None:
            mask = mask & query.box.contains(self.stations.lon, self.stations.lat)
        if query.days is not None:
            first, last = query.days
            if last is not None:
                mask = mask & (self._first <= last)
            if first is not None:
                mask = mask & (first <= self._last)
        return mask

    def _selected(
        self, kinds: tuple[str, ...], services: tuple[str, ...], statuses: tuple[str, ...]
    ) -> NDArray[np.bool_]:
        return self.stations.mask(Selection.of(kinds, services, statuses or STATUSES))

    def _equals(self, rank: int, query: ItemsQuery) -> bool:
        station = self.stations[int(self._order[rank])]
        return all(getattr(station, name) in values for name, values in query.equal.items())


@lru_cache(2)
def items_of(stations: StationSet) -> Items:
    """Return the items of a set, made when first asked for."""
    return Items(stations)


# RFC 3339; a plus sign that was not encoded arrives as a blank. A date alone means its whole day.
_MOMENT = re.compile(
    r"(\d{4}-\d\d-\d\d)(?:[Tt](\d\d:\d\d:\d\d)(?:\.\d+)?([Zz]|[+\- ]\d\d:\d\d)?)?", re.ASCII
)
_OPEN_ENDS = ("", "..")
_CHINA = timedelta(hours=8)
_ALLOWED = phrase("ogc.allowed")


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


LONGEST_VALUE = 200


def _one_text(name: str) -> Parameter[tuple[str, ...]]:
    """Return a filter by one text of any words."""
    allowed = phrase("values.characters", shortest=1, longest=LONGEST_VALUE)

    def read(text: str, _now: datetime) -> tuple[str, ...]:
        if not 0 < len(text) <= LONGEST_VALUE:
            raise ParameterError(name, text, allowed)
        return (text,)

    described = (("type", "string"), ("maxLength", LONGEST_VALUE))
    return Parameter(
        name, Parsed(read, allowed, described), (), words=f"{name}_of_items", listed=True
    )


def _some_of(name: str, words: Iterable[str]) -> Parameter[tuple[str, ...]]:
    return Parameter(name, SomeOf(tuple(words)), (), words=f"{name}_of_items")


# By a property of that name: equal to one of the values given.
FILTERS: dict[str, Parameter[tuple[str, ...]]] = {
    parameter.name: parameter
    for parameter in (
        _some_of("kind", KINDS),
        _some_of("status", STATUSES),
        _some_of("position", POSITION_QUALITIES),
        *map(_one_text, ("adcode", "name", "operator", "part_of", "source")),
    )
}


@dataclass(frozen=True)
class _Limit(Whole):
    """A number of items: one above the greatest counts as the greatest, as the standard has it."""

    def parse(self, name: str, text: str, _now: datetime | None = None) -> int:
        return min(Whole(self.low).parse(name, text), self.high)


_BOX = phrase("ogc.box")
_AFTER = phrase("ogc.after")
_FOUR_OR_SIX = (
    ("type", "array"), ("items", {"type": "number"}), ("minItems", 4), ("maxItems", 6),
)  # fmt: skip


def parse_items_box(text: str) -> LonLatBox:
    """Return a box of four numbers, or of six: stations have no height, so heights don't count.

    Raises
    ------
    ParameterError
        If it is none.
    """
    parts = text.split(",")
    if len(parts) != 6:
        return parse_box(text)
    try:
        low, high = float(parts[2]), float(parts[5])
    except ValueError as error:
        raise ParameterError("bbox", text, _BOX) from error
    if not -math.inf < low <= high < math.inf:
        raise ParameterError("bbox", text, _BOX)
    try:
        return parse_box(",".join(parts[:2] + parts[3:5]))
    except ParameterError as error:
        raise ParameterError("bbox", text, _BOX) from error


def _parse_after(text: str, _now: datetime) -> str:
    if not ID_PATTERN.fullmatch(text):
        raise ParameterError("after", text, _AFTER)
    return text


ITEMS_LIMIT: Parameter[int] = Parameter("limit", _Limit(1, MAX_LIMIT), DEFAULT_LIMIT, listed=True)
ITEMS_BBOX: Parameter[LonLatBox] = Parameter(
    "bbox",
    Parsed(lambda text, _now: parse_items_box(text), _BOX, _FOUR_OR_SIX),
    example=[113.4, 34.6, 113.9, 34.9],
    words="box_of_items",
)
DATETIME: Parameter[Days] = Parameter(
    "datetime",
    Parsed(lambda text, _now: parse_days(text), _ALLOWED),
    example="2026-07-01T00:00:00Z/..",
    listed=True,
)
CRS: Parameter[str] = Parameter("crs", OneOf((CRS84,)), CRS84, listed=True)
BBOX_CRS = CRS.but(name="bbox-crs")
AFTER: Parameter[str] = Parameter(
    "after",
    Parsed(_parse_after, _AFTER, (("type", "string"), ("pattern", f"^{ID_PATTERN.pattern}$"))),
)
