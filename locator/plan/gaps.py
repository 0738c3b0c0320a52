"""Gaps: what one more station could serve, where it would serve most, one after the other."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

from locator.errors import ParameterError, Words
from locator.geo.cells import Cells, cell_boxes, cell_ids, cells_at
from locator.geo.geodesic import GEOD, ecef_array_m
from locator.geo.points import LonLat
from locator.plan.seeding import Seeder, Taken

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    from locator.geo.districts import District
    from locator.plan.coverage import Coverage

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
    centre
        The gap's centre, weighted by people.
    worst_distance_m
        The farthest that somebody in the gap has to the nearest station; None without stations.
    shape
        The cells that the gap's demand lies in, joined; degrees, WGS 84.
    county
        Where the seed lies; None outside all districts, or where none were given.
    nearest_station, nearest_distance_m
        The id of the station nearest to the seed, and how far it is; None without stations.
    rows
        The demand's rows, from 0, ascending.
    """

    id: str
    rank: int
    weight: float
    seed: LonLat
    centre: LonLat
    worst_distance_m: float | None
    shape: BaseGeometry
    county: District | None
    nearest_station: str | None
    nearest_distance_m: float | None
    rows: Integers

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
    if number is not None and (isinstance(number, bool) or not number >= 1):
        raise ParameterError("number", number, _NUMBER)
    if not 0.0 <= smallest_weight < math.inf:
        raise ParameterError("smallest_weight", smallest_weight, _SMALLEST)
    demand = coverage.demand
    uncovered = np.where(coverage.covered, 0.0, demand.weight)
    seeder = Seeder(demand.lon, demand.lat, uncovered, coverage.radius_m)
    cells, seen = cells_at(demand.lon, demand.lat), Counter[str]()
    gaps: list[Gap] = []
    for taken in seeder.take(smallest_weight):
        gaps.append(_gap(coverage, taken, cells, seen, len(gaps) + 1))
        if number is not None and len(gaps) >= number:
            break
    return gaps


def _gap(coverage: Coverage, taken: Taken, cells: Cells, seen: Counter[str], rank: int) -> Gap:
    demand, stations, seed = coverage.demand, coverage.stations, taken.seed
    own, inside = (Cells(cells.column[at], cells.row[at]) for at in ([seed], taken.rows))
    (name,) = cell_ids(own)
    seen[name] += 1
    distance_m = coverage.reached.distance_m
    nearest = int(coverage.nearest[seed])
    return Gap(
        id=name if seen[name] == 1 else f"{name}-{seen[name]}",
        rank=rank,
        weight=taken.weight,
        seed=LonLat(float(demand.lon[seed]), float(demand.lat[seed])),
        centre=_centre(coverage, taken.rows),
        worst_distance_m=None if nearest < 0 else float(distance_m[taken.rows].max()),
        shape=shapely.union_all(cell_boxes(inside)),
        county=_county(coverage, seed),
        nearest_station=None if nearest < 0 else stations[nearest].id,
        nearest_distance_m=None if nearest < 0 else float(distance_m[seed]),
        rows=taken.rows,
    )


def _centre(coverage: Coverage, rows: Integers) -> LonLat:
    """Return the weighted mean position, taken in space: it knows no seam at 180 degrees."""
    demand = coverage.demand
    xyz_m = ecef_array_m(demand.lon[rows], demand.lat[rows])
    x, y, z = np.average(xyz_m, axis=0, weights=demand.weight[rows]).tolist()
    lat = math.atan2(z, (1.0 - GEOD.es) * math.hypot(x, y))
    return LonLat(math.degrees(math.atan2(y, x)), math.degrees(lat))


def _county(coverage: Coverage, row: int) -> District | None:
    if coverage.districts is None:
        return None
    place = int(coverage.demand.assigned_to(coverage.districts).county[row])
    return None if place < 0 else coverage.districts.counties[place]
