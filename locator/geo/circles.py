"""Geodesic circles as polygons, and the true area that many of them cover together."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import shapely

from locator.errors import ParameterError
from locator.geo.cells import true_area_m2
from locator.geo.geodesic import GEOD
from locator.geo.points import lonlat_arrays

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray
    from shapely.geometry.base import BaseGeometry

    Shapes = NDArray[np.object_]

VERTICES = 64
LARGEST_RADIUS_M = 1_000_000.0
_POLE_LAT = 90.0
_WORLD = shapely.box(-180.0, -90.0, 180.0, 90.0)


def geodesic_circles(
    lon: ArrayLike, lat: ArrayLike, radius_m: float, vertices: int = VERTICES
) -> Shapes:
    """Return circles on the ellipsoid as polygons in degrees, WGS 84, shape (n,).

    A polygon has the area of its circle: its vertices stand outside of it by the little that its
    edges cut off (0.08 % of the radius with 64 vertices). Longitudes run past +-180 where a circle
    crosses the antimeridian, so that its polygon stays whole.

    Parameters
    ----------
    lon, lat
        Centres, shape (n,).
    radius_m
        Geodesic, from above 0 to 1,000 km.
    vertices
        Of each polygon, at least 8.

    Raises
    ------
    ParameterError
        If a value is out of range, or a circle has a pole inside, which no such polygon can show.
    """
    lons, lats = lonlat_arrays(lon, lat)
    if not 0.0 < radius_m <= LARGEST_RADIUS_M:
        raise ParameterError("radius_m", radius_m, f"metres, above 0, up to {LARGEST_RADIUS_M:.0f}")
    part = 2.0 * math.pi / vertices
    reach_m = radius_m * math.sqrt(part / math.sin(part))
    _check_poles(lats, reach_m)
    azimuths = np.arange(0.0, 360.0, 360.0 / vertices)
    shape = (len(lons), vertices)
    edge_lon, edge_lat, _ = GEOD.fwd(
        np.repeat(lons, vertices),
        np.repeat(lats, vertices),
        np.tile(-azimuths, len(lons)),  # anticlockwise, as RFC 7946 has outer rings
        np.full(shape[0] * vertices, reach_m),
    )
    turns = (np.asarray(edge_lon).reshape(shape) - lons[:, None] + 180.0) % 360.0 - 180.0
    rings = np.stack([lons[:, None] + turns, np.asarray(edge_lat).reshape(shape)], axis=-1)
    return np.asarray(shapely.polygons(rings), dtype=object)


def join_circles(circles: Shapes) -> BaseGeometry:
    """Return the union of circles, cut at the antimeridian where they cross it."""
    bounds = shapely.bounds(circles)
    crosses = (bounds[:, 0] < -180.0) | (bounds[:, 2] > 180.0)
    if not crosses.any():
        return shapely.disjoint_subset_union_all(circles)
    moved = [_moved(circles[crosses], by_deg) for by_deg in (-360.0, 0.0, 360.0)]
    parts = shapely.intersection(np.concatenate(moved), _WORLD)
    return shapely.disjoint_subset_union_all(np.concatenate([circles[~crosses], parts]))


def covered_area_m2(lon: ArrayLike, lat: ArrayLike, radius_m: float) -> float:
    """Return the true area that circles around positions cover together, in square metres.

    A radius of 0 covers none. See `geodesic_circles` for what it raises.
    """
    if radius_m == 0.0 or len(np.asarray(lon)) == 0:
        return 0.0
    return true_area_m2(join_circles(geodesic_circles(lon, lat, radius_m)))


def _check_poles(lat: NDArray[np.float64], reach_m: float) -> None:
    pole_m = GEOD.inv(
        np.zeros(len(lat)), lat, np.zeros(len(lat)), np.copysign(np.full(len(lat), _POLE_LAT), lat)
    )[2]
    near = np.flatnonzero(np.asarray(pole_m) <= reach_m)
    if len(near):
        first = int(near[0])
        raise ParameterError(f"lat[{first}]", float(lat[first]), "a circle without a pole inside")


def _moved(shapes: Shapes, by_deg: float) -> Shapes:
    moved = shapely.transform(shapes, lambda degrees: degrees + np.array([by_deg, 0.0]))
    return np.asarray(moved, dtype=object)
