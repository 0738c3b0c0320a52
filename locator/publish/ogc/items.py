"""Which stations an items request selects, a page at a time, in the order of their ids.

A page begins after an id, not at a count: stations that come or go between two requests make no
other one appear twice or not at all.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from locator.find.geojson import FeatureEncoder
from locator.stations.selection import Selection
from locator.stations.station import STATUSES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from locator.geo.boxes import LonLatBox
    from locator.publish.ogc.collections import Collection
    from locator.publish.ogc.days import Days
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

    def page(self, asked: ItemsQuery) -> Page:
        """Return a page of the stations that match."""
        ranks = np.flatnonzero(self._mask(asked)[self._order])
        if asked.equal:
            ranks = np.array([r for r in ranks.tolist() if self._equals(r, asked)], np.int64)
        start = int(np.searchsorted(ranks, bisect_right(self._ids, asked.after)))
        chosen = ranks[start : start + asked.limit]
        more = start + asked.limit < len(ranks)
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

    def _mask(self, asked: ItemsQuery) -> NDArray[np.bool_]:
        mask = self._selected(asked.collection.kinds, asked.services, asked.statuses)
        if asked.kinds:
            mask = mask & self._selected(asked.kinds, (), ())
        if asked.box is not None:
            mask = mask & asked.box.contains(self.stations.lon, self.stations.lat)
        if asked.days is not None:
            first, last = asked.days
            if last is not None:
                mask = mask & (self._first <= last)
            if first is not None:
                mask = mask & (first <= self._last)
        return mask

    def _selected(
        self, kinds: tuple[str, ...], services: tuple[str, ...], statuses: tuple[str, ...]
    ) -> NDArray[np.bool_]:
        return self.stations.mask(Selection.of(kinds, services, statuses or STATUSES))

    def _equals(self, rank: int, asked: ItemsQuery) -> bool:
        station = self.stations[int(self._order[rank])]
        return all(getattr(station, name) in values for name, values in asked.equal.items())


@lru_cache(2)
def items_of(stations: StationSet) -> Items:
    """Return the items of a set, made when first asked for."""
    return Items(stations)
