"""Boxes of longitude and latitude, such as the part of a map in view."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from locator.errors import ParameterError
from locator.language import phrase
from locator.parameters import Parameter, Parsed

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# Python's float() takes more than this: nan, 1_000, full-width digits.
_NUMBERS = re.compile(r"[-+.,0-9eE ]+")
# Of latitude, at the equator, where its degrees are shortest on the ellipsoid.
_LEAST_M_OF_A_DEGREE = 110_574.0
_ALLOWED = phrase("geo.allowed")


@dataclass(frozen=True, slots=True)
class LonLatBox:
    """A box in degrees, its edges included; west > east crosses the antimeridian."""

    west: float
    south: float
    east: float
    north: float

    @property
    def edges(self) -> tuple[float, float, float, float]:
        """West, south, east and north, as GeoJSON's `bbox` and Shapely have them."""
        return self.west, self.south, self.east, self.north

    def contains(self, lon: NDArray[np.float64], lat: NDArray[np.float64]) -> NDArray[np.bool_]:
        """Return which positions, arrays of one shape, lie within the box or on its edges."""
        inside = (lat >= self.south) & (lat <= self.north)
        if self.west > self.east:
            return inside & ((lon >= self.west) | (lon <= self.east))
        return inside & (lon >= self.west) & (lon <= self.east)

    def widened(self, by_m: float) -> LonLatBox:
        """Return a box that holds every position within some metres of this one, and few more."""
        north = min(90.0, self.north + by_m / _LEAST_M_OF_A_DEGREE)
        south = max(-90.0, self.south - by_m / _LEAST_M_OF_A_DEGREE)
        narrowest = math.cos(math.radians(min(89.9, max(abs(north), abs(south)))))
        by_deg = by_m / (_LEAST_M_OF_A_DEGREE * narrowest)
        if (self.east - self.west) % 360.0 + 2.0 * by_deg >= 360.0 or self.east - self.west >= 360:
            return LonLatBox(-180.0, south, 180.0, north)
        west, east = self.west - by_deg, self.east + by_deg
        return LonLatBox(
            west + 360.0 if west < -180.0 else west,
            south,
            east - 360.0 if east > 180.0 else east,
            north,
        )


WORLD = LonLatBox(-180.0, -90.0, 180.0, 90.0)
# Around the province whose basemap is bundled: what a map shows that has nothing to show.
HENAN = LonLatBox(110.3, 31.3, 116.7, 36.4)


def parse_box(text: str) -> LonLatBox:
    """Return the box that a `bbox` names.

    Raises
    ------
    ParameterError
        If it isn't four numbers in range, or south lies north of north.

    Examples
    --------
    >>> parse_box("113,34,114,35.5")
    LonLatBox(west=113.0, south=34.0, east=114.0, north=35.5)
    """
    if not _NUMBERS.fullmatch(text):
        raise ParameterError("bbox", text, _ALLOWED)
    try:
        west, south, east, north = (float(part) for part in text.split(","))
    except ValueError as error:
        raise ParameterError("bbox", text, _ALLOWED) from error
    lons_fit = -180.0 <= west <= 180.0 and -180.0 <= east <= 180.0
    if not (lons_fit and -90.0 <= south <= north <= 90.0):
        raise ParameterError("bbox", text, _ALLOWED)
    return LonLatBox(west, south, east, north)


BBOX = Parameter(
    "bbox",
    Parsed(
        lambda text, _now: parse_box(text),
        _ALLOWED,
        (("type", "array"), ("items", {"type": "number"}), ("minItems", 4), ("maxItems", 4)),
    ),
    example=[113.4, 34.6, 113.9, 34.9],
)
