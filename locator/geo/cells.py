"""Equal-area cells: squares of the map projection EPSG:6933, each of one true area anywhere.

EPSG:6933 (WGS 84 / NSIDC EASE-Grid 2.0 Global) is the cylindrical equal-area projection of the
ellipsoid with standard parallels at 30 degrees. A square of it with sides of 1,000 m covers one
square kilometre of the Earth; in Henan its sides are within 6 % of a kilometre. Its meridians and
parallels are straight, so a cell is also a box of longitude and latitude. Formulas: Snyder (1987),
"Map Projections: A Working Manual", equations 3-12, 10-13, 10-14 and 10-15.
"""

from __future__ import annotations

import math
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import shapely
from pyproj import Transformer

from locator.geo.geodesic import GEOD, SEMI_MAJOR_M
from locator.geo.points import lonlat_arrays

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray
    from shapely.geometry.base import BaseGeometry

    Floats = NDArray[np.float64]
    Integers = NDArray[np.int64]

CELL_M = 1_000.0
CELL_AREA_M2 = CELL_M * CELL_M
_CRS = "EPSG:6933"
_E2 = GEOD.es
_E = math.sqrt(_E2)
_SIN_STANDARD = math.sin(math.radians(30.0))
_SCALE = math.cos(math.radians(30.0)) / math.sqrt(1.0 - _E2 * _SIN_STANDARD**2)


class Cells(NamedTuple):
    """Cells by their whole-number columns (eastwards) and rows (northwards), shape (n,)."""

    column: Integers
    row: Integers


def equal_area_m(lon: ArrayLike, lat: ArrayLike) -> tuple[Floats, Floats]:
    """Return x and y in metres, EPSG:6933, of degrees of WGS 84; longitudes are not wrapped."""
    sin_lat = np.sin(np.radians(np.asarray(lat, np.float64)))
    e_sin = _E * sin_lat
    q = (1.0 - _E2) * (sin_lat / (1.0 - e_sin * e_sin) + np.arctanh(e_sin) / _E)
    x = SEMI_MAJOR_M * _SCALE * np.radians(np.asarray(lon, np.float64))
    return x, SEMI_MAJOR_M / (2.0 * _SCALE) * q


def cells_at(lon: ArrayLike, lat: ArrayLike) -> Cells:
    """Return the cell that each position lies in, shape (n,); edges belong to the next cell.

    Raises
    ------
    ParameterError
        If a value is NaN, infinite or out of range, or the shapes differ.
    """
    x, y = equal_area_m(*lonlat_arrays(lon, lat))
    return Cells(np.floor(x / CELL_M).astype(np.int64), np.floor(y / CELL_M).astype(np.int64))


def cell_centres(cells: Cells) -> tuple[Floats, Floats]:
    """Return the longitudes and latitudes of cells' centres, degrees, WGS 84."""
    return _degrees(cells.column + 0.5, cells.row + 0.5)


def cell_boxes(cells: Cells) -> NDArray[np.object_]:
    """Return cells as polygons in degrees, WGS 84."""
    west, south = _degrees(cells.column, cells.row)
    east, north = _degrees(cells.column + 1, cells.row + 1)
    boxes: NDArray[np.object_] = shapely.box(west, south, east, north)
    return boxes


def cell_ids(cells: Cells) -> list[str]:
    """Return a name of each cell that never changes.

    >>> cell_ids(cells_at([113.65], [34.76]))
    ['x10965y4173']
    """
    pairs = zip(cells.column.tolist(), cells.row.tolist(), strict=True)
    return [f"x{column}y{row}" for column, row in pairs]


def cells_inside(area: BaseGeometry) -> Cells:
    """Return the cells whose centres lie inside polygons (degrees, WGS 84), by row and column."""
    if area.is_empty:
        return Cells(np.empty(0, np.int64), np.empty(0, np.int64))
    west, south, east, north = area.bounds
    low, high = cells_at([west, east], [south, north])
    columns, rows = np.arange(low[0], low[1] + 1), np.arange(high[0], high[1] + 1)
    column, row = (values.ravel() for values in np.meshgrid(columns, rows))
    lon, lat = cell_centres(Cells(column, row))
    shapely.prepare(area)
    inside = shapely.contains_xy(area, lon, lat)
    return Cells(column[inside], row[inside])


def true_area_m2(area: BaseGeometry) -> float:
    """Return the area on the ellipsoid, square metres, of polygons in degrees, WGS 84.

    Edges are straight in longitude and in authalic latitude; for edges of a few kilometres that
    is a matter of parts in a million.
    """

    def project(degrees: Floats) -> Floats:
        return np.column_stack(equal_area_m(degrees[:, 0], degrees[:, 1]))

    return float(shapely.transform(area, project).area)


def _degrees(column: ArrayLike, row: ArrayLike) -> tuple[Floats, Floats]:
    x, y = np.asarray(column, np.float64) * CELL_M, np.asarray(row, np.float64) * CELL_M
    lon, lat = _to_degrees().transform(x, y)
    return np.asarray(lon, np.float64), np.asarray(lat, np.float64)


@cache
def _to_degrees() -> Transformer:
    return Transformer.from_crs(_CRS, "EPSG:4326", always_xy=True)
