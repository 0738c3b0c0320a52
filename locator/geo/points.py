"""Positions on the Earth in degrees, longitude first: one, and arrays of them, checked."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from locator.errors import ParameterError
from locator.language import Phrase, phrase
from locator.parameters import Number, Parameter, Parsed

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

LON_RANGE = phrase("geo.lon_range")
LAT_RANGE = phrase("geo.lat_range")


@dataclass(frozen=True, slots=True, order=True)
class LonLat:
    """A position in degrees, WGS 84 unless its context says otherwise.

    Raises
    ------
    ParameterError
        If a value is not a number, NaN, infinite or out of range.

    Examples
    --------
    >>> LonLat(113.65, 34.76)
    LonLat(lon=113.65, lat=34.76)
    """

    lon: float
    lat: float

    def __post_init__(self) -> None:
        object.__setattr__(self, "lon", _checked("lon", self.lon, 180.0, LON_RANGE))
        object.__setattr__(self, "lat", _checked("lat", self.lat, 90.0, LAT_RANGE))


def lonlat_arrays(
    lon: ArrayLike, lat: ArrayLike
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return two arrays of degrees of one shape, checked as `LonLat` checks a single position.

    Raises
    ------
    ParameterError
        If the shapes differ, or a value is not a number, NaN, infinite or out of range. The
        message names the index of the first such value.
    """
    lons = _degrees("lon", lon, 180.0, LON_RANGE)
    lats = _degrees("lat", lat, 90.0, LAT_RANGE)
    if lons.shape != lats.shape:
        raise ParameterError("lon, lat", (lons.shape, lats.shape), "arrays of one shape")
    return lons, lats


def _checked(name: str, value: object, limit: float, allowed: Phrase) -> float:
    if type(value) is not float:  # the common case needs no conversion
        value = _as_float(name, value, allowed)
    # Written as what is allowed: a comparison with NaN is false, so NaN fails here.
    if -limit <= value <= limit:
        return value
    raise ParameterError(name, value, allowed)


def _as_float(name: str, value: object, allowed: Phrase) -> float:
    if isinstance(value, (bool, str, bytes)):
        raise ParameterError(name, value, allowed)
    try:
        return float(value)  # type: ignore[arg-type]  # what it can't take it refuses
    except (TypeError, ValueError, OverflowError) as error:
        raise ParameterError(name, value, allowed) from error


def _degrees(name: str, values: ArrayLike, limit: float, allowed: Phrase) -> NDArray[np.float64]:
    try:
        degrees = np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError, OverflowError) as error:
        raise ParameterError(
            name, type(values).__name__, phrase("geo.array_of", each=allowed)
        ) from error
    is_allowed = (degrees >= -limit) & (degrees <= limit)
    if not is_allowed.all():
        first = int(np.flatnonzero(~is_allowed.ravel())[0])
        raise ParameterError(f"{name}[{first}]", float(degrees.ravel()[first]), allowed)
    return degrees


LON = Parameter("lon", Number(-180.0, 180.0), required=True, example=113.65)
LAT = Parameter("lat", Number(-90.0, 90.0), required=True, example=34.76)


MOST_POINTS = 100
# Python's float() takes more than this: nan, 1_000, full-width digits.
_NUMBERS = re.compile(r"[-+.,;0-9eE ]+")
_POINTS = phrase("geo.points", most_points=MOST_POINTS)


def parse_points(text: str) -> list[LonLat]:
    """Return the positions that `lon,lat;lon,lat` names.

    Raises
    ------
    ParameterError
        If it is none, or of more than `MOST_POINTS`.
    """
    try:
        pairs = [[float(part) for part in pair.split(",")] for pair in text.split(";")]
        if len(pairs) <= MOST_POINTS and _NUMBERS.fullmatch(text):
            return [LonLat(*pair) for pair in pairs]
    except (TypeError, ValueError):
        pass
    raise ParameterError("points", text, _POINTS)


POINTS = Parameter(
    "points",
    Parsed(lambda text, _now: parse_points(text), _POINTS),
    example="113.65,34.76;113.7,34.8",
)
