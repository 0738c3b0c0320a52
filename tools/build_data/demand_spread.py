"""Where in a county its outdoor workers are: the stations' model of settlement, as densities."""

from __future__ import annotations

import math
from functools import cached_property
from random import Random
from typing import TYPE_CHECKING

import numpy as np
import shapely
from scipy.special import ndtr

from locator.geo.cells import Cells, cell_boxes, cell_centres, cells_inside
from tools.build_data.love_stations import KIND
from tools.build_data.metric import METRES_PER_DEG_EQUATOR, METRES_PER_DEG_LAT, Spacing
from tools.build_data.seats import LonLatDeg, county_seats
from tools.build_data.settlement import (
    NEAR_TOWN_PART,
    TOWN_SIGMA_M,
    URBAN_POLYGON_PART,
    VILLAGES_SIGMA_M,
    Scatter,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tools.build_data.sources import County

    Floats = NDArray[np.float64]

MAIN_SEAT_PART = 0.75


class _Places(Scatter):
    """The towns, wide centre and land on which the stations' model scatters love stations.

    Drawn with the same chance, so the towns that both models invent are the same ones.
    """

    def __init__(self, county: County) -> None:
        super().__init__(county, Random(f"{KIND}|{county.adcode}"), Spacing())

    @property
    def towns(self) -> list[tuple[LonLatDeg, float]]:
        """Towns with their weights."""
        return list(zip(self._towns, self._town_weights, strict=True))

    @property
    def sigma_m(self) -> float:
        """How wide the centre spreads, metres."""
        return self._sigma_m

    def on_land(self, lon: Floats, lat: Floats) -> NDArray[np.bool_]:
        """Return which positions lie in the county and in no lake."""
        inside: NDArray[np.bool_] = shapely.contains_xy(self._land, lon, lat)
        return inside

    def in_urban_area(self, lon: Floats, lat: Floats) -> NDArray[np.bool_]:
        """Return which positions lie in the county's part of an urban area."""
        if self._urban is None:
            return np.zeros(len(lon), np.bool_)
        inside: NDArray[np.bool_] = shapely.contains_xy(self._urban, lon, lat)
        return inside


class CountySpread:
    """The cells of a county, and how its people of each settlement class lie over them."""

    def __init__(self, county: County) -> None:
        self._places = _Places(county)
        self._seats = county_seats(county.adcode)
        cells = cells_inside(county.shape)
        self.lon, self.lat = cell_centres(cells)
        dry = self._places.on_land(self.lon, self.lat)
        self.cells = Cells(cells.column[dry], cells.row[dry])
        self.lon, self.lat = self.lon[dry], self.lat[dry]

    def density(self, settlement: str) -> Floats:
        """Return the part of a class ("centre", "town", "country") in each cell; sums to 1."""
        if settlement == "centre":
            return self._centre()
        if settlement == "town":
            return _whole(self._around(self._places.towns, TOWN_SIGMA_M))
        even = np.full(len(self.lon), 1.0 / len(self.lon))
        alike = [(town, 1.0) for town, _ in self._places.towns]
        near = _whole(self._around(alike, VILLAGES_SIGMA_M))
        return NEAR_TOWN_PART * near + (1.0 - NEAR_TOWN_PART) * even

    def _centre(self) -> Floats:
        parts = [1.0] if len(self._seats) == 1 else [MAIN_SEAT_PART, 1.0 - MAIN_SEAT_PART]
        seats = list(zip(self._seats[:2], parts, strict=True))
        about = _whole(self._around(seats, self._places.sigma_m))
        urban = self._places.in_urban_area(self.lon, self.lat)
        if not urban.any():
            return about
        even: Floats = urban / urban.sum()
        return (1.0 - URBAN_POLYGON_PART) * about + URBAN_POLYGON_PART * even

    def _around(self, centres: list[tuple[LonLatDeg, float]], sigma_m: float) -> Floats:
        """Return how much of bells of a width, one about each centre, stands over each cell."""
        west, south, east, north = self._edges.T
        total = np.zeros(len(west))
        for (lon, lat), weight in centres:
            wide = METRES_PER_DEG_EQUATOR * math.cos(math.radians(lat)) / sigma_m
            high = METRES_PER_DEG_LAT / sigma_m
            across = ndtr((east - lon) * wide) - ndtr((west - lon) * wide)
            total += weight * across * (ndtr((north - lat) * high) - ndtr((south - lat) * high))
        return total

    @cached_property
    def _edges(self) -> Floats:
        return np.asarray(shapely.bounds(cell_boxes(self.cells)), dtype=np.float64)


def _whole(density: Floats) -> Floats:
    whole: Floats = density / density.sum()
    return whole
