"""The moment of a planner's question: which stations count then, and what the open ones cover."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np

from locator.errors import ParameterError, Words
from locator.plan.reach import nearest_of
from locator.stations.hours import CLOSED, OPEN
from locator.stations.moments import CHINA

if TYPE_CHECKING:
    from datetime import datetime

    from numpy.typing import NDArray

    from locator.plan.demand import DemandSet
    from locator.stations.station_set import StationSet

    Integers = NDArray[np.int64]
    Booleans = NDArray[np.bool_]

Open = Literal["any", "possible", "only"]

_OPENS: tuple[Open, ...] = ("any", "possible", "only")
_OPEN_WORDS = Words("any、possible 或 only", "any, possible or only")
_NEEDS_AT = Words("any，或同时给出时间 at", "any, or a moment `at` with it")
_DATE = Words("中国的某一天", "a moment with a date in China")


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
    if open_ not in _OPENS:
        raise ParameterError("open", open_, _OPEN_WORDS)
    if open_ == "any":
        return np.ones(len(stations), np.bool_)
    if moment is None:
        raise ParameterError("open", open_, _NEEDS_AT)
    states = stations.open_states(moment)
    return np.asarray(states == OPEN if open_ == "only" else states != CLOSED)


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
