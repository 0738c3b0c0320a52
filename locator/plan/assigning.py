"""Which county each of many positions lies in, and which lie in several or in none."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import shapely

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from locator.geo.districts import Districts

    Floats = NDArray[np.float64]
    Integers = NDArray[np.int64]

_BLOCK_DEG = 0.05
_OPEN = -2


class Assignment(NamedTuple):
    """Positions' counties: where each stands in `Districts.counties`, -1 for none, shape (n,).

    `several` has the numbers of the positions that lie in more than one county (or on a border);
    they count in the one with the lowest code.
    """

    county: Integers
    several: Integers


def assign(districts: Districts, lon: Floats, lat: Floats) -> Assignment:
    """Return positions' counties, as `Districts.locate` does, but for millions of them.

    Positions are looked at in blocks of 0.05 degrees. A block that one county contains, and no
    other one touches, settles all of its positions; the others are tested one by one.
    """
    if not len(lon) or not districts.counties:
        return Assignment(np.full(len(lon), -1, np.int64), np.empty(0, np.int64))
    outlines = np.array([county.geometry for county in districts.counties], dtype=object)
    shapely.prepare(outlines)
    column = np.floor(lon / _BLOCK_DEG).astype(np.int64)
    row = np.floor(lat / _BLOCK_DEG).astype(np.int64)
    keys, block = np.unique(column * 10_000 + row, return_inverse=True)
    first = np.zeros(len(keys), np.int64)
    first[block] = np.arange(len(lon))
    corners = np.stack([column[first], row[first]]) * _BLOCK_DEG
    settled = _block_counties(outlines, corners[0], corners[1])
    county = settled[block]
    open_rows = np.flatnonzero(county == _OPEN)
    county[open_rows], several = _test(outlines, lon[open_rows], lat[open_rows])
    return Assignment(county, open_rows[several])


def _block_counties(outlines: NDArray[np.object_], west: Floats, south: Floats) -> Integers:
    """Return the one county that holds a block, -1 where none touches it, `_OPEN` otherwise."""
    slack = 1e-9  # a block's corner is rounded
    side = _BLOCK_DEG + slack
    boxes = shapely.box(west - slack, south - slack, west + side, south + side)
    tree = shapely.STRtree(boxes)
    touching = tree.query(outlines, predicate="intersects")
    holding = tree.query(outlines, predicate="contains_properly")
    count = np.bincount(touching[1], minlength=len(boxes))
    answer = np.where(count == 0, -1, _OPEN)
    alone = count[holding[1]] == 1
    answer[holding[1][alone]] = holding[0][alone]
    return answer


def _test(outlines: NDArray[np.object_], lon: Floats, lat: Floats) -> tuple[Integers, Integers]:
    """Return the first county of each position, or -1, and which positions lie in several."""
    tree = shapely.STRtree(outlines)
    points, counties = tree.query(shapely.points(lon, lat), predicate="intersects")
    county = np.full(len(lon), len(outlines), np.int64)
    np.minimum.at(county, points, counties)
    several = np.flatnonzero(np.bincount(points, minlength=len(lon)) > 1)
    return np.where(county == len(outlines), -1, county), several
