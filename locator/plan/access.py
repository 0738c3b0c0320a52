"""Two-step floating catchment areas (2SFCA): places at stations per person within reach."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from locator.errors import ParameterError
from locator.language import phrase
from locator.plan.reach import RADIUS_M, pairs_within
from locator.stations.selection import Selection

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from locator.plan.demand import DemandSet
    from locator.stations.station_set import StationSet

    Floats = NDArray[np.float64]

_CAPACITY = phrase("plan.capacity")


class Access(NamedTuple):
    """What 2SFCA tells.

    Parameters
    ----------
    access
        Places per unit of weight, for each row of demand, shape (n,).
    ratio
        Places of a station per unit of the weight within its reach, in the set's order, shape
        (m,); NaN where it doesn't count or nobody is within reach.
    stations, without_capacity
        How many stations count, and how many more were left out because their capacity is unknown.
    places_unreached
        The capacity of stations within whose reach nobody is.
    """

    access: Floats
    ratio: Floats
    stations: int
    without_capacity: int
    places_unreached: float


def measure_access(
    stations: StationSet,
    demand: DemandSet,
    radius_m: float,
    *,
    kinds: Iterable[str] | None = None,
    services: Iterable[str] | None = None,
    unknown_capacity: float | None = None,
) -> Access:
    """Measure two-step floating catchment access.

    First, each station's capacity is divided by the weight within the radius of it. Then each row
    of demand adds up these ratios over the stations within the radius of it. So the sum of access
    times weight is the capacity of all stations within whose reach somebody is.

    Parameters
    ----------
    stations, demand, radius_m, kinds, services
        As for `measure_coverage`; the bound is within reach.
    unknown_capacity
        What a station counts for whose capacity is unknown. None leaves it out, and says so.

    Raises
    ------
    ParameterError
        If a value is not allowed.

    References
    ----------
    Luo, W. and Wang, F. (2003), "Measures of spatial accessibility to health care in a GIS
    environment", Environment and Planning B 30, 865-884.
    """
    radius = RADIUS_M.check(radius_m)
    if unknown_capacity is not None and not 0.0 <= unknown_capacity < np.inf:
        raise ParameterError("unknown_capacity", unknown_capacity, _CAPACITY)
    chosen = stations.mask(Selection.of(kinds, services))
    capacity = np.array([_capacity(s.capacity, unknown_capacity) for s in stations], np.float64)
    members = np.flatnonzero(chosen & ~np.isnan(capacity))
    within, access = np.zeros(len(stations)), np.zeros(len(demand))
    reach = stations, members, demand.lon, demand.lat, radius
    for row, station in pairs_within(*reach):
        within += np.bincount(station, demand.weight[row], minlength=len(stations))
    ratio = np.full(len(stations), np.nan)
    reached = members[within[members] > 0.0]
    ratio[reached] = capacity[reached] / within[reached]
    handed_out = np.nan_to_num(ratio)
    for row, station in pairs_within(*reach):  # found again: together they may exceed the memory
        first, last = int(row[0]), int(row[-1])
        access[first : last + 1] += np.bincount(row - first, handed_out[station])
    unreached = float(capacity[members].sum() - capacity[reached].sum())
    return Access(access, ratio, len(members), int(chosen.sum()) - len(members), unreached)


def _capacity(known: int | None, otherwise: float | None) -> float:
    if known is not None:
        return float(known)
    return np.nan if otherwise is None else float(otherwise)
