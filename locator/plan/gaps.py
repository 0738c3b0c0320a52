"""Gaps: what one more station could serve, where it would serve most, one after the other."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np
import shapely

from locator.errors import ParameterError, Words
from locator.geo.cells import cell_boxes, cell_ids, cells_at
from locator.geo.geodesic import GEOD, ecef_array_m
from locator.geo.points import LonLat
from locator.plan.seeding import Seeder, Taken

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    from locator.geo.districts import District
    from locator.plan.coverage import Coverage
    from locator.plan.demand import DemandSet

    Integers = NDArray[np.int64]

_NUMBER = Words("1 或更大的整数", "a whole number, 1 or more")
_SMALLEST = Words("0 或更大的数", "a number, 0 or more")


@dataclass(frozen=True, eq=False)
class Gap:
    """Uncovered demand that one station at the seed would cover.

    Parameters
    ----------
    id
        Of the seed's cell of a square kilometre (`locator.geo.cells`), which stays while the
        demand does; a second gap in the same cell has `-2` behind it.
    rank
        1 for the gap of the greatest weight.
    weight
        What a station at the seed would gain, gaps before it being served.
    seed
        The position whose circle of the service radius holds the weight.
    worst_distance_m
        The farthest that somebody in the gap has to the nearest station; None without stations.
    county
        Where the seed lies; None outside all districts, or where none were given.
    nearest_station, nearest_distance_m
        The id of the station nearest to the seed, and how far it is; None without stations.
    rows
        The demand's rows, from 0, ascending.
    demand
        What they are rows of.
    """

    id: str
    rank: int
    weight: float
    seed: LonLat
    worst_distance_m: float | None
    county: District | None
    nearest_station: str | None
    nearest_distance_m: float | None
    rows: Integers
    demand: DemandSet

    @cached_property
    def centre(self) -> LonLat:
        """The gap's centre, weighted by people: in space, which has no seam at 180 degrees."""
        demand, rows = self.demand, self.rows
        xyz_m = ecef_array_m(demand.lon[rows], demand.lat[rows])
        x, y, z = (demand.weight[rows][:, None] * xyz_m).sum(axis=0).tolist()
        lat = math.atan2(z, (1.0 - GEOD.es) * math.hypot(x, y))
        return LonLat(math.degrees(math.atan2(y, x)), math.degrees(lat))

    @cached_property
    def shape(self) -> BaseGeometry:
        """The cells that the gap's demand lies in, joined; degrees, WGS 84."""
        cells = cells_at(self.demand.lon[self.rows], self.demand.lat[self.rows])
        joined: BaseGeometry = shapely.union_all(cell_boxes(cells))
        return joined

    def properties(self) -> dict[str, object]:
        """Return all but shape and rows, as a GeoJSON feature has them."""
        county = self.county
        return {
            "id": self.id,
            "rank": self.rank,
            "weight": self.weight,
            "seed": [self.seed.lon, self.seed.lat],
            "centre": [self.centre.lon, self.centre.lat],
            "worst_distance_m": self.worst_distance_m,
            "adcode": None if county is None else county.adcode,
            "county": None if county is None else county.name,
            "prefecture": None if county is None else county.prefecture_name,
            "nearest_station": self.nearest_station,
            "nearest_distance_m": self.nearest_distance_m,
        }


def find_gaps(
    coverage: Coverage, *, number: int | None = None, smallest_weight: float = 0.0
) -> list[Gap]:
    """Return the gaps of a coverage, by falling weight.

    Again and again, the row of demand whose circle of the service radius holds the most uncovered
    weight takes that weight; among equals it is the first row. Covered rows may be seeds too. The
    stations that count are the coverage's: with `open="only"` they are the gaps of that moment.

    Parameters
    ----------
    coverage
        From `measure_coverage`.
    number
        At most so many; None for all.
    smallest_weight
        Gaps of less are left out.

    Raises
    ------
    ParameterError
        If a value is not allowed.
    """
    whole = isinstance(number, (int, np.integer)) and not isinstance(number, bool)
    if number is not None and not (whole and number >= 1):
        raise ParameterError("number", number, _NUMBER)
    if not 0.0 <= smallest_weight < math.inf:
        raise ParameterError("smallest_weight", smallest_weight, _SMALLEST)
    demand = coverage.demand
    uncovered = np.where(coverage.covered, 0.0, demand.weight)
    seeder = Seeder(demand.lon, demand.lat, uncovered, coverage.radius_m)
    found = list(islice(seeder.take(smallest_weight), number))
    seeds = np.array([taken.seed for taken in found], np.int64)
    names = _distinct(cell_ids(cells_at(demand.lon[seeds], demand.lat[seeds])))
    pairs = enumerate(zip(found, names, strict=True), start=1)
    return [_gap(coverage, taken, name, rank) for rank, (taken, name) in pairs]


def _distinct(names: list[str]) -> list[str]:
    """Return names with `-2`, `-3` and so on behind those that stood before."""
    seen = Counter[str]()
    told = []
    for name in names:
        seen[name] += 1
        told.append(name if seen[name] == 1 else f"{name}-{seen[name]}")
    return told


def _gap(coverage: Coverage, taken: Taken, name: str, rank: int) -> Gap:
    demand, stations, seed = coverage.demand, coverage.stations, taken.seed
    distance_m = coverage.reached.distance_m
    nearest = int(coverage.nearest[seed])
    return Gap(
        id=name,
        rank=rank,
        weight=taken.weight,
        seed=LonLat(float(demand.lon[seed]), float(demand.lat[seed])),
        worst_distance_m=None if nearest < 0 else float(distance_m[taken.rows].max()),
        county=_county(coverage, seed),
        nearest_station=None if nearest < 0 else stations[nearest].id,
        nearest_distance_m=None if nearest < 0 else float(distance_m[seed]),
        rows=taken.rows,
        demand=demand,
    )


def _county(coverage: Coverage, row: int) -> District | None:
    if coverage.districts is None:
        return None
    place = int(coverage.demand.assigned_to(coverage.districts).county[row])
    return None if place < 0 else coverage.districts.counties[place]
