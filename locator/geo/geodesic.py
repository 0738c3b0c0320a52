"""The ellipsoid: exact geodesics, and Earth-centred coordinates with what they say of geodesics.

Distances are lengths of the shortest geodesic on the WGS 84 ellipsoid, in metres, from PROJ's
implementation of Karney (2013), "Algorithms for geodesics", J. Geodesy 87, accurate to 15 nm.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from pyproj import Geod

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from locator.geo.points import LonLat

    Floats = NDArray[np.float64]

GEOD = Geod(ellps="WGS84")
SEMI_MAJOR_M = GEOD.a
SEMI_MINOR_M = GEOD.b
_E2 = GEOD.es

# How far `short_distances_m` reaches.
SHORT_CHORD_M = 50_000.0
_TINY = 1e-300
# Rounding in coordinates of 6e6 m is about 1e-9 m each, and a geodesic is good to 1.5e-8 m.
CHORD_SLACK_M = 1e-6
# Up to here the first of the two bounds of `longest_chord_m` is the sharper.
_FIRST_BOUND_HOLDS_M = 1e6


def distance_m(start: LonLat, end: LonLat) -> float:
    """Return the geodesic distance between two positions, in metres."""
    return float(GEOD.inv(start.lon, start.lat, end.lon, end.lat)[2])


def bearing_deg(start: LonLat, end: LonLat) -> float:
    """Return the direction in which the geodesic leaves `start`, clockwise from north, 0 to 360."""
    azimuth_deg: float = GEOD.inv(start.lon, start.lat, end.lon, end.lat)[0]
    return azimuth_deg % 360.0


def distances_m(lon: Floats, lat: Floats, to_lon: Floats, to_lat: Floats) -> Floats:
    """Return the geodesic distances between pairs of positions; arrays of one shape, metres."""
    # Geod.inv reads its arguments as flat buffers: contiguous, and its own to overwrite.
    starts = np.array(lon, dtype=np.float64, order="C"), np.array(lat, dtype=np.float64, order="C")
    ends = np.array(to_lon, np.float64, order="C"), np.array(to_lat, np.float64, order="C")
    _, _, metres = GEOD.inv(*starts, *ends, inplace=True)
    return np.asarray(metres, dtype=np.float64)


def degree_m(lat_deg: float) -> tuple[float, float]:
    """Return how long a degree of longitude and one of latitude is at a latitude, in metres.

    Radii of curvature of the ellipsoid: Snyder (1987), "Map projections: a working manual", USGS
    1395, equations 4-18 and 4-20.

    >>> tuple(round(metres, 3) for metres in degree_m(0.0))
    (111319.491, 110574.276)
    """
    lat = math.radians(lat_deg)
    squared = 1.0 - _E2 * math.sin(lat) ** 2
    across_m = SEMI_MAJOR_M / math.sqrt(squared) * math.cos(lat)
    along_m = SEMI_MAJOR_M * (1.0 - _E2) / squared**1.5
    return math.radians(across_m), math.radians(along_m)


def ecef_m(lon_deg: float, lat_deg: float) -> tuple[float, float, float]:
    """Return Earth-centred x, y, z in metres of a position on the ellipsoid (EPSG:4978)."""
    lon, lat = math.radians(lon_deg), math.radians(lat_deg)
    sin_lat = math.sin(lat)
    radius_m = SEMI_MAJOR_M / math.sqrt(1.0 - _E2 * sin_lat * sin_lat)
    across_m = radius_m * math.cos(lat)
    return across_m * math.cos(lon), across_m * math.sin(lon), radius_m * (1.0 - _E2) * sin_lat


def ecef_array_m(lon_deg: Floats, lat_deg: Floats) -> Floats:
    """Return Earth-centred coordinates in metres, shape (n, 3), of arrays of shape (n,)."""
    lon, lat = np.radians(lon_deg), np.radians(lat_deg)
    sin_lat = np.sin(lat)
    radius_m = SEMI_MAJOR_M / np.sqrt(1.0 - _E2 * sin_lat * sin_lat)
    across_m = radius_m * np.cos(lat)
    xyz = np.empty((*lon.shape, 3))
    np.multiply(across_m, np.cos(lon), out=xyz[..., 0])
    np.multiply(across_m, np.sin(lon), out=xyz[..., 1])
    np.multiply(radius_m * (1.0 - _E2), sin_lat, out=xyz[..., 2])
    return xyz


def short_distances_m(xyz_m: Floats, to_xyz_m: Floats) -> Floats:
    """Return geodesic distances between pairs of points on the ellipsoid, from their chords.

    They are within 5e-8 m of those of `distances_m`, most of it rounding, in a tenth of its time.

    Parameters
    ----------
    xyz_m, to_xyz_m
        Earth-centred, shape (n, 3); no chord may exceed `SHORT_CHORD_M`.

    Notes
    -----
    Let s be a geodesic's length, k and t its curvature and torsion in space at its midpoint. From
    Frenet's formulas, expanded about the midpoint, where odd terms cancel, its chord c has

        c^2 = s^2 - s^4 k^2 / 12 + s^6 (2 k^4 - 3 k k'' - k'^2 + 2 k^2 t^2) / 720 - ...

    An arc of the circle with that curvature, s = 2 / k asin(k c / 2), has no k', k'' and t. On the
    ellipsoid k'' is at most 3 e^2 / R^3, k' 1.5 e^2 / R^2 and t e^2 / (2 R), R being its smallest
    radius of curvature; so the arc is off by at most 9 e^2 s^5 / (1440 R^4), 8e-9 m at 50 km. In
    space a geodesic bends as the surface does in its direction (Euler): k = cos^2(a) / M +
    sin^2(a) / N. The chord's middle lies below the geodesic's on the same normal, and is parallel
    to it, but for some e^2 (s / R)^2: that gives the latitude and the azimuth a.
    """
    x, y, z = (xyz_m + to_xyz_m).T  # twice the middle; ratios need no more
    dx, dy, dz = (to_xyz_m - xyz_m).T
    chord2 = dx * dx + dy * dy + dz * dz
    axis2 = np.maximum(x * x + y * y, _TINY)
    east = x * dy - y * dx
    east2 = east * east / axis2
    z2 = z * z
    w = 1.0 - _E2 * (z2 / (z2 + (1.0 - _E2) ** 2 * axis2))  # 1 - e^2 sin^2 of the latitude
    ratio = w / (1.0 - _E2)  # N / M
    bend = w * ((ratio * chord2 + east2 * (1.0 - ratio)) / SEMI_MAJOR_M) ** 2  # k^2 c^4
    quarter = bend / np.maximum(4.0 * chord2, _TINY)  # (k c / 2)^2
    return np.asarray(np.sqrt(chord2) * (1.0 + quarter * (1.0 / 6.0 + quarter * (3.0 / 40.0))))


def longest_chord_m(geodesic_m: float) -> float:
    """Return a length that no chord of a geodesic of this length can exceed, in metres.

    Two bounds, the smaller of which holds. A chord is no longer than any path between its ends.
    And the geodesic, seen from the Earth's centre on the sphere of the semi-minor axis b, covers
    at least the central angle t between its ends (projection onto a convex body never lengthens
    a path), so t <= geodesic / b; while the chord is at most the difference of the ends' radii,
    a - b, plus a chord of angle t at radius a. The second is the sharper beyond 2,000 km.
    """
    half_angle = min(geodesic_m / (2.0 * SEMI_MINOR_M), math.pi / 2.0)
    by_angle_m = SEMI_MAJOR_M - SEMI_MINOR_M + 2.0 * SEMI_MAJOR_M * math.sin(half_angle)
    return min(geodesic_m, by_angle_m) + CHORD_SLACK_M


def sure_chord_m(geodesic_m: float) -> float:
    """Return a length: every pair whose chord is no longer has a geodesic of at most `geodesic_m`.

    Negative where no chord is that short. A geodesic bends at most as a circle of the smallest
    radius of curvature b^2 / a. So by Schur's theorem its chord is no shorter than that of an arc
    of this circle of the same length.

    Parameters
    ----------
    geodesic_m
        Up to 1,000 km.
    """
    diameter_m = 2.0 * SEMI_MINOR_M**2 / SEMI_MAJOR_M
    return diameter_m * math.sin(geodesic_m / diameter_m) - CHORD_SLACK_M


def longest_chords_m(geodesics_m: Floats) -> Floats:
    """Return `longest_chord_m` of each element, same shape."""
    if len(geodesics_m) and geodesics_m.max() < _FIRST_BOUND_HOLDS_M:
        return geodesics_m + CHORD_SLACK_M
    half_angles = np.minimum(geodesics_m / (2.0 * SEMI_MINOR_M), math.pi / 2.0)
    by_angle_m = SEMI_MAJOR_M - SEMI_MINOR_M + 2.0 * SEMI_MAJOR_M * np.sin(half_angles)
    return np.minimum(geodesics_m, by_angle_m) + CHORD_SLACK_M
