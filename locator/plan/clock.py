"""The clock: coverage at each full hour of a week, as a band from known open to possibly open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from locator.errors import ParameterError
from locator.language import phrase
from locator.parameters import Parameter, Parsed
from locator.plan.reach import RADIUS_M, pairs_within
from locator.stations.hours import CLOSED, OPEN
from locator.stations.moments import CHINA, parse_moment
from locator.stations.selection import Selection

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from numpy.typing import NDArray

    from locator.geo.districts import Districts
    from locator.geo.pairs import Pairs
    from locator.plan.demand import DemandSet
    from locator.stations.station_set import StationSet

    Floats = NDArray[np.float64]
    Integers = NDArray[np.int64]
    Booleans = NDArray[np.bool_]
    Bytes = NDArray[np.uint8]

DAYS, HOURS = 7, 24
HOURS_OF_WEEK = DAYS * HOURS
# What is compared to tell how far a district falls: full hours, of all seven days.
DAY_HOURS = tuple(range(9, 18))
NIGHT_HOURS = (22, 23, 0, 1, 2, 3, 4, 5)
_WEEK = phrase("plan.week")


class Fall(NamedTuple):
    """A county's mean share by day and by night, known open, and how much it falls."""

    adcode: str
    name: str
    prefecture_name: str
    weight: float
    day_share: float
    night_share: float

    @property
    def fall(self) -> float:
        """The day's share less the night's."""
        return self.day_share - self.night_share


@dataclass(frozen=True, eq=False)
class Clock:
    """Covered weight at each full hour of a week; column `24 * d + h`, Monday 00:00 first.

    Parameters
    ----------
    monday
        The week's first day.
    weight
        Of all demand.
    known_open, possibly_open
        Covered by stations known to be open, and by those not known to be closed; shape (168,).
    district_weight
        Of each county, and last of what lies in none, shape (counties + 1,).
    district_known_open, district_possibly_open
        The same, shape (counties + 1, 168).
    """

    districts: Districts | None
    monday: date
    radius_m: float
    weight: float
    known_open: Floats
    possibly_open: Floats
    district_weight: Floats
    district_known_open: Floats
    district_possibly_open: Floats

    @property
    def share_known_open(self) -> Floats | None:
        """The share at each hour by stations known to be open; None without any weight."""
        return self.known_open / self.weight if self.weight else None

    @property
    def share_possibly_open(self) -> Floats | None:
        """The share at each hour by stations not known to be closed; None without any weight."""
        return self.possibly_open / self.weight if self.weight else None

    @cached_property
    def falls(self) -> list[Fall]:
        """Counties with any weight, those first whose share falls most from day to night."""
        if self.districts is None:
            return []
        by_hour = self.district_known_open.reshape(-1, DAYS, HOURS).mean(axis=1)
        day, night = (by_hour[:, hours].mean(axis=1) for hours in (DAY_HOURS, NIGHT_HOURS))
        falls = []
        for place, county in enumerate(self.districts.counties):
            weight = float(self.district_weight[place])
            if weight:
                shares = float(day[place]) / weight, float(night[place]) / weight
                names = county.adcode, county.name, county.prefecture_name
                falls.append(Fall(*names, weight, *shares))
        return sorted(falls, key=lambda fall: (-fall.fall, fall.adcode))


def measure_clock(
    stations: StationSet,
    demand: DemandSet,
    radius_m: float,
    on: date,
    *,
    kinds: Iterable[str] | None = None,
    services: Iterable[str] | None = None,
    statuses: Iterable[str] | None = None,
    by: Districts | None = None,
) -> Clock:
    """Measure coverage at each full hour of the week, Monday to Sunday, that a date lies in.

    Holidays, make-up days and seasons of that week count. Paused and planned stations are closed.

    Parameters
    ----------
    stations, demand, radius_m, kinds, services, statuses, by
        As for `measure_coverage`; the bound is covered.
    on
        Any date of the week, in China.

    Raises
    ------
    ParameterError
        If a value is not allowed.

    Notes
    -----
    Each station's week is a mask of 168 bits. The pairs of demand and stations within the radius
    are a sparse matrix, and one OR over each of its rows is what that demand has of the week.
    """
    radius = RADIUS_M.check(radius_m)
    monday = on - timedelta(days=on.weekday())  # the first of all dates is one
    if monday.toordinal() + DAYS - 1 > date.max.toordinal():
        raise ParameterError("on", on.isoformat(), _WEEK)
    members = np.flatnonzero(stations.mask(Selection.of(kinds, services, statuses)))
    states = _states_in_service(stations, monday)
    weeks = [np.packbits(mask, axis=1) for mask in (states == OPEN, states != CLOSED)]
    district, count = _district_of(demand, by)
    weights = np.bincount(district, demand.weight, minlength=count).astype(np.float64)
    bands = np.zeros((2, count, HOURS_OF_WEEK))
    for pairs in pairs_within(stations, members, demand.lon, demand.lat, radius):
        for band, week in enumerate(weeks):
            bands[band] += _weight_by_hour(week, pairs, demand.weight, district, count)
    known, possible = bands
    whole = known.sum(axis=0), possible.sum(axis=0)
    return Clock(by, monday, radius, demand.total, *whole, weights, known, possible)


def _states_in_service(stations: StationSet, monday: date) -> NDArray[np.int8]:
    """Return stations' states at each hour of the week, shape (n, 168); out of service: closed."""
    states = stations.hours.week_states(monday).copy()
    for day in range(DAYS):
        in_service = stations.mask(Selection(day=monday + timedelta(days=day)))
        states[~in_service, day * HOURS : (day + 1) * HOURS] = CLOSED
    return states


def _district_of(demand: DemandSet, by: Districts | None) -> tuple[Integers, int]:
    """Return the county of each row of demand, the last number for none, and how many there are."""
    if by is None:
        return np.zeros(len(demand), np.int64), 1
    county, count = demand.assigned_to(by).county, len(by.counties)
    return np.where(county < 0, count, county), count + 1


def _weight_by_hour(
    weeks: Bytes, pairs: Pairs, weight: Floats, district: Integers, count: int
) -> Floats:
    """Return the weight covered in each district at each hour, shape (count, 168).

    `weeks` has a bit for each hour that a station is open, shape (stations, 21).
    """
    covered = np.zeros((count, HOURS_OF_WEEK))
    starts = np.flatnonzero(np.diff(pairs.first, prepend=-1))
    rows = pairs.first[starts]
    if not len(rows):
        return covered
    have = np.bitwise_or.reduceat(weeks[pairs.second], starts, axis=0)
    for hour in range(HOURS_OF_WEEK):
        on = (have[:, hour >> 3] >> (7 - (hour & 7)) & 1).astype(np.bool_)
        reached = rows[on]
        covered[:, hour] = np.bincount(district[reached], weight[reached], minlength=count)
    return covered


def parse_week(text: str, now: datetime) -> date:
    """Return the Monday of the week of a date in China: of today's for `now`.

    Raises
    ------
    ParameterError
        If the text is no date.
    """
    if text == "now":
        return monday_of(now.astimezone(CHINA).date())
    try:
        return monday_of(parse_moment(text, now).date())
    except ParameterError as error:
        raise ParameterError("clock", text, _WEEK) from error


def monday_of(day: date) -> date:
    """Return the first day of a date's week."""
    return day - timedelta(days=day.weekday())


_WEEK = phrase("plan.week")
# A date of the week whose hours are asked for.
CLOCK: Parameter[date] = Parameter("clock", Parsed(parse_week, _WEEK), example="2026-10-01")
