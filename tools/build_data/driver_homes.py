"""Driver homes of the model: at service areas along the roads, and at logistics parks."""

from __future__ import annotations

import math
from collections import Counter
from functools import cache
from random import Random
from typing import TYPE_CHECKING

import shapely

from tools.build_data import model_hours as hours
from tools.build_data.expressways import open_road
from tools.build_data.metric import Spacing, distance_m, shift
from tools.build_data.model_stations import Host, Spot, make_station
from tools.build_data.quotas import county_census, share_out
from tools.build_data.seats import LonLatDeg, prefecture_seats
from tools.build_data.settlement import built_up_radius_m
from tools.build_data.sources import counties_at, prefecture_of, read_counties

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from tools.build_data.encode import Feature

KIND = "driver_home"
SERVICE_AREAS = 60
LOGISTICS_PARKS = 23
CLEAR_OF_SEATS_M = 15_000.0
BESIDE_ROAD_M = 250.0
# Parks lie from here to there outside the seat, in radii of the city's built-up disc.
OUTSKIRTS_RADII = (1.15, 1.6)
LEAST_OUTSKIRTS_M = 6_000.0
_AREA, _PARK = Host("服务区", hours.DRIVER), Host("物流园", hours.DRIVER)


def model_driver_homes(spacing: Spacing) -> list[Feature]:
    """Model the driver homes, numbered within their county from west to east."""
    rng = Random(KIND)
    placed = [(at, _AREA) for at in _place_service_areas(rng, spacing)]
    placed += [(at, _PARK) for at in _place_parks(rng, spacing)]
    placed.sort(key=lambda entry: entry[0])
    counties = {county.adcode: county for county in read_counties()}
    numbers: Counter[str] = Counter()
    features = []
    for position, host in placed:
        adcode = counties_at([position[0]], [position[1]])[0]
        numbers[adcode] += 1
        spot = Spot(KIND, counties[adcode], position, host)
        features.append(make_station(spot, numbers[adcode], rng))
    return features


def _place_service_areas(rng: Random, spacing: Spacing) -> list[LonLatDeg]:
    """Place one area after another where the open road is farthest from all others.

    Any point at nine tenths of the farthest or more will do, so that intervals are about even.
    """
    road = open_road(_province(), CLEAR_OF_SEATS_M)
    gaps_m = [math.inf] * len(road)
    placed: list[LonLatDeg] = []
    while len(placed) < SERVICE_AREAS:
        least_m = 0.9 * max(gaps_m) if placed else 0.0
        at = rng.choice([point for point, gap in zip(road, gaps_m, strict=True) if gap >= least_m])
        position = shift(*at, rng.gauss(0, BESIDE_ROAD_M), rng.gauss(0, BESIDE_ROAD_M))
        if _take(position, spacing):
            placed.append(position)
            gaps_m = [
                min(gap, distance_m(position, point))
                for gap, point in zip(gaps_m, road, strict=True)
            ]
    return placed


def _place_parks(rng: Random, spacing: Spacing) -> list[LonLatDeg]:
    """Place one park at each city, the others at the largest, on the outskirts."""
    seats = prefecture_seats()
    people = dict.fromkeys(seats, 0.0)
    for county in read_counties():
        people[county.prefecture] += county_census(county.adcode).urban
    more = share_out(LOGISTICS_PARKS - len(seats), people)
    return [
        _place_park(rng, prefecture, spacing)
        for prefecture in seats
        for _ in range(1 + more[prefecture])
    ]


def _place_park(rng: Random, prefecture: str, spacing: Spacing) -> LonLatDeg:
    seat = prefecture_seats()[prefecture]
    radius_m = max(LEAST_OUTSKIRTS_M, built_up_radius_m(_city_people(prefecture)))
    for _ in range(400):
        turn, away_m = rng.uniform(0, 2 * math.pi), radius_m * rng.uniform(*OUTSKIRTS_RADII)
        position = shift(*seat, away_m * math.cos(turn), away_m * math.sin(turn))
        adcode = counties_at([position[0]], [position[1]])[0]
        if adcode and prefecture_of(adcode) == prefecture and _take(position, spacing):
            return position
    raise RuntimeError(f"no room for a logistics park at {prefecture}")


def _city_people(prefecture: str) -> float:
    """Return the urban people of a prefecture's city districts."""
    return sum(
        county_census(county.adcode).urban
        for county in read_counties()
        if county.prefecture == prefecture and county.is_city_district
    )


def _take(position: LonLatDeg, spacing: Spacing) -> bool:
    """Take a position if it is in the province and free."""
    if not counties_at([position[0]], [position[1]])[0] or not spacing.is_free(position):
        return False
    spacing.take(position)
    return True


@cache
def _province() -> BaseGeometry:
    return shapely.coverage_union_all([county.shape for county in read_counties()])
