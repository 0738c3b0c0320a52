"""Which stations are within reach of which demand: the nearest, any of some, or all of them.

Distances are geodesics in metres. With a moment, the module also selects the stations that count
then, and what the open ones cover.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from locator.errors import ParameterError
from locator.geo.circles import LARGEST_RADIUS_M
from locator.geo.geodesic import ecef_array_m
from locator.geo.index import BulkIndex
from locator.geo.pairs import PairFinder, Pairs
from locator.language import phrase
from locator.parameters import Number, Parameter
from locator.stations.hours import CLOSED
from locator.stations.hours import OPEN as OPEN_STATE
from locator.stations.moments import CHINA
from locator.stations.selection import OPEN, Open

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from numpy.typing import NDArray

    from locator.plan.demand import DemandSet
    from locator.stations.station_set import StationSet

    Floats = NDArray[np.float64]
    Integers = NDArray[np.int64]
    Booleans = NDArray[np.bool_]


RADIUS_M = Parameter("radius_m", Number(0.0, LARGEST_RADIUS_M), 1_000.0)

# What of the planner's questions is answered over HTTP, where others wait meanwhile: the library
# and the commands take more. The largest circles that are drawn:
MOST_AREA_RADIUS_M = 50_000.0
# Every pair of a cell and a station within the radius is looked at.
MOST_CLOCK_RADIUS_M = 10_000.0
# Each candidate's circle is summed up anew as gaps are taken: time grows with the circle's cells.
MOST_GAP_RADIUS_M = 5_000.0
# Smaller circles can't be seen on a map.
LEAST_MAP_RADIUS_M = 50.0

AREA_RADIUS_M = RADIUS_M.but(values=Number(0.0, MOST_AREA_RADIUS_M))
# The union of the circles is what takes longest.
COVERAGE_RADIUS_M = RADIUS_M.but(values=Number(0.0, 20_000.0))
CLOCK_RADIUS_M = RADIUS_M.but(values=Number(0.0, MOST_CLOCK_RADIUS_M))
GAP_RADIUS_M = RADIUS_M.but(values=Number(0.0, MOST_GAP_RADIUS_M))


def nearest_of(
    stations: StationSet,
    members: Integers,
    lon: Floats,
    lat: Floats,
    bounds_m: Sequence[float] = (),
) -> tuple[Integers, Floats]:
    """Return the nearest of some stations to each position: its place in the set, and metres.

    Geodesic distances as `PointIndex.nearest_many` tells them, exact at the bounds; -1 and infinity
    where there are no stations.
    """
    if len(members) == len(stations):
        positions, metres = stations.index.nearest_many(lon, lat, bounds_m=bounds_m)
        return positions[:, 0], metres[:, 0]
    if not len(members):
        return np.full(len(lon), -1, np.int64), np.full(len(lon), np.inf)
    at = stations.lon[members], stations.lat[members]
    positions, metres = BulkIndex(*at, ecef_array_m(*at)).nearest(lon, lat, 1, bounds_m=bounds_m)
    return members[positions[:, 0]], metres[:, 0]


def pairs_within(
    stations: StationSet, members: Integers, lon: Floats, lat: Floats, radius_m: float
) -> Iterator[Pairs]:
    """Yield every pair of a position and one of some stations within `radius_m`, bound included.

    In blocks, by position, then by the station's place in the set; `second` is that place.
    """
    at = stations.lon[members], stations.lat[members]
    for pairs in PairFinder(lon, lat, *at, radius_m).blocks():
        yield Pairs(pairs.first, members[pairs.second])


_NEEDS_AT = phrase("plan.needs_at")
_DATE = phrase("plan.date")


def china_moment(at: datetime) -> datetime:
    """Return a moment in China's time, floored to the minute; without a zone it is that already.

    Raises
    ------
    ParameterError
        If it has no date in China.
    """
    try:
        local = at.replace(tzinfo=CHINA) if at.tzinfo is None else at.astimezone(CHINA)
    except OverflowError as error:
        raise ParameterError("at", at.isoformat(), _DATE) from error
    return local.replace(second=0, microsecond=0)


def accepted(stations: StationSet, moment: datetime | None, open_: Open) -> Booleans:
    """Return which stations count by their state at a moment, shape (n,).

    Raises
    ------
    ParameterError
        For an unknown word, or one that needs a moment and has none.
    """
    if OPEN.check(open_) == "any":
        return np.ones(len(stations), np.bool_)
    if moment is None:
        raise ParameterError("open", open_, _NEEDS_AT)
    states = stations.open_states(moment)
    return np.asarray(states == OPEN_STATE if open_ == "only" else states != CLOSED)


class Near(NamedTuple):
    """The nearest of the stations that count, for each row of demand.

    `members` are the positions of those stations in the set; `nearest` is one of them a row, or
    -1; `covered` tells whether it is within the radius.
    """

    stations: StationSet
    members: Integers
    nearest: Integers
    covered: Booleans

    def covered_by(self, mask: Booleans, demand: DemandSet, radius_m: float) -> Booleans:
        """Return which demand has a station of the mask within the radius, bound included.

        Where the nearest of the stations that count is one of them, the answer is known already;
        and if all of the mask count, what no station covers is not covered by the mask.
        """
        within = np.asarray(self.covered & np.append(mask, False)[self.nearest])  # last: for -1
        members = np.flatnonzero(mask)
        all_count = np.isin(members, self.members, assume_unique=True).all()
        rest = np.flatnonzero(self.covered & ~within if all_count else ~within)
        places = demand.lon[rest], demand.lat[rest]
        metres = nearest_of(self.stations, members, *places, (radius_m,))[1]
        within[rest] = metres <= radius_m
        return within
