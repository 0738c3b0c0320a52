"""The figures of coverage: of the whole, of a group, of a county or prefecture.

Shares within a radius, means, quantiles and the worst-off tenth are weighted by demand. Distances
are metres to the nearest station, shares are between 0 and 1, and a figure that isn't defined is
None. A demand point or station counts for the county that its position lies in.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from locator.geo.districts import Districts, Level

    Floats = NDArray[np.float64]
    Integers = NDArray[np.int64]
    Booleans = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Figures:
    """How well some demand is covered. None where there is no weight, or no station to go to.

    Parameters
    ----------
    weight, covered_weight
        All of it, and that at a geodesic distance <= the radius.
    share
        The covered part of the weight: along the line, whatever the hour.
    share_detour
        The part for whom the line times the detour factor is <= the radius.
    share_known_open, share_possibly_open
        The covered part at the moment asked for, by stations known to be open, and by those not
        known to be closed; None where no moment was asked for.
    mean_m, median_m, p90_m, p99_m
        Of the weighted distance to the nearest station, in metres.
    worst_tenth_m
        The mean distance of the tenth that has it farthest.
    """

    weight: float
    covered_weight: float
    share: float | None
    share_detour: float | None
    share_known_open: float | None
    share_possibly_open: float | None
    mean_m: float | None
    median_m: float | None
    p90_m: float | None
    p99_m: float | None
    worst_tenth_m: float | None


@dataclass(frozen=True, slots=True)
class Reached:
    """Demand against stations: what figures are computed from.

    `distance_m` is that to the nearest station, shape (n,); `known_open` and `possibly_open` tell
    which demand is covered at the moment asked for.
    """

    distance_m: Floats
    radius_m: float
    detour_factor: float
    known_open: Booleans | None = None
    possibly_open: Booleans | None = None

    def figures(self, rows: Integers, weight: Floats) -> Figures:
        """Return the figures of some rows, given in ascending order of distance.

        `weight` is that of all demand, shape (n,).
        """
        profile = DistanceProfile(self.distance_m[rows], weight[rows])
        return Figures(
            weight=profile.total,
            covered_weight=profile.weight_within(self.radius_m),
            share=profile.share_within(self.radius_m),
            share_detour=profile.share_by_detour(self.detour_factor, self.radius_m),
            share_known_open=_share(self.known_open, rows, weight, profile.total),
            share_possibly_open=_share(self.possibly_open, rows, weight, profile.total),
            mean_m=profile.mean_m(),
            median_m=profile.quantile_m(0.5),
            p90_m=profile.quantile_m(0.9),
            p99_m=profile.quantile_m(0.99),
            worst_tenth_m=profile.worst_mean_m(0.1),
        )


def _share(mask: Booleans | None, rows: Integers, weight: Floats, total: float) -> float | None:
    if mask is None or not total:
        return None
    return float(weight[rows][mask[rows]].sum()) / total


def by_distance(distance_m: Floats) -> Integers:
    """Return rows in ascending order of distance, ties by row."""
    order = np.argsort(distance_m)
    ordered = distance_m[order]
    # NumPy's unstable sort takes half the time of the stable one, and distances are seldom equal.
    if (ordered[1:] == ordered[:-1]).any():
        return np.argsort(distance_m, kind="stable")
    return order


class DistanceProfile:
    """Weights by their distance; what has no weight counts for nothing.

    Parameters
    ----------
    distance_m
        In ascending order, shape (n,); infinite where there is nothing to go to.
    weight
        0 or more, shape (n,).

    Notes
    -----
    Without any weight a share or a distance has no value: None. So has a mean or a quantile that
    would be infinite.
    """

    def __init__(self, distance_m: Floats, weight: Floats) -> None:
        some = weight > 0.0
        if not some.all():
            distance_m, weight = distance_m[some], weight[some]
        self._distance_m, self._weight = distance_m, weight
        self._cumulative = np.cumsum(self._weight)
        self.total = float(self._cumulative[-1]) if len(self._cumulative) else 0.0

    def weight_within(self, radius_m: float) -> float:
        """Return the weight at a distance <= `radius_m`."""
        count = int(np.searchsorted(self._distance_m, radius_m, side="right"))
        return float(self._cumulative[count - 1]) if count else 0.0

    def share_within(self, radius_m: float) -> float | None:
        """Return the share of the weight at a distance <= `radius_m`."""
        return self.weight_within(radius_m) / self.total if self.total else None

    def share_by_detour(self, detour_factor: float, radius_m: float) -> float | None:
        """Return the share of the weight whose distance times a factor is <= `radius_m`."""
        if not self.total:
            return None
        count = int(np.count_nonzero(self._distance_m * detour_factor <= radius_m))
        return float(self._cumulative[count - 1]) / self.total if count else 0.0

    def mean_m(self) -> float | None:
        """Return the weighted mean distance."""
        if not self.total:
            return None
        return _finite(_product_sum(self._distance_m, self._weight) / self.total)

    def quantile_m(self, part: float) -> float | None:
        """Return the smallest distance within which at least this part of the weight lies."""
        if not self.total:
            return None
        position = int(np.searchsorted(self._cumulative, part * self.total, side="left"))
        return _finite(float(self._distance_m[min(position, len(self._distance_m) - 1)]))

    def worst_mean_m(self, part: float = 0.1) -> float | None:
        """Return the mean distance of the part of the weight that is farthest away.

        The row in which the part begins counts with as much of its weight as belongs to it.
        """
        if not self.total:
            return None
        missing = part * self.total
        first = int(np.searchsorted(self._cumulative, self.total - missing, side="right"))
        first = min(first, len(self._weight) - 1)
        above = self.total - self._cumulative[first:]  # weight beyond each row
        parts = np.clip(missing - above, 0.0, self._weight[first:])
        far = parts > 0.0
        return _finite(_product_sum(self._distance_m[first:][far], parts[far]) / missing)


def _product_sum(distance_m: Floats, weight: Floats) -> float:
    # Not by @: BLAS splits it among its threads, so that rounding depends on the machine.
    return float((distance_m * weight).sum())


def _finite(metres: float) -> float | None:
    return metres if metres < np.inf else None


_MOST_OF_16_BITS = 32_000


@dataclass(frozen=True, slots=True)
class DistrictCoverage:
    """A county's or a prefecture's coverage; 济源 is both.

    Demand counts where it lies, but may be covered from the next district. `weight_per_station`
    is the district's weight by the stations that stand in it; None without stations.
    """

    adcode: str
    name: str
    level: Level
    prefecture_adcode: str
    prefecture_name: str
    stations: int
    weight_per_station: float | None
    figures: Figures


@dataclass(frozen=True, slots=True)
class Located:
    """Where demand and stations lie: places in `Districts.counties`, -1 for none."""

    demand: Integers
    stations: Integers


def county_coverage(
    districts: Districts, located: Located, reached: Reached, order: Integers, weight: Floats
) -> list[DistrictCoverage]:
    """Return the coverage of each county, by code. `order` is the demand's, by distance."""
    counties = districts.counties
    rows = _rows_of(located.demand, order, len(counties))
    stations = _count(located.stations, len(counties))
    return [
        _row(
            (county.adcode, county.name, "county"),
            (county.prefecture_adcode, county.prefecture_name),
            int(stations[place]),
            reached.figures(rows[place], weight),
        )
        for place, county in enumerate(counties)
    ]


def prefecture_coverage(
    districts: Districts, located: Located, reached: Reached, order: Integers, weight: Floats
) -> list[DistrictCoverage]:
    """Return the coverage of each prefecture that a county belongs to, by code."""
    names = {c.prefecture_adcode: c.prefecture_name for c in districts.counties}
    codes = sorted(names)
    places = [codes.index(county.prefecture_adcode) for county in districts.counties]
    prefecture_of = np.array([*places, -1], np.int64)  # the last for -1: outside
    rows = _rows_of(prefecture_of[located.demand], order, len(codes))
    stations = _count(prefecture_of[located.stations], len(codes))
    return [
        _row(
            (code, names[code], "prefecture"),
            (code, names[code]),
            int(stations[place]),
            reached.figures(rows[place], weight),
        )
        for place, code in enumerate(codes)
    ]


def _row(
    own: tuple[str, str, Level], prefecture: tuple[str, str], stations: int, figures: Figures
) -> DistrictCoverage:
    per_station = figures.weight / stations if stations else None
    return DistrictCoverage(*own, *prefecture, stations, per_station, figures)


def _rows_of(district: Integers, order: Integers, count: int) -> list[Integers]:
    """Return the rows of each district, in the order given."""
    # NumPy sorts 16 bits in linear time.
    of_ordered = district[order].astype(np.int16 if count < _MOST_OF_16_BITS else np.int64)
    grouped = order[np.argsort(of_ordered, kind="stable")]
    sizes = np.bincount(of_ordered + 1, minlength=count + 1)
    return np.split(grouped, np.cumsum(sizes)[:-1])[1:]


def _count(district: Integers, count: int) -> Integers:
    return np.bincount(district[district >= 0], minlength=count)
