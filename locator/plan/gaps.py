"""Gaps: where one more station would serve most uncovered demand, the greatest first.

A greedy search takes the position whose circle of the service radius (in metres) holds the most
uncovered weight, removes that weight, and goes on.
"""

from __future__ import annotations

import heapq
import math
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple, Protocol

import numpy as np
import shapely

from locator.geo.cells import cell_boxes, cell_ids, cells_at
from locator.geo.geodesic import GEOD, ecef_array_m
from locator.geo.pairs import PairFinder, Pairs
from locator.geo.points import LonLat
from locator.parameters import Number, Parameter, Whole

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    from locator.geo.districts import District
    from locator.plan.coverage import Coverage
    from locator.plan.demand import DemandSet

    Integers = NDArray[np.int64]
    Floats = NDArray[np.float64]


NUMBER = Parameter("number", Whole(1))
SMALLEST_WEIGHT = Parameter("smallest_weight", Number(0.0), 0.0)


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
    number = None if number is None else NUMBER.check(number)
    smallest_weight = SMALLEST_WEIGHT.check(smallest_weight)
    demand = coverage.demand
    uncovered = np.where(coverage.covered, 0.0, demand.weight)
    seeder = Seeder(demand.lon, demand.lat, uncovered, coverage.radius_m)
    densest = list(islice(seeder.take(smallest_weight), number))
    seeds = np.array([taken.seed for taken in densest], np.int64)
    names = _distinct(cell_ids(cells_at(demand.lon[seeds], demand.lat[seeds])))
    pairs = enumerate(zip(densest, names, strict=True), start=1)
    return [_gap(coverage, taken, name, rank) for rank, (taken, name) in pairs]


def _distinct(names: list[str]) -> list[str]:
    """Return names with `-2`, `-3` and so on behind those that stood before."""
    counts = Counter[str]()
    distinct = []
    for name in names:
        counts[name] += 1
        distinct.append(name if counts[name] == 1 else f"{name}-{counts[name]}")
    return distinct


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


_MOST_STORED = 1 << 22  # pairs: 150 MB with both of their orders
# Float64 counts whole numbers to 2^53.
_UNITS = 52


class Taken(NamedTuple):
    """A seed's row, the rows whose weight it takes, in ascending order, and that weight."""

    seed: int
    rows: Integers
    weight: float


class _Near(Protocol):
    """Which rows of a second set are near to rows of a first: kept, or found each time."""

    def blocks(self, rows: Integers) -> Iterator[Pairs]:
        """Yield the pairs of some rows of the first set."""

    def sums(self, weight: Floats) -> Floats:
        """Return the weight of the second set that is near to each row of the first."""


class _StoredPairs:
    """Pairs kept in memory, by the row of the first set."""

    def __init__(self, pairs: Pairs, count: int) -> None:
        self._pairs, self._count = pairs, count
        self._ends = np.cumsum(np.bincount(pairs.first, minlength=count))
        self._starts = np.append(0, self._ends[:-1])

    def blocks(self, rows: Integers) -> Iterator[Pairs]:
        parts = [slice(*ends) for ends in zip(self._starts[rows], self._ends[rows], strict=True)]
        yield Pairs(*(np.concatenate([ids[part] for part in parts]) for ids in self._pairs))

    def sums(self, weight: Floats) -> Floats:
        near = weight[self._pairs.second]
        return np.bincount(self._pairs.first, near, minlength=self._count).astype(np.float64)


class Seeder:
    """Positions with the weight that is still to be taken.

    Parameters
    ----------
    lon, lat
        Of every position that may be a seed, WGS 84, shape (n,).
    weight
        What it has to be taken, shape (n,); 0 for what is covered already.
    radius_m
        Of the circles, geodesic; their bound is inside.

    Notes
    -----
    What every circle holds is summed once; what a seed takes is then subtracted from the circles
    that held it too. Sums only ever fall, so in a heap of sums as they once were the first that
    still holds is the greatest. Weights are counted in units of at most 2^-51 of all, of which
    sums and differences are exact in any order: ties are ties, and go to the smallest row.
    """

    def __init__(self, lon: Floats, lat: Floats, weight: Floats, radius_m: float) -> None:
        self._weight = weight
        self._targets = np.flatnonzero(weight > 0.0)
        self._left = _units(weight[self._targets])
        targets = lon[self._targets], lat[self._targets]
        finder = PairFinder(lon, lat, *targets, radius_m)
        self._of_row: _Near = finder
        self._of_target: _Near
        if finder.count > _MOST_STORED:
            self._of_target = PairFinder(*targets, lon, lat, radius_m)
        else:
            pairs = finder.all()
            order = np.argsort(pairs.second, kind="stable")
            turned = Pairs(pairs.second[order], pairs.first[order])
            self._of_row = _StoredPairs(pairs, len(lon))
            self._of_target = _StoredPairs(turned, len(self._targets))

    def take(self, smallest_weight: float = 0.0) -> Iterator[Taken]:
        """Yield seeds by falling weight, down to the smallest, or until nothing is left."""
        sums = self._of_row.sums(self._left)
        some = np.flatnonzero(sums)
        heap = list(zip((-sums[some]).tolist(), some.tolist(), strict=True))
        heapq.heapify(heap)
        while heap:
            key, row = heap[0]
            weight = float(sums[row])
            if weight != -key:
                if weight:
                    heapq.heapreplace(heap, (-weight, row))
                else:
                    heapq.heappop(heap)
                continue
            taken = self._taken(row, sums)
            if taken.weight < smallest_weight:
                return
            yield taken

    def _taken(self, row: int, sums: Floats) -> Taken:
        """Take what a circle holds."""
        (near,) = (pairs.second for pairs in self._of_row.blocks(np.array([row])))
        uncovered = near[self._left[near] > 0.0]
        for first, second in self._of_target.blocks(uncovered):
            np.subtract.at(sums, second, self._left[first])
        self._left[uncovered] = 0.0
        rows = self._targets[uncovered]
        return Taken(row, rows, float(self._weight[rows].sum()))


def _units(weight: Floats) -> Floats:
    """Return positive weights as whole numbers of a unit that is a power of two."""
    if not len(weight):
        return weight
    _, exponent = math.frexp(float(weight.sum()))
    return np.maximum(np.rint(np.ldexp(weight, _UNITS - exponent)), 1.0)
