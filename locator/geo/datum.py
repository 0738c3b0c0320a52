"""Conversion between WGS 84 and the shifted datums of Chinese maps, GCJ-02 and BD-09.

GCJ-02 moves a position by some 300 to 700 m through a fixed function of it; BD-09 moves GCJ-02 by
about a kilometre more. Both apply on the Chinese mainland only: elsewhere, Hong Kong, Macau and
Taiwan included, nothing moves. Whether a position is on the mainland is judged by its outline, at
the WGS 84 position. The formulae are those in public use since 2010, as in prcoords (CC0).
"""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Literal, get_args

import numpy as np
import shapely

from locator.errors import ParameterError
from locator.geo.points import LonLat, lonlat_arrays
from locator.parameters import OneOf, Parameter
from locator.paths import data_file

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]
    Pair = tuple[Floats, Floats]

Datum = Literal["wgs84", "gcj02", "bd09"]
DATUMS: tuple[Datum, ...] = get_args(Datum)
COORDSYS: Parameter[Datum] = Parameter("coordsys", OneOf(DATUMS), "wgs84")
TO: Parameter[Datum] = Parameter("to", OneOf(DATUMS), "wgs84")

# Krasovsky 1940, the ellipsoid that GCJ-02's function measures its metres on.
_SEMI_MAJOR_M = 6378245.0
_E2 = 0.00669342162296594323
# The origin that its polynomial counts from.
_ORIGIN_LON_DEG, _ORIGIN_LAT_DEG = 105.0, 35.0
_BD_LON_DEG, _BD_LAT_DEG = 0.0065, 0.006
_BD_WAVES_PER_DEG = np.pi * 3000.0 / 180.0

# More than any shift, which stays under 2 km.
_MARGIN_DEG = 0.1

_CLOSE_ENOUGH_DEG = 1e-11  # a micrometre
_MOST_STEPS = 50


def convert(lon: ArrayLike, lat: ArrayLike, source: Datum, target: Datum) -> Pair:
    """Convert positions between datums.

    The inverse directions are iterated until what they return moves, forwards, onto the
    input, to a micrometre. At the outline a shifted position can have two preimages, a moved one
    on the mainland and an unmoved one outside it: the moved one is returned. It can also have
    none, in a strip some hundred metres wide inside the outline: there the function is inverted
    as if the mainland went on.

    Parameters
    ----------
    lon, lat
        Degrees, arrays of one shape (or numbers), in the datum `source`.
    source, target
        "wgs84", "gcj02" or "bd09".

    Returns
    -------
    lon, lat
        New arrays of the same shape, degrees, in the datum `target`.

    Raises
    ------
    ParameterError
        For an unknown datum, or a value that is NaN, infinite or out of range.

    Examples
    --------
    >>> lon, lat = convert([116.404, 114.17], [39.915, 22.3], "wgs84", "gcj02")
    >>> lon.round(6).tolist(), lat.round(6).tolist()  # Beijing moves, Hong Kong does not
    ([116.410244, 114.17], [39.916404, 22.3])
    """
    for name, datum in (("source", source), ("target", target)):
        if datum not in DATUMS:
            raise ParameterError(name, datum, "one of " + ", ".join(DATUMS))
    lons, lats = (np.array(values) for values in lonlat_arrays(lon, lat))
    near = _near_mainland(lons, lats)
    if source != target and near.any():
        lons[near], lats[near] = _convert_near((lons[near], lats[near]), source, target)
    return lons, lats


def convert_point(where: LonLat, source: Datum, target: Datum) -> LonLat:
    """Convert one position between datums, as `convert` does."""
    lon, lat = convert(where.lon, where.lat, source, target)
    return LonLat(float(lon), float(lat))


def is_mainland(lon: Floats, lat: Floats) -> NDArray[np.bool_]:
    """Tell for each WGS 84 position whether it is on the Chinese mainland, where GCJ-02 applies."""
    return np.asarray(shapely.intersects_xy(_mainland(), lon, lat), dtype=np.bool_)


def _convert_near(here: Pair, source: Datum, target: Datum) -> Pair:
    gcj = _unmoved(here, _gcj_to_bd) if source == "bd09" else here
    wgs = here if source == "wgs84" else _unmoved(gcj, _wgs_to_gcj)
    # A position that was not moved, as it lies outside, is its own preimage. On the mainland it
    # is not, so what has no moved preimage either is still taken for moved.
    moves = is_mainland(*wgs) | is_mainland(*here)
    if target == "wgs84":
        moved = wgs
    elif source == "wgs84":
        moved = _wgs_to_gcj(here) if target == "gcj02" else _gcj_to_bd(_wgs_to_gcj(here))
    else:
        moved = _gcj_to_bd(here) if target == "bd09" else gcj
    return np.where(moves, moved[0], here[0]), np.where(moves, moved[1], here[1])


def _near_mainland(lon: Floats, lat: Floats) -> NDArray[np.bool_]:
    """Tell which positions are in the mainland's box or so near it that a shift could matter."""
    west, south, east, north = shapely.bounds(_mainland())
    by_lon = (lon >= west - _MARGIN_DEG) & (lon <= east + _MARGIN_DEG)
    by_lat = (lat >= south - _MARGIN_DEG) & (lat <= north + _MARGIN_DEG)
    return np.asarray(by_lon & by_lat)


@cache
def _mainland() -> shapely.Geometry:
    text = data_file("mainland.geojson").read_text(encoding="utf-8")
    outline = shapely.from_geojson(json.dumps(json.loads(text)["features"][0]["geometry"]))
    shapely.prepare(outline)
    return outline


def _unmoved(moved: Pair, forward: Callable[[Pair], Pair]) -> Pair:
    """Return where `forward` moved from: x <- moved - (forward(x) - x) until x stands still.

    The shift changes by less than a fiftieth of a change in position, so every step gains more
    than a digit; only at 105 E, where the formula has a square root of zero, do they come slower.
    """
    lon, lat = moved
    for _ in range(_MOST_STEPS):
        forward_lon, forward_lat = forward((lon, lat))
        step_lon, step_lat = moved[0] - forward_lon, moved[1] - forward_lat
        lon, lat = lon + step_lon, lat + step_lat
        if not max(_largest(step_lon), _largest(step_lat)) > _CLOSE_ENOUGH_DEG:
            break
    return lon, lat


def _largest(values: Floats) -> float:
    return float(np.abs(values).max(initial=0.0))


def _wgs_to_gcj(here: Pair) -> Pair:
    lon, lat = here
    x, y = lon - _ORIGIN_LON_DEG, lat - _ORIGIN_LAT_DEG
    ripple = 20.0 * np.sin(6.0 * np.pi * x) + 20.0 * np.sin(2.0 * np.pi * x)
    root = np.sqrt(np.abs(x))
    north_m = (
        -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root
        + (ripple + _waves(y, 20.0, 1.0, 40.0, 3.0, 160.0, 12.0, 320.0, 30.0)) * 2.0 / 3.0
    )  # fmt: skip
    east_m = (
        300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root
        + (ripple + _waves(x, 20.0, 1.0, 40.0, 3.0, 150.0, 12.0, 300.0, 30.0)) * 2.0 / 3.0
    )  # fmt: skip
    radians = np.radians(lat)
    w2 = 1.0 - _E2 * np.sin(radians) ** 2
    metres_per_lon = np.radians(_SEMI_MAJOR_M / np.sqrt(w2) * np.cos(radians))
    metres_per_lat = np.radians(_SEMI_MAJOR_M * (1.0 - _E2) / w2**1.5)
    return lon + east_m / metres_per_lon, lat + north_m / metres_per_lat


def _waves(t: Floats, *terms: float) -> Floats:
    """Return the sum of sines, each term an amplitude and its half period in degrees."""
    pairs = zip(terms[::2], terms[1::2], strict=True)
    return np.asarray(sum(height * np.sin(np.pi * t / half_deg) for height, half_deg in pairs))


def _gcj_to_bd(here: Pair) -> Pair:
    lon, lat = here
    radius = np.hypot(lon, lat) + 2e-5 * np.sin(lat * _BD_WAVES_PER_DEG)
    angle = np.arctan2(lat, lon) + 3e-6 * np.cos(lon * _BD_WAVES_PER_DEG)
    return radius * np.cos(angle) + _BD_LON_DEG, radius * np.sin(angle) + _BD_LAT_DEG
