"""demand_henan.csv.gz: Henan's outdoor workers, modelled, in equal-area cells of 1 km2."""

from __future__ import annotations

import gzip
import io

import numpy as np

from locator.geo.cells import cell_centres
from tools.build_data.demand_groups import GROUP_SHARES, split_groups
from tools.build_data.demand_spread import CountySpread
from tools.build_data.quotas import RURAL_WEIGHT, county_census, share_out
from tools.build_data.settlement import CLASSES, class_quotas
from tools.build_data.sources import County, read_counties

# Workers' Daily (工人日报), March 2023: whom Henan's stations serve together.
WORKERS = 8_400_000
HEADER = ("lon", "lat", "weight", *GROUP_SHARES, "source")


def build_demand() -> bytes:
    """Build the grid: counties by adcode, their cells from south to north and west to east."""
    lines = [",".join(HEADER)]
    for county in read_counties():
        lines.extend(_county_lines(county, worker_quotas()[county.adcode]))
    return compress(("\n".join(lines) + "\n").encode())


def worker_quotas() -> dict[str, int]:
    """Return the workers of each county, weighted as the stations' model weights people."""
    weights = {}
    for county in read_counties():
        census = county_census(county.adcode)
        weights[county.adcode] = census.urban + RURAL_WEIGHT * census.rural
    return share_out(WORKERS, weights)


def compress(content: bytes) -> bytes:
    """Compress without a time or a name, so that the same content gives the same bytes."""
    buffer = io.BytesIO()
    with gzip.GzipFile(filename="", mode="wb", fileobj=buffer, compresslevel=9, mtime=0) as file:
        file.write(content)
    return buffer.getvalue()


def _county_lines(county: County, workers: int) -> list[str]:
    spread = CountySpread(county)
    quotas = class_quotas(county.adcode, workers)
    expected = np.array([quotas[name] * spread.density(name) for name in CLASSES])
    weights = round_to_total(expected.sum(axis=0), workers)
    groups = split_groups(expected, weights)
    lon, lat = cell_centres(spread.cells)
    return [
        f"{x:.6f},{y:.6f},{weight},{','.join(map(str, parts))},model"
        for x, y, weight, parts in zip(lon, lat, weights, groups, strict=True)
        if weight
    ]


def round_to_total(expected: np.ndarray, total: int) -> list[int]:
    """Round to whole numbers with the largest remainders; their sum is the total.

    Ties, which most cells far from towns are in, go by the golden ratio's sequence and not from
    the south up, so that what is rounded up lies evenly among what is rounded down.

    >>> round_to_total(np.array([2.5, 2.5, 5.0]), 10)
    [3, 2, 5]
    """
    expected = np.round(expected, 6)
    whole = np.floor(expected).astype(np.int64)
    scattered = (np.arange(len(expected)) * 0.6180339887498949) % 1.0
    order = np.lexsort((scattered, whole - expected))
    whole[order[: total - int(whole.sum())]] += 1
    counts: list[int] = whole.tolist()
    return counts
