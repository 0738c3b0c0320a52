"""Boxes of longitude and latitude, such as the part of a map in view."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from locator.errors import ParameterError, Words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# Python's float() takes more than this: nan, 1_000, full-width digits.
_NUMBERS = re.compile(r"[-+.,0-9eE ]+")
_ALLOWED = Words(
    "四个度数 west,south,east,north；west 大于 east 时跨越 180 度经线",
    "four numbers of degrees west,south,east,north; west > east crosses the antimeridian",
)


@dataclass(frozen=True, slots=True)
class LonLatBox:
    """A box in degrees, its edges included; west > east crosses the antimeridian."""

    west: float
    south: float
    east: float
    north: float

    def contains(self, lon: NDArray[np.float64], lat: NDArray[np.float64]) -> NDArray[np.bool_]:
        """Return which positions, arrays of one shape, lie within the box or on its edges."""
        inside = (lat >= self.south) & (lat <= self.north)
        if self.west > self.east:
            return inside & ((lon >= self.west) | (lon <= self.east))
        return inside & (lon >= self.west) & (lon <= self.east)


WORLD = LonLatBox(-180.0, -90.0, 180.0, 90.0)


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
