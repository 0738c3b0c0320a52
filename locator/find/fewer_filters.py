"""Which single filter to drop where, with all of them, no station is within reach."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from locator.find.nearest import find_nearest
from locator.stations.selection import OPEN

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from locator.find.nearest import Travel
    from locator.geo.points import LonLat
    from locator.stations.station_set import StationSet


@dataclass(frozen=True, slots=True)
class Drop:
    """A filter to drop, and how far the nearest station then is.

    `parameter` is `kind`, `service` or `open`. A station is of one kind, so all kinds go at once:
    their `words` are several.
    """

    parameter: str
    words: tuple[str, ...]
    distance_m: float


def suggest_drops(
    stations: StationSet,
    where: LonLat,
    *,
    kinds: Collection[str] = (),
    services: Collection[str] = (),
    at: datetime | None = None,
    open: str = "any",  # noqa: A002  # the design's name
    travel: Travel | str | None = None,
    max_distance_m: float | None = None,
) -> list[Drop]:
    """Return the single filters without which a station is within reach, the nearest first.

    Parameters
    ----------
    kinds, services, at, open, travel, max_distance_m
        As `find_nearest` takes them.

    Raises
    ------
    ParameterError
        As `find_nearest` does.
    """
    tries: list[tuple[str, tuple[str, ...], Collection[str], Collection[str], str]] = []
    if kinds:
        tries.append(("kind", tuple(kinds), (), services, open))
    for word in services:
        others = [service for service in services if service != word]
        tries.append(("service", (word,), kinds, others, open))
    if OPEN.check(open) != "any":
        tries.append(("open", (open,), kinds, services, "any"))
    drops = []
    for parameter, words, left_kinds, left_services, left_open in tries:
        nearest = find_nearest(
            stations,
            where,
            1,
            kinds=left_kinds,
            services=left_services,
            at=at,
            open=left_open,
            travel=travel,
            max_distance_m=max_distance_m,
        )
        drops += [Drop(parameter, words, neighbour.distance_m) for neighbour in nearest]
    return sorted(drops, key=lambda drop: drop.distance_m)
