"""Where in a county people are: its centre, its towns, the country; draws positions there."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING

import shapely

from tools.build_data.metric import Spacing, distance_m, shift
from tools.build_data.quotas import RURAL_WEIGHT, county_people, share_out
from tools.build_data.seats import LonLatDeg, county_seats, county_towns
from tools.build_data.sources import County, read_natural

if TYPE_CHECKING:
    from random import Random

    from shapely.geometry.base import BaseGeometry

Source = Callable[[], LonLatDeg]

CLASSES = ("centre", "town", "country")
# A town's people work outdoors more than villagers do and less than an urban centre's.
CLASS_WEIGHTS = (1.0, 0.6, RURAL_WEIGHT)
# Where GHSL sees no urban centre, this part of the towns' people is the county seat's.
SEAT_PART_OF_TOWNS = 0.35
CENTRE_PEOPLE_PER_KM2 = 8_000.0
PEOPLE_PER_TOWN = 45_000.0
STATIONS_PER_NEIGHBOURHOOD = 7
NEIGHBOURHOOD_SIGMA_M = 420.0
TOWN_SIGMA_M = 650.0
VILLAGES_SIGMA_M = 3_800.0
NEAR_TOWN_PART = 0.45
URBAN_POLYGON_PART = 0.3
SMALLEST_URBAN_DEG2 = 0.001
TRIES = 4_000


def class_quotas(adcode: str, stations: int) -> dict[str, int]:
    """Share out a county's stations over its urban centre, towns and country."""
    centre, town, country = county_people(adcode)
    if centre == 0:
        centre, town = SEAT_PART_OF_TOWNS * town, (1 - SEAT_PART_OF_TOWNS) * town
    people = zip(CLASSES, (centre, town, country), CLASS_WEIGHTS, strict=True)
    return share_out(stations, {name: count * weight for name, count, weight in people})


class Scatter:
    """Draws positions in a county, by settlement class.

    Parameters
    ----------
    county : County
        The county inside whose polygon, and outside whose lakes, every position lies.
    rng : Random
        The county's own source of chance.
    spacing : Spacing
        Positions taken so far, those of other counties and kinds included.
    """

    def __init__(self, county: County, rng: Random, spacing: Spacing) -> None:
        self._county, self._rng, self._spacing = county, rng, spacing
        self._land = county.shape.difference(_lakes())
        shapely.prepare(self._land)
        urban = county.shape.intersection(_urban())
        self._urban = urban if urban.area > SMALLEST_URBAN_DEG2 else None
        self._sigma_m = _centre_sigma_m(county.adcode)
        self._towns = self._find_towns()
        self._town_weights = [rng.lognormvariate(0, 0.5) for _ in self._towns]

    def draw(self, stations: int, settlement: str) -> list[LonLatDeg]:
        """Draw positions in "centre", "town" or "country", and take them."""
        if settlement == "centre":
            count = max(1, stations // STATIONS_PER_NEIGHBOURHOOD)
            nuclei = [self._inside(self._near_centre) for _ in range(count)]
            return [self._free(lambda: self._around(nuclei)) for _ in range(stations)]
        source = self._near_town if settlement == "town" else self._in_country
        return [self._free(source) for _ in range(stations)]

    def draw_apart(self, stations: int) -> list[LonLatDeg]:
        """Draw positions about the centre, each on its own, and take them."""
        return [self._free(self._near_centre) for _ in range(stations)]

    def _near_centre(self) -> LonLatDeg:
        """Fall outwards from the seat, or spread over the urban area that the map shows."""
        if self._urban is not None and self._rng.random() < URBAN_POLYGON_PART:
            return self._uniform(self._urban)
        # The main seat first: a second one gets a quarter.
        seats = county_seats(self._county.adcode)
        seat = seats[0] if len(seats) == 1 or self._rng.random() < 0.75 else seats[1]
        return self._normal(seat, self._sigma_m)

    def _around(self, nuclei: list[LonLatDeg]) -> LonLatDeg:
        return self._normal(self._rng.choice(nuclei), NEIGHBOURHOOD_SIGMA_M)

    def _near_town(self) -> LonLatDeg:
        town = self._rng.choices(self._towns, self._town_weights)[0]
        return self._normal(town, TOWN_SIGMA_M)

    def _in_country(self) -> LonLatDeg:
        if self._rng.random() < NEAR_TOWN_PART:
            return self._normal(self._rng.choice(self._towns), VILLAGES_SIGMA_M)
        return self._uniform(self._county.shape)

    def _normal(self, centre: LonLatDeg, sigma_m: float) -> LonLatDeg:
        return shift(*centre, self._rng.gauss(0, sigma_m), self._rng.gauss(0, sigma_m))

    def _uniform(self, area: BaseGeometry) -> LonLatDeg:
        west, south, east, north = area.bounds
        for _ in range(TRIES):
            lon = round(self._rng.uniform(west, east), 6)
            lat = round(self._rng.uniform(south, north), 6)
            if shapely.contains_xy(area, lon, lat):
                return lon, lat
        raise RuntimeError(f"county {self._county.adcode}: no position found in an area")

    def _inside(self, source: Source) -> LonLatDeg:
        for _ in range(TRIES):
            position = source()
            if shapely.contains_xy(self._land, *position):
                return position
        raise RuntimeError(f"county {self._county.adcode}: no position found on its land")

    def _free(self, source: Source) -> LonLatDeg:
        for _ in range(TRIES):
            position = self._inside(source)
            if self._spacing.is_free(position):
                self._spacing.take(position)
                return position
        raise RuntimeError(f"county {self._county.adcode}: too crowded for another station")

    def _find_towns(self) -> list[LonLatDeg]:
        """Take the towns known, and add more where there are too few, far from one another."""
        towns = list(county_towns(self._county.adcode))
        _, town_people, country_people = county_people(self._county.adcode)
        number = max(2, round((town_people + country_people) / PEOPLE_PER_TOWN))
        taken = [*county_seats(self._county.adcode), *towns]
        while len(towns) < number:
            drawn = [self._inside(lambda: self._uniform(self._county.shape)) for _ in range(6)]
            town = max(drawn, key=lambda at: min(distance_m(at, other) for other in taken))
            towns.append(town)
            taken.append(town)
        return towns


def _centre_sigma_m(adcode: str) -> float:
    """Return how wide a centre spreads: a disc that holds its people has 1.7 times this radius."""
    centre, town, _ = county_people(adcode)
    return max(700.0, 0.6 * built_up_radius_m(centre or SEAT_PART_OF_TOWNS * town))


def built_up_radius_m(people: float) -> float:
    """Return the radius of a disc that holds so many people at the density of a centre."""
    return math.sqrt(people / CENTRE_PEOPLE_PER_KM2 / math.pi) * 1000


@cache
def _lakes() -> BaseGeometry:
    return shapely.union_all([shape for shape, _ in read_natural("lake")])


@cache
def _urban() -> BaseGeometry:
    return shapely.union_all([shape for shape, _ in read_natural("urban")])
