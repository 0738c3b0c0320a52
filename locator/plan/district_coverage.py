"""Coverage per county and per prefecture."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from locator.geo.districts import Districts, Level
    from locator.plan.figures import Figures, Reached

    Floats = NDArray[np.float64]
    Integers = NDArray[np.int64]


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
