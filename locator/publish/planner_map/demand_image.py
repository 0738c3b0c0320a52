"""Demand as a raster of equal-area cells that a script draws by the pixel, whatever the zoom."""

from __future__ import annotations

import base64
import math
from typing import TYPE_CHECKING

import numpy as np
import shapely

from locator.geo.cells import CELL_M, Cells, cell_boxes, cells_at

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from locator.plan.demand import DemandSet

    Booleans = NDArray[np.bool_]
    Floats = NDArray[np.float64]
    Integers = NDArray[np.int64]
    Bytes = NDArray[np.uint8]

_MOST_CELLS = 1 << 20
_MOST_CODES = 255
_DECIMALS = 5
_CLASSES = 5
# The classes' bounds lie between these quantiles of the cells' densities, in equal ratios.
_QUANTILES = (0.5, 0.99)


def demand_raster(demand: DemandSet, covered: Booleans) -> dict[str, object] | None:
    """Return demand as a script takes it; None where there is no weight.

    Cells have sides of a kilometre in EPSG:6933, or twice that, four times …, where there would be
    over a million. Rows go northwards, columns eastwards.

    Returns
    -------
    dict
        `columns`, `rows`; `lon`, the western and eastern edge in degrees; `lat`, the rows' edges,
        shape (rows + 1,); `km2`, a cell's area; `steps`, bounds of classes of weight by square
        kilometre. `present`: a bit for each cell. For each cell that is present, a byte of
        `codes`, its weight's place in `weights`, and a byte of `unserved`, the part of the weight
        that is not covered, by 255. Bits and bytes are in base64.
    """
    has = demand.weight > 0.0
    if not has.any():
        return None
    cells, side = _fitting(cells_at(demand.lon[has], demand.lat[has]))
    west, south = int(cells.column.min()), int(cells.row.min())
    columns, rows = int(cells.column.max()) - west + 1, int(cells.row.max()) - south + 1
    place = (cells.row - south) * columns + cells.column - west
    weight = _sums(place, demand.weight[has], columns * rows)
    lacking = np.where(covered, 0.0, demand.weight)[has]
    unserved = _sums(place, lacking, columns * rows)
    present = weight > 0.0
    weights, codes = _coded(weight[present])
    part = np.ceil(unserved[present] / weight[present] * 255.0 - 0.5).clip(0, 255)
    km2 = (side * CELL_M / 1000.0) ** 2
    lon, lat = _edges(west, south, columns, rows, side)
    return {
        "columns": columns,
        "rows": rows,
        "lon": lon,
        "lat": lat,
        "km2": km2,
        "steps": class_steps(weight[present] / km2),
        "weights": [float(f"{value:.7g}") for value in weights.tolist()],
        "present": _base64(np.packbits(present)),
        "codes": _base64(codes),
        "unserved": _base64(part.astype(np.uint8)),
    }


def class_steps(densities: Floats) -> list[float]:
    """Return bounds between five classes of densities, ascending, each 1, 2 or 5 by a power of 10.

    Fewer where the densities are alike.
    """
    low, high = np.quantile(densities, _QUANTILES)
    return sorted(
        {_round_number(value) for value in np.geomspace(low, high, _CLASSES - 1).tolist()}
    )


def _round_number(value: float) -> float:
    tens = 10.0 ** math.floor(math.log10(value))
    return float(f"{min((1.0, 2.0, 5.0, 10.0), key=lambda n: abs(n * tens - value)) * tens:g}")


def _fitting(cells: Cells) -> tuple[Cells, int]:
    """Return cells so large that a raster of them is small enough, and their side in cells."""
    side = 1
    while np.prod([np.ptp(values) // side + 2 for values in cells]) > _MOST_CELLS:
        side *= 2
    return Cells(cells.column // side, cells.row // side), side


def _coded(weight: Floats) -> tuple[Floats, Bytes]:
    """Return up to 255 weights, and which of them each weight is nearest to by its class.

    Few different weights are kept as they are; many are parted by equal ratios, and each class
    stands for its mean, so that the sum stays.
    """
    values, codes = np.unique(weight, return_inverse=True)
    if len(values) > _MOST_CODES:
        edges = np.geomspace(values[0], values[-1], _MOST_CODES + 1)[1:-1]
        used, codes = np.unique(np.searchsorted(edges, weight, "right"), return_inverse=True)
        values = _sums(codes, weight, len(used)) / np.bincount(codes)
    return values, codes.astype(np.uint8)


def _sums(place: Integers, weight: Floats, count: int) -> Floats:
    return np.bincount(place, weight, minlength=count).astype(np.float64)


def _edges(
    west: int, south: int, columns: int, rows: int, side: int
) -> tuple[list[float], list[float]]:
    row = (np.arange(rows + 1) + south) * side
    boxes = cell_boxes(Cells(np.full(rows + 1, west * side), row))
    last = cell_boxes(Cells(np.array([(west + columns) * side]), row[:1]))
    lon = [shapely.bounds(boxes[0])[0], shapely.bounds(last)[0][0]]
    lat = shapely.bounds(boxes)[:, 1]
    return [round(float(value), _DECIMALS) for value in lon], lat.round(_DECIMALS).tolist()


def _base64(content: Bytes) -> str:
    return base64.b64encode(content.tobytes()).decode("ascii")
